"""Half-typed text: kept durably while it is typed, journalled once when the field is left."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select

from inspector_app.clock import Clock
from inspector_app.errors import BadInput
from inspector_app.storage import tables
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
        table = tables.draft_input
        query = select(table).order_by(table.c.updated_at.desc())
        if record_id is not None:
            query = query.where(table.c.record_id == record_id)
        with self._units.read() as connection:
            return [DraftInput(**row) for row in connection.execute(query).mappings()]

    def settle(self, actor: str, record_id: str | None = None, field: str | None = None) -> int:
        """Turn drafts into one journal action and forget them; how many fields really changed.

        Everything is settled when no record is named: on lock, before a paper or a sync reads. A draft whose
        record does not exist (any more) stays where it is and raises ``BadInput``.
        """
        drafts = [d for d in self.pending(record_id) if field is None or d.field == field]
        if not drafts:
            return 0
        changed = 0
        table = tables.draft_input
        with self._units.begin(actor, "text.typed") as unit:
            for draft in drafts:
                model = self._units.fold.kinds.get(draft.kind)
                if model is None:
                    raise BadInput("record.unknown_kind", kind=draft.kind)
                new = draft.text if draft.text != "" else None
                changed += unit.change(model, draft.record_id, **{draft.field: new})
                key = {"kind": draft.kind, "record_id": draft.record_id, "field": draft.field}
                unit.connection.execute(delete(table).filter_by(**key, updated_at=draft.updated_at))
        return changed

    def drop(self, kind: str, record_id: str, field: str) -> None:
        """Forget what was typed without journalling it (the officer pressed undo)."""
        with self._units.writing() as connection:
            connection.execute(delete(tables.draft_input).filter_by(kind=kind, record_id=record_id, field=field))
