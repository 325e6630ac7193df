"""Table of the checklist noun: the versions that visits were begun with."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

from inspector_app.storage.records import Record, json_field

_PUBLISHED = text("published_at IS NOT NULL")


class ChecklistVersion(Record, table=True):
    """A checklist exactly as a visit found it, so that a draft stays readable whatever happens to the files.

    ``published_at``: when the office made it the list that visits begin with; nothing for versions only kept.
    ``bureau_id``: whose list it is; the city sees the lists of all counties and begins visits with none of theirs.

    Its id is derived from key and content hash: every laptop speaks of the same record.
    """

    __tablename__ = "checklist_version"
    __table_args__ = (
        Index("checklist_published", "published_at", sqlite_where=_PUBLISHED),
    )
    key: str | None = Field(default=None, index=True)
    version: int | None = None
    content_hash: str | None = None
    content: Any = json_field()
    published_at: str | None = None
    bureau_id: str | None = None
    note: str | None = None
