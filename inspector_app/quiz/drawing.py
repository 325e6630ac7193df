"""Drawing a paper: by chance, repeatable by its seed, spread over the sources."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable

from inspector_app.errors import BadInput
from inspector_app.quiz.bank import QuestionBank, shares
from inspector_app.quiz.values import AskedQuestion, Question, QuestionKind, QuizPaper, QuizRole


def draw(bank: QuestionBank, role: QuizRole, site_kind: str, count: int, seed: str) -> QuizPaper:
    """A paper of ``count`` questions, fewer when the bank has fewer for this role and kind.

    No source (task, criterion, article) gives a second question while another has given none. Raises ``BadInput``:
    ``quiz.count_wrong``, ``quiz.nothing_to_ask``.
    """
    if count < 1:
        raise BadInput("quiz.count_wrong", count=count)
    chance = random.Random(f"{seed}/{role.value}/{site_kind}/{bank.content_hash}")  # noqa: S311 (a lot, no secret)
    pool = _spread(chance, bank.fitting(role, site_kind))
    if not pool:
        raise BadInput("quiz.nothing_to_ask")
    chosen = _chosen(pool, count)
    kinds = list(QuestionKind)
    ordered = sorted(chosen, key=lambda one: kinds.index(one.kind))
    return QuizPaper(role, site_kind, seed, bank.content_hash, tuple(_asked(chance, one) for one in ordered))


def _spread(chance: random.Random, questions: Iterable[Question]) -> list[Question]:
    """Shuffled, the first of every source before the second of any."""
    pool = sorted(questions, key=lambda one: one.key)
    chance.shuffle(pool)
    seen: Counter[str] = Counter()
    ranked = []
    for one in pool:
        group = _group(one.source)
        ranked.append((seen[group], one))
        seen[group] += 1
    return [one for _rank, one in sorted(ranked, key=lambda pair: pair[0])]


def _group(source: str) -> str:
    """What counts as one source: a task, a criterion with its sub-items, an article."""
    kind, _colon, rest = source.partition(":")
    if kind == "criterion":
        return f"{kind}:{'-'.join(rest.split('-')[:2])}"
    return f"{kind}:{rest.split(':')[0]}" if kind == "task" else source


def _chosen(pool: list[Question], count: int) -> list[Question]:
    """By the shares of the kinds as far as the pool has them; the rest whatever comes first."""
    wanted = {kind: count * share // 100 for kind, share in shares().items()}
    chosen: list[Question] = []
    for one in pool:
        if wanted[one.kind] > 0:
            wanted[one.kind] -= 1
            chosen.append(one)
    taken = set(chosen)
    chosen += [one for one in pool if one not in taken][: max(0, count - len(chosen))]
    return chosen


def _asked(chance: random.Random, question: Question) -> AskedQuestion:
    """With its options shuffled; numbers keep their order, 对 and 错 theirs."""
    order = list(range(len(question.options)))
    if question.kind is not QuestionKind.TRUE_FALSE and not _ascending(question.options):
        chance.shuffle(order)
    right = tuple(place for place, index in enumerate(order) if index in question.right)
    return AskedQuestion(
        question.key, question.kind, question.text, tuple(question.options[index] for index in order), right,
        question.source, question.explanation,
    )  # fmt: skip


def _ascending(options: tuple[str, ...]) -> bool:
    return all(option[:1].isdigit() for option in options)
