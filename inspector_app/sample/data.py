"""Reads the sample county's data files; every date in them is relative to the day on which it is loaded."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from inspector_app import paths

_RELATIVE = "@"


def read(name: str, day: date) -> Any:
    """A file of ``resources/sample`` with each ``@days`` as the ISO day that many days from ``day``."""
    value = json.loads(paths.resources("sample", f"{name}.json").read_text("utf-8"))
    return dated(value, day)


def dated(value: Any, day: date) -> Any:
    """The value with its relative days made absolute, at every depth."""
    if isinstance(value, str):
        return _day(value, day) if value.startswith(_RELATIVE) else value
    if isinstance(value, list):
        return [dated(inner, day) for inner in value]
    if isinstance(value, dict):
        return {name: dated(inner, day) for name, inner in value.items()}
    return value


def _day(text: str, day: date) -> str:
    return (day + timedelta(days=int(text.removeprefix(_RELATIVE)))).isoformat()
