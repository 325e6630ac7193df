"""Signed pages of the paper in front: which came back, which are missing, beside the page; the opinion on them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from inspector_app.enforcement.scan_values import OPINION, HandwritingRow
from inspector_app.errors import InspectorError
from ui.bridge import Bridge
from ui.inspection.photo_import import pictures_folder
from ui.papers.asking import Answers, Ask, AskBar
from ui.papers.page_view import DPI, PageView
from ui.papers.renderer import PageRenderer, image_of
from ui.widgets.basic import Button, column, label, row

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
        self.bar = AskBar(bridge, lambda: self._view.row.id if self._view else "")
        self.bar.closed.connect(lambda: self.written.setVisible(self._opinion() is not None))
        layout.addWidget(self.summary)
        layout.addWidget(self.written)
        layout.addLayout(row(self.add, self.look, self.opinion, 1))
        layout.addWidget(self.bar)
        self.beside = PageView()
        self.beside.setAccessibleName(self.tr("签字件"))
        self.beside.hide()
        self.hide()

    def show_view(self, view: PaperView) -> None:
        """Show what came back of this paper."""
        other = self._view is None or self._view.row.id != view.row.id
        self._view = view
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
        dialog = QFileDialog(self, self.tr("选择签字件的照片或扫描件"), pictures_folder())
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

    def _store(self, answers: Answers) -> None:
        assert self._view is not None
        actor, document_id = self._bridge.officer_id, self._view.row.id

        def work(app: App) -> bool:
            return app.papers.record_opinion(
                actor, document_id, answers["text"], signer_name=answers["signer"], written_on=answers["on"] or None
            )

        def done(_changed: bool) -> None:
            self.bar.finish()
            self.changed.emit()

        self._bridge.ask(work, done, self._refused, owner=self)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, InspectorError):
            self.trouble.emit(error)
