"""Handing over to the county: records first, then papers, thumbnails, originals; nothing is ever removed here.

Safe to cut anywhere: the cursor moves only after the county's durable answer, uploads go on from what arrived,
and only a verified receipt makes something 已接收（有回执）.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from inspector_app.blob_fields import named_blobs
from inspector_app.clock import Clock
from inspector_app.errors import BadInput, Refused, StorageFault
from inspector_app.storage import journal, tables
from inspector_app.storage.journal import Entry
from inspector_app.storage.sealing import seal
from inspector_app.storage.signing import StreamSigner
from inspector_app.storage.signing import verify as signature_holds
from inspector_app.store import Store
from inspector_app.sync.client import CountyClient
from inspector_app.sync.values import SyncItem, SyncReport, SyncState, SyncStatus
from inspector_app.wire import messages as wire

BATCH = 500
"""Entries per request: large enough to be fast, small enough to finish on a weak line."""


@dataclass(frozen=True)
class Progress:
    """What a run is doing now: ``what`` is records, files, receipt or pull; figures count items of that kind."""

    what: str
    done: int
    total: int


class SyncService:
    """One laptop and its county."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def join(self, url: str, code: str, label: str = "") -> dict[str, str]:
        """Join a county with its one-time code; certificate and county key are kept from now on.

        The store key goes along, sealed so that only the county can open it (escrow). Raises ``Refused`` (wrong
        code, sample against real county) or ``Unreachable``.
        """
        client = self._client(url)
        health = client.health()
        if bool(health["sample"]) != self._store.is_sample:
            raise Refused("sync.sample_mismatch")
        signer = self._store.signer
        escrow = seal(bytes.fromhex(health["escrow_key"]), self._store.recovery_secret())
        enrolled = client.enrol(
            wire.Enrolment(
                code=code,
                stream=signer.stream_id,
                public_key=signer.public_key.hex(),
                label=label,
                is_sample=self._store.is_sample,
                escrow=wire.pack(escrow),
            )
        )
        client.close()
        self._keep(url, enrolled)
        return {"county": enrolled.county, "name": enrolled.county_name, "region": enrolled.region}

    def run(
        self,
        progress: Callable[[Progress], None] = lambda _step: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> SyncReport:
        """Hand over everything that is new, fetch a receipt, pull what others wrote.

        Raises ``Unreachable`` (keeps everything, try again), ``Refused`` (a person must act). ``stop`` is asked
        between requests: pausing loses nothing.
        """
        url = self._store.local("county_url")
        if url is None:
            raise BadInput("sync.not_joined")
        client = self._client(url)
        report = SyncReport()
        try:
            self._succeed_if_needed(client)
            self._send_entries(client, report, progress, stop)
            self._send_blobs(client, report, progress, stop)
            if not stop():
                self._fetch_receipt(client, report, progress)
                self._pull(client, report, progress, stop)
        finally:
            client.close()
        report.complete = self.status().complete
        if report.forks:
            self._store.open_stream("county_saw_a_fork")
        return report

    def status(self) -> SyncStatus:
        """What is received and what is not, from what this laptop knows."""
        with self._store.units.read() as connection:
            own = _own_streams(connection)
            entries = _count_entries(connection, own)
            received = sum(_receipted_seq(connection, stream) for stream in own)
            named = set(named_blobs(connection))
            confirmed = _confirmed_blobs(connection)
            items = _open_items(connection, named - confirmed)
            last = connection.execute(select(func.max(tables.receipt.c.received_at))).scalar()
        return SyncStatus(
            joined=self._store.local("county_url") is not None,
            county_name=self._store.local("county_name") or "",
            url=self._store.local("county_url") or "",
            entries_total=entries,
            entries_received=min(received, entries),
            blobs_total=len(named),
            blobs_received=len(named & confirmed),
            last_receipt_at=last,
            items=tuple(items),
        )

    def lease_numbers(self, stem: str, year: int, count: int) -> dict[str, Any]:
        """Lease a block of numbers and bring it onto this laptop."""
        url = self._store.local("county_url")
        if url is None:
            raise BadInput("sync.not_joined")
        client = self._client(url)
        try:
            self._succeed_if_needed(client)
            block = client.lease(wire.LeaseRequest(stem=stem, year=year, count=count))
            self._pull(client, SyncReport(), lambda _step: None, lambda: False)
        finally:
            client.close()
        return block

    def _client(self, url: str) -> CountyClient:
        return CountyClient(url, self._store.signer)

    def _keep(self, url: str, enrolled: wire.Enrolled) -> None:
        if not _statement_holds(enrolled.certificate, enrolled.county_key):
            raise Refused("sync.certificate_wrong")
        for key, value in (
            ("county_url", url),
            ("county_id", enrolled.county),
            ("county_name", enrolled.county_name),
            ("county_key", enrolled.county_key),
            ("region", enrolled.region),
            ("certificate", enrolled.certificate.body),
            ("certificate_signature", enrolled.certificate.signature),
            ("certified_stream", self._store.stream_id),
        ):
            self._store.set_local(key, value)

    def _succeed_if_needed(self, client: CountyClient) -> None:
        """Have every stream certified that this laptop opened since the last one (restore, copy, fork)."""
        while (certified := self._store.local("certified_stream")) != self._store.stream_id:
            stream = self._successor(certified)
            public = StreamSigner(stream, self._store.secret(f"stream:{stream}")).public_key.hex()
            former = StreamSigner(certified or "", self._store.secret(f"stream:{certified}"))
            signature = former.sign(f"{stream}|{public}|{certified}".encode()).hex()
            enrolled = client.succeed(
                wire.Succession(stream=stream, public_key=public, predecessor=certified or "", signature=signature)
            )
            self._keep(self._store.local("county_url") or "", enrolled)
            self._store.set_local("certified_stream", stream)

    def _successor(self, stream: str | None) -> str:
        with self._store.units.read() as connection:
            table = self._store.fold.table("stream")
            query = select(table.c.id).where(table.c.predecessor_stream == stream).order_by(table.c.id)
            found = connection.execute(query).scalar()
        if found is None:
            raise StorageFault("store.no_stream", folder=str(self._store.folder))
        return str(found)

    def _send_entries(
        self,
        client: CountyClient,
        report: SyncReport,
        progress: Callable[[Progress], None],
        stop: Callable[[], bool],
    ) -> None:
        with self._store.units.read() as connection:
            own = _own_streams(connection)
            total = _count_entries(connection, own)
        cursor = int(self._store.local("sent_position") or 0)
        while not stop():
            with self._store.units.read() as connection:
                page, reached = _next_page(connection, own, cursor)
                signatures = _signatures(connection, page)
            if not page:
                return
            batch = wire.Batch(
                sender=self._store.stream_id,
                entries=[wire.pack(entry.body) for entry in page],
                signatures=signatures,
            )
            answer = client.send(batch)
            self._note_outcomes(answer)
            cursor = reached
            self._store.set_local("sent_position", str(cursor))
            report.entries_sent += len(page)
            report.entries_applied += answer.applied
            report.forks += answer.forks
            progress(Progress("records", min(report.entries_sent, total), total))

    def _note_outcomes(self, answer: wire.BatchAnswer) -> None:
        table = tables.sync_item
        with self._store.units.writing() as connection:
            for other in answer.others:
                connection.execute(delete(table).where(table.c.item == other.item))
                row = {"item": other.item, "item_kind": "entry", "state": other.outcome.value, "reason": other.reason}
                connection.execute(insert(table), {**row, "updated_at": self._clock.now().iso})

    def _send_blobs(
        self,
        client: CountyClient,
        report: SyncReport,
        progress: Callable[[Progress], None],
        stop: Callable[[], bool],
    ) -> None:
        with self._store.units.read() as connection:
            ranks = named_blobs(connection)
            waiting = sorted(set(ranks) - _confirmed_blobs(connection), key=lambda sha: (ranks[sha], sha))
        for number, sha256 in enumerate(waiting):
            if stop():
                return
            if not client.holds(sha256):
                self._send_blob(client, sha256, report, stop)
            progress(Progress("files", number + 1, len(waiting)))

    def _send_blob(self, client: CountyClient, sha256: str, report: SyncReport, stop: Callable[[], bool]) -> None:
        length = self._store.blobs.size(sha256)
        address = client.begin_upload(sha256, length)

        def arrived(offset: int) -> None:
            self._note_upload(sha256, offset, length, address)

        with self._store.blobs.open(sha256) as source:
            before = client.offset(address)
            if client.upload(address, source, length, arrived, stop):
                report.blobs_sent += 1
            report.bytes_sent += length - before

    def _note_upload(self, sha256: str, offset: int, length: int, address: str) -> None:
        table = tables.sync_item
        if length <= 4 * 1024 * 1024 and offset < length:
            return  # small files are through in a moment; only long ones show how far they are
        with self._store.units.writing() as connection:
            connection.execute(delete(table).where(table.c.item == sha256))
            if offset < length:
                row = {"item": sha256, "item_kind": "blob", "state": SyncState.SENDING.value, "upload_url": address}
                sizes = {"uploaded_bytes": offset, "total_bytes": length, "updated_at": self._clock.now().iso}
                connection.execute(insert(table), {**row, **sizes})

    def _fetch_receipt(self, client: CountyClient, report: SyncReport, progress: Callable[[Progress], None]) -> None:
        with self._store.units.read() as connection:
            blobs = sorted(named_blobs(connection))
            own = _own_streams(connection)
        for number, stream in enumerate(own):
            statement = client.receipt(wire.ReceiptRequest(stream=stream, blobs=blobs))
            report.receipt_id = self._keep_receipt(statement, stream)
            progress(Progress("receipt", number + 1, len(own)))

    def _keep_receipt(self, statement: wire.SignedStatement, stream: str) -> str:
        """Keep a receipt whose signature and chain position hold. Raises ``Refused('sync.receipt_wrong')``."""
        content = statement.read()
        if not _statement_holds(statement, self._store.local("county_key") or "") or content["stream"] != stream:
            raise Refused("sync.receipt_wrong")
        head_seq, head_id = content["entries"]["to"], content["entries"]["head"]
        identity = hashlib.sha256(statement.body.encode()).hexdigest()
        with self._store.units.writing() as connection:
            if head_seq and journal.find(connection, head_id) is None:
                raise Refused("sync.receipt_ahead", stream=stream, seq=head_seq)
            row = {"id": identity, "stream_id": stream, "head_seq": head_seq, "head_id": head_id}
            row |= {"body": statement.body.encode(), "signature": bytes.fromhex(statement.signature)}
            connection.execute(delete(tables.receipt).where(tables.receipt.c.id == identity))
            now = self._clock.now().iso
            connection.execute(insert(tables.receipt), {**row, "received_at": now, "is_valid": True})
        return identity

    def _pull(
        self,
        client: CountyClient,
        report: SyncReport,
        progress: Callable[[Progress], None],
        stop: Callable[[], bool],
    ) -> None:
        more = True
        while more and not stop():
            cursor = int(self._store.local("pull_cursor") or 0)
            page = client.pull(cursor)
            if not _statement_holds(page.statement, self._store.local("county_key") or ""):
                raise Refused("sync.receipt_wrong")
            report.pulled += self._take(page.entries, page.signatures, page.statement.read()["entries"])
            self._store.set_local("pull_cursor", str(page.cursor))
            more = page.more
            progress(Progress("pull", report.pulled, report.pulled))

    def _take(self, bodies: list[str], signatures: dict[str, str], vouched: list[str]) -> int:
        """Fold entries that others wrote; only what the county's statement names is taken."""
        taken = 0
        with self._store.units.writing() as connection:
            for text in bodies:
                entry = journal.parse(wire.unpack(text))
                if entry.id not in vouched:
                    raise Refused("sync.receipt_wrong")
                if journal.find(connection, entry.id) is not None:
                    continue
                journal.append(connection, entry)
                self._store.fold.apply(connection, entry)
                if entry.id in signatures:
                    signature = wire.unpack(signatures[entry.id])
                    journal.append_signature(connection, entry.id, entry.stream_id, signature)
                taken += 1
        return taken


def _own_streams(connection: Connection) -> list[str]:
    """Streams whose private key lies in this store: those that this laptop answers for, oldest first."""
    query = select(tables.secret.c.key).where(tables.secret.c.key.like("stream:%")).order_by(tables.secret.c.key)
    return [key.removeprefix("stream:") for key in connection.execute(query).scalars()]


def _count_entries(connection: Connection, streams: list[str]) -> int:
    query = select(func.count()).select_from(tables.entry).where(tables.entry.c.stream_id.in_(streams))
    return connection.execute(query).scalar_one()


def _next_page(connection: Connection, streams: list[str], cursor: int) -> tuple[list[Entry], int]:
    """Up to ``BATCH`` own entries after the cursor, ending at a signed one, and the position reached."""
    table, signature = tables.entry, tables.entry_signature
    query = (
        select(table.c.position, table.c.body, signature.c.entry_id.is_not(None).label("is_head"))
        .outerjoin_from(table, signature, signature.c.entry_id == table.c.id)
        .where(table.c.position > cursor, table.c.stream_id.in_(streams))
        .order_by(table.c.position)
    )
    page: list[Entry] = []
    for row in connection.execute(query):
        page.append(journal.parse(bytes(row.body)))
        cursor = row.position
        if len(page) >= BATCH and row.is_head:
            break
    return page, cursor


def _signatures(connection: Connection, page: list[Entry]) -> dict[str, str]:
    table = tables.entry_signature
    query = select(table).where(table.c.entry_id.in_([entry.id for entry in page]))
    return {row.entry_id: wire.pack(bytes(row.signature)) for row in connection.execute(query)}


def _receipted_seq(connection: Connection, stream: str) -> int:
    """How many entries of a stream a receipt covers."""
    table = tables.receipt
    query = select(table.c.body).where(table.c.stream_id == stream).order_by(table.c.head_seq.desc()).limit(1)
    body = connection.execute(query).scalar()
    if body is None:
        return 0
    content = wire.SignedStatement(body=bytes(body).decode(), signature="").read()
    return int(content["entries"]["count"]) - len(content["held"])


def _confirmed_blobs(connection: Connection) -> set[str]:
    """Hashes that a receipt names."""
    confirmed: set[str] = set()
    for body in connection.execute(select(tables.receipt.c.body)).scalars():
        confirmed |= set(wire.SignedStatement(body=bytes(body).decode(), signature="").read()["blobs"])
    return confirmed


def _open_items(connection: Connection, blobs: set[str]) -> list[SyncItem]:
    items = []
    for row in connection.execute(select(tables.sync_item)):
        if row.item_kind == "entry" or row.item in blobs:
            state = SyncState(row.state)
            items.append(SyncItem(row.item, row.item_kind, state, row.reason, row.uploaded_bytes, row.total_bytes))
    return items


def _statement_holds(statement: wire.SignedStatement, county_key: str) -> bool:
    return signature_holds(
        bytes.fromhex(county_key), bytes.fromhex(statement.signature), statement.body.encode("utf-8")
    )
