"""Results for people: nested values as indented lines, lists of alike rows as a table."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

_WIDEST = 40


def plain(value: Any, indent: str = "") -> str:
    """A readable form of a JSON-able result."""
    if isinstance(value, Mapping):
        return "\n".join(_line(str(key), inner, indent) for key, inner in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        if value and all(isinstance(row, Mapping) for row in value):
            return _table(value, indent)
        return "\n".join(f"{indent}- {plain(inner, indent + '  ').lstrip()}" for inner in value)
    return indent + ("" if value is None else str(value))


def _line(key: str, inner: Any, indent: str) -> str:
    if isinstance(inner, Mapping | list | tuple) and inner:
        return f"{indent}{key}:\n{plain(inner, indent + '  ')}"
    return f"{indent}{key}: {plain(inner) if inner not in ((), [], {}) else ''}"


def _table(rows: Sequence[Mapping[str, Any]], indent: str) -> str:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    cells = [[_cell(row.get(column)) for column in columns] for row in rows]
    widths = [max(map(_width, [head, *column])) for head, column in zip(columns, zip(*cells, strict=True), strict=True)]
    lines = [columns, *cells]
    return "\n".join(
        indent + "  ".join(_pad(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _cell(value: Any) -> str:
    if isinstance(value, Mapping):
        text = " ".join(f"{key}={_cell(inner)}" for key, inner in value.items())
    elif isinstance(value, list | tuple):
        text = "、".join(_cell(inner) for inner in value)
    else:
        text = "" if value is None else str(value)
    text = text.replace("\n", " ")
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
