"""Brings pictures in from files, folders, drops and the clipboard, with progress, stop and an answer per bad file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QLabel, QProgressBar, QWidget

from inspector_app.errors import BadInput, InspectorError
from inspector_app.evidence.source_values import FoundPhoto, PhotoPlace, Since, Survey
from ui import folders, language
from ui.bridge import Bridge
from ui.inspection.photo_pages import PageFinder, page_words
from ui.inspection.photo_run import ImportJob, ImportResult, ImportStep, PhotoRun, Source, job_of
from ui.inspection.photo_words import is_clean, result_lines
from ui.widgets.basic import GRID, Button, LinkButton, column, label, row

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from ui.main_window import MainWindow

PICTURES = ("jpg", "jpeg", "png", "heic", "heif", "webp")
"""Endings that the file dialog offers first; what a file holds decides, not its name."""
PDF = ".pdf"


def sources_of(mime: QMimeData) -> list[Path | bytes]:
    """What was dropped or pasted: local files and folders, else image data."""
    paths: list[Path | bytes] = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
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


@dataclass(frozen=True)
class _Gathered:
    """What was given, sorted on the devices' lane: files, and folders that somebody else looks through."""

    job: ImportJob
    folders: tuple[Path, ...] = ()


class PhotoImport(QWidget):
    """The line that shows an import while it runs and what became of it; hidden while nothing is to be said."""

    finished = Signal(object)
    """An ``ImportResult``."""
    page_found = Signal(object)
    """One of the new photos shows a signed page: its ``ScanOutcome``, or why it stays a photo."""
    trouble = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.run = PhotoRun(bridge, self)
        self.pages = PageFinder(bridge, self)
        self.offer: Callable[[Path], object] | None = None
        """Who asks which photos of a folder are meant; without him all of them are."""
        self.go_on: Callable[[ImportResult], object] | None = None
        """Who takes an import up again that ended early; without him there is no button for it."""
        self._is_gathering = False
        self._waiting: list[tuple[list[Path | bytes], str, str | None]] = []
        self._result = ImportResult()
        self._pages_said: list[str] = []
        layout = column(self, gap=GRID // 2)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("导入照片"))
        self.cancel = Button(self.tr("停止"), self.stop, icon="x")
        self._running = QWidget()
        self._running.setLayout(row(self.bar, self.cancel))
        self.answer = label("")
        self.again = Button(self.tr("继续导入"), self._again, icon="play")
        self.close_answer = LinkButton(self.tr("知道了"), self._hide_answer, icon="x")
        self._said = QWidget()
        said = row(self.answer, self.again, self.close_answer)
        said.setStretch(0, 1)
        self._said.setLayout(said)
        layout.addWidget(self._running)
        layout.addWidget(self._said)
        self._running.hide()
        self._said.hide()
        self.run.stepped.connect(self._step)
        self.run.ended.connect(self._finish)
        self.pages.found.connect(self._page)

    @property
    def is_running(self) -> bool:
        """Whether pictures are being taken in."""
        return self._is_gathering or self.run.is_running

    def take(self, sources: Sequence[Path | bytes], inspection_id: str, finding_id: str | None) -> None:
        """Take these in, after those that are being taken in; a PDF is a scan and finds its paper or field sheet."""
        scans = [one for one in sources if isinstance(one, Path) and one.suffix.lower() == PDF]
        if scans:
            window: MainWindow | Any = self.window()
            window.scans.take(scans)
            sources = [one for one in sources if one not in scans]
        if not sources:
            return
        if self.is_running:
            self._waiting.append((list(sources), inspection_id, finding_id))
            return
        self._is_gathering = True
        self._said.hide()
        self.bar.setMaximum(0)
        self.bar.setFormat(self.tr("正在读取…"))
        work = partial(_gathered, list(sources), inspection_id, finding_id, self.offer is not None)
        self._bridge.ask_device(work, self._begin, self._failed, cancelled=self._not_gathered, owner=self)

    def take_found(self, seen: Survey, since: Since, inspection_id: str) -> bool:
        """Take in what an officer chose in a survey; ``False`` while another import runs."""
        if self.is_running:
            return False
        self._is_gathering = True
        self._said.hide()
        job = job_of(seen, seen.chosen(since), inspection_id)

        def work(app: App) -> _Gathered:
            app.evidence.require_room([one for one in job.files if isinstance(one, FoundPhoto)])
            return _Gathered(job)

        self._bridge.ask_device(work, self._begin, self._failed, cancelled=self._not_gathered, owner=self)
        return True

    def choose_files(self, inspection_id: str, finding_id: str | None, *more: str) -> None:
        """Let the officer choose pictures; ``more``: other endings that are offered beside them."""
        dialog = QFileDialog(self, self.tr("选择照片"), folders.pictures())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        endings = " ".join(f"*.{ending} *.{ending.upper()}" for ending in (*PICTURES, *more))
        dialog.setNameFilters([self.tr("照片 ({0})").format(endings), self.tr("所有文件 (*)")])
        dialog.filesSelected.connect(lambda names: self.take([Path(one) for one in names], inspection_id, finding_id))
        dialog.open()

    def choose_folder(self, inspection_id: str, finding_id: str | None) -> None:
        """Let the officer choose the folder of a phone or card."""
        dialog = QFileDialog(self, self.tr("选择手机或存储卡的照片文件夹"), folders.pictures())
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

    def stop(self) -> None:
        """Read no more; what came in stays, and the rest can be taken in later."""
        self._waiting.clear()
        self.run.stop()

    def _begin(self, gathered: _Gathered) -> None:
        self._is_gathering = False
        for folder in gathered.folders:
            if self.offer is not None:
                self.offer(folder)
        job = gathered.job
        if job.files or job.seen is not None:
            self._running.setVisible(len(job.files) > 1)
            self.run.start(job)
        else:
            self._next()

    def _step(self, step: ImportStep) -> None:
        self.bar.setMaximum(step.total)
        self.bar.setValue(step.done)
        self.bar.setFormat(self.tr("{0} / {1}  {2}").format(step.done, step.total, step.name))

    def _finish(self, result: ImportResult) -> None:
        self._running.hide()
        self._result, self._pages_said = result, []
        self._say()
        self.finished.emit(result)
        self.pages.look_at(result.photo_ids)
        self._next()

    def _next(self) -> None:
        if self._waiting and not self.is_running:
            self.take(*self._waiting.pop(0))

    def _failed(self, error: Exception) -> None:
        self._not_gathered()
        if isinstance(error, InspectorError):
            self.trouble.emit(error)
        self._next()

    def _not_gathered(self) -> None:
        self._is_gathering = False
        self._running.hide()

    def _page(self, outcome: object) -> None:
        self._pages_said.append(page_words(outcome))
        self._say()
        self.page_found.emit(outcome)

    def _say(self) -> None:
        result = self._result
        if is_clean(result) and not self._pages_said:
            self._said.hide()
            return
        self.answer.setText("\n".join((*result_lines(result), *self._pages_said)))
        is_bad = bool(result.failures or result.stopped)
        self.answer.setProperty("role", "danger" if is_bad else "warn" if result.warned else "muted")
        self.answer.style().unpolish(self.answer)
        self.answer.style().polish(self.answer)
        self.again.setVisible(bool(result.left and result.seen and self.go_on))
        self._said.show()

    def _again(self) -> None:
        self._said.hide()
        if self.go_on is not None:
            self.go_on(self._result)

    def _hide_answer(self) -> None:
        self._said.hide()


def drop_hint() -> QLabel:
    """How photos come in, in one line."""
    return label(language.tr("也可以把照片或文件夹拖进来，或按 Ctrl+V 粘贴。"), "small")


def _gathered(
    sources: list[Path | bytes], inspection_id: str, finding_id: str | None, is_offered: bool, app: App
) -> _Gathered:
    """Files and folders apart; a folder alone is looked through, and everything in it is meant.

    Raises ``BadInput('photos.nothing_in_folder')`` when one folder alone was given and holds no picture.
    """
    from inspector_app.evidence import places

    folders = [one for one in sources if isinstance(one, Path) and one.is_dir()]
    files: list[Source] = [one for one in sources if one not in folders]
    if is_offered:
        return _Gathered(ImportJob(inspection_id, finding_id, tuple(files)), tuple(folders))
    surveys = [app.evidence.survey(places.folder(one), inspection_id) for one in folders]
    for seen in surveys:  # one that is known is still filed to the finding, so it is read again then
        files += [found.path if finding_id else found for found in seen.photos]
    if not files and len(sources) == 1:
        raise BadInput("photos.nothing_in_folder", folder=folders[0].name)
    only = surveys[0] if len(surveys) == 1 == len(sources) else None
    return _Gathered(ImportJob(inspection_id, finding_id, tuple(files), only))


def place_of(folder: Path) -> PhotoPlace:
    """A folder as a place to look through."""
    from inspector_app.evidence import places

    return places.folder(folder)
