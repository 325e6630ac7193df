"""Every query on photos, and nowhere else."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from inspector_app.evidence.model import Photo
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT

_photo = table_of(Photo)


def photos(
    connection: Connection,
    *,
    inspection_id: str | None = None,
    finding_id: str | None = None,
    unfiled: bool = False,
    sha256: str | None = None,
    document_id: str | None = None,
) -> list[Photo]:
    """Photos in the order they were taken (then imported), narrowed by what is given."""
    query = (
        select(_photo)
        .where(_photo.c.presence == PRESENT)
        .order_by(func.coalesce(_photo.c.taken_at, _photo.c.imported_at), _photo.c.id)
    )
    if inspection_id is not None:
        query = query.where(_photo.c.inspection_id == inspection_id)
    if finding_id is not None:
        query = query.where(_photo.c.finding_id == finding_id)
    if unfiled:
        query = query.where(_photo.c.finding_id.is_(None), _photo.c.purpose.is_(None))
    if sha256 is not None:
        query = query.where(_photo.c.sha256 == sha256)
    if document_id is not None:
        query = query.where(_photo.c.document_id == document_id)
    return [Photo(**row) for row in connection.execute(query).mappings()]


def photo(connection: Connection, photo_id: str) -> Photo | None:
    """One photo that was not removed."""
    query = select(_photo).where(_photo.c.id == photo_id, _photo.c.presence == PRESENT)
    row = connection.execute(query).mappings().first()
    return None if row is None else Photo(**row)
