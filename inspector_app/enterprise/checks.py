"""What can be wrong with something handed in for the register, told without looking at other entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal, InvalidOperation
from typing import Any

from inspector_app import days
from inspector_app.enterprise import codes
from inspector_app.enterprise.blanks import Kind, of_kind
from inspector_app.enterprise.inputs import (
    DesignValueInput,
    EnterpriseInput,
    PersonInput,
    RegisterInput,
    SiteInput,
)
from inspector_app.enterprise.requirements import Sense, design_keys
from inspector_app.enterprise.values import NO, YES, IdType, SiteKind
from inspector_app.office.regions import regions

EARLIEST = "1900-01-01"
"""Days before this are slips of the pen, never facts of the register."""

_LONGEST = 2000
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f]")
_PHONE = re.compile(r"\+?[0-9][0-9\- ()转;,，；、/]{5,40}")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the code of its sentence, the blank it stands beside, what the sentence needs."""

    code: str
    field: str
    params: Mapping[str, Any] = dataclass_field(default_factory=dict)


def problems(facts: RegisterInput) -> list[Problem]:
    """Everything that is wrong with these facts by themselves, in the order of their blanks."""
    kind, stated = type(facts), vars(facts)
    found = [*_texts(stated), *_days(kind, stated), *_wholes(kind, stated), *_codes(kind, stated)]
    own = _OWN.get(kind)
    return [*found, *own(facts)] if own else found


def _texts(stated: Mapping[str, Any]) -> Iterator[Problem]:
    for name, value in stated.items():
        if not isinstance(value, str):
            continue
        if len(value) > _LONGEST:
            yield Problem("register.text_too_long", name, {"most": _LONGEST})
        if _UNPRINTABLE.search(value):
            yield Problem("register.text_unprintable", name)


def _days(kind: type[Any], stated: Mapping[str, Any]) -> Iterator[Problem]:
    days_of = of_kind(kind, Kind.DAY)
    sound = {name: stated[name] for name in days_of if stated[name] and is_day(stated[name])}
    for name in days_of:
        if stated[name] and name not in sound:
            yield Problem("register.day_impossible", name, {"value": stated[name]})
    for last, blank in days_of.items():
        first = blank.meaning.not_before
        if sound.get(first, "") > sound.get(last, "9999"):
            yield Problem("register.ends_before_it_begins", last, {"begins": sound[first], "ends": sound[last]})


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar in the one form the journal keeps (YYYY-MM-DD)."""
    return days.is_day(text) and text >= EARLIEST


def _wholes(kind: type[Any], stated: Mapping[str, Any]) -> Iterator[Problem]:
    for name, blank in of_kind(kind, Kind.WHOLE).items():
        value, most = stated[name], blank.meaning.most
        if value is not None and most is not None and not blank.meaning.least <= value <= most:
            yield Problem("register.number_impossible", name, {"value": value, "most": most})


def _codes(kind: type[Any], stated: Mapping[str, Any]) -> Iterator[Problem]:
    for name, blank in of_kind(kind, Kind.REGION, Kind.POSTCODE, Kind.PHONE).items():
        value = stated[name]
        if not value:
            continue
        if blank.kind is Kind.REGION and value not in regions():
            known = "、".join(region.name for region in regions().values())
            yield Problem("register.region_unknown", name, {"value": value, "known": known})
        elif blank.kind is Kind.POSTCODE and not re.fullmatch(r"[0-9]{6}", value):
            yield Problem("register.postcode_malformed", name, {"value": value})
        elif blank.kind is Kind.PHONE and not _PHONE.fullmatch(value):
            yield Problem("register.phone_malformed", name, {"value": value})


def _enterprise(facts: EnterpriseInput) -> Iterator[Problem]:
    if facts.uscc:
        fault = codes.uscc_fault(facts.uscc)
        if fault is not None:
            yield Problem(f"register.uscc_{fault}", "uscc", {"value": facts.uscc, "length": len(facts.uscc)})


def _person(facts: PersonInput) -> Iterator[Problem]:
    if facts.gender not in (None, "", "男", "女"):
        yield Problem("register.gender_unknown", "gender", {"value": facts.gender})
    if not facts.id_no or facts.id_type not in (None, IdType.RESIDENT_ID):
        return
    fault = codes.resident_fault(facts.id_no)
    if fault is not None:
        yield Problem(f"register.id_no_{fault}", "id_no", {"length": len(facts.id_no)})
        return
    said = codes.resident(facts.id_no)
    if facts.birth_on and facts.birth_on != said.birth_on:
        yield Problem("register.birthday_differs", "birth_on", {"stated": facts.birth_on, "number": said.birth_on})
    if facts.gender and facts.gender != said.gender:
        yield Problem("register.gender_differs", "gender", {"stated": facts.gender, "number": said.gender})


def _site(facts: SiteInput) -> Iterator[Problem]:
    for name, blank in of_kind(SiteInput, Kind.DECIMAL).items():
        text, least, most = getattr(facts, name), blank.meaning.least, blank.meaning.most
        number = decimal_of(text) if text else None
        if text and most is not None and (number is None or not least <= number <= most):
            yield Problem("register.position_impossible", name, {"value": text, "least": least, "most": most})
    if facts.site_kind is not SiteKind.TAILINGS_POND:
        for name in ("pond_grade", "pond_process", "is_overhead_pond"):
            if getattr(facts, name):
                yield Problem("register.only_for_ponds", name)


def _design_value(facts: DesignValueInput) -> Iterator[Problem]:
    known = design_keys().get(facts.key)
    if known is None:
        yield Problem("register.design_key_unknown", "key", {"key": facts.key})
        return
    if known.sense is Sense.IS:
        if facts.value not in (YES, NO):
            yield Problem("register.fact_not_yes_no", "value", {"value": facts.value, "label": known.zh})
    elif decimal_of(facts.value) is None:
        yield Problem("register.design_value_not_a_number", "value", {"value": facts.value, "label": known.zh})
    if facts.unit and facts.unit != known.unit:
        params = {"unit": facts.unit, "wanted": known.unit or "—", "label": known.zh}
        yield Problem("register.design_unit_differs", "unit", params)


_OWN: dict[type[Any], Callable[[Any], Iterator[Problem]]] = {
    EnterpriseInput: _enterprise,
    PersonInput: _person,
    SiteInput: _site,
    DesignValueInput: _design_value,
}
"""Checks that one kind alone needs; systems, posts, licences, contracts … have none beyond the common ones."""


def decimal_of(text: str) -> Decimal | None:
    """The number a text spells, or nothing: no exponent, no thousands mark, no NaN."""
    if not re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]{1,9})?", text.strip()):
        return None
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        return None
