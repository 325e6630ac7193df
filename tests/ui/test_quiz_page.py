"""逢查必考 in the window: on the laptop by keys only, interrupted, out of time, on paper, struck out, counted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from inspector_app.quiz.service import QuizService
from inspector_app.quiz.values import NewSitting, QuestionKind, QuizMethod, QuizRole, Sitting
from tests.fixtures.clocks import FrozenClock
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.windows import PATIENCE, at_rest, unlock, window_on
from tests.ui.looks.ears import deaf, traps, unheard, unreachable
from tests.ui.looks.eyes import flaws
from tests.ui.pages.county import make_county, opened, start_visit
from tests.ui.pages.desk import Desk, desk_on
from ui import language
from ui.preferences import Preferences
from ui.quiz.page import QuizPage
from ui.tabbing import stops

ROOT = Path(__file__).resolve().parents[2]
Scene = tuple[Desk, str]
Key = Qt.Key


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    """A running visit with the on-site procedure list."""
    with desk_on(qtbot, own_data_dir) as (desk, county):
        yield desk, desk.ask(lambda app: start_visit(app, county, checklists=("on_site_procedure",)))


def quiz(desk: Desk, argument: object) -> QuizPage:
    page = desk.go("quiz", argument)
    assert isinstance(page, QuizPage)
    return page


def press(desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    desk.qtbot.keyClick(focus, key, modifier)
    desk.rest()


def begun(desk: Desk, visit: str, **more: Any) -> str:
    """An examination that somebody began; its id."""
    new = NewSitting("李四", QuizRole.WORKER, **{"count": 6, "seed": "7f3a", **more})
    return str(desk.ask(lambda app: app.quiz.begin(app.officer_id, visit, new)))


def kept(desk: Desk, sitting: str) -> Sitting:
    found = desk.ask(lambda app: app.quiz.sitting(sitting))
    assert isinstance(found, Sitting)
    return found


def answer_all(desk: Desk, page: QuizPage) -> None:
    """Every question right, by letters, arrows and Enter."""
    for _ in page.exam.questions:
        asked = page.exam.questions[page.exam.number]
        for place in asked.right:
            if asked.kind is QuestionKind.TRUE_FALSE:
                press(desk, Key.Key_Left if place == 0 else Key.Key_Right)
            else:
                press(desk, Key(Key.Key_A + place))
        press(desk, Key.Key_Return)


def test_an_examination_on_the_laptop_is_begun_answered_and_handed_in_by_keys_only(scene: Scene) -> None:
    desk, visit = scene
    inspection = desk.inspection(visit)
    desk.press(inspection.items.view, Key.Key_Q)
    desk.rest()
    page = desk.window.current_page
    assert isinstance(page, QuizPage)
    assert page.card.name.hasFocus()
    desk.type(page.card.name, "张三")
    press(desk, Key.Key_Return)
    assert page.exam.isVisible()
    answer_all(desk, page)
    assert page.exam.unanswered == 0
    press(desk, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.result.isVisible()
    assert "100 分 · 合格" in page.result.result.text()
    words = " ".join(one.text() for one in page.result.lines.findChildren(QLabel))
    assert "依据：" in words


def test_enter_pressed_twice_begins_one_examination(scene: Scene) -> None:
    desk, visit = scene
    page = quiz(desk, visit)
    desk.type(page.card.name, "张三")
    for _ in range(3):
        desk.press(page.card.name, Key.Key_Return)
    desk.rest()
    assert len(desk.ask(lambda app: app.quiz.sittings(visit))) == 1


def test_handing_in_with_gaps_says_how_many_and_asks_once(scene: Scene) -> None:
    desk, visit = scene
    page = quiz(desk, {"inspection": visit, "sitting": begun(desk, visit)})
    press(desk, Key.Key_1)
    press(desk, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "还有 5 题没有作答" in page.exam.told.text()
    press(desk, Key.Key_Escape)
    assert page.exam.number == 1
    for _ in range(2):
        press(desk, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        page.exam.submit.click()
    assert page.exam.isVisible()
    press(desk, Key.Key_Tab)
    press(desk, Key.Key_Return)
    assert page.result.isVisible()
    assert "不合格" in page.result.result.text()


def test_the_question_about_gaps_goes_with_the_next_question_and_a_careless_enter_ends_nothing(scene: Scene) -> None:
    desk, visit = scene
    page = quiz(desk, {"inspection": visit, "sitting": begun(desk, visit)})
    page.exam.hand_in()
    press(desk, Key.Key_Return)
    assert page.exam.isVisible()
    page.exam.hand_in()
    page.exam.go_to(3)
    assert page.exam.sure.isHidden() or not page.exam.sure.isVisible()
    page.exam.submit.click()
    assert page.exam.isVisible()


def test_every_answer_is_on_disk_at_once_and_the_page_goes_on_where_it_was(
    qtbot: Any, own_data_dir: Path, scene: Scene
) -> None:
    desk, visit = scene
    sitting = begun(desk, visit)
    quiz(desk, {"inspection": visit, "sitting": sitting})
    press(desk, Key.Key_B)
    press(desk, Key.Key_PageDown)
    press(desk, Key.Key_1)
    beside = opened(own_data_dir)  # what a start after kill -9 would find
    assert len(beside.quiz.sitting(sitting).given) == 2
    beside.store.close()
    place = desk.window.current_page.place()  # type: ignore[union-attr]
    desk.go("home")
    page = quiz(desk, place)
    assert (page.exam.number, page.exam.unanswered) == (1, 4)
    assert page.exam.options.buttons[0].isChecked()


def test_the_next_start_goes_on_at_the_first_question_without_an_answer(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        visit = desk.ask(lambda app: start_visit(app, county, checklists=()))
        sitting = begun(desk, visit)
        quiz(desk, {"inspection": visit, "sitting": sitting})
        for key in (Key.Key_B, Key.Key_Down, Key.Key_A):
            press(desk, key)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        at_rest(qtbot, window)
        page = window.current_page
        assert isinstance(page, QuizPage)
        assert (page.sitting_id, page.exam.number, page.exam.unanswered) == (sitting, 2, 4)


def test_killed_in_the_middle_it_goes_on_with_every_answer_that_was_given(qtbot: Any, own_data_dir: Path) -> None:
    county = make_county(own_data_dir)
    app = opened(own_data_dir)
    visit = start_visit(app, county, checklists=())
    sitting = app.quiz.begin(app.officer_id, visit, NewSitting("李四", QuizRole.WORKER, count=6, seed="7f3a"))
    app.store.close()
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "INSPECTOR_PASSPHRASE": PASSPHRASE, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.fixtures.examinee", str(own_data_dir), visit, sitting, "3"]
    gone = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert gone.returncode == -signal.SIGKILL, gone.stderr[-2000:]
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        at_rest(qtbot, window)
        desk = Desk(qtbot, window)
        home = desk.go("home")  # killed so early the place was not kept yet: the home page knows
        next(one for one in home.findChildren(QPushButton) if "去交卷" in one.text()).click()
        desk.rest()
        page = window.current_page
        assert isinstance(page, QuizPage)
        assert (page.sitting_id, page.exam.number, page.exam.unanswered) == (sitting, 3, 3)


def test_after_the_time_nothing_more_is_answered_and_what_was_is_marked(scene: Scene) -> None:
    desk, visit = scene

    def an_hour_ago(app: Any) -> str:
        now = app.store.clock.now()
        early = FrozenClock(replace(now, at=now.at - timedelta(hours=1)))
        new = NewSitting("李四", QuizRole.WORKER, count=6, minutes=30)
        return QuizService(app.store.units, early, app.office).begin(app.officer_id, visit, new)

    page = quiz(desk, {"inspection": visit, "sitting": desk.ask(an_hour_ago)})
    assert page.exam.time.text() == "时间到"
    assert not page.exam.options.choose(0)
    assert "时间到" in page.exam.told.text()
    press(desk, Key.Key_Return)
    assert page.result.isVisible()


def test_who_was_handed_the_laptop_does_not_see_the_result_and_goes_nowhere(scene: Scene) -> None:
    desk, visit = scene
    page = quiz(desk, visit)
    desk.type(page.card.name, "王五")
    page.card.handed.click()
    press(desk, Key.Key_Return)
    assert page.exam.is_handed
    press(desk, Key.Key_1)
    press(desk, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert kept(desk, page.sitting_id).row.answered == 1
    desk.window.go("home")
    assert not desk.window.is_at_desk


def test_handing_in_locks_where_somebody_else_sits_at_the_laptop(scene: Scene) -> None:
    desk, visit = scene
    page = quiz(desk, visit)
    desk.type(page.card.name, "王五")
    page.card.handed.click()
    press(desk, Key.Key_Return)
    answer_all(desk, page)
    press(desk, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not desk.window.is_at_desk
    assert kept(desk, page.sitting_id).row.is_passed


def test_a_paper_is_typed_in_letter_by_letter_and_a_wrong_letter_keeps_the_line(scene: Scene) -> None:
    desk, visit = scene
    sitting = begun(desk, visit, method=QuizMethod.PAPER)
    page = quiz(desk, {"inspection": visit, "sitting": sitting})
    letters = ["".join("√×"[one] if q.kind is QuestionKind.TRUE_FALSE else "ABCDEF"[one] for one in q.right)
               for q in page.paper.sitting.questions]  # type: ignore[union-attr]  # fmt: skip
    desk.type(page.paper.field, "Z ")
    desk.press(page.paper.field, Key.Key_Return)
    assert "第 1 题" in page.paper.next.text()
    page.paper.go.click()
    assert page.paper.error.is_saying
    assert page.paper.field.text() == "Z "
    page.paper.field.clear()
    for one in letters:
        desk.type(page.paper.field, one)
        press(desk, Key.Key_Return)
    assert page.result.isVisible()
    assert kept(desk, sitting).row.score == 100


def test_a_half_typed_paper_comes_back(scene: Scene) -> None:
    desk, visit = scene
    sitting = begun(desk, visit, method=QuizMethod.PAPER)
    page = quiz(desk, {"inspection": visit, "sitting": sitting})
    desk.type(page.paper.field, "A B")
    desk.go("home")
    page.paper.sitting = None
    page.paper.field.clear()
    quiz(desk, {"inspection": visit, "sitting": sitting})
    assert page.paper.field.text() == "A B"


def test_of_a_marked_paper_only_the_number_right_is_entered(scene: Scene) -> None:
    desk, visit = scene
    sitting = begun(desk, visit, method=QuizMethod.PAPER)
    page = quiz(desk, {"inspection": visit, "sitting": sitting})
    desk.type(page.paper.score, "9")
    press(desk, Key.Key_Return)
    assert "9" in page.paper.error.said
    page.paper.score.clear()
    desk.type(page.paper.score, "5")
    press(desk, Key.Key_Return)
    assert "83 分 · 合格" in page.result.result.text()


def test_paper_and_key_are_written_as_files(scene: Scene, tmp_path: Path) -> None:
    desk, visit = scene
    sitting = begun(desk, visit, method=QuizMethod.PAPER)
    page = quiz(desk, {"inspection": visit, "sitting": sitting})
    for what in ("paper", "key"):
        with desk.qtbot.waitSignal(page.paper.print.printed, timeout=PATIENCE):
            page.paper.print.send(what, "", tmp_path / f"{what}.pdf")
    assert all((tmp_path / f"{what}.pdf").read_bytes().startswith(b"%PDF") for what in ("paper", "key"))


def test_a_paper_is_drawn_printed_with_its_key_and_typed_in_without_the_mouse(scene: Scene, tmp_path: Path) -> None:
    desk, visit = scene
    page = quiz(desk, visit)
    desk.type(page.card.name, "张三")
    page.card.method.chip("paper").click()
    desk.press(page.card.name, Key.Key_Return)
    desk.rest()
    view = page.paper
    assert view.print.paper.hasFocus()
    for what, then in (("paper", view.print.key), ("key", view.field)):
        with desk.qtbot.waitSignal(view.print.printed, timeout=PATIENCE):
            view.print.send(what, "", tmp_path / f"{what}.pdf")
        assert then.hasFocus()


def test_one_that_was_begun_by_mistake_is_struck_out_with_a_reason_and_comes_back_by_undo(scene: Scene) -> None:
    desk, visit = scene
    sitting = begun(desk, visit)
    desk.ask(lambda app: app.quiz.finish(app.officer_id, sitting))
    page = quiz(desk, {"inspection": visit, "sitting": sitting})
    page.result.strike.click()
    desk.type(page.bar.fields["reason"], "代答")
    press(desk, Key.Key_Return)
    assert desk.ask(lambda app: app.quiz.sittings(visit)) == []
    assert page.begin_page.isVisible()
    assert page.card.name.hasFocus()
    press(desk, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [one.id for one in desk.ask(lambda app: app.quiz.sittings(visit))] == [sitting]


def test_the_name_of_the_next_one_takes_the_very_next_key(scene: Scene) -> None:
    desk, visit = scene
    sitting = begun(desk, visit)
    desk.ask(lambda app: app.quiz.finish(app.officer_id, sitting))
    page = quiz(desk, {"inspection": visit, "sitting": sitting})
    page.new_button.click()
    assert page.card.name.hasFocus()
    desk.type(page.card.name, "a")
    desk.rest()
    assert (page.card.name.text(), page.card.name.hasFocus()) == ("a", True)
    desk.press(page.card.name, Key.Key_Tab)
    desk.ask(lambda app: app.quiz.tally(visit))
    page.refresh()
    desk.rest()
    assert page.card.post.hasFocus()


def test_after_one_was_struck_out_a_typed_name_is_not_left_for_the_button(scene: Scene) -> None:
    desk, visit = scene
    sitting = begun(desk, visit)
    desk.ask(lambda app: app.quiz.finish(app.officer_id, sitting))
    page = quiz(desk, {"inspection": visit, "sitting": sitting})
    page.result.strike.click()
    desk.type(page.bar.fields["reason"], "代答")
    press(desk, Key.Key_Return)
    desk.type(page.card.name, "w")
    page.refresh()
    desk.rest()
    assert (page.card.name.text(), page.card.name.hasFocus()) == ("w", True)
    press(desk, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.card.name.text() == ""
    assert desk.ask(lambda app: app.quiz.sittings(visit)) == []


def test_the_home_page_leads_to_one_that_is_not_handed_in(scene: Scene) -> None:
    desk, visit = scene
    sitting = begun(desk, visit)
    home = desk.go("home")
    words = " ".join(one.text() for one in home.waiting.findChildren(QLabel))
    assert "李四 的考核还没交卷" in words
    assert sitting


def test_a_paper_that_was_mistyped_is_open_again_after_one_undo(scene: Scene) -> None:
    desk, visit = scene
    sitting = begun(desk, visit, method=QuizMethod.PAPER)
    page = quiz(desk, {"inspection": visit, "sitting": sitting})
    desk.type(page.paper.score, "2")
    press(desk, Key.Key_Return)
    assert page.result.isVisible()
    press(desk, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert kept(desk, sitting).row.score is None
    page.refresh()
    desk.rest()
    assert page.paper.isVisible()
    assert page.paper.score.text() == "2"


def test_the_count_of_the_examinations_stands_beside_the_item_and_is_filled_in_by_one_press(scene: Scene) -> None:
    desk, visit = scene
    page = desk.go("inspection", {"inspection": visit, "item": "XC-11"})
    assert page.panel.quiz.isVisible()
    assert not page.panel.quiz.take.isVisible()
    ended = begun(desk, visit)
    desk.ask(lambda app: app.quiz.finish(app.officer_id, ended))
    page.refresh()
    desk.rest()
    assert "已考 1 人，不合格 1 人（李四）" in page.panel.quiz.told.text()
    page.panel.quiz.take.click()
    assert page.panel.value.field.text() == "1"
    assert page.answers.get("XC-11") is None
    with desk.qtbot.waitSignal(page.answer_stored, timeout=PATIENCE):
        press(desk, Key.Key_1)
    said = page.answers.get("XC-11")
    assert said is not None
    assert said.count == 1


def test_an_item_that_asks_nothing_of_the_kind_offers_nothing(scene: Scene) -> None:
    desk, visit = scene
    page = desk.go("inspection", {"inspection": visit, "item": "XC-01"})
    assert not page.panel.quiz.isVisible()


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_every_state_of_the_page_fits_the_smallest_window_and_is_heard(
    qtbot: Any, own_data_dir: Path, spoken: str
) -> None:
    Preferences().save(own_data_dir, language=spoken)
    try:
        with desk_on(qtbot, own_data_dir) as (desk, county):
            visit = desk.ask(lambda app: start_visit(app, county, checklists=()))
            desk.window.resize(1280, 650)
            page = quiz(desk, visit)
            wrong = seen(desk, "begin")
            exam, paper = begun(desk, visit, count=100), begun(desk, visit, count=100, method=QuizMethod.PAPER)
            quiz(desk, {"inspection": visit, "sitting": exam})
            wrong += seen(desk, "exam")
            page.exam.hand_in()
            wrong += seen(desk, "bar")
            quiz(desk, {"inspection": visit, "sitting": paper})
            page.paper.field.setText("A ABQ")
            page.paper.submit()
            wrong += seen(desk, "paper")
            desk.ask(lambda app: app.quiz.enter_score(app.officer_id, paper, 3))
            quiz(desk, {"inspection": visit, "sitting": paper})
            page.result.strike.click()
            wrong += seen(desk, "strike")
            assert not wrong, "\n".join(wrong)
    finally:
        language.speak("zh")


def seen(desk: Desk, state: str) -> list[str]:
    """What eye, ear and the Tab key find wrong."""
    desk.rest()
    window = desk.window
    order = stops(window)
    found = flaws(window) + unheard(window) + deaf(window) + traps(window) + unreachable(window, order)
    return [f"{state}: {line}" for line in found]


def test_two_hundred_key_presses_of_a_fast_reader_are_all_kept(scene: Scene) -> None:
    desk, visit = scene
    sitting = begun(desk, visit, count=40)
    page = quiz(desk, {"inspection": visit, "sitting": sitting})
    for _ in range(3):
        for key in (Key.Key_A, Key.Key_B, Key.Key_Down):
            for _question in range(20):
                desk.press(page.exam, key)
    desk.rest()
    answered = kept(desk, sitting).row.answered
    assert answered == len(page.exam.questions) - page.exam.unanswered
    page.refresh()
    desk.rest()
    assert answered == len(page.exam.questions) - page.exam.unanswered


def test_people_of_the_mine_come_up_while_typing_and_bring_their_post(scene: Scene) -> None:
    desk, visit = scene
    page = quiz(desk, visit)
    offered = page.card.name.completer()
    assert offered is not None
    desk.type(page.card.name, "陈")
    assert offered.currentCompletion() == "陈志强"
    offered.activated.emit("陈志强")
    assert page.card.post.text() == "主要负责人"


def test_who_was_handed_the_laptop_undoes_nothing_of_the_officer_from_a_button_either(scene: Scene) -> None:
    desk, visit = scene
    desk.ask(lambda app: app.inspections.add_finding(app.officer_id, visit, place="井口", fact="堵塞"))
    page = quiz(desk, visit)
    desk.type(page.card.name, "王五")
    page.card.handed.click()
    press(desk, Key.Key_Return)
    page.exam.after.setFocus()
    for _ in range(3):
        press(desk, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(desk.ask(lambda app: app.inspections.findings(inspection_id=visit))) == 1
