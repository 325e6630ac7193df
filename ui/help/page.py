"""帮助: short guides in the language of the window, offline; F1 opens the one of the page in front."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from inspector_app import paths
from ui import language
from ui.bridge import Bridge
from ui.page import Page
from ui.widgets.basic import GRID, column, label


def space_out(document: QTextDocument) -> None:
    """Give headings air above and text lines room; Markdown alone comes out cramped."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        layout = QTextBlockFormat()
        heading = block.blockFormat().headingLevel()
        layout.setTopMargin((0, 4, 20, 16)[min(heading, 3)])
        layout.setBottomMargin(8 if heading else 6)
        layout.setLineHeight(140, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setPosition(block.position())
        cursor.mergeBlockFormat(layout)
        block = block.next()


class HelpPage(Page):
    """Topics on the left, the text on the right. A topic is ``resources/help/<language>/NN-topic.md``."""

    help_topic = "start"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        layout = column(self, margin=3 * GRID, gap=2 * GRID)
        layout.addWidget(label(self.tr("帮助"), "title", wrap=False))
        self.topics = QListWidget()
        self.topics.setFixedWidth(240)
        self.topics.setUniformItemSizes(True)
        self.topics.ensurePolished()
        self.topics.setAccessibleName(self.tr("帮助主题"))
        self.text = QTextBrowser()
        self.text.setAccessibleName(self.tr("帮助正文"))
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        across = QHBoxLayout()
        across.setSpacing(2 * GRID)
        across.addWidget(self.topics)
        across.addWidget(self.text, 1)
        layout.addLayout(across, 1)
        for file in sorted(paths.resources("help", language.current()).glob("*.md")):
            heading = file.read_text("utf-8").partition("\n")[0].lstrip("# ").strip()
            item = QListWidgetItem(heading)
            item.setData(Qt.ItemDataRole.UserRole, file.stem.partition("-")[2])
            self.topics.addItem(item)
        self.topics.currentRowChanged.connect(lambda _row: self._show())
        self.topics.setCurrentRow(0)
        self.setFocusProxy(self.topics)

    def open(self, argument: object) -> None:
        """Show a topic by its name."""
        for number in range(self.topics.count()):
            if self.topics.item(number).data(Qt.ItemDataRole.UserRole) == argument:
                self.topics.setCurrentRow(number)

    def place(self) -> dict[str, object]:
        """The shown topic."""
        return {"topic": self.topics.currentItem().data(Qt.ItemDataRole.UserRole)}

    def restore(self, place: dict[str, object]) -> None:
        """The topic again."""
        self.open(place.get("topic"))

    def _show(self) -> None:
        topic = self.topics.currentItem().data(Qt.ItemDataRole.UserRole)
        file = next(paths.resources("help", language.current()).glob(f"*-{topic}.md"))
        self.text.setSearchPaths([str(file.parent)])
        self.text.setMarkdown(file.read_text("utf-8"))
        space_out(self.text.document())

    def _follow(self, link: QUrl) -> None:
        self.open(link.toString().removesuffix(".md").partition("-")[2] or link.toString())
