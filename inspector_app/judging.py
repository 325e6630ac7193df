"""What is proposed when a finding is judged: who judges, and on what basis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from inspector_app.inspection.values import ParticipantRole

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.checklist.definition import Criterion

CRITERIA = "对照重大事故隐患判定标准（{}）"
"""Beginning of a proposed basis; it stands in papers and is therefore never translated."""
_OFFICERS = (ParticipantRole.LEAD, ParticipantRole.OFFICER)


def judges(app: App, inspection_id: str) -> tuple[tuple[str, str], ...]:
    """(name, role) of the officers of a visit, its leader first."""
    people = app.inspections.participants(inspection_id)
    return tuple((one.name, one.role.value) for one in people if one.role in _OFFICERS)


def basis_of(criteria: Sequence[Criterion], chosen: Criterion | None) -> str:
    """The criterion that was chosen, else the set of criteria by its name; empty where none are published."""
    if chosen is not None:
        return CRITERIA.format(f"{chosen.cited}：{chosen.short_text}")
    return CRITERIA.format("、".join(dict.fromkeys(one.set_version for one in criteria))) if criteria else ""


def proposed(app: App, finding_id: str, criterion_key: str | None) -> tuple[str, str]:
    """(who judges, basis) for a finding. Raises ``BadInput`` for a criterion nobody published."""
    from inspector_app.checklist.loader import criteria_library

    library = criteria_library()
    visit = app.inspections.get(app.inspections.finding(finding_id).inspection_id)
    kind = app.register.site_file(visit.site_id or "").site.kind
    chosen = library.criterion(criterion_key) if criterion_key else None
    names = [name for name, _role in judges(app, visit.id)]
    return next(iter(names), ""), basis_of(library.for_kind(kind or ""), chosen)
