"""Working days and deadlines: properties over the shipped years, and the days that officers argue about."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app import paths
from inspector_app.errors import BadInput
from inspector_app.office.calendar import CalendarYear, WorkCalendar
from inspector_app.office.calendars import shipped_years

CALENDAR = WorkCalendar(shipped_years().values())
DAYS = st.dates(date(2024, 1, 1), date(2026, 10, 31))
COUNTS = st.integers(0, 120)


@given(DAYS, COUNTS)
def test_adding_working_days_and_counting_them_agree(start: date, count: int) -> None:
    assert CALENDAR.working_days(start, CALENDAR.add_working_days(start, count)) == count


@given(DAYS, st.integers(1, 120))
def test_a_count_of_working_days_never_lands_on_a_day_of_rest(start: date, count: int) -> None:
    assert CALENDAR.is_working_day(CALENDAR.add_working_days(start, count))


@given(DAYS, COUNTS, st.integers(0, 30), st.integers(0, 30))
def test_later_starts_and_longer_counts_never_end_earlier(start: date, count: int, later: int, longer: int) -> None:
    reference = CALENDAR.add_working_days(start, count)
    assert CALENDAR.add_working_days(start + timedelta(days=later), count) >= reference
    assert CALENDAR.add_working_days(start, count + longer) >= reference


@given(DAYS, st.integers(0, 400))
def test_a_deadline_ends_on_a_working_day_and_moves_only_over_rest(start: date, days: int) -> None:
    deadline = CALENDAR.deadline(start, days)
    assert CALENDAR.is_working_day(deadline.last_on)
    assert deadline.counted_on == start + timedelta(days=days)
    between = [deadline.counted_on + timedelta(days=d) for d in range((deadline.last_on - deadline.counted_on).days)]
    assert not any(CALENDAR.is_working_day(day) for day in between)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(0, 500))
def test_a_year_without_a_table_is_reported_and_never_crashes(start: date, days: int) -> None:
    deadline = CALENDAR.deadline(start, days)
    passed = set(range(start.year, deadline.last_on.year + 1))
    assert set(deadline.missing_years) == passed - {2024, 2025, 2026}
    assert deadline.is_provisional == bool(passed - {2024, 2025, 2026})


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-02-13", 1, "2026-02-14"),  # the Saturday before the Spring Festival is worked
        ("2026-02-14", 1, "2026-02-24"),  # and nine days of rest follow
        ("2026-09-30", 5, "2026-10-13"),  # National Day; Saturday the 10th is worked
        ("2026-03-10", 5, "2026-03-17"),  # a plain week
    ],
)
def test_adjusted_workdays_count(start: str, count: int, end: str) -> None:
    assert CALENDAR.add_working_days(date.fromisoformat(start), count) == date.fromisoformat(end)


def test_fifteen_days_that_end_within_national_day_end_on_the_first_day_after() -> None:
    deadline = CALENDAR.deadline(date(2026, 9, 18), 15)
    assert (deadline.counted_on, deadline.last_on) == (date(2026, 10, 3), date(2026, 10, 8))
    assert deadline.was_moved
    assert not CALENDAR.deadline(date(2026, 9, 18), 15, moves=False).was_moved


def test_six_months_from_the_end_of_august_end_on_the_last_day_of_february() -> None:
    assert CALENDAR.deadline_in_months(date(2025, 8, 31), 6).counted_on == date(2026, 2, 28)


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_each_shipped_year_has_the_seven_holidays_and_works_off_weekends(year: int) -> None:
    table = shipped_years()[year]
    named = {"元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"}
    assert set(table.holidays.values()) >= named - {"中秋节"}  # it may fall into the National Day
    assert all(day.weekday() >= 5 for day in table.workdays)


def test_the_spring_festival_has_its_name() -> None:
    assert CALENDAR.holiday(date(2026, 2, 17)) == "春节"
    assert CALENDAR.holiday(date(2026, 3, 14)) == ""


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"year": "later"}, "calendar.unreadable"),
        ({"holidays": [{"day": "2025-01-01"}]}, "calendar.wrong_year"),
        ({"workdays": [{"day": "2026-03-10"}]}, "calendar.workday_on_weekday"),
        ({"workdays": [{"day": "2026-01-03"}]}, "calendar.day_twice"),
        ({"holidays": [{"day": "2026-01-01"}, {"day": "2026-01-01"}]}, "calendar.day_twice"),
        ({"holidays": None}, "calendar.unreadable"),
    ],
)
def test_a_wrong_table_is_refused_with_its_reason(change: dict[str, object], code: str) -> None:
    table = json.loads(paths.resources("calendars", "cn_2026.json").read_text("utf-8"))
    with pytest.raises(BadInput, match=code):
        CalendarYear.read({**table, **change})
