"""The frame of everything before the desk: one calm column in the middle, the name of the program above it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QWidget

from ui import language
from ui.widgets.basic import GRID, LinkButton, Scroll, column, label
from ui.widgets.painted import tell_painted

F1 = 0x01000030
"""Qt's number of the key (see ``widgets.basic``)."""


class EntryFrame(QWidget):
    """Call ``build`` first, then put widgets into ``body``. The language can be changed here; F1 opens the guide."""

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 from wherever the cursor is."""
        if event.key() == F1:
            self.show_guide()
        else:
            super().keyPressEvent(event)

    def show_guide(self) -> None:
        """How to set up, unlock, restore and join."""
        from ui.help.dialog import GuideDialog  # not before the first paint

        GuideDialog("entry", self).open()

    def _languages(self) -> QHBoxLayout:
        self.languages = QComboBox()
        self.languages.setAccessibleName("语言 / Language")
        for code, name in (("zh", "中文"), ("en", "English")):
            self.languages.addItem(name, code)
        self.languages.setCurrentIndex(self.languages.findData(language.current()))
        self.languages.activated.connect(lambda index: self.language_chosen.emit(self.languages.itemData(index)))
        self.help_button = LinkButton(self.tr("帮助  F1"), self.show_guide)
        line = QHBoxLayout()
        line.addWidget(self.help_button)
        line.addStretch(1)
        line.addWidget(self.languages)
        return line
