"""What the home page says of papers: drafts, what waits for a signature, what is out and lacks seal or service."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from inspector_app.enforcement import outstanding
from inspector_app.enforcement.outstanding import OutstandingPaper
from inspector_app.storage.reader import Reader

if TYPE_CHECKING:
    from inspector_app.office.calendar import WorkCalendar

LOOK_BACK_DAYS = 90
"""A paper on which an officer's signature is missing for longer is told on its own page only."""
NOTICE, DECISIONS = "penalty_prior_notice", "('penalty_decision_org', 'penalty_decision_person')"
SIGNED_BY_OFFICERS = (
    "('inspection_record', 'rectification_order', 'onsite_measure_decision', 'reinspection_opinion')"
)
"""Papers of a visit with a line for each officer."""

_WAITING = (
    "SELECT d.id, coalesce(d.inspection_id, '') inspection_id, coalesce(d.form, '') form, "
    "coalesce(d.title, '') title, coalesce(d.number, '') number, "
    "coalesce(s.name, '') site_name, coalesce(d.printed_at, '') printed_at, "
    "coalesce(d.respondent, '') respondent, coalesce(o.number, '') original_number, "
    "d.sealed_at IS NULL AND coalesce(d.seal_mode, 'none') <> 'none' needs_seal"
)
_BESIDE = (
    "LEFT JOIN inspection i ON i.id = d.inspection_id LEFT JOIN site s ON s.id = i.site_id "
    "LEFT JOIN document o ON o.id = d.original_document_id"
)
_UNSIGNED = (
    f"{_WAITING} FROM document d {_BESIDE} "
    "WHERE d.document_state = 'printed' AND d.presence = 'present' ORDER BY d.printed_at LIMIT :shown"
)
_DRAFTS = (
    f"{_WAITING} FROM document d {_BESIDE} WHERE d.document_state = 'draft' AND d.presence = 'present' "  # noqa: S608 - constants
    f"AND NOT (d.form IN {DECISIONS} AND d.case_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM document n "
    f"WHERE n.case_id = d.case_id AND n.form = '{NOTICE}' AND n.presence = 'present' "
    "AND n.document_state IN ('printed', 'signed', 'served', 'closed'))) ORDER BY d.id LIMIT :shown"
)
_HALF_SIGNED = (
    f"{_WAITING}, json_extract(d.\"values\", '$.officers') officers, (SELECT json_group_array(json_array("  # noqa: S608 - constants
    "g.signer_name, g.is_refusal IS TRUE, g.noted_by)) FROM signature_record g "
    "WHERE g.document_id = d.id AND g.presence = 'present') signatures "
    f"FROM document d {_BESIDE} WHERE d.id IN (SELECT document_id FROM signature_record "
    "WHERE id >= :since AND presence = 'present' ORDER BY id DESC LIMIT :most) "
    f"AND d.form IN {SIGNED_BY_OFFICERS} AND d.document_state IN ('signed', 'served') AND d.presence = 'present' "
    "ORDER BY d.id"
)


@dataclass(frozen=True)
class WaitingPaper:
    """A paper that is a draft still, or lacks a signature; ``needs_seal``: nor sealed.

    ``original_number``: number of the order it re-inspects. ``lacking``: officers who have not signed.
    """

    id: str
    inspection_id: str
    form: str
    title: str
    number: str
    site_name: str
    printed_at: str
    respondent: str = ""
    original_number: str = ""
    needs_seal: bool = False
    lacking: tuple[str, ...] = ()


def read_unsigned(reader: Reader, shown: int) -> tuple[WaitingPaper, ...]:
    """Papers nobody has signed or refused yet, the oldest first."""
    return tuple(_paper(row) for row in reader.rows(_UNSIGNED, {"shown": shown}))


def read_drafts(reader: Reader, shown: int) -> tuple[WaitingPaper, ...]:
    """Drafts, the oldest first; a decision (决定书) is none of them before its notice (告知书) is out."""
    return tuple(_paper(row) for row in reader.rows(_DRAFTS, {"shown": shown}))


def read_half_signed(reader: Reader, day: date, shown: int) -> tuple[WaitingPaper, ...]:
    """Papers on which an officer's signature is missing though the party has signed or refused."""
    bounds = {"since": _first_id(day - timedelta(days=LOOK_BACK_DAYS)), "most": 100 * shown}
    found = []
    for row in reader.rows(_HALF_SIGNED, bounds):
        facts = dict(row)
        lacking = _lacking(facts.pop("officers"), facts.pop("signatures"))
        if lacking:
            found.append(replace(_paper(facts), lacking=lacking))
    return tuple(found[:shown])


def _lacking(officers: str | None, signatures: str | None) -> tuple[str, ...]:
    named = [str(one.get("name") or "") for one in json.loads(officers or "[]") if isinstance(one, dict)]
    signed: set[str] = set()
    for name, is_refusal, noted_by in json.loads(signatures or "[]"):
        signed |= set(json.loads(noted_by)) if isinstance(noted_by, str) else set(noted_by or ())
        if not is_refusal:
            signed.add(name)
    return tuple(name for name in named if name and name not in signed)


def _first_id(day: date) -> str:
    """The smallest id (UUID v7) a record of that day can have."""
    milliseconds = int(datetime.combine(day, time(), UTC).timestamp() * 1000)
    digits = f"{milliseconds:012x}"
    return f"{digits[:8]}-{digits[8:]}"


def _paper(row: Mapping[str, Any]) -> WaitingPaper:
    return WaitingPaper(**{**row, "needs_seal": bool(row["needs_seal"])})


def read_outstanding(reader: Reader, shown: int, most: int) -> tuple[tuple[OutstandingPaper, ...], int]:
    """The most urgent papers, and how many there are (cut to ``most``)."""
    papers = outstanding.outstanding(reader.rows, lawful_by(reader), shown)
    return papers, int(reader.value(outstanding.COUNT, {"most": most}) or 0)


def lawful_by(reader: Reader) -> Callable[[str, str], str]:
    """Last lawful days by parameter and day of issue; settings and holidays are read when the first one is asked."""

    @cache
    def last_day(parameter: str, issued_on: str) -> str:
        issued = date.fromisoformat(issued_on)
        days = int(str(_setting(reader, parameter)))
        return _calendar(reader, issued).working_deadline(issued, days).last_on.isoformat()

    return last_day


def _calendar(reader: Reader, begin: date) -> WorkCalendar:
    """The tables of the year in which a period begins and of the one after it."""
    from inspector_app.office import calendars
    from inspector_app.office.calendar import CalendarYear, WorkCalendar

    years = calendars.shipped_years()
    for year in (begin.year, begin.year + 1):
        imported = _chosen(reader, f"{calendars.PREFIX}{year}")
        if imported is not None:
            years = {**years, year: CalendarYear.read(imported)}
    return WorkCalendar(years.values())


def _setting(reader: Reader, key: str) -> Any:
    from inspector_app.office.parameters import parameters

    chosen = _chosen(reader, key)
    return parameters()[key].value if chosen is None else chosen


def _chosen(reader: Reader, key: str) -> Any:
    """What was chosen for a key: this laptop's own choice before the county's."""
    query = "SELECT id, value FROM setting WHERE key = :key AND presence = 'present' ORDER BY id"
    chosen = {row["id"]: json.loads(row["value"]) for row in reader.rows(query, {"key": key})}
    if len(chosen) < 2:
        return next(iter(chosen.values()), None)
    from inspector_app.office.rules import setting_id  # start-up pays for it only where two choices compete

    return chosen.get(setting_id(key), next(iter(chosen.values())))
