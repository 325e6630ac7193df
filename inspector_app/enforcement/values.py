"""Value types of papers, numbers, cases and checks: enums, and the rows that pages and commands show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inspector_app.documents.specification import FormSpecification


class DocumentState(StrEnum):
    """Where a paper stands (DESIGN: papers)."""

    DRAFT = "draft"
    PRINTED = "printed"
    """已定稿待签: numbered and frozen, nobody has signed."""
    SIGNED = "signed"
    """Signed, or the refusal to sign is recorded; from here on immutable."""
    SERVED = "served"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    """Taken back before the first signature; it may be changed and is reprinted under its number."""
    VOID = "void"
    """Never used; the number keeps its row and the reason."""


EDITABLE = frozenset({DocumentState.DRAFT, DocumentState.WITHDRAWN})
"""States in which the content of a paper may change."""


class NumberSource(StrEnum):
    """Where the serial of a paper comes from."""

    LEASED = "leased"
    """号段 leased to this laptop."""
    TYPED = "typed"
    """Given by the superior or provincial system and typed in."""
    INKED = "inked"
    """The blank stays empty in print and is inked by hand later."""
    INSPECTION = "inspection"
    """Shares the serial of the visit's 检查记录 (文号共用)."""


class SealMode(StrEnum):
    """How the seal gets onto a paper; ``NONE`` when the form needs none."""

    NONE = "none"
    PRESEALED = "presealed"
    """Printed on numbered sheets that carry the seal already."""
    OFFICE = "office"
    """Sealed at the office and served later."""
    ELECTRONIC = "electronic"


class SignerRole(StrEnum):
    """Who signs, or refuses to."""

    OFFICER = "officer"
    SITE_REPRESENTATIVE = "site_representative"
    """被检查单位现场负责人."""
    RESPONDENT = "respondent"
    """当事人 of a penalty paper."""
    WITNESS = "witness"
    APPROVER = "approver"


class ServiceMode(StrEnum):
    """送达方式 (F40; 行政处罚法 61)."""

    DIRECT = "direct"
    LEFT = "left"
    """留置"""
    POST = "post"
    ENTRUSTED = "entrusted"
    FORWARDED = "forwarded"
    ELECTRONIC = "electronic"
    PUBLIC_NOTICE = "public_notice"


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


class CheckLevel(StrEnum):
    """What a failed check does: only ``BLOCK`` keeps a paper from being issued."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


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
class PaperRow:
    """One line of a list of papers."""

    id: str
    form: str
    title: str
    number: str | None
    state: DocumentState
    inspection_id: str | None
    case_id: str | None
    issued_on: str | None
    pages: int | None
    respondent: str
    printed_at: str | None
    signed_at: str | None
    served_at: str | None
    seal_mode: SealMode = SealMode.NONE
    sealed_at: str | None = None
    service_mode: str | None = None
    service_note: str = ""
    """留置 and the like: what happened, as the receipt (F40) has to say it."""
    service_witness: str = ""
    corrects_document_id: str | None = None
    original_document_id: str | None = None
    void_reason: str | None = None
    is_handwritten: bool = False
    """Written by hand on a pre-printed form and registered; it has scans instead of a PDF."""
    is_refused: bool = False
    """The party did not sign: why stands among its signatures."""

    @property
    def editable(self) -> bool:
        """Whether its content may still change."""
        return self.state in EDITABLE

    @property
    def takes_typing(self) -> bool:
        """Whether its blanks may be written: of a draft, or what was copied from a paper written by hand."""
        return self.editable or self.is_handwritten


@dataclass(frozen=True)
class Suggestion:
    """A paper that fits the visit: why, whether the law asks for it, and which one is there already."""

    form: str
    title: str
    reason: str
    document_id: str | None
    required: bool
    case_id: str | None = None
    original_document_id: str | None = None


@dataclass(frozen=True)
class CheckResult:
    """What one V-rule says. Its text is ``messages.say(code, **params)``; ``field`` is the blank it is about."""

    rule: str
    level: CheckLevel
    code: str
    params: Mapping[str, Any] = default(default_factory=dict)
    field: str | None = None
    is_doubtful: bool = False
    """It rests on a number that waits for confirmation (待确认), and only therefore does not block."""

    @property
    def blocks(self) -> bool:
        """Whether the paper cannot be issued."""
        return self.level is CheckLevel.BLOCK


@dataclass(frozen=True)
class PaperContent:
    """A paper with its form and values; ``manual`` are the blanks an officer wrote himself.

    ``stale``: blanks of a draft, in the order of the form, that filling it anew would change; never manual ones.
    """

    row: PaperRow
    form: FormSpecification
    values: Mapping[str, Any]
    manual: frozenset[str]
    stale: tuple[str, ...] = ()


@dataclass(frozen=True)
class SignatureRow:
    """One signature or refusal, with what the party said."""

    id: str
    signer_role: SignerRole
    signer_name: str
    signed_at: str
    is_refusal: bool
    refusal_reason: str
    witness_name: str
    opinion: str
    refusal_kind: str = ""
    witness_title: str = ""
    noted_by: tuple[str, ...] = ()
    """Officers who note the refusal beside the witness, or where there is none."""
    is_reported: bool = False
    """Whether the refusal was reported to the own bureau (安全生产法 68)."""
    note: str = ""
    """The line written by hand on the paper about it."""


@dataclass(frozen=True)
class PrintRow:
    """One freezing of a paper, with what was printed of it."""

    id: str
    run_no: int
    copies: int
    printer: str
    digest: str
    pdf_sha256: str
    printed_at: str
    withdrawn_reason: str | None
    sheets: tuple[str, ...] = ()
    """Pre-sealed sheets that were used."""
    spoiled_sheets: tuple[str, ...] = ()
    job_id: str | None = None
    job_place: int = 0
    job_copies: int = 0
    printer_job: str | None = None
    sheet_pages: tuple[tuple[int, int], ...] = ()
    """(copy, page) of each sheet that came out; empty where nobody counted."""
    jammed_at: tuple[int, int] | None = None
    """(copy, page) at which the printer failed."""


@dataclass(frozen=True)
class NumberRow:
    """What is left of one 号段."""

    block_id: str
    stem: str
    year: int
    first_serial: int
    last_serial: int
    used: int

    @property
    def left(self) -> int:
        """Serials that nobody has taken."""
        return self.last_serial - self.first_serial + 1 - self.used


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


@dataclass(frozen=True)
class DueRow:
    """One lawful date that somebody has to keep: what, until when, for which record."""

    kind: str
    due_on: str
    title: str
    record_id: str
    inspection_id: str | None
    is_overdue: bool
    mark: str = "S"
