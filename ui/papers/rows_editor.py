"""A list of a paper (problems, officers, evidence …): a card per row, with the columns as editors."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from inspector_app.documents.specification import FieldSpecification
from ui.papers.field_editors import Editor, editor_for, shown_label
from ui.widgets.basic import GRID, LinkButton, column, label, row

HIDDEN = ("_id", "sha256")
"""Endings of columns that tie a row to records; they stay with the row and are not shown."""
NARROW = ("seq", "no", "item_no", "act_no")


class RowCard(QFrame):
    """One row of the list. Values of columns that are not shown stay as they were."""

    def __init__(self, owner: RowsEditor, value: dict[str, Any]) -> None:
        super().__init__()
        self.setProperty("role", "row")
        self._kept = dict(value)
        self.editors: dict[str, Editor] = {}
        self._names: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(GRID, GRID, GRID, GRID)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        self.number = label("", "strong", wrap=False)
        self.remove = LinkButton(owner.tr("移除"), lambda: owner.remove_row(self), icon="x")
        grid.addWidget(self.number, 0, 0)
        grid.addLayout(row(1, self.remove), 0, 1)
        for place, spec in enumerate(shown_columns(owner.spec), 1):
            editor = editor_for(spec)
            editor.set_value(value.get(spec.key))
            editor.setToolTip(spec.help)
            editor.edited.connect(owner.edited)
            editor.left.connect(owner.left)
            name = label(shown_label(spec), "small", wrap=False)
            grid.addWidget(name, place, 0)
            grid.addWidget(editor, place, 1)
            self.editors[spec.key] = editor
            self._names[spec.key] = name

    def value(self) -> dict[str, Any]:
        """The row as papers store it."""
        said = {key: editor.value() for key, editor in self.editors.items()}
        whole = {**self._kept, **said}
        return {key: one for key, one in whole.items() if one is not None or key in self._kept}

    def lock(self, is_read_only: bool) -> None:
        """Nothing may be changed any more; a column that is empty then says nothing and is not shown."""
        self.remove.setVisible(not is_read_only)
        for key, editor in self.editors.items():
            editor.set_read_only(is_read_only)
            is_shown = not is_read_only or editor.value() is not None
            editor.setVisible(is_shown)
            self._names[key].setVisible(is_shown)

    def matches(self, value: dict[str, Any]) -> bool:
        """Whether this row shows exactly this."""
        return _said(self.value()) == _said(value)


class RowsEditor(Editor):
    """The rows, and a button for one more."""

    removed = Signal(int)
    """Number of the row (from 1) that the officer took out."""

    def __init__(self, field: FieldSpecification, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._rows: list[RowCard] = []
        inner = column()
        self._cards: QVBoxLayout = column()
        inner.addLayout(self._cards)
        self.add = LinkButton(self.tr("加一行"), self.add_row, icon="plus")
        self.add.setAccessibleName(self.tr("{0}：加一行").format(shown_label(field)))
        inner.addLayout(row(self.add, 1))
        self._layout.addLayout(inner)
        self._is_read_only = False

    @property
    def rows(self) -> list[RowCard]:
        """The rows in order."""
        return self._rows

    def value(self) -> Any:
        return [card.value() for card in self._rows] or None

    def set_value(self, value: Any) -> None:
        rows = [one for one in value or () if isinstance(one, dict)]
        if not rows and self._is_waiting():
            return  # the row that was offered is being written in
        if len(rows) == len(self._rows) and all(c.matches(v) for c, v in zip(self._rows, rows, strict=True)):
            return
        for card in self._rows:
            self._cards.removeWidget(card)
            card.deleteLater()
        self._rows = []
        for one in rows:
            self._append(one)

    def set_read_only(self, is_read_only: bool) -> None:
        self._is_read_only = is_read_only
        self.add.setVisible(not is_read_only)
        for card in self._rows:
            card.lock(is_read_only)

    def add_row(self) -> None:
        """One more row, with its number filled in."""
        self._append(self._numbered())
        shown = next(iter(self._rows[-1].editors.values()), None)
        if shown is not None:
            shown.setFocus()
        self.edited.emit()

    def remove_row(self, card: RowCard) -> None:
        """Take a row out."""
        number = self._rows.index(card) + 1
        self._rows.remove(card)
        self._cards.removeWidget(card)
        card.deleteLater()
        self._renumber()
        self.removed.emit(number)
        self.edited.emit()
        self.left.emit()

    def take_cursor(self) -> None:
        """Into the first column that lacks something, else the first one of the list; an empty list offers a row."""
        if not self._rows and not self._is_read_only:
            self._append(self._numbered())
        editors = [(card, key, one) for card in self._rows for key, one in card.editors.items()]
        required = {one.key for one in shown_columns(self.spec) if one.required}
        lacking = [one for _card, key, one in editors if key in required and one.value() in (None, "", [])]
        for editor in [*lacking, *(one for _card, _key, one in editors)][:1]:
            editor.take_cursor()

    def _numbered(self) -> dict[str, Any]:
        first = next((spec.key for spec in self.spec.fields if spec.key in NARROW), None)
        return {first: len(self._rows) + 1} if first else {}

    def _append(self, value: dict[str, Any]) -> None:
        card = RowCard(self, value)
        self._rows.append(card)
        self._cards.addWidget(card)
        card.lock(self._is_read_only)
        self._renumber()

    def _is_waiting(self) -> bool:
        focus = QApplication.focusWidget()
        return len(self._rows) == 1 and focus is not None and self._rows[0].isAncestorOf(focus)

    def _renumber(self) -> None:
        for number, card in enumerate(self._rows, 1):
            card.number.setText(str(number))


def shown_columns(field: FieldSpecification) -> list[FieldSpecification]:
    """Columns an officer edits."""
    return [one for one in field.fields if not one.key.endswith(HIDDEN) and one.key not in NARROW]


def _said(row_value: dict[str, Any]) -> dict[str, Any]:
    return {key: one for key, one in row_value.items() if one is not None}
