"""What changed in a long text, so that an entry carries the new text and only the part of the old one that differs.

A hunk ``[start, end, text]`` says: ``new[start:end]`` stands where ``text`` stood before. Positions count characters.
"""

from __future__ import annotations

import unicodedata
from typing import Any

SHORTEST = 200
"""Characters under which the old text is carried whole: people read entries."""


def cut(old: Any, new: Any) -> list[Any] | None:
    """The hunk that leads from ``new`` back to ``old``; ``None`` for short texts, other values, or no saving."""
    if not isinstance(old, str) or not isinstance(new, str) or len(old) < SHORTEST:
        return None
    former, present = unicodedata.normalize("NFC", old), unicodedata.normalize("NFC", new)
    start = _alike(former, present)
    most = min(len(former), len(present)) - start
    same = _alike(former[: -most - 1 : -1], present[: -most - 1 : -1]) if most else 0
    removed = former[start : len(former) - same]
    if len(removed) > len(former) // 2 or unicodedata.normalize("NFC", removed) != removed:
        return None
    return [start, len(present) - same, removed]


def join(new: str, hunk: list[Any]) -> str:
    """The old text again. Raises ``ValueError`` or ``TypeError`` for a hunk that does not fit."""
    start, end, removed = hunk
    if type(start) is not int or type(end) is not int or not 0 <= start <= end <= len(new):
        raise ValueError("a hunk outside its text")
    return new[:start] + str(removed) + new[end:]


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
