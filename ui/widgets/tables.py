"""How tables look and behave: whole rows are chosen, Enter opens, a column is never narrower than its heading."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

ROW_HEIGHT = 44
"""Pixels; a gloved finger finds the row."""


def row_table(
    table: QTableView, widths: Sequence[int], stretch: int, opens: Callable[[], object] | None = None
) -> None:
    """A table of records, one a row. ``widths`` in pixels; the column ``stretch`` takes what is left."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    set_columns(table, widths, stretch)
    if opens is not None:
        table.activated.connect(lambda _index: opens())
        for key in ("Return", "Enter"):
            shortcut = QShortcut(QKeySequence(key), table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(opens)


def set_columns(table: QTableView, widths: Sequence[int], stretch: int) -> None:
    """Headings to the left, columns of these widths or as wide as their heading; Tab goes on to the next control."""
    table.setTabKeyNavigation(False)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for number, width in enumerate(widths):
        table.setColumnWidth(number, max(width, header.sectionSizeHint(number)))
    header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
