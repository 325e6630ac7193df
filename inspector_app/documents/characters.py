"""Which characters a paper can show; asked where text is typed, checked and printed."""

from __future__ import annotations

from collections.abc import Iterable

LAID_OUT = "\n\r\t"
"""Turned into lines and blanks, never drawn."""


def rare(text: str) -> str:
    """The characters of a text that not every Chinese face has, each once; nothing is loaded to say so."""
    return "".join(dict.fromkeys(char for char in text if char not in LAID_OUT and not _is_common(char)))


def unprintable(chars: Iterable[str]) -> str:
    """Those of some characters that no face can draw, in their order. The first call loads fonts (half a second)."""
    from inspector_app.documents.fonts import Face, Unprintable, place

    refused = ""
    for char in chars:
        try:
            place(char, Face.FANGSONG)
        except Unprintable:
            refused += char
    return refused


def first_unprintable(text: str) -> str:
    """The first character of a text that cannot be printed; empty when all can."""
    found = rare(text)
    return unprintable(found)[:1] if found else ""


def _is_common(char: str) -> bool:
    """Whether GB/T 2312 has it: every face for Chinese does."""
    try:
        return char.isprintable() and bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False
