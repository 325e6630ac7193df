"""What the start page asks the services; runs on the database thread and hands back plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from inspector_app.checklist.definition import Checklist, ChecklistItem
from inspector_app.checklist.values import Depth, SiteSubject
from inspector_app.enterprise.values import SiteQuery, SiteRow
from inspector_app.errors import BadInput
from inspector_app.inspection.list_proposals import ListProposal
from inspector_app.inspection.rules import Certificate
from inspector_app.office.values import OfficerRole
from ui.inspection.start_form import FittingList, LastVisit, SiteChoice, StartChoices, StartForm, last_form

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

LAST_VISITS = 4
HITS = 12


def choices(app: App) -> StartChoices:
    """Everybody who may go along, and last time's answers of whoever works here."""
    people = tuple(app.office.officers())
    certificates = {
        one.id: Certificate(
            one.id, one.name, one.role is OfficerRole.OFFICER, one.cert_no or None, one.cert_valid_from_on,
            one.cert_valid_to_on,
        )
        for one in people
    }  # fmt: skip
    return StartChoices(people, _last(app), certificates)


def sites(app: App, text: str) -> list[SiteRow]:
    """Mines and ponds that match: two characters, pinyin initials, or a USCC's beginning; with nothing typed those of
    the own county come first.
    """
    found = app.register.sites(SiteQuery(text=text), limit=HITS)
    own = "" if text else _own_region(app)
    if not own:
        return found
    here = app.register.sites(SiteQuery(region_code=own), limit=HITS)
    return [*here, *(row for row in found if row.region_code != own)][:HITS]


def _own_region(app: App) -> str:
    """The county of the bureau in whose name this laptop works, empty where none is set."""
    try:
        return app.office.bureau().region_code or ""
    except BadInput:
        return ""


def site_choice(app: App, site_id: str, system_id: str = "") -> SiteChoice:
    """The file of a mine, the checklists that fit it, and its earlier visits."""
    file = app.register.site_file(site_id)
    subject = app.inspections.subject_at(site_id, system_id or None)
    proposals = {one.key: one for one in app.inspections.proposals(site_id, system_id or None)}
    lists = tuple(_fitting(one, subject, proposals[one.key]) for one in app.checklists.fitting(subject))
    rows = app.inspections.visits(site_id=site_id, limit=LAST_VISITS)
    visits = tuple(LastVisit(row.id, row.started_at[:10], row.state.value, row.findings) for row in rows)
    scope = _last_scope(app, [row.id for row in rows], system_id)
    return SiteChoice(file, lists, app.inspections.nth_check(file.site.enterprise_id), visits, scope)


def _last_scope(app: App, visits: Sequence[str], system_id: str) -> str:
    """What was approved the last time for this very part of the mine; another part's says nothing of it."""
    for inspection_id in visits:
        visit = app.inspections.get(inspection_id)
        if (visit.system_id or "") == system_id:
            return visit.scope_text or ""
    return ""


def _fitting(one: Checklist, subject: SiteSubject, proposal: ListProposal) -> FittingList:
    asked = one.asked(subject)
    return FittingList(
        one.key, one.title, one.task, len(asked), len(one.items), _by_depth(asked), proposal.reasons, proposal.minutes,
        one.title_en,
    )


def _by_depth(items: Sequence[ChecklistItem]) -> dict[str, int]:
    """How many of these a walk of each depth asks; one that would ask nothing asks what the next deeper one does."""
    short, normal, full = (sum(1 for item in items if depth.asks(item.depth)) for depth in Depth)
    counts = (short or normal or full, normal or full, full)
    return {depth.value: count for depth, count in zip(Depth, counts, strict=True)}


def _last(app: App) -> StartForm | None:
    rows = app.inspections.visits(limit=1)
    if not rows:
        return None
    return last_form(app.inspections.get(rows[0].id), app.inspections.participants(rows[0].id))
