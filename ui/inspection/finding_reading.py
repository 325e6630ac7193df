"""What the finding editor asks the services; runs on the database thread and hands back plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inspector_app.checklist.definition import ChecklistItem, Criterion
from inspector_app.errors import BadInput
from inspector_app.inspection.proposing import suggested_fact, suggested_place
from inspector_app.inspection.values import FindingRow, InspectionState
from inspector_app.judging import judges
from ui.inspection.photo_rows import PhotoRow, photos_of, suggested_places

if TYPE_CHECKING:
    from inspector_app.bootstrap import App


@dataclass(frozen=True)
class FindingView:
    """A finding with everything the editor shows beside it."""

    row: FindingRow
    item: ChecklistItem | None
    photos: tuple[PhotoRow, ...]
    unfiled: int
    places: tuple[str, ...]
    people: tuple[str, ...]
    """Names of those of the mine who may be responsible, with their post."""
    judges: tuple[tuple[str, str], ...]
    """(name, role) of the officers of the visit, the leader first."""
    criteria: tuple[Criterion, ...]
    is_running: bool
    suggested: str = ""
    """The item's words for the fact, with what the answer knows filled in."""
    visit_on: str = ""
    """The day of the visit, ISO."""


def create(app: App, actor: str, inspection_id: str, list_key: str | None, item_key: str | None) -> str:
    """Begin a finding from an item: its suggested words, measure and deadline come along; the id."""
    later = app.proposed_for(inspection_id, list_key, item_key)
    item = _item(app, inspection_id, list_key, item_key)
    place = suggested_place(item, app.inspections.answers(inspection_id).get(item.key)) if item else ""
    return app.inspections.add_finding(
        actor, inspection_id, place=place, item_key=item_key, checklist_key=list_key, **later
    )


def view(app: App, finding_id: str) -> FindingView:
    """One finding. Raises ``BadInput('record.unknown')``."""
    row = app.inspections.finding(finding_id)
    inspection = app.inspections.get(row.inspection_id)
    file = app.register.site_file(inspection.site_id or "")
    here = app.inspections.findings(inspection_id=row.inspection_id, limit=1000)
    before = app.inspections.findings(site_id=inspection.site_id, limit=60)
    posts = {post.person_name: post.title for post in file.posts}
    pinned = (inspection.checklist_pins or {}).keys()
    list_key = next((key for key in pinned if _has(app, inspection, key, row.item_key)), None)
    item = _item(app, row.inspection_id, list_key, row.item_key)
    said = app.inspections.answers(row.inspection_id).get(item.key) if item else None
    named = suggested_place(item, said) if item else ""
    return FindingView(
        row=row,
        item=item,
        suggested=suggested_fact(item, said, app.inspections.subject(row.inspection_id).design_values) if item else "",
        visit_on=(inspection.started_at or "")[:10],
        photos=photos_of(app, finding_id=finding_id),
        unfiled=app.evidence.count_unfiled(row.inspection_id),
        places=tuple(suggested_places((one.place for one in here), (one.place for one in before), named=named)),
        people=tuple(dict.fromkeys(" ".join(filter(None, pair)) for pair in posts.items())),
        judges=judges(app, row.inspection_id),
        criteria=criteria_for(file.site.kind or ""),
        is_running=inspection.inspection_state == InspectionState.RUNNING,
    )


def criteria_for(kind: str) -> tuple[Criterion, ...]:
    """The published major-hazard criteria of one kind of site."""
    from inspector_app.checklist.loader import criteria_library

    return criteria_library().for_kind(kind)


def _has(app: App, inspection: Any, list_key: str, item_key: str | None) -> bool:
    pinned = app.checklists.pinned(list_key, (inspection.checklist_pins or {}).get(list_key))
    return item_key is not None and pinned.has(item_key)


def _item(app: App, inspection_id: str, list_key: str | None, item_key: str | None) -> ChecklistItem | None:
    if list_key is None or item_key is None:
        return None
    pins = app.inspections.get(inspection_id).checklist_pins or {}
    try:
        pinned = app.checklists.pinned(list_key, pins.get(list_key))
    except BadInput:
        return None
    return pinned.item(item_key) if pinned.has(item_key) else None
