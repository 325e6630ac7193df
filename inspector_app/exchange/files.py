"""Lists as files that people edit elsewhere: out as CSV, workbook or XLSForm, and back with every mistake named."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector_app.checklist.definition import Checklist
from inspector_app.checklist.validation import Problem, content_problems, problems
from inspector_app.enterprise.importing.tables import open_tables
from inspector_app.errors import BadInput, StorageFault
from inspector_app.exchange import tabular, workbook, xlsform
from inspector_app.exchange.reading_xlsform import SHEET_CHECKS, SHEET_LIST, xlsform_content
from inspector_app.exchange.tabular import NotOurs, RowFault, Table
from inspector_app.exchange.values import ListFormat

READ = frozenset({".json", ".xlsx", ".xlsm", ".csv", ".tsv", ".txt"})
"""How files end in which a list may be."""


@dataclass(frozen=True)
class Brought:
    """A list that came back. ``problems``: what lint says of it; it may be used when there are none."""

    content: Mapping[str, Any]
    problems: tuple[Problem, ...]


def exported(checklist: Checklist, form: ListFormat) -> bytes:
    """The file."""
    match form:
        case ListFormat.CSV:
            return tabular.csv_of(checklist.content)
        case ListFormat.XLSX:
            return workbook.workbook(tabular.tables_of(checklist.content))
        case ListFormat.XLSFORM:
            return workbook.plain(_xlsform_sheets(checklist))
        case ListFormat.PDF:
            from inspector_app.exchange.on_paper import pdf_of

            return pdf_of(checklist)
        case ListFormat.JSON:
            return (json.dumps(checklist.content, ensure_ascii=False, indent=1) + "\n").encode()


def written(target: Path, data: bytes) -> int:
    """Write the file; its bytes. Raises ``StorageFault('checklist.not_written')``."""
    try:
        return target.write_bytes(data)
    except OSError as error:
        raise StorageFault("checklist.not_written", file=str(target), detail=error.strerror or "") from error


def brought(file: Path) -> Brought:
    """The list in a file: CSV, workbook, XLSForm or data file, told apart by what is in it.

    Raises ``BadInput``: unreadable files as ``open_tables``, ``checklist.not_a_list``, and ``checklist.cell_wrong``
    with sheet, row and column.
    """
    if not file.is_file():
        raise BadInput("import.missing", file=str(file))
    if file.suffix.lower() not in READ:
        raise BadInput("checklist.not_a_list", file=file.name)
    if file.suffix.lower() == ".json":
        found = problems(file)
        if found:
            return Brought({}, tuple(found))
        return Brought(json.loads(file.read_text("utf-8-sig")), ())
    sheets = {table.title: _cells(table.rows()) for table in open_tables(file)}
    try:
        content = _content(sheets)
    except NotOurs as other:
        raise BadInput("checklist.not_a_list", file=file.name) from other
    except RowFault as fault:
        raise BadInput(
            "checklist.cell_wrong", file=file.name, sheet=tabular.SHEETS.get(fault.part, fault.part), row=fault.row,
            column=fault.column or "—", reason_zh=fault.zh, reason_en=fault.en,
        ) from fault  # fmt: skip
    return Brought(content, tuple(content_problems(content)))


def _content(sheets: Mapping[str, Table]) -> dict[str, Any]:
    if "survey" in sheets:
        return xlsform_content(sheets)
    if tabular.SHEETS["item"] in sheets:
        named = {part: sheets.get(title, []) for part, title in tabular.SHEETS.items()}
        return tabular.content_of(named)
    return tabular.content_of(tabular.split_csv(next(iter(sheets.values()))))


def _cells(rows: Iterable[tuple[int, Sequence[Any]]]) -> Table:
    return [(number, ["" if cell is None else str(cell) for cell in cells]) for number, cells in rows]


def _xlsform_sheets(checklist: Checklist) -> dict[str, list[list[str]]]:
    tables = tabular.tables_of(checklist.content)
    choice_columns = ("list_name", "name", xlsform.LABEL, xlsform.LABEL_EN)
    settings = xlsform.settings(checklist)
    return {
        "survey": _laid((*xlsform.SURVEY, *xlsform.own_columns()), xlsform.survey(checklist)),
        "choices": _laid(choice_columns, xlsform.choices(checklist)),
        "settings": _laid(tuple(settings), [settings]),
        SHEET_LIST: tables["list"],
        SHEET_CHECKS: tables["check"],
    }


def _laid(columns: Sequence[str], lines: Iterable[Mapping[str, str]]) -> list[list[str]]:
    return [list(columns), *([line.get(column, "") for column in columns] for line in lines)]
