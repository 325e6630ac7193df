"""What an import did and what it could not take over, row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from inspector_app.messages import Message, say

MOST_KEPT = 5_000
"""Problems kept with their text; beyond it they are only counted."""


@dataclass(frozen=True)
class RowProblem:
    """Why one row was not taken over: the file's own row number and heading, and what stood there."""

    file: str
    sheet: str
    row: int
    column: str
    value: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def message(self, language: str = "zh") -> Message:
        """What is wrong and what to do about it."""
        return say(self.code, language, **self.params)


@dataclass
class SheetReport:
    """How one table went. ``rows`` counts rows with anything in them; the others add up to it."""

    file: str
    sheet: str
    title: str
    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    ignored_columns: tuple[str, ...] = ()


@dataclass
class ImportReport:
    """How an import, or its rehearsal, went. ``records``: kind -> entries (added, changed)."""

    dry_run: bool
    cancelled: bool = False
    sheets: list[SheetReport] = field(default_factory=list)
    ignored_sheets: list[str] = field(default_factory=list)
    records: dict[str, list[int]] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    problem_count: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether every row was taken over."""
        return not (self.problem_count or self.cancelled)

    def add_problem(self, problem: RowProblem) -> None:
        """Keep one more problem."""
        self.problem_count += 1
        if len(self.problems) < MOST_KEPT:
            self.problems.append(problem)

    def count(self, kind: str, *, is_new: bool) -> None:
        """Count one entry that was made or corrected."""
        self.records.setdefault(kind, [0, 0])[0 if is_new else 1] += 1

    def problems_csv(self, language: str = "zh") -> bytes:
        """The problems as a table that a spreadsheet opens, to be worked off beside the file."""
        heads = {"zh": ("文件", "工作表", "行", "栏目", "内容", "问题", "怎么改")}
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(heads.get(language, ("file", "sheet", "row", "column", "content", "problem", "what to do")))
        for problem in self.problems:
            told = problem.message(language)
            shown = (problem.file, problem.sheet, problem.row, problem.column, problem.value)
            writer.writerow([_harmless(cell) for cell in (*shown, told.happened, told.todo)])
        return out.getvalue().encode("utf-8-sig")


def _harmless(cell: object) -> object:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@") else cell


def as_json(report: ImportReport, language: str = "zh", most: int = 200) -> dict[str, Any]:
    """The report as JSON can carry it, with the sentences of the first ``most`` problems."""
    return {
        "ok": report.is_clean,
        "dry_run": report.dry_run,
        "cancelled": report.cancelled,
        "sheets": [asdict(sheet) for sheet in report.sheets],
        "ignored_sheets": report.ignored_sheets,
        "records": {kind: {"added": added, "changed": changed} for kind, (added, changed) in report.records.items()},
        "problem_count": report.problem_count,
        "problems": [_told(problem, language) for problem in report.problems[:most]],
    }


def _told(problem: RowProblem, language: str) -> dict[str, Any]:
    message = problem.message(language)
    place = {"file": problem.file, "sheet": problem.sheet, "row": problem.row, "column": problem.column}
    return {**place, "value": problem.value, "code": problem.code, "happened": message.happened, "todo": message.todo}
