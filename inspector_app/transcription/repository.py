"""Every query on what was entered in other systems, and nowhere else."""

from __future__ import annotations

from sqlalchemy import Connection, select, text

from inspector_app.office.model import Officer
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT
from inspector_app.transcription.model import TranscriptionMark
from inspector_app.transcription.sheets import Mark
from inspector_app.transcription.values import PENDING, PendingVisit

_mark, _officer = table_of(TranscriptionMark), table_of(Officer)


def marks(connection: Connection, inspection_id: str) -> list[Mark]:
    """What was entered of a visit, with the names of those who did."""
    query = (
        select(_mark, _officer.c.name)
        .outerjoin_from(_mark, _officer, _officer.c.id == _mark.c.done_by)
        .where(_mark.c.inspection_id == inspection_id, _mark.c.presence == PRESENT)
        .order_by(_mark.c.id)
    )
    return [
        Mark(
            system=row["system"] or "",
            group_key=row["group_key"] or "",
            title=row["title"] or "",
            entered={str(key): str(value) for key, value in (row["entered"] or {}).items()},
            is_done=bool(row["is_done"]),
            done_by=row["name"] or "",
            done_at=row["done_at"] or "",
        )
        for row in connection.execute(query).mappings()
    ]


def pending(connection: Connection, since: str, most: int) -> list[PendingVisit]:
    """Ended visits since that day which are not entered everywhere, or were changed since."""
    rows = connection.execute(text(PENDING), {"since": since, "most": most}).mappings()
    return [PendingVisit(**{**row, "was_done": bool(row["was_done"])}) for row in rows]
