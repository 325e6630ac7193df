"""What the pre-print check says of what orders demand: what, of which findings, until when; and how it tells it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector_app.enforcement import checks
from inspector_app.enforcement.case_values import RespondentType
from inspector_app.enforcement.facts import POLICY_ONLY, PhotoFact
from inspector_app.enforcement.suggesting import of_case
from inspector_app.inspection.values import Measure
from tests.fixtures.checked import HAZARD, PROBLEM, VISIT, case_of, facts, found, other, subject

HALT = replace(HAZARD, measure=Measure.SUSPEND_PRODUCTION, measure_text=None)


def test_a_suspension_that_does_not_say_where_and_until_when_is_no_sound_decision_v21() -> None:
    told = found("F4", facts(problems=(HALT,), has_case=True))
    assert (told["check.measure_without_scope"], told["check.measure_without_period"]) == ("warn", "warn")


@pytest.mark.parametrize(
    "words", ["+120 中段暂时停产停业，至整改完毕并经复查合格之日止", "+120 中段停产，经复查合格前，不得恢复"]
)
def test_a_suspension_may_say_its_end_in_words(words: str) -> None:
    assert found("F4", facts(problems=(replace(HALT, measure_text=words),), has_case=True)) == {}


@pytest.mark.parametrize(
    ("until", "code", "level"),
    [
        ("2026-03-29", "check.measure_until_past", "block"),
        ("下月", "check.deadline_unreadable", "block"),
        ("2026-10-01", "check.measure_until_far", "warn"),
    ],
)
def test_the_end_of_a_suspension_can_be_meant_v18(until: str, code: str, level: str) -> None:
    halt = facts(problems=(replace(HALT, measure_text="+120 中段暂时停产停业"),), has_case=True)
    assert found("F4", halt, measure_until="2026-09-30") == {}
    assert found("F4", halt, measure_until=until)[code] == level


def test_a_finding_due_before_its_visit_is_refused_on_a_decision_v18() -> None:
    early = replace(HAZARD, due_on="2026-03-09")
    assert found("F4", facts(problems=(early,), has_case=True))["check.finding_due_before_visit"] == "block"


def test_a_finding_taken_out_because_it_rests_on_the_plan_is_not_asked_back() -> None:
    plan = replace(PROBLEM, finding_id="f3", seq=3, force=POLICY_ONLY, violated_rule=None, legal_basis=None)
    known = facts(problems=(PROBLEM, plan))
    rows = [row for row in subject("F5", known).rows if row["seq"] == 1]
    told = found("F5", known, problems=rows, groups=[{"item_nos": [1], "deadline": "2026-04-10"}])
    assert told == {"check.left_out_policy": "note"}


def test_a_place_left_out_and_one_that_is_empty_are_the_same_place() -> None:
    known = facts(problems=(replace(PROBLEM, fact=f"{PROBLEM.place}2#采场顶板未按设计支护"),))
    rows = [{**row, "location": None} for row in subject("F5", known).rows]
    assert found("F5", replace(known, siblings=(other("F3", known),)), problems=rows) == {}


def test_the_time_of_a_photo_is_told_as_people_write_it() -> None:
    late = PhotoFact("ph1", "0" * 64, "f1", "2026-03-10T14:00:00.000+08:00", "camera")
    told = next(one for one in checks.check(subject("F3", facts(photos=(late,)))) if one.code == "check.photo_outside")
    assert told.params["taken"] == told.params["name"] == "2026-03-10 14:00"


def test_who_went_along_is_asked_before_nobody_is_printed_v19() -> None:
    assert found("F3", facts(visit=replace(VISIT, companions=""))) == {"check.companions_unknown": "note"}


def test_without_a_route_the_record_names_the_mine_and_where_something_was_found() -> None:
    visit = replace(VISIT, route="", place="示例一号铅锌矿")
    other_place = replace(PROBLEM, finding_id="f2", seq=2, place="主井口")
    told = subject("F3", facts(visit=visit, problems=(PROBLEM, other_place, PROBLEM))).values["check_place"]
    assert told == "示例一号铅锌矿：+120 中段、主井口"
    assert subject("F3", facts(visit=visit, problems=())).values["check_place"] == "示例一号铅锌矿"
    assert subject("F3", facts(problems=(PROBLEM, other_place))).values["check_place"] == "+120 中段"


def test_what_was_not_put_right_says_how_it_stands_v16() -> None:
    known = facts()
    again = replace(PROBLEM, original_finding_id="f1", result="not_rectified", measure=None)
    known = replace(known, original=other("F5", known), problems=(again,))
    assert found("F6", known)["check.result_unexplained"] == "warn"
    told = replace(known, problems=(replace(again, result_note="顶板仍未支护，材料未到"),))
    assert "check.result_unexplained" not in found("F6", told)


def test_a_decision_is_due_once_its_notice_is_served_and_offered_before() -> None:
    made = {
        served: [(one.form, one.required) for one in of_case(case_of(RespondentType.ORG, notice_served_on=served))]
        for served in (None, "2026-03-11")
    }
    notice = ("penalty_prior_notice", True)
    assert made == {
        None: [notice, ("penalty_decision_org", False)],
        "2026-03-11": [notice, ("penalty_decision_org", True)],
    }
