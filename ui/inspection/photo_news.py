"""Tells of photos on every page: how many wait, beside the page's name, and that a card or phone came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from inspector_app.evidence.source_values import PhotoPlace, PlaceKind
from ui import language
from ui.inspection.photo_watch import SourceWatch

if TYPE_CHECKING:
    from ui.main_window import MainWindow

PAGE = "photos"
COUNT_AFTER_MS = 400
"""Changes in quick succession are counted once."""


class PhotoNews(QObject):
    """One per window; begins with the first page that is shown after the home page is up."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._watch = SourceWatch.of(window.bridge)
        self._watch.appeared.connect(self._came)
        self._counting = QTimer(self, interval=COUNT_AFTER_MS, singleShot=True)
        self._counting.timeout.connect(self._count)
        self._is_begun = False
        self._waiting = 0
        window.page_shown.connect(self._shown)
        window.bridge.opened.connect(self._count)
        window.bridge.changed.connect(self._soon)

    def _soon(self) -> None:
        if not self._counting.isActive():
            self._counting.start()

    def _shown(self, key: str) -> None:
        self._window.desk.mark(PAGE, self._waiting)  # the desk may be a new one (another language)
        if not self._is_begun and key != "home":
            self._is_begun = True
            self._watch.start()

    def _count(self) -> None:
        bridge = self._window.bridge
        if bridge.is_open and self._window.desk is not None:
            bridge.ask(lambda app: app.evidence.count_unfiled(), self._mark, owner=self)

    def _mark(self, count: int) -> None:
        self._waiting = count
        if self._window.desk is not None:
            self._window.desk.mark(PAGE, count)

    def _came(self, place: PhotoPlace) -> None:
        """Only a quiet line: the tray itself shows what lies there. A drive without DCIM is no news."""
        window = self._window
        if place.folders and window.is_at_desk and window.key_of(window.current_page) != PAGE:
            words = language.tr("发现手机“{0}”") if place.kind is PlaceKind.PHONE else language.tr("发现存储卡“{0}”")
            told = language.tr("{0}。到“照片整理”（Ctrl+3）导入。").format(words.format(place.name))
            window.desk.say(told)
