"""Pure rules of answers: what an answer must look like, and which verdict a measured value suggests."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from inspector_app import terms
from inspector_app.checklist.definition import AnswerForm, ChecklistItem
from inspector_app.checklist.values import (
    AnswerType,
    Bound,
    Period,
    Proposal,
    Recurrence,
    SiteSubject,
    Verdict,
)
from inspector_app.errors import BadInput, RuleViolation

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")
_WIDE = str.maketrans("０１２３４５６７８９．－", "0123456789.-")
_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}
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


def checked_answer(item: ChecklistItem, given: GivenAnswer) -> dict[str, Any]:
    """The answer in its one spelling: full-width digits made plain, unit filled in, a count as a whole number.

    Raises ``BadInput`` (not a number, wrong unit, unknown option …) and ``RuleViolation`` (本次未检查 without
    reason, a demanded value missing); ``params['field']`` names the blank.
    """
    if given.verdict not in set(Verdict):
        raise BadInput("checklist.verdict_unknown", field="verdict", verdict=given.verdict)
    verdict = Verdict(given.verdict)
    if verdict is Verdict.NOT_CHECKED and not (given.not_checked_reason or "").strip():
        raise RuleViolation("inspection.not_checked_needs_reason", field="not_checked_reason")
    _refuse_unasked(item, given)
    fields = {**_number(item, given), **_day(item, given), **_words(given), **_options(item, given)}
    if item.answer.is_required and verdict in _JUDGED and not any(v for k, v in fields.items() if k != "unit"):
        raise RuleViolation("checklist.value_missing", field=_field(item.answer.type), item=item.key)
    return fields


def _field(kind: AnswerType) -> str:
    fields = {AnswerType.NUMBER: "value", AnswerType.COUNT: "count", AnswerType.DATE: "answered_on"}
    return fields.get(kind, "choices" if kind in _CHOOSING else "text")


def _refuse_unasked(item: ChecklistItem, given: GivenAnswer) -> None:
    kind = item.answer.type
    stated = {
        "value": given.value not in (None, "") and kind not in _NUMERIC,
        "count": given.count is not None and kind is not AnswerType.COUNT,
        "answered_on": given.answered_on not in (None, "") and kind is not AnswerType.DATE,
        "choices": bool(given.choices) and kind not in _CHOOSING,
    }
    for field, is_unasked in stated.items():
        if is_unasked:
            raise BadInput("checklist.answer_not_asked", field=field, item=item.key)


def _number(item: ChecklistItem, given: GivenAnswer) -> dict[str, Any]:
    form = item.answer
    if form.type not in _NUMERIC:
        return {"value": None, "unit": None, "count": None}
    text = (given.value or "").strip().translate(_WIDE)
    if given.count is not None:
        text = str(given.count)
    if not text:
        return {"value": None, "unit": None, "count": None}
    if given.unit and given.unit.strip() != form.unit:
        raise BadInput("checklist.wrong_unit", field="unit", item=item.key, unit=form.unit or "", given=given.unit)
    if form.type is AnswerType.COUNT:
        return {"value": None, "unit": form.unit, "count": int(_plausible(item, _counted(item, text)))}
    return {"value": str(_plausible(item, _measured(item, text))), "unit": form.unit, "count": None}


def _counted(item: ChecklistItem, text: str) -> Decimal:
    if not re.fullmatch(r"0|[1-9][0-9]{0,8}", text):
        raise BadInput("checklist.not_a_count", field="count", item=item.key, value=text, unit=item.unit or "")
    return Decimal(text)


def _measured(item: ChecklistItem, text: str) -> Decimal:
    matched = _DECIMAL.fullmatch(text)
    if matched is None:
        raise BadInput("checklist.not_a_number", field="value", item=item.key, value=text, unit=item.unit or "")
    decimals = item.answer.decimals
    if decimals is not None and len(matched[2] or ".") - 1 > decimals:
        raise BadInput(
            "checklist.too_many_decimals", field="value", item=item.key, value=text, decimals=str(decimals)
        )
    return Decimal(text)


def _plausible(item: ChecklistItem, number: Decimal) -> Decimal:
    form = item.answer
    low = form.least is not None and number < Decimal(form.least)
    high = form.most is not None and number > Decimal(form.most)
    if low or high:
        raise BadInput(
            "checklist.implausible",
            field="count" if form.type is AnswerType.COUNT else "value",
            item=item.key,
            value=str(number),
            unit=form.unit or "",
            least=form.least or "…",
            most=form.most or "…",
        )
    return number


def _day(item: ChecklistItem, given: GivenAnswer) -> dict[str, Any]:
    text = (given.answered_on or "").strip()
    if not text:
        return {"answered_on": None}
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise BadInput("checklist.not_a_day", field="answered_on", item=item.key, value=text)
    return {"answered_on": text}


def _words(given: GivenAnswer) -> dict[str, Any]:
    return {"text": (given.text or "").strip() or None}


def _options(item: ChecklistItem, given: GivenAnswer) -> dict[str, Any]:
    known = {option.key: option for option in item.answer.options}
    for key in given.choices:
        if key not in known:
            labels = "、".join(f"{option.key}（{option.label}）" for option in item.answer.options)
            raise BadInput("checklist.option_unknown", field="choices", item=item.key, option=key, known=labels)
    if item.answer.type is AnswerType.CHOICE and len(set(given.choices)) > 1:
        raise BadInput("checklist.one_option_only", field="choices", item=item.key)
    return {"choices": list(dict.fromkeys(given.choices)) or None}


def propose(item: ChecklistItem, value: str | int | None, subject: SiteSubject) -> Verdict | None:
    """The verdict that a value suggests: 不符合 beyond a limit of the text or of the design, else nothing.

    Never 符合: a good number alone does not say that all is well. The officer decides.
    """
    found = proposal(item, value, subject)
    return found.verdict if found else None


def proposal(item: ChecklistItem, value: str | int | None, subject: SiteSubject) -> Proposal | None:
    """The suggested verdict with its reason. ``value``: decimal text, count, ISO day or option key."""
    text = "" if value is None else str(value).strip().translate(_WIDE)
    if not text:
        return None
    form = item.answer
    if form.type in _NUMERIC:
        return _from_number(item, text, subject) if _DECIMAL.fullmatch(text) else None
    if form.type is AnswerType.DATE:
        return _from_day(item, text, subject)
    return _from_option(form, text) if form.type in _CHOOSING else None


def _from_number(item: ChecklistItem, text: str, subject: SiteSubject) -> Proposal | None:
    form, number = item.answer, Decimal(text)
    if form.bound is not None and not form.bound.allows(number):
        code = "checklist.beyond_limit" if item.modality.is_flat else "checklist.beyond_principle"
        said = {**_stated(form, text, form.bound), "modality": terms.label(item.modality)}
        return Proposal(Verdict.NOT_COMPLIANT, code, said)
    approved = subject.design_values.get(form.design.key) if form.design else None
    if form.design is None or approved is None or not _DECIMAL.fullmatch(approved):
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
