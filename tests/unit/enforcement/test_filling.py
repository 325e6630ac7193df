"""Papers fill themselves from what is known, and guess nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector_app.enforcement import filling, filling_penalty
from inspector_app.enforcement.case_values import RespondentType
from inspector_app.enforcement.facts import PhotoFact
from inspector_app.enforcement.filling_photos import photo_evidence_sheet
from inspector_app.inspection.values import Measure
from tests.fixtures.checked import HAZARD, PERSON, PROBLEM, VISIT, act_of, case_of, facts, other

ORG, PRINCIPAL = RespondentType.ORG, RespondentType.PERSON


def test_a_visit_that_found_nothing_says_so() -> None:
    rows = filling.inspection_record(facts(problems=()))["findings"]
    assert [(row["location"], row["description"]) for row in rows] == [("+120 中段", "未发现问题")]


def test_a_visit_that_found_nothing_says_so_in_the_words_of_the_office() -> None:
    known = facts(problems=())
    words = replace(next(iter(known.parameters.values())), key="papers.wording_compliant", value="未见异常")
    known = replace(known, parameters={**known.parameters, words.key: words})
    assert filling.inspection_record(known)["findings"][0]["description"] == "未见异常"


def test_a_record_prints_no_level_article_or_measure() -> None:
    rows = filling.inspection_record(facts(problems=(HAZARD,)))["findings"]
    assert set(rows[0]) == {"no", "seq", "location", "description", "finding_id"}


def test_a_fact_that_begins_with_its_place_says_it_once() -> None:
    twice = replace(PROBLEM, place="+265 m 中段3号采场", fact="+265 m中段3号采场作业面作业人数5人")
    rows = filling.inspection_record(facts(problems=(twice, PROBLEM)))["findings"]
    assert [row["location"] for row in rows] == ["", PROBLEM.place]


def test_what_nobody_knows_is_left_out() -> None:
    values = filling.inspection_record(facts(org=None, visit=None, problems=(), bureau=None))
    assert not {"org_name", "address", "check_time", "issuing_org", "findings"} & set(values)


def test_a_visit_without_end_has_an_open_span() -> None:
    span = filling.inspection_record(facts(visit=replace(VISIT, ended_at=None)))["check_time"]
    assert span == {"start": "2026-03-10T09:00", "end": None}


def test_a_decision_lists_only_what_is_handled_on_site_and_groups_its_measures() -> None:
    second = replace(HAZARD, finding_id="f3", seq=3, place="+80 中段", measure_text="")
    values = filling.onsite_measure_decision(facts(problems=(PROBLEM, HAZARD, second)))
    assert [row["seq"] for row in values["problems"]] == [2, 3]
    assert [(one["text"], one["item_nos"]) for one in values["measures"]] == [("从危险区域撤出作业人员", [1, 2])]
    assert values["basis"] == ["《中华人民共和国安全生产法》第六十五条第一款第三项"]


def test_an_order_says_what_is_corrected_at_once_and_what_by_which_day() -> None:
    at_once = replace(PROBLEM, finding_id="f3", seq=3, measure=Measure.CORRECT_ON_SPOT, due_on=None)
    later = replace(PROBLEM, finding_id="f4", seq=4, due_on="2026-04-20")
    values = filling.rectification_order(facts(problems=(later, at_once, PROBLEM)))
    assert values["items_immediate"] == [2]
    assert values["groups"] == [
        {"item_nos": [3], "deadline": "2026-04-10"},
        {"item_nos": [1], "deadline": "2026-04-20"},
    ]


@pytest.mark.parametrize(
    ("measure", "result", "conclusion"),
    [
        (Measure.SUSPEND_PRODUCTION, "rectified", "同意恢复生产"),
        (Measure.ELIMINATE_AT_ONCE, "rectified", "全部合格"),
        (Measure.SUSPEND_PRODUCTION, "partly", "部分不合格"),
        (Measure.SUSPEND_PRODUCTION, None, None),
    ],
)
def test_an_opinion_concludes_only_from_results(measure: Measure, result: str | None, conclusion: str | None) -> None:
    known = facts(problems=(replace(HAZARD, measure=measure),))
    decision = other("F4", known)
    again = replace(HAZARD, original_finding_id="f2", result=result, measure=None)
    values = filling.reinspection_opinion(replace(known, original=decision, problems=(again,)))
    assert values.get("conclusion") == conclusion
    assert values["orig_decision"] == "现场处理"


def test_an_evacuation_speaks_of_the_finding_that_asks_for_it() -> None:
    values = filling.evacuation_order(facts(problems=(HAZARD, PROBLEM), found_at="2026-03-10T10:00"))
    assert (values["danger"], values["given_on_spot_at"]) == (HAZARD.fact, "2026-03-10T10:00")
    latest = filling.evacuation_order(facts(problems=(PROBLEM, replace(PROBLEM, finding_id="x", fact="顶板掉块"))))
    assert latest["danger"] == "顶板掉块"
    assert "danger" not in filling.evacuation_order(facts(problems=()))


def test_the_photo_sheet_shows_filed_photos_by_finding_then_time() -> None:
    def taken(name: str, finding: str | None, at: str | None) -> PhotoFact:
        return PhotoFact(name, name * 8, finding, at, "camera")

    photos = (
        taken("late", "f1", "2026-03-10T10:30:00.000+08:00"),
        taken("loose", None, "2026-03-10T09:30:00.000+08:00"),
        taken("early", "f1", "2026-03-10T10:00:00.000+08:00"),
        taken("other", "f2", None),
    )
    rows = photo_evidence_sheet(facts(problems=(PROBLEM, HAZARD), photos=photos))["photos"]
    assert [(row["no"], row["photo_id"], row["problem_seq"]) for row in rows] == [
        (1, "early", "1"), (2, "late", "1"), (3, "other", "2"),
    ]  # fmt: skip
    assert rows[2]["taken_at"] == "时间未注明"
    assert rows[0]["taken_by"] == "张三、李四"


def test_the_photo_sheet_names_the_criterion_only_of_what_was_judged_a_major_hazard() -> None:
    doubtful = replace(PROBLEM, criterion_key="UG-01-1", hazard_level="suspected_major")
    photos = tuple(PhotoFact(name, name * 8, finding, None, "camera") for name, finding in (("a", "f1"), ("b", "f2")))
    problems = (doubtful, replace(HAZARD, criterion_key="UG-20-1"))
    rows = photo_evidence_sheet(facts(problems=problems, photos=photos))["photos"]
    named = [row.get("criterion_ref") for row in rows]
    assert named == [None, "矿安〔2022〕88号地下矿山第（二十）项第1目"]


@pytest.mark.parametrize(
    ("kind", "fen", "right"),
    [(ORG, 4_999_900, False), (ORG, 5_000_000, True), (PRINCIPAL, 2_000_000, True)],
)
def test_a_hearing_may_be_asked_for_from_the_amount_on(kind: RespondentType, fen: int, right: bool) -> None:
    case = case_of(kind, acts=(act_of(kind, amount_fen=fen),))
    assert filling_penalty.penalty_prior_notice(facts(case=case))["hearing_right"] is right


def test_several_acts_are_numbered_and_added_up() -> None:
    acts = (act_of(ORG), act_of(ORG, act_id="a2", fact_text="另一行为", amount_fen=1_000_000))
    values = filling_penalty.penalty_decision_org(facts(case=case_of(ORG, acts=acts)))
    assert values["facts"].startswith("1．")
    assert [line["amount"] for line in values["penalties"]] == [4_000_000, 1_000_000]
    assert (values["total_fine"], values["total_fine_capital"]) == (5_000_000, "人民币伍万元整")
    assert len(values["basis"]) == 1


def test_another_kind_of_penalty_stands_beside_the_fine() -> None:
    halt = act_of(ORG, penalties=("责令停产停业整顿",), amount_fen=None)
    values = filling_penalty.penalty_decision_org(facts(case=case_of(ORG, acts=(halt,))))
    assert values["penalties"] == [{"act_no": 1, "type": "责令停产停业整顿"}]
    assert "total_fine" not in values


def test_a_person_is_as_old_as_on_the_day_of_the_paper() -> None:
    born = replace(PERSON, birth_on="1980-03-31")
    case = replace(case_of(PRINCIPAL), person=born)
    values = filling_penalty.penalty_decision_person(facts(case=case))
    assert (values["age"], values["duty_failed"]) == (45, "21(5)")
    assert values["duty_text"].startswith("未依法履行“")
