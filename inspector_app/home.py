"""今日待办: what the home page shows, read by the thin reader, each list bounded and from an index.

However many findings the store holds, no query here reads more than ``MOST`` index rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from inspector_app.enforcement.outstanding import OutstandingPaper
from inspector_app.fieldwork.unfinished import UnfinishedSheet, read_unfinished
from inspector_app.home_dual import HALF_DUAL, EvidenceGap, read_evidence
from inspector_app.home_papers import WaitingPaper, read_drafts, read_half_signed, read_outstanding, read_unsigned
from inspector_app.home_quiz import RunningExamination, read_examinations
from inspector_app.preflight import memory
from inspector_app.preflight.memory import last_run
from inspector_app.preflight.values import LastRun
from inspector_app.storage.reader import Reader, Unlocked
from inspector_app.transcription.values import LOOK_BACK_DAYS, PENDING

MOST = 1000
"""Counting stops here; the page then shows “1000+”."""
SHOWN = 8
"""Rows per card."""
DUE_WITHIN_DAYS = 14
"""How far ahead deadlines are shown."""
LICENCE_WITHIN_DAYS = 30

_BOUNDS = {"most": MOST, "shown": SHOWN}

PLACE, RUNNING_MARK = "window.place", "window.running"
"""``local_value`` keys: where the officer was; whether the window ended properly."""


@dataclass(frozen=True)
class RunningVisit:
    """A visit that was begun and not closed."""

    id: str
    site_id: str
    site_name: str
    enterprise_name: str
    started_at: str
    findings: int
    unfiled_photos: int
    is_reinspection: bool = False


@dataclass(frozen=True)
class DueVisit:
    """A visit with findings whose rectification deadline has come or comes soon: its 复查 is due."""

    inspection_id: str
    site_id: str
    site_name: str
    due_on: str
    items: int

    def days_left(self, day: date) -> int:
        """Days until the deadline; negative when it has passed."""
        return (date.fromisoformat(self.due_on) - day).days


@dataclass(frozen=True)
class EndingLicence:
    """A licence that has ended or ends soon."""

    id: str
    site_id: str
    holder: str
    licence_kind: str
    valid_to_on: str


@dataclass(frozen=True)
class Handover:
    """What the county has not receipted yet, as far as this laptop knows without reading every file name."""

    joined: bool
    county_name: str
    entries_waiting: int
    set_aside: int
    last_receipt_at: str | None


@dataclass(frozen=True)
class TypedText:
    """Text that was being typed when the program ended. ``cursor`` counts characters from the start."""

    kind: str
    record_id: str
    field: str
    text: str
    cursor: int
    officer_id: str
    updated_at: str


@dataclass(frozen=True)
class HomeBoard:
    """Everything on the home page. Counts above ``MOST`` are cut to it."""

    day: date
    officer_name: str
    is_sample: bool
    running: tuple[RunningVisit, ...] = ()
    running_count: int = 0
    due: tuple[DueVisit, ...] = ()
    due_count: int = 0
    overdue_count: int = 0
    unfiled_photos: int = 0
    unfiled_visit: str = ""
    """The newest visit whose photos are not all filed."""
    unsigned: tuple[WaitingPaper, ...] = ()
    drafts: tuple[WaitingPaper, ...] = ()
    """Without decisions whose notice is not out: they are not next."""
    half_signed: tuple[WaitingPaper, ...] = ()
    """Papers the party has signed or refused and an officer has not signed yet."""
    papers_count: int = 0
    """Drafts and unsigned prints together."""
    outstanding: tuple[OutstandingPaper, ...] = ()
    """Signed papers without seal or service, refusals nobody reported; the most urgent first."""
    outstanding_count: int = 0
    licences: tuple[EndingLicence, ...] = ()
    licence_count: int = 0
    conflicts: int = 0
    half_dual: int = 0
    """一案双罚 groups with one half missing and no reason recorded."""
    half_dual_group: str = ""
    """Id of the oldest of them."""
    untranscribed: tuple[str, ...] = ()
    """Ids of ended visits that are not entered in the other systems, the newest first, at most ``SHOWN``."""
    untranscribed_count: int = 0
    evidence: tuple[EvidenceGap, ...] = ()
    """双罚取证清单 that are not complete, the newest first."""
    examinations: tuple[RunningExamination, ...] = ()
    """逢查必考 that began and have no result yet, the newest first."""
    sheets: tuple[UnfinishedSheet, ...] = ()
    """下井记录单 that are half entered, the newest first."""
    handover: Handover = field(default_factory=lambda: Handover(False, "", 0, 0, None))
    preflight: LastRun | None = None
    """出检前自检 as it last ended on this laptop; nothing is looked at for this page."""


@dataclass(frozen=True)
class Return:
    """Where the officer was, and whether the last run ended by itself."""

    place: dict[str, Any]
    crashed: bool
    typed: tuple[TypedText, ...]


def read_board(reader: Reader, unlocked: Unlocked, day: date) -> HomeBoard:
    """The whole home page as of a local calendar day."""
    running = _running(reader)
    due, overdue, due_count = _due(reader, day)
    licences = _licences(reader, day)
    untranscribed = _untranscribed(reader, day)
    outstanding, outstanding_count = read_outstanding(reader, SHOWN, MOST)
    return HomeBoard(
        day=day,
        officer_name=str(reader.value("SELECT name FROM officer WHERE id = :id", {"id": unlocked.officer_id}) or ""),
        is_sample=unlocked.key_file.is_sample,
        running=running,
        running_count=_bounded(reader, "inspection WHERE inspection_state = 'running' AND presence = 'present'"),
        due=due,
        due_count=due_count,
        overdue_count=overdue,
        unfiled_photos=_bounded(
            reader,
            "photo WHERE presence = 'present' AND finding_id IS NULL AND answer_id IS NULL AND purpose IS NULL",
        ),
        unfiled_visit=str(
            reader.value(
                "SELECT inspection_id FROM photo WHERE presence = 'present' AND finding_id IS NULL "
                "AND answer_id IS NULL AND purpose IS NULL ORDER BY inspection_id DESC LIMIT 1"
            )
            or ""
        ),
        unsigned=read_unsigned(reader, SHOWN),
        drafts=read_drafts(reader, SHOWN),
        half_signed=read_half_signed(reader, day, SHOWN),
        papers_count=_bounded(
            reader, "document WHERE document_state IN ('draft', 'printed') AND presence = 'present'"
        ),
        outstanding=outstanding,
        outstanding_count=outstanding_count,
        licences=tuple(licences[:SHOWN]),
        licence_count=len(licences),
        conflicts=_bounded(reader, "record_conflict"),
        half_dual=_bounded(reader, HALF_DUAL),
        half_dual_group=str(reader.value(f"SELECT g.id FROM {HALF_DUAL} ORDER BY g.id LIMIT 1") or ""),  # noqa: S608
        untranscribed=untranscribed[:SHOWN],
        untranscribed_count=len(untranscribed),
        evidence=read_evidence(reader, day, SHOWN),
        examinations=read_examinations(reader, SHOWN),
        sheets=read_unfinished(reader.rows, SHOWN),
        handover=_handover(reader),
        preflight=last_run(reader.values((memory.KEY,)).get(memory.KEY)),
    )


def read_return(reader: Reader) -> Return:
    """Where to go on, and what was being typed."""
    known = reader.values((PLACE, RUNNING_MARK))
    typed = reader.rows(
        "SELECT kind, record_id, field, text, cursor, officer_id, updated_at FROM draft_input "
        "ORDER BY updated_at DESC LIMIT 200"
    )
    place = json.loads(known.get(PLACE, "{}"))
    return Return(place, known.get(RUNNING_MARK) == "yes", tuple(TypedText(**row) for row in typed))


@dataclass(frozen=True)
class Receipt:
    """One 接收回执. ``received_at``: when the county signed it, by its own clock.

    ``head_seq``: entries of the stream up to here were received; ``is_valid``: nothing was lost at the county since.
    """

    id: str
    received_at: str
    head_seq: int
    is_valid: bool


def read_receipts(reader: Reader) -> tuple[Receipt, ...]:
    """The newest receipts."""
    rows = reader.rows(
        "SELECT id, received_at, head_seq, is_valid FROM receipt ORDER BY rowid DESC LIMIT 50"
    )
    return tuple(Receipt(**{**row, "is_valid": bool(row["is_valid"])}) for row in rows)


def _running(reader: Reader) -> tuple[RunningVisit, ...]:
    rows = reader.rows(
        "SELECT i.id, coalesce(i.site_id, '') site_id, coalesce(s.name, '') site_name, "
        "coalesce(e.name, '') enterprise_name, "
        "coalesce(i.started_at, '') started_at, i.original_inspection_id IS NOT NULL is_reinspection, "
        "(SELECT count(*) FROM (SELECT 1 FROM finding f WHERE f.inspection_id = i.id AND f.presence = 'present' "
        "LIMIT :most)) findings, "
        "(SELECT count(*) FROM photo p WHERE p.inspection_id = i.id AND p.presence = 'present' "
        "AND p.finding_id IS NULL AND p.answer_id IS NULL AND p.purpose IS NULL) unfiled_photos "
        "FROM inspection i LEFT JOIN site s ON s.id = i.site_id LEFT JOIN enterprise e ON e.id = i.enterprise_id "
        "WHERE i.inspection_state = 'running' AND i.presence = 'present' "
        "ORDER BY i.started_at DESC, i.id DESC LIMIT :shown",
        _BOUNDS,
    )
    return tuple(RunningVisit(**{**row, "is_reinspection": bool(row["is_reinspection"])}) for row in rows)


def _due(reader: Reader, day: date) -> tuple[tuple[DueVisit, ...], int, int]:
    """First visits by deadline; how many findings are overdue, and how many are overdue or due soon."""
    until = (day + timedelta(days=DUE_WITHIN_DAYS)).isoformat()
    rows = reader.rows(
        "SELECT rectification_due_on due_on, inspection_id, site_id FROM finding INDEXED BY finding_due "
        "WHERE presence = 'present' AND rectification_due_on IS NOT NULL "
        "AND (reinspection_result IS NULL OR reinspection_result <> 'rectified') "
        "AND rectification_due_on <= :until ORDER BY rectification_due_on LIMIT :most",
        {"until": until, **_BOUNDS},
    )
    visits: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        visits.setdefault((row["inspection_id"], row["due_on"]), [row["site_id"], 0])[1] += 1
    names = _site_names(reader, {site for site, _items in list(visits.values())[:SHOWN]})
    first = [
        DueVisit(inspection_id or "", site or "", names.get(site, ""), due_on, items)
        for (inspection_id, due_on), (site, items) in list(visits.items())[:SHOWN]
    ]
    overdue = sum(1 for row in rows if row["due_on"] < day.isoformat())
    return tuple(first), overdue, len(rows)


def _licences(reader: Reader, day: date) -> list[EndingLicence]:
    until = (day + timedelta(days=LICENCE_WITHIN_DAYS)).isoformat()
    rows = reader.rows(
        "SELECT l.id, coalesce(l.site_id, '') site_id, coalesce(s.name, e.name, '') holder, "
        "coalesce(l.licence_kind, '') licence_kind, l.valid_to_on "
        "FROM licence l LEFT JOIN site s ON s.id = l.site_id LEFT JOIN enterprise e ON e.id = l.enterprise_id "
        "WHERE l.valid_to_on <= :until AND l.presence = 'present' "
        "ORDER BY l.valid_to_on LIMIT :most",
        {"until": until, **_BOUNDS},
    )
    return [EndingLicence(**row) for row in rows]


def _untranscribed(reader: Reader, day: date) -> tuple[str, ...]:
    since = (day - timedelta(days=LOOK_BACK_DAYS)).isoformat()
    return tuple(str(row["id"]) for row in reader.rows(PENDING, {"since": since, **_BOUNDS}))


def _handover(reader: Reader) -> Handover:
    known = reader.values(("county_url", "county_name"))
    own = [
        str(row["key"]).removeprefix("stream:")
        for row in reader.rows("SELECT key FROM secret WHERE key >= 'stream:' AND key < 'stream;'")
    ]
    waiting = sum(max(0, _head(reader, stream) - _receipted(reader, stream)) for stream in own)
    aside = _bounded(reader, "sync_item WHERE state = 'quarantined'")
    last = reader.value("SELECT received_at FROM receipt WHERE is_valid ORDER BY rowid DESC LIMIT 1")
    return Handover("county_url" in known, known.get("county_name", ""), waiting, aside, last)


def _head(reader: Reader, stream: str) -> int:
    return int(reader.value("SELECT max(seq) FROM entry WHERE stream_id = :stream", {"stream": stream}) or 0)


def _receipted(reader: Reader, stream: str) -> int:
    query = "SELECT max(head_seq) FROM receipt WHERE stream_id = :stream AND is_valid"
    return int(reader.value(query, {"stream": stream}) or 0)


def _site_names(reader: Reader, ids: Iterable[str | None]) -> dict[str | None, str]:
    return {
        site: str(reader.value("SELECT name FROM site WHERE id = :id", {"id": site}) or "") for site in ids if site
    }


def _bounded(reader: Reader, what: str) -> int:
    return int(reader.value(f"SELECT count(*) FROM (SELECT 1 FROM {what} LIMIT {MOST})"))  # noqa: S608 - constants
