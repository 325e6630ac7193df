"""What an item brings to a finding made from it: weight, articles, measure, deadline, criterion."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from inspector_app.checklist.definition import ChecklistItem
from inspector_app.checklist.proposals import rows_proposal
from inspector_app.checklist.rules import SaidAnswer
from inspector_app.checklist.serious import serious_name
from inspector_app.checklist.values import AnswerType, SiteSubject
from inspector_app.inspection.rules import proposed_deadline

_NAMED = (AnswerType.TEXT, AnswerType.PERSON)

Cite = Callable[[tuple[str, ...]], str]
"""Articles in full words, from their keys."""


BLANK = "____"


_LEADING_PLACE = re.compile(
    rf"(?:{BLANK}(?:（(?:井下)?地点）|（采场、排土场）|中段|分段|采场|作业面|工作面|巷道|作业点|区域|标高|处))+"
)
"""Where it is, at the very beginning of the words; the blank of the place has it already."""


def without_place(words: str, place: str) -> str:
    """Suggested words as they follow a place that is stated: where they begin with one themselves, that goes."""
    if not place.strip():
        return words
    rest = _LEADING_PLACE.sub("", words, count=1) if _LEADING_PLACE.match(words) else words
    return rest.removeprefix(place.strip())


def suggested_fact(item: ChecklistItem, said: SaidAnswer | None, design: Mapping[str, str] | None = None) -> str:
    """The item's words for a finding, with what the answer knows in their blanks: the number, the worst row's names.

    ``design``: approved values of the mine by key; the item's own one stands where the words say 设计.

    ``____（姓名）`` and ``____中段`` are blanks of the columns 姓名 and 中段; the year of a date (``____年____月``) is
    none of a number of years. What only an officer can say stays a blank.
    """
    text = item.finding_text
    if said is None or not text:
        return text
    number = said.value or ("" if said.count is None else str(said.count))
    if number and item.unit:
        blank = re.compile(f"{BLANK}{re.escape(item.unit)}(?!{BLANK}月)")
        text = blank.sub(lambda _: f"{number}{item.unit}", text, count=1)
    approved = (design or {}).get(item.answer.design.key) if item.answer.design else None
    if approved and item.unit:
        text = text.replace(f"设计{BLANK}{item.unit}", f"设计{approved}{item.unit}", 1)
    row = worst_row(item, said)
    for column in item.answer.rows.columns if item.answer.rows and row else ():
        if column.form.type in _NAMED and row and row.get(column.key):
            for blank_of in (f"{BLANK}（{column.title}）", f"{BLANK}{column.title}"):
                text = text.replace(blank_of, str(row[column.key]), 1)
    return text


def suggested_place(item: ChecklistItem, said: SaidAnswer | None) -> str:
    """Where it was found, when the worst row of the answer names the place first."""
    row, rows = worst_row(item, said), item.answer.rows
    first = rows.columns[0] if rows else None
    return str(row.get(first.key, "")) if row and first and first.form.type is AnswerType.TEXT else ""


def worst_row(item: ChecklistItem, said: SaidAnswer | None) -> Mapping[str, Any] | None:
    """The first row beyond a limit, else the only one there is."""
    rows = tuple(said.rows or ()) if said else ()
    found = rows_proposal(item, rows, SiteSubject())
    if found is not None:
        return rows[int(found.params["row"]) - 1]
    return rows[0] if len(rows) == 1 else None


def proposed_by(item: ChecklistItem, today: date, most_days: int, cite: Cite) -> dict[str, Any]:
    """Fields of the finding as the item suggests them; the officer decides. ``most_days``: what one order may grant."""
    due = None if item.due_days is None else proposed_deadline(today, item.due_days, most_days)
    fields = {
        "force": item.force.value,
        "violated_rule": cite(item.violated_rules) or None,
        "measure": item.measure,
        "rectification_due_on": due,
        "criterion_key": item.own_criterion,
        "serious_violation": serious_name(item.tags),
    }
    return {name: value for name, value in fields.items() if value is not None}
