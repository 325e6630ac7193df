"""Pages of a paper as pictures, for the window's preview and for printers that take no PDF. Runs in the worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from inspector_app.documents.values import PaperInput, RenderedPaper

POINTS_PER_INCH = 72


@dataclass(frozen=True)
class PageImage:
    """One page: pixels as RGB bytes, ``stride`` bytes a line."""

    width: int
    height: int
    stride: int
    rgb: bytes


@dataclass(frozen=True)
class PreviewedPaper:
    """A rendered paper and its pages as pictures."""

    paper: RenderedPaper
    pages: tuple[PageImage, ...]


def preview(paper: PaperInput, dpi: int) -> PreviewedPaper:
    """Render a paper and draw its pages at ``dpi`` dots per inch."""
    from inspector_app.documents.rendering import render

    rendered = render(paper)
    return PreviewedPaper(rendered, page_images(rendered.pdf, dpi))


def page_images(pdf: bytes, dpi: int, pages: Sequence[int] | None = None) -> tuple[PageImage, ...]:
    """All pages of a PDF, or those with these numbers from 0, at ``dpi`` dots per inch."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        wanted = range(len(document)) if pages is None else pages
        return tuple(_image(document[number], dpi) for number in wanted)
    finally:
        document.close()


def page_count(pdf: bytes) -> int:
    """Number of pages of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _image(page: Any, dpi: int) -> PageImage:
    bitmap = page.render(scale=dpi / POINTS_PER_INCH, rev_byteorder=True)
    try:
        return PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    finally:
        bitmap.close()
        page.close()
