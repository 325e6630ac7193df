"""逢查必考 on a real store: asked on the laptop, on paper, ended, struck out."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.bootstrap import App
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.quiz.values import NewSitting, QuizMethod, QuizRole, Sitting
from tests.fixtures.clocks import FrozenClock
from tests.fixtures.visits import ACTOR, begin_visit, make_bureau, make_mine


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def app(tmp_path: Path, clock: FrozenClock) -> App:
    return make_bureau(tmp_path / "store", clock)


@pytest.fixture
def visit(app: App) -> str:
    return begin_visit(app, make_mine(app))


def begin(app: App, visit: str, **more: object) -> Sitting:
    new = NewSitting(**{"person_name": "兰𪩘", "role": QuizRole.WORKER, "seed": "7", **more})  # type: ignore[arg-type]
    return app.quiz.sitting(app.quiz.begin(ACTOR, visit, new))


def answer_all(app: App, sitting: Sitting, wrong: int = 0) -> None:
    for place, one in enumerate(sitting.questions):
        chosen = [index for index in range(len(one.options)) if index not in one.right][:1]
        app.quiz.answer(ACTOR, sitting.row.id, one.key, chosen if place < wrong else one.right)


def test_a_worker_who_knows_it_all_passes_and_the_paper_is_kept_word_for_word(app: App, visit: str) -> None:
    sitting = begin(app, visit)
    answer_all(app, sitting)
    ended = app.quiz.finish(ACTOR, sitting.row.id)
    assert (ended.row.score, ended.row.is_passed, ended.row.right_count) == (100, True, 20)
    assert ended.questions == sitting.questions
    assert app.quiz.sittings(visit) == [ended.row]


def test_one_wrong_too_many_fails_and_rounding_helps_nobody(app: App, visit: str) -> None:
    sitting = begin(app, visit, count=19)
    answer_all(app, sitting, wrong=4)
    ended = app.quiz.finish(ACTOR, sitting.row.id).row
    assert (ended.score, ended.is_passed) == (78, False)


def test_answers_given_before_the_laptop_died_are_there(app: App, visit: str) -> None:
    sitting = begin(app, visit)
    first = sitting.questions[0]
    assert app.quiz.answer(ACTOR, sitting.row.id, first.key, first.right)
    assert not app.quiz.answer(ACTOR, sitting.row.id, first.key, first.right)
    assert app.quiz.sitting(sitting.row.id).given == {first.key: first.right}
    assert app.quiz.answer(ACTOR, sitting.row.id, first.key, [])
    assert app.quiz.sitting(sitting.row.id).given == {}


def test_nothing_is_answered_after_the_end_or_after_the_time(
    app: App, clock: FrozenClock, visit: str
) -> None:
    late, ended = begin(app, visit, minutes=1), begin(app, visit)
    app.quiz.finish(ACTOR, ended.row.id)
    clock.forward(minutes=2)
    for sitting, code in ((ended, "quiz.ended"), (late, "quiz.time_over")):
        with pytest.raises(RuleViolation) as refused:
            app.quiz.answer(ACTOR, sitting.row.id, sitting.questions[0].key, [0])
        assert refused.value.code == code


def test_a_printed_paper_is_entered_by_its_answers_or_by_its_score(app: App, visit: str) -> None:
    written, marked = (begin(app, visit, method=QuizMethod.PAPER) for _time in range(2))
    ended = app.quiz.enter(ACTOR, written.row.id, {one.key: one.right for one in written.questions})
    assert ended.row.score == 100
    assert app.quiz.enter_score(ACTOR, marked.row.id, 15).row.score == 75
    with pytest.raises(BadInput) as refused:
        app.quiz.enter_score(ACTOR, begin(app, visit, method=QuizMethod.PAPER).row.id, 21)
    assert refused.value.code == "quiz.right_count_wrong"


def test_a_score_cannot_be_typed_for_an_examination_on_the_laptop(app: App, visit: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        app.quiz.enter_score(ACTOR, begin(app, visit).row.id, 20)
    assert refused.value.code == "quiz.paper_only"


@pytest.mark.parametrize(
    ("key", "chosen", "code"),
    [("Q-T99-1", [0], "quiz.question_unknown"), (None, [9], "quiz.option_unknown"), (None, [0, 1], "quiz.one_only")],
)
def test_what_the_paper_does_not_ask_is_refused(
    app: App, visit: str, key: str | None, chosen: list[int], code: str
) -> None:
    sitting = begin(app, visit)
    with pytest.raises(BadInput) as refused:
        app.quiz.answer(ACTOR, sitting.row.id, key or sitting.questions[0].key, chosen)
    assert refused.value.code == code


def test_a_person_without_a_name_and_a_visit_that_ended_are_refused(app: App, visit: str) -> None:
    with pytest.raises(BadInput) as refused:
        begin(app, visit, person_name="  ")
    assert refused.value.code == "quiz.person_missing"


def test_an_examination_struck_out_is_gone_from_the_visit_and_needs_its_reason(app: App, visit: str) -> None:
    sitting = begin(app, visit)
    with pytest.raises(RuleViolation):
        app.quiz.take_back(ACTOR, sitting.row.id, " ")
    app.quiz.take_back(ACTOR, sitting.row.id, "换人作答")
    assert app.quiz.sittings(visit) == []
