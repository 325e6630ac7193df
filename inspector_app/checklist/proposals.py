"""Which verdict a value suggests: beyond a limit of the text or of the design, out of date, an option that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from inspector_app import terms
from inspector_app.checklist.cells import DECIMAL, plain
from inspector_app.checklist.definition import AnswerForm, ChecklistItem
from inspector_app.checklist.values import (
    AnswerType,
    Bound,
    Modality,
    Period,
    Proposal,
    Recurrence,
    SiteSubject,
    Verdict,
)

_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}
_CHOOSING = (AnswerType.CHOICE, AnswerType.CHOICES)


def propose(item: ChecklistItem, value: str | int | None, subject: SiteSubject) -> Verdict | None:
    """The verdict that a value suggests: 不符合 beyond a limit of the text or of the design, else nothing.

    Never 符合: a good number alone does not say that all is well. The officer decides.
    """
    found = proposal(item, value, subject)
    return found.verdict if found else None


def proposal(item: ChecklistItem, value: str | int | None, subject: SiteSubject) -> Proposal | None:
    """The suggested verdict with its reason. ``value``: decimal text, count, ISO day or option key."""
    text = "" if value is None else plain(str(value))
    if not text:
        return None
    form = item.answer
    if form.is_numeric:
        return _from_number(form, item.modality, text, subject) if DECIMAL.fullmatch(text) else None
    if form.type is AnswerType.DATE:
        return _from_day(item, text, subject)
    return _from_option(form, text) if form.type in _CHOOSING else None


def rows_proposal(item: ChecklistItem, rows: Sequence[Mapping[str, Any]], subject: SiteSubject) -> Proposal | None:
    """What the first cell beyond its own limit suggests; ``row`` and ``column`` of its parameters say which one."""
    if item.answer.rows is None:
        return None
    for number, row in enumerate(rows, 1):
        for column in item.answer.rows.columns:
            found = _from_cell(column.form, item.modality, row.get(column.key), subject)
            if found is not None:
                said = {**found.params, "row": str(number), "column": column.title}
                return Proposal(found.verdict, found.code, said)
    return None


def _from_cell(form: AnswerForm, modality: Modality, value: Any, subject: SiteSubject) -> Proposal | None:
    text = "" if value is None else plain(str(value))
    if not text:
        return None
    if form.is_numeric:
        return _from_number(form, modality, text, subject) if DECIMAL.fullmatch(text) else None
    if form.is_valid_until and subject.day is not None and text < subject.day.isoformat():
        return Proposal(Verdict.NOT_COMPLIANT, "checklist.run_out", {"value": text})
    return _from_option(form, text) if form.type in _CHOOSING else None


def _from_number(form: AnswerForm, modality: Modality, text: str, subject: SiteSubject) -> Proposal | None:
    number = Decimal(text)
    if form.bound is not None and not form.bound.allows(number):
        code = "checklist.beyond_limit" if modality.is_flat else "checklist.beyond_principle"
        said = {**_stated(form, text, form.bound), "modality": terms.label(modality)}
        return Proposal(Verdict.NOT_COMPLIANT, code, said)
    approved = subject.design_values.get(form.design.key) if form.design else None
    if form.design is None or approved is None or not DECIMAL.fullmatch(approved):
        return None
    bound = Bound(form.design.operator, format(form.design.limit(approved).normalize(), "f"))
    if bound.allows(number):
        return None
    said = {**_stated(form, text, bound), "design": approved}
    return Proposal(Verdict.NOT_COMPLIANT, "checklist.beyond_design", said)


def _stated(form: AnswerForm, value: str, bound: Bound) -> Mapping[str, str]:
    return {"value": value, "unit": form.unit or "", "limit": bound.value, "operator": terms.label(bound.operator)}


def _from_day(item: ChecklistItem, text: str, subject: SiteSubject) -> Proposal | None:
    recurrence = item.recurrence_at(subject)
    if recurrence is None or subject.day is None or recurrence.period not in _MONTHS:
        return None
    try:
        last = date.fromisoformat(text)
    except ValueError:
        return None
    due = next_due(last, recurrence)
    if subject.day <= due:
        return None
    said = {
        "value": text,
        "every": str(recurrence.every),
        "period": terms.label(recurrence.period),
        "limit": due.isoformat(),
    }
    return Proposal(Verdict.NOT_COMPLIANT, "checklist.out_of_date", said)


def next_due(last: date, recurrence: Recurrence) -> date:
    """The last day by which something done on ``last`` is due again; 29 February becomes the 28th."""
    months = last.year * 12 + last.month - 1 + recurrence.every * _MONTHS[recurrence.period]
    year, month = divmod(months, 12)
    for day in range(last.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(last.day, 28))


def _from_option(form: AnswerForm, key: str) -> Proposal | None:
    chosen = next((option for option in form.options if option.key == key), None)
    if chosen is None or chosen.proposes is None:
        return None
    said = {"value": chosen.label, "verdict": terms.label(chosen.proposes)}
    return Proposal(chosen.proposes, "checklist.option_proposes", said)
