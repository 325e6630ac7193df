"""Photos of one finding: buttons, drop area, big picture, strip, and what is said of the picture in front."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from ui.bridge import Bridge
from ui.inspection.moments import shown_moment
from ui.inspection.photo_import import PhotoImport, drop_hint, sources_of
from ui.inspection.photo_pictures import Pictures
from ui.inspection.photo_rows import PhotoRow
from ui.inspection.photo_view import PhotoPreview, PhotoStrip
from ui.inspection.photo_words import WORTH_SAYING_S, span
from ui.widgets.basic import GRID, Button, LinkButton, PrimaryButton, column, label, row
from ui.widgets.form import Field


class PhotoBox(QWidget):
    """Takes photos for ``inspection_id`` and ``finding_id`` (``None``: into the tray)."""

    changed = Signal()
    """Photos were taken in."""
    unfile_wanted = Signal(object)
    remove_wanted = Signal(object, str)
    """(photo, reason)."""
    time_stated = Signal(object, str)
    trouble = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inspection_id = ""
        self.finding_id: str | None = None
        self.setAcceptDrops(True)
        self.pictures = Pictures(bridge, self)
        layout = column(self)
        self.importer = PhotoImport(bridge)
        self.choose = Button(self.tr("选照片"), self._choose, icon="image")
        self.folder = Button(self.tr("文件夹"), self._choose_folder, icon="folder-open")
        self.paste_button = Button(self.tr("粘贴"), self.paste, icon="download")
        self.choose.setToolTip("Ctrl+O")
        self.paste_button.setToolTip("Ctrl+V")
        layout.addLayout(row(self.choose, self.folder, self.paste_button, 1))
        layout.addWidget(drop_hint())
        layout.addWidget(self.importer)
        self.preview = PhotoPreview(self.pictures)
        self.preview.empty_text = self.tr("把照片拖到这里，或按 Ctrl+V 粘贴")
        self.details = PhotoDetails()
        self._large = QWidget()
        large = column(self._large)
        large.addWidget(self.preview, 1)
        large.addWidget(self.details)
        layout.addWidget(self._large, 1)
        self.strip = PhotoStrip(self.pictures)
        layout.addWidget(self.strip)
        self.strip.photo_chosen.connect(self._show)
        self.importer.finished.connect(lambda _result: self.changed.emit())
        self.importer.trouble.connect(self.trouble)
        self.details.unfile_wanted.connect(self.unfile_wanted)
        self.details.remove_wanted.connect(self.remove_wanted)
        self.details.time_stated.connect(self.time_stated)
        self._show(None)

    def show_photos(self, rows: Sequence[PhotoRow]) -> None:
        """Show the photos of this finding."""
        self.strip.setVisible(bool(rows))
        self.strip.show_photos(rows)
        if not rows:
            self._show(None)

    def show_brief(self, is_brief: bool) -> None:
        """Leave room for something else: buttons and strip stay, the large picture goes meanwhile."""
        self._large.setVisible(not is_brief)

    def take(self, sources: Sequence[Path | bytes]) -> None:
        """Take these files or pictures."""
        self.importer.take(sources, self.inspection_id, self.finding_id)

    def paste(self) -> None:
        """Take what lies on the clipboard."""
        self.importer.paste(self.inspection_id, self.finding_id)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        mime = event.mimeData()
        if mime.hasUrls() or mime.hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(sources_of(event.mimeData()))
        event.acceptProposedAction()

    def _choose(self) -> None:
        self.importer.choose_files(self.inspection_id, self.finding_id)

    def _choose_folder(self) -> None:
        self.importer.choose_folder(self.inspection_id, self.finding_id)

    def _show(self, photo: object) -> None:
        shown = photo if isinstance(photo, PhotoRow) else None
        self.preview.show_photo(shown)
        self.details.show_photo(shown)


class PhotoDetails(QWidget):
    """When and by what a photo was taken; stating a time, putting it back, removing it with a reason."""

    unfile_wanted = Signal(object)
    remove_wanted = Signal(object, str)
    time_stated = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photo: PhotoRow | None = None
        layout = column(self, gap=GRID // 2)
        self.about = label("", "small")
        self.state_time = LinkButton(self.tr("填写拍摄时间"), self._ask_time, icon="clock")
        self.unfile = LinkButton(self.tr("放回待整理"), self._unfile, icon="undo-2")
        self.remove = LinkButton(self.tr("移除"), self._ask_reason, icon="trash-2")
        layout.addWidget(self.about)
        layout.addLayout(row(self.state_time, self.unfile, self.remove, 1, gap=2 * GRID))
        self.text = QLineEdit()
        self.ask = Field("", self.text)
        self._keep = PrimaryButton(self.tr("记录"), self._confirm)
        self._bar = QFrame()
        self._bar.setProperty("role", "message-info")
        inner = column(self._bar, margin=GRID)
        inner.addWidget(self.ask)
        inner.addLayout(row(1, Button(self.tr("不用了"), self._bar.hide), self._keep))
        layout.addWidget(self._bar)
        self._bar.hide()
        self._is_time = False
        self.text.returnPressed.connect(self._confirm)

    def show_photo(self, photo: PhotoRow | None) -> None:
        """Show another photo."""
        self._photo = photo
        self._bar.hide()
        self.setVisible(photo is not None)
        if photo is None:
            return
        source = {
            "camera": self.tr("相机记录"), "stated_by_officer": self.tr("执法人员填写"),
            "file": self.tr("文件时间，不是拍摄时间"), "not_stated": self.tr("照片里没有时间"),
        }.get(photo.time_source, "")  # fmt: skip
        number = self.tr("第 {0} 张").format(photo.number) if photo.number else ""
        size = f"{photo.width}×{photo.height}"
        parts = (
            number, shown_moment(photo.taken_at), source, self._clock(photo), photo.aside_reason, photo.camera, size,
            photo.file_name,
        )  # fmt: skip
        self.about.setText("  ·  ".join(part for part in parts if part))
        self.about.setToolTip(self.about.text())
        self.state_time.setVisible(photo.time_source != "camera")
        self.unfile.setVisible(photo.finding_id is not None)

    def _clock(self, photo: PhotoRow) -> str:
        """Whether the camera's clock was wrong when it was taken."""
        ahead = photo.clock_ahead_s or 0
        if abs(ahead) < WORTH_SAYING_S:
            return ""
        words = self.tr("相机时钟快 {0}") if ahead > 0 else self.tr("相机时钟慢 {0}")
        return words.format(span(abs(ahead)))

    def _ask_time(self) -> None:
        self._begin(self.tr("拍摄时间（相机没有记录，由执法人员填写）"), self.tr("如 3.10 1005"), is_time=True)

    def _ask_reason(self) -> None:
        self._begin(self.tr("移除原因（原件和原因都会保留）"), self.tr("如 重复、拍错"), is_time=False)

    def _begin(self, title: str, hint: str, *, is_time: bool) -> None:
        self._is_time = is_time
        self.ask.title.setText(title)
        self.text.setAccessibleName(title)
        self.text.setPlaceholderText(hint)
        self.text.clear()
        self.ask.say("")
        self._bar.show()
        self.text.setFocus()

    def _confirm(self) -> None:
        text = self.text.text().strip()
        if not text or self._photo is None:
            self.ask.say(self.tr("请填写。"))
            return
        self._bar.hide()
        (self.time_stated if self._is_time else self.remove_wanted).emit(self._photo, text)

    def _unfile(self) -> None:
        if self._photo is not None:
            self.unfile_wanted.emit(self._photo)
