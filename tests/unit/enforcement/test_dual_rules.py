"""What a case is prefilled with, and what it still lacks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from inspector_app.enforcement import dual_rules
from inspector_app.enforcement.case_values import EvidenceItem, GroupRow, PrincipalKind, RespondentType, Stage, Subject
from inspector_app.enforcement.dual_rules import Scene
from inspector_app.enforcement.facts import OrgFact, PersonFact
from inspector_app.enforcement.law import law_library
from tests.fixtures.checked import HAZARD, ORG, PERSON, PROBLEM, act_of, case_of
from tests.fixtures.papers import BUREAU, COMPANY, PRINCIPAL

SCENE = Scene("2026-03-10", BUREAU, COMPANY, "示例一号铅锌矿")
PAIRS = law_library().pairs
MAJOR = PAIRS["major_hazard_not_eliminated"]


def group(**stated: Any) -> GroupRow:
    sound: dict[str, Any] = {
        "id": "g1", "inspection_id": "v1", "finding_ids": ("f2",), "dual_required": True, "dual_reason": "",
        "not_dual_reason": "", "org_case_ids": ("c-org",), "person_case_ids": ("c-person",), "checklist": (),
    }  # fmt: skip
    return GroupRow(**{**sound, **stated})


def lacking(*cases: Any, **about: Any) -> set[str]:
    parties: dict[str, OrgFact | PersonFact | None] = {"c-org": ORG, "c-person": PERSON}
    return {one.code for one in dual_rules.missing(group(**about), [case.row for case in cases], parties)}


def test_the_company_answers_for_each_finding_by_itself() -> None:
    acts = dual_rules.acts_for_org(MAJOR, [PROBLEM, HAZARD], SCENE)
    assert [act.finding_ids for act in acts] == [("f1",), ("f2",)]
    assert acts[0].fact_text == (
        f"2026年3月10日，{BUREAU}对{COMPANY}（示例一号铅锌矿）进行现场检查时发现：+120 中段：2#采场顶板未按设计支护。"
    )


def test_the_person_answers_once_for_his_own_failing() -> None:
    act = dual_rules.act_for_person(MAJOR, [PROBLEM, HAZARD], SCENE, PERSON, PrincipalKind.GENERAL_MANAGER)
    assert (act.finding_ids, act.duty_code, act.subject) == (("f1", "f2"), "21-5", Subject.PRINCIPAL)
    assert "未依法履行" in act.fact_text
    assert act.violated == ("《中华人民共和国安全生产法》第二十一条第五项",)


def test_a_directly_responsible_person_answers_under_the_same_article_as_the_company() -> None:
    pair = PAIRS["contracted_work"]
    act = dual_rules.act_for_person(pair, [PROBLEM], SCENE, PERSON, PrincipalKind.DIRECTLY_RESPONSIBLE)
    assert (act.basis_key, act.stage, act.duty_code) == ("safety_law:103.2", Stage.FIRST, None)
    late = dual_rules.act_for_person(MAJOR, [PROBLEM], SCENE, PERSON, PrincipalKind.DIRECTLY_RESPONSIBLE)
    assert late.stage is Stage.OVERDUE


def test_where_several_duties_fit_the_officer_chooses() -> None:
    act = dual_rules.act_for_person(PAIRS["contracted_work"], [PROBLEM], SCENE, PERSON, None)
    assert (act.duty_code, act.basis_key) == (None, "safety_law:94.1")


def test_without_a_pair_nothing_is_guessed() -> None:
    act = dual_rules.acts_for_org(None, [PROBLEM], SCENE)[0]
    assert (act.basis, act.basis_key, act.amount_fen) == ((), None, None)
    assert dual_rules.case_name(PRINCIPAL, None) == f"{PRINCIPAL}涉嫌违反安全生产规定案"


def test_a_finding_that_names_its_article_brings_it_along() -> None:
    named = replace(PROBLEM, legal_basis="《中华人民共和国安全生产法》第三十六条第二款")
    assert "《中华人民共和国安全生产法》第三十六条第二款" in dual_rules.acts_for_org(MAJOR, [named], SCENE)[0].violated


def test_a_complete_pair_lacks_only_its_papers() -> None:
    told = lacking(case_of(RespondentType.ORG, decision_id=None), case_of(RespondentType.PERSON, decision_id=None))
    assert told == {"dual.no_decision", "dual.not_paid"}


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"org_case_ids": ()}, "dual.no_org_case"),
        ({"person_case_ids": ()}, "dual.no_person_case"),
    ],
)
def test_a_missing_half_is_named_unless_a_reason_stands(about: dict[str, Any], code: str) -> None:
    assert code in lacking(**about)
    assert code not in lacking(**about, not_dual_reason="另案处理")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"filed_on": None}, "dual.not_filed"),
        ({"handler_ids": ("o1",)}, "dual.too_few_handlers"),
        ({"acts": ()}, "dual.no_act"),
        ({"evidence": ()}, "dual.no_evidence"),
        ({"evidence": (EvidenceItem("检查记录", "1", "现场情况"),)}, "dual.no_own_evidence"),
        ({"evidence": (EvidenceItem("任命文件", "1", "", is_own=True),)}, "dual.evidence_proves_nothing"),
        ({"notice_id": None, "notice_number": None}, "dual.no_notice"),
        ({"notice_served_on": None}, "dual.notice_not_served"),
        ({"decision_id": "d", "decision_number": "1"}, "dual.decision_not_served"),
    ],
)
def test_every_blank_of_a_case_is_named(changed: dict[str, Any], code: str) -> None:
    assert code in lacking(case_of(RespondentType.PERSON, **changed))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"fact_text": ""}, "dual.no_fact"),
        ({"violated": ()}, "dual.no_violated"),
        ({"basis": ()}, "dual.no_basis"),
        ({"amount_fen": None}, "dual.no_amount"),
        ({"amount_fen": 10}, "dual.amount_outside"),
        ({"tier_note": ""}, "dual.no_tier"),
        ({"duty_code": None}, "dual.no_duty"),
    ],
)
def test_every_blank_of_an_act_is_named(changed: dict[str, Any], code: str) -> None:
    assert code in lacking(case_of(RespondentType.PERSON, acts=(act_of(RespondentType.PERSON, **changed),)))


def test_a_case_that_is_not_penalised_lacks_nothing() -> None:
    assert lacking(case_of(RespondentType.PERSON, acts=(), not_penalised_reason="无过错")) == set()


def test_the_register_s_own_gaps_are_named() -> None:
    parties: dict[str, OrgFact | PersonFact | None] = {"c-org": replace(ORG, uscc=""), "c-person": None}
    told = dual_rules.missing(group(), [case_of(RespondentType.ORG).row, case_of(RespondentType.PERSON).row], parties)
    assert {one.field for one in told if one.code == "dual.party_blank"} >= {"uscc", "id_no", "home_address"}
