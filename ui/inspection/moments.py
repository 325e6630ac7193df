"""Reads dates and times as people type them: ``3.9 1630``, ``昨天 16:30``, ``2026-03-09``, ``0930``."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

_DAYS = {"今天": 0, "今": 0, "昨天": -1, "昨": -1, "前天": -2, "明天": 1, "后天": 2}
_DATE = re.compile(r"^(?:(\d{4})\s*[-./年])?\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_SOLID = re.compile(r"^(\d{4})(\d{2})(\d{2})(?!\d)")
_TIME = re.compile(r"^(?:T|\s)*(\d{1,2})\s*[:：时点]\s*(\d{1,2})?\s*分?$|^(?:T|\s)*(\d{3,4})$")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９：．－／　", "0123456789:.-/ ")


def read_moment(text: str, now: datetime) -> datetime | None:
    """The moment that was meant, in the zone of ``now``; a date alone means midnight. ``None``: not understood.

    Without a year the latest such day that is not after ``now`` is meant (an approval lies in the past).
    """
    rest = text.translate(_FULL_WIDTH).strip()
    day, rest = _leading_day(rest, now.date())
    if day is None:
        day = now.date()
        if not rest:
            return None
    clock = _clock(rest)
    return None if clock is None else datetime.combine(day, clock, now.tzinfo)


def read_day(text: str, today: date) -> date | None:
    """The day that was meant, or ``None``. Without a year the next such day from today on is meant (a deadline)."""
    rest = text.translate(_FULL_WIDTH).strip()
    if re.fullmatch(r"\d{1,3}\s*[日天]?", rest):
        return today + timedelta(days=int(re.sub(r"\D", "", rest)))
    day, left = _leading_day(rest, today)
    if day is None or left:
        return None
    has_year = bool(re.match(r"\d{4}", rest))
    return day.replace(year=day.year + 1) if not has_year and rest not in _DAYS and day < today else day


def read_past_day(text: str, today: date) -> date | None:
    """The day that was meant of something done, or ``None``. Without a year the last such day up to today is meant."""
    found = read_day(text, today)
    stated = _DATE.match(text.translate(_FULL_WIDTH).strip())
    if found is not None and found > today and stated and not stated.group(1):
        return found.replace(year=found.year - 1)
    return found


def shown_moment(text: str | None) -> str:
    """An ISO moment as the officer reads it; nothing for nothing."""
    return "" if not text else text[:16].replace("T", " ")


def _leading_day(text: str, today: date) -> tuple[date | None, str]:
    for word in sorted(_DAYS, key=len, reverse=True):
        if text.startswith(word):
            return today + timedelta(days=_DAYS[word]), text[len(word) :].strip()
    solid = _SOLID.match(text)
    found = solid or _DATE.match(text)
    if found is None:
        return None, text
    year, month, number = found.groups()
    try:
        day = date(int(year or today.year), int(month), int(number))
    except ValueError:
        return None, "?"
    if year is None and day > today:
        day = day.replace(year=today.year - 1)
    return day, text[found.end() :].strip()


def _clock(text: str) -> time | None:
    if not text:
        return time()
    found = _TIME.match(text)
    if found is None:
        return None
    hour, minute, solid = found.groups()
    if solid:
        hour, minute = solid[:-2], solid[-2:]
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None
