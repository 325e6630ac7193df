"""Value types of the office: who may inspect, in whose name, and which parameters the county has set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class OfficerRole(StrEnum):
    """In which capacity somebody goes along; only officers may stand in officers' blanks (§8.4)."""

    OFFICER = "officer"
    EXPERT = "expert"
    TECHNICAL_ASSISTANT = "technical_assistant"
    """执法技术检查员: no power to penalise. Source: plan task 25."""


class CertificateState(StrEnum):
    """Where a law-enforcement certificate (执法证) stands on a day."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    MISSING = "missing"
    """No certificate number is recorded."""


@dataclass(frozen=True)
class OfficerFacts:
    """What the office states about somebody who goes along on inspections. Dates are ISO days, both inclusive."""

    name: str
    role: OfficerRole = OfficerRole.OFFICER
    cert_no: str = ""
    cert_valid_from_on: str | None = None
    cert_valid_to_on: str | None = None
    cert_region: str = ""
    department: str = ""
    title: str = ""
    phone: str = ""
    bureau_id: str | None = None


@dataclass(frozen=True)
class OfficerRow:
    """One person of the office's list; ``certificate`` is where the certificate stands on the day asked about."""

    id: str
    name: str
    role: OfficerRole
    cert_no: str
    cert_valid_from_on: str | None
    cert_valid_to_on: str | None
    certificate: CertificateState
    cert_region: str
    department: str
    title: str
    phone: str
    bureau_id: str | None
    login: str | None
    unlocks: bool
    same_certificate_as: str = ""
    """Who else of the list holds this certificate number: one person entered twice, or a slip of the pen."""

    @property
    def may_enforce(self) -> bool:
        """Whether this person may stand in an officer's blank on that day."""
        valid = self.certificate in (CertificateState.VALID, CertificateState.EXPIRING)
        return self.role is OfficerRole.OFFICER and valid


@dataclass(frozen=True)
class BureauRow:
    """An 应急管理局 as papers print it: names, courts, bank and the characters of its numbers."""

    id: str
    region_code: str
    name: str
    government: str
    court: str
    region_char: str
    stem_prefix: str
    address: str
    postcode: str
    phone: str
    contact: str
    fine_bank: str
    fine_account_name: str
    fine_account_no: str

    @property
    def missing_for_penalties(self) -> tuple[str, ...]:
        """Blanks that a penalty decision prints and that are still empty (▸REMEDY, ▸PAY)."""
        names = ("government", "court", "fine_bank", "fine_account_name", "fine_account_no")
        return tuple(name for name in names if not getattr(self, name))


@dataclass(frozen=True)
class SettingRow:
    """One parameter: what holds now, what holds without a choice, and whether the default is 待确认.

    ``value`` and ``default`` are JSON values; ``mark`` is S (seen), K (known) or ? (to be confirmed). ``choices``
    are the only values there are, when it has any; ``least`` and ``most`` bound a number, both allowed.
    """

    key: str
    value: object
    default: object
    is_set: bool
    unit: str
    label: str
    norm: str
    mark: str
    note: str
    choices: tuple[object, ...] = ()
    least: int | None = None
    most: int | None = None
    in_use: bool = True
    """Whether anything in this version reads it."""
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """How values that are keys are told: (zh, en)."""
    label_en: str = ""

    @property
    def needs_confirmation(self) -> bool:
        """Whether the screen shows 待确认: the default is doubtful and nobody has set a value."""
        return self.mark == "?" and not self.is_set
