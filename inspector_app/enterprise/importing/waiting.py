"""Rows that wait for another row: that row alone is told as wrong, with the rows that become good when it is mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspector_app.enterprise import codes
from inspector_app.enterprise.checks import Problem
from inspector_app.enterprise.importing import cells
from inspector_app.enterprise.importing.columns import Heading, plain
from inspector_app.enterprise.importing.report import RowProblem, SheetReport

MAY_COME_LATER = frozenset({"import.company_unknown", "import.site_unknown", "import.company_without_code"})
"""Problems that another row of the same import may still mend."""

MOST_DEFERRED = 20_000
"""Rows that are kept to be judged again at the end; those beyond are judged as they stand."""

_UNKNOWN = frozenset({"import.company_unknown", "import.site_unknown"})
_ENTERS = {"mines": ("enterprise", "parent"), "contractors": ("contractor",)}
"""Whose companies a row of a sheet enters, by group of columns."""

Key = tuple[str, ...]


@dataclass(frozen=True)
class ReadRow:
    """One row as it was read: its number, the texts of its own cells by heading, and its cells by column."""

    count: SheetReport
    heading: Heading
    number: int
    texts: Mapping[str, str]
    raw: Mapping[str, cells.Raw]

    def names(self, group: str) -> list[Key]:
        """What the row calls a company by: its code, its name."""
        code, name = self._text(f"{group}.uscc"), plain(self._text(f"{group}.name"))
        return [key for key in (("uscc", codes.tidy(code)), ("name", name)) if key[1]]

    def places(self) -> list[Key]:
        """What the row calls the site it speaks of by."""
        site = plain(self._text("site.name"))
        return [(*company, site) for company in self.names("enterprise")] if site else []

    def states_itself(self, group: str, field: str) -> bool:
        """Whether the row's own cell says it, rather than the row above."""
        return bool(self.texts.get(self.heading.text_of(group, field)))

    def _text(self, key: str) -> str:
        return cells.text_of(self.raw.get(key))


class HeldUp:
    """What would be in the register by now, were it not for a row that has to be mended first."""

    def __init__(self) -> None:
        self._companies: dict[Key, RowProblem] = {}
        self._sites: dict[Key, RowProblem] = {}

    def hold(self, row: ReadRow, cause: RowProblem) -> None:
        """Note what this row would have entered."""
        sheet = row.heading.sheet.key
        for group in _ENTERS.get(sheet, ()):
            for name in row.names(group):
                self._companies.setdefault(name, cause)
        if sheet == "mines":
            for place in row.places():
                self._sites.setdefault(place, cause)

    def cause(self, row: ReadRow, problems: Sequence[tuple[str, Problem]]) -> RowProblem | None:
        """The problem that has to be mended before this row can be judged, when nothing else is known against it."""
        if all(problem.code in _UNKNOWN for _group, problem in problems):
            return next((known[key] for known, keys in self._looked_up(row) for key in keys if key in known), None)
        if all(self._is_from_above(row, group, problem) for group, problem in problems):
            return next((self._companies[key] for key in row.names("enterprise") if key in self._companies), None)
        return None

    def _looked_up(self, row: ReadRow) -> tuple[tuple[dict[Key, RowProblem], list[Key]], ...]:
        return (self._companies, row.names("enterprise")), (self._sites, row.places())

    def _is_from_above(self, row: ReadRow, group: str, problem: Problem) -> bool:
        return group == "enterprise" and not row.states_itself(group, problem.field)
