"""Database rows of the register as value types; a code that this version does not know shows as unset."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from inspector_app.enterprise.dossier import (
    ContractRow,
    DesignValueRow,
    EngagementRow,
    EnterpriseFacts,
    LicenceRow,
    PersonRow,
    PostRow,
    QualificationRow,
    SiteFacts,
    SystemRow,
)
from inspector_app.enterprise.requirements import design_keys
from inspector_app.enterprise.rules import expiry
from inspector_app.enterprise.values import (
    EnterpriseRole,
    EnterpriseRow,
    LicenceKind,
    OrgType,
    PondGrade,
    PondProcess,
    PostKind,
    QualificationKind,
    Scale,
    ServiceKind,
    SiteKind,
    SiteRow,
    SiteState,
)

Row = Mapping[Any, Any]
E = TypeVar("E", bound=StrEnum)


def one_of(enum: type[E], value: str | None) -> E | None:
    """The member with this value, or ``None`` when it is unset or came from a newer version."""
    return next((member for member in enum if member.value == value), None)


def site_row(row: Row) -> SiteRow:
    """One line of the list of mines."""
    return SiteRow(
        id=row["id"],
        name=row["name"] or "",
        enterprise_id=row["enterprise_id"] or "",
        enterprise_name=row["enterprise_name"],
        uscc=row["uscc"],
        kind=one_of(SiteKind, row["site_kind"]),
        state=one_of(SiteState, row["site_state"]),
        scale=one_of(Scale, row["scale"]),
        region_code=row["region_code"] or "",
        mineral=row["mineral"] or "",
        updated_on=row["updated_on"],
        sort_key=row["sort_key"],
    )


def enterprise_row(row: Row) -> EnterpriseRow:
    """One line of the list of companies."""
    return EnterpriseRow(
        id=row["id"],
        name=row["name"] or "",
        role=one_of(EnterpriseRole, row["enterprise_role"]),
        uscc=row["uscc"] or "",
        region_code=row["region_code"] or "",
        sites=row["sites"],
        sort_key=row["sort_key"],
    )


def enterprise_facts(row: Row) -> EnterpriseFacts:
    """What papers print of a company."""
    return EnterpriseFacts(
        id=row["id"],
        name=row["name"] or "",
        role=one_of(EnterpriseRole, row["enterprise_role"]),
        uscc=row["uscc"] or "",
        org_type=one_of(OrgType, row["org_type"]),
        address=row["address"] or "",
        postcode=row["postcode"] or "",
        phone=row["phone"] or "",
        region_code=row["region_code"] or "",
        employee_count=row["employee_count"],
        parent_company=row["parent_company"],
        parent_company_id=row["parent_company_id"],
        legal_rep_id=row["legal_rep_id"],
        principal_id=row["principal_id"],
        actual_controller_id=row["actual_controller_id"],
    )


def site_facts(row: Row) -> SiteFacts:
    """The mine itself."""
    return SiteFacts(
        id=row["id"],
        name=row["name"] or "",
        enterprise_id=row["enterprise_id"] or "",
        kind=one_of(SiteKind, row["site_kind"]),
        state=one_of(SiteState, row["site_state"]),
        scale=one_of(Scale, row["scale"]),
        region_code=row["region_code"] or "",
        address=row["address"] or "",
        latitude=row["latitude"] or "",
        longitude=row["longitude"] or "",
        mineral=row["mineral"] or "",
        capacity_tonnes_per_year=row["capacity_tonnes_per_year"],
        service_years=row["service_years"],
        pond_grade=one_of(PondGrade, row["pond_grade"]),
        pond_process=one_of(PondProcess, row["pond_process"]),
        is_overhead_pond=row["is_overhead_pond"],
        commissioned_on=row["commissioned_on"],
        updated_on=row["updated_on"],
        source=row["source"] or "",
    )


def system_row(row: Row) -> SystemRow:
    """An 独立生产系统."""
    return SystemRow(
        row["id"],
        row["name"] or "",
        row["method"] or "",
        one_of(SiteState, row["system_state"]),
        row["design_capacity_tonnes_per_year"],
    )


def post_row(row: Row) -> PostRow:
    """Who holds a post."""
    return PostRow(
        id=row["id"],
        kind=PostKind(row["post_kind"]),
        person_id=row["person_id"] or "",
        person_name=row["person_name"],
        enterprise_id=row["enterprise_id"] or "",
        site_id=row["site_id"],
        system_id=row["system_id"],
        title=row["title"] or "",
        appointed_on=row["appointed_on"],
        appointment_no=row["appointment_no"] or "",
        ended_on=row["ended_on"],
    )


def person_row(row: Row) -> PersonRow:
    """A person as pages show one."""
    return PersonRow(
        id=row["id"],
        name=row["name"] or "",
        gender=row["gender"] or "",
        masked_id_no=masked(row["id_no"] or ""),
        phone=row["phone"] or "",
        education=row["education"] or "",
        professional_title=row["professional_title"] or "",
        career_since_on=row["career_since_on"],
    )


def masked(id_no: str) -> str:
    """An identity number with the birthday and serial hidden: region and last two characters stay."""
    return id_no if len(id_no) < 9 else id_no[:6] + "*" * (len(id_no) - 8) + id_no[-2:]


def licence_row(row: Row, day: date, warning_days: int) -> LicenceRow:
    """A licence and where it stands on the day."""
    state, left = expiry(row["valid_from_on"], row["valid_to_on"], day, warning_days)
    return LicenceRow(
        id=row["id"],
        kind=LicenceKind(row["licence_kind"]),
        number=row["licence_no"] or "",
        issuer=row["issuer"] or "",
        scope_text=row["scope_text"] or "",
        valid_from_on=row["valid_from_on"],
        valid_to_on=row["valid_to_on"],
        expiry=state,
        days_left=left,
    )


def contract_row(row: Row, day: date, warning_days: int) -> ContractRow:
    """A contractor at work."""
    state, _left = expiry(row["signed_on"], row["valid_to_on"], day, warning_days)
    return ContractRow(
        id=row["id"],
        contractor_id=row["contractor_id"] or "",
        contractor_name=row["contractor_name"],
        project_department=row["project_department"] or "",
        project_manager=row["project_manager"],
        work_scope=row["work_scope"] or "",
        includes_blasting=bool(row["includes_blasting"]),
        headcount=row["headcount"],
        signed_on=row["signed_on"],
        valid_to_on=row["valid_to_on"],
        safety_agreement_on=row["safety_agreement_on"],
        expiry=state,
    )


def design_value_row(row: Row) -> DesignValueRow:
    """A value of the design; a kind that this version does not know shows its key."""
    known = design_keys().get(row["key"] or "")
    return DesignValueRow(
        id=row["id"],
        key=row["key"] or "",
        label=known.zh if known else row["key"] or "",
        value=row["value"] or "",
        unit=row["unit"] or "",
        source=row["source"] or "",
        dated_on=row["dated_on"],
        system_id=row["system_id"],
    )


def in_design_order(values: list[DesignValueRow]) -> list[DesignValueRow]:
    """Design values as the data file orders their kinds; unknown kinds last."""
    order = {key: place for place, key in enumerate(design_keys())}
    return sorted(values, key=lambda value: (order.get(value.key, len(order)), value.system_id or ""))


def qualification_row(row: Row, day: date, warning_days: int) -> QualificationRow:
    """A certificate or training record."""
    state, _left = expiry(row["valid_from_on"], row["valid_to_on"], day, warning_days)
    return QualificationRow(
        id=row["id"],
        person_id=row["person_id"] or "",
        person_name=row["person_name"],
        kind=QualificationKind(row["qualification_kind"]),
        certificate_no=row["certificate_no"] or "",
        trained_by=row["trained_by"] or "",
        hours=row["hours"],
        valid_from_on=row["valid_from_on"],
        valid_to_on=row["valid_to_on"],
        expiry=state,
    )


def engagement_row(row: Row, day: date, warning_days: int) -> EngagementRow:
    """What a third-party body did."""
    state, _left = expiry(row["performed_on"], row["valid_to_on"], day, warning_days)
    return EngagementRow(
        id=row["id"],
        body_name=row["body_name"],
        kind=ServiceKind(row["service_kind"]),
        report_no=row["report_no"] or "",
        performed_on=row["performed_on"],
        valid_to_on=row["valid_to_on"],
        conclusion=row["conclusion"] or "",
        expiry=state,
    )
