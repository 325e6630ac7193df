"""Pictures for the screen: decoded beside the main thread, remembered, handed over as images."""

from __future__ import annotations

import io
from collections import OrderedDict

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage, QPixmap

from inspector_app.errors import BadInput, InspectorError
from inspector_app.evidence.pictures import pixels
from ui.bridge import Bridge
from ui.tasks import LATER

REMEMBERED = 120
"""Thumbnails kept in memory, about 150 KB each."""


class Pictures(QObject):
    """Thumbnails by hash. ``thumbnail`` answers at once or later by ``arrived``."""

    arrived = Signal(str)
    """The thumbnail of this hash is here."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._known: OrderedDict[str, QPixmap] = OrderedDict()
        self._asked: set[str] = set()

    def thumbnail(self, sha256: str) -> QPixmap | None:
        """The thumbnail, or ``None`` while it is being read."""
        known = self._known.get(sha256)
        if known is not None:
            self._known.move_to_end(sha256)
            return known
        if sha256 and sha256 not in self._asked:
            self._asked.add(sha256)
            self._bridge.ask(
                lambda app: decoded(app.evidence.read(sha256)),
                lambda image: self._keep(sha256, image),
                lambda error: self._keep(sha256, QImage()) if isinstance(error, InspectorError) else None,
                owner=self,
                priority=LATER,
            )
        return None

    def large(self, sha256: str, size: QSize, then: object) -> None:
        """Decode a picture to fit ``size`` (device pixels); ``then(image)`` gets it, upright."""
        self._bridge.ask_picture(lambda app: decoded(app.evidence.read(sha256), size), then, owner=self)  # type: ignore[arg-type]

    def _keep(self, sha256: str, image: QImage) -> None:
        self._asked.discard(sha256)
        self._known[sha256] = QPixmap.fromImage(image)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        self.arrived.emit(sha256)


def decoded(data: bytes, size: QSize | None = None) -> QImage:
    """A picture from its bytes, turned upright, no larger than ``size``; a null image when it cannot be read.

    Pillow decodes it, not Qt: a ``QImageReader`` that reads from a buffer made in Python holds Qt's plug-in lock while
    it waits for the interpreter, and whoever holds the interpreter and wants an image waits for that lock for ever.
    """
    room = None if size is None else (max(1, size.width()), max(1, size.height()))
    try:
        found = pixels(io.BytesIO(data), room)
    except BadInput:
        return QImage()
    return QImage(found.rgb, found.width, found.height, 3 * found.width, QImage.Format.Format_RGB888).copy()
