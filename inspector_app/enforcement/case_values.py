"""Value types of penalty cases: respondents, their acts and evidence, a dual group with its 双罚取证清单."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from enum import StrEnum
from typing import Any


class RespondentType(StrEnum):
    """A dual penalty has one case for each. Source: plan task 23."""

    ORG = "org"
    PERSON = "person"


class PrincipalKind(StrEnum):
    """Why a person answers (enforcement facts §1.6, §2.1)."""

    LEGAL_REPRESENTATIVE = "legal_representative"
    CHAIRMAN = "chairman"
    GENERAL_MANAGER = "general_manager"
    MINE_MANAGER = "mine_manager"
    ACTUAL_CONTROLLER = "actual_controller"
    INVESTOR = "investor"
    DIRECTLY_RESPONSIBLE = "directly_responsible"
    OTHER = "other"


class CaseState(StrEnum):
    """How far one respondent's case is; derived from its papers and dates."""

    OPEN = "open"
    FILED = "filed"
    NOTIFIED = "notified"
    DECIDED = "decided"
    SERVED = "served"
    CONCLUDED = "concluded"


class Subject(StrEnum):
    """Whom a penalty clause speaks of."""

    ORG = "org"
    PRINCIPAL = "principal"
    """主要负责人."""
    DIRECTLY_RESPONSIBLE = "directly_responsible"
    """直接负责的主管人员和其他直接责任人员."""
    SAFETY_STAFF = "safety_staff"
    """其他负责人和安全生产管理人员."""
    INVESTOR = "investor"
    """个人经营的投资人."""


class Stage(StrEnum):
    """Whether the clause bites at once or only when the order was not obeyed."""

    FIRST = "first"
    OVERDUE = "overdue"
    """逾期未改正 or 拒不执行."""
    ACCIDENT = "accident"
    """The failure led to an accident."""


@dataclass(frozen=True)
class Act:
    """One unlawful act of a respondent. ``amount_fen`` is its fine, ``None`` while nobody has set it.

    ``duty_code``: the duty of 安全生产法 21 that a principal failed (21-1 … 21-7).
    """

    act_id: str
    fact_text: str
    violated: tuple[str, ...] = ()
    basis_key: str | None = None
    basis: tuple[str, ...] = ()
    stage: Stage = Stage.FIRST
    subject: Subject = Subject.ORG
    tier: str = ""
    tier_note: str = ""
    amount_fen: int | None = None
    penalties: tuple[str, ...] = ()
    duty_code: str | None = None
    finding_ids: tuple[str, ...] = ()
    reduced: bool = False
    """减轻: below the legal minimum, which needs a collective discussion."""


@dataclass(frozen=True)
class EvidenceItem:
    """One line of a case's evidence list: what it is called, its number, and what it proves (证明对象)."""

    name: str
    doc_no: str = ""
    proves: str = ""
    is_own: bool = False
    """Speaks of this respondent himself (任命文件, his own 询问笔录 …)."""


@dataclass(frozen=True)
class Respondent:
    """Somebody who may be penalised. ``about``: the work contracted, or the title of the post."""

    id: str
    name: str
    type: RespondentType
    about: str = ""
    principal_kind: PrincipalKind | None = None


@dataclass(frozen=True)
class CaseRow:
    """One respondent's case."""

    id: str
    group_id: str | None
    inspection_id: str | None
    respondent_type: RespondentType
    respondent_id: str
    respondent_name: str
    principal_kind: PrincipalKind | None
    case_name: str
    filed_on: str | None
    handler_ids: tuple[str, ...]
    acts: tuple[Act, ...]
    evidence: tuple[EvidenceItem, ...]
    defense_text: str
    amount_fen: int | None
    notice_id: str | None
    decision_id: str | None
    state: CaseState
    notice_number: str | None = None
    decision_number: str | None = None
    notice_served_on: str | None = None
    decided_on: str | None = None
    served_on: str | None = None
    paid_on: str | None = None
    paid_fen: int | None = None
    not_penalised_reason: str = ""
    act_ended_on: str | None = None
    extended_to_on: str | None = None
    defense_waived_on: str | None = None
    hearing_held_on: str | None = None
    legal_review_on: str | None = None
    discussed_on: str | None = None
    receipt_no: str = ""
    concluded_on: str | None = None
    conclusion: str = ""


@dataclass(frozen=True)
class ChecklistTick:
    """One line of the 双罚取证清单: ticked, or why it could not be had."""

    key: str
    title: str
    title_en: str
    respondent_type: RespondentType | None
    is_done: bool = False
    reason: str = ""
    at: str = ""
    """When it was ticked or explained (wall time with offset)."""
    by: str = ""
    """Id of the officer who did."""
    photo_id: str | None = None
    form: str = ""
    """Key of the form by which it is had on the spot, if there is one."""
    hint: str = ""
    hint_en: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether nobody need think of it again."""
        return self.is_done or bool(self.reason.strip())


@dataclass(frozen=True)
class EvidenceSheet:
    """The 双罚取证清单 of a visit. ``group_id`` is empty until somebody begins it; ``finding_seqs``: what asks for it.

    ``is_suspected``: nobody has judged yet; evidence is collected because the people are at hand.
    """

    inspection_id: str
    group_id: str
    finding_seqs: tuple[int, ...]
    is_suspected: bool
    lines: tuple[ChecklistTick, ...]

    @property
    def open(self) -> tuple[ChecklistTick, ...]:
        """Lines that are neither had nor explained."""
        return tuple(line for line in self.lines if not line.is_settled)


@dataclass(frozen=True)
class GroupRow:
    """一案双罚 group: its cases, why it is required, and why not dual when somebody decided so."""

    id: str
    inspection_id: str
    finding_ids: tuple[str, ...]
    dual_required: bool
    dual_reason: str
    not_dual_reason: str
    org_case_ids: tuple[str, ...]
    person_case_ids: tuple[str, ...]
    checklist: tuple[ChecklistTick, ...]
    is_undecided: bool = False
    """Begun for a suspicion: evidence is collected, nobody has asked for penalties yet."""

    @property
    def is_open(self) -> bool:
        """Whether one half is still missing without a recorded reason."""
        if self.is_undecided and not (self.org_case_ids or self.person_case_ids):
            return False
        return not self.not_dual_reason and not (self.org_case_ids and self.person_case_ids)


@dataclass(frozen=True)
class Missing:
    """One blank that a dual group still has: in which case, which field, told by ``messages.say(code, **params)``."""

    code: str
    field: str
    case_id: str | None = None
    respondent_type: RespondentType | None = None
    params: Mapping[str, Any] = default(default_factory=dict)
