"""帮助: guides in the language of the window, offline; F1 opens the one of the page in front, Esc goes back to it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from ui import language
from ui.bridge import Bridge
from ui.help.guides import Guide, guides
from ui.help.text import GuideText
from ui.page import Page
from ui.widgets.basic import GRID, Button, LinkButton, column, label, row


class HelpPage(Page):
    """Topics on the left, the guide on the right."""

    help_topic = "start"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._guides = tuple(guides(language.current()))
        self._from = ""
        layout = column(self, margin=3 * GRID, gap=2 * GRID)
        self.back = LinkButton(self.tr("回到刚才的页面"), self._back, icon="arrow-left")
        self.back.setToolTip("Esc")
        self.back.hide()
        self.tour = Button(self.tr("导览"), lambda: bridge.tour_wanted.emit(False), icon="map-pin")
        self.tour.setToolTip(self.tr("在示例县里一步一步走完一次检查"))
        self.afresh = LinkButton(self.tr("从头导览"), lambda: bridge.tour_wanted.emit(True), icon="undo-2")
        layout.addLayout(row(label(self.tr("帮助"), "title", wrap=False), self.back, 1, self.afresh, self.tour))
        self.topics = self._topics()
        self.text = GuideText()
        self.text.setAccessibleName(self.tr("帮助正文"))
        self.text.anchorClicked.connect(self._follow)
        across = QHBoxLayout()
        across.setSpacing(2 * GRID)
        across.addWidget(self.topics)
        across.addWidget(self.text, 1)
        layout.addLayout(across, 1)
        self.topics.currentRowChanged.connect(lambda _row: self._show())
        self.topics.setCurrentRow(0)
        self.setFocusProxy(self.topics)
        QShortcut(QKeySequence("Escape"), self, self._back)

    def open(self, argument: object) -> None:
        """A topic by its name, or ``{"topic": name, "from": page}`` to offer the way back."""
        wanted = argument if isinstance(argument, dict) else {"topic": argument}
        self._from = str(wanted.get("from") or "")
        self.back.setVisible(self._from not in ("", "help"))
        numbers = [number for number, one in enumerate(self._guides) if one.topic == wanted.get("topic")]
        if numbers:
            self.topics.setCurrentRow(numbers[0])

    def place(self) -> dict[str, object]:
        """The shown topic."""
        return {"topic": self._guide().topic}

    def restore(self, place: dict[str, object]) -> None:
        """The topic again."""
        self.open(place)

    def _topics(self) -> QListWidget:
        topics = QListWidget()
        topics.setFixedWidth(240)
        topics.setUniformItemSizes(True)
        topics.ensurePolished()
        topics.setAccessibleName(self.tr("帮助主题"))
        topics.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for guide in self._guides:
            item = QListWidgetItem(guide.heading)
            item.setToolTip(guide.heading)
            topics.addItem(item)
        return topics

    def _guide(self) -> Guide:
        return self._guides[max(0, self.topics.currentRow())]

    def _show(self) -> None:
        guide = self._guide()
        self.text.show_guide(guide.file, guide.text())

    def _follow(self, link: QUrl) -> None:
        self.open({"topic": link.toString().removesuffix(".md").partition("-")[2], "from": self._from})

    def _back(self) -> None:
        if self._from and self._from != "help":
            self.navigate.emit(self._from, None)
