"""Which headings the tables of a register may have, and what stands under each: ``resources/register``."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from inspector_app import paths
from inspector_app.enterprise.blanks import Kind, blanks, of_kind
from inspector_app.enterprise.inputs import INPUTS, NOUNS

FEWEST_COLUMNS = 2
"""A line with fewer known words is no line of headings."""


_REFERENCES = {
    name: blank.meaning
    for kind in INPUTS
    for name, blank in of_kind(kind, Kind.REFERENCE).items()
}
"""Under which column group a person names the entry that a record names by its id, by field."""

_NOUNS = {group: group for group in NOUNS} | {meaning.column: meaning.noun for meaning in _REFERENCES.values()}
_NOUNS |= {"mining_licence": "licence", "safety_licence": "licence"}
"""Which noun a group of columns speaks of."""

_READ_AS = {Kind.POSTCODE: "text", Kind.PHONE: "text"}
"""How cells of a blank are read, where that is not called as its kind is."""


@dataclass(frozen=True)
class Column:
    """One column: ``noun.field`` (a ``#`` marks a second way to state the same), and how its cells are read."""

    key: str
    zh: str
    en: str
    kind: str
    aliases: tuple[str, ...]
    required: bool
    help: str

    @property
    def noun(self) -> str:
        """What the cell speaks of: enterprise, parent, site, person …"""
        return self.key.split(".")[0]

    @property
    def field(self) -> str:
        """Which of its fields."""
        return self.key.split(".")[1].split("#")[0]


@dataclass(frozen=True)
class Sheet:
    """One kind of table."""

    key: str
    zh: str
    en: str
    aliases: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def required(self) -> frozenset[str]:
        """Keys without which a table is not of this kind."""
        return frozenset(column.key for column in self.columns if column.required)


@dataclass(frozen=True)
class Heading:
    """The line of headings of a table: which sheet it is, and the column at each place (``None``: not ours)."""

    sheet: Sheet
    row: int
    places: tuple[Column | None, ...]
    texts: tuple[str, ...]

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headings nobody here understands."""
        return tuple(text for text, column in zip(self.texts, self.places, strict=True) if column is None and text)

    def text_of(self, noun: str, field: str) -> str:
        """The heading as the file writes it, for a problem of this field; else our own name for it."""
        noun, field = (_REFERENCES[field].column, "name") if field in _REFERENCES else (noun, field)
        for text, column in zip(self.texts, self.places, strict=True):
            if column is not None and (column.noun, column.field) == (noun, field):
                return text
        return next((c.zh for c in self.sheet.columns if (c.noun, c.field) == (noun, field)), "")


@cache
def sheets() -> tuple[Sheet, ...]:
    """All kinds of tables, in the order in which they must be read."""
    rows = json.loads(paths.resources("register", "import_columns.json").read_text("utf-8"))
    return tuple(
        Sheet(row["key"], row["zh"], row["en"], tuple(row["aliases"]), tuple(map(_column, row["columns"])))
        for row in rows
    )


@cache
def words() -> dict[str, dict[str, str]]:
    """What people write for a choice beside its official label: enum name -> word -> value."""
    found: dict[str, dict[str, str]] = json.loads(paths.resources("register", "import_words.json").read_text("utf-8"))
    return found


def plain(text: str) -> str:
    """A heading or a name without what people type differently: width, case, spaces, stars, colons."""
    return re.sub(r"[\s*:]+", "", unicodedata.normalize("NFKC", text)).casefold()


def recognise(title: str, lines: Sequence[Sequence[str]]) -> Heading | None:
    """The line of headings among the first lines of a table, and which sheet it is; the best match wins.

    A table whose title names a sheet is preferred as that sheet; each required column must be there.
    """
    best: tuple[int, Heading] | None = None
    for number, line in enumerate(lines):
        for sheet in sheets():
            heading = _match(sheet, number, line)
            if heading is None:
                continue
            score = sum(column is not None for column in heading.places) + 100 * _is_titled(sheet, title)
            if best is None or score > best[0]:
                best = (score, heading)
    return best[1] if best else None


def _match(sheet: Sheet, number: int, line: Sequence[str]) -> Heading | None:
    known, places, taken = _lookup(sheet.key), [], set()
    for text in line:
        column = known.get(plain(text)) or known.get(plain(re.sub(r"[（(].*?[)）]", "", text)))
        if column is not None and column.key in taken:
            column = None
        if column is not None:
            taken.add(column.key)
        places.append(column)
    named = {"enterprise.name", "enterprise.uscc"} & taken
    if not (sheet.required <= taken and named) or len(taken) < FEWEST_COLUMNS:
        return None
    return Heading(sheet, number, tuple(places), tuple(text.strip() for text in line))


@cache
def _lookup(sheet_key: str) -> dict[str, Column]:
    sheet = next(one for one in sheets() if one.key == sheet_key)
    found: dict[str, Column] = {}
    for column in sheet.columns:
        for name in (column.zh, column.en, column.key, *column.aliases):
            found.setdefault(plain(name), column)
    return found


def _is_titled(sheet: Sheet, title: str) -> bool:
    return plain(title) in {plain(name) for name in (sheet.key, sheet.zh, sheet.en, *sheet.aliases)}


def _column(row: dict[str, Any]) -> Column:
    return Column(
        key=row["key"],
        zh=row["zh"],
        en=row["en"],
        kind=row.get("read_as") or _read_as(row["key"]),
        aliases=tuple(row.get("aliases", ())),
        required=row.get("required", False),
        help=row.get("help", ""),
    )


def _read_as(key: str) -> str:
    """How the cells of a column are read: as the blank they fill says."""
    group, field = key.split(".")
    blank = blanks(NOUNS[_NOUNS[group]].facts)[field]
    if blank.choices is not None:
        return f"choice:{blank.choices.__name__}"
    return _READ_AS.get(blank.kind, blank.kind.value)
