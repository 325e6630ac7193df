"""What a paper cannot be: dated ahead, signed by a stranger, unprintable, negative; and what grew old in a draft."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inspector_app.enforcement.case_values import RespondentType
from inspector_app.enforcement.values import SignerRole
from inspector_app.errors import InspectorError
from inspector_app.messages import say
from inspector_app.office.values import OfficerFacts
from tests.fixtures.papers import Scene, make_scene


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = make_scene(tmp_path)
    made.visit()
    made.finding()
    made.close()
    made.blocks()
    return made


def refused(call: Any) -> tuple[str, Any]:
    with pytest.raises(InspectorError) as caught:
        call()
    assert "…" not in str(say(caught.value.code, **caught.value.params))
    return caught.value.code, caught.value.params.get("field")


def test_a_paper_is_dated_neither_ahead_nor_before_its_visit(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.paper("F3")
    wrong = {"2026-03-11": "paper.dated_ahead", "2026-03-09": "check.dated_before_visit"}
    for day, code in wrong.items():
        told = refused(lambda day=day: papers.issue(scene.actor, record, issued_on=day, accept_warnings=True))
        assert told[0] == code
    assert papers.paper(record).number is None
    papers.issue(scene.actor, record, issued_on="2026-03-10", accept_warnings=True)


def test_a_photo_sheet_is_not_dated_before_its_visit_either(scene: Scene) -> None:
    sheet = scene.paper("EX-11")
    issue = scene.app.papers.issue
    told = refused(lambda: issue(scene.actor, sheet, issued_on="2026-03-09", accept_warnings=True))
    assert told == ("check.dated_before_visit", None)


def test_only_an_officer_of_the_paper_signs_as_one(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    stranger = ("paper.signer_not_named", "signer_name")
    assert refused(lambda: papers.sign(scene.actor, record, SignerRole.OFFICER, "不存在的人")) == stranger
    papers.sign(scene.actor, record, SignerRole.OFFICER, "李四")
    papers.sign(scene.actor, record, SignerRole.WITNESS, "任何人")


def test_a_sheet_without_officers_is_signed_by_who_handles_it(scene: Scene) -> None:
    papers, sheet = scene.app.papers, scene.issued("EX-11")
    stranger = ("paper.signer_not_named", "signer_name")
    assert refused(lambda: papers.sign(scene.actor, sheet, SignerRole.OFFICER, "不存在的人")) == stranger
    papers.sign(scene.actor, sheet, SignerRole.OFFICER, "张三")


@pytest.mark.parametrize("form", ["F3", "EX-11"])
def test_what_cannot_be_printed_is_found_by_the_check(scene: Scene, form: str) -> None:
    finding = scene.app.inspections.findings()[0].id
    scene.app.inspections.change_finding(scene.actor, finding, fact="顶板未支护😀", place="+120😀中段")
    found = {one.code: one for one in scene.app.papers.check(scene.paper(form))}
    result = found["check.unprintable"]
    assert (result.blocks, result.params["char"], result.params["code_point"]) == (True, "😀", "U+1F600")
    assert result.params["label"]


def test_rare_characters_that_can_be_printed_are_not_nagged(scene: Scene) -> None:
    finding = scene.app.inspections.findings()[0].id
    scene.app.inspections.change_finding(scene.actor, finding, fact="喆、镕、㎡、≥、①\n第二行")
    assert "check.unprintable" not in {one.code for one in scene.app.papers.check(scene.paper("F3"))}


def test_a_name_holds_no_emoji(scene: Scene) -> None:
    facts = OfficerFacts("王五😀", cert_no="33110009999")
    assert refused(lambda: scene.app.office.add_officer(scene.actor, facts)) == ("office.name_unprintable", "name")
    scene.app.office.add_officer(scene.actor, OfficerFacts("买买提·阿 O'Neil-王", cert_no="33110009999"))


def test_a_draft_says_which_of_its_blanks_have_grown_old(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.paper("F3")
    papers.set_values(scene.actor, record, companions="周安全员")
    assert papers.content(record).stale == ()
    scene.clock.forward(days=1)
    finding = scene.app.inspections.findings()[0].id
    scene.app.inspections.change_finding(scene.actor, finding, fact="3#采场顶板未按设计支护")
    assert papers.content(record).stale == ("findings",)
    assert papers.refill(scene.actor, record) == ["findings"]
    assert papers.content(record).stale == ()


@pytest.mark.parametrize("form", ["F4", "F5", "EX-11", "EX-02"])
def test_a_fresh_draft_has_nothing_old(scene: Scene, form: str) -> None:
    assert scene.app.papers.content(scene.paper(form)).stale == ()


def test_an_issued_paper_stays_what_it_is(scene: Scene) -> None:
    record = scene.issued("F3")
    finding = scene.app.inspections.findings()[0].id
    scene.app.inspections.change_finding(scene.actor, finding, fact="3#采场顶板未按设计支护")
    assert scene.app.papers.content(record).stale == ()


def test_a_fine_is_not_negative_and_says_so_with_its_sign(scene: Scene) -> None:
    dual = scene.app.dual
    group = dual.open(scene.actor, scene.inspection, [scene.app.inspections.findings()[0].id], "同一隐患")
    case = dual.add_case(scene.actor, group, RespondentType.ORG, scene.company)
    act = dual.case(case).acts[0]
    with pytest.raises(InspectorError) as caught:
        dual.set_amount(scene.actor, case, act.act_id, -5)
    assert (caught.value.code, caught.value.params["yuan"]) == ("case.amount_negative", "-0.05")
    negative = [{**act.__dict__, "amount_fen": -5, "reduced": True}]
    assert refused(lambda: dual.change_case(scene.actor, case, acts=negative))[0] == "case.amount_negative"


@pytest.mark.parametrize(
    ("year", "count", "code"),
    [
        (2026, 99_999_999, "number.count_impossible"),
        (2026, 0, "number.count_impossible"),
        (99_999, 1, "number.year_impossible"),
    ],
)
def test_a_lease_of_numbers_is_one_that_the_county_can_give(scene: Scene, year: int, count: int, code: str) -> None:
    assert refused(lambda: scene.app.sync.lease_numbers("示应急检记", year, count))[0] == code


def test_a_block_beyond_all_numbers_is_none(scene: Scene) -> None:
    add = scene.app.papers.add_block
    assert refused(lambda: add(scene.actor, "示应急检记", 2027, 1, 10**30))[0] == "number.block_malformed"


def test_two_entries_of_one_certificate_are_told_in_the_list_and_by_the_doctor(scene: Scene) -> None:
    from inspector_app.office.model import Officer
    from inspector_app.preflight import office

    assert not any(row.same_certificate_as for row in scene.app.office.officers())
    with scene.app.store.units.begin(scene.actor, "test.twin") as unit:
        unit.create(Officer, name="张三（县局）", officer_role="officer", cert_no="33110001234")
    told = {row.name: row.same_certificate_as for row in scene.app.office.officers()}
    assert told == {"张三": "张三（县局）", "张三（县局）": "张三", "李四": ""}
    check = office.officers(scene.app)
    assert (check.code, check.figures["count"]) == ("preflight.officers_doubled", 2)
