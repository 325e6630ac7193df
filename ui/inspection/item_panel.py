"""The item on the right: question, what to look at, limits, last answer, the value, the note, the four verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QWidget

from inspector_app import terms
from inspector_app.checklist import proposals
from inspector_app.checklist.expressions import number_from
from inspector_app.checklist.relations import known_of
from inspector_app.checklist.rules import checked_answer
from inspector_app.checklist.values import AnswerType, Proposal, Verdict
from inspector_app.errors import InspectorError
from inspector_app.inspection.values import AnswerInput, same_value
from ui import language, messages
from ui.half_open import HalfOpen
from ui.inspection.batch_bar import BatchBar
from ui.inspection.half_typed import ROWS
from ui.inspection.item_facts import ItemFacts
from ui.inspection.item_model import verdict_word
from ui.inspection.parts import Chips, EvenRow
from ui.inspection.quiz_offer import QuizOffer
from ui.inspection.rows_input import RowsInput
from ui.inspection.value_input import ValueInput
from ui.inspection.visit import VERDICT_KEYS, Line, Visit
from ui.widgets.basic import GRID, Button, LinkButton, PrimaryButton, Scroll, column, label, row
from ui.widgets.message import FieldError

VERDICT_ROLES = {
    Verdict.COMPLIANT: "good", Verdict.NOT_COMPLIANT: "bad", Verdict.NOT_APPLICABLE: "plain",
    Verdict.NOT_CHECKED: "later",
}  # fmt: skip


class ItemPanel(QWidget, HalfOpen):
    """Shows one item and says what the officer wants to do with it. It stores nothing."""

    verdict_given = Signal(object)
    """A ``Verdict`` was clicked, or the suggested one accepted with Enter."""
    reason_given = Signal(str)
    """Why it was not checked this time."""
    value_typed = Signal(str, str)
    """(item key, text) to be kept while there is no verdict yet."""
    note_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._visit: Visit | None = None
        self._line: Line | None = None
        self._stands_confirmed = self._is_answered = False
        self._verdict = ""
        self._carried: set[str] = set()
        """Items whose last value was filled in by a key, not typed."""
        outer = column(self, gap=0)
        scroll = Scroll(width=900, margin=2 * GRID)
        self.facts = ItemFacts()
        self.value = ValueInput()
        self.rows = RowsInput()
        self.quiz = QuizOffer()
        self.last = LinkButton("", self.carry)
        self.proposal = label("", "warn")
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("备注（可不填）"))
        self.note.setAccessibleName(self.tr("备注"))
        for widget in (self.facts, self.value, self.rows, self.quiz, self.last, self.proposal, self.note):
            scroll.body.addWidget(widget)
        scroll.body.addStretch(1)
        outer.addWidget(scroll, 1)
        self.batch = BatchBar()
        outer.addWidget(self.batch)
        outer.addWidget(self._reason_bar())
        outer.addWidget(self._verdict_bar())
        self.value.edited.connect(self._typed)
        self.value.entered.connect(self._accept)
        self.value.field.editingFinished.connect(self._check_value)
        self.rows.edited.connect(self._rows_changed)
        self.rows.finished.connect(self._accept)
        self.quiz.taken.connect(self._fill_in)
        self.note.editingFinished.connect(self.note_left)
        self.hide_reason()

    @property
    def line(self) -> Line | None:
        """The item shown."""
        return self._line

    def show_line(
        self, visit: Visit, line: Line, said: AnswerInput | None, typed: str = "", typed_rows: str = ""
    ) -> None:
        """Show an item with what was said of it, or with what is half typed."""
        if self._visit is None or self._visit.id != visit.id:
            self._carried.clear()
        self._visit, self._line = visit, line
        self._stands_confirmed = said is not None and said.carried_from is not None
        self._is_answered = said is not None
        self.facts.show_line(visit, line)
        self.value.show_item(line.item, said, typed)
        self.quiz.show_item(line.key)
        self.rows.show_item(line.item, said.rows if said else (), typed_rows)
        self._follow_rows()
        self._check_value()
        self.note.setText((said.note if said else None) or "")
        for key, verdict in VERDICT_KEYS.items():
            self.buttons[verdict].setText(f"{key}  {verdict_word(verdict, line)}")
        self.show_verdict(said)
        self.hide_reason()
        self._offer_last()

    def put_away(self) -> None:
        """Another visit: no item is in front, and nothing is asked about one."""
        self._visit = self._line = None
        self.hide_reason()
        self.reason.clear()
        self.several.hide()

    def take_answers(self, on: bool) -> None:
        """Whether anything may be said of items; of a visit that has ended they are only read."""
        for widget in (self.value, self.rows, self.quiz, self.note, self.batch, *self.buttons.values()):
            widget.setEnabled(on)

    def show_computed(self, answers: Mapping[str, AnswerInput]) -> None:
        """What a computed answer comes to, from the others."""
        if self._line is not None and self._visit is not None and self._line.item.answer.formula is not None:
            number = number_from(self._line.item.answer.formula, known_of(answers, self._visit.subject))
            self.value.show_computed("" if number is None else format(number.normalize(), "f"))
            self._show_proposal()

    def carry(self) -> None:
        """Fill in last time's value; it is shown as such and answers nothing until a verdict is given."""
        said = self._last()
        if said is not None and self.value.can_carry(said):
            if self._line is not None:
                self._carried.add(self._line.key)
            self.value.carry(said)
            if self._line is not None and said.rows:
                self.rows.show_item(self._line.item, said.rows)
                self._rows_changed()
            self.last.setText(self.tr("已填入上次的值，核实后请给结论。"))
            self.last.setEnabled(False)
            self.last.show()
            self.buttons[Verdict.COMPLIANT].setFocus()  # in the field the next 1–4 would be typed behind the value

    def _fill_in(self, number: int) -> None:
        """What the examinations came to stands in the field; a verdict makes an answer of it."""
        self.value.field.setText(str(number))
        self._typed()
        self.buttons[Verdict.COMPLIANT].setFocus()

    def _last(self) -> AnswerInput | None:
        earlier = self._visit.earlier.get(self._line.key) if self._visit and self._line else None
        return earlier.said if earlier else None

    def _offer_last(self) -> None:
        said = self._last()
        if self._stands_confirmed:
            self.last.setText(self.tr("沿用上次的值，本次已核实。"))
            self.last.setEnabled(False)
            self.last.show()
            return
        if not self._is_answered and self.value.stands_by_default:
            self.last.setText(self.tr("已填默认值，核实后请给结论。"))
            self.last.setEnabled(False)
            self.last.show()
            return
        offers = said is not None and self.value.can_carry(said)
        self.last.setVisible(offers)
        self.last.setEnabled(offers)
        if offers and said is not None:
            self.last.setText(self.tr("填入上次的值：{0}  L").format(self.value.told(said)))

    def show_verdict(self, said: AnswerInput | None) -> None:
        """Mark the verdict that holds."""
        self._verdict = said.verdict if said else ""
        for verdict, button in self.buttons.items():
            button.setChecked(said is not None and said.verdict == verdict)
        reason = said.not_checked_reason if said else None
        self.said_reason.setText(self.tr("未检查原因：{0}").format(reason) if reason else "")
        self.said_reason.setVisible(bool(reason))
        self._show_proposal()

    def show_selected(self, count: int) -> None:
        """So many items get the next verdict together."""
        self.several.setText(self.tr("选中 {0} 项：下一个结论对它们都算").format(count))
        self.several.setVisible(count > 1)

    def answer(self, verdict: Verdict, reason: str | None = None) -> AnswerInput:
        """What is said with this verdict: value and note as they stand."""
        fields = {**self.value.fields(), "rows": self.rows.rows()}
        fields["carried_from"] = self._confirmed(fields)
        return AnswerInput(verdict.value, not_checked_reason=reason, note=self.note.text().strip() or None, **fields)

    def _confirmed(self, fields: Mapping[str, Any]) -> str | None:
        """The visit whose value this answer confirms: it was filled in and stands as it was."""
        earlier = self._visit.earlier.get(self._line.key) if self._visit and self._line else None
        if earlier is None or earlier.said is None or self._line is None or self._line.key not in self._carried:
            return None
        try:
            said = checked_answer(self._line.item, AnswerInput(Verdict.NOT_APPLICABLE.value, **fields))
        except InspectorError:
            return None  # it is refused in words when it is given
        return earlier.visit_id if same_value(earlier.said, said) else None

    def ask_reason(self, last: str) -> None:
        """Ask why it is not checked; last time's words are offered."""
        self.batch.hide()
        self._reason.show()
        self.reason.setText(last)
        self.reason.selectAll()
        self.reason.setFocus()

    def hide_reason(self) -> None:
        """Ask no longer."""
        self._reason.hide()
        self.batch.hide()

    def _reason_bar(self) -> QWidget:
        self._reason = QFrame()
        self._reason.setProperty("role", "message-warn")
        layout = column(self._reason, margin=GRID, gap=GRID // 2)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(self.tr("本次未检查的原因"))
        self.reason.setPlaceholderText(self.tr("本次未检查的原因"))
        self.reason_error = FieldError()
        usual = ("停产停用", "不具备检查条件", "时间所限，下次检查")
        self.usual = Chips([(self.tr(one), self.tr(one)) for one in usual], self.tr("常用原因"), single=True)
        keep = PrimaryButton(self.tr("记录"), self._give_reason)
        layout.addLayout(row(label(self.tr("为什么本次不检查？"), "strong", wrap=False), self.reason, keep))
        layout.addWidget(self.usual)
        layout.addWidget(self.reason_error)
        self.usual.changed.connect(self._take_usual)
        self.reason.returnPressed.connect(self._give_reason)
        self.reason.installEventFilter(self)
        return self._reason

    def _verdict_bar(self) -> QWidget:
        bar = QFrame()
        bar.setObjectName("inspection.verdicts")
        bar.setProperty("role", "card")
        layout = column(bar, margin=GRID, gap=GRID // 2)
        self.said_reason = label("", "small")
        self.several = label("", "warn")
        self.several.hide()
        layout.addWidget(self.several)
        layout.addWidget(self.said_reason)
        self.buttons: dict[Verdict, QPushButton] = {}
        for key, verdict in VERDICT_KEYS.items():
            button = Button(f"{key}  {terms.label(verdict, language.current())}")
            button.setCheckable(True)
            button.setProperty("role", f"verdict-{VERDICT_ROLES[verdict]}")
            button.setMinimumHeight(48)
            button.clicked.connect(lambda _on=False, chosen=verdict: self._press(chosen))
            self.buttons[verdict] = button
        layout.addWidget(EvenRow(list(self.buttons.values())))
        return bar

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the reason goes back without a word."""
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if watched is self.reason and pressed == Qt.Key.Key_Escape:
            self.hide_reason()
            self.buttons[Verdict.COMPLIANT].setFocus()
            return True
        return super().eventFilter(watched, event)

    def _press(self, verdict: Verdict) -> None:
        """A press marks nothing by itself: the mark is the verdict that was recorded."""
        self.buttons[verdict].setChecked(self._verdict == verdict.value)
        self.verdict_given.emit(verdict)

    def _take_usual(self) -> None:
        if self.usual.values:
            self.reason.setText(self.usual.values[0])
            self._give_reason()

    def _give_reason(self) -> None:
        text = self.reason.text().strip()
        needed = messages.sentence("inspection.not_checked_needs_reason")
        self.reason_error.say("" if text else str(needed.happened), self.reason)
        if text:
            self.hide_reason()
            self.reason_given.emit(text)

    def _check_value(self) -> None:
        """What was typed and is no value is told when the field is left, not only with the verdict."""
        if self._line is None or self.value.field.isReadOnly() or not self.value.field.text().strip():
            return
        try:
            checked_answer(self._line.item, AnswerInput(Verdict.NOT_APPLICABLE.value, **self.value.fields()))
        except InspectorError as problem:
            self.value.say(messages.told(problem).happened)

    def _typed(self) -> None:
        self._stands_confirmed = False
        self._show_proposal()
        self._offer_last()
        if self._line is not None:
            self.value_typed.emit(self._line.key, self.value.field.text())

    def _rows_changed(self) -> None:
        self._follow_rows()
        self._typed()
        if self._line is not None:
            self.value_typed.emit(f"{self._line.key}{ROWS}", self.rows.typed)

    def _follow_rows(self) -> None:
        """The item's number, where it follows from the rows."""
        form = self._line.item.answer.rows if self._line is not None else None
        if form is not None and form.value is not None:
            self.value.follow(self.rows.number(), has_rows=bool(self.rows.rows()))

    def _accept(self) -> None:
        """Enter in the value: the suggested verdict, else 符合."""
        found = self._proposed()
        self.verdict_given.emit(found.verdict if found else Verdict.COMPLIANT)

    def _show_proposal(self) -> None:
        found = self._proposed()
        self.proposal.setVisible(found is not None)
        if found is not None:
            told = messages.sentence(found.code, **dict(found.params))
            plain = self.tr("回车记为“{0}”，或按 1–4。")
            hint = self.tr("空行里回车记为“{0}”，或按 Alt+1–4。") if self.rows.rows() else plain
            if self._verdict == found.verdict.value:
                hint = self.tr("已记为“{0}”。")
            hint = hint.format(verdict_word(found.verdict, self._line))
            where = self.tr("第 {0} 行：").format(found.params["row"]) if "row" in found.params else ""
            self.proposal.setText(f"{where}{told.happened} {hint}")

    def _proposed(self) -> Proposal | None:
        if self._line is None or self._visit is None:
            return None
        value = self.value.day if self._line.item.answer.type is AnswerType.DATE else self.value.text
        subject = self._visit.subject
        found = proposals.rows_proposal(self._line.item, self.rows.rows(), subject)
        return found or proposals.proposal(self._line.item, value, subject)
