"""Issuing: number, freeze, print, take back before the first signature, make void."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from inspector_app.enforcement import number_book, reinspection, repository, rules, suggesting
from inspector_app.enforcement.facts import Facts
from inspector_app.enforcement.model import Document, PrintRun
from inspector_app.enforcement.number_book import Taken, Wanted
from inspector_app.enforcement.numbering import RECORD_STEM, Series, SourceChoice, full_stem
from inspector_app.enforcement.paper_writing import PaperWriting
from inspector_app.enforcement.values import (
    CheckLevel,
    CheckResult,
    DocumentState,
    NumberSource,
    PaperRow,
)
from inspector_app.errors import InspectorError, RecordConflict, RuleViolation
from inspector_app.storage.unit_of_work import Unit

if TYPE_CHECKING:
    from inspector_app.documents.values import RenderedPaper


class PaperIssuing(PaperWriting):
    """From draft to printed, and back as long as nobody has signed."""

    def issue(
        self,
        actor: str,
        document_id: str,
        *,
        number: str | None = None,
        issued_on: str | None = None,
        accept_warnings: bool = False,
    ) -> PaperRow:
        """Freeze and number a paper for print: values, number, digest, PDF.

        ``number``: the serial typed in, when a superior system gave it. A paper that was taken back keeps its
        number. The evacuation order is not checked, and without a number to be had it is inked by hand.
        Raises ``RuleViolation`` when the day is still to come, a check blocks, or warns and ``accept_warnings`` is
        false, or there is no number; nothing is issued then.
        """
        urgent = self._document(document_id).form == suggesting.EVACUATION
        self._settle(actor, document_id, lenient=urgent)
        paper = self._document(document_id)
        rules.require_step(repository.paper_row(paper), DocumentState.PRINTED)
        day = rules.issue_day(issued_on, self._today())
        facts = self._facts(paper, day)
        values = dict(paper.values or {})
        if "issue_date" in self._form_of(paper).by_key:
            values["issue_date"] = day
        warnings = [] if urgent else self._passed(paper, facts, values, accept_warnings=accept_warnings)
        paper.number = self._numbered(actor, paper, facts, number, urgent=urgent)
        paper.qr_payload = self._code(paper, values, day)
        rendered = self._rendered(self._input(paper, values, day, is_draft=False))
        blob = self._store.blobs.put(rendered.pdf)
        self._freeze(actor, paper, facts, values, rendered, blob.sha256, warnings)
        return self.paper(document_id)

    def withdraw(self, actor: str, document_id: str, reason: str) -> None:
        """Take a printed paper back before anybody signed; it keeps its number and may be changed.

        Raises ``RuleViolation('paper.signed_already')`` after the first signature.
        """
        rules.require_reason(reason)
        with self._units.begin(actor, "paper.withdraw") as unit:
            paper = unit.get(Document, document_id)
            self._require_step_back(unit, paper, DocumentState.WITHDRAWN)
            for run in repository.print_runs(unit.connection, document_id):
                if run.withdrawn_reason is None:
                    unit.change(PrintRun, run.id, withdrawn_reason=reason)
            unit.change(Document, document_id, reason=reason, document_state=DocumentState.WITHDRAWN.value)

    def void(self, actor: str, document_id: str, reason: str) -> None:
        """Never use this paper; its number keeps its row and the reason, and is not used again.

        Raises ``RuleViolation('paper.signed_not_void')`` for a signed one: that is corrected by a new paper.
        """
        rules.require_reason(reason)
        with self._units.begin(actor, "paper.void") as unit:
            paper = unit.get(Document, document_id)
            self._require_step_back(unit, paper, DocumentState.VOID)
            number_book.void(unit, document_id, reason)
            self._release_case(unit, paper)
            unit.change(
                Document, document_id, reason=reason, document_state=DocumentState.VOID.value, void_reason=reason
            )

    def add_block(self, actor: str, stem: str, year: int, first: int, last: int) -> str:
        """Enter a 号段 that the office gave by hand; its id. ``stem`` as ``full_stem`` says it (丽应急罚)."""
        with self._units.begin(actor, "number.block") as unit:
            return number_book.add_block(
                unit, self._store.stream_id, stem, year, first, last, self._clock.now().iso
            )

    def ink_number(self, actor: str, document_id: str, serial: str) -> PaperRow:
        """Record the number that was inked by hand on a paper printed without one."""
        paper = self._document(document_id)
        rules.require_frozen(repository.paper_row(paper))
        if paper.number:
            raise RuleViolation("number.has_one", field="number", number=paper.number)
        facts = self._facts(paper)
        wanted = replace(self._wanted(paper, facts, serial), source=NumberSource.TYPED)
        with self._units.begin(actor, "number.inked") as unit:
            taken = number_book.take(unit, wanted, self._store.stream_id, self._clock.now().iso)
            if taken is not None:
                fields = self._number_fields(taken, wanted)
                unit.change(Document, document_id, **{**fields, "number_source": NumberSource.INKED.value})
        return self.paper(document_id)

    def full_stem(self, form: str) -> str | None:
        """What blocks for a form are leased as: 地区代字, prefix and 文书代字 (丽应急罚); ``None`` without 文号."""
        stem = self._form(form).stem
        if stem is None:
            return None
        office = self._near.office()
        bureau = office.bureau()
        prefix = bureau.stem_prefix or str(office.setting("numbering.stem_prefix"))
        return Series(bureau.id, bureau.region_char, full_stem(prefix, stem), 0).block_stem

    def _passed(
        self, paper: Document, facts: Facts, values: Mapping[str, Any], *, accept_warnings: bool
    ) -> list[CheckResult]:
        results = self._checked(paper, facts, values)
        blocking = [result for result in results if result.blocks]
        if blocking:
            first = blocking[0]
            named = {**first.params, "field": first.field, "rule": first.rule, "count": len(blocking)}
            raise RuleViolation(first.code, **named)
        warnings = [result for result in results if result.level is CheckLevel.WARN]
        if warnings and not accept_warnings:
            rules_named = "、".join(dict.fromkeys(result.rule for result in warnings))
            raise RuleViolation("paper.warnings", field=warnings[0].field, count=len(warnings), rules=rules_named)
        return warnings

    def _numbered(
        self, actor: str, paper: Document, facts: Facts, typed: str | None, *, urgent: bool
    ) -> str | None:
        """The number of the paper: the one it has, or a fresh one, burnt before anything is printed."""
        if paper.number or self._form_of(paper).stem is None:
            if typed is not None:
                raise RuleViolation("number.has_one", field="number", number=paper.number or "—")
            return paper.number
        try:
            wanted = self._wanted(paper, facts, typed)
            with self._units.begin(actor, "number.take") as unit:
                held = unit.get(Document, paper.id)
                if held.number:
                    return held.number
                now = self._clock.now().iso
                if number_book.numbers_itself(self._store):
                    number_book.ensure_sample_block(unit, self._store.stream_id, wanted.series, now)
                taken = number_book.take(unit, wanted, self._store.stream_id, now)
                if taken is None:
                    unit.change(Document, paper.id, number_source=NumberSource.INKED.value)
                    return None
                unit.change(Document, paper.id, **self._number_fields(taken, wanted))
                return taken.number
        except InspectorError:
            if not urgent or typed is not None:
                raise
            return None  # inked by hand: nobody waits underground for a number

    def _wanted(self, paper: Document, facts: Facts, typed: str | None) -> Wanted:
        if facts.bureau is None:
            raise RuleViolation("number.bureau_missing", field="number")
        if not facts.bureau.region_char:
            raise RuleViolation("number.region_char_missing", field="number", bureau=facts.bureau.name)
        stem = self._form_of(paper).stem or ""
        prefix = facts.bureau.stem_prefix or str(facts.parameters["numbering.stem_prefix"].value)
        year = int((paper.issued_on or facts.today.isoformat())[:4])
        series = Series(facts.bureau.id, facts.bureau.region_char, full_stem(prefix, stem), year)
        return Wanted(
            series=series,
            source=NumberSource(paper.number_source) if paper.number_source else self._source(stem, facts),
            document_id=paper.id,
            inspection_id=paper.inspection_id,
            typed=typed,
            mark=str(facts.parameters["numbering.serial_prefix"].value or ""),
            record_stem=full_stem(prefix, RECORD_STEM),
        )

    @staticmethod
    def _require_step_back(unit: Unit, paper: Document, to: DocumentState) -> None:
        row = repository.paper_row(paper)
        rules.require_step(row, to)
        signed = repository.ink_signatures(unit.connection, row.id)
        rules.require_no_ink(row, [one.digest for one in signed], paper.digest)

    @staticmethod
    def _source(stem: str, facts: Facts) -> NumberSource:
        chosen: Mapping[str, Any] = {
            name: facts.parameters[f"numbering.{name}"].value
            for name in ("source", "source_by_stem", "share_inspection_serial")
        }
        usual = NumberSource(chosen["source"])
        return SourceChoice(usual, chosen["source_by_stem"], chosen["share_inspection_serial"]).of(stem)

    @staticmethod
    def _number_fields(taken: Taken, wanted: Wanted) -> dict[str, Any]:
        return {
            "number": taken.number,
            "number_stem": wanted.series.stem,
            "number_year": wanted.series.year,
            "number_serial": taken.serial,
            "number_source": taken.source.value,
        }

    def _code(self, paper: Document, values: Mapping[str, Any], day: str) -> str | None:
        """The 文书校验码 of the paper, unless the office has switched it off."""
        if not self._near.office().setting("papers.qr_code"):
            return None
        from inspector_app.enforcement.paper_code import paper_code

        return paper_code(self._store, self._form_of(paper), paper, values, day)

    def _freeze(
        self,
        actor: str,
        paper: Document,
        facts: Facts,
        values: Mapping[str, Any],
        rendered: RenderedPaper,
        pdf_sha256: str,
        warnings: Sequence[CheckResult],
    ) -> None:
        now = self._clock.now().iso
        with self._units.begin(actor, "paper.issue") as unit:
            present = unit.get(Document, paper.id)
            rules.require_step(repository.paper_row(present), DocumentState.PRINTED)
            if (present.values or {}) != (paper.values or {}) or present.number != paper.number:
                raise RecordConflict("paper.changed_meanwhile", title=paper.title or "")
            frozen: dict[str, Any] = {"digest": rendered.digest, "pdf_sha256": pdf_sha256, "values": dict(values)}
            unit.change(
                Document,
                paper.id,
                **frozen,
                pages=rendered.pages,
                issued_on=facts.today.isoformat(),
                printed_at=now,
                qr_payload=paper.qr_payload,
                document_state=DocumentState.PRINTED.value,
                accepted_warnings=[f"{one.rule} {one.code}" for one in warnings] or None,
            )
            self._point_case(unit, present)
            if present.form == suggesting.OPINION:
                reinspection.carry_back(unit, facts.problems)
            runs = repository.print_runs(unit.connection, paper.id)
            self._run(unit, Document(**{**present.model_dump(), **frozen}), len(runs) + 1, copies=0, printer="")

    def _run(self, unit: Unit, paper: Document, run_no: int, **facts: Any) -> None:
        unit.create(
            PrintRun,
            inspection_id=paper.inspection_id,
            document_id=paper.id,
            run_no=run_no,
            digest=paper.digest,
            pdf_sha256=paper.pdf_sha256,
            values=paper.values,
            **{"printed_at": self._clock.now().iso, **facts},
        )
