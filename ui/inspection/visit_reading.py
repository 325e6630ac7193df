"""What the inspection page asks the services; runs on the database thread and hands back plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from inspector_app.hazard.rules import wants_dual_evidence
from inspector_app.inspection.values import AnswerInput, InspectionState
from ui.inspection.visit import Earlier, Line, Standing, Visit, VisitList, page_of
from ui.language import tr

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.enterprise.dossier import DesignValueRow

EARLIER_VISITS = 3
MOST_OPEN = 200
"""Of so many of the mine's newest findings the open ones are shown with their items."""


def visit(app: App, inspection_id: str) -> Visit:
    """The visit with its items. Raises ``BadInput('inspection.unknown')``."""
    inspection = app.inspections.get(inspection_id)
    subject = app.inspections.subject(inspection_id)
    file = app.register.site_file(inspection.site_id or "")
    pins = inspection.checklist_pins or {}
    lists = []
    for key in inspection.scope_checklists or ():
        pinned = app.checklists.pinned(key, pins.get(key))
        lines = tuple(Line(key, number, item) for number, item in enumerate(pinned.applying(subject), 1))
        lists.append(VisitList(key, pinned.title, lines, pinned, pinned.title_en))
    design = {value.key: value for value in file.design_values}
    return Visit(
        id=inspection_id,
        site_id=inspection.site_id or "",
        site_name=file.site.name,
        started_at=inspection.started_at or "",
        is_running=inspection.inspection_state == InspectionState.RUNNING,
        nth=inspection.nth_check_this_year or 1,
        lists=tuple(lists),
        subject=subject,
        page=page_of(inspection.original_inspection_id),
        design={key: _design(value) for key, value in design.items()},
        design_labels={key: value.label for key, value in design.items()},
        earlier=_earlier(app, inspection),
    )


def standing(app: App, inspection_id: str) -> Standing:
    """Answers, findings and photos of a visit as they stand."""
    inspection = app.inspections.get(inspection_id)
    findings = tuple(app.inspections.findings(inspection_id=inspection_id, limit=1000))
    sheet = app.dual.sheet(inspection_id) if any(map(wants_dual_evidence, findings)) else None
    return Standing(
        _said(app.inspections.answers(inspection_id)),
        findings,
        app.evidence.count_unfiled(inspection_id),
        inspection.inspection_state == InspectionState.RUNNING,
        app.quiz.tally(inspection_id),
        len(sheet.open) if sheet else None,
        inspection.ended_at or "",
    )


def with_initials(known: Visit) -> Visit:
    """The visit with the pinyin initials of its items, for the search field."""
    from inspector_app.enterprise.pinyin import initials

    lists = tuple(
        replace(one, lines=tuple(replace(line, initials=initials(line.item.title)) for line in one.lines))
        for one in known.lists
    )
    return replace(known, lists=lists)


def _said(answers: Mapping[str, Any]) -> dict[str, AnswerInput]:
    return {
        key: AnswerInput(
            verdict=one.verdict,
            value=one.value,
            unit=one.unit,
            count=one.count,
            answered_on=one.answered_on,
            text=one.text,
            choices=tuple(one.choices or ()),
            not_checked_reason=one.not_checked_reason,
            note=one.note,
            rows=one.rows,
            carried_from=one.carried_from,
        )
        for key, one in answers.items()
        if one.verdict
    }


def _earlier(app: App, inspection: Any) -> dict[str, Earlier]:
    found: dict[str, Earlier] = {}
    rows = app.inspections.visits(site_id=inspection.site_id, limit=EARLIER_VISITS + 1)
    for row in reversed([row for row in rows if row.id != inspection.id and row.started_at < inspection.started_at]):
        day = row.started_at[:10]
        for key, said in _said(app.inspections.answers(row.id)).items():
            found[key] = Earlier(day, said, visit_id=row.id)
        for finding in app.inspections.findings(inspection_id=row.id, limit=1000):
            key = finding.item_key or ""
            before = found.get(key, Earlier(day))
            found[key] = replace(before, findings=(*before.findings, finding))
    days: dict[str, str] = {}
    for finding in app.inspections.findings(site_id=inspection.site_id, limit=MOST_OPEN):
        if finding.item_key and finding.is_open and finding.inspection_id != inspection.id:
            at = finding.inspection_id
            days[at] = days.get(at) or (app.inspections.get(at).started_at or "")[:10]
            before = found.get(finding.item_key, Earlier(days[at]))
            found[finding.item_key] = replace(before, still_open=(*before.still_open, (days[at], finding)))
    return found


def _design(value: DesignValueRow) -> str:
    source = "，".join(part for part in (value.source, value.dated_on) if part)
    return tr("{0}，出自{1}").format(value.shown, source) if source else value.shown
