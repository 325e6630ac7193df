"""Value types of an inspection: its enums, what is handed in, and the rows that pages show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

GRAVE = (
    "presence = 'present' AND (hazard_level IN ('suspected_major', 'major') OR coalesce(serious_violation, '') <> '')"
)
"""Findings that (may) have to be penalised on both sides; the home page looks for those without evidence."""


class InspectionState(StrEnum):
    """Where a visit stands."""

    RUNNING = "running"
    CLOSED = "closed"


class ApprovalKind(StrEnum):
    """What authorises the visit (国办发〔2024〕54号)."""

    PLAN = "plan"
    """现场检查方案"""
    APPROVAL = "approval"
    """检查审批表"""
    URGENT = "urgent"
    """紧急·补办: entered without approval, to be made up"""


class TaskSource(StrEnum):
    """任务来源 (enforcement facts EX-01)."""

    ANNUAL_PLAN = "annual_plan"
    DOUBLE_RANDOM = "double_random"
    SPECIAL_CAMPAIGN = "special_campaign"
    PUBLIC_REPORT = "public_report"
    SUPERIOR_ASSIGNED = "superior_assigned"
    EMERGENCY = "emergency"
    REINSPECTION = "reinspection"


class InspectionCategory(StrEnum):
    """检查类别."""

    GENERAL = "general"
    KEY = "key"
    SPECIAL = "special"
    REINSPECTION = "reinspection"


class InspectionMethod(StrEnum):
    """检查方式. Source: plan task 23."""

    DOUBLE_RANDOM = "double_random"
    COVERT_VISIT = "covert_visit"
    CROSS_CHECK = "cross_check"
    ONLINE_PATROL = "online_patrol"
    UNANNOUNCED_VISIT = "unannounced_visit"
    SURPRISE_CHECK = "surprise_check"
    SPECIAL_CHECK = "special_check"
    REPORT_CHECK = "report_check"
    REINSPECTION = "reinspection"


class ParticipantRole(StrEnum):
    """In which capacity somebody takes part; only officers stand in officers' blanks."""

    LEAD = "lead"
    """带队负责人, an officer"""
    OFFICER = "officer"
    """执法人员"""
    EXPERT = "expert"
    """专家"""
    TECHNICAL_ASSISTANT = "technical_assistant"
    """执法技术检查员. Source: plan task 25."""


class Measure(StrEnum):
    """What is demanded for one finding."""

    CORRECT_ON_SPOT = "correct_on_spot"
    RECTIFY_BY_DATE = "rectify_by_date"
    ELIMINATE_AT_ONCE = "eliminate_at_once"
    EVACUATE = "evacuate"
    SUSPEND_PRODUCTION = "suspend_production"
    STOP_CONSTRUCTION = "stop_construction"
    STOP_USING_EQUIPMENT = "stop_using_equipment"


ON_SITE_MEASURES = frozenset(
    {
        Measure.ELIMINATE_AT_ONCE,
        Measure.EVACUATE,
        Measure.SUSPEND_PRODUCTION,
        Measure.STOP_CONSTRUCTION,
        Measure.STOP_USING_EQUIPMENT,
    }
)
"""Measures of a 现场处理措施决定书; the others stand in a 责令限期整改指令书."""


class ReinspectionResult(StrEnum):
    """复查 result of one original item."""

    RECTIFIED = "rectified"
    PARTLY = "partly"
    NOT_RECTIFIED = "not_rectified"
    EXTENDED = "extended"


@dataclass(frozen=True)
class TakingPart:
    """One person who takes part in a visit; ``officer_id`` names a register entry of the office."""

    officer_id: str
    role: ParticipantRole


@dataclass(frozen=True)
class NewInspection:
    """What the officer states when a visit begins.

    Gaps (no approval, no behaviour code …) each need their reason; fewer than two officers never pass.
    """

    site_id: str
    participants: tuple[TakingPart, ...]
    task_source: TaskSource
    category: InspectionCategory
    methods: tuple[InspectionMethod, ...]
    scope_text: str
    checklists: tuple[str, ...] = ()
    system_id: str | None = None
    contractor_id: str | None = None
    approval_kind: ApprovalKind = ApprovalKind.PLAN
    approval_no: str | None = None
    approver: str | None = None
    approved_at: str | None = None
    approval_gap_reason: str | None = None
    notice_no: str | None = None
    behavior_code: str | None = None
    behavior_code_gap_reason: str | None = None
    started_at: str | None = None
    route: str | None = None
    companions: str | None = None
    original_inspection_id: str | None = None
    scope_reason: str | None = None
    """Why lists that were proposed are left out, or others taken in."""


@dataclass(frozen=True)
class ParticipantRow:
    """Who takes part, as shown and printed."""

    id: str
    officer_id: str
    role: ParticipantRole
    name: str
    cert_no: str


@dataclass(frozen=True)
class InspectionRow:
    """One line of a list of visits."""

    id: str
    site_id: str
    site_name: str
    enterprise_name: str
    state: InspectionState
    started_at: str
    findings: int
    answers: int
    """Items that were looked at; 本次未检查 is none of them."""
    unfiled_photos: int
    original_inspection_id: str | None = None
    """The visit whose findings this one looks at again."""


@dataclass(frozen=True)
class AnswerInput:
    """What the officer says to one checklist item. ``value`` is decimal text in ``unit``.

    ``carried_from``: the earlier visit whose value this is, looked at again and confirmed.
    """

    verdict: str
    value: str | None = None
    unit: str | None = None
    count: int | None = None
    answered_on: str | None = None
    text: str | None = None
    choices: tuple[str, ...] = ()
    not_checked_reason: str | None = None
    note: str | None = None
    rows: tuple[Mapping[str, Any], ...] = ()
    carried_from: str | None = None


@dataclass(frozen=True)
class AnswerRow:
    """What was said to one checklist item, and when. Values as in ``AnswerInput``."""

    checklist_key: str
    item_key: str
    verdict: str | None
    value: str | None
    unit: str | None
    count: int | None
    answered_on: str | None
    text: str | None
    choices: tuple[str, ...]
    not_checked_reason: str | None
    note: str | None
    answered_at: str | None
    sheet_id: str | None = None
    rows: tuple[Mapping[str, Any], ...] = ()
    carried_from: str | None = None


HELD = ("value", "count", "answered_on", "text", "choices", "rows")
"""What an answer holds beside its verdict."""


def same_value(said: AnswerInput | AnswerRow, fields: Mapping[str, Any]) -> bool:
    """Whether these fields hold the value that was said."""
    return all((_plain(getattr(said, name)) or None) == (_plain(fields.get(name)) or None) for name in HELD)


def _plain(value: Any) -> Any:
    if not isinstance(value, list | tuple):
        return value
    return [dict(one) if isinstance(one, Mapping) else one for one in value]


@dataclass(frozen=True)
class FindingRow:
    """One finding as lists and papers read it."""

    id: str
    inspection_id: str
    seq: int
    place: str
    fact: str
    hazard_level: str
    item_key: str | None
    criterion_key: str | None
    violated_rule: str | None
    force: str | None
    measure: str | None
    measure_text: str | None
    rectification_due_on: str | None
    responsible_person: str | None
    judged_by: str | None
    judged_at: str | None
    judged_basis: str | None
    serious_violation: str | None
    photos: int
    missing: tuple[str, ...] = ()
    legal_basis: str | None = None
    corrected_on_spot: bool = False
    original_finding_id: str | None = None
    reinspection_result: str | None = None
    reinspection_note: str | None = None
    sheet_id: str | None = None
    sheet_mark: str | None = None

    @property
    def is_done(self) -> bool:
        """Whether somebody has seen it put right."""
        return self.corrected_on_spot or self.reinspection_result == ReinspectionResult.RECTIFIED

    @property
    def is_open(self) -> bool:
        """Whether nobody has; what a re-inspection notes again counts with the first."""
        return not self.is_done and self.original_finding_id is None


@dataclass(frozen=True)
class Progress:
    """How far one checklist is: items in scope by verdict, and what is still open."""

    checklist_key: str
    title: str
    total: int
    by_verdict: Mapping[str, int] = field(default_factory=dict)

    @property
    def open(self) -> int:
        """Items nobody has answered yet."""
        return self.total - sum(self.by_verdict.values())
