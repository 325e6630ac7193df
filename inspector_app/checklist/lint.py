"""What a JSON Schema cannot say of a checklist: dead references, dates that contradict, limits without unit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from inspector_app import paths
from inspector_app.checklist.expression_nodes import ExpressionFault
from inspector_app.checklist.expressions import expression
from inspector_app.checklist.field_words import named, worded
from inspector_app.checklist.serious import known_tags
from inspector_app.checklist.validation import Fault
from inspector_app.enterprise.requirements import measures, mine_facts

Json = Mapping[str, Any]

OWN_LIST, OWN_ITEMS = "county", "XJ"
"""How lists and items begin that an office adds itself (县局): shipped ones never do, so that no later one collides."""
_NUMBERS = ("number", "count")
_LIMITED = (*_NUMBERS, "computed")
_CHOSEN = ("choice", "choices")
_ONLY = {
    **dict.fromkeys(("bound", "design", "least", "most", "unit", "decimals"), _LIMITED),
    "options": _CHOSEN, "formula": ("computed",), "valid_until": ("date",),
    "default": (*_NUMBERS, "date", "choice", "text", "person"),
}  # fmt: skip
"""What belongs to some kinds of answers only."""


def faults(content: Json) -> Iterator[Fault]:
    """Every contradiction and dead reference in a list that fits its schema."""
    seen: dict[str, int] = {}
    if not _is_own(content):
        yield from _english(content, ("title",))
    for index, item in enumerate(content["items"]):
        if not _is_own(content) and not item["key"].startswith(OWN_ITEMS):
            yield from _placed(_english(item, ("title", "question")), ("items", index))
        if item["key"] in seen:
            yield Fault(("items", index, "key"), f"检查项“{item['key']}”重复", f"item “{item['key']}” stands twice")
        seen[item["key"]] = index
        for fault in _item(item):
            yield replace(fault, path=("items", index, *fault.path))


    for index, check in enumerate(content.get("checks", ())):
        for fault in _sense(check["holds"], "holds"):
            yield replace(fault, path=("checks", index, *fault.path))


def _is_own(content: Json) -> bool:
    return str(content["key"]).startswith(OWN_LIST)


def _english(holder: Json, names: tuple[str, ...]) -> Iterator[Fault]:
    """The English that a list of the program must have; an office's own may do without (decision 0108)."""
    for name in names:
        if f"{name}_en" not in holder:
            yield Fault((), f"缺少“{named(f'{name}_en')}”", f"“{named(f'{name}_en', 'en')}” is missing", f"{name}_en")


def _sense(text: str, name: str) -> Iterator[Fault]:
    """An expression that can be read and asks for design values there are; ``cross_checks`` knows whose answers."""
    try:
        read = expression(text)
    except ExpressionFault as fault:
        where = f"第 {fault.at + 1} 个字符：{fault.zh}", f"character {fault.at + 1}: {fault.en}"
        yield Fault((name,), *where)
        return
    for key in sorted(read.designs - _design_values()):
        yield Fault((name,), f"没有编号为“{key}”的设计值", f"there is no design value “{key}”")


def _item(item: Json) -> Iterator[Fault]:
    yield from _references(item)
    if "relevance" in item:
        yield from _sense(item["relevance"], "relevance")
    yield from _dates(item)
    yield from _answer(item.get("answer", {"type": "verdict"}))
    yield from _design_keys(item.get("when", {}), ("when",))
    if item["force"] == "law" and not (item.get("violated_rules") or item.get("penalty_rules")):
        yield Fault(("force",), "写明“法律”却没有引用条文", "rests on law but names no article")
    if item["force"] == "policy_only" and item.get("measure"):
        yield Fault(("measure",), "单独依据实施方案的不带处理措施", "what rests on the plan alone carries no order")
    if item.get("due_days") is not None and item.get("measure") != "rectify_by_date":
        yield Fault(("due_days",), "只有限期整改才有整改天数", "days belong to rectification by a date only")


def _references(item: Json) -> Iterator[Fault]:
    for field, known, zh, en in (
        ("criteria", known_criteria(), "判定标准", "criterion"),
        ("violated_rules", known_articles(), "法条", "article"),
        ("penalty_rules", known_articles(), "法条", "article"),
        ("tags", known_tags(), "标签", "tag"),
    ):
        for place, key in enumerate(item.get(field, ())):
            if key not in known:
                yield Fault((field, place), f"没有“{key}”这个{zh}", f"there is no {en} “{key}”")
    clause = item["clause"]
    if "task" in clause:
        from inspector_app.checklist.plan import plan

        sentences = len(plan().task(clause["task"]).sentences)
        if clause["sentence"] > sentences:
            zh = f"任务{clause['task']}只有{sentences}句"
            yield Fault(("clause", "sentence"), zh, f"task {clause['task']} has only {sentences} sentences")


def _dates(item: Json) -> Iterator[Fault]:
    days: dict[str, date] = {}
    for field in ("effective_from_on", "deadline_on", "effective_to_on"):
        if field in item:
            try:
                days[field] = date.fromisoformat(item[field])
            except ValueError:
                yield Fault((field,), f"没有 {item[field]} 这一天", f"there is no day {item[field]}")
                return
    begins, ends, deadline = (days.get(f) for f in ("effective_from_on", "effective_to_on", "deadline_on"))
    if begins and ends and ends < begins:
        yield Fault(("effective_to_on",), "截止日期早于开始日期", "ends before it begins")
    if deadline and begins != deadline + timedelta(days=1):
        zh = "生效日应为完成期限的次日"
        yield Fault(("effective_from_on",), zh, "must be the day after the deadline")


def _answer(answer: Json) -> Iterator[Fault]:
    yield from _form(answer, ("answer",))
    if "default" in answer and not _may_stand(answer):
        yield Fault(("answer", "default"), "默认值不是这一项能填的值", "cannot be an answer to this item")
    if "formula" in answer:
        yield from _placed(_sense(answer["formula"], "formula"), ("answer",))
    if "rows" in answer:
        yield from _placed(_rows(answer), ("answer", "rows"))


def _may_stand(answer: Json) -> bool:
    """Whether the default could be typed as the answer."""
    text = answer["default"]
    match answer["type"]:
        case "number" | "count":
            try:
                number = Decimal(text)
            except InvalidOperation:
                return False
            is_whole = answer["type"] == "number" or number == number.to_integral_value()
            return is_whole and Decimal(answer.get("least", number)) <= number <= Decimal(answer.get("most", number))
        case "date":
            return _is_day(text)
        case "choice":
            return text in {option["key"] for option in answer.get("options", ())}
    return answer["type"] in ("text", "person")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def fitted(answer: Json) -> dict[str, Any]:
    """An answer without what does not belong to its kind: left there when the kind was changed."""
    kind = answer.get("type", "verdict")
    return {name: value for name, value in answer.items() if name not in _ONLY or kind in _ONLY[name]}


def _form(answer: Json, path: tuple[str | int, ...]) -> Iterator[Fault]:
    """One answer, or one column of a table."""
    kind = answer["type"]
    for field in ("bound", "design", "least", "most", "unit", "decimals"):
        if field in answer and kind not in _ONLY[field]:
            zh = f"填“{worded('type', kind)}”时没有“{named(field)}”"
            en = f"“{named(field, 'en')}” does not belong to “{worded('type', kind, 'en')}”"
            yield Fault((*path, field), zh, en)
    if kind in _LIMITED and "unit" not in answer:
        yield Fault(path, "数值没有写明单位", "a number without its unit", "unit")
    if kind in _CHOSEN and "options" not in answer:
        yield Fault(path, "还没有选项", "there are no options yet", "options")
    if kind not in _CHOSEN and "options" in answer:
        yield Fault((*path, "options"), "只有选择题才有选项", "only a choice has options")
    if "least" in answer and "most" in answer and Decimal(answer["least"]) > Decimal(answer["most"]):
        yield Fault((*path, "least"), "最小值大于最大值", "the least is more than the most")
    if answer.get("valid_until") and kind != "date":
        yield Fault((*path, "valid_until"), "只有日期才会到期", "only a day runs out")
    yield from _design_keys(answer, path)


def _rows(answer: Json) -> Iterator[Fault]:
    """Columns with their own sense, each once; a number that follows from the rows belongs to a number."""
    seen: set[str] = set()
    for index, column in enumerate(answer["rows"]["columns"]):
        if column["key"] in seen:
            yield Fault(("columns", index, "key"), f"列“{column['key']}”重复", f"column “{column['key']}” stands twice")
        seen.add(column["key"])
        yield from _form(column, ("columns", index))
    if "value" in answer["rows"]:
        if answer["type"] not in _NUMBERS:
            yield Fault(("value",), "只有数值才由各行得出", "only a number follows from rows")
        yield from _sense(answer["rows"]["value"], "value")


def _placed(found: Iterator[Fault], path: tuple[str | int, ...]) -> Iterator[Fault]:
    for fault in found:
        yield replace(fault, path=(*path, *fault.path))


def _design_keys(terms: Json, path: tuple[str | int, ...]) -> Iterator[Fault]:
    """Every design value and fact that an answer or a condition, however deep, names must be one of the register's."""
    design = terms.get("design")
    if design is not None and design["key"] not in _design_values():
        key = design["key"]
        yield Fault((*path, "design", "key"), f"没有编号为“{key}”的设计值", f"there is no design value “{key}”")
    for fact in sorted(terms.get("fact", {})):
        if fact not in mine_facts():
            yield Fault((*path, "fact"), f"没有编号为“{fact}”的矿情", f"there is no fact of a mine “{fact}”")
    for word in ("all", "any"):
        for index, inner in enumerate(terms.get(word, ())):
            yield from _design_keys(inner, (*path, word, index))
    if "not" in terms:
        yield from _design_keys(terms["not"], (*path, "not"))


@cache
def known_criteria() -> frozenset[str]:
    from inspector_app.checklist.loader import criteria_library

    return frozenset(criterion.key for criterion in criteria_library().all())


def _design_values() -> frozenset[str]:
    return frozenset(measures())


@cache
def known_articles() -> frozenset[str]:
    rows = json.loads(paths.resources("law", "articles.json").read_text("utf-8"))["articles"]
    return frozenset(row["key"] for row in rows)
