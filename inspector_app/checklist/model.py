"""Table of the checklist noun: the versions that visits were begun with."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from inspector_app.storage.records import Record, json_field


class ChecklistVersion(Record, table=True):
    """A checklist exactly as a visit found it, so that a draft stays readable whatever happens to the files.

    Its id is derived from key and content hash: every laptop speaks of the same record.
    """

    __tablename__ = "checklist_version"
    key: str | None = Field(default=None, index=True)
    version: int | None = None
    content_hash: str | None = None
    content: Any = json_field()
