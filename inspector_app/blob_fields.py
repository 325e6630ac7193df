"""Which record fields name blobs: declared once, for verification, backup and sync alike."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from inspector_app.enforcement.model import Document, InkSignature, PaperScan, PrintRun
from inspector_app.evidence.model import Photo
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import Record


@dataclass(frozen=True)
class BlobField:
    """One field that holds a SHA-256. ``rank``: papers 1, thumbnails 2, originals 3."""

    model: type[Record]
    field: str
    rank: int


BLOB_FIELDS = (
    BlobField(Document, "pdf_sha256", 1),
    BlobField(PrintRun, "pdf_sha256", 1),
    BlobField(InkSignature, "strokes_sha256", 1),
    BlobField(InkSignature, "picture_sha256", 1),
    BlobField(PaperScan, "sha256", 1),
    BlobField(PaperScan, "thumbnail_sha256", 2),
    BlobField(PaperScan, "preview_sha256", 2),
    BlobField(Photo, "thumbnail_sha256", 2),
    BlobField(Photo, "preview_sha256", 2),
    BlobField(Photo, "sha256", 3),
)


def named_blobs(connection: Connection) -> dict[str, int]:
    """Every blob that a record names, with its rank in the order of sending (the lowest where several name it)."""
    found: dict[str, int] = {}
    for blob_field in BLOB_FIELDS:
        column = table_of(blob_field.model).c[blob_field.field]
        for sha256 in connection.execute(select(column).where(column.is_not(None))).scalars():
            found[sha256] = min(found.get(sha256, blob_field.rank), blob_field.rank)
    return found
