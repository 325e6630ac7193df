"""What is handed in to enter or correct something in the register: the one list of its nouns and their blanks.

Field names are those of the records, so that an error can name the blank it stands beside. Dates are ISO days,
measures and positions decimal text; an empty text and ``None`` both mean that nothing is stated. What a blank holds
and how it is checked, matched and imported stands in its type (``blanks``), and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

from inspector_app.enterprise.blanks import Kind, Meaning, Noun, reference
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

Code: TypeAlias = Annotated[str | None, Meaning(Kind.CODE)]
Day: TypeAlias = Annotated[str | None, Meaning(Kind.DAY)]
Region: TypeAlias = Annotated[str | None, Meaning(Kind.REGION)]
Postcode: TypeAlias = Annotated[str | None, Meaning(Kind.POSTCODE)]
Phone: TypeAlias = Annotated[str | None, Meaning(Kind.PHONE)]
Company: TypeAlias = Annotated[str, reference("enterprise")]
SiteId: TypeAlias = Annotated[str, reference("site")]
SystemId: TypeAlias = Annotated[str | None, reference("system")]
PersonId: TypeAlias = Annotated[str, reference("person")]
UntilDay: TypeAlias = Annotated[str | None, Meaning(Kind.DAY, not_before="valid_from_on")]
Capacity: TypeAlias = Annotated[int | None, Meaning(Kind.WHOLE, most=1_000_000_000, unit="t/a")]


@dataclass(frozen=True)
class EnterpriseInput:
    """A company. ``uscc`` is the 18-character 统一社会信用代码; ids name other register entries."""

    name: str
    enterprise_role: EnterpriseRole = EnterpriseRole.MINE_ENTERPRISE
    uscc: Code = None
    org_type: OrgType | None = None
    address: str | None = None
    postcode: Postcode = None
    phone: Phone = None
    region_code: Region = None
    parent_company_id: Annotated[str | None, reference("enterprise", "parent")] = None
    legal_rep_id: Annotated[str | None, reference("person", "legal_rep")] = None
    principal_id: Annotated[str | None, reference("person", "principal")] = None
    actual_controller_id: Annotated[str | None, reference("person", "actual_controller")] = None
    employee_count: Annotated[int | None, Meaning(Kind.WHOLE, most=1_000_000)] = None
    note: str | None = None


@dataclass(frozen=True)
class PersonInput:
    """A natural person; with a resident identity card, gender and birthday follow from the number."""

    name: str
    gender: str | None = None
    birth_on: Day = None
    id_type: IdType | None = None
    id_no: Code = None
    home_address: str | None = None
    postcode: Postcode = None
    phone: Phone = None
    education: str | None = None
    major: str | None = None
    professional_title: str | None = None
    career_since_on: Day = None


@dataclass(frozen=True)
class SiteInput:
    """A mine or tailings pond. Capacity in tonnes per year, life in years, position in decimal degrees (text)."""

    name: str
    enterprise_id: Company
    site_kind: SiteKind
    site_state: SiteState | None = None
    region_code: Region = None
    address: str | None = None
    latitude: Annotated[str | None, Meaning(Kind.DECIMAL, least=3, most=54, unit="°")] = None
    longitude: Annotated[str | None, Meaning(Kind.DECIMAL, least=73, most=136, unit="°")] = None
    mineral: str | None = None
    scale: Scale | None = None
    capacity_tonnes_per_year: Capacity = None
    service_years: Annotated[int | None, Meaning(Kind.WHOLE, most=500, unit="年")] = None
    pond_grade: PondGrade | None = None
    pond_process: PondProcess | None = None
    is_overhead_pond: bool | None = None
    is_key_county: bool | None = None
    risk_level: str | None = None
    commissioned_on: Day = None
    updated_on: Day = None
    source: str | None = None


@dataclass(frozen=True)
class SystemInput:
    """An 独立生产系统 of a mine; capacity in tonnes per year."""

    site_id: SiteId
    name: str
    method: str | None = None
    system_state: SiteState | None = None
    design_capacity_tonnes_per_year: Capacity = None


@dataclass(frozen=True)
class PostInput:
    """Who holds a post; ``ended_on`` is the first day without it. No site means the whole enterprise."""

    person_id: PersonId
    enterprise_id: Company
    post_kind: PostKind
    site_id: SiteId | None = None
    system_id: SystemId = None
    title: str | None = None
    appointed_on: Day = None
    appointment_no: str | None = None
    ended_on: Annotated[str | None, Meaning(Kind.DAY, not_before="appointed_on")] = None


@dataclass(frozen=True)
class LicenceInput:
    """A paper of an enterprise, or of one of its sites; first and last day are both valid."""

    enterprise_id: Company
    licence_kind: LicenceKind
    licence_no: str
    site_id: SiteId | None = None
    issuer: str | None = None
    scope_text: str | None = None
    valid_from_on: Day = None
    valid_to_on: UntilDay = None


@dataclass(frozen=True)
class ContractInput:
    """外包工程: a contractor at a site. A missing manager or agreement is a warning of the file, not an error here."""

    site_id: SiteId
    contractor_id: Annotated[str, reference("enterprise", "contractor")]
    project_department: str | None = None
    project_manager_id: Annotated[str | None, reference("person", "manager")] = None
    work_scope: str | None = None
    includes_blasting: bool | None = None
    headcount: Annotated[int | None, Meaning(Kind.WHOLE, most=100_000)] = None
    signed_on: Day = None
    valid_to_on: Annotated[str | None, Meaning(Kind.DAY, not_before="signed_on")] = None
    safety_agreement_on: Day = None


@dataclass(frozen=True)
class DesignValueInput:
    """A value of the approved design: decimal text in the unit of its kind (``resources/register/design_values``).

    Where the kind is a fact (``mine_facts``): ``yes`` or ``no``, as 是 or 否 too.
    """

    site_id: SiteId
    key: Annotated[str, Meaning(Kind.DESIGN_KEY)]
    value: Annotated[str, Meaning(Kind.DESIGN_VALUE)]
    unit: str | None = None
    system_id: SystemId = None
    source: str | None = None
    dated_on: Day = None


@dataclass(frozen=True)
class QualificationInput:
    """A certificate or training record of one person; ``hours`` counts training hours."""

    person_id: PersonId
    qualification_kind: QualificationKind
    enterprise_id: Company | None = None
    certificate_no: str | None = None
    trained_by: str | None = None
    hours: Annotated[int | None, Meaning(Kind.WHOLE, most=10_000, unit="学时")] = None
    valid_from_on: Day = None
    valid_to_on: UntilDay = None


@dataclass(frozen=True)
class EngagementInput:
    """What a third-party body (a company of the register) did for an enterprise, or for one of its sites."""

    enterprise_id: Company
    body_id: Annotated[str, reference("enterprise", "body")]
    service_kind: ServiceKind
    site_id: SiteId | None = None
    report_no: str | None = None
    performed_on: Day = None
    valid_to_on: Annotated[str | None, Meaning(Kind.DAY, not_before="performed_on")] = None
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

NOUNS: dict[str, Noun] = {
    noun.key: noun
    for noun in (
        Noun("enterprise", EnterpriseInput),
        Noun("person", PersonInput),
        Noun("site", SiteInput, ("enterprise_id", "name")),
        Noun("system", SystemInput, ("site_id", "name")),
        Noun("post", PostInput, ("person_id", "enterprise_id", "site_id", "system_id", "post_kind")),
        Noun("licence", LicenceInput, ("licence_kind", "licence_no")),
        Noun("contract", ContractInput, ("site_id", "contractor_id", "project_department")),
        Noun("design_value", DesignValueInput, ("site_id", "system_id", "key", "dated_on")),
        Noun("qualification", QualificationInput, ("person_id", "qualification_kind", "certificate_no")),
        Noun("engagement", EngagementInput),
    )
}
"""All kinds of entries by key. Companies and people are recognised in more than one way (``importing.known``)."""

INPUTS: tuple[type[Any], ...] = tuple(noun.facts for noun in NOUNS.values())
"""All kinds of input."""


def noun_of(kind: type[Any]) -> Noun:
    """The noun whose entries this type states."""
    return next(noun for noun in NOUNS.values() if noun.facts is kind)
