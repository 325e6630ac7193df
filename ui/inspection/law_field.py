"""查法条: a field that looks provisions up by the search everything is found with, and hands over the one chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from ui.bridge import Bridge
from ui.widgets.basic import column, label

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.search.values import Hit

MOST = 30
GAP = "  "
"""Between citation and gist of a hit."""


class LawField(QWidget):
    """Provisions in force today that hold the words, the best first; the newest question wins."""

    chosen = Signal(str)
    """The full citation, as papers print it."""
    answered = Signal(str)
    """The hits of this text are offered."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        layout = column(self, gap=0)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("查法条：输入几个字，如 应急、操作规程、第四十一条"))
        self.field.setAccessibleName(self.tr("查法条"))
        self.hits = QCompleter([], self)
        self.hits.setWidget(self.field)
        self.hits.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.hits.activated.connect(lambda text: self._take(str(text)))
        self._widen()
        self.nothing = label("", "warn")
        self.nothing.hide()
        layout.addWidget(self.field)
        layout.addWidget(self.nothing)
        self.setFocusProxy(self.field)
        self.field.textEdited.connect(self._ask)

    @property
    def lines(self) -> list[str]:
        """What is offered now."""
        model = self.hits.model()
        return model.stringList() if isinstance(model, QStringListModel) else []

    def clear(self) -> None:
        """Nothing is asked."""
        self.field.clear()
        self._ask("")

    def _ask(self, text: str) -> None:
        if not text.strip():
            self._show(text, [])
            return
        self._bridge.ask(lambda app: _find(app, text), lambda found: self._show(text, found), owner=self)

    def _show(self, text: str, found: list[Hit]) -> None:
        if text != self.field.text():
            return
        lines = [f"{hit.title}{GAP}{hit.detail}" for hit in found]
        self.hits.setModel(QStringListModel(lines, self.hits))
        wanted = text.strip()
        words = self.tr("没有找到含“{0}”的条文。可换几个字再找，或把条文直接写进上面一栏。")
        self.nothing.setText(words.format(wanted) if wanted and not lines else "")
        self.nothing.setVisible(bool(self.nothing.text()))
        if lines and self.field.hasFocus():
            self.hits.complete()
        else:
            self.hits.popup().hide()
        self.answered.emit(text)

    def _take(self, line: str) -> None:
        self.chosen.emit(line.partition(GAP)[0])
        self.clear()

    def _widen(self) -> None:
        """Whole sentences: the lines of the hits wrap."""
        hits = self.hits.popup()
        if isinstance(hits, QListView):
            hits.setWordWrap(True)
            hits.setTextElideMode(Qt.TextElideMode.ElideNone)
            hits.setResizeMode(QListView.ResizeMode.Adjust)
            hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def _find(app: App, text: str) -> list[Hit]:
    from inspector_app.search.passages import find_law

    return find_law(text, MOST, on=app.store.clock.now().at.date(), plan=False)
