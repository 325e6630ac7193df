"""Writes placed strips onto a ReportLab canvas: text and lines as few page operators as possible."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from inspector_app.documents.flow import Placed
from inspector_app.documents.fonts import Face, font
from inspector_app.documents.layout import HAIRLINE, CheckBox, Part, Picture, Rule, Text
from inspector_app.documents.style import PAGE_HEIGHT, PAGE_WIDTH


def new_canvas() -> tuple[Any, io.BytesIO]:
    """An empty A4 document without any standard font; the same content gives the same bytes."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    font(Face.FANGSONG)
    canvas = Canvas(
        out, (PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1, initialFontName=Face.FANGSONG.value
    )
    return canvas, out


def document_of(canvas: Any) -> Any:
    """The PDF document behind a canvas, which ReportLab keeps to itself."""
    return canvas._doc  # noqa: SLF001


@dataclass
class Brush:
    """Collects the operators of one page. Positions are points from the top left corner of the text area."""

    canvas: Any
    left: float
    _under: list[str] = field(default_factory=list)
    _pictures: list[tuple[Picture, float]] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _used: tuple[str, float] | None = None
    _spacing: float = 0.0
    _names: dict[tuple[Face, int], str] = field(default_factory=dict)

    def strips(self, placed: Iterable[Placed], top: float) -> None:
        """Strips with their tables; ``top``: points from the upper edge of the page to the text area."""
        listed = list(placed)
        for at, one in enumerate(listed):
            y = top + one.y
            for part in one.strip.parts:
                self.part(part, y)
            if one.strip.frame is not None:
                above = listed[at - 1].strip if at else None
                below = listed[at + 1].strip if at + 1 < len(listed) else None
                ends = below is None or below.frame is None
                self._frame(one, y, starts=one.strip.row_starts or above is None or above.frame is None, ends=ends)

    def _frame(self, placed: Placed, y: float, *, starts: bool, ends: bool) -> None:
        strip = placed.strip
        frame = strip.frame
        if frame is None:
            return
        verticals = strip.verticals or frame.verticals
        bottom = y + strip.height
        for x in verticals:
            self.rule(Rule(x, 0, x, strip.height), y)
        if starts:
            self.rule(Rule(verticals[0], 0, verticals[-1], 0), y)
        if ends:
            self.rule(Rule(verticals[0], 0, verticals[-1], 0), bottom)

    def part(self, part: Part, y: float) -> None:
        """One part of a strip whose top lies ``y`` points below the upper edge of the page."""
        if isinstance(part, Text):
            self.text(part, y)
        elif isinstance(part, Rule):
            self.rule(part, y)
        elif isinstance(part, CheckBox):
            self._box(part, y)
        else:
            self._pictures.append((part, y))

    def text(self, part: Text, y: float) -> None:
        """Characters at a baseline."""
        made, doc = font(part.face), document_of(self.canvas)
        x, base = self.left + part.x, PAGE_HEIGHT - y - part.y
        pieces = made.splitString(part.text, doc)
        out = self._text
        out.append(f"1 0 0 1 {x:.2f} {base:.2f} Tm")
        if part.spacing != self._spacing:
            out.append(f"{part.spacing:.3f} Tc")
            self._spacing = part.spacing
        for subset, codes in pieces:
            name = self._name(part.face, subset)
            if self._used != (name, part.size):
                out.append(f"{name} {part.size:g} Tf")
                self._used = (name, part.size)
            out.append(f"<{codes.hex()}> Tj")

    def rule(self, part: Rule, y: float) -> None:
        """A straight line."""
        top = PAGE_HEIGHT - y
        width = "" if part.width == HAIRLINE else f"{part.width:g} w "
        back = "" if part.width == HAIRLINE else f" {HAIRLINE:g} w"
        x1, x2 = self.left + part.x1, self.left + part.x2
        self._lines.append(f"{width}{x1:.2f} {top - part.y1:.2f} m {x2:.2f} {top - part.y2:.2f} l S{back}")

    def operators(self, code: str) -> None:
        """Ready-made operators (vector paths), drawn before the text."""
        self._lines.append(code)

    def under(self, code: str) -> None:
        """Ready-made operators that lie under everything, photos included."""
        self._under.append(code)

    def finish(self) -> None:
        """Hand the page to the canvas and begin the next one."""
        self.canvas.addLiteral("\n".join(self._under))
        for part, y in self._pictures:
            self._picture(part, y)
        code = [f"q {HAIRLINE:g} w", *self._lines, "Q"]
        if self._text:
            code += ["BT", *self._text, "ET"]
        self.canvas.addLiteral("\n".join(code))
        self.canvas.showPage()

    def _name(self, face: Face, subset: int) -> str:
        name = self._names.get((face, subset))
        if name is None:
            name = self._names[face, subset] = font(face).getSubsetInternalName(subset, document_of(self.canvas))
        return name

    def _box(self, part: CheckBox, y: float) -> None:
        x, top, side = self.left + part.x, PAGE_HEIGHT - y - part.y, part.size
        self._lines.append(f"0.6 w {x:.2f} {top - side:.2f} {side:.2f} {side:.2f} re S {HAIRLINE:g} w")
        if part.ticked:
            points = ((0.18, 0.52), (0.42, 0.8), (0.86, 0.2))
            path = [f"{x + side * dx:.2f} {top - side * dy:.2f}" for dx, dy in points]
            self._lines.append(f"1.1 w {path[0]} m {path[1]} l {path[2]} l S {HAIRLINE:g} w")

    def _picture(self, part: Picture, y: float) -> None:
        from reportlab.lib.utils import ImageReader

        x, bottom = self.left + part.x, PAGE_HEIGHT - y - part.y - part.height
        self.canvas.drawImage(ImageReader(io.BytesIO(part.jpeg)), x, bottom, part.width, part.height)
