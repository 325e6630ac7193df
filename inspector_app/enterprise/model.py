"""Tables of the register: enterprise -> mine or pond -> production system, and what belongs to them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

from inspector_app.enterprise.inputs import INPUTS
from inspector_app.storage.records import Record, json_field

SORT_KEY = "coalesce(pinyin_initials, name, '')"
"""What lists of companies and mines are sorted and paged by; an entry without initials sorts by its name."""

UPDATED = "coalesce(updated_on, '')"
"""The day on which an entry was last compared with the mine; one that never was comes first."""


class Enterprise(Record, table=True):
    """矿山企业, 上级公司, 施工单位 or third-party body (``enterprise_role``)."""

    __tablename__ = "enterprise"
    __table_args__ = (Index("enterprise_sort", text(SORT_KEY), "id"),)
    name: str | None = Field(default=None, index=True)
    pinyin_initials: str | None = Field(default=None, index=True)
    enterprise_role: str | None = None
    uscc: str | None = Field(default=None, index=True)
    org_type: str | None = None
    address: str | None = None
    postcode: str | None = None
    phone: str | None = None
    region_code: str | None = Field(default=None, index=True)
    parent_company_id: str | None = None
    legal_rep_id: str | None = None
    principal_id: str | None = None
    actual_controller_id: str | None = None
    employee_count: int | None = None
    qualifications: Any = json_field()
    note: str | None = None


class Person(Record, table=True):
    """A natural person of an enterprise: principal, 五职矿长, 项目经理, 实际控制人 …"""

    __tablename__ = "person"
    name: str | None = Field(default=None, index=True)
    gender: str | None = None
    birth_on: str | None = None
    id_type: str | None = None
    id_no: str | None = Field(default=None, index=True)
    home_address: str | None = None
    postcode: str | None = None
    phone: str | None = None
    education: str | None = None
    major: str | None = None
    professional_title: str | None = None
    career_since_on: str | None = None


class Site(Record, table=True):
    """矿山 or 尾矿库: what is inspected (``site_kind``: underground_mine, open_pit_mine, tailings_pond)."""

    __tablename__ = "site"
    __table_args__ = (
        Index("site_sort", text(SORT_KEY), "id"),
        Index("site_updated", text(UPDATED), "id"),
    )
    name: str | None = Field(default=None, index=True)
    pinyin_initials: str | None = Field(default=None, index=True)
    enterprise_id: str | None = Field(default=None, index=True)
    site_kind: str | None = None
    region_code: str | None = Field(default=None, index=True)
    address: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    mineral: str | None = None
    site_state: str | None = None
    scale: str | None = None
    capacity_tonnes_per_year: int | None = None
    service_years: int | None = None
    pond_grade: str | None = None
    pond_process: str | None = None
    is_overhead_pond: bool | None = None
    is_key_county: bool | None = None
    risk_level: str | None = None
    commissioned_on: str | None = None
    updated_on: str | None = None
    source: str | None = None


class ProductionSystem(Record, table=True):
    """独立生产系统 of a mine."""

    __tablename__ = "production_system"
    site_id: str | None = Field(default=None, index=True)
    name: str | None = None
    method: str | None = None
    system_state: str | None = None
    design_capacity_tonnes_per_year: int | None = None


class Post(Record, table=True):
    """Who holds which post where (五职矿长, 安全管理人员, 五科 …), appointed by which paper."""

    __tablename__ = "post"
    person_id: str | None = Field(default=None, index=True)
    enterprise_id: str | None = Field(default=None, index=True)
    site_id: str | None = Field(default=None, index=True)
    system_id: str | None = None
    post_kind: str | None = None
    title: str | None = None
    appointed_on: str | None = None
    appointment_no: str | None = None
    ended_on: str | None = None


class Licence(Record, table=True):
    """采矿许可证, 安全生产许可证, 营业执照, 爆破作业单位许可证 … of an enterprise or a site."""

    __tablename__ = "licence"
    enterprise_id: str | None = Field(default=None, index=True)
    site_id: str | None = Field(default=None, index=True)
    licence_kind: str | None = None
    licence_no: str | None = Field(default=None, index=True)
    issuer: str | None = None
    scope_text: str | None = None
    valid_from_on: str | None = None
    valid_to_on: str | None = Field(default=None, index=True)


class Contract(Record, table=True):
    """外包工程: a contractor works at a site, with its project department and project manager."""

    __tablename__ = "contract"
    site_id: str | None = Field(default=None, index=True)
    contractor_id: str | None = Field(default=None, index=True)
    project_department: str | None = None
    project_manager_id: str | None = None
    work_scope: str | None = None
    includes_blasting: bool | None = None
    headcount: int | None = None
    signed_on: str | None = None
    valid_to_on: str | None = None
    safety_agreement_on: str | None = None


class DesignValue(Record, table=True):
    """One dated value of the approved design: slope, exits, pumps, levels, headcount, dam height …

    ``value`` is decimal text in ``unit``.
    """

    __tablename__ = "design_value"
    site_id: str | None = Field(default=None, index=True)
    system_id: str | None = None
    key: str | None = None
    value: str | None = None
    unit: str | None = None
    source: str | None = None
    dated_on: str | None = None


class Qualification(Record, table=True):
    """安全考核合格证, 特种作业操作证 or a training record of one person."""

    __tablename__ = "qualification"
    person_id: str | None = Field(default=None, index=True)
    enterprise_id: str | None = None
    qualification_kind: str | None = None
    certificate_no: str | None = None
    trained_by: str | None = None
    hours: int | None = None
    valid_from_on: str | None = None
    valid_to_on: str | None = None


class Engagement(Record, table=True):
    """A third-party body (评价, 设计, 检测, 培训, 监理 …) engaged by an enterprise or for a site."""

    __tablename__ = "engagement"
    enterprise_id: str | None = Field(default=None, index=True)
    site_id: str | None = Field(default=None, index=True)
    body_id: str | None = None
    service_kind: str | None = None
    report_no: str | None = None
    performed_on: str | None = None
    valid_to_on: str | None = None
    conclusion: str | None = None


KINDS: tuple[type[Record], ...] = (
    Enterprise, Person, Site, ProductionSystem, Post, Licence, Contract, DesignValue, Qualification, Engagement,
)  # fmt: skip
"""All tables of the register, in the order of ``inputs.NOUNS``."""

MODELS: dict[type[Any], type[Record]] = dict(zip(INPUTS, KINDS, strict=True))
"""Which table each input fills."""
