"""The frame around the control that the tour speaks of: beside it, never over it, out of the way of clicks."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QScrollArea, QWidget

from ui import theme

GAP, WIDTH = 3, 3
"""Pixels between the control and the frame, and of the frame itself."""

_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class Pointer(QWidget):
    """A ring over ``surface`` that follows one control, however it is moved, resized, scrolled or hidden."""

    def __init__(self, surface: QWidget) -> None:
        super().__init__(surface)
        self._surface = surface
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.hide()

    @property
    def target(self) -> QWidget | None:
        """The control in the frame."""
        if self._target is not None and not shiboken6.isValid(self._target):
            self._target = None
        return self._target

    def point_at(self, target: QWidget | None) -> None:
        """Frame this control from now on; nothing for ``None``."""
        if target is not self.target:
            self._unwatch()
            self._target = target
            if target is not None:
                self._watch(target)
                self._bring_into_view(target)
        self.place()

    def place(self) -> None:
        """Lie around the control, as far as it is to be seen."""
        target, surface = self.target, self._surface
        seen = QRect() if target is None or not target.isVisible() else target.visibleRegion().boundingRect()
        if target is None or seen.isEmpty():
            self.hide()
            return
        around = GAP + WIDTH
        shown = QRect(target.mapTo(surface, seen.topLeft()), seen.size())
        outer = shown.adjusted(-around, -around, around, around) & surface.rect()
        if outer != self.geometry() or not self.isVisible():
            self.setGeometry(outer)
            inner = outer.adjusted(around, around, -around, -around) | shown
            self.setMask(QRegion(self.rect()) - QRegion(inner.translated(-outer.topLeft())))
            self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.colours().warn), WIDTH))
        half = WIDTH // 2 + 1
        painter.drawRoundedRect(self.rect().adjusted(half, half, -half, -half), 8, 8)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Something around the control moved."""
        if event.type() in _MOVES:
            self.place()
        return False

    def _watch(self, target: QWidget) -> None:
        link: QWidget | None = target
        while link is not None and link is not self._surface:
            link.installEventFilter(self)
            self._watched.append(link)
            link = link.parentWidget()

    def _unwatch(self) -> None:
        for link in self._watched:
            if shiboken6.isValid(link):
                link.removeEventFilter(self)
        self._watched = []

    def _bring_into_view(self, target: QWidget) -> None:
        link = target.parentWidget()
        while link is not None and link is not self._surface:
            if isinstance(link, QScrollArea) and target.visibleRegion().isEmpty() and target.isVisible():
                link.ensureWidgetVisible(target, 0, 24)
            link = link.parentWidget()
