"""What the home page says of 逢查必考: examinations that have begun and have no result yet."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.storage.reader import Reader

_RUNNING = (
    "SELECT q.id, q.inspection_id, coalesce(q.person_name, '') person_name, coalesce(q.method, '') method, "
    "coalesce(q.started_at, '') started_at, coalesce(s.name, '') site_name "
    "FROM (SELECT * FROM quiz_sitting INDEXED BY quiz_running WHERE ended_at IS NULL AND presence = 'present' "
    "ORDER BY started_at DESC LIMIT :shown) q LEFT JOIN site s ON s.id = q.site_id ORDER BY q.started_at DESC"
)


@dataclass(frozen=True)
class RunningExamination:
    """Somebody who is being asked, or whose printed paper is not entered yet."""

    id: str
    inspection_id: str
    person_name: str
    method: str
    started_at: str
    site_name: str


def read_examinations(reader: Reader, shown: int) -> tuple[RunningExamination, ...]:
    """The newest examinations without a result."""
    return tuple(RunningExamination(**row) for row in reader.rows(_RUNNING, {"shown": shown}))
