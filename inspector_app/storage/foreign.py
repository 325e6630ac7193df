"""Entries that come from elsewhere: read strictly, grouped by signed transaction, judged before they are folded.

The county uses this for what laptops send, laptops for what county and colleagues hand over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from inspector_app.errors import StorageFault
from inspector_app.storage import journal
from inspector_app.storage.fold import Fold
from inspector_app.storage.journal import Entry
from inspector_app.storage.records import OWN_COLUMNS, canonical

LARGEST_ENTRY = 4 * 1024 * 1024
"""Bytes; a whole interview record is a hundredth of it."""


@dataclass
class Group:
    """Entries of one transaction of one stream, and the signature over its head (empty: there is none)."""

    entries: list[Entry] = field(default_factory=list)
    signature: bytes = b""

    @property
    def head(self) -> Entry:
        """The entry that the signature covers, and through it all others."""
        return self.entries[-1]


def read(body: bytes) -> Entry:
    """An entry that somebody else wrote. Raises ``StorageFault`` when it is none, or not in its canonical form."""
    if len(body) > LARGEST_ENTRY:
        raise StorageFault("journal.too_large", size=len(body))
    entry = journal.parse(body)
    texts = (
        entry.stream_id, entry.previous, entry.action_id, entry.action, entry.kind, entry.record_id, entry.actor,
        entry.at, entry.boot, entry.clock_trust,
    )  # fmt: skip
    numbers = (entry.seq, entry.kind_version, entry.monotonic_ms)
    sound = all(type(text) is str for text in texts) and all(type(number) is int for number in numbers)
    sound = sound and entry.seq >= 1 and isinstance(entry.scope_id, str | None) and _is_instant(entry.at)
    if not sound or not entry.stream_id.isascii() or not _is_canonical(body):
        raise StorageFault("journal.not_canonical")
    return entry


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _is_canonical(body: bytes) -> bool:
    try:
        return canonical(json.loads(body)) == body
    except (ValueError, RecursionError):
        return False


def groups(entries: list[Entry], signatures: Mapping[str, bytes]) -> Iterator[Group]:
    """Transactions: runs of one stream's entries up to a signed head; a run without signature comes unsigned."""
    group = Group()
    for entry in entries:
        if group.entries and group.head.stream_id != entry.stream_id:
            yield group
            group = Group()
        group.entries.append(entry)
        if entry.id in signatures:
            group.signature = signatures[entry.id]
            yield group
            group = Group()
    if group.entries:
        yield group


def is_linked(group: Group) -> bool:
    """Whether the entries of a transaction follow each other without a gap."""
    pairs = zip(group.entries, group.entries[1:], strict=False)
    return all(later.previous == earlier.id and later.seq == earlier.seq + 1 for earlier, later in pairs)


def unfoldable(fold: Fold, entry: Entry) -> str | None:
    """Why this program cannot fold an entry, as a message code; ``None`` when it can.

    A newer program may know the kind, the version or the field; a value of the wrong type no program takes.
    """
    model = fold.kinds.get(entry.kind)
    if model is None:
        return "journal.unknown_kind"
    if entry.kind_version > model.kind_version:
        return "journal.newer_kind"
    if entry.kind_version < model.kind_version:
        return None
    for name, change in entry.fields.items():
        info = model.model_fields.get(name)
        if info is None or name in OWN_COLUMNS:
            return "journal.unknown_field"
        if change.new is not None and not fits(info.annotation, change.new):
            return "journal.wrong_type"
    return None


def fits(annotation: object, value: object) -> bool:
    """Whether a value is of the type that a field of a record declares."""
    wanted = {part for part in getattr(annotation, "__args__", (annotation,)) if part is not type(None)}
    if str(annotation) == "typing.Any" or not all(isinstance(part, type) for part in wanted):
        return True
    if isinstance(value, bool):
        return bool in wanted
    if isinstance(value, int) and not -(2**31) <= value < 2**31:
        return False
    return isinstance(value, tuple(part for part in wanted if isinstance(part, type)))
