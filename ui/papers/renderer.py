"""Draws papers in the worker process: the newest wish wins, the window never waits."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QImage

from ui.worker_jobs import Then, WorkerJobs

if TYPE_CHECKING:
    from inspector_app.documents.page_images import PageImage
    from inspector_app.documents.values import PaperInput


class PageRenderer(WorkerJobs):
    """One per window; its child process starts with the first paper."""

    preloaded = ("inspector_app.documents.page_images", "inspector_app.documents.rendering", "pypdfium2")

    def preview(self, paper: PaperInput, dpi: int, done: Then, failed: Then) -> Future[Any]:
        """``done`` gets a ``PreviewedPaper``; ``failed`` the error."""
        return self.submit("inspector_app.documents.page_images:preview", (paper, dpi), done, failed)

    def pages(self, pdf: bytes, dpi: int, numbers: tuple[int, ...] | None, done: Then, failed: Then) -> Future[Any]:
        """``done`` gets the pages of a PDF as ``PageImage``."""
        return self.submit("inspector_app.documents.page_images:page_images", (pdf, dpi, numbers), done, failed)

    def count(self, pdf: bytes, done: Then, failed: Then) -> Future[Any]:
        """``done`` gets the number of pages."""
        return self.submit("inspector_app.documents.page_images:page_count", (pdf,), done, failed)

    def compose(self, papers: list[bytes], sheets: list[tuple[int, int]], done: Then, failed: Then) -> Future[Any]:
        """``done`` gets these sheets as one PDF (``documents.print_sheets.compose``)."""
        return self.submit("inspector_app.documents.print_sheets:compose", (papers, sheets), done, failed)

    def file_pages(self, file: str, dpi: int, done: Then, failed: Then) -> Future[Any]:
        """``done`` gets what a photo or PDF file looks like: JPEGs and ``PageImage``."""
        return self.submit("inspector_app.evidence.scans:file_pages", (file, dpi), done, failed)

    def read_scan(self, source: str | bytes, done: Then, failed: Then) -> Future[Any]:
        """``done`` gets what was seen on a photo or scan (``ScanRead``)."""
        return self.submit("inspector_app.evidence.scans:read_scan", (source,), done, failed)


def image_of(page: PageImage) -> QImage:
    """A page as a Qt image of its own."""
    return QImage(page.rgb, page.width, page.height, page.stride, QImage.Format.Format_RGB888).copy()
