"""A list as a workbook for people: words to choose from, widths to read by, and a sheet that says how to fill it in."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from inspector_app import paths
from inspector_app.checklist.field_words import ENUMS
from inspector_app.exchange.codec import Field, fields
from inspector_app.exchange.tabular import PARTS, SHEETS
from inspector_app.exchange.term_cells import terms_of

GUIDE = "填写说明"
"""Title of the sheet that explains the others; an import passes over it."""
Rows = Sequence[Sequence[str]]
_LAST_ROW = 2000
_WIDE, _MIDDLE, _NARROW = 44, 26, 14
_LONG = frozenset({"looks", "options", "rows", "condition", "articles", "criteria"})
_SHORT = frozenset({"whole", "flag", "unit", "term", "limit", "recurrence"})
_SENTENCES = frozenset(
    {"question", "question_en", "finding_text", "consequence", "reading", "message", "holds", "source"}
)


def workbook(tables: Mapping[str, Rows]) -> bytes:
    """The parts of a list, by ``list``, ``item`` and ``check``, and the guide."""
    book = _book({SHEETS[part]: rows for part, rows in tables.items()})
    for part in PARTS:
        page = book[SHEETS[part]]
        for place, one in enumerate(fields(part), 1):
            _column(page, place, one)
    _guide(book)
    return _saved(book)


def plain(sheets: Mapping[str, Rows]) -> bytes:
    """Sheets as they are, for other programs."""
    return _saved(_book(sheets))


def _book(sheets: Mapping[str, Rows]) -> Any:
    """Every cell as text: a spreadsheet would otherwise make numbers and days of codes."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book, wrapped, bold = Workbook(), Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for number, row in enumerate(rows, 1):
            for place, text in enumerate(row, 1):
                if not text:
                    continue
                cell = page.cell(row=number, column=place, value=text)
                cell.number_format = "@"
                if text.startswith("="):
                    cell.data_type = "s"
                cell.alignment = wrapped
                if number == 1:
                    cell.font = bold
        for place in range(1, len(rows[0]) + 1):
            page.column_dimensions[get_column_letter(place)].number_format = "@"
        page.freeze_panes = "A2"
    return book


def _column(page: Any, place: int, one: Field) -> None:
    """Width, and the words to choose from."""
    from openpyxl.utils import get_column_letter

    letter = get_column_letter(place)
    page.column_dimensions[letter].width = _width(one)
    words = words_of(one)
    if words and one.kind != "terms":
        _offer(page, f"{letter}2:{letter}{_LAST_ROW}", words)


def _width(one: Field) -> int:
    name = one.path.rpartition(".")[2]
    if one.kind in _LONG or name in _SENTENCES:
        return _WIDE
    return _NARROW if one.kind in _SHORT or name == "key" else _MIDDLE


def _offer(page: Any, cells: str, words: Sequence[str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
    choice.showErrorMessage, choice.errorTitle = True, "只能从列表里选"
    choice.error = f"可以填：{'、'.join(words)}"[:250]
    choice.add(cells)
    page.add_data_validation(choice)


def words_of(one: Field) -> tuple[str, ...]:
    """What may stand in the cells of a column that wants one, or several, of a closed set."""
    name = one.path.rpartition(".")[2]
    if one.kind == "flag":
        return ("是", "否")
    return terms_of(name) if one.kind in ("term", "terms") and name in ENUMS else ()


def _guide(book: Any) -> None:
    from openpyxl.styles import Alignment, Font

    page, wrapped, bold = book.create_sheet(GUIDE), Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    page.append(["工作表", "栏目", "怎么填", "可以填的词"])
    for part in PARTS:
        for one in fields(part):
            words = terms_of("operator") if one.kind in ("limit", "design") else words_of(one)
            page.append([SHEETS[part], one.zh, _how()[one.kind], "、".join(words)])
    for letter, width in zip("ABCD", (12, 24, 60, 80), strict=True):
        page.column_dimensions[letter].width = width
    for number, row in enumerate(page.iter_rows(), 1):
        for cell in row:
            cell.alignment = wrapped
            if number == 1:
                cell.font = bold
    page.freeze_panes = "A2"


@cache
def _how() -> dict[str, str]:
    read: dict[str, str] = json.loads(paths.resources("exchange", "how.json").read_text("utf-8"))
    return read


def _saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
