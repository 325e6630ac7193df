"""The papers of the sample county's last big visit, issued in the past: an order that waits for its re-inspection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from inspector_app.bootstrap import App
from inspector_app.enforcement.values import SealMode, ServiceMode, SignerRole
from inspector_app.inspection.values import ParticipantRole
from inspector_app.sample import data
from inspector_app.sample.history import PastClock
from inspector_app.sample.loader import Summary, load_sample
from inspector_app.sample.pictures import load_pictures
from inspector_app.store import Store

_PRINTER = "示例"


def load_county(store: Store, day: date) -> Summary:
    """The whole sample county with pictures and papers, into an empty sample store. Raises as ``load_sample``."""
    summary = load_sample(store.units, store.clock, day)
    load_pictures(store, summary, day)
    load_papers(store, summary, day)
    return summary


def load_papers(store: Store, summary: Summary, day: date) -> tuple[str, ...]:
    """Issue, sign and serve what the data file names, as of each visit's end; the document ids.

    Numbers carry the word 示例, so that none can be taken for, or collide with, a number of the bureau.
    """
    issued: list[str] = []
    for visit in data.read("history", day)["visits"]:
        inspection = summary.inspections[visit["key"]]
        for form, number in visit.get("papers", ()):
            issued.append(_issue(store, inspection, form, number))
    return tuple(issued)


def _issue(store: Store, inspection_id: str, form: str, number: str) -> str:
    visit = App(store).inspections.get(inspection_id)
    ended = datetime.fromisoformat(str(visit.ended_at))
    with _in_the_past(store, ended) as app:
        papers, actor = app.papers, app.officer_id
        document = papers.create(actor, form, inspection_id=inspection_id)
        row = papers.issue(
            actor, document, number=number, issued_on=ended.date().isoformat(), accept_warnings=True
        )
        papers.record_print(actor, document, 2, _PRINTER)
        for officer in app.inspections.participants(inspection_id):
            if officer.role in (ParticipantRole.LEAD, ParticipantRole.OFFICER):
                papers.sign(actor, document, SignerRole.OFFICER, officer.name)
        papers.sign(actor, document, SignerRole.SITE_REPRESENTATIVE, str(visit.site_rep_name))
        if row.seal_mode is not SealMode.NONE:
            papers.seal(actor, document, SealMode.OFFICE)
        papers.serve(actor, document, ServiceMode.DIRECT, ended.date().isoformat())
    return document


@contextmanager
def _in_the_past(store: Store, moment: datetime) -> Iterator[App]:
    """Services whose papers say that past time; the journal goes on telling when it was really entered."""
    now = store.clock
    _made_with_the_real_clock = store.units
    store.clock = PastClock(now, moment)
    try:
        yield App(store)
    finally:
        store.clock = now
