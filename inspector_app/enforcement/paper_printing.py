"""What comes out of the printer: one job for all copies, its runs recorded, resumed at a sheet after a jam."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from inspector_app.enforcement import repository, rules
from inspector_app.enforcement.model import Document, PrintRun
from inspector_app.enforcement.paper_issuing import PaperIssuing
from inspector_app.enforcement.print_plan import PrintItem, PrintPlan, whole_copies
from inspector_app.enforcement.values import PaperRow, PrintRow, SealMode
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.storage.unit_of_work import Unit


class PaperPrinting(PaperIssuing):
    """Prints are recorded when they were handed to the printer, and put right when it says it did not print them."""

    def plan_print(self, document_ids: Sequence[str], copies: Mapping[str, int] | None = None) -> PrintPlan:
        """One job for these papers, in this order; copies as the form says unless stated by paper.

        Nothing is recorded yet. Raises ``RuleViolation`` for a paper of which no copy may be printed, ``BadInput`` for
        a job without papers or copies.
        """
        if not document_ids:
            raise BadInput("printing.nothing")
        items = []
        for document_id in document_ids:
            paper = self._document(document_id)
            row = repository.paper_row(paper)
            rules.require_printable(row)
            rules.require_typeset(row)
            wanted = (copies or {}).get(document_id) or self._form_of(paper).copies
            if wanted < 1:
                raise BadInput("paper.copies_wrong", copies=wanted)
            items.append(_item(paper, wanted))
        return PrintPlan(str(uuid.uuid4()), tuple(items))

    def printable(self, inspection_id: str) -> list[PaperRow]:
        """Papers of a visit of which copies may be printed, in the order they were made."""
        rows = self.papers(inspection_id=inspection_id)
        return [row for row in rows if row.state in rules.ON_PAPER and not row.is_handwritten]

    def print_parts(self, plan: PrintPlan, first: int = 1) -> tuple[list[bytes], list[tuple[int, int]]]:
        """PDFs and sheets of the job from ``first`` on, as ``documents.print_sheets.compose`` takes them."""
        return [self.pdf(item.document_id) for item in plan.items], [(one.item, one.page) for one in plan.rest(first)]

    def require_sheets_free(self, numbers: Sequence[str]) -> None:
        """Raises ``RuleViolation('paper.sheet_used')`` for a pre-sealed sheet that is used up already."""
        with self._units.read() as connection:
            _require_free(set(numbers), repository.sheets(connection))

    def record_job(
        self,
        actor: str,
        plan: PrintPlan,
        printer: str,
        *,
        first: int = 1,
        printer_job: str | None = None,
        sheets: Mapping[str, Sequence[str]] | None = None,
    ) -> PrintPlan:
        """Record that the sheets from ``first`` on were handed to a printer: one run for each paper they belong to.

        ``sheets``: numbers of the pre-sealed sheets that were put in, in order, by paper; that seals it. Raises
        ``RuleViolation('paper.sheet_used')`` for a sheet that was used up before.
        """
        rest = plan.rest(first)
        job: dict[str, Any] = {"job_id": plan.job_id, "printer": printer, "printer_job": printer_job}
        job["printed_at"] = self._clock.now().iso
        with self._units.begin(actor, "paper.print") as unit:
            for number, item in enumerate(plan.items):
                out = tuple((sheet.copy, sheet.page) for sheet in rest if sheet.item == number)
                if not out:
                    continue
                facts: dict[str, Any] = {"job_place": number, "job_copies": item.copies}
                facts["copies"] = whole_copies(item.pages, out)
                used = [text.strip() for text in (sheets or {}).get(item.document_id, ()) if text.strip()]
                facts |= {"sheet_pages": [list(one) for one in out], "sheets": used or None}
                self._record_run(unit, item.document_id, {**job, **facts})
        return self.print_job(plan.job_id)

    def record_print(
        self,
        actor: str,
        document_id: str,
        copies: int,
        printer: str,
        sheets: Sequence[str] = (),
        spoiled: Sequence[str] = (),
    ) -> None:
        """Record that copies came out of a printer; ``sheets``: pre-sealed sheets used, ``spoiled``: those lost.

        A paper on pre-sealed sheets is sealed by that. Raises ``RuleViolation('paper.sheet_used')`` for a sheet that
        was used up before.
        """
        if copies < 1:
            raise BadInput("paper.copies_wrong", copies=copies)
        facts: dict[str, Any] = {"copies": copies, "printer": printer}
        facts |= {"sheets": list(sheets) or None, "spoiled_sheets": list(spoiled) or None}
        with self._units.begin(actor, "paper.print") as unit:
            self._record_run(unit, document_id, facts)

    def jammed(
        self, actor: str, job_id: str, first: int, spoiled: Mapping[str, Sequence[str]] | None = None
    ) -> PrintPlan:
        """Record that from sheet ``first`` of a job on nothing usable came out; the job, ready to go on from there.

        ``spoiled``: pre-sealed sheets lost by it, by paper (unsaid: the one it jammed on); sheets meant for what did
        not come out are free again. Raises ``BadInput``: no such job or sheet; ``RuleViolation`` when a paper of it was
        taken back since.
        """
        plan = self.print_job(job_id)
        lost = {(plan.items[one.item].document_id, one.copy, one.page) for one in plan.rest(first)}
        at = plan.sheets[first - 1]
        with self._units.begin(actor, "paper.jam") as unit:
            runs = repository.job_runs(unit.connection, job_id)
            if any(run.withdrawn_reason is not None for _paper, run in runs):
                raise RuleViolation("printing.job_withdrawn", field="job", title=plan.title)
            for document_id, run in runs:
                gone = [one for one in run.sheet_pages if (document_id, *one) in lost]
                if not gone:
                    continue
                kept = tuple(one for one in run.sheet_pages if one not in gone)
                pages = next(item.pages for item in plan.items if item.document_id == document_id)
                is_here = document_id == plan.items[at.item].document_id
                usual = run.sheets[len(kept) : len(kept) + 1] if is_here else ()
                bad = [text.strip() for text in (spoiled or {}).get(document_id, usual) if text.strip()]
                unit.change(
                    PrintRun,
                    run.id,
                    copies=whole_copies(pages, kept),
                    sheet_pages=[list(one) for one in kept],
                    jammed_at=[at.copy, at.page] if is_here else None,
                    sheets=list(run.sheets[: len(kept)]) or None,
                    spoiled_sheets=[*run.spoiled_sheets, *bad] or None,
                )
        return self.print_job(job_id).begun_at(first)

    def print_job(self, job_id: str) -> PrintPlan:
        """A job as it was handed to the printer. Raises ``BadInput('record.unknown')``."""
        with self._units.read() as connection:
            runs = repository.job_runs(connection, job_id)
        newest: dict[str, PrintRow] = dict(runs)
        if not newest:
            raise BadInput("record.unknown", kind="print_run", id=job_id)
        items = tuple(_item(self._document(document_id), run.job_copies) for document_id, run in newest.items())
        last = max(newest.values(), key=lambda run: (run.printed_at, run.run_no))
        plan = PrintPlan(job_id, items, last.printer, last.printer_job)
        for document_id, run in newest.items():
            if run.printed_at == last.printed_at and run.sheet_pages:
                return plan.begun_at(plan.place_of(document_id, *run.sheet_pages[0]))
        return plan

    def last_print(self, inspection_id: str) -> PrintPlan | None:
        """The newest job of a visit whose papers still stand as they were printed; nothing where there is none."""
        with self._units.read() as connection:
            job_id = repository.last_job(connection, inspection_id)
            runs = repository.job_runs(connection, job_id) if job_id else []
        if job_id is None or any(run.withdrawn_reason is not None for _paper, run in runs):
            return None
        papers = [self.paper(document_id) for document_id in dict(runs)]
        return self.print_job(job_id) if all(row.state in rules.ON_PAPER for row in papers) else None

    def _record_run(self, unit: Unit, document_id: str, facts: Mapping[str, Any]) -> None:
        """One run; what was frozen and never printed becomes it, so that a freezing and its first print are one row."""
        paper = unit.get(Document, document_id)
        rules.require_printable(repository.paper_row(paper))
        rules.require_typeset(repository.paper_row(paper))
        sheets, spoiled = facts.get("sheets") or (), facts.get("spoiled_sheets") or ()
        if wanted := {*sheets, *spoiled}:
            _require_free(wanted, repository.sheets(unit.connection))
        now = str(facts.get("printed_at") or self._clock.now().iso)
        if sheets and paper.seal_mode == SealMode.PRESEALED and not paper.sealed_at:
            unit.change(Document, document_id, sealed_at=now)
        runs = repository.print_runs(unit.connection, document_id)
        if runs and runs[-1].copies == 0 and runs[-1].job_id is None:
            unit.change(PrintRun, runs[-1].id, **{"printed_at": now, **facts})
        else:
            self._run(unit, paper, len(runs) + 1, **facts)


def _item(paper: Document, copies: int) -> PrintItem:
    needs = paper.seal_mode == SealMode.PRESEALED
    return PrintItem(paper.id, paper.title or "", paper.number, paper.pages or 1, copies, needs)


def _require_free(wanted: set[str], gone: set[str]) -> None:
    for sheet in sorted(wanted & gone):
        raise RuleViolation("paper.sheet_used", field="sheets", sheet=sheet)
