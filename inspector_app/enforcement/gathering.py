"""Gathers what is known about one paper from visit, register, office and case: reads only, writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from inspector_app.enforcement import case_rows, repository, scan_repository
from inspector_app.enforcement.case_values import RespondentType
from inspector_app.enforcement.facts import (
    CaseFact,
    Facts,
    OfficerFact,
    OrgFact,
    OriginalFact,
    PersonFact,
    PhotoFact,
    ProblemFact,
)
from inspector_app.enforcement.model import Document, EnforcementCase
from inspector_app.enforcement.scan_values import OPINION
from inspector_app.enforcement.shaping import (
    day_of,
    org_fact,
    original_fact,
    permits_of,
    photo_fact,
    problem_of,
    title_of,
    visit_fact,
)
from inspector_app.enforcement.values import DocumentState
from inspector_app.enterprise.dossier import EnterpriseFacts, SiteFile
from inspector_app.errors import BadInput
from inspector_app.inspection import repository as visits
from inspector_app.inspection.model import Inspection
from inspector_app.inspection.values import ParticipantRole
from inspector_app.office.values import OfficerRole
from inspector_app.storage.drafts import Drafts
from inspector_app.storage.unit_of_work import Units

if TYPE_CHECKING:
    from inspector_app.enterprise.service import RegisterService
    from inspector_app.evidence.service import EvidenceService
    from inspector_app.inspection.service import InspectionService
    from inspector_app.office.service import OfficeService

T = TypeVar("T")
MOST = 100_000
_OFFICERS = (ParticipantRole.LEAD, ParticipantRole.OFFICER)


@dataclass(frozen=True)
class Neighbours:
    """The services papers are filled from, each made when first asked for."""

    inspections: Callable[[], InspectionService]
    evidence: Callable[[], EvidenceService]
    office: Callable[[], OfficeService]
    register: Callable[[], RegisterService]
    drafts: Drafts


class Gathering:
    """Reads everything about one paper. What is not there stays unknown: an evacuation order waits for nothing."""

    def __init__(self, units: Units, neighbours: Neighbours) -> None:
        self._units = units
        self._near = neighbours

    def about(self, paper: Document, today: date, found_at: str | None = None) -> Facts:
        """All facts for filling and checking a paper on its day of issue."""
        office = self._near.office()
        case = self.case(paper.case_id)
        visit_id = paper.inspection_id or (case.row.inspection_id if case else None)
        visit = self._near.inspections().get(visit_id) if visit_id else None
        file = self._file(visit)
        org = self._visited(visit, file)
        officers = self._officers(visit, case, today)
        return Facts(
            today=today,
            found_at=found_at,
            bureau=_or_none(office.bureau),
            parameters={row.key: row for row in office.settings()},
            calendar=office.calendar(),
            org=org,
            visit=visit_fact(visit, file) if visit else None,
            officers=officers,
            problems=self._problems(visit_id, case),
            photos=self._photos(visit_id),
            case=case,
            original=self._original(paper.original_document_id),
            siblings=self._siblings(visit_id, paper.id),
            elsewhere=self._elsewhere(visit, officers),
            has_case=self._has_case(visit_id),
        )

    def _file(self, visit: Inspection | None) -> SiteFile | None:
        if visit is None or not visit.site_id:
            return None
        site_id, day = visit.site_id, day_of(visit)
        return _or_none(lambda: self._near.register().site_file(site_id, day))

    def _visited(self, visit: Inspection | None, file: SiteFile | None) -> OrgFact | None:
        """The unit inspected: the contractor when the visit is about one, else the enterprise of the mine."""
        if file is None:
            return None
        mine = file.site.name
        if visit is not None and visit.contractor_id:
            return self._org(visit.contractor_id, mine)
        if file.enterprise is None:
            return None
        return org_fact(file.enterprise, file.name_of(file.enterprise.legal_rep_id), file.posts, mine, permits_of(file))

    def _org(self, enterprise_id: str, mine: str) -> OrgFact | None:
        register = self._near.register()
        company = _or_none(lambda: register.enterprise(enterprise_id))
        if company is None:
            return None
        person_id = company.legal_rep_id
        person = _or_none(lambda: register.person(person_id)) if person_id else None
        return org_fact(company, (person.name or "") if person else "", register.posts(enterprise_id), mine, ())

    def person(self, person_id: str, inspection_id: str) -> PersonFact:
        """A person as papers print him, with the enterprise of the visit where he holds a post.

        Raises ``BadInput('register.person_unknown')``.
        """
        visit = self._near.inspections().get(inspection_id)
        found = self._person(person_id, self._employed_by(person_id, [visit.contractor_id, visit.enterprise_id]))
        if found is None:
            raise BadInput("register.person_unknown", id=person_id)
        return found

    def _person(self, person_id: str, employer: EnterpriseFacts | None) -> PersonFact | None:
        register = self._near.register()
        person = _or_none(lambda: register.person(person_id))
        if person is None:
            return None
        posts = register.posts(employer.id) if employer else []
        held = [post for post in posts if post.person_id == person_id]
        return PersonFact(
            id=person.id,
            name=person.name or "",
            gender=person.gender or "",
            birth_on=person.birth_on,
            id_type=person.id_type or "",
            id_no=person.id_no or "",
            home_address=person.home_address or "",
            postcode=person.postcode or "",
            phone=person.phone or "",
            employer=employer.name if employer else "",
            employer_address=employer.address if employer else "",
            title=title_of(held),
            appointment_no=next((post.appointment_no for post in held if post.appointment_no), ""),
        )

    def case(self, case_id: str | None) -> CaseFact | None:
        """A case with its party in full and the papers it has; ``None`` when there is no such case."""
        if case_id is None:
            return None
        with self._units.read() as connection:
            case = repository.case(connection, case_id)
            if case is None:
                return None
            row = case_rows.case_row(connection, case)
            papers = [original_fact(paper) for paper in repository.documents(connection, case_id=case_id)]
            same_group = repository.cases(connection, group_id=case.group_id) if case.group_id else []
            former = repository.decision_days(connection, case.respondent_id or "", case_id)
            written = scan_repository.opinions(connection, [case.notice_id or ""], OPINION)
            siblings = tuple(case_rows.case_row(connection, other) for other in same_group if other.id != case_id)
        employer = self._employer(case)
        is_org = row.respondent_type is RespondentType.ORG
        return CaseFact(
            row=row,
            org=self._org(row.respondent_id, "") if is_org else None,
            person=None if is_org else self._person(row.respondent_id, employer),
            papers=tuple(papers),
            siblings=siblings,
            former_decisions=former,
            opinion=next((text for text, _signer, _day in written.values()), ""),
        )

    def _employer(self, case: EnforcementCase) -> EnterpriseFacts | None:
        """Where the person works: an organisation of the same group, the contractor or the enterprise of the visit."""
        with self._units.read() as connection:
            others = repository.cases(connection, group_id=case.group_id) if case.group_id else []
        known = [other.respondent_id for other in others if other.respondent_type == RespondentType.ORG]
        if case.inspection_id:
            visit = self._near.inspections().get(case.inspection_id)
            known += [visit.contractor_id, visit.enterprise_id]
        return self._employed_by(case.respondent_id or "", known)

    def _employed_by(self, person_id: str, candidates: Iterable[str | None]) -> EnterpriseFacts | None:
        """The first of these companies where the person holds a post, else the first one."""
        register = self._near.register()
        ids = list(dict.fromkeys(one for one in candidates if one))
        holding = [one for one in ids if any(post.person_id == person_id for post in register.posts(one))]
        chosen = next(iter([*holding, *ids]), None)
        return _or_none(lambda: register.enterprise(chosen)) if chosen else None

    def _officers(self, visit: Inspection | None, case: CaseFact | None, today: date) -> tuple[OfficerFact, ...]:
        known = {row.id: row for row in self._near.office().officers(today)}
        handlers = list(case.row.handler_ids) if case else []
        taking_part = self._near.inspections().participants(visit.id) if visit else []
        ids = handlers or [person.officer_id for person in taking_part if person.role in _OFFICERS]
        names = {person.officer_id: (person.name, person.cert_no) for person in taking_part}
        found = []
        for officer_id in ids:
            row = known.get(officer_id)
            name, cert_no = names.get(officer_id, ("", ""))
            found.append(
                OfficerFact(
                    officer_id=officer_id,
                    name=name or (row.name if row else ""),
                    cert_no=cert_no or (row.cert_no if row else ""),
                    department=row.department if row else "",
                    title=row.title if row else "",
                    valid_from_on=row.cert_valid_from_on if row else None,
                    valid_to_on=row.cert_valid_to_on if row else None,
                    is_officer=row is None or row.role is OfficerRole.OFFICER,
                )
            )
        return tuple(found)

    def _problems(self, visit_id: str | None, case: CaseFact | None) -> tuple[ProblemFact, ...]:
        if visit_id is None:
            return ()
        rows = self._near.inspections().findings(inspection_id=visit_id, limit=MOST)
        wanted = {one for act in case.row.acts for one in act.finding_ids} if case else set()
        return tuple(problem_of(row) for row in rows if not wanted or row.id in wanted)

    def _photos(self, visit_id: str | None) -> tuple[PhotoFact, ...]:
        if visit_id is None:
            return ()
        return tuple(photo_fact(photo) for photo in self._near.evidence().photos(inspection_id=visit_id))

    def _elsewhere(self, visit: Inspection | None, officers: Iterable[OfficerFact]) -> tuple[tuple[str, str], ...]:
        if visit is None or not visit.started_at or not visit.ended_at:
            return ()
        ids = [officer.officer_id for officer in officers]
        with self._units.read() as connection:
            return tuple(visits.same_hours(connection, visit.id, ids, visit.started_at, visit.ended_at))

    def _has_case(self, visit_id: str | None) -> bool:
        if visit_id is None:
            return False
        with self._units.read() as connection:
            return repository.has_case(connection, visit_id)

    def _original(self, document_id: str | None) -> OriginalFact | None:
        if document_id is None:
            return None
        with self._units.read() as connection:
            paper = repository.document(connection, document_id)
        return None if paper is None else original_fact(paper)

    def _siblings(self, visit_id: str | None, own_id: str) -> tuple[OriginalFact, ...]:
        if visit_id is None:
            return ()
        with self._units.read() as connection:
            papers = repository.documents(connection, inspection_id=visit_id)
        return tuple(original_fact(p) for p in papers if p.id != own_id and p.document_state != DocumentState.VOID)


def _or_none(read: Callable[[], T]) -> T | None:
    """What a register does not hold is a blank on a paper, never a reason not to print it."""
    try:
        return read()
    except BadInput:
        return None
