"""The frame of everything before the desk: one calm column in the middle, the name of the program above it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QWidget

from ui import language
from ui.widgets.basic import GRID, Scroll, column, label


class EntryFrame(QWidget):
    """Call ``build`` first, then put widgets into ``body``. The language can be changed here."""

    language_chosen = Signal(str)

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


class WhenPainted(QObject):
    """Calls once after a widget has been painted for the first time."""

    painted = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the first paint event; what it drew is on screen when ``painted`` comes."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self.painted.emit)
        return False
