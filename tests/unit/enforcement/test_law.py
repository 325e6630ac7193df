"""The law library says what the fact sheet says, and nothing it does not."""

from __future__ import annotations

from datetime import date

import pytest

from inspector_app.enforcement.case_values import RespondentType, Stage, Subject
from inspector_app.enforcement.law import law_library
from inspector_app.errors import BadInput

YUAN = 100
WAN = 10_000 * YUAN
LAW = law_library()


@pytest.mark.parametrize(
    ("article", "subject", "stage", "low", "high"),
    [
        ("safety_law:94.1", Subject.PRINCIPAL, Stage.FIRST, 2, 5),
        ("safety_law:94.1", Subject.PRINCIPAL, Stage.OVERDUE, 5, 10),
        ("safety_law:96", Subject.SAFETY_STAFF, Stage.FIRST, 1, 3),
        ("safety_law:97", Subject.ORG, Stage.FIRST, 0, 10),
        ("safety_law:97", Subject.ORG, Stage.OVERDUE, 10, 20),
        ("safety_law:97", Subject.DIRECTLY_RESPONSIBLE, Stage.OVERDUE, 2, 5),
        ("safety_law:98", Subject.ORG, Stage.FIRST, 10, 50),
        ("safety_law:98", Subject.ORG, Stage.OVERDUE, 50, 100),
        ("safety_law:98", Subject.DIRECTLY_RESPONSIBLE, Stage.FIRST, 2, 5),
        ("safety_law:99", Subject.ORG, Stage.OVERDUE, 5, 20),
        ("safety_law:102", Subject.ORG, Stage.FIRST, 0, 5),
        ("safety_law:102", Subject.DIRECTLY_RESPONSIBLE, Stage.OVERDUE, 5, 10),
        ("safety_law:103.3", Subject.DIRECTLY_RESPONSIBLE, Stage.FIRST, 0, 2),
        ("safety_law:106", Subject.PRINCIPAL, Stage.FIRST, 2, 10),
        ("safety_law:109", Subject.ORG, Stage.FIRST, 5, 10),
        ("licence_rules:19", Subject.ORG, Stage.FIRST, 10, 50),
    ],
)
def test_ranges_are_those_of_the_statute(article: str, subject: Subject, stage: Stage, low: int, high: int) -> None:
    found = LAW.penalty_range(article, subject, stage)
    assert found is not None
    assert (found.minimum, found.maximum) == (low * WAN, high * WAN)
    assert found.allows(high * WAN)
    assert not found.allows(high * WAN + 1)


def test_a_fine_of_nothing_is_no_fine() -> None:
    found = LAW.penalty_range("safety_law:102", Subject.ORG)
    assert found is not None
    assert (found.allows(0), found.allows(1)) == (False, True)


def test_a_clause_may_know_no_fine_at_this_stage() -> None:
    found = LAW.penalty_range("safety_law:102", Subject.ORG, Stage.OVERDUE)
    assert found is not None
    assert (found.is_fine, found.halts_production) == (False, True)
    assert LAW.penalty_range("safety_law:102", Subject.PRINCIPAL) is None


def test_citations_name_statute_article_paragraph_and_item() -> None:
    assert LAW.citation("safety_law:65.1-3") == "《中华人民共和国安全生产法》第六十五条第一款第三项"
    assert LAW.citation("safety_law:21-5") == "《中华人民共和国安全生产法》第二十一条第五项"
    assert LAW.citation("penalty_law:72.1-1") == "《中华人民共和国行政处罚法》第七十二条第一款第一项"


def test_every_row_of_the_data_names_an_article_that_is_there() -> None:
    keys = {article.key for article in LAW.articles()}
    named = {pair.org for pair in LAW.pairs.values()} | {one for p in LAW.pairs.values() for one in p.violated}
    named |= {pair.principal for pair in LAW.pairs.values() if pair.principal}
    named |= {pair.direct.article for pair in LAW.pairs.values() if pair.direct}
    named |= {duty.article for duty in LAW.duties.values()}
    assert named <= keys
    assert all(LAW.penalties(pair.org) for pair in LAW.pairs.values())


def test_the_principal_has_seven_duties() -> None:
    assert list(LAW.duties) == [f"21-{number}" for number in range(1, 8)]
    assert "双重预防" in LAW.duties["21-5"].zh


def test_a_major_hazard_pairs_102_with_94_and_duty_five() -> None:
    pair = LAW.pairs["major_hazard_not_eliminated"]
    assert (pair.org, pair.principal, pair.duties) == ("safety_law:102", "safety_law:94.1", ("21-5",))
    assert pair.direct is not None
    assert pair.direct.stage is Stage.OVERDUE


def test_an_old_act_is_judged_by_the_law_of_its_day() -> None:
    assert not LAW.in_force("safety_law:102", date(2021, 8, 31))
    assert LAW.in_force("safety_law:102", date(2021, 9, 1))
    assert not LAW.in_force("old_penalty_measures:45", date(2026, 2, 1))
    assert LAW.penalties("old_penalty_measures:45", date(2026, 2, 1)) == []


def test_what_waits_for_confirmation_is_marked() -> None:
    assert LAW.is_doubtful("old_penalty_measures:45")
    assert not LAW.is_doubtful("safety_law:102")


def test_an_article_the_library_does_not_hold_is_said() -> None:
    with pytest.raises(BadInput, match=r"law\.article_unknown"):
        LAW.article("safety_law:999")


def test_the_evidence_list_serves_both_halves() -> None:
    kinds = {need.respondent_type for need in LAW.dual_evidence}
    assert kinds == {RespondentType.ORG, RespondentType.PERSON, None}
    assert len({need.key for need in LAW.dual_evidence}) == len(LAW.dual_evidence)
