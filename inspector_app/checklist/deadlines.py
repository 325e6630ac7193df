"""What the plan wants done by a day: what is still to come first, the nearest day on top, then what is 已到期."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspector_app.checklist.definition import Checklist
from inspector_app.checklist.expression_nodes import Known, decimals
from inspector_app.checklist.values import SiteSubject, Standing


@dataclass(frozen=True)
class DatedItem:
    """One item with its last day to comply. ``is_overdue``: 已到期, asked now; else 尚未到期, shown and not asked."""

    checklist_key: str
    item_key: str
    title: str
    title_en: str
    deadline_on: str
    is_overdue: bool


def dated_items(lists: Iterable[Checklist], subject: SiteSubject, day: date) -> tuple[DatedItem, ...]:
    """The items with a deadline that bind this mine, in November 2026 those of the end of 2026 first.

    An item that lapsed, or whose condition does not hold here, is none of them.
    """
    found = [
        DatedItem(one.key, item.key, item.title, item.title_en, item.deadline_on, item.is_overdue(day))
        for one in lists
        if one.when.holds(subject) is not False
        for item in one.items
        if item.deadline_on and item.standing(subject) in (Standing.ASKED, Standing.NOT_YET_DUE)
        if not item.is_settled(Known(design=decimals(subject.design_values)))
    ]
    return (
        *sorted((one for one in found if not one.is_overdue), key=lambda one: one.deadline_on),
        *sorted((one for one in found if one.is_overdue), key=lambda one: one.deadline_on, reverse=True),
    )
