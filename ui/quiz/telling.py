"""How examinations, answers and questions are told in the window; questions themselves stay Chinese."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app import terms
from inspector_app.quiz.printing import LETTERS
from inspector_app.quiz.values import AskedQuestion, QuestionKind, QuizMethod, QuizRole, SittingRow
from ui.language import current, tr

Look = tuple[str, str, str]
"""(words, picture, role of a label)."""


def standing_of(row: SittingRow) -> Look:
    """How an examination stands."""
    if row.ended_at is not None:
        passed = bool(row.is_passed)
        words = tr("{0} 分 · 合格") if passed else tr("{0} 分 · 不合格")
        return words.format(row.score), "circle-check" if passed else "circle-alert", "good" if passed else "danger"
    if row.method == QuizMethod.PAPER.value:
        return tr("纸质答卷，待录入"), "file-text", "warn"
    return tr("答题中，已答 {0}/{1}").format(row.answered, row.question_count), "clock", "warn"


def who(row: SittingRow) -> str:
    """Name and post."""
    return f"{row.person_name}  {row.post_title}".strip()


def role_of(row: SittingRow) -> str:
    """Who is asked, in words."""
    return terms.label(QuizRole(row.role), current())


def kind_of(question: AskedQuestion) -> str:
    """How a question is answered, in words."""
    return terms.label(question.kind, current())


def letters_of(question: AskedQuestion, chosen: Sequence[int]) -> str:
    """Options as they are written on paper."""
    if question.kind is QuestionKind.TRUE_FALSE:
        return "".join("√" if one == 0 else "×" for one in chosen)
    return "".join(LETTERS[one] for one in chosen)


def answer_of(question: AskedQuestion, chosen: Sequence[int]) -> str:
    """Options with their words."""
    if question.kind is QuestionKind.TRUE_FALSE:
        return "、".join(question.options[one] for one in chosen)
    return "；".join(f"{LETTERS[one]}．{question.options[one]}" for one in chosen)


def clock_of(left_ms: int) -> str:
    """Minutes and seconds that are left, rounded up so that 0:00 means over."""
    seconds = max(0, -(-left_ms // 1000))
    return f"{seconds // 60}:{seconds % 60:02d}"
