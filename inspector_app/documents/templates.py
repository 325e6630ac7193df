"""Fixed wording with blanks: ``text {blank} text`` becomes spans that know whether they are underlined.

``{key}``            the value on an underline; open or ``/`` when empty
``{=key}``           the value without an underline, nothing when empty
``{key|capital}``    written in another way (``wording.FORMATS``)
``{key:6}``          at least six characters wide
``{key?：}``         value and suffix when filled, nothing otherwise; ``{key?（…）}`` has a prefix too
``{list.column}``    that column of every row, with 、 between
``{#key=value}``     a check box, ticked when the blank holds that value
``{_:6}``            an open blank for ink
``{n}``              the number of the row
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from inspector_app.documents.specification import FieldSpecification
from inspector_app.documents.wording import FORMATS, OPEN_DATE, is_filled, write

_TOKEN = re.compile(
    r"\{(?P<mark>[=#]?)(?P<path>[a-z_][a-z0-9_.]*)(?:=(?P<equals>[^}|:?]+))?(?:\|(?P<style>[a-z_]+))?"
    r"(?::(?P<width>[0-9.]+))?(?:\?(?P<suffix>[^}]*))?\}"
)
_DEFAULT_BLANK = {"date": 7.0, "dt": 10.0, "dtr": 14.0, "money": 8.0, "int": 2.0, "ints": 3.0, "text": 10.0}


@dataclass(frozen=True)
class Span:
    """A stretch of one line: text, an open blank of ``blank`` em, or a check box (``ticked`` not ``None``)."""

    text: str = ""
    underlined: bool = False
    blank: float = 0.0
    ticked: bool | None = None
    field: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Token:
    """One blank of a template."""

    path: str
    mark: str = ""
    equals: str = ""
    style: str = ""
    width: float = 0.0
    suffix: str | None = None


@dataclass(frozen=True)
class Scope:
    """Where a template finds its values: the row first, then the paper."""

    values: Mapping[str, Any]
    fields: Mapping[str, FieldSpecification]
    row: Mapping[str, Any] | None = None
    row_fields: Mapping[str, FieldSpecification] | None = None
    n: int = 0

    def within(self, field: FieldSpecification, row: Any, n: int) -> Scope:
        """The scope of one row of a list; a plain entry of a list of texts is its own ``text``."""
        if isinstance(row, Mapping):
            return replace(self, row=row, row_fields=field.by_key, n=n)
        text = FieldSpecification("text", field.label, kind="text")
        return replace(self, row={"text": row}, row_fields={"text": text}, n=n)

    def find(self, path: str) -> tuple[FieldSpecification, Any]:
        """Blank and value. Raises ``KeyError`` for a blank the form does not have."""
        if self.row_fields is not None and path in self.row_fields:
            return self.row_fields[path], (self.row or {}).get(path)
        return self.fields[path], self.values.get(path)


@lru_cache(maxsize=4096)
def parse(template: str) -> tuple[str | Token, ...]:
    """Literal texts and blanks in order. Raises ``ValueError`` for braces that are no blank."""
    parts: list[str | Token] = []
    end = 0
    for match in _TOKEN.finditer(template):
        parts.append(template[end : match.start()])
        end = match.end()
        parts.append(
            Token(
                match["path"],
                match["mark"],
                match["equals"] or "",
                match["style"] or "",
                float(match["width"] or 0),
                match["suffix"],
            )
        )
    parts.append(template[end:])
    for part in parts:
        if isinstance(part, str) and ("{" in part or "}" in part):
            raise ValueError(f"braces without a blank in: {template}")
        if isinstance(part, Token) and part.style and part.style not in FORMATS:
            raise ValueError(f"no way of writing is called {part.style}: {template}")
    return tuple(part for part in parts if part)


def spans(template: str, scope: Scope, *, underlined: bool = True, strong: bool = False) -> list[Span]:
    """The template with its blanks filled. ``underlined`` is false inside table cells."""
    found: list[Span] = []
    for part in parse(template):
        if isinstance(part, str):
            found.append(Span(part, strong=strong))
        else:
            found += _blank(part, scope, underlined)
    return found


def _blank(token: Token, scope: Scope, underlined: bool) -> Iterator[Span]:
    if token.path == "_":
        yield Span(underlined=True, blank=token.width or 6)
    elif token.path == "n":
        yield Span(str(scope.n))
    elif "." in token.path:
        yield from _column(token, scope, underlined)
    else:
        field, value = scope.find(token.path)
        if token.mark == "#":
            chosen = value if isinstance(value, list | tuple) else [value]
            yield Span(ticked=any(token.equals == _as_choice(one) for one in chosen), field=field.label)
        else:
            yield from _value(token, field, value, underlined and token.mark != "=")


def _column(token: Token, scope: Scope, underlined: bool) -> Iterator[Span]:
    key, _, column = token.path.partition(".")
    field, rows = scope.find(key)
    inner = field.by_key[column]
    filled = [row.get(column) for row in rows or () if is_filled(row.get(column))]
    line = underlined and token.mark != "="
    if not filled:
        yield from _value(token, inner, None, line)
    for at, value in enumerate(filled):
        if at:
            yield Span("、")
        yield from _value(token, inner, value, line)


def _value(token: Token, field: FieldSpecification, value: Any, underlined: bool) -> Iterator[Span]:
    if is_filled(value):
        before, split, after = (token.suffix or "").rpartition("…")
        if split and before:
            yield Span(before)
        yield Span(write(value, field, token.style), underlined=underlined, blank=token.width, field=field.label)
        if after:
            yield Span(after)
    elif token.suffix is not None:
        return
    elif not field.stays_open:
        yield Span("/", underlined=underlined, blank=token.width or (2 if underlined else 0), field=field.label)
    elif underlined:
        yield from _open(token, field)
    elif field.kind == "date":
        yield Span(f"　　　{OPEN_DATE}", field=field.label)


def _open(token: Token, field: FieldSpecification) -> Iterator[Span]:
    if field.kind == "date" and not token.width:
        for width, unit in ((3, "年"), (1.5, "月"), (1.5, "日")):
            yield Span(underlined=True, blank=width, field=field.label)
            yield Span(unit)
    else:
        yield Span(underlined=True, blank=token.width or _DEFAULT_BLANK.get(field.kind, 6.0), field=field.label)


def _as_choice(value: Any) -> str:
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
