"""The icon set (Lucide, ISC licence, ``resources/icons``) in the colour of the theme; always beside a word."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from inspector_app import paths
from ui import theme


def icon(name: str, colour: str | None = None) -> QIcon:
    """The icon in the text colour of the theme, or in ``colour`` (#rrggbb); greyed when disabled."""
    return _icon(name, colour or theme.colours().text, theme.colours().disabled)


@cache
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    made = QIcon()
    for size in (16, 20, 24, 32, 48):
        made.addPixmap(pixmap(name, colour, size))
        made.addPixmap(pixmap(name, disabled, size), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, colour: str, size: int, ratio: float = 2.0) -> QPixmap:
    """One icon, ``size`` device-independent pixels wide, drawn at ``ratio`` for sharp edges."""
    from PySide6.QtSvg import QSvgRenderer

    text = paths.resources("icons", f"{name}.svg").read_text("utf-8").replace("currentColor", QColor(colour).name())
    image = QPixmap(int(size * ratio), int(size * ratio))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image
