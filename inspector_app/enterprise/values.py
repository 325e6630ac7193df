"""Value types of the register: its enums and the rows that lists show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

YES, NO = "yes", "no"
"""Values of a design value that is a fact (``requirements.Sense.IS``)."""


class SiteKind(StrEnum):
    """What is inspected. Source: enforcement facts §8.5; plan tasks 8, 12, 15."""

    UNDERGROUND_MINE = "underground_mine"
    OPEN_PIT_MINE = "open_pit_mine"
    TAILINGS_POND = "tailings_pond"


class SiteState(StrEnum):
    """矿山状态 (§8.5)."""

    PRODUCING = "producing"
    UNDER_CONSTRUCTION = "under_construction"
    TECHNICAL_UPGRADE = "technical_upgrade"
    PRODUCTION_HALT = "production_halt"
    SUSPENDED_FOR_RECTIFICATION = "suspended_for_rectification"
    LONG_TERM_IDLE = "long_term_idle"
    POND_CLOSURE = "pond_closure"
    SHUT_DOWN = "shut_down"


WORKING_STATES = frozenset({SiteState.PRODUCING, SiteState.UNDER_CONSTRUCTION, SiteState.TECHNICAL_UPGRADE})
"""States in which people work at the site, so that papers must be in force. Source: plan task 15 (正常生产建设)."""


class Scale(StrEnum):
    """矿山规模 (§8.5)."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"


class PondGrade(StrEnum):
    """尾矿库等别, first (largest) to fifth (§8.5)."""

    FIRST = "1"
    SECOND = "2"
    THIRD = "3"
    FOURTH = "4"
    FIFTH = "5"


class PondProcess(StrEnum):
    """Whether tailings arrive as slurry or dry (§8.5 湿式/干式)."""

    WET = "wet"
    DRY = "dry"


class EnterpriseRole(StrEnum):
    """In which capacity a company stands in the register."""

    MINE_ENTERPRISE = "mine_enterprise"
    PARENT_COMPANY = "parent_company"
    CONTRACTOR = "contractor"
    """施工单位 of 外包工程. Source: plan task 21."""
    SERVICE_BODY = "service_body"
    """第三方服务机构. Source: plan task 18."""


class OrgType(StrEnum):
    """What kind of organisation it is, as papers ask (▸ORG)."""

    LIMITED_COMPANY = "limited_company"
    JOINT_STOCK_COMPANY = "joint_stock_company"
    SOLE_PROPRIETORSHIP = "sole_proprietorship"
    PARTNERSHIP = "partnership"
    INDIVIDUAL_BUSINESS = "individual_business"
    BRANCH = "branch"
    """分公司: its standing as a party must be checked before a penalty."""
    OTHER = "other"


class IdType(StrEnum):
    """Kind of identity paper (§8.3)."""

    RESIDENT_ID = "resident_id"
    PASSPORT = "passport"
    HK_MACAO_TAIWAN_PERMIT = "hk_macao_taiwan_permit"
    PERMANENT_RESIDENCE = "permanent_residence"


class PostKind(StrEnum):
    """Posts at an enterprise, a mine or a contractor's project department."""

    LEGAL_REPRESENTATIVE = "legal_representative"
    CHAIRMAN = "chairman"
    GENERAL_MANAGER = "general_manager"
    ACTUAL_CONTROLLER = "actual_controller"
    INVESTOR = "investor"
    PRINCIPAL = "principal"
    SAFETY_DEPUTY = "safety_deputy"
    """分管安全生产负责人 of an open pit or a pond. Source: plan task 1."""
    MINE_MANAGER = "mine_manager"
    CHIEF_ENGINEER = "chief_engineer"
    PRODUCTION_MANAGER = "production_manager"
    SAFETY_MANAGER = "safety_manager"
    ELECTROMECHANICAL_MANAGER = "electromechanical_manager"
    MINING_ENGINEER = "mining_engineer"
    GEOLOGY_ENGINEER = "geology_engineer"
    SURVEY_ENGINEER = "survey_engineer"
    ELECTROMECHANICAL_ENGINEER = "electromechanical_engineer"
    VENTILATION_ENGINEER = "ventilation_engineer"
    SAFETY_OFFICER = "safety_officer"
    TAILINGS_ENGINEER = "tailings_engineer"
    SPECIAL_OPERATION_WORKER = "special_operation_worker"
    PROJECT_MANAGER = "project_manager"


PRINCIPAL_POSTS = (
    PostKind.PRINCIPAL,
    PostKind.LEGAL_REPRESENTATIVE,
    PostKind.ACTUAL_CONTROLLER,
    PostKind.CHAIRMAN,
    PostKind.GENERAL_MANAGER,
    PostKind.MINE_MANAGER,
    PostKind.INVESTOR,
)
"""Posts whose holder may be 主要负责人, the likeliest first. Source: enforcement facts §2.1."""


class LicenceKind(StrEnum):
    """Papers without which a mine may not work."""

    BUSINESS_LICENCE = "business_licence"
    MINING_LICENCE = "mining_licence"
    SAFETY_LICENCE = "safety_licence"
    BLASTING_LICENCE = "blasting_licence"
    CONSTRUCTION_QUALIFICATION = "construction_qualification"
    """矿山工程施工资质 of a contractor."""
    SERVICE_QUALIFICATION = "service_qualification"
    """资质 of a third-party body."""


class QualificationKind(StrEnum):
    """What a person holds or was taught."""

    SAFETY_ASSESSMENT = "safety_assessment"
    """安全生产知识和管理能力考核合格证"""
    WORK_PERMIT = "work_permit"
    """特种作业操作证"""
    REGISTERED_SAFETY_ENGINEER = "registered_safety_engineer"
    ANNUAL_TRAINING = "annual_training"
    """每年专门的安全教育培训. Source: plan task 1."""


class ServiceKind(StrEnum):
    """第三方服务. Source: plan tasks 13, 15, 18."""

    EVALUATION = "evaluation"
    DESIGN = "design"
    TESTING = "testing"
    INSPECTION_TESTING = "inspection_testing"
    CERTIFICATION = "certification"
    CONSULTING = "consulting"
    TRAINING = "training"
    SUPERVISION = "supervision"
    HIDDEN_FACTOR_SURVEY = "hidden_factor_survey"
    DRAINAGE_STRUCTURE_TEST = "drainage_structure_test"
    """尾矿库排洪构筑物质量检测, every 3 years. Source: plan task 15."""


class Expiry(StrEnum):
    """Where a dated paper stands on a given day."""

    NOT_YET_VALID = "not_yet_valid"
    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    UNDATED = "undated"
    """No end date is recorded: neither valid nor expired can be said."""


@dataclass(frozen=True)
class SiteQuery:
    """What narrows a list of mines; all conditions hold together.

    ``text``: Chinese substring of mine or enterprise, pinyin initials, or the beginning of a USCC.
    """

    text: str = ""
    kind: SiteKind | None = None
    state: SiteState | None = None
    region_code: str | None = None
    enterprise_id: str | None = None


@dataclass(frozen=True)
class SiteRow:
    """One line of the list of mines and ponds; ``sort_key`` and ``id`` are where the next page begins."""

    id: str
    name: str
    enterprise_id: str
    enterprise_name: str
    uscc: str
    kind: SiteKind | None
    state: SiteState | None
    scale: Scale | None
    region_code: str
    mineral: str
    updated_on: str | None
    sort_key: str


@dataclass(frozen=True)
class RegisterAge:
    """How many mines and ponds there are, how many were updated too long ago, and when one was updated last."""

    sites: int
    stale: int
    newest_on: str | None


@dataclass(frozen=True)
class EnterpriseRow:
    """One line of the list of companies."""

    id: str
    name: str
    role: EnterpriseRole | None
    uscc: str
    region_code: str
    sites: int
    sort_key: str
