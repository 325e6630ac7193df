"""Where the photos in front go: to a finding by its number, a new one, a checklist item, or out of the way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from inspector_app.evidence.places import known
from inspector_app.inspection.values import FindingRow
from ui.bridge import Bridge
from ui.half_open import HalfOpen
from ui.inspection.item_model import LINE_ROLE, FindingListModel, ItemListModel
from ui.inspection.parts import QuietList
from ui.inspection.photo_digits import DigitEntry
from ui.inspection.visit import Answers, Line, matching
from ui.papers.asking import Ask, AskBar
from ui.widgets.basic import GRID, Button, Card, PrimaryButton, column, label, row


class ItemPicker(QWidget, HalfOpen):
    """The items of the visit, found by key, words or pinyin initials."""

    chosen = Signal(str)
    """The item's key."""
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[Line] = ()
        layout = column(self, gap=GRID // 2)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("检查项：汉字、拼音首字母或编号"))
        self.search.setAccessibleName(self.tr("查找检查项"))
        self.model = ItemListModel(Answers(), self)
        self.view = QuietList()
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("检查项"))
        layout.addWidget(self.search)
        layout.addWidget(self.view, 1)
        self.search.textEdited.connect(lambda _text: self._filter())
        self.search.installEventFilter(self)
        self.view.activated.connect(lambda _index: self.choose())
        self.hide()

    def put_away(self) -> None:
        """Another visit has other items."""
        if not self.isHidden():
            self.hide()
            self.given_up.emit()

    def begin(self, lines: Sequence[Line]) -> None:
        """Offer these."""
        self._lines = lines
        self.search.clear()
        self._filter()
        self.show()
        QTimer.singleShot(0, self.view, self.view.doItemsLayout)  # lines wrap to the width it has only now
        self.search.setFocus()

    def choose(self) -> None:
        """Take the item that is marked."""
        found = self.view.currentIndex().data(LINE_ROLE)
        if isinstance(found, Line):
            self.hide()
            self.chosen.emit(found.key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move through the items, Enter takes one, Esc gives up."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if key == Qt.Key.Key_Down else -1
                row_ = min(max(0, self.view.currentIndex().row() + step), self.model.rowCount() - 1)
                self.view.setCurrentIndex(self.model.index(row_))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.choose()
                return True
            if key == Qt.Key.Key_Escape:
                self.hide()
                self.given_up.emit()
                return True
        return super().eventFilter(watched, event)

    def _filter(self) -> None:
        self.model.show(matching(self._lines, self.search.text()))
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0))


class PhotoTarget(Card):
    """The card beside the photo; it says what is wanted and knows nothing of photos."""

    finding_chosen = Signal(str)
    item_chosen = Signal(str)
    finding_written = Signal(str, str)
    """(place, fact) of a new finding."""
    aside_wanted = Signal(str)
    """The reason."""
    back_wanted = Signal()
    items_wanted = Signal()
    """``pick_item`` gets them."""
    unknown_number = Signal(int)
    room_wanted = Signal(bool)
    """A small form is open: whatever else can step aside does; ``False`` when it was closed."""
    left = Signal()
    """A small form was closed: the photos take the keys again."""

    def __init__(self, bridge: Bridge, about: str = "", parent: QWidget | None = None) -> None:
        super().__init__(self.tr("归到哪里"), parent, icon="triangle-alert")
        self.setMinimumWidth(240)
        self.inspection_id = about
        self.digits = DigitEntry(self)
        self.typed = label("", "key", wrap=False)
        self.corner.addWidget(self.typed)
        self.keys = label(self.tr("按问题的号码直接归档，可连打多位"), "small")
        self.body.addWidget(self.keys)
        self.findings = FindingListModel(self)
        self.targets = QuietList()
        self.targets.setModel(self.findings)
        self.targets.setAccessibleName(self.tr("本次发现的问题"))
        self.nothing = label(self.tr("还没有问题。按 F 用这张照片写一个。"), "muted")
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.targets, 1)
        self.picker = ItemPicker()
        self.body.addWidget(self.picker, 1)
        self.bar = AskBar(bridge, lambda: self.inspection_id)
        self.bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.body.addWidget(self.bar)
        self.body.addStretch(0)
        self.file_button = PrimaryButton(self.tr("归到所选问题  Enter"), self.file_to_current, icon="check")
        self.new_button = Button(self.tr("新问题  F"), self.ask_finding)
        self.item_button = Button(self.tr("检查项  I"), self.items_wanted.emit)
        self.aside_button = Button(self.tr("无关  X"), self.ask_reason, name=self.tr("与本次检查无关"))
        self.back_button = Button(self.tr("放回  B"), self.back_wanted.emit, name=self.tr("放回待整理"))
        small_ones = (self.new_button, self.item_button, self.aside_button, self.back_button)
        self._buttons = (self.file_button, *small_ones)
        for small in small_ones:
            small.setProperty("role", "tool")
        self.new_button.setToolTip(self.tr("Shift+F：在问题页写"))
        self.aside_button.setToolTip(self.tr("与本次检查无关（写原因，照片保留）"))
        self.back_button.setToolTip(self.tr("放回待整理"))
        self.body.addWidget(self.file_button)
        self.body.addLayout(row(self.new_button, self.item_button))
        self.body.addLayout(row(self.aside_button, self.back_button))
        self._connect()

    def show_findings(self, findings: Sequence[FindingRow]) -> None:
        """Findings of the visit; their numbers are the keys."""
        self.findings.show(findings)
        self.nothing.setVisible(not findings and not self.targets.isHidden())
        self.digits.known = frozenset(one.seq for one in findings)
        if findings and not self.targets.currentIndex().isValid():
            self.targets.setCurrentIndex(self.findings.index(0))
        self.file_button.setEnabled(bool(findings))

    def file_to_current(self) -> None:
        """To the number that is being typed, else to the finding that is marked."""
        if self.digits.confirm():
            return
        found = self.targets.currentIndex().data(LINE_ROLE)
        if isinstance(found, FindingRow):
            self.finding_chosen.emit(found.id)

    def ask_finding(self) -> None:
        """A new finding without leaving the photos: place and fact, the rest can wait."""
        asks = [
            Ask("place", self.tr("地点"), is_required=False),
            Ask("fact", self.tr("发现的问题")),
        ]
        self._make_room(False)
        self.bar.ask(self.tr("新问题"), asks, self.tr("记录"), self._written)

    def ask_reason(self) -> None:
        """Why the photos have nothing to do with the visit; some reasons are offered."""
        reasons = tuple(known()["unrelated_reasons"])
        self._make_room(False)
        ask = Ask("reason", self.tr("为什么与本次检查无关"), reasons[0], suggestions=reasons)
        self.bar.ask(self.tr("与本次检查无关"), [ask], self.tr("标记"), self._reasoned)

    def pick_item(self, lines: Sequence[Line]) -> None:
        """Offer the items of the visit."""
        self.bar.hide()
        self._make_room(False)
        self.picker.begin(lines)

    def close_forms(self) -> None:
        """Back to the list of findings."""
        self.bar.hide()
        self._picked()

    def _make_room(self, is_over: bool) -> None:
        """While a small form is open the findings step aside."""
        self.picker.hide()
        self.room_wanted.emit(not is_over)
        for widget in (self.keys, self.targets, *self._buttons):
            widget.setVisible(is_over)
        self.nothing.setVisible(is_over and not self.findings.rowCount())

    def _connect(self) -> None:
        self.targets.activated.connect(lambda _index: self.file_to_current())
        self.digits.chosen.connect(self._numbered)
        self.digits.typing.connect(self._show_typed)
        self.picker.chosen.connect(self._item)
        self.picker.given_up.connect(self._picked)
        self.bar.closed.connect(self._picked)

    def _numbered(self, number: int) -> None:
        found = next((one for one in self._rows() if one.seq == number), None)
        if found is None:
            self.unknown_number.emit(number)
            return
        self.targets.setCurrentIndex(self.findings.index(self._rows().index(found)))
        self.finding_chosen.emit(found.id)

    def _rows(self) -> list[FindingRow]:
        return [self.findings.index(number).data(LINE_ROLE) for number in range(self.findings.rowCount())]

    def _show_typed(self, text: str) -> None:
        self.typed.setText(self.tr("问题 {0}…").format(text) if text else "")

    def _item(self, key: str) -> None:
        self._picked()
        self.item_chosen.emit(key)

    def _picked(self) -> None:
        if self.bar.isHidden():
            self._make_room(True)
            self.left.emit()

    def _written(self, answers: dict[str, str]) -> None:
        self.bar.finish()
        self.finding_written.emit(answers["place"], answers["fact"])

    def _reasoned(self, answers: dict[str, str]) -> None:
        self.bar.finish()
        self.aside_wanted.emit(answers["reason"])
