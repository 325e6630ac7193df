"""From the JSON of a data file to a frozen checklist; fast, because ``validation`` does the slow explaining."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from inspector_app.checklist.conditions import Condition, condition_of
from inspector_app.checklist.definition import (
    AnswerForm,
    Checklist,
    ChecklistItem,
    Column,
    Criterion,
    CrossCheck,
    RowsForm,
)
from inspector_app.checklist.expressions import Expression, expression
from inspector_app.checklist.values import (
    AnswerType,
    Bound,
    Depth,
    DesignBound,
    Force,
    Look,
    LookKind,
    Modality,
    Operator,
    Option,
    Party,
    Period,
    Recurrence,
    Verdict,
)

Json = Mapping[str, Any]
R = TypeVar("R")

MISREAD = (KeyError, TypeError, ValueError, AttributeError, ArithmeticError)
"""What reading content that is no list ends with."""

IN_CHINESE = " [zh]"
"""Stands behind Chinese words that have no English (decision 0108)."""

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")


def content_hash(content: Json) -> str:
    """SHA-256 of the canonical form (sorted names, no spaces, NFC): layout and order of names do not matter."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode("utf-8")).hexdigest()


def checklist_of(content: Json) -> Checklist:
    """The list that this content describes; what it holds is of the right type everywhere, or nothing is made.

    Raises ``KeyError``, ``TypeError``, ``ValueError``, ``AttributeError`` or ``ArithmeticError`` when it is not one.
    """
    kinds = {"site_kind": content["kinds"]} if "kinds" in content else {}
    return Checklist(
        key=_text(content["key"]),
        title=_text(content["title"]),
        title_en=_english(content, "title"),
        version=_whole(content["version"]),
        content_hash=content_hash(content),
        task=None if content["task"] is None else _whole(content["task"]),
        items=_unique(tuple(_item(given, content) for given in content["items"])),
        content=content,
        when=condition_of({**kinds, **content.get("when", {})}),
        checks=tuple(_check(given) for given in content.get("checks", [])),
    )


def walked(checklist: Checklist, depth: Depth) -> Checklist:
    """The list as a walk of this depth asks it: a version of its own, with its own hash, kept with the visit.

    The list itself when such a walk leaves nothing out; the next deeper one when it would ask nothing at all.
    """
    kept = [item for item in checklist.content["items"] if depth.asks(item.get("depth", Depth.NORMAL))]
    if not kept and depth is Depth.SHORT:
        return walked(checklist, Depth.NORMAL)
    if not kept or len(kept) == len(checklist.items):
        return checklist
    return checklist_of({**checklist.content, "walk": depth.value, "items": kept})


def _unique(items: tuple[ChecklistItem, ...]) -> tuple[ChecklistItem, ...]:
    if not items or len({item.key for item in items}) < len(items):
        raise ValueError("items")
    return items


def _item(given: Json, whole: Json) -> ChecklistItem:
    clause = given["clause"]
    task, sentence = (_whole(clause["task"]), _whole(clause["sentence"])) if "task" in clause else (None, None)
    return ChecklistItem(
        key=_text(given["key"]),
        title=_text(given["title"]),
        title_en=_english(given, "title"),
        question=_text(given["question"]),
        question_en=_english(given, "question"),
        clause=f"任务{task}第{sentence}句" if task else f"{_text(clause['document'])} {_text(clause['item'])}",
        task=task,
        sentence=sentence,
        looks=tuple(Look(LookKind(look["kind"]), _text(look["text"])) for look in given["looks"]),
        answer=_answer(given.get("answer", {})),
        binds=frozenset(Party(party) for party in _texts(given.get("binds", whole["binds"]))),
        when=condition_of(given.get("when", {})),
        modality=Modality(given["modality"]),
        force=Force(given["force"]),
        effective_from_on=_maybe(given, "effective_from_on", _day),
        effective_to_on=_maybe(given, "effective_to_on", _day),
        deadline_on=_maybe(given, "deadline_on", _day),
        consequence=_maybe(given, "consequence", _text),
        measure=_maybe(given, "measure", _text),
        reading=_maybe(given, "reading", _text),
        inspection_item_code=_maybe(given, "inspection_item_code", _text),
        recurrence=_maybe(given, "recurrence", _recurrence),
        criterion_keys=_texts(given.get("criteria", [])),
        violated_rules=_texts(given.get("violated_rules", [])),
        penalty_rules=_texts(given.get("penalty_rules", [])),
        finding_text=_maybe(given, "finding_text", _text) or "",
        due_days=_maybe(given, "due_days", _whole),
        needs_photo=_flag(given.get("needs_photo", False)),
        tags=_texts(given.get("tags", [])),
        depth=_text(given.get("depth", "normal")),
        relevance=_maybe(given, "relevance", _expression),
        elsewhere=_maybe(given.get("recurrence", {}), "elsewhere", _elsewhere),
    )


def _check(given: Json) -> CrossCheck:
    return CrossCheck(
        _text(given["key"]), _expression(given["holds"]), _text(given["message"]), _text(given["message_en"])
    )


def _expression(value: Any) -> Expression:
    return expression(_text(value))


def _answer(given: Json) -> AnswerForm:
    return AnswerForm(
        type=AnswerType(given.get("type", "verdict")),
        unit=_maybe(given, "unit", _unit),
        least=_maybe(given, "least", _decimal),
        most=_maybe(given, "most", _decimal),
        decimals=_maybe(given, "decimals", _whole),
        bound=_maybe(given, "bound", _bound),
        design=_maybe(given, "design", _design),
        options=tuple(_option(option) for option in given.get("options", [])),
        is_required=_flag(given.get("required", False)),
        is_valid_until=_flag(given.get("valid_until", False)),
        rows=_maybe(given, "rows", _rows),
        formula=_maybe(given, "formula", _expression),
        default=_maybe(given, "default", _text),
    )


def _rows(given: Json) -> RowsForm:
    columns = tuple(
        Column(_text(one["key"]), _text(one["title"]), _text(one["title_en"]), _answer(one))
        for one in given["columns"]
    )
    if not columns or len({one.key for one in columns}) < len(columns):
        raise ValueError("columns")
    return RowsForm(
        _text(given["named"]), _text(given["named_en"]), columns, _maybe(given, "value", _expression)
    )


def _maybe(given: Json, name: str, read: Callable[[Any], R]) -> R | None:
    """What stands under this name; only a name that is not there at all may be missing."""
    return read(given[name]) if name in given else None


def _bound(given: Any) -> Bound:
    return Bound(Operator(given["operator"]), _decimal(given["value"]))


def _design(given: Any) -> DesignBound:
    return DesignBound(_text(given["key"]), Operator(given["operator"]), _decimal(given.get("factor", "1")))


def _option(given: Json) -> Option:
    proposes = Verdict(given["proposes"]) if "proposes" in given else None
    return Option(_text(given["key"]), _text(given["label"]), _text(given["label_en"]), proposes)


def _recurrence(given: Json) -> Recurrence:
    return Recurrence(_whole(given["every"]), Period(given["period"]))


def _elsewhere(given: Json) -> tuple[Condition, Recurrence]:
    return condition_of(given["when"]), _recurrence(given)


def _text(value: Any) -> str:
    """Words, at least one character."""
    if not isinstance(value, str) or not value:
        raise TypeError(value)
    return value


def _english(given: Json, name: str) -> str:
    """The English, or the Chinese with a mark where an office wrote none."""
    return _text(given[f"{name}_en"]) if f"{name}_en" in given else f"{_text(given[name])}{IN_CHINESE}"


def _unit(value: Any) -> str:
    """A unit; a bare ratio has an empty one."""
    return "" if value == "" else _text(value)


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(_text(one) for one in value)


def _whole(value: Any) -> int:
    """A whole number, zero or more, of a size that people count in."""
    if type(value) is not int or not 0 <= value < 1_000_000:
        raise TypeError(value)
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _day(value: Any) -> str:
    return date.fromisoformat(_text(value)).isoformat()


def _decimal(value: Any) -> str:
    """Decimal text as it stands, once it is known to be a plain number."""
    if not _DECIMAL.fullmatch(_text(value)):
        raise ValueError(value)
    return str(value)


def criteria_of(content: Json) -> tuple[Criterion, ...]:
    """The criteria of one set. Raises ``KeyError``, ``TypeError`` or ``ValueError`` when it is not one."""
    return tuple(_criterion(given, part, content["kind"]) for part in content["parts"] for given in part["criteria"])


def _criterion(given: Json, part: Json, kind: str) -> Criterion:
    numbers: Sequence[str] = given["key"].split("-")[1:]
    return Criterion(
        key=given["key"],
        set_version=part["set_version"],
        item_no=int(numbers[0]),
        sub_no=int(numbers[1]) if len(numbers) > 1 else None,
        short_text=given["short_text"],
        short_text_en=given["short_text_en"],
        threshold=given.get("threshold"),
        clarifications=tuple(given.get("clarifications", ())),
        site_kind=kind,
        official_text=given.get("official_text"),
        valid_from_on=part.get("valid_from_on"),
        valid_to_on=part.get("valid_to_on"),
    )
