"""What the pre-print check says of penalty papers: one defect, one sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from inspector_app.enforcement import checks
from inspector_app.enforcement.case_values import RespondentType, Stage
from inspector_app.enforcement.case_values import Subject as Party
from inspector_app.enforcement.facts import Facts
from inspector_app.enforcement.law import law_library
from tests.fixtures.checked import HAZARD, act_of, case_of, facts, found, noticed, settings, subject

ORG, PERSON = RespondentType.ORG, RespondentType.PERSON


def with_case(known: Facts, **changed: Any) -> Facts:
    assert known.case is not None
    row = {name: changed.pop(name) for name in list(changed) if name in known.case.row.__dataclass_fields__}
    return replace(known, case=replace(known.case, row=replace(known.case.row, **row), **changed))


@pytest.mark.parametrize(("form", "kind"), [("F34", ORG), ("F35", PERSON)])
def test_a_sound_pair_is_not_nagged(form: str, kind: RespondentType) -> None:
    assert found("F24", facts(case=case_of(kind, notice_id=None))) == {}
    known = noticed(kind)
    extra = {"legal_review_on": "2026-03-20"} if kind is PERSON else {}
    assert found(form, with_case(known, **extra)) == {}


def test_no_decision_without_a_notice_v02() -> None:
    assert found("F34", facts(case=case_of(ORG)))["check.notice_missing"] == "block"


def test_the_notice_is_served_before_the_decision_v02() -> None:
    assert found("F34", with_case(noticed(), notice_served_on=None))["check.notice_not_served"] == "block"
    assert found("F34", with_case(noticed(), notice_served_on="2026-03-30"))["check.notice_not_served"] == "block"


def test_the_statement_period_runs_in_working_days_v02() -> None:
    known = with_case(noticed(), notice_served_on="2026-03-27")
    assert found("F34", known)["check.statement_period"] == "warn"
    chosen = replace(known, parameters=settings(procedure__statement_days=3))
    assert found("F34", chosen)["check.statement_period"] == "block"
    assert found("F34", with_case(chosen, defense_waived_on="2026-03-28")) == {}


def test_the_hearing_period_blocks_until_it_is_over_v02() -> None:
    known = with_case(noticed(PERSON), notice_served_on="2026-03-24", legal_review_on="2026-03-20")
    assert found("F35", known)["check.hearing_period"] == "block"
    assert "check.hearing_period" not in found("F35", replace(known, today=date(2026, 4, 1)))


def test_nothing_heavier_than_was_told_v03() -> None:
    known = noticed()
    heavier = [{"act_no": 1, "type": "罚款", "amount": 5_000_000}, {"act_no": 1, "type": "责令停产停业整顿"}]
    told = found("F34", known, penalties=heavier, basis=["《中华人民共和国安全生产法》第九十九条"])
    assert {told[c] for c in ("check.heavier_than_told", "check.kind_not_told", "check.basis_not_told")} == {"block"}


def test_the_hearing_right_is_told_where_there_is_one_v04() -> None:
    known = facts(case=case_of(PERSON, notice_id=None))
    assert found("F24", known, hearing_right=None)["check.hearing_not_told"] == "warn"
    halted = act_of(ORG, penalties=("责令停产停业整顿",))
    halting = facts(case=case_of(ORG, notice_id=None, acts=(halted,)))
    assert found("F24", halting, hearing_right=False)["check.hearing_not_told"] == "block"


def test_a_case_is_filed_by_two_and_decided_in_ninety_days_v05() -> None:
    assert found("F24", facts(case=case_of(filed_on=None)))["check.not_filed"] == "block"
    assert found("F24", facts(case=case_of(handler_ids=("o1",))))["check.too_few_handlers"] == "block"
    late = replace(noticed(), today=date(2026, 6, 9))
    assert found("F34", late)["check.decided_late"] == "block"
    assert "check.decided_late" not in found("F34", with_case(late, extended_to_on="2026-07-01"))


def test_the_two_halves_stay_apart_v09() -> None:
    org, person = case_of(ORG), case_of(PERSON)
    shared = replace(person.row, notice_id=org.row.notice_id, acts=(replace(person.row.acts[0], fact_text="同样"),))
    same = replace(org, row=replace(org.row, acts=(replace(org.row.acts[0], fact_text="同样"),)), siblings=(shared,))
    told = found("F24", facts(case=same))
    assert (told["check.notice_shared"], told["check.same_facts"]) == ("block", "warn")


@pytest.mark.parametrize(
    ("changed", "code", "level"),
    [
        ({"amount_fen": 5_000_001}, "check.amount_outside", "block"),
        ({"amount_fen": 0}, "check.amount_outside", "block"),
        ({"basis": ("安全生产法",)}, "check.article_missing", "block"),
        ({"violated": ()}, "check.violated_missing", "block"),
        ({"amount_fen": None}, "check.amount_missing", "block"),
        ({"basis_key": None}, "check.range_unknown", "warn"),
        ({"tier_note": ""}, "check.tier_missing", "warn"),
        ({"stage": Stage.OVERDUE}, "check.no_fine_here", "block"),
        ({"basis_key": "old_penalty_measures:45", "amount_fen": 1}, "check.amount_outside", "warn"),
    ],
)
def test_the_fine_rests_on_its_own_article_v11(changed: dict[str, Any], code: str, level: str) -> None:
    known = facts(case=case_of(ORG, notice_id=None, acts=(act_of(ORG, **changed),)))
    assert found("F24", known)[code] == level


def test_reducing_goes_below_the_minimum_and_says_so_v11() -> None:
    reduced = act_of(PERSON, amount_fen=1_500_000, reduced=True)
    told = found("F24", facts(case=case_of(PERSON, notice_id=None, acts=(reduced,))))
    assert told["check.reduced"] == "warn"
    assert "check.amount_outside" not in told


@pytest.mark.parametrize(
    ("blank", "value", "code"),
    [
        ("total_fine_capital", "人民币肆万零壹元整", "check.capitals_differ"),
        ("total_fine_capital", "四万", "check.capitals_differ"),
        ("total_fine", 4_000_001, "check.total_differs"),
        ("penalties", [{"act_no": 1, "type": "罚款", "amount": 3_900_000}], "check.paper_differs_from_case"),
    ],
)
def test_figures_capitals_and_sums_agree_v12(blank: str, value: Any, code: str) -> None:
    assert found("F34", noticed(), **{blank: value})[code] == "block"


def test_a_principal_failed_a_named_duty_and_evidence_speaks_of_him_v13() -> None:
    without_duty = noticed(PERSON, acts=(act_of(PERSON, duty_code=None),))
    assert found("F35", without_duty)["check.duty_missing"] == "block"
    known = noticed(PERSON)
    assert found("F35", with_case(known, evidence=()))["check.own_evidence_missing"] == "block"


def test_a_heavy_case_is_discussed_and_one_with_a_hearing_reviewed_v22() -> None:
    heavy = noticed(ORG, acts=(act_of(ORG, amount_fen=5_000_000),))
    assert {"check.not_discussed", "check.not_reviewed"} <= set(found("F34", heavy))
    done = with_case(heavy, discussed_on="2026-03-20", legal_review_on="2026-03-20")
    assert found("F34", done) == {}


def test_two_years_after_the_act_it_is_too_late_v27() -> None:
    assert found("F34", with_case(noticed(), act_ended_on="2024-03-29"))["check.lapsed"] == "warn"
    assert "check.lapsed" not in found("F34", with_case(noticed(), act_ended_on="2024-03-30"))


def test_an_old_act_is_judged_by_the_law_of_its_day_v30() -> None:
    assert found("F24", facts(case=case_of(act_ended_on="2021-08-31")))["check.other_law_then"] == "warn"


def test_nobody_is_fined_twice_for_one_act_v31() -> None:
    law = law_library()
    direct = act_of(
        PERSON, act_id="a2", basis_key="safety_law:98", basis=(law.citation("safety_law:98"),),
        subject=Party.DIRECTLY_RESPONSIBLE, fact_text="同一事实的另一说法",
    )  # fmt: skip
    twice = case_of(PERSON, notice_id=None, acts=(act_of(PERSON), direct))
    assert found("F24", facts(case=twice))["check.fined_twice"] == "warn"
    company = replace(case_of(PERSON), siblings=(case_of(ORG).row,))
    assert "check.fined_twice" not in found("F24", facts(case=company))


def test_the_facts_repeat_the_finding_as_it_was_recorded_v17() -> None:
    assert found("F24", facts(case=case_of(notice_id=None)), facts="顶板不好")["check.fact_differs"] == "warn"


def test_the_whole_name_and_a_sound_identity_number_v10() -> None:
    assert found("F35", noticed(PERSON), id_no="331199198001010012")["check.id_wrong"] == "block"
    assert found("F34", noticed(), uscc="91331199MAXX00001A")["check.uscc_wrong"] == "block"
    assert found("F34", noticed(), org_name="示例矿业")["check.party_differs"] == "block"


def test_evidence_says_what_it_proves_v23() -> None:
    assert found("F34", noticed(), evidence=[{"name": "照片"}])["check.evidence_proves_nothing"] == "warn"


@pytest.mark.parametrize(
    ("former", "reached"),
    [
        (("2026-01-10", "2026-02-10"), True),
        (("2025-09-20", "2026-02-10"), False),
        (("2025-04-10", "2025-06-10", "2025-08-10"), True),
        (("2025-03-20", "2025-06-10", "2025-08-10"), False),
    ],
)
def test_repeated_penalties_with_a_major_hazard_open_the_way_to_closure_v29(
    former: tuple[str, ...], reached: bool
) -> None:
    known = replace(noticed(), problems=(replace(HAZARD, fact="2#采场顶板未按设计支护"),))
    known = with_case(known, former_decisions=former)
    assert ("check.closure_reached" in found("F34", known)) is reached


@pytest.mark.parametrize("form", ["F24", "F26"])
def test_what_a_case_lacks_leads_to_the_case_and_the_rest_to_a_blank_of_the_form(form: str) -> None:
    known = facts(case=case_of(acts=(replace(act_of(RespondentType.ORG), amount_fen=None),)))
    paper = subject(form, known, proposed=None, respondent=None)
    told = {one.code: one.field for one in checks.check(paper)}
    assert told.pop("check.amount_missing", "case") == "case"
    assert told["check.party_missing"] in paper.form.by_key
    assert {field for field in told.values() if field} <= {"case", *paper.form.by_key}
