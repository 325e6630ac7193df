"""One paper: its blanks on the left, what the check says above them, the true pages on the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from inspector_app import terms
from inspector_app.documents.page_images import PreviewedPaper
from inspector_app.documents.values import PaperInput
from inspector_app.errors import InspectorError
from ui import language
from ui.bridge import Bridge
from ui.inspection.typing import LocalDraft
from ui.papers import papers_reading
from ui.papers.checks_card import ChecksCard
from ui.papers.page_view import DPI, PageView
from ui.papers.paper_actions import PaperActions
from ui.papers.papers_reading import PaperView
from ui.papers.renderer import PageRenderer, image_of
from ui.papers.values_form import ValuesForm
from ui.widgets.basic import GRID, Scroll, column, label, row

PREVIEW_AFTER_MS = 250
"""From a key press to the wish for new pages; several keys make one wish."""
STORE_AFTER_MS = 5_000
"""Without a key press for so long, what was typed becomes part of the paper; on this machine's disk it is at once."""


class PaperPane(QWidget):
    """Edits and previews the paper of ``show_paper``; typed values are on disk at once and stored when left."""

    previewed = Signal(str, int)
    """(document id, number of pages) is on screen."""
    stored = Signal(str)
    """What was typed is part of the paper."""
    trouble = Signal(object)
    notice = Signal(str)
    paper_wanted = Signal(str)
    """Another paper should be shown (its correction)."""
    print_wanted = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._renderer = PageRenderer.of(bridge)
        self.document_id = ""
        self.view: PaperView | None = None
        self._pending: dict[str, Any] = {}
        self._is_drawing = False
        self._wants_drawing = False
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
        name = f"form.paper.{document_id}"
        self._draft = LocalDraft(self._bridge, name, lambda: self._pending, self)
        self._draft.recall(self._take_up)
        self._renderer.warm_up()

    def refresh(self) -> None:
        """Read the paper as it stands."""
        document_id = self.document_id
        if document_id:
            self._bridge.ask(lambda app: papers_reading.paper_view(app, document_id), self._show, owner=self)

    def store(self) -> None:
        """Make what was typed part of the paper."""
        self._store_timer.stop()
        if not self._pending or not self.document_id:
            return
        actor, document_id, values = self._bridge.officer_id, self.document_id, dict(self._pending)
        draft = self._draft

        def stored(_changed: bool) -> None:
            if self.document_id == document_id:
                self._pending = {k: v for k, v in self._pending.items() if values.get(k, ...) != v}
            if draft is not None and not self._pending:
                draft.drop()
            self.stored.emit(document_id)

        self._bridge.ask(
            lambda app: app.papers.set_values(actor, document_id, **values), stored, self._refused, owner=self
        )

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
        scroll = Scroll(width=640, margin=0)
        self.checks = ChecksCard()
        self.form = ValuesForm()
        scroll.body.addWidget(self.checks)
        scroll.body.addWidget(self.form)
        scroll.body.addStretch(1)
        inner.addWidget(scroll, 1)
        self.steps = PaperActions(self._bridge, self)
        inner.addWidget(self.steps)
        self.pages = PageView()
        self.pages.setMinimumWidth(320)
        split.addWidget(left)
        split.addWidget(self.pages)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 5)
        split.setChildrenCollapsible(False)
        split.setSizes([430, 460])
        layout.addWidget(split)
        self.form.edited.connect(self._edited)
        self.form.left.connect(self.store)
        self.form.refill_wanted.connect(self._refill)
        self.checks.field_wanted.connect(self.form.focus)

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
        if not view.row.editable:
            self._pending = {}
        line = view.row
        self.title.setText(line.title)
        parts = (terms.label(line.state, language.current()), line.number, line.respondent, line.issued_on)
        self.state.setText("  ·  ".join(str(part) for part in parts if part))
        self.checks.setVisible(line.editable)
        self.checks.show_checks(view.checks)
        self.form.show_content(view.content, self._pending)
        self.steps.show_view(view)
        if fresh:
            self._draw()

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

        def drawn(made: PreviewedPaper) -> None:
            self._drawn(document_id, made)

        def draw(paper: PaperInput) -> None:
            self._renderer.preview(paper, DPI, drawn, self._undrawn)

        self._bridge.ask(
            lambda app: papers_reading.preview_input(app, document_id, pending),
            draw,
            self._undrawn,
            owner=self,
        )

    def _drawn(self, document_id: str, made: PreviewedPaper) -> None:
        self._is_drawing = False
        if document_id == self.document_id:
            self.pages.show_pages([image_of(page) for page in made.pages])
            self.previewed.emit(document_id, len(made.pages))
        self._again()

    def _undrawn(self, error: Exception) -> None:
        self._is_drawing = False
        if isinstance(error, InspectorError):
            self.trouble.emit(error)
        self._again()

    def _again(self) -> None:
        if self._wants_drawing:
            self._wants_drawing = False
            self._draw()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, InspectorError):
            self.trouble.emit(error)
