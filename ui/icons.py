"""The icon set (Lucide, ISC licence, ``resources/icons``) in the colour of the theme; always beside a word."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QColor, QIcon, QPixmap

from inspector_app import paths
from ui import theme


def icon(name: str, colour: str | None = None) -> QIcon:
    """The icon in the text colour of the theme, or in ``colour`` (#rrggbb); Qt greys it when disabled."""
    return QIcon(pixmap(name, colour or theme.colours().text, 20))


def switched_icon(name: str, on: str) -> QIcon:
    """An icon for something that can be switched on: then it has the colour ``on``."""
    made = icon(name)
    made.addPixmap(pixmap(name, on, 20), QIcon.Mode.Normal, QIcon.State.On)
    return made


@cache
def pixmap(name: str, colour: str, size: int, ratio: float = 2.0) -> QPixmap:
    """One icon, ``size`` device-independent pixels wide, drawn at ``ratio`` for sharp edges."""
    from PySide6.QtCore import QByteArray, QRectF  # not before the first paint, which has no icons
    from PySide6.QtGui import QPainter
    from PySide6.QtSvg import QSvgRenderer

    text = paths.resources("icons", f"{name}.svg").read_text("utf-8").replace("currentColor", QColor(colour).name())
    image = QPixmap(int(size * ratio), int(size * ratio))
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image
