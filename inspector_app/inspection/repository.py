"""Every query on visits, answers and findings, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, or_, select, true, tuple_

from inspector_app.checklist.values import Verdict
from inspector_app.enterprise.model import Enterprise, Site
from inspector_app.evidence.model import Photo
from inspector_app.inspection.model import Answer, Finding, Inspection, Participant
from inspector_app.inspection.rules import Certificate, finding_lacks
from inspector_app.inspection.values import (
    AnswerRow,
    FindingRow,
    InspectionRow,
    InspectionState,
    ParticipantRole,
    ParticipantRow,
)
from inspector_app.office.model import Officer
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT

_inspection, _finding, _answer = table_of(Inspection), table_of(Finding), table_of(Answer)
_participant, _officer, _photo = table_of(Participant), table_of(Officer), table_of(Photo)
_site, _enterprise = table_of(Site), table_of(Enterprise)

PAGE = 100
_ANSWER_COLUMNS = tuple(AnswerRow.__dataclass_fields__)


def inspection(connection: Connection, inspection_id: str) -> Inspection | None:
    """One visit with all its fields."""
    row = connection.execute(_present(_inspection).where(_inspection.c.id == inspection_id)).mappings().first()
    return None if row is None else Inspection(**row)


def inspections(
    connection: Connection,
    *,
    state: InspectionState | None = None,
    site_id: str | None = None,
    after: tuple[str, str] | None = None,
    limit: int = PAGE,
) -> list[InspectionRow]:
    """Visits, newest first; ``after`` is the (started_at, id) of the last row already shown."""
    query = (
        select(
            _inspection.c.id,
            _inspection.c.site_id,
            func.coalesce(_site.c.name, "").label("site_name"),
            func.coalesce(_enterprise.c.name, "").label("enterprise_name"),
            _inspection.c.inspection_state.label("state"),
            _inspection.c.started_at,
            _inspection.c.original_inspection_id,
            _count(_finding, _finding.c.inspection_id),
            _count(_answer, _answer.c.inspection_id, _answer.c.verdict != Verdict.NOT_CHECKED.value),
            _count(_photo, _photo.c.inspection_id, *_unfiled()).label("unfiled_photos"),
        )
        .outerjoin_from(_inspection, _site, _site.c.id == _inspection.c.site_id)
        .outerjoin(_enterprise, _enterprise.c.id == _inspection.c.enterprise_id)
        .where(_inspection.c.presence == PRESENT)
        .order_by(_inspection.c.started_at.desc(), _inspection.c.id.desc())
        .limit(limit)
    )
    if state is not None:
        query = query.where(_inspection.c.inspection_state == state.value)
    if site_id is not None:
        query = query.where(_inspection.c.site_id == site_id)
    if after is not None:
        query = query.where(tuple_(_inspection.c.started_at, _inspection.c.id) < after)
    return [_inspection_row(row) for row in connection.execute(query).mappings()]


def checks_this_year(connection: Connection, enterprise_id: str | None, year: int) -> int:
    """How many visits this enterprise has had in the calendar year (国办发〔2024〕54号: frequency)."""
    query = select(func.count()).where(
        _inspection.c.presence == PRESENT,
        _inspection.c.enterprise_id == enterprise_id,
        _inspection.c.started_at >= f"{year}-01-01",
        _inspection.c.started_at < f"{year + 1}-01-01",
    )
    return connection.execute(query.select_from(_inspection)).scalar_one()


def participants(connection: Connection, inspection_id: str) -> list[ParticipantRow]:
    """Who takes part, the leader first, in the order they were added."""
    query = _present(_participant).where(_participant.c.inspection_id == inspection_id).order_by(_participant.c.id)
    rows = [
        ParticipantRow(
            row["id"],
            row["officer_id"],
            ParticipantRole(row["participant_role"]),
            row["name"] or "",
            row["cert_no"] or "",
        )
        for row in connection.execute(query).mappings()
    ]
    return sorted(rows, key=lambda row: row.role is not ParticipantRole.LEAD)


def same_hours(
    connection: Connection, inspection_id: str, officer_ids: Sequence[str], start: str, end: str
) -> list[tuple[str, str]]:
    """(officer, mine) of other visits of these officers that overlap the hours given (ISO times)."""
    query = (
        select(_participant.c.name, func.coalesce(_site.c.name, ""))
        .join(_inspection, _inspection.c.id == _participant.c.inspection_id)
        .outerjoin(_site, _site.c.id == _inspection.c.site_id)
        .where(
            _participant.c.presence == PRESENT,
            _inspection.c.presence == PRESENT,
            _inspection.c.id != inspection_id,
            _participant.c.officer_id.in_(officer_ids),
            _inspection.c.started_at < end,
            _inspection.c.ended_at > start,
        )
    )
    return [(name or "", site) for name, site in connection.execute(query)]


def certificates(connection: Connection, officer_ids: Sequence[str]) -> list[Certificate]:
    """What the office knows of these people."""
    query = _present(_officer).where(_officer.c.id.in_(officer_ids))
    return [
        Certificate(
            row["id"],
            row["name"] or "",
            row["officer_role"] == "officer",
            row["cert_no"],
            row["cert_valid_from_on"],
            row["cert_valid_to_on"],
        )
        for row in connection.execute(query).mappings()
    ]


def answers(connection: Connection, inspection_id: str, checklist_key: str | None = None) -> dict[str, AnswerRow]:
    """Answers by item key."""
    query = select(*(_answer.c[name] for name in _ANSWER_COLUMNS)).where(
        _answer.c.inspection_id == inspection_id, _answer.c.presence == PRESENT
    )
    if checklist_key is not None:
        query = query.where(_answer.c.checklist_key == checklist_key)
    return {row.item_key: _answer_row(row) for row in connection.execute(query)}


def _answer_row(row: Any) -> AnswerRow:
    said = dict(zip(_ANSWER_COLUMNS, row, strict=True))
    return AnswerRow(**{**said, "choices": tuple(said["choices"] or ()), "rows": tuple(said["rows"] or ())})


def verdicts(connection: Connection, inspection_id: str) -> dict[str, dict[str, str]]:
    """The verdict of every answered item, by checklist and item."""
    query = select(_answer.c.checklist_key, _answer.c.item_key, _answer.c.verdict).where(
        _answer.c.inspection_id == inspection_id, _answer.c.presence == PRESENT, _answer.c.verdict.is_not(None)
    )
    found: dict[str, dict[str, str]] = {}
    for checklist, item, verdict in connection.execute(query):
        found.setdefault(checklist, {})[item] = verdict
    return found


def finding_seqs(connection: Connection, inspection_id: str) -> list[int]:
    """The highest number taken in this visit, removed findings included; empty when there is none."""
    query = select(func.max(_finding.c.seq)).where(_finding.c.inspection_id == inspection_id)
    return [number for number in connection.execute(query).scalars() if number is not None]


def findings(
    connection: Connection,
    *,
    inspection_id: str | None = None,
    site_id: str | None = None,
    after: str | None = None,
    limit: int = PAGE,
    is_grave: bool = False,
) -> list[FindingRow]:
    """Findings: of one visit in their order, otherwise newest first with ``after`` the last id shown.

    ``is_grave``: only (suspected) major hazards and serious violations.
    """
    photos = _count(_photo, _photo.c.finding_id, owner=_finding).label("photos")
    query = select(_finding, photos).where(_finding.c.presence == PRESENT).limit(limit)
    if inspection_id is not None:
        query = query.where(_finding.c.inspection_id == inspection_id).order_by(_finding.c.seq, _finding.c.id)
    else:
        query = query.where(_finding.c.id < after if after else true()).order_by(_finding.c.id.desc())
    if site_id is not None:
        query = query.where(_finding.c.site_id == site_id)
    if is_grave:
        serious = func.coalesce(_finding.c.serious_violation, "") != ""
        query = query.where(or_(_finding.c.hazard_level.in_(("suspected_major", "major")), serious))
    return [_finding_row(row) for row in connection.execute(query).mappings()]


def open_by_list(connection: Connection, site_id: str) -> list[tuple[str, str, int]]:
    """Findings of a mine that nobody has seen rectified: (list, level, how many)."""
    done = func.coalesce(_finding.c.reinspection_result, "") == "rectified"
    mended = func.coalesce(_finding.c.corrected_on_spot, False).is_(True)
    query = (
        select(_finding.c.checklist_key, _finding.c.hazard_level, func.count())
        .where(_finding.c.site_id == site_id, _finding.c.presence == PRESENT, _finding.c.checklist_key.is_not(None))
        .where(~done, ~mended, _finding.c.original_finding_id.is_(None))
        .group_by(_finding.c.checklist_key, _finding.c.hazard_level)
    )
    return [(key, level or "", count) for key, level, count in connection.execute(query)]


def finding(connection: Connection, finding_id: str) -> FindingRow | None:
    """One finding."""
    photos = _count(_photo, _photo.c.finding_id, owner=_finding).label("photos")
    query = select(_finding, photos).where(_finding.c.presence == PRESENT, _finding.c.id == finding_id)
    row = connection.execute(query).mappings().first()
    return None if row is None else _finding_row(row)


def _present(table: Any) -> Any:
    return select(table).where(table.c.presence == PRESENT)


def _unfiled() -> tuple[Any, ...]:
    """Photos in the tray; the index ``photo_unfiled`` is made for exactly these."""
    return (_photo.c.finding_id.is_(None), _photo.c.answer_id.is_(None), _photo.c.purpose.is_(None))


def _count(table: Any, key: Any, *conditions: Any, owner: Any = None) -> Any:
    parent = owner if owner is not None else _inspection
    query = select(func.count()).where(key == parent.c.id, table.c.presence == PRESENT, *conditions)
    return query.correlate(parent).scalar_subquery().label(f"{table.name}s")


def _inspection_row(row: Any) -> InspectionRow:
    return InspectionRow(
        row["id"],
        row["site_id"] or "",
        row["site_name"],
        row["enterprise_name"],
        InspectionState(row["state"] or "running"),
        row["started_at"] or "",
        row["findings"],
        row["answers"],
        row["unfiled_photos"],
        row["original_inspection_id"],
    )


def _finding_row(row: Any) -> FindingRow:
    return FindingRow(
        id=row["id"],
        inspection_id=row["inspection_id"] or "",
        seq=row["seq"] or 0,
        place=row["place"] or "",
        fact=row["fact"] or "",
        hazard_level=row["hazard_level"] or "general",
        item_key=row["item_key"],
        criterion_key=row["criterion_key"],
        violated_rule=row["violated_rule"],
        force=row["force"],
        measure=row["measure"],
        measure_text=row["measure_text"],
        rectification_due_on=row["rectification_due_on"],
        responsible_person=row["responsible_person"],
        judged_by=row["judged_by"],
        judged_at=row["judged_at"],
        judged_basis=row["judged_basis"],
        serious_violation=row["serious_violation"],
        photos=row["photos"],
        missing=finding_lacks(row["place"], row["fact"], row["photos"]),
        legal_basis=row["legal_basis"],
        corrected_on_spot=bool(row["corrected_on_spot"]),
        original_finding_id=row["original_finding_id"],
        reinspection_result=row["reinspection_result"],
        reinspection_note=row["reinspection_note"],
        sheet_id=row["sheet_id"],
        sheet_mark=row["sheet_mark"],
    )
