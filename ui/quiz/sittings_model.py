"""The examinations of a visit as a list: who, and how it stands in words and a sign."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.quiz.values import SittingRow
from ui import theme
from ui.quiz.telling import standing_of, who

Index = QModelIndex | QPersistentModelIndex
_SIGNS = {"good": "✓", "danger": "✗", "warn": "…"}


class SittingsModel(QAbstractListModel):
    """Roles: text, ``UserRole`` the ``SittingRow``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[SittingRow, ...] = ()

    def show(self, rows: Sequence[SittingRow]) -> None:
        """Show these; where only their state changed nothing moves."""
        if [one.id for one in rows] == [one.id for one in self.rows]:
            self.rows = tuple(rows)
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def row_of(self, sitting_id: str) -> int:
        """The row of an examination, -1 when it is not there."""
        return next((number for number, one in enumerate(self.rows) if one.id == sitting_id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{who(row)}\n{standing_of(row)[0]}"
        return None


def lines_of(index: Index) -> tuple[str, str, str] | None:
    """Who; how it stands; the colour of that."""
    row = index.data(Qt.ItemDataRole.UserRole)
    if not isinstance(row, SittingRow):
        return None
    words, _picture, part = standing_of(row)
    return who(row), f"{_SIGNS[part]} {words}", str(getattr(theme.colours(), part))
