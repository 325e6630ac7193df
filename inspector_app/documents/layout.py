"""The pieces of a page: parts with positions, strips that are stacked, and how a broken line becomes parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from inspector_app.documents.fonts import Face
from inspector_app.documents.linebreak import HANGING, BrokenLine
from inspector_app.documents.style import TextStyle

HAIRLINE = 0.5
"""Width of rules and frames in points."""
_MOST_STRETCH = 2.6
"""A line that misses more than this many em of its width stays ragged."""
_MOST_BETWEEN = 0.12
"""And so does one that would have to put more than this many em between its characters."""


@dataclass(slots=True, frozen=True)
class Text:
    """Characters of one face; ``y`` is the baseline below the top of the strip, ``spacing`` points after each."""

    x: float
    y: float
    text: str
    face: Face
    size: float
    spacing: float = 0.0


@dataclass(slots=True, frozen=True)
class Rule:
    """A straight line; ``y`` points below the top of the strip."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = HAIRLINE


@dataclass(slots=True, frozen=True)
class CheckBox:
    """A square of ``size`` points whose top left corner is at (x, y)."""

    x: float
    y: float
    size: float
    ticked: bool


@dataclass(slots=True, frozen=True)
class Picture:
    """A JPEG scaled into ``width`` × ``height`` points, top left corner at (x, y)."""

    x: float
    y: float
    width: float
    height: float
    jpeg: bytes


Part = Text | Rule | CheckBox | Picture


@dataclass(slots=True, frozen=True)
class Frame:
    """Vertical rules beside the strips of a table, and the strips of its head, repeated on every page."""

    verticals: tuple[float, ...]
    head: tuple[Strip, ...] = ()


@dataclass(slots=True, frozen=True)
class Strip:
    """A horizontal slice that is never cut.

    ``keep``: never parted from the strip below. ``keep_above``: how many strips from above it wants on its page.
    ``frame``: the table it belongs to; ``row_starts`` and ``row_ends`` draw its horizontal rules. ``verticals``
    overrides the verticals of the frame in this strip (merged cells). ``breaks``: begins a new page.
    """

    height: float
    parts: tuple[Part, ...] = ()
    keep: bool = False
    keep_above: int = 0
    frame: Frame | None = None
    row_starts: bool = False
    row_ends: bool = False
    verticals: tuple[float, ...] | None = None
    breaks: bool = False


def set_line(
    line: BrokenLine, style: TextStyle, x: float, width: float, *, align: str = "left", y: float = 0.0
) -> list[Part]:
    """Parts of a line in a box at ``x`` of ``width`` points whose top lies ``y`` points down."""
    size = style.size
    slack = width / size - line.indent - line.advance
    spacing = 0.0
    start = x + line.indent * size
    if align == "center":
        start = x + max(slack, 0.0) * size / 2
    elif align == "right":
        start = x + max(slack, 0.0) * size
    elif not line.ends and 0 < slack <= min(_MOST_STRETCH, _MOST_BETWEEN * line.gaps):
        spacing = slack * size / line.gaps
    elif line.squeezed and line.gaps:
        hang = 0.5 if line.atoms[-1].last in HANGING else 0.0
        spacing = min(slack + hang, 0.0) * size / line.gaps
    return _parts(line, style, start, y + style.baseline, spacing)


def _parts(line: BrokenLine, style: TextStyle, x: float, baseline: float, spacing: float) -> list[Part]:
    size = style.size
    parts: list[Part] = []
    rules: list[tuple[float, float]] = []
    run: Text | None = None
    run_end = 0.0
    for atom in line.atoms:
        begin = x
        if atom.ticked is not None:
            side = size * 0.82
            parts.append(CheckBox(x + size * 0.12, baseline - size * 0.76, side, atom.ticked))
        for glyphs in atom.glyphs:
            if run is not None and run.face is glyphs.face and abs(run_end - x) < 1e-6:
                run = Text(run.x, run.y, run.text + glyphs.text, run.face, size, spacing)
                parts[-1] = run
            else:
                run = Text(x, baseline, glyphs.text, glyphs.face, size, spacing)
                parts.append(run)
            x += glyphs.advance * size + len(glyphs.text) * spacing
            run_end = x
        if not atom.glyphs:
            run = None
            x += atom.advance * size + atom.count * spacing
        if atom.underlined:
            if rules and abs(rules[-1][1] - begin) < 1e-6:
                rules[-1] = (rules[-1][0], x)
            else:
                rules.append((begin, x))
    under = baseline + size * 0.2
    last = x - spacing
    return parts + [Rule(a, under, min(b, last), under) for a, b in rules]


def moved(part: Part, down: float) -> Part:
    """The same part ``down`` points lower."""
    if not down:
        return part
    if isinstance(part, Rule):
        return replace(part, y1=part.y1 + down, y2=part.y2 + down)
    return replace(part, y=part.y + down)


def stack(lines: Sequence[Iterable[Part]], pitch: float, *, ruled: tuple[float, float] | None = None) -> list[Strip]:
    """One strip per line; first and last two lines stay together. ``ruled``: a rule from x1 to x2 under each."""
    strips: list[Strip] = []
    total = len(lines)
    for at, parts in enumerate(lines):
        listed = tuple(parts)
        if ruled:
            listed += (Rule(ruled[0], pitch - 1.2, ruled[1], pitch - 1.2, 0.35),)
        together = total > 1 and (at == 0 or at == total - 2) and at < total - 1
        strips.append(Strip(pitch, listed, keep=together))
    return strips
