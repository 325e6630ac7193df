"""The set-based reads of a mine's history: each goes by an index and returns one page, however long the history is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, text

from inspector_app.enforcement.case_values import CaseState, RespondentType
from inspector_app.enforcement.model import Document
from inspector_app.enforcement.repository import paper_rows
from inspector_app.enforcement.values import PaperRow
from inspector_app.enterprise.rows import one_of
from inspector_app.hazard.values import HazardLevel
from inspector_app.inspection.model import OPEN_AT_SITE, UNDATED
from inspector_app.inspection.values import InspectionCategory, InspectionState, ReinspectionResult
from inspector_app.mine_file.values import CaseLine, ChangeLine, OpenHazard, Slice, Tally, VisitLine
from inspector_app.storage import journal

_OF_SITE = "JOIN inspection i ON i.id = x.inspection_id WHERE i.site_id = :site AND i.presence = 'present' "
_DUE = f"coalesce(rectification_due_on, '{UNDATED}')"
_TALLY = {
    "visits": "inspection WHERE site_id = :site AND presence = 'present'",
    "findings": "finding WHERE site_id = :site AND presence = 'present'",
    "open": f"finding INDEXED BY finding_open_at_site WHERE site_id = :site AND {OPEN_AT_SITE}",
    "overdue": f"finding INDEXED BY finding_open_at_site WHERE site_id = :site AND {OPEN_AT_SITE} AND {_DUE} < :day",
    "majors": "finding WHERE site_id = :site AND presence = 'present' AND hazard_level = 'major'",
    "papers": f"document x {_OF_SITE} AND x.presence = 'present'",
    "cases": f"enforcement_case x {_OF_SITE} AND x.presence = 'present'",
}


def tally(connection: Connection, site_id: str, day: date) -> Tally:
    """How much there is of each kind."""
    given = {"site": site_id, "day": day.isoformat()}
    counts = {
        name: int(connection.execute(text(f"SELECT count(*) FROM {what}"), given).scalar_one())  # noqa: S608 - constants
        for name, what in _TALLY.items()
    }
    return Tally(**counts)


def open_hazards(connection: Connection, site_id: str, day: date, after: str, limit: int) -> Slice[OpenHazard]:
    """Findings that are not rectified, the nearest deadline first, those without one last."""
    due, _, last = after.partition("|")
    rows = connection.execute(
        text(
            "SELECT id, inspection_id, place, fact, hazard_level, found_at, rectification_due_on, "  # noqa: S608
            f"reinspection_result, {_DUE} AS due FROM finding INDEXED BY finding_open_at_site WHERE site_id = :site "
            f"AND {OPEN_AT_SITE} AND ({_DUE}, id) > (:due, :last) ORDER BY {_DUE}, id LIMIT :limit"
        ),
        {"site": site_id, "due": due, "last": last, "limit": limit + 1},
    ).mappings()
    return _slice([(f"{row['due']}|{row['id']}", _hazard(row, day)) for row in rows], limit)


def visits(connection: Connection, site_id: str, after: str, limit: int) -> Slice[VisitLine]:
    """Visits, newest first."""
    begun, _, last = (after or "~|~").partition("|")
    rows = connection.execute(
        text(
            "SELECT i.id, i.started_at, i.inspection_state, i.inspection_category, i.scope_text, "
            "coalesce(o.name, '') AS lead, coalesce(i.started_at, '') AS begun, "
            "(SELECT count(*) FROM document d WHERE d.inspection_id = i.id AND d.presence = 'present') AS papers "
            "FROM inspection i LEFT JOIN officer o ON o.id = i.lead_officer_id WHERE i.site_id = :site "
            "AND i.presence = 'present' AND (i.started_at, i.id) < (:begun, :last) "
            "ORDER BY i.started_at DESC, i.id DESC LIMIT :limit"
        ),
        {"site": site_id, "begun": begun, "last": last, "limit": limit + 1},
    ).mappings().all()  # fmt: skip
    counts = _findings_of(connection, [row["id"] for row in rows])
    return _slice([(f"{row['begun']}|{row['id']}", _visit(row, counts.get(row["id"], (0, 0)))) for row in rows], limit)


def papers(connection: Connection, site_id: str, after: str, limit: int) -> Slice[PaperRow]:
    """Papers of all visits and cases, the newest first."""
    rows = connection.execute(
        text(
            f"SELECT x.id FROM document x {_OF_SITE} AND x.presence = 'present' AND x.id < :last "  # noqa: S608
            "ORDER BY x.id DESC LIMIT :limit"
        ),
        {"site": site_id, "last": after or "~", "limit": limit + 1},
    ).scalars().all()  # fmt: skip
    whole = text("SELECT * FROM document WHERE id IN :ids").columns(*Document.__table__.columns)  # type: ignore[attr-defined]
    found = connection.execute(whole.bindparams(bindparam("ids", expanding=True)), {"ids": list(rows)}).mappings()
    by_id = {row.id: row for row in paper_rows(connection, [Document(**row) for row in found])}
    return _slice([(one, by_id[one]) for one in rows], limit)


def cases(connection: Connection, site_id: str, limit: int) -> tuple[CaseLine, ...]:
    """The newest cases."""
    rows = connection.execute(
        text(
            "SELECT x.id, x.group_id, x.inspection_id, x.case_name, x.respondent_type, x.case_state, "  # noqa: S608
            "x.amount_fen "
            f"FROM enforcement_case x {_OF_SITE} AND x.presence = 'present' ORDER BY x.id DESC LIMIT :limit"
        ),
        {"site": site_id, "limit": limit},
    ).mappings()
    return tuple(_case(row) for row in rows)


def changes(connection: Connection, record_ids: Sequence[str], after: str, limit: int) -> Slice[ChangeLine]:
    """The newest changes of these records."""
    query = text(
        "SELECT position, body FROM entry WHERE record_id IN :ids AND position < :before ORDER BY position DESC "
        "LIMIT :limit"
    ).bindparams(bindparam("ids", expanding=True))
    given = {"ids": list(record_ids), "before": int(after or 1 << 62), "limit": limit + 1}
    found = [(row[0], journal.parse(bytes(row[1]))) for row in connection.execute(query, given)]
    names = _officers(connection, {entry.actor for _position, entry in found})
    return _slice([(str(at), _change(at, entry, names.get(entry.actor, ""))) for at, entry in found], limit)


def _findings_of(connection: Connection, visit_ids: Sequence[str]) -> Mapping[str, tuple[int, int]]:
    """(all, open) findings by visit."""
    query = text(
        f"SELECT inspection_id, count(*), sum(CASE WHEN {OPEN_AT_SITE} THEN 1 ELSE 0 END) FROM finding "  # noqa: S608
        "WHERE inspection_id IN :ids AND presence = 'present' GROUP BY inspection_id"
    ).bindparams(bindparam("ids", expanding=True))
    return {row[0]: (int(row[1]), int(row[2])) for row in connection.execute(query, {"ids": list(visit_ids)})}


def _officers(connection: Connection, ids: set[str]) -> Mapping[str, str]:
    query = text("SELECT id, name FROM officer WHERE id IN :ids").bindparams(bindparam("ids", expanding=True))
    return {row[0]: row[1] or "" for row in connection.execute(query, {"ids": sorted(ids)})}


def _slice(keyed: list[tuple[str, Any]], limit: int) -> Slice[Any]:
    """A page of (key, row); one more than ``limit`` was read to see whether others follow."""
    kept = keyed[:limit]
    return Slice(tuple(row for _key, row in kept), kept[-1][0] if len(keyed) > limit else None)


def _hazard(row: Mapping[Any, Any], day: date) -> OpenHazard:
    due = row["rectification_due_on"] or ""
    return OpenHazard(
        id=row["id"],
        inspection_id=row["inspection_id"] or "",
        found_on=(row["found_at"] or "")[:10],
        place=row["place"] or "",
        fact=row["fact"] or "",
        level=one_of(HazardLevel, row["hazard_level"]) or HazardLevel.GENERAL,
        due_on=due,
        days_left=(date.fromisoformat(due) - day).days if due else None,
        result=one_of(ReinspectionResult, row["reinspection_result"]),
    )


def _visit(row: Mapping[Any, Any], counts: tuple[int, int]) -> VisitLine:
    return VisitLine(
        id=row["id"],
        begun_on=(row["started_at"] or "")[:10],
        state=one_of(InspectionState, row["inspection_state"]) or InspectionState.RUNNING,
        category=one_of(InspectionCategory, row["inspection_category"]),
        lead=row["lead"],
        scope_text=row["scope_text"] or "",
        findings=counts[0],
        open=counts[1],
        papers=row["papers"],
    )


def _case(row: Mapping[Any, Any]) -> CaseLine:
    return CaseLine(
        id=row["id"],
        group_id=row["group_id"] or "",
        inspection_id=row["inspection_id"] or "",
        name=row["case_name"] or "",
        respondent_type=one_of(RespondentType, row["respondent_type"]),
        state=one_of(CaseState, row["case_state"]) or CaseState.OPEN,
        amount_fen=row["amount_fen"],
    )


def _change(position: int, entry: journal.Entry, actor: str) -> ChangeLine:
    return ChangeLine(
        position=position,
        at=entry.at,
        actor=actor,
        action=entry.action,
        kind=entry.kind,
        record_id=entry.record_id,
        fields=tuple(entry.fields),
        reason=entry.reason or "",
    )
