"""Lists that several hands write: what a writer changed is laid over how the list stands, never his whole copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from inspector_app.storage.records import canonical

_NONE: Any = object()


def merged(was: Sequence[Any], mine: Sequence[Any], now: Sequence[Any]) -> list[Any]:
    """``now`` with what leads from ``was`` (what the writer had before him) to ``mine`` (what he made of it).

    Rows are JSON values. A row he added is added, one he took out goes unless somebody changed it since, and of a
    row he changed only the parts that he changed are written. What he typed is kept even when his row is gone.
    """
    result, steps = list(now), list(_steps(was, mine))
    for old in [old for old, new in steps if new is _NONE and old in result]:
        result.remove(old)
    for old, new in steps:
        if old is not _NONE and new is not _NONE:
            _rewrite(result, old, new, was)
    result += [new for old, new in steps if old is _NONE and new not in result]
    return result


def _steps(was: Sequence[Any], mine: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """(row before, row after) of each row that differs; the rows of lists of one length belong together in order."""
    if len(was) == len(mine):
        yield from ((old, new) for old, new in zip(was, mine, strict=True) if old != new)
        return
    before, after = [canonical(one) for one in was], [canonical(one) for one in mine]
    for tag, i, i_end, j, j_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from zip_longest(was[i:i_end], mine[j:j_end], fillvalue=_NONE)


def _rewrite(result: list[Any], old: Any, new: Any, was: Sequence[Any]) -> None:
    place = result.index(old) if old in result else _place_of_changed(result, old, was)
    if place is None:
        result += [] if new in result else [new]
    elif isinstance(old, Mapping):
        result[place] = {**result[place], **{name: value for name, value in new.items() if old.get(name) != value}}
    else:
        result[place] = new


def _place_of_changed(result: Sequence[Any], old: Any, was: Sequence[Any]) -> int | None:
    """Where a row stands that somebody else changed in other parts meanwhile: the one most like it."""
    if not isinstance(old, Mapping):
        return None
    others = [at for at, row in enumerate(result) if isinstance(row, Mapping) and row not in was]
    likeness = {at: sum(bool(value) and result[at].get(name) == value for name, value in old.items()) for at in others}
    best = max(likeness, key=lambda at: likeness[at], default=None)
    return best if best is not None and likeness[best] else None
