"""Holiday tables that ship with the program; those an office imports lie among its settings."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from inspector_app import paths
from inspector_app.errors import BadInput
from inspector_app.office.calendar import CalendarYear

PREFIX = "calendar."
"""Settings ``calendar.<year>`` hold imported tables and go before shipped ones."""


@cache
def shipped_years() -> dict[int, CalendarYear]:
    """The tables of ``resources/calendars`` by year."""
    files = sorted(paths.resources("calendars").glob("cn_*.json"))
    tables = [CalendarYear.read(json.loads(file.read_text("utf-8"))) for file in files]
    return {table.year: table for table in tables}


def read_table(file: Path) -> dict[str, Any]:
    """The JSON value of a table that an office received, checked. Raises ``BadInput``."""
    try:
        value = json.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise BadInput("calendar.unreadable", detail=error.strerror or str(error)) from error
    except ValueError as error:
        raise BadInput("calendar.unreadable", detail=str(error)) from error
    CalendarYear.read(value)
    return dict(value)
