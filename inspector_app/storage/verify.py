"""journal verify: names every edit, deletion, reordering or truncation of entries, rows and blobs.

It trusts nothing but the bytes: hashes and chains are computed again, signatures are checked with the key in
each stream's first entry, rows are compared with a fresh fold of the journal, blobs are read to the end.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.exc import DBAPIError

from inspector_app.errors import StorageFault
from inspector_app.storage import database, journal, tables
from inspector_app.storage.fold import Fold, table_of
from inspector_app.storage.journal import Entry
from inspector_app.storage.records import canonical
from inspector_app.storage.signing import verify as signature_holds

_PAGE = 2000


@dataclass(frozen=True)
class Problem:
    """One thing that is not as the journal says. ``code`` is in the message catalogue under ``verify.``."""

    code: str
    where: str
    detail: str = ""


@dataclass
class Report:
    """What was checked and what was found."""

    entries: int = 0
    rows: int = 0
    streams: dict[str, int] = field(default_factory=dict)
    forks: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether everything is as the journal says. A fork is shown, but is no damage."""
        return not self.problems


@dataclass
class _Chain:
    """What is known of one stream while its entries pass by."""

    vouched: frozenset[str] = frozenset()
    public_key: bytes = b""
    unsigned: int = 0
    last: Entry | None = None
    followed: set[str] = field(default_factory=set)
    seqs: dict[str, int] = field(default_factory=dict)


def verify(connection: Connection, fold: Fold, progress: Callable[[int, int], None] | None = None) -> Report:
    """Check journal and record tables of one database."""
    report = Report()
    chains: dict[str, _Chain] = {}
    signatures = {row.entry_id: bytes(row.signature) for row in connection.execute(select(tables.entry_signature))}
    total = connection.execute(select(func.count()).select_from(tables.entry)).scalar_one()
    vouched = _vouched(connection, report)
    shadow = database.open_in_memory()
    with shadow.execution_options(write=True).begin() as mirror:
        database.create_tables(mirror, fold.kinds.values(), guarded=False)
        for row, entry in _entries(connection, report):
            if entry.id in chains.setdefault(entry.stream_id, _Chain()).seqs:
                report.problems.append(Problem("verify.repeated", f"{entry.stream_id}:{entry.seq}", str(row["id"])))
                continue
            chains.setdefault(entry.stream_id, _Chain(vouched))
            _check_entry(row, entry, chains, signatures, report)
            _mirror(mirror, fold, entry, report)
            report.entries += 1
            if progress and report.entries % _PAGE == 0:
                progress(report.entries, total)
        _check_ends(chains, signatures, report)
        for kind in fold.kinds:
            _compare_rows(connection, mirror, fold, kind, report)
        _compare_conflicts(connection, mirror, report)
    shadow.dispose()
    report.streams = {stream: len(chain.seqs) for stream, chain in chains.items()}
    return report


def check_receipts(connection: Connection, report: Report) -> None:
    """Find what a receipt says the county holds but this journal has lost (truncation)."""
    for row in connection.execute(select(tables.receipt)):
        if journal.find(connection, row.head_id) is None:
            where = f"{row.stream_id}:{row.head_seq}"
            report.problems.append(Problem("verify.truncated", where, row.head_id))


def _entries(connection: Connection, report: Report) -> Iterator[tuple[dict[str, object], Entry]]:
    table, position = tables.entry, 0
    while True:
        query = select(table).where(table.c.position > position).order_by(table.c.position).limit(_PAGE)
        page = connection.execute(query).mappings().all()
        if not page:
            return
        for row in page:
            try:
                yield dict(row), journal.parse(bytes(row["body"]))
            except StorageFault as fault:
                report.problems.append(Problem("verify.unreadable", str(row["id"]), fault.code))
        position = page[-1]["position"]


def _check_entry(
    row: dict[str, object],
    entry: Entry,
    chains: dict[str, _Chain],
    signatures: dict[str, bytes],
    report: Report,
) -> None:
    where = f"{entry.stream_id}:{entry.seq}"
    told = (row["id"], row["stream_id"], row["seq"], row["action_id"], row["kind"], row["record_id"], row["scope_id"])
    real = (
        entry.id, entry.stream_id, entry.seq, entry.action_id, entry.kind, entry.record_id, entry.scope_id,
    )  # fmt: skip
    if row["id"] != entry.id:
        report.problems.append(Problem("verify.edited", where, str(row["id"])))
    elif told != real:
        report.problems.append(Problem("verify.index_edited", where, str(row["id"])))
    chain = chains[entry.stream_id]
    if entry.kind == "stream" and entry.record_id == entry.stream_id and not chain.public_key:
        chain.public_key = _key_in(entry)
    _check_link(entry, chain, where, report)
    chain.seqs[entry.id] = entry.seq
    chain.last = entry
    chain.unsigned += 1
    signature = signatures.get(entry.id)
    if signature is not None:
        chain.unsigned = 0
        known = chain.public_key or entry.id not in chain.vouched  # a part of a chain may lack its first entry
        if known and not signature_holds(chain.public_key, signature, bytes.fromhex(entry.id)):
            report.problems.append(Problem("verify.signature_wrong", where, entry.id))


def _key_in(entry: Entry) -> bytes:
    """The public key that a stream's first entry states; empty (no signature holds) when it is no key."""
    stated = entry.fields.get("public_key")
    try:
        return bytes.fromhex(stated.new) if stated else b""
    except (TypeError, ValueError):
        return b""


def _check_link(entry: Entry, chain: _Chain, where: str, report: Report) -> None:
    if entry.previous == journal.genesis(entry.stream_id):
        expected = 1
    elif entry.previous in chain.seqs:
        expected = chain.seqs[entry.previous] + 1
    else:
        if entry.id not in chain.vouched:
            report.problems.append(Problem("verify.link_missing", where, entry.previous))
        return
    if entry.seq != expected:
        report.problems.append(Problem("verify.out_of_order", where, f"{entry.seq} != {expected}"))
    if entry.previous in chain.followed:
        report.forks.append(where)
    chain.followed.add(entry.previous)


def _check_ends(chains: dict[str, _Chain], signatures: dict[str, bytes], report: Report) -> None:
    for stream, chain in chains.items():
        if chain.unsigned and chain.last is not None and chain.last.id not in chain.vouched:
            report.problems.append(Problem("verify.end_unsigned", f"{stream}:{chain.last.seq}", chain.last.id))
    known = {entry_id for chain in chains.values() for entry_id in chain.seqs}
    for lost in sorted(signatures.keys() - known):
        report.problems.append(Problem("verify.entry_deleted", lost, "its signature is still here"))


def _vouched(connection: Connection, report: Report) -> frozenset[str]:
    """Entries that a signed list of county or colleague names: parts of chains, whose neighbours are elsewhere."""
    found: set[str] = set()
    for row in connection.execute(select(tables.voucher)):
        if not signature_holds(bytes.fromhex(row.public_key), bytes(row.signature), bytes(row.body)):
            report.problems.append(Problem("verify.signature_wrong", str(row.id), "voucher"))
            continue
        named = set(json.loads(bytes(row.body))["entries"])
        held = set(connection.execute(select(tables.entry.c.id).where(tables.entry.c.id.in_(named))).scalars())
        report.problems += [Problem("verify.entry_deleted", lost, "vouched for") for lost in sorted(named - held)]
        found |= named
    return frozenset(found)


def _mirror(mirror: Connection, fold: Fold, entry: Entry, report: Report) -> None:
    try:
        journal.append(mirror, entry)
        fold.apply(mirror, entry)
    except StorageFault as fault:
        report.problems.append(Problem("verify.unfoldable", f"{entry.stream_id}:{entry.seq}", fault.code))
    except (DBAPIError, KeyError, TypeError, ValueError, AttributeError) as error:  # forged values of a wrong shape
        report.problems.append(Problem("verify.unfoldable", f"{entry.stream_id}:{entry.seq}", type(error).__name__))


def _compare_rows(connection: Connection, mirror: Connection, fold: Fold, kind: str, report: Report) -> None:
    table = table_of(fold.kinds[kind])
    ours = _digests(mirror, table)
    for record_id, digest in _digests(connection, table).items():
        report.rows += 1
        expected = ours.pop(record_id, None)
        if expected is None:
            report.problems.append(Problem("verify.row_added", f"{kind}:{record_id}"))
        elif expected != digest:
            report.problems.append(Problem("verify.row_edited", f"{kind}:{record_id}"))
    for record_id in ours:
        report.problems.append(Problem("verify.row_deleted", f"{kind}:{record_id}"))


def _compare_conflicts(connection: Connection, mirror: Connection, report: Report) -> None:
    """A conflict that was hidden would never reach the person who has to settle it."""
    query = select(tables.record_conflict)
    ours, theirs = ({tuple(row) for row in each.execute(query)} for each in (mirror, connection))
    for row in sorted(ours ^ theirs):
        code = "verify.conflict_hidden" if row in ours else "verify.conflict_added"
        report.problems.append(Problem(code, ":".join(row)))


def _digests(connection: Connection, table: Table) -> dict[str, bytes]:
    return {
        row["id"]: hashlib.sha256(canonical(dict(row))).digest() for row in connection.execute(select(table)).mappings()
    }
