"""Handing entries and files over: the county's own word, not a local cursor alone, says where to go on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inspector_app.clock import Clock
from inspector_app.errors import StorageFault
from inspector_app.storage.journal import Entry
from inspector_app.store import Store
from inspector_app.sync import repository
from inspector_app.sync.uploads import IN_ONE_STEP, Counted, FileUpload
from inspector_app.sync.values import Progress, SyncReport, SyncState, SyncStep
from inspector_app.wire.batch import Batch, BatchAnswer
from inspector_app.wire.messages import pack

if TYPE_CHECKING:
    from inspector_app.sync.client import CountyClient

BATCH = 500
"""Entries per request: large enough to be fast, small enough to finish on a weak line."""

BATCH_BYTES = 4 << 20
AT_ONCE = 3
"""Small files under way together: while one waits for the county's disk, the next is on the line."""

STEP_OF_RANK = {1: SyncStep.PAPERS, 2: SyncStep.THUMBNAILS, 3: SyncStep.ORIGINALS}


@dataclass
class Run:
    """One hand-over while it runs."""

    client: CountyClient
    report: SyncReport
    progress: Callable[[Progress], None]
    stop: Callable[[], bool]


class Sending:
    """What goes from the laptop to the county."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def entries(self, run: Run) -> None:
        """Send every own entry that the county does not hold, one batch after the other."""
        places = self._places(run.client)
        with self._store.units.read() as connection:
            total = sum(repository.count_after(connection, s, p) for s, p in places.items())
        done = 0
        for stream, position in places.items():
            while not run.stop():
                with self._store.units.read() as connection:
                    page = repository.next_page(connection, stream, position, BATCH, BATCH_BYTES)
                if not page.entries:
                    break
                self._hand_over(run, page, remember=stream)
                position = page.position
                done += len(page.entries)
                run.progress(Progress(SyncStep.RECORDS, done, max(done, total)))

    def again(self, run: Run) -> None:
        """Offer once more what the county has set aside."""
        with self._store.units.read() as connection:
            rows = [row for row in repository.items(connection) if row.state == SyncState.QUARANTINED.value]
            pages = [repository.transaction_of(connection, row.item) for row in rows if row.item_kind == "entry"]
        offered: set[str] = set()
        for page in pages:
            if page.entries and page.entries[0].id not in offered and not run.stop():
                offered |= {entry.id for entry in page.entries}
                self._hand_over(run, page)

    def blobs(self, run: Run) -> None:
        """Send the files that the county lacks: papers, thumbnails, originals."""
        with self._store.units.read() as connection:
            ranks = repository.own_blobs(connection)
            waiting = sorted(set(ranks) - repository.confirmed_blobs(connection), key=lambda sha: (ranks[sha], sha))
        if not waiting or run.stop():
            return
        wanted = run.client.missing(waiting)
        here = [sha256 for sha256 in wanted if self._is_here(sha256)]
        sizes = {sha256: self._store.blobs.size(sha256) for sha256 in here}
        run.report.bytes_needed += sum(sizes.values())
        for rank, step in STEP_OF_RANK.items():
            self._send_all(run, step, [sha256 for sha256 in here if ranks[sha256] == rank], sizes)

    def _places(self, client: CountyClient) -> dict[str, int]:
        """For each own stream the position in this journal after which the county lacks entries."""
        with self._store.units.read() as connection:
            own = repository.own_streams(connection)
        sent = {stream: self._store.local(f"sent:{stream}") for stream in own}
        standings = client.standings(sent)
        places = {}
        with self._store.units.read() as connection:
            for stream in own:
                standing = standings.get(stream)
                known = sent[stream] if standing is None or standing.holds_sent else standing.head
                places[stream] = repository.position_of(connection, known)
        if any(not standing.holds_sent for standing in standings.values()):
            self._county_has_lost()
        return places

    def _county_has_lost(self) -> None:
        """The county was set back to an older state: nothing rests on its former receipts any more."""
        with self._store.units.writing() as connection:
            repository.void_receipts(connection)

    def _hand_over(self, run: Run, page: repository.Page, remember: str | None = None) -> None:
        batch = Batch(
            sender=self._store.stream_id,
            entries=[pack(entry.body) for entry in page.entries],
            signatures=page.signatures,
        )
        answer = run.client.send(batch)
        self._note(answer, page.entries, remember)
        run.report.entries_sent += len(page.entries)
        run.report.entries_applied += answer.applied
        run.report.forks += answer.forks

    def _note(self, answer: BatchAnswer, entries: list[Entry], remember: str | None) -> None:
        """Keep where we stand and what was said of single items, in one transaction."""
        now = self._clock.now().iso
        with self._store.units.writing() as connection:
            if remember is not None:
                repository.set_local(connection, f"sent:{remember}", entries[-1].id)
            for other in answer.others:
                row: dict[str, Any] = {"item": other.item, "item_kind": "entry", "state": other.outcome.value}
                repository.put_item(connection, {**row, "reason": other.reason, "updated_at": now})
            for fork in answer.forks:
                row = {"item": fork, "item_kind": "fork", "state": SyncState.APPLIED.value}
                repository.put_item(connection, {**row, "reason": "sync.fork_seen", "updated_at": now})

    def _is_here(self, sha256: str) -> bool:
        """Whether the file is on this laptop; a lost one is told, and never stops the others."""
        if self._store.blobs.exists(sha256):
            return True
        self._note_blob(sha256, SyncState.WAITING, "blob.missing", 0, 0)
        return False

    def _send_all(self, run: Run, step: SyncStep, files: list[str], sizes: dict[str, int]) -> None:
        small = [sha256 for sha256 in files if sizes[sha256] <= IN_ONE_STEP]
        large = [sha256 for sha256 in files if sizes[sha256] > IN_ONE_STEP]
        counted = Counted()
        tally = _Tally(step, len(files), sum(sizes[sha256] for sha256 in files), counted)
        try:
            with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="sync") as pool:
                for done in pool.map(lambda sha256: self._send(run, sha256, sizes[sha256], counted), small):
                    tally.one(run, done)
            for sha256 in large:
                tally.one(run, self._send(run, sha256, sizes[sha256], counted))
        finally:
            run.report.bytes_sent += counted.total

    def _send(self, run: Run, sha256: str, length: int, counted: Counted) -> bool:
        if run.stop():
            return False
        with self._store.units.read() as connection:
            address = repository.upload_address(connection, sha256) if length > IN_ONE_STEP else None

        def told(offset: int, where: str) -> None:
            if length > IN_ONE_STEP:
                self._note_blob(sha256, SyncState.SENDING, None, offset, length, where)

        upload = FileUpload(run.client, sha256, length, counted, told, address)
        try:
            with self._store.blobs.open(sha256) as source:
                done = upload.send(source, run.stop)
        except StorageFault as fault:
            if not fault.code.startswith("blob."):
                raise
            self._note_blob(sha256, SyncState.WAITING, fault.code, 0, length)
            return False
        if done and length > IN_ONE_STEP:
            with self._store.units.writing() as connection:
                repository.drop_item(connection, sha256)
        return done

    def _note_blob(
        self, sha256: str, state: SyncState, reason: str | None, sent: int, total: int, where: str | None = None
    ) -> None:
        row = {"item": sha256, "item_kind": "blob", "state": state.value, "reason": reason, "upload_url": where}
        sizes = {"uploaded_bytes": sent, "total_bytes": total, "updated_at": self._clock.now().iso}
        with self._store.units.writing() as connection:
            repository.put_item(connection, {**row, **sizes})


@dataclass
class _Tally:
    """Counts the files of one step and says so."""

    step: SyncStep
    total: int
    total_bytes: int
    counted: Counted
    done: int = 0

    def one(self, run: Run, is_done: bool) -> None:
        """One more file was dealt with."""
        self.done += 1
        run.report.blobs_sent += is_done
        run.progress(Progress(self.step, self.done, self.total, self.counted.total, self.total_bytes))
