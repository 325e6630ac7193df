"""Blanks of an order that name its problems by number: what becomes of them when a problem is taken out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

PROBLEMS = "problems"
_NUMBERS = "items_immediate"
_ROWS = ("groups", "measures")


def without_item(values: Mapping[str, Any], number: int) -> dict[str, Any]:
    """The blanks that change when problem ``number`` goes: the later ones move up; a row about it alone goes too."""
    changed: dict[str, Any] = {}
    if values.get(_NUMBERS):
        changed[_NUMBERS] = _moved(values[_NUMBERS], number) or None
    for key in _ROWS:
        rows = [row for row in values.get(key) or () if isinstance(row, Mapping)]
        kept = [dict(row) for row in rows if not row.get("item_nos") or _moved(row["item_nos"], number)]
        for place, row in enumerate(kept, 1):
            if row.get("item_nos"):
                row["item_nos"] = _moved(row["item_nos"], number)
            if "seq" in row:
                row["seq"] = place
        changed |= {key: kept or None} if rows else {}
    return {key: value for key, value in changed.items() if value != values.get(key)}


def _moved(numbers: Iterable[Any], gone: int) -> list[Any]:
    return [one - 1 if isinstance(one, int) and one > gone else one for one in numbers if one != gone]
