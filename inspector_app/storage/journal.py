"""The journal: append-only, hash-chained, signed entries; every change of every record is one of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import Connection, bindparam, func, insert, select

from inspector_app.errors import StorageFault
from inspector_app.storage import hunks, tables
from inspector_app.storage.records import canonical

FORMAT = 1


class Operation(StrEnum):
    """What an entry does to its record."""

    CREATE = "create"
    CHANGE = "change"
    REMOVE = "remove"
    RESTORE = "restore"


@dataclass(frozen=True)
class FieldChange:
    """One field of an entry: the value before, the value after, and what the writer had seen.

    ``base``: hashes of the entries that last set the field as this writer saw it (none for a first value,
    several when the change settles a conflict).
    """

    old: Any
    new: Any
    base: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One entry as everybody reads it; ``body`` is the stored canonical form and ``id`` its SHA-256."""

    id: str
    body: bytes
    stream_id: str
    seq: int
    previous: str
    action_id: str
    action: str
    kind: str
    kind_version: int
    record_id: str
    scope_id: str | None
    operation: Operation
    fields: Mapping[str, FieldChange]
    presence_base: tuple[str, ...]
    seen: Mapping[str, tuple[str, ...]]
    actor: str
    reason: str | None
    at: str
    monotonic_ms: int
    boot: str
    clock_trust: str


@dataclass(frozen=True)
class Draft:
    """What a service wants journalled, before chain and clock are added."""

    kind: str
    kind_version: int
    record_id: str
    scope_id: str | None
    operation: Operation
    fields: Mapping[str, FieldChange] = field(default_factory=dict)
    presence_base: tuple[str, ...] = ()
    seen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True)
class Head:
    """Where a chain stands: the sequence number and hash of its last entry."""

    seq: int
    id: str


class Signer(Protocol):
    """Whoever signs the head of a transaction for a stream."""

    stream_id: str

    def sign(self, message: bytes) -> bytes:
        """An Ed25519 signature over ``message``."""
        ...


_INSERT = insert(tables.entry)
_INSERT_SIGNATURE = insert(tables.entry_signature)
_FIND = select(tables.entry.c.body).where(tables.entry.c.id == bindparam("entry"))
_LAST = (
    select(tables.entry.c.body)
    .where(tables.entry.c.stream_id == bindparam("stream"))
    .order_by(tables.entry.c.seq.desc(), tables.entry.c.id)  # a fork has one end for everybody
    .limit(1)
)
_NEXT_STREAM = select(func.min(tables.entry.c.stream_id)).where(tables.entry.c.stream_id > bindparam("stream"))


def genesis(stream_id: str) -> str:
    """The ``previous`` of a stream's first entry."""
    return hashlib.sha256(b"kuanganjian stream " + stream_id.encode("ascii")).hexdigest()


def compose(draft: Draft, chain: Mapping[str, Any]) -> Entry:
    """The entry of a draft at the end of a chain.

    ``chain`` carries stream, seq, prev, action, action_name, actor, at, mono, boot and trust.
    """
    body: dict[str, Any] = {
        "v": FORMAT,
        "kind": draft.kind,
        "kind_version": draft.kind_version,
        "record": draft.record_id,
        "op": draft.operation.value,
        "fields": {name: _written(change) for name, change in draft.fields.items()},
        **chain,
    }
    if draft.scope_id:
        body["scope"] = draft.scope_id
    if draft.reason:
        body["reason"] = draft.reason
    if draft.presence_base:
        body["presence_base"] = sorted(draft.presence_base)
    if draft.seen:
        body["seen"] = {name: sorted(heads) for name, heads in draft.seen.items()}
    return parse(canonical(body))


def parse(body: bytes) -> Entry:
    """Read a stored body. Raises ``StorageFault('journal.unreadable')`` when it is not an entry."""
    try:
        raw = json.loads(body)
        if raw["v"] != FORMAT:
            raise StorageFault("journal.newer_format", version=raw["v"])
        return Entry(
            id=hashlib.sha256(body).hexdigest(),
            body=body,
            stream_id=raw["stream"],
            seq=raw["seq"],
            previous=raw["prev"],
            action_id=raw["action"],
            action=raw["action_name"],
            kind=raw["kind"],
            kind_version=raw["kind_version"],
            record_id=raw["record"],
            scope_id=raw.get("scope"),
            operation=Operation(raw["op"]),
            fields={name: _read(change) for name, change in raw["fields"].items()},
            presence_base=tuple(raw.get("presence_base", ())),
            seen={name: tuple(heads) for name, heads in raw.get("seen", {}).items()},
            actor=raw["actor"],
            reason=raw.get("reason"),
            at=raw["at"],
            monotonic_ms=raw["mono"],
            boot=raw["boot"],
            clock_trust=raw["trust"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StorageFault("journal.unreadable", detail=type(error).__name__) from error


def _written(change: FieldChange) -> dict[str, Any]:
    """A field as the body carries it: of a long text only what differs from the old one is repeated."""
    written: dict[str, Any] = {"new": change.new, "base": sorted(change.base)}
    hunk = hunks.cut(change.old, change.new)
    return {**written, "hunk": hunk} if hunk is not None else {**written, "old": change.old}


def _read(field: Mapping[str, Any]) -> FieldChange:
    new = field["new"]
    return FieldChange(hunks.join(new, field["hunk"]) if "hunk" in field else field["old"], new, tuple(field["base"]))


def append(connection: Connection, entry: Entry) -> None:
    """Store one entry; its hash is already fixed. Raises on a repeated entry."""
    connection.execute(
        _INSERT,
        {
            "id": entry.id,
            "stream_id": entry.stream_id,
            "seq": entry.seq,
            "action_id": entry.action_id,
            "kind": entry.kind,
            "record_id": entry.record_id,
            "scope_id": entry.scope_id,
            "body": entry.body,
        },
    )


def append_signature(connection: Connection, entry_id: str, stream_id: str, signature: bytes) -> None:
    """Store the stream's signature over the head of a transaction."""
    connection.execute(
        _INSERT_SIGNATURE,
        {"entry_id": entry_id, "stream_id": stream_id, "signature": signature},
    )


def head(connection: Connection, stream_id: str) -> Head:
    """The end of a stream's chain; an unopened stream stands at sequence 0 and its genesis hash."""
    found = last(connection, stream_id)
    return Head(found.seq, found.id) if found else Head(0, genesis(stream_id))


def last(connection: Connection, stream_id: str) -> Entry | None:
    """The last entry of a stream; ``None`` while it is unopened."""
    body = connection.execute(_LAST, {"stream": stream_id}).scalar()
    return None if body is None else parse(bytes(body))


def heads(connection: Connection) -> dict[str, Head]:
    """The end of every chain held here, by stream id; each stream costs two looks into an index."""
    found: dict[str, Head] = {}
    stream = connection.execute(_NEXT_STREAM, {"stream": ""}).scalar()
    while stream is not None:
        found[stream] = head(connection, stream)
        stream = connection.execute(_NEXT_STREAM, {"stream": stream}).scalar()
    return found


def read(
    connection: Connection,
    *,
    after_position: int = 0,
    stream_id: str | None = None,
    after_seq: int = 0,
    record_id: str | None = None,
    action_id: str | None = None,
    limit: int | None = None,
) -> Iterator[tuple[int, Entry]]:
    """Entries in arrival order as (position, entry), narrowed by what is given."""
    table = tables.entry
    query = select(table.c.position, table.c.body).order_by(table.c.position)
    if after_position:
        query = query.where(table.c.position > after_position)
    if stream_id is not None:
        query = query.where(table.c.stream_id == stream_id, table.c.seq > after_seq)
        query = query.order_by(None).order_by(table.c.seq, table.c.position)
    if record_id is not None:
        query = query.where(table.c.record_id == record_id)
    if action_id is not None:
        query = query.where(table.c.action_id == action_id)
    if limit is not None:
        query = query.limit(limit)
    for position, body in connection.execute(query):
        yield position, parse(bytes(body))


def find(connection: Connection, entry_id: str) -> Entry | None:
    """One entry by its hash."""
    body = connection.execute(_FIND, {"entry": entry_id}).scalar()
    return None if body is None else parse(bytes(body))
