"""What an inspector does with a paper before it is issued: begin it, write blanks, fill it anew, give it up."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from inspector_app.documents.wording import check_values
from inspector_app.enforcement import repository, rules, suggesting
from inspector_app.enforcement.case_values import RespondentType
from inspector_app.enforcement.facts import Facts, party_of
from inspector_app.enforcement.filling import ON_SITE_FILLERS, general
from inspector_app.enforcement.filling_penalty import PENALTY_FILLERS
from inspector_app.enforcement.filling_service import SERVICE_FILLERS
from inspector_app.enforcement.model import Document, EnforcementCase
from inspector_app.enforcement.paper_reading import PaperReading, printable
from inspector_app.enforcement.values import EDITABLE, DocumentState, PaperContent, SealMode
from inspector_app.errors import BadInput, InspectorError, RuleViolation
from inspector_app.storage.unit_of_work import Unit

if TYPE_CHECKING:
    from inspector_app.documents.specification import FormSpecification

log = logging.getLogger(__name__)
_CASE_FIELD = {
    suggesting.NOTICE: "notice_id",
    suggesting.DECISION_ORG: "decision_id",
    suggesting.DECISION_PERSON: "decision_id",
}
"""Which field of a case names its paper."""
_RESPONDENT = {suggesting.DECISION_ORG: RespondentType.ORG, suggesting.DECISION_PERSON: RespondentType.PERSON}
VALUES = "values."
"""Half-typed text of a blank is kept as a draft of the field ``values.<blank>``."""


class PaperWriting(PaperReading):
    """Changes to papers that nobody has printed yet, or that were taken back."""

    def create(
        self,
        actor: str,
        form: str,
        *,
        inspection_id: str | None = None,
        case_id: str | None = None,
        original_document_id: str | None = None,
    ) -> str:
        """Begin a paper, filled from what is known; its id.

        Raises ``BadInput`` for an unknown form, ``RuleViolation`` when the case is another kind of party's or has
        such a paper already, or a 复查意见书 names no order.
        """
        specification = self._form(form)
        self._settle(actor, lenient=specification.key == suggesting.EVACUATION)
        case = self._case_of(case_id, specification)
        inspection_id = inspection_id or (case.inspection_id if case else None)
        paper = Document(
            id="",
            entry_id="",
            form=specification.key,
            form_version=specification.version,
            inspection_id=inspection_id,
            case_id=case_id,
            original_document_id=original_document_id,
        )
        facts = self._facts(paper)
        if specification.key == suggesting.OPINION:
            self._require_original(facts)
        values = filled(specification, facts)
        with self._units.begin(actor, "paper.create") as unit:
            return self._begin(unit, paper, specification, values, facts)

    def content(self, document_id: str) -> PaperContent:
        """One paper with form and values, and what filling it anew would change. Raises as ``PaperReading.content``."""
        content = super().content(document_id)
        if content.row.state not in EDITABLE or content.form.key == suggesting.EVACUATION:
            return content
        known = filled(content.form, self._facts(self._document(document_id)))
        return replace(content, stale=stale(content, known))

    def set_values(self, actor: str, document_id: str, **values: Any) -> bool:
        """Write blanks by hand; they are kept when the paper is filled anew. Whether anything changed.

        ``None`` leaves a blank empty on purpose. Raises ``BadInput`` for a blank the form does not have or a value
        of another kind,
        ``RuleViolation('paper.frozen')`` for a printed or signed paper.
        """
        with self._units.begin(actor, "paper.write") as unit:
            paper = unit.get(Document, document_id)
            rules.require_editable(repository.paper_row(paper))
            form = self._form_of(paper)
            for name in values:
                form.field(name)
            check_values(form.by_key, printable(form, values), form.title)
            changed = {**(paper.values or {}), **values}
            changed = {name: value for name, value in changed.items() if value is not None}
            manual = sorted({*(paper.manual_fields or ()), *values})
            return unit.change(
                Document, document_id, values=changed, manual_fields=manual, respondent=party_of(changed) or None
            )

    def refill(self, actor: str, document_id: str, *fields: str) -> list[str]:
        """Fill from what is known now; names of blanks that changed.

        What an officer wrote by hand stays, unless the blank is named here.
        """
        self._settle(actor, document_id)
        paper = self._document(document_id)
        form = self._form_of(paper)
        for name in fields:
            form.field(name)
        known = filled(form, self._facts(paper))
        with self._units.begin(actor, "paper.refill") as unit:
            paper = unit.get(Document, document_id)
            rules.require_editable(repository.paper_row(paper))
            kept = set(paper.manual_fields or ()) - set(fields)
            before: dict[str, Any] = dict(paper.values or {})
            after = {name: value for name, value in before.items() if name in kept}
            after |= {name: value for name, value in known.items() if name not in kept}
            if not fields:  # an unnamed blank that nobody knows any more keeps nothing old
                after = {name: value for name, value in after.items() if value is not None}
            unit.change(
                Document,
                document_id,
                values=after,
                manual_fields=sorted(kept) or None,
                respondent=party_of(after) or None,
            )
        return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))

    def discard(self, actor: str, document_id: str, reason: str) -> None:
        """Give up a draft that never had a number. A numbered one is made void instead, so that its number stays."""
        rules.require_reason(reason)
        with self._units.begin(actor, "paper.discard") as unit:
            paper = unit.get(Document, document_id)
            rules.require_editable(repository.paper_row(paper))
            if paper.number_serial or repository.print_runs(unit.connection, document_id):
                raise RuleViolation("paper.numbered_not_discarded", field="number", title=paper.title or "")
            self._release_case(unit, paper)
            unit.remove(Document, document_id, reason)

    def _begin(
        self, unit: Unit, paper: Document, form: FormSpecification, values: Mapping[str, Any], facts: Facts
    ) -> str:
        document_id = unit.create(
            Document,
            inspection_id=paper.inspection_id,
            case_id=paper.case_id,
            form=form.key,
            form_version=form.version,
            template_set=str(facts.parameters["papers.template_set"].value),
            title=form.title,
            document_state=DocumentState.DRAFT.value,
            values=dict(values),
            manual_fields=paper.manual_fields or None,
            respondent=party_of(values) or None,
            bureau_id=facts.bureau.id if facts.bureau else None,
            seal_mode=self._seal_mode(form, facts).value,
            original_document_id=paper.original_document_id,
            corrects_document_id=paper.corrects_document_id,
        )
        field = _CASE_FIELD.get(form.key)
        if paper.case_id and field and not paper.corrects_document_id:
            unit.change(EnforcementCase, paper.case_id, **{field: document_id})
        return document_id

    def _case_of(self, case_id: str | None, form: FormSpecification) -> EnforcementCase | None:
        if case_id is None:
            if form.key in _CASE_FIELD:
                raise RuleViolation("paper.case_missing", field="case_id", title=form.title)
            return None
        with self._units.read() as connection:
            case = repository.case(connection, case_id)
            named = getattr(case, _CASE_FIELD.get(form.key, ""), None)
            there = repository.document(connection, named) if named else None
        if case is None:
            raise BadInput("record.unknown", kind="enforcement_case", id=case_id)
        wanted = _RESPONDENT.get(form.key)
        if wanted is not None and case.respondent_type != wanted:
            raise RuleViolation("paper.other_kind_of_party", field="form", title=form.title)
        if there is not None and there.document_state != DocumentState.VOID:
            raise RuleViolation("paper.case_has_one", field="form", title=form.title, number=there.number or "")
        return case

    def _release_case(self, unit: Unit, paper: Document) -> None:
        """A case no longer names a paper that is given up or void."""
        field = _CASE_FIELD.get(paper.form or "")
        if not paper.case_id or not field:
            return
        if getattr(unit.get(EnforcementCase, paper.case_id), field) == paper.id:
            unit.change(EnforcementCase, paper.case_id, **{field: paper.corrects_document_id})

    def _point_case(self, unit: Unit, paper: Document) -> None:
        """A case names the paper that was issued last: the correction, once there is one."""
        field = _CASE_FIELD.get(paper.form or "")
        if paper.case_id and field:
            unit.change(EnforcementCase, paper.case_id, **{field: paper.id})

    @staticmethod
    def _require_original(facts: Facts) -> None:
        original = facts.original
        if original is None or original.row.form not in suggesting.REINSPECTED:
            raise RuleViolation("paper.original_missing", field="original_document_id")

    @staticmethod
    def _seal_mode(form: FormSpecification, facts: Facts) -> SealMode:
        if form.seal_mode == SealMode.NONE:
            return SealMode.NONE
        return SealMode(str(facts.parameters["papers.seal_mode"].value))

    def _settle(self, actor: str, document_id: str | None = None, *, lenient: bool = False) -> None:
        """Half-typed text is journalled before any paper reads it; an evacuation order waits for nothing."""
        drafts = self._near.drafts
        try:
            for draft in drafts.pending(document_id) if document_id else ():
                if draft.kind == "document" and draft.field.startswith(VALUES):
                    self.set_values(actor, document_id or "", **{draft.field.removeprefix(VALUES): draft.text or None})
                    drafts.drop(draft.kind, draft.record_id, draft.field)
            drafts.settle(actor)
        except InspectorError as error:
            if not lenient:
                raise
            log.warning("half-typed text stayed unsettled before an urgent paper: %s", error)


def filled(form: FormSpecification, facts: Facts) -> dict[str, Any]:
    """What is known for the blanks of a form, its own filler before the general one."""
    filler = {**ON_SITE_FILLERS, **PENALTY_FILLERS, **SERVICE_FILLERS}.get(form.key)
    values = {**general(facts), **(filler(facts) if filler else {})}
    return {name: value for name, value in values.items() if name in form.by_key and value is not None}


def stale(content: PaperContent, known: Mapping[str, Any]) -> tuple[str, ...]:
    """Blanks whose filled-in value is no longer what is known; the day of issue is set when the paper is issued."""
    now = json.loads(json.dumps(dict(known), ensure_ascii=False))
    names = (one.key for one in content.form.fields)
    kept = {*content.manual, "issue_date"}
    return tuple(name for name in names if name not in kept and content.values.get(name) != now.get(name))
