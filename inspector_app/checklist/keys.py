"""The key register: what every item key means, for ever. A changed meaning needs a new key (decision 0021).

Answers are compared over years by key, so a key whose limit, unit or modality changes would compare unlike things. The
register (``checklists/register/keys.json``) holds the meaning of each key in words; lint compares. A key that is asked
no more stays there as retired, with what took its place, and is never given to another question.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from inspector_app import paths
from inspector_app.checklist.definition import Checklist, ChecklistItem


@dataclass(frozen=True)
class KeyFault:
    """One key that does not mean what it meant; ``now`` is empty when the item is gone, ``was`` when it is new."""

    key: str
    was: str
    now: str


def meaning(item: ChecklistItem) -> str:
    """What an answer to this item says, apart from its wording: source, modality, what is measured, against what."""
    form = item.answer
    parts = [item.clause, item.modality.value, " ".join(filter(None, (form.type.value, form.unit)))]
    if form.bound is not None:
        parts.append(f"{form.bound.operator.value} {form.bound.value}")
    if form.design is not None:
        parts.append(f"{form.design.operator.value} {form.design.factor} × {form.design.key}")
    if form.options:
        parts.append(",".join(sorted(option.key for option in form.options)))
    if item.recurrence is not None:
        parts.append(f"every {item.recurrence.every} {item.recurrence.period.value}")
    if item.elsewhere is not None:
        parts.append(f"elsewhere every {item.elsewhere[1].every} {item.elsewhere[1].period.value}")
    if item.deadline_on is not None:
        parts.append(f"by {item.deadline_on}")
    return " | ".join(parts)


def meanings(lists: Iterable[Checklist]) -> dict[str, str]:
    """The meaning of every key of these lists, sorted by key."""
    return dict(sorted((item.key, meaning(item)) for one in lists for item in one.items))


@cache
def registered() -> Mapping[str, str]:
    """The register as shipped."""
    return dict(_register()["keys"])


@cache
def retired() -> Mapping[str, str]:
    """Keys that the shipped lists ask no more, and what they meant; the register names what took their place."""
    return {key: row["meant"] for key, row in _register()["retired"].items()}


def _register() -> Mapping[str, Any]:
    return dict(json.loads((paths.checklists() / "register" / "keys.json").read_text("utf-8")))


def key_faults(lists: Iterable[Checklist], known: Mapping[str, str] | None = None) -> Iterator[KeyFault]:
    """Keys whose meaning changed, that are gone, that nobody registered, or that were retired and came back."""
    was = registered() if known is None else known
    now = meanings(lists)
    for key in sorted({*was, *now}):
        if key in retired():
            yield KeyFault(key, retired()[key], now.get(key, ""))
        elif was.get(key) != now.get(key):
            yield KeyFault(key, was.get(key, ""), now.get(key, ""))
