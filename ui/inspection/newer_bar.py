"""In a running visit: a list has a newer version; the officer looks at what it changes and goes over to it, or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout

from inspector_app.checklist.definition import Checklist
from inspector_app.checklist.difference import Difference
from inspector_app.inspection.values import InspectionState
from ui import language
from ui.bridge import Bridge
from ui.checklists.difference_view import DifferenceView, summary
from ui.tasks import LATER
from ui.widgets.basic import GRID, Button, LinkButton, PrimaryButton, column, label, row
from ui.widgets.message import announce

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

ASK_AFTER_MS = 1500
"""From the last change to the question for newer versions: never on the way of a key."""

Newer = Mapping[str, tuple[Difference, Checklist, Checklist]]
"""By list: what changes, the version of the visit, the newest version."""


class NewerBar(QFrame):
    """Hidden while every list of the visit is at its newest version, or the officer put the news aside."""

    told = Signal()
    """The answer about newer versions is shown."""

    def __init__(self, bridge: Bridge, read_anew: Callable[[], object], say: Callable[[str], object]) -> None:
        """``read_anew``: the lists of the visit are others now, by this bar or because that was undone."""
        super().__init__()
        self._bridge, self._read_anew, self._say = bridge, read_anew, say
        self._inspection_id = ""
        self._newer: Newer = {}
        self._pins: Mapping[str, str] | None = None
        self._put_aside: set[tuple[str, str]] = set()
        self.setProperty("role", "message-info")
        layout = column(self, margin=GRID, gap=GRID)
        self.words = label("", "")
        self.look = Button(self.tr("看差别"), self._look, icon="git-compare")
        self.take = PrimaryButton(self.tr("换用新版"), self.adopt, icon="refresh-cw")
        self.aside = LinkButton(self.tr("仍用原来的"), self._aside, icon="x")
        line = row(self.words, self.look, self.take, self.aside)
        line.setStretch(0, 1)
        layout.addLayout(line)
        self.difference = DifferenceView()
        self._body: QStackedWidget | None = None
        self._timer = QTimer(self, interval=ASK_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.ask_now)
        self.hide()

    @property
    def key(self) -> str:
        """The list it speaks of."""
        return next((key for key in self._newer if (self._inspection_id, key) not in self._put_aside), "")

    def above(self, body: QStackedWidget) -> QVBoxLayout:
        """The bar over what it belongs to; what a version changes is shown in its place."""
        self._body = body
        body.addWidget(self.difference)
        layout = column(gap=0)
        layout.addWidget(self)
        layout.addWidget(body, 1)
        return layout

    def watch(self, inspection_id: str) -> None:
        """Ask about this visit, once nobody has changed anything for a while."""
        if inspection_id != self._inspection_id:
            self._inspection_id, self._pins = inspection_id, None
            self._show({})
        self._timer.start()

    def ask_now(self) -> None:
        """Ask whether there are newer versions."""
        inspection_id = self._inspection_id
        if not inspection_id:
            return

        def found(answer: tuple[Mapping[str, str], Newer]) -> None:
            if inspection_id == self._inspection_id:
                self._found(*answer)

        self._bridge.ask(lambda app: _newer(app, inspection_id), found, owner=self, priority=LATER)

    def adopt(self) -> None:
        """Go on with the newest version."""
        key, actor, inspection_id = self.key, self._bridge.officer_id, self._inspection_id
        if key:
            self.take.setEnabled(False)
            self._bridge.ask(
                lambda app: app.inspections.adopt(actor, inspection_id, key), lambda _done: self._adopted(key),
                self._failed, owner=self,
            )  # fmt: skip

    def _adopted(self, key: str) -> None:
        self.take.setEnabled(True)
        self._pins = None
        self._show({name: one for name, one in self._newer.items() if name != key})
        self._read_anew()
        self._say(self.tr("已换用新版，对得上的答案都在。Ctrl+Z 撤销。"))

    def _failed(self, error: Exception) -> None:
        self.take.setEnabled(True)
        self._bridge.trouble.emit(error)

    def _found(self, pins: Mapping[str, str], newer: Newer) -> None:
        """Show what was found; where a list stands at another version than last time, the visit is read anew."""
        is_other = self._pins is not None and self._pins != pins
        self._pins = pins
        self._show(newer)
        if is_other:
            self._read_anew()
        self.told.emit()

    def _show(self, newer: Newer) -> None:
        before = self.key
        self._newer = newer
        key = self.key
        self.setVisible(bool(key))
        if key != before or not key:
            self._close()
        if not key:
            return
        found, _old, new = newer[key]
        title = new.title_en if language.current() == "en" else new.title
        words = self.tr("“{0}”有新版本（{1}）").format(title, summary(found))
        if words != self.words.text():
            announce(self, words)
        self.words.setText(words)

    def _look(self) -> None:
        key = self.key
        if self._is_open:
            self._close()
        elif key and self._body is not None:
            self.difference.show_difference(*self._newer[key])
            self._body.setCurrentWidget(self.difference)
            self.look.setText(self.tr("回到检查"))

    @property
    def _is_open(self) -> bool:
        return self._body is not None and self._body.currentWidget() is self.difference

    def _close(self) -> None:
        """Back to the items."""
        if self._is_open and self._body is not None:
            self._body.setCurrentIndex(0)
        self.look.setText(self.tr("看差别"))

    def _aside(self) -> None:
        self._put_aside.add((self._inspection_id, self.key))
        self._show(self._newer)


def _newer(app: App, inspection_id: str) -> tuple[Mapping[str, str], Newer]:
    visit = app.inspections.get(inspection_id)
    pins: Mapping[str, str] = dict(visit.checklist_pins or {})
    if visit.inspection_state != InspectionState.RUNNING:
        return pins, {}
    found: dict[str, tuple[Difference, Checklist, Checklist]] = {}
    for key, one in app.inspections.newer(inspection_id).items():
        old = app.checklists.pinned(key, pins.get(key))
        found[key] = (one, old, app.checklists.pinned(f"{key}@{old.depth.value}"))
    return pins, found
