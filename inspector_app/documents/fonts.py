"""The faces of papers: parsed once, chosen character by character, always embedded.

A character that no face can draw is an error before print, never a box.
"""

from __future__ import annotations

import threading
import unicodedata
from enum import StrEnum
from functools import cache
from typing import Any

from inspector_app import paths
from inspector_app.documents import corrections
from inspector_app.errors import RuleViolation

LOCK = threading.RLock()
"""A font of ReportLab serves one document at a time; whoever draws holds this."""


class Face(StrEnum):
    """One shipped font file."""

    FANGSONG = "LXGWZhuqueFangsong-Regular.ttf"
    SERIF = "NotoSerifSC-Regular.ttf"
    SERIF_BOLD = "NotoSerifSC-Bold.ttf"
    KAI = "LXGWWenKaiGBLite-Regular.ttf"
    SANS_BOLD = "NotoSansSC-Bold.ttf"
    SANS = "NotoSansSC-Regular.ttf"


_CHAINS: dict[Face, tuple[Face, ...]] = {
    Face.FANGSONG: (Face.FANGSONG, Face.SERIF, Face.KAI),
    Face.SERIF: (Face.SERIF, Face.KAI),
    Face.SERIF_BOLD: (Face.SERIF_BOLD, Face.SERIF, Face.KAI),
    Face.KAI: (Face.KAI, Face.SERIF),
    Face.SANS_BOLD: (Face.SANS_BOLD, Face.SANS, Face.SERIF, Face.KAI),
    Face.SANS: (Face.SANS, Face.SERIF, Face.KAI),
}
_FROM_SERIF = frozenset("“”‘’（）¥·" + "".join(map(chr, range(0x21, 0x7F))))
"""Taken from the serif face in running text: the quotes of Zhuque are narrow, its round brackets look like 〔〕, and
its figures hang below the line, where the rule of a blank cuts them."""
_UNDRAWABLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})


class Unprintable(ValueError):
    """No face can draw ``char``."""

    def __init__(self, char: str) -> None:
        super().__init__(f"U+{ord(char):04X}")
        self.char = char

    def told(self, field: str) -> RuleViolation:
        """The error for a person, naming the character and the blank it stands in."""
        code_point = f"U+{ord(self.char):04X}"
        shown = self.char if unicodedata.category(self.char) not in _UNDRAWABLE else "␣"
        return RuleViolation("document.unprintable", char=shown, code_point=code_point, field=field or "-")


@cache
def font(face: Face) -> Any:
    """The parsed font (a ReportLab ``TTFont``), registered under the name of its file."""
    from reportlab.pdfbase import pdfmetrics, ttfonts

    with LOCK:
        corrections.apply()
        made = ttfonts.TTFont(face.value, str(paths.resources("fonts", face.value)), asciiReadable=0)
        corrections.read_glyphs_in_place(made.face)
        pdfmetrics.registerFont(made)
        return made


@cache
def widths(face: Face) -> dict[int, float]:
    """Advance of each code point in thousandths of the size."""
    return dict(font(face).face.charWidths)


_chosen: dict[tuple[str, Face], tuple[Face, float]] = {}


def place(char: str, face: Face) -> tuple[Face, float]:
    """The face that draws ``char`` where ``face`` is asked for, and its advance in em. Raises ``Unprintable``."""
    found = _chosen.get((char, face))
    if found is None:
        found = _chosen[char, face] = _choose(char, face)
    return found


def width_of(text: str, face: Face) -> float:
    """Advance of a text in em. Raises ``Unprintable``."""
    return sum(place(char, face)[1] for char in text)


def _choose(char: str, face: Face) -> tuple[Face, float]:
    if unicodedata.category(char) in _UNDRAWABLE:
        raise Unprintable(char)
    chain = _CHAINS[face]
    if char in _FROM_SERIF and face in (Face.FANGSONG, Face.KAI):
        chain = (Face.SERIF,)
    code = ord(char)
    for one in chain:
        if code in font(one).face.charToGlyph:
            return one, widths(one).get(code, 1000) / 1000
    raise Unprintable(char)
