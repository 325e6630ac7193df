"""Photos on paper: scaled once to what the printer can show, upright, with their caption block (facts §7.6)."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from inspector_app.documents.layout import Frame, Part, Picture, Strip, set_line
from inspector_app.documents.linebreak import break_lines
from inspector_app.documents.style import MM, PageStyle
from inspector_app.documents.tables import Cell, row_strips
from inspector_app.documents.templates import Scope, Span, spans
from inspector_app.documents.wording import is_filled
from inspector_app.errors import BadInput

if TYPE_CHECKING:
    from inspector_app.documents.values import PaperInput

LONG_EDGE = 1500
"""Pixels: about 240 dpi over the width of the sheet."""
_SCALED_MARK = b"KAJ-PRINT-1"
_LEAST = 30 * MM
"""No frame of a picture is lower than this."""
_GOOD = 55 * MM
"""Below this a picture of a page shows too little; rather fewer stand on the page."""
_GAP = 5.0


def print_size(original: bytes) -> bytes:
    """A JPEG of at most ``LONG_EDGE`` pixels, turned upright, without the camera's metadata; the same bytes every time.

    What has been scaled before is returned as it is. Raises ``BadInput('document.photo_unreadable')``.
    """
    if original[:2] == b"\xff\xd8" and _SCALED_MARK in original[:64]:
        return original
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(original)) as image:
            image.draft("RGB", _draft_size(image.size))
            flat = _on_white(ImageOps.exif_transpose(image))
            flat.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.LANCZOS)
    except (OSError, ValueError, SyntaxError) as error:
        raise BadInput("document.photo_unreadable", detail=str(error)) from error
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=82, comment=_SCALED_MARK)
    return out.getvalue()


def _on_white(image: Any) -> Any:
    """The picture without transparency, which archive files do not have."""
    from PIL import Image

    if not image.has_transparency_data:
        return image.convert("RGB")
    paper = Image.new("RGBA", image.size, (255, 255, 255, 255))
    return Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")


def _draft_size(size: tuple[int, int]) -> tuple[int, int]:
    scale = max(size) / LONG_EDGE
    return (int(size[0] / scale), int(size[1] / scale)) if scale > 1 else size


def jpeg_size(jpeg: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    from PIL import Image

    with Image.open(io.BytesIO(jpeg)) as image:
        return image.size


def sheet(block: Mapping[str, Any], scope: Scope, paper: PaperInput, style: PageStyle, room: float) -> list[Strip]:
    """``per_page`` pictures on each page, each whole with its caption rows below; together they fill ``room``.

    A long caption makes the pictures of its own page smaller, and has a page to itself before they get too small.
    """
    field, rows = scope.find(block["field"])
    per_page = block.get("per_page", 2)
    captioned = [
        _captions(block["captions"], scope.within(field, row, n), style) for n, row in enumerate(rows or (), 1)
    ]
    heights, firsts, alone = _heights([sum(one.height for one in rows) for rows in captioned], per_page, room)
    strips: list[Strip] = []
    for n, row in enumerate(rows or (), 1):
        height = heights[n - 1]
        if n - 1 in alone:
            height = max(_LEAST, min(height, _natural(row.get(block["sha256"]), paper, style.width)))
        if n > 1 and n - 1 in firsts:
            strips.append(Strip(0, breaks=True, keep=True))
        strips.append(Strip(_GAP, keep=True))
        parts = _picture(row.get(block["sha256"]), paper, style.width, height)
        strips.append(Strip(height, parts, keep=True, frame=Frame((0.0, style.width)), row_starts=True))
        captions = [replace(one, keep=True) for one in captioned[n - 1]]
        strips += [*captions[:-1], replace(captions[-1], keep=False)]
    return strips


def _heights(captions: Sequence[float], per_page: int, room: float) -> tuple[list[float], set[int], set[int]]:
    """The height of each picture above a caption of that height; which begin a page; which have one to themselves.

    One that has a page to itself because of its caption gets all the room that is left.
    """
    heights: list[float] = []
    firsts: set[int] = set()
    alone: set[int] = set()
    while len(heights) < len(captions):
        start = len(heights)
        firsts.add(start)
        count = per_page
        while count > 1 and _share(captions[start : start + count], count, room) < _GOOD:
            count -= 1
        share = _share(captions[start : start + count], count, room)
        shown = len(captions[start : start + count])
        most = share if count == 1 else room / per_page
        if count == 1:
            alone.add(start)
        heights += [max(min(share, most), _LEAST)] * shown
    return heights, firsts, alone


def _share(captions: Sequence[float], count: int, room: float) -> float:
    """What each of ``count`` pictures gets of a page; those that are not there count like the highest."""
    used = sum(captions) + (count - len(captions)) * max(captions)
    return (room - used) / count - _GAP - 1


def framed(block: Mapping[str, Any], scope: Scope, paper: PaperInput, style: PageStyle) -> list[Strip]:
    """One picture in a frame of ``height`` millimetres; without one the frame stays open for a sketch by hand."""
    _field, sha256 = scope.find(block["field"])
    height = block["height"] * MM
    parts = _picture(sha256, paper, style.width, height) if is_filled(sha256) else ()
    return [Strip(height, parts, frame=Frame((0.0, style.width)), row_starts=True, row_ends=True)]


def _captions(cells: Sequence[Mapping[str, Any]], scope: Scope, style: PageStyle) -> list[Strip]:
    """Caption cells side by side; ``width`` is a cell's share of the row, and a full row begins the next."""
    strips: list[Strip] = []
    row: list[Cell] = []
    used = 0.0
    for cell in cells:
        share = cell.get("width", 0.5)
        if used + share > 1.001:
            strips += _caption_row(row, style.width)
            row, used = [], 0.0
        text = style.tiny if cell.get("style") == "tiny" else style.caption
        width = style.width * share
        found = [Span(cell.get("label", "")), *spans(cell.get("text", ""), scope, underlined=False)]
        row.append(Cell(used * style.width, width, break_lines(found, text, width - 6), text, "left"))
        used += share
    return strips + _caption_row(row, style.width)


def _caption_row(row: Sequence[Cell], width: float) -> list[Strip]:
    edges = (*(cell.x for cell in row), width)
    return row_strips(row, Frame(edges), max(cell.style.pitch for cell in row), above=1.0)


def _natural(sha256: Any, paper: PaperInput, width: float) -> float:
    """How high the frame of a picture is that fills the width of the sheet; all it may be where the picture is not."""
    original = paper.photo_bytes(str(sha256)) if is_filled(sha256) else None
    if not original:
        return width
    wide, high = jpeg_size(print_size(original))
    margin = 1 * MM
    return (width - 2 * margin) * high / wide + 2 * margin


def _picture(sha256: Any, paper: PaperInput, width: float, height: float) -> tuple[Part, ...]:
    original = paper.photo_bytes(str(sha256)) if is_filled(sha256) else None
    if original is None and not paper.is_draft:
        raise BadInput("document.photo_missing", photo=str(sha256))
    if not original:
        return _missing(width, height)
    jpeg = print_size(original)
    wide, high = jpeg_size(jpeg)
    margin = 1 * MM
    scale = min((width - 2 * margin) / wide, (height - 2 * margin) / high)
    shown = (wide * scale, high * scale)
    return (Picture((width - shown[0]) / 2, (height - shown[1]) / 2, shown[0], shown[1], jpeg),)


def _missing(width: float, height: float) -> tuple[Part, ...]:
    """A frame that says the picture is not here, rather than an empty one that looks filled."""
    from inspector_app.documents.style import COMPACT

    line = break_lines([Span("（照片原件不在本机）")], COMPACT.small, width)[0]
    said = set_line(line, COMPACT.small, 0, width, align="center", y=height / 2)
    return tuple(said)
