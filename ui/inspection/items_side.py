"""The left side of a visit: which list, a search, the items with their verdicts, and how far the visit is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QProgressBar, QWidget

from inspector_app.checklist.values import Verdict
from ui import language
from ui.half_open import HalfOpen
from ui.inspection.item_delegate import ItemDelegate
from ui.inspection.item_model import LINE_ROLE, ItemListModel
from ui.inspection.parts import Chips, ChoiceBox
from ui.inspection.visit import Answers, Line, Show, Visit, areas_of, done_by_list, filtered, matching
from ui.widgets.basic import GRID, column, label, row
from ui.widgets.message import InlineMessage

ALL = ""
"""Value of the choice that shows every list."""
SHOWN_COMING = 2
"""So many items that are not due yet are named; the others are in the tooltip."""


class ItemsSide(QWidget, HalfOpen):
    """Shows the items of a visit; says which one was chosen."""

    line_chosen = Signal(object)

    def __init__(self, answers: Answers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(300)
        self._answers = answers
        self._visit: Visit | None = None
        self._settled: frozenset[str] = frozenset()
        self.model = ItemListModel(answers, self)
        layout = column(self, margin=GRID)
        self.lists = ChoiceBox((), self.tr("检查表"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("查找  /"))
        self.search.setToolTip(self.tr("汉字、拼音首字母或编号；按 / 直接到这里"))
        self.search.setAccessibleName(self.tr("查找检查项"))
        self.search.setClearButtonEnabled(True)
        self.areas = ChoiceBox([(ALL, self.tr("全部区域"))], self.tr("区域"))
        self.wanted = Chips(
            [(Show.OPEN, self.tr("未查")), (Show.BAD, self.tr("不符合")), (Show.MAJOR, self.tr("重大"))],
            self.tr("只看"),
        )
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(ItemDelegate(self.view))
        self.view.setAccessibleName(self.tr("检查项"))
        self.view.setMouseTracking(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("检查进度"))
        self.coming = label("", "small")
        self.keys = label(self.tr("↑↓ 选择 · 1–4 结论 · N 新问题 · Shift+↓ 多选"), "small")
        layout.addWidget(self.lists)
        layout.addLayout(row(self.search, self.areas))
        layout.addWidget(self.wanted)
        self.doubts = InlineMessage(closable=False)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.doubts)
        layout.addWidget(self.progress)
        layout.addWidget(self.coming)
        layout.addWidget(self.keys)
        for box in (self.lists, self.areas):
            box.activated.connect(lambda _index: self._filter())
            box.activated.connect(lambda _index: self.view.setFocus())
        self.search.textEdited.connect(lambda _text: self._filter())
        self.search.returnPressed.connect(self.view.setFocus)
        self.search.installEventFilter(self)
        self.wanted.changed.connect(self._filter)
        self.view.selectionModel().currentChanged.connect(self._chosen)

    def show_visit(self, visit: Visit) -> None:
        """Show the items of a visit."""
        self._visit = visit
        self._settle()
        self._show_coming(visit)
        english = language.current() == "en"
        titles = {one.key: one.title_en if english and one.title_en else one.title for one in visit.lists}
        self.model.titles = titles
        whole = [(ALL, self.tr("全部检查表（{0} 项）").format(len(visit.lines)))]
        here, listed = self.areas.value, self.lists.value
        self.lists.set_choices(whole + [(one.key, f"{titles[one.key]}（{len(one.lines)}）") for one in visit.lists])
        self.lists.set_value(listed)
        self.areas.set_choices([(ALL, self.tr("全部区域")), *((one, one) for one in areas_of(visit.lines))])
        self.areas.set_value(here)
        self._filter()

    def put_away(self) -> None:
        """Another visit: neither the items nor what they were narrowed to are its own."""
        self._visit = None
        self.search.clear()
        self.lists.set_value(ALL)
        self.areas.set_value(ALL)
        self.wanted.set_values(())
        self.doubts.hide()
        self.model.show(())

    def show_all(self) -> None:
        """Narrow nothing, and go on in the list."""
        self._widen()
        self.view.setFocus()

    def _widen(self) -> None:
        self.search.clear()
        self.lists.set_value(ALL)
        self.areas.set_value(ALL)
        self.wanted.set_values(())
        self._filter()

    def narrowing(self) -> dict[str, Any]:
        """Which items are shown: list, area and what else the officer chose."""
        return {"list": self.lists.value, "area": self.areas.value, "wanted": self.wanted.values}

    def narrow(self, narrowing: dict[str, Any]) -> None:
        """Show only these items again; a list that is not in scope any more narrows nothing."""
        self.lists.set_value(str(narrowing.get("list") or ALL))
        self.areas.set_value(str(narrowing.get("area") or ALL))
        self.wanted.set_values(map(str, narrowing.get("wanted") or ()))
        self._filter()

    def _show_coming(self, visit: Visit) -> None:
        """What is not due yet but soon: the day, and the first of them by name."""
        english = language.current() == "en"
        names = [one.title_en if english else one.title for one in visit.coming]
        if names:
            text = self.tr("尚未到期 {0} 项，最近 {1}：{2}")
            self.coming.setText(text.format(len(names), visit.coming[0].deadline_on, "；".join(names[:SHOWN_COMING])))
            days = [one.deadline_on for one in visit.coming]
            self.coming.setToolTip("\n".join(f"{day}  {name}" for day, name in zip(days, names, strict=True)))
        self.coming.setVisible(bool(names))

    def learn_initials(self, visit: Visit) -> None:
        """The same items, now with pinyin; nothing on screen changes."""
        self._visit = visit

    def show_changed(self, keys: Iterable[str]) -> None:
        """These items have another verdict; what they settle or contradict is shown when it is others."""
        told = set(keys)
        self.model.changed(told)
        if self._visit is not None and not self._visit.deciding.isdisjoint(told) and self._settle():
            self._filter()

    def show_progress(self) -> None:
        """How many of the items shown in this list have a verdict."""
        by_list = done_by_list(self._lines(), self._answers.all())
        count, whole = (sum(numbers) for numbers in zip((0, 0), *by_list.values(), strict=True))
        self.progress.setMaximum(max(1, whole))
        self.progress.setValue(count)
        answered = self._answers.all()
        left = [line for line in self._lines() if line.key in answered]
        passed = sum(1 for line in left if answered[line.key].verdict == Verdict.NOT_CHECKED.value)
        told = self.tr("已查 {0} / {1}").format(count - passed, whole)
        self.progress.setFormat(told + (self.tr("，本次未检查 {0}").format(passed) if passed else ""))
        if self.model.show_progress(by_list):
            self.view.viewport().update()

    def select(self, key: str) -> None:
        """Go to an item; when the filter hides it, the filter goes."""
        row_number = self.model.row_of(key)
        if row_number < 0 and self._visit is not None:
            self._widen()
            row_number = self.model.row_of(key)
        index = self.model.index(row_number)
        flags = QItemSelectionModel.SelectionFlag
        self.view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect)
        self.view.scrollTo(index)

    def selected(self) -> list[Line]:
        """The items selected, in order; the current one when nothing is."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedIndexes())
        lines = [self.model.lines[number] for number in rows]
        current = self.view.currentIndex().data(LINE_ROLE)
        return lines or ([current] if isinstance(current, Line) else [])

    def step(self, by: int) -> None:
        """To the next or previous item, wherever the cursor is."""
        row_number = max(0, min(self.model.rowCount() - 1, self.view.currentIndex().row() + by))
        if self.model.rowCount():
            self.select(self.model.lines[row_number].key)

    def focus_search(self) -> None:
        """Type what to look for."""
        self.search.setFocus()
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search move through the items, Esc clears it."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.step(step)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.search.clear()
                self._filter()
                self.view.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _settle(self) -> bool:
        """Tell contradictions and find what is no question any more; whether other items are to be shown now."""
        if self._visit is None:
            return False
        said = self._answers.all()
        english = language.current() == "en"
        doubts = [doubt.message_en if english else doubt.message for doubt in self._visit.contradictions(said)]
        if doubts:
            self.doubts.show_message("\n".join(doubts), "warn")
        else:
            self.doubts.hide()
        before, self._settled = self._settled, self._visit.settled(said)
        return before != self._settled

    def _lines(self) -> list[Line]:
        if self._visit is None:
            return []
        key = self.lists.value
        shown = (line for line in self._visit.lines if key in (ALL, line.list_key))
        return [line for line in shown if line.key not in self._settled]

    def _filter(self) -> None:
        before = self.view.currentIndex().data(LINE_ROLE)
        found = matching(self._lines(), self.search.text())
        lines = filtered(found, self.wanted.values, self.areas.value, self._answers.all())
        self.model.show(lines)
        self.show_progress()
        if lines:
            kept = isinstance(before, Line) and self.model.row_of(before.key) >= 0
            self.select(before.key if kept else lines[0].key)

    def _chosen(self, *_indexes: object) -> None:
        line = self.view.currentIndex().data(LINE_ROLE)
        if isinstance(line, Line):
            self.line_chosen.emit(line)
