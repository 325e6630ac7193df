"""Database rows of the register as value types; a code that this version does not know shows as unset.

A value type repeats what its noun's input already says, so it is filled by name: a choice from the column that
holds this choice, anything else from the column of its name; an unset text is an empty one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from types import NoneType
from typing import Any, TypeVar, get_args, get_type_hints

from inspector_app.enterprise.blanks import blanks
from inspector_app.enterprise.dossier import (
    ContractRow,
    DesignValueRow,
    EngagementRow,
    LicenceRow,
    PersonRow,
    QualificationRow,
)
from inspector_app.enterprise.inputs import INPUTS
from inspector_app.enterprise.requirements import design_keys
from inspector_app.enterprise.rules import expiry
from inspector_app.enterprise.values import Expiry

Row = Mapping[Any, Any]
E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


def one_of(enum: type[E], value: str | None) -> E | None:
    """The member with this value, or ``None`` when it is unset or came from a newer version."""
    return next((member for member in enum if member.value == value), None)


def filled(kind: type[T], row: Row, **known: Any) -> T:
    """A value type from a row of its table; ``known`` are the fields that stand in no column.

    Raises ``ValueError`` when a choice that must be stated is unset or unknown.
    """
    values = {name: read(row) for name, read in _readers(kind).items() if name not in known}
    return kind(**values, **known)


_known: dict[type[Any], Mapping[str, Callable[[Row], Any]]] = {}


def _readers(kind: type[Any]) -> Mapping[str, Callable[[Row], Any]]:
    if kind not in _known:
        hints = get_type_hints(kind)
        _known[kind] = {item.name: _reader(item.name, hints[item.name]) for item in fields(kind)}
    return _known[kind]


def _reader(name: str, hint: Any) -> Callable[[Row], Any]:
    parts = get_args(hint) or (hint,)
    enum = next((part for part in parts if isinstance(part, type) and issubclass(part, StrEnum)), None)
    if enum is not None:
        columns = _columns_of(enum)
        read = (lambda text: one_of(enum, text)) if NoneType in parts else enum
        return lambda row: read(next(row[column] for column in columns if column in row))
    if hint is str:
        return lambda row: row[name] or ""
    return (lambda row: bool(row[name])) if hint is bool else lambda row: row[name]


def _columns_of(enum: type[StrEnum]) -> list[str]:
    """The columns that hold a choice of this kind."""
    return [blank.name for kind in INPUTS for blank in blanks(kind).values() if blank.choices is enum]


def _standing(row: Row, begins: str, day: date, warning_days: int) -> Expiry:
    return expiry(row[begins], row["valid_to_on"], day, warning_days)[0]


def person_row(row: Row) -> PersonRow:
    """A person as pages show one."""
    return filled(PersonRow, row, masked_id_no=masked(row["id_no"] or ""))


def masked(id_no: str) -> str:
    """An identity number with the birthday and serial hidden: region and last two characters stay."""
    return id_no if len(id_no) < 9 else id_no[:6] + "*" * (len(id_no) - 8) + id_no[-2:]


def licence_row(row: Row, day: date, warning_days: int) -> LicenceRow:
    """A licence and where it stands on the day."""
    state, left = expiry(row["valid_from_on"], row["valid_to_on"], day, warning_days)
    return filled(LicenceRow, row, number=row["licence_no"] or "", expiry=state, days_left=left)


def contract_row(row: Row, day: date, warning_days: int) -> ContractRow:
    """A contractor at work."""
    return filled(ContractRow, row, expiry=_standing(row, "signed_on", day, warning_days))


def design_value_row(row: Row) -> DesignValueRow:
    """A value of the design; a kind that this version does not know shows its key."""
    known = design_keys().get(row["key"] or "")
    return filled(DesignValueRow, row, label=known.zh if known else row["key"] or "")


def in_design_order(values: list[DesignValueRow]) -> list[DesignValueRow]:
    """Design values as the data file orders their kinds; unknown kinds last."""
    order = {key: place for place, key in enumerate(design_keys())}
    return sorted(values, key=lambda value: (order.get(value.key, len(order)), value.system_id or ""))


def qualification_row(row: Row, day: date, warning_days: int) -> QualificationRow:
    """A certificate or training record."""
    return filled(QualificationRow, row, expiry=_standing(row, "valid_from_on", day, warning_days))


def engagement_row(row: Row, day: date, warning_days: int) -> EngagementRow:
    """What a third-party body did."""
    return filled(EngagementRow, row, expiry=_standing(row, "performed_on", day, warning_days))
