"""The test page of a printer: every face with rare characters, a frame at the edge of the text area, a grey wedge."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from inspector_app import paths
from inspector_app.documents.fonts import Face, place
from inspector_app.documents.painting import new_canvas
from inspector_app.documents.style import PAGE_HEIGHT, PAGE_WIDTH

_EDGE = 42.5
"""Points from the paper's edge to the frame (15 mm): a printer that cuts it off would cut papers too."""
_NAMES = {
    Face.FANGSONG: "仿宋",
    Face.SERIF: "宋体",
    Face.SERIF_BOLD: "小标宋",
    Face.KAI: "楷体",
    Face.SANS: "黑体",
}
_TITLE = "打印测试页"
_ASKED = ("四条边框都看得见", "没有缺字、方框和条纹", "由浅到深的灰条分得清", "字迹清楚，能用于执法文书")
_STEPS = 8


def trial_sheet(printer: str, at: str) -> bytes:
    """One A4 page naming the printer and the time."""
    canvas, out = new_canvas()
    canvas.rect(_EDGE, _EDGE, PAGE_WIDTH - 2 * _EDGE, PAGE_HEIGHT - 2 * _EDGE)
    y = PAGE_HEIGHT - _EDGE - 50
    _write(canvas, _TITLE, Face.SERIF_BOLD, 22, y, x=(PAGE_WIDTH - 22 * len(_TITLE)) / 2)
    y -= 40
    for line in (f"打印机：{printer}", f"时间：{at}", "这一页不是执法文书，看完可以作废。"):
        _write(canvas, line, Face.FANGSONG, 12, y)
        y -= 22
    proof = paths.resources("fonts", "proof.txt").read_text("utf-8").splitlines()
    for face, name in _NAMES.items():
        y -= 10
        _write(canvas, name, Face.SANS, 9, y)
        for line in proof:
            y -= 17
            _write(canvas, line, face, 11, y)
        y -= 12
    _wedge(canvas, y - 26)
    y -= 56
    for line in _ASKED:
        canvas.rect(_EDGE + 24, y - 1, 9, 9)
        _write(canvas, line, Face.FANGSONG, 11, y, x=_EDGE + 40)
        y -= 19
    canvas.save()
    return out.getvalue()


def _write(canvas: Any, text: str, face: Face, size: float, y: float, x: float = _EDGE + 24) -> None:
    """A line, each character by the face that draws it."""
    for drawn_by, chars in groupby(text, key=lambda char: place(char, face)[0]):
        run = "".join(chars)
        canvas.setFont(drawn_by.value, size)
        canvas.drawString(x, y, run)
        x += size * sum(place(char, face)[1] for char in run)


def _wedge(canvas: Any, y: float) -> None:
    width = (PAGE_WIDTH - 2 * _EDGE - 48) / _STEPS
    for step in range(_STEPS):
        canvas.setFillGray(1 - (step + 1) / _STEPS)
        canvas.rect(_EDGE + 24 + step * width, y, width, 18, stroke=0, fill=1)
    canvas.setFillGray(0)
