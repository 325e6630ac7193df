"""Paints a line of a list as two: what it is, and small below it how it stands; what does not fit is cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 64


class TwoLineDelegate(QStyledItemDelegate):
    """``lines(index)`` says (first line, second line, colour of the second); nothing is painted for ``None``."""

    def __init__(self, lines: Callable[[Index], tuple[str, str, str] | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines = lines

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        said = self._lines(index)
        if said is None:
            return
        first, second, colour = said
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
        text = painter.fontMetrics().elidedText(first, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, text)
        small = QFont(painter.font())
        small.setPixelSize(theme.SMALL)
        painter.setFont(small)
        painter.setPen(QColor(colours.on_accent if is_selected else colour))
        text = painter.fontMetrics().elidedText(second, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, text)
        painter.setPen(QColor(colours.border))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()
