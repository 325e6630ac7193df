"""A small form inside the page: asks a few things and hands the answers over (sign, refuse, serve, withdraw …)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QFrame, QLineEdit, QWidget

from ui import theme
from ui.bridge import Bridge
from ui.half_open import HalfOpen
from ui.inspection.parts import ChoiceBox
from ui.inspection.typing import LocalDraft
from ui.widgets.basic import GRID, Button, PrimaryButton, column, label, row
from ui.widgets.checkable import Tick
from ui.widgets.fitting import FittingScroll
from ui.widgets.form import Field

Answers = dict[str, str]
LEAST_HEIGHT = 160
"""Pixels of the questions that are always in sight."""


@dataclass(frozen=True)
class Ask:
    """One thing to ask. ``choices``: (value, label) pairs; ``suggestions``: texts offered; ``secret`` hides typing."""

    key: str
    title: str
    value: str = ""
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    suggestions: Sequence[str] = ()
    is_required: bool = True
    is_secret: bool = False
    is_tick: bool = False
    is_beside: bool = False
    """It stands in the line of the one before."""
    when: tuple[str, str] | None = None
    """It is asked only while the choice of that key has that value."""


class AskBar(QFrame, HalfOpen):
    """Hidden until ``ask``; Enter confirms, Esc goes back.

    What is typed is on disk at once and stands there again when the same is asked ``about`` the same record, until
    ``finish``; secrets are not kept.
    """

    opened = Signal()
    closed = Signal()

    def __init__(self, bridge: Bridge, about: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._about = bridge, about
        self._draft: LocalDraft | None = None
        self._before: QWidget | None = None
        self.setProperty("role", "message-info")
        self._layout = column(self, margin=2 * GRID, gap=GRID)
        self._asks: Sequence[Ask] = ()
        self._then: Callable[[Answers], object] = lambda _answers: None
        self._told: Callable[[Answers], str] | None = None
        self.told = label("")
        self._questions = FittingScroll(LEAST_HEIGHT, GRID)
        self.fields: dict[str, QWidget] = {}
        self._shown: dict[str, Field] = {}
        self.confirm = PrimaryButton("", self._confirm)
        self.hide()

    def ask(
        self, title: str, asks: Sequence[Ask], confirm: str, then: Callable[[Answers], object], *, note: str = "",
        told: Callable[[Answers], str] | None = None,
    ) -> None:
        """Show these questions; ``then`` gets the answers by key. ``told``: what they come to, always shown."""
        self._put_down()
        focus = QApplication.focusWidget()
        if focus is not None and not self.isAncestorOf(focus):
            self._before = focus
        self._empty()
        self._asks, self._then = asks, then
        self._layout.addWidget(label(title, "lead"))
        if note:
            self._layout.addWidget(label(note))
        self._questions = FittingScroll(LEAST_HEIGHT, GRID)
        self._layout.addWidget(self._questions)
        self._put_questions(asks)
        self.told, self._told = label(""), told
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._layout.addWidget(self.told)
        self.told.setVisible(told is not None)
        self._changed()
        self.confirm = PrimaryButton(confirm, self._confirm)
        self._layout.addLayout(row(1, Button(self.tr("返回"), self.hide), self.confirm))
        self._take_up(title)
        self.setAccessibleName(title)
        self.show()
        self.opened.emit()
        first = next(iter(self.fields.values()), self.confirm)
        first.setFocus()

    def _put_questions(self, asks: Sequence[Ask]) -> None:
        line = row()
        for one in asks:
            widget = self._widget(one)
            self.fields[one.key] = widget
            if not one.is_beside or not line.count():
                line = row(gap=2 * GRID)
                self._questions.body.addLayout(line)
            if one.is_tick:
                line.addWidget(widget)
                continue
            field = Field(one.title, widget, one.hint)
            self._shown[one.key] = field
            line.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)

    def finish(self) -> None:
        """What was asked is recorded: nothing of it needs keeping."""
        if self._draft is not None:
            self._draft.drop()
            self._draft = None
        self.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        """Gone back, or to another record: the typed words wait on disk."""
        super().hideEvent(event)
        if self.isHidden():
            self._give_focus_back()
            self._end()

    def put_away(self) -> None:
        """Also while the page itself is not in front, where Qt sends no ``hideEvent``."""
        is_unseen = not self.isHidden() and not self.isVisible()
        self.hide()
        if is_unseen:
            self._before = None
            self._end()

    def _end(self) -> None:
        self._put_down()
        self.closed.emit()

    def _give_focus_back(self) -> None:
        """The cursor returns to where it was; Qt itself would send it to the first button of the window."""
        focus, before = QApplication.focusWidget(), self._before
        is_here = focus is not None and self.isAncestorOf(focus)
        if is_here and before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus()
        self._before = None

    def say(self, key: str, problem: str) -> None:
        """Show what is wrong with an answer."""
        field = self._shown.get(key)
        if field is not None:
            field.say(problem)
            self._questions.fit()
            if problem:
                self._questions.bring(field, GRID)

    def answers(self) -> Answers:
        """What stands in the fields."""
        found: Answers = {}
        for key, widget in self.fields.items():
            if isinstance(widget, QCheckBox):
                found[key] = "yes" if widget.isChecked() else ""
            elif isinstance(widget, ChoiceBox):
                found[key] = widget.value
            elif isinstance(widget, QComboBox):
                found[key] = widget.currentText().strip()
            elif isinstance(widget, QLineEdit):
                found[key] = widget.text().strip()
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._confirm()
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _changed(self) -> None:
        """Show what is asked now, and what the answers come to; what is filled in lacks no more."""
        answers = self.answers()
        for one in self._asks:
            if answers.get(one.key) and one.key in self._shown:
                self._shown[one.key].say("")
            if one.when is not None:
                self._part(one).setVisible(answers.get(one.when[0]) == one.when[1])
        if self._told is not None:
            self.told.setText(self._told(answers))
        self._questions.fit()

    def _part(self, one: Ask) -> QWidget:
        return self._shown.get(one.key) or self.fields[one.key]

    def _is_asked(self, one: Ask, answers: Answers) -> bool:
        return one.when is None or answers.get(one.when[0]) == one.when[1]

    def _lines(self) -> dict[str, QLineEdit]:
        """Fields of free text that are no secret."""
        found = {}
        for one in self._asks:
            widget = self.fields[one.key]
            line = widget.lineEdit() if isinstance(widget, QComboBox) and one.suggestions else widget
            if isinstance(line, QLineEdit) and not one.is_secret:
                found[one.key] = line
        return found

    def _take_up(self, title: str) -> None:
        """Keep what will be typed, and ask for what was typed before."""
        lines = self._lines()
        if not lines or not self._about():
            return

        def typed() -> dict[str, str]:
            return {key: line.text() for key, line in lines.items() if line.isModified()}

        def found(kept: dict[str, str] | None) -> None:
            for key, text in (kept or {}).items():
                if self._draft is draft and key in lines and not lines[key].isModified():
                    lines[key].setText(text)
                    lines[key].setModified(True)

        draft = self._draft = LocalDraft(self._bridge, f"form.ask.{self._about()}.{title}", typed, self)
        for line in lines.values():
            line.textEdited.connect(lambda _text: draft.touched())
        draft.recall(found)

    def _put_down(self) -> None:
        if self._draft is not None:
            self._draft.flush()
            self._draft = None

    def _widget(self, one: Ask) -> QWidget:
        if one.is_tick:
            box = Tick(one.title)
            box.setChecked(bool(one.value))
            box.setAccessibleName(one.title)
            box.toggled.connect(self._changed)
            return box
        if one.choices:
            chosen = ChoiceBox(one.choices, one.title)
            chosen.set_value(one.value)
            chosen.currentIndexChanged.connect(self._changed)
            return chosen
        if one.suggestions:
            offered = QComboBox()
            offered.setEditable(True)
            offered.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            offered.setMinimumContentsLength(6)
            offered.addItems(list(one.suggestions))
            offered.setCurrentText(one.value)
            offered.editTextChanged.connect(self._changed)
            return offered
        line = QLineEdit(one.value)
        line.setCursorPosition(0)
        line.textChanged.connect(self._changed)
        if one.is_secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        return line

    def _confirm(self) -> None:
        answers = self.answers()
        asked = [one for one in self._asks if self._is_asked(one, answers)]
        missing = [one for one in asked if one.is_required and not answers.get(one.key)]
        for one in self._asks:
            self.say(one.key, self.tr("请填写。") if one in missing else "")
            if one.is_tick:
                theme.role(self.fields[one.key], "wrong" if one in missing else "")
        if missing:
            self._questions.bring(self._part(missing[0]), GRID)
            self.fields[missing[0].key].setFocus()
        else:
            self._then(answers)

    def _empty(self) -> None:
        self.fields, self._shown = {}, {}
        while self._layout.count():
            item = self._layout.takeAt(0)
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
            elif item.layout() is not None:
                while item.layout().count():
                    inner = item.layout().takeAt(0)
                    if inner.widget() is not None:
                        inner.widget().hide()
                        inner.widget().deleteLater()
