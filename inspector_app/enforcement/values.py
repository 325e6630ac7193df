"""Value types of papers, numbers and checks: enums, and the rows that pages and commands show."""

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


class CheckLevel(StrEnum):
    """What a failed check does: only ``BLOCK`` keeps a paper from being issued."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


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
    party: str = ""
    """Whose case it belongs to, or the number of the order it is about: two of one form are told apart by it."""


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
    reported_to: str = ""
    reported_on: str = ""


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
class DueRow:
    """One lawful date that somebody has to keep: what, until when, for which record."""

    kind: str
    due_on: str
    title: str
    record_id: str
    inspection_id: str | None
    is_overdue: bool
    mark: str = "S"
