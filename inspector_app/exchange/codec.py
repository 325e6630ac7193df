"""A checklist as cells: every field of the data file has one column, and reads back as exactly what it was.

Blank means that the field is not there. Closed sets stand in words (应当, 不少于 8) and are read in codes as well;
several words have ``；`` between them; ways of looking, options, conditions and columns of a table stand one a line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from inspector_app import paths
from inspector_app.checklist.definition import LOOK_LABELS
from inspector_app.checklist.values import LookKind
from inspector_app.exchange import condition_cells, table_cells, term_cells
from inspector_app.exchange.cell_fault import CellFault
from inspector_app.exchange.table_cells import NO_UNIT, marked, unmarked

Json = dict[str, Any]
_FLAGS = {"是": True, "否": False, "true": True, "false": False, "yes": True, "no": False}
_OF_LOOK = {label: kind for kind, label in LOOK_LABELS.items()}


@dataclass(frozen=True)
class Field:
    """One column. ``path``: where the field stands in the data file, ``answer.unit``; ``zh``: its heading."""

    path: str
    kind: str
    zh: str

    def written(self, holder: Mapping[str, Any]) -> str:
        """The cell of this field; empty when it is not there."""
        value: Any = holder
        for step in self.path.split("."):
            if not isinstance(value, Mapping) or step not in value:
                return ""
            value = value[step]
        if value is None:
            return ""
        return _kind(self.kind, self.path)[0](value)

    def read_into(self, holder: Json, text: str) -> None:
        """Put what the cell says where it belongs. Raises ``CellFault``."""
        if not text.strip():
            return
        *outer, last = self.path.split(".")
        for step in outer:
            holder = holder.setdefault(step, {})
        holder[last] = _kind(self.kind, self.path)[1](text.strip())


@cache
def fields(what: str) -> tuple[Field, ...]:
    """The columns of a ``list``, an ``item`` or a ``check``, in order."""
    read = json.loads(paths.resources("exchange", "columns.json").read_text("utf-8"))
    return tuple(Field(row["path"], row["kind"], row["zh"]) for row in read[what])


def cells_of(what: str, holder: Mapping[str, Any]) -> dict[str, str]:
    """All cells by path."""
    return {one.path: one.written(holder) for one in fields(what)}


def _flag_read(text: str) -> bool:
    if text.lower() not in _FLAGS:
        raise CellFault(f"应填写“是”或“否”，不是“{text}”", f"should be yes or no, not “{text}”")
    return _FLAGS[text.lower()]


def _whole_read(text: str) -> int:
    plain = text.removesuffix(".0")
    if not plain.isascii() or not plain.isdigit():
        raise CellFault(f"“{text}”不是整数", f"“{text}” is not a whole number")
    return int(plain)


def _looks_written(value: list[Mapping[str, str]]) -> str:
    return "\n".join(f"{LOOK_LABELS[LookKind(look['kind'])]}：{marked(look['text'])}" for look in value)


def _looks_read(text: str) -> list[Json]:
    return [_look(line) for line in text.splitlines() if line.strip()]


def _look(line: str) -> Json:
    label, _colon, told = line.strip().partition("：")
    if label not in _OF_LOOK or not told:
        known = "、".join(_OF_LOOK)
        raise CellFault(f"“{line}”应以 {known} 之一和冒号开头", f"“{line}” should begin with {known} and a colon")
    return {"kind": _OF_LOOK[label].value, "text": unmarked(told.strip())}


def _json_written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def _json_read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise CellFault(f"不是有效的 JSON：{text[:40]}", f"not JSON: {text[:40]}") from error


def sure(
    write: Callable[[Any], str], read: Callable[[str], Any]
) -> tuple[Callable[[Any], str], Callable[[str], Any]]:
    """In words where these say exactly what was there, else as the data file has it; both are read."""

    def written(value: Any) -> str:
        try:
            text = write(value)
            return text if read(text) == value else _json_written(value)
        except (CellFault, KeyError, TypeError, ValueError):
            return _json_written(value)

    return written, lambda text: _json_read(text) if text[:1] in "{[" else read(text)


def _kind(kind: str, path: str) -> tuple[Callable[[Any], str], Callable[[str], Any]]:
    """How a cell of this kind is written and read; ``term`` and ``terms`` are of the set that the name has."""
    name = path.rpartition(".")[2]
    match kind:
        case "term":
            return partial(term_cells.term_written, name), partial(term_cells.term_read, name)
        case "terms":
            return partial(term_cells.terms_written, name), partial(term_cells.terms_read, name)
        case "tags" | "criteria" | "articles":
            known = getattr(term_cells, kind)
            return lambda value: term_cells.names_written(known(), value), lambda text: term_cells.names_read(
                known(), text
            )
    return _KINDS[kind]


CONDITION = sure(condition_cells.condition_written, condition_cells.condition_read)
ELSEWHERE = sure(condition_cells.elsewhere_written, condition_cells.elsewhere_read)
_KINDS: dict[str, tuple[Callable[[Any], str], Callable[[str], Any]]] = {
    "text": (str, str),
    "whole": (str, _whole_read),
    "unit": (lambda value: value or NO_UNIT, lambda text: "" if text == NO_UNIT else text),
    "flag": (lambda value: "是" if value else "否", _flag_read),
    "looks": (_looks_written, _looks_read),
    "options": (table_cells.options_written, table_cells.options_read),
    "limit": (term_cells.limit_written, term_cells.limit_read),
    "design": (term_cells.design_written, term_cells.design_read),
    "condition": CONDITION,
    "recurrence": sure(condition_cells.recurrence_written, condition_cells.recurrence_read),
    "rows": sure(table_cells.rows_written, table_cells.rows_read),
}
