"""搜索: one field over everything; Enter opens the place itself, texts without a place are read beside the list."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from inspector_app import terms
from inspector_app.search.values import Hit, HitGroup, SearchAnswer
from ui import language
from ui.bridge import Bridge
from ui.page import Page
from ui.search.places import place_in_visit, place_of
from ui.tasks import LATER
from ui.widgets.basic import GRID, Button, Card, EmptyState, LinkButton, column, label
from ui.widgets.form import text_field

HIT, MORE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class SearchPage(Page):
    """The newest question wins: an answer to an older text is dropped when it comes."""

    answered = Signal(str)
    """The hits of this text are in the list."""
    help_topic = "search"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._groups: dict[str, HitGroup] = {}
        self._is_early = False
        layout = column(self, margin=3 * GRID, gap=2 * GRID)
        layout.addWidget(label(self.tr("搜索"), "title", wrap=False))
        self.field = text_field(self.tr("矿名、人名、文号、问题、检查表、法条……两个字或拼音首字母"))
        self.field.setAccessibleName(self.tr("搜索全部内容"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._ask)
        self.field.installEventFilter(self)
        layout.addWidget(self.field)
        self.told = label("", "muted", wrap=False)
        layout.addWidget(self.told)
        self.found = QWidget()
        across = QHBoxLayout(self.found)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(2 * GRID)
        self.list = self._make_list()
        across.addWidget(self.list, 3)
        across.addWidget(self._make_reading(), 2)
        layout.addWidget(self.found, 1)
        hint = self.tr("矿山、企业、人员、证照、检查、下井记录单、问题、文书、案件、检查表、法条、帮助和设置都能找到。")
        self.empty = EmptyState(self.tr("没有找到"), hint, icon="search")
        self.empty.hide()
        layout.addWidget(self.empty, 1)
        self.ready = EmptyState(self.tr("输入要找的"), hint, icon="search")
        layout.addWidget(self.ready, 1)
        self.found.hide()
        self.setFocusProxy(self.field)

    def open(self, argument: object) -> None:
        """Look for this text."""
        self.field.setText(str(argument))

    def showEvent(self, event: QShowEvent) -> None:
        """Ready for a new question; the old one is asked again."""
        super().showEvent(event)
        self.field.setFocus()
        self.field.selectAll()
        self._ask(self.field.text())

    def refresh(self) -> None:
        """The index reads on in the background; what is being read or typed here stays as it is."""
        self.bridge.ask(_read_on, lambda _left: self._indexed(), owner=self, priority=LATER)

    def place(self) -> dict[str, Any]:
        """What was looked for."""
        return {"text": self.field.text()}

    def restore(self, place: dict[str, Any]) -> None:
        """The same question."""
        self.field.setText(str(place.get("text", "")))

    def open_current(self) -> None:
        """To the place of the hit in front, or the next hits of its group."""
        if self.list.currentRow() < 0:
            return
        item = self.list.currentItem()
        if item.data(MORE):
            self._ask_more(str(item.data(MORE)))
            return
        hit: Hit | None = item.data(HIT)
        place = place_of(hit) if hit is not None else None
        if hit is None or place is None:
            return
        if hit.kind == "item":  # where it is answered, if it is
            self.bridge.ask(
                lambda app: place_in_visit(app, hit) or place, lambda found: self.navigate.emit(*found), owner=self
            )
        else:
            self.navigate.emit(*place)

    def open_list(self) -> None:
        """To the checklist of the item in front, whether a visit asks it or not."""
        hit: Hit | None = self.list.currentItem().data(HIT) if self.list.currentItem() is not None else None
        place = place_of(hit) if hit is not None else None
        if place is not None:
            self.navigate.emit(*place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter in the field work in the list: no hand leaves the keys."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._step(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.open_current()
                return True
        return super().eventFilter(watched, event)

    def _ask(self, text: str) -> None:
        spoken = language.current()
        self.bridge.ask(
            lambda app: app.search.find(text, spoken), lambda answer: self._show(text, answer), owner=self
        )

    def _indexed(self) -> None:
        """Everything is in the index now: what was asked too early is asked again."""
        if self._is_early:
            self._ask(self.field.text())

    def _ask_more(self, group: str) -> None:
        known, text, spoken = self._groups[group], self.field.text(), language.current()
        self.bridge.ask(
            lambda app: app.search.find(text, spoken, groups=(known.group,), after=known.hits[-1].sort_key, limit=30),
            lambda answer: self._add(text, group, answer),
            owner=self,
        )

    def _show(self, text: str, answer: SearchAnswer) -> None:
        if text != self.field.text():
            return
        self._groups = {group.group.value: group for group in answer.groups}
        self._is_early = answer.waiting > 0
        self._fill(select=1)
        is_asked, nothing = bool(text.strip()), not answer.groups
        self.empty.setVisible(is_asked and nothing)
        self.ready.setVisible(not is_asked)
        self.found.setVisible(is_asked and not nothing)
        waiting = self.tr("还有 {n} 条新记录正在编入索引，稍后再搜会更全。").format(n=answer.waiting)
        keys = "" if nothing else self.tr("↑ ↓ 选择 · 回车打开")
        self.told.setText(waiting if answer.waiting else keys)
        self.answered.emit(text)

    def _add(self, text: str, group: str, answer: SearchAnswer) -> None:
        if text != self.field.text() or group not in self._groups:
            return
        known, row = self._groups[group], self.list.currentRow()
        found = answer.groups[0] if answer.groups else HitGroup(known.group, (), more=False)
        self._groups[group] = HitGroup(known.group, known.hits + found.hits, found.more)
        self._fill(select=row)
        self.answered.emit(text)

    def _fill(self, select: int) -> None:
        self.list.clear()
        for key, group in self._groups.items():
            self._head(terms.label(group.group, language.current()))
            for hit in group.hits:
                item = QListWidgetItem(f"{hit.title}\n{hit.detail}" if hit.detail else hit.title)
                item.setData(HIT, hit)
                item.setToolTip(f"{hit.title}\n{hit.detail}")
                self.list.addItem(item)
            if group.more:
                more = QListWidgetItem(self.tr("再看 30 条……"))
                more.setData(MORE, key)
                self.list.addItem(more)
        self.list.setCurrentRow(min(select, self.list.count() - 1))

    def _head(self, text: str) -> None:
        head = QListWidgetItem(text)
        head.setFlags(Qt.ItemFlag.NoItemFlags)
        font = self.list.font()
        font.setBold(True)
        head.setFont(font)
        self.list.addItem(head)

    def _step(self, step: int) -> None:
        row = self.list.currentRow() + step
        while 0 <= row < self.list.count() and not self.list.item(row).flags() & Qt.ItemFlag.ItemIsSelectable:
            row += step
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)

    def _read(self, item: QListWidgetItem | None) -> None:
        hit: Hit | None = item.data(HIT) if item is not None else None
        self.heading.setText(hit.title if hit else "")
        self.detail.setText(hit.detail if hit else "")
        self.key.setText(hit.id if hit is not None and place_of(hit) is None else "")
        self.button.setVisible(hit is not None and place_of(hit) is not None)
        self.listed.setVisible(hit is not None and hit.kind == "item")

    def _make_list(self) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName(self.tr("搜索结果"))
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setTextElideMode(Qt.TextElideMode.ElideRight)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.currentItemChanged.connect(lambda now, _before: self._read(now))
        made.itemActivated.connect(lambda _item: self.open_current())
        return made

    def _make_reading(self) -> Card:
        self.reading = Card()
        self.heading = label("", "lead")
        self.detail = label("")
        self.key = label("", "small")
        self.button = Button(self.tr("打开"), self.open_current, icon="link")
        self.listed = LinkButton(self.tr("在检查表里看"), self.open_list, icon="list-checks")
        for widget in (self.heading, self.detail, self.key, self.button, self.listed):
            self.reading.body.addWidget(widget)
        self.reading.body.addStretch(1)
        return self.reading


def _read_on(app: Any) -> Generator[int, None, int]:
    left: int = yield from app.search.catch_up()
    return left
