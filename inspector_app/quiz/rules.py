"""What may be done to an examination, and how it is marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from inspector_app.errors import BadInput, RuleViolation
from inspector_app.quiz.values import AskedQuestion, NewSitting, Outcome, QuestionKind, SittingRow, Tally

GRACE = timedelta(seconds=30)
"""An answer given in the last second still counts although it is filed after it."""


def require_person(new: NewSitting) -> None:
    """Whoever is asked has a name. Raises ``BadInput('quiz.person_missing')``."""
    if not new.person_name.strip():
        raise BadInput("quiz.person_missing", field="person_name")


def require_limits(count: int, minutes: int, pass_percent: int) -> None:
    """Raises ``BadInput``: ``quiz.count_wrong``, ``quiz.minutes_wrong`` or ``quiz.pass_wrong``."""
    if not 1 <= count <= 100:
        raise BadInput("quiz.count_wrong", field="count", count=count)
    if not 1 <= minutes <= 240:
        raise BadInput("quiz.minutes_wrong", field="minutes", minutes=minutes)
    if not 1 <= pass_percent <= 100:
        raise BadInput("quiz.pass_wrong", field="pass_percent", percent=pass_percent)


def require_running(ended_at: str | None) -> None:
    """Nothing is answered after the end. Raises ``RuleViolation('quiz.ended')``."""
    if ended_at is not None:
        raise RuleViolation("quiz.ended")


def ends_at(started_at: str, minutes: int) -> datetime:
    """When the time is over."""
    return datetime.fromisoformat(started_at) + timedelta(minutes=minutes)


def require_time(started_at: str, minutes: int, now: datetime) -> None:
    """Raises ``RuleViolation('quiz.time_over')`` after the time and a short grace."""
    if now > ends_at(started_at, minutes) + GRACE:
        raise RuleViolation("quiz.time_over", minutes=minutes)


def question_of(questions: Sequence[AskedQuestion], key: str) -> AskedQuestion:
    """The question of this key. Raises ``BadInput('quiz.question_unknown')``."""
    question = next((one for one in questions if one.key == key), None)
    if question is None:
        raise BadInput("quiz.question_unknown", question=key)
    return question


def checked_choice(questions: Sequence[AskedQuestion], key: str, chosen: Sequence[int]) -> list[int]:
    """The chosen options, sorted, each once; an empty choice takes an answer back.

    Raises ``BadInput``: ``quiz.question_unknown``, ``quiz.option_unknown``, ``quiz.one_only``.
    """
    question = question_of(questions, key)
    picked = sorted(set(chosen))
    if any(not 0 <= index < len(question.options) for index in picked):
        raise BadInput("quiz.option_unknown", question=key, options=len(question.options))
    if len(picked) > 1 and question.kind is not QuestionKind.MULTIPLE:
        raise BadInput("quiz.one_only", question=key)
    return picked


def marked(questions: Sequence[AskedQuestion], given: Mapping[str, Sequence[int]]) -> int:
    """How many questions are right; a multiple choice only with all right options and no other."""
    return sum(1 for one in questions if tuple(sorted(given.get(one.key, ()))) == one.right)


def percent(right: int, count: int) -> int:
    """The score, whole per cent, rounded down so that nobody passes by rounding."""
    return right * 100 // count


def tally(rows: Sequence[SittingRow | Outcome]) -> Tally:
    """How many were asked and who failed. One who failed and was asked again failed all the same: an examination
    that ought not to count is struck out with its reason.   Source: plan task 4 (逢查必考).
    """
    ended = [one for one in rows if one.ended_at is not None]
    failed = dict.fromkeys(_person(one) for one in ended if not one.is_passed)
    running = dict.fromkeys(_person(one) for one in rows if one.ended_at is None)
    names = tuple(name for name, _post in failed)
    return Tally(len({_person(one) for one in ended}), names, tuple(name for name, _post in running))


def _person(row: SittingRow | Outcome) -> tuple[str, str]:
    return row.person_name, row.post_title
