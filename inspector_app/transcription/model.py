"""Table of what was entered in other systems: one row for each group of a visit's sheet."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from sqlmodel import Field

from inspector_app.storage.records import Record, json_field

_MARKS = uuid.UUID("4b1e0b56-7d0a-5f0c-9f55-2a7f6f1d3c84")
"""Namespace of the ids: two laptops that enter one visit speak of the same record."""


class TranscriptionMark(Record, table=True):
    """转录记录: who entered a group of fields in which system, when, and with which values (``entered``)."""

    __tablename__ = "transcription_mark"
    scope_field: ClassVar[str | None] = "inspection_id"
    inspection_id: str | None = Field(default=None, index=True)
    system: str | None = None
    group_key: str | None = None
    title: str | None = None
    entered: Any = json_field()
    layout_version: str | None = None
    is_done: bool | None = None
    done_by: str | None = None
    done_at: str | None = None


def mark_id(inspection_id: str, system: str, group_key: str) -> str:
    """The id of the one mark for this group of this visit in this system."""
    return str(uuid.uuid5(_MARKS, f"{inspection_id}/{system}/{group_key}"))
