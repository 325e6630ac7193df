"""Tables and computed answers: rows in their one spelling, what follows from them, what they suggest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.checklist.definition import AnswerForm, ChecklistItem
from inspector_app.checklist.expression_nodes import ExpressionFault, Known
from inspector_app.checklist.expressions import expression
from inspector_app.checklist.loader import checklist_library
from inspector_app.checklist.proposals import rows_proposal
from inspector_app.checklist.relations import known_of
from inspector_app.checklist.rules import checked_answer
from inspector_app.checklist.values import AnswerType, SiteSubject, Verdict
from inspector_app.errors import BadInput, InspectorError
from inspector_app.inspection.proposing import suggested_fact, without_place
from inspector_app.inspection.values import AnswerInput
from inspector_app.messages import say

FACES = ({"face": "3号采场", "people": "２"}, {"face": "西沿脉", "work": "development", "people": 4})


def item(key: str) -> ChecklistItem:
    return next(one for one in checklist_library().lists() if one.has(key)).item(key)


def rows(*given: dict[str, Any], **more: Any) -> AnswerInput:
    return AnswerInput("not_compliant", rows=given, **more)


def test_faces_written_down_one_by_one_give_the_number_of_the_item() -> None:
    said = checked_answer(item("T16-07"), rows(*FACES))
    assert (said["count"], said["unit"]) == (4, "人")
    assert said["rows"] == [
        {"face": "3号采场", "people": 2}, {"face": "西沿脉", "work": "development", "people": 4},
    ]  # fmt: skip


def test_a_row_that_says_nothing_is_no_row() -> None:
    assert checked_answer(item("T16-07"), rows({"face": "  ", "people": None}))["rows"] is None


def test_a_number_typed_beside_its_rows_must_agree_with_them() -> None:
    assert checked_answer(item("T16-07"), rows(*FACES, count=4))["count"] == 4
    with pytest.raises(BadInput) as refused:
        checked_answer(item("T16-07"), rows(*FACES, count=3))
    assert refused.value.code == "checklist.rows_differ"


@pytest.mark.parametrize(
    ("key", "row", "code"),
    [
        ("T16-07", {"face": "3号采场"}, "checklist.cell_missing"),
        ("T16-07", {"face": "3号采场", "people": "多"}, "checklist.not_a_count"),
        ("T16-07", {"face": "3号采场", "people": 2, "depth": 9}, "checklist.column_unknown"),
        ("T16-07", {"face": "3号采场", "people": 2, "work": "singing"}, "checklist.option_unknown"),
        ("T02-06", {"name": "兰𪩘", "state": "valid", "valid_to": "31.12.2026"}, "checklist.not_a_day"),
        ("T16-01", {"face": "3号采场"}, "checklist.answer_not_asked"),
    ],
)
def test_a_cell_that_does_not_fit_is_refused_in_both_languages(key: str, row: dict[str, Any], code: str) -> None:
    with pytest.raises(InspectorError) as refused:
        checked_answer(item(key), rows(row))
    assert refused.value.code == code
    assert say(code, **refused.value.params) != say(code, language="en", **refused.value.params)


def test_more_rows_than_anybody_writes_are_refused() -> None:
    with pytest.raises(BadInput) as refused:
        checked_answer(item("T16-07"), rows(*[{"face": str(n), "people": 1} for n in range(501)]))
    assert refused.value.code == "checklist.too_many_rows"


@pytest.mark.parametrize(("people", "verdict"), [(2, None), (3, None), (4, Verdict.NOT_COMPLIANT)])
def test_every_row_is_held_against_the_limit(people: int, verdict: Verdict | None) -> None:
    found = rows_proposal(item("T16-07"), [{"face": "西沿脉", "people": people}], SiteSubject(kind="underground_mine"))
    assert (found.verdict if found else None) is verdict
    if found:
        assert (found.params["row"], found.params["column"]) == ("1", "人数")


@pytest.mark.parametrize(("until", "verdict"), [("2026-03-10", None), ("2026-03-09", Verdict.NOT_COMPLIANT)])
def test_a_certificate_runs_out_on_the_day_after_its_last(until: str, verdict: Verdict | None) -> None:
    subject = SiteSubject(kind="underground_mine", day=date(2026, 3, 10))
    found = rows_proposal(item("T02-06"), [{"name": "兰某", "state": "valid", "valid_to": until}], subject)
    assert (found.verdict if found else None) is verdict


def test_people_without_a_valid_certificate_are_counted() -> None:
    said = checked_answer(
        item("T02-06"),
        rows({"name": "甲", "state": "valid"}, {"name": "乙", "state": "expired"}, {"name": "丙", "state": "none"}),
    )
    assert said["count"] == 2


@pytest.mark.parametrize(("output", "verdict"), [("1.99", None), ("2.00", Verdict.NOT_COMPLIANT)])
def test_a_month_is_held_against_a_fifth_of_the_years_design(output: str, verdict: Verdict | None) -> None:
    subject = SiteSubject(kind="underground_mine", design_values={"annual_capacity_10kt": "10"})
    found = rows_proposal(item("UG-30"), [{"month": "2026-01", "output": output}], subject)
    assert (found.verdict if found else None) is verdict


LEVELS = Known(rows={"T16-12": ({"level": "+50", "work": "stoping"}, {"level": "+10", "work": "development"},
                                {"level": "-30"})})  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("count(${T16-12.level})", Decimal(3)),
        ("times(${T16-12.work}, 'stoping')", Decimal(1)),
        ("count(${T16-12.level}) - count(${T16-12.work})", Decimal(1)),
        ("sum(${T99-99.people})", None),
        ("max(${T99-99.people})", None),
    ],
)
def test_columns_of_tables_are_counted_and_added(text: str, value: Decimal | None) -> None:
    assert expression(text).value(LEVELS) == value


@pytest.mark.parametrize("text", ["${T16-12.level} = 3", "sum(${T16-12.level})", "sum(1)", "not(${T16-12.work})"])
def test_a_column_is_neither_a_number_nor_a_yes(text: str) -> None:
    with pytest.raises(ExpressionFault):
        expression(text).value(LEVELS)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=30))
def test_the_number_of_the_item_is_always_the_worst_row(people: list[int]) -> None:
    said = checked_answer(item("T16-07"), rows(*[{"face": "面", "people": count} for count in people]))
    assert said["count"] == max(people)


def computed(formula: str) -> ChecklistItem:
    form = AnswerForm(AnswerType.COMPUTED, unit="%", formula=expression(formula))
    return replace(item("T16-07"), key="T16-99", answer=form)


def test_a_computed_answer_is_worked_out_from_the_others_and_nobody_types_it() -> None:
    made = computed("${T16-13} * 100 div ${T16-12}")
    said = {"T16-12": AnswerInput("compliant", count=4), "T16-13": AnswerInput("compliant", count=1)}
    known = known_of(said, SiteSubject())
    assert checked_answer(made, AnswerInput("compliant"), known)["value"] == "25"
    assert checked_answer(made, AnswerInput("compliant"), known_of({}, SiteSubject()))["value"] is None
    with pytest.raises(BadInput):
        checked_answer(made, AnswerInput("compliant", value="30"), known)


def test_what_was_written_row_by_row_is_known_to_later_items() -> None:
    said = {"T16-12": AnswerInput("compliant", rows=({"level": "+50", "work": "stoping"},))}
    assert expression("times(${T16-12.work}, 'stoping') = 1").holds(known_of(said, SiteSubject())) is True


def test_a_cell_has_the_limit_of_its_item_and_no_other() -> None:
    """The one cell with a limit of its own is the month: a fifth of the year's design, where the year allows 120 %."""
    own = {}
    for checklist in checklist_library().lists():
        for one in (each for each in checklist.items if each.answer.rows):
            for column in one.answer.rows.columns if one.answer.rows else ():
                limits = {column.form.bound, column.form.design} - {None, one.answer.bound, one.answer.design}
                if limits:
                    own[one.key, column.key] = limits
    assert list(own) == [("UG-30", "output")]


def test_words_of_a_finding_take_the_number_and_the_names_of_the_row() -> None:
    told = suggested_fact(item("T01-07"), rows({"name": "周明", "post": "矿长", "years": "9.5"}, value="9.5"))
    assert told == "周明任矿长，矿山一线从业经历9.5年，不足10年。"
    several = rows({"name": "兰𪩘", "state": "fits"}, {"name": "雷金水", "state": "degree"}, count=1)
    assert suggested_fact(item("T01-06"), several).startswith("1人无矿山主体专业大专以上学历：雷金水任____（职务）")


def test_a_number_of_years_is_not_written_into_a_date() -> None:
    dated = replace(item("T01-02"), finding_text="自____年____月起任职，同类经验____年。")
    assert suggested_fact(dated, AnswerInput("not_compliant", value="2")) == "自____年____月起任职，同类经验2年。"


def test_how_many_failed_is_not_written_where_it_says_how_many_were_asked() -> None:
    assert suggested_fact(item("T04-12"), AnswerInput("not_compliant", count=2)).endswith("2人不合格（共抽考____名）。")


def test_words_of_a_finding_know_the_approved_design_and_leave_out_the_place_that_is_stated() -> None:
    told = suggested_fact(item("T16-07"), rows({"face": "3号采场", "people": "6"}, count=6), {"face_headcount": "3"})
    assert without_place(told, "3号采场") == "作业人数6人（设计3人）。"
    assert without_place(told, "") == told
    assert without_place("____处下部有____（采空区、溶洞）。", "+265中段") == "下部有____（采空区、溶洞）。"
    assert without_place("____年____月以来无记录。", "安全科") == "____年____月以来无记录。"
