"""An examination on the laptop: one question at a time, big, by keys; every answer goes to the disk at once."""

from __future__ import annotations

from collections.abc import Sequence
from time import time

from PySide6.QtCore import QElapsedTimer, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from inspector_app.quiz.printing import LETTERS
from inspector_app.quiz.values import AskedQuestion, QuestionKind, Sitting
from ui import language, theme
from ui.quiz.options import Options, Strip
from ui.quiz.telling import answer_of, clock_of, kind_of, who
from ui.widgets.basic import GRID, Button, Card, LinkButton, PrimaryButton, Scroll, column, label, row
from ui.widgets.message import announce

SECOND_MS, SOON_MS = 1_000, 120_000
"""The time is told anew so often; from here on it is told as a warning."""
MOST_NAMED = 8
"""Questions without an answer that are named before handing in."""
ASTRAY_MS = 5_000
"""The clock and the time counted here part by so much after a sleep."""
Key = Qt.Key
_TRUE_FALSE = {Key.Key_Left: 0, Key.Key_T: 0, Key.Key_Right: 1, Key.Key_F: 1}
_STEPS = {Key.Key_PageUp: -1, Key.Key_Up: -1, Key.Key_PageDown: 1, Key.Key_Down: 1, Key.Key_Return: 1, Key.Key_Enter: 1}
_OFFICERS_KEYS = (Key.Key_Z, Key.Key_H)
"""With Ctrl: undo and 修改留痕, which are not for who is examined."""


class ExamView(QWidget):
    """Shows a running examination. It stores nothing: ``chosen`` says (question key, options)."""

    chosen = Signal(str, object)
    handed_in = Signal()
    slept = Signal()
    """The laptop slept, or its clock was set: what is left is to be read anew."""
    struck_out = Signal()
    """The officer wants to strike it out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sitting: Sitting | None = None
        self.number = 0
        self.is_handed = False
        self._given: dict[str, tuple[int, ...]] = {}
        self._on_the_way: dict[str, tuple[int, ...]] = {}
        self._left_ms = 0
        self._since = QElapsedTimer()
        self._read_at = time()
        self._tick = QTimer(self, interval=SECOND_MS)
        self._tick.timeout.connect(self._show_time)
        layout = column(self, gap=GRID)
        self.person = label("", "lead", wrap=False)
        self.handed = label(self.tr("由被考核人作答，交卷后锁定"), "small")
        self.time = label("", "lead", wrap=False)
        self.strike = LinkButton(self.tr("作废"), self.struck_out.emit, icon="trash-2")
        self.submit = PrimaryButton(self.tr("交卷"), self.hand_in, icon="check")
        head = row(self.person, self.handed, self.time, self.strike, self.submit, gap=2 * GRID)
        head.setStretch(1, 1)
        self.strip = Strip()
        self.strip.wanted.connect(self.go_to)
        layout.addLayout(head)
        layout.addWidget(self.strip)
        layout.addWidget(self._hand_in_bar())
        layout.addWidget(self._question_card(), 1)
        layout.addLayout(self._foot())

    def show_sitting(self, sitting: Sitting, left_ms: int, *, number: int | None = None) -> None:
        """Show an examination as it stands; answers on their way to the disk stay."""
        if self.sitting is None or sitting.row.id != self.sitting.row.id:
            self._on_the_way = {}
            self._bar.hide()
            self.number = self._first_open(sitting) if number is None else number
        self.sitting = sitting
        self._given = {key: one for key, one in {**sitting.given, **self._on_the_way}.items() if one}
        self._left_ms = left_ms
        self._since.start()
        self._read_at = time()
        self.person.setText(who(sitting.row))
        self.setAccessibleName(self.tr("{0} 的考核").format(sitting.row.person_name))
        self.handed.setText(self.tr("由被考核人作答，交卷后锁定") if self.is_handed else "")
        self.strike.setVisible(not self.is_handed)
        self._show_question()
        self._show_time()

    @property
    def questions(self) -> Sequence[AskedQuestion]:
        """The questions in their order."""
        return self.sitting.questions if self.sitting is not None else ()

    @property
    def is_over(self) -> bool:
        """Whether the time is used up, as far as this page knows; the service decides."""
        return self._remaining() <= 0

    @property
    def unanswered(self) -> int:
        """How many questions have no answer."""
        return sum(1 for one in self.questions if one.key not in self._given)

    def settle(self, key: str, chosen: tuple[int, ...], *, kept: bool) -> None:
        """An answer is on disk, or was refused: then what stands there is shown again."""
        if self._on_the_way.get(key) == chosen:
            del self._on_the_way[key]
        if not kept and self.sitting is not None:
            self.show_sitting(self.sitting, self._remaining())

    def go_to(self, number: int) -> None:
        """Show another question."""
        if 0 <= number < len(self.questions):
            if not self.is_over:
                self._bar.hide()
            self.number = number
            self._show_question()
            self.setFocus()

    def hand_in(self) -> None:
        """End it; while something has no answer only the button beside that question does so."""
        if self.unanswered and not self.is_over:
            self._show_bar()
        else:
            self._hand_over()

    def _hand_over(self) -> None:
        self._bar.hide()
        self.handed_in.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A–F, 1–6, T/F, arrows, PgUp/PgDn; Ctrl+Enter hands in."""
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and key in (Key.Key_Return, Key.Key_Enter):
            self.hand_in()
        elif key == Key.Key_Escape and self._bar.isVisible():
            self._go_on()
        elif control or not self._take_key(key):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """While somebody else sits at the laptop, undoing and the trail are not his."""
        is_asked = event.type() == QEvent.Type.ShortcutOverride and self.is_handed
        if is_asked and isinstance(event, QKeyEvent) and event.key() in _OFFICERS_KEYS:
            event.accept()
            return True
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Keys work at once, and the time is told."""
        super().showEvent(event)
        if not self.is_over:
            self._tick.start()
        (self._safest if self._bar.isVisible() else self).setFocus()

    @property
    def _safest(self) -> QWidget:
        """Where a careless Enter ends nothing as long as there is time."""
        return self.sure if self.is_over else self.back

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at the clock."""
        super().hideEvent(event)
        self._tick.stop()

    def _take_key(self, key: int) -> bool:
        if not self.questions:
            return False
        asked = self.questions[self.number]
        if asked.kind is QuestionKind.TRUE_FALSE and key in _TRUE_FALSE:
            return self.options.choose(_TRUE_FALSE[Key(key)])
        if key in _STEPS:
            self.go_to(self.number + _STEPS[Key(key)])
            return True
        if key in (Key.Key_Home, Key.Key_End):
            self.go_to(0 if key == Key.Key_Home else len(self.questions) - 1)
            return True
        if Key.Key_A <= key < Key.Key_A + len(LETTERS):
            return self.options.choose(key - Key.Key_A)
        return Key.Key_1 <= key < Key.Key_1 + len(LETTERS) and self.options.choose(key - Key.Key_1)

    def _question_card(self) -> QWidget:
        card = Card()
        self.about = label("", "small")
        self.text = label("", "question")
        self.options = Options()
        self.options.chosen.connect(self._choose)
        scroll = Scroll(width=960, margin=GRID)
        for part in (self.about, self.text, self.options):
            scroll.body.addWidget(part)
        scroll.body.addStretch(1)
        card.body.addWidget(scroll)
        return card

    def _foot(self) -> QHBoxLayout:
        self.before = Button(self.tr("上一题"), lambda: self.go_to(self.number - 1), icon="chevron-left")
        self.after = Button(self.tr("下一题"), lambda: self.go_to(self.number + 1), icon="chevron-right")
        self.keys = label("", "small")
        self.keys.setAlignment(Qt.AlignmentFlag.AlignCenter)
        foot = row(self.before, self.keys, self.after)
        foot.setStretch(1, 1)
        return foot

    def _hand_in_bar(self) -> QFrame:
        self._bar = QFrame()
        self._bar.setProperty("role", "message-warn")
        self.told = label("", "strong")
        self.back = Button(self.tr("继续作答"), self._go_on)
        self.sure = PrimaryButton("", self._hand_over)
        inner = column(self._bar, margin=GRID)
        line = row(self.told, self.back, self.sure)
        line.setStretch(0, 1)
        inner.addLayout(line)
        self._bar.hide()
        return self._bar

    def _show_bar(self) -> None:
        text = self.tr("还有 {0} 题没有作答：第 {1} 题。现在就交卷吗？交卷后不能再答，没答的算错。")
        text = text.format(self.unanswered, self._open_numbers())
        if self.is_over:
            text = self.tr("时间到，不能再作答。已答的都已保存，请交卷。")
        self.told.setText(text)
        self.sure.setText(self.tr("交卷") if self.is_over else self.tr("不答了，交卷"))
        self.back.setVisible(not self.is_over)
        self._bar.show()
        self._safest.setFocus()
        announce(self._bar, text)

    def _open_numbers(self) -> str:
        opened = [str(n) for n, one in enumerate(self.questions, 1) if one.key not in self._given]
        named = (", " if language.current() == "en" else "、").join(opened[:MOST_NAMED])
        return named + ("…" if len(opened) > MOST_NAMED else "")

    def _go_on(self) -> None:
        """Back to the first question without an answer."""
        self._bar.hide()
        if self.sitting is not None:
            opened = [n for n, one in enumerate(self.questions) if one.key not in self._given]
            self.go_to(opened[0] if opened else self.number)

    def _choose(self, chosen: tuple[int, ...]) -> None:
        key = self.questions[self.number].key
        self._on_the_way[key] = chosen
        self._given = {**self._given, key: chosen}
        if not chosen:
            del self._given[key]
        self._show_strip()
        self._bar.hide()
        self.chosen.emit(key, chosen)

    def _show_question(self) -> None:
        asked = self.questions[self.number]
        self.about.setText(self.tr("第 {0} 题，共 {1} 题 · {2}").format(
            self.number + 1, len(self.questions), kind_of(asked)
        ))  # fmt: skip
        is_other = self.text.text() != asked.text
        self.text.setText(asked.text)
        self.options.show_question(asked, self._given.get(asked.key, ()))
        self.before.setEnabled(self.number > 0)
        self.after.setEnabled(self.number < len(self.questions) - 1)
        self.keys.setText(self._hint(asked))
        self._show_strip()
        self._let_answer()
        if is_other:
            announce(self, f"{self.about.text()} {asked.text} {answer_of(asked, range(len(asked.options)))}")

    def _hint(self, asked: AskedQuestion) -> str:
        if asked.kind is QuestionKind.TRUE_FALSE:
            return self.tr("按 ← 选“对”，按 → 选“错”　回车或 ↓ 下一题　Ctrl+回车交卷")
        if asked.kind is QuestionKind.MULTIPLE:
            return self.tr("按 A–F 或 1–6 选，再按一次取消，可选几个　回车或 ↓ 下一题　Ctrl+回车交卷")
        return self.tr("按 A–F 或 1–6 选　回车或 ↓ 下一题　Ctrl+回车交卷")

    def _show_strip(self) -> None:
        self.strip.show_questions([one.key in self._given for one in self.questions], self.number)

    def _show_time(self) -> None:
        if abs((time() - self._read_at) * 1000 - self._since.elapsed()) > ASTRAY_MS:
            self._since.start()
            self._read_at = time()
            self.slept.emit()
        left = self._remaining()
        self.time.setText(self.tr("剩余 {0}").format(clock_of(left)) if left > 0 else self.tr("时间到"))
        part = "lead" if left > SOON_MS else "time-short"
        if self.time.property("role") != part:
            theme.role(self.time, part)
        if left <= 0:
            self._tick.stop()
            self._let_answer()
            if self._bar.isHidden() or not self.back.isHidden():
                self._show_bar()

    def _let_answer(self) -> None:
        for button in self.options.buttons:
            button.setEnabled(not self.is_over)

    def _remaining(self) -> int:
        return self._left_ms - (self._since.elapsed() if self._since.isValid() else 0)

    @staticmethod
    def _first_open(sitting: Sitting) -> int:
        return next((n for n, one in enumerate(sitting.questions) if not sitting.given.get(one.key)), 0)
