"""Registering papers that were written by hand on pre-printed sets, when the printer died or nobody had a laptop.

The original is the paper: its photos are its pages, what is typed here is a transcription that may be put right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from inspector_app.documents.wording import check_values
from inspector_app.enforcement import handwriting_rules, number_book, reinspection, repository, rules, suggesting
from inspector_app.enforcement.facts import Facts, party_of
from inspector_app.enforcement.model import Document, NumberUse, SignatureRecord
from inspector_app.enforcement.number_book import Wanted
from inspector_app.enforcement.paper_reading import printable
from inspector_app.enforcement.paper_scans import PaperScans
from inspector_app.enforcement.paper_writing import filled
from inspector_app.enforcement.scan_values import Handwritten
from inspector_app.enforcement.values import CheckResult, DocumentState, NumberSource, SealMode, ServiceMode, SignerRole
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.storage.records import PRESENT
from inspector_app.storage.unit_of_work import Unit

if TYPE_CHECKING:
    from inspector_app.documents.specification import FormSpecification

_PARTIES = ("respondent", "addressee", "org_name", "person_name", "party", "recipient")


class PaperHandwritten(PaperScans):
    """手写文书 stand among the papers of a visit like printed ones; they never have a PDF of ours."""

    def proposed_values(
        self, form: str, inspection_id: str | None = None, case_id: str | None = None, original: str | None = None
    ) -> dict[str, Any]:
        """What the blanks of a handwritten paper probably say, to be compared with the paper; nothing is stored."""
        specification = self._form(form)
        paper = Document(
            id="", entry_id="", form=specification.key, form_version=specification.version,
            inspection_id=inspection_id, case_id=case_id, original_document_id=original,
        )  # fmt: skip
        return filled(specification, self._facts(paper))

    def check_handwritten(self, paper: Handwritten) -> list[CheckResult]:
        """What a court would say of a handwritten paper; it is written, so nothing blocks. Raises as ``register``."""
        form = self._form(paper.form)
        day = rules.issue_day(paper.issued_on, self._today())
        values = self._stated(form, paper, day)
        made = Document(
            id="", entry_id="", form=form.key, form_version=form.version, issued_on=day, title=form.title,
            inspection_id=paper.inspection_id, case_id=paper.case_id, is_handwritten=True,
            original_document_id=paper.original_document_id, respondent=paper.respondent.strip(),
        )  # fmt: skip
        facts = self._facts(made, day)
        if form.stem is not None and (paper.number or "").strip():
            series = self._wanted(made, facts, paper.number).series
            made.number = series.number(handwriting_rules.serial_of(paper.number or "", series))
        return self._checked(made, facts, values)

    def register(self, actor: str, paper: Handwritten, *, accept_warnings: bool = False) -> str:
        """Register a handwritten paper as signed (served), or as waiting for its signature; its id.

        Raises ``RuleViolation`` (codes under ``handwritten.`` and ``number.``): no visit or case, a number that is
        taken, of another series, missing or outside the office's blocks (these two unless ``accept_warnings``), a
        party, items or deadlines missing, a day ahead; ``BadInput`` for values the form cannot have.
        """
        form = self._form(paper.form)
        day = rules.issue_day(paper.issued_on, self._today())
        values = self._stated(form, paper, day)
        handwriting_rules.require_key_fields(form.key, form.title, paper, values)
        case = self._case_of(paper.case_id, form)
        inspection_id = paper.inspection_id or (case.inspection_id if case else None)
        if inspection_id is None and case is None:
            raise RuleViolation("handwritten.visit_missing", field="inspection_id", title=form.title)
        if inspection_id is not None:
            self._near.inspections().get(inspection_id)
        made = Document(
            id="", entry_id="", form=form.key, form_version=form.version, issued_on=day, title=form.title,
            inspection_id=inspection_id, case_id=paper.case_id, original_document_id=paper.original_document_id,
        )  # fmt: skip
        facts = self._facts(made, day)
        if form.key == suggesting.OPINION:
            self._require_original(facts)
        with self._units.begin(actor, "handwritten.register") as unit:
            made.id = self._create_registered(unit, made, form, values, paper, facts)
            if form.stem is not None:
                self._take_number(unit, made, facts, paper.number, accept_warnings=accept_warnings)
            elif paper.number:
                raise BadInput("handwritten.no_number_here", field="number", title=form.title)
            self._point_case(unit, made)
            if form.key == suggesting.OPINION:
                reinspection.carry_back(unit, facts.problems)
        return made.id

    def change_registered(self, actor: str, document_id: str, **values: Any) -> bool:
        """Put right what was transcribed wrongly from a handwritten paper; the trail keeps both. Whether it changed."""
        known = self._document(document_id)
        self._require_handwritten(known)
        form = self._form_of(known)
        for name in values:
            form.field(name)
        check_values(form.by_key, printable(form, values), form.title)
        laid = {name: value for name, value in {**(known.values or {}), **values}.items() if value is not None}
        laid = handwriting_rules.with_numbers(laid)
        party = party_of(laid) or known.respondent or ""
        stated = Handwritten(known.form or "", known.issued_on or "", respondent=party)
        handwriting_rules.require_key_fields(form.key, form.title, stated, laid)
        with self._units.begin(actor, "handwritten.change") as unit:
            return unit.change(Document, document_id, values=laid, respondent=stated.respondent)

    def unregister(self, actor: str, document_id: str, reason: str) -> None:
        """Take a handwritten paper back that was registered by mistake; its number may be registered again."""
        rules.require_reason(reason)
        with self._units.begin(actor, "handwritten.remove") as unit:
            paper = unit.get(Document, document_id)
            self._require_handwritten(paper)
            for use in repository.number_uses(unit.connection, document_id):
                unit.remove(NumberUse, use.id, reason)
            for signature in repository.signatures(unit.connection, document_id):
                unit.remove(SignatureRecord, signature.id, reason)
            self._release_case(unit, paper)
            unit.remove(Document, document_id, reason)

    def _stated(self, form: FormSpecification, paper: Handwritten, day: str) -> dict[str, Any]:
        values = {name: value for name, value in paper.values.items() if value not in (None, "", [])}
        for name in values:
            form.field(name)
        party = next((name for name in _PARTIES if name in form.by_key), None)
        if party is not None and paper.respondent.strip():
            values.setdefault(party, paper.respondent.strip())
        if "issue_date" in form.by_key:
            values["issue_date"] = day
        values = handwriting_rules.with_numbers(values)
        check_values(form.by_key, printable(form, values), form.title)
        return values

    def _create_registered(
        self,
        unit: Unit,
        made: Document,
        form: FormSpecification,
        values: Mapping[str, Any],
        paper: Handwritten,
        facts: Facts,
    ) -> str:
        now = self._clock.now().iso
        is_signed = bool(paper.signer_name.strip() or paper.refusal_reason.strip())
        state = DocumentState.SIGNED if is_signed else DocumentState.PRINTED
        signed_on = rules.day_of(paper.signed_on, "signed_on") if paper.signed_on else made.issued_on
        served = self._served_on(paper, made.issued_on or "")
        seal = self._seal_mode(form, facts)
        document_id = unit.create(
            Document,
            inspection_id=made.inspection_id,
            case_id=made.case_id,
            form=form.key,
            form_version=form.version,
            title=form.title,
            is_handwritten=True,
            document_state=(DocumentState.SERVED if served else state).value,
            values=dict(values),
            issued_on=made.issued_on,
            pages=paper.page_count,
            respondent=paper.respondent.strip(),
            printed_at=now,
            signed_at=signed_on if is_signed else None,
            served_at=served,
            service_mode=(paper.service_mode or ServiceMode.DIRECT).value if served else None,
            seal_mode=(SealMode.PRESEALED if paper.is_sealed and seal is not SealMode.NONE else seal).value,
            sealed_at=made.issued_on if paper.is_sealed else None,
            original_document_id=made.original_document_id,
            bureau_id=facts.bureau.id if facts.bureau else None,
        )
        if served and seal is not SealMode.NONE and not paper.is_sealed:
            raise RuleViolation("paper.not_sealed", field="sealed_at", title=form.title)
        if is_signed:
            self._signed_by_hand(unit, document_id, made, paper, signed_on or now)
        return document_id

    @staticmethod
    def _served_on(paper: Handwritten, issued_on: str) -> str | None:
        if not paper.served_on:
            return None
        day = rules.day_of(paper.served_on, "served_on")
        if day < issued_on:
            raise RuleViolation("paper.day_before_issue", field="served_on", day=day, issued=issued_on)
        return day

    @staticmethod
    def _signed_by_hand(unit: Unit, document_id: str, made: Document, paper: Handwritten, at: str) -> None:
        refused = bool(paper.refusal_reason.strip())
        unit.create(
            SignatureRecord,
            inspection_id=made.inspection_id,
            document_id=document_id,
            signer_role=SignerRole.SITE_REPRESENTATIVE.value,
            signer_name=paper.signer_name.strip() or None,
            signed_at=at,
            is_refusal=refused,
            refusal_reason=paper.refusal_reason.strip() or None,
            witness_name=paper.witness_name.strip() or None,
            opinion=paper.opinion.strip() or None,
        )

    def _take_number(
        self, unit: Unit, made: Document, facts: Facts, stated: str | None, *, accept_warnings: bool
    ) -> None:
        """The number on the paper becomes taken, in this very transaction."""
        if not (stated or "").strip():
            if not accept_warnings and made.form != suggesting.EVACUATION:
                raise RuleViolation("handwritten.number_missing", field="number", title=made.title or "")
            unit.change(Document, made.id, number_source=NumberSource.INKED.value)
            return
        wanted = self._wanted(made, facts, stated)
        serial = handwriting_rules.serial_of(stated or "", wanted.series)
        series = wanted.series
        own = repository.blocks(unit.connection, self._store.stream_id, series.block_stem, series.year)
        known = repository.blocks(unit.connection, None, series.block_stem, series.year)
        if not accept_warnings:
            handwriting_rules.require_in_blocks(serial, own, known, series)
        taken = self._again(unit, wanted, serial) or number_book.take(
            unit, replace(wanted, source=NumberSource.TYPED, typed=serial), self._store.stream_id, self._clock.now().iso
        )
        assert taken is not None
        fields = self._number_fields(taken, wanted)
        unit.change(Document, made.id, **{**fields, "number_source": NumberSource.INKED.value})

    @staticmethod
    def _again(unit: Unit, wanted: Wanted, serial: str) -> number_book.Taken | None:
        """A number whose registration was taken back belongs to the paper that is registered now."""
        number_id = wanted.series.number_id(serial)
        before = repository.number_use(unit.connection, number_id)
        if before is None or before.presence == PRESENT:
            return None
        unit.restore(NumberUse, number_id)
        unit.change(NumberUse, number_id, document_id=wanted.document_id)
        return number_book.Taken(wanted.series.number(serial), serial, NumberSource.TYPED)

    @staticmethod
    def _require_handwritten(paper: Document) -> None:
        if not paper.is_handwritten:
            raise RuleViolation("handwritten.is_printed", field="document_id", title=paper.title or "")
