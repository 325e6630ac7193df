"""The answers with which a visit begins, without any window: defaults from last time, what is missing, the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from inspector_app.checklist.values import Depth
from inspector_app.errors import RuleViolation
from inspector_app.inspection import rules
from inspector_app.inspection.list_proposals import Reason
from inspector_app.inspection.values import (
    ApprovalKind,
    InspectionCategory,
    InspectionMethod,
    NewInspection,
    ParticipantRole,
    TakingPart,
    TaskSource,
)
from ui import language
from ui.inspection.moments import read_moment, shown_moment

CARRIED_OVER = (
    "officers", "lead", "experts", "assistants", "approval_kind", "approver", "task_source", "category", "methods",
)  # fmt: skip
"""What last time's answers propose for this time; numbers, codes and scope are new each time."""

OF_THE_TASK = ("task_source", "category", "methods")
"""Carried over from a visit of the yearly plan only: a report or a campaign was a task of its own."""


@dataclass(frozen=True)
class StartForm:
    """Everything asked before a visit; texts as typed. ``officers`` includes the leader (``lead``)."""

    site_id: str = ""
    system_id: str = ""
    contractor_id: str = ""
    officers: tuple[str, ...] = ()
    lead: str = ""
    experts: tuple[str, ...] = ()
    assistants: tuple[str, ...] = ()
    approval_kind: str = ApprovalKind.PLAN.value
    approval_no: str = ""
    approver: str = ""
    approved_at: str = ""
    approval_gap_reason: str = ""
    notice_no: str = ""
    behavior_code: str = ""
    no_code: bool = False
    behavior_code_gap_reason: str = ""
    task_source: str = TaskSource.ANNUAL_PLAN.value
    category: str = InspectionCategory.GENERAL.value
    methods: tuple[str, ...] = ()
    scope_text: str = ""
    route: str = ""
    companions: str = ""
    checklists: tuple[str, ...] = ()
    scope_reason: str = ""
    depth: str = Depth.FULL.value
    original_inspection_id: str = ""

    def to_json(self) -> dict[str, Any]:
        """For the half-done form kept on this machine."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> StartForm:
        """A kept form; names that this version does not know are left out."""
        known = {one.name: one.default for one in fields(cls)}
        found: dict[str, Any] = {name: kept[name] for name in known if name in kept}
        made: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in found.items()}
        return cls(**made)

    def after(self, last: StartForm, may_enforce: Sequence[str]) -> StartForm:
        """This form with last time's team and habits; officers whose certificate lapsed stay out."""
        names = set(CARRIED_OVER)
        if last.task_source != TaskSource.ANNUAL_PLAN:
            names -= set(OF_THE_TASK)
        carried = {name: getattr(last, name) for name in names}
        carried["officers"] = tuple(one for one in last.officers if one in may_enforce)
        carried["lead"] = last.lead if last.lead in carried["officers"] else ""
        if last.approval_kind == ApprovalKind.URGENT:
            carried["approval_kind"] = ApprovalKind.PLAN.value
        return replace(self, **carried)

    def with_officer(self, officer_id: str, *, taken: bool) -> StartForm:
        """Put an officer into the team or take him out; the first one leads unless another does."""
        team = tuple(one for one in self.officers if one != officer_id) + ((officer_id,) if taken else ())
        lead = self.lead if self.lead in team else (team[0] if team else "")
        return replace(self, officers=team, lead=lead)

    def problems(self, certificates: Mapping[str, rules.Certificate], now: datetime) -> dict[str, RuleViolation]:
        """By blank, what keeps the visit from beginning; empty when it may begin."""
        found: dict[str, RuleViolation] = {}
        if not self.site_id:
            found["site_id"] = RuleViolation("start.site_missing", field="site_id")
        if self.approved_at and read_moment(self.approved_at, now) is None:
            found["approved_at"] = RuleViolation("start.moment_unreadable", field="approved_at", text=self.approved_at)
        team = self._problem(lambda: rules.require_team(self._roles(), list(certificates.values()), now.date()))
        if team is not None:
            found["participants"] = team
        new = self.new_inspection(now)
        for gap in rules.unexplained_gaps(new):
            found[gap] = RuleViolation(f"inspection.{gap.removesuffix('_reason')}_unexplained", field=gap)
        if not new.methods:
            found["methods"] = RuleViolation("inspection.method_missing", field="methods")
        if not self.scope_text.strip():
            found["scope_text"] = RuleViolation("inspection.scope_missing", field="scope_text")
        return found

    def new_inspection(self, now: datetime) -> NewInspection:
        """What the service is given."""
        approved = read_moment(self.approved_at, now)
        return NewInspection(
            site_id=self.site_id,
            participants=tuple(TakingPart(one, role) for one, role in self._roles().items()),
            task_source=TaskSource(self.task_source),
            category=InspectionCategory(self.category),
            methods=tuple(InspectionMethod(one) for one in self.methods),
            scope_text=self.scope_text.strip(),
            checklists=tuple(key if self.depth == Depth.FULL else f"{key}@{self.depth}" for key in self.checklists),
            system_id=self.system_id or None,
            contractor_id=self.contractor_id or None,
            approval_kind=ApprovalKind(self.approval_kind),
            approval_no=self.approval_no.strip() or None,
            approver=self.approver.strip() or None,
            approved_at=approved.isoformat(timespec="minutes") if approved else None,
            approval_gap_reason=self.approval_gap_reason.strip() or None,
            notice_no=self.notice_no.strip() or None,
            behavior_code=None if self.no_code else self.behavior_code.strip() or None,
            behavior_code_gap_reason=self.behavior_code_gap_reason.strip() or None,
            route=self.route.strip() or None,
            companions=self.companions.strip() or None,
            original_inspection_id=self.original_inspection_id or None,
            scope_reason=self.scope_reason.strip() or None,
        )

    def _roles(self) -> dict[str, ParticipantRole]:
        roles = {one: ParticipantRole.OFFICER for one in self.officers}
        if self.lead in roles:
            roles[self.lead] = ParticipantRole.LEAD
        roles |= {one: ParticipantRole.EXPERT for one in self.experts}
        return roles | {one: ParticipantRole.TECHNICAL_ASSISTANT for one in self.assistants}

    @staticmethod
    def _problem(require: Any) -> RuleViolation | None:
        try:
            require()
        except RuleViolation as problem:
            return problem
        return None


ALWAYS = frozenset({"checklist.why_procedure", "checklist.why_criteria"})
"""Reasons that hold at every mine of a kind."""


@dataclass(frozen=True)
class FittingList:
    """One checklist that can be checked at this mine: items asked there (in a walk of each depth), of how many."""

    key: str
    title: str
    task: int | None
    asked: int
    total: int
    by_depth: Mapping[str, int] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    minutes: Mapping[str, int] = field(default_factory=dict)
    title_en: str = ""

    @property
    def shown_title(self) -> str:
        """The title in the language of the window."""
        return self.title_en if self.title_en and language.current() == "en" else self.title

    @property
    def is_called_for(self) -> bool:
        """Whether something at this very mine speaks for it, not only its kind."""
        return any(reason.code not in ALWAYS for reason in self.reasons)


@dataclass(frozen=True)
class LastVisit:
    """One earlier visit to the mine."""

    id: str
    day: str
    state: str
    findings: int
    open_items: int = 0


@dataclass(frozen=True)
class SiteChoice:
    """What the page shows once a mine is chosen. ``nth``: this would be the nth check of the enterprise this year."""

    file: Any
    lists: tuple[FittingList, ...]
    nth: int
    visits: tuple[LastVisit, ...] = ()
    last_scope: str = ""
    """The scope of the last visit to the same part of the mine."""

    @property
    def usual_lists(self) -> tuple[str, ...]:
        """The lists chosen beforehand: those that something speaks for."""
        chosen = tuple(one.key for one in self.lists if one.reasons)
        return chosen or tuple(one.key for one in self.lists[:1])


@dataclass(frozen=True)
class StartChoices:
    """Who may be chosen, and what was answered last time."""

    people: tuple[Any, ...]
    last: StartForm | None = None
    certificates: Mapping[str, rules.Certificate] = field(default_factory=dict)

    @property
    def may_enforce(self) -> list[str]:
        """Ids of those who may stand in an officer's blank today."""
        return [person.id for person in self.people if person.may_enforce]


def last_form(inspection: Any, participants: Sequence[Any]) -> StartForm:
    """The answers of an earlier visit as a form."""
    by_role: dict[str, list[str]] = {}
    for one in participants:
        by_role.setdefault(one.role.value, []).append(one.officer_id)
    lead = by_role.get("lead", [""])[0]
    return StartForm(
        officers=tuple(one for one in (lead, *by_role.get("officer", [])) if one),
        lead=lead,
        experts=tuple(by_role.get("expert", ())),
        assistants=tuple(by_role.get("technical_assistant", ())),
        approval_kind=inspection.approval_kind or ApprovalKind.PLAN.value,
        approver=inspection.approver or "",
        approved_at=shown_moment(inspection.approved_at),
        task_source=inspection.task_source or TaskSource.ANNUAL_PLAN.value,
        category=inspection.inspection_category or InspectionCategory.GENERAL.value,
        methods=tuple(inspection.inspection_methods or ()),
        scope_text=inspection.scope_text or "",
    )
