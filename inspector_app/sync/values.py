"""What the sync page shows: state per kind of item, in figures and in plain words."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class SyncState(StrEnum):
    """Where one item stands on its way to the county."""

    WAITING = "waiting"
    """on this laptop only"""
    SENDING = "sending"
    """under way; what arrived is kept"""
    HELD = "held"
    """held by the county, not yet applied"""
    APPLIED = "applied"
    """已接收（有回执）"""
    QUARANTINED = "quarantined"
    """the county says why not"""


class SyncGroup(StrEnum):
    """Kinds of items in the order of sending."""

    RECORDS = "records"
    PAPERS = "papers"
    THUMBNAILS = "thumbnails"
    ORIGINALS = "originals"


class SyncStep(StrEnum):
    """What a run is doing."""

    CONNECT = "connect"
    RECORDS = "records"
    PAPERS = "papers"
    THUMBNAILS = "thumbnails"
    ORIGINALS = "originals"
    RECEIPT = "receipt"
    PULL = "pull"


@dataclass(frozen=True)
class Progress:
    """What a run is doing now; ``done`` and ``total`` count items of that step, the bytes those of files."""

    step: SyncStep
    done: int
    total: int
    sent_bytes: int = 0
    total_bytes: int = 0


@dataclass(frozen=True)
class SyncItem:
    """One thing that is not simply received. ``reason`` is a message code, ``told`` its Chinese sentences."""

    item: str
    item_kind: str
    state: SyncState
    reason: str | None
    sent_bytes: int = 0
    total_bytes: int = 0
    record_kind: str = ""
    record_id: str = ""
    title: str = ""
    told: str = ""


@dataclass(frozen=True)
class GroupStatus:
    """One group's items: how many there are and how many a receipt covers."""

    group: SyncGroup
    total: int
    received: int

    @property
    def waiting(self) -> int:
        """Items without a receipt."""
        return self.total - self.received


@dataclass(frozen=True)
class SyncStatus:
    """The whole picture, from what this laptop knows without asking anybody."""

    joined: bool
    county_name: str
    url: str
    entries_total: int
    entries_received: int
    blobs_total: int
    blobs_received: int
    last_receipt_at: str | None
    """When the county signed the newest receipt, by the county's clock."""
    region: str = ""
    last_run_at: str | None = None
    last_fault: str | None = None
    running: bool = False
    conflicts: int = 0
    groups: tuple[GroupStatus, ...] = ()
    forks: tuple[str, ...] = ()
    items: tuple[SyncItem, ...] = ()
    clock_ahead_seconds: int = 0
    """How far this laptop's clock is ahead of the county's (negative: behind); 0 while they agree to a few minutes."""
    clock_told: str = ""
    """The same in plain Chinese, or nothing."""

    @property
    def complete(self) -> bool:
        """Whether a receipt covers everything."""
        return self.joined and self.entries_received == self.entries_total and self.blobs_received == self.blobs_total


@dataclass
class SyncReport:
    """What one run did. ``pull_fault``: message code of why what others wrote could not be taken (all of) now."""

    entries_sent: int = 0
    entries_applied: int = 0
    blobs_sent: int = 0
    bytes_needed: int = 0
    """Bytes of the files that the county lacked when the run began."""
    bytes_sent: int = 0
    """Bytes of files put on the line, what had to be sent twice included."""
    pulled: int = 0
    receipts: int = 0
    receipt_id: str | None = None
    forks: list[str] = field(default_factory=list)
    pull_fault: str | None = None
    stopped: bool = False
    complete: bool = False


@dataclass(frozen=True)
class ExportSummary:
    """What a hand-over file holds."""

    file: str
    entries: int
    blobs: int
    byte_count: int


@dataclass(frozen=True)
class ImportSummary:
    """What a hand-over file brought: how much was new, and how many fields now wait for a person to choose."""

    sender: str
    sender_label: str
    entries: int
    new_entries: int
    blobs: int
    new_blobs: int
    conflicts: int
    inspections: tuple[str, ...] = ()
