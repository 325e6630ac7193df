"""What comes from the county: receipts, entries that others wrote, their papers and thumbnails."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from inspector_app.clock import Clock
from inspector_app.errors import Refused, StorageFault
from inspector_app.storage import foreign, journal, tables
from inspector_app.storage.fold import Fold
from inspector_app.store import Store
from inspector_app.sync import repository
from inspector_app.sync.county import Membership
from inspector_app.sync.sending import Run
from inspector_app.sync.values import Progress, SyncState, SyncStep
from inspector_app.wire.messages import SignedStatement, unpack
from inspector_app.wire.receipt import Receipt, ReceiptRequest


@dataclass(frozen=True)
class Taken:
    """What became of handed-over entries: how many there were and were new, and whether chains have gaps here."""

    total: int
    new: int
    has_gaps: bool


class Receiving:
    """What comes back to the laptop."""

    def __init__(self, store: Store, clock: Clock, membership: Membership) -> None:
        self._store = store
        self._clock = clock
        self._membership = membership

    def receipts(self, run: Run) -> None:
        """Fetch a receipt for each own stream that has something unconfirmed, and keep it when it is sound."""
        self._date_receipts()
        with self._store.units.read() as connection:
            own = repository.own_streams(connection)
            heads = {stream: journal.head(connection, stream) for stream in own}
            last = repository.last_receipts(connection, own)
            confirmed = repository.confirmed_blobs(connection)
            blobs = sorted(set(repository.own_blobs(connection)) - confirmed)
        wanted = [s for s in own if heads[s].seq and not _covers(last.get(s), heads[s].id)]
        if blobs and self._store.stream_id not in wanted:
            wanted.append(self._store.stream_id)
        for number, stream in enumerate(wanted):
            asked = blobs if stream == self._store.stream_id else []
            statement = run.client.receipt(ReceiptRequest(stream=stream, head=heads[stream].id, blobs=asked))
            run.report.receipt_id = self._keep_receipt(statement, stream)
            run.report.receipts += 1
            run.progress(Progress(SyncStep.RECEIPT, number + 1, len(wanted)))
        if wanted:
            self._note_outcomes()

    def pull(self, run: Run) -> None:
        """Take what others wrote; what this program is too old for waits at the county and stops nothing else."""
        more = True
        while more and not run.stop():
            cursor = int(self._store.local("pull_cursor") or 0)
            page = run.client.pull(cursor)
            content = self._membership.vouched(page.statement)
            if content.get("pull") != 2 or content.get("from") != cursor or content.get("to") != page.cursor:
                raise Refused("sync.receipt_wrong")
            try:
                taken = self._take(page.entries, page.signatures, page.statement, page.cursor)
            except StorageFault as fault:
                if not fault.code.startswith("journal."):
                    raise
                run.report.pull_fault = "sync.program_older"
                return
            run.report.pulled += taken.new
            more = page.more
            run.progress(Progress(SyncStep.PULL, run.report.pulled, run.report.pulled))

    def files(self, run: Run) -> None:
        """Fetch papers and thumbnails of what others wrote; originals only when somebody wants to see one."""
        with self._store.units.read() as connection:
            ranks = repository.all_blobs(connection)
            own = repository.own_blobs(connection)
        wanted = [sha256 for sha256, rank in ranks.items() if rank < 3 and sha256 not in own]
        for sha256 in wanted:
            if run.stop():
                return
            if not self._store.blobs.exists(sha256):
                self.fetch(run, sha256)

    def fetch(self, run: Run, sha256: str) -> bool:
        """Bring one file onto this laptop; ``False`` when the county does not have it yet.

        Raises ``Refused('sync.file_wrong')`` when what comes is not that file.
        """
        content = run.client.download(sha256)
        if content is None:
            return False
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Refused("sync.file_wrong")
        self._store.blobs.put(content)
        return True

    def _date_receipts(self) -> None:
        with self._store.units.read() as connection:
            is_wrong = repository.has_misdated_receipts(connection)
        if is_wrong:
            with self._store.units.writing() as connection:
                repository.date_receipts(connection)

    def _keep_receipt(self, statement: SignedStatement, stream: str) -> str:
        """Keep a receipt whose signature and chain position hold. Raises ``Refused``."""
        content = self._membership.vouched(statement)
        try:
            receipt = Receipt.model_validate(content)
        except ValueError as error:
            raise Refused("sync.receipt_wrong") from error
        if receipt.stream != stream or any(first < 1 or last > receipt.head_seq for first, last in receipt.applied):
            raise Refused("sync.receipt_wrong")
        identity = hashlib.sha256(statement.body.encode()).hexdigest()
        with self._store.units.writing() as connection:
            if receipt.head_seq and journal.find(connection, receipt.head) is None:
                raise Refused("sync.receipt_ahead", stream=stream, seq=receipt.head_seq)
            row: dict[str, Any] = {"id": identity, "stream_id": stream, "is_valid": True}
            row |= {"head_seq": receipt.head_seq, "head_id": receipt.head, "body": statement.body.encode()}
            row |= {"signature": bytes.fromhex(statement.signature), "received_at": receipt.issued_at}
            repository.keep_receipt(connection, row)
        return identity

    def _note_outcomes(self) -> None:
        """Bring the list of what is not simply received in line with the newest receipts."""
        now = self._clock.now().iso
        with self._store.units.writing() as connection:
            rows: dict[str, dict[str, Any]] = {}
            for receipt in repository.last_receipts(connection, repository.own_streams(connection)).values():
                for state, told in ((SyncState.QUARANTINED, receipt.quarantined), (SyncState.HELD, receipt.held)):
                    for item, reason in told.items():
                        row = {"item": item, "item_kind": "entry", "state": state.value, "reason": reason}
                        rows[item] = {**row, "updated_at": now, "uploaded_bytes": 0, "total_bytes": 0}
            repository.replace_entry_items(connection, list(rows.values()))
            for sha256 in repository.confirmed_blobs(connection):
                repository.drop_item(connection, sha256)

    def _take(self, bodies: list[str], signatures: dict[str, str], statement: SignedStatement, cursor: int) -> Taken:
        page_entries = [journal.parse(unpack(body)) for body in bodies]
        with self._store.units.writing() as connection:
            taken = fold_vouched(connection, self._store.fold, bodies, signatures, statement.read()["entries"])
            if taken.has_gaps:
                vouch(connection, statement, self._membership.county_key, self._clock.now().iso)
            repository.set_local(connection, "pull_cursor", str(cursor))
            _advance_sent(connection, page_entries)
        for listener in self._store.units.committed if taken.new else ():
            listener()
        return taken


def _advance_sent(connection: Connection, entries: list[journal.Entry]) -> None:
    """Entries of an own former stream that come back from the county need not be sent to it again."""
    sent = {s: repository.local(connection, f"sent:{s}") for s in repository.own_streams(connection)}
    for entry in entries:
        if sent.get(entry.stream_id) == entry.previous:
            sent[entry.stream_id] = entry.id
            repository.set_local(connection, f"sent:{entry.stream_id}", entry.id)


def fold_vouched(
    connection: Connection, fold: Fold, bodies: Iterable[str], signatures: dict[str, str], vouched: Iterable[str]
) -> Taken:
    """Fold entries that others wrote; only what a checked statement names is taken.

    Raises ``Refused('sync.receipt_wrong')`` for an entry nobody vouches for, ``StorageFault`` for one that this program
    cannot read; the caller's transaction rolls back then.
    """
    named = set(vouched)
    total = new = 0
    has_gaps = False
    for text in bodies:
        try:
            entry = foreign.read(unpack(text))
        except ValueError as error:
            raise Refused("sync.receipt_wrong") from error
        if entry.id not in named:
            raise Refused("sync.receipt_wrong")
        total += 1
        if journal.find(connection, entry.id) is not None:
            continue
        if (reason := foreign.unfoldable(fold, entry)) is not None:
            raise StorageFault(reason, kind=entry.kind)
        has_gaps = has_gaps or not _is_linked(connection, entry)
        journal.append(connection, entry)
        fold.apply(connection, entry)
        if entry.id in signatures:
            journal.append_signature(connection, entry.id, entry.stream_id, unpack(signatures[entry.id]))
        new += 1
    return Taken(total, new, has_gaps)


def vouch(connection: Connection, statement: SignedStatement, key: str, at: str) -> None:
    """Keep a statement that stands in for missing parts of chains, so that verification can check it later."""
    identity = hashlib.sha256(statement.body.encode()).hexdigest()
    table = tables.voucher
    if connection.execute(select(table.c.id).where(table.c.id == identity)).first() is None:
        row = {"id": identity, "public_key": key, "body": statement.body.encode(), "received_at": at}
        connection.execute(table.insert(), {**row, "signature": bytes.fromhex(statement.signature)})


def _is_linked(connection: Connection, entry: journal.Entry) -> bool:
    if entry.previous == journal.genesis(entry.stream_id):
        return True
    query = select(tables.entry.c.id).where(tables.entry.c.id == entry.previous)
    return connection.execute(query).first() is not None


def _covers(receipt: Receipt | None, head: str) -> bool:
    """Whether a receipt is about everything up to ``head`` and nothing is left to ask again."""
    return receipt is not None and receipt.head == head and not receipt.held and not receipt.quarantined


