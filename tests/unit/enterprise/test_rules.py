"""Who answers for a mine, what is missing and what is out of date: the rules of the register told as sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.enterprise import rules
from inspector_app.enterprise.dossier import ContractRow, LicenceRow, PersonRow, PostRow, SystemRow
from inspector_app.enterprise.values import (
    EnterpriseRole,
    Expiry,
    LicenceKind,
    PostKind,
    SiteKind,
    SiteState,
)

DAY = date(2026, 3, 10)
LONG_AGO = "2010-01-01"
SCHOOL = {"education": "初中", "career_since_on": LONG_AGO}
UNDERGROUND, PIT, POND = SiteKind.UNDERGROUND_MINE, SiteKind.OPEN_PIT_MINE, SiteKind.TAILINGS_POND


def post(kind: PostKind, person: str = "a", **stated: Any) -> PostRow:
    facts = {"id": "p", "kind": kind, "person_id": person, "person_name": person, "enterprise_id": "e"}
    blank = {"site_id": None, "system_id": None, "title": "", "appointed_on": None, "appointment_no": ""}
    return PostRow(**{**facts, **blank, "ended_on": None, **stated})


def person(**stated: str) -> PersonRow:
    blank = PersonRow("a", "甲", "男", "", "", "", "", None)
    return replace(blank, **stated)  # type: ignore[arg-type]


def contract(**stated: Any) -> ContractRow:
    scope, agreed = "采矿、掘进、爆破", "2026-01-01"
    sound = ContractRow("c", "k", "示例井巷", "项目部", "甲", scope, True, 9, None, None, agreed, Expiry.VALID)
    return replace(sound, **stated)


def system(name: str, state: SiteState | None = SiteState.PRODUCING) -> SystemRow:
    return SystemRow(name, name, "", state, None)


@pytest.mark.parametrize(
    ("begins", "ends", "state", "left"),
    [
        (None, None, Expiry.UNDATED, None),
        (None, "2026-03-09", Expiry.EXPIRED, -1),
        (None, "2026-03-10", Expiry.EXPIRING, 0),
        (None, "2026-06-08", Expiry.EXPIRING, 90),
        (None, "2026-06-09", Expiry.VALID, 91),
        ("2026-03-10", "2027-01-01", Expiry.VALID, 297),
        ("2026-03-11", "2027-01-01", Expiry.NOT_YET_VALID, 297),
        ("2026-03-11", None, Expiry.NOT_YET_VALID, None),
    ],
)
def test_a_paper_is_valid_on_its_first_and_last_day(
    begins: str | None, ends: str | None, state: Expiry, left: int | None
) -> None:
    assert rules.expiry(begins, ends, DAY) == (state, left)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_paper_once_expired_stays_expired(ends: date, day: date) -> None:
    state, _left = rules.expiry(None, ends.isoformat(), day)
    assert (state is Expiry.EXPIRED) == (day > ends)


def test_an_entry_older_than_a_quarter_is_stale_and_one_without_a_day_too() -> None:
    assert rules.is_stale(None, DAY)
    assert rules.is_stale("2025-12-07", DAY)
    assert not rules.is_stale("2025-12-08", DAY)


def test_the_dated_post_decides_who_was_principal_that_day() -> None:
    posts = [
        post(PostKind.PRINCIPAL, "old", appointed_on="2020-01-01", ended_on="2026-03-10"),
        post(PostKind.PRINCIPAL, "new", appointed_on="2026-03-10"),
    ]
    assert rules.principal_on(date(2026, 3, 9), posts, "stated").person_id == "old"
    assert rules.principal_on(DAY, posts, "stated").person_id == "new"


def test_without_a_post_the_stated_person_then_candidates_then_nobody() -> None:
    assert rules.principal_on(DAY, [], "stated").because == "stated"
    held = [post(PostKind.MINE_MANAGER, "manager"), post(PostKind.LEGAL_REPRESENTATIVE, "legal")]
    found = rules.principal_on(DAY, held, None)
    assert (found.person_ids, found.because, found.person_id) == (("legal", "manager"), "candidates", None)
    assert rules.principal_on(DAY, [post(PostKind.SAFETY_OFFICER)], None).because == "unknown"


def test_two_principals_at_once_are_said_and_left_to_the_officer() -> None:
    held = [post(PostKind.PRINCIPAL, "a"), post(PostKind.PRINCIPAL, "b")]
    assert rules.principal_on(DAY, held, None).person_id is None


def test_every_production_system_needs_managers_of_its_own() -> None:
    systems = [system("east"), system("west"), system("old", SiteState.SHUT_DOWN)]
    held = [post(PostKind.MINE_MANAGER, "a", system_id="east"), post(PostKind.MINE_MANAGER, "a", system_id="west")]
    gaps = rules.missing_posts(UNDERGROUND, SiteState.PRODUCING, systems, held, DAY)
    assert [gap.system_id for gap in gaps if gap.post is PostKind.MINE_MANAGER] == ["west"]
    assert {gap.post for gap in gaps} >= rules.FIVE_POST_MANAGERS | rules.FIVE_DISCIPLINE_ENGINEERS


@pytest.mark.parametrize("state", [SiteState.SHUT_DOWN, SiteState.LONG_TERM_IDLE, None])
def test_a_mine_at_which_nobody_works_lacks_no_post(state: SiteState | None) -> None:
    assert rules.missing_posts(UNDERGROUND, state, [], [], DAY) == []
    assert rules.missing_posts(None, SiteState.PRODUCING, [], [], DAY) == []


def test_an_ended_post_is_missing() -> None:
    held = [post(PostKind.TAILINGS_ENGINEER, ended_on="2026-03-10")]
    gaps = rules.missing_posts(POND, SiteState.PRODUCING, [], held, DAY)
    assert PostKind.TAILINGS_ENGINEER in {gap.post for gap in gaps}


def test_a_contractor_needs_its_qualification_and_an_expired_licence_is_not_missing() -> None:
    expired = LicenceRow("l", LicenceKind.SAFETY_LICENCE, "1", "", "", None, "2020-01-01", Expiry.EXPIRED, -1)
    lacks = rules.missing_licences(EnterpriseRole.CONTRACTOR, None, None, [expired])
    assert lacks == [LicenceKind.BUSINESS_LICENCE, LicenceKind.CONSTRUCTION_QUALIFICATION]
    assert LicenceKind.SAFETY_LICENCE not in rules.missing_licences(
        EnterpriseRole.MINE_ENTERPRISE, UNDERGROUND, SiteState.UNDER_CONSTRUCTION, []
    )


@pytest.mark.parametrize(
    ("kind", "held", "stated", "lacks"),
    [
        (UNDERGROUND, PostKind.MINE_MANAGER, {"education": "高中", "career_since_on": LONG_AGO}, {"education": True}),
        (UNDERGROUND, PostKind.PRINCIPAL, {"education": "本科", "career_since_on": "2016-03-11"}, {"career": True}),
        (UNDERGROUND, PostKind.PRINCIPAL, {"education": "本科", "career_since_on": "2016-03-10"}, {}),
        (UNDERGROUND, PostKind.GEOLOGY_ENGINEER, {}, {"career": False}),
        (PIT, PostKind.PRINCIPAL, {**SCHOOL, "professional_title": "工程师"}, {}),
        (PIT, PostKind.PRINCIPAL, {**SCHOOL, "professional_title": "助理工程师"}, {"title_or_education": True}),
        (PIT, PostKind.SAFETY_DEPUTY, {"career_since_on": "2020-01-01"}, {"title_or_education": False}),
        (PIT, PostKind.SAFETY_OFFICER, {}, {}),
        (None, PostKind.PRINCIPAL, {}, {}),
    ],
)  # fmt: skip
def test_what_the_plan_asks_of_the_holder_of_a_post(
    kind: SiteKind | None, held: PostKind, stated: dict[str, str], lacks: dict[str, bool]
) -> None:
    found = rules.shortfalls(kind, post(held), person(**stated), DAY)
    assert {one.lacks: one.is_certain for one in found} == lacks


def test_an_education_is_read_from_the_words_people_use() -> None:
    assert rules.at_least_education("本科（函授）", "大专") is True
    assert rules.at_least_education("高中", "大专") is False
    assert rules.at_least_education("不详", "大专") is None
    assert rules.has_intermediate_title("采矿高级工程师") is True
    assert rules.has_intermediate_title("技术员") is False
    assert rules.has_intermediate_title("无") is None
    assert rules.has_intermediate_title(" ") is None


def test_a_sound_contract_lacks_nothing_and_each_gap_has_its_name() -> None:
    assert rules.contract_lacks(contract()) == ()
    poor = contract(project_manager="", safety_agreement_on=None, expiry=Expiry.EXPIRED)
    assert rules.contract_lacks(poor) == ("project_manager", "safety_agreement", "valid_contract")


def test_blasting_underground_is_not_contracted_apart_from_the_mining() -> None:
    apart = contract(work_scope="井下爆破")
    assert rules.blasting_apart(UNDERGROUND, [contract(), apart])
    assert not rules.blasting_apart(UNDERGROUND, [contract()])
    assert not rules.blasting_apart(UNDERGROUND, [replace(apart, expiry=Expiry.EXPIRED)])
    assert not rules.blasting_apart(PIT, [apart])
