"""复查: a new visit that carries every finding of an issued order, so that none is left out (V16)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from inspector_app.enforcement import suggesting
from inspector_app.enforcement.facts import ProblemFact
from inspector_app.enforcement.model import Document
from inspector_app.errors import RuleViolation
from inspector_app.inspection.model import Finding
from inspector_app.inspection.values import InspectionCategory, NewInspection, TaskSource
from inspector_app.storage.unit_of_work import Unit, Units

if TYPE_CHECKING:
    from inspector_app.inspection.service import InspectionService

CARRIED = (
    "site_id", "place", "fact", "checklist_key", "item_key", "hazard_level", "criterion_key", "criteria_set_version",
    "judged_by", "judged_at", "judged_basis", "serious_violation", "violated_rule", "force", "legal_basis",
    "responsible_person",
)  # fmt: skip
"""What a carried finding takes over; measure, deadline and result are decided anew."""

_MOST = 100_000


def start(actor: str, order: Document, visit: NewInspection, inspections: InspectionService, units: Units) -> str:
    """Begin the visit and carry the findings; its id. Category and source become 复查.

    Raises ``RuleViolation('reinspection.not_an_order')`` for a paper that orders nothing.
    """
    if order.form not in suggesting.REINSPECTED or order.inspection_id is None:
        raise RuleViolation("reinspection.not_an_order", field="form", title=order.title or "")
    again = replace(
        visit,
        original_inspection_id=order.inspection_id,
        category=InspectionCategory.REINSPECTION,
        task_source=TaskSource.REINSPECTION,
    )
    inspection_id = inspections.start(actor, again)
    with units.begin(actor, "reinspection.carry") as unit:
        known = {f.seq: f.id for f in inspections.findings(inspection_id=order.inspection_id, limit=_MOST)}
        for seq, row in enumerate((order.values or {}).get("problems") or (), 1):
            finding_id = row.get("finding_id") or known.get(row.get("seq") or 0)
            original = unit.get(Finding, finding_id) if finding_id else None
            unit.create(Finding, inspection_id=inspection_id, seq=seq, **_carried(original, row))
    return inspection_id


def carried_from(papers: Sequence[Document], problems: Iterable[ProblemFact]) -> list[Document]:
    """The papers of the original visit whose findings this one carries; all of them where none is known by its id."""
    carried = {problem.original_finding_id for problem in problems} - {None}
    found = [
        paper
        for paper in papers
        if carried & {row.get("finding_id") for row in (paper.values or {}).get("problems") or ()}
    ]
    return found or list(papers)


def carry_back(unit: Unit, problems: Iterable[ProblemFact]) -> None:
    """Once the opinion is issued, the original findings say what became of them; nothing else of them changes."""
    for problem in problems:
        if problem.original_finding_id and problem.result:
            unit.change(
                Finding,
                problem.original_finding_id,
                reinspection_result=problem.result,
                reinspection_note=problem.result_note,
            )


def _carried(original: Finding | None, row: dict[str, Any]) -> dict[str, Any]:
    if original is None:
        return {"place": row.get("location"), "fact": row.get("description"), "hazard_level": "general"}
    kept = {name: getattr(original, name) for name in CARRIED}
    said = {"place": row.get("location") or original.place, "fact": row.get("description") or original.fact}
    return {**kept, **said, "original_finding_id": original.id}
