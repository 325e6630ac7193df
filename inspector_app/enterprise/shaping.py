"""From what people type or a record holds to a checked input, and from an input to the fields of its record."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from enum import StrEnum
from typing import Any, TypeVar, get_args, get_type_hints

from inspector_app import terms
from inspector_app.enterprise import codes
from inspector_app.enterprise.inputs import INPUTS, DesignValueInput, EnterpriseInput, PersonInput, RegisterInput
from inspector_app.enterprise.requirements import design_keys
from inspector_app.enterprise.rows import one_of
from inspector_app.enterprise.values import IdType
from inspector_app.errors import BadInput

I = TypeVar("I", bound=RegisterInput)  # noqa: E741 - the usual letter of a type variable

_CODES = frozenset({"uscc", "id_no"})


def _choices_of(kind: type[Any]) -> dict[str, type[StrEnum]]:
    found: dict[str, type[StrEnum]] = {}
    for name, hint in get_type_hints(kind).items():
        for part in (hint, *get_args(hint)):
            if isinstance(part, type) and issubclass(part, StrEnum):
                found[name] = part
    return found


CHOICES: dict[type[Any], dict[str, type[StrEnum]]] = {kind: _choices_of(kind) for kind in INPUTS}
"""Which fields of an input hold a choice, and of which enum."""

_PLAIN: dict[type[Any], dict[str, type]] = {
    kind: {
        name: part
        for name, hint in get_type_hints(kind).items()
        for part in (hint, *get_args(hint))
        if part in (int, bool)
    }
    for kind in INPUTS
}
"""Which fields hold a whole number or a yes."""

_YES_NO = {"true": True, "yes": True, "是": True, "1": True, "false": False, "no": False, "否": False, "0": False}

REQUIRED: dict[type[Any], tuple[str, ...]] = {
    kind: tuple(item.name for item in fields(kind) if item.default is MISSING) for kind in INPUTS
}
"""Fields of an input that must be stated."""


def shaped(kind: type[I], stated: Mapping[str, Any]) -> I:
    """An input from typed values: texts tidied, choices found by value or label, what follows filled in.

    Raises ``BadInput`` for a blank the kind does not have (``record.unknown_field``), a required one that is
    missing (``register.required_missing``) or a choice nobody knows (``register.choice_unknown``).
    """
    known = {item.name for item in fields(kind)}
    for name in stated:
        if name not in known:
            raise BadInput("record.unknown_field", kind=kind.__name__.removesuffix("Input").lower(), field=name)
    values = {name: _value(kind, name, value) for name, value in stated.items()}
    given = {name: value for name, value in values.items() if value is not None}
    for name in REQUIRED[kind]:
        if given.get(name) in (None, ""):
            raise BadInput("register.required_missing", field=name)
    return _completed(kind(**given))


def tidied(facts: I) -> I:
    """The same facts as ``shaped`` would have made them."""
    return shaped(type(facts), vars(facts))


def from_record(kind: type[I], row: Mapping[str, Any]) -> dict[str, Any]:
    """What a record states, as values of an input; codes of a newer version count as unset."""
    chosen = CHOICES[kind]
    return {
        item.name: one_of(chosen[item.name], row[item.name]) if item.name in chosen else row[item.name]
        for item in fields(kind)
    }


def to_fields(facts: RegisterInput) -> dict[str, Any]:
    """The fields of the record; choices by their value."""
    return {name: value.value if isinstance(value, StrEnum) else value for name, value in vars(facts).items()}


def _value(kind: type[Any], name: str, value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, StrEnum):
        value = unicodedata.normalize("NFC", value).strip()
        if name in _CODES:
            value = codes.tidy(value)
        if not value:
            return None
        if name in _PLAIN[kind]:
            return _plain(_PLAIN[kind][name], name, value)
    enum = CHOICES[kind].get(name)
    return value if enum is None or value is None or isinstance(value, enum) else _choice(enum, name, value)


def _plain(wanted: type, name: str, text: str) -> int | bool:
    """A whole number, a yes or a no, as somebody typed it."""
    if wanted is bool:
        if text.casefold() not in _YES_NO:
            raise BadInput("register.choice_unknown", field=name, value=text, known="是、否")
        return _YES_NO[text.casefold()]
    try:
        return int(text)
    except ValueError:
        raise BadInput("register.not_a_whole_number", field=name, value=text) from None


def _choice(enum: type[StrEnum], name: str, value: Any) -> StrEnum:
    found = terms.find(enum, str(value))
    if found is None:
        known = "、".join(terms.label(member) for member in enum)
        raise BadInput("register.choice_unknown", field=name, value=str(value), known=known)
    return found


def _completed(facts: I) -> I:
    """Fill in what follows from what is stated."""
    if isinstance(facts, PersonInput) and facts.id_no:
        facts = replace(facts, id_type=facts.id_type or IdType.RESIDENT_ID)
        if facts.id_type is IdType.RESIDENT_ID and codes.resident_fault(facts.id_no or "") is None:
            said = codes.resident(facts.id_no or "")
            facts = replace(facts, birth_on=facts.birth_on or said.birth_on, gender=facts.gender or said.gender)
    elif isinstance(facts, DesignValueInput) and facts.unit is None and facts.key in design_keys():
        facts = replace(facts, unit=design_keys()[facts.key].unit or None)
    elif isinstance(facts, EnterpriseInput) and facts.region_code is None and facts.uscc:
        facts = replace(facts, region_code=_region_of(facts.uscc))
    return facts


def _region_of(uscc: str) -> str | None:
    """The county of ours where a company was registered, as its code says."""
    from inspector_app.office.regions import regions

    return uscc[2:8] if uscc[2:8] in regions() else None
