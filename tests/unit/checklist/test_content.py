"""Every limit, condition, day, recurrence and option of the lists, against a table written from the text by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from inspector_app.checklist.definition import Checklist, ChecklistItem
from inspector_app.checklist.loader import checklist_library
from inspector_app.checklist.proposals import propose
from inspector_app.checklist.relations import known_of
from inspector_app.checklist.values import AnswerType, Party, SiteSubject, Standing, Verdict
from inspector_app.inspection.values import AnswerInput
from tests.fixtures.expected_items import (
    CONDITIONS,
    DAYS,
    DESIGNS,
    LIMITS,
    NONE_ALLOWED,
    OPTIONS,
    RECURRENCES,
    RELEVANCE,
    RELEVANCE_DESIGN,
    UNDERGROUND,
)

EVERYBODY = frozenset(Party)
LATE = date(2027, 6, 1)
TODAY = date(2026, 11, 25)
LISTS = {item.key: (one, item) for one in checklist_library().lists() for item in one.items}


def items(wanted: Any) -> set[str]:
    return {key for key, (_list, item) in LISTS.items() if wanted(item)}


def item(key: str) -> ChecklistItem:
    return LISTS[key][1]


def proposed(key: str, limit: str, step: str, subject: SiteSubject) -> str:
    """What is proposed just below, at and just above the limit: ``x`` or ``.`` each."""
    around = [Decimal(limit) + Decimal(step) * sign for sign in (-1, 0, 1)]
    told = [propose(item(key), str(value), subject) for value in around]
    return "".join("x" if verdict is Verdict.NOT_COMPLIANT else "." for verdict in told)


def asked(key: str, mine: dict[str, Any]) -> bool:
    checklist: Checklist = LISTS[key][0]
    subject = SiteSubject(**{"day": LATE, "parties": EVERYBODY, **mine})
    return item(key) in checklist.asked(subject)


def merged(common: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Facts and design values of both, the mine's own over what both have."""
    both = {name: {**common.get(name, {}), **own.get(name, {})} for name in ("facts", "design_values")}
    return {**common, **own, **both}


def each(table: dict[str, str]) -> Iterator[tuple[str, str]]:
    for day, keys in table.items():
        for key in keys.split():
            yield key, day


def test_the_table_names_every_item_that_has_a_limit_a_day_a_rhythm_or_options() -> None:
    assert items(lambda one: one.bound is not None) == {*LIMITS, *NONE_ALLOWED}
    assert items(lambda one: one.design_key is not None) == set(DESIGNS)
    assert items(lambda one: one.effective_from_on) == {key for key, _day in each(DAYS)}
    by_date = items(lambda one: one.recurrence is not None and one.answer_type is AnswerType.DATE)
    assert by_date == set(RECURRENCES)
    assert items(lambda one: one.answer.options) == set(OPTIONS)


def test_the_table_names_every_item_that_has_a_condition() -> None:
    named = {key for keys, *_mines in CONDITIONS for key in keys.split()}
    assert items(lambda one: one.when.terms) - named == {"T12-02", "T15-06"}


@pytest.mark.parametrize("key", sorted(LIMITS))
def test_a_limit_of_the_text_is_kept_to_the_last_digit(key: str) -> None:
    limit, step, pattern = LIMITS[key]
    assert proposed(key, limit, step, SiteSubject(day=LATE)) == pattern


@pytest.mark.parametrize("key", NONE_ALLOWED)
def test_what_must_not_be_is_proposed_from_the_first_one_on(key: str) -> None:
    told = [propose(item(key), count, SiteSubject(day=LATE)) for count in (0, 1, 2)]
    assert told == [None, Verdict.NOT_COMPLIANT, Verdict.NOT_COMPLIANT]


@pytest.mark.parametrize("key", sorted(DESIGNS))
def test_a_limit_of_the_mine_s_design_is_kept_to_the_last_digit(key: str) -> None:
    design, value, limit, step, pattern = DESIGNS[key]
    subject = SiteSubject(day=LATE, design_values={design: value})
    assert proposed(key, limit, step, subject) == pattern


@pytest.mark.parametrize(
    ("key", "common", "on", "off"),
    [(key, common, on, off) for keys, common, on, off in CONDITIONS for key in keys.split()],
)
def test_a_condition_is_on_at_one_mine_and_off_at_the_other(
    key: str, common: dict[str, Any], on: dict[str, Any], off: dict[str, Any]
) -> None:
    assert asked(key, merged(common, on))
    assert not asked(key, merged(common, off))


def test_conditions_that_end_or_bind_others() -> None:
    small: dict[str, Any] = {**UNDERGROUND, "capacity": "3", "facts": {"resources_allow_expansion": True}}
    assert asked("T12-02", {**small, "day": date(2026, 12, 31)})
    assert not asked("T12-02", {**small, "day": date(2027, 1, 1)})
    assert not asked("T12-02", {**small, "capacity": "3.01", "day": date(2026, 12, 31)})
    pond = {"kind": "tailings_pond", "facts": {"has_operator": False}}
    assert asked("T15-06", pond)
    assert not asked("T15-06", {**pond, "facts": {"has_operator": True}})
    assert item("T15-06").standing(SiteSubject(**{**pond, "day": LATE})) is Standing.OTHERS_DUTY  # type: ignore[arg-type]
    assert asked("T24-03", {"facts": {"grave_danger_event": True, "fatal_accident": False}})


def said(given: dict[str, Any]) -> dict[str, AnswerInput]:
    """Answers of a visit: a whole number, options, ``359.9 m``, or the verdict alone."""

    def one(value: Any) -> AnswerInput:
        if isinstance(value, int):
            return AnswerInput("compliant", count=value)
        if isinstance(value, tuple):
            return AnswerInput("compliant", choices=value)
        return AnswerInput("compliant", value=value[:-2]) if value.endswith(" m") else AnswerInput(value)

    return {key: one(value) for key, value in given.items()}


def test_the_table_names_every_item_whose_relevance_depends_on_answers() -> None:
    assert items(lambda one: one.relevance is not None) == {key for key, _on, _off in RELEVANCE}


@pytest.mark.parametrize(("key", "on", "off"), RELEVANCE)
def test_an_answer_settles_what_is_no_question_any_more(key: str, on: dict[str, Any], off: dict[str, Any]) -> None:
    subject = SiteSubject(day=LATE, design_values=RELEVANCE_DESIGN)
    assert not item(key).is_settled(known_of({}, subject))
    assert not item(key).is_settled(known_of(said(on), subject))
    assert item(key).is_settled(known_of(said(off), subject))
    answered = {**said(off), key: AnswerInput("compliant")}
    assert not item(key).is_settled(known_of(answered, subject))


@pytest.mark.parametrize(("key", "first"), list(each(DAYS)))
def test_what_is_due_by_a_day_is_asked_from_the_next(key: str, first: str) -> None:
    begins = date.fromisoformat(first)
    before = SiteSubject(day=begins - timedelta(days=1), parties=EVERYBODY)
    assert item(key).standing(before) is Standing.NOT_YET_DUE
    assert item(key).standing(SiteSubject(day=begins, parties=EVERYBODY)) is Standing.ASKED
    if key not in ("T08-04", "T08-05"):
        assert item(key).deadline_on == (begins - timedelta(days=1)).isoformat()
        assert [item(key).is_overdue(day) for day in (begins - timedelta(days=1), begins)] == [False, True]


@pytest.mark.parametrize("key", sorted(RECURRENCES))
def test_what_recurs_is_proposed_from_the_day_it_is_late(key: str) -> None:
    told = [propose(item(key), day, SiteSubject(day=TODAY)) for day in RECURRENCES[key]]
    assert told == [None, Verdict.NOT_COMPLIANT]


def test_drawings_of_a_mine_being_built_are_due_every_month() -> None:
    building = SiteSubject(state="under_construction", day=TODAY)
    told = [propose(item("UG-04-1"), day, building) for day in ("2026-10-25", "2026-10-24")]
    assert told == [None, Verdict.NOT_COMPLIANT]
    assert items(lambda one: one.elsewhere is not None) == {"UG-04-1"}


@pytest.mark.parametrize("key", sorted(OPTIONS))
def test_every_option_proposes_what_the_text_says_of_it(key: str) -> None:
    fine, wrong = ({*options.split()} for options in OPTIONS[key])
    assert {option.key for option in item(key).answer.options} == fine | wrong
    for option in fine | wrong:
        told = propose(item(key), option, SiteSubject(day=LATE))
        assert told is (Verdict.NOT_COMPLIANT if option in wrong else None), option


def test_every_item_has_a_limit_or_names_its_evidence() -> None:
    for key, (_list, one) in LISTS.items():
        assert one.bound or one.design_key or one.answer.options or one.recurrence or len(one.evidence) > 4, key
