"""Handwriting taken on a screen: strokes of a pen, a finger or a mouse, as vectors, and the picture they make.

A strokes file is JSON of whole numbers: ``{"format": "ink-strokes-1", "width": …, "height": …,
"pointer": "pen|touch|mouse", "strokes": [[[x, y, t, pressure], …], …]}``; lengths in 0.01 mm from the upper left
corner, t in ms from the first point, pressure 0…1000 (500 where the device knows none). A drawing without a certificate
is only a picture (电子签名法 13).
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from inspector_app.errors import BadInput

FORMAT = "ink-strokes-1"
POINTERS = ("pen", "touch", "mouse")
UNITS_PER_MM = 100
NO_PRESSURE = 500
MOST_POINTS = 20_000
"""A name of forty strokes at 200 points a second has a tenth of these."""
LEAST_LENGTH_MM = 8
"""Shorter is a slip of the pen, no name."""
WIDEST = 400 * UNITS_PER_MM
_LONGEST_MS = 3_600_000
_DOTS_PER_MM = 12
_THIN_MM, _THICK_MM = 0.25, 0.9
"""Width of the line without any pressure and with all of it."""

Point = tuple[int, int, int, int]


@dataclass(frozen=True)
class Ink:
    """Strokes in a field of ``width`` × ``height`` (0.01 mm), drawn with ``pointer``."""

    width: int
    height: int
    pointer: str
    strokes: tuple[tuple[Point, ...], ...]

    @property
    def length_mm(self) -> float:
        """How far the pen went on the surface."""
        way = sum(math.dist(a[:2], b[:2]) for stroke in self.strokes for a, b in pairwise(stroke))
        return way / UNITS_PER_MM

    def data(self) -> dict[str, Any]:
        """The content of a strokes file; the same strokes give the same content."""
        strokes = [[list(point) for point in stroke] for stroke in self.strokes]
        return {"format": FORMAT, "width": self.width, "height": self.height, "pointer": self.pointer,
                "strokes": strokes}  # fmt: skip


def read_ink(content: bytes) -> Ink:
    """The strokes of a file. Raises as ``ink_of``."""
    try:
        data = json.loads(content)
    except ValueError as error:
        raise BadInput("ink.unreadable", detail=str(error)) from error
    return ink_of(data)


def ink_of(data: object) -> Ink:
    """Checked strokes. Raises ``BadInput``: ``ink.unreadable`` (no strokes file), ``ink.too_long``, ``ink.empty``."""
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise BadInput("ink.unreadable", detail=f"format ≠ {FORMAT}")
    if data.get("pointer") not in POINTERS:
        raise BadInput("ink.unreadable", detail="pointer")
    width, height = (_whole(data.get(name), name, UNITS_PER_MM, WIDEST) for name in ("width", "height"))
    raw = data.get("strokes")
    if not isinstance(raw, list) or not all(isinstance(stroke, list) for stroke in raw):
        raise BadInput("ink.unreadable", detail="strokes")
    if sum(map(len, raw)) > MOST_POINTS:
        raise BadInput("ink.too_long", count=sum(map(len, raw)), most=MOST_POINTS)
    strokes = tuple(tuple(_points(stroke, width, height)) for stroke in raw if stroke)
    made = Ink(width, height, str(data["pointer"]), strokes)
    if made.length_mm < LEAST_LENGTH_MM:
        raise BadInput("ink.empty")
    return made


def picture(ink: Ink) -> bytes:
    """The strokes in black on white as a PNG, 12 dots per mm, thicker where the pen was pressed."""
    from PIL import Image, ImageDraw

    over = 2
    scale = _DOTS_PER_MM * over / UNITS_PER_MM
    image = Image.new("L", (round(ink.width * scale), round(ink.height * scale)), 255)
    brush = ImageDraw.Draw(image)
    for stroke in ink.strokes:
        for (x0, y0, _t0, p0), (x1, y1, _t1, p1) in zip(stroke, stroke[1:] or stroke, strict=False):
            thick = (_THIN_MM + (_THICK_MM - _THIN_MM) * (p0 + p1) / 2000) * _DOTS_PER_MM * over
            brush.line((x0 * scale, y0 * scale, x1 * scale, y1 * scale), fill=0, width=max(1, round(thick)))
            for x, y in ((x0 * scale, y0 * scale), (x1 * scale, y1 * scale)):
                brush.ellipse([x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2], fill=0)
    small = image.resize((image.width // over, image.height // over), Image.Resampling.BOX)
    sink = io.BytesIO()
    small.convert("RGB").save(sink, "PNG")
    return sink.getvalue()


def _points(stroke: Iterable[object], width: int, height: int) -> Iterable[Point]:
    before = 0
    for point in stroke:
        if not isinstance(point, list) or len(point) != 4:
            raise BadInput("ink.unreadable", detail="point")
        x, y = _whole(point[0], "x", 0, width), _whole(point[1], "y", 0, height)
        before = _whole(point[2], "t", before, _LONGEST_MS)
        yield x, y, before, _whole(point[3], "pressure", 0, 1000)


def _whole(value: object, name: str, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadInput("ink.unreadable", detail=f"{name} {value}")
    return value
