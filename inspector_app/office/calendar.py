"""Working days and ends of periods, from yearly tables of holidays and adjusted workdays; pure.

The day on which a period begins is not counted. A period of calendar days that ends on a day of rest ends on the
next working day. Source: 行政处罚法 85; 行政强制法 69; 民事诉讼法 (期间).
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from inspector_app.errors import BadInput

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_MONTHS = 12


@dataclass(frozen=True)
class CalendarYear:
    """One official notice: days off and weekend days worked (调休), each with the name of the holiday."""

    year: int
    source: str
    holidays: Mapping[date, str]
    workdays: Mapping[date, str]

    @classmethod
    def read(cls, value: Any) -> CalendarYear:
        """The table in a JSON value as ``resources/calendars`` holds it.

        Raises ``BadInput`` when it is not one, when a day lies in another year, stands twice, or is called an
        adjusted workday although people work on it anyway.
        """
        try:
            year = int(value["year"])
            holidays = _named_days(value["holidays"])
            workdays = _named_days(value["workdays"])
        except (KeyError, TypeError, ValueError) as error:
            raise BadInput("calendar.unreadable", detail=str(error)) from error
        for day in (*holidays, *workdays):
            if day.year != year:
                raise BadInput("calendar.wrong_year", day=day.isoformat(), year=year)
        for day in workdays:
            if day in holidays:
                raise BadInput("calendar.day_twice", day=day.isoformat())
            if day.weekday() < _SATURDAY:
                raise BadInput("calendar.workday_on_weekday", day=day.isoformat())
        return cls(year, str(value.get("source", "")), holidays, workdays)


@dataclass(frozen=True)
class Deadline:
    """The last day of a period. ``counted_on`` is where the count ended before a day of rest moved it.

    ``missing_years`` are years the count passed through without a table: then the day is provisional, and
    ``calendar.year_missing`` says so.
    """

    last_on: date
    counted_on: date
    missing_years: tuple[int, ...] = ()

    @property
    def was_moved(self) -> bool:
        """Whether the period was prolonged because it would have ended on a day of rest."""
        return self.last_on != self.counted_on

    @property
    def is_provisional(self) -> bool:
        """Whether a year without a holiday table was involved."""
        return bool(self.missing_years)


class WorkCalendar:
    """Which days are worked. Years without a table count Monday to Friday, and are reported, never refused."""

    def __init__(self, years: Iterable[CalendarYear]) -> None:
        self.years = {table.year: table for table in years}

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on that day."""
        table = self.years.get(day.year)
        if table is not None:
            if day in table.workdays:
                return True
            if day in table.holidays:
                return False
        return day.weekday() < _SATURDAY

    def holiday(self, day: date) -> str:
        """The name of the holiday on that day; empty on a working day and on a plain weekend."""
        table = self.years.get(day.year)
        return table.holidays.get(day, "") if table else ""

    def next_working_day(self, day: date) -> date:
        """The day itself when it is worked, else the first worked one after it."""
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def add_working_days(self, start: date, count: int) -> date:
        """The ``count``-th working day after ``start``, which itself is not counted; ``start`` for nothing."""
        day, left = start, count
        while left > 0:
            day += _ONE_DAY
            left -= self.is_working_day(day)
        return day

    def working_days(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; none when ``end`` is not after it."""
        span = (end - start).days
        return sum(self.is_working_day(start + timedelta(days=step)) for step in range(1, span + 1))

    def deadline(self, start: date, days: int, *, moves: bool = True) -> Deadline:
        """The end of a period of calendar days; ``moves`` is the office's ``deadline.end_moves_to_working_day``."""
        return self._ending(start, start + timedelta(days=days), moves=moves)

    def deadline_in_months(self, start: date, count: int, *, moves: bool = True) -> Deadline:
        """The end of a period of months: the same day of the month, or the last one when there is none."""
        month = start.month - 1 + count
        year, month = start.year + month // _MONTHS, month % _MONTHS + 1
        day = min(start.day, months.monthrange(year, month)[1])
        return self._ending(start, date(year, month, day), moves=moves)

    def working_deadline(self, start: date, count: int) -> Deadline:
        """The end of a period of working days."""
        day = self.add_working_days(start, count)
        return Deadline(day, day, self.missing_years(start, day))

    def missing_years(self, start: date, end: date) -> tuple[int, ...]:
        """Years between the two days that have no table."""
        return tuple(year for year in range(start.year, end.year + 1) if year not in self.years)

    def _ending(self, start: date, counted: date, *, moves: bool) -> Deadline:
        last = self.next_working_day(counted) if moves else counted
        return Deadline(last, counted, self.missing_years(start, last))


def _named_days(rows: Any) -> dict[date, str]:
    days: dict[date, str] = {}
    for row in rows:
        day = date.fromisoformat(row["day"])
        if day in days:
            raise BadInput("calendar.day_twice", day=day.isoformat())
        days[day] = str(row.get("name", ""))
    return days
