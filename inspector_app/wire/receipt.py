"""接收回执: what the county states, signed, that it holds and has applied; and how a laptop asks for it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from inspector_app.wire.messages import Hash, Identity, Message


class ReceiptRequest(Message):
    """What the laptop wants confirmed: one of its streams up to ``head`` (an entry id), and files."""

    stream: Identity
    head: Hash | None = None
    blobs: list[Hash] = Field(default_factory=list, max_length=200_000)


class StandingRequest(Message):
    """Streams with the last entry that the laptop believes the county holds (``None``: nothing yet)."""

    sent: dict[str, Hash | None] = Field(max_length=1000)


class Standing(Message):
    """Where the county stands in one stream: its last entry, and whether it holds the one that was asked about."""

    seq: int
    head: Hash
    holds_sent: bool


class Standings(Message):
    """Where the county stands, by stream."""

    streams: dict[str, Standing]


class Receipt(Message):
    """The content of a signed receipt.

    ``applied``: ranges of sequence numbers (both ends included) on the chain that ends in ``head``. ``beside``: applied
    entries of other branches of a forked chain. ``held``: durable but not readable by this county's program yet.
    ``quarantined``: set aside, with a message code; by entry id.
    """

    receipt: int
    county: str
    stream: str
    head_seq: int
    head: str
    applied: list[tuple[int, int]]
    beside: list[Hash] = Field(default_factory=list)
    held: dict[str, str]
    quarantined: dict[str, str]
    blobs: list[Hash]
    issued_at: str

    @property
    def applied_count(self) -> int:
        """How many entries are 已接收."""
        return sum(last - first + 1 for first, last in self.applied)


def ranges(numbers: list[int]) -> list[tuple[int, int]]:
    """Ascending numbers as ranges with both ends included."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def as_statement(receipt: Receipt) -> dict[str, Any]:
    """The content to be signed."""
    return receipt.model_dump(mode="json")
