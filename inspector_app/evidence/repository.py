"""Every query on photos, and nowhere else."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, and_, case, func, literal_column, select, text

from inspector_app.enterprise.model import Site
from inspector_app.errors import BadInput
from inspector_app.evidence.model import Photo
from inspector_app.evidence.values import TrayPhoto, UnfiledTray
from inspector_app.inspection.model import Inspection
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT

_photo, _inspection, _site = table_of(Photo), table_of(Inspection), table_of(Site)
MOST_COUNTED = 10_000
_IS_PRESENT = text("photo.presence = 'present'")
"""Written out, as the index ``photo_unfiled`` says it: SQLite uses a partial index only then."""
_IS_UNFILED = (_photo.c.finding_id.is_(None), _photo.c.answer_id.is_(None), _photo.c.purpose.is_(None))


def photos(
    connection: Connection,
    *,
    inspection_id: str | None = None,
    finding_id: str | None = None,
    unfiled: bool = False,
    sha256: str | None = None,
    document_id: str | None = None,
    removed: bool = False,
) -> list[Photo]:
    """Photos narrowed by what is given, in no order that counts (``tray`` puts them in order).

    ``removed``: also those that were taken out.
    """
    query = select(_photo)
    if not removed:
        query = query.where(_photo.c.presence == PRESENT)
    if inspection_id is not None:
        query = query.where(_photo.c.inspection_id == inspection_id)
    if finding_id is not None:
        query = query.where(_photo.c.finding_id == finding_id)
    if unfiled:
        query = query.where(*_IS_UNFILED)
    if sha256 is not None:
        query = query.where(_photo.c.sha256 == sha256)
    if document_id is not None:
        query = query.where(_photo.c.document_id == document_id)
    return [Photo(**row) for row in connection.execute(query).mappings()]


def tray(connection: Connection, inspection_id: str) -> list[TrayPhoto]:
    """All photos of a visit, removed ones too, in no order that counts."""
    columns = [_photo.c[one.name] for one in fields(TrayPhoto)]
    query = select(*columns).where(_photo.c.inspection_id == inspection_id)
    return [TrayPhoto(*row) for row in connection.execute(query)]


def photo(connection: Connection, photo_id: str) -> Photo | None:
    """One photo that was not removed."""
    query = select(_photo).where(_photo.c.id == photo_id, _photo.c.presence == PRESENT)
    row = connection.execute(query).mappings().first()
    return None if row is None else Photo(**row)


def count_unfiled(connection: Connection, inspection_id: str | None = None) -> int:
    """How many photos wait in the tray of a visit, or of all."""
    waiting: Any = select(literal_column("1")).select_from(_photo).where(_IS_PRESENT, *_IS_UNFILED).limit(MOST_COUNTED)
    if inspection_id is not None:
        waiting = waiting.where(_photo.c.inspection_id == inspection_id)
    return int(connection.execute(select(func.count()).select_from(waiting.subquery())).scalar_one())


def unfiled(connection: Connection, inspection_id: str | None = None) -> list[UnfiledTray]:
    """Visits with photos in their tray, the newest first."""
    waiting = select(_photo.c.inspection_id).where(_IS_PRESENT, *_IS_UNFILED).distinct().limit(MOST_COUNTED)
    left = func.sum(case((and_(*_IS_UNFILED), 1), else_=0))
    query = (
        select(
            _inspection.c.id,
            func.coalesce(_site.c.name, ""),
            func.coalesce(_inspection.c.started_at, ""),
            left,
            func.count(),
        )
        .select_from(_photo)
        .join(_inspection, _inspection.c.id == _photo.c.inspection_id)
        .outerjoin(_site, _site.c.id == _inspection.c.site_id)
        .where(_photo.c.presence == PRESENT, _photo.c.inspection_id.in_(waiting))
        .group_by(_inspection.c.id, _site.c.name, _inspection.c.started_at)
        .order_by(_inspection.c.started_at.desc(), _inspection.c.id.desc())
    )
    if inspection_id is not None:
        query = query.where(_photo.c.inspection_id == inspection_id)
    return [UnfiledTray(*row) for row in connection.execute(query)]


def mean_bytes(connection: Connection, newest: int) -> tuple[int, int]:
    """How many of the newest photos have a known size (``newest`` at most), and what one takes on average."""
    sized = select(_photo.c.byte_count).where(_photo.c.byte_count > 0).order_by(_photo.c.id.desc()).limit(newest)
    rows = sized.subquery()
    count, total = connection.execute(select(func.count(), func.coalesce(func.sum(rows.c.byte_count), 0))).one()
    return int(count), int(total) // int(count) if count else 0


def began_at(connection: Connection, inspection_id: str) -> str | None:
    """When a visit began, as it was recorded. Raises ``BadInput('record.unknown')``."""
    query = select(_inspection.c.started_at).where(_inspection.c.id == inspection_id)
    row = connection.execute(query).first()
    if row is None:
        raise BadInput("record.unknown", kind="inspection", id=inspection_id)
    began: str | None = row[0]
    return began
