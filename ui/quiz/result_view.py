"""What came out: the score in words, then each question with what was chosen, what is right, why and whence."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from inspector_app.quiz.sources import told_source
from inspector_app.quiz.values import AskedQuestion, Sitting
from ui import icons, theme
from ui.bridge import Bridge
from ui.quiz.print_bar import PrintBar
from ui.quiz.telling import answer_of, kind_of, role_of, standing_of, who
from ui.widgets.basic import GRID, LinkButton, Scroll, clear, column, label, row
from ui.widgets.checkable import Tick

COLOUR = {"good": "good", "danger": "danger", "warn": "warn"}


class ResultView(QWidget):
    """Shows one ended examination."""

    struck_out = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sitting: Sitting | None = None
        layout = column(self, gap=GRID)
        self.person = label("", "lead")
        self.picture = QLabel()
        self.result = label("", "title", wrap=False)
        self.facts = label("", "muted")
        self.strike = LinkButton(self.tr("作废"), self.struck_out.emit, icon="trash-2")
        head = row(self.person, self.strike)
        head.setStretch(0, 1)
        layout.addLayout(head)
        score = row(self.picture, self.result, self.facts, gap=2 * GRID)
        score.setStretch(2, 1)
        layout.addLayout(score)
        self.print = PrintBar(bridge)
        layout.addWidget(self.print)
        self.wrong_only = Tick(self.tr("只看没答对的题"))
        self.wrong_only.clicked.connect(lambda _on: self._show_lines())
        layout.addWidget(self.wrong_only)
        self.lines = Scroll(width=1080, margin=0)
        layout.addWidget(self.lines, 1)

    def show_sitting(self, sitting: Sitting, site_name: str) -> None:
        """Show an ended examination; the same one again keeps where it is scrolled to."""
        self.print.show_row(sitting.row, site_name)
        if sitting == self.sitting:
            return
        is_other = self.sitting is None or self.sitting.row.id != sitting.row.id
        self.sitting = sitting
        words, picture, part = standing_of(sitting.row)
        self.person.setText(f"{who(sitting.row)} · {role_of(sitting.row)}")
        self.result.setText(words)
        theme.role(self.result, f"result-{part}")
        self.picture.setPixmap(icons.pixmap(picture, getattr(theme.colours(), COLOUR[part]), 32))
        self.facts.setText(self._facts(sitting))
        self.setAccessibleName(f"{self.person.text()} {words}")
        if is_other:
            self.wrong_only.setChecked(False)
        self.wrong_only.setVisible(bool(sitting.given))
        self._show_lines()
        self.lines.verticalScrollBar().setValue(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Arrows and PgDn look through the answers at once."""
        super().showEvent(event)
        self.lines.setFocus()

    @staticmethod
    def is_right(sitting: Sitting, question: AskedQuestion) -> bool:
        """As the service marks it."""
        return tuple(sorted(sitting.given.get(question.key, ()))) == question.right

    def _facts(self, sitting: Sitting) -> str:
        kept = sitting.row
        told = self.tr("答对 {0} 题，共 {1} 题；合格线 {2}%；{3} 至 {4}")
        begun, ended = kept.started_at[11:16], (kept.ended_at or "")[11:16]
        return told.format(kept.right_count, kept.question_count, kept.pass_percent, begun, ended)

    def _show_lines(self) -> None:
        clear(self.lines.body)
        sitting = self.sitting
        if sitting is None:
            return
        if not sitting.given and sitting.row.right_count:
            self.lines.body.addWidget(label(self.tr("只录入了答对的题数，各题的作答在纸质答卷上。"), "muted"))
        for number, question in enumerate(sitting.questions, 1):
            if not (self.wrong_only.isChecked() and self.is_right(sitting, question)):
                self.lines.body.addWidget(self._line(sitting, number, question))
        self.lines.body.addStretch(1)

    def _line(self, sitting: Sitting, number: int, question: AskedQuestion) -> QWidget:
        line = QFrame()
        line.setProperty("role", "row")
        inner = column(line, margin=GRID, gap=GRID // 2)
        head = row(*self._verdict(sitting, question), label(
            self.tr("第 {0} 题 · {1}").format(number, kind_of(question)), "small", wrap=False
        ), 1)  # fmt: skip
        inner.addLayout(head)
        inner.addWidget(label(question.text, "strong"))
        chosen = sitting.given.get(question.key, ())
        if sitting.given and chosen:
            inner.addWidget(label(self.tr("作答：{0}").format(answer_of(question, chosen))))
        inner.addWidget(label(self.tr("正确：{0}").format(answer_of(question, question.right))))
        told = self.tr("{0}（依据：{1}）").format(question.explanation, told_source(question.source))
        inner.addWidget(label(told, "small"))
        return line

    def _verdict(self, sitting: Sitting, question: AskedQuestion) -> tuple[QWidget, ...]:
        """In words and a sign; nothing where only the number of right answers is known."""
        if not sitting.given and sitting.row.right_count:
            return ()
        if self.is_right(sitting, question):
            words, picture, part = self.tr("答对"), "circle-check", "good"
        elif sitting.given.get(question.key):
            words, picture, part = self.tr("答错"), "circle-alert", "danger"
        else:
            words, picture, part = self.tr("未答"), "circle-alert", "warn"
        image = QLabel()
        image.setPixmap(icons.pixmap(picture, getattr(theme.colours(), COLOUR[part]), 20))
        return image, label(words, part, wrap=False)
