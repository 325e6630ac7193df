"""Who signs, who does not and who saw it; where a paper's number and seal come from before it is issued."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inspector_app.enforcement.signing_values import Refusal, RefusalKind
from inspector_app.enforcement.values import (
    DocumentState,
    NumberSource,
    SealMode,
    ServiceMode,
    SignatureRow,
    SignerRole,
)
from inspector_app.errors import InspectorError, RuleViolation
from inspector_app.storage import history
from tests.fixtures.papers import Scene, make_scene


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = make_scene(tmp_path)
    made.visit()
    made.finding()
    made.close()
    made.blocks()
    return made


def signature(scene: Scene, document_id: str) -> SignatureRow:
    return scene.app.papers.history(document_id).signatures[-1]


def officers(scene: Scene, document_id: str) -> tuple[str, ...]:
    return scene.app.papers.officers_of(document_id)


def test_a_refusal_is_recorded_with_reason_and_witness_and_makes_the_paper_immutable(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    papers.refuse(scene.actor, record, Refusal("不认可检查结果", witness_name="吴明", witness_title="村委会主任"))
    kept = signature(scene, record)
    assert (kept.is_refusal, kept.witness_name, kept.witness_title) == (True, "吴明", "村委会主任")
    assert kept.note == "被检查单位现场负责人拒绝签名，理由：不认可检查结果。见证人：吴明（村委会主任）。2026年3月10日"
    assert papers.paper(record).state is DocumentState.SIGNED
    with pytest.raises(RuleViolation, match=r"paper\.signed_already"):
        papers.withdraw(scene.actor, record, "重印")


def test_without_a_witness_both_officers_note_it(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    both = officers(scene, record)
    with pytest.raises(RuleViolation, match=r"paper\.witness_missing"):
        papers.refuse(scene.actor, record, Refusal("不认可", noted_by=both[:1]))
    told = Refusal("不认可", signer_name="孙矿长", noted_by=both, is_reported=True)
    with pytest.raises(RuleViolation, match=r"paper\.reported_to_missing"):
        papers.refuse(scene.actor, record, told)
    papers.refuse(scene.actor, record, replace(told, reported_to="李局长"))
    kept = signature(scene, record)
    assert (kept.noted_by, kept.is_reported) == (both, True)
    assert kept.note.startswith("被检查单位现场负责人孙矿长拒绝签名")
    assert "、".join(both) in kept.note


def test_a_refusal_can_be_reported_to_the_bureau_later(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    with pytest.raises(RuleViolation, match=r"paper\.no_refusal"):
        papers.report_refusal(scene.actor, record, "李局长")
    papers.refuse(scene.actor, record, Refusal("不认可", witness_name="吴明"))
    assert [one.id for one in papers.outstanding() if one.is_unreported] == [record]
    scene.clock.forward(days=1)
    for to, day, code in (("", None, "missing"), ("李局长", "2026-03-09", "before"), ("李局长", "2026-03-12", "ahead")):
        with pytest.raises(RuleViolation, match=code):
            papers.report_refusal(scene.actor, record, to, day)
    papers.report_refusal(scene.actor, record, "李局长")
    kept = signature(scene, record)
    assert (kept.is_reported, kept.reported_to, kept.reported_on) == (True, "李局长", "2026-03-11")
    assert papers.outstanding() == []
    papers.report_refusal(scene.actor, record, "王副局长", "2026-03-10")  # a slip is put right, the trail keeps both
    assert signature(scene, record).reported_to == "王副局长"


def test_a_refusal_that_was_reported_at_once_says_when_and_to_whom(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    papers.refuse(scene.actor, record, Refusal("不认可", witness_name="吴明", is_reported=True, reported_to="李局长"))
    kept = signature(scene, record)
    assert (kept.reported_to, kept.reported_on) == ("李局长", "2026-03-10")
    assert papers.outstanding() == []


def test_an_order_is_outstanding_until_it_is_sealed_and_served(scene: Scene) -> None:
    papers, order = scene.app.papers, scene.issued("F5")
    assert papers.outstanding() == []
    papers.sign(scene.actor, order, SignerRole.SITE_REPRESENTATIVE, "孙矿长")
    [waits] = papers.outstanding()
    assert (waits.id, waits.needs_seal, waits.needs_service, waits.serve_by) == (order, True, True, "")
    papers.seal(scene.actor, order, SealMode.OFFICE)
    assert [(one.needs_seal, one.needs_service) for one in papers.outstanding()] == [(False, True)]
    papers.serve(scene.actor, order, ServiceMode.DIRECT)
    assert papers.outstanding() == []


@pytest.mark.parametrize(
    ("kind", "words"), [(RefusalKind.ABSENT, "不在现场，未能签名"), (RefusalKind.UNABLE, "按指印")]
)
def test_an_absent_signer_and_one_who_cannot_write_have_words_of_their_own(
    scene: Scene, kind: RefusalKind, words: str
) -> None:
    record = scene.issued("F3")
    scene.app.papers.refuse(scene.actor, record, Refusal("外出", kind, witness_name="吴明"))
    kept = signature(scene, record)
    assert words in kept.note
    assert kept.refusal_kind == kind


def test_what_was_really_written_on_the_paper_is_kept_as_it_stands(scene: Scene) -> None:
    record = scene.issued("F3")
    scene.app.papers.refuse(scene.actor, record, Refusal("不认可", witness_name="吴明", note="拒签。吴明见证"))
    assert signature(scene, record).note == "拒签。吴明见证"


def test_a_refusal_without_reason_or_noted_by_a_stranger_is_none(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    with pytest.raises(RuleViolation, match=r"record\.reason_missing"):
        papers.refuse(scene.actor, record, Refusal(" ", witness_name="吴明"))
    with pytest.raises(RuleViolation, match=r"paper\.signer_not_named"):
        papers.refuse(scene.actor, record, Refusal("不认可", noted_by=("某某", "张三")))
    assert papers.paper(record).state is DocumentState.PRINTED


def test_a_paper_that_is_left_says_how_and_the_receipt_prints_it(scene: Scene) -> None:
    papers, order = scene.app.papers, scene.issued("F5")
    papers.refuse(scene.actor, order, Refusal("拒收", witness_name="吴明"))
    papers.seal(scene.actor, order, SealMode.OFFICE)
    with pytest.raises(RuleViolation, match=r"paper\.left_unnoted"):
        papers.serve(scene.actor, order, ServiceMode.LEFT)
    papers.serve(scene.actor, order, ServiceMode.LEFT, note="留在矿部值班室，执法记录仪全程记录", witness="吴明")
    receipt = papers.content(scene.paper("F40")).values
    assert receipt["rows"][0]["mode"] == "留置"
    assert "留在矿部值班室" in receipt["remark"]
    assert "证明人：吴明。" in receipt["remark"]


def test_the_plan_says_which_number_comes_next_and_how_the_paper_is_sealed(scene: Scene) -> None:
    plan = scene.app.papers.plan(scene.paper("F5"))
    assert (plan.number_source, plan.next_number) == (NumberSource.LEASED, "（示）应急责改〔2026〕1号")
    assert (plan.left, plan.seal_mode, plan.usual_seal) == (50, SealMode.OFFICE, SealMode.OFFICE)


def test_a_sample_county_says_which_number_it_will_give_itself_and_gives_it(tmp_path: Path) -> None:
    sample = make_scene(tmp_path, sample=True)
    sample.visit()
    sample.finding()
    order = sample.paper("F5")
    plan = sample.app.papers.plan(order)
    assert (plan.is_own_number, plan.next_number, plan.left) == (True, "（示）应急责改〔2026〕1号", 100)
    assert sample.app.papers.issue(sample.actor, order, accept_warnings=True).number == plan.next_number


def test_source_and_seal_are_changed_with_a_reason_and_hold_when_it_is_issued(scene: Scene) -> None:
    papers, order = scene.app.papers, scene.paper("F5")
    with pytest.raises(RuleViolation, match=r"record\.reason_missing"):
        papers.change_plan(scene.actor, order, " ", seal_mode=SealMode.PRESEALED)
    papers.change_plan(
        scene.actor, order, "带了预盖章纸", number_source=NumberSource.INKED, seal_mode=SealMode.PRESEALED
    )
    papers.issue(scene.actor, order, accept_warnings=True)
    assert papers.paper(order).number is None
    plan = papers.plan(order)
    assert (plan.seal_mode, {plan.seal_reason, plan.number_reason}) == (SealMode.PRESEALED, {"带了预盖章纸"})
    assert papers.ink_number(scene.actor, order, "9").number == "（示）应急责改〔2026〕9号"


def test_a_typed_number_is_asked_for_where_the_superior_system_gives_it(scene: Scene) -> None:
    papers, order = scene.app.papers, scene.paper("F5")
    papers.change_plan(scene.actor, order, "上级系统统一编号", number_source=NumberSource.TYPED)
    with pytest.raises(RuleViolation, match=r"number\."):
        papers.issue(scene.actor, order, accept_warnings=True)
    assert papers.issue(scene.actor, order, number="77", accept_warnings=True).number == "（示）应急责改〔2026〕77号"


def test_what_is_numbered_or_sealed_keeps_its_plan(scene: Scene) -> None:
    papers, order = scene.app.papers, scene.issued("F5")
    with pytest.raises(RuleViolation, match=r"number\.has_one"):
        papers.change_plan(scene.actor, order, "改", number_source=NumberSource.TYPED)
    with pytest.raises(RuleViolation, match=r"paper\.seal_unfit"):
        papers.change_plan(scene.actor, order, "改", seal_mode=SealMode.NONE)
    papers.change_plan(scene.actor, order, "现场有章", seal_mode=SealMode.ELECTRONIC)
    papers.seal(scene.actor, order, SealMode.ELECTRONIC)
    with pytest.raises(RuleViolation, match=r"paper\.sealed_already"):
        papers.change_plan(scene.actor, order, "改", seal_mode=SealMode.OFFICE)


def test_a_signer_has_a_name_and_an_officer_stands_on_the_paper(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    with pytest.raises(RuleViolation, match=r"paper\.signer_missing"):
        papers.sign(scene.actor, record, SignerRole.SITE_REPRESENTATIVE, " ")
    with pytest.raises(RuleViolation, match=r"paper\.signer_not_named"):
        papers.sign(scene.actor, record, SignerRole.OFFICER, "某某")


def test_a_report_that_was_recorded_by_mistake_is_taken_back_by_undo(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    papers.refuse(scene.actor, record, Refusal("不认可", witness_name="吴明"))
    papers.report_refusal(scene.actor, record, "李局长")
    with scene.app.store.units.read() as connection:
        last = history.last_undoable(connection, scene.app.store.stream_id, scene.actor)
    assert last is not None
    history.undo(scene.app.store.units, scene.actor, last[0])
    kept = signature(scene, record)
    assert (kept.is_refusal, kept.is_reported, kept.reported_to) == (True, False, "")


@pytest.mark.parametrize(
    ("day", "code"), [("2026-03-09", "day_before_issue"), ("2026-03-11", "day_ahead"), ("前", "day_unreadable")]
)
def test_a_paper_is_sealed_and_served_on_a_day_that_can_be(scene: Scene, day: str, code: str) -> None:
    papers, order = scene.app.papers, scene.issued("F5")
    with pytest.raises(InspectorError, match=rf"paper\.{code}"):
        papers.seal(scene.actor, order, SealMode.OFFICE, day)
    papers.seal(scene.actor, order, SealMode.OFFICE, "2026-03-10")
    with pytest.raises(InspectorError, match=rf"paper\.{code}"):
        papers.serve(scene.actor, order, ServiceMode.DIRECT, day)
    assert papers.plan(order).sealed_at == "2026-03-10"
