"""Registers a paper that was written by hand: what stands on it, copied beside its photos (手写文书)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QFileDialog, QSplitter, QWidget

from inspector_app.documents.specification import form_library
from inspector_app.enforcement.scan_values import Handwritten
from inspector_app.enforcement.values import CheckResult, DocumentState, PaperContent, PaperRow
from inspector_app.errors import InspectorError
from ui import folders, messages
from ui.bridge import Bridge
from ui.inspection.typing import LocalDraft
from ui.opening import today
from ui.page import Page
from ui.papers.checks_card import ChecksCard
from ui.papers.handwritten_head import HandwrittenHead
from ui.papers.page_view import DPI, PageView
from ui.papers.renderer import PageRenderer, image_of
from ui.papers.values_form import ValuesForm
from ui.widgets.basic import GRID, Button, LinkButton, PrimaryButton, Scroll, column, label, row
from ui.widgets.message import InlineMessage

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.enterprise.dossier import SiteFile
    from ui.main_window import MainWindow

CHECK_AFTER_MS = 600
ANYWAY = ("handwritten.number_missing", "handwritten.number_outside_blocks")
"""What an officer may overrule: the number stands on the paper, right or wrong."""


class HandwrittenPage(Page):
    """Left the form, right the photos of the paper. What is typed is on this machine's disk at once."""

    help_topic = "handwritten"
    registered = Signal(str)
    """The id of the paper that is registered now."""
    checked = Signal(int)
    """The check answered: how many lines it says."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.inspection_id = ""
        self.photos: list[Path] = []
        self._pending: dict[str, Any] = {}
        self._draft: LocalDraft | None = None
        self._asked = 0
        self.setAcceptDrops(True)
        layout = column(self, margin=0, gap=0)
        back = LinkButton(self.tr("回到文书"), self._back, icon="arrow-left")
        head = row(label(self.tr("登记手写文书"), "title", wrap=False), back, 1)
        head.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        layout.addLayout(head)
        split = QSplitter()
        split.addWidget(self._left())
        split.addWidget(self._right())
        split.setChildrenCollapsible(False)
        split.setSizes([560, 520])
        layout.addWidget(split, 1)
        self._check_timer = QTimer(self, interval=CHECK_AFTER_MS, singleShot=True)
        self._check_timer.timeout.connect(self._check)

    def open(self, argument: object) -> None:
        """``argument``: the inspection the paper belongs to."""
        if isinstance(argument, str) and argument and argument != self.inspection_id:
            self.inspection_id = argument
            self._begin()

    def subject(self) -> str:
        """The visit."""
        return self.inspection_id

    def place(self) -> dict[str, Any]:
        """The visit."""
        return {"inspection": self.inspection_id}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to what was being copied."""
        self.open(place.get("inspection"))

    def leave(self) -> None:
        """What was typed waits on disk."""
        if self._draft is not None:
            self._draft.flush()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add_photos([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def add_photos(self, files: Sequence[Path]) -> None:
        """Put photos of the paper beside the form; they are filed when the paper is registered."""
        self.photos += [file for file in files if file not in self.photos]
        self.head.pages.setValue(max(self.head.pages.value(), len(self.photos)))
        self._touched()
        self._show_photos()

    def register(self, *, anyway: bool = False) -> None:
        """Register the paper, then file its photos; what is refused is said and stays as it was typed."""
        actor, paper = self.bridge.officer_id, self._paper()
        self.bridge.ask(
            lambda app: app.papers.register(actor, paper, accept_warnings=anyway),
            self._registered, self._refused, owner=self,
        )  # fmt: skip

    def _left(self) -> QWidget:
        left = QWidget()
        left.setMinimumWidth(420)
        layout = column(left)
        layout.setContentsMargins(2 * GRID, 0, GRID, 2 * GRID)
        scroll = Scroll(width=760, margin=0)
        note = label(self.tr("纸是原件，这里照着抄。可以先用检查内容预填，再对照纸面改。"), "small")
        self.head = HandwrittenHead()
        self.fill = Button(self.tr("用检查内容预填"), self._fill, icon="refresh-cw")
        self.values = ValuesForm()
        self.checks = ChecksCard(self.tr("对照检查没有问题"), self.tr("对照检查"))
        scroll.body.addWidget(note)
        scroll.body.addWidget(self.head)
        scroll.body.addLayout(row(label(self.tr("文书内容"), "lead", wrap=False), 1, self.fill))
        for widget in (self.values, self.head.foot, self.checks):
            scroll.body.addWidget(widget)
        scroll.body.addStretch(1)
        self.problem = InlineMessage()
        self.go = PrimaryButton(self.tr("登记"), self.register, icon="check")
        layout.addWidget(scroll, 1)
        layout.addWidget(self.problem)
        layout.addLayout(row(1, self.go))
        self.problem.hide()
        self.head.edited.connect(self._touched)
        self.head.form_chosen.connect(lambda _key: self._form_chosen())
        self.values.edited.connect(self._edited)
        self.checks.field_wanted.connect(self.values.focus)
        return left

    def _right(self) -> QWidget:
        right = QWidget()
        right.setMinimumWidth(320)
        layout = column(right, gap=GRID)
        layout.setContentsMargins(GRID, 0, 2 * GRID, 2 * GRID)
        choose = Button(self.tr("添加纸面照片"), self._choose, icon="camera")
        self.clear = LinkButton(self.tr("全部拿掉"), self._clear_photos)
        self.told = label("", "small")
        self.pages = PageView()
        self.pages.setAccessibleName(self.tr("纸面照片"))
        layout.addLayout(row(choose, self.clear, 1))
        layout.addWidget(self.told)
        layout.addWidget(self.pages, 1)
        return right

    def _begin(self) -> None:
        self._pending, self.photos = {}, []
        self.head.show_answers({})
        name = f"form.handwritten.{self.inspection_id}"
        self._draft = draft = LocalDraft(self.bridge, name, self._typed, self)
        self._show_form()
        draft.recall(self._take_up)

    def _take_up(self, kept: Any) -> None:
        if isinstance(kept, dict) and kept:
            self.head.show_answers(kept.get("head") or {})
            self._pending = dict(kept.get("values") or {})
            self.photos = [file for one in kept.get("photos") or () if (file := Path(one)).exists()]
        self._show_form()
        self._show_photos()
        if not self.head.answers()["respondent"]:
            self._propose_party()

    def _typed(self) -> dict[str, Any]:
        photos = [str(file) for file in self.photos]
        return {"head": self.head.answers(), "values": self._pending, "photos": photos}

    def _touched(self) -> None:
        if self._draft is not None:
            self._draft.touched()
        self._check_timer.start()

    def _edited(self, key: str) -> None:
        self._pending[key] = self.values.value(key)
        self._touched()

    def _form_chosen(self) -> None:
        self._pending = {}
        self._show_form()

    def _show_form(self) -> None:
        form = form_library().form(self.head.form.value)
        draft = PaperRow(
            "", form.key, form.title, None, DocumentState.DRAFT, None, None, None, None, "", None, None, None
        )
        self.values.show_content(PaperContent(draft, form, self._pending, frozenset()), {})
        for blank in self.values.blanks.values():
            blank.mark.setText("")
            inputs: Iterable[QWidget] = blank.editor.findChildren(QWidget)
            for one in inputs:
                one.setProperty("verbatim", True)

    def _fill(self) -> None:
        """Blanks nobody has written yet get what the visit knows; the officer compares them with the paper."""
        form, inspection_id = self.head.form.value, self.inspection_id
        self.bridge.ask(lambda app: app.papers.proposed_values(form, inspection_id), self._filled, owner=self)

    def _filled(self, proposed: dict[str, Any]) -> None:
        shown = {key: value for key, value in proposed.items() if key in self.values.blanks}
        self._pending = {**shown, **{key: value for key, value in self._pending.items() if value not in (None, "", [])}}
        self._show_form()
        self._touched()

    def _propose_party(self) -> None:
        inspection_id = self.inspection_id

        def party(app: App) -> str:
            site: SiteFile = app.register.site_file(app.inspections.get(inspection_id).site_id or "")
            return site.enterprise.name if site.enterprise else ""

        def show(name: str) -> None:
            answers = self.head.answers()
            if name and not answers["respondent"]:
                self.head.show_answers({**answers, "respondent": name})

        self.bridge.ask(party, show, owner=self)

    def _paper(self) -> Handwritten:
        values = {key: value for key, value in self._pending.items() if value not in (None, "", [])}
        return self.head.paper(self.inspection_id, values, today())

    def _check(self) -> None:
        """What a court would say of it; what is not written yet is no question here."""
        self._asked = asked = self._asked + 1
        paper = self._paper()

        def show(results: list[CheckResult]) -> None:
            if asked == self._asked:
                self.checks.show_checks(results)
                self.checked.emit(len(results))

        self.bridge.ask(lambda app: app.papers.check_handwritten(paper), show, lambda _error: None, owner=self)

    def _registered(self, document_id: str) -> None:
        if self._draft is not None:
            self._draft.drop()
        photos, visit = self.photos, self.inspection_id
        self.inspection_id = ""
        self.problem.hide()
        window: MainWindow | Any = self.window()
        if photos:
            window.scans.take(list(photos), document_id)
        self.notice.emit(self.tr("手写文书已登记。登记错了可以在文书页撤销。"))
        self.registered.emit(document_id)
        self.navigate.emit("papers", {"inspection": visit, "paper": document_id})

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, InspectorError):
            return
        action = self.tr("仍然登记") if error.code in ANYWAY else ""
        self.problem.show_message(
            messages.told(error), "warn", action=action, clicked=lambda: self.register(anyway=True)
        )
        field = error.params.get("field")
        if isinstance(field, str):
            self.values.focus(field)

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("选择手写文书的照片或扫描件"), folders.pictures())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.add_photos([Path(one) for one in names]))
        dialog.open()

    def _clear_photos(self) -> None:
        self.photos = []
        self._touched()
        self._show_photos()

    def _show_photos(self) -> None:
        count = len(self.photos)
        none = self.tr("把手写文书的照片拖到这里，或点“添加纸面照片”。照片和文书一起归档。")
        self.told.setText(self.tr("{0} 张，登记时一起归档").format(count) if count else none)
        self.clear.setVisible(bool(count))
        images: list[QImage] = []
        self.pages.show_pages([])
        for file in self.photos:

            def drawn(pages: Any) -> None:
                images.extend(QImage.fromData(one) if isinstance(one, bytes) else image_of(one) for one in pages)
                self.pages.show_pages(images)

            PageRenderer.of(self.bridge).file_pages(str(file), DPI, drawn, lambda _error: None)

    def _back(self) -> None:
        self.navigate.emit("papers", self.inspection_id)
