"""Answers in relation to each other: what the visit knows for relevance, and what cannot both be so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from inspector_app.checklist.definition import Checklist, CrossCheck
from inspector_app.checklist.expression_nodes import Known, Value, decimal, decimals
from inspector_app.checklist.rules import SaidAnswer
from inspector_app.checklist.values import SiteSubject


@dataclass(frozen=True)
class Contradiction:
    """Two answers that do not go together: which list says so, which items, and in words."""

    checklist_key: str
    check_key: str
    item_keys: tuple[str, ...]
    message: str
    message_en: str


def known_of(said: Mapping[str, SaidAnswer], subject: SiteSubject) -> Known:
    """What expressions may ask of a visit. What was said 不涉及 or 本次未检查 has a verdict and no value."""
    answers = {key: value for key, one in said.items() if (value := _value(one)) is not None}
    verdicts = {key: one.verdict for key, one in said.items() if one.verdict}
    rows = {key: tuple(map(_cells, one.rows)) for key, one in said.items() if one.rows}
    return Known(answers, verdicts, decimals(subject.design_values), rows)


def _cells(row: Mapping[str, Any]) -> Mapping[str, Decimal | str]:
    """Cells are kept as whole numbers and texts; what reads as a number is one."""
    return {key: found if (found := decimal(str(cell))) is not None else str(cell) for key, cell in row.items()}


def _value(said: SaidAnswer) -> Value:
    if said.count is not None:
        return Decimal(said.count)
    if said.value:
        return decimal(said.value)
    if said.choices:
        return said.choices[0] if len(said.choices) == 1 else tuple(said.choices)
    return said.answered_on or said.text or None


def contradictions(lists: Iterable[Checklist], known: Known) -> Iterator[Contradiction]:
    """Every cross-check that does not hold; what is not answered yet contradicts nothing."""
    for one in lists:
        for check in one.checks:
            if check.holds.told(known) is False:
                yield _told(one, check)


def _told(one: Checklist, check: CrossCheck) -> Contradiction:
    return Contradiction(one.key, check.key, tuple(sorted(check.holds.asks)), check.message, check.message_en)
