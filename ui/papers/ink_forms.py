"""Signing on the screen under a paper: the dialog, the copy with its sheet of signatures, taking one back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from inspector_app.enforcement.signing_values import InkRow
from inspector_app.enforcement.values import SignerRole
from ui import folders
from ui.bridge import Bridge
from ui.papers import papers_reading
from ui.papers.actions import Action
from ui.papers.asking import Answers, Ask, AskBar
from ui.papers.ink_dialog import InkDialog
from ui.papers.papers_reading import PaperView
from ui.papers.printing import file_name, write_file
from ui.papers.signing_forms import Run, pin_ask

if TYPE_CHECKING:
    from inspector_app.bootstrap import App


class InkForms(QObject):
    """What an officer does with signatures on the screen."""

    saved = Signal(str)
    """Where the copy was written, in words."""

    def __init__(self, bridge: Bridge, bar: AskBar, run: Run) -> None:
        super().__init__(bar)
        self._bridge, self._bar, self._run = bridge, bar, run
        self._view: PaperView | None = None
        self.dialog: InkDialog | None = None

    def ask(self, view: PaperView) -> None:
        """Open the surface to write on."""
        self._view = view
        self.dialog = dialog = InkDialog(view, self._bar.window())
        dialog.signed.connect(self._sign)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_copy(self, view: PaperView) -> None:
        """Write the issued paper followed by its sheet of signatures to a file."""
        self._view = view
        folder = folders.documents()
        dialog = QFileDialog(self._bar, self.tr("签名副本存到哪个文件夹"), folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.filesSelected.connect(lambda names: self.write_copy(Path(names[0])))
        dialog.open()

    def write_copy(self, folder: Path) -> None:
        """Write the signed copy into this folder."""
        assert self._view is not None
        row = self._view.row
        target = folder / f"{self.tr('签名副本')} {file_name(row)}"

        def work(app: App) -> None:
            write_file(target, app.papers.ink_copy(row.id))

        def written(_nothing: None) -> None:
            self.saved.emit(self.tr("已写入 {0}").format(target))

        self._bridge.ask(work, written, owner=self)

    def ask_removal(self, view: PaperView) -> None:
        """Take a signature back that was made by mistake."""
        self._view = view
        inks = [(one.id, f"{one.signer_name} {one.signed_at[:16].replace('T', ' ')}") for one in view.inks]
        asks = [Ask("ink", self.tr("哪一个屏幕签名"), choices=inks), Ask("reason", self.tr("原因")), *pin_ask(view)]
        self._bar.ask(self.tr("撤销屏幕签名"), asks, self.tr("撤销屏幕签名"), self._remove)

    def _sign(self, role: SignerRole, name: str, strokes: bytes, pin: str) -> None:
        assert self._view is not None
        actor, document_id = self._bridge.officer_id, self._view.row.id

        def work(app: App) -> InkRow:
            papers_reading.require_pin(app, pin)
            return app.papers.ink_sign(actor, document_id, role, name, strokes)

        def signed(_row: InkRow) -> None:
            if self.dialog is not None:
                self.dialog.accept()
                self.dialog = None
            self._run(lambda _app: None, Action.INK_SIGN)

        dialog = self.dialog
        assert dialog is not None
        self._bridge.ask(work, signed, dialog.refuse, owner=dialog)

    def _remove(self, answers: Answers) -> None:
        actor = self._bridge.officer_id

        def work(app: App) -> None:
            papers_reading.require_pin(app, answers.get("pin", ""))
            app.papers.ink_remove(actor, answers["ink"], answers["reason"])

        self._run(work, Action.INK_REMOVE)
