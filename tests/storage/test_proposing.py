"""Which checklists a visit is offered first: by the mine, its days and its history; and how long it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.bootstrap import App
from inspector_app.inspection.values import AnswerInput
from tests.fixtures.clocks import FrozenClock
from tests.fixtures.visits import ACTOR, begin_visit, make_bureau, make_mine


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def app(tmp_path: Path, clock: FrozenClock) -> App:
    return make_bureau(tmp_path / "store", clock)


def reasons(app: App, mine: str) -> dict[str, set[str]]:
    found = app.inspections.proposals(mine)
    return {one.key: {reason.code.partition("why_")[2] for reason in one.reasons} for one in found if one.is_proposed}


def test_a_new_mine_is_offered_the_procedure_and_the_criteria_of_its_kind(app: App) -> None:
    found = reasons(app, make_mine(app))
    assert found["on_site_procedure"] == {"procedure"}
    assert found["criteria_underground"] == {"criteria"}
    assert "criteria_open_pit" not in found
    assert "task_16" not in found


def test_what_did_not_comply_and_what_is_open_brings_its_list_back(app: App) -> None:
    mine = make_mine(app)
    visit = begin_visit(app, mine, "task_16", "task_03")
    app.inspections.answer(ACTOR, visit, "task_16", {"T16-07": AnswerInput("not_compliant", count=5)})
    where = {"item_key": "T16-07", "checklist_key": "task_16"}
    finding = app.inspections.add_finding(ACTOR, visit, place="西沿脉", fact="5人作业", **where)
    assert reasons(app, mine)["task_16"] == {"failed", "open"}
    app.inspections.judge(ACTOR, finding, "suspected_major", judged_by="officer", basis="现场所见")
    assert "major" in reasons(app, mine)["task_16"]


def test_a_drill_that_was_fresh_then_is_overdue_half_a_year_later(app: App, clock: FrozenClock) -> None:
    mine = make_mine(app)
    visit = begin_visit(app, mine, "task_03")
    app.inspections.answer(ACTOR, visit, "task_03", {"T03-02": AnswerInput("compliant", answered_on="2026-03-01")})
    assert "task_03" not in reasons(app, mine)
    clock.forward(days=190)
    assert "overdue" in reasons(app, mine)["task_03"]


def test_days_of_the_plan_that_come_near_are_told(app: App, clock: FrozenClock) -> None:
    mine = make_mine(app)
    assert not any("soon" in one for one in reasons(app, mine).values())
    clock.set_wall("2026-12-01T09:00:00+08:00")
    assert any("soon" in one for one in reasons(app, mine).values())


def test_a_deeper_walk_never_takes_less_time(app: App) -> None:
    for one in app.inspections.proposals(make_mine(app)):
        minutes = [one.minutes[depth] for depth in ("short", "normal", "full")]
        assert minutes == sorted(minutes)
        assert minutes[-1] > 0
