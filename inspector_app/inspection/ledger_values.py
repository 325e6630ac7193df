"""What the 隐患台账 shows. Standard library only: the window knows these before any table is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LedgerState(StrEnum):
    """Which findings the ledger shows."""

    ALL = "all"
    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line. ``found_on``: local day of the finding, or of its visit; ``is_overdue``: as of today."""

    id: str
    inspection_id: str
    found_on: str
    site_name: str
    place: str
    fact: str
    hazard_level: str
    due_on: str
    reinspection_result: str
    is_overdue: bool
