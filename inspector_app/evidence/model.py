"""Table of evidence: a photo is a record that names immutable blobs."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from inspector_app.storage.records import Record, json_field

_UNFILED = text("presence = 'present' AND finding_id IS NULL AND answer_id IS NULL AND purpose IS NULL")
"""Photos in the tray; the home page counts them by this index alone."""


class Photo(Record, table=True):
    """One original picture and its derived copies, all by SHA-256.

    Unfiled while it belongs to no finding, to no answer and has no purpose (``values.UNRELATED``, with its reason).
    """

    __tablename__ = "photo"
    __table_args__ = (Index("photo_unfiled", "inspection_id", sqlite_where=_UNFILED),)
    scope_field: ClassVar[str | None] = "inspection_id"
    inspection_id: str | None = Field(default=None, index=True)
    finding_id: str | None = Field(default=None, index=True)
    answer_id: str | None = None
    document_id: str | None = None
    sheet_id: str | None = None
    purpose: str | None = None
    purpose_reason: str | None = None
    sha256: str | None = Field(default=None, index=True)
    byte_count: int | None = None
    media_type: str | None = None
    thumbnail_sha256: str | None = None
    preview_sha256: str | None = None
    file_name: str | None = None
    width: int | None = None
    height: int | None = None
    taken_at: str | None = None
    time_source: str | None = None
    time_stated_by: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    camera: str | None = None
    exif: Any = json_field()
    place: str | None = None
    proves: str | None = None
    imported_at: str | None = None
