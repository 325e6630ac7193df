"""Outlines of glyphs as PDF path operators, for marks that must not be text."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from inspector_app import paths
from inspector_app.documents.fonts import Face


@lru_cache(maxsize=16)
def path(text: str, face: Face, size: float) -> str:
    """Operators of the filled outline of ``text`` from the origin to the right, ``size`` points high."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.ttLib import TTFont

    with TTFont(str(paths.resources("fonts", face.value)), lazy=True) as opened:
        glyphs, cmap = opened.getGlyphSet(), opened.getBestCmap()
        scale = size / opened["head"].unitsPerEm
        code: list[str] = []
        x = 0.0
        for char in text:
            name = cmap[ord(char)]
            pen = DecomposingRecordingPen(glyphs)
            glyphs[name].draw(pen)
            code += _operators(pen.value, x, scale)
            x += glyphs[name].width * scale
    return " ".join(code)


def _operators(value: list[tuple[str, tuple[Any, ...]]], x: float, scale: float) -> list[str]:
    code: list[str] = []
    at = (0.0, 0.0)
    for verb, points in value:
        if verb == "moveTo":
            at = points[0]
            code.append(f"{_point(at, x, scale)} m")
        elif verb == "lineTo":
            at = points[0]
            code.append(f"{_point(at, x, scale)} l")
        elif verb == "qCurveTo":
            for control, end in _quadratics(points):
                code.append(_cubic(at, control, end, x, scale))
                at = end
        else:
            code.append("h")
    return code


def _quadratics(points: tuple[Any, ...]) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """TrueType leaves out the points half-way between two controls."""
    controls, last = points[:-1], points[-1]
    found = []
    for at, control in enumerate(controls):
        following = controls[at + 1] if at + 1 < len(controls) else None
        end = last if following is None else ((control[0] + following[0]) / 2, (control[1] + following[1]) / 2)
        found.append((control, end))
    return found


def _cubic(start: Any, control: Any, end: Any, x: float, scale: float) -> str:
    first = tuple(a + 2 / 3 * (c - a) for a, c in zip(start, control, strict=True))
    second = tuple(b + 2 / 3 * (c - b) for b, c in zip(end, control, strict=True))
    return f"{_point(first, x, scale)} {_point(second, x, scale)} {_point(end, x, scale)} c"


def _point(point: Any, x: float, scale: float) -> str:
    return f"{point[0] * scale + x:.1f} {point[1] * scale:.1f}"
