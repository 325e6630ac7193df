"""Numbers of pre-sealed sheets (预盖章文书纸): what a range holds, what is left of it; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from inspector_app.enforcement.sheet_values import SheetRange
from inspector_app.errors import BadInput, RuleViolation

MOST_SHEETS = 10_000
"""Sheets of one batch."""
_NUMBER = re.compile(r"^(?P<before>.*?)(?P<digits>\d{1,12})$")


def sheet_range(first: str, last: str) -> SheetRange:
    """The sheets from ``first`` to ``last``, as they are numbered on the paper (``A0101`` to ``A0150``).

    Raises ``BadInput`` for numbers without figures, of different make, or out of order.
    """
    begin, end = _NUMBER.match(first.strip()), _NUMBER.match(last.strip())
    if begin is None or end is None:
        raise BadInput("sheets.number_malformed", field="first", number=first if begin is None else last)
    width = len(begin["digits"])
    if begin["before"] != end["before"] or len(end["digits"]) < width:
        raise BadInput("sheets.range_malformed", field="last", first=first, last=last)
    found = SheetRange(begin["before"], int(begin["digits"]), int(end["digits"]), width)
    if not 1 <= found.count <= MOST_SHEETS:
        raise BadInput("sheets.range_malformed", field="last", first=first, last=last)
    return found


def require_apart(new: SheetRange, known: Iterable[SheetRange]) -> None:
    """Raises ``RuleViolation('sheets.overlap')`` when a sheet of the new batch stands in another one."""
    for other in known:
        if new.before == other.before and new.first <= other.last and other.first <= new.last:
            shown = other.number(max(new.first, other.first))
            raise RuleViolation("sheets.overlap", field="first", sheet=shown)


def free_sheets(batch: SheetRange, gone: Collection[str], count: int) -> list[str]:
    """The first ``count`` sheets of a batch that are neither used nor spoiled."""
    found: list[str] = []
    for serial in range(batch.first, batch.last + 1):
        if len(found) == count:
            break
        if (number := batch.number(serial)) not in gone:
            found.append(number)
    return found
