"""What cannot be printed at all: found while there is time to correct it, not at the printer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from inspector_app.enforcement.check_values import Results, Subject, block

if TYPE_CHECKING:
    from inspector_app.documents.specification import FieldSpecification

_LAID_OUT = "\n\r\t"
"""Turned into lines and blanks, never drawn."""


def printable_characters(subject: Subject) -> Results:
    """V19: every character of every blank can be drawn; the first of each blank that cannot is named."""
    for label, key, text in _texts(subject.form.fields, subject.values):
        char = _undrawable(text)
        if char is not None:
            told = char.told(label).params
            yield block("V19", "check.unprintable", key, label=label, char=told["char"], code_point=told["code_point"])


def _texts(fields: Iterable[FieldSpecification], values: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for one in fields:
        rows = values.get(one.key)
        if not one.fields:
            yield one.label, one.key, "".join(_strings(rows))
            continue
        for row in rows if isinstance(rows, list) else ():
            for column in one.fields:
                text = "".join(_strings(row.get(column.key))) if isinstance(row, Mapping) else ""
                yield f"{one.label}·{column.label}", one.key, text


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def _undrawable(text: str) -> Any:
    """The ``Unprintable`` of the first character no face has; common ones are not looked up, fonts load slowly."""
    rare = [char for char in text if char not in _LAID_OUT and not _is_common(char)]
    if not rare:
        return None
    from inspector_app.documents.fonts import Face, Unprintable, place

    for char in rare:
        try:
            place(char, Face.FANGSONG)
        except Unprintable as error:
            return error
    return None


def _is_common(char: str) -> bool:
    """Whether GB/T 2312 has it: every face for Chinese does."""
    try:
        return char.isprintable() and bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False
