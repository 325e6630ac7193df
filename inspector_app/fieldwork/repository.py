"""Every query on field sheets, and nowhere else."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select, text

from inspector_app.evidence.model import Photo
from inspector_app.fieldwork.model import FieldSheet
from inspector_app.fieldwork.unfinished import UnfinishedSheet, read_unfinished
from inspector_app.fieldwork.values import Sheet, SheetItem
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT

_sheet, _photo = table_of(FieldSheet), table_of(Photo)
MOST_UNFINISHED = 200


def sheets(connection: Connection, inspection_id: str | None = None, short_code: str | None = None) -> list[Sheet]:
    """Sheets, the newest first; of one visit, or with one code."""
    query = select(_sheet).where(_sheet.c.presence == PRESENT).order_by(_sheet.c.drawn_up_at.desc(), _sheet.c.id.desc())
    if inspection_id is not None:
        query = query.where(_sheet.c.inspection_id == inspection_id)
    if short_code is not None:
        query = query.where(_sheet.c.short_code == short_code)
    return [_row(row) for row in connection.execute(query).mappings()]


def sheet(connection: Connection, sheet_id: str) -> Sheet | None:
    """One sheet."""
    query = select(_sheet).where(_sheet.c.id == sheet_id, _sheet.c.presence == PRESENT)
    row = connection.execute(query).mappings().first()
    return None if row is None else _row(row)


def unfinished(connection: Connection) -> tuple[UnfinishedSheet, ...]:
    """Half-entered sheets of running visits, the newest first."""
    return read_unfinished(
        lambda query, given: [dict(row) for row in connection.execute(text(query), dict(given)).mappings()],
        MOST_UNFINISHED,
    )


def next_no(connection: Connection, inspection_id: str) -> int:
    """The number of the visit's next sheet; numbers are never used twice."""
    query = select(func.max(_sheet.c.sheet_no)).where(_sheet.c.inspection_id == inspection_id)
    return (connection.execute(query).scalar() or 0) + 1


def scans(connection: Connection, sheet_id: str) -> list[str]:
    """Photos of a filled-in sheet, by id in the order they came."""
    query = select(_photo.c.id).where(_photo.c.sheet_id == sheet_id, _photo.c.presence == PRESENT).order_by(_photo.c.id)
    return list(connection.execute(query).scalars())


def _row(row: Any) -> Sheet:
    return Sheet(
        id=row["id"],
        inspection_id=row["inspection_id"] or "",
        sheet_no=row["sheet_no"] or 1,
        short_code=row["short_code"] or "",
        drawn_up_at=row["drawn_up_at"] or "",
        form_version=row["form_version"] or "",
        items=tuple(SheetItem.from_data(one) for one in row["items"] or ()),
        places=tuple(row["places"] or ()),
        checklist_pins=row["checklist_pins"] or {},
        header=row["header"] or {},
        seen_from_at=row["seen_from_at"],
        seen_to_at=row["seen_to_at"],
        seen_stated_by=row["seen_stated_by"],
    )
