"""What is handed in to enter or correct something in the register.

Field names are those of the records, so that an error can name the blank it stands beside. Dates are ISO days,
measures and positions decimal text; an empty text and ``None`` both mean that nothing is stated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from inspector_app.enterprise.values import (
    EnterpriseRole,
    IdType,
    LicenceKind,
    OrgType,
    PondGrade,
    PondProcess,
    PostKind,
    QualificationKind,
    Scale,
    ServiceKind,
    SiteKind,
    SiteState,
)


@dataclass(frozen=True)
class EnterpriseInput:
    """A company. ``uscc`` is the 18-character 统一社会信用代码; ids name other register entries."""

    name: str
    enterprise_role: EnterpriseRole = EnterpriseRole.MINE_ENTERPRISE
    uscc: str | None = None
    org_type: OrgType | None = None
    address: str | None = None
    postcode: str | None = None
    phone: str | None = None
    region_code: str | None = None
    parent_company_id: str | None = None
    legal_rep_id: str | None = None
    principal_id: str | None = None
    actual_controller_id: str | None = None
    employee_count: int | None = None
    note: str | None = None


@dataclass(frozen=True)
class PersonInput:
    """A natural person; with a resident identity card, gender and birthday follow from the number."""

    name: str
    gender: str | None = None
    birth_on: str | None = None
    id_type: IdType | None = None
    id_no: str | None = None
    home_address: str | None = None
    postcode: str | None = None
    phone: str | None = None
    education: str | None = None
    major: str | None = None
    professional_title: str | None = None
    career_since_on: str | None = None


@dataclass(frozen=True)
class SiteInput:
    """A mine or tailings pond. Capacity in tonnes per year, life in years, position in decimal degrees (text)."""

    name: str
    enterprise_id: str
    site_kind: SiteKind
    site_state: SiteState | None = None
    region_code: str | None = None
    address: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    mineral: str | None = None
    scale: Scale | None = None
    capacity_tonnes_per_year: int | None = None
    service_years: int | None = None
    pond_grade: PondGrade | None = None
    pond_process: PondProcess | None = None
    is_overhead_pond: bool | None = None
    is_key_county: bool | None = None
    risk_level: str | None = None
    commissioned_on: str | None = None
    updated_on: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class SystemInput:
    """An 独立生产系统 of a mine; capacity in tonnes per year."""

    site_id: str
    name: str
    method: str | None = None
    system_state: SiteState | None = None
    design_capacity_tonnes_per_year: int | None = None


@dataclass(frozen=True)
class PostInput:
    """Who holds a post; ``ended_on`` is the first day without it. No site means the whole enterprise."""

    person_id: str
    enterprise_id: str
    post_kind: PostKind
    site_id: str | None = None
    system_id: str | None = None
    title: str | None = None
    appointed_on: str | None = None
    appointment_no: str | None = None
    ended_on: str | None = None


@dataclass(frozen=True)
class LicenceInput:
    """A paper of an enterprise, or of one of its sites; first and last day are both valid."""

    enterprise_id: str
    licence_kind: LicenceKind
    licence_no: str
    site_id: str | None = None
    issuer: str | None = None
    scope_text: str | None = None
    valid_from_on: str | None = None
    valid_to_on: str | None = None


@dataclass(frozen=True)
class ContractInput:
    """外包工程: a contractor at a site. A missing manager or agreement is a warning of the file, not an error here."""

    site_id: str
    contractor_id: str
    project_department: str | None = None
    project_manager_id: str | None = None
    work_scope: str | None = None
    includes_blasting: bool | None = None
    headcount: int | None = None
    signed_on: str | None = None
    valid_to_on: str | None = None
    safety_agreement_on: str | None = None


@dataclass(frozen=True)
class DesignValueInput:
    """A value of the approved design: decimal text in the unit of its kind (``resources/register/design_values``)."""

    site_id: str
    key: str
    value: str
    unit: str | None = None
    system_id: str | None = None
    source: str | None = None
    dated_on: str | None = None


@dataclass(frozen=True)
class QualificationInput:
    """A certificate or training record of one person; ``hours`` counts training hours."""

    person_id: str
    qualification_kind: QualificationKind
    enterprise_id: str | None = None
    certificate_no: str | None = None
    trained_by: str | None = None
    hours: int | None = None
    valid_from_on: str | None = None
    valid_to_on: str | None = None


@dataclass(frozen=True)
class EngagementInput:
    """What a third-party body (a company of the register) did for an enterprise, or for one of its sites."""

    enterprise_id: str
    body_id: str
    service_kind: ServiceKind
    site_id: str | None = None
    report_no: str | None = None
    performed_on: str | None = None
    valid_to_on: str | None = None
    conclusion: str | None = None


RegisterInput: TypeAlias = (
    EnterpriseInput
    | PersonInput
    | SiteInput
    | SystemInput
    | PostInput
    | LicenceInput
    | ContractInput
    | DesignValueInput
    | QualificationInput
    | EngagementInput
)

INPUTS: tuple[type[Any], ...] = (
    EnterpriseInput, PersonInput, SiteInput, SystemInput, PostInput, LicenceInput, ContractInput, DesignValueInput,
    QualificationInput, EngagementInput,
)  # fmt: skip
"""All kinds of input."""
