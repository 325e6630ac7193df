"""What the 双罚取证清单 shows beside its lines: who ticked when, and the photos of the visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inspector_app.enforcement.case_values import EvidenceSheet
from inspector_app.enforcement.values import DocumentState
from ui.inspection.photo_rows import PhotoRow, photos_of

if TYPE_CHECKING:
    from inspector_app.bootstrap import App


@dataclass(frozen=True)
class EvidenceView:
    """The list of one visit, with names of officers by id and the photos of the visit."""

    sheet: EvidenceSheet
    names: Mapping[str, str]
    photos: tuple[PhotoRow, ...]

    def photo(self, photo_id: str | None) -> PhotoRow | None:
        """One of the photos."""
        return next((one for one in self.photos if one.id == photo_id), None)


def evidence_view(app: App, inspection_id: str, begin_as: str = "") -> EvidenceView | None:
    """The list of a visit, ``None`` when nothing asks for one. ``begin_as``: the officer for whom it is begun."""
    sheet = app.dual.begin_sheet(begin_as, inspection_id) if begin_as else app.dual.sheet(inspection_id)
    if sheet is None:
        return None
    names = {row.id: row.name for row in app.office.officers()}
    return EvidenceView(sheet, names, photos_of(app, inspection_id=inspection_id))


def paper_for(app: App, actor: str, inspection_id: str, form: str) -> str:
    """The newest standing paper of that form of the visit, made now when there is none; its id."""
    gone = (DocumentState.VOID, DocumentState.WITHDRAWN)
    there = [row for row in app.papers.papers(inspection_id=inspection_id) if row.form == form]
    standing = [row for row in there if row.state not in gone]
    return standing[-1].id if standing else app.papers.create(actor, form, inspection_id=inspection_id)
