"""What holds when a county has chosen nothing: every parameter with unit, norm, mark and label."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from inspector_app import paths


@dataclass(frozen=True)
class Parameter:
    """One parameter. ``value`` is a JSON value; ``mark`` is S (seen), K (known) or ? (待确认).

    ``unit``: d calendar days, wd working days, h hours, mo months, a years, fen money, % per cent. ``choices`` are
    the only values it takes, when there are any; ``least`` and ``most`` bound a number and are both allowed.
    ``words``: how values that are keys are told (zh, en). ``in_use``: whether anything reads it yet; the others are
    recorded with their norm for what is still to be built.
    """

    key: str
    value: Any
    unit: str
    norm: str
    mark: str
    zh: str
    en: str
    choices: tuple[Any, ...] = ()
    least: int | None = None
    most: int | None = None
    in_use: bool = True
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@cache
def parameters() -> dict[str, Parameter]:
    """All parameters of the register and the office, by key."""
    rows = json.loads(paths.resources("register", "parameters.json").read_text("utf-8"))
    return {key: _parameter(key, row) for key, row in rows.items()}


def _parameter(key: str, row: Mapping[str, Any]) -> Parameter:
    words = {value: (zh, en) for value, (zh, en) in row.get("words", {}).items()}
    return Parameter(key=key, **{**row, "choices": tuple(row.get("choices", ())), "words": words})
