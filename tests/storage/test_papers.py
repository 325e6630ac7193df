"""Papers on a real store, from the first draft to the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.enforcement.values import DocumentState, SealMode, ServiceMode, SignerRole
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.inspection.values import Measure
from tests.fixtures.papers import COMPANY, Scene, make_scene


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = make_scene(tmp_path)
    made.visit()
    made.finding("2#采场顶板未按设计支护")
    made.finding("安全出口堵塞", "+80 中段", measure=Measure.SUSPEND_PRODUCTION.value)
    made.close()
    made.blocks()
    return made


def test_a_record_fills_itself_from_the_visit_and_states_place_and_fact_only(scene: Scene) -> None:
    content = scene.app.papers.content(scene.paper("F3"))
    assert content.values["org_name"] == COMPANY
    assert [row["description"] for row in content.values["findings"]] == ["2#采场顶板未按设计支护", "安全出口堵塞"]
    assert not {"violated_rule", "hazard_level", "measure"} & set(content.values["findings"][0])
    assert [officer["cert_no"] for officer in content.values["officers"]] == ["33110001234", "33110005678"]


def test_a_telephone_number_beside_the_representative_says_that_it_is_the_units(scene: Scene) -> None:
    values = scene.app.papers.content(scene.paper("F3")).values
    assert values["phone"] == "0578-7654321（单位）"
    sheet = next(one for one in scene.app.transcription.sheets(scene.inspection) if one.system == "mobile_enforcement")
    told = {field.label: field.text for group in sheet.groups for field in group.fields if "电话" in field.label}
    assert told == {"联系电话（主要负责人）": "13800000000", "联系电话（被检查单位）": "0578-7654321"}


def test_papers_that_fit_are_suggested_until_they_exist(scene: Scene) -> None:
    before = {one.form: one for one in scene.app.papers.suggestions(scene.inspection)}
    assert set(before) == {
        "inspection_record", "onsite_measure_decision", "rectification_order", "photo_evidence_sheet"
    }  # fmt: skip
    record = scene.paper("F3")
    after = {one.form: one for one in scene.app.papers.suggestions(scene.inspection)}
    assert (before["inspection_record"].document_id, after["inspection_record"].document_id) == (None, record)


def test_what_an_officer_wrote_stays_when_the_paper_is_filled_anew(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.paper("F3")
    papers.set_values(scene.actor, record, companions="周安全员")
    scene.app.inspections.change_finding(scene.actor, scene.app.inspections.findings()[0].id, place="+80 中段东侧")
    assert papers.refill(scene.actor, record) == ["findings"]
    content = papers.content(record)
    assert (content.values["companions"], content.manual) == ("周安全员", {"companions"})
    assert papers.refill(scene.actor, record, "companions") == ["companions"]


def test_issuing_freezes_number_values_digest_and_pdf(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.paper("F3")
    row = papers.issue(scene.actor, record, accept_warnings=True)
    assert (row.state, row.number, row.issued_on) == (DocumentState.PRINTED, "（示）应急检记〔2026〕1号", "2026-03-10")
    assert papers.pdf(record).startswith(b"%PDF")
    with pytest.raises(RuleViolation, match=r"paper\.frozen"):
        papers.set_values(scene.actor, record, companions="后来写的")


def test_one_wording_of_a_finding_in_all_papers(scene: Scene) -> None:
    scene.issued("F3")
    order = scene.paper("F5")
    scene.app.papers.set_values(
        scene.actor, order, problems=[{"no": 1, "seq": 1, "location": "+120 中段", "description": "顶板不好"}]
    )
    told = [result.code for result in scene.app.papers.check(order)]
    assert "check.wording_differs" in told


def test_a_withdrawn_paper_is_changed_and_reprinted_under_its_number(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    first = papers.pdf(record)
    papers.record_print(scene.actor, record, 2, "示例打印机", sheets=["A001", "A002"])
    papers.withdraw(scene.actor, record, "单位名称打印不清")
    papers.set_values(scene.actor, record, companions="周安全员")
    row = papers.issue(scene.actor, record, accept_warnings=True)
    runs = papers.history(record).prints
    assert row.number == "（示）应急检记〔2026〕1号"
    told = [(run.run_no, run.copies, run.withdrawn_reason) for run in runs]
    assert told == [(1, 2, "单位名称打印不清"), (2, 0, None)]
    assert papers.printed_pdf(runs[0].id, record) == first != papers.pdf(record)


def test_nothing_leads_back_from_a_signature(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    papers.sign(scene.actor, record, SignerRole.SITE_REPRESENTATIVE, "孙矿长", "情况属实")
    for attempt in (
        lambda: papers.withdraw(scene.actor, record, "写错"),
        lambda: papers.void(scene.actor, record, "写错"),
        lambda: papers.set_values(scene.actor, record, companions="x"),
        lambda: papers.issue(scene.actor, record, accept_warnings=True),
        lambda: papers.refill(scene.actor, record),
    ):
        with pytest.raises(RuleViolation):
            attempt()
    assert papers.paper(record).state is DocumentState.SIGNED


def test_a_signed_paper_is_corrected_by_a_new_one_that_points_back(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    papers.sign(scene.actor, record, SignerRole.SITE_REPRESENTATIVE, "孙矿长")
    corrected = papers.correct(scene.actor, record)
    papers.set_values(scene.actor, corrected, companions="周安全员")
    row = papers.issue(scene.actor, corrected, accept_warnings=True)
    assert (row.number, row.corrects_document_id) == ("（示）应急检记〔2026〕2号", record)
    assert papers.paper(record).state is DocumentState.SIGNED


def test_an_unsigned_paper_needs_no_correction(scene: Scene) -> None:
    with pytest.raises(RuleViolation, match=r"paper\.correct_unsigned"):
        scene.app.papers.correct(scene.actor, scene.issued("F3"))


def test_an_order_is_not_served_before_it_is_sealed(scene: Scene) -> None:
    papers, order = scene.app.papers, scene.issued("F5")
    papers.sign(scene.actor, order, SignerRole.SITE_REPRESENTATIVE, "孙矿长")
    with pytest.raises(RuleViolation, match=r"paper\.not_sealed"):
        papers.serve(scene.actor, order, ServiceMode.DIRECT)
    papers.seal(scene.actor, order, SealMode.OFFICE)
    scene.clock.forward(days=1)
    papers.serve(scene.actor, order, ServiceMode.DIRECT, "2026-03-11", "矿部")
    assert papers.paper(order).state is DocumentState.SERVED


def test_a_record_without_seal_is_served_and_filed(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    papers.sign(scene.actor, record, SignerRole.SITE_REPRESENTATIVE, "孙矿长")
    papers.serve(scene.actor, record, ServiceMode.DIRECT)
    papers.close(scene.actor, record)
    assert papers.paper(record).state is DocumentState.CLOSED


def test_handwriting_is_transcribed_without_touching_the_paper(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    before = papers.pdf(record)
    papers.transcribe(scene.actor, record, {"org_opinion": "情况属实，立即整改"})
    [written] = papers.history(record).handwriting
    assert (written.blank, written.text) == ("org_opinion", "情况属实，立即整改")
    assert papers.pdf(record) == before


def test_half_typed_text_is_in_the_paper_that_reads_it(scene: Scene) -> None:
    finding = scene.app.inspections.findings()[0]
    scene.app.drafts.keep(scene.actor, "finding", finding.id, "fact", "安全出口被矿石堵塞")
    content = scene.app.papers.content(scene.paper("F3"))
    assert "安全出口被矿石堵塞" in [row["description"] for row in content.values["findings"]]


def test_an_evacuation_order_waits_for_nothing(tmp_path: Path) -> None:
    scene = make_scene(tmp_path)
    scene.visit()
    order = scene.paper("EX-02")
    row = scene.app.papers.issue(scene.actor, order)
    assert (row.state, row.number) == (DocumentState.PRINTED, None)
    scene.app.papers.sign(scene.actor, order, SignerRole.OFFICER, "张三")
    inked = scene.app.papers.ink_number(scene.actor, order, "3")
    assert inked.number == "（示）应急撤〔2026〕3号"


def test_a_discarded_draft_frees_nothing_that_was_numbered(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    papers.withdraw(scene.actor, record, "内容有误")
    with pytest.raises(RuleViolation, match=r"paper\.numbered_not_discarded"):
        papers.discard(scene.actor, record, "不要了")
    papers.discard(scene.actor, scene.paper("F5"), "不需要")
    assert [row.form for row in papers.papers(scene.inspection)] == ["inspection_record"]


def test_an_evacuation_order_is_issued_without_any_visit(tmp_path: Path) -> None:
    scene = make_scene(tmp_path)
    scene.blocks()
    order = scene.app.papers.create(scene.actor, "EX-02")
    row = scene.app.papers.issue(scene.actor, order)
    assert (row.number, row.state) == ("（示）应急撤〔2026〕1号", DocumentState.PRINTED)


def test_a_pre_sealed_sheet_seals_its_paper_and_is_used_up_once(scene: Scene) -> None:
    scene.app.office.set_setting(scene.actor, "papers.seal_mode", "presealed")
    papers, order = scene.app.papers, scene.issued("F5")
    papers.record_print(scene.actor, order, 2, "示例打印机", sheets=["B01", "B02"], spoiled=["B03"])
    assert papers.paper(order).sealed_at
    other = scene.issued("F4")
    with pytest.raises(RuleViolation, match=r"paper\.sheet_used"):
        papers.record_print(scene.actor, other, 1, "示例打印机", sheets=["B03"])


def test_a_value_of_another_kind_is_refused_at_once(scene: Scene) -> None:
    record = scene.paper("F3")
    for spoiled in ({"findings": "一段话"}, {"check_time": "上午"}, {"officers": [1]}, {"sign_date": "下周"}):
        with pytest.raises(BadInput, match=r"document\.value_kind"):
            scene.app.papers.set_values(scene.actor, record, **spoiled)


def test_a_service_receipt_lists_what_was_issued_to_this_party(scene: Scene) -> None:
    papers, order = scene.app.papers, scene.issued("F5")
    papers.seal(scene.actor, order, SealMode.OFFICE)
    papers.serve(scene.actor, order, ServiceMode.LEFT, "2026-03-10", note="留在值班室")
    values = papers.content(scene.paper("F40")).values
    assert values["recipient"] == COMPANY
    assert values["rows"] == [
        {
            "doc_name_no": "《责令限期整改指令书》（示）应急责改〔2026〕1号",
            "date": "2026-03-10",
            "mode": "留置",
            "server": "张三、李四",
        }
    ]


def test_an_address_for_service_is_known_from_the_register(scene: Scene) -> None:
    values = scene.app.papers.content(scene.paper("EX-12")).values
    assert (values["recipient"], values["address"]) == (COMPANY, "示例县示例镇")
    assert "e_service_consent" not in values


def test_a_day_that_is_none_is_refused(scene: Scene) -> None:
    record = scene.paper("F3")
    with pytest.raises(BadInput, match=r"paper\.day_unreadable"):
        scene.app.papers.issue(scene.actor, record, issued_on="明天", accept_warnings=True)
    issued = scene.issued("F3")
    with pytest.raises(BadInput, match=r"paper\.day_unreadable"):
        scene.app.papers.serve(scene.actor, issued, ServiceMode.DIRECT, "昨天")
