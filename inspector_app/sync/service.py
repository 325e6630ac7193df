"""Handing over to the county, and from laptop to laptop; nothing is ever removed here.

Safe to cut anywhere: every step may be repeated, uploads go on from what arrived, and only a verified receipt
makes something 已接收（有回执）.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from inspector_app.clock import Clock
from inspector_app.errors import BadInput, InspectorError
from inspector_app.identity import new_id
from inspector_app.storage.drafts import Drafts
from inspector_app.store import Store
from inspector_app.sync import lock, overview, repository
from inspector_app.sync.county import Membership
from inspector_app.sync.receiving import Receiving
from inspector_app.sync.sending import Run, Sending
from inspector_app.sync.values import ExportSummary, ImportSummary, Progress, SyncReport, SyncStatus, SyncStep
from inspector_app.wire.messages import LeasedBlock, LeaseRequest

MOST_LEASED = 1000
"""Numbers of one lease; with the years what ``LeaseRequest`` lets through."""
_YEARS = range(2000, 2201)


class SyncService:
    """One laptop and its county."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._membership = Membership(store)
        self._sending = Sending(store, clock)
        self._receiving = Receiving(store, clock, self._membership)

    def join(self, url: str, code: str, label: str = "", *, ca_file: Path | None = None) -> dict[str, str]:
        """Join a county with its one-time code; certificate and county key are kept from now on.

        The store key goes along, sealed so that only the county can open it (escrow). Raises ``Refused`` (wrong
        code, sample against real county), ``BadInput`` (address or certificate file) or ``Unreachable``.
        """
        return self._membership.join(url, code, label, ca_file)

    def run(
        self,
        progress: Callable[[Progress], None] = lambda _step: None,
        stop: Callable[[], bool] = lambda: False,
        *,
        again: bool = False,
    ) -> SyncReport:
        """Hand over everything that is new, fetch receipts, pull what others wrote.

        ``stop`` is asked between requests: pausing loses nothing. ``again`` offers once more what was set aside.
        Raises ``BadInput('sync.not_joined' | 'sync.already_running')``, ``Unreachable`` (keeps everything, try
        again), ``Refused`` (a person must act).
        """
        if not self._membership.is_joined:
            raise BadInput("sync.not_joined")
        with lock.only_one(self._store.folder):
            self._settle_drafts()
            report = SyncReport()
            try:
                self._hand_over(report, progress, stop, again)
            except InspectorError as error:
                self._remember(error.code)
                raise
            self._remember(report.pull_fault or "")
        report.stopped = stop()
        report.complete = self.status().complete
        return report

    def status(self) -> SyncStatus:
        """What is received and what is not, from what this laptop knows."""
        return overview.overview(self._store)

    def lease_numbers(self, stem: str, year: int, count: int) -> LeasedBlock:
        """Lease a block of numbers and bring it onto this laptop; a broken line never costs a block.

        Raises ``BadInput`` (not joined, a count or year no lease may have), ``Unreachable`` or ``Refused``.
        """
        _require_leasable(year, count)
        key = f"lease:{stem}:{year}:{count}"
        request = self._store.local(key) or new_id()
        self._store.set_local(key, request)
        with self._membership.connected() as client:
            block = client.lease(LeaseRequest(request=request, stem=stem, year=year, count=count))
            self._receiving.pull(Run(client, SyncReport(), lambda _step: None, lambda: False))
        self._store.set_local(key, "")
        return block

    def fetch_file(self, sha256: str) -> bool:
        """Bring an original that another laptop took onto this one; ``False`` when the county lacks it still."""
        if self._store.blobs.exists(sha256):
            return True
        with self._membership.connected() as client:
            return self._receiving.fetch(Run(client, SyncReport(), lambda _step: None, lambda: False), sha256)

    def export(self, target: Path, inspection_id: str | None = None, *, originals: bool = True) -> ExportSummary:
        """Write an inspection (or everything) as a signed file for another laptop of the county."""
        from inspector_app.sync.exchange import export

        self._settle_drafts()
        return export(self._store, target, inspection_id, originals=originals)

    def import_file(self, source: Path) -> ImportSummary:
        """Take in what another laptop of the county exported. Raises ``Refused`` for a cut or forged file."""
        from inspector_app.sync.exchange import import_file

        return import_file(self._store, self._clock, source)

    def _hand_over(
        self, report: SyncReport, progress: Callable[[Progress], None], stop: Callable[[], bool], again: bool
    ) -> None:
        progress(Progress(SyncStep.CONNECT, 0, 1))
        try:
            with self._membership.connected() as client:
                run = Run(client, report, progress, stop)
                self._sending.entries(run)
                if again:
                    self._sending.again(run)
                self._receipts(run)
                self._sending.blobs(run)
                if not stop():
                    self._receipts(run)
                    self._receiving.pull(run)
                    self._receiving.files(run)
                    self._receipts(run)
        finally:
            if report.forks:
                self._store.open_stream("county_saw_a_fork")

    def _receipts(self, run: Run) -> None:
        if not run.stop():
            self._receiving.receipts(run)

    def _settle_drafts(self) -> None:
        """Half-typed text becomes entries before it is handed over; one that cannot stays where it is."""
        try:
            Drafts(self._store.units, self._clock).settle(self._store.officer_id)
        except BadInput as fault:
            logging.getLogger(__name__).warning("draft not settled before hand-over: %s", fault)

    def _remember(self, fault: str) -> None:
        with self._store.units.writing() as connection:
            repository.set_local(connection, "sync_last_run_at", self._clock.now().iso)
            repository.set_local(connection, "sync_last_fault", fault)


def _require_leasable(year: int, count: int) -> None:
    if not 1 <= count <= MOST_LEASED:
        raise BadInput("number.count_impossible", count=count, least=1, most=MOST_LEASED)
    if year not in _YEARS:
        raise BadInput("number.year_impossible", year=year)
