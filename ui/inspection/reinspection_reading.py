"""What the re-inspection page asks the services; runs on the database thread and hands back plain values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from inspector_app import reinspection as reinspection_core
from inspector_app.enforcement.values import DocumentState, PaperRow
from inspector_app.errors import BadInput
from inspector_app.inspection.values import FindingRow, InspectionState
from ui.inspection.photo_rows import PhotoRow, photos_of

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

ORDERS = ("onsite_measure_decision", "rectification_order")
OPINION = "reinspection_opinion"
AUTHORITY = (
    "approval_no", "approver", "approved_at", "approval_gap_reason", "behavior_code", "behavior_code_gap_reason",
)  # fmt: skip
"""What gives the right to re-inspect; asked before it begins."""


@dataclass(frozen=True)
class OpenOrder:
    """An issued order that may be re-inspected; ``due_on`` the latest deadline of its items."""

    paper: PaperRow
    site_name: str
    due_on: str
    items: int
    reinspection_id: str = ""
    """The visit that re-inspects it already."""


@dataclass(frozen=True)
class Item:
    """One original item: what was found, how it looked, how it looks now."""

    finding: FindingRow
    old_photos: tuple[PhotoRow, ...]
    new_photos: tuple[PhotoRow, ...]
    due_on: str


@dataclass(frozen=True)
class Reinspection:
    """A running or finished re-inspection."""

    inspection_id: str
    site_name: str
    orders: tuple[PaperRow, ...]
    opinions: tuple[PaperRow, ...]
    items: tuple[Item, ...]
    is_running: bool

    @property
    def open_items(self) -> int:
        """Items without a result."""
        return sum(1 for item in self.items if not item.finding.reinspection_result)


def open_orders(app: App) -> tuple[OpenOrder, ...]:
    """Issued orders and decisions, those that are due first."""
    states = (DocumentState.PRINTED, DocumentState.SIGNED, DocumentState.SERVED)
    papers = [one for one in app.papers.papers() if one.form in ORDERS and one.state in states and one.inspection_id]
    running: dict[str, str] = {}
    for visit in app.inspections.visits(limit=100):
        original = app.inspections.get(visit.id).original_inspection_id
        if original:
            running.setdefault(original, visit.id)
    found = []
    for paper in papers:
        values = app.papers.content(paper.id).values
        problems = values.get("problems") or []
        days = [str(group.get("deadline") or "") for group in values.get("groups") or []]
        days += [str(problem.get("deadline") or "") for problem in problems]
        inspection_id = paper.inspection_id or ""
        site = app.register.site_file(app.inspections.get(inspection_id).site_id or "").site.name
        due = max((day for day in days if day), default="")
        found.append(OpenOrder(paper, site, due, len(problems), running.get(inspection_id, "")))
    return tuple(sorted(found, key=lambda one: (bool(one.reinspection_id), one.due_on or "9999")))


def start(app: App, actor: str, document_id: str, answers: dict[str, str]) -> str:
    """Begin the re-inspection of an order with what is proposed and the authority that was stated; the new visit."""
    stated: dict[str, Any] = {name: answers[name] for name in AUTHORITY if answers.get(name)}
    visit = replace(reinspection_core.proposed(app, document_id), **stated)
    return app.papers.start_reinspection(actor, document_id, visit)


def reinspection(app: App, inspection_id: str) -> Reinspection:
    """The items of a re-inspection. Raises ``BadInput('inspection.unknown')`` for a visit that is none."""
    visit = app.inspections.get(inspection_id)
    if not visit.original_inspection_id:
        raise BadInput("inspection.unknown", id=inspection_id)
    papers = app.papers.papers(inspection_id=visit.original_inspection_id)
    again = {one.original_document_id for one in app.papers.suggestions(inspection_id) if one.form == OPINION}
    void = DocumentState.VOID
    return Reinspection(
        inspection_id,
        app.register.site_file(visit.site_id or "").site.name,
        tuple(one for one in papers if one.id in again),
        tuple(p for p in app.papers.papers(inspection_id=inspection_id) if p.form == OPINION and p.state is not void),
        tuple(_item(app, row) for row in app.inspections.findings(inspection_id=inspection_id, limit=1000)),
        visit.inspection_state == InspectionState.RUNNING,
    )


def _item(app: App, row: FindingRow) -> Item:
    old: tuple[PhotoRow, ...] = ()
    due: Any = None
    if row.original_finding_id:
        old = photos_of(app, finding_id=row.original_finding_id)
        due = app.inspections.finding(row.original_finding_id).rectification_due_on
    return Item(row, old, photos_of(app, finding_id=row.id), due or "")
