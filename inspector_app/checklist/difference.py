"""What a newer version of a list changes: items added, changed, removed, and which answers still fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspector_app.checklist.definition import Checklist, ChecklistItem
from inspector_app.checklist.keys import meaning
from inspector_app.checklist.showing import item_fields

_MADE = ("evidence", "answer_type", "unit", "design_key", "is_flat")
"""Made from other fields: their change would be told twice."""


@dataclass(frozen=True)
class ChangedItem:
    """One item that both versions have; ``fields`` are old and new by name. ``keeps_meaning``: answers are carried."""

    key: str
    fields: Mapping[str, tuple[Any, Any]]
    keeps_meaning: bool


@dataclass(frozen=True)
class Difference:
    """From one version to another. ``carried`` are the keys whose answers still fit the newer version."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[ChangedItem, ...]
    moved: bool
    carried: tuple[str, ...]


def difference(old: Checklist, new: Checklist) -> Difference:
    """What happened between two versions of a list. ``moved``: the items that stay stand in another order."""
    both = [item for item in old.items if new.has(item.key)]
    changes = [_changed(item, new.item(item.key)) for item in both]
    changed = tuple(change for change in changes if change.fields)
    lost = {change.key for change in changed if not change.keeps_meaning}
    return Difference(
        added=tuple(key for key in new.item_keys if not old.has(key)),
        removed=tuple(key for key in old.item_keys if not new.has(key)),
        changed=changed,
        moved=[item.key for item in both] != [key for key in new.item_keys if old.has(key)],
        carried=tuple(item.key for item in both if item.key not in lost),
    )


def _changed(old: ChecklistItem, new: ChecklistItem) -> ChangedItem:
    before, after = item_fields(old), item_fields(new)
    names = [name for name in before if name not in _MADE and before[name] != after[name]]
    return ChangedItem(old.key, {name: (before[name], after[name]) for name in names}, meaning(old) == meaning(new))
