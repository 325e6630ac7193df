"""The papers of a visit: which it needs, which exist, which are missing; editor and true page beside each other."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QStackedWidget, QWidget

from inspector_app.documents.specification import form_library
from inspector_app.enforcement.print_plan import PrintPlan
from inspector_app.enforcement.values import PaperRow
from ui.bridge import Bridge
from ui.inspection.parts import ChoiceBox
from ui.inspection.visit import page_of
from ui.page import Page
from ui.papers import papers_reading
from ui.papers.actions import Action, offered
from ui.papers.gap_view import GapView
from ui.papers.left_out_line import LeftOutLine
from ui.papers.paper_list import PaperListModel, lines_of
from ui.papers.paper_pane import PaperPane
from ui.papers.papers_reading import PaperLine, VisitPapers
from ui.papers.print_panel import PrintPanel
from ui.widgets.basic import GRID, Button, EmptyState, LinkButton, PrimaryButton, column, label, row
from ui.widgets.two_lines import TwoLineDelegate


class PapersPage(Page):
    """Left the list, right the paper in front."""

    help_topic = "papers"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.inspection_id = ""
        self._wanted = ""
        self._asked = 0
        self._shown: VisitPapers | None = None
        layout = column(self, margin=0, gap=0)
        layout.addLayout(self._head())
        across = QHBoxLayout()
        across.setContentsMargins(2 * GRID, 0, GRID, GRID)
        across.setSpacing(GRID)
        across.addWidget(self._list(), 0)
        self.stack = QStackedWidget()
        self.pane = PaperPane(bridge)
        self.gap = GapView()
        self.empty = EmptyState(
            self.tr("还没有文书"), self.tr("先开始一次检查；文书会按检查结果自动列出。"), icon="file-text"
        )
        for widget in (self.pane, self.gap, self.empty):
            self.stack.addWidget(widget)
        self.stack.setCurrentWidget(self.empty)
        across.addWidget(self.stack, 1)
        layout.addLayout(across, 1)
        self.printing = PrintPanel(bridge)
        self.printing.setObjectName("papers.print_panel")
        layout.addWidget(self.printing)
        self._connect()

    def open(self, argument: object) -> None:
        """``argument``: an inspection's id, or ``{"inspection": id, "paper": document id, "step": an action}``."""
        if isinstance(argument, dict):
            self.inspection_id = str(argument.get("inspection") or self.inspection_id)
            self._wanted = str(argument.get("paper") or "")
            if argument.get("step"):
                self.pane.ask_for(self._wanted, Action(argument["step"]))
        elif isinstance(argument, str):
            self.inspection_id = argument

    def subject(self) -> str:
        """The visit."""
        return self.inspection_id

    def refresh(self) -> None:
        """Read the list, and the paper in front."""
        inspection_id, wanted = self.inspection_id, self._wanted
        self._asked = asked = self._asked + 1

        def show(shown: VisitPapers) -> None:
            if asked == self._asked:  # else another visit or paper was asked for meanwhile
                self._show(shown)

        self.bridge.ask(lambda app: papers_reading.visit_papers(app, inspection_id, wanted), show, owner=self)
        self.pane.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Keys work at once."""
        super().showEvent(event)
        self.list.setFocus()

    def leave(self) -> None:
        """What was typed becomes part of the paper."""
        self.pane.store()

    def put_away_former(self) -> None:
        """A form that was to be added was for the visit before."""
        super().put_away_former()
        self.forms.hide()

    def place(self) -> dict[str, Any]:
        """The visit and the paper."""
        return {"inspection": self.inspection_id, "paper": self.pane.document_id}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to that paper."""
        self.open(place)

    def trail_record(self) -> tuple[str, str] | None:
        """Ctrl+H shows what happened to the paper in front."""
        return ("document", self.pane.document_id) if self.pane.document_id else None

    def begin_paper(self, line: PaperLine) -> None:
        """Begin the paper of this line, filled from what is known."""
        actor, inspection_id, form = self.bridge.officer_id, self.inspection_id, line.form
        suggestion = line.suggestion
        of = {
            "case_id": suggestion.case_id if suggestion else None,
            "original_document_id": suggestion.original_document_id if suggestion else None,
        }
        self.bridge.ask(
            lambda app: app.papers.create(actor, form, inspection_id=inspection_id, **of), self._created, owner=self
        )

    def create_all(self) -> None:
        """Begin every paper the law asks for and that does not exist yet; the first of them is shown."""
        missing = [line for line in self.model.lines if line.is_missing]
        actor, inspection_id = self.bridge.officer_id, self.inspection_id
        if missing:
            self.bridge.ask(
                lambda app: papers_reading.begin_all(app, actor, inspection_id, missing), self._created, owner=self
            )

    def select(self, key: str) -> None:
        """Show the line with this key."""
        number = self.model.row_of(key)
        if number >= 0:
            self.list.setCurrentIndex(self.model.index(number))

    def _head(self) -> QHBoxLayout:
        self.visits = ChoiceBox((), self.tr("检查"))
        self.visits.setMinimumContentsLength(30)
        self.back = LinkButton(self.tr("回到检查"), self._back, icon="arrow-left")
        self.dual = Button(self.tr("一案双罚"), self._open_dual, icon="scale")
        self.all = PrimaryButton(self.tr("生成缺的文书"), self.create_all, icon="plus")
        self.all.setObjectName("papers.create")
        self.print_all = Button(self.tr("打印全部"), lambda: self._ask_print(None), icon="printer")
        head = row(label(self.tr("执法文书"), "title", wrap=False), self.visits, self.back, 1)
        for widget in (self.dual, self.print_all, self.all):
            head.addWidget(widget)
        head.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        return head

    def _list(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(256)
        layout = column(side)
        self.summary = label("", "small")
        self.model = PaperListModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(TwoLineDelegate(lines_of, self.list))
        self.list.setAccessibleName(self.tr("本次检查的文书"))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.more = LinkButton(self.tr("另加一种文书"), self._offer_forms, icon="plus")
        self.forms = ChoiceBox((), self.tr("另加一种文书"))
        self.forms.hide()
        self.left_out = LeftOutLine()
        self.left_out.wanted.connect(self._open_finding)
        layout.addWidget(self.summary)
        layout.addWidget(self.left_out)
        layout.addWidget(self.list, 1)
        self.by_hand = LinkButton(self.tr("登记手写文书"), self._open_handwritten, icon="pen")
        layout.addWidget(self.more)
        layout.addWidget(self.forms)
        layout.addWidget(self.by_hand)
        return side

    def _connect(self) -> None:
        self.visits.activated.connect(lambda _index: self._choose_visit())
        self.list.selectionModel().currentChanged.connect(lambda *_indexes: self._show_line())
        self.list.activated.connect(lambda _index: self._activate())
        self.forms.activated.connect(lambda _index: self._add_form())
        self.gap.create_wanted.connect(self._activate)
        self.pane.trouble.connect(self.trouble)
        self.pane.notice.connect(self.notice)
        self.pane.paper_wanted.connect(self._created)
        self.pane.print_wanted.connect(self._ask_print)
        self.pane.case_wanted.connect(self._open_dual)
        self.pane.steps.issued.connect(self._issued)
        self.pane.steps.done.connect(lambda _action: self.settled.emit())
        self.printing.printed.connect(self.refresh)
        self.printing.spread.connect(self.pane.show_brief)
        self.printing.spread.connect(self.left_out.step_back)
        self.printing.closed.connect(self.list.setFocus)
        self.printing.saved.connect(self.notice)
        self.printing.trouble.connect(self.trouble)
        keys_then = (
            ("Ctrl+P", lambda: self._ask_print(None)),
            ("Ctrl+Return", self._advance),
            ("Ctrl+M", self.left_out.go_there),
        )
        for keys, then in keys_then:
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(then)

    def _show(self, shown: VisitPapers) -> None:
        self._shown, self.inspection_id = shown, shown.inspection_id
        self.put_away_former()
        pairs = [(one.id, f"{one.site_name}  {one.started_at[:10]}") for one in shown.visits]
        self.visits.set_choices(pairs)
        self.visits.set_value(shown.inspection_id)
        before = self._current()
        self.model.show(shown.lines)
        missing = sum(1 for line in shown.lines if line.is_missing)
        self.summary.setText(
            self.tr("还缺 {0} 份").format(missing) if missing else self.tr("需要的文书都有了") if shown.lines else ""
        )
        if not missing and self.all.hasFocus():
            self.list.setFocus()  # else the cursor would leave the page with the button
        self.left_out.show_left(shown.left_out)
        self.all.setVisible(bool(missing))
        self.all.setText(self.tr("生成缺的 {0} 份").format(missing))
        self.dual.setVisible(bool(shown.groups or shown.uncovered))
        self.print_all.setEnabled(any(one.paper is not None and not one.paper.editable for one in shown.lines))
        self._keep_line(before)

    def _keep_line(self, before: PaperLine | None) -> None:
        wanted = self._wanted or (before.key if before else "")
        number = self.model.row_of(wanted)
        if number < 0 and before is not None:
            number = next((n for n, one in enumerate(self.model.lines) if one.form == before.form), -1)
        if number >= 0:
            self._wanted = ""
            self.list.setCurrentIndex(self.model.index(number))
        elif self.model.rowCount() and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))
        self._show_line()

    def _current(self) -> PaperLine | None:
        line = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return line if isinstance(line, PaperLine) else None

    def _show_line(self) -> None:
        line = self._current()
        if line is None:
            self.stack.setCurrentWidget(self.empty)
        elif line.paper is None:
            self.pane.store()
            self.gap.show_line(line)
            self.stack.setCurrentWidget(self.gap)
        else:
            self.pane.show_paper(line.paper.id)
            self.stack.setCurrentWidget(self.pane)

    def _activate(self) -> None:
        line = self._current()
        if line is not None and line.paper is None:
            self.begin_paper(line)

    def _advance(self) -> None:
        """Ctrl+Enter does the advised next step of the paper in front."""
        line = self._current()
        if line is None:
            return
        if line.is_missing:
            self.create_all()
        elif line.paper is None:
            self.begin_paper(line)
        elif self.pane.steps.bar.isVisible():
            self.pane.steps.bar.confirm.click()
        elif self.pane.view is not None:
            first = offered(line.paper, sum(run.copies for run in self.pane.view.history.prints)).first
            if first is not None:
                self.pane.steps.do(first)

    def _created(self, document_id: str) -> None:
        self._wanted = document_id
        self.refresh()

    def _issued(self, row_: PaperRow) -> None:
        """Behind the last draft the way to the printer is under the finger."""
        if not any(one.paper is not None and one.paper.editable and one.key != row_.id for one in self.model.lines):
            self.print_all.setEnabled(True)
            self.print_all.setFocus()
        self.refresh()

    def _choose_visit(self) -> None:
        self.inspection_id = self.visits.value
        self.put_away_former()
        self.list.setCurrentIndex(self.model.index(-1))
        self.refresh()

    def _offer_forms(self) -> None:
        forms = [(one.code, f"{one.code}  {one.title}") for one in form_library().papers()]
        pairs = [("", self.tr("选择文书…")), *forms]
        self.forms.set_choices(pairs)
        self.forms.show()
        self.forms.setFocus()

    def _add_form(self) -> None:
        if self.forms.value:
            form = form_library().form(self.forms.value)
            self.begin_paper(PaperLine(form.title, form.key))
        self.forms.hide()

    def _ask_print(self, document_id: str | None) -> None:
        inspection_id = self.inspection_id

        def offer(found: tuple[list[PaperRow], PrintPlan | None]) -> None:
            copies = form_library()
            pairs = [(paper, copies.form(paper.form).copies) for paper in found[0]]
            self.printing.show_papers(pairs, document_id, found[1])

        self.bridge.ask(
            lambda app: (app.papers.printable(inspection_id), app.papers.last_print(inspection_id)), offer, owner=self
        )

    def _open_dual(self, case_id: str = "") -> None:
        """The group of this case, else the first one."""
        shown = self._shown
        if shown is not None:
            known = [one for one in shown.groups if case_id in (*one.org_case_ids, *one.person_case_ids)]
            group = next((one.id for one in (*known, *shown.groups)), "")
            paper = self.pane.document_id if case_id else ""
            about = {"inspection": shown.inspection_id, "group": group, "case": case_id, "paper": paper}
            self.navigate.emit("dual", about)

    def _open_finding(self, finding_id: str) -> None:
        told = self.tr("选好处理措施、补上法律依据，再回文书点“重新填写”或者另出一份。")
        self.errand.emit("finding", {"finding": finding_id, "field": "measure"}, told)

    def _open_handwritten(self) -> None:
        if self.inspection_id:
            self.navigate.emit("handwritten", self.inspection_id)

    def _back(self) -> None:
        inspection_id = self.inspection_id

        def show(original: str | None) -> None:
            self.navigate.emit(page_of(original), inspection_id)

        if inspection_id:
            self.bridge.ask(lambda app: app.inspections.get(inspection_id).original_inspection_id, show, owner=self)
