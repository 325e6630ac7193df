"""Pure rules of answers: what an answer must look like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

from inspector_app.checklist import cells
from inspector_app.checklist.cells import plain
from inspector_app.checklist.definition import ChecklistItem
from inspector_app.checklist.expression_nodes import Known
from inspector_app.checklist.expressions import Expression, number_from
from inspector_app.checklist.rows import checked_rows, value_of
from inspector_app.checklist.values import AnswerType, Verdict
from inspector_app.errors import BadInput, RuleViolation

_NUMERIC = (AnswerType.NUMBER, AnswerType.COUNT)
_CHOOSING = (AnswerType.CHOICE, AnswerType.CHOICES)
_JUDGED = (Verdict.COMPLIANT, Verdict.NOT_COMPLIANT)


class SaidAnswer(Protocol):
    """What was said of one item, now or before."""

    @property
    def verdict(self) -> str | None:
        """A value of ``Verdict``."""
        ...

    @property
    def value(self) -> str | None:
        """Decimal text."""
        ...

    @property
    def count(self) -> int | None:
        """A whole number."""
        ...

    @property
    def answered_on(self) -> str | None:
        """The day asked for, ISO."""
        ...

    @property
    def text(self) -> str | None:
        """Words, or the name of a person."""
        ...

    @property
    def choices(self) -> Sequence[str] | None:
        """Keys of the options chosen."""
        ...

    @property
    def rows(self) -> Sequence[Mapping[str, Any]] | None:
        """Cells by column key, row by row."""
        ...


class GivenAnswer(SaidAnswer, Protocol):
    """What the officer says, as the visit hands it in."""

    @property
    def verdict(self) -> str:
        """A value of ``Verdict``."""
        ...

    @property
    def choices(self) -> Sequence[str]:
        """Keys of the options chosen."""
        ...

    @property
    def unit(self) -> str | None:
        """Its unit; empty means the item's own."""
        ...

    @property
    def not_checked_reason(self) -> str | None:
        """Why it was not checked."""
        ...


def checked_answer(item: ChecklistItem, given: GivenAnswer, known: Known | None = None) -> dict[str, Any]:
    """The answer in its one spelling: full-width digits made plain, unit filled in, a count as a whole number.

    ``known``: the answers that a computed one is worked out from.

    Raises ``BadInput`` (not a number, wrong unit, unknown option …) and ``RuleViolation`` (本次未检查 without
    reason, a demanded value missing); ``params['field']`` names the blank.
    """
    if given.verdict not in set(Verdict):
        raise BadInput("checklist.verdict_unknown", field="verdict", verdict=given.verdict)
    verdict = Verdict(given.verdict)
    if verdict is Verdict.NOT_CHECKED and not (given.not_checked_reason or "").strip():
        raise RuleViolation("inspection.not_checked_needs_reason", field="not_checked_reason")
    _refuse_unasked(item, given)
    rows = checked_rows(item, given.rows or ())
    fields = {**_number(item, given), **_day(item, given), **_words(given), **_options(item, given)}
    fields["rows"] = rows or None
    if rows:
        fields |= _from_rows(item, rows, fields)
    if item.answer.formula is not None and known is not None:
        fields |= _computed(item, item.answer.formula, known)
    is_blank = all(said in (None, "") for name, said in fields.items() if name != "unit")
    if item.answer.is_required and verdict in _JUDGED and is_blank:
        raise RuleViolation("checklist.value_missing", field=_field(item.answer.type), item=item.key)
    return fields


def _from_rows(item: ChecklistItem, rows: Sequence[Mapping[str, Any]], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The number that follows from the rows; another one typed beside them is a contradiction, not a choice."""
    number = value_of(item, rows)
    if number is None:
        return {}
    text = format(number.normalize(), "f")
    typed = fields["value"] if fields["count"] is None else str(fields["count"])
    if typed is not None and Decimal(typed) != number:
        raise BadInput("checklist.rows_differ", field="rows", item=item.key, value=typed, counted=text)
    if item.answer.type is AnswerType.COUNT:
        return {"value": None, "unit": item.unit, "count": cells.counted(item.answer, text, item=item.key)}
    return {"value": cells.measured(item.answer, text, item=item.key), "unit": item.unit, "count": None}


def _computed(item: ChecklistItem, formula: Expression, known: Known) -> dict[str, Any]:
    """What a computed answer comes to; nothing while something it needs is not known."""
    number = number_from(formula, known)
    return {} if number is None else {"value": format(number.normalize(), "f"), "unit": item.unit}


def _field(kind: AnswerType) -> str:
    fields = {
        AnswerType.NUMBER: "value", AnswerType.COUNT: "count", AnswerType.DATE: "answered_on", AnswerType.TABLE: "rows",
    }  # fmt: skip
    return fields.get(kind, "choices" if kind in _CHOOSING else "text")


def _refuse_unasked(item: ChecklistItem, given: GivenAnswer) -> None:
    kind = item.answer.type
    stated = {
        "value": given.value not in (None, "") and kind not in _NUMERIC,
        "count": given.count is not None and kind is not AnswerType.COUNT,
        "answered_on": given.answered_on not in (None, "") and kind is not AnswerType.DATE,
        "choices": bool(given.choices) and kind not in _CHOOSING,
        "rows": bool(given.rows) and item.answer.rows is None,
    }
    for field, is_unasked in stated.items():
        if is_unasked:
            raise BadInput("checklist.answer_not_asked", field=field, item=item.key)


def _number(item: ChecklistItem, given: GivenAnswer) -> dict[str, Any]:
    form = item.answer
    if form.type not in _NUMERIC:
        return {"value": None, "unit": None, "count": None}
    text = plain(given.value or "") if given.count is None else str(given.count)
    if not text:
        return {"value": None, "unit": None, "count": None}
    if given.unit and given.unit.strip() != form.unit:
        raise BadInput("checklist.wrong_unit", field="unit", item=item.key, unit=form.unit or "", given=given.unit)
    if form.type is AnswerType.COUNT:
        return {"value": None, "unit": form.unit, "count": cells.counted(form, text, item=item.key)}
    return {"value": cells.measured(form, text, item=item.key), "unit": form.unit, "count": None}


def _day(item: ChecklistItem, given: GivenAnswer) -> dict[str, Any]:
    text = (given.answered_on or "").strip()
    return {"answered_on": cells.day(text, item=item.key) if text else None}


def _words(given: GivenAnswer) -> dict[str, Any]:
    return {"text": (given.text or "").strip() or None}


def _options(item: ChecklistItem, given: GivenAnswer) -> dict[str, Any]:
    return {"choices": cells.chosen(item.answer, given.choices, item=item.key) or None}
