"""Photos of one finding: buttons, drop area, big picture, strip, and what is said of the picture in front."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from ui.bridge import Bridge
from ui.inspection.photo_details import PhotoDetails
from ui.inspection.photo_import import PhotoImport, drop_hint, sources_of
from ui.inspection.photo_pictures import Pictures
from ui.inspection.photo_rows import PhotoRow
from ui.inspection.photo_view import PhotoPreview, PhotoStrip
from ui.widgets.basic import Button, LinkButton, column, row


class PhotoBox(QWidget):
    """Takes photos for ``inspection_id`` and ``finding_id`` (``None``: into the tray)."""

    changed = Signal()
    """Photos were taken in."""
    large_wanted = Signal()
    """The large picture and what is said of it should have the room that it left."""
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
        self._hint = drop_hint()
        self.enlarge = LinkButton(self.tr("看大图，写拍摄时间、地点和证明对象"), self.large_wanted.emit, icon="image")
        self.enlarge.setToolTip(self.tr("双击照片也可以"))
        self.enlarge.hide()
        layout.addWidget(self._hint)
        layout.addLayout(row(self.enlarge, 1))
        layout.addWidget(self.importer)
        self.preview = PhotoPreview(self.pictures)
        self.preview.empty_text = self.tr("把照片拖到这里，或按 Ctrl+V 粘贴")
        self.details = PhotoDetails(bridge)
        self._large = QWidget()
        large = column(self._large)
        large.addWidget(self.preview, 1)
        large.addWidget(self.details)
        layout.addWidget(self._large, 1)
        self.strip = PhotoStrip(self.pictures)
        layout.addWidget(self.strip)
        self.strip.photo_chosen.connect(self._show)
        self.details.bar.opened.connect(self.strip.hide)
        self.details.bar.closed.connect(lambda: self.strip.setVisible(bool(self.strip.photos.rows)))
        self.strip.activated.connect(lambda _index: self.large_wanted.emit())
        self.importer.finished.connect(lambda _result: self.changed.emit())
        self.importer.trouble.connect(self.trouble)
        self._show(None)

    def show_photos(self, rows: Sequence[PhotoRow]) -> None:
        """Show the photos of this finding."""
        self.strip.setVisible(bool(rows))
        self.strip.show_photos(rows)
        self.show_brief(self._large.isHidden())
        if not rows:
            self._show(None)

    def show_brief(self, is_brief: bool) -> None:
        """Leave room for something else: buttons and strip stay, the large picture goes meanwhile."""
        self._large.setVisible(not is_brief)
        leads_on = is_brief and not self.strip.isHidden()
        self.enlarge.setVisible(leads_on)
        self._hint.setVisible(not leads_on)

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
