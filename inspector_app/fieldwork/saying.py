"""What a typed line says of one item: verdict, value in the way the item asks for it, reason or note."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from inspector_app.checklist.definition import ChecklistItem
from inspector_app.checklist.expression_nodes import Known, decimal
from inspector_app.checklist.rows import value_of
from inspector_app.checklist.rules import checked_answer
from inspector_app.checklist.values import AnswerType, Verdict
from inspector_app.errors import BadInput
from inspector_app.fieldwork.typed import fold
from inspector_app.fieldwork.values import SheetItem, TypedLine
from inspector_app.inspection.values import AnswerInput, AnswerRow

_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)(\S*)")
_DAY = re.compile(r"(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?")
_OPTIONS = re.compile(r"\d{1,2}(?:,\d{1,2})*")
_NUMERIC = (AnswerType.NUMBER, AnswerType.COUNT)
_CHOOSING = (AnswerType.CHOICE, AnswerType.CHOICES)


def answer_of(
    printed: SheetItem,
    item: ChecklistItem,
    typed: TypedLine,
    before: AnswerRow | None = None,
    known: Known | None = None,
) -> tuple[dict[str, Any], str]:
    """(fields of the answer as they will be stored, words that are no part of it: the fact of a finding).

    ``before``: rows said earlier stay unless the number on the sheet is another; a sheet has no room for them.
    ``known``: what a computed answer is worked out from. Raises as ``checked_answer``, and ``BadInput`` (codes under
    ``sheet.``).
    """
    no, verdict = printed.no, Verdict(typed.verdict)
    value = _value(no, printed, item, typed.value) if typed.value else {}
    words = typed.words
    if typed.loose:
        read = {} if value else _loose_value(no, printed, item, typed.loose)
        value = value or read
        if not read and not words and not value:
            raise BadInput("sheet.number_not_asked", no=no, title=printed.title, said=typed.loose)
        words = f"{typed.loose} {words}".strip() if not read else "" if words == item.unit else words
    said: dict[str, Any] = {**value}
    if verdict is Verdict.NOT_CHECKED:
        if not words:
            raise BadInput("sheet.reason_missing", no=no, title=printed.title)
        said["not_checked_reason"] = words
    elif verdict is not Verdict.NOT_COMPLIANT and words:
        said["note"] = words
    if before is not None and before.rows and _rows_stay(item, before.rows, value):
        said["rows"] = tuple(before.rows)
    given = AnswerInput(verdict.value, **said)
    fields = {**asdict(given), **checked_answer(item, given, known)}
    return fields, words if verdict is Verdict.NOT_COMPLIANT else ""


def _rows_stay(item: ChecklistItem, rows: Sequence[Mapping[str, Any]], value: Mapping[str, Any]) -> bool:
    """Whether the rows of the item go with what the sheet says."""
    if item.answer.rows is None:
        return False
    number, typed = value_of(item, rows), decimal(str(value.get("value") or ""))
    return number is None or typed is None or number == typed


def stands_there(row: AnswerRow | None, fields: dict[str, Any]) -> bool:
    """Whether exactly this is what was said before."""
    if row is None or not row.verdict:
        return False
    return all((getattr(row, name) or None) == (_plain(value) or None) for name, value in fields.items())


def shown_value(row: Any, item: ChecklistItem | None = None) -> str:
    """The value of an answer in words, with its unit; ``row``: fields or a stored answer."""

    def get(name: str) -> Any:
        return row.get(name) if isinstance(row, Mapping) else getattr(row, name, None)

    if get("choices") and item is not None:
        labels = {option.key: option.label for option in item.answer.options}
        return "、".join(labels.get(key, key) for key in get("choices"))
    number = get("value") or ("" if get("count") is None else str(get("count")))
    return f"{number} {get('unit') or ''}".strip() if number else get("answered_on") or get("text") or ""


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _value(no: int, printed: SheetItem, item: ChecklistItem, text: str) -> dict[str, Any]:
    """A value that was stated with ``=``. Raises ``BadInput`` when it cannot be one."""
    kind = item.answer.type
    if kind in _CHOOSING:
        return {"choices": _options(no, printed, item, text)}
    if kind is AnswerType.DATE:
        return {"answered_on": _day(no, text)}
    if kind in (AnswerType.TEXT, AnswerType.PERSON):
        return {"text": text}
    read = _number(item, text)
    return read or {"value": "".join(map(fold, text))}


def _loose_value(no: int, printed: SheetItem, item: ChecklistItem, text: str) -> dict[str, Any]:
    """A word of figures, when it is what this item asks for."""
    plain = "".join(map(fold, text))
    kind = item.answer.type
    if kind in _NUMERIC:
        return _number(item, text)
    if kind is AnswerType.DATE and _DAY.fullmatch(plain):
        return {"answered_on": _day(no, plain)}
    if kind in _CHOOSING and _OPTIONS.fullmatch(plain):
        return {"choices": _options(no, printed, item, plain)}
    return {}


def _number(item: ChecklistItem, text: str) -> dict[str, Any]:
    match = _NUMBER.fullmatch("".join(map(fold, text)))
    unit = "".join(map(fold, item.unit or ""))
    if item.answer.type not in _NUMERIC or match is None or match[2] not in ("", unit):
        return {}
    return {"value": match[1]}


def _day(no: int, text: str) -> str:
    match = _DAY.fullmatch("".join(map(fold, text)))
    if match is None:
        raise BadInput("sheet.day_unreadable", no=no, said=text)
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"


def _options(no: int, printed: SheetItem, item: ChecklistItem, text: str) -> tuple[str, ...]:
    """Options by their printed numbers, or by their label."""
    keys = printed.options or tuple(option.key for option in item.answer.options)
    by_label = {option.label: option.key for option in item.answer.options}
    chosen = []
    for part in re.split(r"[,、]", "".join(map(fold, text))):
        if part.isdigit() and 1 <= int(part) <= len(keys):
            chosen.append(keys[int(part) - 1])
        elif part in by_label:
            chosen.append(by_label[part])
        else:
            raise BadInput("sheet.option_unknown", no=no, said=part, most=len(keys))
    return tuple(chosen)
