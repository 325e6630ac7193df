"""Where the value of a field comes from: a fixed vocabulary over what a visit, its findings, papers and cases say.

Values are always Chinese, as the other systems are, whatever language the window speaks. A source gives an empty text
for what is not known; nothing is made up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inspector_app.checklist.loader import cited_criterion
from inspector_app.enforcement.case_values import CaseRow, RespondentType
from inspector_app.enforcement.values import PaperRow, ServiceMode
from inspector_app.enterprise.values import LicenceKind
from inspector_app.hazard.values import DiscoveryChannel, HazardLevel
from inspector_app.inspection.values import (
    FindingRow,
    InspectionCategory,
    InspectionMethod,
    Measure,
    ParticipantRole,
    ParticipantRow,
    ReinspectionResult,
    TaskSource,
)
from inspector_app.terms import label
from inspector_app.transcription.cleaning import Cleaning
from inspector_app.transcription.values import Each

if TYPE_CHECKING:
    from inspector_app.enterprise.dossier import EnterpriseFacts, SiteFile
    from inspector_app.inspection.model import Inspection
    from inspector_app.office.values import BureauRow

CITY = "331100"
"""Region code of the city itself."""
BY_HAND = "by_hand"
"""The source of a field for which this program has no blank."""


@dataclass(frozen=True)
class Company:
    """A company that is inspected, with the name of its legal representative."""

    facts: EnterpriseFacts
    legal_rep: str


@dataclass(frozen=True)
class Material:
    """Everything of one visit that sheets are made of."""

    visit: Inspection
    people: tuple[ParticipantRow, ...]
    file: SiteFile | None
    contractor: Company | None
    """The unit inspected, when the visit is about a contractor."""
    bureau: BureauRow | None
    findings: tuple[FindingRow, ...]
    papers: tuple[PaperRow, ...]
    cases: tuple[CaseRow, ...]


@dataclass(frozen=True)
class Scope:
    """What a field may speak of: the visit always, the finding, paper or case its section is repeated for."""

    material: Material
    cleaning: Cleaning
    finding: FindingRow | None = None
    paper: PaperRow | None = None
    case: CaseRow | None = None


Read = Callable[[Scope], str | None]


def _visit(name: str) -> Read:
    return lambda s: getattr(s.material.visit, name)


def _visit_moment(name: str) -> Read:
    return lambda s: s.cleaning.moment(getattr(s.material.visit, name))


def _people(role: Iterable[ParticipantRole], shown: Callable[[ParticipantRow], str]) -> Read:
    roles = frozenset(role)
    return lambda s: "、".join(filter(None, (shown(one) for one in s.material.people if one.role in roles)))


def _site(name: str) -> Read:
    return lambda s: getattr(s.material.file.site, name) if s.material.file else ""


def _company(name: str) -> Read:
    return lambda s: getattr(s.material.file.enterprise, name) if s.material.file and s.material.file.enterprise else ""


def _unit(name: str) -> Read:
    """被检查单位: the contractor when the visit is about one, else the company of the mine."""
    own = _company(name)
    return lambda s: getattr(s.material.contractor.facts, name) if s.material.contractor else own(s)


def _unit_legal_rep(s: Scope) -> str:
    return s.material.contractor.legal_rep if s.material.contractor else _legal_rep(s)


def _licence(kind: LicenceKind) -> Read:
    def read(s: Scope) -> str:
        found = s.material.file.licence(kind) if s.material.file else None
        return found.number if found else ""

    return read


def _principal(s: Scope) -> str:
    return s.material.file.name_of(s.material.file.principal_id) if s.material.file else ""


def _principal_phone(s: Scope) -> str:
    file = s.material.file
    person = file.people.get(file.principal_id or "") if file else None
    return person.phone if person else ""


def _legal_rep(s: Scope) -> str:
    file = s.material.file
    return file.name_of(file.enterprise.legal_rep_id) if file and file.enterprise else ""


def _region(s: Scope) -> str:
    from inspector_app.office.regions import regions

    file = s.material.file
    known = regions().get(file.site.region_code) if file else None
    return known.name if known else ""


def _capacity(s: Scope) -> str:
    tonnes = s.material.file.site.capacity_tonnes_per_year if s.material.file else None
    return f"{format(tonnes / 10_000, 'g')}万吨/年" if tonnes else ""


def _bureau(s: Scope) -> str:
    return s.material.bureau.name if s.material.bureau else ""


def _finding(name: str) -> Read:
    return lambda s: getattr(s.finding, name)


def _paper(name: str) -> Read:
    return lambda s: getattr(s.paper, name)


def _case(name: str) -> Read:
    return lambda s: getattr(s.case, name)


def _counted(findings: Iterable[FindingRow]) -> str:
    return str(len(list(findings)))


def _majors(s: Scope) -> list[FindingRow]:
    return [one for one in s.material.findings if one.hazard_level == HazardLevel.MAJOR]


def _found_at(s: Scope) -> str:
    return s.cleaning.day(s.material.visit.started_at)


def _channel(s: Scope) -> str:
    """查处渠道: a report or an order from above when the visit was begun for it, else the inspection itself."""
    by_task = {
        TaskSource.PUBLIC_REPORT.value: DiscoveryChannel.PUBLIC_REPORT,
        TaskSource.SUPERIOR_ASSIGNED.value: DiscoveryChannel.SUPERIOR_ASSIGNED,
    }
    is_city = s.material.bureau is not None and s.material.bureau.region_code == CITY
    inspection = DiscoveryChannel.CITY_INSPECTION if is_city else DiscoveryChannel.COUNTY_INSPECTION
    return label(by_task.get(s.material.visit.task_source or "", inspection))


def _measure(s: Scope) -> str:
    assert s.finding is not None
    known = {one.value: one for one in Measure}
    return label(known[s.finding.measure]) if s.finding.measure in known else s.finding.measure or ""


def _result(s: Scope) -> str:
    assert s.finding is not None
    known = {one.value: one for one in ReinspectionResult}
    if s.finding.reinspection_result in known:
        return label(known[s.finding.reinspection_result])
    return label(ReinspectionResult.RECTIFIED) if s.finding.corrected_on_spot else ""


def _level(s: Scope) -> str:
    assert s.finding is not None
    return label(HazardLevel(s.finding.hazard_level))


def _penalties(s: Scope) -> str:
    """Titles and numbers of the papers of the visit: 处理处罚措施 of a dossier."""
    return "；".join(f"{one.title} {one.number or ''}".strip() for one in s.material.papers)


def _fen(value: int | None) -> str:
    return "" if value is None else f"{value // 100}.{value % 100:02d}"


def _respondent_type(s: Scope) -> str:
    assert s.case is not None
    return label(RespondentType(s.case.respondent_type))


def _service_mode(s: Scope) -> str:
    assert s.paper is not None
    return label(ServiceMode(s.paper.service_mode)) if s.paper.service_mode else ""


_OFFICERS = (ParticipantRole.LEAD, ParticipantRole.OFFICER)
_OF_VISIT: dict[str, Read] = {
    BY_HAND: lambda _s: "",
    "bureau.name": _bureau,
    "unit.name": _unit("name"),
    "unit.uscc": _unit("uscc"),
    "unit.address": _unit("address"),
    "unit.phone": _unit("phone"),
    "unit.legal_rep": _unit_legal_rep,
    "enterprise.name": _company("name"),
    "enterprise.uscc": _company("uscc"),
    "enterprise.address": _company("address"),
    "enterprise.phone": _company("phone"),
    "enterprise.legal_rep": _legal_rep,
    "enterprise.principal": _principal,
    "enterprise.principal_phone": _principal_phone,
    "site.name": _site("name"),
    "site.kind": lambda s: label(s.material.file.site.kind) if s.material.file else "",
    "site.state": lambda s: label(s.material.file.site.state) if s.material.file else "",
    "site.mineral": _site("mineral"),
    "site.address": _site("address"),
    "site.region": _region,
    "site.capacity": _capacity,
    "site.mining_licence": _licence(LicenceKind.MINING_LICENCE),
    "site.safety_licence": _licence(LicenceKind.SAFETY_LICENCE),
    "visit.approval_no": _visit("approval_no"),
    "visit.approver": _visit("approver"),
    "visit.approved_at": lambda s: s.cleaning.day(s.material.visit.approved_at),
    "visit.notice_no": _visit("notice_no"),
    "visit.behavior_code": _visit("behavior_code"),
    "visit.nth_check": lambda s: str(s.material.visit.nth_check_this_year or ""),
    "visit.task_source": lambda s: _word(TaskSource, s.material.visit.task_source),
    "visit.category": lambda s: _word(InspectionCategory, s.material.visit.inspection_category),
    "visit.methods": lambda s: "、".join(
        _word(InspectionMethod, one) for one in s.material.visit.inspection_methods or ()
    ),
    "visit.scope": _visit("scope_text"),
    "visit.route": _visit("route"),
    "visit.day": lambda s: s.cleaning.day(s.material.visit.started_at),
    "visit.started_at": _visit_moment("started_at"),
    "visit.ended_at": _visit_moment("ended_at"),
    "visit.lead": _people((ParticipantRole.LEAD,), lambda one: one.name),
    "visit.officers": _people(_OFFICERS, lambda one: one.name),
    "visit.cert_nos": _people(_OFFICERS, lambda one: one.cert_no),
    "visit.officers_with_cert_nos": _people(
        _OFFICERS, lambda one: f"{one.name}（{one.cert_no}）" if one.cert_no else one.name
    ),
    "visit.experts": _people((ParticipantRole.EXPERT,), lambda one: one.name),
    "visit.site_rep": _visit("site_rep_name"),
    "visit.site_rep_title": _visit("site_rep_title"),
    "visit.companions": _visit("companions"),
    "visit.findings": lambda s: _counted(s.material.findings),
    "visit.majors": lambda s: _counted(_majors(s)),
    "visit.papers": _penalties,
}
_OF_FINDING: dict[str, Read] = {
    "finding.seq": lambda s: str(s.finding.seq) if s.finding else "",
    "finding.place": _finding("place"),
    "finding.fact": _finding("fact"),
    "finding.level": _level,
    "finding.serious": _finding("serious_violation"),
    "finding.criterion": lambda s: cited_criterion(s.finding.criterion_key if s.finding else None) or "",
    "finding.judged_by": _finding("judged_by"),
    "finding.judged_basis": _finding("judged_basis"),
    "finding.violated_rule": _finding("violated_rule"),
    "finding.legal_basis": _finding("legal_basis"),
    "finding.measure": _measure,
    "finding.measure_text": _finding("measure_text"),
    "finding.due_on": lambda s: s.cleaning.day(s.finding.rectification_due_on if s.finding else ""),
    "finding.responsible": _finding("responsible_person"),
    "finding.found_on": _found_at,
    "finding.channel": _channel,
    "finding.photos": lambda s: str(s.finding.photos) if s.finding else "",
    "finding.result": _result,
    "finding.result_note": _finding("reinspection_note"),
}
_OF_PAPER: dict[str, Read] = {
    "paper.title": _paper("title"),
    "paper.number": _paper("number"),
    "paper.respondent": _paper("respondent"),
    "paper.state": lambda s: label(s.paper.state) if s.paper else "",
    "paper.issued_on": lambda s: s.cleaning.day(s.paper.issued_on if s.paper else ""),
    "paper.signed_on": lambda s: s.cleaning.day(s.paper.signed_at if s.paper else ""),
    "paper.served_on": lambda s: s.cleaning.day(s.paper.served_at if s.paper else ""),
    "paper.service_mode": _service_mode,
    "paper.pages": lambda s: str(s.paper.pages or "") if s.paper else "",
}
_OF_CASE: dict[str, Read] = {
    "case.name": _case("case_name"),
    "case.respondent": _case("respondent_name"),
    "case.respondent_type": _respondent_type,
    "case.filed_on": lambda s: s.cleaning.day(s.case.filed_on if s.case else ""),
    "case.facts": lambda s: "\n".join(act.fact_text for act in s.case.acts) if s.case else "",
    "case.notice_number": _case("notice_number"),
    "case.decision_number": _case("decision_number"),
    "case.decided_on": lambda s: s.cleaning.day(s.case.decided_on if s.case else ""),
    "case.served_on": lambda s: s.cleaning.day(s.case.served_on if s.case else ""),
    "case.amount_yuan": lambda s: _fen(s.case.amount_fen if s.case else None),
    "case.paid_on": lambda s: s.cleaning.day(s.case.paid_on if s.case else ""),
    "case.state": lambda s: label(s.case.state) if s.case else "",
}
_OF: dict[Each, dict[str, Read]] = {
    Each.VISIT: _OF_VISIT,
    Each.FINDING: {**_OF_VISIT, **_OF_FINDING},
    Each.MAJOR: {**_OF_VISIT, **_OF_FINDING},
    Each.PAPER: {**_OF_VISIT, **_OF_PAPER},
    Each.CASE: {**_OF_VISIT, **_OF_CASE},
}

VOCABULARY = frozenset({*_OF_VISIT, *_OF_FINDING, *_OF_PAPER, *_OF_CASE})
"""Every source that a layout may name; the published schema lists the same."""


def misplaced(source: str, each: Each) -> bool:
    """Whether a section of this kind has nothing that the source could speak of."""
    return source not in _OF[each]


def text_of(source: str, each: Each, scope: Scope) -> str:
    """The value of a field as it stands now; line breaks of the original are kept here."""
    return (_OF[each][source](scope) or "").strip()


def _word(enum: type[TaskSource] | type[InspectionCategory] | type[InspectionMethod], value: str | None) -> str:
    known = {one.value: one for one in enum}
    return label(known[value]) if value in known else value or ""
