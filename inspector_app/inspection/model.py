"""Tables of the inspection noun: the visit, who took part, what was answered, what was found."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from inspector_app.inspection.values import GRAVE
from inspector_app.storage.records import Record, json_field

_AWAITED = text(
    "presence = 'present' AND rectification_due_on IS NOT NULL "
    "AND (reinspection_result IS NULL OR reinspection_result <> 'rectified')"
)
"""Findings whose 复查 is still to come; the home page reads this index alone, however many findings there are."""

UNDATED = "9999-12-31"
"""Stands for a deadline that was never set: such findings come last."""
OPEN_AT_SITE = (
    "presence = 'present' AND corrected_on_spot IS NOT TRUE "
    "AND (reinspection_result IS NULL OR reinspection_result <> 'rectified')"
)
"""Findings that are not rectified yet, as a mine's file reads them from an index of their own."""


class Inspection(Record, table=True):
    """One visit (现场检查) with its authority, mode, scope and state."""

    __tablename__ = "inspection"
    __table_args__ = (
        Index("inspection_newest", "started_at", "id"),
        Index("inspection_of_state", "inspection_state", "started_at", "id"),
        Index("inspection_of_site", "site_id", "started_at", "id"),
    )
    scope_field: ClassVar[str | None] = "id"
    site_id: str | None = None
    system_id: str | None = None
    enterprise_id: str | None = Field(default=None, index=True)
    contractor_id: str | None = None
    bureau_id: str | None = None
    inspection_state: str | None = None
    approval_kind: str | None = None
    approval_no: str | None = None
    approver: str | None = None
    approved_at: str | None = None
    approval_gap_reason: str | None = None
    notice_no: str | None = None
    behavior_code: str | None = None
    behavior_code_gap_reason: str | None = None
    nth_check_this_year: int | None = None
    task_source: str | None = None
    inspection_category: str | None = None
    inspection_methods: Any = json_field()
    scope_text: str | None = None
    scope_reason: str | None = None
    scope_checklists: Any = json_field()
    checklist_pins: Any = json_field()
    lead_officer_id: str | None = None
    started_at: str | None = None
    ended_at: str | None = None
    route: str | None = None
    site_rep_name: str | None = None
    site_rep_title: str | None = None
    companions: str | None = None
    original_inspection_id: str | None = None
    gaps: Any = json_field()


class Participant(Record, table=True):
    """Who took part in an inspection: officer, expert or 执法技术检查员, never mixed on a paper."""

    __tablename__ = "participant"
    scope_field: ClassVar[str | None] = "inspection_id"
    inspection_id: str | None = Field(default=None, index=True)
    officer_id: str | None = None
    participant_role: str | None = None
    name: str | None = None
    cert_no: str | None = None


class Answer(Record, table=True):
    """The verdict on one checklist item in one inspection; its id is derived from both."""

    __tablename__ = "answer"
    scope_field: ClassVar[str | None] = "inspection_id"
    inspection_id: str | None = Field(default=None, index=True)
    checklist_key: str | None = None
    item_key: str | None = None
    verdict: str | None = None
    value: str | None = None
    unit: str | None = None
    count: int | None = None
    answered_on: str | None = None
    text: str | None = None
    choices: Any = json_field()
    rows: Any = json_field()
    not_checked_reason: str | None = None
    note: str | None = None
    answered_at: str | None = None
    sheet_id: str | None = None
    carried_from: str | None = None
    """The earlier visit whose value was filled in here and confirmed."""


class Finding(Record, table=True):
    """问题隐患: what is wrong, where; level, basis and measure may follow at the table."""

    __tablename__ = "finding"
    __table_args__ = (
        Index(
            "finding_due",
            "rectification_due_on",
            "inspection_id",
            "site_id",
            sqlite_where=_AWAITED,
        ),
        Index("finding_grave", "inspection_id", "id", sqlite_where=text(GRAVE)),
        Index("finding_at_site", "site_id", "presence", "id", "hazard_level"),
        Index(
            "finding_open_at_site",
            "site_id",
            text(f"coalesce(rectification_due_on, '{UNDATED}')"),
            "id",
            sqlite_where=text(OPEN_AT_SITE),
        ),
    )
    scope_field: ClassVar[str | None] = "inspection_id"
    inspection_id: str | None = Field(default=None, index=True)
    site_id: str | None = None
    seq: int | None = None
    place: str | None = None
    fact: str | None = None
    checklist_key: str | None = None
    item_key: str | None = None
    hazard_level: str | None = Field(default=None, index=True)
    criterion_key: str | None = None
    criteria_set_version: str | None = None
    judged_by: str | None = None
    judged_at: str | None = None
    judged_basis: str | None = None
    serious_violation: str | None = None
    violated_rule: str | None = None
    force: str | None = None
    legal_basis: str | None = None
    measure: str | None = None
    measure_text: str | None = None
    rectification_due_on: str | None = None
    responsible_person: str | None = None
    corrected_on_spot: bool | None = None
    original_finding_id: str | None = None
    reinspection_result: str | None = None
    reinspection_note: str | None = None
    found_at: str | None = None
    sheet_id: str | None = None
    sheet_mark: str | None = None
