"""A checklist as plain tables: one CSV file, or a workbook with a sheet for the list, its items and its checks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from inspector_app.exchange.cell_fault import CellFault
from inspector_app.exchange.codec import Field, Json, fields

PARTS = ("list", "item", "check")
SHEETS = {"list": "检查表", "item": "检查项", "check": "核对"}
_MARK = "类别"
"""First column of the CSV: which part a line belongs to."""

Cells = Sequence[str]
Table = list[tuple[int, Cells]]
"""Rows with the numbers a person sees beside them; the first is the heading."""


class RowFault(ValueError):
    """A cell that cannot be read, with the place a person finds it at."""

    def __init__(self, part: str, row: int, column: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.part, self.row, self.column, self.zh, self.en = part, row, column, zh, en


class NotOurs(ValueError):
    """A table of something else."""


def tables_of(content: Mapping[str, Any]) -> dict[str, list[list[str]]]:
    """Heading and rows of each part."""
    held = {"list": [content], "item": content["items"], "check": content.get("checks", [])}
    return {
        part: [[one.zh for one in fields(part)], *([one.written(row) for one in fields(part)] for row in rows)]
        for part, rows in held.items()
    }


def csv_of(content: Mapping[str, Any]) -> bytes:
    """All parts in one file that Excel opens with its Chinese whole."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for part, rows in tables_of(content).items():
        for row in rows if len(rows) > 1 else ():
            writer.writerow([SHEETS[part], *row])
    return out.getvalue().encode("utf-8-sig")


def split_csv(table: Table) -> dict[str, Table]:
    """The parts of such a file. Raises ``RowFault`` for a line that belongs to none, ``NotOurs`` when none does."""
    part_of = {name: part for part, name in SHEETS.items()}
    found: dict[str, Table] = {part: [] for part in PARTS}
    if not any(cells and cells[0].strip() in part_of for _number, cells in table):
        raise NotOurs
    for number, cells in table:
        if not any(cell.strip() for cell in cells):
            continue
        part = part_of.get(cells[0].strip())
        if part is None:
            names = "、".join(SHEETS.values())
            raise RowFault("list", number, _MARK, f"第一列应为 {names} 之一", f"should be one of {names}")
        found[part].append((number, cells[1:]))
    return found


def content_of(parts: Mapping[str, Table]) -> Json:
    """The data file that these tables describe. Raises ``RowFault``."""
    heads = list(_read("list", parts.get("list", [])))
    if len(heads) != 1:
        raise RowFault("list", 1, "", "应有一行检查表信息", "there should be one row about the list")
    content = {"task": None, **heads[0], "items": list(_read("item", parts.get("item", [])))}
    checks = list(_read("check", parts.get("check", [])))
    return {**content, "checks": checks} if checks else content


def _read(part: str, table: Table) -> Iterator[Json]:
    if not table:
        return
    (head_row, head), *rows = table
    columns = _columns(part, head_row, head)
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            yield _record(part, number, columns, cells)


def _columns(part: str, row: int, head: Cells) -> list[Field | None]:
    """The field of every column, by its heading or by its path; a column without a heading is nobody's."""
    by_name = {name: one for one in fields(part) for name in (one.zh, one.path)}
    found: list[Field | None] = []
    for title in (cell.strip() for cell in head):
        if title and title not in by_name:
            raise RowFault(part, row, title, "没有这一列", "there is no such column")
        found.append(by_name.get(title))
    return found


def _record(part: str, row: int, columns: Sequence[Field | None], cells: Cells) -> Json:
    made: Json = {}
    for place, text in enumerate(cells):
        column = columns[place] if place < len(columns) else None
        if column is None:
            if text.strip():
                raise RowFault(part, row, "", f"“{text[:20]}”所在的列没有标题", "a cell stands under no heading")
            continue
        try:
            column.read_into(made, text)
        except CellFault as fault:
            raise RowFault(part, row, column.zh, fault.zh, fault.en) from fault
    return made
