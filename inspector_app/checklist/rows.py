"""Tables of an answer: rows in their one spelling, and the number that follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from inspector_app.checklist import cells
from inspector_app.checklist.definition import ChecklistItem, Column, RowsForm
from inspector_app.checklist.expression_nodes import Known
from inspector_app.checklist.expressions import number_from
from inspector_app.checklist.values import AnswerType
from inspector_app.errors import BadInput, RuleViolation

MOST_ROWS = 500
"""More rows than anybody writes at a mine; a longer table is a mistake of whoever hands it in."""

Row = Mapping[str, Any]


def checked_rows(item: ChecklistItem, given: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows that say something, every cell in its one spelling.

    Raises ``BadInput`` (unknown column, a cell that is no number …, too many rows) and
    ``RuleViolation('checklist.cell_missing')``; ``params['row']`` counts from 1 as the officer sees it.
    """
    form = item.answer.rows
    if form is None:
        return []
    if len(given) > MOST_ROWS:
        raise BadInput("checklist.too_many_rows", field="rows", item=item.key, most=MOST_ROWS)
    made = (_row(item, form, number, row) for number, row in enumerate(given, 1))
    return [row for row in made if row]


def _row(item: ChecklistItem, form: RowsForm, number: int, given: Row) -> dict[str, Any]:
    unknown = sorted(key for key in given if form.column(key) is None)
    if unknown:
        raise BadInput("checklist.column_unknown", field="rows", item=item.key, column=unknown[0])
    filled = {key: str(value) for key, value in given.items() if value is not None and str(value).strip()}
    if not filled:
        return {}
    named = {"item": f"{item.key}（第 {number} 行）"}
    for column in form.columns:
        if column.form.is_required and column.key not in filled:
            raise RuleViolation(
                "checklist.cell_missing", field="rows", item=item.key, row=number, column=column.title
            )
    return {
        column.key: _cell(column, filled[column.key], named) for column in form.columns if column.key in filled
    }


def _cell(column: Column, text: str, named: Mapping[str, str]) -> str | int:
    match column.form.type:
        case AnswerType.COUNT:
            return cells.counted(column.form, cells.plain(text), **named)
        case AnswerType.NUMBER:
            return cells.measured(column.form, cells.plain(text), **named)
        case AnswerType.DATE:
            return cells.day(text.strip(), **named)
        case AnswerType.CHOICE:
            return cells.chosen(column.form, [text.strip()], **named)[0]
        case _:
            return text.strip()


def known_rows(form: RowsForm, rows: Sequence[Row]) -> tuple[Mapping[str, Decimal | str], ...]:
    """As expressions see them: numbers as numbers, everything else as text."""
    numeric = {column.key for column in form.columns if column.form.is_numeric}
    return tuple(
        {key: Decimal(str(value)) if key in numeric else str(value) for key, value in row.items()} for row in rows
    )


def value_of(item: ChecklistItem, rows: Sequence[Row]) -> Decimal | None:
    """The item's number as its rows give it; nothing when they say nothing of it."""
    form = item.answer.rows
    if form is None or form.value is None or not rows:
        return None
    return number_from(form.value, Known(rows={item.key: known_rows(form, rows)}))
