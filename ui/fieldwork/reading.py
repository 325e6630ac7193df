"""What the page of the field sheet asks the services; runs on the database thread and hands back plain values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from inspector_app.evidence.values import FIELD_SHEET
from inspector_app.fieldwork.values import Sheet, SheetState
from inspector_app.inspection.values import InspectionState, Progress
from ui.inspection.photo_rows import PhotoRow, row_of

if TYPE_CHECKING:
    from inspector_app.bootstrap import App


@dataclass(frozen=True)
class LaneView:
    """A visit with its sheets; ``state`` is that of the sheet in front, ``photos`` all of the visit by number."""

    inspection_id: str = ""
    site_name: str = ""
    started_at: str = ""
    is_running: bool = False
    lists: tuple[Progress, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    state: SheetState | None = None
    photos: tuple[PhotoRow, ...] = ()

    @property
    def unfiled(self) -> int:
        """Photos that belong to nothing yet."""
        return sum(1 for one in self.photos if not (one.finding_id or one.answer_id or one.is_aside))


def read_lane(app: App, inspection_id: str, sheet_id: str, *, to_print: bool = False) -> LaneView:
    """The sheets of a visit (the newest running one when none is named), ``sheet_id`` or the newest in front.

    ``to_print``: also what a new sheet can hold, which costs as much as all the rest.
    """
    chosen = inspection_id or _running(app)
    if not chosen:
        return LaneView()
    visit = app.inspections.get(chosen)
    sheets = tuple(app.field_sheets.sheets(chosen))
    front = next((one for one in sheets if one.id == sheet_id), sheets[0] if sheets else None)
    name = str(front.header.get("site_name", "")) if front else _site_name(app, visit.site_id)
    return LaneView(
        inspection_id=chosen,
        site_name=name,
        started_at=visit.started_at or "",
        is_running=visit.inspection_state == InspectionState.RUNNING,
        lists=tuple(app.inspections.progress(chosen)) if to_print or not sheets else (),
        sheets=sheets,
        state=app.field_sheets.state(front.id) if front else None,
        photos=_photos(app, chosen),
    )


def _site_name(app: App, site_id: str | None) -> str:
    return app.register.site_file(site_id).site.name if site_id else ""


def _running(app: App) -> str:
    return next((one.id for one in app.inspections.visits(state=InspectionState.RUNNING, limit=1)), "")


def _photos(app: App, inspection_id: str) -> tuple[PhotoRow, ...]:
    """Under the numbers that the lane calls them by."""
    seqs = {row.id: row.seq for row in app.inspections.findings(inspection_id=inspection_id, limit=1000)}
    return tuple(
        replace(row_of(one.photo), number=one.number, finding_seq=seqs.get(one.photo.finding_id or "", 0))
        for one in app.evidence.tray(inspection_id)
        if not one.is_removed and one.photo.purpose != FIELD_SHEET
    )
