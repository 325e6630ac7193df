"""What the dual page asks the services; runs on the database thread and hands back plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inspector_app.enforcement.case_values import CaseRow, GroupRow, Missing, Respondent, RespondentType
from inspector_app.enforcement.values import DocumentState, PaperRow
from inspector_app.inspection.values import FindingRow

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

NOTICE = "penalty_prior_notice"
DECISIONS = {RespondentType.ORG: "penalty_decision_org", RespondentType.PERSON: "penalty_decision_person"}

@dataclass(frozen=True)
class Half:
    """One respondent's case with its papers and what is still missing."""

    case: CaseRow
    papers: tuple[PaperRow, ...]
    missing: tuple[Missing, ...]
    ranges: Mapping[str, tuple[int, int]]
    """By act: lowest and highest fine of its clause in fen."""

    def paper(self, form: str) -> PaperRow | None:
        """The newest standing paper of that form."""
        fits = [one for one in self.papers if one.form == form and one.state is not DocumentState.VOID]
        return fits[-1] if fits else None


@dataclass(frozen=True)
class DualView:
    """Both halves of a dual penalty side by side."""

    inspection_id: str
    site_name: str
    group: GroupRow | None
    groups: tuple[GroupRow, ...]
    halves: tuple[Half, ...]
    findings: tuple[FindingRow, ...]
    uncovered: tuple[FindingRow, ...]
    parties: tuple[Respondent, ...]
    missing: tuple[Missing, ...]
    officers: tuple[tuple[str, str], ...] = ()
    """(id, name) of those who may handle a case."""

    def of(self, kind: RespondentType) -> tuple[Half, ...]:
        """The cases of one kind of respondent."""
        return tuple(half for half in self.halves if half.case.respondent_type is kind)


def dual_view(app: App, inspection_id: str, group_id: str) -> DualView:
    """A group of a visit, its first one when none is named."""
    groups = tuple(app.dual.groups(inspection_id))
    group = next((one for one in groups if one.id == group_id), groups[0] if groups else None)
    inspection = app.inspections.get(inspection_id)
    file = app.register.site_file(inspection.site_id or "")
    findings = tuple(app.inspections.findings(inspection_id=inspection_id, limit=1000))
    missing = tuple(app.dual.missing(group.id)) if group else ()
    halves = tuple(_half(app, case, missing) for case in app.dual.cases(group.id)) if group else ()
    return DualView(
        inspection_id,
        file.site.name,
        group,
        groups,
        halves,
        tuple(one for one in findings if group is not None and one.id in group.finding_ids),
        tuple(app.dual.uncovered(inspection_id)),
        app.dual.respondents(inspection_id),
        missing,
        tuple((one.id, one.name) for one in app.office.valid_officers()),
    )


def _half(app: App, case: CaseRow, missing: tuple[Missing, ...]) -> Half:
    papers = tuple(app.papers.papers(case_id=case.id))
    own = tuple(one for one in missing if one.case_id == case.id)
    return Half(case, papers, own, _ranges(case))


def _ranges(case: CaseRow) -> dict[str, tuple[int, int]]:
    from inspector_app.enforcement.law import law_library

    found: dict[str, tuple[int, int]] = {}
    for act in case.acts:
        if act.basis_key is None:
            continue
        ranges = law_library().penalty_ranges(act.basis_key, act.subject, act.stage)
        fines = [(one.minimum or 0, one.maximum or 0) for one in ranges if one.is_fine]
        if fines:
            found[act.act_id] = (min(low for low, _high in fines), max(high for _low, high in fines))
    return found
