"""What the page of 逢查必考 asks the services; runs on the database thread and hands back plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from inspector_app import terms
from inspector_app.inspection.values import InspectionState
from inspector_app.quiz.values import Sitting, SittingRow

if TYPE_CHECKING:
    from inspector_app.bootstrap import App


@dataclass(frozen=True)
class Person:
    """Somebody of this mine who may be asked, with his post as it is written."""

    name: str
    post: str


@dataclass(frozen=True)
class QuizView:
    """A visit with its examinations; ``sitting`` is the one in front, ``left_ms`` what is left of its time."""

    inspection_id: str = ""
    site_name: str = ""
    is_running: bool = False
    rows: tuple[SittingRow, ...] = ()
    sitting: Sitting | None = None
    left_ms: int = 0
    count: int = 0
    minutes: int = 0
    pass_percent: int = 0
    people: tuple[Person, ...] = ()


def read_quiz(app: App, inspection_id: str, sitting_id: str, *, to_begin: bool = False) -> QuizView:
    """The examinations of a visit (the newest running visit when none is named), ``sitting_id`` in front.

    Without ``to_begin`` one that is still running comes to the front by itself.
    """
    chosen = inspection_id or next(
        (one.id for one in app.inspections.visits(state=InspectionState.RUNNING, limit=1)), ""
    )
    if not chosen:
        return QuizView()
    visit = app.inspections.get(chosen)
    rows = tuple(app.quiz.sittings(chosen))
    known = {one.id for one in rows}
    front = sitting_id if sitting_id in known else ""
    if not front and not to_begin:
        front = next((one.id for one in reversed(rows) if one.ended_at is None), "")
    sitting = app.quiz.sitting(front) if front else None
    file = app.register.site_file(visit.site_id) if visit.site_id else None
    count, minutes, pass_percent = app.quiz.defaults()
    left = datetime.fromisoformat(sitting.row.ends_at) - app.store.clock.now().at if sitting else None
    return QuizView(
        inspection_id=chosen,
        site_name=file.site.name if file else "",
        is_running=visit.inspection_state == InspectionState.RUNNING,
        rows=rows,
        sitting=sitting,
        left_ms=int(left.total_seconds() * 1000) if left else 0,
        count=count,
        minutes=minutes,
        pass_percent=pass_percent,
        people=tuple(Person(one.person_name, one.title or terms.label(one.kind)) for one in file.posts) if file else (),
    )
