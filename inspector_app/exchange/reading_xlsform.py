"""From an XLSForm back to the data file: what stands once is read, what follows from it must still follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from inspector_app.checklist.definition import Checklist
from inspector_app.checklist.reading import MISREAD, checklist_of
from inspector_app.exchange import foreign, xlsform
from inspector_app.exchange.cell_fault import CellFault
from inspector_app.exchange.codec import Json, fields
from inspector_app.exchange.tabular import RowFault, Table, content_of
from inspector_app.exchange.xlsform import ELSEWHERE, IN_LABELS, ON_VERDICT, OWN, Line

SHEET_LIST, SHEET_CHECKS = "_kaj", "_kaj_checks"
Numbered = tuple[int, Line]


def xlsform_content(sheets: Mapping[str, Table]) -> Json:
    """The data file in an XLSForm of ours, or as near as a foreign one comes. Raises ``RowFault``."""
    survey = list(_lines("survey", sheets.get("survey", [])))
    if SHEET_LIST not in sheets:
        return foreign.content_of(survey, list(_lines("choices", sheets.get("choices", []))), _settings(sheets))
    heads = {"list": sheets[SHEET_LIST], "check": sheets.get(SHEET_CHECKS, [])}
    content = content_of(heads)
    content["items"] = list(_items(survey))
    made = _made(content)
    _require_same("survey", survey, xlsform.survey(made))
    _require_same("choices", list(_lines("choices", sheets.get("choices", []))), xlsform.choices(made))
    _require_same("settings", list(_lines("settings", sheets.get("settings", []))), [xlsform.settings(made)])
    return content


def _settings(sheets: Mapping[str, Table]) -> Line:
    return next((line for _number, line in _lines("settings", sheets.get("settings", []))), {})


def _lines(sheet: str, table: Table) -> Iterator[Numbered]:
    """Rows by heading, what is blank left out."""
    if not table:
        return
    (_number, head), *rows = table
    for number, cells in rows:
        beyond = [text for text in cells[len(head) :] if text.strip()]
        if beyond:
            raise RowFault(sheet, number, "", f"“{beyond[0][:20]}”所在的列没有标题", "a cell stands under no heading")
        line = {title.strip(): text.strip() for title, text in zip(head, cells, strict=False) if text.strip()}
        if line:
            yield number, line


def _items(survey: Sequence[Numbered]) -> Iterator[Json]:
    verdicts = {line.get("name", ""): (number, line) for number, line in survey}
    for number, line in survey:
        if line.get("type") == "begin_group" and any(title.startswith(OWN) for title in line):
            key = line.get(f"{OWN}key", "")
            asked = verdicts.get(f"v-{key}")
            if asked is None:
                raise RowFault("survey", number, "name", f"缺少“v-{key}”这一行", f"the line “v-{key}” is missing")
            yield _item(number, line, asked)


def _item(number: int, line: Line, asked: Numbered) -> Json:
    made: Json = {}
    for one in fields("item"):
        if one.path in ON_VERDICT:
            where, row, title = asked[1], asked[0], ON_VERDICT[one.path]
        else:
            where, row, title = line, number, IN_LABELS.get(one.path, f"{OWN}{one.path}")
        text = where.get(title, "")
        try:
            one.read_into(made, xlsform.shown(text) if title.startswith(OWN) else text)
        except CellFault as fault:
            raise RowFault("survey", row, title, fault.zh, fault.en) from fault
    return made


def _made(content: Json) -> Checklist:
    """The list, so that what follows from it can be written again. Raises ``RowFault`` when it is none."""
    try:
        return checklist_of(content)
    except MISREAD as error:
        detail = str(error)
        zh = f"检查表内容不完整或不合规定（{detail}），请用“检查”功能查看"
        raise RowFault("survey", 1, "", zh, f"the list is not whole ({detail}); validate it") from error


def _require_same(sheet: str, found: Sequence[Numbered], wanted: Any) -> None:
    """What follows from the fields may not say something else: it would be lost on the way back."""
    last = found[-1][0] if found else 1
    for pair in zip_longest(found, wanted):
        number, line = pair[0] or (last + 1, {})
        expected = {title: text.strip() for title, text in (pair[1] or {}).items() if text.strip()}
        for title in [*expected, *line]:
            is_read = title.startswith(OWN) and line.get("type") == expected.get("type") == "begin_group"
            if not is_read and line.get(title, "") != expected.get(title, ""):
                raise _differs(sheet, number, title, line.get(title, ""), expected.get(title, ""))


def _differs(sheet: str, row: int, title: str, found: str, wanted: str) -> RowFault:
    own = [f"{OWN}{one.path}" for one in fields("item") if one.path not in ELSEWHERE]
    zh = (
        f"这里写的是“{found[:40]}”，按 {OWN} 各列应为“{wanted[:40]}”。"
        f"要改内容，请改短题、问题、看什么，或者 {own[0]} 等列；其余各格由它们得出"
    )
    en = (
        f"it says “{found[:40]}”, but “{wanted[:40]}” follows from the {OWN} columns. "
        "Change the labels of group and question, the hint, or those columns; everything else follows from them"
    )
    return RowFault(sheet, row, title, zh, en)
