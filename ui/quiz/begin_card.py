"""Who is asked, on the laptop or on paper, how many questions and how long; Enter begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from inspector_app import terms
from inspector_app.errors import InspectorError
from inspector_app.quiz.values import NewSitting, QuizMethod, QuizRole
from ui import messages
from ui.bridge import Bridge
from ui.inspection.parts import Chips
from ui.inspection.typing import LocalDraft
from ui.language import current
from ui.quiz.reading import Person, QuizView
from ui.widgets.basic import GRID, Card, PrimaryButton, column, label, row
from ui.widgets.checkable import Tick
from ui.widgets.form import Field
from ui.widgets.message import FieldError

PASSES_UNDO = "passesUndo"
"""Property of a field in which Ctrl+Z is the window's."""
_NUMBERS = ("count", "minutes", "pass_percent")


class BeginCard(Card):
    """Shows what is asked before an examination; ``wanted`` says a ``NewSitting`` and whether it is handed over."""

    wanted = Signal(object, bool)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._bridge = bridge
        self._inspection_id = ""
        self._people: tuple[Person, ...] = ()
        self._draft: LocalDraft | None = None
        self._usual: dict[str, int] = {}
        self.setAccessibleName(self.tr("开始一次考核"))
        self.body.addWidget(label(self.tr("开始一次考核"), "lead"))
        hint = self.tr("按岗位随机组卷，题目出自三年行动方案、重大隐患判定标准和法规。一人一卷，答案当场给依据。")
        self.body.addWidget(label(hint, "muted"))
        self.name, self.post = QLineEdit(), QLineEdit()
        self.fields = {
            "person_name": Field(self.tr("姓名 *"), self.name),
            "post_title": Field(self.tr("职务或岗位"), self.post),
        }
        self.numbers = {key: self._number() for key in _NUMBERS}
        titles = (self.tr("题数"), self.tr("时限（分钟）"), self.tr("合格线（%）"))
        for key, title in zip(_NUMBERS, titles, strict=True):
            self.fields[key] = Field(title, self.numbers[key])
        self.role = Chips(_words(QuizRole), self.tr("考核对象"), single=True)
        self.method = Chips(_words(QuizMethod), self.tr("方式"), single=True)
        self.handed = Tick(self.tr("交给被考核人作答：交卷后锁定，由执法人员解锁看成绩"))
        self.error = FieldError()
        self.go = PrimaryButton(self.tr("开始考核"), self.begin, icon="play")
        self._lay_out()
        self._connect()
        self._show_method()

    def show_visit(self, view: QuizView) -> None:
        """What is usual in this office, and who works at this mine."""
        self._usual = {"count": view.count, "minutes": view.minutes, "pass_percent": view.pass_percent}
        for key, field in self.numbers.items():
            if not field.isModified():
                field.setText(str(self._usual[key]))
        if view.people != self._people:
            self._people = view.people
            self._offer(view.people)
        if view.inspection_id == self._inspection_id:
            return
        self._inspection_id = view.inspection_id
        self._draft = LocalDraft(self._bridge, f"form.quiz.{view.inspection_id}", self._typed, self)
        self._draft.recall(self._recalled)

    def begin(self) -> None:
        """Say who is to be asked; what cannot be read is told beside its field."""
        for field in self.fields.values():
            field.say("")
        given: dict[str, int] = {}
        for key, number in self.numbers.items():
            text = number.text().strip()
            if not text.isdigit():
                self.fields[key].say(self.tr("请填整数。"))
                number.setFocus()
                return
            given[key] = int(text)
        is_laptop = self.method.values == [QuizMethod.LAPTOP.value]
        new = NewSitting(
            self.name.text(), QuizRole(self.role.values[0]), self.post.text(), QuizMethod(self.method.values[0]),
            count=given["count"], minutes=given["minutes"], pass_percent=given["pass_percent"],
        )  # fmt: skip
        self.wanted.emit(new, is_laptop and self.handed.isChecked())

    def refuse(self, error: InspectorError) -> None:
        """Say what is wrong beside its field."""
        told = messages.told(error)
        text = " ".join(part for part in (told.happened, told.todo) if part)
        field = self.fields.get(str(error.params.get("field", "")))
        if field is not None:
            field.say(text)
            field.field.setFocus()
        else:
            self.error.say(text)

    def begun(self) -> None:
        """The next one is another person; who was asked last decides the usual choices."""
        self.name.clear()
        self.post.clear()
        self.error.say("")
        if self._draft is not None:
            self._draft.drop()

    def flush(self) -> None:
        """Nothing half typed is only in memory."""
        if self._draft is not None:
            self._draft.flush()

    def promise_undo(self, on: bool) -> None:
        """Until a letter is typed, Ctrl+Z takes the last action back although the cursor stands in the name."""
        self.name.setProperty(PASSES_UNDO, on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the name does not need goes to the window."""
        is_free = event.type() == QEvent.Type.ShortcutOverride and self.name.property(PASSES_UNDO)
        if is_free and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins, wherever the cursor is on the card."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.begin()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        top = row(self.fields["person_name"], self.fields["post_title"], gap=2 * GRID)
        top.setStretch(0, 1)
        top.setStretch(1, 1)
        self.body.addLayout(top)
        for title, chips in ((self.tr("考核对象"), self.role), (self.tr("方式"), self.method)):
            part = column(gap=GRID // 2)
            part.addWidget(label(title))
            part.addWidget(chips)
            self.body.addLayout(part)
        self.body.addLayout(row(*(self.fields[key] for key in _NUMBERS), 1, gap=2 * GRID))
        self.body.addWidget(self.handed)
        self.body.addWidget(self.error)
        self.body.addLayout(row(1, self.go))

    def _connect(self) -> None:
        self.role.set_values([QuizRole.WORKER.value])
        self.method.set_values([QuizMethod.LAPTOP.value])
        for field in (self.name, self.post, *self.numbers.values()):
            field.textEdited.connect(lambda _text: self._changed())
        for part in (self.role, self.method):
            part.changed.connect(self._changed)
        self.method.changed.connect(self._show_method)
        self.name.textEdited.connect(lambda _text: self.promise_undo(False))
        self.name.installEventFilter(self)
        self.handed.clicked.connect(lambda _on: self._changed())

    def _number(self) -> QLineEdit:
        made = QLineEdit()
        made.setMaximumWidth(120)
        made.setMaxLength(3)
        return made

    def _offer(self, people: Sequence[Person]) -> None:
        """Names of this mine come up while typing; taking one fills in the post."""
        offered = QCompleter([one.name for one in people], self.name)
        offered.setFilterMode(Qt.MatchFlag.MatchContains)
        offered.activated.connect(self._take_post)
        self.name.setCompleter(offered)

    def _take_post(self, name: str) -> None:
        found = next((one for one in self._people if one.name == name), None)
        if found is not None and not self.post.text().strip():
            self.post.setText(found.post)
        self._changed()

    def _show_method(self) -> None:
        is_paper = self.method.values == [QuizMethod.PAPER.value]
        self.handed.setVisible(not is_paper)
        self.go.setText(self.tr("组卷") if is_paper else self.tr("开始考核"))

    def _changed(self) -> None:
        self.fields["person_name"].say("")
        if self._draft is not None:
            self._draft.touched()

    def _typed(self) -> dict[str, Any]:
        return {
            "name": self.name.text(), "post": self.post.text(), "role": self.role.values, "method": self.method.values,
            "handed": self.handed.isChecked(),
            "numbers": {key: one.text() for key, one in self.numbers.items() if one.isModified()},
        }  # fmt: skip

    def _recalled(self, kept: Any) -> None:
        if not isinstance(kept, dict) or self.name.isModified():
            return
        self.name.setText(str(kept.get("name") or ""))
        self.post.setText(str(kept.get("post") or ""))
        self.role.set_values(kept.get("role") or [QuizRole.WORKER.value])
        self.method.set_values(kept.get("method") or [QuizMethod.LAPTOP.value])
        self.handed.setChecked(bool(kept.get("handed")))
        for key, text in (kept.get("numbers") or {}).items():
            if key in self.numbers:
                self.numbers[key].setText(str(text))
                self.numbers[key].setModified(True)
        self._show_method()


def _words(choices: Iterable[QuizRole | QuizMethod]) -> list[tuple[str, str]]:
    return [(one.value, terms.label(one, current())) for one in choices]
