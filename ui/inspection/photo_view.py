"""A strip of thumbnails and one big picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QSizePolicy, QWidget

from inspector_app.evidence.values import DUAL_EVIDENCE, FIELD_SHEET, TIME_OF_FILE
from ui import language, theme
from ui.inspection.moments import shown_moment
from ui.inspection.photo_pictures import Pictures
from ui.inspection.photo_rows import PhotoRow

Index = QModelIndex | QPersistentModelIndex
THUMB = QSize(120, 90)
"""Size of a thumbnail in the strip, device-independent pixels."""


class PhotoListModel(QAbstractListModel):
    """Photos. Roles: the thumbnail, the time below it, ``UserRole`` the ``PhotoRow``."""

    def __init__(self, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._rows: tuple[PhotoRow, ...] = ()
        pictures.arrived.connect(self._arrived)

    @property
    def rows(self) -> tuple[PhotoRow, ...]:
        """The photos shown."""
        return self._rows

    def show(self, rows: Sequence[PhotoRow]) -> None:
        """Show these; nothing happens when they are shown already.

        Photos that come or go between the others leave those, what is marked and the scroll bar where they are.
        """
        fresh = tuple(rows)
        if fresh == self._rows:
            return
        stay = {row.id for row in self._rows} & {row.id for row in fresh}
        order = [row.id for row in self._rows if row.id in stay]
        if not stay or order != [row.id for row in fresh if row.id in stay]:
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()
            return
        for number in reversed([n for n, row in enumerate(self._rows) if row.id not in stay]):
            self.beginRemoveRows(QModelIndex(), number, number)
            self._rows = self._rows[:number] + self._rows[number + 1 :]
            self.endRemoveRows()
        for number, row in enumerate(fresh):
            if row.id not in stay:
                self.beginInsertRows(QModelIndex(), number, number)
                self._rows = (*self._rows[:number], row, *self._rows[number:])
                self.endInsertRows()
        self._rows = fresh
        self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return caption(row)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(row)
        return None

    def _icon(self, row: PhotoRow) -> QIcon:
        known = self._pictures.thumbnail(row.thumbnail_sha256)
        if known is None or known.isNull():
            blank = QPixmap(THUMB)
            blank.fill(QColor(theme.colours().sunken))
            return _plain(blank)
        return _plain(known)

    def _arrived(self, sha256: str) -> None:
        for number, row in enumerate(self._rows):
            if row.thumbnail_sha256 == sha256:
                self.dataChanged.emit(self.index(number), self.index(number))


def caption(row: PhotoRow) -> str:
    """What stands under a thumbnail: its number, its time (≈ where only the file's is known), where it is filed."""
    moment = shown_moment(row.taken_at)[5:]
    mark = "≈" if row.time_source == TIME_OF_FILE else ""
    purposes = {FIELD_SHEET: language.tr("下井记录单"), DUAL_EVIDENCE: language.tr("双罚取证")}
    filed = language.tr("问题 {0}").format(row.finding_seq) if row.finding_seq else row.item_key
    filed = filed or purposes.get(row.purpose, "")
    when = filed or mark + moment or language.tr("没有时间")
    return f"{row.number}   {when}" if row.number else when


def spoken(row: PhotoRow) -> str:
    """A photo for the tooltip and the screen reader."""
    number = language.tr("第 {0} 张").format(row.number) if row.number else ""
    parts = (number, row.file_name, shown_moment(row.taken_at), row.aside_reason)
    return " ".join(part for part in parts if part) or language.tr("照片")


def _plain(picture: QPixmap) -> QIcon:
    """A photo keeps its colours when it is selected: the frame around it says that."""
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Selected)
    return icon


class PhotoStrip(QListView):
    """Thumbnails side by side, or one below the other (``is_upright``); the current one is shown big elsewhere."""

    photo_chosen = Signal(object)
    """A ``PhotoRow``, or ``None`` when there is none."""

    def __init__(self, pictures: Pictures, parent: QWidget | None = None, *, is_upright: bool = False) -> None:
        super().__init__(parent)
        self.photos = PhotoListModel(pictures, self)
        self.setModel(self.photos)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setIconSize(THUMB)
        self.setGridSize(QSize(THUMB.width() + 16, THUMB.height() + 32))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setWrapping(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAccessibleName(self.tr("照片"))
        self.setDragEnabled(False)
        if is_upright:
            self.setFlow(QListView.Flow.TopToBottom)
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
            self.setFixedWidth(THUMB.width() + 48)
        else:
            self.setFixedHeight(THUMB.height() + 60)
        self.selectionModel().currentChanged.connect(lambda *_indexes: self._say())

    def show_photos(self, rows: Sequence[PhotoRow], *, follow_fresh: bool = True) -> None:
        """Show these; the current one stays if it is among them, else the next takes its place.

        ``follow_fresh``: one that was not there before (taken in just now, or brought back) comes to the front.
        """
        before, earlier = self.current(), self.photos.rows[: max(0, self.currentIndex().row())]
        known = {row.id for row in self.photos.rows}
        self.photos.show(rows)
        ids = [row.id for row in rows]
        fresh = [number for number, one in enumerate(ids) if known and one not in known]
        if known and len(fresh) == len(ids):
            target = 0
        elif fresh and follow_fresh:
            target = fresh[-1]
        elif before is not None and before.id in ids:
            target = ids.index(before.id)
        else:
            target = min(sum(row.id in ids for row in earlier), len(ids) - 1)
        if ids and self.currentIndex().row() != target:
            self.setCurrentIndex(self.photos.index(target))
        elif before is None or before != self.current():
            self._say()

    def current(self) -> PhotoRow | None:
        """The photo in front."""
        row = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return row if isinstance(row, PhotoRow) else None

    def chosen(self) -> list[PhotoRow]:
        """All selected photos, the current one when none is."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        picked = [self.photos.rows[number] for number in rows]
        current = self.current()
        return picked or ([current] if current else [])

    def _say(self) -> None:
        self.photo_chosen.emit(self.current())


class PhotoPreview(QWidget):
    """One picture as big as there is room; the thumbnail shows until the picture is decoded."""

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._row: PhotoRow | None = None
        self._image: QPixmap | None = None
        self.empty_text = self.tr("还没有照片")
        self.setMinimumSize(200, 96)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("照片预览"))
        pictures.arrived.connect(lambda _sha: self.update())

    def show_photo(self, row: PhotoRow | None) -> None:
        """Show this one."""
        if row is not None and self._row is not None and row.sha256 == self._row.sha256:
            self._row = row
            return
        self._row, self._image = row, None
        self.setAccessibleDescription(row.file_name if row else "")
        self._load()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._image is not None and event.size().width() > self._image.deviceIndependentSize().width() * 1.3:
            self._load()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours().sunken))
        shown = self._image
        if shown is None and self._row is not None:
            shown = self._pictures.thumbnail(self._row.thumbnail_sha256)
        if shown is None or shown.isNull():
            painter.setPen(QColor(theme.colours().muted))
            text = self.empty_text if self._row is None else self.tr("正在读取…")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
            return
        size = shown.deviceIndependentSize().scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(int(left), int(top), int(size.width()), int(size.height()), shown)

    def _load(self) -> None:
        if self._row is None:
            return
        wanted = self._row.sha256
        ratio = self.devicePixelRatioF()
        size = QSize(int(max(self.width(), 400) * ratio), int(max(self.height(), 300) * ratio))

        def arrived(image: QImage) -> None:
            if self._row is not None and self._row.sha256 == wanted and not image.isNull():
                self._image = QPixmap.fromImage(image)
                self._image.setDevicePixelRatio(ratio)
                self.update()

        self._pictures.large(self._row.shown_sha256, size, arrived)
