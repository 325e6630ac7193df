"""The systems visits are entered in: whether the order of their fields is confirmed, and the county's own layout."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.errors import InspectorError
from ui import folders, language, messages
from ui.bridge import Bridge
from ui.register.mine_lines import joined
from ui.widgets.basic import Button, Card, LinkButton, column, label, row
from ui.widgets.message import FieldError

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.transcription.layout import Layout


class SystemsCard(Card):
    """Reads the layouts, imports one, goes back to the shipped one."""

    changed = Signal()
    """Another layout holds now."""
    refused = Signal()
    """A file could not be used; the card says why."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(language.tr("录入系统和栏目表"), parent, icon="list-checks")
        self._bridge = bridge
        note = self.tr("自带的栏目顺序待确认。县局对照系统页面排好后，导入本县的栏目表。")
        self.body.addWidget(label(note, "muted"))
        self.lines = column()
        self.body.addLayout(self.lines)
        self.error = FieldError()
        self.body.addWidget(self.error)
        self.take = Button(self.tr("导入栏目表"), self._choose_file, icon="upload")
        self.save = LinkButton(self.tr("另存自带的栏目表，作底稿"), self._choose_folder, icon="save")
        self.body.addLayout(row(self.take, self.save, 1))

    def refresh(self) -> None:
        """Read the layouts anew."""
        self._bridge.ask(lambda app: app.transcription.layouts(), self._show, owner=self)

    def import_file(self, file: Path) -> None:
        """Put the layout of this file in the place of the shipped one."""
        actor = self._bridge.officer_id
        self.error.say("")
        self._bridge.ask(lambda app: _import(app, actor, file), lambda _done: self._changed(), self._refuse, owner=self)

    def save_drafts(self, folder: Path) -> None:
        """Write the layouts and their schema into a folder, to be changed there."""
        self._bridge.ask(lambda _app: _save(folder), lambda _done: self.error.say(""), self._refuse, owner=self)

    def _show(self, layouts: Sequence[Layout]) -> None:
        while self.lines.count():
            taken = self.lines.takeAt(0).widget()
            if taken is not None:
                taken.hide()
                taken.deleteLater()
        for one in layouts:
            self.lines.addWidget(self._line(one))

    def _line(self, layout: Layout) -> QWidget:
        made = QWidget()
        name = layout.title_en if language.current() == "en" else layout.title
        order = self.tr("顺序已核对") if layout.confirmed else self.tr("顺序待确认")
        whose = self.tr("本县栏目表 {0}") if layout.is_own else self.tr("自带栏目表 {0}")
        use = "" if layout.in_use else self.tr("本县不用")
        words = column(gap=0)
        words.addWidget(label(name))
        facts = joined(order, whose.format(layout.version), use)
        words.addWidget(label(facts, "small" if layout.confirmed else "warn"))
        across = row()
        across.addLayout(words, 1)
        if layout.is_own:
            told = self.tr("恢复自带的栏目表：{0}").format(name)
            across.addWidget(LinkButton(self.tr("恢复自带的"), lambda: self._reset(layout.key), name=told))
        made.setLayout(across)
        return made

    def _reset(self, system: str) -> None:
        actor, reason = self._bridge.officer_id, self.tr("恢复自带的栏目表")
        self._bridge.ask(
            lambda app: app.transcription.reset_layout(actor, system, reason), lambda _done: self._changed(), owner=self
        )

    def _changed(self) -> None:
        self.refresh()
        self.changed.emit()

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, InspectorError):
            told = messages.told(error)
            self.error.say(" ".join(part for part in (told.happened, told.safe, told.todo) if part))
            self.refused.emit()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("选择栏目表"), folders.documents())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("JSON (*.json)")
        dialog.fileSelected.connect(lambda name: self.import_file(Path(name)))
        dialog.open()

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("栏目表存到哪个文件夹"), folders.documents())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.save_drafts(Path(name)))
        dialog.open()


def _import(app: App, actor: str, file: Path) -> Any:
    from inspector_app.transcription.layout import read_layout

    return app.transcription.import_layout(actor, read_layout(file))


def _save(folder: Path) -> None:
    from inspector_app import paths
    from ui.papers.printing import write_file

    for file in sorted(paths.resources("transcription").glob("*.json")):
        write_file(folder / file.name, file.read_bytes())
