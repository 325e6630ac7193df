"""A batch of journal entries on its way: over the line to the county, or as a file to another laptop."""

from __future__ import annotations

from pydantic import Field

from inspector_app.wire.messages import Message, Outcome, SignedStatement
from inspector_app.wire.version import PROTOCOL


class Batch(Message):
    """Ordered entries (canonical bodies, base64) and the signatures of their transactions' heads by entry id.

    As a file it also carries who vouches for it: ``statement`` (signed by the sender's stream) names every entry and
    file of the hand-over, ``certificates`` are the county's for each stream that wrote an entry of it.
    """

    protocol: int = PROTOCOL
    sender: str
    entries: list[str] = Field(max_length=200_000)
    signatures: dict[str, str]
    statement: SignedStatement | None = None
    certificates: list[SignedStatement] = Field(default_factory=list, max_length=64)


class ItemOutcome(Message):
    """One item's fate with the reason in a message code."""

    item: str
    outcome: Outcome
    reason: str | None = None


class BatchAnswer(Message):
    """Outcomes of everything that is not simply applied, how many were, and the entries that fork a chain."""

    applied: int
    others: list[ItemOutcome]
    forks: list[str]
