"""Pure rules of the office: where a certificate stands, and what a setting may hold."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from inspector_app import days
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.office.parameters import Parameter
from inspector_app.office.values import CertificateState, OfficerRow

CERTIFICATE_WARNING_DAYS = 60
"""Days before the end from which a certificate shows as expiring; our choice, a setting of the office."""

_SETTINGS = uuid.UUID("0c5f4a0e-3d52-5c0b-9a43-6d6f1e2b7a90")
"""Namespace of setting ids: two laptops that set one key speak of the same record."""

_BUREAUS = uuid.UUID("f2b0a6b3-4f1a-5d0e-8b57-19f1c2a0d6e4")
"""Namespace of bureau ids, by region code."""


def setting_id(key: str) -> str:
    """The id of the one record that holds this setting."""
    return str(uuid.uuid5(_SETTINGS, key))


def bureau_id(region_code: str) -> str:
    """The id of the bureau of a county (GB/T 2260 code), the same on every laptop."""
    return str(uuid.uuid5(_BUREAUS, region_code))


def certificate_state(
    cert_no: str | None,
    valid_from_on: str | None,
    valid_to_on: str | None,
    day: date,
    warning_days: int = CERTIFICATE_WARNING_DAYS,
) -> CertificateState:
    """Where a certificate stands on a day; first and last day are valid, a missing end date counts as valid.

    Source: 行政处罚法 42, 55 (certificates are shown and recorded with their number).
    """
    if not (cert_no or "").strip():
        return CertificateState.MISSING
    text = day.isoformat()
    if valid_from_on is not None and text < valid_from_on:
        return CertificateState.NOT_YET_VALID
    if valid_to_on is None:
        return CertificateState.VALID
    left = (date.fromisoformat(valid_to_on) - day).days
    if left < 0:
        return CertificateState.EXPIRED
    return CertificateState.EXPIRING if left <= warning_days else CertificateState.VALID


def doubtful_certificate_no(cert_no: str) -> bool:
    """Whether a number differs from the usual eleven digits: a warning, never a refusal (§8.4 [?])."""
    return not (len(cert_no) == 11 and cert_no.isascii() and cert_no.isdigit())


def acceptable_certificate_no(cert_no: str) -> bool:
    """Whether a number can be one at all: 6 to 20 characters without spaces (§8.4)."""
    return 6 <= len(cert_no) <= 20 and not any(character.isspace() for character in cert_no)


def strange_in_name(name: str) -> str | None:
    """The first character that no name holds and no paper can print (emoji, signs, control characters)."""
    return next((char for char in name if unicodedata.category(char)[0] in "SC"), None)


def require_name(name: str) -> None:
    """Raises ``RuleViolation`` for a blank name or one with a character that no paper can print."""
    if not name.strip():
        raise RuleViolation("office.name_missing", field="name")
    if strange := strange_in_name(name):
        raise RuleViolation("office.name_unprintable", field="name", char=strange)


def require_certificate(cert_no: str, others: Iterable[OfficerRow], own_id: str | None = None) -> None:
    """Raises ``RuleViolation`` for a number that cannot be one (§8.4), or that somebody else holds: 行政处罚法 42
    asks for two officers, and one number is one person.
    """
    if not cert_no:
        return
    if not acceptable_certificate_no(cert_no):
        raise RuleViolation("office.certificate_malformed", field="cert_no", number=cert_no)
    holder = next((one for one in others if one.id != own_id and same_number(one.cert_no, cert_no)), None)
    if holder is not None:
        raise RuleViolation("office.certificate_taken", field="cert_no", number=cert_no, name=holder.name)


def same_number(one: str, other: str) -> bool:
    """Whether two certificate numbers are the same but for width, case and blanks around."""
    first, second = (unicodedata.normalize("NFKC", text).strip().casefold() for text in (one, other))
    return bool(first) and first == second


def with_twins(rows: Sequence[OfficerRow]) -> list[OfficerRow]:
    """The same people, each naming the others that hold his certificate number."""
    return [replace(row, same_certificate_as=_twins(row, rows)) for row in rows]


def _twins(row: OfficerRow, rows: Sequence[OfficerRow]) -> str:
    return "、".join(one.name for one in rows if one.id != row.id and same_number(one.cert_no, row.cert_no))


def same_shape(default: object, value: object) -> bool:
    """Whether a chosen value is of the kind that the parameter holds; a parameter without default takes any."""
    if default is None or value is None:
        return True
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    return type(default) is type(value)


def require_fitting(parameter: Parameter, value: object) -> None:
    """Refuse a value that the parameter cannot hold.

    Raises ``BadInput``: another kind than the default, not one of the choices, not a day (MM-DD) or pattern, or a
    number beyond its bounds (a statutory period may be made stricter, never looser).
    """
    key, told = parameter.key, {"key": parameter.key, "value": str(value)}
    if not same_shape(parameter.value, value):
        raise BadInput("office.setting_wrong_kind", **told)
    if parameter.choices and value not in parameter.choices:
        raise BadInput("office.setting_not_a_choice", **told, known="、".join(map(str, parameter.choices)))
    if parameter.unit == "MM-DD" and not _is_day_of_year(str(value)):
        raise BadInput("office.setting_malformed", **told)
    if parameter.unit == "regex" and not _is_pattern(str(value)):
        raise BadInput("office.setting_malformed", **told)
    if key == "numbering.source_by_stem" and isinstance(value, dict) and not set(value.values()) <= NUMBER_SOURCES:
        raise BadInput("office.setting_not_a_choice", **told, known="、".join(sorted(NUMBER_SOURCES)))
    _require_bounds(parameter, value)


NUMBER_SOURCES = frozenset({"leased", "typed", "inked"})
"""Where a paper's number comes from: a leased block, typed from a superior system, or inked by hand (DESIGN 3)."""


def require_day(field: str, text: str | None) -> None:
    """Raises ``RuleViolation('office.day_impossible')`` beside ``field`` when a stated day is none."""
    if text and not days.is_day(text):
        raise RuleViolation("office.day_impossible", field=field, value=text)


def _require_bounds(parameter: Parameter, value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        return
    least = parameter.least if parameter.least is not None else value
    most = parameter.most if parameter.most is not None else value
    if not least <= value <= most:
        bounds = {"least": parameter.least if parameter.least is not None else "…"}
        bounds["most"] = parameter.most if parameter.most is not None else "…"
        raise BadInput("office.setting_out_of_bounds", key=parameter.key, value=str(value), **bounds)


def _is_day_of_year(text: str) -> bool:
    try:
        date.fromisoformat(f"2000-{text}")
    except ValueError:
        return False
    return True


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True
