"""A filled paper is typed in as it was written: ``C B D ABD √ ×``, question after question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.errors import BadInput
from inspector_app.quiz import rules
from inspector_app.quiz.printing import LETTERS
from inspector_app.quiz.values import AskedQuestion, QuestionKind

BLANK = frozenset({"-", "—", "_", "空", "0"})
"""Nothing was written there."""
TRUE = frozenset({"√", "✓", "✔", "对", "T", "A", "1", "Y", "V"})
FALSE = frozenset({"×", "✗", "✘", "X", "错", "F", "B", "2", "N"})
_BETWEEN = re.compile(r"[\s,;、，；。]+")
_NUMBERED = re.compile(r"(\d{1,3})[.:=](.*)")
"""``12.AC``: question 12, and the next ones after it."""


@dataclass(frozen=True)
class TypedAnswer:
    """What one typed piece says. ``number``: of the question, from 1; ``problem``: why it is not taken."""

    number: int
    typed: str
    key: str = ""
    chosen: tuple[int, ...] = ()
    problem: BadInput | None = None


def read_line(questions: Sequence[AskedQuestion], text: str) -> tuple[TypedAnswer, ...]:
    """Each piece with the question it answers; nothing is left out, wrong pieces say why."""
    found: list[TypedAnswer] = []
    number = 0
    for piece in _BETWEEN.split(unicodedata.normalize("NFKC", text).strip()):
        if not piece:
            continue
        named = _NUMBERED.fullmatch(piece)
        number = int(named[1]) if named else number + 1
        written = named[2] if named else piece
        if named is None or written:
            found.append(_read(questions, number, written))
        else:
            number -= 1  # “12.” with a space behind it: the letters follow
    return tuple(found)


def given_of(answers: Sequence[TypedAnswer]) -> dict[str, tuple[int, ...]]:
    """Options by question key; what is typed twice counts as typed last. Raises the first ``problem``."""
    for one in answers:
        if one.problem is not None:
            raise one.problem
    return {one.key: one.chosen for one in answers}


def _read(questions: Sequence[AskedQuestion], number: int, written: str) -> TypedAnswer:
    if not 1 <= number <= len(questions):
        problem = BadInput("quiz.too_many", number=number, count=len(questions))
        return TypedAnswer(number, written, problem=problem)
    question = questions[number - 1]
    try:
        chosen = rules.checked_choice([question], question.key, read_answer(question, written))
    except BadInput as refused:
        params = {**refused.params, "question": number}
        return TypedAnswer(number, written, question.key, problem=BadInput(refused.code, **params))
    return TypedAnswer(number, written, question.key, tuple(chosen))


def read_answer(question: AskedQuestion, written: str) -> list[int]:
    """The options that are meant: letters or digits (``AC``, ``A, C``, ``13``), a mark (√ ×), nothing for a blank.

    Raises ``BadInput``: ``quiz.mark_wrong``, ``quiz.letters_wrong``.
    """
    letters = _BETWEEN.sub("", unicodedata.normalize("NFKC", written)).upper()
    if not letters or letters in BLANK:
        return []
    if question.kind is QuestionKind.TRUE_FALSE:
        if letters in TRUE | FALSE:
            return [0 if letters in TRUE else 1]
        raise BadInput("quiz.mark_wrong", letters=written)
    places = [int(letter) - 1 if letter.isdigit() else LETTERS.find(letter) for letter in letters]
    if -1 in places:
        raise BadInput("quiz.letters_wrong", letters=written)
    return places
