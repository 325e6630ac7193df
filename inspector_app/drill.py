"""Fire drills: a writer that acknowledges only what is durable, a checker, and a burglar who must be found.

The drills work on a real store of their own folder; they are what the kill, power-cut and tamper proofs drive.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select, text

from inspector_app.errors import BadInput, StorageFault
from inspector_app.inspection.model import Finding
from inspector_app.storage import tables
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT
from inspector_app.storage.verify import Problem, Report, check_receipts, verify
from inspector_app.store import NewOfficer, Store

LOGIN = "drill"
PASSPHRASE = "drill drill drill"  # noqa: S105 - drills hold no secrets


def open_or_create(folder: Path) -> Store:
    """The drill's own sample store in ``folder``."""
    if Store.exists(folder):
        return Store.open(folder, LOGIN, PASSPHRASE)
    return Store.create(folder, NewOfficer(LOGIN, PASSPHRASE), is_sample=True)[0]


def write(folder: Path, count: int, *, with_blobs: bool = False) -> Iterator[str]:
    """Write ``count`` findings, one transaction each; yields an acknowledgement when each one is durable.

    ``<finding id>`` for a finding, ``draft <n>`` for half-typed text, ``blob <sha256>`` for a file.
    """
    store = open_or_create(folder)
    from inspector_app.storage.drafts import Drafts

    drafts = Drafts(store.units, store.clock)
    for number in range(count):
        with store.units.begin(store.officer_id, "drill.write") as unit:
            identity = unit.create(Finding, seq=number, place=f"+{number}中段", fact=f"演练问题 {number}")
        yield identity
        drafts.keep(store.officer_id, "finding", identity, "measure_text", f"正在输入 {number}", 3)
        yield f"draft {identity} {number}"
        if with_blobs:
            blob = store.blobs.put(random.Random(number).randbytes(70_000))
            with store.units.begin(store.officer_id, "drill.blob") as unit:
                from inspector_app.evidence.model import Photo

                unit.create(Photo, finding_id=identity, sha256=blob.sha256, byte_count=blob.size)
            yield f"blob {blob.sha256}"
    store.close()


@dataclass
class DrillCheck:
    """What the checker found: acknowledged things that are missing, and whether the journal holds."""

    findings: int = 0
    missing: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing acknowledged is missing and nothing is damaged."""
        return not self.missing and not self.problems


def check(folder: Path, acknowledged: list[str]) -> DrillCheck:
    """Open the store again, verify it whole and look for every acknowledged thing."""
    result = DrillCheck()
    if not Store.exists(folder):
        result.missing = list(acknowledged)
        return result
    store = Store.open(folder, LOGIN, PASSPHRASE)
    report = verify_store(store)
    result.problems = report.problems
    table = table_of(Finding)
    with store.units.read() as connection:
        held = set(connection.execute(select(table.c.id).where(table.c.presence == PRESENT)).scalars())
        drafts = {(row.record_id, row.text) for row in connection.execute(select(tables.draft_input))}
    result.findings = len(held)
    for line in acknowledged:
        if not _still_there(line, held, drafts, store):
            result.missing.append(line)
    store.close()
    return result


def _still_there(line: str, held: set[str], drafts: set[tuple[str, str]], store: Store) -> bool:
    match line.split():
        case ["draft", identity, number]:
            return (identity, f"正在输入 {number}") in drafts
        case ["blob", sha256]:
            return bool(store.blobs.exists(sha256))
        case [identity]:
            return identity in held
        case _:
            raise BadInput("drill.line_unreadable", line=line)


def verify_store(store: Store, progress: Callable[[int, int], None] | None = None) -> Report:
    """Journal, rows, receipts and blobs of a store."""
    from inspector_app.blob_fields import named_blobs

    with store.units.read() as connection:
        report = verify(connection, store.fold, progress)
        check_receipts(connection, report)
        named = named_blobs(connection)
    for sha256 in sorted(named):
        try:
            store.blobs.verify(sha256)
        except StorageFault as fault:
            report.problems.append(Problem("verify.blob_" + fault.code.rpartition(".")[2], sha256, fault.code))
    return report


def tamper(folder: Path, kind: str, seed: int) -> str:
    """Do one kind of damage at a random place behind the journal's back; says what was done.

    Raises ``BadInput('drill.unknown_tampering')``.
    """
    if kind not in TAMPERINGS:
        raise BadInput("drill.unknown_tampering", kind=kind, known=", ".join(TAMPERINGS))
    store = open_or_create(folder)
    choices = random.Random(seed)
    if kind.startswith("blob"):
        done = TAMPERINGS[kind](store, choices)
    else:
        with store.units.writing() as connection:
            _drop_all_guards(connection)
            done = TAMPERINGS[kind](connection, choices)
    store.close()
    return done


def _drop_all_guards(connection: Connection) -> None:
    names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
    for name in list(names):
        connection.execute(text(f"DROP TRIGGER {name}"))


def _position(connection: Connection, choices: random.Random, *, leave_last: int = 0) -> int:
    last = connection.execute(select(func.max(tables.entry.c.position))).scalar_one()
    return choices.randint(1, last - leave_last)


def _edit_entry(connection: Connection, choices: random.Random) -> str:
    position = _position(connection, choices)
    body = bytearray(
        connection.execute(select(tables.entry.c.body).where(tables.entry.c.position == position)).scalar_one()
    )
    place = choices.randrange(len(body))
    body[place] ^= 1 << choices.randrange(7)
    _run(connection, "UPDATE entry SET body = :body WHERE position = :position", body=bytes(body), position=position)
    return f"entry {position}: byte {place}"


def _rewrite_entry(connection: Connection, choices: random.Random) -> str:
    """A careful forger: changes the content and the hash with it."""
    import hashlib

    position = _position(connection, choices)
    body = connection.execute(select(tables.entry.c.body).where(tables.entry.c.position == position)).scalar_one()
    forged = bytes(body).replace(b'"reason":', b'"reasoN":').replace(b'"trust":"', b'"trust":"x', 1)
    _run(
        connection,
        "UPDATE entry SET body = :body, id = :id WHERE position = :position",
        body=forged,
        id=hashlib.sha256(forged).hexdigest(),
        position=position,
    )
    return f"entry {position}: content and hash"


def _delete_entry(connection: Connection, choices: random.Random) -> str:
    position = _position(connection, choices)
    _run(connection, "DELETE FROM entry WHERE position = :position", position=position)
    return f"entry {position}"


def _swap_entries(connection: Connection, choices: random.Random) -> str:
    position = _position(connection, choices, leave_last=1)
    for before, after in ((position, -1), (position + 1, position), (-1, position + 1)):
        _run(connection, "UPDATE entry SET position = :after WHERE position = :before", before=before, after=after)
    return f"entries {position} and {position + 1}"


def _edit_index(connection: Connection, choices: random.Random) -> str:
    position = _position(connection, choices)
    column = choices.choice(["record_id", "action_id", "scope_id", "kind"])
    _run(connection, f"UPDATE entry SET {column} = 'forged' WHERE position = :position", position=position)  # noqa: S608
    return f"entry {position}: {column}"


def _edit_signature(connection: Connection, choices: random.Random) -> str:
    entry_id = _random_signature(connection, choices)
    _run(connection, "UPDATE entry_signature SET signature = zeroblob(64) WHERE entry_id = :id", id=entry_id)
    return f"signature of {entry_id}"


def _truncate(connection: Connection, choices: random.Random) -> str:
    """Cut the end off cleanly: entries, signatures and the rows they made; only a receipt can tell."""
    last = connection.execute(select(func.max(tables.entry.c.position))).scalar_one()
    cut = choices.randint(max(2, last - 20), last)
    _run(connection, "DELETE FROM finding WHERE entry_id IN (SELECT id FROM entry WHERE position >= :cut)", cut=cut)
    _run(
        connection,
        "DELETE FROM entry_signature WHERE entry_id IN (SELECT id FROM entry WHERE position >= :cut)",
        cut=cut,
    )
    _run(connection, "DELETE FROM entry WHERE position >= :cut", cut=cut)
    return f"entries from {cut}"


def _edit_row(connection: Connection, choices: random.Random) -> str:
    identity = _random_finding(connection, choices)
    _run(connection, "UPDATE finding SET fact = '一切正常' WHERE id = :id", id=identity)
    return f"finding {identity}"


def _delete_row(connection: Connection, choices: random.Random) -> str:
    identity = _random_finding(connection, choices)
    _run(connection, "DELETE FROM finding WHERE id = :id", id=identity)
    return f"finding {identity}"


def _add_row(connection: Connection, choices: random.Random) -> str:
    identity = f"forged-{choices.randrange(1000)}"
    _run(
        connection,
        "INSERT INTO finding (id, entry_id, presence, field_heads, fact) VALUES (:id, 'x', 'present', '{}', '捏造')",
        id=identity,
    )
    return f"finding {identity}"


def _blob_file(store: Store, choices: random.Random) -> Path:
    files = sorted(p for p in (store.folder / "blobs").rglob("*") if p.is_file() and not p.name.startswith("."))
    return choices.choice(files)


def _edit_blob(store: Store, choices: random.Random) -> str:
    file = _blob_file(store, choices)
    content = bytearray(file.read_bytes())
    content[choices.randrange(len(content))] ^= 1 << choices.randrange(8)
    file.write_bytes(content)
    return f"blob {file.name}"


def _cut_blob(store: Store, choices: random.Random) -> str:
    file = _blob_file(store, choices)
    file.write_bytes(file.read_bytes()[: choices.randrange(file.stat().st_size)])
    return f"blob {file.name}"


def _delete_blob(store: Store, choices: random.Random) -> str:
    file = _blob_file(store, choices)
    file.unlink()
    return f"blob {file.name}"


def _swap_blob(store: Store, choices: random.Random) -> str:
    one, other = _blob_file(store, choices), _blob_file(store, choices)
    if one == other:
        return _edit_blob(store, choices)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    return f"blobs {one.name} and {other.name}"


def _random_finding(connection: Connection, choices: random.Random) -> str:
    table = table_of(Finding)
    return str(choices.choice(sorted(connection.execute(select(table.c.id)).scalars())))


def _random_signature(connection: Connection, choices: random.Random) -> str:
    query = select(tables.entry_signature.c.entry_id)
    return str(choices.choice(sorted(connection.execute(query).scalars())))


def _run(connection: Connection, statement: str, **values: Any) -> None:
    connection.execute(text(statement), values)


TAMPERINGS: dict[str, Callable[[Any, random.Random], str]] = {
    "entry-edit": _edit_entry,
    "entry-rewrite": _rewrite_entry,
    "entry-delete": _delete_entry,
    "entry-swap": _swap_entries,
    "entry-index": _edit_index,
    "entry-truncate": _truncate,
    "signature-edit": _edit_signature,
    "row-edit": _edit_row,
    "row-delete": _delete_row,
    "row-add": _add_row,
    "blob-edit": _edit_blob,
    "blob-cut": _cut_blob,
    "blob-delete": _delete_blob,
    "blob-swap": _swap_blob,
}
"""Kinds of damage; ``entry-truncate`` is found only when a receipt or a remaining row says more was there."""
