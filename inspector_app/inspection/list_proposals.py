"""Which checklists a visit should ask, why, and how long that takes: from the mine, its calendar and its history."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection

from inspector_app import paths
from inspector_app.checklist.deadlines import dated_items
from inspector_app.checklist.definition import Checklist, ChecklistItem
from inspector_app.checklist.proposals import proposal
from inspector_app.checklist.values import AnswerType, Depth, Party, SiteSubject, Verdict
from inspector_app.inspection import repository
from inspector_app.inspection.values import AnswerRow


@dataclass(frozen=True)
class Reason:
    """Why a list is proposed: ``messages.say(code, **params)``."""

    code: str
    params: Mapping[str, str]


@dataclass(frozen=True)
class ListProposal:
    """One list at one mine. ``minutes``: of a walk of each depth (value of ``Depth``), for two officers together."""

    key: str
    reasons: tuple[Reason, ...]
    minutes: Mapping[str, int]

    @property
    def is_proposed(self) -> bool:
        """Whether anything speaks for it."""
        return bool(self.reasons)


@dataclass(frozen=True)
class History:
    """What is known of the mine: last answers by item (with the day), open findings by list and how many are major."""

    answers: Mapping[str, tuple[str, AnswerRow]]
    open_findings: Mapping[str, int]
    open_major: Mapping[str, int]


def history_of(connection: Connection, site_id: str) -> History:
    """The last visits and what is still open there."""
    answers: dict[str, tuple[str, AnswerRow]] = {}
    rows = repository.inspections(connection, site_id=site_id, limit=_data()["earlier_visits"])
    for row in reversed(rows):
        said = repository.answers(connection, row.id)
        answers |= {key: (row.started_at[:10], one) for key, one in said.items()}
    still_open = repository.open_by_list(connection, site_id)
    found, major = Counter[str](), Counter[str]()
    for key, level, count in still_open:
        found[key] += count
        major[key] += count if level in ("major", "suspected_major") else 0
    return History(answers, found, major)


def proposed(lists: Iterable[Checklist], subject: SiteSubject, history: History, day: date) -> list[ListProposal]:
    """Every list that fits, in its order, with what speaks for it."""
    return [_proposal(one, subject, history, day) for one in lists]


def _proposal(checklist: Checklist, subject: SiteSubject, history: History, day: date) -> ListProposal:
    asked = checklist.asked(subject)
    reasons = [
        *_of_kind(checklist),
        *_counted("checklist.why_major", history.open_major.get(checklist.key, 0)),
        *_counted("checklist.why_open", history.open_findings.get(checklist.key, 0)),
        *_counted("checklist.why_failed", _failed(asked, history)),
        *_counted("checklist.why_overdue", _overdue(asked, subject, history)),
        *_soon(checklist, subject, day),
    ]
    return ListProposal(checklist.key, tuple(reasons), _minutes(asked))


def _of_kind(checklist: Checklist) -> list[Reason]:
    if checklist.binds == {Party.OFFICERS}:
        return [Reason("checklist.why_procedure", {})]
    return [Reason("checklist.why_criteria", {})] if checklist.task is None and checklist.kinds else []


def _counted(code: str, count: int) -> list[Reason]:
    return [Reason(code, {"count": str(count)})] if count else []


def _failed(asked: Iterable[ChecklistItem], history: History) -> int:
    """Items that did not comply when they were asked last."""
    said = (history.answers.get(item.key) for item in asked)
    return sum(1 for one in said if one is not None and one[1].verdict == Verdict.NOT_COMPLIANT)


def _overdue(asked: Iterable[ChecklistItem], subject: SiteSubject, history: History) -> int:
    """Tests, drills and updates whose last day, as seen then, is too long ago by now."""
    count = 0
    for item in asked:
        before = history.answers.get(item.key) if item.answer_type is AnswerType.DATE else None
        if before is not None and proposal(item, before[1].answered_on, subject) is not None:
            count += 1
    return count


def _soon(checklist: Checklist, subject: SiteSubject, day: date) -> list[Reason]:
    """The first day of the plan that comes within the next weeks."""
    coming = [date.fromisoformat(one.deadline_on) for one in dated_items([checklist], subject, day)]
    near = sorted(due for due in coming if 0 <= (due - day).days <= _data()["soon_days"])
    return [Reason("checklist.why_soon", {"day": near[0].isoformat(), "count": str(len(near))})] if near else []


def _minutes(asked: Iterable[ChecklistItem]) -> dict[str, int]:
    items = list(asked)
    return {depth.value: round(sum(_takes(item) for item in items if depth.asks(item.depth))) for depth in Depth}


def _takes(item: ChecklistItem) -> float:
    data = _data()
    return float(data["verdict"] + sum(data["minutes"][look.kind.value] for look in item.looks))


@cache
def _data() -> Any:
    """Our own experience of how long a look takes, until the office measures its own."""
    return json.loads(paths.resources("inspection", "estimates.json").read_text("utf-8"))
