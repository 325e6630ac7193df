"""Value types of the stock of pre-sealed sheets (standard library only)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SheetRange:
    """Consecutive sheets: what stands before the figures, first and last serial, and how many figures at least."""

    before: str
    first: int
    last: int
    width: int

    @property
    def count(self) -> int:
        """How many sheets."""
        return self.last - self.first + 1

    def number(self, serial: int) -> str:
        """A sheet's number as it stands on the paper."""
        return f"{self.before}{serial:0{self.width}d}"

    def holds(self, number: str) -> bool:
        """Whether a sheet belongs to this range."""
        digits = number[len(self.before):]
        if not number.startswith(self.before) or not (digits.isascii() and digits.isdigit()):
            return False
        return self.first <= int(digits) <= self.last and number == self.number(int(digits))


@dataclass(frozen=True)
class SheetBatch:
    """One batch of sheets that this laptop's car carries. ``form``: key of the form, empty when any form goes on it.

    ``next_number``: the first sheet that is still there, empty when none is.
    """

    id: str
    form: str
    first: str
    last: str
    received_on: str
    received: int
    used: int
    spoiled: int
    next_number: str

    @property
    def left(self) -> int:
        """Sheets that are neither used nor spoiled."""
        return self.received - self.used - self.spoiled


@dataclass(frozen=True)
class SheetStock:
    """The sheets of one form (or of any), all batches together."""

    form: str
    title: str
    received: int
    used: int
    spoiled: int

    @property
    def left(self) -> int:
        """Sheets that are still there."""
        return self.received - self.used - self.spoiled
