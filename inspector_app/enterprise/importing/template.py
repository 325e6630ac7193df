"""An empty register to fill in: headings, what each column wants, and lists to choose from."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from inspector_app.enterprise import values as register
from inspector_app.enterprise.importing.columns import Column, Sheet, sheets
from inspector_app.enterprise.requirements import design_keys
from inspector_app.office.regions import regions
from inspector_app.storage.durable import atomic_write
from inspector_app.terms import label

GUIDE = "填写说明"
"""Title of the sheet that explains the others; an import passes over it."""

_WIDTH, _WIDEST_LIST, _LAST_ROW = 18, 250, 5000
_KINDS = {
    "text": "文字",
    "code": "文字（单元格请设为文本格式）",
    "day": "日期，如 2026-03-10",
    "whole": "整数",
    "ten_thousand": "数字，单位万吨/年",
    "decimal": "数字",
    "yes_no": "是／否",
}


def write_template(target: Path) -> list[Path]:
    """Write a workbook when ``target`` ends in ``.xlsx``, else a folder of CSV files; the files written."""
    if target.suffix.lower() == ".xlsx":
        atomic_write(target, _workbook())
        return [target]
    target.mkdir(parents=True, exist_ok=True)
    files = []
    for sheet in sheets():
        file = target / f"{sheet.zh}.csv"
        atomic_write(file, _csv(sheet))
        files.append(file)
    return files


def choices_of(column: Column) -> list[str]:
    """What may be written in a column that wants one of a list; empty for the others."""
    if column.kind.startswith("choice:"):
        return [label(member) for member in getattr(register, column.kind.removeprefix("choice:"))]
    if column.kind == "region":
        return [region.name for region in regions().values()]
    if column.kind == "design_key":
        return [known.zh for known in design_keys().values()]
    return ["是", "否"] if column.kind == "yes_no" else []


def _csv(sheet: Sheet) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow([_heading(column) for column in sheet.columns])
    return out.getvalue().encode("utf-8-sig")


def _heading(column: Column) -> str:
    return f"{column.zh}*" if column.required else column.zh


def _workbook() -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    guide = book.create_sheet(GUIDE)
    guide.append(["工作表", "栏目", "必填", "怎么填", "可以填写"])
    for sheet in sheets():
        page = book.create_sheet(sheet.zh)
        for place, column in enumerate(sheet.columns, start=1):
            _column(page, place, column)
            told = "；".join(part for part in (_KINDS.get(column.kind, "从列表选择"), column.help) if part)
            guide.append([sheet.zh, column.zh, "是" if column.required else "", told, "、".join(choices_of(column))])
        page.freeze_panes = "A2"
    for letter, width in zip("ABCDE", (16, 28, 8, 50, 100), strict=True):
        guide.column_dimensions[letter].width = width
    guide.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _column(page: Any, place: int, column: Column) -> None:
    """Heading, width, text format for codes, and a list to choose from."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = get_column_letter(place)
    cell = page.cell(row=1, column=place, value=_heading(column))
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    if column.required:
        cell.fill = PatternFill("solid", fgColor="FFF2CC")
    page.column_dimensions[letter].width = _WIDTH
    if column.kind in ("code", "text", "day"):
        page.column_dimensions[letter].number_format = "@"
    choices = ",".join(choices_of(column))
    if choices and len(choices) <= _WIDEST_LIST:
        wanted = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=False)
        wanted.add(f"{letter}2:{letter}{_LAST_ROW}")
        page.add_data_validation(wanted)
