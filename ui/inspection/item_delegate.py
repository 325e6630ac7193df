"""Draws one item: number, title, and the verdict as a word on its colour."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector_app.checklist.values import Verdict
from ui import theme
from ui.inspection.item_model import LINE_ROLE, VERDICT_ROLE, ItemListModel
from ui.inspection.visit import Line

ROW_HEIGHT = 44
NUMBER_WIDTH = 36
HEADING_HEIGHT = 32
RING = 18
Index = QModelIndex | QPersistentModelIndex


def _heading(index: Index) -> str:
    model = index.model()
    return model.heading(index.row()) if isinstance(model, ItemListModel) else ""


def _ring(painter: QPainter, box: QRect, count: int, whole: int) -> None:
    """A ring that closes as the list is done; full only when nothing is open."""
    colours = theme.colours()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = box.adjusted(2, 2, -2, -2)
    painter.setPen(QPen(QColor(colours.border), 3))
    painter.drawEllipse(inner)
    if whole:
        painter.setPen(QPen(QColor(colours.good if count == whole else colours.accent), 3))
        painter.drawArc(inner, 90 * 16, -360 * 16 * count // whole)
    painter.restore()


class ItemDelegate(QStyledItemDelegate):
    """One line of the list of items."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW_HEIGHT + (HEADING_HEIGHT if _heading(index) else 0))

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        line, said = index.data(LINE_ROLE), index.data(VERDICT_ROLE)
        verdict = Verdict(said) if said else None  # Qt hands a text over, not the enum
        model = index.model()
        if not isinstance(line, Line) or not isinstance(model, ItemListModel):
            return
        colours = theme.colours()
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        rect: QRect = option.rect
        heading = _heading(index)
        if heading:
            self._draw_heading(painter, rect, heading, *model.progress(index.row()))
            rect = rect.adjusted(0, HEADING_HEIGHT, 0, 0)
        if is_selected:
            painter.fillRect(rect, QColor(colours.accent))
        elif is_hovered:
            painter.fillRect(rect, QColor(colours.accent_back))
        text = QColor(colours.on_accent if is_selected else colours.text)
        muted = QColor(colours.on_accent if is_selected else colours.muted)
        inner = rect.adjusted(8, 0, -8, 0)
        painter.setPen(muted)
        painter.drawText(
            QRect(inner.left(), inner.top(), NUMBER_WIDTH, inner.height()), Qt.AlignmentFlag.AlignVCenter,
            str(line.number),
        )  # fmt: skip
        width = self._badge(painter, inner, verdict, model.word(verdict, line)) if verdict is not None else 0
        painter.setPen(text)
        room = inner.adjusted(NUMBER_WIDTH, 0, -width - 8, 0)
        title = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setPen(QColor(colours.border))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    @staticmethod
    def _draw_heading(painter: QPainter, rect: QRect, heading: str, count: int, whole: int) -> None:
        colours = theme.colours()
        back = QRect(rect.left(), rect.top(), rect.width(), HEADING_HEIGHT)
        font, usual = QFont(painter.font()), painter.font()
        font.setPixelSize(theme.SMALL)
        font.setBold(True)
        painter.fillRect(back, QColor(colours.sunken))
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        told = f"{count} / {whole}"
        width = painter.fontMetrics().horizontalAdvance(told) + RING + 8
        room = back.adjusted(8, 0, -8 - width, 0)
        text = painter.fontMetrics().elidedText(heading, Qt.TextElideMode.ElideRight, room.width() - 8)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        figures = back.adjusted(room.width() + 8, 0, -8 - RING - 8, 0)
        painter.drawText(figures, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, told)
        _ring(painter, QRect(back.right() - 8 - RING, back.center().y() - RING // 2, RING, RING), count, whole)
        painter.setFont(usual)

    @staticmethod
    def _badge(painter: QPainter, inner: QRect, verdict: Verdict, word: str) -> int:
        colours = theme.colours()
        back, fore = {
            Verdict.COMPLIANT: (colours.good_back, colours.good),
            Verdict.NOT_COMPLIANT: (colours.danger_back, colours.danger),
            Verdict.NOT_APPLICABLE: (colours.sunken, colours.muted),
            Verdict.NOT_CHECKED: (colours.warn_back, colours.warn),
        }[verdict]
        font = QFont(painter.font())
        font.setPixelSize(theme.SMALL)
        painter.save()
        painter.setFont(font)
        width = min(painter.fontMetrics().horizontalAdvance(word) + 16, inner.width() // 2)
        box = QRect(inner.right() - width, inner.center().y() - 12, width, 24)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(back))
        painter.setPen(QColor(fore))
        painter.drawRoundedRect(box, 4, 4)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
        painter.restore()
        return width
