"""Table of the quiz noun: one examination of one person in one visit."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from inspector_app.storage.records import Record, json_field

_RUNNING = text("ended_at IS NULL AND presence = 'present'")


class QuizSitting(Record, table=True):
    """逢查必考: who was asked what, what was answered and how it ended.

    ``questions`` is the paper itself, word for word, so that it can be shown years later whatever became of the bank.
    """

    __tablename__ = "quiz_sitting"
    __table_args__ = (Index("quiz_running", "started_at", sqlite_where=_RUNNING),)
    scope_field: ClassVar[str | None] = "inspection_id"
    inspection_id: str | None = Field(default=None, index=True)
    site_id: str | None = None
    person_name: str | None = None
    post_title: str | None = None
    quiz_role: str | None = None
    site_kind: str | None = None
    method: str | None = None
    seed: str | None = None
    bank_hash: str | None = None
    questions: Any = json_field()
    given: Any = json_field()
    minutes: int | None = None
    pass_percent: int | None = None
    started_at: str | None = None
    ended_at: str | None = None
    right_count: int | None = None
    score: int | None = None
    is_passed: bool | None = None
