"""What stands around the text of every page: head, foot with page numbers and check code, watermark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from inspector_app.documents import outlines, qr
from inspector_app.documents.checkcode import page_code
from inspector_app.documents.flow import Placed
from inspector_app.documents.fonts import Face
from inspector_app.documents.layout import Part, Rule, Strip, set_line
from inspector_app.documents.linebreak import break_lines
from inspector_app.documents.painting import Brush
from inspector_app.documents.style import MM, PAGE_HEIGHT, PAGE_WIDTH, PageStyle, TextStyle
from inspector_app.documents.templates import Scope, Span, spans
from inspector_app.documents.values import PaperInput

CODE_LABEL = "文书校验码（非行政行为码）"
_SAMPLE_LINE = "示例 · 非正式文书"
_DRAFT_LINE = "草稿 · 未签发"
_QR_SIDE = 22 * MM
_NOTE = TextStyle(Face.FANGSONG, 7.5, 10)
_MARK = TextStyle(Face.SERIF_BOLD, 9, 14)


@dataclass(frozen=True)
class Furniture:
    """Head, foot and marks of one paper; measured before the text is placed."""

    paper: PaperInput
    style: PageStyle
    foot_strips: tuple[Strip, ...]
    digest: str

    def head(self, *, first: bool) -> list[Strip]:
        """Family line, title and 文号; following pages say 续页."""
        form, style = self.paper.form, self.style
        strips = [Strip(_MARK.pitch, tuple(self._marks(first=first)))]
        if first:
            strips += self._centred(self.paper.values.get("doc_family") or form.family, style.family)
            strips += self._centred(form.title, style.title)
        else:
            size = style.title.size - 3
            strips += self._centred(f"{form.title}（续页）", TextStyle(style.title.face, size, size + 12))
        if form.stem is not None:
            strips += self._number(first=first)
        return [*strips, Strip(style.body.pitch * 0.35)]

    def _number(self, *, first: bool) -> list[Strip]:
        style = self.style.number if first else self.style.body
        number = self.paper.number or f"（　　）应急{self.paper.form.stem}〔　　　　〕　　号"
        return self._centred(number, style)

    def _marks(self, *, first: bool) -> list[Part]:
        said = _SAMPLE_LINE if self.paper.is_sample else _DRAFT_LINE if self.paper.is_draft else ""
        parts: list[Part] = []
        if said:
            parts += self._set(said, _MARK, "left")
        code = self.paper.values.get("behavior_code")
        if first and code:
            parts += self._set(f"行政行为码：{code}", _MARK, "right")
        return parts

    def _centred(self, text: str, style: TextStyle) -> list[Strip]:
        lines = break_lines([Span(text)], style, self.style.width)
        return [Strip(style.pitch, tuple(set_line(line, style, 0, self.style.width, align="center"))) for line in lines]

    def _set(self, text: str, style: TextStyle, align: str) -> list[Part]:
        line = break_lines([Span(text)], style, self.style.width)[0]
        return set_line(line, style, 0, self.style.width, align=align)

    def head_height(self, *, first: bool) -> float:
        """Points the head takes."""
        return sum(strip.height for strip in self.head(first=first))

    def foot_height(self) -> float:
        """Points from the end of the text area to the bottom margin: signature lines, rule, foot text, check code."""
        signatures = sum(strip.height for strip in self.foot_strips)
        return signatures + max(self._copy_height(), self.code_height()) + 8

    def code_height(self) -> float:
        """Points the check code takes; nothing when the paper has none."""
        return _QR_SIDE if self.paper.code else 0.0

    def _copy_height(self) -> float:
        return len(self._copy_lines()) * self.style.small.pitch + 2

    def _copy_lines(self) -> list[list[Part]]:
        style = self.style.small
        left = _QR_SIDE + 4 if self.paper.code else 0.0
        width = self.style.width - left - 9 * style.size
        lines = break_lines([Span(self.paper.form.copy_text)], style, width)
        return [set_line(line, style, left, width) for line in lines]

    def room(self, *, first: bool) -> float:
        """Height of the text area in points."""
        style = self.style
        return PAGE_HEIGHT - style.top - style.bottom - self.head_height(first=first) - self.foot_height()

    def draw(self, brush: Brush, page: int, pages: int) -> None:
        """Head, foot and watermark of one page (numbered from 1)."""
        self._watermark(brush)
        brush.strips(_stacked(self.head(first=page == 1)), self.style.top)
        top = PAGE_HEIGHT - self.style.bottom - self.foot_height()
        brush.strips(_stacked(self.foot_strips), top)
        top += sum(strip.height for strip in self.foot_strips) + 4
        brush.rule(Rule(0, 0, self.style.width, 0), top)
        self._foot_text(brush, top + 3, f"共 {pages} 页 第 {page} 页")
        if self.paper.code:
            self._code(brush, top + 4, page_code(self.paper.code, page))

    def _foot_text(self, brush: Brush, top: float, pages: str) -> None:
        style = self.style.small
        for at, parts in enumerate(self._copy_lines()):
            for part in parts:
                brush.part(part, top + at * style.pitch)
        for part in self._set(pages, style, "right"):
            brush.part(part, top)

    def _code(self, brush: Brush, top: float, code: str) -> None:
        x, side = brush.left, _QR_SIDE - 4
        brush.operators(qr.path(code, x, PAGE_HEIGHT - top - side, side))
        lines, style = self._code_notes()
        y = top + side - len(lines) * style.pitch
        left = _QR_SIDE + 4
        for text in lines:
            line = break_lines([Span(text)], style, self.style.width - left)[0]
            for part in set_line(line, style, left, self.style.width - left):
                brush.part(part, y)
            y += style.pitch

    def _code_notes(self) -> tuple[list[str], TextStyle]:
        """What stands beside the code: what it is and the check value, or what the form says instead."""
        form = self.paper.form
        if form.code_notes:
            scope = Scope(self.paper.values, form.by_key)
            said = (spans(note, scope, underlined=False) for note in form.code_notes)
            return ["".join(span.text for span in note) for note in said], self.style.small
        shown = " ".join(self.digest[at : at + 8] for at in range(0, 32, 8))
        return [CODE_LABEL, f"校验值 {shown}"], _NOTE

    def _watermark(self, brush: Brush) -> None:
        if self.paper.is_draft or self.paper.is_sample:
            brush.under(watermark("草稿" if self.paper.is_draft else "示例"))


@lru_cache(maxsize=4)
def watermark(text: str) -> str:
    """Big pale letters across the page as a path: no transparency, and never read back as text of the paper."""
    path = outlines.path(text, Face.SERIF_BOLD, 190)
    x, y = PAGE_WIDTH / 2 - 55, PAGE_HEIGHT / 2 - 190
    return f"q 0.92 g 0.7071 0.7071 -0.7071 0.7071 {x:.2f} {y:.2f} cm {path} f Q"


def _stacked(strips: Sequence[Strip]) -> list[Placed]:
    placed, y = [], 0.0
    for strip in strips:
        placed.append(Placed(y, strip))
        y += strip.height
    return placed
