"""The papers of a visit: those the law asks for, those that exist, those that are missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector_app import terms
from inspector_app.enforcement.values import DocumentState
from ui import language, theme
from ui.papers.papers_reading import PaperLine

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 64


class PaperListModel(QAbstractListModel):
    """Lines of the list. Roles: text, ``UserRole`` the ``PaperLine``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[PaperLine, ...] = ()

    @property
    def lines(self) -> tuple[PaperLine, ...]:
        """The lines in order."""
        return self._lines

    def show(self, lines: Sequence[PaperLine]) -> None:
        """Show these lines; where only their state changed nothing moves."""
        if [one.key for one in lines] == [one.key for one in self._lines]:
            self._lines = tuple(lines)
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The row of a line, -1 when it is not there."""
        return next((number for number, one in enumerate(self._lines) if one.key == key), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.title} {state_text(line)} {number_text(line)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{line.title}\n{number_text(line)}".strip()
        return None


def state_text(line: PaperLine) -> str:
    """Where the paper stands, in a word."""
    if line.paper is not None:
        return terms.label(line.paper.state, language.current())
    return language.tr("还没生成") if line.is_missing else language.tr("可以生成")


def number_text(line: PaperLine) -> str:
    """Number and respondent, or nothing yet."""
    if line.paper is None:
        return ""
    return "  ".join(part for part in (line.paper.number, line.paper.respondent) if part)


class PaperDelegate(QStyledItemDelegate):
    """Two lines: title; state and number."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(line, PaperLine):
            return
        colours = theme.colours()
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        rect: QRect = option.rect
        if is_selected:
            painter.fillRect(rect, QColor(colours.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.accent_back))
        inner = rect.adjusted(12, 8, -8, -8)
        painter.setPen(QColor(colours.on_accent if is_selected else colours.text))
        metrics = painter.fontMetrics()
        title = metrics.elidedText(line.title, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, title)
        small = QFont(painter.font())
        small.setPixelSize(theme.SMALL)
        painter.setFont(small)
        painter.setPen(QColor(colours.on_accent if is_selected else self._colour(line)))
        text = "  ".join(part for part in (state_text(line), number_text(line)) if part)
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, text)
        painter.setPen(QColor(colours.border))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    @staticmethod
    def _colour(line: PaperLine) -> str:
        colours = theme.colours()
        if line.is_missing:
            return colours.warn
        if line.paper is None or line.paper.state is DocumentState.VOID:
            return colours.muted
        done = (DocumentState.SIGNED, DocumentState.SERVED, DocumentState.CLOSED)
        return colours.good if line.paper.state in done else colours.accent
