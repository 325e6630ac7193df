"""The grammar of the fast lane: one typed line taken apart. Knows no sheet, no item and no photo.

``12 1`` · ``13-18 1`` · ``13,15 4 reason`` · ``21 2 3.5 @3 p5-7 f1 fact`` · ``f2 @place p4 fact`` · ``* 4 reason`` ·
``t 0910-1240`` · ``z``. Where a Chinese input method is on, ``#`` or 照 stand for ``p``, ``&`` or 问 for ``f``, 时 for
``t`` and 撤 for ``z``. Full-width signs count as their plain ones; words stay as they were typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace

from inspector_app.checklist.values import Verdict
from inspector_app.errors import BadInput
from inspector_app.fieldwork.values import TypedLine

MOST_NUMBERS = 2000
"""Items or photos that one line may name."""
_ALIKE = {"～": "-", "~": "-", "—": "-", "–": "-", "―": "-", "至": "-", "到": "-", "＊": "*"}
_SIGNS = {
    Verdict.COMPLIANT: ("1", "✓", "√", "符合"),
    Verdict.NOT_COMPLIANT: ("2", "✗", "×", "不符合"),
    Verdict.NOT_APPLICABLE: ("3", "○", "不涉及"),
    Verdict.NOT_CHECKED: ("4", "未查", "本次未检查"),
}
_VERDICTS = {sign: verdict.value for verdict, signs in _SIGNS.items() for sign in signs}
_LIST = r"\d+(?:\s*[-,、]\s*\d+)*"
_NUMBERS = re.compile(rf"\s*(?P<numbers>{_LIST}|\*)(?=\D|$)")
_VERDICT = re.compile("|".join(sorted(map(re.escape, _VERDICTS), key=len, reverse=True)))
_TIMES = re.compile(r"\s*(?:t|时间?)\s*(\d{1,2})[:.]?(\d{2})\s*-\s*(\d{1,2})[:.]?(\d{2})\s*", re.IGNORECASE)
_PARTS = {
    "photos": r"[p#照]\s?(?P<photos>\d+(?:\s*[-,、]\s*[p#照]?\d+)*)(?=[\s,、]|$)",
    "mark": r"[f&问](?P<mark>\d{1,3})(?=[\s,、]|$)",
    "place": r"@(?P<place>[^\s@,]*)",
    "value": r"=(?P<value>\S*)",
}
_PART = re.compile("|".join(_PARTS.values()), re.IGNORECASE)
_LOOSE = re.compile(r"-?\d[\d.,/\-年月日]*[^\s\d@,、]{0,4}(?=\s|$)")
"""What may be a measured value, a day or the numbers of options: whether it is, the item says."""
_LAST = re.compile(rf"(?<=[\s,、])(?:{'|'.join(_PARTS.values())})$", re.IGNORECASE)


@dataclass(frozen=True)
class TypedTimes:
    """``t``: minutes of the day when the walk began and ended, as an officer read them from the paper."""

    from_minute: int
    to_minute: int


@dataclass(frozen=True)
class TypedUndo:
    """``z``: take the last line back."""


@dataclass
class _Line:
    """A line while it is taken apart: as typed, and the same with plain signs, character by character."""

    text: str
    folded: str = field(init=False)

    def __post_init__(self) -> None:
        self.folded = "".join(map(fold, self.text))


def read_line(text: str) -> TypedLine | TypedTimes | TypedUndo:
    """One line. Raises ``BadInput`` (codes under ``sheet.``) that says what is wrong and what was meant."""
    line = _Line(text.rstrip())
    plain = line.folded.strip()
    if not plain:
        raise BadInput("sheet.line_empty")
    if plain.lower() in ("z", "撤", "撤销"):
        return TypedUndo()
    if re.match(r"(?:t|时间?)(?![^\W\d_])", plain, re.IGNORECASE):
        return _times(line.folded)
    return _item_line(line)


def _item_line(line: _Line) -> TypedLine:
    head = _NUMBERS.match(line.folded)
    if head is None:
        begins = re.match(r"\s*[f&问]\d{1,3}(?=[\s,、]|$)", line.folded, re.IGNORECASE)
        if begins is None:
            raise BadInput("sheet.line_begin", begin=line.text.strip()[:12])
        return _parts(line, 0, TypedLine())
    numbers = head["numbers"]
    found = TypedLine(rest=True) if numbers == "*" else TypedLine(numbers=numbers_of(numbers))
    at = _skipped(line.folded, head.end())
    verdict = _VERDICT.match(line.folded, at)
    after = line.folded[verdict.end() : verdict.end() + 1] if verdict else ""
    if verdict is None or after.isdigit() or (after == "." and verdict.end() + 1 < len(line.folded)):
        rest = line.text[at:].split()
        if rest and rest[0][0] in "-,、":
            raise BadInput("sheet.numbers_unreadable", said=line.text.strip()[:24])
        if not rest:
            raise BadInput("sheet.verdict_missing", numbers=numbers)
        raise BadInput("sheet.verdict_unknown", numbers=numbers, said=rest[0][:12])
    return _parts(line, verdict.end(), replace(found, verdict=_VERDICTS[verdict[0]]))


def _parts(line: _Line, at: int, found: TypedLine) -> TypedLine:
    """Marks before the words and behind them; what stands between is the words, untouched."""
    end = len(line.folded)
    at = _skipped(line.folded, at)
    while match := _PART.match(line.folded, at) or (not found.loose and _LOOSE.match(line.folded, at)):
        found = _taken(line, match, found) if match.re is _PART else _loose(line, match, found)
        at = _skipped(line.folded, match.end())
    while match := _LAST.search(line.folded, at, end):
        found = _taken(line, match, found)
        end = len(line.folded[: match.start()].rstrip(" ,、\t\u3000"))
    words = line.text[at:end].strip()
    broken = re.match(r"[p#照]\d[\d,\-p]*(?=\s|$)", line.folded[at:end], re.IGNORECASE)
    if broken is not None:
        raise BadInput("sheet.photos_unreadable", said=broken[0])
    return replace(found, words=words)


def _taken(line: _Line, match: re.Match[str], found: TypedLine) -> TypedLine:
    if match["photos"] is not None:
        return replace(found, photos=tuple(dict.fromkeys((*found.photos, *numbers_of(match["photos"], photos=True)))))
    if match["mark"] is not None:
        _once(found.mark, "mark")
        return replace(found, mark=f"F{int(match['mark'])}")
    if match["value"] is not None:
        _once(found.value, "value")
        return replace(found, value=match["value"])
    _once(found.place or found.place_no, "place")
    place = line.text[match.start("place") : match.end("place")].strip("，,。、")
    if not place:
        raise BadInput("sheet.place_empty")
    if match["place"].isdigit():
        return replace(found, place_no=int(match["place"]))
    return replace(found, place=place)


def _loose(line: _Line, match: re.Match[str], found: TypedLine) -> TypedLine:
    return replace(found, loose=line.text[match.start() : match.end()])


def _once(before: object, part: str) -> None:
    if before:
        raise BadInput(f"sheet.{part}_twice")


def numbers_of(text: str, *, photos: bool = False) -> tuple[int, ...]:
    """``13-15,18`` as numbers, each once, in order. Raises ``BadInput`` for a range that runs backwards."""
    found: list[int] = []
    for part in re.sub(r"[\sp#照]", "", text, flags=re.IGNORECASE).replace("、", ",").split(","):
        first, dash, last = part.partition("-")
        if not first or (dash and not last.isdigit()):
            raise BadInput("sheet.photos_unreadable" if photos else "sheet.numbers_unreadable", said=text)
        begin, end = int(first[:9]), int((last or first)[:9])
        if end < begin or end - begin > MOST_NUMBERS:
            raise BadInput("sheet.range_backwards", said=part, first=begin, last=end)
        found += range(begin, end + 1)
    return tuple(dict.fromkeys(found))


def _times(folded: str) -> TypedTimes:
    match = _TIMES.fullmatch(folded)
    if match is None:
        raise BadInput("sheet.times_unreadable", said=folded.strip()[:24])
    hours = [int(match[1]), int(match[3])]
    minutes = [int(match[2]), int(match[4])]
    if max(hours) > 23 or max(minutes) > 59:
        raise BadInput("sheet.times_unreadable", said=folded.strip()[:24])
    return TypedTimes(hours[0] * 60 + minutes[0], hours[1] * 60 + minutes[1])


def _skipped(folded: str, at: int) -> int:
    while at < len(folded) and (folded[at].isspace() or folded[at] in ",、"):
        at += 1
    return at


def fold(char: str) -> str:
    """One character as its plain sign; the same length, so that words can be cut from the text as typed."""
    plain = unicodedata.normalize("NFKC", char)
    char = plain if len(plain) == 1 else char
    return _ALIKE.get(char, char)
