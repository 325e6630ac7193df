"""Shows one guide: Markdown with air between the lines, and pictures as wide as the text."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from ui import theme

WIDEST = 900
"""Pixels; a picture is never shown larger than this, nor than its text."""
LAID_OUT_MS = 60
"""After the last change of width the pictures are scaled anew."""


class GuideText(QTextBrowser):
    """Reads files below one folder, nothing from elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file: Path | None = None
        self._width = 0
        self.setOpenLinks(False)
        self._late = QTimer(self, interval=LAID_OUT_MS, singleShot=True)
        self._late.timeout.connect(self._again)

    def show_guide(self, file: Path, text: str) -> None:
        """Show this text; pictures lie beside its file."""
        self._file = file
        self._width = self._room()
        self.setMarkdown(text)
        space_out(self.document())

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture in the size it is shown in, sharp on every screen."""
        if kind != QTextDocument.ResourceType.ImageResource.value or self._file is None:
            return super().loadResource(kind, name)
        image = QImage(str(self._file.parent / QUrl(name).toString()))
        if image.isNull():
            return image
        ratio = self.devicePixelRatioF()
        width = min(self._width, image.width(), WIDEST)
        scaled = image.scaledToWidth(round(width * ratio), Qt.TransformationMode.SmoothTransformation)
        scaled.setDevicePixelRatio(ratio)
        return scaled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures follow the width of the text."""
        super().resizeEvent(event)
        self._late.start()

    def _room(self) -> int:
        return max(200, self.viewport().width() - 2 * int(self.document().documentMargin()) - 2 * theme.GRID)

    def _again(self) -> None:
        if self._file is not None and self._room() != self._width:
            at = self.verticalScrollBar().value()
            self.show_guide(self._file, self._file.read_text("utf-8"))
            self.verticalScrollBar().setValue(at)


def space_out(document: QTextDocument) -> None:
    """Give headings air above, text lines room and tables lines; Markdown alone comes out cramped."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        layout = QTextBlockFormat()
        heading = block.blockFormat().headingLevel()
        layout.setTopMargin((0, 4, 20, 16)[min(heading, 3)])
        layout.setBottomMargin(8 if heading else 6)
        layout.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if "\N{OBJECT REPLACEMENT CHARACTER}" in block.text():  # a picture: its own height, whatever the lines have
            layout.setLineHeight(100, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            layout.setBottomMargin(16)
        cursor.setPosition(block.position())
        if cursor.currentTable() is not None:  # rows stand close; their cells have padding
            layout.setTopMargin(0)
            layout.setBottomMargin(0)
            layout.setLineHeight(120, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(layout)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _rule(frame)


def _rule(table: QTextTable) -> None:
    """Room in the cells, the whole width, a line under every row."""
    look = table.format()
    look.setBorder(0)
    look.setCellPadding(6)
    look.setCellSpacing(0)
    look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    share = (30, 70) if table.columns() == 2 else (100 // table.columns(),) * table.columns()
    look.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, one) for one in share])
    look.setTopMargin(8)
    look.setBottomMargin(16)
    table.setFormat(look)
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            line = cell.format().toTableCellFormat()
            line.setBottomBorder(1)
            line.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            line.setBottomBorderBrush(QBrush(QColor(theme.colours().border)))
            if not row:
                line.setBackground(QBrush(QColor(theme.colours().sunken)))
            cell.setFormat(line)
