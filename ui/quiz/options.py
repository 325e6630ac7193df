"""The big buttons of an examination: one option each, its words wrapped; and the numbers of the questions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from inspector_app.quiz.printing import LETTERS
from inspector_app.quiz.values import AskedQuestion, QuestionKind
from ui import icons, theme
from ui.inspection.parts import FlowLayout
from ui.widgets.basic import GRID, Button, column, label

MARK = 24


class OptionButton(Button):
    """One option. Space and clicks choose it; every other key belongs to the examination."""

    part = "option"

    def __init__(self, place: int, question: AskedQuestion) -> None:
        super().__init__("")
        is_plain = question.kind is QuestionKind.TRUE_FALSE
        letter = "" if is_plain else LETTERS[place]
        self._words = question.options[place] if is_plain else f"{letter}．{question.options[place]}"
        self.setCheckable(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        layout.setSpacing(2 * GRID)
        self._mark = QLabel()
        self._mark.setFixedSize(MARK, MARK)
        self._texts = [label(letter, "option", wrap=False)] if letter else []
        self._texts.append(label(question.options[place], "option"))
        for part in (self._mark, *self._texts):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(part)
        layout.setStretch(layout.count() - 1, 1)
        self.toggled.connect(self._show_mark)
        self._show_mark(False)

    def sizeHint(self) -> QSize:
        """As high as the words need; Qt's own hint knows of a button's text only."""
        layout = self.layout()
        assert layout is not None
        return layout.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """The same when room is scarce."""
        layout = self.layout()
        assert layout is not None
        return layout.totalMinimumSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space chooses; arrows, Enter and letters go on to the examination."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _show_mark(self, is_on: bool) -> None:
        picture = icons.pixmap("check", theme.colours().accent, MARK) if is_on else None
        self._mark.clear() if picture is None else self._mark.setPixmap(picture)
        self.setAccessibleName(self.tr("{0}，已选").format(self._words) if is_on else self._words)


class Options(QWidget):
    """The options of one question. ``chosen`` says what is on after the officer or the examinee chose."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = column(self, gap=GRID)
        self._question: AskedQuestion | None = None
        self.buttons: list[OptionButton] = []

    def show_question(self, question: AskedQuestion, chosen: Sequence[int]) -> None:
        """Show these options; those of the same question stay where they are."""
        if question != self._question:
            for button in self.buttons:
                button.hide()
                button.deleteLater()
            self._question = question
            self.buttons = [OptionButton(place, question) for place in range(len(question.options))]
            for place, button in enumerate(self.buttons):
                self._layout.addWidget(button)
                button.clicked.connect(lambda _on=False, place=place: self._take(place))
        for place, button in enumerate(self.buttons):
            button.setChecked(place in chosen)

    def choose(self, place: int) -> bool:
        """A key means this option; whether there is one."""
        if not (0 <= place < len(self.buttons) and self.buttons[place].isEnabled()):
            return False
        self.buttons[place].setChecked(not self.buttons[place].isChecked())
        self._take(place)
        return True

    def _take(self, place: int) -> None:
        is_on = self.buttons[place].isChecked()
        if self._question is not None and self._question.kind is not QuestionKind.MULTIPLE:
            for other, button in enumerate(self.buttons):
                button.setChecked(other == place and is_on)
        self.chosen.emit(tuple(n for n, button in enumerate(self.buttons) if button.isChecked()))


class StepButton(Button):
    """The number of a question; Enter and Space go to it, arrows belong to the examination."""

    part = "step"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and letters go on to the examination."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        else:
            event.ignore()


class Strip(QWidget):
    """One number per question: a tick and another surface where it is answered, the accent where one is."""

    wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, gap=4)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("各题"))
        self.steps: list[StepButton] = []

    def show_questions(self, answered: Sequence[bool], current: int) -> None:
        """Which are answered, and which one is in front."""
        while len(self.steps) > len(answered):
            gone = self.steps.pop()
            self._flow.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.steps) < len(answered):
            made = StepButton("")
            made.setCheckable(True)
            number = len(self.steps)
            made.clicked.connect(lambda _on=False, number=number: self.wanted.emit(number))
            self.steps.append(made)
            self._flow.addWidget(made)
        for number, (step, is_answered) in enumerate(zip(self.steps, answered, strict=True)):
            self._dress(step, number, is_answered, is_current=number == current)

    def _dress(self, step: StepButton, number: int, is_answered: bool, *, is_current: bool) -> None:
        step.setText(f"{number + 1}✓" if is_answered else f"{number + 1}")
        told = self.tr("第 {0} 题，已答") if is_answered else self.tr("第 {0} 题，未答")
        step.setAccessibleName(told.format(number + 1))
        step.setChecked(is_current)
        if bool(step.property("answered")) != is_answered:
            step.setProperty("answered", is_answered)
            step.style().unpolish(step)
            step.style().polish(step)
