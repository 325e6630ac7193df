"""文书校验码: the text of the QR code on a paper, and what it proves.

It says which paper this is (id, number, date), what it contains (digest), that a laptop signed that, and that the
county certified the laptop's key. It is packed tightly so that it stays small and scannable in print.
"""

from __future__ import annotations

import json
import re
import struct
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any, Protocol
from uuid import UUID

from inspector_app.documents import base45
from inspector_app.errors import BadInput

PREFIX = "KAJ1:"
_PAGED = re.compile(r"KAJ1(?:\.(?P<page>[1-9][0-9]{0,3}))?:")
"""How a code begins: the first page carries the code itself, each further one its page number before the colon."""
_PURPOSE = b"kuanganjian paper 1"
_EPOCH = date(2000, 1, 1)
_SAMPLE, _CERTIFIED, _UUID, _SHORT_CERTIFICATE = 1, 2, 4, 8


class Signer(Protocol):
    """Whoever holds the key of the laptop's stream."""

    @property
    def public_key(self) -> bytes:
        """32 bytes others verify with."""
        ...

    def sign(self, message: bytes) -> bytes:
        """An Ed25519 signature, 64 bytes."""
        ...


@dataclass(frozen=True)
class Certificate:
    """The county's statement about the laptop's key: canonical JSON text and the county's signature over it."""

    body: str
    signature: bytes

    @property
    def content(self) -> dict[str, Any]:
        """What the county states."""
        read: dict[str, Any] = json.loads(self.body)
        return read


@dataclass(frozen=True)
class PaperFacts:
    """What the code says about a paper. ``issued_on``: ``YYYY-MM-DD``; ``digest``: 64 hex digits."""

    document_id: str
    number: str | None
    issued_on: str | None
    digest: str
    is_sample: bool = False


@dataclass(frozen=True)
class CheckCode:
    """A code that has been read. ``statement`` is what ``signature`` signs; ``page`` (from 1) is not signed."""

    facts: PaperFacts
    public_key: bytes
    signature: bytes
    certificate: Certificate | None
    statement: bytes = field(repr=False)
    page: int = 1

    @property
    def is_signed(self) -> bool:
        """Whether the key in the code signed these facts."""
        return _holds(self.public_key, self.signature, self.statement)

    def is_certified_by(self, county_key: bytes) -> bool:
        """Whether the county with this key certified exactly this laptop's key, for the same kind of papers."""
        if self.certificate is None:
            return False
        if not _holds(county_key, self.certificate.signature, self.certificate.body.encode("utf-8")):
            return False
        content = self.certificate.content
        return (
            content.get("certificate") == 1
            and content.get("public_key") == self.public_key.hex()
            and bool(content.get("sample")) is self.facts.is_sample
        )


def make_code(facts: PaperFacts, signer: Signer, certificate: Certificate | None = None) -> str:
    """The text of the code. Without a certificate (not joined yet) it proves only that one key signed it."""
    head = _pack_facts(facts)
    raw = bytearray(head)
    raw += signer.sign(_PURPOSE + head)
    raw += signer.public_key
    if certificate is not None:
        raw[0] |= _CERTIFIED
        short = _pack_certificate(certificate, signer.public_key)
        if short is not None:
            raw[0] |= _SHORT_CERTIFICATE
        raw += short if short is not None else _sized(certificate.body.encode("utf-8"), 2)
        raw += certificate.signature
    return PREFIX + base45.encode(bytes(raw))


def page_code(code: str, page: int) -> str:
    """The text of the code as page ``page`` (from 1) prints it, so that a photo of the page says which one it is."""
    return code if page == 1 else code.replace(PREFIX, f"{PREFIX[:-1]}.{page}:", 1)


def is_ours(text: str) -> bool:
    """Whether a scanned code is a 文书校验码 at all, by how it begins."""
    return _PAGED.match(text) is not None


def read_code(text: str) -> CheckCode:
    """What a scanned code says; nothing is believed yet. Raises ``BadInput('document.code_unreadable')``."""
    try:
        begin = _PAGED.match(text)
        if begin is None:
            raise ValueError("another kind of code")
        read = _read(_Reader(base45.decode(text[begin.end() :])))
        return replace(read, page=int(begin["page"] or 1))
    except (ValueError, LookupError, struct.error, OverflowError, OSError) as error:
        raise BadInput("document.code_unreadable", detail=str(error)) from error


def _read(reader: _Reader) -> CheckCode:
    flags = reader.take(1)[0]
    if flags & ~(_SAMPLE | _CERTIFIED | _UUID | _SHORT_CERTIFICATE):
        raise ValueError("a newer kind of code")
    document_id = str(UUID(bytes=reader.take(16))) if flags & _UUID else reader.sized(1).decode("utf-8")
    number = reader.sized(1).decode("gb18030")
    days = int.from_bytes(reader.take(2), "big")
    issued_on = (_EPOCH + timedelta(days=days)).isoformat() if days else None
    digest = reader.take(32).hex()
    facts = PaperFacts(document_id, number or None, issued_on, digest, bool(flags & _SAMPLE))
    statement = _PURPOSE + bytes([flags & (_SAMPLE | _UUID)]) + reader.raw[1 : reader.at]
    signature, public_key = reader.take(64), reader.take(32)
    certificate = None
    if flags & _CERTIFIED:
        short = bool(flags & _SHORT_CERTIFICATE)
        body = _read_certificate(reader, public_key) if short else reader.sized(2).decode("utf-8")
        json.loads(body)
        certificate = Certificate(body, reader.take(64))
    if reader.at != len(reader.raw):
        raise ValueError("something follows the code")
    return CheckCode(facts, public_key, signature, certificate, statement)


def _pack_facts(facts: PaperFacts) -> bytes:
    flags = _SAMPLE if facts.is_sample else 0
    if _is_uuid(facts.document_id):
        flags |= _UUID
        name = UUID(facts.document_id).bytes
    else:
        name = _sized(facts.document_id.encode("utf-8"), 1)
    days = (date.fromisoformat(facts.issued_on) - _EPOCH).days if facts.issued_on else 0
    number = _sized((facts.number or "").encode("gb18030"), 1)
    return bytes([flags]) + name + number + days.to_bytes(2, "big") + bytes.fromhex(facts.digest)


_COUNTY_WORDS = frozenset({"certificate", "county", "issued_at", "public_key", "region", "sample", "stream"})


def _pack_certificate(certificate: Certificate, public_key: bytes) -> bytes | None:
    """The few facts a county's certificate is made of, when its text can be rebuilt from them exactly."""
    content = certificate.content
    if not content.keys() >= _COUNTY_WORDS:
        return None
    label = content.get("label")
    more = {key: value for key, value in content.items() if key not in _COUNTY_WORDS and key != "label"}
    try:
        at = datetime.fromisoformat(str(content["issued_at"]))
        offset = at.utcoffset() or timedelta()
        stamp = struct.pack(">qh", round(at.timestamp() * 1000), int(offset.total_seconds()) // 60)
        packed = (
            UUID(content["county"]).bytes
            + UUID(content["stream"]).bytes
            + _sized(str(content["region"]).encode("utf-8"), 1)
            + bytes([1 if content["sample"] else 0])
            + stamp
            + _sized(b"" if label is None else b"=" + str(label).encode("gb18030"), 1)
            + _sized(_compact(more).encode("utf-8") if more else b"", 1)
        )
        rebuilt = _read_certificate(_Reader(packed), public_key)
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None
    return packed if rebuilt == certificate.body else None


def _read_certificate(reader: _Reader, public_key: bytes) -> str:
    county, stream = str(UUID(bytes=reader.take(16))), str(UUID(bytes=reader.take(16)))
    region = reader.sized(1).decode("utf-8")
    sample = {b"\x00": False, b"\x01": True}[reader.take(1)]
    milliseconds, minutes = struct.unpack(">qh", reader.take(10))
    zone = timezone(timedelta(minutes=minutes))
    at = datetime.fromtimestamp(milliseconds / 1000, zone).isoformat(timespec="milliseconds")
    content = {"certificate": 1, "county": county, "region": region, "stream": stream, "public_key": public_key.hex()}
    label = reader.sized(1)
    if label[:1] == b"=":
        content["label"] = label[1:].decode("gb18030")
    elif label:
        raise ValueError("the label is broken")
    content |= {"sample": sample, "issued_at": at, **json.loads(reader.sized(1) or b"{}")}
    return _compact(content)


def _compact(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class _Reader:
    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.at = 0

    def take(self, count: int) -> bytes:
        part = self.raw[self.at : self.at + count]
        if len(part) != count:
            raise ValueError("the code ends too early")
        self.at += count
        return part

    def sized(self, width: int) -> bytes:
        return self.take(int.from_bytes(self.take(width), "big"))


def _sized(raw: bytes, width: int) -> bytes:
    return len(raw).to_bytes(width, "big") + raw


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _holds(public_key: bytes, signature: bytes, message: bytes) -> bool:
    from inspector_app.storage.signing import verify

    return verify(public_key, signature, message)
