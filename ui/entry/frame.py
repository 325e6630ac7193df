"""The frame of everything before the desk: one calm column in the middle, the name of the program above it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QWidget

from ui import language
from ui.widgets.basic import GRID, Scroll, column, label
from ui.widgets.painted import tell_painted


class EntryFrame(QWidget):
    """Call ``build`` first, then put widgets into ``body``. The language can be changed here."""

    language_chosen = Signal(str)
    painted = Signal()
    """The frame stands on the screen for the first time."""

    def build(self, title: str, lead: str = "", *, width: int = 520) -> None:
        """The frame with its heading (a method of its own, so that ``self.tr`` can be used for the words)."""
        outer = column(self)
        scroll = Scroll(width=width)
        outer.addWidget(scroll)
        scroll.body.addStretch(1)
        scroll.body.addWidget(label(self.tr("矿安检"), "display"))
        card = QFrame()
        card.setProperty("role", "card")
        self.body = column(card, margin=4 * GRID, gap=2 * GRID)
        self.body.addWidget(label(title, "title"))
        if lead:
            self.body.addWidget(label(lead, "muted"))
        scroll.body.addWidget(card)
        scroll.body.addLayout(self._languages())
        scroll.body.addStretch(2)
        self.setAccessibleName(title)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first paint."""
        super().paintEvent(event)
        tell_painted(self)

    def _languages(self) -> QHBoxLayout:
        self.languages = QComboBox()
        self.languages.setAccessibleName("语言 / Language")
        for code, name in (("zh", "中文"), ("en", "English")):
            self.languages.addItem(name, code)
        self.languages.setCurrentIndex(self.languages.findData(language.current()))
        self.languages.activated.connect(lambda index: self.language_chosen.emit(self.languages.itemData(index)))
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.languages)
        return line
