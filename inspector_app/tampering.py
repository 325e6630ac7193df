"""A burglar with the store's key: alters decrypted content behind every guard, so that verification can be tested.

Each kind of damage is aimed at the N-th thing of its sort (``at``, counted round) or at one chosen by ``seed``.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select, text

from inspector_app.drill import WayIn
from inspector_app.errors import BadInput
from inspector_app.inspection.model import Finding
from inspector_app.schema import RECORD_KINDS
from inspector_app.storage import tables
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import OWN_COLUMNS
from inspector_app.store import Store

T = TypeVar("T")


@dataclass
class Aim:
    """Where the damage goes. ``at`` counts from 1 and goes round; ``choices`` decides what ``at`` leaves open."""

    choices: random.Random
    at: int | None = None

    def pick(self, things: Sequence[T]) -> T:
        """One of them. Raises ``BadInput('drill.nothing_to_damage')`` when there are none."""
        if not things:
            raise BadInput("drill.nothing_to_damage")
        return things[(self.at - 1) % len(things)] if self.at is not None else self.choices.choice(things)


def tamper(folder: Path, kind: str, *, at: int | None = None, seed: int = 1, way_in: WayIn = WayIn()) -> str:  # noqa: B008
    """Do one kind of damage; says what was done.

    A real store (not a sample) is first copied to ``before-tampering.db`` beside it. Raises
    ``BadInput('drill.unknown_tampering')``, or that there is nothing of that kind to damage.
    """
    if kind not in TAMPERINGS:
        raise BadInput("drill.unknown_tampering", kind=kind, known=", ".join(TAMPERINGS))
    store = Store.open(folder, way_in.login, way_in.passphrase)
    aim = Aim(random.Random(seed), at)
    try:
        if not store.is_sample and not (folder / "before-tampering.db").exists():
            store.copy_before_migration("tampering")
        if kind.startswith("blob"):
            return TAMPERINGS[kind](store, aim)
        with store.units.writing() as connection:
            _drop_all_guards(connection)
            return TAMPERINGS[kind](connection, aim)
    finally:
        store.close()


def _drop_all_guards(connection: Connection) -> None:
    names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
    for name in list(names):
        connection.execute(text(f"DROP TRIGGER {name}"))


def _position(connection: Connection, aim: Aim, *, leave_last: int = 0) -> int:
    positions = connection.execute(select(tables.entry.c.position).order_by(tables.entry.c.position)).scalars().all()
    return int(aim.pick(positions[: len(positions) - leave_last]))


def _body(connection: Connection, position: int) -> bytes:
    return bytes(
        connection.execute(select(tables.entry.c.body).where(tables.entry.c.position == position)).scalar_one()
    )


def _edit_entry(connection: Connection, aim: Aim) -> str:
    """Flip one bit of the stored bytes."""
    position = _position(connection, aim)
    body = bytearray(_body(connection, position))
    place = aim.choices.randrange(len(body))
    body[place] ^= 1 << aim.choices.randrange(7)
    _run(connection, "UPDATE entry SET body = :body WHERE position = :position", body=bytes(body), position=position)
    return f"entry {position}: byte {place}"


def _rewrite_entry(connection: Connection, aim: Aim) -> str:
    """A careful forger: changes who did it and the hash with it."""
    position = _position(connection, aim)
    forged = _body(connection, position).replace(b'"actor":"', b'"actor":"x', 1)
    new_id = hashlib.sha256(forged).hexdigest()
    _run(
        connection,
        "UPDATE entry SET body = :body, id = :id WHERE position = :position",
        body=forged,
        id=new_id,
        position=position,
    )
    return f"entry {position}: content and hash"


def _delete_entry(connection: Connection, aim: Aim) -> str:
    position = _position(connection, aim)
    _run(connection, "DELETE FROM entry WHERE position = :position", position=position)
    return f"entry {position}"


def _repeat_entry(connection: Connection, aim: Aim) -> str:
    """The same content once more under another hash column."""
    position = _position(connection, aim)
    columns = "stream_id, seq, action_id, kind, record_id, scope_id, body"
    _run(
        connection,
        f"INSERT INTO entry (id, {columns}) SELECT id || 'x', {columns} FROM entry WHERE position = :position",  # noqa: S608
        position=position,
    )
    return f"entry {position} repeated"


def _swap_entries(connection: Connection, aim: Aim) -> str:
    position = _position(connection, aim, leave_last=1)
    other = position + 1
    for before, after in ((position, -1), (other, position), (-1, other)):
        _run(connection, "UPDATE entry SET position = :after WHERE position = :before", before=before, after=after)
    return f"entries {position} and {other}"


def _edit_index(connection: Connection, aim: Aim) -> str:
    position = _position(connection, aim)
    column = aim.choices.choice(["record_id", "action_id", "scope_id", "kind", "stream_id"])
    _run(connection, f"UPDATE entry SET {column} = 'forged' WHERE position = :position", position=position)  # noqa: S608
    return f"entry {position}: {column}"


def _truncate(connection: Connection, aim: Aim) -> str:
    """Cut the end off cleanly: entries, signatures and the rows they made; only a receipt can tell."""
    last = connection.execute(select(func.max(tables.entry.c.position))).scalar_one()
    cut = max(2, last - (aim.at - 1)) if aim.at else aim.choices.randint(max(2, last - 20), last)
    gone = "(SELECT id FROM entry WHERE position >= :cut)"
    for kind in RECORD_KINDS:
        name = table_of(kind).name
        _run(connection, f"DELETE FROM {name} WHERE entry_id IN {gone}", cut=cut)  # noqa: S608
    _run(connection, f"DELETE FROM entry_signature WHERE entry_id IN {gone}", cut=cut)  # noqa: S608
    _run(connection, "DELETE FROM entry WHERE position >= :cut", cut=cut)
    return f"entries from {cut}"


def _edit_signature(connection: Connection, aim: Aim) -> str:
    entry_id = aim.pick(_signatures(connection))
    _run(connection, "UPDATE entry_signature SET signature = zeroblob(64) WHERE entry_id = :id", id=entry_id)
    return f"signature of {entry_id}"


def _delete_last_signature(connection: Connection, _aim: Aim) -> str:
    entry_id = _signatures(connection)[-1]
    _run(connection, "DELETE FROM entry_signature WHERE entry_id = :id", id=entry_id)
    return f"signature of {entry_id}"


def _edit_row(connection: Connection, aim: Aim) -> str:
    """Change one value of any record."""
    name, identity = aim.pick(_rows(connection))
    table = tables_by_name()[name]
    row = connection.execute(select(table).where(table.c.id == identity)).mappings().one()
    filled = [c for c in row if c not in OWN_COLUMNS and isinstance(row[c], str)]
    column = aim.choices.choice(filled or ["presence"])
    _run(connection, f"UPDATE {name} SET {column} = 'forged' WHERE id = :id", id=identity)  # noqa: S608
    return f"{name} {identity}: {column}"


def _edit_own_column(connection: Connection, aim: Aim) -> str:
    """Change what the fold itself notes: presence, heads, last entry."""
    name, identity = aim.pick(_rows(connection))
    column = aim.choices.choice(sorted(OWN_COLUMNS - {"id"}))
    other = {"presence": "removed", "field_heads": '{"*":"forged"}', "entry_id": "forged"}[column]
    _run(connection, f"UPDATE {name} SET {column} = :other WHERE id = :id", other=other, id=identity)  # noqa: S608
    return f"{name} {identity}: {column}"


def _delete_row(connection: Connection, aim: Aim) -> str:
    name, identity = aim.pick(_rows(connection))
    _run(connection, f"DELETE FROM {name} WHERE id = :id", id=identity)  # noqa: S608
    return f"{name} {identity}"


def _add_row(connection: Connection, aim: Aim) -> str:
    identity = f"forged-{aim.choices.randrange(1000)}"
    table = table_of(Finding).name
    _run(
        connection,
        f"INSERT INTO {table} (id, entry_id, presence, field_heads, fact) VALUES (:id, 'x', 'present', '{{}}', 'x')",  # noqa: S608
        id=identity,
    )
    return f"{table} {identity}"


def _hide_conflict(connection: Connection, aim: Aim) -> str:
    """Make a conflict that nobody has, or hide one that waits for a person."""
    waiting = connection.execute(select(tables.record_conflict.c.record_id)).scalars().all()
    if waiting:
        identity = aim.pick(waiting)
        _run(connection, "DELETE FROM record_conflict WHERE record_id = :id", id=identity)
        return f"conflict of {identity} hidden"
    name, identity = aim.pick(_rows(connection))
    _run(
        connection,
        "INSERT INTO record_conflict (kind, record_id, field) VALUES (:kind, :id, 'fact')",
        kind=name,
        id=identity,
    )
    return f"conflict of {identity} made up"


def _blob_file(store: Store, aim: Aim) -> Path:
    files = sorted(p for p in (store.folder / "blobs").rglob("*") if p.is_file() and not p.name.startswith("."))
    return aim.pick(files)


def _forge_blob(store: Store, aim: Aim) -> str:
    """Another content, properly encrypted, under the old name: only the hash can tell."""
    file = _blob_file(store, aim)
    with store.blobs.open(file.name) as stream:
        plain = bytearray(stream.read())
    place = aim.choices.randrange(len(plain)) if plain else 0
    plain[place : place + 1] = bytes([plain[place] ^ 1]) if plain else b"x"
    with store.blobs.stage(bytes(plain)) as staged:
        staged.put_in_place_of(file)
    return f"blob {file.name}: plain byte {place}"


def _edit_blob(store: Store, aim: Aim) -> str:
    file = _blob_file(store, aim)
    content = bytearray(file.read_bytes())
    place = aim.choices.randrange(len(content))
    content[place] ^= 1 << aim.choices.randrange(8)
    file.write_bytes(content)
    return f"blob {file.name}: byte {place}"


def _cut_blob(store: Store, aim: Aim) -> str:
    file = _blob_file(store, aim)
    file.write_bytes(file.read_bytes()[: aim.choices.randrange(file.stat().st_size)])
    return f"blob {file.name}"


def _delete_blob(store: Store, aim: Aim) -> str:
    file = _blob_file(store, aim)
    file.unlink()
    return f"blob {file.name}"


def _swap_blob(store: Store, aim: Aim) -> str:
    one = _blob_file(store, aim)
    other = _blob_file(store, Aim(aim.choices, None if aim.at is None else aim.at + 1))
    if one == other:
        return _edit_blob(store, aim)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    return f"blobs {one.name} and {other.name}"


def tables_by_name() -> dict[str, Any]:
    """Record tables by name."""
    return {table_of(kind).name: table_of(kind) for kind in RECORD_KINDS}


def _rows(connection: Connection) -> list[tuple[str, str]]:
    """(table, id) of every record, in a fixed order."""
    found = []
    for name, table in tables_by_name().items():
        ids = connection.execute(select(table.c.id).order_by(table.c.id)).scalars()
        found += [(name, str(identity)) for identity in ids]
    return found


def _signatures(connection: Connection) -> list[str]:
    """Signed entries, oldest first."""
    signed, entry = tables.entry_signature, tables.entry
    query = select(signed.c.entry_id).join(entry, entry.c.id == signed.c.entry_id).order_by(entry.c.position)
    return list(connection.execute(query).scalars())


def _run(connection: Connection, statement: str, **values: Any) -> None:
    connection.execute(text(statement), values)


TAMPERINGS: dict[str, Callable[[Any, Aim], str]] = {
    "entry": _edit_entry,
    "row": _edit_row,
    "blob": _forge_blob,
    "entry-rewrite": _rewrite_entry,
    "entry-delete": _delete_entry,
    "entry-repeat": _repeat_entry,
    "entry-swap": _swap_entries,
    "entry-index": _edit_index,
    "entry-truncate": _truncate,
    "signature-edit": _edit_signature,
    "signature-delete": _delete_last_signature,
    "row-own": _edit_own_column,
    "row-delete": _delete_row,
    "row-add": _add_row,
    "row-conflict": _hide_conflict,
    "blob-edit": _edit_blob,
    "blob-cut": _cut_blob,
    "blob-delete": _delete_blob,
    "blob-swap": _swap_blob,
}
"""Kinds of damage; a clean ``entry-truncate`` is found only when a receipt says that more was there."""
