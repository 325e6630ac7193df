"""Half-typed text: kept durably while it is typed, journalled once when the field is left."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Delete, delete, select

from inspector_app.clock import Clock
from inspector_app.errors import BadInput
from inspector_app.storage import tables
from inspector_app.storage.records import PRESENT
from inspector_app.storage.unit_of_work import Units


@dataclass(frozen=True)
class DraftInput:
    """What stands in one field that nobody has left yet. ``cursor`` counts characters from the start."""

    kind: str
    record_id: str
    field: str
    text: str
    cursor: int
    officer_id: str
    updated_at: str


class Drafts:
    """The overwritten rows behind fields that are being typed in; one per field, on disk within a second."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    def keep(self, officer_id: str, kind: str, record_id: str, field: str, text: str, cursor: int = 0) -> None:
        """Put the present text on disk; durable when this returns. No journal entry is made."""
        table = tables.draft_input
        key = {"kind": kind, "record_id": record_id, "field": field}
        with self._units.writing() as connection:
            connection.execute(delete(table).filter_by(**key))
            row = {"text": text, "cursor": cursor, "officer_id": officer_id, "updated_at": self._clock.now().iso}
            connection.execute(table.insert(), {**key, **row})

    def pending(self, record_id: str | None = None) -> list[DraftInput]:
        """Unsettled fields, newest first; of one record when its id is given."""
        with self._units.read() as connection:
            return _pending(connection, record_id)

    def settle(self, actor: str, record_id: str | None = None, field: str | None = None) -> int:
        """Turn drafts into one journal action and forget them; how many fields really changed.

        Everything is settled when no record is named: on lock, before a paper or a sync reads. Text of a record that
        is not there (any more) stays a draft and holds nothing else up; see ``orphans``. Raises ``BadInput`` for text
        that no field of this program takes.
        """
        if not self.pending(record_id):
            return 0
        changed = 0
        with self._units.begin(actor, "text.typed") as unit:
            for draft in _pending(unit.connection, record_id):  # read under the write lock: no key is lost between
                if (field is None or draft.field == field) and self._has_record(unit.connection, draft):
                    model = self._units.fold.kinds[draft.kind]
                    changed += unit.change(model, draft.record_id, **{draft.field: draft.text or None})
                    unit.connection.execute(_forget(draft.kind, draft.record_id, draft.field))
        return changed

    def orphans(self) -> list[DraftInput]:
        """Typed text whose record was removed or never came: shown to the officer, never thrown away by itself."""
        with self._units.read() as connection:
            return [draft for draft in _pending(connection) if not self._has_record(connection, draft)]

    def _has_record(self, connection: Connection, draft: DraftInput) -> bool:
        if draft.kind not in self._units.fold.kinds:
            raise BadInput("record.unknown_kind", kind=draft.kind)
        table = self._units.fold.table(draft.kind)
        query = select(table.c.presence).where(table.c.id == draft.record_id)
        return connection.execute(query).scalar() == PRESENT

    def drop(self, kind: str, record_id: str, field: str) -> None:
        """Forget what was typed without journalling it (the officer pressed undo)."""
        with self._units.writing() as connection:
            connection.execute(_forget(kind, record_id, field))


def _pending(connection: Connection, record_id: str | None = None) -> list[DraftInput]:
    table = tables.draft_input
    query = select(table).order_by(table.c.updated_at.desc())
    if record_id is not None:
        query = query.where(table.c.record_id == record_id)
    return [DraftInput(**row) for row in connection.execute(query).mappings()]


def _forget(kind: str, record_id: str, field: str) -> Delete:
    return delete(tables.draft_input).filter_by(kind=kind, record_id=record_id, field=field)
