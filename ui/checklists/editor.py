"""The editor of one list: its items on the left; fields, preview, list and difference on the right; mistakes below."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabBar, QWidget

from inspector_app.checklist import authoring
from inspector_app.checklist.reading import checklist_of
from inspector_app.checklist.validation import Problem
from ui import language
from ui.bridge import Bridge
from ui.checklists import draft
from ui.checklists.difference_view import DifferenceView
from ui.checklists.draft import Checked, Opened
from ui.checklists.expressions import Askable
from ui.checklists.inputs import Input
from ui.checklists.item_form import ItemForm
from ui.checklists.items_list import ItemsList
from ui.checklists.list_form import ListForm
from ui.checklists.preview import Preview
from ui.checklists.problems import ProblemsList, place_of, told
from ui.inspection.typing import LocalDraft
from ui.tasks import LATER
from ui.widgets.basic import GRID, column
from ui.widgets.message import InlineMessage

LINT_AFTER_MS = 250
FIELDS, PREVIEW, WHOLE, DIFFERENCE = range(4)


class Editor(QWidget):
    """Changes a working copy, which is on disk within a second; it publishes nothing."""

    linted = Signal()
    """The present state was looked over: ``problems``."""
    changed = Signal()
    """The working copy differs from what was opened."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.opened: Opened | None = None
        self.content: dict[str, Any] = {"key": "", "items": []}
        self.problems: tuple[Problem, ...] = ()
        self.is_looking = False
        self._is_kept = False
        self._edits = 0
        self._draft: LocalDraft | None = None
        self._timer = QTimer(self, interval=LINT_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.lint_now)
        self.items = ItemsList(self)
        self.askable = Askable()
        self.form, self.whole = ItemForm(self.askable, bridge), ListForm(self.askable)
        self.preview, self.difference = Preview(self.askable), DifferenceView()
        self.wrong = ProblemsList()
        self.meaning, self.gone = InlineMessage(), InlineMessage()
        self._lay_out()
        self._connect()

    def index_of(self, item: int | str) -> int:
        """Where an item stands, by its place or its key."""
        keys = [str(one.get("key")) for one in self.content["items"]]
        return keys.index(item) if item in keys else int(item) if str(item).isdigit() else 0

    def show_opened(self, opened: Opened, *, looking: bool = False, at: int | str = 0) -> None:
        """Show a list, to be edited or only looked at."""
        self.opened, self.content, self.is_looking = opened, opened.content, looking
        self.askable.content, self.askable.others = opened.content, opened.items
        self._is_kept = opened.is_draft
        name = draft.DRAFT + str(self.content["key"])
        self._draft = LocalDraft(self._bridge, name, lambda: self.content, self)
        self.meaning.hide()
        self.gone.hide()
        self.problems = ()
        self._show_problems()
        self.whole.show_list(self.content)
        for part in (FIELDS, WHOLE, DIFFERENCE):
            self.tabs.setTabVisible(part, not looking)
        self.tabs.setCurrentIndex(PREVIEW if looking else FIELDS if self.content["items"] else WHOLE)
        self.items.show_items(self.content["items"], self.index_of(at), frozen=looking)
        self._show_part()
        if not looking:
            self.lint_now()

    def flush(self) -> None:
        """Write what is not written yet."""
        if self._draft is not None:
            self._draft.flush()

    def for_publishing(self) -> dict[str, Any]:
        """The working copy as it would be published."""
        newest = self.opened.newest if self.opened else None
        return deepcopy(authoring.next_version(self.content, newest))

    def lint_now(self) -> None:
        """Look the working copy over, beside the typing."""
        self._timer.stop()
        content, edits = self.for_publishing(), self._edits
        self._bridge.ask(
            lambda app: draft.checked(app, content),
            lambda found: self._checked(found, edits),
            owner=self,
            priority=LATER,
        )

    def add_item(self) -> None:
        """A new item behind the one in front."""
        key = authoring.free_key(self.content, self.opened.means if self.opened else ())
        self._insert(authoring.blank_item(key))
        self.form.go_to(self.form.input("title"))

    def copy_item(self) -> None:
        """The item in front once more, under a key of its own."""
        if self.items.current is not None and not self.is_looking:
            key = authoring.free_key(self.content, self.opened.means if self.opened else ())
            text = json.dumps(self.items.current, ensure_ascii=False)
            own = text.replace(f"${{{self.items.current['key']}.", f"${{{key}.")  # its number follows from its own rows
            self._insert(authoring.copied_item(json.loads(own), key))

    def delete_item(self) -> None:
        """Take the item in front out; the message has the way back."""
        item, at = self.items.current, self.items.view.currentRow()
        if item is None or self.is_looking:
            return
        self.content["items"].pop(at)
        self._items_changed(at)
        words = language.tr("已删除“{0}”。").format(item.get("title") or item.get("key"))

        def back() -> None:
            self.gone.hide()
            self.content["items"].insert(min(at, len(self.content["items"])), item)
            self._items_changed(at)

        self.gone.show_message(words, "info", action=language.tr("恢复这一项"), clicked=back)

    def go_to(self, number: int) -> None:
        """To the place of this mistake."""
        if not 0 <= number < len(self.problems):
            return
        place = place_of(self.problems[number])
        if place.item is None or place.item >= len(self.content["items"]):
            self.tabs.setCurrentIndex(WHOLE)
            own = self.whole.input_at(place.path, place.missing)
            if own is not None:
                self.whole.go_to(own, place.path)
            elif place.path[:1] == ("items",):
                self.items.add.setFocus()
            return
        self.tabs.setCurrentIndex(FIELDS)
        self.items.select(place.item)
        found = self.form.input_at(place.path, place.missing)
        if found is not None:
            self.form.go_to(found, place.path)

    def give_new_key(self) -> None:
        """The item means something else now: it goes on under a free key, and what asks for it follows."""
        item, opened = self.items.current, self.opened
        if item is None or opened is None:
            return
        old, new = str(item["key"]), authoring.free_key(self.content, opened.means)
        item["key"] = new
        for name in ("items", "checks"):
            if name in self.content:
                text = json.dumps(self.content[name], ensure_ascii=False)
                for end in ("}", "."):
                    text = text.replace(f"${{{old}{end}", f"${{{new}{end}")
                self.content[name] = json.loads(text)
        self.meaning.hide()
        self._items_changed(self.items.view.currentRow())

    def _lay_out(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("检查表编辑"))
        self.tabs.setExpanding(False)
        for words in (self.tr("检查项"), self.tr("预览"), self.tr("检查表信息和核对"), self.tr("与现行版的差别")):
            self.tabs.addTab(words)
        self.stack = QStackedWidget()
        parts: tuple[QWidget, ...] = (self.form, self.preview, self.whole, self.difference)
        for part in parts:
            self.stack.addWidget(part)
        side = QWidget()
        right = column(side, gap=GRID)
        right.setContentsMargins(GRID, 0, 0, 0)
        for widget in (self.tabs, self.meaning, self.gone):
            right.addWidget(widget)
        right.addWidget(self.stack, 1)
        right.addWidget(self.wrong)
        split = QSplitter(Qt.Orientation.Horizontal)
        for place, (half, stretch) in enumerate(((self.items, 2), (side, 5))):
            split.addWidget(half)
            split.setStretchFactor(place, stretch)
            split.setCollapsible(place, False)
        split.setSizes([320, 780])
        column(self).addWidget(split, 1)

    def _connect(self) -> None:
        self.items.chosen.connect(self._choose)
        self.items.moved.connect(self._reordered)
        self.items.add_wanted.connect(self.add_item)
        self.items.copy_wanted.connect(self.copy_item)
        self.items.delete_wanted.connect(self.delete_item)
        self.form.edited.connect(lambda _input: self._item_edited())
        self.whole.edited.connect(lambda _input: self._edited())
        self.wrong.chosen.connect(self.go_to)
        self.tabs.currentChanged.connect(lambda _part: self._show_part())
        for keys, then in (("F8", self.wrong.step), ("Ctrl+Tab", self._next_part)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(then)

    def _next_part(self) -> None:
        if not self.is_looking:
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())

    def _choose(self, item: dict[str, Any] | None) -> None:
        self.meaning.hide()
        self.form.setEnabled(item is not None)
        newest = self.opened.newest if self.opened is not None else None
        is_published = item is not None and newest is not None and newest.has(str(item.get("key")))
        self.form.show_item(item if item is not None else {}, is_published=is_published)
        self._show_faults()
        self._show_part()

    def _show_part(self) -> None:
        part = self.tabs.currentIndex()
        self.stack.setCurrentIndex(part)
        if part == WHOLE:
            self.whole.checks.tell()
        elif part == PREVIEW:
            self.preview.show_item(self.content, self.items.current)
        elif part == DIFFERENCE:
            self._compare()

    def _item_edited(self) -> None:
        self._edited()
        self.items.refresh()
        item, opened = self.items.current, self.opened
        if item is None or opened is None:
            return
        was, now = opened.means.get(str(item.get("key"))), authoring.meaning_of(self.content, item)
        if was is None or now is None or was == now:
            self.meaning.hide()
        elif not self.meaning.isVisibleTo(self):
            words = language.tr("{0} 已发布过，这样改就是另一个问题了：以前的答案不能与它比较，要换一个新编号。")
            self.meaning.show_message(
                words.format(item["key"]), "warn", action=language.tr("换新编号"), clicked=self.give_new_key
            )

    def _reordered(self) -> None:
        self.content["items"] = self.items.items
        self._edited()

    def _insert(self, item: dict[str, Any]) -> None:
        if self.is_looking:
            return
        at = self.items.view.currentRow() + 1 if self.content["items"] else 0
        self.content["items"].insert(at, item)
        self.tabs.setCurrentIndex(FIELDS)
        self._items_changed(at)

    def _items_changed(self, at: int) -> None:
        self.items.search.clear()
        self.items.show_items(self.content["items"], at)
        self._edited()

    def _edited(self) -> None:
        self._edits += 1
        self._timer.start()
        if not self._is_kept:
            self._is_kept = True
            first = deepcopy(self.content)
            self._bridge.ask(lambda app: draft.keep(app, first), owner=self)
        if self._draft is not None:
            self._draft.touched()
        self.changed.emit()

    def _checked(self, found: Checked, edits: int) -> None:
        if edits != self._edits:
            return
        self.problems = found.problems
        self._show_problems()
        self.linted.emit()

    def _show_problems(self) -> None:
        faults: dict[int, int] = {}
        lines = []
        for problem in self.problems:
            place = place_of(problem)
            if place.item is not None:
                faults[place.item] = faults.get(place.item, 0) + 1
            lines.append(self._problem_line(problem))
        self.items.refresh(faults)
        self.wrong.show_lines(lines)
        self._show_faults()

    def _problem_line(self, problem: Problem) -> str:
        place = place_of(problem)
        items = self.content["items"]
        if place.item is None or place.item >= len(items):
            own = self.whole.input_at(place.path, place.missing)
            if own is None and place.path == ("items",) and not items:
                return language.tr("还没有检查项")
            whose = language.tr("检查表信息")
            return "  ·  ".join(filter(None, (whose, own.named(place.path) if own else "", told(problem))))
        item, found = items[place.item], self.form.input_at(place.path, place.missing)
        name = str(item.get("title") or item.get("key") or "")
        return "  ·  ".join(filter(None, (name, found.named(place.path) if found else "", told(problem))))

    def _show_faults(self) -> None:
        at = self.items.view.currentRow()
        own: list[tuple[Input, str]] = []
        whole: list[tuple[Input, str]] = []
        for problem in self.problems:
            place = place_of(problem)
            form = self.whole if place.item is None else self.form
            found = form.input_at(place.path, place.missing)
            if found is not None and place.item in (None, at):
                (whole if place.item is None else own).append((found, told(problem)))
        self.form.say(own)
        self.whole.say(whole)

    def _compare(self) -> None:
        newest = self.opened.newest if self.opened else None
        if newest is None:
            self.difference.say(language.tr("这是新的检查表，还没有发布过。"))
            return
        if self.problems:
            self.difference.say(language.tr("先改好要改的地方，再看差别。"))
            return
        content = self.for_publishing()

        def shown(found: Any) -> None:
            self.difference.show_difference(found, newest, checklist_of(content))

        self._bridge.ask(lambda app: app.publishing.compare(content), shown, owner=self)
