"""Blocks of a form and values in, strips out: one function per kind of block, none per form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from inspector_app.documents import pictures, tables
from inspector_app.documents.layout import Part, Rule, Strip, moved, set_line, stack
from inspector_app.documents.linebreak import BrokenLine, break_lines
from inspector_app.documents.style import PageStyle, TextStyle
from inspector_app.documents.templates import Scope, Span, spans
from inspector_app.documents.values import PaperInput
from inspector_app.documents.wording import is_filled

Block = Mapping[str, Any]
_LINES_ABOVE_SIGNATURES = 3
_BESIDE_TABLE = 3.5
"""Points between a framed table and text above or below it."""
_OPEN_LINES = 4
"""Ruled lines of a list that nobody filled: they are written on by hand."""
_CELL_GAP = 0.4
"""Em between a blank and the label beside it."""
_LEAST_BLANK = 4.5
"""Em: a blank narrower than this is no place for ink."""
_SENTENCE_ENDS = ("。", "！", "？", "…")
_HALF_STOPS = " ，、；,;"
_QUOTES = "”’」』）)"
"""May stand behind the stop of a sentence."""


@dataclass(frozen=True)
class Composer:
    """Turns the blocks of one paper into strips. ``room``: height of the text area; ``used``: what stands in it."""

    paper: PaperInput
    style: PageStyle
    scope: Scope
    room: float = 0.0
    used: float = 0.0

    def compose(self, blocks: Sequence[Block]) -> list[Strip]:
        """Strips of all blocks whose condition holds, in order."""
        strips: list[Strip] = []
        used = 0.0
        for block in blocks:
            for scope in self._scopes(block):
                added = replace(self, used=used).block(block, scope)
                if strips and added and (strips[-1].frame is None) is not (added[0].frame is None):
                    added = [Strip(_BESIDE_TABLE, keep=added[0].frame is not None), *added]
                used += sum(strip.height for strip in added)
                strips += added
        return strips

    def _scopes(self, block: Block) -> Iterator[Scope]:
        """The paper's scope once, or that of every row for a block with ``each``; none when ``when`` fails."""
        if not holds(block.get("when"), self.scope):
            return
        if "each" not in block:
            yield self.scope
            return
        field, rows = self.scope.find(block["each"])
        if not is_filled(rows):
            yield self.scope.within(field, {}, 1)
        for n, row in enumerate(rows or (), 1):
            yield self.scope.within(field, row, n)

    def block(self, block: Block, scope: Scope) -> list[Strip]:
        """Strips of one block."""
        return _KINDS[block["block"]](self, block, scope)

    def paragraph(self, block: Block, scope: Scope) -> list[Strip]:
        """Running text with blanks."""
        style = self._text_style(block.get("style", "body"))
        found = spans(block["text"], scope)
        align = block.get("align", "left")
        indent = block.get("indent", 2.0 if align == "left" else 0.0)
        strips = self._text(found, style, indent, align, block)
        if block.get("space_before"):
            strips.insert(0, Strip(block["space_before"] * style.pitch, keep=True))
        if block.get("keep_with_next"):
            strips = [replace(strip, keep=True) for strip in strips]
        return strips

    def items(self, block: Block, scope: Scope) -> list[Strip]:
        """A numbered list, one paragraph a row, closed by ``end`` when there is any and by ``empty`` otherwise."""
        field, rows = scope.find(block["field"])
        strips: list[Strip] = []
        indent = block.get("indent", 2.0)
        for n, row in enumerate(rows or (), 1):
            inner = scope.within(field, row, n)
            found = spans(block.get("number", "{n}．") + block["text"], inner, underlined=False)
            found = closed(found, block.get("close", ""))
            strips += self._text(found, self.style.body, indent, "left", block)
        last = block.get("end", "") if rows else block.get("empty", "")
        if not rows and not last and block.get("ruled"):
            strips += self._text([], self.style.body, indent, "left", {**block, "min_lines": _OPEN_LINES})
        if last:
            if strips:
                strips[-1] = replace(strips[-1], keep=True)
            strips += self._text([Span(last)], self.style.body, indent, "left", block)
        return strips

    def line(self, block: Block, scope: Scope) -> list[Strip]:
        """Labels with blanks side by side; every blank is ruled to its full width, long values take more lines."""
        return self._cells(block["cells"], scope)

    def signatures(self, block: Block, scope: Scope) -> list[Strip]:
        """Labels with open blanks; never alone on a page."""
        strips = self._cells(block["cells"], scope)
        strips = [replace(strip, keep=at < len(strips) - 1) for at, strip in enumerate(strips)]
        strips[0] = replace(strips[0], keep_above=_LINES_ABOVE_SIGNATURES)
        return strips

    def seal(self, block: Block, scope: Scope) -> list[Strip]:
        """The issuing organ with the date centred under it, at the right, room for the seal above; never alone."""
        style = self.style.body
        org = break_lines(spans(block["org"], scope, underlined=False), style, self.style.width * 0.6)
        day = break_lines(spans(block["date"], scope, underlined=False), style, self.style.width * 0.6)
        width = max(line.advance for line in (*org, *day)) * style.size
        x = self.style.width - width - 2 * style.size
        lines = [set_line(line, style, x, width, align="center") for line in (*org, *day)]
        room = Strip(style.pitch * 0.8, keep=True, keep_above=_LINES_ABOVE_SIGNATURES)
        return [room, *(Strip(style.pitch, tuple(line), keep=True) for line in lines), Strip(style.pitch * 0.6)]

    def space(self, block: Block, _scope: Scope) -> list[Strip]:
        """Empty lines."""
        return [Strip(block["lines"] * self.style.body.pitch)]

    def rule(self, _block: Block, _scope: Scope) -> list[Strip]:
        """A line across the page."""
        return [Strip(8, (Rule(0, 4, self.style.width, 4),))]

    def page_break(self, _block: Block, _scope: Scope) -> list[Strip]:
        """What follows begins a new page."""
        return [Strip(0, breaks=True)]

    def table(self, block: Block, scope: Scope) -> list[Strip]:
        """Rows of a list under a repeated head."""
        return tables.table(block, scope, self.style)

    def grid(self, block: Block, scope: Scope) -> list[Strip]:
        """A framed form of fixed rows."""
        rows = [row for row in block["rows"] if holds(row.get("when"), scope)]
        return tables.grid({**block, "rows": rows}, scope, self.style)

    def photos(self, block: Block, scope: Scope) -> list[Strip]:
        """Pictures with their caption blocks."""
        return pictures.sheet(block, scope, self.paper, self.style, self.room - self.used)

    def image(self, block: Block, scope: Scope) -> list[Strip]:
        """One framed picture, or an open frame for a sketch."""
        return pictures.framed(block, scope, self.paper, self.style)

    def _text_style(self, name: str) -> TextStyle:
        return {"body": self.style.body, "strong": self.style.strong, "small": self.style.small}[name]

    def _text(self, found: list[Span], style: TextStyle, indent: float, align: str, block: Block) -> list[Strip]:
        width = self.style.width
        lines: list[list[Part]] = [
            set_line(line, style, 0, width, align=align) for line in break_lines(found, style, width, indent)
        ]
        lines += [[] for _ in range(block.get("min_lines", 0) - len(lines))]
        return stack(lines, style.pitch, ruled=(0, width) if block.get("ruled") else None)

    def _cells(self, cells: Sequence[Mapping[str, Any]], scope: Scope) -> list[Strip]:
        """Cells side by side as far as their values fit whole; what does not fit begins a new line."""
        style = self.style.body
        gap = style.size * _CELL_GAP
        rows: list[list[Mapping[str, Any]]] = []
        used = 0.0
        for cell in cells:
            wanted = self._wanted(cell, scope)
            if not rows or used + wanted > self.style.width:
                rows.append([])
                used = 0.0
            rows[-1].append(cell)
            used += wanted + gap
        return [strip for row in rows for strip in self._row(row, scope)]

    def _wanted(self, cell: Mapping[str, Any], scope: Scope) -> float:
        """Width of label and whole value, with room for ink where there is none."""
        size = self.style.body.size
        wide = self.style.width * 100
        label = break_lines([Span(cell.get("label", ""))], self.style.body, wide)[0].advance
        value = break_lines(spans(cell.get("text", ""), scope, underlined=False), self.style.body, wide)[0].advance
        if "align" not in cell:
            value = max(value + 0.4, _LEAST_BLANK if cell.get("blank") else 1.5)
        return (label + value) * size

    def _row(self, cells: Sequence[Mapping[str, Any]], scope: Scope) -> list[Strip]:
        """Cells of one line: labels take what they need, blanks share the rest by ``width`` but hold their values."""
        style = self.style.body
        labels = [break_lines([Span(cell.get("label", ""))], style, self.style.width)[0] for cell in cells]
        gap = style.size * _CELL_GAP
        room = self.style.width - sum(label.advance for label in labels) * style.size - gap * (len(cells) - 1)
        shares = self._shares(cells, labels, scope, room)
        beside: list[list[list[Part]]] = []
        x = 0.0
        for cell, label, share in zip(cells, labels, shares, strict=True):
            labelled = set_line(label, style, x, self.style.width)
            x += label.advance * style.size
            lines = self._cell(cell, scope, x, share)
            beside.append([[*labelled, *lines[0]], *lines[1:]])
            x += share + gap
        return _side_by_side(beside, style.pitch)

    def _shares(
        self, cells: Sequence[Mapping[str, Any]], labels: Sequence[BrokenLine], scope: Scope, room: float
    ) -> list[float]:
        """Widths of the values: what each needs, and of the rest a part by ``width`` (none for an aligned cell)."""
        size = self.style.body.size
        needed = [
            self._wanted(cell, scope) - label.advance * size for cell, label in zip(cells, labels, strict=True)
        ]
        if len(cells) == 1 and "align" not in cells[0]:
            return [room]
        weights = [0.0 if "align" in cell and "width" not in cell else cell.get("width", 1.0) for cell in cells]
        whole = sum(weights) or 1.0
        fixed = sum(need for weight, need in zip(weights, needed, strict=True) if not weight)
        fair = [(room - fixed) * w / whole if w else need for w, need in zip(weights, needed, strict=True)]
        short = sum(max(need - share, 0.0) for need, share in zip(needed, fair, strict=True))
        spare = sum(max(share - need, 0.0) for need, share in zip(needed, fair, strict=True)) or 1.0
        return [
            need if share <= need else share - (share - need) * min(short / spare, 1.0)
            for need, share in zip(needed, fair, strict=True)
        ]

    def _cell(self, cell: Mapping[str, Any], scope: Scope, x: float, width: float) -> list[list[Part]]:
        """Lines of the value on a ruled blank; the rule of an ``align``-ed cell is left out."""
        style = self.style.body
        free = cell.get("align") is not None
        pad = 0.0 if free else style.size * 0.2
        found = spans(cell.get("text", ""), scope, underlined=False)
        under = style.baseline + style.size * 0.2
        lines = []
        for line in break_lines(found, style, width - 2 * pad):
            parts = set_line(line, style, x + pad, width - 2 * pad, align=cell.get("align", "left"))
            lines.append(parts if free else [*parts, Rule(x, under, x + width, under)])
        return lines


def _side_by_side(beside: list[list[list[Part]]], pitch: float) -> list[Strip]:
    """Lines of cells next to each other: one strip, cell after cell so that the text reads in order; a single cell may
    go over to the next page line by line.
    """
    total = max(len(lines) for lines in beside)
    if len(beside) == 1:
        return stack(beside[0], pitch)
    parts = [moved(part, at * pitch) for lines in beside for at, line in enumerate(lines) for part in line]
    return [Strip(pitch * total, tuple(parts))]


def closed(found: list[Span], stop: str) -> list[Span]:
    """A sentence that ends with ``stop``, once: one that ends already stays, a comma at its end gives way."""
    last = found[-1]
    text = last.text.rstrip()
    if not stop or not text or last.blank or text.rstrip(_QUOTES).endswith(_SENTENCE_ENDS):
        return found
    return [*found[:-1], replace(last, text=text.rstrip(_HALF_STOPS) + stop)]


def holds(when: Mapping[str, Any] | None, scope: Scope) -> bool:
    """Whether a condition of a block or row is met; no condition always is."""
    if when is None:
        return True
    _field, value = scope.find(when["field"])
    if "is" in when:
        return bool(value == when["is"])
    if "at_least" in when:
        return bool(len(value or ()) >= when["at_least"])
    if "at_most" in when:
        return bool(len(value or ()) <= when["at_most"])
    return is_filled(value) is bool(when.get("filled", True))


_KINDS: Mapping[str, Callable[[Composer, Block, Scope], list[Strip]]] = {
    "paragraph": Composer.paragraph,
    "items": Composer.items,
    "line": Composer.line,
    "signatures": Composer.signatures,
    "seal": Composer.seal,
    "space": Composer.space,
    "rule": Composer.rule,
    "page_break": Composer.page_break,
    "table": Composer.table,
    "grid": Composer.grid,
    "photos": Composer.photos,
    "image": Composer.image,
}
