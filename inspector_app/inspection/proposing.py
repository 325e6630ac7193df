"""What an item brings to a finding made from it: weight, articles, measure, deadline, criterion."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from inspector_app.checklist.definition import ChecklistItem
from inspector_app.checklist.serious import serious_name
from inspector_app.inspection.rules import proposed_deadline

Cite = Callable[[tuple[str, ...]], str]
"""Articles in full words, from their keys."""


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
