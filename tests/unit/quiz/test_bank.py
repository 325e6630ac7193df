"""The bank of questions as shipped, and papers drawn from it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.checklist.validation import problems
from inspector_app.documents.rendering import render
from inspector_app.enterprise.values import SiteKind
from inspector_app.errors import BadInput
from inspector_app.quiz.bank import question_bank, quiz_folder
from inspector_app.quiz.drawing import draw
from inspector_app.quiz.faults import faults
from inspector_app.quiz.printing import key_of, paper_of
from inspector_app.quiz.sources import told_source
from inspector_app.quiz.values import QuestionKind, QuizRole
from tests.documents.reading import text_of

ROLES = st.sampled_from(QuizRole)
KINDS = st.sampled_from(SiteKind)


def test_the_bank_asks_at_least_150_questions_of_three_kinds_and_every_one_names_its_source() -> None:
    bank = question_bank()
    assert len(bank.questions) >= 150
    assert {one.kind for one in bank.questions} == set(QuestionKind)
    assert all(one.source.count(":") >= 1 and one.explanation for one in bank.questions)
    assert len({one.key for one in bank.questions}) == len({one.text for one in bank.questions}) == len(bank.questions)


@pytest.mark.parametrize("file", sorted(quiz_folder().glob("*.json")), ids=lambda file: file.stem)
def test_every_file_fits_its_schema_and_its_sources_exist(file: Path) -> None:
    assert problems(file, "quiz", faults) == []


@pytest.mark.parametrize("kind", SiteKind)
@pytest.mark.parametrize("role", QuizRole)
def test_every_role_at_every_kind_of_mine_has_enough_to_be_asked(role: QuizRole, kind: SiteKind) -> None:
    assert len(question_bank().fitting(role, kind)) >= 20


@pytest.mark.parametrize("kind", SiteKind)
@pytest.mark.parametrize("role", QuizRole)
def test_a_paper_of_twenty_has_its_shares_for_every_role_at_every_kind_of_mine(role: QuizRole, kind: SiteKind) -> None:
    kinds = Counter(one.kind for one in draw(question_bank(), role, kind, 20, "a").questions)
    assert kinds == {QuestionKind.SINGLE: 8, QuestionKind.MULTIPLE: 4, QuestionKind.TRUE_FALSE: 8}


@given(role=ROLES, kind=KINDS, count=st.integers(1, 40), seed=st.text(max_size=8))
def test_a_paper_is_repeatable_fits_its_reader_and_repeats_nothing(
    role: QuizRole, kind: SiteKind, count: int, seed: str
) -> None:
    bank = question_bank()
    paper = draw(bank, role, kind, count, seed)
    assert paper == draw(bank, role, kind, count, seed)
    fitting = {one.key: one for one in bank.fitting(role, kind)}
    keys = [one.key for one in paper.questions]
    assert len(keys) == len(set(keys)) == min(count, len(fitting))
    assert set(keys) <= set(fitting)
    for asked in paper.questions:
        known = fitting[asked.key]
        assert {asked.options[place] for place in asked.right} == {known.options[index] for index in known.right}
        assert sorted(asked.options) == sorted(known.options)


def test_a_paper_of_twenty_spreads_over_its_sources() -> None:
    paper = draw(question_bank(), QuizRole.MANAGER, "underground_mine", 20, "a")
    tasks = Counter(":".join(one.source.split(":")[:2]) for one in paper.questions if one.source.startswith("task"))
    assert all(times == 1 for times in tasks.values())


def test_other_lots_draw_other_papers() -> None:
    papers = {draw(question_bank(), QuizRole.WORKER, "underground_mine", 20, str(lot)).questions for lot in range(5)}
    assert len(papers) == 5


def test_a_paper_of_nothing_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        draw(question_bank(), QuizRole.WORKER, "open_pit_mine", 0, "a")
    assert refused.value.code == "quiz.count_wrong"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"right": [7]}, "没有第 8 个选项"),
        ({"right": [0, 1]}, "只能有一个"),
        ({"source": {"criterion": "UG-99"}}, "没有编号为“UG-99”"),
        ({"source": {"task": 2, "sentence": 99}}, "没有第 99 句"),
        ({"kind": "multiple"}, "至少有两个"),
    ],
)
def test_a_mistake_in_a_question_is_told_with_its_line(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    shipped = json.loads((quiz_folder() / "underground.json").read_text("utf-8"))
    single = next(row for row in shipped["questions"] if row["kind"] == "single")
    file = tmp_path / "quiz" / "own.json"
    file.parent.mkdir()
    file.write_text(json.dumps({"title": "自编", "questions": [{**single, **change}]}, ensure_ascii=False, indent=1))
    found = problems(file, "quiz", faults)
    assert reason in found[0].reason_zh
    assert found[0].line > 3


def test_a_drawn_paper_prints_on_few_pages_and_its_key_names_every_source(tmp_path: Path) -> None:
    paper = draw(question_bank(), QuizRole.WORKER, "underground_mine", 20, "7f3a")
    printed = render(paper_of(paper.questions, "worker", paper.seed, 30, 80))
    key = render(key_of(paper.questions, "worker", paper.seed, 80))
    assert printed.pages <= 3
    text = text_of(key.pdf)
    assert all(question.text[:6] in text for question in paper.questions)
    assert "7f3a" in text
    assert "7f3a" in text_of(printed.pdf)


@pytest.mark.parametrize("role", QuizRole)
def test_every_question_says_its_source_in_words(role: QuizRole) -> None:
    for question in question_bank().fitting(role, "tailings_pond"):
        assert told_source(question.source)
