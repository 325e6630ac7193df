"""One print job: all copies of one paper or of many, sheet by sheet, so that after a jam only the rest is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from inspector_app.enforcement import sheet_rules
from inspector_app.errors import BadInput


@dataclass(frozen=True)
class PrintItem:
    """One paper of a job and its copies. ``needs_sheets``: it goes on pre-sealed sheets, whose numbers are kept."""

    document_id: str
    title: str
    number: str | None
    pages: int
    copies: int
    needs_sheets: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet of paper: ``place`` in the job (from 1), page and copy (from 1) of the paper ``item``."""

    place: int
    item: int
    copy: int
    page: int


@dataclass(frozen=True)
class PrintPlan:
    """Everything that one job prints, copy by copy. ``first``: the sheet the last run began with."""

    job_id: str
    items: tuple[PrintItem, ...]
    printer: str = ""
    printer_job: str | None = None
    first: int = 1

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """All sheets in the order they come out: each copy is whole before the next begins."""
        wanted = (
            (number, copy, page)
            for number, item in enumerate(self.items)
            for copy in range(1, item.copies + 1)
            for page in range(1, item.pages + 1)
        )
        return tuple(Sheet(place, *one) for place, one in enumerate(wanted, 1))

    def rest(self, first: int) -> tuple[Sheet, ...]:
        """The sheets from ``first`` on. Raises ``BadInput('printing.no_such_sheet')``."""
        if not 1 <= first <= len(self.sheets):
            raise BadInput("printing.no_such_sheet", field="first", sheet=first, count=len(self.sheets))
        return self.sheets[first - 1 :]

    def place_of(self, document_id: str, copy: int = 1, page: int = 1) -> int:
        """Where a sheet stands in the job. Raises ``BadInput('printing.no_such_sheet')``."""
        for sheet in self.sheets:
            if (self.items[sheet.item].document_id, sheet.copy, sheet.page) == (document_id, copy, page):
                return sheet.place
        raise BadInput("printing.no_such_sheet", field="first", sheet=page, count=len(self.sheets))

    def begun_at(self, first: int) -> PrintPlan:
        """The same job whose next run begins with this sheet."""
        self.rest(first)
        return replace(self, first=first)

    @property
    def title(self) -> str:
        """What the printing system calls the job: the number or title of the first paper, and how many follow."""
        named = self.items[0].number or self.items[0].title
        return named if len(self.items) == 1 else f"{named} +{len(self.items) - 1}"


def whole_copies(pages: int, out: tuple[tuple[int, int], ...]) -> int:
    """Copies that are whole with these sheets: those whose last page is among them."""
    return sum(1 for _copy, page in out if page == pages)


def sheet_numbers(typed: str) -> list[str]:
    """Numbers of pre-sealed sheets as people write them: ``0101-0104、0107``. Raises as ``sheet_rules.sheet_range``."""
    found: list[str] = []
    for part in re.split(r"[\s,，、;；]+", typed.strip()):
        first, between, last = re.sub(r"[–—~～至]", "-", part).partition("-")
        if between and first and last:
            sheets = sheet_rules.sheet_range(first, last)
            found += [sheets.number(serial) for serial in range(sheets.first, sheets.last + 1)]
        elif part:
            found.append(part)
    return found
