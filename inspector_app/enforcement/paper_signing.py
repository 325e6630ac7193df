"""What an inspector records when a paper is signed, or is not; and how it gets number and seal before that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector_app.enforcement import number_book, refusal_notes, repository, rules
from inspector_app.enforcement.model import Document, SignatureRecord
from inspector_app.enforcement.numbering import next_serial
from inspector_app.enforcement.paper_handwritten import PaperHandwritten
from inspector_app.enforcement.signing_values import PaperPlan, Refusal
from inspector_app.enforcement.values import DocumentState, NumberSource, SealMode, SignerRole
from inspector_app.errors import InspectorError, RuleViolation


class PaperSigning(PaperHandwritten):
    """Signatures in ink, refusals with witness, absent signers."""

    def sign(
        self, actor: str, document_id: str, signer_role: SignerRole, signer_name: str, opinion: str | None = None
    ) -> str:
        """Record a signature in ink, with what the party wrote beside it; from the first one on nothing changes.

        Raises ``RuleViolation`` for a blank name, and for an officer whom the paper does not name.
        """
        self._require_signer(document_id, signer_role, signer_name)
        facts = {"signer_role": signer_role.value, "signer_name": signer_name, "opinion": opinion or None}
        return self._signed(actor, "paper.sign", document_id, is_refusal=False, **facts)

    def refuse(
        self,
        actor: str,
        document_id: str,
        refusal: Refusal,
        signer_role: SignerRole = SignerRole.SITE_REPRESENTATIVE,
    ) -> str:
        """Record why the party did not sign: the reason, and a witness or the officers of the paper who note it.

        Raises ``RuleViolation``: no reason; neither a witness nor enough officers (``procedure.officers_least``); an
        officer whom the paper does not name; reported, and not said to whom. Source: 安全生产法 68; 证据规定 15.
        """
        rules.require_reason(refusal.reason, "refusal_reason")
        officers = [name.strip() for name in refusal.noted_by if name.strip()]
        named = self._officers_of(document_id)
        for name in officers:
            rules.require_named_officer(name, named)
        least = int(str(self._near.office().setting("procedure.officers_least")))
        rules.require_noted(refusal.witness_name, officers, least)
        rules.require_reported_to(refusal.reported_to, is_reported=refusal.is_reported)
        facts: dict[str, Any] = {"signer_role": signer_role.value, "signer_name": refusal.signer_name.strip() or None}
        facts |= {"refusal_kind": refusal.kind.value, "refusal_reason": refusal.reason.strip()}
        facts |= {"witness_name": refusal.witness_name.strip() or None, "noted_by": officers or None}
        facts |= {"witness_title": refusal.witness_title.strip() or None, "is_reported": refusal.is_reported}
        if refusal.is_reported:
            facts |= {"reported_to": refusal.reported_to.strip() or None, "reported_on": self._today().isoformat()}
        facts["note"] = refusal.note.strip() or refusal_notes.note_of(refusal, self._today())
        return self._signed(actor, "paper.refuse", document_id, is_refusal=True, **facts)

    def report_refusal(self, actor: str, document_id: str, reported_to: str, reported_on: str | None = None) -> None:
        """Record that what was not signed was reported to the own bureau: to whom, and the day (unsaid: today).

        Said again it corrects what was said before. Raises ``RuleViolation``: nobody refused, nobody is named, a day
        before the refusal or to come; ``BadInput`` for a day that is none. Source: 安全生产法 68.
        """
        to, today = reported_to.strip(), self._today().isoformat()
        day = rules.day_of(reported_on or today, "reported_on")
        with self._units.begin(actor, "paper.report") as unit:
            row = repository.paper_row(unit.get(Document, document_id))
            refusals = [one for one in repository.signatures(unit.connection, document_id) if one.is_refusal]
            open_ = [one for one in refusals if not one.is_reported] or refusals
            rules.require_reportable(row, [one.signed_at for one in open_], to, day, today)
            for one in open_:
                unit.change(SignatureRecord, one.id, is_reported=True, reported_to=to, reported_on=day)

    def officers_of(self, document_id: str) -> tuple[str, ...]:
        """Names of the officers who may sign a paper or note a refusal on it."""
        return tuple(self._officers_of(document_id))

    def plan(self, document_id: str) -> PaperPlan:
        """Where number and seal of a paper come from. Raises ``BadInput('record.unknown')``."""
        paper = self._document(document_id)
        row, form = repository.paper_row(paper), self._form_of(paper)
        told: dict[str, Any] = {"seal_mode": row.seal_mode, "sealed_at": row.sealed_at}
        told["seal_reason"] = paper.seal_reason or ""
        if row.seal_mode is not SealMode.NONE:
            told["usual_seal"] = SealMode(str(self._near.office().setting("papers.seal_mode")))
        if form.stem is None:
            return PaperPlan(None, None, None, 0, **told)
        told["number_reason"] = paper.number_reason or ""
        if paper.number:
            source = NumberSource(paper.number_source or NumberSource.TYPED)
            return PaperPlan(source, paper.number, None, 0, usual_source=source, **told)
        source, usual, number, left = self._next_number(paper)
        told["is_own_number"] = source is NumberSource.LEASED and number_book.numbers_itself(self._store)
        return PaperPlan(source, None, number, left, usual_source=usual, **told)

    def change_plan(
        self,
        actor: str,
        document_id: str,
        reason: str,
        *,
        number_source: NumberSource | None = None,
        seal_mode: SealMode | None = None,
    ) -> PaperPlan:
        """Choose where the number of this paper comes from, or how it will be sealed, and say why.

        Raises ``RuleViolation``: no reason, ``number.has_one``, ``paper.sealed_already``, ``paper.seal_unfit`` (a seal
        for a form without one, or none for a form that needs it).
        """
        rules.require_reason(reason)
        form = self._form_of(self._document(document_id))
        with self._units.begin(actor, "paper.plan") as unit:
            paper = unit.get(Document, document_id)
            facts: dict[str, Any] = {}
            if number_source is not None:
                if paper.number or form.stem is None:
                    raise RuleViolation("number.has_one", field="number", number=paper.number or "—")
                facts |= {"number_source": number_source.value, "number_reason": reason.strip()}
            if seal_mode is not None:
                rules.require_seal_open(repository.paper_row(paper), seal_mode)
                facts |= {"seal_mode": seal_mode.value, "seal_reason": reason.strip()}
            unit.change(Document, document_id, reason=reason, **facts)
        return self.plan(document_id)

    def _next_number(self, paper: Document) -> tuple[NumberSource, NumberSource, str | None, int]:
        """Source here, the usual one, the number it would give now (only 号段 knows), serials left of the stem."""
        facts = self._facts(paper)
        usual = self._source(self._form_of(paper).stem or "", facts)
        try:
            wanted = self._wanted(paper, facts, None)
        except InspectorError:  # the bureau is not entered yet; issuing says so
            return NumberSource(paper.number_source or usual), usual, None, 0
        series = wanted.series
        left = sum(one.left for one in self.numbers() if one.stem == series.block_stem and one.year == series.year)
        if wanted.source is not NumberSource.LEASED:
            return wanted.source, usual, None, left
        with self._units.read() as connection:
            blocks = repository.blocks(connection, self._store.stream_id, series.block_stem, series.year)
            if not blocks and number_book.numbers_itself(self._store):
                blocks, left = [number_book.sample_block()], number_book.SAMPLE_SERIALS
            found = next_serial(blocks, repository.serials(connection, series), wanted.mark) if blocks else None
        return wanted.source, usual, series.number(found[1]) if found else None, left

    def _require_signer(self, document_id: str, role: SignerRole, name: str) -> None:
        if not name.strip():
            raise RuleViolation("paper.signer_missing", field="signer_name")
        if role is SignerRole.OFFICER:
            rules.require_named_officer(name, self._officers_of(document_id))

    def _officers_of(self, document_id: str) -> list[str]:
        """Names of the officers the paper lists; without such a blank those who handle it."""
        paper = self._document(document_id)
        listed = (paper.values or {}).get("officers") or ()
        named = [str(row.get("name") or "") for row in listed if isinstance(row, Mapping)]
        return [name for name in named if name] or [one.name for one in self._facts(paper).officers]

    def _signed(self, actor: str, action: str, document_id: str, **facts: Any) -> str:
        now = self._clock.now().iso
        with self._units.begin(actor, action) as unit:
            paper = unit.get(Document, document_id)
            rules.require_step(repository.paper_row(paper), DocumentState.SIGNED)
            about = {"inspection_id": paper.inspection_id, "document_id": document_id, "signed_at": now}
            signature = unit.create(SignatureRecord, **about, **facts)
            state = DocumentState.SIGNED.value
            unit.change(Document, document_id, document_state=state, signed_at=paper.signed_at or now)
        return signature
