"""What an inspector does with official papers: create, fill, check, issue, print, have signed, serve, correct."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inspector_app.enforcement.values import (
    CheckResult,
    DueRow,
    NumberRow,
    PaperContent,
    PaperHistory,
    PaperRow,
    SealMode,
    ServiceMode,
    SignerRole,
    Suggestion,
)
from inspector_app.storage.drafts import Drafts
from inspector_app.store import Store

if TYPE_CHECKING:
    from inspector_app.documents.rendering import RenderedPaper
    from inspector_app.documents.verification import Verification
    from inspector_app.enterprise.service import RegisterService
    from inspector_app.evidence.service import EvidenceService
    from inspector_app.inspection.service import InspectionService
    from inspector_app.office.service import OfficeService


@dataclass(frozen=True)
class Neighbours:
    """The services papers are filled from, each made when first asked for."""

    inspections: Callable[[], InspectionService]
    evidence: Callable[[], EvidenceService]
    office: Callable[[], OfficeService]
    register: Callable[[], RegisterService]
    drafts: Drafts


class PaperService:
    """One public method = one thing the inspector does with a paper = one transaction."""

    def __init__(self, store: Store, neighbours: Neighbours) -> None:
        self._store = store
        self._neighbours = neighbours

    def suggestions(self, inspection_id: str) -> list[Suggestion]:
        """Papers that fit what was found, those the law asks for first; each names the one that exists."""
        raise NotImplementedError

    def papers(self, inspection_id: str | None = None, case_id: str | None = None) -> list[PaperRow]:
        """Papers in the order they were made."""
        raise NotImplementedError

    def content(self, document_id: str) -> PaperContent:
        """One paper with form and values. Raises ``BadInput('record.unknown')``."""
        raise NotImplementedError

    def history(self, document_id: str) -> PaperHistory:
        """Its print runs, signatures, scans and what was transcribed from them."""
        raise NotImplementedError

    def create(
        self,
        actor: str,
        form: str,
        *,
        inspection_id: str | None = None,
        case_id: str | None = None,
        original_document_id: str | None = None,
    ) -> str:
        """Begin a paper, filled from what is known; its id."""
        raise NotImplementedError

    def set_values(self, actor: str, document_id: str, **values: Any) -> bool:
        """Write blanks by hand; they are kept when the paper is filled anew. Whether anything changed."""
        raise NotImplementedError

    def refill(self, actor: str, document_id: str, *fields: str) -> list[str]:
        """Fill from what is known now; names of blanks that changed. Named fields lose what was written by hand."""
        raise NotImplementedError

    def check(self, document_id: str) -> list[CheckResult]:
        """What a court would say, worst first."""
        raise NotImplementedError

    def preview(self, document_id: str) -> RenderedPaper:
        """The paper as it will print, marked as a draft."""
        raise NotImplementedError

    def issue(
        self,
        actor: str,
        document_id: str,
        *,
        number: str | None = None,
        issued_on: str | None = None,
        accept_warnings: bool = False,
    ) -> PaperRow:
        """Freeze and number a paper for print: values, number, digest, PDF. ``number``: the serial typed in.

        Raises ``RuleViolation`` when a check blocks, or warns and ``accept_warnings`` is false.
        """
        raise NotImplementedError

    def pdf(self, document_id: str) -> bytes:
        """The frozen PDF. Raises ``RuleViolation('paper.not_issued')`` for a draft."""
        raise NotImplementedError

    def record_print(
        self, actor: str, document_id: str, copies: int, printer: str, sheets: Sequence[str] = (),
        spoiled: Sequence[str] = (),
    ) -> None:
        """Record that copies came out of a printer; ``sheets``: pre-sealed sheets used, ``spoiled``: those lost."""
        raise NotImplementedError

    def withdraw(self, actor: str, document_id: str, reason: str) -> None:
        """Take a printed paper back before anybody signed; it keeps its number and may be changed."""
        raise NotImplementedError

    def sign(
        self, actor: str, document_id: str, signer_role: SignerRole, signer_name: str, opinion: str | None = None
    ) -> str:
        """Record a signature in ink; from the first one on the paper is immutable."""
        raise NotImplementedError

    def refuse(self, actor: str, document_id: str, reason: str, witness_name: str) -> str:
        """Record that the party refuses to sign, with reason and witness (安全生产法 68)."""
        raise NotImplementedError

    def seal(self, actor: str, document_id: str, mode: SealMode, sheet_no: str | None = None) -> None:
        """Record that the seal is on the paper."""
        raise NotImplementedError

    def serve(self, actor: str, document_id: str, mode: ServiceMode, served_on: str | None = None) -> None:
        """Record service (送达). Raises ``RuleViolation('paper.not_sealed')`` when the form needs a seal."""
        raise NotImplementedError

    def close(self, actor: str, document_id: str) -> None:
        """File a finished paper (归档)."""
        raise NotImplementedError

    def void(self, actor: str, document_id: str, reason: str) -> None:
        """Never use this paper; its number keeps its row and the reason."""
        raise NotImplementedError

    def correct(self, actor: str, document_id: str) -> str:
        """Begin a new paper that replaces a signed one and points back to it; its id."""
        raise NotImplementedError

    def file_scan(self, actor: str, picture: bytes) -> PaperRow:
        """File a photo or scan of a signed paper to the paper its 文书校验码 names."""
        raise NotImplementedError

    def transcribe(self, actor: str, document_id: str, texts: Mapping[str, str]) -> None:
        """Write down what was handwritten on the printed paper (opinion, time, corrections)."""
        raise NotImplementedError

    def verify(self, pdf: bytes) -> Verification:
        """Whether a PDF is what was issued."""
        raise NotImplementedError

    def numbers(self) -> list[NumberRow]:
        """What is left of the 号段 of this laptop."""
        raise NotImplementedError

    def due(self) -> list[DueRow]:
        """Lawful dates that are coming or past, the earliest first."""
        raise NotImplementedError
