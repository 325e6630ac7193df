"""The true pages of a paper, one below the other, as they will print."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from ui import theme
from ui.widgets.basic import GRID, column

DPI = 110
"""Dots per inch of the pictures; sharp at the width of a preview on a 1366-pixel screen and at 150 %."""


class PageSheet(QWidget):
    """One page, as wide as there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap = QPixmap()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_page(self, image: QImage) -> None:
        """Show this page."""
        self._pixmap = QPixmap.fromImage(image)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self._pixmap.isNull():
            return int(width * 1.414)
        return int(width * self._pixmap.height() / self._pixmap.width())

    def sizeHint(self) -> QSize:
        return QSize(420, self.heightForWidth(420))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.drawPixmap(QRectF(self.rect()), self._pixmap, QRectF(self._pixmap.rect()))
        painter.setPen(QColor(theme.colours().border))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class PageView(QScrollArea):
    """Shows pages; keeps the place while they are drawn anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("文书预览"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inside = QWidget()
        self._layout = column(inside, margin=GRID, gap=GRID)
        self._layout.addStretch(1)
        self._sheets: list[PageSheet] = []
        self.setWidget(inside)

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return len(self._sheets)

    def show_pages(self, images: Sequence[QImage]) -> None:
        """Show these pages."""
        while len(self._sheets) > len(images):
            sheet = self._sheets.pop()
            self._layout.removeWidget(sheet)
            sheet.deleteLater()
        while len(self._sheets) < len(images):
            sheet = PageSheet()
            self._layout.insertWidget(len(self._sheets), sheet)
            self._sheets.append(sheet)
        for number, (sheet, image) in enumerate(zip(self._sheets, images, strict=True), 1):
            sheet.show_page(image)
            sheet.setAccessibleName(self.tr("第 {0} 页，共 {1} 页").format(number, len(images)))
