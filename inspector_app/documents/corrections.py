"""Three corrections to ReportLab, made once before the first canvas: an archive file that reads back needs each."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def apply() -> None:
    """Correct the library in this process; calling it again does nothing.

    Text beyond U+FFFF can be read back (its own map writes five-digit code points, which no reader takes); binary
    streams are not blown up to ASCII; a line ends before ``endstream``, as ISO 19005-1 asks.
    """
    from reportlab import rl_config
    from reportlab.pdfbase import pdfdoc, ttfonts

    rl_config.useA85 = 0
    ttfonts.makeToUnicodeCMap = to_unicode
    written = pdfdoc.PDFStream.format

    def with_line_end(stream: Any, document: Any) -> bytes:
        made: bytes = written(stream, document)
        return made.removesuffix(b"endstream\n") + b"\nendstream\n"

    pdfdoc.PDFStream.format = with_line_end


class TableWindow:
    """A table of a font read where it lies: cutting glyphs out of a copy of 10 MB costs a millisecond each time."""

    def __init__(self, data: bytes, start: int, length: int) -> None:
        self._data, self._start, self._length = data, start, length

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _step = part.indices(self._length)
        return self._data[self._start + start : self._start + stop]


def read_glyphs_in_place(face: Any) -> None:
    """Let a parsed font face hand out its glyph table without copying it."""
    copied = face.get_table
    start, length = face.get_table_pos("glyf")
    window = TableWindow(face._ttf_data, start, length)  # noqa: SLF001 - ReportLab has no public name for it
    face.get_table = lambda tag: window if tag == "glyf" else copied(tag)


def to_unicode(name: str, subset: list[int]) -> str:
    """A ToUnicode map in UTF-16, at most 100 entries a block as the PDF reference wants it."""
    entries = [f"<{at:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for at, code in enumerate(subset)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), 100):
        block = entries[start : start + 100]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])


@cache
def raw_stream() -> type[Any]:
    """A stream class whose content is written exactly as given, with only the entries given."""
    from reportlab.pdfbase import pdfdoc

    class RawStream(pdfdoc.PDFStream):  # type: ignore[misc]
        """No filter is added; ``Length`` is."""

        def format(self, document: Any) -> bytes:
            """The stream object as it stands in the file."""
            entries = pdfdoc.PDFDictionary({**self.dictionary.dict, "Length": len(self.content)})
            head: bytes = pdfdoc.format(entries, document)
            return head + b"\nstream\n" + bytes(self.content) + b"\nendstream\n"

    return RawStream
