"""Finds the 文书校验码 on photographed and scanned pages, also in bad pictures: at an angle, dark, noisy, shaken.

Pure and slow: runs in the worker. A good picture costs one look; the others are looked at again blurred against
noise, sharpened against shaking, enlarged, and cut into tiles. The reader itself stands any turn and steep views.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inspector_app.documents.checkcode import is_ours
from inspector_app.documents.fonts import LOCK
from inspector_app.documents.sheetcode import sheet_of_qr
from inspector_app.errors import BadInput

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

CALM_PIXELS = 12_000_000
"""Larger pictures are scaled to this size for every look but the first: a code needs no more."""
MOST_SHEETS = 300
"""Pages of one PDF that are looked at; a longer one is no signed paper."""
_DPI = (200, 300)
"""A scanned page is drawn coarse first; the paper's code has two pixels a module then, three at the second try."""
_TILES = 3
"""Tiles along each side of a picture, half overlapping."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file: the codes of papers on it (two may lie side by side), and the working sheet it is."""

    codes: tuple[str, ...]
    width: int
    height: int
    field_sheet: str | None = None

    @classmethod
    def showing(cls, found: tuple[str, ...], width: int, height: int) -> Sheet:
        """A sheet on which these codes of ours were found."""
        working = [named for text in found if (named := sheet_of_qr(text))]
        return cls(tuple(text for text in found if is_ours(text)), width, height, working[0] if working else None)


def find_codes(picture: Picture, *, thorough: bool = True) -> tuple[str, ...]:
    """Texts of our codes, of papers and of working sheets, in a grey picture, each once.

    ``thorough``: look again until every trick was tried.
    """
    found = _read(picture)
    if found or not thorough:
        return found
    for look in _looks(_calm(picture)):
        if found := look():
            return found
    return ()


def pdf_sheets(pdf: bytes) -> tuple[Sheet, ...]:
    """Every page of a scanned PDF with its codes.

    Raises ``BadInput('scan.pdf_unreadable')``, ``BadInput('scan.too_many_sheets')``.
    """
    import pypdfium2

    with LOCK:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise BadInput("scan.pdf_unreadable", detail=str(error)[:200]) from error
        try:
            if len(document) > MOST_SHEETS:
                raise BadInput("scan.too_many_sheets", count=len(document), most=MOST_SHEETS)
            return tuple(_pdf_sheet(document[number]) for number in range(len(document)))
        except pypdfium2.PdfiumError as error:
            raise BadInput("scan.pdf_unreadable", detail=str(error)[:200]) from error
        finally:
            document.close()


def pdf_picture(pdf: bytes, longest: int, number: int = 1) -> Picture:
    """A page of a PDF in colour, its longer side about ``longest`` pixels."""
    import pypdfium2

    with LOCK:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[number - 1]
            drawn: Picture = page.render(scale=longest / max(page.get_size())).to_pil()
            return drawn.convert("RGB")
        finally:
            document.close()


def _pdf_sheet(page: Any) -> Sheet:
    codes: tuple[str, ...] = ()
    picture: Any = None
    for dpi in _DPI:
        scale = min(dpi / 72, (CALM_PIXELS * 2 / max(1.0, page.get_width() * page.get_height())) ** 0.5)
        picture = page.render(scale=scale, grayscale=True).to_pil()
        codes = find_codes(picture, thorough=dpi == _DPI[-1] and not is_blank(picture))
        if codes:
            break
    return Sheet.showing(codes, picture.width, picture.height)


def is_blank(picture: Picture) -> bool:
    """Whether a grey picture shows the empty back of a sheet: nothing to look for."""
    darkest, lightest = picture.resize((64, 64)).getextrema()
    return int(lightest) - int(darkest) < 24  # type: ignore[arg-type]


def _calm(picture: Picture) -> Picture:
    pixels = picture.width * picture.height
    if pixels <= CALM_PIXELS:
        return picture
    scale = (CALM_PIXELS / pixels) ** 0.5
    return picture.resize((round(picture.width * scale), round(picture.height * scale)), reducing_gap=2)


def _looks(picture: Picture) -> Iterator[Callable[[], tuple[str, ...]]]:
    """Further looks at the whole picture, then at its tiles, the cheap ones first."""
    from PIL import ImageFilter

    if picture.width * picture.height <= CALM_PIXELS:
        yield lambda: _read(_scaled(picture, 1.5))
    yield lambda: _read(picture.filter(ImageFilter.GaussianBlur(1)))
    yield lambda: _read(picture.filter(ImageFilter.UnsharpMask(3, 250, 0)))
    for tile in _tiles(picture):
        yield lambda tile=tile: _read_tile(tile)  # type: ignore[misc]


def _read_tile(tile: Picture) -> tuple[str, ...]:
    """One tile enlarged: with its own light and dark, and with its edges drawn out of blur and noise."""
    from PIL import ImageFilter, ImageOps

    double = _scaled(tile, 2)
    drawn_out = double.filter(ImageFilter.UnsharpMask(4, 400, 0)).filter(ImageFilter.GaussianBlur(1.2))
    return _read(drawn_out) or _read(ImageOps.autocontrast(double, cutoff=1), by_tile=True)


def _scaled(picture: Picture, factor: float) -> Picture:
    from PIL import Image

    return picture.resize((round(picture.width * factor), round(picture.height * factor)), Image.Resampling.BICUBIC)


def _tiles(picture: Picture) -> Iterator[Picture]:
    """Half-overlapping tiles, the corners first: the code stands in a corner of its page."""
    width, height = picture.width * 2 // (_TILES + 1), picture.height * 2 // (_TILES + 1)
    places = [(column, row) for row in range(_TILES) for column in range(_TILES)]
    for column, row in sorted(places, key=lambda place: (place[0] == 1) + (place[1] == 1)):
        left, top = column * width // 2, row * height // 2
        yield picture.crop((left, top, left + width, top + height))


def _read(picture: Picture, *, by_tile: bool = False) -> tuple[str, ...]:
    """Our codes in a picture. ``by_tile``: one threshold for the whole tile instead of one around each pixel."""
    import zxingcpp

    ours = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    binarizer = zxingcpp.Binarizer.GlobalHistogram if by_tile else zxingcpp.Binarizer.LocalAverage
    found = zxingcpp.read_barcodes(picture, formats=ours, binarizer=binarizer)
    return tuple(dict.fromkeys(one.text for one in found if is_ours(one.text) or sheet_of_qr(one.text)))
