"""What stands on a new sheet, and the values of its form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from inspector_app.checklist.definition import Checklist, ChecklistItem
from inspector_app.checklist.values import AnswerType, Bound, Operator, SiteSubject
from inspector_app.fieldwork.values import Sheet, SheetItem
from inspector_app.fieldwork.walking import walking_order

FORM = "field_sheet"
MOST_PLACES = 20
"""Places that the list on a sheet offers."""
_BLANKS = {AnswerType.CHOICE: "填号", AnswerType.CHOICES: "填号", AnswerType.DATE: "日期", AnswerType.PERSON: "姓名"}
"""What is to be written into the value blank of an item that measures nothing."""
_SIGNS = {
    Operator.AT_MOST: "≤", Operator.LESS_THAN: "<", Operator.AT_LEAST: "≥", Operator.MORE_THAN: ">",
    Operator.EQUAL_TO: "=",
}  # fmt: skip
_MOST_LISTS = 6
"""More checklists than that are counted, not named."""
_FINDINGS = (9, 27)
"""Open rows for findings: at least and at most."""


def items_of(
    asked: Iterable[tuple[Checklist, Iterable[ChecklistItem]]], subject: SiteSubject, verdicts: Mapping[str, str]
) -> tuple[SheetItem, ...]:
    """The items in walking order, numbered through; ``verdicts``: what is said already, by item."""
    return tuple(
        replace(_item(checklist, item, subject, verdicts.get(item.key, "")), no=no, area=area)
        for no, (area, checklist, item) in enumerate(walking_order().walked(asked), 1)
    )


def items_as_listed(
    printed: Checklist, pinned: Checklist, subject: SiteSubject, verdicts: Mapping[str, str]
) -> tuple[SheetItem, ...]:
    """Every item of a list in its own order, under the numbers of its paper checklist; asked or not.

    ``printed`` is the whole list as its paper shows it; an item that ``pinned``, the visit's walk of it, leaves out
    keeps its number and is refused when it is typed.
    """
    whole = printed if printed.version == pinned.version else pinned
    return tuple(
        replace(_item(whole, item, subject, verdicts.get(item.key, "")), no=no, area=pinned.title)
        for no, item in enumerate(whole.items, 1)
    )


def _item(checklist: Checklist, item: ChecklistItem, subject: SiteSubject, verdict: str) -> SheetItem:
    """An item as it stands on a sheet, without its number and area."""
    return SheetItem(
        no=0,
        checklist_key=checklist.key,
        item_key=item.key,
        area="",
        title=item.title,
        compare=compared(item, subject),
        unit=item.unit or _BLANKS.get(item.answer_type, ""),
        options=tuple(option.key for option in item.answer.options),
        choices=" ".join(f"{n} {option.label}" for n, option in enumerate(item.answer.options, 1)),
        verdict=verdict,
    )


def compared(item: ChecklistItem, subject: SiteSubject) -> str:
    """The numbers that a measured one is held against: the design's where the register knows it, and the text's."""
    answer = item.answer
    known = subject.design_values.get(answer.design.key) if answer.design else None
    limits = [] if answer.bound is None else [limited(answer.bound, item.unit)]
    if answer.design is not None and known is not None:
        try:
            limit = format(answer.design.limit(known).normalize(), "f")
            limits.insert(0, limited(Bound(answer.design.operator, limit), item.unit, "设计"))
        except ArithmeticError:
            limits.insert(0, f"设计 {known}")
    return "；".join(limits)


def limited(bound: Bound, unit: str | None, whose: str = "") -> str:
    """A limit as a table has room for it: ≤3 m."""
    return f"{whose}{_SIGNS[bound.operator]}{bound.value} {unit or ''}".strip()


def places_of(*sources: Iterable[str | None]) -> tuple[str, ...]:
    """Places worth a number, each once, without line breaks."""
    named = [" ".join(place.split()) for source in sources for place in source if place and place.strip()]
    return tuple(dict.fromkeys(named))[:MOST_PLACES]


def values_of(sheet: Sheet) -> dict[str, Any]:
    """The values of the form, from what was frozen with the sheet: the same sheet always prints the same."""
    fewest, most = _FINDINGS
    rows = min(max(fewest, len(sheet.items) // 6), most)
    return {
        **{name: value for name, value in sheet.header.items() if value},
        "short_code": sheet.short_code,
        "sheet_no": sheet.sheet_no,
        "places": "　".join(f"{n} {place}" for n, place in enumerate(sheet.places, 1)),
        "items": [_item_values(one) for one in sheet.items],
        "findings": [{"mark": f"F{n}"} for n in range(1, rows + 1)],
    }


def _item_values(item: SheetItem) -> dict[str, Any]:
    printed = ("no", "area", "title", "choices", "compare", "unit", "verdict")
    return {name: value for name, value in asdict(item).items() if name in printed and value}


def header_of(
    site_name: str, day: str, officers: Sequence[str], scope: str, lists: Sequence[str], phones: Mapping[str, str]
) -> dict[str, Any]:
    """The head of a sheet. ``phones``: whose to number; unknown ones are left out."""
    known = [f"{whose} {number}" for whose, number in phones.items() if number]
    return {
        "site_name": site_name,
        "check_date": day,
        "officers": list(officers),
        "scope": scope,
        "lists": list(lists) if len(lists) <= _MOST_LISTS else [f"{lists[0]}等 {len(lists)} 张"],
        "phones": "应急电话：" + "　".join(known) if known else "",
    }
