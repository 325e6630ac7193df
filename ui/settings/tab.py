"""What every tab of the settings page is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.bridge import Bridge
from ui.widgets.basic import Scroll, column


class SettingsTab(QWidget):
    """Put cards into ``body``."""

    notice = Signal(str)
    trouble = Signal(object)
    shown = Signal()
    """What the tab shows has been read."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        scroll = Scroll(margin=8, width=880)
        column(self).addWidget(scroll)
        self.body: QVBoxLayout = scroll.body

    def refresh(self) -> None:
        """Read anew."""
