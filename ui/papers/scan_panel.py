"""Signed pages of the paper in front: which came back, which are missing, beside the page; the opinion on them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from inspector_app.enforcement.scan_values import OPINION, HandwritingRow
from inspector_app.errors import InspectorError
from ui import folders
from ui.bridge import Bridge
from ui.inspection.parts import FlowLayout
from ui.papers.asking import Answers, Ask, AskBar
from ui.papers.field_editors import shown_label
from ui.papers.page_view import DPI, PageView
from ui.papers.renderer import PageRenderer, image_of
from ui.widgets.basic import Button, column, label

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from ui.main_window import MainWindow
    from ui.papers.papers_reading import PaperView

_PDF = b"%PDF"


class ScanPanel(QWidget):
    """Hidden while the paper is a draft. ``beside``: the scans, where the blanks stand otherwise."""

    shown_beside = Signal(bool)
    trouble = Signal(object)
    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._view: PaperView | None = None
        layout = column(self)
        self.summary = label("", "small")
        self.written = label("", "small")
        self.add = Button(self.tr("扫回"), self._choose, icon="upload")
        self.look = Button(self.tr("并排看"), self._toggle, icon="eye")
        self.look.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.opinion = Button(self.tr("转录意见"), self._ask_opinion, icon="pen")
        for button, words in ((self.add, self.tr("扫回签字件")), (self.look, self.tr("并排看签字件"))):
            button.setAccessibleName(words)
            button.setToolTip(words)
        self.other = Button(self.tr("转录其他栏目"), self._ask_blank)
        self.number = Button(self.tr("改页码"), self._ask_pages)
        self.take_off = Button(self.tr("移出"), self._ask_removal)
        for button, words in (
            (self.number, self.tr("改签字件的页码")), (self.take_off, self.tr("把签字件移出这份文书")),
        ):  # fmt: skip
            button.setAccessibleName(words)
            button.setToolTip(words)
        self.bar = AskBar(bridge, lambda: self._view.row.id if self._view else "")
        self.bar.closed.connect(lambda: self.written.setVisible(self._opinion() is not None))
        layout.addWidget(self.summary)
        layout.addWidget(self.written)
        buttons = FlowLayout()
        for button in (self.add, self.look, self.opinion, self.other, self.number, self.take_off):
            buttons.addWidget(button)
        layout.addLayout(buttons)
        layout.addWidget(self.bar)
        self.beside = PageView()
        self.beside.setAccessibleName(self.tr("签字件"))
        self.beside.hide()
        self.hide()

    def show_view(self, view: PaperView) -> None:
        """Show what came back of this paper."""
        other = self._view is None or self._view.row.id != view.row.id
        self._view = view
        self.other.setVisible(bool(self._blanks()))
        self.setVisible(not view.row.editable)
        history = view.history
        pages = "、".join(str(page) for scan in history.scans if scan.is_current for page in scan.pages)
        told = [self.tr("签字件：第 {0} 页已扫回").format(pages)] if pages else []
        if history.missing:
            missing = "、".join(map(str, history.missing))
            told.append(self.tr("第 {0} 页还没有扫回").format(missing))
        self.summary.setText("；".join(told))
        opinion = self._opinion()
        signed = "，".join(part for part in (opinion.signer_name, opinion.written_on) if part) if opinion else ""
        self.written.setText(self.tr("当事人意见：{0}").format(opinion.text) + f"  {signed}" if opinion else "")
        self.written.setVisible(opinion is not None)
        self.look.setEnabled(bool(history.scans))
        self.number.setVisible(bool(history.scans))
        self.take_off.setVisible(bool(history.scans))
        if other:
            self.bar.hide()
            self.look.setChecked(False)
            self._toggle()

    def _opinion(self) -> HandwritingRow | None:
        rows = self._view.history.handwriting if self._view else ()
        return next((one for one in rows if one.blank == OPINION), None)

    def _choose(self) -> None:
        window: MainWindow | Any = self.window()
        document_id = self._view.row.id if self._view else None
        by_hand = document_id if self._view and self._view.row.is_handwritten else None
        dialog = QFileDialog(self, self.tr("选择签字件的照片或扫描件"), folders.pictures())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: window.scans.take([Path(one) for one in names], by_hand))
        dialog.open()

    def _toggle(self) -> None:
        on = self.look.isChecked()
        self.beside.setVisible(on)
        self.shown_beside.emit(on)
        if on and self._view is not None:
            hashes = [scan.shown_sha256 for scan in self._view.history.scans]
            self._bridge.ask(lambda app: [app.evidence.read(one) for one in hashes], self._show_files, owner=self)

    def _show_files(self, files: list[bytes]) -> None:
        images = [QImage.fromData(one) for one in files if not one.startswith(_PDF)]
        self.beside.show_pages(images)
        for pdf in (one for one in files if one.startswith(_PDF)):

            def drawn(pages: Any) -> None:
                images.extend(image_of(page) for page in pages)
                self.beside.show_pages(images)

            PageRenderer.of(self._bridge).pages(pdf, DPI, None, drawn, self._refused)

    def _ask_opinion(self) -> None:
        known = self._opinion()
        asks = [
            Ask("text", self.tr("纸上写的意见（照原文）"), known.text if known else ""),
            Ask("signer", self.tr("签名人"), known.signer_name if known else "", is_required=False),
            Ask(
                "on",
                self.tr("纸上的签名日期（如 2026-03-10）"),
                (known.written_on or "") if known else "",
                is_required=False,
            ),
        ]
        self.written.hide()  # it stands in the fields; there is room for them
        self.bar.ask(self.tr("转录当事人意见"), asks, self.tr("记下"), self._store)

    def _scans(self) -> list[tuple[str, str]]:
        """(id, words) of each scan of the paper in front."""
        found = []
        for place, scan in enumerate(self._view.history.scans if self._view else (), 1):
            pages = "、".join(str(sheet.page or "?") for sheet in scan.sheet_pages)
            found.append((scan.id, self.tr("{0}．{1}（第 {2} 页）").format(place, scan.file_name or "—", pages)))
        return found

    def _blanks(self) -> list[tuple[str, str]]:
        """Blanks of the paper that are filled in by hand, apart from the opinion."""
        fields = self._view.content.form.fields if self._view else ()
        inked = (one for one in fields if one.ink and one.kind in ("str", "text", "date") and one.key != OPINION)
        return [(one.key, shown_label(one)) for one in inked]

    def _ask_blank(self) -> None:
        asks = [
            Ask("blank", self.tr("哪一栏"), choices=self._blanks()),
            Ask("text", self.tr("纸上写的（照原文；空着就是取消转录）"), is_required=False),
        ]
        self.bar.ask(self.tr("转录其他栏目"), asks, self.tr("记下"), self._transcribe)

    def _transcribe(self, answers: Answers) -> None:
        assert self._view is not None
        actor, document_id = self._bridge.officer_id, self._view.row.id
        texts = {answers["blank"]: answers["text"]}
        self._do(lambda app: app.papers.transcribe(actor, document_id, texts))

    def _ask_pages(self) -> None:
        scans = self._scans()
        shown = self._view.history.scans[-1] if self._view and scans else None
        if shown is None:
            return
        pages = "、".join(str(sheet.page or "?") for sheet in shown.sheet_pages)
        asks = [
            Ask("scan", self.tr("哪一张签字件"), shown.id, choices=scans),
            Ask("pages", self.tr("它是文书的第几页"), pages, hint=self.tr("一个文件有几张的，按次序写，如 1、2")),
        ]
        self.bar.ask(self.tr("改页码"), asks, self.tr("记下"), self._set_pages)

    def _set_pages(self, answers: Answers) -> None:
        numbers = [one for one in re.split(r"[\s,，、]+", answers["pages"]) if one]
        if not all(one.isdecimal() for one in numbers):
            self.bar.say("pages", self.tr("请写数字，如 1 或 1、2。"))
            return
        actor, scan, pages = self._bridge.officer_id, answers["scan"], [int(one) for one in numbers]
        self._do(lambda app: app.papers.set_scan_pages(actor, scan, pages))

    def _ask_removal(self) -> None:
        asks = [Ask("scan", self.tr("哪一张签字件"), choices=self._scans()), Ask("reason", self.tr("原因"))]
        self.bar.ask(self.tr("移出签字件"), asks, self.tr("移出"), self._remove)

    def _remove(self, answers: Answers) -> None:
        actor, scan, reason = self._bridge.officer_id, answers["scan"], answers["reason"]
        self._do(lambda app: app.papers.remove_scan(actor, scan, reason))

    def _do(self, work: Callable[[App], Any]) -> None:
        """Do it; then the panel shows what is there now."""

        def done(_changed: Any) -> None:
            self.bar.finish()
            self.changed.emit()

        self._bridge.ask(work, done, self._refused, owner=self)

    def _store(self, answers: Answers) -> None:
        assert self._view is not None
        actor, document_id = self._bridge.officer_id, self._view.row.id

        self._do(
            lambda app: app.papers.record_opinion(
                actor, document_id, answers["text"], signer_name=answers["signer"], written_on=answers["on"] or None
            )
        )

    def _refused(self, error: Exception) -> None:
        if isinstance(error, InspectorError):
            self.trouble.emit(error)
