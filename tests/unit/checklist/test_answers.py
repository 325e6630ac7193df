"""What an answer must look like: decimal text in the item's unit, whole counts, real days, known options."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.checklist.definition import ChecklistItem
from inspector_app.checklist.loader import checklist_library
from inspector_app.checklist.proposals import next_due, proposal
from inspector_app.checklist.rules import checked_answer
from inspector_app.checklist.values import Period, Recurrence, SiteSubject, Verdict
from inspector_app.errors import BadInput, InspectorError, RuleViolation
from inspector_app.inspection.values import AnswerInput
from inspector_app.messages import say, tell


def item(key: str) -> ChecklistItem:
    return next(one for one in checklist_library().lists() if one.has(key)).item(key)


def answer(verdict: str = "not_compliant", **given: object) -> AnswerInput:
    return AnswerInput(verdict, **given)  # type: ignore[arg-type]


def test_a_verdict_alone_answers_any_item() -> None:
    assert checked_answer(item("T16-07"), answer("compliant"))["count"] is None


def test_a_count_may_be_typed_in_full_width_digits() -> None:
    assert checked_answer(item("T16-07"), answer(value="１２"))["count"] == 12
    assert checked_answer(item("T16-07"), answer(count=4, unit="人"))["unit"] == "人"


def test_a_number_keeps_the_decimals_that_were_typed() -> None:
    assert checked_answer(item("T12-01"), answer(value="2.50"))["value"] == "2.50"


REFUSED = [
    ("T16-07", {"verdict": "fine"}, "checklist.verdict_unknown", "verdict"),
    ("T16-07", {"value": "three"}, "checklist.not_a_count", "count"),
    ("T16-07", {"value": "3.5"}, "checklist.not_a_count", "count"),
    ("T16-07", {"count": -1}, "checklist.not_a_count", "count"),
    ("T16-07", {"count": 3, "unit": "个"}, "checklist.wrong_unit", "unit"),
    ("T16-07", {"count": 9999}, "checklist.implausible", "count"),
    ("T12-01", {"value": "3,5"}, "checklist.not_a_number", "value"),
    ("T12-01", {"value": "1e3"}, "checklist.not_a_number", "value"),
    ("T12-01", {"value": "-1"}, "checklist.implausible", "value"),
    ("T12-01", {"value": "2.505"}, "checklist.too_many_decimals", "value"),
    ("T15-13", {"answered_on": "10.3.2024"}, "checklist.not_a_day", "answered_on"),
    ("T15-13", {"answered_on": "2025-02-29"}, "checklist.not_a_day", "answered_on"),
    ("T12-12", {"choices": ("perhaps",)}, "checklist.option_unknown", "choices"),
    ("T12-12", {"choices": ("both", "none")}, "checklist.one_option_only", "choices"),
    ("T16-01", {"value": "3"}, "checklist.answer_not_asked", "value"),
    ("T16-01", {"answered_on": "2026-03-10"}, "checklist.answer_not_asked", "answered_on"),
    ("T12-01", {"count": 3}, "checklist.answer_not_asked", "count"),
]


@pytest.mark.parametrize(("key", "given", "code", "field"), REFUSED)
def test_an_answer_that_does_not_fit_is_refused_beside_its_blank(
    key: str, given: dict[str, object], code: str, field: str
) -> None:
    stated = {"verdict": "not_compliant", **given}
    with pytest.raises(BadInput) as refused:
        checked_answer(item(key), answer(**stated))  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.params["field"]) == (code, field)
    assert "…" not in str(tell(refused.value))
    assert "…" not in str(tell(refused.value, "en"))


def test_not_checked_needs_its_reason() -> None:
    with pytest.raises(RuleViolation, match="not_checked_needs_reason"):
        checked_answer(item("T16-01"), answer("not_checked", not_checked_reason=" "))
    assert checked_answer(item("T16-01"), answer("not_checked", not_checked_reason="停产"))


@given(st.decimals(min_value=0, max_value=1000, places=2))
def test_every_plausible_number_comes_back_as_the_same_number(number: Decimal) -> None:
    assert Decimal(checked_answer(item("T12-01"), answer(value=str(number)))["value"]) == number


def kept_or_refused(text: str) -> str | None:
    """What stays of a typed number; the name of the blank when it is refused."""
    try:
        kept: str | None = checked_answer(item("T12-01"), answer(value=text))["value"]
    except InspectorError as refused:
        return str(refused.params["field"])
    return kept


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_number_or_is_refused_at_its_blank(text: str) -> None:
    kept = kept_or_refused(text)
    assert kept in (None, "value") or Decimal(kept) >= 0


def test_a_proposal_says_why_in_both_languages() -> None:
    beyond = proposal(item("T16-12"), "4", SiteSubject(kind="underground_mine"))
    assert beyond is not None
    assert "不超过 3个" in str(say(beyond.code, **beyond.params))
    assert "at most" not in str(say(beyond.code, **beyond.params))
    advisory = proposal(item("T16-07"), "4", SiteSubject())
    assert advisory is not None
    assert "原则上" in str(say(advisory.code, **advisory.params))


def test_nothing_is_proposed_for_what_is_no_number_yet() -> None:
    assert proposal(item("T16-07"), "", SiteSubject()) is None
    assert proposal(item("T16-07"), "约4", SiteSubject()) is None
    assert proposal(item("T15-13"), "2024-", SiteSubject()) is None


@pytest.mark.parametrize(
    ("last", "every", "period", "due"),
    [
        ("2026-01-31", 1, Period.MONTH, "2026-02-28"),
        ("2024-02-29", 1, Period.YEAR, "2025-02-28"),
        ("2023-03-10", 3, Period.YEAR, "2026-03-10"),
        ("2025-11-30", 1, Period.QUARTER, "2026-02-28"),
        ("2025-08-31", 1, Period.HALF_YEAR, "2026-02-28"),
    ],
)
def test_a_month_later_is_never_a_day_that_does_not_exist(last: str, every: int, period: Period, due: str) -> None:
    from datetime import date

    assert next_due(date.fromisoformat(last), Recurrence(every, period)) == date.fromisoformat(due)


def test_a_proposal_is_never_that_all_is_well() -> None:
    for checklist in checklist_library().lists():
        for one in checklist.items:
            for value in ("0", "1", "2026-03-10", *(option.key for option in one.answer.options)):
                found = proposal(one, value, SiteSubject())
                assert found is None or found.verdict is Verdict.NOT_COMPLIANT
