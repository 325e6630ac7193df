"""A scrolled part that is as high as what it holds while there is room, and is scrolled, never squashed, when not."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from ui.widgets.basic import column


class FittingScroll(QScrollArea):
    """Fill ``body`` and call ``fit``. ``least``: pixels that are always in sight."""

    def __init__(self, least: int, gap: int) -> None:
        super().__init__()
        self._least = least
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self.body = column(inner, gap=gap)
        self.setWidget(inner)

    def fit(self) -> None:
        """Ask for the room that what it holds needs now."""
        height = self.body.minimumSize().height()
        self.setMaximumHeight(height)
        self.setMinimumHeight(min(height, self._least))
        self.updateGeometry()

    def bring(self, field: QWidget, margin: int) -> None:
        """Have a part seen, once what is said of it has its place."""
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(field, 0, margin))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """What Tab goes to is seen."""
        moved = super().focusNextPrevChild(forward)
        focus = QApplication.focusWidget()
        if moved and focus is not None and self.isAncestorOf(focus):
            self.ensureWidgetVisible(focus)
        return moved
