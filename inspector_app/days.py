"""Stated days and moments: whether a text is one of the calendar, and whether it can be meant.

The journal keeps days as YYYY-MM-DD and moments as ISO 8601, with or without the offset.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from inspector_app.errors import BadInput, RuleViolation

PLAN_ON = date(2024, 5, 28)
"""The day of the plan (浙应急基础〔2024〕68号): nobody was given a deadline under it before."""
OLDEST = date(2000, 1, 1)
"""No visit recorded here is older."""
DEADLINE_YEARS = 3
CLOCK_SLACK = timedelta(minutes=5)
"""By how much two clocks at one mine may differ."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?")


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar in the one form the journal keeps (YYYY-MM-DD)."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def moment(text: str, now: datetime) -> datetime | None:
    """The moment a text states, in the offset of ``now`` where it states none; ``None`` when it is none."""
    try:
        found = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
        if found is not None and found.tzinfo is None:
            found = found.replace(tzinfo=now.tzinfo)
        return found
    except ValueError:
        return None


def require_deadline(field: str, text: str | None, today: date) -> None:
    """Refuse a deadline that is no day (``BadInput``) or lies before the plan or years ahead (``RuleViolation``)."""
    if not text:
        return
    if not isinstance(text, str) or not is_day(text):
        raise BadInput("day.impossible", field=field, value=str(text))
    most = today + timedelta(days=366 * DEADLINE_YEARS)
    if not PLAN_ON <= date.fromisoformat(text) <= most:
        least, last = PLAN_ON.isoformat(), most.isoformat()
        raise RuleViolation("day.out_of_bounds", field=field, value=text, least=least, most=last)


def require_moment(field: str, text: str | None, now: datetime, ahead: timedelta = CLOCK_SLACK) -> datetime | None:
    """The moment stated in a blank, ``None`` for an empty one.

    Raises ``BadInput('day.no_moment')``, or ``RuleViolation`` for one further ahead than ``ahead`` or out of this age.
    """
    if not text:
        return None
    found = moment(text, now) if isinstance(text, str) else None
    if found is None:
        raise BadInput("day.no_moment", field=field, value=str(text))
    if found > now + ahead:
        raise RuleViolation("day.ahead", field=field, value=text, now=now.isoformat(timespec="minutes")[:16])
    if found.date() < OLDEST:
        raise RuleViolation("day.too_old", field=field, value=text, least=OLDEST.isoformat())
    return found
