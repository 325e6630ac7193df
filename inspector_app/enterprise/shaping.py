"""From what people type or a record holds to a checked input, and from an input to the fields of its record."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from inspector_app import terms
from inspector_app.enterprise import codes
from inspector_app.enterprise.blanks import Blank, Kind, blanks
from inspector_app.enterprise.inputs import DesignValueInput, EnterpriseInput, PersonInput, RegisterInput
from inspector_app.enterprise.requirements import design_keys, is_fact
from inspector_app.enterprise.rows import one_of
from inspector_app.enterprise.values import NO, YES, IdType
from inspector_app.errors import BadInput

I = TypeVar("I", bound=RegisterInput)  # noqa: E741 - the usual letter of a type variable

_YES_NO = {"true": True, "yes": True, "是": True, "1": True, "false": False, "no": False, "否": False, "0": False}

def shaped(kind: type[I], stated: Mapping[str, Any]) -> I:
    """An input from typed values: texts tidied, choices found by value or label, what follows filled in.

    Raises ``BadInput`` for a blank the kind does not have (``record.unknown_field``), a required one that is
    missing (``register.required_missing``) or a choice nobody knows (``register.choice_unknown``).
    """
    known = blanks(kind)
    for name in stated:
        if name not in known:
            raise BadInput("record.unknown_field", kind=kind.__name__.removesuffix("Input").lower(), field=name)
    values = {name: _value(known[name], value) for name, value in stated.items()}
    given = {name: value for name, value in values.items() if value is not None}
    for name, blank in known.items():
        if blank.is_required and given.get(name) in (None, ""):
            raise BadInput("register.required_missing", field=name)
    return _completed(kind(**given))


def tidied(facts: I) -> I:
    """The same facts as ``shaped`` would have made them."""
    return shaped(type(facts), vars(facts))


def from_record(kind: type[I], row: Mapping[str, Any]) -> dict[str, Any]:
    """What a record states, as values of an input; codes of a newer version count as unset."""
    return {
        name: one_of(blank.choices, row[name]) if blank.choices else row[name] for name, blank in blanks(kind).items()
    }


def to_fields(facts: RegisterInput) -> dict[str, Any]:
    """The fields of the record; choices by their value."""
    return {name: value.value if isinstance(value, StrEnum) else value for name, value in vars(facts).items()}


def _value(blank: Blank, value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, StrEnum):
        value = unicodedata.normalize("NFC", value).strip()
        if blank.kind is Kind.CODE:
            value = codes.tidy(value)
        if not value:
            return None
        if blank.kind in (Kind.WHOLE, Kind.YES_NO):
            return _plain(blank, value)
    if blank.choices is None or value is None or isinstance(value, blank.choices):
        return value
    return _choice(blank.choices, blank.name, value)


def _plain(blank: Blank, text: str) -> int | bool:
    """A whole number, a yes or a no, as somebody typed it."""
    if blank.kind is Kind.YES_NO:
        if text.casefold() not in _YES_NO:
            raise BadInput("register.choice_unknown", field=blank.name, value=text, known="是、否")
        return _YES_NO[text.casefold()]
    try:
        return int(text)
    except ValueError:
        raise BadInput("register.not_a_whole_number", field=blank.name, value=text) from None


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
    elif isinstance(facts, DesignValueInput) and facts.key in design_keys():
        facts = replace(facts, unit=facts.unit or design_keys()[facts.key].unit or None)
        if is_fact(facts.key) and facts.value.casefold() in _YES_NO:
            facts = replace(facts, value=YES if _YES_NO[facts.value.casefold()] else NO)
    elif isinstance(facts, EnterpriseInput) and facts.region_code is None and facts.uscc:
        facts = replace(facts, region_code=_region_of(facts.uscc))
    return facts


def _region_of(uscc: str) -> str | None:
    """The county of ours where a company was registered, as its code says."""
    from inspector_app.office.regions import regions

    return uscc[2:8] if uscc[2:8] in regions() else None
