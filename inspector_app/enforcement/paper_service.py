"""What an inspector does with official papers, from the first draft to the file: signatures, seal, service, scans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from inspector_app.enforcement import deadlines, outstanding, reinspection, repository, rules
from inspector_app.enforcement.gathering import Neighbours
from inspector_app.enforcement.model import Document
from inspector_app.enforcement.paper_ink import PaperInk
from inspector_app.enforcement.values import (
    DocumentState,
    DueRow,
    SealMode,
    ServiceMode,
)
from inspector_app.errors import BadInput

if TYPE_CHECKING:
    from inspector_app.documents.verification import Verification

__all__ = ["Neighbours", "PaperService"]


class PaperService(PaperInk):
    """One public method = one thing the inspector does with a paper = one transaction.

    The PIN of who signs or issues is asked by the window; here it is taken as given.
    """

    def seal(self, actor: str, document_id: str, mode: SealMode, sealed_on: str | None = None) -> None:
        """Record that the seal is on the paper since a day (unsaid: now), and how it got there.

        Raises ``BadInput``, and ``RuleViolation``: not issued yet, or a day before it was or to come. A sheet with a
        seal on it may have got it earlier.
        """
        if mode is SealMode.NONE:
            raise BadInput("paper.seal_mode_wrong", mode=mode.value)
        with self._units.begin(actor, "paper.seal") as unit:
            paper = unit.get(Document, document_id)
            row = repository.paper_row(paper)
            rules.require_printable(row)
            if sealed_on and mode is not SealMode.PRESEALED:
                rules.done_on(row, sealed_on, "sealed_on", self._today())
            unit.change(Document, document_id, seal_mode=mode.value, sealed_at=sealed_on or self._clock.now().iso)

    def serve(
        self,
        actor: str,
        document_id: str,
        mode: ServiceMode,
        served_on: str | None = None,
        place: str | None = None,
        *,
        note: str = "",
        witness: str = "",
    ) -> None:
        """Record service (送达) on a day. ``note``, ``witness``: what the receipt says of a paper that was left (留置).

        Raises ``RuleViolation``: ``paper.not_sealed`` when the form needs a seal, ``paper.left_unnoted``, a day
        before it was issued or to come.
        """
        if mode is ServiceMode.LEFT:
            rules.require_left_noted(note)
        with self._units.begin(actor, "paper.serve") as unit:
            row = repository.paper_row(unit.get(Document, document_id))
            rules.require_step(row, DocumentState.SERVED)
            rules.require_sealed(row)
            if served_on:
                rules.done_on(row, served_on, "served_on", self._today())
            unit.change(
                Document,
                document_id,
                document_state=DocumentState.SERVED.value,
                served_at=served_on or self._clock.now().iso,
                service_mode=mode.value,
                service_place=place,
                service_note=note.strip() or None,
                service_witness=witness.strip() or None,
            )

    def close(self, actor: str, document_id: str) -> None:
        """File a finished paper (归档)."""
        with self._units.begin(actor, "paper.close") as unit:
            rules.require_step(repository.paper_row(unit.get(Document, document_id)), DocumentState.CLOSED)
            state = DocumentState.CLOSED.value
            unit.change(Document, document_id, document_state=state, closed_at=self._clock.now().iso)

    def correct(self, actor: str, document_id: str) -> str:
        """Begin a new paper that replaces a signed one and points back to it; its id.

        The signed one stays as it is. Raises ``RuleViolation('paper.correct_unsigned')`` before a signature.
        """
        old = self._document(document_id)
        rules.require_correctable(repository.paper_row(old))
        form = self._form(old.form or "")
        paper = Document(**{**old.model_dump(), "id": "", "entry_id": "", "corrects_document_id": old.id})
        values = {name: value for name, value in (old.values or {}).items() if name in form.by_key}
        facts = self._facts(paper)
        with self._units.begin(actor, "paper.correct") as unit:
            return self._begin(unit, paper, form, values, facts)

    def verify(self, pdf: bytes) -> Verification:
        """Whether a PDF is what was issued, by its code, its own values and what this laptop holds."""
        from inspector_app.enforcement.paper_code import verified

        return verified(self._store, pdf)

    def verify_picture(self, picture: bytes) -> Verification:
        """What a photo or scan of a page proves: its facts, and the content where this laptop holds the paper."""
        from inspector_app.enforcement.paper_code import verified_picture

        return verified_picture(self._store, picture, self._digest)

    def start_reinspection(self, actor: str, document_id: str, visit: Any) -> str:
        """Begin the 复查 of an issued order: a new visit with every original finding carried over; its id."""
        paper = self._document(document_id)
        rules.require_frozen(repository.paper_row(paper))
        return reinspection.start(actor, paper, visit, self._near.inspections(), self._units)

    def due(self) -> list[DueRow]:
        """Lawful dates that are coming or past, the earliest first: re-inspections, payments, decisions."""
        office = self._near.office()
        parameters = {row.key: row for row in office.settings()}
        with self._units.read() as connection:
            return deadlines.due(connection, office.calendar(), parameters, self._today())

    def outstanding(self, limit: int = 200) -> list[outstanding.OutstandingPaper]:
        """Papers that are out and lack seal or service, or whose missing signature nobody reported; most urgent first.

        Service of a decision has its lawful day (行政处罚法 61); the other papers have none.
        """
        office = self._near.office()
        calendar = office.calendar()

        def lawful(parameter: str, issued_on: str) -> str:
            working_days = int(str(office.setting(parameter)))
            return calendar.working_deadline(date.fromisoformat(issued_on), working_days).last_on.isoformat()

        with self._units.read() as connection:

            def rows(query: str, bounds: Mapping[str, Any]) -> list[dict[str, Any]]:
                return [dict(row) for row in connection.execute(text(query), dict(bounds)).mappings()]

            return list(outstanding.outstanding(rows, lawful, limit))

    def _digest(self, document_id: str) -> str | None:
        with self._units.read() as connection:
            return repository.digest(connection, document_id)
