"""Pure rules of a paper's life: what may happen to it in which state (DESIGN: papers).

draft → printed → signed → served → closed; before the first signature printed ⇄ withdrawn; draft, printed and
withdrawn may become void. Nothing leads back from signed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from inspector_app.enforcement.values import EDITABLE, DocumentState, PaperRow, SealMode
from inspector_app.errors import BadInput, RuleViolation

NEXT: dict[DocumentState, frozenset[DocumentState]] = {
    DocumentState.DRAFT: frozenset({DocumentState.PRINTED, DocumentState.VOID}),
    DocumentState.PRINTED: frozenset(
        {DocumentState.SIGNED, DocumentState.SERVED, DocumentState.WITHDRAWN, DocumentState.VOID}
    ),
    DocumentState.WITHDRAWN: frozenset({DocumentState.PRINTED, DocumentState.VOID}),
    DocumentState.SIGNED: frozenset({DocumentState.SIGNED, DocumentState.SERVED, DocumentState.CLOSED}),
    DocumentState.SERVED: frozenset({DocumentState.CLOSED}),
    DocumentState.CLOSED: frozenset(),
    DocumentState.VOID: frozenset(),
}
"""Where each state may lead. Signing again is allowed: several people sign one paper."""

FROZEN = frozenset({DocumentState.PRINTED, DocumentState.SIGNED, DocumentState.SERVED, DocumentState.CLOSED})
"""States with a PDF that stands."""

ON_PAPER = frozenset({DocumentState.PRINTED, DocumentState.SIGNED, DocumentState.SERVED})
"""States in which copies may come out of a printer."""


def day_of(stated: str, field: str) -> str:
    """The ISO day of a date or time as typed. Raises ``BadInput('paper.day_unreadable')`` naming the field."""
    try:
        return date.fromisoformat(stated[:10]).isoformat()
    except ValueError as error:
        raise BadInput("paper.day_unreadable", day=stated, field=field) from error


def done_on(row: PaperRow, stated: str, field: str, today: date) -> str:
    """The day on which an issued paper was sealed or served.

    Raises as ``day_of``, and ``RuleViolation``: ``paper.day_before_issue``, ``paper.day_ahead``.
    """
    day = day_of(stated, field)
    if row.issued_on and day < row.issued_on:
        raise RuleViolation("paper.day_before_issue", field=field, day=day, issued=row.issued_on)
    if day > today.isoformat():
        raise RuleViolation("paper.day_ahead", field=field, day=day, today=today.isoformat())
    return day


def issue_day(stated: str | None, today: date) -> str:
    """The ISO day a paper is issued on. Raises as ``day_of``, and ``RuleViolation('paper.dated_ahead')``."""
    day = day_of(stated or today.isoformat(), "issued_on")
    if day > today.isoformat():
        raise RuleViolation("paper.dated_ahead", field="issued_on", day=day, today=today.isoformat())
    return day


def require_named_officer(name: str, officers: Sequence[str]) -> None:
    """Raises ``RuleViolation('paper.signer_not_named')`` for an officer whom the paper does not name, if any."""
    if officers and name.strip() not in officers:
        raise RuleViolation("paper.signer_not_named", field="signer_name", name=name, officers="、".join(officers))


def additional_fine(principal_fen: int, days: int, percent_per_day: int = 3, cap_percent: int = 100) -> int:
    """加处罚款 in fen after ``days`` late days; days of reconsideration or suit are not counted by the caller.

    It never exceeds the fine itself: with 3 % the cap is reached on the 34th day. Source: 行政处罚法 72(1)(一), 73.
    """
    return min(principal_fen * cap_percent // 100, principal_fen * percent_per_day * max(0, days) // 100)


def require_editable(row: PaperRow) -> None:
    """Raises ``RuleViolation('paper.frozen')`` for a paper whose content no longer changes."""
    if row.state not in EDITABLE:
        raise RuleViolation("paper.frozen", field="document_state", title=row.title, number=row.number or "")


def require_step(row: PaperRow, to: DocumentState) -> None:
    """Raises ``RuleViolation`` when the paper's life does not go there from here."""
    if row.is_handwritten and to in (DocumentState.WITHDRAWN, DocumentState.PRINTED, DocumentState.VOID):
        raise RuleViolation("handwritten.only_on_paper", field="document_state", title=row.title)
    if to in NEXT[row.state]:
        return
    if to is DocumentState.WITHDRAWN and row.state in (DocumentState.SIGNED, DocumentState.SERVED):
        raise RuleViolation("paper.signed_already", field="document_state", title=row.title)
    if to is DocumentState.VOID and row.state in (DocumentState.SIGNED, DocumentState.SERVED, DocumentState.CLOSED):
        raise RuleViolation("paper.signed_not_void", field="document_state", title=row.title)
    if row.state in EDITABLE:
        raise RuleViolation("paper.not_issued", field="document_state", title=row.title)
    raise RuleViolation("paper.step_impossible", field="document_state", title=row.title, state=row.state.value)


def require_frozen(row: PaperRow) -> None:
    """Raises ``RuleViolation('paper.not_issued')`` for a paper that has no standing PDF."""
    if row.state not in FROZEN:
        raise RuleViolation("paper.not_issued", field="document_state", title=row.title)


def require_typeset(row: PaperRow) -> None:
    """Raises ``RuleViolation('handwritten.no_pdf')`` for a paper that was written by hand: its pages are its scans."""
    if row.is_handwritten:
        raise RuleViolation("handwritten.no_pdf", field="document_state", title=row.title)


def require_printable(row: PaperRow) -> None:
    """Raises ``RuleViolation`` for a paper of which no copy may be printed now."""
    if row.state not in ON_PAPER:
        raise RuleViolation("paper.not_issued", field="document_state", title=row.title)


def require_sealed(row: PaperRow) -> None:
    """Raises ``RuleViolation('paper.not_sealed')``: a paper that needs a seal is not served without it."""
    if row.seal_mode is not SealMode.NONE and not row.sealed_at:
        raise RuleViolation("paper.not_sealed", field="sealed_at", title=row.title)


def require_reason(reason: str, field: str = "reason") -> None:
    """Raises ``RuleViolation('record.reason_missing')`` for a blank reason."""
    if not reason.strip():
        raise RuleViolation("record.reason_missing", field=field)


def require_noted(witness: str, officers: Sequence[str], least: int) -> None:
    """Raises ``RuleViolation('paper.witness_missing')`` unless a witness or ``least`` officers note a refusal."""
    if not witness.strip() and len(set(officers)) < least:
        raise RuleViolation("paper.witness_missing", field="witness_name", count=least)


def require_reported_to(to: str, *, is_reported: bool = True) -> None:
    """Raises ``RuleViolation('paper.reported_to_missing')`` for a report to nobody."""
    if is_reported and not to.strip():
        raise RuleViolation("paper.reported_to_missing", field="reported_to")


def require_reportable(row: PaperRow, refused_at: Sequence[str], to: str, day: str, today: str) -> None:
    """Raises ``RuleViolation`` for a report without a refusal, to nobody, or on a day that cannot be."""
    if not refused_at:
        raise RuleViolation("paper.no_refusal", field="is_refusal", title=row.title)
    require_reported_to(to)
    if day < min(refused_at)[:10]:
        raise RuleViolation("paper.reported_before", field="reported_on", day=day, refused=min(refused_at)[:10])
    if day > today:
        raise RuleViolation("paper.reported_ahead", field="reported_on", day=day, today=today)


def require_signable(row: PaperRow, digest: str | None) -> None:
    """Raises ``RuleViolation`` for a paper that nobody can sign on the screen: no standing PDF, or served already."""
    require_frozen(row)
    require_typeset(row)
    if row.state not in (DocumentState.PRINTED, DocumentState.SIGNED) or not digest:
        raise RuleViolation("paper.step_impossible", field="document_state", title=row.title, state=row.state.value)


def require_no_ink(row: PaperRow, ink_digests: Sequence[str | None], digest: str | None) -> None:
    """Raises ``RuleViolation('ink.signed_already')``: nobody changes a paper behind a signature on the screen."""
    if digest in ink_digests:
        raise RuleViolation("ink.signed_already", field="document_state", title=row.title)


def require_seal_open(row: PaperRow, mode: SealMode) -> None:
    """Raises ``RuleViolation`` when the way of sealing cannot be chosen any more, or does not fit the form."""
    if row.sealed_at:
        raise RuleViolation("paper.sealed_already", field="seal_mode", title=row.title)
    if (row.seal_mode is SealMode.NONE) != (mode is SealMode.NONE):
        raise RuleViolation("paper.seal_unfit", field="seal_mode", title=row.title)


def require_left_noted(note: str) -> None:
    """Raises ``RuleViolation('paper.left_unnoted')``: what was left says how; the receipt (F40) has a blank for it."""
    if not note.strip():
        raise RuleViolation("paper.left_unnoted", field="service_note")


def require_correctable(row: PaperRow) -> None:
    """Raises ``RuleViolation`` unless somebody has signed: before that the paper itself is withdrawn and changed."""
    if row.state not in (DocumentState.SIGNED, DocumentState.SERVED, DocumentState.CLOSED):
        raise RuleViolation("paper.correct_unsigned", field="document_state", title=row.title)
