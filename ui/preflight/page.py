"""出检前自检: everything a day without network needs, line by line, each red one with the button that removes it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app import terms
from inspector_app.messages import Message
from inspector_app.preflight import memory, service
from inspector_app.preflight.values import Check, CheckGroup, CheckKey, CheckState, LastRun, Remedy
from ui import language
from ui.bridge import Bridge
from ui.page import Page
from ui.papers.asking import AskBar
from ui.preflight.left_over import LeftOver
from ui.preflight.lines import CheckLine
from ui.preflight.remedies import Remedies
from ui.preflight.runner import ALL, PreflightRunner
from ui.preflight.words import counted, when
from ui.widgets.basic import GRID, Button, Card, PrimaryButton, Scroll, column, label, row
from ui.widgets.message import InlineMessage


class PreflightPage(Page):
    """Lines fill in as they come. A line whose remedy was taken is looked at again when the officer is back."""

    ended = Signal()
    """Every line that was asked for has its answer."""
    help_topic = "preflight"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.runner = PreflightRunner.of(bridge)
        self._awaited: set[CheckKey] = set()
        self._is_whole = False
        outer = column(self)
        self.body = scroll = Scroll(width=1180)
        outer.addWidget(scroll)
        self.summary = label("", "lead")
        self.last = label("", "muted", wrap=False)
        self.run_button = PrimaryButton(self.tr("全部检查一遍"), self.runner.start, icon="refresh-cw")
        self.stop_button = Button(self.tr("停止"), self.runner.stop, icon="x")
        title = label(self.tr("出检前自检"), "title", wrap=False)
        scroll.body.addLayout(row(title, self.last, 1, self.stop_button, self.run_button, gap=2 * GRID))
        self.only = {CheckState.BAD: self._chip(), CheckState.WARN: self._chip()}
        scroll.body.addLayout(row(self.summary, 1, *self.only.values()))
        self.message = InlineMessage()
        self.bar = AskBar(bridge, lambda: "preflight")
        self.left_over = LeftOver(bridge)
        for widget in (self.message, self.bar, self.left_over):
            scroll.body.addWidget(widget)
        self.lines: dict[CheckKey, CheckLine] = {}
        self.cards: dict[CheckGroup, Card] = {}
        self._cards = column(gap=2 * GRID)
        scroll.body.addLayout(self._cards)
        for group in CheckGroup:
            self._cards.addWidget(self._card(group))
        scroll.body.addStretch(1)
        self.remedies = Remedies(bridge, self.bar, self)
        self._connect()
        self.setFocusProxy(self.run_button)

    def refresh(self) -> None:
        """Show what is known; go through the list when nobody has yet, and again through what was worked on."""
        self._show_all()
        self._order()
        awaited, self._awaited = self._awaited, set()
        if self.runner.is_running:
            self._awaited = awaited
        elif not self.runner.checks:
            self.runner.start()
        elif awaited:
            self.runner.start(tuple(awaited))
        self.bridge.ask(lambda app: memory.last_run(app.store.local(memory.KEY)), self._show_last, owner=self)

    def _chip(self) -> Button:
        chip = Button("")
        chip.setProperty("role", "chip")
        chip.setCheckable(True)
        chip.toggled.connect(lambda _on: self._filter())
        return chip

    def _card(self, group: CheckGroup) -> Card:
        card = self.cards[group] = Card(terms.label(group, language.current()))
        keys = [probe.key for probe in service.PROBES if probe.group is group]
        for key in keys:
            line = self.lines[key] = CheckLine(key)
            line.taken.connect(self._take)
            card.body.addWidget(line)
        return card

    def _connect(self) -> None:
        runner, remedies = self.runner, self.remedies
        runner.began.connect(self._began)
        runner.came.connect(self._came)
        runner.ended.connect(self._ended)
        remedies.errand.connect(self.errand)
        remedies.explained.connect(self._explain)
        remedies.done.connect(self._done)
        remedies.again.connect(self._again)
        remedies.texts_wanted.connect(lambda _key: self.left_over.open())
        self.left_over.dropped.connect(lambda: self._again(CheckKey.TYPED))

    def _take(self, remedy: Remedy, check: Check) -> None:
        self.message.hide()
        self._awaited.add(check.key)
        self.remedies.take(remedy, check)
        if self.bar.isVisible() or self.left_over.isVisible():
            self.body.ensureWidgetVisible(self.bar)

    def _explain(self, check: Check, message: Message) -> None:
        key = check.key
        self.message.show_message(
            message, "info", action=self.tr("办好了，再查"), clicked=lambda: self._again(key)
        )
        self.body.ensureWidgetVisible(self.message)

    def _done(self, key: CheckKey, told: str) -> None:
        self.notice.emit(told)
        self.message.show_message(told, "good")
        self._look_again(key)

    def _again(self, key: CheckKey) -> None:
        self.message.hide()
        self._look_again(key)

    def _look_again(self, key: CheckKey) -> None:
        self._awaited.discard(key)
        if not self.runner.is_running:
            self.runner.start((key,))

    def _began(self, keys: tuple[CheckKey, ...]) -> None:
        self._is_whole = len(keys) == len(ALL)
        for key in keys:
            self.lines[key].wait()
        self._show_summary()

    def _came(self, check: Check) -> None:
        self.lines[check.key].show_check(check)
        self._show_summary()

    def _ended(self) -> None:
        for key, line in self.lines.items():
            if key not in self.runner.checks:
                line.idle()
        self._show_summary()
        if self._is_whole:
            self._order()
        self.ended.emit()
        self.bridge.ask(lambda app: memory.last_run(app.store.local(memory.KEY)), self._show_last, owner=self)

    def _show_all(self) -> None:
        for key, line in self.lines.items():
            if key in self.runner.pending:
                line.wait()
            elif (check := self.runner.checks.get(key)) is not None:
                line.show_check(check)
            else:
                line.idle()
        self._show_summary()

    def _show_summary(self) -> None:
        running = self.runner.is_running
        self.stop_button.setVisible(running)
        self.run_button.setEnabled(not running)
        done = list(self.runner.checks.values())
        counts = {state: sum(1 for one in done if one.state is state) for state in CheckState}
        told = counted(counts[CheckState.BAD], counts[CheckState.WARN])
        if running:
            told = self.tr("正在检查，还有 {0} 项…").format(len(self.runner.pending))
        elif len(done) < len(ALL):
            told = self.tr("还没有检查完")
        self.summary.setText(told)
        words = {CheckState.BAD: self.tr("只看需处理的 {0}"), CheckState.WARN: self.tr("只看请注意的 {0}")}
        for state, chip in self.only.items():
            chip.setText(words[state].format(counts[state]))
            chip.setVisible(bool(counts[state]) or chip.isChecked())
        self._filter()

    def _weight(self, keys: Iterable[CheckKey]) -> int:
        """0 where something must be done, 1 where something is to be known, else 2."""
        states = {self.runner.checks[key].state for key in keys if key in self.runner.checks}
        return 0 if CheckState.BAD in states else 1 if CheckState.WARN in states else 2

    def _order(self) -> None:
        """The gravest groups and lines stand first; never while lines come or one is looked at again."""
        if self.runner.is_running:
            return
        of_group = {group: [one.key for one in service.PROBES if one.group is group] for group in CheckGroup}
        for group in sorted(CheckGroup, key=lambda one: self._weight(of_group[one])):
            self._cards.addWidget(self.cards[group])
            for key in sorted(of_group[group], key=lambda one: self._weight((one,))):
                self.cards[group].body.addWidget(self.lines[key])
        self._filter()

    def _filter(self) -> None:
        """Leave out what the officer does not want to see now."""
        checks, wanted = self.runner.checks, {state for state, chip in self.only.items() if chip.isChecked()}
        for probe in service.PROBES:
            check = checks.get(probe.key)
            is_known = check is not None and probe.key not in self.runner.pending
            is_left_out = bool(wanted) and is_known and checks[probe.key].state not in wanted
            self.lines[probe.key].setVisible(not is_left_out)
        for card in self.cards.values():
            standing = (card.body.itemAt(place).widget() for place in range(card.body.count()))
            shown = [line for line in standing if isinstance(line, CheckLine) and not line.isHidden()]
            for line in shown:
                line.separate(line is not shown[0])
            card.setVisible(bool(shown))

    def _show_last(self, last: LastRun | None) -> None:
        self.last.setText(self.tr("上次自检 {0}").format(when(last.at)) if last else "")
