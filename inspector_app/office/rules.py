"""Pure rules of the office: where a certificate stands, and what a setting may hold."""

from __future__ import annotations

import uuid
from datetime import date

from inspector_app.office.values import CertificateState

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


def same_shape(default: object, value: object) -> bool:
    """Whether a chosen value is of the kind that the parameter holds; a parameter without default takes any."""
    if default is None or value is None:
        return True
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    return type(default) is type(value)
