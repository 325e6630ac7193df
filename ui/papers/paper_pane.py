"""One paper: its blanks on the left, what the check says above them, the true pages on the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from inspector_app.documents.page_images import PageImage
from inspector_app.documents.values import PaperInput
from inspector_app.enforcement.check_values import CASE
from inspector_app.enforcement.values import DocumentState, PaperRow
from inspector_app.errors import InspectorError
from inspector_app.messages import Message
from ui import messages
from ui.bridge import Bridge
from ui.inspection.typing import LocalDraft
from ui.papers import papers_reading
from ui.papers.actions import Action
from ui.papers.checks_card import ChecksCard
from ui.papers.field_editors import shown_label
from ui.papers.page_view import DPI, PageView
from ui.papers.paper_actions import PaperActions
from ui.papers.paper_list import standing
from ui.papers.papers_reading import PaperView
from ui.papers.plan_lines import PlanLines
from ui.papers.renderer import PageRenderer, image_of
from ui.papers.scan_panel import ScanPanel
from ui.papers.values_form import ValuesForm
from ui.widgets.basic import GRID, LinkButton, Scroll, column, label, row
from ui.widgets.message import InlineMessage

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

PREVIEW_AFTER_MS = 250
"""From a key press to the wish for new pages; several keys make one wish."""
STORE_AFTER_MS = 5_000
"""Without a key press for so long, what was typed becomes part of the paper; on this machine's disk it is at once."""


class PaperPane(QWidget):
    """Edits and previews the paper of ``show_paper``; typed values are on disk at once and stored when left."""

    previewed = Signal(str, int)
    """(document id, number of pages) is on screen."""
    undrawn = Signal(str)
    """The pages cannot be drawn; why is said in their place."""
    stored = Signal(str)
    """What was typed is part of the paper."""
    trouble = Signal(object)
    notice = Signal(str)
    paper_wanted = Signal(str)
    """Another paper should be shown (its correction)."""
    print_wanted = Signal(str)
    case_wanted = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._renderer = PageRenderer.of(bridge)
        self.document_id = ""
        self.view: PaperView | None = None
        self._pending: dict[str, Any] = {}
        self._is_drawing = False
        self._wants_drawing = False
        self._wrong = ""
        self._is_brief = False
        self._step: tuple[str, Action] | None = None
        """What to ask about which paper as soon as it is shown."""
        self._draft: LocalDraft | None = None
        self._build()
        self._preview_timer = QTimer(self, interval=PREVIEW_AFTER_MS, singleShot=True)
        self._preview_timer.timeout.connect(self._draw)
        self._store_timer = QTimer(self, interval=STORE_AFTER_MS, singleShot=True)
        self._store_timer.timeout.connect(self.store)

    def show_paper(self, document_id: str) -> None:
        """Show another paper."""
        if document_id == self.document_id:
            return
        self.store()
        self.document_id, self.view, self._pending = document_id, None, {}
        self.form.restart()
        self.steps.bar.hide()
        self.problem.hide()
        self.pages.show_pages(())
        name = f"form.paper.{document_id}"
        self._draft = LocalDraft(self._bridge, name, lambda: self._pending, self)
        self._draft.recall(self._take_up)
        self._renderer.warm_up()

    def ask_for(self, document_id: str, action: Action) -> None:
        """Begin a step of a paper as soon as it was read anew and is in front, if it still fits."""
        self._step = (document_id, action)

    def refresh(self) -> None:
        """Read the paper as it stands."""
        document_id = self.document_id
        if document_id:
            self._bridge.ask(lambda app: papers_reading.paper_view(app, document_id), self._show, owner=self)

    @property
    def is_drawing(self) -> bool:
        """Whether newer pages than those on screen are on their way."""
        return self._is_drawing

    def go_to_problem(self) -> bool:
        """Put the cursor where the pages cannot be drawn; whether there is such a place."""
        if self.problem.isHidden():
            return False
        self.form.focus(self._wrong)
        return True

    def store(self) -> None:
        """Make what was typed part of the paper."""
        self._store_timer.stop()
        if not self._pending or not self.document_id:
            return
        actor, document_id, values = self._bridge.officer_id, self.document_id, dict(self._pending)
        draft, by_hand = self._draft, self.view is not None and self.view.row.is_handwritten

        def stored(_changed: bool) -> None:
            if self.document_id == document_id:
                self._pending = {k: v for k, v in self._pending.items() if values.get(k, ...) != v}
            if draft is not None and not self._pending:
                draft.drop()
            self.stored.emit(document_id)

        def work(app: App) -> bool:
            write = app.papers.change_registered if by_hand else app.papers.set_values
            return write(actor, document_id, **values)

        self._bridge.ask(work, stored, self._refused, owner=self)

    def _build(self) -> None:
        layout = column(self, gap=0)
        split = QSplitter(Qt.Orientation.Horizontal)
        left = QWidget()
        left.setMinimumWidth(360)
        inner = column(left, gap=GRID)
        inner.setContentsMargins(GRID, GRID, GRID, 0)
        self.title = label("", "lead")
        self.state = label("", "small")
        inner.addLayout(row(self.title, 1))
        inner.addWidget(self.state)
        self.frozen = label("", "small")
        inner.addWidget(self.frozen)
        self.plan = PlanLines()
        inner.addWidget(self.plan)
        inner.addWidget(self._stale_line())
        self.blanks = scroll = Scroll(width=640, margin=0)
        self.checks = ChecksCard()
        self.form = ValuesForm()
        scroll.body.addWidget(self.checks)
        scroll.body.addWidget(self.form)
        scroll.body.addStretch(1)
        self.scans = ScanPanel(self._bridge)
        inner.addWidget(self.scans)
        inner.addWidget(scroll, 1)
        inner.addWidget(self.scans.beside, 1)
        self.scans.shown_beside.connect(lambda on: scroll.setVisible(not on))
        self.scans.trouble.connect(self.trouble)
        self.scans.changed.connect(self.refresh)
        self.steps = PaperActions(self._bridge, self)
        self.plan.wanted.connect(self.steps.do)
        inner.addWidget(self.steps)
        self.steps.bar.opened.connect(self._make_room)
        self.steps.bar.closed.connect(self._make_room)
        split.addWidget(left)
        split.addWidget(self._right())
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 5)
        split.setChildrenCollapsible(False)
        split.setSizes([430, 460])
        layout.addWidget(split)
        self.form.edited.connect(self._edited)
        self.form.left.connect(self.store)
        self.form.refill_wanted.connect(self._refill)
        self.checks.field_wanted.connect(self._go_to)

    def _go_to(self, field: str) -> None:
        if field == CASE and self.view is not None:
            self.case_wanted.emit(self.view.row.case_id or "")
        else:
            self.form.focus(field)

    def _right(self) -> QWidget:
        right = QWidget()
        right.setMinimumWidth(320)
        layout = column(right)
        layout.setContentsMargins(GRID, 0, 0, 0)
        self.problem = InlineMessage(closable=False)
        self.pages = PageView()
        self.pages.setObjectName("papers.pages")
        layout.addWidget(self.problem)
        layout.addWidget(self.pages, 1)
        return right

    def show_brief(self, is_brief: bool) -> None:
        """While something below takes the room, title, blanks and buttons stay."""
        self._is_brief = is_brief
        self._make_room()

    def _make_room(self) -> None:
        """What is asked about a frozen paper stands where its blanks were; they cannot be changed anyway."""
        if self.view is None or self.view.row.editable:
            return
        is_asked = self.steps.bar.isVisible()
        for widget in (self.scans, self.plan, self.frozen):
            widget.setVisible(not is_asked and not self._is_brief)
        self.blanks.setVisible(not is_asked and not self.scans.look.isChecked())

    def _stale_line(self) -> QWidget:
        self.stale = QWidget()
        again = LinkButton(self.tr("重新填写"), lambda: self.steps.do(Action.REFILL), icon="refresh-cw")
        again.setAccessibleName(self.tr("检查内容有变化：重新填写"))
        line = row(label(self.tr("检查内容有变化"), "warn", wrap=False), again, 1)
        self.stale.setLayout(line)
        self.stale.hide()
        return self.stale

    def _take_up(self, kept: Any) -> None:
        """Go on with what was typed when the window ended."""
        if isinstance(kept, dict) and kept:
            self._pending = {**kept, **self._pending}
            self._store_timer.start()
        self.refresh()

    def _show(self, view: PaperView) -> None:
        if view.row.id != self.document_id:
            return
        fresh = self.view is None or self.view.content.values != view.content.values
        fresh = fresh or (self.view is not None and self.view.row.state is not view.row.state)
        self.view = view
        if not view.row.takes_typing:
            self._pending = {}
        line = view.row
        self.title.setText(line.title)
        parts = (self._standing(view), line.number, line.respondent, line.issued_on)
        self.state.setText("  ·  ".join(str(part) for part in parts if part))
        self.frozen.setText(self._why_frozen(line))
        self.frozen.setVisible(not line.editable)
        self.stale.setVisible(bool(view.content.stale))
        self.stale.setToolTip("、".join(shown_label(view.content.form.field(key)) for key in view.content.stale))
        self.checks.setVisible(line.editable)
        self.checks.show_checks(view.checks)
        self.form.show_content(view.content, self._pending)
        self.plan.show_view(view)
        self.steps.show_view(view)
        self.scans.show_view(view)
        self._make_room()
        if fresh:
            self._draw()
        self._begin_step()

    def _begin_step(self) -> None:
        if self._step is None or self.view is None or self.view.row.id != self._step[0]:
            return
        action, self._step = self._step[1], None
        if action in self.steps.buttons:
            self.steps.do(action)

    def _standing(self, view: PaperView) -> str:
        """The state, more exactly where the one word would mislead."""
        line = view.row
        if line.state is DocumentState.PRINTED and not view.history.prints and not line.is_handwritten:
            return self.tr("已定稿，还没打印")
        return standing(line)

    def _edited(self, key: str) -> None:
        self._pending[key] = self.form.value(key)
        if self._draft is not None:
            self._draft.touched()
        self._preview_timer.start()
        self._store_timer.start()

    def _refill(self, key: str) -> None:
        actor, document_id = self._bridge.officer_id, self.document_id
        self._pending.pop(key, None)
        self._bridge.ask(lambda app: app.papers.refill(actor, document_id, key), owner=self)

    def _draw(self) -> None:
        """Ask for new pages; while some are being drawn the newest wish waits."""
        if self._is_drawing:
            self._wants_drawing = True
            return
        if not self.document_id:
            return
        self._is_drawing = True
        document_id, pending = self.document_id, dict(self._pending)

        def drawn(pages: Sequence[PageImage]) -> None:
            self._drawn(document_id, pages)

        def undrawn(error: Exception) -> None:
            self._undrawn(document_id, error)

        def draw(paper: PaperInput | bytes) -> None:
            if isinstance(paper, bytes):
                self._renderer.pages(paper, DPI, None, drawn, undrawn)
            else:
                self._renderer.preview(paper, DPI, lambda made: drawn(made.pages), undrawn)

        self._bridge.ask(lambda app: papers_reading.pages_of(app, document_id, pending), draw, undrawn, owner=self)

    def _drawn(self, document_id: str, pages: Sequence[PageImage]) -> None:
        self._is_drawing = False
        if document_id == self.document_id:
            self.problem.hide()
            self.pages.show_pages([image_of(page) for page in pages])
            self.previewed.emit(document_id, len(pages))
        self._again()

    def _undrawn(self, document_id: str, error: Exception) -> None:
        """Why there are no pages stands where they would be, until they can be drawn."""
        self._is_drawing = False
        if isinstance(error, InspectorError) and document_id == self.document_id:
            self.pages.show_pages(())
            told = messages.told(error)
            safe = self.tr("填好的内容都在，改好后这里会显示文书。")
            self._wrong = self.form.named(str(error.params.get("field") or ""))
            go = self.tr("去修改") if self._wrong else ""
            self.problem.show_message(
                Message(told.happened, safe, told.todo), "warn", action=go, clicked=self.go_to_problem
            )
            self.undrawn.emit(document_id)
        self._again()

    def _why_frozen(self, line: PaperRow) -> str:
        state = line.state
        if line.is_handwritten:
            return self.tr("手写文书，纸是原件。抄错的地方可以直接改，改动留痕。")
        if state is DocumentState.PRINTED:
            return self.tr("已定稿，内容固定。要修改请先“撤回修改”。")
        if state is DocumentState.VOID:
            return self.tr("已作废，不再使用。")
        return self.tr("内容不能再改；要改请用“更正”另出一份。")

    def _again(self) -> None:
        if self._wants_drawing:
            self._wants_drawing = False
            self._draw()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, InspectorError):
            self.trouble.emit(error)
