"""Finds photos of signed pages among those that just came in and makes them scans of their papers."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector_app.enforcement.scan_values import ScanOutcome
from inspector_app.errors import InspectorError
from inspector_app.fieldwork.values import Sheet
from ui import language, messages
from ui.bridge import Bridge
from ui.papers.renderer import PageRenderer
from ui.tasks import LATER

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.evidence.scans import ScanRead


class PageFinder(QObject):
    """One photo after the other: its bytes from the pictures' lane, the look at it in the worker process."""

    found = Signal(object)
    """A ``ScanOutcome``, the field sheet that a photo shows, or the error that says why a page stays a photo."""
    finished = Signal()
    """Every photo given was looked at."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._waiting: deque[str] = deque()
        self._is_busy = False
        bridge.closing.connect(self._waiting.clear)

    def look_at(self, photo_ids: tuple[str, ...]) -> None:
        """Look at these too."""
        self._waiting += photo_ids
        if not self._is_busy:
            self._next()

    def _next(self) -> None:
        self._is_busy = bool(self._waiting)
        if not self._waiting:
            self.finished.emit()
            return
        photo_id = self._waiting.popleft()
        self._bridge.ask_picture(
            lambda app: app.evidence.original(photo_id), partial(self._have, photo_id), self._skip, owner=self
        )

    def _have(self, photo_id: str, data: bytes) -> None:
        jobs = PageRenderer.of(self._bridge)
        jobs.submit("inspector_app.evidence.scans:page_on", (data,), partial(self._looked, photo_id), self._skip)

    def _looked(self, photo_id: str, read: ScanRead | None) -> None:
        if read is None:
            self._next()
            return
        actor = self._bridge.officer_id

        def work(app: App) -> ScanOutcome | Sheet:
            if read.field_sheet and not read.has_code:
                return app.field_sheets.attach_photo(actor, photo_id, read.field_sheet)
            return app.papers.photo_to_scan(actor, photo_id, read)

        self._bridge.ask(work, self._tell, self._tell, owner=self, priority=LATER)

    def _tell(self, outcome: object) -> None:
        self.found.emit(outcome)
        self._next()

    def _skip(self, _error: Exception) -> None:
        """The photo went away meanwhile, or cannot be looked at: it stays a photo."""
        self._next()


def page_words(outcome: object) -> str:
    """What became of a photo of a page, in one line."""
    if isinstance(outcome, InspectorError):
        told = messages.told(outcome)
        return " ".join(part for part in (language.tr("文书照片没有归档："), told.happened, told.todo) if part)
    if isinstance(outcome, Sheet):
        return language.tr("填好的下井记录单 {0} 已作为证据保存").format(outcome.short_code)
    if not isinstance(outcome, ScanOutcome):
        return ""
    said = []
    for one in outcome.filed:
        paper = f"《{one.paper.title}》{one.paper.number or ''}"
        pages = "、".join(str(sheet.page or "?") for sheet in one.sheet_pages)
        said.append(language.tr("{0} 是签字文书，已归到{1}第 {2} 页").format(outcome.file_name, paper, pages))
    said += [str(messages.sentence(one.code, **one.params)) for one in outcome.problems]
    return "；".join(said)
