"""一案双罚 on a real store: two halves, apart where the law wants them apart, and neither forgotten."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inspector_app.enforcement import repository
from inspector_app.enforcement.case_values import CaseState, RespondentType
from inspector_app.enforcement.values import CheckLevel, SealMode, ServiceMode, SignerRole
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.home import read_board
from inspector_app.storage.reader import Reader, unlock
from tests.fixtures.papers import COMPANY, PRINCIPAL, Scene, make_scene
from tests.fixtures.stores import PASSPHRASE


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = make_scene(tmp_path)
    made.visit()
    made.major()
    made.close()
    made.blocks()
    return made


@pytest.fixture
def group(scene: Scene) -> str:
    findings = [finding.id for finding in scene.app.inspections.findings(inspection_id=scene.inspection)]
    return scene.app.dual.open(scene.actor, scene.inspection, findings, "检查发现重大事故隐患")


def serve(scene: Scene, paper: str, day: str) -> None:
    """Handed over on that day, once it has come."""
    ahead = date.fromisoformat(day) - scene.clock.now().at.date()
    scene.clock.forward(days=max(0, ahead.days))
    scene.app.papers.seal(scene.actor, paper, SealMode.OFFICE)
    scene.app.papers.serve(scene.actor, paper, ServiceMode.DIRECT, day)


def test_a_major_hazard_waits_for_its_group(scene: Scene) -> None:
    uncovered = scene.app.dual.uncovered(scene.inspection)
    assert [finding.hazard_level for finding in uncovered] == ["major"]
    scene.app.dual.open(scene.actor, scene.inspection, [uncovered[0].id], "")
    assert scene.app.dual.uncovered(scene.inspection) == []


def test_a_required_group_stays_open_until_both_halves_stand(scene: Scene, group: str) -> None:
    dual = scene.app.dual
    assert dual.group(group).dual_required
    dual.add_case(scene.actor, group, RespondentType.ORG, scene.company)
    assert [one.id for one in dual.open_groups()] == [group]
    assert "dual.no_person_case" in {one.code for one in dual.missing(group)}
    dual.add_case(scene.actor, group, RespondentType.PERSON, scene.principal)
    assert dual.open_groups() == []


def test_one_half_may_be_left_out_only_for_a_recorded_reason(scene: Scene, group: str) -> None:
    dual = scene.app.dual
    dual.add_case(scene.actor, group, RespondentType.ORG, scene.company)
    with pytest.raises(RuleViolation, match=r"record\.reason_missing"):
        dual.close_single(scene.actor, group, " ")
    dual.close_single(scene.actor, group, "主要负责人当日刚到任，无失职事实")
    assert dual.open_groups() == []
    assert "dual.no_person_case" not in {one.code for one in dual.missing(group)}


def test_each_case_is_prefilled_with_its_own_facts_duty_and_article(scene: Scene, group: str) -> None:
    org, person = scene.both_cases(group)
    company, principal = scene.app.dual.case(org), scene.app.dual.case(person)
    assert company.case_name == f"{COMPANY}涉嫌未采取措施消除事故隐患案"
    assert principal.case_name == f"{PRINCIPAL}涉嫌主要负责人未履行法定的安全生产管理职责案"
    assert company.acts[0].basis == ("《中华人民共和国安全生产法》第一百零二条",)
    assert principal.acts[0].basis == ("《中华人民共和国安全生产法》第九十四条第一款",)
    assert (company.acts[0].duty_code, principal.acts[0].duty_code) == (None, "21-5")
    assert f"{PRINCIPAL}任{COMPANY}总经理" in principal.acts[0].fact_text
    assert company.acts[0].fact_text != principal.acts[0].fact_text


@pytest.mark.parametrize("fen", [5_000_001, 0, 100_000_000])
def test_an_amount_outside_its_range_is_refused(scene: Scene, group: str, fen: int) -> None:
    org, _person = scene.both_cases(group)
    with pytest.raises(RuleViolation, match=r"case\.amount_outside"):
        scene.app.dual.set_amount(scene.actor, org, "a1", fen)
    assert scene.app.dual.case(org).amount_fen == 4_000_000


def test_capitals_and_figures_are_compared_when_an_amount_is_set(scene: Scene, group: str) -> None:
    org, _person = scene.both_cases(group)
    with pytest.raises(RuleViolation, match=r"case\.capitals_differ"):
        scene.app.dual.set_amount(scene.actor, org, "a1", 3_500_000, capitals="人民币叁万元整")


def test_both_drafts_fill_themselves_from_their_own_case(scene: Scene, group: str) -> None:
    org, person = scene.both_cases(group)
    papers = scene.app.papers
    notices = [papers.content(scene.paper("F24", case_id=case)).values for case in (org, person)]
    decisions = [
        papers.content(scene.paper(form, case_id=case)).values for form, case in (("F34", org), ("F35", person))
    ]
    assert [one["respondent"] for one in notices] == [COMPANY, PRINCIPAL]
    assert decisions[0]["org_name"] == COMPANY
    assert decisions[1]["person_name"] == PRINCIPAL
    assert decisions[1]["duty_failed"] == "21(5)"
    assert [one["total_fine_capital"] for one in decisions] == ["人民币肆万元整", "人民币叁万元整"]
    assert decisions[0]["facts"] != decisions[1]["facts"]


def test_a_decision_form_is_not_used_for_the_other_kind_of_party(scene: Scene, group: str) -> None:
    org, _person = scene.both_cases(group)
    with pytest.raises(RuleViolation, match=r"paper\.other_kind_of_party"):
        scene.paper("F35", case_id=org)


def test_a_case_has_one_notice_until_that_is_void(scene: Scene, group: str) -> None:
    org, _person = scene.both_cases(group)
    notice = scene.paper("F24", case_id=org)
    with pytest.raises(RuleViolation, match=r"paper\.case_has_one"):
        scene.paper("F24", case_id=org)
    scene.app.papers.void(scene.actor, notice, "填写错误")
    assert scene.paper("F24", case_id=org) != notice


def test_no_decision_without_a_served_notice(scene: Scene, group: str) -> None:
    org, _person = scene.both_cases(group)
    decision = scene.paper("F34", case_id=org)
    with pytest.raises(RuleViolation, match=r"check\.notice_missing"):
        scene.app.papers.issue(scene.actor, decision, accept_warnings=True)
    assert scene.app.papers.paper(decision).number is None


def test_the_whole_pair_runs_to_two_served_decisions_with_consecutive_numbers(scene: Scene, group: str) -> None:
    papers, dual = scene.app.papers, scene.app.dual
    cases = scene.both_cases(group)
    scene.issued("F3")
    scene.issued("F4")
    for case in cases:
        serve(scene, scene.issued("F24", case_id=case), "2026-03-11")
    scene.clock.forward(days=14)
    decisions = [scene.issued(form, case_id=case) for form, case in zip(("F34", "F35"), cases, strict=True)]
    for decision in decisions:
        serve(scene, decision, "2026-03-25")
    numbers = [papers.paper(decision).number for decision in decisions]
    assert numbers == ["（示）应急罚〔2026〕1号", "（示）应急罚〔2026〕2号"]
    assert [dual.case(case).state for case in cases] == [CaseState.SERVED, CaseState.SERVED]
    left = {one.code for one in dual.missing(group)}
    assert {"dual.not_paid"} <= left <= {"dual.not_paid", "dual.evidence_open", "dual.party_blank"}


def test_a_decision_heavier_than_its_notice_is_blocked(scene: Scene, group: str) -> None:
    org, _person = scene.both_cases(group)
    serve(scene, scene.issued("F24", case_id=org), "2026-03-11")
    scene.app.dual.set_amount(scene.actor, org, "a1", 5_000_000)
    scene.clock.forward(days=14)
    told = {result.code: result for result in scene.app.papers.check(scene.paper("F34", case_id=org))}
    assert told["check.heavier_than_told"].level is CheckLevel.BLOCK


def test_a_signed_decision_holds_its_case_fast(scene: Scene, group: str) -> None:
    org, _person = scene.both_cases(group)
    serve(scene, scene.issued("F24", case_id=org), "2026-03-11")
    scene.clock.forward(days=14)
    serve(scene, scene.issued("F34", case_id=org), "2026-03-25")
    with pytest.raises(RuleViolation, match=r"case\.decided"):
        scene.app.dual.set_amount(scene.actor, org, "a1", 3_000_000)
    assert scene.app.dual.change_case(scene.actor, org, paid_on="2026-03-30", paid_fen=4_000_000)


def test_a_finding_stands_in_one_group_only(scene: Scene, group: str) -> None:
    finding = scene.app.dual.group(group).finding_ids[0]
    with pytest.raises(RuleViolation, match=r"dual\.finding_in_group"):
        scene.app.dual.open(scene.actor, scene.inspection, [finding], "再开一个")


def test_the_evidence_list_is_ticked_or_explained(scene: Scene, group: str) -> None:
    dual = scene.app.dual
    open_before = [one for one in dual.group(group).checklist if not one.is_settled]
    dual.tick(scene.actor, group, "id_copy")
    dual.tick(scene.actor, group, "labour_contract", done=False, reason="企业未提供")
    settled = {one.key for one in dual.group(group).checklist if one.is_settled}
    assert settled == {"id_copy", "labour_contract"}
    assert len([one for one in dual.missing(group) if one.code == "dual.evidence_open"]) == len(open_before) - 2
    with pytest.raises(BadInput, match=r"dual\.tick_unknown"):
        dual.tick(scene.actor, group, "made_up")


def test_the_lawful_dates_of_a_case_are_due(scene: Scene, group: str) -> None:
    org, _person = scene.both_cases(group)
    serve(scene, scene.issued("F24", case_id=org), "2026-03-11")
    due = {(row.kind, row.record_id): row.due_on for row in scene.app.papers.due()}
    assert due["decision", org] == "2026-06-08"


def test_the_home_page_counts_groups_with_one_half_missing(scene: Scene, group: str) -> None:
    reader = Reader(unlock(scene.app.store.folder, "zhang", PASSPHRASE))

    def half() -> int:
        return read_board(reader, unlock(scene.app.store.folder, "zhang", PASSPHRASE), date(2026, 3, 10)).half_dual

    assert half() == 1
    scene.app.dual.add_case(scene.actor, group, RespondentType.ORG, scene.company)
    assert half() == 1
    scene.app.dual.add_case(scene.actor, group, RespondentType.PERSON, scene.principal)
    assert half() == 0
    reader.close()


def test_the_home_page_says_until_when_a_decision_is_served(scene: Scene, group: str) -> None:
    org, _person = scene.both_cases(group)
    serve(scene, scene.issued("F24", case_id=org), "2026-03-11")
    scene.clock.forward(days=13)
    decision = scene.issued("F34", case_id=org)
    [unsigned] = [one for one in scene.app.papers.outstanding() if one.id == decision]
    scene.app.papers.sign(scene.actor, decision, SignerRole.RESPONDENT, "孙矿长")
    [waits] = [one for one in scene.app.papers.outstanding() if one.id == decision]
    assert (waits.serve_by, waits.needs_seal) == ("2026-04-02", True)
    assert unsigned == waits
    unlocked = unlock(scene.app.store.folder, "zhang", PASSPHRASE)
    reader = Reader(unlocked)
    told = read_board(reader, unlocked, date(2026, 3, 24)).outstanding
    assert told[0] == waits
    scene.app.office.set_setting(scene.actor, "procedure.service_working_days", 5)
    assert read_board(reader, unlocked, date(2026, 3, 24)).outstanding[0].serve_by == "2026-03-31"
    assert [told[0].is_late(date(2026, 4, day)) for day in (2, 3)] == [False, True]
    reader.close()


def test_former_decisions_against_the_company_are_counted(scene: Scene, group: str) -> None:
    org, _person = scene.both_cases(group)
    serve(scene, scene.issued("F24", case_id=org), "2026-03-11")
    scene.clock.forward(days=13)
    scene.issued("F34", case_id=org)
    due = {row.kind: row.due_on for row in scene.app.papers.due() if row.record_id == org}
    assert due == {"service": "2026-04-02"}
    scene.visit()
    other = scene.app.dual.open(scene.actor, scene.inspection, [scene.finding()], "同一企业再次违法")
    again = scene.app.dual.add_case(scene.actor, other, RespondentType.ORG, scene.company)
    with scene.app.store.units.read() as connection:
        assert repository.decision_days(connection, scene.company, again) == ("2026-03-24",)


def test_issued_papers_of_the_visit_are_cited_by_both_halves(scene: Scene, group: str) -> None:
    scene.issued("F3")
    scene.issued("F4")
    scene.paper("F5")
    case = scene.app.dual.add_case(scene.actor, group, RespondentType.ORG, scene.company)
    evidence = scene.app.dual.case(case).evidence
    assert [(one.name, one.doc_no) for one in evidence] == [
        ("现场检查记录", "（示）应急检记〔2026〕1号"),
        ("现场处理措施决定书", "（示）应急现决〔2026〕1号"),
    ]
    assert all(one.proves and not one.is_own for one in evidence)


def test_a_finding_that_was_taken_off_the_list_is_no_longer_charged(scene: Scene, group: str) -> None:
    finding = scene.app.dual.group(group).finding_ids[0]
    scene.app.inspections.remove_finding(scene.actor, finding, "判定有误")
    case = scene.app.dual.add_case(scene.actor, group, RespondentType.ORG, scene.company)
    assert scene.app.dual.case(case).acts == ()


@pytest.mark.parametrize(
    "spoiled",
    [{"filed_on": "下周"}, {"paid_on": "2026-13-01"}, {"acts": [{"fact_text": "x"}]}, {"handler": "张三"}],
)
def test_what_is_no_fact_of_a_case_is_refused(scene: Scene, group: str, spoiled: dict[str, Any]) -> None:
    org, _person = scene.both_cases(group)
    before = scene.app.dual.case(org)
    with pytest.raises(BadInput):
        scene.app.dual.change_case(scene.actor, org, **spoiled)
    assert scene.app.dual.case(org) == before
