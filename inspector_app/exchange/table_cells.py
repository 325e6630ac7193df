"""Options and tables in a cell, a line for each option or column; what is typed anew needs neither key nor English."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from string import ascii_lowercase
from typing import Any

from inspector_app.checklist.field_words import named
from inspector_app.exchange.cell_fault import CellFault
from inspector_app.exchange.term_cells import (
    design_read,
    design_written,
    limit_read,
    limit_written,
    term_read,
    term_written,
)

Json = dict[str, Any]
_BAR, _MARKED = re.compile(r"(?<!\\)\|"), re.compile(r"\\([\\|n])")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
EACH, TOTAL, NEEDED, CHOICE = "每行", "本项的数", "必填", "·"
NO_UNIT = "—"
"""A bare ratio has an empty unit; nothing at all would mean that none is stated."""


def marked(text: str) -> str:
    """A text in one line whose own bars and line breaks are no separators."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")


def unmarked(text: str) -> str:
    """The other way round."""
    return _MARKED.sub(lambda found: "\n" if found[1] == "n" else found[1], text)


def _cut(line: str) -> list[str]:
    return [unmarked(part.strip()) for part in _BAR.split(line)]


def _joined(parts: Sequence[str]) -> str:
    return " | ".join(marked(part) for part in parts)


def options_written(value: list[Mapping[str, str]]) -> str:
    """``option_1 | 双回路 | double circuit | 符合`` in a line each."""
    return "\n".join(_joined(_option(one)) for one in value)


def _option(one: Mapping[str, str]) -> list[str]:
    proposes = [term_written("proposes", one["proposes"])] if "proposes" in one else []
    return [one["key"], one["label"], one["label_en"], *proposes]


def options_read(text: str) -> list[Json]:
    """Options with key and English, or the words alone: ``双回路``, ``双回路 | 符合``. Raises ``CellFault``."""
    lines = [_cut(line) for line in text.splitlines() if line.strip()]
    used = {parts[0] for parts in lines if len(parts) > 2}
    return [_option_read(parts, used) for parts in lines]


def _option_read(parts: list[str], used: set[str]) -> Json:
    if len(parts) > 4:
        zh = f"选项“{parts[0]}”写得太多，应为 文字，或 文字 | 选它时建议的结论"
        raise CellFault(zh, f"“{parts[0]}” says too much")
    if len(parts) > 2:
        key, label, english, *proposes = parts
    else:
        label, *proposes = parts
        key, english = _free("option_", "123456789", used), label
    made = {"key": key, "label": label, "label_en": english}
    return {**made, "proposes": term_read("proposes", proposes[0])} if proposes else made


def _free(stem: str, ends: str, used: set[str]) -> str:
    tried = (stem + "".join(end) for length in (1, 2) for end in product(ends, repeat=length))
    key = next(one for one in tried if one not in used)
    used.add(key)
    return key


def rows_written(value: Mapping[str, Any]) -> str:
    """``每行 | 作业面 | face``, the columns with their options below, then how the item's number follows."""
    lines = [_joined([EACH, value["named"], value["named_en"]])]
    for one in value["columns"]:
        lines.append(_joined(_column(one)))
        lines += [f"{CHOICE} {line}" for line in options_written(one.get("options", [])).splitlines()]
    lines += [f"{TOTAL} | {marked(value['value'])}"] if "value" in value else []
    return "\n".join(lines)


def rows_read(text: str) -> Json:
    """The table of a cell. Raises ``CellFault``."""
    made: Json = {"named": "", "named_en": "", "columns": []}
    used: set[str] = set()
    for line in filter(str.strip, text.splitlines()):
        if line.startswith(CHOICE) and made["columns"]:
            column = made["columns"][-1]
            said = "\n".join((options_written(column.get("options", [])), line.removeprefix(CHOICE).strip()))
            column["options"] = options_read(said)
            continue
        first, *rest = _cut(line)
        if first == EACH and rest:
            made["named"], made["named_en"] = rest[0], rest[-1]
        elif first == TOTAL and rest:
            made["value"] = rest[0]
        else:
            made["columns"].append(_column_read([first, *rest], used))
    return made


_PARTS: dict[str, tuple[Callable[[Any], str], Callable[[str], Any]]] = {
    "unit": (lambda unit: unit or NO_UNIT, lambda text: "" if text == NO_UNIT else text),
    "least": (str, str), "most": (str, str), "decimals": (str, int),
    "bound": (limit_written, limit_read), "design": (design_written, design_read),
}  # fmt: skip
_FLAGS = {"required": NEEDED, "valid_until": "到期"}


def _column(one: Mapping[str, Any]) -> list[str]:
    said = [one["key"], one["title"], one["title_en"], term_written("type", one["type"])]
    said += [f"{named(name)} {write(one[name])}" for name, (write, _read) in _PARTS.items() if name in one]
    return said + [word for name, word in _FLAGS.items() if one.get(name) is True]


def _column_read(parts: list[str], used: set[str]) -> Json:
    if _KEY.fullmatch(parts[0]) and len(parts) > 3:
        key, title, english, kind, *rest = parts
        used.add(key)
    elif len(parts) > 1:
        title, kind, *rest = parts
        key, english = _free("column_", ascii_lowercase, used), title
    else:
        zh = f"“{parts[0]}”这一列应写成 列名 | 填什么，如 人数 | 个数 | 单位 人"
        raise CellFault(zh, f"“{parts[0]}” lacks its kind")
    made: Json = {"key": key, "title": title, "title_en": english, "type": term_read("type", kind)}
    for said in rest:
        made |= _part(said)
    return made


def _part(said: str) -> Json:
    for name, word in _FLAGS.items():
        if said == word:
            return {name: True}
    for name, (_write, read) in _PARTS.items():
        if said.startswith(f"{named(name)} "):
            return {name: read(said[len(named(name)) :].strip())}
    raise CellFault(f"看不懂“{said}”", f"“{said}” is not understood")
