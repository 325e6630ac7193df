"""Every query of the console; an office sees records that one of its chains wrote to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select

from county_server import tables
from county_server.visibility import Visible
from inspector_app.blob_fields import BLOB_FIELDS
from inspector_app.enforcement.model import Document, Handwriting, PaperScan
from inspector_app.enterprise.model import Enterprise, Site
from inspector_app.evidence.model import Photo
from inspector_app.inspection.model import Finding, Inspection, Participant
from inspector_app.storage import tables as journal_tables
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT, Record

PAGE = 50
Row = RowMapping
_inspection, _finding, _document = table_of(Inspection), table_of(Finding), table_of(Document)
_photo, _site, _enterprise = table_of(Photo), table_of(Site), table_of(Enterprise)
_participant, _scan, _hand = table_of(Participant), table_of(PaperScan), table_of(Handwriting)
_entry = journal_tables.entry


def seen(query: Select[Any], kind: type[Record], visible: Visible) -> Select[Any]:
    """The query, narrowed to present records that may be seen."""
    table = table_of(kind)
    query = query.where(table.c.presence == PRESENT)
    if visible.streams is None:
        return query
    written = select(_entry.c.record_id).where(_entry.c.kind == table.name, _entry.c.stream_id.in_(visible.streams))
    return query.where(table.c.id.in_(written))


def count(connection: Connection, kind: type[Record], visible: Visible) -> int:
    """How many records of a kind may be seen."""
    query = seen(select(func.count()).select_from(table_of(kind)), kind, visible)
    return int(connection.execute(query).scalar_one())


def inspections(connection: Connection, visible: Visible, page: int) -> list[Row]:
    """Visits, newest first, one more than a page holds when there are more."""
    findings = select(func.count()).where(_finding.c.inspection_id == _inspection.c.id, _finding.c.presence == PRESENT)
    papers = select(func.count()).where(_document.c.inspection_id == _inspection.c.id, _document.c.presence == PRESENT)
    query = (
        select(
            _inspection,
            _site.c.name.label("site_name"),
            _enterprise.c.name.label("enterprise_name"),
            findings.scalar_subquery().label("findings"),
            papers.scalar_subquery().label("papers"),
        )
        .outerjoin_from(_inspection, _site, _site.c.id == _inspection.c.site_id)
        .outerjoin(_enterprise, _enterprise.c.id == _inspection.c.enterprise_id)
        .order_by(_inspection.c.started_at.desc().nulls_last(), _inspection.c.id.desc())
    )
    return _page(connection, seen(query, Inspection, visible), page)


def inspection(connection: Connection, visible: Visible, inspection_id: str) -> Row | None:
    """One visit with the names of mine and enterprise."""
    query = (
        select(_inspection, _site.c.name.label("site_name"), _enterprise.c.name.label("enterprise_name"))
        .outerjoin_from(_inspection, _site, _site.c.id == _inspection.c.site_id)
        .outerjoin(_enterprise, _enterprise.c.id == _inspection.c.enterprise_id)
        .where(_inspection.c.id == inspection_id)
    )
    return connection.execute(seen(query, Inspection, visible)).mappings().first()


def participants(connection: Connection, inspection_id: str) -> list[Row]:
    """Who took part."""
    query = select(_participant).where(
        _participant.c.inspection_id == inspection_id, _participant.c.presence == PRESENT
    )
    return list(connection.execute(query.order_by(_participant.c.id)).mappings())


def findings(connection: Connection, visible: Visible, page: int, inspection_id: str | None = None) -> list[Row]:
    """Findings: of one visit in its order, else newest first."""
    query = (
        select(_finding, _site.c.name.label("site_name"))
        .outerjoin_from(_finding, _inspection, _inspection.c.id == _finding.c.inspection_id)
        .outerjoin(_site, _site.c.id == func.coalesce(_finding.c.site_id, _inspection.c.site_id))
    )
    if inspection_id is not None:
        query = query.where(_finding.c.inspection_id == inspection_id).order_by(_finding.c.seq, _finding.c.id)
        return list(connection.execute(seen(query, Finding, visible)).mappings())
    return _page(connection, seen(query.order_by(_finding.c.id.desc()), Finding, visible), page)


def photos(connection: Connection, finding_ids: list[str]) -> dict[str, list[Row]]:
    """Photos by finding."""
    query = select(_photo).where(_photo.c.finding_id.in_(finding_ids), _photo.c.presence == PRESENT)
    found: dict[str, list[Row]] = {}
    for row in connection.execute(query.order_by(_photo.c.id)).mappings():
        found.setdefault(row["finding_id"], []).append(row)
    return found


def papers(connection: Connection, visible: Visible, page: int, inspection_id: str | None = None) -> list[Row]:
    """Papers: of one visit, else newest first."""
    query = select(_document).order_by(_document.c.id.desc())
    if inspection_id is not None:
        query = query.where(_document.c.inspection_id == inspection_id)
        return list(connection.execute(seen(query, Document, visible)).mappings())
    return _page(connection, seen(query, Document, visible), page)


def scans(connection: Connection, document_ids: list[str]) -> dict[str, list[Row]]:
    """Scans of signed pages by paper."""
    return _by_paper(connection, select(_scan).where(_scan.c.document_id.in_(document_ids)), _scan)


def handwriting(connection: Connection, document_ids: list[str]) -> dict[str, list[Row]]:
    """What was transcribed from papers, by paper."""
    return _by_paper(connection, select(_hand).where(_hand.c.document_id.in_(document_ids)), _hand)


def _by_paper(connection: Connection, query: Select[Any], table: Any) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in connection.execute(query.where(table.c.presence == PRESENT).order_by(table.c.id)).mappings():
        found.setdefault(row["document_id"], []).append(row)
    return found


def laptops(connection: Connection, visible: Visible) -> list[Row]:
    """Laptop chains with how far they reach here."""
    table = tables.laptop
    heads = select(_entry.c.stream_id, func.max(_entry.c.seq).label("seq"), func.count().label("entries"))
    reached = heads.group_by(_entry.c.stream_id).subquery()
    query = (
        select(table, reached.c.seq, reached.c.entries, tables.office.c.name.label("office_name"))
        .outerjoin_from(table, reached, reached.c.stream_id == table.c.stream_id)
        .outerjoin(tables.office, tables.office.c.region == table.c.region)
        .order_by(table.c.region, table.c.enrolled_at)
    )
    return [row for row in connection.execute(query).mappings() if visible.allows(row["stream_id"])]


def forks(connection: Connection, visible: Visible) -> list[Row]:
    """Places where a chain was continued twice."""
    query = select(tables.fork).order_by(tables.fork.c.noticed_at.desc())
    return [row for row in connection.execute(query).mappings() if visible.allows(row["stream_id"])]


def held(connection: Connection, visible: Visible) -> list[Row]:
    """Entries this program cannot read yet."""
    query = select(tables.held_entry).order_by(tables.held_entry.c.stream_id, tables.held_entry.c.seq)
    return [row for row in connection.execute(query).mappings() if visible.allows(row["stream_id"])]


def quarantine(connection: Connection, visible: Visible) -> list[Row]:
    """What was set aside, newest first."""
    query = select(tables.quarantine).order_by(tables.quarantine.c.arrived_at.desc())
    return [row for row in connection.execute(query).mappings() if visible.allows(row["sender"])]


def may_see_blob(connection: Connection, visible: Visible, sha256: str) -> bool:
    """Whether a record that may be seen names this file."""
    for blob_field in BLOB_FIELDS:
        table = table_of(blob_field.model)
        column = table.c[blob_field.field]
        query = seen(select(table.c.id).where(column == sha256), blob_field.model, visible)
        if connection.execute(query.limit(1)).first() is not None:
            return True
    return False


def _page(connection: Connection, query: Select[Any], page: int) -> list[Row]:
    limited = query.limit(PAGE + 1).offset((max(1, page) - 1) * PAGE)
    return list(connection.execute(limited).mappings())
