"""What the county states about what it holds: receipts, where chains stand, its inventory."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from county_server import tables
from county_server.storage import CountyStore
from county_server.visibility import Visible
from inspector_app.blob_fields import named_blobs
from inspector_app.errors import Refused
from inspector_app.storage import database, foreign, journal
from inspector_app.storage import tables as journal_tables
from inspector_app.storage.inventory import inventory
from inspector_app.storage.journal import Head
from inspector_app.wire.messages import SignedStatement
from inspector_app.wire.receipt import (
    Receipt,
    ReceiptRequest,
    Standing,
    StandingRequest,
    Standings,
    as_statement,
    ranges,
)

_ENTRY = journal_tables.entry


class ReceiptService:
    """Signs 接收回执 and tells laptops where to go on."""

    def __init__(self, store: CountyStore) -> None:
        self._store = store

    def receipt(self, request: ReceiptRequest, visible: Visible) -> SignedStatement:
        """接收回执: what of a stream is applied, held, set aside, and which files are stored whole.

        Raises ``Refused('sync.other_region')`` for a stream that is not the asking laptop's business.
        """
        with self._store.read() as connection:
            self._require_visible(connection, request.stream, visible)
            head = _asked_or_own_head(connection, request)
            held = self._held(connection, request.stream)
            applied, beside = _applied(connection, request.stream, head, held)
            receipt = Receipt(
                receipt=2,
                county=self._store.county_id,
                stream=request.stream,
                head_seq=head.seq,
                head=head.id,
                applied=applied,
                beside=beside,
                held=held,
                quarantined=self._quarantined(connection, request.stream),
                blobs=sorted(sha for sha in set(request.blobs) if self._store.blobs.exists(sha)),
                issued_at=self._store.clock.now().iso,
            )
        return self._store.sign(as_statement(receipt))

    def standings(self, request: StandingRequest, visible: Visible) -> Standings:
        """Where the county stands in each stream, and whether it holds what the laptop believes it sent."""
        found = {}
        with self._store.read() as connection:
            for stream, sent in request.sent.items():
                self._require_visible(connection, stream, visible)
                head = journal.head(connection, stream)
                holds = sent is None or _holds(connection, stream, sent)
                found[stream] = Standing(seq=head.seq, head=head.id, holds_sent=holds)
        return Standings(streams=found)

    def inventory(self, visible: Visible | None = None) -> dict[str, Any]:
        """What the county holds: everything, or only what one office may see (its chains folded alone)."""
        if visible is None or visible.streams is None:
            with self._store.read() as connection:
                return self._told(connection)
        mirror = database.open_in_memory()
        with mirror.execution_options(write=True).begin() as copy, self._store.read() as connection:
            database.create_tables(copy, self._store.fold.kinds.values())
            for _position, entry in journal.read(connection):
                if visible.allows(entry.stream_id):
                    journal.append(copy, entry)
                    if foreign.unfoldable(self._store.fold, entry) is None:
                        self._store.fold.apply(copy, entry)
            told = self._told(copy)
        mirror.dispose()
        return told

    def _told(self, connection: Connection) -> dict[str, Any]:
        named = sorted(named_blobs(connection))
        return inventory(connection, self._store.fold, [sha for sha in named if self._store.blobs.exists(sha)])

    def _require_visible(self, connection: Connection, stream: str, visible: Visible) -> None:
        """A new stream of the asking laptop is not known yet; anything known must be of its office."""
        if visible.streams is None or stream in visible.streams:
            return
        query = select(tables.laptop.c.stream_id).where(tables.laptop.c.stream_id == stream)
        if connection.execute(query).first() or journal.head(connection, stream).seq:
            raise Refused("sync.other_region")

    @staticmethod
    def _held(connection: Connection, stream: str) -> dict[str, str]:
        table = tables.held_entry
        query = select(table.c.entry_id, table.c.reason).where(table.c.stream_id == stream)
        return {row.entry_id: row.reason for row in connection.execute(query.order_by(table.c.seq))}

    @staticmethod
    def _quarantined(connection: Connection, stream: str) -> dict[str, str]:
        table = tables.quarantine
        query = select(table.c.item, table.c.reason).where(table.c.stream_id == stream).order_by(table.c.item)
        return {row.item: row.reason for row in connection.execute(query)}


def _asked_or_own_head(connection: Connection, request: ReceiptRequest) -> Head:
    if request.head is not None:
        query = select(_ENTRY.c.seq).where(_ENTRY.c.id == request.head, _ENTRY.c.stream_id == request.stream)
        seq = connection.execute(query).scalar()
        if seq is not None:
            return Head(int(seq), request.head)
    return journal.head(connection, request.stream)


def _holds(connection: Connection, stream: str, entry_id: str) -> bool:
    query = select(_ENTRY.c.id).where(_ENTRY.c.id == entry_id, _ENTRY.c.stream_id == stream)
    return connection.execute(query).first() is not None


def _applied(
    connection: Connection, stream: str, head: Head, held: dict[str, str]
) -> tuple[list[tuple[int, int]], list[str]]:
    """Ranges of sequence numbers applied on the chain ending in ``head``, and applied entries of other branches."""
    count = connection.execute(select(func.count()).where(_ENTRY.c.stream_id == stream, _ENTRY.c.seq <= head.seq))
    is_forked = connection.execute(select(tables.fork.c.seq).where(tables.fork.c.stream_id == stream)).first()
    if count.scalar_one() == head.seq and not held and not is_forked:
        return ([(1, head.seq)] if head.seq else []), []
    chain = _chain_of(connection, stream, head)
    applied = ranges(sorted(seq for seq, entry_id in chain.items() if entry_id not in held))
    if not is_forked:
        return applied, []
    everything = connection.execute(select(_ENTRY.c.id).where(_ENTRY.c.stream_id == stream)).scalars()
    return applied, sorted(set(everything) - set(chain.values()) - set(held))


def _chain_of(connection: Connection, stream: str, head: Head) -> dict[int, str]:
    """Entries by sequence number on the branch that ends in ``head``; over a gap the only entry at a place counts."""
    columns = (_ENTRY.c.seq, _ENTRY.c.id, _ENTRY.c.body)
    query = select(*columns).where(_ENTRY.c.stream_id == stream, _ENTRY.c.seq <= head.seq)
    at: dict[int, list[tuple[str, bytes]]] = {}
    for row in connection.execute(query):
        at.setdefault(row.seq, []).append((row.id, bytes(row.body)))
    chain: dict[int, str] = {}
    wanted: str | None = head.id
    for seq in range(head.seq, 0, -1):
        candidates = at.get(seq, [])
        if wanted is None:
            chosen = candidates[0] if len(candidates) == 1 else None
        else:
            chosen = next((candidate for candidate in candidates if candidate[0] == wanted), None)
        if chosen is None:
            wanted = None
            continue
        chain[seq] = chosen[0]
        wanted = journal.parse(chosen[1]).previous
    return chain
