"""What the home page says of papers that are out: no seal, not served, a missing signature nobody reported."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from inspector_app.enforcement import outstanding
from inspector_app.enforcement.outstanding import OutstandingPaper
from inspector_app.storage.reader import Reader

if TYPE_CHECKING:
    from inspector_app.office.calendar import WorkCalendar


def read_outstanding(reader: Reader, shown: int, most: int) -> tuple[tuple[OutstandingPaper, ...], int]:
    """The most urgent papers, and how many there are (cut to ``most``)."""
    papers = outstanding.outstanding(reader.rows, lawful_by(reader), shown)
    return papers, int(reader.value(outstanding.COUNT, {"most": most}) or 0)


def lawful_by(reader: Reader) -> Callable[[str, str], str]:
    """Last lawful days by parameter and day of issue; settings and holidays are read when the first one is asked."""

    @cache
    def last_day(parameter: str, issued_on: str) -> str:
        issued = date.fromisoformat(issued_on)
        days = int(str(_setting(reader, parameter)))
        return _calendar(reader, issued).working_deadline(issued, days).last_on.isoformat()

    return last_day


def _calendar(reader: Reader, begin: date) -> WorkCalendar:
    """The tables of the year in which a period begins and of the one after it."""
    from inspector_app.office import calendars
    from inspector_app.office.calendar import CalendarYear, WorkCalendar

    years = calendars.shipped_years()
    for year in (begin.year, begin.year + 1):
        imported = _chosen(reader, f"{calendars.PREFIX}{year}")
        if imported is not None:
            years = {**years, year: CalendarYear.read(imported)}
    return WorkCalendar(years.values())


def _setting(reader: Reader, key: str) -> Any:
    from inspector_app.office.parameters import parameters

    chosen = _chosen(reader, key)
    return parameters()[key].value if chosen is None else chosen


def _chosen(reader: Reader, key: str) -> Any:
    """What was chosen for a key: this laptop's own choice before the county's."""
    query = "SELECT id, value FROM setting WHERE key = :key AND presence = 'present' ORDER BY id"
    chosen = {row["id"]: json.loads(row["value"]) for row in reader.rows(query, {"key": key})}
    if len(chosen) < 2:
        return next(iter(chosen.values()), None)
    from inspector_app.office.rules import setting_id  # start-up pays for it only where two choices compete

    return chosen.get(setting_id(key), next(iter(chosen.values())))
