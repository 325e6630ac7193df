"""What the plan says, held against the lists: who is asked what, from which day, and where a number begins to be wrong.

The expectations are written from the text of the plan, not from the data.
"""

from __future__ import annotations

import re
from datetime import date

import pytest

from inspector_app.checklist.deadlines import dated_items
from inspector_app.checklist.definition import ChecklistItem
from inspector_app.checklist.loader import checklist_library
from inspector_app.checklist.proposals import propose, rows_proposal
from inspector_app.checklist.values import AT_A_MINE, AnswerType, Force, Modality, Party, SiteSubject, Standing, Verdict

LATE = date(2027, 6, 1)
LANDING = (AnswerType.NUMBER, AnswerType.COUNT)
UNDERGROUND = SiteSubject(kind="underground_mine", state="producing", scale="small", day=LATE)
PIT = SiteSubject(kind="open_pit_mine", state="producing", scale="small", day=LATE)
POND = SiteSubject(kind="tailings_pond", state="long_term_idle", day=LATE)


def item(key: str) -> ChecklistItem:
    for checklist in checklist_library().lists():
        if checklist.has(key):
            return checklist.item(key)
    raise AssertionError(key)


def every_item() -> list[ChecklistItem]:
    return [one for checklist in checklist_library().lists() for one in checklist.items]


def asked(key: str, subject: SiteSubject) -> bool:
    return any(one.key == key for checklist in checklist_library().lists() for one in checklist.asked(subject))


def test_the_stricter_of_text_and_design_proposes() -> None:
    designed = SiteSubject(kind="underground_mine", design_values={"face_headcount": "2"}, day=LATE)
    assert propose(item("T16-07"), "3", designed) is Verdict.NOT_COMPLIANT
    assert propose(item("T16-07"), "2", designed) is None


def test_what_is_due_at_the_end_of_2026_comes_first_and_what_is_past_says_so() -> None:
    day = date(2026, 11, 25)
    mine = SiteSubject(kind="underground_mine", state="producing", scale="small", day=day)
    dated = dated_items(checklist_library().lists(), mine, day)
    first = [one.deadline_on for one in dated if not one.is_overdue]
    assert {*first} == {"2026-12-31"}
    assert [one.is_overdue for one in dated] == [False] * len(first) + [True] * (len(dated) - len(first))
    past = [one.deadline_on for one in dated if one.is_overdue]
    assert past == sorted(past, reverse=True)
    assert {"T16-08", "T12-03"} <= {one.item_key for one in dated if not one.is_overdue}
    assert "T17-11" in {one.item_key for one in dated if one.is_overdue}
    assert not {"T08-06", "T17-09", "T15-03"} & {one.item_key for one in dated}


CONDITIONS: list[tuple[str, dict[str, object], dict[str, object]]] = [
    ("T05-09", {"kind": "underground_mine"}, {"kind": "open_pit_mine"}),
    ("T12-01", {"capacity": "3"}, {"capacity": "3.01"}),
    ("T12-03", {"design_values": {"mine_depth_m": "200"}}, {"design_values": {"mine_depth_m": "199.9"}}),
    ("T12-10", {"state": "under_construction"}, {"state": "producing", "commissioned_on": "2010-01-01"}),
    ("T12-11", {"commissioned_on": "2010-01-01"}, {"state": "under_construction"}),
    ("T01-06", {"kind": "underground_mine"}, {"kind": "open_pit_mine"}),
    ("T01-01", {"kind": "open_pit_mine"}, {"kind": "underground_mine"}),
    ("T19-06", {"capacity": "30.01"}, {"capacity": "30", "design_values": {"heading_height_m": "3.5"}}),
    ("T19-06", {"design_values": {"heading_height_m": "3.6"}}, {"capacity": "30", "kind": "open_pit_mine"}),
    ("T22-03", {"state": "producing"}, {"state": "long_term_idle"}),
    ("T16-12", {"scale": "medium"}, {"scale": "large"}),
    ("T16-13", {"scale": "small"}, {"scale": "large"}),
    ("T16-08", {"scale": "large"}, {"kind": "open_pit_mine"}),
    ("T21-10", {"has_contractor": True, "contracted_blasting": True}, {"contracted_blasting": False}),
    ("T21-01", {"has_contractor": True}, {"has_contractor": False}),
    ("T21-07", {"has_contractor": False}, {"has_contractor": False, "kind": "open_pit_mine"}),
    ("T21-11", {"has_contractor": False}, {"kind": "open_pit_mine"}),
    ("T15-01", {"kind": "tailings_pond", "state": "long_term_idle"}, {"kind": "tailings_pond", "state": "producing"}),
    ("T15-05", {"kind": "tailings_pond", "state": "pond_closure"}, {"kind": "tailings_pond", "state": "producing"}),
    ("UG-30", {"state": "producing"}, {"state": "under_construction"}),
]


@pytest.mark.parametrize(("key", "on", "off"), CONDITIONS)
def test_a_condition_of_the_text_decides_who_is_asked(
    key: str, on: dict[str, object], off: dict[str, object]
) -> None:
    def mine(**fields: object) -> SiteSubject:
        return SiteSubject(**{"kind": "underground_mine", "day": LATE, **fields})  # type: ignore[arg-type]

    assert asked(key, mine(**on))
    assert not asked(key, mine(**off))


def test_a_slope_of_a_hundred_metres_is_the_plan_s_and_of_two_hundred_the_nation_s() -> None:
    def pit(height: str) -> SiteSubject:
        known = {"slope_height_m": height, "dump_height_m": "0"}
        return SiteSubject(kind="open_pit_mine", design_values=known, day=LATE)

    assert not asked("T17-09", pit("99.9"))
    assert asked("T17-09", pit("100"))
    assert not asked("OP-07-1", pit("199.9"))
    assert asked("OP-07-1", pit("200"))


def test_new_ponds_of_grade_four_and_five_are_built_in_one_go() -> None:
    new = {"kind": "tailings_pond", "state": "under_construction", "day": LATE}
    assert asked("T15-12", SiteSubject(**new, pond_grade="4"))  # type: ignore[arg-type]
    assert asked("T15-12", SiteSubject(**new, pond_grade="5"))  # type: ignore[arg-type]
    assert not asked("T15-12", SiteSubject(**new, pond_grade="3"))  # type: ignore[arg-type]
    assert item("T15-12").modality is Modality.MUST
    assert propose(item("T15-12"), "staged", POND) is Verdict.NOT_COMPLIANT


def test_an_exception_from_filling_needs_the_designer_and_the_experts() -> None:
    assert propose(item("T12-12"), "both", UNDERGROUND) is None
    for half in ("designer_only", "experts_only", "none"):
        assert propose(item("T12-12"), half, UNDERGROUND) is Verdict.NOT_COMPLIANT


@pytest.mark.parametrize(
    ("key", "modality"),
    [
        ("T05-04", Modality.MUST),
        ("T01-01", Modality.SHALL),
        ("T01-06", Modality.MUST),
        ("T02-10", Modality.MUST),
        ("T04-05", Modality.STRIVE),
        ("T14-07", Modality.MUST),
        ("T19-04", Modality.MUST),
        ("T20-04", Modality.MUST_NOT),
        ("T20-05", Modality.SHOULD),
        ("T20-06", Modality.SHOULD),
        ("T05-08", Modality.SHALL),
        ("T10-17", Modality.ENCOURAGED),
        ("T11-07", Modality.ENCOURAGED),
        ("T11-09", Modality.MUST_NOT),
        ("T11-10", Modality.SHALL),
        ("T12-03", Modality.IN_PRINCIPLE),
        ("T12-10", Modality.IN_PRINCIPLE),
        ("T12-05", Modality.MUST_NOT),
        ("T12-16", Modality.ENCOURAGED),
        ("T15-07", Modality.IN_PRINCIPLE),
        ("T15-08", Modality.MUST_NOT),
        ("T15-11", Modality.MUST_NOT),
        ("T16-06", Modality.IN_PRINCIPLE),
        ("T16-07", Modality.IN_PRINCIPLE),
        ("T16-08", Modality.SHALL),
        ("T16-12", Modality.MUST_NOT),
        ("T21-11", Modality.MUST_NOT),
    ],
)
def test_the_word_of_the_text_is_kept(key: str, modality: Modality) -> None:
    assert item(key).modality is modality


@pytest.mark.parametrize(
    "key",
    ["T05-23", "T05-24", "T10-17", "T11-09", "T13-17", "T15-06", "T17-18", "T17-19", "T17-22", "T21-17", "T21-18"],
)
def test_what_binds_the_authorities_is_never_asked_at_a_mine(key: str) -> None:
    assert not item(key).binds & AT_A_MINE
    subject = SiteSubject(has_contractor=True, day=LATE)
    assert item(key).standing(subject) is Standing.OTHERS_DUTY
    own = SiteSubject(has_contractor=True, day=LATE, parties=frozenset({Party.COUNTY_BUREAU}))
    assert item(key).standing(own) is Standing.ASKED


def test_a_contractor_s_own_duty_is_not_asked_where_there_is_none() -> None:
    assert asked("T21-16", SiteSubject(kind="underground_mine", has_contractor=True, day=LATE))
    assert not asked("T21-16", SiteSubject(kind="underground_mine", has_contractor=False, day=LATE))


def test_an_item_that_rests_on_the_plan_alone_says_so() -> None:
    assert item("T16-07").force is Force.POLICY_ONLY
    assert not item("T16-07").violated_rules
    assert item("T14-06").force is Force.POLICY_ONLY
    assert item("T21-02").violated_rules == ("safety_law:49.2",)
    assert item("UG-01-1").force is Force.LAW


def test_what_rests_on_the_plan_alone_suggests_no_order() -> None:
    for checklist in checklist_library().lists():
        for one in checklist.items:
            assert one.force is not Force.POLICY_ONLY or one.measure is None, one.key


def test_a_fault_that_a_timely_test_found_is_no_missed_test() -> None:
    rows = [{"structure": "1号斜槽", "tested_on": "2026-05-01", "sound": "faulty"}]
    assert rows_proposal(item("T15-13"), rows, POND) is None


@pytest.mark.parametrize(("people", "is_told"), [(30, False), (31, True)])
def test_every_production_system_is_counted_by_itself(people: int, is_told: bool) -> None:
    rows = [{"system": "一号系统", "people": 12}, {"system": "二号系统", "people": people}]
    assert (rows_proposal(item("T16-08"), rows, UNDERGROUND) is not None) is is_told


def test_words_for_a_number_fit_a_limit_of_the_design_too() -> None:
    """Beyond the design but within the plan, 超过3人 would be untrue."""
    both = [one for one in every_item() if one.bound is not None and one.design_key is not None]
    assert {"T16-06", "T16-07", "T16-13"} <= {one.key for one in both}
    for one in both:
        assert not re.search("超过|低于|少于|不足", one.finding_text or ""), one.key


def test_the_number_of_an_answer_lands_in_the_words_of_its_finding() -> None:
    numbers = [one for one in every_item() if one.binds & AT_A_MINE and one.answer_type in LANDING and one.unit]
    lost = [one.key for one in numbers if f"____{one.unit}" not in (one.finding_text or "")]
    assert lost == ["T21-10"], "which names both contractors instead"


def test_freeboard_alone_below_the_design_is_no_criterion() -> None:
    assert propose(item("TP-08"), "both_below", POND) is Verdict.NOT_COMPLIANT
    assert propose(item("TP-08"), "one_below", POND) is None


def test_lists_fit_the_kind_of_site() -> None:
    def fitting(kind: str) -> set[str]:
        return {one.key for one in checklist_library().fitting(SiteSubject(kind=kind, day=LATE))}

    twelfth = checklist_library().pinned("task_12").item_keys
    assert {"task_05", "task_15", "task_17", "task_21", "criteria_tailings_pond"} <= fitting("tailings_pond")
    assert not {"task_12", "task_16", "criteria_underground"} & fitting("tailings_pond")
    assert [key for key in twelfth if asked(key, PIT)] == ["T12-16"]
    assert {"task_12", "task_16", "criteria_underground"} <= fitting("underground_mine")


def test_an_item_of_the_plan_is_no_criterion_though_it_points_to_some() -> None:
    assert item("T12-05").own_criterion is None
    assert item("UG-30").own_criterion == "UG-30"
    assert item("T16-02").criteria_at("open_pit_mine") == ("OP-03",)
    assert item("T16-02").criteria_at("underground_mine") == ()
    assert item("T17-01").criteria_at(None) == item("T17-01").criterion_keys
