"""Pure functions that read entries of an older kind version as entries of today's.

The stored entry is never touched; only what the fold sees of it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from inspector_app.errors import StorageFault
from inspector_app.storage.journal import Entry, FieldChange

Fields = Mapping[str, FieldChange]
Upcaster = Callable[[Fields], Fields]

UPCASTERS: dict[tuple[str, int], Upcaster] = {}
"""(kind, version) -> reads the fields of that version as those of version + 1."""


def upcast(entry: Entry, to_version: int) -> Entry:
    """The entry as ``to_version`` of its kind would have written it.

    Raises ``StorageFault('journal.newer_kind')`` when a newer program wrote it, and ``KeyError`` (a bug) when
    a step is missing.
    """
    if entry.kind_version == to_version:
        return entry
    if entry.kind_version > to_version:
        raise StorageFault("journal.newer_kind", kind=entry.kind, version=entry.kind_version)
    fields: Fields = entry.fields
    for version in range(entry.kind_version, to_version):
        fields = UPCASTERS[entry.kind, version](fields)
    return replace(entry, fields=fields, kind_version=to_version)
