"""Framed tables: rows of a list under a repeated head, and forms of fixed rows with merged cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from inspector_app.documents.layout import Frame, Part, Strip, set_line
from inspector_app.documents.linebreak import BrokenLine, break_lines
from inspector_app.documents.style import PageStyle, TextStyle
from inspector_app.documents.templates import Scope, Span, spans

_SIDE = 3.0
"""Points between a vertical rule and the text beside it."""
_ABOVE = 2.0
"""Points between a horizontal rule and the text beside it."""
_KEPT_WHOLE = 12
"""A row of no more lines than this is never parted over two pages."""


@dataclass(frozen=True)
class Cell:
    """One cell: its box, its broken text and how it stands in the row."""

    x: float
    width: float
    lines: list[BrokenLine]
    style: TextStyle
    align: str
    min_lines: int = 1


def table(block: Mapping[str, Any], scope: Scope, style: PageStyle) -> list[Strip]:
    """A table over the rows of ``block['field']``; after the last row ``end`` (以下空白) where rows are left over.

    Where the text of ``group`` changes from row to row, it stands across the table above them.
    """
    columns: Sequence[Mapping[str, Any]] = block["columns"]
    edges = _edges([column.get("width", 1.0) for column in columns], style.width)
    heads = [
        _cell(Span(column.get("head", "")), edges[at], edges[at + 1], style.head, "center")
        for at, column in enumerate(columns)
    ]
    head = tuple(replace(strip, keep=True) for strip in row_strips(heads, Frame(edges), style.table.pitch))
    frame = Frame(edges, head)
    field, rows = scope.find(block["field"])
    strips = list(head)
    group = ""
    for n, row in enumerate(rows or (), 1):
        inner = scope.within(field, row, n)
        if block.get("group"):
            before, group = group, "".join(span.text for span in spans(block["group"], inner, underlined=False))
            strips += _group(group, edges, frame, style) if group and group != before else []
        strips += row_strips(
            [_filled(column, inner, edges[at], edges[at + 1], style) for at, column in enumerate(columns)],
            frame,
            style.table.pitch,
        )
    missing = max(block.get("min_rows", 0) - len(rows or ()), 0 if rows else 1)
    return strips + _empty_rows(missing, block.get("end", ""), edges, frame, style)


def _group(title: str, edges: tuple[float, ...], frame: Frame, style: PageStyle) -> list[Strip]:
    """A line across the table over the rows that share it; never the last on a page."""
    across = [_cell(Span(title), edges[0], edges[-1], style.head, "left")]
    made = row_strips(across, frame, style.table.pitch)
    return [replace(one, keep=True, verticals=(edges[0], edges[-1])) for one in made]


def _empty_rows(count: int, end: str, edges: tuple[float, ...], frame: Frame, style: PageStyle) -> list[Strip]:
    """Rows that nobody filled: the first says so across the table, the others stay empty."""
    strips: list[Strip] = []
    for at in range(count):
        text = end if at == 0 else ""
        across = [_cell(Span(text), edges[0], edges[-1], style.table, "center")]
        verticals = (edges[0], edges[-1]) if text else None
        strips += [replace(one, verticals=verticals) for one in row_strips(across, frame, style.table.pitch)]
    return strips


def grid(block: Mapping[str, Any], scope: Scope, style: PageStyle) -> list[Strip]:
    """Fixed rows of labels and blanks; a cell may span columns and ask for a least number of lines."""
    edges = _edges(block["columns"], style.width)
    strips: list[Strip] = []
    for row in block["rows"]:
        cells, at = [], 0
        verticals = [edges[0]]
        for cell in row["cells"]:
            to = at + cell.get("span", 1)
            cells.append(_filled(cell, scope, edges[at], edges[to], style))
            at = to
            verticals.append(edges[at])
        frame = Frame(tuple(verticals))
        strips += row_strips(cells, frame, style.table.pitch)
    return strips


def row_strips(cells: Sequence[Cell], frame: Frame, pitch: float, above: float = _ABOVE) -> list[Strip]:
    """One strip for a row that is kept whole, cell after cell so that its text reads in order, shorter cells in the
    middle of its height; one strip per line for a row that may go over to the next page.
    """
    total = max(max(len(cell.lines), cell.min_lines) for cell in cells)
    if total <= _KEPT_WHOLE:
        parts = [part for cell in cells for part in _whole(cell, total, pitch, above, middle=len(cells) > 1)]
        height = total * pitch + 2 * above
        return [Strip(height, tuple(parts), frame=frame, row_starts=True, row_ends=True)]
    strips = []
    for at in range(total):
        first, last = at == 0, at == total - 1
        line = [part for cell in cells for part in _line(cell, at, above if first else 0.0)]
        height = pitch + above * (first + last)
        together = at in (0, total - 2)
        strips.append(Strip(height, tuple(line), keep=together, frame=frame, row_starts=first, row_ends=last))
    return strips


def _whole(cell: Cell, total: int, pitch: float, above: float, *, middle: bool) -> list[Part]:
    free = total - len(cell.lines) if middle or cell.align == "center" else 0
    parts: list[Part] = []
    for at in range(len(cell.lines)):
        parts += _line(cell, at, above + (free / 2 + at) * pitch)
    return parts


def _line(cell: Cell, at: int, y: float) -> list[Part]:
    if at >= len(cell.lines):
        return []
    return set_line(cell.lines[at], cell.style, cell.x + _SIDE, cell.width - 2 * _SIDE, align=cell.align, y=y)


def _edges(weights: Sequence[float], width: float) -> tuple[float, ...]:
    total = sum(weights)
    edges = [0.0]
    for weight in weights:
        edges.append(edges[-1] + width * weight / total)
    return tuple(edges)


def _cell(span: Span, left: float, right: float, style: TextStyle, align: str) -> Cell:
    return Cell(left, right - left, break_lines([span], style, right - left - 2 * _SIDE), style, align)


def _filled(cell: Mapping[str, Any], scope: Scope, left: float, right: float, style: PageStyle) -> Cell:
    found = [Span(cell["label"], strong=False)] if cell.get("label") else []
    found += spans(cell.get("text", ""), scope, underlined=False)
    chosen = {"body": style.table, "strong": style.head, "small": style.small, "large": style.number}[
        cell.get("style", "body")
    ]
    chosen = TextStyle(chosen.face, chosen.size, style.table.pitch)
    lines = break_lines(found, chosen, right - left - 2 * _SIDE)
    align = cell.get("align", "center" if cell.get("label") and not cell.get("text") else "left")
    return Cell(left, right - left, lines, chosen, align, cell.get("min_lines", 1))
