"""Brings pictures in from files, folders, drops and the clipboard, with progress, cancel and an answer per bad file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QStandardPaths, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QLabel, QProgressBar, QWidget

from inspector_app.errors import BadInput, InspectorError
from ui import language, messages
from ui.bridge import Bridge
from ui.inspection.photo_rows import PICTURES, ImportResult, ImportStep, Source, import_photos
from ui.tasks import Task
from ui.widgets.basic import GRID, Button, LinkButton, column, label, row

if TYPE_CHECKING:
    from inspector_app.bootstrap import App


def sources_of(mime: QMimeData) -> list[Source]:
    """What was dropped or pasted: local files and folders, else image data."""
    paths: list[Source] = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if paths:
        return paths
    if mime.hasImage():
        image = mime.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return [png(image)]
    return []


def png(image: QImage) -> bytes:
    """An image from the clipboard as a file that keeps every pixel."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stub is wrong: PySide6 takes str only
    return bytes(buffer.data().data())


class PhotoImport(QWidget):
    """The line that shows an import while it runs and what became of it; hidden while nothing is to be said."""

    finished = Signal(object)
    """An ``ImportResult``."""
    trouble = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._task: Task | None = None
        self._failures: list[tuple[str, InspectorError]] = []
        self._taken = self._duplicates = 0
        self._waiting: list[tuple[Sequence[Source], str, str | None]] = []
        layout = column(self, gap=GRID // 2)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("导入照片"))
        self.cancel = Button(self.tr("停止"), self._cancel, icon="x")
        self._running = QWidget()
        line = row(self.bar, self.cancel)
        self._running.setLayout(line)
        self.answer = label("")
        self.close_answer = LinkButton(self.tr("知道了"), self._hide_answer, icon="x")
        self._said = QWidget()
        said = row(self.answer, self.close_answer)
        said.setStretch(0, 1)
        self._said.setLayout(said)
        layout.addWidget(self._running)
        layout.addWidget(self._said)
        self._running.hide()
        self._said.hide()

    @property
    def is_running(self) -> bool:
        """Whether pictures are being taken in."""
        return self._task is not None

    def take(self, sources: Sequence[Source], inspection_id: str, finding_id: str | None) -> None:
        """Take these in, after those that are being taken in."""
        if not sources:
            return
        if self._task is not None:
            self._waiting.append((sources, inspection_id, finding_id))
            return
        self._failures, self._taken, self._duplicates = [], 0, 0
        actor = self._bridge.officer_id
        self._said.hide()
        self.bar.setMaximum(0)
        self.bar.setFormat(self.tr("正在读取…"))
        self._running.setVisible(len(sources) > 1 or any(isinstance(one, Path) and one.is_dir() for one in sources))

        def work(app: App) -> Any:
            return import_photos(app, actor, sources, inspection_id, finding_id)

        self._task = self._bridge.ask(
            work, lambda _none: self._finish(), self._failed, progress=self._step, cancelled=self._finish, owner=self
        )

    def choose_files(self, inspection_id: str, finding_id: str | None) -> None:
        """Let the officer choose pictures."""
        dialog = QFileDialog(self, self.tr("选择照片"), pictures_folder())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        endings = " ".join(f"*{ending} *{ending.upper()}" for ending in sorted(PICTURES))
        dialog.setNameFilters([self.tr("照片 ({0})").format(endings), self.tr("所有文件 (*)")])
        dialog.filesSelected.connect(lambda names: self.take([Path(one) for one in names], inspection_id, finding_id))
        dialog.open()

    def choose_folder(self, inspection_id: str, finding_id: str | None) -> None:
        """Let the officer choose the folder of a phone or card."""
        dialog = QFileDialog(self, self.tr("选择手机或存储卡的照片文件夹"), pictures_folder())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.filesSelected.connect(lambda names: self.take([Path(one) for one in names], inspection_id, finding_id))
        dialog.open()

    def paste(self, inspection_id: str, finding_id: str | None) -> None:
        """Take what lies on the clipboard."""
        sources = sources_of(QGuiApplication.clipboard().mimeData())
        if sources:
            self.take(sources, inspection_id, finding_id)
        else:
            self.trouble.emit(BadInput("photos.nothing_to_paste"))

    def _step(self, step: ImportStep) -> None:
        self.bar.setMaximum(step.total)
        self.bar.setValue(step.done)
        self.bar.setFormat(self.tr("{0} / {1}  {2}").format(step.done, step.total, step.name))
        if step.error is not None:
            self._failures.append((step.name, step.error))
        elif step.is_duplicate:
            self._duplicates += 1
        else:
            self._taken += 1

    def _finish(self) -> None:
        self._task = None
        self._running.hide()
        result = ImportResult(self._taken, self._duplicates, tuple(self._failures))
        self._say(result)
        self.finished.emit(result)
        if self._waiting:
            self.take(*self._waiting.pop(0))

    def _failed(self, error: Exception) -> None:
        self._finish()
        if isinstance(error, InspectorError):
            self.trouble.emit(error)

    def _say(self, result: ImportResult) -> None:
        if not result.failures and not result.duplicates:
            self._said.hide()
            return
        lines = [self.tr("已导入 {0} 张。").format(result.taken)]
        if result.duplicates:
            lines.append(self.tr("{0} 张早已导入过，没有重复保存。").format(result.duplicates))
        for name, error in result.failures[:6]:
            told = messages.told(error)
            lines.append(f"{name}  {told.happened} {told.todo}".strip())
        if len(result.failures) > 6:
            lines.append(self.tr("另有 {0} 个文件不能用。").format(len(result.failures) - 6))
        self.answer.setText("\n".join(lines))
        self.answer.setProperty("role", "danger" if result.failures else "muted")
        self.answer.style().unpolish(self.answer)
        self.answer.style().polish(self.answer)
        self._said.show()

    def _cancel(self) -> None:
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()

    def _hide_answer(self) -> None:
        self._said.hide()


def pictures_folder() -> str:
    """Where pictures usually lie on this machine."""
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)


def drop_hint() -> QLabel:
    """How photos come in, in one line."""
    return label(language.tr("也可以把照片或文件夹拖进来，或按 Ctrl+V 粘贴。"), "small")
