"""The fold: the only writer of record tables, on the laptop, at the county and in verification.

Each field of a record carries its heads: the entries that set it and that no later writer had seen being
superseded. One head is the normal case. Two heads with different values are a conflict that a person
settles. What counts is ``base`` (what a writer had seen), never a clock or the order of arrival, so any
order of arrival gives the same tables.

Form of ``field_heads``: ``{"*": hash of the creating entry, field: hash, …}``; a field that is not listed has
the creating entry as its head. With several heads: ``{field: {hash: value, …}}``; a key ``!hash`` notes an entry
known to be superseded that has not arrived yet. ``~`` is the record's presence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from inspector_app.errors import StorageFault
from inspector_app.storage import tables
from inspector_app.storage.journal import Entry, FieldChange, Operation
from inspector_app.storage.records import OWN_COLUMNS, PRESENT, REMOVED, UNBORN, Record, canonical
from inspector_app.storage.upcast import upcast

CREATED = "*"
PRESENCE = "~"
_NOTHING = object()


@dataclass
class Row:
    """A record row while entries are applied to it; a fresh one is that of a record nobody has heard of."""

    presence: str = UNBORN
    heads: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    exists: bool = False

    @property
    def field_heads(self) -> str:
        """The heads as the table holds them."""
        return canonical(self.heads).decode("utf-8")

    def contested(self) -> set[str]:
        """Fields that hold different concurrent values, and ``~`` when an edit stands against a removal."""
        contested = set()
        for name, listed in self.heads.items():
            if name in (CREATED, PRESENCE) or isinstance(listed, str):
                continue
            live = [canonical(v) for k, v in listed.items() if not k.startswith("!")]
            if len(set(live)) > 1:
                contested.add(name)
        if _removal_contested(self):
            contested.add(PRESENCE)
        return contested


class Fold:
    """Applies entries to the tables of the given kinds."""

    def __init__(self, kinds: tuple[type[Record], ...]) -> None:
        self._tables: dict[str, Table] = {str(kind.__tablename__): table_of(kind) for kind in kinds}
        self._models = {str(kind.__tablename__): kind for kind in kinds}
        self._statements = {name: _Statements(table) for name, table in self._tables.items()}
        self._columns = {
            name: tuple(c.name for c in table.columns if c.name not in OWN_COLUMNS)
            for name, table in self._tables.items()
        }

    @property
    def kinds(self) -> Mapping[str, type[Record]]:
        """Record models by kind name."""
        return self._models

    def table(self, kind: str) -> Table:
        """The table of a kind. Raises ``StorageFault('journal.unknown_kind')``: a newer program wrote it."""
        if kind not in self._tables:
            raise StorageFault("journal.unknown_kind", kind=kind)
        return self._tables[kind]

    def apply(self, connection: Connection, entry: Entry, *, is_first: bool = False) -> None:
        """Bring the row of the entry's record up to date. The entry must already be in the journal.

        ``is_first``: the caller knows that no row of this record exists yet (its id was made just now).
        """
        self.table(entry.kind)
        statements = self._statements[entry.kind]
        row = Row() if is_first else _load(connection, statements, entry.record_id)
        before = row.contested()
        touched = self.merge(connection, row, entry)
        if touched is None:
            return
        _write(connection, statements, entry, row, touched)
        after = row.contested()
        if before != after:
            _note_conflicts(connection, entry, before, after)

    def merge(self, connection: Connection, row: Row, entry: Entry) -> set[str] | None:
        """Apply an entry to a row in memory; which fields it touched, ``None`` when it was left out.

        The database is only asked which of two entries arrived first. Raises ``StorageFault`` for what only a newer
        program knows.
        """
        self.table(entry.kind)
        entry = upcast(entry, self._models[entry.kind].kind_version)
        unknown = set(entry.fields) - set(self._columns[entry.kind])
        if unknown:
            raise StorageFault("journal.unknown_field", kind=entry.kind, field=sorted(unknown)[0])
        return _merge(connection, row, entry)

    def columns(self, kind: str, record_id: str, entry_id: str, row: Row) -> dict[str, Any]:
        """The row of a record as its table holds it once ``entry_id`` was the last entry applied to it."""
        values = {name: row.values.get(name) for name in self._columns[kind]}
        own = {"id": record_id, "entry_id": entry_id, "presence": row.presence, "field_heads": row.field_heads}
        return {**own, **values}


class _Statements:
    """The three statements of one table, built once: building them anew costs more than running them."""

    def __init__(self, table: Table) -> None:
        self.select = select(table).where(table.c.id == bindparam("record"))
        self.insert = insert(table)
        self.update = update(table).where(table.c.id == bindparam("record"))


def _load(connection: Connection, statements: _Statements, record_id: str) -> Row:
    found = connection.execute(statements.select, {"record": record_id}).mappings().first()
    if found is None:
        return Row()
    values = {name: found[name] for name in found if name not in OWN_COLUMNS}
    return Row(found["presence"], json.loads(found["field_heads"]), values, exists=True)


def _write(connection: Connection, statements: _Statements, entry: Entry, row: Row, touched: set[str]) -> None:
    own = {"entry_id": entry.id, "presence": row.presence, "field_heads": row.field_heads}
    changed = {name: row.values.get(name) for name in sorted(touched)}
    if row.exists:
        connection.execute(statements.update, {"record": entry.record_id, **own, **changed})
    else:
        connection.execute(statements.insert, {"id": entry.record_id, **own, **changed})


def table_of(kind: type[Record]) -> Table:
    """The SQLAlchemy table of a record model."""
    table: Table = kind.__table__  # type: ignore[attr-defined]
    return table


def heads_of(field_heads: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    """The heads of one field as ``{entry hash: value}``; empty when it was never set."""
    listed = field_heads.get(name)
    if listed is None:
        created = field_heads.get(CREATED)
        return {created: value} if created is not None and value is not None else {}
    if isinstance(listed, str):
        return {listed: value}
    return {head: held for head, held in listed.items() if not head.startswith("!")}


def _merge(connection: Connection, row: Row, entry: Entry) -> set[str]:
    """Apply the entry to heads and values; the names of the fields whose value may have changed."""
    if entry.operation is Operation.CREATE and not row.exists:
        row.heads[CREATED] = entry.id
        row.values.update({name: change.new for name, change in entry.fields.items()})
    else:
        for name, change in entry.fields.items():
            _set_field(connection, row, name, entry, change)
        if entry.operation is Operation.CREATE:
            _adopt_creation(row, entry.id)
    _merge_presence(connection, row, entry)
    return set(entry.fields)


def _set_field(connection: Connection, row: Row, name: str, entry: Entry, change: FieldChange) -> None:
    listed = row.heads.get(name)
    waiting = {k for k in listed if k.startswith("!")} if isinstance(listed, dict) else set()
    live = heads_of(row.heads, name, row.values.get(name))
    for superseded in change.base:
        if live.pop(superseded, _NOTHING) is _NOTHING and not _arrived(connection, superseded, entry):
            waiting.add("!" + superseded)
    if "!" + entry.id in waiting:
        waiting.discard("!" + entry.id)
    else:
        live[entry.id] = change.new
    row.values[name] = live[min(live)] if live else None
    if len(live) == 1 and not waiting:
        row.heads[name] = next(iter(live))
    else:
        row.heads[name] = {**live, **dict.fromkeys(waiting)}
    _shorten(row, name)


def _adopt_creation(row: Row, entry_id: str) -> None:
    """Make the smallest creating entry the implied head, so that two orders of arrival look alike."""
    former = row.heads.get(CREATED)
    if former is not None and former < entry_id:
        return
    if former is not None:
        for name, value in row.values.items():
            if name not in row.heads and value is not None:
                row.heads[name] = former
    row.heads[CREATED] = entry_id
    for name in list(row.heads):
        _shorten(row, name)


def _shorten(row: Row, name: str) -> None:
    """Leave out a head that is implied by the creating entry."""
    if name != CREATED and row.heads.get(name) == row.heads.get(CREATED) and row.values.get(name) is not None:
        del row.heads[name]


def _arrived(connection: Connection, entry_id: str, before: Entry) -> bool:
    """Whether a superseded entry was folded before this one (then nothing waits for it)."""
    table = tables.entry
    position = select(table.c.position).where(table.c.id == before.id).scalar_subquery()
    query = select(table.c.position).where(table.c.id == entry_id, table.c.position < position)
    return connection.execute(query).first() is not None


def _merge_presence(connection: Connection, row: Row, entry: Entry) -> None:
    live = dict(row.heads.pop(PRESENCE, {}))
    if entry.operation in (Operation.REMOVE, Operation.RESTORE):
        for superseded in entry.presence_base:
            if live.pop(superseded, _NOTHING) is _NOTHING and not _arrived(connection, superseded, entry):
                live["!" + superseded] = None
        removal = entry.operation is Operation.REMOVE
        if live.pop("!" + entry.id, _NOTHING) is _NOTHING:
            live[entry.id] = {name: sorted(heads) for name, heads in entry.seen.items()} if removal else None
    real = [seen for head, seen in live.items() if not head.startswith("!")]
    if live:
        row.heads[PRESENCE] = live
    if real and all(seen is not None for seen in real):
        row.presence = REMOVED
    else:
        row.presence = PRESENT if CREATED in row.heads else UNBORN


def _removal_contested(row: Row) -> bool:
    """Whether somebody edited what somebody else removed without having seen the edit."""
    if row.presence != REMOVED:
        return False
    removals = [seen for seen in row.heads[PRESENCE].values() if seen is not None]
    for name, value in row.values.items():
        known = {head for seen in removals for head in (*seen.get(name, ()), *seen.get(CREATED, ()))}
        if set(heads_of(row.heads, name, value)) - known:
            return True
    return False


def _note_conflicts(connection: Connection, entry: Entry, before: set[str], after: set[str]) -> None:
    table = tables.record_conflict
    for name in before - after:
        connection.execute(delete(table).where(table.c.record_id == entry.record_id, table.c.field == name))
    for name in after - before:
        connection.execute(insert(table), {"kind": entry.kind, "record_id": entry.record_id, "field": name})
