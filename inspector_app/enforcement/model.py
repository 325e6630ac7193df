"""Tables of the enforcement noun: papers, their prints and signatures, numbers, dual groups and cases."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from inspector_app.enforcement.outstanding import OUTSIDE, UNREPORTED
from inspector_app.storage.records import Record, json_field


class Document(Record, table=True):
    """One paper (执法文书): draft, printed, signed or served, closed, withdrawn or void."""

    __tablename__ = "document"
    __table_args__ = (
        Index("document_outside", "document_state", "signed_at", "form", "id", sqlite_where=text(OUTSIDE)),
    )
    scope_field: ClassVar[str | None] = "inspection_id"
    inspection_id: str | None = Field(default=None, index=True)
    case_id: str | None = Field(default=None, index=True)
    form: str | None = Field(default=None, index=True)
    form_version: str | None = None
    template_set: str | None = None
    document_state: str | None = Field(default=None, index=True)
    number: str | None = None
    number_stem: str | None = None
    number_year: int | None = None
    number_serial: str | None = None
    number_source: str | None = None
    values: Any = json_field()
    manual_fields: Any = json_field()
    issued_on: str | None = None
    digest: str | None = None
    pdf_sha256: str | None = None
    pages: int | None = None
    seal_mode: str | None = None
    sealed_at: str | None = None
    printed_at: str | None = None
    signed_at: str | None = None
    served_at: str | None = None
    service_mode: str | None = None
    void_reason: str | None = None
    corrects_document_id: str | None = None
    original_document_id: str | None = None
    is_handwritten: bool | None = None
    title: str | None = None
    bureau_id: str | None = None
    respondent: str | None = None
    service_place: str | None = None
    number_reason: str | None = None
    seal_reason: str | None = None
    service_note: str | None = None
    service_witness: str | None = None
    closed_at: str | None = None
    qr_payload: str | None = None
    accepted_warnings: Any = json_field()


class PrintRun(Record, table=True):
    """One print run of a frozen paper: copies, printer, digest and PDF as they were.

    ``job_id``: the print job it was part of, ``job_place`` its place there, ``job_copies`` the copies the job wants.
    ``sheet_pages``: ``[copy, page]`` of each sheet that came out; ``jammed_at``: the one at which the printer failed.
    """

    __tablename__ = "print_run"
    scope_field: ClassVar[str | None] = "inspection_id"
    inspection_id: str | None = None
    document_id: str | None = Field(default=None, index=True)
    run_no: int | None = None
    copies: int | None = None
    printer: str | None = None
    digest: str | None = None
    pdf_sha256: str | None = None
    printed_at: str | None = None
    withdrawn_reason: str | None = None
    values: Any = json_field()
    sheets: Any = json_field()
    spoiled_sheets: Any = json_field()
    job_id: str | None = Field(default=None, index=True)
    job_place: int | None = None
    job_copies: int | None = None
    printer_job: str | None = None
    sheet_pages: Any = json_field()
    jammed_at: Any = json_field()


class SignatureRecord(Record, table=True):
    """A signature or a recorded refusal on a paper, appended after it was printed.

    ``reported_to``, ``reported_on``: who of the bureau was told of a refusal, and the day (安全生产法 68).
    """

    __tablename__ = "signature_record"
    __table_args__ = (
        Index(
            "refusal_unreported",
            "signed_at",
            "document_id",
            sqlite_where=text(UNREPORTED),
        ),
    )
    scope_field: ClassVar[str | None] = "inspection_id"
    inspection_id: str | None = None
    document_id: str | None = Field(default=None, index=True)
    signer_role: str | None = None
    signer_name: str | None = None
    signed_at: str | None = None
    is_refusal: bool | None = None
    refusal_reason: str | None = None
    witness_name: str | None = None
    opinion: str | None = None
    refusal_kind: str | None = None
    witness_title: str | None = None
    noted_by: Any = json_field()
    is_reported: bool | None = None
    reported_to: str | None = None
    reported_on: str | None = None
    note: str | None = None


class InkSignature(Record, table=True):
    """A signature written on the screen: strokes bound to the digest of the paper; beside the paper, never in it."""

    __tablename__ = "ink_signature"
    scope_field: ClassVar[str | None] = "inspection_id"
    inspection_id: str | None = None
    document_id: str | None = Field(default=None, index=True)
    signer_role: str | None = None
    signer_name: str | None = None
    signed_at: str | None = None
    pointer: str | None = None
    digest: str | None = None
    strokes_sha256: str | None = None
    picture_sha256: str | None = None


class PaperScan(Record, table=True):
    """签字件: one photo or scanned file of a signed paper, kept as it came; one row for each paper it shows."""

    __tablename__ = "paper_scan"
    scope_field: ClassVar[str | None] = "inspection_id"
    inspection_id: str | None = None
    document_id: str | None = Field(default=None, index=True)
    sha256: str | None = Field(default=None, index=True)
    byte_count: int | None = None
    media_type: str | None = None
    file_name: str | None = None
    sheet_pages: Any = json_field()
    found_by: str | None = None
    print_digest: str | None = None
    photo_id: str | None = None
    thumbnail_sha256: str | None = None
    preview_sha256: str | None = None
    scanned_at: str | None = None


class Handwriting(Record, table=True):
    """What was written by hand into one blank of a printed paper (当事人意见 …), transcribed; the paper stays as it is.

    Its id is derived from paper and blank: two officers who transcribe one blank speak of the same record. Who
    transcribed it, and when, is what its journal entry says.
    """

    __tablename__ = "handwriting"
    scope_field: ClassVar[str | None] = "inspection_id"
    inspection_id: str | None = None
    document_id: str | None = Field(default=None, index=True)
    blank: str | None = None
    text: str | None = None
    signer_name: str | None = None
    written_on: str | None = None
    scan_id: str | None = None


class NumberBlock(Record, table=True):
    """号段: serials of one stem and year leased to one stream."""

    __tablename__ = "number_block"
    stream_id: str | None = Field(default=None, index=True)
    stem: str | None = None
    year: int | None = None
    first_serial: int | None = None
    last_serial: int | None = None
    leased_at: str | None = None


class NumberUse(Record, table=True):
    """One serial taken from a block (or typed in): which paper, or void with its reason.

    Its id is derived from bureau, stem, year and serial, so that no number can stand in two rows.
    """

    __tablename__ = "number_use"
    block_id: str | None = Field(default=None, index=True)
    stem: str | None = None
    year: int | None = None
    serial: str | None = None
    document_id: str | None = None
    number_source: str | None = None
    taken_at: str | None = None
    void_reason: str | None = None
    bureau_id: str | None = None
    number: str | None = None


class DualGroup(Record, table=True):
    """一案双罚: links one organisation case with at least one person case, or says why not."""

    __tablename__ = "dual_group"
    scope_field: ClassVar[str | None] = "inspection_id"
    inspection_id: str | None = Field(default=None, index=True)
    finding_ids: Any = json_field()
    dual_required: bool | None = None
    dual_reason: str | None = None
    not_dual_reason: str | None = None
    evidence_list: Any = json_field()


class EnforcementCase(Record, table=True):
    """One respondent's case inside a dual group (or alone), with its own facts, article and amount."""

    __tablename__ = "enforcement_case"
    scope_field: ClassVar[str | None] = "inspection_id"
    inspection_id: str | None = Field(default=None, index=True)
    group_id: str | None = Field(default=None, index=True)
    respondent_type: str | None = None
    respondent_id: str | None = None
    principal_kind: str | None = None
    case_name: str | None = None
    filed_on: str | None = None
    handler_ids: Any = json_field()
    acts: Any = json_field()
    evidence: Any = json_field()
    defense_text: str | None = None
    amount_fen: int | None = None
    notice_id: str | None = None
    decision_id: str | None = None
    case_state: str | None = None
    pair_key: str | None = None
    act_ended_on: str | None = None
    extended_to_on: str | None = None
    discussed_on: str | None = None
    legal_review_on: str | None = None
    hearing_held_on: str | None = None
    defense_waived_on: str | None = None
    paid_on: str | None = None
    paid_fen: int | None = None
    receipt_no: str | None = None
    concluded_on: str | None = None
    conclusion: str | None = None
    not_penalised_reason: str | None = None
