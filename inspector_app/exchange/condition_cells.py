"""Conditions in a cell: a line for each, joined ones in brackets; what that cannot say stays as the data file has it.

``哪类矿山：地下矿山、露天矿山``, ``外包施工单位：是``, ``设计年生产能力：不超过 3``, ``设计值：不少于 200 开采深度``,
``投产日期：早于 2024-05-28``, ``矿情：…、不是 …``, ``符合其一：（规模：小型）（什么状态：停产）``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from inspector_app.checklist.conditions import TERM_NAMES
from inspector_app.checklist.field_words import ENUMS, named, worded
from inspector_app.exchange.cell_fault import CellFault
from inspector_app.exchange.term_cells import (
    design_key,
    design_name,
    facts,
    limit_written,
    operator_read,
    term_read,
    terms_read,
)

Json = dict[str, Any]
_YES, _NO, _IS_NOT = "是", "否", "不是 "
_ENDS = ("from", "to", "before")
_JOINED = ("all", "any")
_OPEN, _CLOSE = "（", "）"


def condition_written(terms: Mapping[str, Any], between: str = "\n") -> str:
    """The cell."""
    return between.join(f"{_name(name)}：{_value(name, value)}" for name, value in terms.items())


def _name(name: str) -> str:
    return "设计值" if name == "design" else named(name)


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _YES if value else _NO
    match name:
        case "all" | "any":
            return "".join(f"{_OPEN}{condition_written(one, '；')}{_CLOSE}" for one in value)
        case "not":
            return f"{_OPEN}{condition_written(value, '；')}{_CLOSE}"
        case "capacity":
            return limit_written(value)
        case "design":
            return f"{limit_written(value)} {design_name(value['key'])}"
        case "commissioned" | "day":
            return " ".join(f"{named(end)} {day}" for end, day in value.items())
        case "fact":
            return "／".join(f"{'' if holds else _IS_NOT}{facts().written(key)}" for key, holds in value.items())
    return "、".join(worded(name, one) for one in value)


def condition_read(text: str) -> Json:
    """The condition of a cell. Raises ``CellFault``."""
    by_word = {word: name for name in TERM_NAMES for word in (_name(name), name)}
    made: Json = {}
    for part in _parts(text):
        word, colon, said = part.partition("：")
        name = by_word.get(word.strip())
        if name is None or not colon:
            known = "、".join(_name(one) for one in sorted(TERM_NAMES, key=_name))
            raise CellFault(f"“{part[:30]}”应以 {known} 之一和冒号开头", f"“{part[:30]}” should begin with a condition")
        made[name] = _read(name, said.strip())
    return made


def _read(name: str, said: str) -> Any:
    match name:
        case "all" | "any":
            return [condition_read(one) for one in _groups(said)]
        case "not":
            return condition_read(next(_groups(said), ""))
        case "capacity":
            operator, value = operator_read(said)
            return {"operator": operator, "value": value}
        case "design":
            operator, rest = operator_read(said)
            value, _blank, key = rest.partition(" ")
            return {"key": design_key(key), "operator": operator, "value": value}
        case "commissioned" | "day":
            return _days(said)
        case "fact":
            return {facts().read(one.removeprefix(_IS_NOT)): not one.startswith(_IS_NOT) for one in said.split("／")}
    if name in ENUMS:
        return terms_read(name, said)
    if said not in (_YES, _NO):
        raise CellFault(f"“{said}”应为“是”或“否”", f"“{said}” should be yes or no")
    return said == _YES


def _days(said: str) -> Json:
    ends = {word: end for end in _ENDS for word in (named(end), end)}
    found = re.findall(rf"({'|'.join(ends)})\s*(\S+)", said)
    if not found:
        raise CellFault(f"“{said}”应写成 从 2024-05-28、到 … 或 早于 …", f"“{said}” should name a day")
    return {ends[word]: day for word, day in found}


def _parts(text: str) -> list[str]:
    """What stands between line breaks and semicolons that are in no brackets."""
    found, depth = [""], 0
    for mark in text:
        depth += (mark == _OPEN) - (mark == _CLOSE)
        if depth == 0 and mark in "\n；;":
            found.append("")
        else:
            found[-1] += mark
    return [part.strip() for part in found if part.strip()]


def _groups(text: str) -> Iterator[str]:
    """What stands in brackets, one after the other."""
    depth, begun = 0, 0
    for place, mark in enumerate(text):
        if mark == _OPEN:
            begun = place + 1 if depth == 0 else begun
            depth += 1
        elif mark == _CLOSE:
            depth -= 1
            if depth == 0:
                yield text[begun:place]


def recurrence_written(value: Mapping[str, Any]) -> str:
    """``每 1 月``; another rhythm in a line of its own: ``每 1 季度：规模：小型``."""
    lines = [_rhythm(value)]
    if "elsewhere" in value:
        lines.append(elsewhere_written(value["elsewhere"]))
    return "\n".join(lines)


def _rhythm(value: Mapping[str, Any]) -> str:
    return f"每 {value['every']} {worded('period', value['period'])}"


def recurrence_read(text: str) -> Json:
    """The other way round. Raises ``CellFault``."""
    first, *others = text.splitlines()
    made = _rhythm_read(first)
    for line in others:
        made["elsewhere"] = elsewhere_read(line)
    return made


def elsewhere_written(value: Mapping[str, Any]) -> str:
    """``每 1 季度：规模：小型``."""
    return f"{_rhythm(value)}：{condition_written(value['when'], '；')}"


def elsewhere_read(text: str) -> Json:
    """The other way round. Raises ``CellFault``."""
    rhythm, _colon, condition = text.partition("：")
    return {**_rhythm_read(rhythm), "when": condition_read(condition)}


def _rhythm_read(text: str) -> Json:
    found = re.fullmatch(r"每\s*([0-9]{1,3})?\s*个?(\S+?)(?:一次)?", text.strip())
    if found is None:
        raise CellFault(f"“{text}”应写成 每 1 月", f"“{text}” should be like 每 1 月")
    return {"every": int(found[1] or 1), "period": term_read("period", found[2])}
