"""Conditions are data; what the register does not say never hides a question."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.checklist.conditions import TERM_NAMES, Condition, facts_asked
from inspector_app.checklist.values import SiteSubject

SMALL = SiteSubject(
    kind="underground_mine",
    state="producing",
    scale="small",
    has_contractor=True,
    contracted_blasting=False,
    commissioned_on="2020-05-01",
    capacity="2.5",
    design_values={"mine_depth_m": "200"},
    facts={"open_stoping_used": True},
    day=date(2026, 3, 10),
)
POND = SiteSubject(kind="tailings_pond", pond_grade="4", pond_process="dry", is_overhead_pond=True)

CASES: list[tuple[dict[str, Any], SiteSubject, bool | None]] = [
    ({}, SMALL, True),
    ({"site_kind": ["underground_mine"]}, SMALL, True),
    ({"site_kind": ["open_pit_mine"]}, SMALL, False),
    ({"scale": ["small", "medium"]}, SMALL, True),
    ({"scale": ["large"]}, SMALL, False),
    ({"state": ["producing"], "scale": ["large"]}, SMALL, False),
    ({"has_contractor": True}, SMALL, True),
    ({"contracted_blasting": True}, SMALL, False),
    ({"commissioned": {"before": "2020-05-01"}}, SMALL, False),
    ({"commissioned": {"to": "2020-05-01"}}, SMALL, True),
    ({"commissioned": {"from": "2020-05-02"}}, SMALL, False),
    ({"capacity": {"operator": "at_most", "value": "2.5"}}, SMALL, True),
    ({"capacity": {"operator": "less_than", "value": "2.5"}}, SMALL, False),
    ({"design": {"key": "mine_depth_m", "operator": "at_least", "value": "200"}}, SMALL, True),
    ({"design": {"key": "mine_depth_m", "operator": "more_than", "value": "200"}}, SMALL, False),
    ({"design": {"key": "slope_height_m", "operator": "at_least", "value": "1"}}, SMALL, None),
    ({"day": {"from": "2026-03-10", "to": "2026-03-10"}}, SMALL, True),
    ({"day": {"from": "2026-03-11"}}, SMALL, False),
    ({"fact": {"open_stoping_used": True}}, SMALL, True),
    ({"fact": {"filling_method_used": True}}, SMALL, None),
    ({"pond_grade": ["4", "5"], "pond_process": ["dry"], "overhead_pond": True}, POND, True),
    ({"not": {"overhead_pond": True}}, POND, False),
    ({"any": [{"pond_grade": ["1"]}, {"overhead_pond": True}]}, POND, True),
    ({"any": [{"pond_grade": ["1"]}, {"scale": ["small"]}]}, POND, None),
    ({"all": [{"pond_grade": ["1"]}, {"scale": ["small"]}]}, POND, False),
]


@pytest.mark.parametrize(("terms", "subject", "expected"), CASES)
def test_a_condition_holds_fails_or_is_unknown(
    terms: dict[str, Any], subject: SiteSubject, expected: bool | None
) -> None:
    assert Condition(terms).holds(subject) is expected


@pytest.mark.parametrize("name", sorted(TERM_NAMES - {"all", "any", "not", "day"}))
def test_nothing_is_known_of_an_empty_register_entry(name: str) -> None:
    wanted: dict[str, Any] = {
        "capacity": {"operator": "at_most", "value": "3"},
        "design": {"key": "mine_depth_m", "operator": "at_least", "value": "1"},
        "commissioned": {"before": "2026-01-01"},
        "fact": {"remining": True},
    }
    assert Condition({name: wanted.get(name, True)}).holds(SiteSubject()) is None


LEAF = st.sampled_from([terms for terms, _subject, _expected in CASES])
TREE = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds(lambda a: {"not": a}, inner), st.builds(lambda a, b: {"any": [a, b]}, inner, inner)
    ),
)


@given(TREE)
def test_knowing_more_never_turns_an_answer_round(terms: dict[str, Any]) -> None:
    unknown = Condition(terms).holds(SiteSubject())
    assert unknown in (None, Condition(terms).holds(SMALL))


@given(TREE)
def test_twice_not_is_the_condition_itself(terms: dict[str, Any]) -> None:
    assert Condition({"not": {"not": terms}}).holds(SMALL) is Condition(terms).holds(SMALL)


def test_the_facts_a_condition_asks_for_are_found_at_any_depth() -> None:
    terms = {"any": [{"fact": {"a": True}}, {"not": {"all": [{"fact": {"b": False}}]}}]}
    assert facts_asked(terms) == {"a", "b"}
