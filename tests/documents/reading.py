"""Reads papers back: text, boxes of glyphs, lines and frames."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2

from inspector_app.documents.rendering import PaperInput, RenderedPaper, render
from inspector_app.documents.specification import form_library
from tests.documents import samples


@dataclass(frozen=True)
class Glyph:
    """One inked character; left, bottom, right, top in points."""

    char: str
    page: int
    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: Glyph) -> bool:
        """Whether the ink boxes share more than a hair in both directions; Latin letters lean over each other."""
        least = 0.8 if self.char.isascii() and other.char.isascii() else 0.4
        across = min(self.right, other.right) - max(self.left, other.left)
        along = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across > least and along > least


def paper(code: str, /, **changes: object) -> PaperInput:
    """A filled example of a form; ``changes`` replace single values (``None`` takes one away) or inputs."""
    form = form_library().form(code)
    inputs = {key: changes.pop(key) for key in tuple(changes) if key in PaperInput.__dataclass_fields__}
    values = samples.values(code) | changes
    defaults = {
        "number": f"（缙）应急{form.stem}〔2026〕70号" if form.stem else None,
        "document_id": "0198c0de-0000-7000-8000-000000000001",
        "issued_on": "2026-03-10",
        "photo": samples.photos() if code == "EX-11" else None,
    }
    kept = {key: value for key, value in values.items() if value is not None}
    return PaperInput(**{"form": form, "values": kept, **defaults, **inputs})  # type: ignore[arg-type]


def drawn(code: str, /, **changes: object) -> RenderedPaper:
    """That example as a file."""
    return render(paper(code, **changes))


def page_texts(pdf: bytes) -> list[str]:
    """Text of each page without any white space; PDFium reads a hyphen at the end of a line as U+0002."""
    document = pypdfium2.PdfDocument(pdf)
    found = [plain(page.get_textpage().get_text_bounded().replace("\x02", "-")) for page in document]
    document.close()
    return found


def text_of(pdf: bytes) -> str:
    """Text of all pages without white space."""
    return "".join(page_texts(pdf))


def glyphs(pdf: bytes) -> list[Glyph]:
    """Every character with ink."""
    document = pypdfium2.PdfDocument(pdf)
    found = [glyph for number, page in enumerate(document) for glyph in _page_glyphs(page, number)]
    document.close()
    return found


def _page_glyphs(page: pypdfium2.PdfPage, number: int) -> Iterator[Glyph]:
    text = page.get_textpage()
    for at in range(text.count_chars()):
        char = text.get_text_range(at, 1)
        if char.strip():
            left, bottom, right, top = text.get_charbox(at)
            if right - left > 0.05:
                yield Glyph(char, number, left, bottom, right, top)


def collisions(found: list[Glyph]) -> list[tuple[Glyph, Glyph]]:
    """Pairs of glyphs of one page whose ink overlaps."""
    pairs = []
    ordered = sorted(found, key=lambda one: (one.page, -one.top))
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.page != one.page or other.top < one.bottom:
                break
            if one.overlaps(other):
                pairs.append((one, other))
    return pairs


def plain(text: str) -> str:
    """Text without white space, to be looked for in what was read back."""
    return "".join(text.split())
