"""What holds when a county has chosen nothing: every parameter with unit, norm, mark and label."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from inspector_app import paths


@dataclass(frozen=True)
class Parameter:
    """One parameter. ``value`` is a JSON value; ``mark`` is S (seen), K (known) or ? (待确认)."""

    key: str
    value: Any
    unit: str
    norm: str
    mark: str
    zh: str
    en: str


@cache
def parameters() -> dict[str, Parameter]:
    """All parameters of the register and the office, by key."""
    rows = json.loads(paths.resources("register", "parameters.json").read_text("utf-8"))
    return {key: Parameter(key=key, **row) for key, row in rows.items()}
