"""One typed value at a time: the plain spelling of numbers, counts, days and options, wherever they are asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from inspector_app.checklist.definition import AnswerForm
from inspector_app.checklist.values import AnswerType
from inspector_app.errors import BadInput

DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")
_COUNT = re.compile(r"0|[1-9][0-9]{0,8}")
_WIDE = str.maketrans("０１２３４５６７８９．－", "0123456789.-")


def plain(text: str) -> str:
    """Without blanks around it, full-width digits made plain."""
    return text.strip().translate(_WIDE)


def counted(form: AnswerForm, text: str, **said: str) -> int:
    """A whole number. Raises ``BadInput`` (``checklist.not_a_count``, ``checklist.implausible``)."""
    if not _COUNT.fullmatch(text):
        raise BadInput("checklist.not_a_count", field="count", value=text, unit=form.unit or "", **said)
    return int(_plausible(form, Decimal(text), **said))


def measured(form: AnswerForm, text: str, **said: str) -> str:
    """A decimal number as text.

    Raises ``BadInput`` (``checklist.not_a_number``, ``checklist.too_many_decimals``, ``checklist.implausible``).
    """
    matched = DECIMAL.fullmatch(text)
    if matched is None:
        raise BadInput("checklist.not_a_number", field="value", value=text, unit=form.unit or "", **said)
    if form.decimals is not None and len(matched[2] or ".") - 1 > form.decimals:
        raise BadInput(
            "checklist.too_many_decimals", field="value", value=text, decimals=str(form.decimals), **said
        )
    return str(_plausible(form, Decimal(text), **said))


def _plausible(form: AnswerForm, number: Decimal, **said: str) -> Decimal:
    low = form.least is not None and number < Decimal(form.least)
    high = form.most is not None and number > Decimal(form.most)
    if low or high:
        raise BadInput(
            "checklist.implausible",
            field="count" if form.type is AnswerType.COUNT else "value",
            value=str(number),
            unit=form.unit or "",
            least=form.least or "…",
            most=form.most or "…",
            **said,
        )
    return number


def day(text: str, **said: str) -> str:
    """A calendar day as ISO text. Raises ``BadInput('checklist.not_a_day')``."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise BadInput("checklist.not_a_day", field="answered_on", value=text, **said)
    return text


def chosen(form: AnswerForm, keys: Sequence[str], **said: str) -> list[str]:
    """Known options, each once. Raises ``BadInput`` (``checklist.option_unknown``, ``checklist.one_option_only``)."""
    known = {option.key for option in form.options}
    for key in keys:
        if key not in known:
            labels = "、".join(f"{option.key}（{option.label}）" for option in form.options)
            raise BadInput("checklist.option_unknown", field="choices", option=key, known=labels, **said)
    if form.type is not AnswerType.CHOICES and len(set(keys)) > 1:
        raise BadInput("checklist.one_option_only", field="choices", **said)
    return list(dict.fromkeys(keys))
