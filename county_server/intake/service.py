"""Takes batches of entries in: verified before acknowledged, one bad item never blocks another."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from county_server import tables
from county_server.intake.chains import Chains
from county_server.storage import CountyStore
from inspector_app.errors import StorageFault
from inspector_app.storage import foreign, journal
from inspector_app.storage.foreign import Group
from inspector_app.storage.journal import Entry
from inspector_app.storage.signing import verify as signature_holds
from inspector_app.wire.batch import Batch, BatchAnswer, ItemOutcome
from inspector_app.wire.messages import Outcome, unpack


@dataclass(frozen=True)
class Sender:
    """The laptop that hands over: its session's stream and its office."""

    stream_id: str
    region: str


@dataclass
class _Answer:
    """What is said of a batch while it is taken in."""

    applied: int = 0
    others: dict[str, tuple[Outcome, str]] = field(default_factory=dict)
    forks: list[str] = field(default_factory=list)

    def message(self) -> BatchAnswer:
        """The answer as it travels."""
        others = [ItemOutcome(item=i, outcome=outcome, reason=reason) for i, (outcome, reason) in self.others.items()]
        return BatchAnswer(applied=self.applied, others=others, forks=self.forks)


@dataclass(frozen=True)
class _Taking:
    """One batch on its way in: connection, sender, where the chains stand, what will be answered."""

    connection: Connection
    sender: Sender
    chains: Chains
    answer: _Answer


class IntakeService:
    """What the county does with what laptops send."""

    def __init__(self, store: CountyStore) -> None:
        self._store = store

    def take(self, batch: Batch, sender: Sender) -> BatchAnswer:
        """Verify, store and fold a batch in one durable transaction. Sending it twice is harmless."""
        answer = _Answer()
        with self._store.writing() as connection:
            taking = _Taking(connection, sender, Chains(connection), answer)
            entries = self._readable(taking, batch)
            taking.chains.look_up(entries)
            for group in foreign.groups(entries, _signatures(batch)):
                self._take_group(taking, group)
        return answer.message()

    def retry_held(self) -> int:
        """Fold what an older program could only hold; how many entries are applied now."""
        table = tables.held_entry
        applied = 0
        with self._store.writing() as connection:
            for row in connection.execute(select(table).order_by(table.c.stream_id, table.c.seq)).all():
                entry = journal.find(connection, row.entry_id)
                if entry is not None and foreign.unfoldable(self._store.fold, entry) is None:
                    self._store.fold.apply(connection, entry)
                    connection.execute(delete(table).where(table.c.entry_id == row.entry_id))
                    applied += 1
        return applied

    def _readable(self, taking: _Taking, batch: Batch) -> list[Entry]:
        entries = []
        for text in batch.entries:
            try:
                body = unpack(text)
            except ValueError:
                body = text.encode("utf-8")
            try:
                entries.append(foreign.read(body))
            except StorageFault as fault:
                item = hashlib.sha256(body).hexdigest()
                self._set_aside(taking, item, body, fault.code)
        return entries

    def _take_group(self, taking: _Taking, group: Group) -> None:
        reason = self._fault_of(taking, group)
        if reason is not None:
            for entry in group.entries:
                if not taking.chains.holds(entry.id):
                    self._set_aside(taking, entry.id, entry.body, reason, entry, group.signature)
            return
        fresh = [entry for entry in group.entries if not taking.chains.holds(entry.id)]
        taking.answer.applied += len(group.entries) - len(fresh)
        if not fresh:
            return
        self._note_fork(taking, fresh[0])
        for entry in fresh:
            self._accept(taking, entry)
        if group.head in fresh:
            journal.append_signature(taking.connection, group.head.id, group.head.stream_id, group.signature)
        taking.chains.extend(fresh)
        known = [entry.id for entry in fresh]
        taking.connection.execute(delete(tables.quarantine).where(tables.quarantine.c.item.in_(known)))

    def _fault_of(self, taking: _Taking, group: Group) -> str | None:
        """Why a transaction cannot be accepted: unsigned, foreign stream, wrong signature, broken inside."""
        if not group.signature:
            return "sync.unsigned"
        laptop = taking.chains.laptop(group.head.stream_id)
        if laptop is None:
            return "sync.stream_unknown"
        if laptop.revoked:
            return "sync.stream_revoked"
        if laptop.region != taking.sender.region:
            return "sync.other_region"
        if not signature_holds(bytes.fromhex(laptop.public_key), group.signature, bytes.fromhex(group.head.id)):
            return "sync.signature_wrong"
        if not foreign.is_linked(group) or not taking.chains.may_follow(group.entries[0]):
            return "sync.chain_broken"
        return None

    def _note_fork(self, taking: _Taking, entry: Entry) -> None:
        """A second entry after the same one: both branches are kept, people are told."""
        if not taking.chains.is_fork(entry):
            return
        taking.answer.forks.append(entry.id)
        row = {"entry_id": entry.id, "stream_id": entry.stream_id, "seq": entry.seq, "previous": entry.previous}
        taking.connection.execute(insert(tables.fork), {**row, "noticed_at": self._store.clock.now().iso})

    def _accept(self, taking: _Taking, entry: Entry) -> None:
        journal.append(taking.connection, entry)
        reason = foreign.unfoldable(self._store.fold, entry)
        if reason is None:
            self._store.fold.apply(taking.connection, entry)
            taking.answer.applied += 1
            return
        row = {"entry_id": entry.id, "stream_id": entry.stream_id, "seq": entry.seq, "reason": reason}
        taking.connection.execute(insert(tables.held_entry), row)
        taking.answer.others[entry.id] = (Outcome.HELD, reason)

    def _set_aside(
        self,
        taking: _Taking,
        item: str,
        body: bytes,
        reason: str,
        entry: Entry | None = None,
        signature: bytes = b"",
    ) -> None:
        table = tables.quarantine
        taking.connection.execute(delete(table).where(table.c.item == item))
        row: dict[str, Any] = {"item": item, "sender": taking.sender.stream_id, "region": taking.sender.region}
        row |= {"stream_id": entry.stream_id if entry else taking.sender.stream_id, "seq": entry.seq if entry else None}
        row |= {"reason": reason, "body": body, "signature": signature or None}
        taking.connection.execute(insert(table), {**row, "arrived_at": self._store.clock.now().iso})
        taking.answer.others[item] = (Outcome.QUARANTINED, reason)


def _signatures(batch: Batch) -> dict[str, bytes]:
    """Signatures by entry id; one that is not even base64 counts as wrong, not as absent."""
    found = {}
    for entry_id, text in batch.signatures.items():
        try:
            found[entry_id] = unpack(text)
        except ValueError:
            found[entry_id] = b"unreadable"
    return found


