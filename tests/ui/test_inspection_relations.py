"""Answers that settle other items, and answers that do not go together, on the page of a visit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from inspector_app.checklist.values import Verdict
from inspector_app.inspection.model import Finding
from inspector_app.inspection.values import AnswerInput
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import start_visit
from tests.ui.pages.desk import Desk, choose_mine, desk_on
from ui.inspection.inspection_page import InspectionPage

Scene = tuple[Desk, InspectionPage]
NOW = datetime.fromisoformat("2026-03-10T09:00:00+08:00")


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    """A running visit with the lists of tasks 12 and 16."""
    with desk_on(qtbot, own_data_dir) as (desk, county):
        visit = desk.ask(lambda app: start_visit(app, county, checklists=("task_12", "task_16")))
        yield desk, desk.inspection(visit)


def say(desk: Desk, page: InspectionPage, list_key: str, **answers: AnswerInput) -> None:
    """Store answers as if the page had; the page hears of them by itself."""
    actor, visit = desk.window.bridge.officer_id, page.inspection_id
    given = {key.replace("_", "-"): answer for key, answer in answers.items()}
    desk.ask(lambda app: app.inspections.answer(actor, visit, list_key, given))


def keys(page: InspectionPage) -> list[str]:
    return [line.key for line in page.items.model.lines]


def test_what_an_answer_settles_leaves_the_list_and_comes_back(qtbot: Any, scene: Scene) -> None:
    desk, page = scene
    assert "T12-18" in keys(page)
    before = page.items.progress.maximum()
    say(desk, page, "task_12", T12_17=AnswerInput("not_compliant", value="0"))
    qtbot.waitUntil(lambda: "T12-18" not in keys(page), timeout=PATIENCE)
    assert page.items.progress.maximum() == before - 1
    say(desk, page, "task_12", T12_17=AnswerInput("compliant", value="200"))
    qtbot.waitUntil(lambda: "T12-18" in keys(page), timeout=PATIENCE)


def test_what_is_settled_is_not_open_when_the_visit_ends(scene: Scene) -> None:
    desk, page = scene
    say(desk, page, "task_12", T12_17=AnswerInput("not_compliant", value="0"))
    visit = page.inspection_id
    left = desk.ask(lambda app: app.inspections.coverage(visit))
    assert "T12-18" not in {one.item_key for one in left}


def test_answers_that_do_not_go_together_are_told_until_they_do(qtbot: Any, scene: Scene) -> None:
    desk, page = scene
    assert not page.items.doubts.isVisible()
    more = {"T16_12": AnswerInput("compliant", count=2), "T16_13": AnswerInput("not_compliant", count=3)}
    say(desk, page, "task_16", **more)
    qtbot.waitUntil(page.items.doubts.isVisible, timeout=PATIENCE)
    say(desk, page, "task_16", T16_13=AnswerInput("compliant", count=2))
    qtbot.waitUntil(lambda: not page.items.doubts.isVisible(), timeout=PATIENCE)


def test_what_is_not_due_yet_is_named_with_its_day_and_not_asked(scene: Scene) -> None:
    _desk, page = scene
    assert page.visit is not None
    coming = {one.item_key: one for one in page.visit.coming}
    assert not coming.keys() & set(keys(page))
    for one in coming.values():
        assert one.title in page.items.coming.toolTip()
    assert page.items.coming.isVisible() is bool(coming)


def test_a_short_walk_offers_and_begins_fewer_items(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, _county):
        page = desk.start_page()
        choose_mine(desk, page, "slj")
        task = page.task
        full = task.lists.chip("criteria_underground").text()
        chosen = task.lists.values
        task.walk.set_value("short")
        task.walk.activated.emit(task.walk.currentIndex())
        assert task.lists.chip("criteria_underground").text() != full
        assert task.lists.values == chosen
        begun = page.form.new_inspection(NOW).checklists
        assert begun == tuple(f"{key}@short" for key in page.form.checklists)


def test_last_time_s_value_is_filled_in_as_such_and_answers_nothing_by_itself(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        first = desk.ask(lambda app: start_visit(app, county, checklists=("task_16", "task_12")))
        actor = desk.window.bridge.officer_id
        before = {"T16-12": AnswerInput("compliant", count=2), "T16-01": AnswerInput("compliant")}
        desk.ask(lambda app: app.inspections.answer(actor, first, "task_16", before))
        method = {"T12-11": AnswerInput("not_compliant", choices=("open_stoping",))}
        desk.ask(lambda app: app.inspections.answer(actor, first, "task_12", method))
        page = desk.inspection(desk.ask(lambda app: start_visit(app, county, checklists=("task_16", "task_12"))))
        page.items.select("T16-01")
        assert not page.panel.last.isVisible()
        page.items.select("T16-12")
        assert "2 个" in page.panel.last.text()
        desk.press(page.items.view, Qt.Key.Key_L)
        assert page.panel.value.text == "2"
        assert "核实" in page.panel.last.text()
        assert page.answers.get("T16-12") is None
        desk.press(desk.window.focusWidget(), Qt.Key.Key_1)
        answers = desk.ask(lambda app: app.inspections.answers(page.inspection_id))
        assert answers["T16-12"].count == 2
        page.items.select("T12-11")
        page.panel.carry()
        assert page.panel.value.options.values == ["open_stoping"]
        assert page.panel.proposal.isVisible()


def test_a_confirmed_value_is_journalled_as_last_time_s_and_shown_as_such(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        first = desk.ask(lambda app: start_visit(app, county, checklists=("task_16",)))
        rows = ({"face": "1号", "people": 2}, {"face": "2号", "people": 3})
        said = {"T16-12": AnswerInput("compliant", count=3), "T16-07": AnswerInput("compliant", rows=rows)}
        desk.ask(lambda app: app.inspections.answer(county.officer_id, first, "task_16", said))
        second = desk.ask(lambda app: start_visit(app, county, checklists=("task_16",)))
        page = desk.inspection(second)
        for key in ("T16-12", "T16-07"):
            page.items.select(key)
            page.panel.carry()
            with qtbot.waitSignal(page.answer_stored, timeout=PATIENCE):
                desk.press(page.panel.buttons[Verdict.COMPLIANT], Qt.Key.Key_1)
            desk.rest()
            page.items.select(key)
            assert "本次已核实" in page.panel.last.text()
            assert page.panel.last.isVisible()
        kept = desk.ask(lambda app: app.inspections.answers(second))
        assert {kept[key].carried_from for key in ("T16-12", "T16-07")} == {first}
        page.items.select("T16-12")
        page.panel.value.field.selectAll()
        desk.type(page.panel.value.field, "2")
        with qtbot.waitSignal(page.answer_stored, timeout=PATIENCE):
            desk.press(page.panel.value.field, Qt.Key.Key_Return)
        assert desk.ask(lambda app: app.inspections.answers(second))["T16-12"].carried_from is None


def facts(page: InspectionPage) -> str:
    pairs = [(name.text(), value.text()) for name, value in page.panel.facts._pairs if name.isVisible()]
    return "\n".join(f"{name} {value}" for name, value in pairs)


def test_an_item_shows_what_is_still_open_on_it_and_what_was_put_right(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        first = desk.ask(lambda app: start_visit(app, county, checklists=("task_16",)))
        about = {"checklist_key": "task_16", "item_key": "T16-07"}

        def found(app: Any) -> None:
            late = app.inspections.add_finding(app.officer_id, first, place="三中段", fact="作业人数超员", **about)
            with app.store.units.begin(app.officer_id, "test.fill") as unit:
                unit.change(Finding, late, rectification_due_on="2020-01-31")
            done = app.inspections.add_finding(app.officer_id, first, place="二中段", fact="人数牌缺失", **about)
            app.inspections.change_finding(app.officer_id, done, corrected_on_spot=True)

        desk.ask(found)
        for _ in range(4):  # however many visits lie between
            desk.ask(lambda app: start_visit(app, county, checklists=("task_17",)))
        page = desk.inspection(desk.ask(lambda app: start_visit(app, county, checklists=("task_16",))))
        page.items.select("T16-07")
        told = facts(page)
        assert "未整改" in told
        assert "作业人数超员，应于 2020-01-31 前整改，已逾期" in told
        assert "人数牌缺失" not in told.partition("未整改")[2].partition("\n")[0]


def test_a_default_stands_in_the_field_and_answers_nothing_until_the_verdict(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):

        def publish(app: Any) -> None:
            newest = app.checklists.pinned("task_16")
            items = [dict(item) for item in newest.content["items"]]
            item = next(one for one in items if one["key"] == "T16-12")
            item["answer"] = {**item["answer"], "default": "2"}
            app.publishing.publish(app.officer_id, {**newest.content, "version": newest.version + 1, "items": items})

        desk.ask(publish)
        page = desk.inspection(desk.ask(lambda app: start_visit(app, county, checklists=("task_16",))))
        page.items.select("T16-12")
        assert page.panel.value.text == "2"
        assert "默认值" in page.panel.last.text()
        assert desk.ask(lambda app: app.inspections.answers(page.inspection_id)) == {}
        with qtbot.waitSignal(page.answer_stored, timeout=PATIENCE):
            page.panel.buttons[Verdict.COMPLIANT].click()
        assert desk.ask(lambda app: app.inspections.answers(page.inspection_id))["T16-12"].count == 2
        page.items.select("T16-12")
        assert not page.panel.last.isVisible()
