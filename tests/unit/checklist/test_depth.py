"""A short, a normal and a full walk of each list; a visit keeps the walk it was begun with."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.bootstrap import App
from inspector_app.checklist import reading
from inspector_app.checklist.loader import checklist_library
from inspector_app.checklist.values import Depth, Modality
from inspector_app.errors import BadInput
from inspector_app.inspection.values import AnswerInput
from tests.fixtures.visits import ACTOR, begin_visit, make_bureau, make_mine

FINE = AnswerInput("compliant")


@pytest.fixture
def app(tmp_path: Path) -> App:
    return make_bureau(tmp_path / "store")


def test_a_deeper_walk_asks_everything_a_shorter_one_does() -> None:
    for one in checklist_library().lists():
        short, normal, full = (set(reading.walked(one, depth).item_keys) for depth in Depth)
        assert short <= normal <= full == set(one.item_keys), one.key
        assert short


def test_advice_is_asked_by_the_full_walk_only() -> None:
    for one in checklist_library().lists():
        soft = {item.key for item in one.items if item.depth == Depth.FULL}
        assert all(one.item(key).modality in (Modality.ENCOURAGED, Modality.SHOULD, Modality.STRIVE) for key in soft)
    assert checklist_library().pinned("task_20@normal").has("T20-04")
    assert not checklist_library().pinned("task_20@normal").has("T20-05")


def test_a_short_walk_asks_fewer_items_and_nothing_else_is_open(app: App) -> None:
    visit = begin_visit(app, make_mine(app, scale="small"), "task_16@short")
    assert app.inspections.get(visit).scope_checklists == ["task_16"]
    left = {one.item_key for one in app.inspections.coverage(visit)}
    assert left == {"T16-07", "T16-12"}
    with pytest.raises(BadInput, match="item_unknown"):
        app.inspections.answer(ACTOR, visit, "task_16", {"T16-01": FINE})
    app.inspections.answer(ACTOR, visit, "task_16", {key: FINE for key in left})
    app.inspections.close(ACTOR, visit)


def test_a_walk_is_deepened_on_the_way_and_its_answers_stay(app: App) -> None:
    visit = begin_visit(app, make_mine(app, scale="small"), "task_16@short")
    app.inspections.answer(ACTOR, visit, "task_16", {"T16-07": FINE})
    app.inspections.set_scope(ACTOR, visit, ["task_16"])
    assert app.inspections.progress(visit)[0].total == 2
    app.inspections.set_scope(ACTOR, visit, ["task_16@full"])
    progress = app.inspections.progress(visit)[0]
    assert (progress.total, progress.by_verdict) == (11, {"compliant": 1})


def test_a_walk_is_read_again_when_the_list_is_another_by_then(app: App, tmp_path: Path) -> None:
    visit = begin_visit(app, make_mine(app), "task_16@short")
    pin = (app.inspections.get(visit).checklist_pins or {})["task_16"]
    assert pin != checklist_library().pinned("task_16").content_hash
    walk = app.checklists.pinned("task_16", pin)
    assert (walk.depth, walk.key) == (Depth.SHORT, "task_16")


def test_an_unknown_depth_is_refused(app: App) -> None:
    with pytest.raises(BadInput, match="depth_unknown"):
        begin_visit(app, make_mine(app), "task_16@deep")
