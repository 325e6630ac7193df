"""A filled paper typed in: letters question by question."""

from __future__ import annotations

import pytest

from inspector_app.errors import BadInput
from inspector_app.quiz.entering import given_of, read_line
from inspector_app.quiz.rules import tally
from inspector_app.quiz.values import AskedQuestion, QuestionKind, SittingRow, Tally


def question(key: str, kind: QuestionKind) -> AskedQuestion:
    options = ("对", "错") if kind is QuestionKind.TRUE_FALSE else ("甲", "乙", "丙", "丁")
    return AskedQuestion(key, kind, "题", options, (0,), "task:4:5", "")


PAPER = (
    question("q1", QuestionKind.SINGLE), question("q2", QuestionKind.MULTIPLE), question("q3", QuestionKind.TRUE_FALSE)
)  # fmt: skip


@pytest.mark.parametrize(
    "line",
    ["C ABD ×", "c\nabd x", "3、124、2", "Ｃ，ＡＢＤ，错", "1.C 2:ABD 3=F", "3.× 1.C ABD", "C C × 2.ABD", "C 2. ABD F"],
)
def test_the_same_answers_are_read_however_they_are_written(line: str) -> None:
    assert given_of(read_line(PAPER, line)) == {"q1": (2,), "q2": (0, 1, 3), "q3": (1,)}


def test_a_blank_keeps_its_place() -> None:
    assert given_of(read_line(PAPER, "- AB √")) == {"q1": (), "q2": (0, 1), "q3": (0,)}


@pytest.mark.parametrize(
    ("line", "number", "code"),
    [
        ("Z", 1, "quiz.letters_wrong"), ("E", 1, "quiz.option_unknown"), ("AB", 1, "quiz.one_only"),
        ("A A Q", 3, "quiz.mark_wrong"), ("A A T A", 4, "quiz.too_many"), ("9.A", 9, "quiz.too_many"),
    ],
)  # fmt: skip
def test_a_wrong_letter_says_where_and_nothing_is_given(line: str, number: int, code: str) -> None:
    read = read_line(PAPER, line)
    assert (read[-1].number, read[-1].problem and read[-1].problem.code) == (number, code)
    with pytest.raises(BadInput):
        given_of(read)


def ended(name: str, passed: bool | None) -> SittingRow:
    over = None if passed is None else "2026-03-10T10:00+08:00"
    return SittingRow("s", "v", name, "", "worker", "laptop", 3, 3, 2, 66, 80, passed, 30, "", "", over)


def test_each_person_counts_once_and_a_second_try_does_not_wash_the_first_away() -> None:
    rows = [ended("张三", False), ended("张三", True), ended("李四", True), ended("王五", None)]
    assert tally(rows) == Tally(2, ("张三",), ("王五",))
