"""A paper examination: print paper and key, then type in what was written, or only how many are right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QWidget

from inspector_app.errors import InspectorError
from inspector_app.quiz.entering import TypedAnswer, read_line
from inspector_app.quiz.values import Sitting
from ui import messages, theme
from ui.bridge import Bridge
from ui.inspection.typing import LocalDraft
from ui.quiz.print_bar import PAPER, PrintBar
from ui.quiz.telling import kind_of, letters_of, role_of, who
from ui.widgets.basic import GRID, Button, Card, LinkButton, PrimaryButton, column, label, row
from ui.widgets.message import FieldError

_NAMELESS = ("quiz.letters_wrong", "quiz.mark_wrong")
"""Their sentences name what was typed, not the question."""


class AnswerField(QLineEdit):
    """Enter goes to the next question as a space does; with Ctrl, or behind the last one, it enters the paper."""

    entered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.is_complete = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter never runs a button beside it."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.is_complete or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.entered.emit()
        elif self.text() and not self.text().endswith(" "):
            self.end(False)
            self.insert(" ")
            self.textEdited.emit(self.text())


class PaperView(QWidget):
    """Shows a running examination on paper. ``line_given``: the typed answers; ``score_given``: how many are right."""

    line_given = Signal(str)
    score_given = Signal(int)
    struck_out = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.sitting: Sitting | None = None
        self._draft: LocalDraft | None = None
        layout = column(self, gap=GRID)
        self.person = label("", "lead")
        self.strike = LinkButton(self.tr("作废"), self.struck_out.emit, icon="trash-2")
        head = row(self.person, self.strike)
        head.setStretch(0, 1)
        self.facts = label("", "muted")
        self.print = PrintBar(bridge)
        layout.addLayout(head)
        layout.addWidget(self.facts)
        layout.addWidget(self.print)
        layout.addWidget(self._entry_card(), 1)

    def show_sitting(self, sitting: Sitting, site_name: str) -> None:
        """Show an examination that waits for its answers."""
        self.print.show_row(sitting.row, site_name)
        if self.sitting is not None and sitting.row.id == self.sitting.row.id:
            return
        self.flush()
        self.sitting = sitting
        kept = sitting.row
        self.person.setText(f"{who(kept)} · {role_of(kept)}")
        told = self.tr("试卷编号 {0}，{1} 题，{2} 分钟，合格线 {3}%")
        self.facts.setText(told.format(sitting.seed, kept.question_count, kept.minutes, kept.pass_percent))
        self.field.clear()
        self.score.clear()
        self.error.say("")
        self._fill()
        self._draft = LocalDraft(self._bridge, f"form.quiz.paper.{kept.id}", self._typed, self)
        self._draft.recall(self._recalled)
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        """The field takes keys at once."""
        super().showEvent(event)
        self.field.setFocus()

    def begin_printing(self) -> None:
        """It was just drawn: Enter prints the paper, then the key, then the answers are typed."""
        self.print.paper.setFocus()

    def printed(self, what: str) -> None:
        """On to what comes next, unless somebody is typing."""
        if not (self.field.hasFocus() or self.score.hasFocus()):
            (self.print.key if what == PAPER else self.field).setFocus()

    def flush(self) -> None:
        """Nothing half typed is only in memory."""
        if self._draft is not None:
            self._draft.flush()

    def entered(self) -> None:
        """It is marked: nothing of it needs keeping."""
        if self._draft is not None:
            self._draft.drop()

    def refuse(self, error: InspectorError) -> None:
        """Say why it was not entered; the words stay."""
        told = messages.told(error)
        self.error.say(" ".join(part for part in (told.happened, told.todo) if part), self.field)
        self.field.setFocus()

    def submit(self) -> None:
        """Enter the line, unless something in it cannot be read."""
        wrong = next((one for one in self.answers if one.problem is not None), None)
        if wrong is not None and wrong.problem is not None:
            self.refuse(wrong.problem)
        elif self.answers:
            self.line_given.emit(self.field.text())

    @property
    def answers(self) -> Sequence[TypedAnswer]:
        """What the line says now."""
        return read_line(self.sitting.questions, self.field.text()) if self.sitting is not None else ()

    def _entry_card(self) -> Card:
        card = Card()
        card.setAccessibleName(self.tr("录入答卷"))
        card.body.addWidget(label(self.tr("录入答卷"), "strong"))
        hint = self.tr("按题序写，空格或回车到下一题：C B D ABD √ ×　没答写 -　12.AC 从第 12 题接着写")
        card.body.addWidget(label(hint, "small"))
        self.field = AnswerField(self.tr("各题的答案"))
        self.field.setPlaceholderText("C B D ABD √ ×")
        self.field.setMinimumHeight(44)
        self.field.textEdited.connect(lambda _text: self._changed())
        self.field.entered.connect(self.submit)
        self.error = FieldError()
        self.next = label("", "strong")
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("各题录入了什么"))
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.go = PrimaryButton(self.tr("录入并评分"), self.submit, icon="check")
        self.score = QLineEdit()
        self.score.setMaximumWidth(96)
        self.score.setMaxLength(3)
        self.score.setAccessibleName(self.tr("答对几题"))
        self.score.textEdited.connect(lambda _text: self._touch())
        self.score.returnPressed.connect(self._give_score)
        self.score_go = Button(self.tr("只录答对题数"), self._give_score)
        for part in (self.field, self.error, self.next):
            card.body.addWidget(part)
        card.body.addWidget(self.list, 1)
        told = label(self.tr("已按答案批改的，只填答对几题"), "muted", wrap=False)
        card.body.addLayout(row(told, self.score, self.score_go, 1, self.go))
        return card

    def _fill(self) -> None:
        self.list.clear()
        if self.sitting is not None:
            self.list.addItems([""] * len(self.sitting.questions))

    def _changed(self) -> None:
        self._touch()
        self.error.say("", self.field)
        self._look()

    def _touch(self) -> None:
        if self._draft is not None:
            self._draft.touched()

    def _look(self) -> None:
        """Show which question gets what, and which one comes next."""
        if self.sitting is None:
            return
        read = self.answers
        said = {one.number: one for one in read}
        for number, question in enumerate(self.sitting.questions, 1):
            item, typed = self.list.item(number - 1), said.get(number)
            what = self._told(typed) if typed is not None else "·"
            item.setText(f"{number}　{what}　{kind_of(question)}　{question.text}")
        last = read[-1] if read else None
        self._show_next(last)
        self.field.is_complete = len(said) == len(self.sitting.questions) and not any(one.problem for one in read)

    def _told(self, typed: TypedAnswer) -> str:
        if typed.problem is not None:
            return f"✗ {typed.typed}"
        assert self.sitting is not None
        question = self.sitting.questions[typed.number - 1]
        return f"✓ {letters_of(question, typed.chosen) or self.tr('没答')}"

    def _show_next(self, last: TypedAnswer | None) -> None:
        assert self.sitting is not None
        wrong = next((one for one in self.answers if one.problem is not None), None)
        if wrong is not None and wrong.problem is not None:
            self._point(wrong.number, self._why(wrong.number, wrong.problem), "danger")
            return
        number = (last.number if last else 0) + 1
        if number > len(self.sitting.questions):
            self._point(len(self.sitting.questions), self.tr("都有了，回车录入并评分。"), "good")
        else:
            question = self.sitting.questions[number - 1]
            self._point(number, self.tr("下一题 {0}：{1}").format(number, kind_of(question)), "strong")

    def _why(self, number: int, problem: InspectorError) -> str:
        """What is wrong, with the number of the question where the sentence does not name it itself."""
        told = messages.told(problem).happened
        names_it = {"question", "number"} & problem.params.keys() and problem.code not in _NAMELESS
        return told if names_it else self.tr("第 {0} 题：{1}").format(number, told)

    def _point(self, number: int, words: str, part: str) -> None:
        self.next.setText(words)
        if self.next.property("role") != part:
            theme.role(self.next, part)
        if 1 <= number <= self.list.count():
            self.list.setCurrentRow(number - 1)

    def _give_score(self) -> None:
        text = self.score.text().strip()
        if text.isdigit():
            self.score_given.emit(int(text))
        else:
            self.error.say(self.tr("请填答对的题数。"), self.score)
            self.score.setFocus()

    def _typed(self) -> dict[str, str]:
        return {"line": self.field.text(), "score": self.score.text()}

    def _recalled(self, kept: Any) -> None:
        if isinstance(kept, dict) and not self.field.text():
            self.field.setText(str(kept.get("line") or ""))
            self.score.setText(str(kept.get("score") or ""))
            self._look()
