"""Messages between laptop and county, and the statements that are signed; std lib and pydantic only."""

from __future__ import annotations

import base64
import json
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

PROTOCOL = 1
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Message(BaseModel):
    """Unknown fields are refused: a message is understood whole or not at all."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Outcome(StrEnum):
    """What became of one item at the county."""

    HELD = "held"
    """Chain verified and durable, not yet readable by this version of the county."""
    APPLIED = "applied"
    """In the county's tables. Only this is 已接收."""
    QUARANTINED = "quarantined"
    """Kept aside with a reason; blocks nothing else."""


class Enrolment(Message):
    """A laptop asks to join with its one-time code. ``escrow``: its store key sealed to the county (base64)."""

    protocol: int = PROTOCOL
    code: str
    stream: str
    public_key: str
    label: str
    is_sample: bool
    escrow: str | None = None


class Succession(Message):
    """A laptop's new stream, vouched for by the key of the stream before it (restore, copy, fork)."""

    protocol: int = PROTOCOL
    stream: str
    public_key: str
    predecessor: str
    signature: str


class Enrolled(Message):
    """The county's answer: certificate of the stream's key, and the key all county statements are signed with."""

    county: str
    county_name: str
    region: str
    county_key: str
    certificate: SignedStatement


class SignedStatement(Message):
    """Canonical JSON text and the county's Ed25519 signature over its UTF-8 bytes (hex)."""

    body: str
    signature: str

    def read(self) -> dict[str, Any]:
        """The statement's content; check the signature first."""
        content: dict[str, Any] = json.loads(self.body)
        return content


class SessionRequest(Message):
    """Proof of holding a stream's key: its signature over the challenge."""

    stream: str
    challenge: str
    signature: str


class Session(Message):
    """A token for the next hour or so."""

    token: str


class Challenge(Message):
    """Random text to be signed; good once."""

    challenge: str


class Batch(Message):
    """Ordered entries (canonical bodies, base64) and the signatures of their transactions' heads by entry id."""

    protocol: int = PROTOCOL
    sender: str
    entries: list[str]
    signatures: dict[str, str]


class ItemOutcome(Message):
    """One item's fate with the reason in a message code."""

    item: str
    outcome: Outcome
    reason: str | None = None


class BatchAnswer(Message):
    """Outcomes of everything that is not simply applied, how many were, and whether a fork was seen."""

    applied: int
    others: list[ItemOutcome]
    forks: list[str]


class ReceiptRequest(Message):
    """What the laptop wants confirmed."""

    stream: str
    blobs: list[Hash]


class PullPage(Message):
    """Entries the laptop may see, in the county's order; ``cursor`` continues, the county signs the page."""

    entries: list[str]
    signatures: dict[str, str]
    cursor: int
    more: bool
    statement: SignedStatement


class LeaseRequest(Message):
    """Asks for a block of numbers of one stem and year."""

    stem: str
    year: int
    count: int = Field(gt=0, le=1000)


class Inventory(Message):
    """Records by kind, sorted hashes of blobs, heads of streams: equal on both sides after a hand-over."""

    records: dict[str, int]
    blobs: list[str]
    heads: dict[str, str]


def pack(raw: bytes) -> str:
    """Bytes as base64 text."""
    return base64.b64encode(raw).decode("ascii")


def unpack(text: str) -> bytes:
    """Bytes of base64 text. Raises ``ValueError``."""
    return base64.b64decode(text, validate=True)


Enrolled.model_rebuild()
