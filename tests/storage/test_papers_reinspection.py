"""复查: from an issued order to the opinion that covers every item."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.enforcement.values import SealMode, ServiceMode
from inspector_app.errors import RuleViolation
from inspector_app.inspection.values import (
    InspectionCategory,
    InspectionMethod,
    NewInspection,
    ParticipantRole,
    TakingPart,
    TaskSource,
)
from tests.fixtures.papers import ARTICLE, Scene, make_scene


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = make_scene(tmp_path)
    made.visit()
    made.finding("2#采场顶板未按设计支护")
    made.finding("安全出口堵塞", "+80 中段")
    made.close()
    made.blocks()
    return made


@pytest.fixture
def order(scene: Scene) -> str:
    made = scene.issued("F5")
    scene.app.papers.seal(scene.actor, made, SealMode.OFFICE)
    scene.app.papers.serve(scene.actor, made, ServiceMode.DIRECT)
    return made


def again(scene: Scene, order: str) -> str:
    lead, second = scene.officers
    visit = NewInspection(
        site_id=scene.site,
        participants=(TakingPart(lead, ParticipantRole.LEAD), TakingPart(second, ParticipantRole.OFFICER)),
        task_source=TaskSource.SPECIAL_CAMPAIGN,
        category=InspectionCategory.GENERAL,
        methods=(InspectionMethod.REINSPECTION,),
        scope_text="整改复查",
        approval_no="复查〔2026〕1号",
        approver="局长",
        approved_at="2026-03-26",
        behavior_code="33119920260326001",
    )
    scene.clock.forward(days=16)
    scene.inspection = scene.app.papers.start_reinspection(scene.actor, order, visit)
    return scene.inspection


def result(scene: Scene, number: int, said: str) -> None:
    finding = scene.app.inspections.findings(inspection_id=scene.inspection)[number]
    scene.app.inspections.change_finding(scene.actor, finding.id, reinspection_result=said)


def test_every_finding_of_the_order_is_carried_into_the_new_visit(scene: Scene, order: str) -> None:
    visit = scene.app.inspections.get(again(scene, order))
    carried = scene.app.inspections.findings(inspection_id=visit.id)
    assert visit.inspection_category == "reinspection"
    assert [one.fact for one in carried] == ["2#采场顶板未按设计支护", "安全出口堵塞"]
    assert all(one.original_finding_id for one in carried)


def test_the_opinion_is_suggested_for_its_order(scene: Scene, order: str) -> None:
    again(scene, order)
    found = [one for one in scene.app.papers.suggestions(scene.inspection) if one.form == "reinspection_opinion"]
    assert [one.original_document_id for one in found] == [order]


def test_the_opinion_covers_every_item_or_is_not_issued(scene: Scene, order: str) -> None:
    again(scene, order)
    result(scene, 0, "rectified")
    opinion = scene.paper("F6", original_document_id=order)
    with pytest.raises(RuleViolation, match=r"check\.item_without_result"):
        scene.app.papers.issue(scene.actor, opinion, accept_warnings=True)
    result(scene, 1, "not_rectified")
    scene.app.papers.refill(scene.actor, opinion)
    values = scene.app.papers.content(opinion).values
    assert [row["result"] for row in values["results"]] == ["已整改", "未整改"]
    assert values["conclusion"] == "部分不合格"
    assert values["orig_doc_no"] == "（示）应急责改〔2026〕1号"
    assert scene.app.papers.issue(scene.actor, opinion, accept_warnings=True).number == "（示）应急复查〔2026〕1号"


def test_an_opinion_without_an_order_is_refused(scene: Scene) -> None:
    with pytest.raises(RuleViolation, match=r"paper\.original_missing"):
        scene.paper("F6")


def test_the_re_inspection_is_due_ten_days_after_the_deadline_and_then_done(scene: Scene, order: str) -> None:
    due = [row for row in scene.app.papers.due() if row.kind == "reinspection"]
    assert [(row.record_id, row.due_on, row.mark) for row in due] == [(order, "2026-04-04", "?")]
    again(scene, order)
    for number in (0, 1):
        result(scene, number, "rectified")
    scene.issued("F6", original_document_id=order)
    assert [row for row in scene.app.papers.due() if row.kind == "reinspection"] == []


def test_a_record_of_facts_cannot_be_re_inspected(scene: Scene) -> None:
    record = scene.issued("F3")
    with pytest.raises(RuleViolation, match=r"reinspection\.not_an_order"):
        again(scene, record)


def test_the_original_findings_say_what_became_of_them(scene: Scene, order: str) -> None:
    first = scene.app.inspections.get(scene.inspection).id
    again(scene, order)
    result(scene, 0, "rectified")
    result(scene, 1, "not_rectified")
    scene.issued("F6", original_document_id=order)
    originals = scene.app.inspections.findings(inspection_id=first)
    assert [one.reinspection_result for one in originals] == ["rectified", "not_rectified"]


def test_only_the_order_whose_findings_are_carried_gets_an_opinion(tmp_path: Path) -> None:
    scene = make_scene(tmp_path)
    scene.visit()
    scene.finding()
    scene.app.inspections.add_finding(
        scene.actor, scene.inspection, place="+40 中段", fact="局部通风机停运", measure="evacuate",
        measure_text="从+40 中段撤出全部作业人员", violated_rule=ARTICLE, force="law",
    )  # fmt: skip
    scene.blocks()
    scene.issued("F4")
    order = scene.issued("F5")
    visit = again(scene, order)
    found = [one for one in scene.app.papers.suggestions(visit) if one.form == "reinspection_opinion"]
    assert [one.original_document_id for one in found] == [order]
