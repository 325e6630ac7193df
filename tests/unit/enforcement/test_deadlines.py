"""Lawful dates of a case: working days where the statute says days up to seven, calendar days otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from inspector_app.enforcement import deadlines
from inspector_app.enforcement.case_values import CaseRow, CaseState
from inspector_app.office.calendar import WorkCalendar
from inspector_app.office.calendars import shipped_years
from tests.fixtures.checked import case_of, settings

CALENDAR = WorkCalendar(shipped_years().values())


def dates_of(**stated: Any) -> dict[str, str]:
    row: CaseRow = replace(case_of().row, **stated)
    return {kind: day.isoformat() for kind, day in deadlines.case_dates(row, CALENDAR, settings()).items()}


def test_a_filed_case_is_decided_within_ninety_days() -> None:
    assert dates_of(state=CaseState.FILED, notice_served_on=None) == {"decision": "2026-06-08"}


@pytest.mark.parametrize(
    ("served", "statement", "hearing"),
    [("2026-03-11", "2026-03-16", "2026-03-18"), ("2026-09-29", "2026-10-09", "2026-10-12")],
)
def test_statement_and_hearing_run_in_working_days_over_holidays(served: str, statement: str, hearing: str) -> None:
    found = dates_of(state=CaseState.NOTIFIED, notice_served_on=served)
    assert (found["statement"], found["hearing_request"]) == (statement, hearing)


def test_a_decision_is_served_within_seven_working_days() -> None:
    assert dates_of(state=CaseState.DECIDED, decided_on="2026-03-24")["service"] == "2026-04-02"


def test_a_served_decision_sets_payment_publicity_and_remedies_running() -> None:
    found = dates_of(state=CaseState.SERVED, notice_served_on="2026-03-11", served_on="2026-03-25")
    assert found["payment"] == "2026-04-09"
    assert found["publicity"] == "2026-04-03"
    assert found["reconsideration"] == "2026-05-25"
    assert found["suit"] == "2026-09-28"  # the 25th is 中秋
    assert "decision" not in found


def test_a_case_that_was_not_filed_has_no_dates() -> None:
    assert dates_of(state=CaseState.OPEN, filed_on=None, notice_served_on=None) == {}


def test_an_order_is_re_inspected_after_its_last_deadline() -> None:
    groups = [{"item_nos": [1], "deadline": "2026-04-10"}, {"item_nos": [2], "deadline": "2026-03-30"}]
    assert deadlines.reinspection_due({"groups": groups}) == "2026-04-10"
    assert deadlines.reinspection_due({}) is None
