"""journal verify: names every edit, deletion, reordering or truncation of entries, rows and blobs.

It trusts nothing but the bytes: hashes and chains are computed again, signatures are checked with the key in
each stream's first entry, rows are compared with a fresh fold of the journal, blobs are read to the end.

However long the journal is, only a page of it is held: the chains are read in order of arrival (an entry that does
not follow the last one of its stream looks its predecessor up), the rows record by record (``verify_rows``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, exists, func, select

from inspector_app.errors import StorageFault
from inspector_app.storage import journal, tables
from inspector_app.storage.fold import Fold
from inspector_app.storage.journal import Entry
from inspector_app.storage.signing import verify as signature_holds
from inspector_app.storage.verify_report import Progress, Report, Steps
from inspector_app.storage.verify_rows import check_rows, is_repeated, parsed

_PAGE = 1000
_MOST_NAMED = 5000
_entry, _signature = tables.entry, tables.entry_signature


@dataclass
class _Chain:
    """What is known of one stream while its entries pass by."""

    public_key: bytes = b""
    unsigned: int = 0
    last: Entry | None = None
    entries: int = 0


def verify(connection: Connection, fold: Fold, progress: Progress | None = None) -> Report:
    """Check journal and record tables of one database: each entry is a step twice, in its chain and in its record."""
    report = Report()
    total = connection.execute(select(func.count()).select_from(_entry)).scalar_one()
    steps = Steps(2 * total, progress)
    _Chains(connection, report, steps).check()
    check_rows(connection, fold, report, steps)
    return report


def check_receipts(connection: Connection, report: Report) -> None:
    """Find what a receipt says the county holds but this journal has lost (truncation)."""
    for row in connection.execute(select(tables.receipt)):
        if journal.find(connection, row.head_id) is None:
            report.add("verify.truncated", f"{row.stream_id}:{row.head_seq}", row.head_id)


class _Chains:
    """Goes over all entries in order of arrival."""

    def __init__(self, connection: Connection, report: Report, steps: Steps) -> None:
        self._connection = connection
        self._report = report
        self._steps = steps
        self._chains: dict[str, _Chain] = {}
        self._vouched = _vouched(connection, report)

    def check(self) -> None:
        """Note everything that is wrong with entries, links and signatures."""
        for page in self._pages():
            for row in page:
                try:
                    entry = parsed(row["body"])
                except StorageFault as fault:
                    self._report.add("verify.unreadable", str(row["id"]), fault.code)
                    continue
                if is_repeated(self._connection, row, entry):
                    self._report.add("verify.repeated", f"{entry.stream_id}:{entry.seq}", str(row["id"]))
                    continue
                self._check_entry(row, entry)
            self._steps.take(len(page))
        self._check_ends()
        self._report.streams = {stream: chain.entries for stream, chain in self._chains.items()}

    def _pages(self) -> Iterator[Sequence[Any]]:
        query = select(_entry, _signature.c.signature).outerjoin(_signature, _signature.c.entry_id == _entry.c.id)
        position = 0
        while True:
            rest = query.where(_entry.c.position > position).order_by(_entry.c.position).limit(_PAGE)
            page = self._connection.execute(rest).mappings().all()
            if not page:
                return
            yield page
            position = page[-1]["position"]

    def _check_entry(self, row: Any, entry: Entry) -> None:
        where = f"{entry.stream_id}:{entry.seq}"
        told = [row[n] for n in ("id", "stream_id", "seq", "action_id", "kind", "record_id", "scope_id")]
        real = [
            entry.id, entry.stream_id, entry.seq, entry.action_id, entry.kind, entry.record_id, entry.scope_id,
        ]  # fmt: skip
        if row["id"] != entry.id:
            self._report.add("verify.edited", where, str(row["id"]))
        elif told != real:
            self._report.add("verify.index_edited", where, str(row["id"]))
        chain = self._chains.setdefault(entry.stream_id, _Chain())
        if entry.kind == "stream" and entry.record_id == entry.stream_id and not chain.public_key:
            chain.public_key = _key_in(entry)
        self._check_link(entry, row["position"], chain, where)
        chain.last = entry
        chain.entries += 1
        chain.unsigned += 1
        self._report.entries += 1
        if row["signature"] is not None and row["id"] == entry.id:
            chain.unsigned = 0
            known = chain.public_key or entry.id not in self._vouched  # a part of a chain may lack its first entry
            if known and not signature_holds(chain.public_key, bytes(row["signature"]), bytes.fromhex(entry.id)):
                self._report.add("verify.signature_wrong", where, entry.id)

    def _check_link(self, entry: Entry, position: int, chain: _Chain, where: str) -> None:
        if chain.last is not None and entry.previous == chain.last.id:
            expected, is_fork = chain.last.seq + 1, False
        else:
            before = self._seq_before(entry, position)
            if before is None:
                if entry.id not in self._vouched:
                    self._report.add("verify.link_missing", where, entry.previous)
                return
            expected = before + 1
            is_fork = chain.last is not None and self._is_followed(entry, expected, position)
        if entry.seq != expected:
            self._report.add("verify.out_of_order", where, f"{entry.seq} != {expected}")
        if is_fork:
            self._report.forks.append(where)

    def _seq_before(self, entry: Entry, position: int) -> int | None:
        """The sequence number of the entry that this one names as its predecessor, if it arrived before."""
        if entry.previous == journal.genesis(entry.stream_id):
            return 0
        query = select(_entry.c.body).where(_entry.c.id == entry.previous, _entry.c.position < position)
        body = self._connection.execute(query).scalar()
        found = None if body is None else _readable(body)
        if found is None or found.id != entry.previous or found.stream_id != entry.stream_id:
            return None
        return found.seq

    def _is_followed(self, entry: Entry, seq: int, position: int) -> bool:
        """Whether another entry that arrived before names the same predecessor."""
        query = select(_entry.c.body).where(
            _entry.c.stream_id == entry.stream_id, _entry.c.seq == seq, _entry.c.position < position
        )
        found = (_readable(body) for body in self._connection.execute(query).scalars())
        return any(other is not None and other.previous == entry.previous for other in found)

    def _check_ends(self) -> None:
        for stream, chain in self._chains.items():
            if chain.unsigned and chain.last is not None and chain.last.id not in self._vouched:
                self._report.add("verify.end_unsigned", f"{stream}:{chain.last.seq}", chain.last.id)
        lost = select(_signature.c.entry_id).where(~exists().where(_entry.c.id == _signature.c.entry_id))
        for entry_id in self._connection.execute(lost.order_by(_signature.c.entry_id)).scalars():
            self._report.add("verify.entry_deleted", entry_id, "its signature is still here")


def _readable(body: object) -> Entry | None:
    try:
        return parsed(body)
    except StorageFault:
        return None


def _key_in(entry: Entry) -> bytes:
    """The public key that a stream's first entry states; empty (no signature holds) when it is no key."""
    stated = entry.fields.get("public_key")
    try:
        return bytes.fromhex(stated.new) if stated else b""
    except (TypeError, ValueError):
        return b""


def _vouched(connection: Connection, report: Report) -> frozenset[str]:
    """Entries that a signed list of county or colleagues names: parts of chains, whose neighbours are elsewhere."""
    found: set[str] = set()
    for row in connection.execute(select(tables.voucher)):
        if not signature_holds(bytes.fromhex(row.public_key), bytes(row.signature), bytes(row.body)):
            report.add("verify.signature_wrong", str(row.id), "voucher")
            continue
        named = sorted(set(json.loads(bytes(row.body))["entries"]))
        for begin in range(0, len(named), _MOST_NAMED):
            part = named[begin : begin + _MOST_NAMED]
            held = set(connection.execute(select(_entry.c.id).where(_entry.c.id.in_(part))).scalars())
            for lost in part:
                if lost not in held:
                    report.add("verify.entry_deleted", lost, "vouched for")
        found.update(named)
    return frozenset(found)
