"""A checklist as cells: every field of the data file has one column, and reads back as exactly what it was.

Blank means that the field is not there. Words of a list stand with ``; `` between them, ways of looking and options one
a line, limits as ``at_most 8``; what has no plain form (conditions, tables) is JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from inspector_app import paths
from inspector_app.checklist.definition import LOOK_LABELS
from inspector_app.checklist.values import LookKind

Json = dict[str, Any]
_BAR, _MARKED = re.compile(r"(?<!\\)\|"), re.compile(r"\\([\\|n])")
_FLAGS = {"是": True, "否": False, "true": True, "false": False, "yes": True, "no": False}
NO_UNIT = "—"
"""A bare ratio has an empty unit; an empty cell would mean that none is stated."""
_OF_LOOK = {label: kind for kind, label in LOOK_LABELS.items()}


class CellFault(ValueError):
    """Why a cell cannot be read."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


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
        return _KINDS[self.kind][0](value)

    def read_into(self, holder: Json, text: str) -> None:
        """Put what the cell says where it belongs. Raises ``CellFault``."""
        if not text.strip():
            return
        *outer, last = self.path.split(".")
        for step in outer:
            holder = holder.setdefault(step, {})
        holder[last] = _KINDS[self.kind][1](text.strip())


@cache
def fields(what: str) -> tuple[Field, ...]:
    """The columns of a ``list``, an ``item`` or a ``check``, in order."""
    read = json.loads(paths.resources("exchange", "columns.json").read_text("utf-8"))
    return tuple(Field(row["path"], row["kind"], row["zh"]) for row in read[what])


def cells_of(what: str, holder: Mapping[str, Any]) -> dict[str, str]:
    """All cells by path."""
    return {one.path: one.written(holder) for one in fields(what)}


def _words_written(value: list[str]) -> str:
    return "; ".join(value)


def _words_read(text: str) -> list[str]:
    return [part.strip() for part in text.replace("；", ";").split(";") if part.strip()]


def _flag_read(text: str) -> bool:
    if text.lower() not in _FLAGS:
        raise CellFault(f"应填写“是”或“否”，不是“{text}”", f"should be yes or no, not “{text}”")
    return _FLAGS[text.lower()]


def _whole_read(text: str) -> int:
    plain = text.removesuffix(".0")
    if not plain.isascii() or not plain.isdigit():
        raise CellFault(f"“{text}”不是整数", f"“{text}” is not a whole number")
    return int(plain)


def _marked(text: str) -> str:
    """A text in one line whose own bars and line breaks are no separators."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")


def _unmarked(text: str) -> str:
    return _MARKED.sub(lambda found: "\n" if found[1] == "n" else found[1], text)


def _looks_written(value: list[Mapping[str, str]]) -> str:
    return "\n".join(f"{LOOK_LABELS[LookKind(look['kind'])]}：{_marked(look['text'])}" for look in value)


def _looks_read(text: str) -> list[Json]:
    return [_look(line) for line in text.splitlines() if line.strip()]


def _look(line: str) -> Json:
    label, _colon, told = line.strip().partition("：")
    if label not in _OF_LOOK or not told:
        known = "、".join(_OF_LOOK)
        raise CellFault(f"“{line}”应以 {known} 之一和冒号开头", f"“{line}” should begin with {known} and a colon")
    return {"kind": _OF_LOOK[label].value, "text": _unmarked(told.strip())}


def _options_written(value: list[Mapping[str, str]]) -> str:
    return "\n".join(
        " | ".join([_marked(one[name]) for name in ("key", "label", "label_en", "proposes") if name in one])
        for one in value
    )


def _options_read(text: str) -> list[Json]:
    names = ("key", "label", "label_en", "proposes")
    made = []
    for line in filter(str.strip, text.splitlines()):
        parts = [_unmarked(part.strip()) for part in _BAR.split(line)]
        if not 3 <= len(parts) <= 4:
            raise CellFault(f"选项“{line}”应为“编号 | 中文 | English”", f"“{line}” should be key | Chinese | English")
        made.append(dict(zip(names, parts, strict=False)))
    return made


def _limit_written(value: Mapping[str, str]) -> str:
    return f"{value['operator']} {value['value']}"


def _limit_read(text: str) -> Json:
    operator, _blank, value = text.partition(" ")
    return {"operator": operator, "value": value.strip()}


def _design_written(value: Mapping[str, str]) -> str:
    return f"{value['operator']} {value['key']}" + (f" × {value['factor']}" if "factor" in value else "")


def _design_read(text: str) -> Json:
    operator, _blank, rest = text.partition(" ")
    key, times, factor = rest.partition("×")
    made = {"key": key.strip(), "operator": operator}
    return {**made, "factor": factor.strip()} if times else made


def _json_written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def _json_read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise CellFault(f"不是有效的 JSON：{text[:40]}", f"not JSON: {text[:40]}") from error


_KINDS: dict[str, tuple[Callable[[Any], str], Callable[[str], Any]]] = {
    "text": (str, str),
    "whole": (str, _whole_read),
    "unit": (lambda value: value or NO_UNIT, lambda text: "" if text == NO_UNIT else text),
    "flag": (lambda value: "是" if value else "否", _flag_read),
    "words": (_words_written, _words_read),
    "looks": (_looks_written, _looks_read),
    "options": (_options_written, _options_read),
    "limit": (_limit_written, _limit_read),
    "design": (_design_written, _design_read),
    "json": (_json_written, _json_read),
}
