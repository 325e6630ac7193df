"""When a visit began and ended: its frozen records and the visit itself never tell two times, by window or command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inspector_app.enforcement.left_out import LeftOutWhy
from inspector_app.enforcement.values import SignerRole
from inspector_app.errors import RuleViolation
from tests.fixtures.papers import Scene, make_scene

OPEN = "时间所限"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = make_scene(tmp_path)
    made.visit()
    made.finding()
    made.blocks()
    made.clock.forward(hours=3)
    return made


def record(scene: Scene, start: str, end: str) -> str:
    """A frozen record with these times."""
    paper = scene.paper("F3")
    scene.app.papers.set_values(scene.actor, paper, check_time={"start": start, "end": end})
    scene.app.papers.issue(scene.actor, paper, accept_warnings=True)
    return paper


def ended(scene: Scene, ended_at: str | None = None) -> tuple[str, str]:
    """(beginning, end) of the visit after it was ended, to the minute."""
    scene.app.end_visit(scene.inspection, ended_at, open_items_reason=OPEN)
    visit = scene.app.inspections.get(scene.inspection)
    return (visit.started_at or "")[:16], (visit.ended_at or "")[:16]


def test_the_end_is_that_of_the_frozen_record(scene: Scene) -> None:
    record(scene, "2026-03-10T09:00", "2026-03-10T10:44")
    assert ended(scene) == ("2026-03-10T09:00", "2026-03-10T10:44")


def test_a_record_that_ends_before_the_visit_was_opened_here_states_the_beginning_too(scene: Scene) -> None:
    record(scene, "2026-03-10T07:30", "2026-03-10T08:50")
    assert ended(scene) == ("2026-03-10T07:30", "2026-03-10T08:50")


def test_a_visit_may_go_on_past_midnight(scene: Scene) -> None:
    scene.clock.forward(hours=15)
    record(scene, "2026-03-10T22:30", "2026-03-11T01:10")
    assert ended(scene) == ("2026-03-10T22:30", "2026-03-11T01:10")


def test_a_void_or_withdrawn_record_says_nothing(scene: Scene) -> None:
    void = record(scene, "2026-03-10T09:00", "2026-03-10T10:44")
    scene.app.papers.void(scene.actor, void, "写错")
    withdrawn = record(scene, "2026-03-10T09:00", "2026-03-10T10:50")
    scene.app.papers.withdraw(scene.actor, withdrawn, "再看看")
    assert scene.app.papers.stated_span(scene.inspection) == (None, None)
    now = scene.clock.now().at.isoformat(timespec="minutes")[:16]
    assert ended(scene)[1] == now


def test_a_correction_replaces_the_record_once_it_is_frozen(scene: Scene) -> None:
    papers, old = scene.app.papers, record(scene, "2026-03-10T09:00", "2026-03-10T11:30")
    papers.sign(scene.actor, old, SignerRole.SITE_REPRESENTATIVE, "孙矿长")
    new = papers.correct(scene.actor, old)
    papers.set_values(scene.actor, new, check_time={"start": "2026-03-10T09:00", "end": "2026-03-10T10:44"})
    assert (papers.stated_span(scene.inspection)[1] or "")[:16] == "2026-03-10T11:30"
    papers.issue(scene.actor, new, accept_warnings=True)
    assert ended(scene)[1] == "2026-03-10T10:44"


def test_two_records_span_the_whole_visit(scene: Scene) -> None:
    record(scene, "2026-03-10T10:30", "2026-03-10T11:30")
    record(scene, "2026-03-10T09:10", "2026-03-10T10:20")
    assert ended(scene) == ("2026-03-10T09:10", "2026-03-10T11:30")


def test_an_end_that_differs_from_the_record_is_refused_and_the_same_minute_is_not(scene: Scene) -> None:
    record(scene, "2026-03-10T09:00", "2026-03-10T10:44")
    with pytest.raises(RuleViolation, match=r"inspection\.end_differs"):
        ended(scene, "2026-03-10T11:00:00+08:00")
    assert scene.app.inspections.get(scene.inspection).ended_at is None
    assert ended(scene, "2026-03-10T10:44:59+08:00")[1] == "2026-03-10T10:44"


def test_a_record_frozen_after_the_visit_says_when_its_end_differs(scene: Scene) -> None:
    ended(scene, "2026-03-10T11:00:00+08:00")
    paper = scene.paper("F3")

    def told() -> list[str]:
        return [one.code for one in scene.app.papers.check(paper) if one.code == "check.end_differs"]

    assert told() == []
    span: dict[str, Any] = {"start": "2026-03-10T09:00", "end": "2026-03-10T10:44"}
    scene.app.papers.set_values(scene.actor, paper, check_time=span)
    assert told() == ["check.end_differs"]


def test_findings_that_stand_on_no_order_are_told_with_their_reason(scene: Scene) -> None:
    papers = scene.app.papers
    silent = scene.app.inspections.add_finding(scene.actor, scene.inspection, place="井口", fact="护栏缺失")
    assert [(one.finding_id, one.why) for one in papers.left_out(scene.inspection)] == [
        (silent, LeftOutWhy.NO_MEASURE)
    ]
    scene.issued("F5")
    late = scene.finding("水泵不能运转", place="泵房")
    whys = {one.finding_id: one.why for one in papers.left_out(scene.inspection)}
    assert whys == {silent: LeftOutWhy.NO_MEASURE, late: LeftOutWhy.NOT_WRITTEN}
    scene.paper("F5")
    assert [one.finding_id for one in papers.left_out(scene.inspection)] == [silent]
