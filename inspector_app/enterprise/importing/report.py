"""What an import did and what it could not take over, row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from inspector_app.messages import Message, say

MOST_KEPT = 5_000
"""Problems kept with their text; beyond it they are only counted."""

MOST_NAMED = 20
"""Waiting rows that a problem names; beyond it they are only counted."""


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
    waiting: list[tuple[str, int]] = field(default_factory=list)
    """Rows (sheet, number) that cannot be entered before this one is mended."""

    def message(self, language: str = "zh") -> Message:
        """What is wrong, what to do about it, and which other rows wait for that."""
        told = say(self.code, language, **self.params)
        if not self.waiting:
            return told
        rows = {"count": len(self.waiting), "rows": self._named_rows(language)}
        others = say("import.rows_wait", language, **rows).happened
        return replace(told, todo=" ".join(part for part in (told.todo, others) if part))

    def _named_rows(self, language: str) -> str:
        sheets: dict[str, list[int]] = {}
        for sheet, row in self.waiting[:MOST_NAMED]:
            sheets.setdefault(sheet, []).append(row)
        more = "…" if len(self.waiting) > MOST_NAMED else ""
        if language == "en":
            return "; ".join(f"{sheet} {', '.join(map(str, rows))}" for sheet, rows in sheets.items()) + more
        return "；".join(f"“{sheet}”第 {'、'.join(map(str, rows))} 行" for sheet, rows in sheets.items()) + more


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
    waiting: int = 0
    """Rows with nothing wrong in them that wait for a row which has."""
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

    def add_problem(self, problem: RowProblem) -> RowProblem:
        """Keep one more problem."""
        self.problem_count += 1
        if len(self.problems) < MOST_KEPT:
            self.problems.append(problem)
        return problem

    def sort_problems(self) -> None:
        """In the order in which the tables were read, whenever each was found."""
        order = {(sheet.file, sheet.title): place for place, sheet in enumerate(self.sheets)}
        self.problems.sort(key=lambda problem: (order[problem.file, problem.sheet], problem.row))

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
    waiting = [{"sheet": sheet, "row": row} for sheet, row in problem.waiting]
    told = {"code": problem.code, "happened": message.happened, "todo": message.todo}
    return {**place, "value": problem.value, **told, "waiting": waiting}
