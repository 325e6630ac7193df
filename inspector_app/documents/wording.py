"""How one value is written on paper, by the kind of its blank."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from inspector_app.documents import numerals
from inspector_app.documents.specification import FieldSpecification
from inspector_app.errors import BadInput

OPEN_DATE = "年　　月　　日"
"""What stands behind the open year of a date that will be inked."""


def is_filled(value: Any) -> bool:
    """Whether there is anything to print; ``False`` and 0 are values."""
    return value is not None and value != "" and value != [] and value != {}


def _money(value: Any) -> str:
    return numerals.amount(_whole(value))


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"not a whole number: {value!r}")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"not text: {value!r}")
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


def _texts(value: Any) -> str:
    return "、".join(_text(one) for one in _listed(value))


def _listed(value: Any) -> list[Any]:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise ValueError(f"not a list: {value!r}")
    return list(value)


def _yes_no(value: Any) -> str:
    if not isinstance(value, bool):
        raise ValueError(f"not yes or no: {value!r}")
    return "是" if value else "否"


def _range(value: Any) -> str:
    if not isinstance(value, Mapping):
        raise ValueError(f"not a start and an end: {value!r}")
    return numerals.chinese_range(value)


def _moment(value: Any) -> str:
    """A moment to the second; a photo without a clock says so in words, which are printed as they are."""
    text = _text(value)
    return numerals.chinese_moment(text) if text[:4].isdigit() and "T" in text else text


_BY_KIND: Mapping[str, Callable[[Any], str]] = {
    "str": _text,
    "text": _text,
    "enum": _text,
    "photo": _text,
    "date": lambda value: numerals.chinese_date(_text(value)),
    "dt": lambda value: numerals.chinese_time(_text(value)),
    "dtr": _range,
    "int": lambda value: str(_whole(value)),
    "money": _money,
    "bool": _yes_no,
    "texts": _texts,
    "ints": lambda value: numerals.item_numbers([_whole(one) for one in _listed(value)]),
}
_BY_NAME: Mapping[str, Callable[[Any], str]] = {
    "capital": lambda value: numerals.capital_amount(_whole(value)),
    "figures": lambda value: numerals.figures(_whole(value)),
    "capital_date": lambda value: numerals.capital_date(_text(value)),
    "day": lambda value: numerals.chinese_date(_text(value)),
    "seconds": _moment,
    "counting": lambda value: numerals.counting(_whole(value)),
    "lines": lambda value: "\n".join(_text(one) for one in _listed(value)),
}
FORMATS = frozenset(_BY_NAME)
"""Names that may stand behind ``|`` in a template."""


def write(value: Any, field: FieldSpecification, style: str = "") -> str:
    """The text of a filled value. Raises ``BadInput('document.value_kind')`` naming the blank."""
    try:
        if style:
            return _BY_NAME[style](value)
        if field.kind == "list":
            return "、".join(str(one) for one in _listed(value))
        return _BY_KIND[field.kind](value)
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput("document.value_kind", field=field.label, key=field.key, detail=str(error)) from error


def check_values(fields: Mapping[str, FieldSpecification], values: Mapping[str, Any], form: str) -> None:
    """Refuse values the form has no blank for, or of the wrong kind: nothing unseen is ever signed.

    Raises ``BadInput``.
    """
    for key, value in values.items():
        field = fields.get(key)
        if field is None:
            raise BadInput("document.value_unknown", field=key, form=form)
        if not is_filled(value):
            continue
        if field.kind != "list":
            write(value, field)
            continue
        if isinstance(value, str) or not isinstance(value, list | tuple):
            raise BadInput("document.value_kind", field=field.label, key=key, detail=repr(value))
        for row in value:
            _check_row(field, row)


def _check_row(field: FieldSpecification, row: Any) -> None:
    if not isinstance(row, Mapping):
        raise BadInput("document.value_kind", field=field.label, key=field.key, detail=repr(row))
    for key, value in row.items():
        column = field.by_key.get(key)
        if column is None:
            raise BadInput("document.value_unknown", field=f"{field.key}.{key}", form=field.label)
        if is_filled(value) and column.kind != "list":
            write(value, column)
