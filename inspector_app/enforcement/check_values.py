"""What a pre-print check looks at, and the small tools that all V-rules share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from inspector_app.enforcement.facts import Facts, OriginalFact, ProblemFact
from inspector_app.enforcement.values import CheckLevel, CheckResult, PaperRow, SignatureRow

if TYPE_CHECKING:
    from inspector_app.documents.specification import FormSpecification

Results: TypeAlias = "Iterator[CheckResult]"

ORDERS = frozenset({"onsite_measure_decision", "rectification_order"})
NOTICE = "penalty_prior_notice"
DECISIONS = frozenset({"penalty_decision_org", "penalty_decision_person"})
PENALTIES = DECISIONS | {NOTICE}
CASE = "case"
"""Where a result leads that no blank of the paper can mend: its acts are stated with the case."""
_SAME = (("penalties", "proposed"), ("respondent", "addressee", "org_name", "person_name", "party", "recipient"))
"""Blanks that forms name differently."""
ROWS = {
    "inspection_record": "findings",
    "onsite_measure_decision": "problems",
    "rectification_order": "problems",
    "reinspection_opinion": "results",
}
"""In which blank a form lists its findings."""


@dataclass(frozen=True)
class Subject:
    """One paper as it stands, and everything that is known around it."""

    form: FormSpecification
    row: PaperRow
    values: Mapping[str, Any]
    facts: Facts
    signatures: tuple[SignatureRow, ...] = ()

    @property
    def rows(self) -> list[Mapping[str, Any]]:
        """The findings the paper lists."""
        return list(self.values.get(ROWS.get(self.form.key, "")) or ())

    @property
    def listed(self) -> list[ProblemFact]:
        """What the visit knows of the findings that the paper lists."""
        numbers = {row.get("seq") for row in self.rows}
        return [problem for problem in self.facts.problems if problem.seq in numbers]

    def papers(self, *forms: str) -> list[OriginalFact]:
        """Other papers of the visit (or of the case) of these forms; those of the other half are not among them."""
        own = (None, self.row.case_id)
        around = {paper.row.id: paper for paper in self.facts.siblings if paper.row.case_id in own}
        if self.facts.case is not None:
            around |= {paper.row.id: paper for paper in self.facts.case.papers}
        around.pop(self.row.id, None)
        return [paper for paper in around.values() if paper.row.form in forms]


def placed(result: CheckResult, form: FormSpecification) -> CheckResult:
    """The result with the blank as this form names it; without one that it does not have."""
    field = result.field
    if field is None or field == CASE or field in form.by_key:
        return result
    names = next((names for names in _SAME if field in names), ())
    return replace(result, field=next((name for name in names if name in form.by_key), None))


def block(rule: str, code: str, field: str | None = None, **params: Any) -> CheckResult:
    """The paper cannot be issued like this."""
    return CheckResult(rule, CheckLevel.BLOCK, code, params, field)


def warn(rule: str, code: str, field: str | None = None, **params: Any) -> CheckResult:
    """A reviewer would object; the officer may go on knowingly."""
    return CheckResult(rule, CheckLevel.WARN, code, params, field)


def note(rule: str, code: str, field: str | None = None, **params: Any) -> CheckResult:
    """Worth knowing."""
    return CheckResult(rule, CheckLevel.NOTE, code, params, field)


def firm(doubtful: bool, rule: str, code: str, field: str | None = None, **params: Any) -> CheckResult:
    """Blocks, unless the rule rests on a fact that waits for confirmation: then it only warns (DESIGN: papers)."""
    level = CheckLevel.WARN if doubtful else CheckLevel.BLOCK
    return CheckResult(rule, level, code, params, field, is_doubtful=doubtful)
