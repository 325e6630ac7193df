"""Which papers fit what a visit found: pure. The reason of a suggestion is a code of the message catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from inspector_app.enforcement.case_values import RespondentType
from inspector_app.enforcement.facts import CaseFact, Facts
from inspector_app.enforcement.values import DocumentState, PaperRow, Suggestion
from inspector_app.inspection.values import Measure

RECORD, DECISION, ORDER = "inspection_record", "onsite_measure_decision", "rectification_order"
OPINION, EVACUATION, PHOTOS = "reinspection_opinion", "evacuation_order", "photo_evidence_sheet"
NOTICE, DECISION_ORG, DECISION_PERSON = "penalty_prior_notice", "penalty_decision_org", "penalty_decision_person"

REINSPECTED = (DECISION, ORDER)
"""Papers whose items are re-inspected (F6)."""


@dataclass(frozen=True)
class Fit:
    """A paper that fits, before its title and the one that exists are looked up."""

    form: str
    reason: str
    required: bool
    case_id: str | None = None
    original_document_id: str | None = None
    party: str = ""


def on_site(facts: Facts) -> list[Fit]:
    """Papers of the visit itself, the urgent one first."""
    problems = facts.problems
    fits = []
    if any(problem.measure is Measure.EVACUATE for problem in problems):
        fits.append(Fit(EVACUATION, "suggestion.evacuate", required=False))
    fits.append(Fit(RECORD, "suggestion.record", required=True))
    if any(problem.on_site for problem in problems):
        fits.append(Fit(DECISION, "suggestion.measures", required=True))
    elif any(problem.is_major for problem in problems):
        fits.append(Fit(DECISION, "suggestion.major_needs_measure", required=True))
    if any(problem.measure and not problem.on_site for problem in problems):
        fits.append(Fit(ORDER, "suggestion.rectify", required=True))
    filed = {photo.finding_id for photo in facts.photos} & {problem.finding_id for problem in problems}
    if filed:
        fits.append(Fit(PHOTOS, "suggestion.photos", required=False))
    return fits


def re_inspection(originals: Iterable[PaperRow]) -> list[Fit]:
    """One 复查意见书 for each order or decision that is re-inspected."""
    return [
        Fit(OPINION, "suggestion.reinspection", True, original_document_id=original.id, party=original.number or "")
        for original in originals
        if original.form in REINSPECTED and original.state not in (DocumentState.DRAFT, DocumentState.VOID)
    ]


def of_case(case: CaseFact) -> list[Fit]:
    """The notice, and the decision of this kind of respondent: offered with the notice, due once it is served."""
    row = case.row
    if row.not_penalised_reason:
        return []
    about = {"case_id": row.id, "party": row.respondent_name}
    fits = [Fit(NOTICE, "suggestion.notice", required=True, **about)]
    if row.notice_id is not None:
        is_org = row.respondent_type is RespondentType.ORG
        form = DECISION_ORG if is_org else DECISION_PERSON
        is_told = row.notice_served_on is not None
        reason = "suggestion.decision" if is_told else "suggestion.decision_later"
        fits.append(Fit(form, reason, required=is_told, **about))
    return fits


def with_papers(fits: Iterable[Fit], papers: Sequence[PaperRow], title: Callable[[str], str]) -> list[Suggestion]:
    """The fits with the paper that is there already (the newest one that is not void)."""
    made = []
    for fit in fits:
        there = [
            paper
            for paper in papers
            if paper.form == fit.form
            and paper.case_id == fit.case_id
            and (fit.original_document_id is None or paper.original_document_id == fit.original_document_id)
            and paper.state is not DocumentState.VOID
        ]
        made.append(
            Suggestion(
                form=fit.form,
                title=title(fit.form),
                reason=fit.reason,
                document_id=there[-1].id if there else None,
                required=fit.required,
                case_id=fit.case_id,
                original_document_id=fit.original_document_id,
                party=fit.party,
            )
        )
    return made
