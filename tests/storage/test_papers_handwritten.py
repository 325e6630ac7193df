"""The printer died: papers written by hand stand among the others, with number, items, deadlines and photos."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inspector_app.enforcement.scan_values import Handwritten
from inspector_app.enforcement.values import DocumentState, SealMode, ServiceMode, SignerRole
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.inspection.values import (
    InspectionCategory,
    InspectionMethod,
    NewInspection,
    ParticipantRole,
    TakingPart,
    TaskSource,
)
from inspector_app.storage import history
from inspector_app.store_check import check_store
from tests.fixtures.papers import COMPANY, Scene, make_scene
from tests.fixtures.pictures import jpeg

ITEMS = [
    {"location": "+120 中段", "description": "2#采场顶板未按设计支护"},
    {"location": "主通风机房", "description": "反风装置未做试验"},
]
ORDER = {"problems": ITEMS, "groups": [{"item_nos": [1, 2], "deadline": "2026-03-25"}]}


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = make_scene(tmp_path)
    made.visit()
    made.blocks()
    return made


def order(scene: Scene, **changes: Any) -> Handwritten:
    """责令限期整改指令书 from the carbon set, signed at the mine."""
    written = Handwritten(
        form="F5", issued_on="2026-03-10", inspection_id=scene.inspection, number="7", respondent=COMPANY,
        values=ORDER, page_count=2, signer_name="孙矿长", is_sealed=True,
    )  # fmt: skip
    return replace(written, **changes)


def test_a_handwritten_order_stands_among_the_papers_of_the_visit(scene: Scene) -> None:
    papers = scene.app.papers
    document = papers.register(scene.actor, order(scene, served_on="2026-03-10", service_mode=ServiceMode.DIRECT))
    row = papers.papers(scene.inspection)[0]
    assert (row.id, row.number, row.state) == (document, "（示）应急责改〔2026〕7号", DocumentState.SERVED)
    assert row.is_handwritten
    assert papers.history(document).signatures[0].signer_name == "孙矿长"
    assert papers.content(document).values["addressee"] == COMPANY
    assert check_store(scene.app.store).ok


def test_its_photos_are_its_pages(scene: Scene) -> None:
    papers = scene.app.papers
    document = papers.register(scene.actor, order(scene))
    assert papers.history(document).missing == (1, 2)
    first = papers.file_scan(scene.actor, jpeg(seed=1), document_id=document, pages=[1]).filed[0]
    assert first.missing == (2,)
    assert papers.file_scan(scene.actor, jpeg(seed=2), document_id=document).filed[0].missing == ()
    for attempt in (papers.pdf, papers.preview):
        with pytest.raises(RuleViolation, match=r"handwritten\.no_pdf"):
            attempt(document)


def test_its_deadlines_are_watched_and_its_items_are_re_inspected(scene: Scene) -> None:
    papers = scene.app.papers
    document = papers.register(scene.actor, order(scene))
    assert [(row.kind, row.record_id) for row in papers.due()] == [("reinspection", document)]
    scene.clock.forward(days=16)
    lead, second = scene.officers
    again = NewInspection(
        site_id=scene.site,
        participants=(TakingPart(lead, ParticipantRole.LEAD), TakingPart(second, ParticipantRole.OFFICER)),
        task_source=TaskSource.REINSPECTION, category=InspectionCategory.REINSPECTION,
        methods=(InspectionMethod.UNANNOUNCED_VISIT,), scope_text="整改复查", approval_no="4号", approver="局长",
        approved_at="2026-03-25",
        behavior_code="33119920260326001",
    )  # fmt: skip
    visit = papers.start_reinspection(scene.actor, document, again)
    findings = scene.app.inspections.findings(inspection_id=visit)
    assert [one.fact for one in findings] == [item["description"] for item in ITEMS]
    for one in findings:
        scene.app.inspections.change_finding(scene.actor, one.id, reinspection_result="rectified")
    opinion = papers.create(scene.actor, "F6", inspection_id=visit, original_document_id=document)
    values = papers.content(opinion).values
    assert values["orig_doc_no"] == "（示）应急责改〔2026〕7号"
    assert [row["result"] for row in values["results"]] == ["已整改", "已整改"]
    papers.issue(scene.actor, opinion, accept_warnings=True)
    assert papers.due() == []


def test_a_number_is_used_once_whether_printed_or_written(scene: Scene) -> None:
    papers = scene.app.papers
    papers.register(scene.actor, order(scene, number="（示）应急责改〔2026〕1号"))
    with pytest.raises(RuleViolation, match=r"number\.taken"):
        papers.register(scene.actor, order(scene, number="1"))
    scene.finding()
    scene.close()
    assert papers.paper(scene.issued("F5")).number == "（示）应急责改〔2026〕2号"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": "（示）应急责改〔2025〕7号"}, "handwritten.number_of_other_series"),
        ({"number": "（示）应急现决〔2026〕7号"}, "handwritten.number_of_other_series"),
        ({"number": "900"}, "handwritten.number_outside_blocks"),
        ({"number": ""}, "handwritten.number_missing"),
        ({"respondent": " "}, "handwritten.respondent_missing"),
        ({"values": {}}, "handwritten.items_missing"),
        ({"values": {"problems": ITEMS}}, "handwritten.deadline_missing"),
        ({"inspection_id": None}, "handwritten.visit_missing"),
        ({"issued_on": "2026-03-11"}, "paper.dated_ahead"),
        ({"served_on": "2026-03-10", "is_sealed": False}, "paper.not_sealed"),
        ({"served_on": "2026-03-09"}, "paper.day_before_issue"),
        ({"signer_name": "", "served_on": "2026-03-10"}, "handwritten.served_unsigned"),
        ({"signer_name": "", "refusal_reason": "不认可"}, "paper.witness_missing"),
    ],
)
def test_what_cannot_be_registered_says_why_and_leaves_nothing(scene: Scene, changes: Any, code: str) -> None:
    with pytest.raises(RuleViolation) as told:
        scene.app.papers.register(scene.actor, order(scene, **changes))
    assert told.value.code == code
    assert scene.app.papers.papers(scene.inspection) == []
    assert scene.app.papers.register(scene.actor, order(scene))


def test_a_blank_the_form_does_not_have_is_refused(scene: Scene) -> None:
    with pytest.raises(BadInput, match=r"document\.field_unknown"):
        scene.app.papers.register(scene.actor, order(scene, values={**ORDER, "colour": "red"}))


def test_a_pre_numbered_set_is_registered_knowingly(scene: Scene) -> None:
    papers = scene.app.papers
    document = papers.register(scene.actor, order(scene, number="900"), accept_warnings=True)
    assert papers.paper(document).number == "（示）应急责改〔2026〕900号"
    later = papers.register(scene.actor, order(scene, number=None), accept_warnings=True)
    assert papers.ink_number(scene.actor, later, "12").number == "（示）应急责改〔2026〕12号"


def test_an_unsigned_one_waits_for_its_signature_and_is_never_printed_or_withdrawn(scene: Scene) -> None:
    papers = scene.app.papers
    document = papers.register(scene.actor, order(scene, signer_name="", is_sealed=False))
    for attempt in (
        lambda: papers.withdraw(scene.actor, document, "x"),
        lambda: papers.void(scene.actor, document, "x"),
        lambda: papers.issue(scene.actor, document, accept_warnings=True),
        lambda: papers.record_print(scene.actor, document, 1, "示例打印机"),
    ):
        with pytest.raises(RuleViolation, match=r"handwritten\."):
            attempt()
    papers.sign(scene.actor, document, SignerRole.SITE_REPRESENTATIVE, "孙矿长", "无异议")
    papers.seal(scene.actor, document, SealMode.OFFICE)
    papers.serve(scene.actor, document, ServiceMode.DIRECT)
    assert papers.paper(document).state is DocumentState.SERVED


def test_a_slip_in_transcribing_is_put_right_with_its_trail(scene: Scene) -> None:
    papers = scene.app.papers
    document = papers.register(scene.actor, order(scene))
    right = [{"location": "+120 中段", "description": "3#采场顶板未按设计支护"}, ITEMS[1]]
    assert papers.change_registered(scene.actor, document, problems=right)
    assert papers.content(document).values["problems"][0]["description"].startswith("3#")
    with pytest.raises(RuleViolation, match=r"handwritten\.items_missing"):
        papers.change_registered(scene.actor, document, problems=[])
    with scene.app.store.units.read() as connection:
        assert len(history.trail(connection, document)) >= 2


def test_a_registration_by_mistake_is_taken_back_and_its_number_registered_again(scene: Scene) -> None:
    papers = scene.app.papers
    document = papers.register(scene.actor, order(scene))
    papers.unregister(scene.actor, document, "登记到别的检查了")
    assert papers.papers(scene.inspection) == []
    again = papers.register(scene.actor, order(scene))
    assert papers.paper(again).number == "（示）应急责改〔2026〕7号"
    with pytest.raises(RuleViolation, match=r"handwritten\.is_printed"):
        papers.unregister(scene.actor, scene.paper("F3"), "x")


def test_known_facts_are_proposed_for_comparison_with_the_paper(scene: Scene) -> None:
    scene.finding()
    values = scene.app.papers.proposed_values("F5", scene.inspection)
    assert values["addressee"] == COMPANY
    assert values["problems"][0]["description"] == "2#采场顶板未按设计支护"


def test_a_handwritten_paper_is_checked_like_a_printed_one_but_nothing_blocks_it(scene: Scene) -> None:
    papers = scene.app.papers
    results = papers.check_handwritten(order(scene, respondent="示例矿业", values={"problems": ITEMS}))
    assert {one.rule for one in results} >= {"V10"}
    assert papers.papers(scene.inspection) == []
    assert papers.register(scene.actor, order(scene))
