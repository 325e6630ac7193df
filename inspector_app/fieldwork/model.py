"""Table of field work: which sheet was printed, with which items under which numbers."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlmodel import Field

from inspector_app.storage.records import Record, json_field


class FieldSheet(Record, table=True):
    """One printed 下井记录单. ``items``, ``places`` and ``header`` are what stands on the paper, frozen with the print.

    ``seen_from_at`` and ``seen_to_at``: from when to when an officer says the walk lasted, never what a clock says.
    """

    __tablename__ = "field_sheet"
    scope_field: ClassVar[str | None] = "inspection_id"
    inspection_id: str | None = Field(default=None, index=True)
    sheet_no: int | None = None
    short_code: str | None = Field(default=None, index=True)
    form_version: str | None = None
    checklist_pins: Any = json_field()
    items: Any = json_field()
    places: Any = json_field()
    header: Any = json_field()
    drawn_up_at: str | None = None
    seen_from_at: str | None = None
    seen_to_at: str | None = None
    seen_stated_by: str | None = None
