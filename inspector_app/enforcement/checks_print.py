"""What cannot be printed at all: found while there is time to correct it, not at the printer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from inspector_app.documents.characters import first_unprintable
from inspector_app.enforcement.check_values import Results, Subject, block

if TYPE_CHECKING:
    from inspector_app.documents.specification import FieldSpecification


def printable_characters(subject: Subject) -> Results:
    """V19: every character of every blank can be drawn; the first of each blank that cannot is named."""
    for label, key, text in _texts(subject.form.fields, subject.values):
        char = first_unprintable(text)
        if char:
            told = _told(char, label)
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


def _told(char: str, label: str) -> Mapping[str, Any]:
    from inspector_app.documents.fonts import Unprintable

    return Unprintable(char).told(label).params
