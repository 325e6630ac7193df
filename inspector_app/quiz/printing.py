"""An examination on paper: the paper itself and the key to mark it with, as working forms of the office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from inspector_app import terms
from inspector_app.quiz.sources import told_source
from inspector_app.quiz.values import AskedQuestion, QuestionKind, QuizRole

if TYPE_CHECKING:
    from inspector_app.documents.values import PaperInput

PAPER, KEY = "quiz_paper", "quiz_key"
LETTERS = "ABCDEF"
_SHORT = 32
"""Characters of options that fit on one line."""


def paper_of(
    questions: Sequence[AskedQuestion], role: str, seed: str, minutes: int, pass_percent: int, **head: str
) -> PaperInput:
    """The paper to be written on; ``head``: ``site_name``, ``person_name``, ``post_title``, ``check_date`` as known."""
    from inspector_app.documents.specification import form_library
    from inspector_app.documents.values import PaperInput

    numbered = list(enumerate(questions, 1))
    values: dict[str, Any] = {
        **_common(questions, role, seed, pass_percent),
        **{name: text for name, text in head.items() if text},
        "minutes": minutes,
    }
    for kind in QuestionKind:
        rows = [_asked(number, one) for number, one in numbered if one.kind is kind]
        if rows:
            values[kind.value] = rows
    return PaperInput(form=form_library().form(PAPER), values=values)


def key_of(questions: Sequence[AskedQuestion], role: str, seed: str, pass_percent: int) -> PaperInput:
    """The right answers with their reasons and sources."""
    from inspector_app.documents.specification import form_library
    from inspector_app.documents.values import PaperInput

    keys = [
        {
            "no": number,
            "answer": letters_of(one),
            "text": one.text,
            "explanation": f"{one.explanation}（{told_source(one.source)}）",
        }
        for number, one in enumerate(questions, 1)
    ]
    values = {**_common(questions, role, seed, pass_percent), "keys": keys}
    return PaperInput(form=form_library().form(KEY), values=values)


def _common(questions: Sequence[AskedQuestion], role: str, seed: str, pass_percent: int) -> dict[str, Any]:
    return {
        "paper_no": seed,
        "role": terms.label(QuizRole(role)),
        "pass_percent": pass_percent,
        "question_count": len(questions),
    }


def _asked(number: int, question: AskedQuestion) -> dict[str, Any]:
    if question.kind is QuestionKind.TRUE_FALSE:
        return {"no": number, "text": question.text}
    options = [f"{letter}．{text}" for letter, text in zip(LETTERS, question.options, strict=False)]
    if sum(map(len, options)) <= _SHORT:
        options = ["　　".join(options)]
    return {"no": number, "text": question.text, "options": options}


def letters_of(question: AskedQuestion) -> str:
    """The right options as they are written on a paper."""
    if question.kind is QuestionKind.TRUE_FALSE:
        return "√" if question.right == (0,) else "×"
    return "".join(LETTERS[place] for place in question.right)
