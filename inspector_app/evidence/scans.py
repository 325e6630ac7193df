"""Looks at a photo or scan of a signed paper: what kind of file it is, its sheets, and the codes on them.

Pure and slow, for the worker: the file is read here, so that no large file travels between processes.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from inspector_app.documents.page_images import PageImage, page_images
from inspector_app.documents.scanning import Sheet, find_codes, is_blank, pdf_picture, pdf_sheets
from inspector_app.documents.verification import read_embedded
from inspector_app.errors import BadInput
from inspector_app.evidence import pictures
from inspector_app.evidence.intake import MAX_BYTES

PDF = "application/pdf"
_PDF_MARK = b"%PDF"
PAGE_PIXELS = 2400
"""Longer side of a page that is kept as a picture of its own: 200 dots per inch on A4."""


@dataclass(frozen=True)
class ScanRead:
    """What was seen in one file. ``preview``: a JPEG of what browsers and the window cannot show (HEIC)."""

    sha256: str
    byte_count: int
    media_type: str
    sheets: tuple[Sheet, ...]
    thumbnail: bytes
    preview: bytes | None = None

    @property
    def has_code(self) -> bool:
        """Whether the code of a paper stands on it."""
        return any(sheet.codes for sheet in self.sheets)

    @property
    def field_sheet(self) -> str | None:
        """The 下井记录单 whose code stands on it, if that is what it shows."""
        return next((sheet.field_sheet for sheet in self.sheets if sheet.field_sheet), None)


def read_scan(source: str | bytes, name: str = "", *, thorough: bool = True) -> ScanRead:
    """Look at a file (its path, or its bytes). ``thorough``: take seconds over a poor picture if need be.

    Raises ``BadInput``: not there or not readable, no picture and no PDF (codes under ``photo.`` and ``scan.``), or
    ``scan.is_the_file``: a paper's own PDF, which nobody has signed.
    """
    raw = source if isinstance(source, bytes) else _content(Path(source))
    try:
        return _pdf(raw) if raw.startswith(_PDF_MARK) else _picture(raw, thorough)
    except BadInput as problem:
        file = name or ("" if isinstance(source, bytes) else Path(source).name)
        raise BadInput(problem.code, **{**problem.params, "file": file}) from problem


def file_pages(source: str, dpi: int) -> tuple[bytes | PageImage, ...]:
    """What a photo or scanned file looks like: a JPEG, or the pages of a PDF. Raises ``BadInput`` as ``read_scan``."""
    raw = _content(Path(source))
    return page_images(raw, dpi) if raw.startswith(_PDF_MARK) else (pictures.rendition(io.BytesIO(raw)),)


def page_jpeg(pdf: bytes, number: int) -> bytes | None:
    """A page of a scanned PDF (from 1) as a picture of its own; ``None`` for an empty back. Always the same bytes."""
    picture = pdf_picture(pdf, PAGE_PIXELS, number)
    return None if is_blank(picture.convert("L")) else pictures.jpeg(picture, PAGE_PIXELS)


def page_on(picture: bytes) -> ScanRead | None:
    """What was seen on a photo of a page (of a paper or of a field sheet), by one quick look; ``None``: no page."""
    try:
        if not find_codes(pictures.grey(io.BytesIO(picture)), thorough=False):
            return None
        return _picture(picture, thorough=False)
    except BadInput:
        return None


def _pdf(raw: bytes) -> ScanRead:
    sheets = pdf_sheets(raw)
    try:
        inside = read_embedded(raw)
    except ValueError as error:
        raise BadInput("scan.pdf_unreadable", detail=str(error)[:200]) from error
    if inside is not None:
        raise BadInput("scan.is_the_file")
    if not sheets:
        raise BadInput("scan.pdf_unreadable", detail="-")
    thumbnail = pictures.jpeg(pdf_picture(raw, pictures.RENDITION), pictures.THUMBNAIL)
    return ScanRead(_hash(raw), len(raw), PDF, sheets, thumbnail)


def _picture(raw: bytes, thorough: bool) -> ScanRead:
    seen = pictures.examine(io.BytesIO(raw))
    codes = find_codes(pictures.grey(io.BytesIO(raw)), thorough=thorough)
    facts = seen.facts
    sheet = Sheet.showing(codes, facts.width, facts.height)
    return ScanRead(_hash(raw), len(raw), facts.media_type, (sheet,), seen.thumbnail, seen.rendition)


def _content(path: Path) -> bytes:
    """The bytes of a file. Raises ``BadInput`` under the codes the photo intake uses."""
    if not path.is_file():
        raise BadInput("photo.is_folder" if path.is_dir() else "photo.missing", file=path.name)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise BadInput("photo.file_too_large", file=path.name, most=MAX_BYTES // 1024**2)
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput("photo.unreadable", file=path.name, detail=error.strerror or "") from error
    if not raw:
        raise BadInput("photo.empty", file=path.name)
    return raw


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
