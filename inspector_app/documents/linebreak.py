"""Chinese line breaking: which marks may not begin or end a line, what stays whole, what may hang.

Spans are cut into atoms; atoms that must not be parted form clusters; clusters fill lines. A closing mark may hang half
a character into the margin, where only its empty half goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from inspector_app.documents.fonts import Face, Unprintable, place
from inspector_app.documents.style import TextStyle
from inspector_app.documents.templates import Span

NO_START = frozenset("，。、；：？！）》〉」』】〕”’—…%℃‰·～,.;:?!)]}%々")
"""Marks that never begin a line."""
NO_END = frozenset("（《〈「『【〔“‘￥¥$([{")
"""Marks that never end a line."""
HANGING = frozenset("，。、；：）》」』】〕”’")
"""Marks whose right half is empty: half of them may stand in the margin."""
_HANG = 0.5
SQUEEZE = 0.03
"""How much wider than its box a squeezed line may be by nature."""
_LONELY = 2.05
"""Em: a last line no longer than this holds one character and its mark."""
_UNITS = (
    "毫米|厘米|分米|千米|公里|公斤|千克|万元|万吨|平方米|立方米|小时|分钟|工作日|万立方米|米|元|吨|年|月|日|时|分|秒|人|个|项|条|款|台|"
    "套|号|份|页|处|根|张|天|次|度|倍|座|孔|层|名|岁|万|亿|%|％|‰|℃|㎡|m³|㎥|°"
)
_LATIN_UNITS = "mm|cm|dm|km|m³/h|m³|m²|m/s|m|kVA|kV|kW|MPa|kPa|Pa|ppm|Hz|min|kg|V|A|t|h|s|L"
_ATOM = re.compile(
    rf"第?[+±≥≤≈-]?[0-9]+(?:[.,:/×-][0-9]+)*(?: ?(?:{_LATIN_UNITS})(?![A-Za-z0-9])|{_UNITS})?(?![A-Za-z])"
    r"|[A-Za-z0-9][!-'*-~]*"
    r"|——|……|\n| +|."
    , re.DOTALL,
)  # fmt: skip
_PADDING = 0.15


@dataclass(slots=True)
class Glyphs:
    """Characters of one face in a row; ``advance`` in em of the text size."""

    text: str
    face: Face
    advance: float


@dataclass(slots=True)
class Atom:
    """What is never cut: a character, a word, a number with its unit, a blank, a check box."""

    glyphs: tuple[Glyphs, ...]
    advance: float
    underlined: bool = False
    ticked: bool | None = None
    first: str = ""
    last: str = ""
    count: int = 0


@dataclass(slots=True)
class BrokenLine:
    """Atoms of one line. ``advance``: natural width in em without the ``indent`` (em) before it.

    ``ends``: the last of its paragraph, never stretched. ``squeezed``: set a little tighter, so that no paragraph ends
    with a line of one character.
    """

    atoms: list[Atom]
    advance: float
    ends: bool
    indent: float = 0.0
    squeezed: bool = False

    @property
    def gaps(self) -> int:
        """Places where a stretched line takes up space."""
        return max(sum(max(atom.count, 1) for atom in self.atoms) - 1, 0)


def break_lines(spans: Iterable[Span], style: TextStyle, width: float, first_indent: float = 0.0) -> list[BrokenLine]:
    """Lines no wider than ``width`` points; the first begins ``first_indent`` em later.

    A newline in a value begins a new line with the same indent. Raises ``RuleViolation('document.unprintable')``.
    """
    limit = width / style.size
    lines: list[BrokenLine] = []
    for paragraph in _paragraphs(spans, style.face, limit):
        lines += _without_lonely_end(paragraph, limit, first_indent)
    return lines


def _without_lonely_end(atoms: list[Atom], limit: float, indent: float) -> list[BrokenLine]:
    """Lines of a paragraph; when the last would hold one character, all are set up to 3 % tighter if that saves it."""
    lines = _fill(atoms, limit, indent)
    if len(lines) < 2 or lines[-1].advance > _LONELY or any(atom.count and not atom.glyphs for atom in atoms):
        return lines
    tighter = _fill(atoms, limit * (1 + SQUEEZE), indent)
    if len(tighter) == len(lines):
        return lines
    for line in tighter:
        line.squeezed = True
    return tighter


def _paragraphs(spans: Iterable[Span], face: Face, limit: float) -> Iterator[list[Atom]]:
    current: list[Atom] = []
    for span in spans:
        for atom in _atoms(span, Face.SERIF_BOLD if span.strong else face, limit):
            if atom.first == "\n":
                yield current
                current = []
            else:
                current.append(atom)
    yield current


def _atoms(span: Span, face: Face, limit: float) -> Iterator[Atom]:
    if span.ticked is not None:
        yield Atom((), 1.15, ticked=span.ticked, count=1)
        return
    if not span.text:
        yield Atom((), min(span.blank, limit), underlined=span.underlined, count=1)
        return
    missing = 0.0
    if span.blank or span.underlined:
        natural = _advance(span.text, face, span.field) if span.blank else 0.0
        missing = max(span.blank - natural, 2 * _PADDING if span.underlined else 0.0)
        yield Atom((), missing / 2, underlined=span.underlined)
    for match in _ATOM.finditer(span.text):
        yield from _cut(_atom(match.group(), face, span), limit)
    if missing:
        yield Atom((), missing / 2, underlined=span.underlined, first="\ufeff")


def _advance(text: str, face: Face, field: str) -> float:
    try:
        return sum(place(char, face)[1] for char in text if char != "\n")
    except Unprintable as error:
        raise error.told(field) from error


def _atom(text: str, face: Face, span: Span) -> Atom:
    if text == "\n":
        return Atom((), 0, first="\n")
    runs: list[Glyphs] = []
    try:
        for char in text:
            chosen, advance = place(char, face)
            if runs and runs[-1].face is chosen:
                runs[-1].text += char
                runs[-1].advance += advance
            else:
                runs.append(Glyphs(char, chosen, advance))
    except Unprintable as error:
        raise error.told(span.field) from error
    total = sum(run.advance for run in runs)
    return Atom(tuple(runs), total, span.underlined, None, text[0], text[-1], len(text))


def _cut(atom: Atom, limit: float) -> Iterator[Atom]:
    """A word longer than a whole line is cut where it must be."""
    if atom.advance <= limit or atom.count < 2:
        yield atom
        return
    for run in atom.glyphs:
        for char in run.text:
            advance = place(char, run.face)[1]
            yield Atom((Glyphs(char, run.face, advance),), advance, atom.underlined, None, char, char, 1)


def _clusters(atoms: list[Atom]) -> Iterator[list[Atom]]:
    cluster: list[Atom] = []
    for atom in atoms:
        glued = cluster and (
            atom.first in NO_START or atom.first == "\ufeff" or cluster[-1].last in NO_END or _is_padding(cluster[-1])
        )
        if cluster and not glued:
            yield cluster
            cluster = []
        cluster.append(atom)
    if cluster:
        yield cluster


def _is_padding(atom: Atom) -> bool:
    return not atom.glyphs and not atom.count and atom.first != "\ufeff"


def _fill(atoms: list[Atom], limit: float, indent: float) -> list[BrokenLine]:
    lines: list[BrokenLine] = []
    current: list[Atom] = []
    used = indent
    for cluster in _clusters(atoms):
        wide = sum(atom.advance for atom in cluster)
        hang = _HANG if cluster[-1].last in HANGING else 0.0
        if used + wide > limit + hang + 1e-6 and wide > limit - 1e-6:  # an over-long cluster is parted after all
            for atom in cluster:
                if current and used + atom.advance > limit + 1e-6:
                    _close(lines, current, used)
                    current, used = [], 0.0
                current.append(atom)
                used += atom.advance
            continue
        if current and used + wide > limit + hang + 1e-6:
            _close(lines, current, used)
            current, used = [], 0.0
        if not current and lines and cluster[0].first == " ":
            continue
        current += cluster
        used += wide
    lines.append(BrokenLine(current, used, ends=True))
    lines[0].indent = indent
    lines[0].advance -= indent
    return lines


def _close(lines: list[BrokenLine], atoms: list[Atom], used: float) -> None:
    while atoms and atoms[-1].first == " ":
        used -= atoms.pop().advance
    lines.append(BrokenLine(atoms, used, ends=False))
