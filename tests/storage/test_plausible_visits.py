"""What cannot be meant is refused where it is stated: moments, deadlines, criteria, one person counted twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector_app.days import is_day, moment
from inspector_app.errors import InspectorError
from inspector_app.office.model import Officer
from tests.fixtures.papers import Scene, make_scene

NOW = datetime.fromisoformat("2026-03-10T09:00:00+08:00")


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = make_scene(tmp_path)
    made.visit()
    return made


def refused(call: Any) -> tuple[str, Any]:
    with pytest.raises(InspectorError) as caught:
        call()
    return caught.value.code, caught.value.params.get("field")


def test_a_day_is_written_in_one_form_only() -> None:
    assert [text for text in ("2026-03-25", "20260325", "2026-13-01", "0001-13-45", "昨天") if is_day(text)] == [
        "2026-03-25"
    ]


@pytest.mark.parametrize("text", ["9999-99-99", "昨天胡说", "2026-W01-1", "2026-03-10T25:00", ""])
def test_what_is_no_moment_is_none(text: str) -> None:
    assert moment(text, NOW) is None


def test_a_moment_without_offset_is_meant_here() -> None:
    assert moment("2026-03-10T09:00", NOW) == NOW


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"approved_at": "昨天胡说"}, "day.no_moment"),
        ({"started_at": "9999-99-99"}, "day.no_moment"),
        ({"started_at": "2026-03-10T09:06:00+08:00"}, "day.ahead"),
        ({"started_at": "1999-03-10T09:06:00+08:00"}, "day.too_old"),
        ({"approved_at": "2027-03-10"}, "day.ahead"),
    ],
)
def test_a_visit_does_not_begin_at_a_time_that_cannot_be(scene: Scene, stated: dict[str, str], code: str) -> None:
    assert refused(lambda: scene.visit(**stated)) == (code, next(iter(stated)))
    assert refused(lambda: scene.app.inspections.change_details(scene.actor, scene.inspection, **stated))[0] == code


@pytest.mark.parametrize(
    ("ended", "code"),
    [
        ("2036-11-25T02:00", "day.ahead"),
        ("2026-03-10T08:59", "inspection.ends_first"),
        ("2026-13-10T08:59", "day.no_moment"),
    ],
)
def test_a_visit_ends_between_its_beginning_and_now(scene: Scene, ended: str, code: str) -> None:
    close = scene.app.inspections.close
    assert refused(lambda: close(scene.actor, scene.inspection, ended)) == (code, "ended_at")
    scene.clock.forward(hours=2)
    close(scene.actor, scene.inspection, "2026-03-10T11:00")


def test_a_clock_that_was_set_back_keeps_no_visit_open(scene: Scene) -> None:
    scene.clock.set_wall("2026-03-10T08:00:00+08:00")
    scene.app.inspections.close(scene.actor, scene.inspection)
    assert scene.app.inspections.get(scene.inspection).inspection_state == "closed"


@pytest.mark.parametrize(
    ("due", "code"),
    [
        ("0001-13-45", "day.impossible"),
        ("9999-12-31", "day.out_of_bounds"),
        ("1999-01-01", "day.out_of_bounds"),
    ],
)
def test_a_deadline_is_a_day_that_can_be_kept(scene: Scene, due: str, code: str) -> None:
    field = "rectification_due_on"
    assert refused(lambda: scene.finding(rectification_due_on=due)) == (code, field)
    made, change = scene.finding(), scene.app.inspections.change_finding
    assert refused(lambda: change(scene.actor, made, rectification_due_on=due)) == (code, field)
    assert change(scene.actor, made, rectification_due_on=None)


def test_a_criterion_nobody_published_is_none(scene: Scene) -> None:
    made, visits = scene.finding(), scene.app.inspections
    unknown = ("checklist.criterion_unknown", None)
    told = {"judged_by": "张三", "basis": "判定标准", "criterion_key": "XX-1"}
    assert refused(lambda: visits.judge(scene.actor, made, "major", **told)) == unknown
    assert refused(lambda: visits.change_finding(scene.actor, made, criterion_key="XX-1")) == unknown
    assert visits.finding(made).hazard_level == "general"


def test_one_person_who_stands_in_the_register_twice_is_one_officer(scene: Scene) -> None:
    lead, _second = scene.officers
    with scene.app.store.units.begin(scene.actor, "test.twin") as unit:
        twin = unit.create(Officer, name="张三", officer_role="officer", cert_no="33110001234")
    scene.officers = (lead, twin)
    assert refused(scene.visit) == ("inspection.same_certificate", "participants")


def test_nobody_is_given_until_a_day_before_the_visit(scene: Scene) -> None:
    made = scene.finding()
    visit_on = (scene.app.inspections.get(scene.inspection).started_at or "")[:10]
    day_before = (date.fromisoformat(visit_on) - timedelta(days=1)).isoformat()
    told = ("finding.due_before_visit", "rectification_due_on")
    assert refused(lambda: scene.app.inspections.change_finding(
        scene.actor, made, rectification_due_on=day_before
    )) == told  # fmt: skip
    assert refused(lambda: scene.finding(rectification_due_on=day_before)) == told
    assert scene.app.inspections.change_finding(scene.actor, made, rectification_due_on=visit_on)
