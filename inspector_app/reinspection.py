"""A re-inspection as it is proposed: the mine and team of the first visit, the order as its scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector_app.inspection.values import (
    ApprovalKind,
    InspectionCategory,
    InspectionMethod,
    NewInspection,
    ParticipantRole,
    TakingPart,
    TaskSource,
)

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

_OFFICERS = (ParticipantRole.LEAD, ParticipantRole.OFFICER)


def proposed(app: App, document_id: str) -> NewInspection:
    """The visit that re-inspects this order, still without its approval and 行政行为码.

    Officers whose certificate ended since are left out. Raises ``BadInput('record.unknown')``.
    """
    paper = app.papers.paper(document_id)
    original = app.inspections.get(paper.inspection_id or "")
    return NewInspection(
        site_id=original.site_id or "",
        participants=_team(app, original.id),
        task_source=TaskSource.REINSPECTION,
        category=InspectionCategory.REINSPECTION,
        methods=(InspectionMethod.REINSPECTION,),
        scope_text=paper.title,
        system_id=original.system_id,
        contractor_id=original.contractor_id,
        approval_kind=ApprovalKind.APPROVAL,
    )


def _team(app: App, visit_id: str) -> tuple[TakingPart, ...]:
    """The officers of that visit; somebody leads."""
    valid = {one.id for one in app.office.valid_officers()}
    people = app.inspections.participants(visit_id)
    team = [one for one in people if one.officer_id in valid and one.role in _OFFICERS]
    leads = [one.officer_id for one in team if one.role is ParticipantRole.LEAD] or [one.officer_id for one in team]
    return tuple(
        TakingPart(one.officer_id, ParticipantRole.LEAD if one.officer_id in leads[:1] else ParticipantRole.OFFICER)
        for one in team
    )
