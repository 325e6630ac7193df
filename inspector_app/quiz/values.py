"""What a quiz is made of. Standard library only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class QuestionKind(StrEnum):
    """How a question is answered; papers ask them in this order."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"


class QuizRole(StrEnum):
    """Who is asked: the duties decide what one has to know."""

    PRINCIPAL = "principal"
    MANAGER = "manager"
    TECHNICIAN = "technician"
    SPECIAL_WORKER = "special_worker"
    WORKER = "worker"
    CONTRACTOR = "contractor"


class QuizMethod(StrEnum):
    """On the laptop, or on a printed paper whose answers are entered afterwards."""

    LAPTOP = "laptop"
    PAPER = "paper"


TRUE_FALSE = ("对", "错")
"""The two options of a true/false question; the bank asks in Chinese, the language of those who are asked."""


@dataclass(frozen=True)
class Question:
    """One question of the bank. ``right``: indices of the right options; ``source``: task, criterion or article."""

    key: str
    kind: QuestionKind
    roles: tuple[QuizRole, ...]
    site_kinds: tuple[str, ...]
    source: str
    text: str
    options: tuple[str, ...]
    right: frozenset[int]
    explanation: str


@dataclass(frozen=True)
class AskedQuestion:
    """A question as it stands on a paper: its options already in the order they are shown."""

    key: str
    kind: QuestionKind
    text: str
    options: tuple[str, ...]
    right: tuple[int, ...]
    source: str
    explanation: str


@dataclass(frozen=True)
class QuizPaper:
    """A drawn paper. The same role, kind, count, seed and bank draw the same paper again."""

    role: QuizRole
    site_kind: str
    seed: str
    bank_hash: str
    questions: tuple[AskedQuestion, ...]


@dataclass(frozen=True)
class NewSitting:
    """Who is asked what. ``count``, ``minutes``, ``pass_percent``: the office's settings unless stated."""

    person_name: str
    role: QuizRole
    post_title: str = ""
    method: QuizMethod = QuizMethod.LAPTOP
    site_kind: str = ""
    count: int | None = None
    minutes: int | None = None
    pass_percent: int | None = None
    seed: str = ""


@dataclass(frozen=True)
class SittingRow:
    """One examination in one visit. ``score``: per cent, whole; None until it ended."""

    id: str
    inspection_id: str
    person_name: str
    post_title: str
    role: str
    method: str
    question_count: int
    answered: int
    right_count: int | None
    score: int | None
    pass_percent: int
    is_passed: bool | None
    minutes: int
    started_at: str
    ends_at: str
    ended_at: str | None


@dataclass(frozen=True)
class Sitting:
    """An examination with its paper. ``given``: option indices as shown, by question key."""

    row: SittingRow
    seed: str
    questions: tuple[AskedQuestion, ...]
    given: dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class Outcome:
    """Whose examination came to what; all that counting needs, without its questions."""

    person_name: str
    post_title: str
    ended_at: str | None
    is_passed: bool | None


@dataclass(frozen=True)
class Tally:
    """What the examinations of a visit come to, each person once.

    ``failed``: names of those with an ended examination below its pass mark, whatever they did in another one;
    ``running``: names of those whose examination has no result yet.
    """

    examined: int = 0
    failed: tuple[str, ...] = ()
    running: tuple[str, ...] = ()


FILLS: dict[str, Callable[[Tally], int]] = {
    "XC-11": lambda tally: tally.examined,
    "T04-12": lambda tally: len(tally.failed),
}
"""Checklist items whose number the examinations of the visit give: how many were asked, how many failed."""

Json = dict[str, Any]
