"""Rows of an answer: one for each face, level, shaft or certificate, with the number that follows from them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from inspector_app.checklist.definition import ChecklistItem, Column
from inspector_app.checklist.rows import checked_rows, value_of
from inspector_app.checklist.values import AnswerType
from inspector_app.errors import InspectorError
from ui import language
from ui.inspection.parts import ChoiceBox
from ui.widgets.basic import GRID, Button, LinkButton, column, label, row

ACROSS = 3
"""Cells side by side; more columns take another line."""

Cells = Mapping[str, Any]


class RowCells(QFrame):
    """One row: a small label over every cell."""

    def __init__(self, owner: RowsInput, number: int, columns: Sequence[Column], said: Cells) -> None:
        super().__init__()
        self.setProperty("role", "row")
        self._cells: dict[str, QLineEdit | ChoiceBox] = {}
        english = language.current() == "en"
        grid = QGridLayout(self)
        grid.setContentsMargins(GRID, GRID // 2, GRID, GRID)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(0)
        for place, one in enumerate(columns):
            title = one.title_en if english else one.title
            unit = f"（{one.form.unit}）" if one.form.unit else ""
            cell = self._cell(one, f"{title} {number}", said.get(one.key))
            line, across = divmod(place, ACROSS)
            grid.addWidget(label(f"{title}{unit}", "small", wrap=False), 2 * line, across)
            grid.addWidget(cell, 2 * line + 1, across)
            grid.setColumnStretch(across, 1)
            self._cells[one.key] = cell
            if isinstance(cell, ChoiceBox):
                cell.activated.connect(lambda _index: owner.change())
            else:
                cell.textEdited.connect(lambda _text: owner.change())
                cell.returnPressed.connect(lambda here=cell: owner.go_on(self, here))
        self.remove = Button("", lambda: owner.remove_row(self), icon="x")
        self.remove.setAccessibleName(owner.tr("移除第 {0} 行").format(number))
        self.remove.setToolTip(self.remove.accessibleName())
        grid.addWidget(self.remove, 1, ACROSS)

    def _cell(self, one: Column, name: str, value: Any) -> QLineEdit | ChoiceBox:
        text = "" if value is None else str(value)
        if one.form.type is AnswerType.CHOICE:
            english = language.current() == "en"
            pairs = [(option.key, option.label_en if english else option.label) for option in one.form.options]
            box = ChoiceBox([("", "—"), *pairs], name)
            box.set_value(text)
            return box
        field = QLineEdit(text)
        field.setAccessibleName(name)
        field.setMinimumWidth(72)
        if one.form.type is AnswerType.DATE:
            field.setPlaceholderText(self.tr("如 2026-03-01"))
            field.setMinimumWidth(field.fontMetrics().horizontalAdvance("0000-00-00") + 4 * GRID)
        return field

    @property
    def fields(self) -> list[QLineEdit | ChoiceBox]:
        """The cells in order."""
        return list(self._cells.values())

    def said(self) -> dict[str, str]:
        """What is filled in, by column."""
        texts = {
            key: cell.value if isinstance(cell, ChoiceBox) else cell.text().strip()
            for key, cell in self._cells.items()
        }
        return {key: text for key, text in texts.items() if text}


class RowsInput(QWidget):
    """Hidden for an item without rows.

    Enter goes to the next cell, past the last one to a new row, and in a row that says nothing it ends the table.
    """

    edited = Signal()
    finished = Signal()
    """Enter in a row that says nothing: the table is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item: ChecklistItem | None = None
        self._rows: list[RowCells] = []
        layout = column(self, gap=GRID // 2)
        self.title = label("", "small")
        self._lines: QVBoxLayout = column(gap=GRID // 2)
        self.add = LinkButton("", self.add_row, icon="plus")
        layout.addWidget(self.title)
        layout.addLayout(self._lines)
        layout.addLayout(row(self.add, 1))

    def show_item(self, item: ChecklistItem, said: Sequence[Cells], typed: str = "") -> None:
        """The rows that were said, or those half typed."""
        self._item = item
        form = item.answer.rows
        self.setVisible(form is not None)
        self._clear()
        if form is None:
            return
        named = form.named_en if language.current() == "en" else form.named
        is_typed = item.answer.is_numeric and item.answer.formula is None  # else there is no number above
        words = self.tr("逐个填写（{0}），也可以只填上面的数") if is_typed else self.tr("逐个填写（{0}）")
        self.title.setText(words.format(named))
        self.add.setText(self.tr("加一行：{0}  R").format(named))
        for one in json.loads(typed) if typed else said:
            self._append(one)

    def rows(self) -> tuple[dict[str, str], ...]:
        """Rows that say something."""
        return tuple(said for one in self._rows if (said := one.said()))

    @property
    def typed(self) -> str:
        """The rows as a draft keeps them; empty when nothing is filled in."""
        rows = self.rows()
        return json.dumps(rows, ensure_ascii=False) if rows else ""

    def number(self) -> str:
        """What the rows come to, when they are whole; else nothing."""
        if self._item is None or not self._rows:
            return ""
        try:
            value = value_of(self._item, checked_rows(self._item, self.rows()))
        except InspectorError:
            return ""
        return "" if value is None else format(value.normalize(), "f")

    def add_row(self) -> None:
        """One more row; the cursor goes into it."""
        if self._item is not None and self._item.answer.rows is not None:
            self._append({})
            self._to(self._rows[-1].fields[0])

    def remove_row(self, gone: RowCells) -> None:
        """Take a row out."""
        self._rows.remove(gone)
        self._lines.removeWidget(gone)
        gone.deleteLater()
        self.change()

    def go_on(self, at: RowCells, cell: QWidget) -> None:
        """To the next cell; behind the last one of the last row a new row begins."""
        cells = [one for each in self._rows for one in each.fields]
        place = cells.index(cell) + 1 if cell in cells else len(cells)
        if not at.said():
            self.remove_row(at)
            self.finished.emit()
        elif place < len(cells):
            self._to(cells[place])
        else:
            self.add_row()

    def _to(self, cell: QWidget) -> None:
        """The cursor goes there, and it is in sight."""
        cell.setFocus()
        self._bring(cell)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A row that was added has its place only now: the one that is typed in comes into sight."""
        super().resizeEvent(event)
        focus = self.focusWidget()
        if focus is not None and focus.hasFocus() and self.isAncestorOf(focus):
            self._bring(focus)

    def _bring(self, cell: QWidget) -> None:
        around: QWidget | None = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if isinstance(around, QScrollArea):
            shown = around
            QTimer.singleShot(0, self, lambda: shown.ensureWidgetVisible(cell, 0, 6 * GRID))

    def change(self) -> None:
        """Something was typed or chosen."""
        self.edited.emit()

    def _append(self, said: Cells) -> None:
        form = self._item.answer.rows if self._item is not None else None
        if form is not None:
            made = RowCells(self, len(self._rows) + 1, form.columns, said)
            self._rows.append(made)
            self._lines.addWidget(made)

    def _clear(self) -> None:
        for one in self._rows:
            self._lines.removeWidget(one)
            one.hide()
            one.deleteLater()
        self._rows = []
