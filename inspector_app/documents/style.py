"""Measures of the two template sets, in millimetres and points. Source: enforcement facts §7.2."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.documents.fonts import Face
from inspector_app.errors import BadInput

MM = 72 / 25.4
PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM


@dataclass(frozen=True)
class TextStyle:
    """One kind of text: face, size in points, fixed line pitch in points."""

    face: Face
    size: float
    pitch: float

    @property
    def baseline(self) -> float:
        """Distance from the top of a line to its baseline: the em box stands in the middle of the pitch."""
        return (self.pitch - self.size) / 2 + 0.86 * self.size


@dataclass(frozen=True)
class PageStyle:
    """One template set. Margins in points; ``table`` is for cells, ``small`` for notes and the foot, ``caption`` and
    ``tiny`` for what stands below a photo.
    """

    name: str
    left: float
    right: float
    top: float
    bottom: float
    family: TextStyle
    title: TextStyle
    number: TextStyle
    body: TextStyle
    strong: TextStyle
    table: TextStyle
    head: TextStyle
    small: TextStyle
    caption: TextStyle
    tiny: TextStyle

    @property
    def width(self) -> float:
        """Width of the text area."""
        return PAGE_WIDTH - self.left - self.right


COMPACT = PageStyle(
    name="compact",
    left=31.8 * MM,
    right=28 * MM,
    top=22 * MM,
    bottom=10 * MM,
    family=TextStyle(Face.SERIF_BOLD, 18, 27),
    title=TextStyle(Face.SERIF_BOLD, 18, 30),
    number=TextStyle(Face.FANGSONG, 15, 24),
    body=TextStyle(Face.FANGSONG, 10.5, 21),
    strong=TextStyle(Face.SERIF_BOLD, 10.5, 21),
    table=TextStyle(Face.FANGSONG, 10.5, 16),
    head=TextStyle(Face.SERIF_BOLD, 10.5, 16),
    small=TextStyle(Face.FANGSONG, 9, 12.5),
    caption=TextStyle(Face.FANGSONG, 9, 12),
    tiny=TextStyle(Face.FANGSONG, 7, 10),
)
"""The official measures of 2016: 10.5 pt, two lines of 18 pt above."""

READABLE = PageStyle(
    name="readable",
    left=28 * MM,
    right=26 * MM,
    top=26 * MM,
    bottom=10 * MM,
    family=TextStyle(Face.SERIF_BOLD, 18, 28),
    title=TextStyle(Face.SERIF_BOLD, 22, 36),
    number=TextStyle(Face.FANGSONG, 16, 30),
    body=TextStyle(Face.FANGSONG, 16, 28),
    strong=TextStyle(Face.SERIF_BOLD, 16, 28),
    table=TextStyle(Face.FANGSONG, 12, 18),
    head=TextStyle(Face.SERIF_BOLD, 12, 18),
    small=TextStyle(Face.FANGSONG, 10.5, 14),
    caption=TextStyle(Face.FANGSONG, 10.5, 14),
    tiny=TextStyle(Face.FANGSONG, 7.5, 10.5),
)
"""16 pt and 28 pt pitch, as typed decisions usually are."""

FIELD = PageStyle(
    name="field",
    left=16 * MM,
    right=16 * MM,
    top=10 * MM,
    bottom=9 * MM,
    family=TextStyle(Face.FANGSONG, 12, 17),
    title=TextStyle(Face.SERIF_BOLD, 18, 26),
    number=TextStyle(Face.FANGSONG, 17, 23),
    body=TextStyle(Face.FANGSONG, 12, 20),
    strong=TextStyle(Face.SERIF_BOLD, 12, 20),
    table=TextStyle(Face.FANGSONG, 12, 21),
    head=TextStyle(Face.SERIF_BOLD, 12, 21),
    small=TextStyle(Face.FANGSONG, 11, 15),
    caption=TextStyle(Face.FANGSONG, 11, 15),
    tiny=TextStyle(Face.FANGSONG, 11, 15),
)
"""For paper that is read and written on underground: nothing under 11 pt, margins alike on both sides of a sheet."""

_STYLES = {style.name: style for style in (COMPACT, READABLE, FIELD)}


def page_style(name: str) -> PageStyle:
    """A template set by name. Raises ``BadInput('document.template_unknown')``."""
    if name not in _STYLES:
        raise BadInput("document.template_unknown", template=name)
    return _STYLES[name]
