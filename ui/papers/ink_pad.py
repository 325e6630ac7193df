"""A surface to write a name on: pen and tablet with pressure, finger, or mouse; gives a strokes file."""

from __future__ import annotations

import json

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QTabletEvent, QTouchEvent
from PySide6.QtWidgets import QWidget

from inspector_app.documents.ink import FORMAT, MOST_POINTS, NO_PRESSURE, UNITS_PER_MM, Point

_MM_PER_INCH = 25.4
_THIN, _THICK = 1.2, 4.5
"""Width of the line in pixels without pressure and with all of it."""


class InkPad(QWidget):
    """White like paper in every theme. ``changed``: a stroke was added or taken away."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(480, 180)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAccessibleName(self.tr("手写签名框"))
        self.setAccessibleDescription(self.tr("用笔、手指或鼠标书写；不能书写的请在纸上签名。"))
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._strokes: list[list[Point]] = []
        self._clock = QElapsedTimer()
        self._pointer = "mouse"
        self._is_down = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return not self._strokes

    def clear(self) -> None:
        """Take everything away."""
        self._strokes = []
        self._clock.invalidate()
        self._pointer = "mouse"
        self.update()
        self.changed.emit()

    def undo(self) -> None:
        """Take the last stroke away."""
        if self._strokes:
            self._strokes.pop()
            self.update()
            self.changed.emit()

    def strokes_file(self) -> bytes:
        """What is written, as ``documents.ink`` reads it."""
        made = {"format": FORMAT, "width": self._units(self.width()), "height": self._units(self.height()),
                "pointer": self._pointer, "strokes": self._strokes}  # fmt: skip
        return json.dumps(made).encode()

    def sizeHint(self) -> QSize:
        return QSize(640, 220)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen knows how hard it is pressed; the mouse events that a system makes of it do not count."""
        kind, pressure = event.type(), round(event.pressure() * 1000)
        if kind == QEvent.Type.TabletPress:
            self._begin(event.position(), pressure, "pen")
        elif kind == QEvent.Type.TabletMove and self._is_down:
            self._go_on(event.position(), pressure)
        elif kind == QEvent.Type.TabletRelease:
            self._end()
        event.accept()

    def event(self, event: QEvent) -> bool:
        """A finger, the first one on the pad."""
        if isinstance(event, QTouchEvent) and event.points():
            point = event.points()[0]
            pressure = round(point.pressure() * 1000) or NO_PRESSURE
            if event.type() == QEvent.Type.TouchBegin:
                self._begin(point.position(), pressure, "touch")
            elif event.type() == QEvent.Type.TouchUpdate and self._is_down:
                self._go_on(point.position(), pressure)
            elif event.type() == QEvent.Type.TouchEnd:
                self._end()
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and not self._is_made_up(event):
            self._begin(event.position(), NO_PRESSURE, "mouse")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_down and not self._is_made_up(event):
            self._go_on(event.position(), NO_PRESSURE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._is_made_up(event):
            self._end()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.setPen(QPen(QColor("#6b7680"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        line = self.height() * 3 // 4
        painter.setPen(QPen(QColor("#b6bec6"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(24, line, self.width() - 24, line)
        scale = self.logicalDpiX() / _MM_PER_INCH / UNITS_PER_MM
        for stroke in self._strokes:
            for before, point in zip(stroke, stroke[1:] or stroke, strict=False):
                width = _THIN + (_THICK - _THIN) * (before[3] + point[3]) / 2000
                painter.setPen(QPen(Qt.GlobalColor.black, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawLine(QPointF(before[0] * scale, before[1] * scale), QPointF(point[0] * scale,
                                                                                       point[1] * scale))  # fmt: skip

    @staticmethod
    def _is_made_up(event: QMouseEvent) -> bool:
        return event.source() is not Qt.MouseEventSource.MouseEventNotSynthesized

    def _begin(self, at: QPointF, pressure: int, pointer: str) -> None:
        if not self._clock.isValid():
            self._clock.start()
        if not self._strokes or pointer == "pen":
            self._pointer = pointer
        self._is_down = True
        self._strokes.append([])
        self._go_on(at, pressure)

    def _go_on(self, at: QPointF, pressure: int) -> None:
        if sum(map(len, self._strokes)) >= MOST_POINTS:
            return
        x = min(max(self._units(at.x()), 0), self._units(self.width()))
        y = min(max(self._units(at.y()), 0), self._units(self.height()))
        stroke = self._strokes[-1]
        if not stroke or stroke[-1][:2] != (x, y):
            stroke.append((x, y, self._clock.elapsed(), min(max(pressure, 0), 1000)))
            self.update()

    def _end(self) -> None:
        if self._is_down:
            self._is_down = False
            self.changed.emit()

    def _units(self, pixels: float) -> int:
        """0.01 mm of so many pixels of this screen."""
        return round(pixels * _MM_PER_INCH * UNITS_PER_MM / self.logicalDpiX())
