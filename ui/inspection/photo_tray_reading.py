"""What the photo tray asks the services; runs on the database thread and hands back plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from inspector_app.inspection.values import FindingRow, InspectionRow
from ui.inspection import visit_reading
from ui.inspection.photo_rows import PhotoRow, row_of
from ui.inspection.visit import Line

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

MOST_VISITS = 20


class Pile(StrEnum):
    """Which photos of a visit are shown."""

    UNFILED = "unfiled"
    FILED = "filed"
    ASIDE = "aside"


@dataclass(frozen=True)
class Tray:
    """The photos of a visit by what became of them, and where they may go."""

    inspection_id: str
    visits: tuple[InspectionRow, ...] = ()
    photos: tuple[PhotoRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()

    def pile(self, which: Pile) -> tuple[PhotoRow, ...]:
        """The photos of one pile in their order."""
        return tuple(one for one in self.photos if pile_of(one) is which)


def pile_of(photo: PhotoRow) -> Pile:
    """Where a photo lies."""
    if photo.is_aside:
        return Pile.ASIDE
    return Pile.FILED if photo.finding_id or photo.answer_id or photo.purpose else Pile.UNFILED


def read_tray(app: App, inspection_id: str) -> Tray:
    """The tray of a visit, of the newest one when none is named."""
    visits = tuple(app.inspections.visits(limit=MOST_VISITS))
    chosen = inspection_id or (visits[0].id if visits else "")
    if not chosen:
        return Tray("", visits)
    if chosen not in {one.id for one in visits}:
        visits = (*visits, *_row_of_visit(app, chosen))
    numbered = [one for one in app.evidence.tray(chosen) if not one.is_removed]
    findings = tuple(app.inspections.findings(inspection_id=chosen, limit=1000))
    photos = tuple(replace(row_of(one.photo), number=one.number) for one in numbered)
    return Tray(chosen, visits, _placed(app, chosen, photos, findings), findings)


def items_of(app: App, inspection_id: str) -> tuple[Line, ...]:
    """The items of a visit with their pinyin initials."""
    return visit_reading.with_initials(visit_reading.visit(app, inspection_id)).lines


def _row_of_visit(app: App, inspection_id: str) -> tuple[InspectionRow, ...]:
    site = app.inspections.get(inspection_id).site_id
    return tuple(one for one in app.inspections.visits(site_id=site, limit=100) if one.id == inspection_id)


def _placed(
    app: App, inspection_id: str, photos: tuple[PhotoRow, ...], findings: Iterable[FindingRow]
) -> tuple[PhotoRow, ...]:
    """The photos with the number of their finding, or the key of their item."""
    seqs = {one.id: one.seq for one in findings}
    items: dict[str, str] = {}
    if any(photo.answer_id for photo in photos):
        items = _keys_by_answer(app, inspection_id)
    return tuple(
        replace(one, finding_seq=seqs.get(one.finding_id or "", 0), item_key=items.get(one.answer_id or "", ""))
        for one in photos
    )


def _keys_by_answer(app: App, inspection_id: str) -> dict[str, str]:
    """Item keys by the identity of their answer in this visit."""
    from inspector_app.inspection.keeping import answer_id

    visit = app.inspections.get(inspection_id)
    pins = visit.checklist_pins or {}
    lists = [app.checklists.pinned(key, pins.get(key)) for key in visit.scope_checklists or ()]
    return {answer_id(inspection_id, item.key): item.key for one in lists for item in one.items}
