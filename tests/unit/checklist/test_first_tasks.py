"""Tasks 1 to 8, item by item: the word of the text, whom it binds and which article carries it.

The tables are written from the plan and from what the articles are about, not from the lists.
"""

from __future__ import annotations

import pytest

from inspector_app.checklist.definition import ChecklistItem
from inspector_app.checklist.loader import checklist_library
from inspector_app.checklist.values import AT_A_MINE, Force, Party

ITEMS = {
    item.key: item
    for task in range(1, 9)
    for item in checklist_library().pinned(f"task_{task:02d}").items
}  # fmt: skip

WORDS = {
    # 必须 of tasks 1, 2 and 5
    "must": "T01-06 T01-07 T01-08 T02-02 T02-03 T02-10 T05-04 T05-05",
    # 不得安排下井, 停止审批, 方可; and what is only named as what must not be
    "must_not": "T02-06 T03-05 T03-06 T03-07 T04-06 T05-21 T05-22 T07-03 T07-04 T08-04 T08-05 T08-07",
    "strive": "T04-05",
    # 推动: bases of training, working the list off, higher standards
    "encouraged": "T04-11 T06-11 T08-06",
}
"""Everything else says 应当, 应, 要 or stands flat."""

AUTHORITIES = (
    "T01-12 T02-08 T02-09 T02-11 T03-11 T03-12 T04-09 T04-10 T04-11 T04-13 T04-14 T04-15 T05-23 T05-24 "
    "T06-01 T06-03 T06-04 T06-05 T06-06 T06-07 T06-08 T06-09 T06-10 T06-11 "
    "T07-05 T07-06 T07-07 T07-08 T07-09 T07-10 T07-11 T07-12 T08-02 T08-03 T08-04 T08-05 T08-06 T08-07 T08-08"
)
"""Duties of bureaus and governments: never a question to a mine."""

ARTICLES = {
    # the five posts are a published criterion: a hazard not removed
    "T01-05": "41.2 102",
    # 97: safety unit and staff, certificates, training and its records, plans and drills, records of hazards
    "T02-06": "97", "T02-07": "97", "T04-02": "21-3 28 97 94.1", "T04-06": "28 97",
    "T03-02": "21-6 97 94.1", "T03-08": "21-6 97 94.1", "T05-13": "41.2 97",
    # the training plan and the duties of everybody are the principal's: article 21, punished by 94
    "T04-01": "21-3 94.1", "T05-01": "21-1 94.1", "T05-14": "21-5 94.1",
    # the routine of finding hazards is 101; 102 is for a hazard that is still there
    "T05-02": "41.2 101", "T05-16": "41.2 102", "T05-20": "41.2 102", "T06-02": "41.2 102", "T07-03": "41.2 102",
    "T05-15": "41.2", "T05-17": "41.2", "T05-18": "41.2", "T05-19": "41.2",
    "T05-21": "41.2 21-5 102 94.1", "T05-22": "41.2 21-5 102 94.1", "T07-04": "41.2 21-5 102 94.1",
}  # fmt: skip
"""Articles of the safety law, violated first; whatever stands not here rests on the plan alone."""


@pytest.mark.parametrize("key", sorted(ITEMS))
def test_the_word_of_the_text_is_kept(key: str) -> None:
    told = next((word for word, keys in WORDS.items() if key in keys.split()), "shall")
    assert ITEMS[key].modality.value == told


def test_duties_of_authorities_are_not_asked_of_a_mine_and_no_others_are_theirs() -> None:
    theirs = {key for key, item in ITEMS.items() if not item.binds & AT_A_MINE}
    assert theirs == set(AUTHORITIES.split())
    assert not any(item.binds & AT_A_MINE and item.binds - AT_A_MINE for item in ITEMS.values())


@pytest.mark.parametrize("key", sorted(ITEMS))
def test_an_article_stands_only_where_it_is_about_this_duty(key: str) -> None:
    item = ITEMS[key]
    cited = [rule.removeprefix("safety_law:") for rule in (*item.violated_rules, *item.penalty_rules)]
    assert cited == ARTICLES.get(key, "").split()
    assert (item.force is Force.LAW) is (key in ARTICLES)


def duties_of_the_principal(item: ChecklistItem) -> bool:
    return any(rule.startswith("safety_law:21-") for rule in item.violated_rules)


def test_a_duty_of_article_21_binds_the_principal_it_is_about() -> None:
    for key, item in ITEMS.items():
        assert not duties_of_the_principal(item) or Party.PRINCIPAL in item.binds, key


def test_words_of_a_finding_are_no_verdict_of_the_officer() -> None:
    """拒不, 未依法, 弄虚作假 and 无证上岗 are judgements; the record of a mine holds what was seen."""
    for key, item in ITEMS.items():
        if item.binds & AT_A_MINE:
            assert not any(word in item.finding_text for word in ("拒不", "未依法", "作假", "无证上岗", "严重")), key
