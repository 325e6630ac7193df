"""Every query on examinations."""

from __future__ import annotations

from sqlalchemy import Connection, select

from inspector_app.quiz.model import QuizSitting
from inspector_app.quiz.values import Outcome
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT

_sitting = table_of(QuizSitting)


def sittings(connection: Connection, inspection_id: str) -> list[QuizSitting]:
    """The examinations of a visit in the order they began."""
    query = (
        select(_sitting)
        .where(_sitting.c.inspection_id == inspection_id, _sitting.c.presence == PRESENT)
        .order_by(_sitting.c.started_at, _sitting.c.id)
    )
    return [QuizSitting(**row) for row in connection.execute(query).mappings()]


def outcomes(connection: Connection, inspection_id: str) -> list[Outcome]:
    """What the examinations of a visit came to, in the order they began; their papers are not read."""
    columns = (_sitting.c.person_name, _sitting.c.post_title, _sitting.c.ended_at, _sitting.c.is_passed)
    query = (
        select(*columns)
        .where(_sitting.c.inspection_id == inspection_id, _sitting.c.presence == PRESENT)
        .order_by(_sitting.c.started_at, _sitting.c.id)
    )
    return [Outcome(name or "", post or "", over, passed) for name, post, over, passed in connection.execute(query)]


def sitting(connection: Connection, sitting_id: str) -> QuizSitting | None:
    """One examination, unless it was taken back."""
    query = select(_sitting).where(_sitting.c.id == sitting_id, _sitting.c.presence == PRESENT)
    row = connection.execute(query).mappings().first()
    return None if row is None else QuizSitting(**row)
