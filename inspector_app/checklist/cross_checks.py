"""What only all lists together show: items no mine is ever asked, keys named but not there, meanings that changed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from inspector_app import paths
from inspector_app.checklist import fidelity, keys, reading
from inspector_app.checklist.coverage import coverage
from inspector_app.checklist.definition import AnswerForm, Checklist
from inspector_app.checklist.expression_nodes import ExpressionFault, Known, Value, number_of, truth
from inspector_app.checklist.expressions import Expression
from inspector_app.checklist.loader import ChecklistLibrary, checklist_library, criteria_library
from inspector_app.checklist.reach import can_hold
from inspector_app.checklist.validation import Fault, Problem, content_problems, placed, placed_in, problems
from inspector_app.checklist.values import AnswerType, Verdict

Json = Mapping[str, Any]

_KEYS = re.compile(r"(?<![A-Z0-9])(?:T\d{2}-\d{2}|(?:UG|OP|TP)S?-\d{2}(?:-\d)?|XC-\d{2})(?![\d-])")
_HAN = re.compile(r"[一-鿿]")
_IN_BRACKETS = re.compile(r"\(.*?\)|（.*?）")
_SAID = ("title", "question", "reading", "consequence", "finding_text")
KINDS = ("underground_mine", "open_pit_mine", "tailings_pond")


def lint(library: ChecklistLibrary | None = None) -> list[Problem]:
    """Everything wrong with the lists, file by file and then over all of them; nothing when they are clean."""
    lists = library or checklist_library()
    files = sorted(lists.folder.glob("*.json"))
    found = [problem for file in files for problem in problems(file)]
    if found or not files:
        empty = Problem(lists.folder.name, 1, "", "这个文件夹里没有检查表", "there is no checklist in this folder")
        return found or [empty]
    contents = {file: json.loads(file.read_text("utf-8-sig")) for file in files}
    known = _known_keys(contents.values())
    for file, content in contents.items():
        related = _related(reading.checklist_of(content), known, checklist_library().lists())
        faults = (*_unreachable(content), *_untranslated(content), *_dead_keys(content, known), *related)
        found += placed(file, faults)
    found += _twice(contents)
    if lists.folder == paths.checklists():
        found += (*_changed_meanings(lists), *_unmapped(known))
    return found


def faults_among(content: Json, lists: Iterable[Checklist]) -> list[Problem]:
    """Everything wrong with one list that is to stand among these: in itself or else beside them.

    An office that has no English may repeat the Chinese, so that its language is not looked at here.
    """
    found = content_problems(content)
    if found:
        return found
    own, newest = reading.checklist_of(content), tuple(lists)
    others = [one for one in newest if one.key != own.key]
    there = frozenset(key for one in (own, *others) for key in one.item_keys)
    before = frozenset(key for one in newest if one.key == own.key for key in one.item_keys)
    named = _dead_keys(content, there | _criteria_keys())
    asked = (*_related(own, there, others), *_still_asked(before - there, others))
    return placed_in(content, (*_unreachable(content), *named, *asked))


def _still_asked(gone: frozenset[str], others: Iterable[Checklist]) -> Iterator[Fault]:
    """Items taken out of this list that others depend on."""
    for one in others:
        for key in sorted(gone & frozenset(asked for found in _expressions(one) for asked in found.asks)):
            zh, en = f"“{one.title}”还在引用 {key}，不能删", f"“{one.title_en}” still asks for {key}"
            yield Fault(("items",), zh, en)


def _expressions(one: Checklist) -> list[Expression]:
    """Everything in a list that depends on answers."""
    found = [said for item in one.items for said in (item.relevance, item.answer.formula) if said is not None]
    return found + [check.holds for check in one.checks]


def _criteria_keys() -> frozenset[str]:
    return frozenset(criterion.key for criterion in criteria_library().all())


def _known_keys(contents: Iterable[Json]) -> frozenset[str]:
    """What these lists, the lists of the program and the criteria name; a county's list may point to any of them."""
    own = {item["key"] for content in contents for item in content["items"]}
    shipped = {key for one in checklist_library().lists() for key in one.item_keys}
    return frozenset(own | shipped) | _criteria_keys()


def _unreachable(content: Json) -> Iterator[Fault]:
    """A condition that contradicts itself, and one that no mine of the list's kinds can fulfil."""
    whole = {"all": [{"site_kind": content.get("kinds", list(KINDS))}, content.get("when", {})]}
    for index, item in enumerate(content["items"]):
        own = item.get("when", {})
        path = ("items", index, "when")
        if not can_hold(own):
            yield Fault(path, "条件自相矛盾，任何矿山都不会被问到", "the condition contradicts itself")
        elif not can_hold({"all": [*whole["all"], own]}):
            yield Fault(path, "在这张检查表的范围内永远不会被问到", "can never be asked within this list")


def _untranslated(content: Json) -> Iterator[Fault]:
    """English that is missing, is the Chinese, or still holds Chinese outside brackets."""
    for index, item in enumerate(content["items"]):
        texts: list[tuple[tuple[str | int, ...], str]]
        texts = [(("items", index, name), item[name]) for name in ("title_en", "question_en") if name in item]
        texts += [((("items", index, "answer", *path)), text) for path, text in _english(item.get("answer", {}))]
        for path, text in texts:
            if not text.strip() or _HAN.search(_IN_BRACKETS.sub("", text)):
                yield Fault(path, "缺少英文译文", "is not English")


def _english(answer: Json) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The English of options, of columns and of their options."""
    for place, option in enumerate(answer.get("options", ())):
        yield ("options", place, "label_en"), option["label_en"]
    if "rows" in answer:
        yield ("rows", "named_en"), answer["rows"]["named_en"]
        for place, column in enumerate(answer["rows"]["columns"]):
            yield ("rows", "columns", place, "title_en"), column["title_en"]
            yield from ((("rows", "columns", place, *path), text) for path, text in _english(column))


def _dead_keys(content: Json, known: frozenset[str]) -> Iterator[Fault]:
    """Items named in words (“见 T05-21”) that no list has."""
    for index, item in enumerate(content["items"]):
        looks = [(("looks", place, "text"), look["text"]) for place, look in enumerate(item["looks"])]
        for path, text in [((name,), item.get(name, "")) for name in _SAID] + looks:
            for key in _KEYS.findall(text):
                if key not in known:
                    yield Fault(("items", index, *path), f"提到的“{key}”不存在", f"there is no “{key}”")


def _related(checklist: Checklist, known: frozenset[str], others: Iterable[Checklist]) -> Iterator[Fault]:
    """Expressions over answers: of items that are there, never of the item itself, and of the right kind."""
    examples = known_examples((*others, checklist))
    sought = [(("items", place, "relevance"), item.relevance, item.key) for place, item in enumerate(checklist.items)]
    sought += [(("checks", place, "holds"), check.holds, "") for place, check in enumerate(checklist.checks)]
    for path, found, own in sought:
        if found is not None:
            yield from _sensible(path, found, known - {own}, examples, truth)
    for place, item in enumerate(checklist.items):
        path = ("items", place, "answer")
        if item.answer.formula is not None:
            yield from _sensible((*path, "formula"), item.answer.formula, known - {item.key}, examples, number_of)
        if item.answer.rows is not None and item.answer.rows.value is not None:
            own_rows = frozenset({item.key})
            yield from _sensible((*path, "rows", "value"), item.answer.rows.value, own_rows, examples, number_of)


def _sensible(
    path: tuple[str | int, ...],
    found: Expression,
    known: frozenset[str],
    examples: Known,
    kind: Callable[[Value], object],
) -> Iterator[Fault]:
    """It asks for what is there, for columns that are there, and comes to a value of its kind."""
    for key in sorted(found.asks - known):
        yield Fault(path, f"不能引用“{key}”", f"cannot ask for “{key}”")
    for key, column in sorted(found.columns):
        if not any(column in row for row in examples.rows.get(key, ())):
            yield Fault(path, f"“{key}”没有“{column}”这一列", f"“{key}” has no column “{column}”")
    if found.asks - known:
        return
    try:
        if kind(found.value(examples)) is None:
            zh = "引用的检查项只有结论、没有值，永远得不出结果；问结论写 verdict(…)"
            yield Fault(path, zh, "asks for values that no answer has")
    except ExpressionFault as fault:
        yield Fault(path, fault.zh, fault.en)


def known_examples(lists: Sequence[Checklist]) -> Known:
    """An answer of the right kind to every item, so that an expression that makes no sense shows before any visit."""
    items = {item.key: item for one in lists for item in one.items}
    answers = {key: _example(item.answer) for key, item in items.items()}
    designs = {key for one in lists for found in _expressions(one) for key in found.designs}
    rows = {key: ({one.key: _cell(one.form) for one in item.answer.rows.columns},)
            for key, item in items.items() if item.answer.rows}  # fmt: skip
    return Known(answers, dict.fromkeys(items, Verdict.COMPLIANT.value), dict.fromkeys(designs, Decimal(1)), rows)


def _cell(form: AnswerForm) -> Decimal | str:
    value = _example(form)
    return value if isinstance(value, Decimal | str) else "…"


def _example(form: AnswerForm) -> Value:
    match form.type:
        case AnswerType.NUMBER | AnswerType.COUNT | AnswerType.COMPUTED:
            return Decimal(1)
        case AnswerType.DATE:
            return "2026-01-01"
        case AnswerType.CHOICE:
            return form.options[0].key
        case AnswerType.CHOICES:
            return (form.options[0].key,)
        case AnswerType.TEXT | AnswerType.PERSON:
            return "…"
    return None


def _twice(contents: Mapping[Path, Json]) -> Iterator[Problem]:
    """A key in two lists would give one answer two meanings."""
    seen: dict[str, str] = {}
    for file, content in contents.items():
        for index, item in enumerate(content["items"]):
            other = seen.setdefault(item["key"], file.name)
            if other != file.name:
                zh, en = f"编号“{item['key']}”在 {other} 中已有", f"“{item['key']}” already stands in {other}"
                yield from placed(file, [Fault(("items", index, "key"), zh, en)])


def _changed_meanings(lists: ChecklistLibrary) -> Iterator[Problem]:
    for fault in keys.key_faults(lists.lists()):
        zh = f"编号的含义变了：“{fault.was or '未登记'}” → “{fault.now or '已删去'}”。含义变了要用新编号"
        en = f"the key changed its meaning: “{fault.was or 'not registered'}” → “{fault.now or 'gone'}”"
        yield Problem("register/keys.json", 1, fault.key, zh, en)


def _unmapped(known: frozenset[str]) -> Iterator[Problem]:
    """Coverage and fidelity map against items that are there."""
    for entry in coverage():
        for key in entry.items:
            if key not in known:
                yield Problem(f"coverage/{entry.part}.json", 1, key, f"没有检查项“{key}”", f"there is no item “{key}”")
    for loss in fidelity.losses():
        said = f"{loss.before}[{loss.word}] {loss.fault} {loss.detail}".strip()
        zh, en = f"原文未对应：{said}", f"the text is not held: {said}"
        yield Problem(f"fidelity/{loss.part}.json", 1, loss.word, zh, en)
