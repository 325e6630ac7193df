"""Every query on what was entered in other systems, and nowhere else."""

from __future__ import annotations

from sqlalchemy import Connection, select, text

from inspector_app.office.model import Officer
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT
from inspector_app.transcription.model import TranscriptionMark
from inspector_app.transcription.sheets import Mark
from inspector_app.transcription.values import NEWER, PENDING, SETTLED_AT, PendingVisit

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
            id=row["id"],
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


def ticked(connection: Connection, inspection_id: str) -> bool:
    """Whether anything of a visit was ever ticked."""
    query = select(_mark.c.id).where(_mark.c.inspection_id == inspection_id, _mark.c.presence == PRESENT)
    return connection.execute(query.limit(1)).first() is not None


def newest(connection: Connection) -> int:
    """The last entry of this store."""
    return int(connection.execute(text("SELECT coalesce(max(position), 0) FROM entry")).scalar_one())


def is_pending(connection: Connection, inspection_id: str) -> bool:
    """Whether it is not noted that everything of a visit is entered, or something happened since it was."""
    query = text(
        f"SELECT v.value IS NULL OR EXISTS ({NEWER}) FROM inspection i LEFT JOIN local_value v "  # noqa: S608 - constants
        "ON v.key = :key WHERE i.id = :id"
    )
    return bool(connection.execute(query, {"key": SETTLED_AT + inspection_id, "id": inspection_id}).scalar())


def pending(connection: Connection, since: str, most: int) -> list[PendingVisit]:
    """Ended visits since that day which are not entered everywhere, or were changed since."""
    rows = connection.execute(text(PENDING), {"since": since, "most": most}).mappings()
    return [PendingVisit(**{**row, "was_done": bool(row["was_done"])}) for row in rows]
