"""What the pre-print check says of papers made at the mine: one defect, one sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from inspector_app.checklist.loader import checklist_library
from inspector_app.checklist.values import Force
from inspector_app.enforcement import checks
from inspector_app.enforcement.case_values import RespondentType
from inspector_app.enforcement.facts import POLICY_ONLY, OfficerFact, PhotoFact
from inspector_app.enforcement.law import law_library
from inspector_app.enforcement.values import SignatureRow, SignerRole
from inspector_app.inspection.values import Measure
from tests.fixtures.checked import (
    HAZARD,
    OFFICERS,
    PROBLEM,
    VISIT,
    case_of,
    facts,
    found,
    other,
    settings,
    subject,
)

ORG, PERSON = RespondentType.ORG, RespondentType.PERSON


@pytest.mark.parametrize("form", ["F3", "F5", "EX-11"])
def test_a_sound_paper_is_not_nagged(form: str) -> None:
    assert found(form, facts()) == {}


def test_a_sound_decision_on_a_hazard_is_not_nagged() -> None:
    definite = replace(HAZARD, measure_text="从+120 中段撤出全部作业人员")
    assert found("F4", facts(problems=(definite,), has_case=True)) == {}


@pytest.mark.parametrize(
    ("officers", "code"),
    [
        (OFFICERS[:1], "check.too_few_officers"),
        ((OFFICERS[0], OfficerFact("o2", "李四", "")), "check.certificate_missing"),
        ((OFFICERS[0], replace(OFFICERS[1], valid_to_on="2026-03-09")), "check.certificate_invalid"),
        ((OFFICERS[0], replace(OFFICERS[1], valid_from_on="2026-03-11")), "check.certificate_invalid"),
    ],
)
def test_two_officers_with_valid_certificates_v01(officers: tuple[OfficerFact, ...], code: str) -> None:
    assert found("F3", facts(officers=officers))[code] == "block"


def test_an_expert_does_not_stand_among_the_officers_v01() -> None:
    known = facts(officers=(*OFFICERS, OfficerFact("x", "王专家", "33110000001", is_officer=False)))
    named = [{"officer_id": o.officer_id, "name": o.name, "cert_no": o.cert_no} for o in known.officers]
    assert found("F3", known) == {}
    assert found("F3", known, officers=named)["check.not_an_officer"] == "block"


@pytest.mark.parametrize(
    ("blank", "value", "code"),
    [
        ("org_name", "示例矿业", "check.party_differs"),
        ("findings", None, "check.essential_missing"),
        ("org_name", None, "check.party_missing"),
    ],
)
def test_party_and_content_are_there_and_right_v10_v19(blank: str, value: Any, code: str) -> None:
    assert found("F3", facts(), **{blank: value})[code] == "block"


def test_one_name_in_all_papers_v10() -> None:
    known = facts()
    record = other("F3", known)
    record = replace(record, values={**record.values, "org_name": "示例矿业"})
    assert found("F5", replace(known, siblings=(record,)))["check.party_differs_from_paper"] == "block"


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("浙江省应急管理厅", "check.reconsider_not_government"),
        ("示例县人民政府或者示例市应急管理局", "check.reconsider_not_government"),
        ("示例市人民政府", "check.reconsider_other_government"),
    ],
)
def test_reconsideration_goes_to_the_government_of_the_same_level_v14(stated: str, code: str) -> None:
    assert found("F5", facts(), reconsider_gov=stated)[code] == "block"


def test_a_required_blank_that_is_empty_is_noticed_v19() -> None:
    assert found("F3", facts(), phone=None) == {"check.blank_left": "warn"}


def test_a_refusal_without_witness_is_noticed_v20() -> None:
    refusal = SignatureRow("s", SignerRole.SITE_REPRESENTATIVE, "孙矿长", "", True, "不认可", "", "")
    spoiled = replace(subject("F3", facts()), signatures=(refusal,))
    assert "check.refusal_without_witness" in {one.code for one in checks.check(spoiled)}


def test_the_behaviour_code_is_there_or_explained_v33() -> None:
    without = replace(VISIT, behavior_code="")
    assert found("F3", facts(visit=without)) == {"check.behaviour_code_missing": "warn"}
    explained = replace(without, behavior_code_gap_reason="无网络·补登")
    assert found("F3", facts(visit=explained)) == {"check.behaviour_code_explained": "note"}


def test_an_order_refuses_what_rests_on_the_plan_alone() -> None:
    problem = replace(PROBLEM, force=POLICY_ONLY)
    assert found("F5", facts(problems=(problem,)))["check.policy_only"] == "block"
    assert found("F3", facts(problems=(problem,))) == {}
    mended = replace(problem, legal_basis="《中华人民共和国安全生产法》第三十六条第二款")
    assert found("F5", facts(problems=(mended,))) == {}


PLAN_ITEMS = [item for one in checklist_library().lists() for item in one.items if item.binds_the_mine]


@pytest.mark.parametrize(
    ("form", "kind"), [("F4", None), ("F5", None), ("F24", ORG), ("F26", ORG), ("F34", ORG), ("F35", PERSON)]
)
def test_orders_and_penalty_papers_refuse_every_item_of_the_lists_that_rests_on_the_plan_alone(
    form: str, kind: RespondentType | None
) -> None:
    law = law_library()
    for item in PLAN_ITEMS:
        rules = "；".join(law.citation(rule) for rule in item.violated_rules) or None
        made = HAZARD if form == "F4" else PROBLEM
        problem = replace(made, force=item.force.value, violated_rule=rules, criterion_key=item.own_criterion)
        known = facts(problems=(problem,), case=case_of(kind) if kind else None)
        refused = found(form, known).get("check.policy_only") == "block"
        assert refused is (item.force is Force.POLICY_ONLY), item.key
        if refused:
            mended = replace(known, problems=(replace(problem, legal_basis="《示例法》第一条"),))
            assert "check.policy_only" not in found(form, mended), item.key


def test_a_hazard_of_the_county_s_basic_conditions_is_named_in_the_penalty_v21() -> None:
    known = facts(problems=(replace(HAZARD, criterion_key="UG-01-1"),), case=case_of(ORG))
    assert "check.basic_condition" not in found("F24", known)
    chosen = replace(known, parameters=settings(discretion__basic_condition_criteria=["UG-01-1"]))
    assert found("F24", chosen)["check.basic_condition"] == "note"
    assert "check.basic_condition" not in found("F5", chosen)


def test_an_order_on_a_finding_without_any_article_warns() -> None:
    assert found("F5", facts(problems=(replace(PROBLEM, violated_rule=None),))) == {"check.no_article": "warn"}


@pytest.mark.parametrize("words", ["违反了安全规程", "属重大事故隐患", "不符合《安全生产法》第三十六条"])
def test_a_record_states_no_legal_conclusion_v17(words: str) -> None:
    known = facts(problems=(replace(PROBLEM, fact=words),))
    assert found("F3", known)["check.record_states_law"] == "warn"


def test_a_finding_left_out_of_the_record_is_noticed_v17() -> None:
    known = facts()
    assert found("F3", known, findings=[{"seq": 9, "description": "另一处"}])["check.findings_differ"] == "warn"


def test_other_words_for_the_same_finding_are_noticed_v17() -> None:
    known = facts()
    rows = [{"no": 1, "seq": 1, "location": PROBLEM.place, "description": "顶板不好"}]
    told = found("F5", replace(known, siblings=(other("F3", known),)), problems=rows)
    assert told["check.wording_differs"] == "warn"


@pytest.mark.parametrize(
    ("end", "code", "level"),
    [("", "check.end_missing", "warn"), ("2026-03-10T08:00", "check.ends_before_it_begins", "block")],
)
def test_the_hours_of_a_visit_are_plausible_v18(end: str, code: str, level: str) -> None:
    known = facts(visit=replace(VISIT, ended_at=None), photos=())
    assert found("F3", known, check_time={"start": "2026-03-10T09:00", "end": end})[code] == level


def test_a_visit_at_night_or_in_two_places_is_noticed_v18() -> None:
    night = replace(VISIT, started_at="2026-03-10T23:00:00.000+08:00", ended_at="2026-03-10T23:50:00.000+08:00")
    told = found("F3", facts(visit=night, photos=(), elsewhere=(("张三", "另一矿"),)))
    assert set(told) == {"check.at_night", "check.in_two_places"}


@pytest.mark.parametrize("form", ["F3", "EX-11"])
def test_a_photo_outside_the_visit_is_noticed_v18(form: str) -> None:
    late = PhotoFact("ph1", "0" * 64, "f1", "2026-03-10T14:00:00.000+08:00", "camera")
    assert found(form, facts(photos=(late,)))["check.photo_outside"] == "warn"


def test_every_item_has_its_deadline_or_measure() -> None:
    assert found("F5", facts(), groups=[])["check.problem_without_deadline"] == "block"
    hazard = facts(problems=(HAZARD,), has_case=True)
    assert found("F4", hazard, measures=[])["check.problem_without_measure"] == "block"


def test_an_order_says_which_findings_it_leaves_out_and_where_they_are() -> None:
    unmeasured = replace(PROBLEM, finding_id="f8", seq=8, measure=None)
    urgent = replace(PROBLEM, finding_id="f9", seq=9, measure=Measure.EVACUATE)
    told = found("F5", facts(problems=(PROBLEM, unmeasured, urgent)))
    assert (told["check.left_out_unmeasured"], told["check.left_to_decision"]) == ("note", "note")
    assert found("F4", facts(problems=(PROBLEM, urgent)))["check.left_to_order"] == "note"


def test_an_item_that_does_not_exist_is_refused_v16() -> None:
    groups = [{"item_nos": [1, 2], "deadline": "2026-04-10"}]
    assert found("F5", facts(), groups=groups)["check.item_unknown"] == "block"


@pytest.mark.parametrize(
    ("deadline", "code", "level"),
    [
        ("2026-03-29", "check.deadline_past", "block"),
        ("下周", "check.deadline_unreadable", "block"),
        ("2026-05-30", "check.deadline_far", "warn"),
        ("2026-04-11", "check.deadline_on_rest_day", "note"),
    ],
)
def test_a_deadline_can_be_kept(deadline: str, code: str, level: str) -> None:
    assert found("F5", facts(), groups=[{"item_nos": [1], "deadline": deadline}])[code] == level


def test_a_rule_on_a_doubtful_fact_blocks_only_when_the_office_has_set_it() -> None:
    far = [{"item_nos": [1], "deadline": "2026-05-30"}]
    chosen = facts(parameters=settings(procedure__rectification_most_days=30))
    assert found("F5", facts(), groups=far)["check.deadline_far"] == "warn"
    assert found("F5", chosen, groups=far)["check.deadline_far"] == "block"


def test_a_major_hazard_asks_for_a_stop_a_decision_and_a_case_v21() -> None:
    soft = replace(HAZARD, measure=Measure.ELIMINATE_AT_ONCE)
    told = found("F3", facts(problems=(soft,)))
    assert {"check.major_without_stop", "check.major_without_decision", "check.major_without_case"} <= set(told)
    reasoned = replace(soft, measure_text="已断电并设警戒，能够保证安全")
    assert "check.major_without_stop" not in found("F3", facts(problems=(reasoned,)))


def reinspected(**stated: Any) -> Any:
    known = facts(today=date(2026, 4, 12), **stated)
    order = other("F5", known)
    again = replace(PROBLEM, original_finding_id="f1", result="rectified", measure=None)
    return replace(known, original=order, problems=(again,))


def test_a_re_inspection_covers_every_item_v16() -> None:
    assert found("F6", reinspected()) == {}
    assert found("F6", reinspected(), results=[])["check.item_without_result"] == "block"
    extra = [{"item_no": 1, "result": "已整改"}, {"item_no": 2, "result": "已整改"}]
    assert found("F6", reinspected(), results=extra)["check.item_unknown"] == "block"
    wrong = found("F6", reinspected(), orig_doc_no="（示）应急责改〔2026〕9号")
    assert wrong["check.original_number_differs"] == "block"


def test_a_re_inspection_comes_in_time_v08() -> None:
    late = replace(reinspected(), today=date(2026, 4, 21))
    assert found("F6", late)["check.reinspection_late"] == "warn"
    chosen = replace(late, parameters=settings(procedure__reinspection_days=10))
    assert found("F6", chosen)["check.reinspection_late"] == "block"


@pytest.mark.parametrize("form", ["F3", "F5"])
def test_no_paper_is_dated_before_its_visit(form: str) -> None:
    assert found(form, facts(today=date(2026, 3, 9)))["check.dated_before_visit"] == "block"


def test_a_number_of_another_year_is_noticed() -> None:
    spoiled = subject("F3", facts())
    spoiled = replace(spoiled, row=replace(spoiled.row, number="（示）应急检记〔2025〕88号"))
    assert [one.code for one in checks.check(spoiled)] == ["check.number_of_other_year"]


def test_a_doubtful_rule_says_that_it_is_doubtful() -> None:
    far = [{"item_nos": [1], "deadline": "2026-05-30"}]
    result = checks.check(subject("F5", facts(), groups=far))[0]
    assert (result.code, result.is_doubtful) == ("check.deadline_far", True)


def test_two_entries_of_one_certificate_are_one_officer_v01() -> None:
    twins = (OFFICERS[0], replace(OFFICERS[1], cert_no=OFFICERS[0].cert_no))
    assert found("F3", facts(officers=twins))["check.same_certificate"] == "block"


def test_a_visit_ends_before_now_and_seldom_after_a_week_v18() -> None:
    ahead = {"start": "2026-03-10T09:00", "end": "2036-03-10T11:00"}
    assert found("F3", facts(found_at="2026-03-10T11:00"), check_time=ahead)["check.ends_in_future"] == "block"
    late = {"start": "2026-03-10T09:00", "end": "2026-03-18T11:00"}
    told = found("F3", facts(found_at="2026-03-18T12:00"), check_time=late)
    assert (told["check.visit_long"], "check.ends_in_future" in told) == ("warn", False)
