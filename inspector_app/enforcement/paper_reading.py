"""What an inspector looks at: suggested papers, their content, checks and previews, numbers that are left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from inspector_app.days import moment
from inspector_app.enforcement import checks, reinspection, repository, rules, suggesting
from inspector_app.enforcement.check_values import Subject
from inspector_app.enforcement.facts import Facts
from inspector_app.enforcement.gathering import Gathering, Neighbours
from inspector_app.enforcement.left_out import LeftOut, left_out
from inspector_app.enforcement.model import Document
from inspector_app.enforcement.values import (
    CheckResult,
    NumberRow,
    PaperContent,
    PaperRow,
    Suggestion,
)
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.store import Store

if TYPE_CHECKING:
    from inspector_app.documents.specification import FormSpecification
    from inspector_app.documents.values import PaperInput, RenderedPaper

Render = Callable[["PaperInput"], "RenderedPaper"]


class PaperReading:
    """Reads of papers. Nothing here changes a record."""

    def __init__(self, store: Store, neighbours: Neighbours, render: Render | None = None) -> None:
        self._store = store
        self._units = store.units
        self._clock = store.clock
        self._near = neighbours
        self._gathering = Gathering(store.units, neighbours)
        self._render = render

    def render_with(self, render: Render) -> None:
        """Have papers drawn elsewhere (a warm worker process) instead of in this one."""
        self._render = render

    def suggestions(self, inspection_id: str) -> list[Suggestion]:
        """Papers that fit what was found, those of the visit before those of its cases.

        ``reason`` is a code of the message catalogue.
        """
        visit = Document(id="", entry_id="", inspection_id=inspection_id)
        facts = self._gathering.about(visit, self._today())
        original = self._near.inspections().get(inspection_id).original_inspection_id
        with self._units.read() as connection:
            papers = [repository.paper_row(p) for p in repository.documents(connection, inspection_id=inspection_id)]
            before = repository.documents(connection, inspection_id=original) if original else []
            groups = repository.groups(connection, inspection_id)
            case_ids = [case.id for group in groups for case in repository.cases(connection, group_id=group.id)]
        orders = reinspection.carried_from(before, facts.problems)
        fits = [*suggesting.on_site(facts), *suggesting.re_inspection(map(repository.paper_row, orders))]
        for case_id in case_ids:
            about = self._gathering.about(Document(id="", entry_id="", case_id=case_id), self._today())
            fits += suggesting.of_case(about.case) if about.case else []
        return suggesting.with_papers(fits, papers, lambda form: self._form(form).title)

    def papers(self, inspection_id: str | None = None, case_id: str | None = None) -> list[PaperRow]:
        """Papers in the order they were made."""
        with self._units.read() as connection:
            found = repository.documents(connection, inspection_id=inspection_id, case_id=case_id)
            return repository.paper_rows(connection, found)

    def paper(self, document_id: str) -> PaperRow:
        """One paper's line. Raises ``BadInput('record.unknown')``."""
        return self._row(self._document(document_id))

    def content(self, document_id: str) -> PaperContent:
        """One paper with form and values. Raises ``BadInput('record.unknown')``."""
        paper = self._document(document_id)
        manual = frozenset(paper.manual_fields or ())
        return PaperContent(self._row(paper), self._form_of(paper), dict(paper.values or {}), manual)

    def check(self, document_id: str) -> list[CheckResult]:
        """What a court would say, what blocks first. The text is ``messages.say(code, **params)``."""
        paper = self._document(document_id)
        if paper.form == suggesting.EVACUATION:
            return []
        return self._checked(paper, self._facts(paper), paper.values or {})

    def preview(self, document_id: str) -> RenderedPaper:
        """The paper as it will print, marked as a draft; a frozen one as it was issued."""
        paper = self._document(document_id)
        row = repository.paper_row(paper)
        return self._rendered(self.paper_input(document_id, is_draft=row.state not in rules.FROZEN))

    def paper_input(self, document_id: str, *, is_draft: bool = True) -> PaperInput:
        """What the renderer needs of a paper, for a worker process that renders it elsewhere."""
        paper = self._document(document_id)
        rules.require_typeset(repository.paper_row(paper))
        return self._input(paper, paper.values or {}, paper.issued_on or self._today().isoformat(), is_draft=is_draft)

    def pdf(self, document_id: str) -> bytes:
        """The frozen PDF. Raises ``RuleViolation('paper.not_issued')`` for a draft."""
        paper = self._document(document_id)
        rules.require_frozen(repository.paper_row(paper))
        rules.require_typeset(repository.paper_row(paper))
        return self._blob(paper.pdf_sha256 or "")

    def printed_pdf(self, run_id: str, document_id: str) -> bytes:
        """The PDF of an earlier print run, as it was then."""
        with self._units.read() as connection:
            runs = {run.id: run for run in repository.print_runs(connection, document_id)}
        if run_id not in runs:
            raise BadInput("record.unknown", kind="print_run", id=run_id)
        return self._blob(runs[run_id].pdf_sha256)

    def stated_span(self, inspection_id: str) -> tuple[str | None, str | None]:
        """When a visit began and ended by its frozen records: two papers never tell two times.

        Of several records the first beginning and the last end; one that was corrected gives way to its correction.
        ``None`` for what no frozen record states.
        """
        with self._units.read() as connection:
            found = repository.documents(connection, inspection_id=inspection_id)
        frozen = [one for one in found if one.form == suggesting.RECORD and one.document_state in rules.FROZEN]
        corrected = {one.corrects_document_id for one in frozen}
        spans = [(one.values or {}).get("check_time") for one in frozen if one.id not in corrected]
        stated = [span for span in spans if isinstance(span, Mapping)]
        now = self._clock.now().at
        begun, ended = ([moment(str(span.get(side) or ""), now) for span in stated] for side in ("start", "end"))
        first, last = min(filter(None, begun), default=None), max(filter(None, ended), default=None)
        first_iso, last_iso = (one.isoformat(timespec="milliseconds") if one else None for one in (first, last))
        return first_iso, last_iso

    def left_out(self, inspection_id: str) -> tuple[LeftOut, ...]:
        """Findings of a visit that stand on no order or decision, and why."""
        visit = Document(id="", entry_id="", inspection_id=inspection_id)
        problems = self._gathering.about(visit, self._today()).problems
        with self._units.read() as connection:
            return left_out(problems, repository.documents(connection, inspection_id=inspection_id))

    def numbers(self) -> list[NumberRow]:
        """What is left of the 号段 of this laptop."""
        with self._units.read() as connection:
            return repository.number_rows(connection, self._store.stream_id)

    def _checked(self, paper: Document, facts: Facts, values: Mapping[str, Any]) -> list[CheckResult]:
        subject = Subject(self._form_of(paper), repository.paper_row(paper), values, facts)
        return checks.check(subject)

    def _row(self, paper: Document) -> PaperRow:
        with self._units.read() as connection:
            return repository.paper_rows(connection, [paper])[0]

    def _document(self, document_id: str) -> Document:
        with self._units.read() as connection:
            found = repository.document(connection, document_id)
        if found is None:
            raise BadInput("record.unknown", kind="document", id=document_id)
        return found

    def _facts(self, paper: Document, issued_on: str | None = None) -> Facts:
        now = self._clock.now().at
        day = date.fromisoformat(issued_on or paper.issued_on or now.date().isoformat())
        return self._gathering.about(paper, day, found_at=now.isoformat(timespec="minutes")[:16])

    def _form(self, name: str, version: str | None = None) -> FormSpecification:
        from inspector_app.documents.specification import form_library

        form = form_library().form(name, version)
        if form.is_internal:
            raise RuleViolation("paper.form_internal", field="form", title=form.title)
        return form

    def _form_of(self, paper: Document) -> FormSpecification:
        return self._form(paper.form or "", paper.form_version)

    def _input(self, paper: Document, values: Mapping[str, Any], issued_on: str, *, is_draft: bool) -> PaperInput:
        from inspector_app.documents.values import PaperInput

        form = self._form_of(paper)
        office = self._near.office()
        made = PaperInput(
            form=form,
            values=printable(form, values),
            number=paper.number,
            document_id=paper.id,
            issued_on=issued_on,
            is_sample=self._store.is_sample,
            is_draft=is_draft,
            code=None if is_draft else paper.qr_payload,
            photo=self._near.evidence().read,
        )
        layout = office.setting("papers.layout")
        return made if layout == "compact" else replace(made, template=str(layout))

    def _rendered(self, paper: PaperInput) -> RenderedPaper:
        if self._render is not None:
            return self._render(paper)
        from inspector_app.documents.rendering import render

        return render(paper)

    def _blob(self, sha256: str) -> bytes:
        with self._store.blobs.open(sha256) as stream:
            return stream.read()

    def _today(self) -> date:
        return self._clock.now().at.date()


def printable(form: FormSpecification, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that the form prints: what papers keep beside them for other papers is left out."""
    kept: dict[str, Any] = {}
    for one in form.fields:
        value = values.get(one.key)
        if value is None:
            continue
        if isinstance(value, list) and one.fields:
            columns = tuple(column.key for column in one.fields)
            value = [_columns(row, columns) for row in value]
        kept[one.key] = value
    return kept


def _columns(row: Any, columns: Iterable[str]) -> Any:
    return {key: row[key] for key in columns if key in row} if isinstance(row, Mapping) else row
