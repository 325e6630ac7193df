"""Messages between laptop and county, and the statements that are signed; std lib and pydantic only."""

from __future__ import annotations

import base64
import hashlib
import json
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from inspector_app.wire.version import PROTOCOL

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Identity = Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
KeyHex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
SignatureHex = Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]


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


class SignedStatement(Message):
    """Canonical JSON text and an Ed25519 signature over its UTF-8 bytes (hex)."""

    body: str
    signature: str

    def read(self) -> dict[str, Any]:
        """The statement's content; check the signature first."""
        content: dict[str, Any] = json.loads(self.body)
        return content


class Health(Message):
    """Which county this is, and the keys a laptop needs before it joins."""

    ok: bool
    county: str
    sample: bool
    county_key: KeyHex
    escrow_key: KeyHex
    protocol: int
    oldest_protocol: int


class Enrolment(Message):
    """A laptop asks to join with its one-time code. ``escrow``: its store key sealed to the county (base64)."""

    protocol: int = PROTOCOL
    code: str = Field(max_length=64)
    stream: Identity
    public_key: KeyHex
    label: str = Field(max_length=200)
    is_sample: bool
    escrow: str | None = Field(default=None, max_length=4096)


class Succession(Message):
    """A laptop's new stream, vouched for by the key of the stream before it (restore, copy, fork)."""

    protocol: int = PROTOCOL
    stream: Identity
    public_key: KeyHex
    predecessor: Identity
    signature: SignatureHex


class Enrolled(Message):
    """The county's answer: certificate of the stream's key, and the key all county statements are signed with."""

    county: str
    county_name: str
    region: str
    county_key: KeyHex
    certificate: SignedStatement


class SessionRequest(Message):
    """Proof of holding a stream's key: its signature over the challenge."""

    stream: Identity
    challenge: str = Field(max_length=512)
    signature: SignatureHex


class Session(Message):
    """A token for the next hour or so."""

    token: str


class Challenge(Message):
    """Random text to be signed; good for one laptop and two minutes."""

    challenge: str


class LeaseRequest(Message):
    """Asks for a block of numbers of one stem and year; the same ``request`` again gets the same block."""

    request: Identity
    stem: str = Field(min_length=1, max_length=100)
    year: int = Field(ge=2000, le=2200)
    count: int = Field(gt=0, le=1000)


class LeasedBlock(Message):
    """Serial numbers that no other laptop gets; both ends belong to the block."""

    block: str
    stem: str
    year: int
    stream_id: str
    first_serial: int
    last_serial: int


class BlobQuestion(Message):
    """Which of these files are not at the county yet?"""

    blobs: list[Hash] = Field(max_length=5000)


class BlobsMissing(Message):
    """Files that still have to be sent."""

    missing: list[Hash]


class PullPage(Message):
    """Entries the laptop may see, in the county's order; ``cursor`` continues, the county signs the page."""

    entries: list[str]
    signatures: dict[str, str]
    cursor: int
    more: bool
    statement: SignedStatement


class Inventory(Message):
    """Records by kind, sorted hashes of blobs, heads of streams: equal on both sides after a hand-over."""

    records: dict[str, int]
    blobs: list[str]
    heads: dict[str, str]


_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def fingerprint(county_key: str) -> str:
    """Eight letters that name a county's key (40 bits): the second half of every one-time code."""
    digest = int.from_bytes(hashlib.sha256(bytes.fromhex(county_key)).digest()[:5], "big")
    return "".join(_ALPHABET[digest >> 5 * place & 31] for place in range(8))


def plain_code(code: str) -> str:
    """A one-time code without the dashes, spaces and lower case that people add."""
    return "".join(letter for letter in code.upper() if letter in _ALPHABET)


def pack(raw: bytes) -> str:
    """Bytes as base64 text."""
    return base64.b64encode(raw).decode("ascii")


def unpack(text: str) -> bytes:
    """Bytes of base64 text. Raises ``ValueError``."""
    return base64.b64decode(text, validate=True)
