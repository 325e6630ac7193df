"""What the papers page asks the services; runs on the database thread and hands back plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inspector_app.enforcement.case_values import GroupRow
from inspector_app.enforcement.left_out import LeftOut
from inspector_app.enforcement.scan_values import PaperHistory
from inspector_app.enforcement.signing_values import InkRow, PaperPlan
from inspector_app.enforcement.values import CheckResult, DocumentState, PaperContent, PaperRow, Suggestion
from inspector_app.inspection.values import FindingRow, InspectionRow
from inspector_app.session import Pin

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.documents.values import PaperInput


@dataclass(frozen=True)
class PaperLine:
    """One line of the list: a paper that exists, or one that fits and does not exist yet."""

    title: str
    form: str
    paper: PaperRow | None = None
    suggestion: Suggestion | None = None

    @property
    def key(self) -> str:
        """What tells this line from the others."""
        if self.paper is not None:
            return self.paper.id
        made = self.suggestion
        return f"new:{self.form}:{made.case_id if made else ''}:{made.original_document_id if made else ''}"

    @property
    def is_missing(self) -> bool:
        """Whether the law asks for it and nobody has begun it."""
        return self.paper is None and self.suggestion is not None and self.suggestion.required


@dataclass(frozen=True)
class VisitPapers:
    """Papers of one visit."""

    inspection_id: str
    site_name: str
    visits: tuple[InspectionRow, ...]
    lines: tuple[PaperLine, ...]
    groups: tuple[GroupRow, ...]
    uncovered: tuple[FindingRow, ...]
    """Findings that ask for a dual group and have none."""
    left_out: tuple[LeftOut, ...] = ()
    """Findings that stand on no order."""


@dataclass(frozen=True)
class PaperView:
    """One paper with its checks and its past. ``pin_is_set``: issuing and signing ask for the PIN."""

    content: PaperContent
    checks: tuple[CheckResult, ...]
    history: PaperHistory
    pin_is_set: bool
    officers: tuple[str, ...]
    representative: str
    plan: PaperPlan
    inks: tuple[InkRow, ...] = ()
    """Signatures written on the screen."""
    may_ink: bool = False

    @property
    def row(self) -> PaperRow:
        """The paper's line."""
        return self.content.row

    @property
    def is_unreported(self) -> bool:
        """Whether a missing signature waits to be reported to the own bureau."""
        return any(one.is_refusal and not one.is_reported for one in self.history.signatures)


def visit_papers(app: App, inspection_id: str, document_id: str = "") -> VisitPapers:
    """Papers of a visit: of that of the named paper, else of the named one, else of the newest."""
    if document_id:
        inspection_id = app.papers.paper(document_id).inspection_id or inspection_id
    visits = tuple(app.inspections.visits(limit=30))
    chosen = inspection_id or (visits[0].id if visits else "")
    if not chosen:
        return VisitPapers("", "", visits, (), (), ())
    suggestions = app.papers.suggestions(chosen)
    papers = app.papers.papers(inspection_id=chosen)
    site = app.register.site_file(app.inspections.get(chosen).site_id or "").site.name
    groups = tuple(app.dual.groups(chosen))
    uncovered, left = tuple(app.dual.uncovered(chosen)), app.papers.left_out(chosen)
    return VisitPapers(chosen, site, visits, lines_of(suggestions, papers), groups, uncovered, left)


def lines_of(suggestions: list[Suggestion], papers: list[PaperRow]) -> tuple[PaperLine, ...]:
    """Suggested papers first in their order (the one that exists, or the gap), then all other papers."""
    by_id = {paper.id: paper for paper in papers}
    lines, used = [], set()
    for one in suggestions:
        paper = by_id.get(one.document_id or "")
        if paper is not None and paper.state is not DocumentState.VOID:
            if paper.id not in used:
                used.add(paper.id)
                lines.append(PaperLine(paper.title, paper.form, paper, one))
        else:
            lines.append(PaperLine(one.title, one.form, None, one))
    rest = [PaperLine(paper.title, paper.form, paper) for paper in papers if paper.id not in used]
    return (*lines, *rest)


def begin_all(app: App, actor: str, inspection_id: str, lines: Sequence[PaperLine]) -> str:
    """Begin the papers of these lines (each is suggested); the id of the first."""
    made = []
    for line in lines:
        of = line.suggestion
        assert of is not None
        about = {"case_id": of.case_id, "original_document_id": of.original_document_id}
        made.append(app.papers.create(actor, line.form, inspection_id=inspection_id, **about))
    return made[0]


def paper_view(app: App, document_id: str) -> PaperView:
    """One paper. Raises ``BadInput('record.unknown')``."""
    content = app.papers.content(document_id)
    checks = tuple(app.papers.check(document_id)) if content.row.editable else ()
    inspection_id = content.row.inspection_id
    representative = app.inspections.get(inspection_id).site_rep_name if inspection_id else None
    return PaperView(
        content,
        checks,
        app.papers.history(document_id),
        Pin(app.store).state.is_set,
        app.papers.officers_of(document_id),
        representative or str(content.values.get("legal_rep") or ""),
        app.papers.plan(document_id),
        tuple(app.papers.ink_signatures(document_id)),
        app.papers.may_ink(),
    )


def require_pin(app: App, pin: str) -> None:
    """Nothing happens for the right PIN, or where none is set. Raises ``WrongKey``."""
    guard = Pin(app.store)
    if guard.state.is_set:
        guard.check(pin)


def pages_of(app: App, document_id: str, pending: dict[str, Any]) -> PaperInput | bytes:
    """What the window shows: of an issued paper its frozen PDF, as it prints; of a draft what the worker draws,
    with what is typed and not stored yet laid over it.
    """
    frozen = _frozen(app, document_id)
    return preview_input(app, document_id, pending) if frozen is None else frozen


def _frozen(app: App, document_id: str) -> bytes | None:
    """The PDF that stands; of a void paper the last one that was made."""
    row = app.papers.paper(document_id)
    if row.editable:
        return None
    if row.state is not DocumentState.VOID:
        return app.papers.pdf(document_id)
    runs = app.papers.history(document_id).prints
    return app.papers.printed_pdf(runs[-1].id, document_id) if runs else None


def preview_input(app: App, document_id: str, pending: dict[str, Any]) -> PaperInput:
    """The draft as it stands with ``pending`` over it."""
    from dataclasses import replace

    from inspector_app.enforcement.paper_reading import printable

    paper = app.papers.paper_input(document_id)
    if pending:
        laid_over = {key: value for key, value in {**paper.values, **pending}.items() if value is not None}
        paper = replace(paper, values=printable(paper.form, laid_over))
    return paper.for_worker()
