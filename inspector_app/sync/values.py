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


@dataclass(frozen=True)
class SyncItem:
    """One thing that is not simply received."""

    item: str
    item_kind: str
    state: SyncState
    reason: str | None
    sent_bytes: int
    total_bytes: int


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
    items: tuple[SyncItem, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether a receipt covers everything."""
        return self.entries_received == self.entries_total and self.blobs_received == self.blobs_total


@dataclass
class SyncReport:
    """What one run did."""

    entries_sent: int = 0
    entries_applied: int = 0
    blobs_sent: int = 0
    bytes_sent: int = 0
    pulled: int = 0
    receipt_id: str | None = None
    forks: list[str] = field(default_factory=list)
    complete: bool = False
