"""逢查必考: examine people during a visit, on the laptop or on paper, and keep what they knew."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from inspector_app.errors import InspectorError
from inspector_app.quiz import rules
from inspector_app.quiz.values import NewSitting, QuizMethod, Sitting
from ui.bridge import Bridge
from ui.inspection.parts import QuietList
from ui.page import Page
from ui.papers.asking import Answers, Ask, AskBar
from ui.quiz.begin_card import BeginCard
from ui.quiz.exam_view import ExamView
from ui.quiz.paper_view import PaperView
from ui.quiz.print_bar import PAPER
from ui.quiz.reading import QuizView, read_quiz
from ui.quiz.result_view import ResultView
from ui.quiz.sittings_model import SittingsModel, lines_of
from ui.quiz.telling import standing_of
from ui.tasks import URGENT
from ui.widgets.basic import GRID, Button, EmptyState, PrimaryButton, Scroll, column, label, row
from ui.widgets.two_lines import TwoLineDelegate


class QuizPage(Page):
    """Examinations of the visit on the left; on the right the next one to begin, or the one in front."""

    help_topic = "quiz"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.inspection_id = ""
        self.sitting_id = ""
        self._view = QuizView()
        self._begins = False
        self._number: int | None = None
        self._is_busy = self._prints = False
        self._handed: set[str] = set()
        """Examinations whose end locks the window: somebody else sits at the laptop."""
        layout = column(self, margin=3 * GRID, gap=GRID)
        self.title = label("", "title", wrap=False)
        self.about = label("", "muted")
        self.back_button = Button(self.tr("回到检查"), self._back, icon="list-checks")
        self.new_button = PrimaryButton(self.tr("再考一人"), self.begin_another, icon="plus")
        head = row(self.title, self.about, self.back_button, self.new_button)
        head.setStretch(1, 1)
        layout.addLayout(head)
        self.bar = AskBar(bridge, lambda: self.sitting_id)
        layout.addWidget(self.bar)
        layout.addWidget(self._body(), 1)
        self._connect()

    def open(self, argument: object) -> None:
        """``argument``: the inspection's id, or ``{"inspection": id, "sitting": id, "question": number}``."""
        wanted = argument if isinstance(argument, dict) else {"inspection": argument}
        inspection_id = str(wanted.get("inspection") or "")
        self.sitting_id = str(wanted.get("sitting") or "")
        self.inspection_id = inspection_id or self.inspection_id
        self._begins = bool(wanted.get("new"))
        self.card.promise_undo(False)
        self._number = int(str(wanted["question"])) if "question" in wanted else None
        self.bar.hide()

    def subject(self) -> str:
        """The examination; without one the visit."""
        return self.sitting_id or self.inspection_id

    def refresh(self) -> None:
        """Read the examinations and the one in front."""
        inspection_id, sitting_id, to_begin = self.inspection_id, self.sitting_id, self._begins
        self.bridge.ask(
            lambda app: read_quiz(app, inspection_id, sitting_id, to_begin=to_begin),
            lambda view: self._show(view, (inspection_id, sitting_id, to_begin)),
            owner=self,
        )

    def leave(self) -> None:
        """Half-typed words stay."""
        self.card.flush()
        self.paper.flush()

    def may_leave(self) -> bool:
        """Whoever sits at the laptop in the officer's place goes nowhere else without him."""
        if self.exam.isVisible() and self.exam.is_handed:
            self.bridge.lock_wanted.emit()
        return True

    def place(self) -> dict[str, Any]:
        """The visit and the examination; after a restart it goes on at the first question without an answer."""
        return {"inspection": self.inspection_id, "sitting": self.sitting_id}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to that examination."""
        self.open(place)

    def trail_record(self) -> tuple[str, str] | None:
        """Ctrl+H shows what happened to this examination."""
        return ("quiz_sitting", self.sitting_id) if self.sitting_id else None

    def begin_another(self) -> None:
        """Ask somebody else."""
        self.card.promise_undo(False)
        self._begin_anew()

    def _begin_anew(self) -> None:
        """The card is there at once, so that the next key already writes the name."""
        self.sitting_id, self._begins = "", True
        self.bar.hide()
        self.list.clearSelection()
        self._bring(self.begin_page)
        self.card.name.setFocus()
        self.refresh()

    def _body(self) -> QWidget:
        body = QWidget()
        across = QHBoxLayout(body)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(2 * GRID)
        self.side = QWidget()
        left = column(self.side)
        self.tally = label("", "strong")
        self.model = SittingsModel(self)
        self.list = QuietList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(TwoLineDelegate(lines_of, self.list))
        self.list.setAccessibleName(self.tr("本次检查的考核"))
        self.list.setMinimumWidth(224)
        left.addWidget(self.tally)
        left.addWidget(self.list, 1)
        self.card, self.exam = BeginCard(self.bridge), ExamView()
        self.paper, self.result = PaperView(self.bridge), ResultView(self.bridge)
        self.begin_page = Scroll(width=860, margin=0)
        self.begin_page.body.addWidget(self.card)
        self.begin_page.body.addStretch(1)
        self.none = EmptyState(
            self.tr("没有进行中的检查"), self.tr("逢查必考在检查中进行：先开始检查，再回到这里抽考。"),
            icon="clipboard-check", action=self.tr("开始检查"),
            clicked=lambda: self.navigate.emit("start_inspection", None),
        )  # fmt: skip
        self.ended = EmptyState(
            self.tr("这次检查已经结束，没有抽考"), self.tr("考核要在进行中的检查里开始。"), icon="clipboard-check"
        )
        self.stack = QStackedWidget()
        for part in (self.begin_page, self.exam, self.paper, self.result, self.none, self.ended):
            self.stack.addWidget(part)
        across.addWidget(self.side, 1)
        across.addWidget(self.stack, 4)
        return body

    def _connect(self) -> None:
        self.card.wanted.connect(self._begin)
        self.exam.chosen.connect(self._answer)
        self.exam.handed_in.connect(self._finish)
        self.exam.slept.connect(self.refresh)
        self.paper.line_given.connect(self._enter)
        self.paper.score_given.connect(self._enter_score)
        for part in (self.exam, self.paper, self.result):
            part.struck_out.connect(self._ask_reason)
        for part in (self.paper, self.result):
            part.print.printed.connect(self._printed)
        self.list.clicked.connect(lambda _index: self._choose())
        self.list.activated.connect(lambda _index: self._choose())
        another = QShortcut(QKeySequence("Ctrl+E"), self)
        another.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        another.activated.connect(lambda: self.begin_another() if self.new_button.isVisible() else None)

    def _show(self, view: QuizView, asked: tuple[str, str, bool]) -> None:
        if asked != (self.inspection_id, self.sitting_id, self._begins):
            return
        self._view = view
        self.inspection_id = view.inspection_id
        self.sitting_id = view.sitting.row.id if view.sitting else ""
        self.model.show(view.rows)
        self.list.setCurrentIndex(self.model.index(self.model.row_of(self.sitting_id)))
        self.title.setText(self.tr("逢查必考"))
        self.about.setText(view.site_name)
        self._show_tally(view)
        self._show_front(view)
        in_exam = self.stack.currentWidget() is self.exam
        self.side.setVisible(bool(view.rows) and not in_exam)
        self.new_button.setVisible(view.is_running and bool(view.rows) and not in_exam and bool(self.sitting_id))
        self.back_button.setVisible(bool(view.inspection_id) and not (in_exam and self.exam.is_handed))

    def _show_front(self, view: QuizView) -> None:
        sitting = view.sitting
        if sitting is None:
            shown = self.begin_page if view.is_running else self.ended if view.inspection_id else self.none
            if view.is_running:
                self.card.show_visit(view)
            self._bring(shown)
            if shown is self.begin_page:
                self._focus_card()
        elif sitting.row.ended_at is not None:
            self._take_over(sitting.row.id)
            self.result.show_sitting(sitting, view.site_name)
            self._bring(self.result)
        elif sitting.row.method == QuizMethod.PAPER.value:
            self.paper.show_sitting(sitting, view.site_name)
            self._bring(self.paper)
            if self._prints:
                self.paper.begin_printing()
                self._prints = False
        else:
            self.exam.is_handed = sitting.row.id in self._handed
            self.exam.show_sitting(sitting, view.left_ms, number=self._number)
            self._number = None
            self._bring(self.exam)

    def _focus_card(self) -> None:
        if not self.begin_page.isAncestorOf(self.focusWidget() or self):
            self.card.name.setFocus()

    def _bring(self, part: QWidget) -> None:
        if self.stack.currentWidget() is not part:
            self.stack.setCurrentWidget(part)

    def _show_tally(self, view: QuizView) -> None:
        found = rules.tally(view.rows)
        told = self.tr("已考 {0} 人，不合格 {1} 人").format(found.examined, len(found.failed))
        self.tally.setText(told)

    def _choose(self) -> None:
        kept = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        if kept is not None and kept.id != self.sitting_id:
            self.sitting_id, self._begins = kept.id, False
            self.bar.hide()
            self.refresh()

    def _begin(self, new: NewSitting, handed: bool) -> None:
        actor, inspection_id = self.bridge.officer_id, self.inspection_id

        def begun(sitting_id: str) -> None:
            if handed:
                self._handed.add(sitting_id)
            self.card.begun()
            self.sitting_id, self._begins = sitting_id, False
            self.refresh()
            if new.method is QuizMethod.PAPER:
                self._prints = True
                self.notice.emit(self.tr("卷子出好了：打印试卷和答案，收卷后在这里录入。"))

        self._once(lambda app: app.quiz.begin(actor, inspection_id, new), begun, self.card.refuse)

    def _answer(self, key: str, chosen: tuple[int, ...]) -> None:
        actor, sitting_id = self.bridge.officer_id, self.sitting_id

        def refused(error: Exception) -> None:
            self.exam.settle(key, chosen, kept=False)
            self._told_by(self.trouble.emit)(error)
            self.refresh()

        self.bridge.ask(
            lambda app: app.quiz.answer(actor, sitting_id, key, chosen),
            lambda _changed: self.exam.settle(key, chosen, kept=True),
            refused, owner=self, priority=URGENT,
        )  # fmt: skip

    def _finish(self) -> None:
        actor, sitting_id = self.bridge.officer_id, self.sitting_id
        self._once(lambda app: app.quiz.finish(actor, sitting_id), self._ended, self.trouble.emit)

    def _enter(self, line: str) -> None:
        actor, sitting_id = self.bridge.officer_id, self.sitting_id
        self._once(lambda app: app.quiz.enter_line(actor, sitting_id, line), self._entered, self.paper.refuse)

    def _enter_score(self, right: int) -> None:
        actor, sitting_id = self.bridge.officer_id, self.sitting_id
        self._once(lambda app: app.quiz.enter_score(actor, sitting_id, right), self._entered, self.paper.refuse)

    def _entered(self, sitting: Sitting) -> None:
        self.paper.entered()
        self._ended(sitting)

    def _ended(self, sitting: Sitting) -> None:
        self._take_over(sitting.row.id)
        self.notice.emit(f"{sitting.row.person_name}：{standing_of(sitting.row)[0]}")
        self.refresh()

    def _take_over(self, sitting_id: str) -> None:
        """What came out is for the officer, not for who still sits at the laptop."""
        if sitting_id in self._handed:
            self._handed.discard(sitting_id)
            self.bridge.lock_wanted.emit()

    def _once(self, work: Any, done: Any, refused: Any) -> None:
        """Enter pressed twice does it once; ``refused`` is told circumstances, mistakes of ours are not swallowed."""
        if self._is_busy:
            return
        self._is_busy = True

        def came(result: Any) -> None:
            self._is_busy = False
            done(result)

        def failed(error: Exception) -> None:
            self._is_busy = False
            self._told_by(refused)(error)

        self.bridge.ask(work, came, failed, owner=self)

    def _ask_reason(self) -> None:
        self.bar.ask(
            self.tr("作废这次考核"), [Ask("reason", self.tr("原因"))], self.tr("作废"), self._strike_out,
            note=self.tr("作废后不计入抽考人数，修改留痕中仍可查到。"),
        )  # fmt: skip

    def _strike_out(self, answers: Answers) -> None:
        actor, sitting_id, reason = self.bridge.officer_id, self.sitting_id, answers["reason"]

        def done(_nothing: object) -> None:
            self.bar.finish()
            self.notice.emit(self.tr("已作废。Ctrl+Z 撤销。"))
            self.card.promise_undo(True)
            self._begin_anew()

        self.bridge.ask(lambda app: app.quiz.take_back(actor, sitting_id, reason), done, owner=self)

    @staticmethod
    def _told_by(tell: Any) -> Any:
        """Circumstances are told there; mistakes of ours are not swallowed."""

        def failed(error: Exception) -> None:
            if not isinstance(error, InspectorError):
                raise error
            tell(error)

        return failed

    def _printed(self, what: str, pages: int) -> None:
        told = self.tr("试卷已打印，{0} 页。") if what == PAPER else self.tr("答案已打印，{0} 页。")
        self.notice.emit(told.format(pages))
        if self.paper.isVisible():
            self.paper.printed(what)

    def _back(self) -> None:
        self.navigate.emit("inspection", self.inspection_id)
