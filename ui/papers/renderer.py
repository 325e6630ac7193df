"""Draws papers in the worker process: the newest wish wins, the window never waits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from itertools import count
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from inspector_app.errors import InspectorError
from ui.bridge import Bridge

if TYPE_CHECKING:
    from inspector_app.documents.page_images import PageImage
    from inspector_app.documents.values import PaperInput
    from inspector_app.worker import Worker

PRELOADED = ("inspector_app.documents.page_images", "inspector_app.documents.rendering", "pypdfium2")
Then = Callable[[Any], None]


class PageRenderer(QObject):
    """One per window; its child process starts with the first paper. Answers come on the main thread."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._worker: Worker | None = None
        self._mailbox = bridge.tasks.mailbox
        self._asked: dict[int, tuple[Then, Then]] = {}
        """Who waits for which job; the worker's thread knows only the number, for listeners hold widgets."""
        self._numbers = count()
        bridge.closing.connect(self.close)
        bridge.destroyed.connect(self.close)

    @classmethod
    def of(cls, bridge: Bridge) -> PageRenderer:
        """The renderer of this window."""
        found = bridge.findChild(cls)
        return found if isinstance(found, cls) else cls(bridge)

    def warm_up(self) -> None:
        """Start the child while the officer still reads."""
        self._running()

    def preview(self, paper: PaperInput, dpi: int, done: Then, failed: Then) -> Future[Any]:
        """``done`` gets a ``PreviewedPaper``; ``failed`` the error."""
        return self._submit("inspector_app.documents.page_images:preview", (paper, dpi), done, failed)

    def pages(self, pdf: bytes, dpi: int, numbers: tuple[int, ...] | None, done: Then, failed: Then) -> Future[Any]:
        """``done`` gets the pages of a PDF as ``PageImage``."""
        return self._submit("inspector_app.documents.page_images:page_images", (pdf, dpi, numbers), done, failed)

    def count(self, pdf: bytes, done: Then, failed: Then) -> Future[Any]:
        """``done`` gets the number of pages."""
        return self._submit("inspector_app.documents.page_images:page_count", (pdf,), done, failed)

    def read_scan(self, source: str | bytes, done: Then, failed: Then) -> Future[Any]:
        """``done`` gets what was seen on a photo or scan (``ScanRead``)."""
        return self._submit("inspector_app.evidence.scans:read_scan", (source,), done, failed)

    def close(self) -> None:
        """End the child."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()

    def _running(self) -> Worker:
        if self._worker is None:
            from inspector_app.worker import Worker

            self._worker = Worker(PRELOADED)
            self._worker.start()
        return self._worker

    def _submit(self, job: str, arguments: tuple[Any, ...], done: Then, failed: Then) -> Future[Any]:
        number = next(self._numbers)
        self._asked[number] = (done, failed)
        future = self._running().submit(job, *arguments)
        future.add_done_callback(lambda ended: self._mailbox.post(lambda: self._answer(number, ended)))
        return future

    def _answer(self, number: int, future: Future[Any]) -> None:
        done, failed = self._asked.pop(number)
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            done(future.result())
        elif isinstance(error, InspectorError):
            failed(error)
        else:
            raise error


def image_of(page: PageImage) -> QImage:
    """A page as a Qt image of its own."""
    return QImage(page.rgb, page.width, page.height, page.stride, QImage.Format.Format_RGB888).copy()
