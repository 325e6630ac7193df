"""Takes batches of entries in: verified before acknowledged, one bad item never blocks another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, insert, select

from county_server import tables
from county_server.storage import CountyStore
from inspector_app.errors import Refused, StorageFault
from inspector_app.storage import journal
from inspector_app.storage import tables as journal_tables
from inspector_app.storage.journal import Entry
from inspector_app.storage.signing import verify as signature_holds
from inspector_app.wire.messages import Batch, BatchAnswer, ItemOutcome, Outcome, unpack


@dataclass
class _Group:
    """Entries of one transaction of one stream, and the signature over its head."""

    entries: list[Entry] = field(default_factory=list)
    signature: bytes = b""


class IntakeService:
    """What the county does with what laptops send."""

    def __init__(self, store: CountyStore) -> None:
        self._store = store

    def take(self, batch: Batch, region: str) -> BatchAnswer:
        """Verify, store and fold a batch in one durable transaction. Sending it twice is harmless.

        Raises ``Refused('sync.batch_unreadable')`` when it is no batch at all; then nothing was taken.
        """
        entries = [_parsed(text) for text in batch.entries]
        signatures = {entry_id: unpack(text) for entry_id, text in batch.signatures.items()}
        answer = _Answer()
        with self._store.units.writing() as connection:
            for group in _groups(entries, signatures, answer):
                self._take_group(connection, group, region, batch.sender, answer)
            for item, (reason, body) in answer.refused.items():
                self._quarantine(connection, item, batch.sender, reason, body)
        return BatchAnswer(applied=answer.applied, others=answer.others(), forks=answer.forks)

    def _take_group(self, connection: Connection, group: _Group, region: str, sender: str, answer: _Answer) -> None:
        reason = self._fault_of(connection, group, region)
        if reason is not None:
            for entry in group.entries:
                answer.refused[entry.id] = (reason, entry.body)
            return
        for entry in group.entries:
            self._accept(connection, entry, sender, answer)
        head = group.entries[-1]
        known = select(journal_tables.entry_signature.c.entry_id).where(
            journal_tables.entry_signature.c.entry_id == head.id
        )
        if connection.execute(known).first() is None:
            journal.append_signature(connection, head.id, head.stream_id, group.signature)

    def _fault_of(self, connection: Connection, group: _Group, region: str) -> str | None:
        """Why a transaction cannot be accepted: unknown stream, wrong signature, broken chain."""
        head = group.entries[-1]
        laptop = _laptop(connection, head.stream_id)
        if laptop is None:
            return "sync.stream_unknown"
        if laptop.revoked:
            return "sync.stream_revoked"
        if laptop.region != region:
            return "sync.other_region"
        if not signature_holds(bytes.fromhex(laptop.public_key), group.signature, bytes.fromhex(head.id)):
            return "sync.signature_wrong"
        previous, seq = None, 0
        for entry in group.entries:
            if previous is None:
                seq = _seq_before(connection, entry)
            elif entry.previous != previous:
                return "sync.chain_broken"
            if seq < 0 or entry.seq != seq + 1:
                return "sync.chain_broken"
            previous, seq = entry.id, entry.seq
        return None

    def _accept(self, connection: Connection, entry: Entry, sender: str, answer: _Answer) -> None:
        if journal.find(connection, entry.id) is not None:
            answer.applied += 1
            return
        if _is_fork(connection, entry):
            answer.forks.append(entry.id)
            now = self._store.clock.now().iso
            facts = {"stream_id": entry.stream_id, "previous": entry.previous, "noticed_at": now}
            connection.execute(insert(tables.fork), {"entry_id": entry.id, **facts})
        journal.append(connection, entry)
        connection.execute(delete(tables.quarantine).where(tables.quarantine.c.item == entry.id))
        try:
            with connection.begin_nested():
                self._store.fold.apply(connection, entry)
        except StorageFault as fault:
            connection.execute(insert(tables.held_entry), {"entry_id": entry.id, "reason": fault.code})
            answer.held[entry.id] = fault.code
        else:
            answer.applied += 1

    def _quarantine(self, connection: Connection, item: str, sender: str, reason: str, body: bytes) -> None:
        connection.execute(delete(tables.quarantine).where(tables.quarantine.c.item == item))
        now = self._store.clock.now().iso
        row = {"item": item, "sender": sender, "reason": reason, "body": body, "arrived_at": now}
        connection.execute(insert(tables.quarantine), row)


class _Answer:
    """What is said of a batch while it is taken in."""

    def __init__(self) -> None:
        self.applied = 0
        self.held: dict[str, str] = {}
        self.refused: dict[str, tuple[str, bytes]] = {}
        self.forks: list[str] = []

    def others(self) -> list[ItemOutcome]:
        """Everything that is not simply applied."""
        held = [ItemOutcome(item=i, outcome=Outcome.HELD, reason=reason) for i, reason in self.held.items()]
        refused = [
            ItemOutcome(item=item, outcome=Outcome.QUARANTINED, reason=reason)
            for item, (reason, _body) in self.refused.items()
        ]
        return held + refused


def _parsed(text: str) -> Entry:
    try:
        return journal.parse(unpack(text))
    except (ValueError, StorageFault) as error:
        raise Refused("sync.batch_unreadable", detail=str(error)) from error


def _groups(entries: list[Entry], signatures: dict[str, bytes], answer: _Answer) -> Iterator[_Group]:
    """Transactions: runs of one stream's entries up to a signed head; a run without signature is set aside."""
    group = _Group()
    for entry in entries:
        if group.entries and group.entries[-1].stream_id != entry.stream_id:
            _set_aside(group, answer)
            group = _Group()
        group.entries.append(entry)
        if entry.id in signatures:
            group.signature = signatures[entry.id]
            yield group
            group = _Group()
    _set_aside(group, answer)


def _set_aside(group: _Group, answer: _Answer) -> None:
    for entry in group.entries:
        answer.refused[entry.id] = ("sync.unsigned", entry.body)


def _laptop(connection: Connection, stream_id: str):  # type: ignore[no-untyped-def]
    return connection.execute(select(tables.laptop).where(tables.laptop.c.stream_id == stream_id)).first()


def _seq_before(connection: Connection, entry: Entry) -> int:
    """Sequence number of the entry before; 0 at the beginning of a stream, -1 when it is not held."""
    if entry.previous == journal.genesis(entry.stream_id):
        return 0
    table = journal_tables.entry
    query = select(table.c.seq).where(table.c.id == entry.previous, table.c.stream_id == entry.stream_id)
    found = connection.execute(query).scalar()
    return -1 if found is None else int(found)


def _is_fork(connection: Connection, entry: Entry) -> bool:
    """Whether another entry already stands at this place of the chain."""
    table = journal_tables.entry
    query = select(table.c.id).where(table.c.stream_id == entry.stream_id, table.c.seq == entry.seq)
    return connection.execute(query).first() is not None
