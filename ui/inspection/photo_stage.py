"""The photo in front, large: fitted or at any zoom, moved with mouse or keys, turned for the eye only.

Turning and zooming change what is seen, never the evidence: the original stays as it came.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.evidence.pictures import RENDITION
from ui import theme
from ui.inspection.photo_pictures import Pictures
from ui.inspection.photo_rows import PhotoRow
from ui.widgets.basic import GRID, Button, column, row

ZOOM_STEP, MOST_ZOOM = 1.25, 4.0
MOST_PIXELS = 50_000_000
"""Decoded for looking closely, at most; a larger photo is shown at the scale that gives so many."""
_FIT = 0.0


class PhotoCanvas(QWidget):
    """The picture itself. ``zoom`` is screen pixels per photo pixel, 0 while it is fitted."""

    zoom_changed = Signal()

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._row: PhotoRow | None = None
        self._image: QPixmap | None = None
        self._decoded_for = QSize()
        self._turn = 0
        self._zoom = _FIT
        self._centre = QPointF(0.5, 0.5)
        self._grabbed: QPointF | None = None
        self.setMinimumSize(240, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("照片预览"))
        pictures.arrived.connect(lambda _sha: self.update())

    @property
    def percent(self) -> int:
        """How large the photo is seen, 100 = one screen pixel for each of the photo's."""
        return round(self._scale() * 100)

    @property
    def is_fitted(self) -> bool:
        """Whether the whole photo is seen."""
        return self._zoom == _FIT

    @property
    def turn(self) -> int:
        """Degrees it is turned clockwise, for the eye."""
        return self._turn

    @property
    def shown_size(self) -> QSize:
        """Pixels of what is decoded now."""
        return QSize() if self._image is None else self._image.size()

    def show_photo(self, photo: PhotoRow | None) -> None:
        """Show another photo, fitted and upright; the same one stays as it is seen."""
        if photo is not None and self._row is not None and photo.sha256 == self._row.sha256:
            self._row = photo
            return
        self._row, self._image, self._decoded_for = photo, None, QSize()
        self._turn, self._zoom, self._centre = 0, _FIT, QPointF(0.5, 0.5)
        self.setAccessibleDescription(photo.file_name if photo else "")
        self._load()
        self.update()
        self.zoom_changed.emit()

    def set_zoom(self, zoom: float) -> None:
        """Screen pixels per photo pixel; 0 fits the photo."""
        least = self._fitting()
        self._zoom = _FIT if zoom <= least else min(zoom, MOST_ZOOM)
        if self._zoom == _FIT:
            self._centre = QPointF(0.5, 0.5)
        self._load()
        self.update()
        self.zoom_changed.emit()

    def zoom_by(self, factor: float) -> None:
        """Nearer or farther."""
        self.set_zoom(self._scale() * factor)

    def turn_by(self, degrees: int) -> None:
        """Turn what is seen."""
        self._turn = (self._turn + degrees) % 360
        self.update()
        self.zoom_changed.emit()

    def move_by(self, across: float, down: float) -> None:
        """Move by shares of what is seen."""
        size = self._whole() * self._scale()
        if size.width() and size.height():
            step = QPointF(across * self.width() / size.width(), down * self.height() / size.height())
            self._centre = QPointF(_inside(self._centre.x() + step.x()), _inside(self._centre.y() + step.y()))
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._load()
        self.zoom_changed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms."""
        if self._row is not None and event.angleDelta().y():
            self.zoom_by(ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grabbed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None and not self.is_fitted:
            moved = self._grabbed - event.position()
            self._grabbed = event.position()
            self.move_by(moved.x() / self.width(), moved.y() / self.height())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grabbed = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Between the whole photo and its pixels."""
        self.set_zoom(1.0 / self.devicePixelRatioF() if self.is_fitted else _FIT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours().sunken))
        shown = self._image
        if shown is None and self._row is not None:
            shown = self._pictures.thumbnail(self._row.thumbnail_sha256)
        if shown is None or shown.isNull():
            painter.setPen(QColor(theme.colours().muted))
            text = self.tr("没有照片") if self._row is None else self.tr("正在读取…")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
            return
        size = self._whole() * self._scale()
        centre = QPointF(self.width() / 2, self.height() / 2)
        offset = QPointF(
            0 if size.width() <= self.width() else (0.5 - self._centre.x()) * size.width(),
            0 if size.height() <= self.height() else (0.5 - self._centre.y()) * size.height(),
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(centre + offset)
        painter.rotate(self._turn)
        flat = size.transposed() if self._turn % 180 else size
        painter.drawPixmap(
            QRectF(-flat.width() / 2, -flat.height() / 2, flat.width(), flat.height()), shown, QRectF(shown.rect())
        )

    def _whole(self) -> QSizeF:
        """The photo's own size as it is turned, pixels."""
        if self._row is None:
            return QSizeF()
        size = QSizeF(self._row.width or 1, self._row.height or 1)
        return size.transposed() if self._turn % 180 else size

    def _fitting(self) -> float:
        whole = self._whole()
        if whole.isEmpty():
            return 1.0
        return min(self.width() / whole.width(), self.height() / whole.height(), 1.0)

    def _scale(self) -> float:
        return self._zoom or self._fitting()

    def _load(self) -> None:
        """Decode as many pixels as are seen, never more than ``MOST_PIXELS``; nothing again that is there."""
        photo = self._row
        if photo is None:
            return
        own = QSizeF(photo.width or 1, photo.height or 1)
        wanted = own * min(1.0, self._scale() * self.devicePixelRatioF())
        if wanted.width() * wanted.height() > MOST_PIXELS:
            wanted *= (MOST_PIXELS / (wanted.width() * wanted.height())) ** 0.5
        size = wanted.toSize().expandedTo(QSize(16, 16))
        if size.width() <= self._decoded_for.width() * 1.2:
            return
        self._decoded_for = size

        def arrived(image: QImage) -> None:
            is_same = self._row is not None and self._row.sha256 == photo.sha256
            if is_same and not image.isNull() and size == self._decoded_for:
                self._image = QPixmap.fromImage(image)
                self.update()

        is_near = max(size.width(), size.height()) > RENDITION
        self._pictures.large(photo.sha256 if is_near else photo.shown_sha256, size, arrived)


class PhotoStage(QWidget):
    """The canvas with its buttons: farther, the present scale (100 % when pressed), nearer, fit, turn."""

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self, gap=GRID // 2)
        self.canvas = PhotoCanvas(pictures)
        layout.addWidget(self.canvas, 1)
        self.farther = Button("−", lambda: self.canvas.zoom_by(1 / ZOOM_STEP), name=self.tr("缩小"))
        self.pixels = Button("", self._pixels, name=self.tr("按 100 % 看"))
        self.nearer = Button("+", lambda: self.canvas.zoom_by(ZOOM_STEP), name=self.tr("放大"))
        self.fit = Button(self.tr("整张"), lambda: self.canvas.set_zoom(0))
        self.turned = Button(self.tr("转"), lambda: self.canvas.turn_by(90))
        hints = ("−", self.tr("*：按 100 % 看"), "+", self.tr("/：看整张"), self.tr("R：只转动看的方向，原件不变"))
        buttons = (self.farther, self.pixels, self.nearer, self.fit, self.turned)
        for button, hint in zip(buttons, hints, strict=True):
            button.setToolTip(hint)
            button.setMinimumWidth(theme.TARGET)
            button.setProperty("role", "tool")
        layout.addLayout(row(1, *buttons, gap=GRID // 2))
        self.canvas.zoom_changed.connect(self._say)
        self._say()

    def show_photo(self, photo: PhotoRow | None) -> None:
        """Show another photo."""
        self.canvas.show_photo(photo)

    def _pixels(self) -> None:
        self.canvas.set_zoom(1.0 / self.canvas.devicePixelRatioF())

    def _say(self) -> None:
        real = self.canvas.percent * self.canvas.devicePixelRatioF()
        self.pixels.setText(f"{round(real)} %")


def _inside(share: float) -> float:
    return min(1.0, max(0.0, share))
