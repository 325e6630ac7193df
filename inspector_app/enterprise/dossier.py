"""The file of one mine (一企一档): people, posts, licences, design values, contractors, as pages and papers read it."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.enterprise.values import (
    NO,
    YES,
    EnterpriseRole,
    Expiry,
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
class PersonRow:
    """A person as register pages show one; the identity number stays masked there."""

    id: str
    name: str
    gender: str
    masked_id_no: str
    phone: str
    education: str
    professional_title: str
    career_since_on: str | None


@dataclass(frozen=True)
class PostRow:
    """Who holds a post, and since when; ``site_id`` and ``system_id`` are empty for the whole enterprise."""

    id: str
    kind: PostKind
    person_id: str
    person_name: str
    enterprise_id: str
    site_id: str | None
    system_id: str | None
    title: str
    appointed_on: str | None
    appointment_no: str
    ended_on: str | None

    def held_on(self, day: str) -> bool:
        """Whether the post was held on that day (ISO date); the end date itself is the first day without it."""
        begun = self.appointed_on is None or self.appointed_on <= day
        return begun and (self.ended_on is None or day < self.ended_on)


@dataclass(frozen=True)
class LicenceRow:
    """One licence and where it stands on the day that was asked about."""

    id: str
    kind: LicenceKind
    number: str
    issuer: str
    scope_text: str
    valid_from_on: str | None
    valid_to_on: str | None
    expiry: Expiry
    days_left: int | None
    """Days from the day asked about to the last valid day; negative when expired, ``None`` when undated."""


@dataclass(frozen=True)
class DesignValueRow:
    """A value of the approved design: decimal text in ``unit``, from ``source`` of ``dated_on``; a fact: yes or no."""

    id: str
    key: str
    label: str
    value: str
    unit: str
    source: str
    dated_on: str | None
    system_id: str | None

    @property
    def shown(self) -> str:
        """The value as people read it."""
        return {YES: "是", NO: "否"}.get(self.value) or f"{self.value} {self.unit}".strip()


@dataclass(frozen=True)
class SystemRow:
    """An 独立生产系统 of a mine; capacity in tonnes per year."""

    id: str
    name: str
    method: str
    state: SiteState | None
    design_capacity_tonnes_per_year: int | None


@dataclass(frozen=True)
class ContractRow:
    """A contractor at work at a site, with its 项目部 and 项目经理."""

    id: str
    contractor_id: str
    contractor_name: str
    project_department: str
    project_manager: str
    work_scope: str
    includes_blasting: bool
    headcount: int | None
    signed_on: str | None
    valid_to_on: str | None
    safety_agreement_on: str | None
    expiry: Expiry


@dataclass(frozen=True)
class QualificationRow:
    """A certificate or training record of one person, and where it stands; ``hours`` counts training hours."""

    id: str
    person_id: str
    person_name: str
    kind: QualificationKind
    certificate_no: str
    trained_by: str
    hours: int | None
    valid_from_on: str | None
    valid_to_on: str | None
    expiry: Expiry


@dataclass(frozen=True)
class EngagementRow:
    """What a third-party body did for the enterprise or the site."""

    id: str
    body_name: str
    kind: ServiceKind
    report_no: str
    performed_on: str | None
    valid_to_on: str | None
    conclusion: str
    expiry: Expiry


@dataclass(frozen=True)
class EnterpriseFacts:
    """What papers print of a company (▸ORG) and who stands behind it; a blank that is not known stays empty."""

    id: str
    name: str
    role: EnterpriseRole | None
    uscc: str
    org_type: OrgType | None
    address: str
    postcode: str
    phone: str
    region_code: str
    employee_count: int | None
    parent_company: str
    parent_company_id: str | None
    legal_rep_id: str | None
    principal_id: str | None
    actual_controller_id: str | None


@dataclass(frozen=True)
class SiteFacts:
    """The mine or pond itself; positions are decimal degrees as text, capacity tonnes per year, life in years."""

    id: str
    name: str
    enterprise_id: str
    kind: SiteKind | None
    state: SiteState | None
    scale: Scale | None
    region_code: str
    address: str
    latitude: str
    longitude: str
    mineral: str
    capacity_tonnes_per_year: int | None
    service_years: int | None
    pond_grade: PondGrade | None
    pond_process: PondProcess | None
    is_overhead_pond: bool | None
    commissioned_on: str | None
    updated_on: str | None
    source: str


@dataclass(frozen=True)
class RegisterWarning:
    """One thing about the register that an officer should know before he drives there.

    ``code`` names a message of the catalogue; ``params`` fill its blanks; ``record_id`` is what it is about.
    """

    code: str
    params: dict[str, str]
    record_id: str | None = None


@dataclass(frozen=True)
class SiteFile:
    """一企一档: everything the register knows of one mine or pond on a given day.

    ``posts`` are those held on that day; ``people`` holds their persons and those named by the enterprise.
    """

    day: str
    site: SiteFacts
    enterprise: EnterpriseFacts | None
    systems: tuple[SystemRow, ...]
    posts: tuple[PostRow, ...]
    people: dict[str, PersonRow]
    principal_id: str | None
    principal_because: str
    licences: tuple[LicenceRow, ...]
    contracts: tuple[ContractRow, ...]
    design_values: tuple[DesignValueRow, ...]
    qualifications: tuple[QualificationRow, ...]
    engagements: tuple[EngagementRow, ...]
    warnings: tuple[RegisterWarning, ...]

    def name_of(self, person_id: str | None) -> str:
        """The name of a person of this file; empty when unknown."""
        person = self.people.get(person_id or "")
        return person.name if person else ""

    def licence(self, kind: LicenceKind) -> LicenceRow | None:
        """The paper of this kind that ends last, as papers print it."""
        of_kind = [licence for licence in self.licences if licence.kind is kind]
        return max(of_kind, key=lambda licence: licence.valid_to_on or "9999", default=None)
