"""修改留痕 and undo: readings of the journal for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from inspector_app.errors import BadInput, RecordConflict
from inspector_app.storage import journal, tables
from inspector_app.storage.fold import PRESENCE, heads_of, table_of
from inspector_app.storage.journal import Entry, Operation
from inspector_app.storage.unit_of_work import Unit, Units


@dataclass(frozen=True)
class Revision:
    """One line of a record's revision trail."""

    entry_id: str
    action_id: str
    action: str
    operation: str
    actor: str
    at: str
    clock_trust: str
    reason: str | None
    changes: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Conflict:
    """A field with several concurrent values: entry hash -> (value, actor, time).

    ``field`` is ``~`` when somebody edited what somebody else removed.
    """

    kind: str
    record_id: str
    field: str
    values: Mapping[str, tuple[Any, str, str]]


def trail(connection: Connection, record_id: str) -> list[Revision]:
    """Everything that ever happened to a record, oldest first."""
    return [
        Revision(
            entry.id,
            entry.action_id,
            entry.action,
            entry.operation.value,
            entry.actor,
            entry.at,
            entry.clock_trust,
            entry.reason,
            {name: (change.old, change.new) for name, change in entry.fields.items()},
        )
        for _position, entry in journal.read(connection, record_id=record_id)
    ]


def undo(units: Units, actor: str, action_id: str) -> int:
    """Take back one action by new entries that restore what was; the number of records restored.

    Raises ``BadInput('undo.unknown')`` for an unknown action and ``RecordConflict('undo.changed_since')`` when
    somebody changed one of its fields afterwards: then nothing is undone.
    """
    with units.begin(actor, "undo") as unit:
        entries = [entry for _p, entry in journal.read(unit.connection, action_id=action_id)]
        if not entries:
            raise BadInput("undo.unknown", action=action_id)
        for entry in reversed(entries):
            _take_back(units, unit, entry)
    return len(entries)


UNDOABLE = (
    "finding.", "photo.", "field_sheet.", "inspection.answer", "inspection.change", "inspection.scope",
    "inspection.adopt", "checklist.withdraw", "text.typed", "setting.", "bureau.set", "enterprise.", "person.",
    "site.", "system.", "post.", "licence.", "contract.", "design_value.", "qualification.", "engagement.",
    "conflict.", "scan.", "opinion.", "handwritten.", "transcription.", "dual.tick", "paper.report", "quiz.answer",
    "quiz.enter", "quiz.score", "quiz.remove", "case.change",
)  # fmt: skip
"""Actions that one key takes back. Papers, officers and streams have their own, deliberate ways."""
STATED_ON_PAPER = "case."
"""Actions that are taken back only while no paper of the visit was touched since, by whoever: papers state them."""

_LOOK_BACK = 300
"""Entries that are searched for the last action."""


def last_undoable(connection: Connection, stream_id: str, actor: str) -> tuple[str, str] | None:
    """(action id, action name) of the newest action of this officer on this stream that was not taken back yet.

    Nothing when his newest action is one that cannot simply be undone: undo never jumps over it.
    """
    head = journal.head(connection, stream_id)
    recent = list(journal.read(connection, stream_id=stream_id, after_seq=max(0, head.seq - _LOOK_BACK)))
    taken_back: set[str] = set()
    papers: set[str | None] = set()
    for _position, entry in reversed(recent):
        if entry.kind == "document":
            papers.add(entry.scope_id)
        if entry.action == "undo":
            taken_back.add((entry.reason or "").removeprefix("undo "))
        elif entry.actor == actor and entry.action_id not in taken_back:
            is_fixed = entry.action.startswith(STATED_ON_PAPER) and entry.scope_id in papers
            return (entry.action_id, entry.action) if entry.action.startswith(UNDOABLE) and not is_fixed else None
    return None


def choose(units: Units, actor: str, conflict: Conflict, entry_id: str) -> None:
    """Settle a field's conflict for the value that one of its entries set; the others stay in the journal."""
    with units.begin(actor, "conflict.choose") as unit:
        model = units.fold.kinds[conflict.kind]
        unit.change(model, conflict.record_id, **{conflict.field: conflict.values[entry_id][0]})


def settle_removal(units: Units, actor: str, conflict: Conflict, *, removed: bool, reason: str) -> None:
    """Settle an edit against a removal: bring the record back, or confirm that it stays removed."""
    with units.begin(actor, "conflict.choose") as unit:
        model = units.fold.kinds[conflict.kind]
        unit.restore(model, conflict.record_id, reason)
        if removed:
            unit.remove(model, conflict.record_id, reason)


def _take_back(units: Units, unit: Unit, entry: Entry) -> None:
    model = units.fold.kinds[entry.kind]
    reason = f"undo {entry.action_id}"
    match entry.operation:
        case Operation.CREATE:
            unit.remove(model, entry.record_id, reason)
        case Operation.REMOVE:
            unit.restore(model, entry.record_id, reason)
        case Operation.RESTORE:
            unit.remove(model, entry.record_id, reason)
        case Operation.CHANGE:
            _require_untouched(units, unit, entry)
            unit.change(model, entry.record_id, reason=reason, **{n: c.old for n, c in entry.fields.items()})


def _require_untouched(units: Units, unit: Unit, entry: Entry) -> None:
    table = units.fold.table(entry.kind)
    row = unit.connection.execute(select(table).where(table.c.id == entry.record_id)).mappings().one()
    heads = json.loads(row["field_heads"])
    for name, change in entry.fields.items():
        now = row[name]
        undone_within = now == change.new
        if entry.id not in heads_of(heads, name, now) and not undone_within:
            raise RecordConflict("undo.changed_since", kind=entry.kind, field=name)


def conflicts(units: Units, connection: Connection) -> list[Conflict]:
    """All fields that wait for a person to choose."""
    found = []
    for kind, record_id, name in connection.execute(select(tables.record_conflict)):
        table = table_of(units.fold.kinds[kind])
        row = connection.execute(select(table).where(table.c.id == record_id)).mappings().one()
        heads = json.loads(row["field_heads"])
        values = heads.get(PRESENCE, {}) if name == PRESENCE else heads_of(heads, name, row[name])
        found.append(Conflict(kind, record_id, name, _with_authors(connection, values)))
    return found


def _with_authors(connection: Connection, values: Mapping[str, Any]) -> dict[str, tuple[Any, str, str]]:
    told = {}
    for entry_id, value in values.items():
        entry = journal.find(connection, entry_id)
        if entry is not None:
            told[entry_id] = (value, entry.actor, entry.at)
    return told
