"""How the blanks of a register entry are described: what each holds beyond its Python type, and reading that back.

``inputs`` states every blank once, as a field of its noun's input type. Typed texts, checks, references, import
columns and the published JSON schema all read the same description from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from typing import Any, get_args, get_type_hints


class Kind(StrEnum):
    """What stands in a blank. Days are ISO text, decimals text; a reference is the id of another entry."""

    TEXT = "text"
    CODE = "code"
    """Capitals and digits; width, case and spaces are tidied."""
    DAY = "day"
    WHOLE = "whole"
    DECIMAL = "decimal"
    YES_NO = "yes_no"
    CHOICE = "choice"
    REFERENCE = "reference"
    REGION = "region"
    POSTCODE = "postcode"
    PHONE = "phone"
    DESIGN_KEY = "design_key"
    DESIGN_VALUE = "design_value"
    """A decimal, or yes or no where the kind of value is a fact."""


@dataclass(frozen=True)
class Meaning:
    """What a type annotation cannot say. ``least`` and ``most`` bound a number, counted in ``unit``.

    ``not_before``: the blank with the day on which what ends here begins. ``noun``: the key of the noun whose entry
    is named; a person who fills in a table names it in the column group ``column``.
    """

    kind: Kind
    least: int = 0
    most: int | None = None
    unit: str = ""
    not_before: str = ""
    noun: str = ""
    column: str = ""


def reference(noun: str, column: str = "") -> Meaning:
    """The id of an entry of another noun; a table names it under ``column`` (the noun itself unless told otherwise)."""
    return Meaning(Kind.REFERENCE, noun=noun, column=column or noun)


@dataclass(frozen=True)
class Blank:
    """One blank of a noun; ``choices`` are the members of what it chooses from."""

    name: str
    meaning: Meaning
    choices: type[StrEnum] | None
    is_required: bool

    @property
    def kind(self) -> Kind:
        """What stands in it."""
        return self.meaning.kind


@dataclass(frozen=True)
class Noun:
    """One kind of entry: its key, its input type, and the blanks by which people recognise an entry of it."""

    key: str
    facts: type[Any]
    recognised_by: tuple[str, ...] = ()


_BY_TYPE = {int: Meaning(Kind.WHOLE), bool: Meaning(Kind.YES_NO)}


_read: dict[type[Any], dict[str, Blank]] = {}
_chosen: dict[tuple[type[Any], tuple[Kind, ...]], dict[str, Blank]] = {}


def blanks(kind: type[Any]) -> Mapping[str, Blank]:
    """The blanks of an input type by name, in its order."""
    if kind not in _read:
        hints = get_type_hints(kind, include_extras=True)
        _read[kind] = {item.name: _blank(item.name, hints[item.name], item.default is MISSING) for item in fields(kind)}
    return _read[kind]


def of_kind(kind: type[Any], *wanted: Kind) -> Mapping[str, Blank]:
    """The blanks of an input type that hold one of these kinds."""
    if (kind, wanted) not in _chosen:
        _chosen[kind, wanted] = {name: blank for name, blank in blanks(kind).items() if blank.kind in wanted}
    return _chosen[kind, wanted]


def _blank(name: str, hint: Any, is_required: bool) -> Blank:
    parts = _parts(hint)
    choices = next((part for part in parts if isinstance(part, type) and issubclass(part, StrEnum)), None)
    stated = next((part for part in parts if isinstance(part, Meaning)), None)
    by_type = next((_BY_TYPE[part] for part in parts if isinstance(part, type) and part in _BY_TYPE), None)
    return Blank(name, stated or by_type or Meaning(Kind.CHOICE if choices else Kind.TEXT), choices, is_required)


def _parts(hint: Any) -> list[Any]:
    """A type hint taken apart: members of unions, and what ``Annotated`` adds."""
    return [hint, *(part for inner in get_args(hint) for part in _parts(inner))]
