"""Lint finds what no schema can: each test spoils one thing in a sound list."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector_app.checklist import cross_checks, keys, reading
from inspector_app.checklist.loader import ChecklistLibrary, checklist_library
from inspector_app.checklist.reach import can_hold
from inspector_app.errors import BadInput
from tests.fixtures.visits import ACTOR, make_bureau

ITEM: dict[str, Any] = {
    "key": "FX-01", "title": "截水沟畅通", "title_en": "Ditches open", "question": "采场上缘截水沟是否畅通？",
    "question_en": "Are the ditches open?", "clause": {"document": "本县〔2026〕1号", "item": "第三条"},
    "looks": [{"kind": "place", "text": "沿上缘走一遍"}], "modality": "shall", "force": "policy_only",
    "finding_text": "____段截水沟淤堵。",
}  # fmt: skip


def linted(folder: Path, **spoiled: Any) -> list[str]:
    """What lint says of a list whose second item is spoiled; places and English reasons."""
    whole = {"kinds": ["open_pit_mine"], **spoiled.pop("whole", {})}
    content = {
        "key": "county_01", "version": 1, "title": "汛期专项检查", "title_en": "Flood season", "task": None,
        "binds": ["enterprise"], **whole, "items": [ITEM, {**ITEM, "key": "FX-02", **spoiled}],
    }  # fmt: skip
    (folder / "county_01.json").write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
    return [f"{one.where}: {one.reason_en}" for one in cross_checks.lint(ChecklistLibrary(folder))]


def test_the_lists_of_the_program_are_clean() -> None:
    assert cross_checks.lint() == []


def test_a_sound_list_of_a_county_is_clean(tmp_path: Path) -> None:
    assert linted(tmp_path) == []


@pytest.mark.parametrize(
    ("spoiled", "told"),
    [
        ({"when": {"site_kind": ["tailings_pond"]}}, "items.1.when: can never be asked within this list"),
        (
            {"when": {"state": ["producing"], "not": {"state": ["producing", "technical_upgrade"]}}},
            "items.1.when: the condition contradicts itself",
        ),
        (
            {
                "when": {
                    "all": [
                        {"capacity": {"operator": "at_most", "value": "3"}},
                        {"capacity": {"operator": "more_than", "value": "3"}},
                    ]
                }
            },
            "items.1.when: the condition contradicts itself",
        ),
        (
            {"when": {"all": [{"day": {"from": "2027-01-01"}}, {"day": {"before": "2027-01-01"}}]}},
            "items.1.when: the condition contradicts itself",
        ),
        ({"question": "同 T05-99，是否整改？"}, "items.1.question: there is no “T05-99”"),
        ({"reading": "另见 UG-01-9。"}, "items.1.reading: there is no “UG-01-9”"),
        ({"title_en": "截水沟"}, "items.1.title_en: is not English"),
        ({"criteria": ["UG-99"]}, "items.1.criteria.0: there is no criterion “UG-99”"),
        ({"violated_rules": ["safety_law:999"]}, "items.1.violated_rules.0: there is no article “safety_law:999”"),
        ({"tags": ["whatever"]}, "items.1.tags.0: there is no tag “whatever”"),
        ({"relevance": "1 +"}, "items.1.relevance: character 4: not finished"),
        ({"relevance": "${FX-02} = 1"}, "items.1.relevance: cannot ask for “FX-02”"),
        ({"relevance": "${T99-99} = 1"}, "items.1.relevance: cannot ask for “T99-99”"),
        ({"relevance": "${T16-07} = 'fill'"}, "items.1.relevance: the two sides cannot be compared"),
        ({"relevance": "${T06-05} = 'lacks_1'"}, "items.1.relevance: the two sides cannot be compared"),
        ({"relevance": "design('nothing') = 1"}, "items.1.relevance: there is no design value “nothing”"),
        ({"when": {"not": {"fact": {"dry": True}}}}, "items.1.when.not.fact: there is no fact of a mine “dry”"),
        (
            {"whole": {"checks": [{"key": "a", "holds": "${T16-07}", "message": "核对。", "message_en": "Look."}]}},
            "checks.0.holds: should be a yes or no",
        ),
        ({"answer": {"type": "number"}}, "items.1.answer: a number without its unit"),
        ({"key": "FX-01"}, "items.1.key: item “FX-01” stands twice"),
        (
            {"answer": {"type": "count", "unit": "人", "least": "0", "most": "9", "default": "10"}},
            "items.1.answer.default: cannot be an answer to this item",
        ),
        ({"answer": {"type": "date", "default": "每月"}}, "items.1.answer.default: cannot be an answer to this item"),
        ({"answer": {"type": "verdict", "default": "x"}}, "items.1.answer.default: cannot be an answer to this item"),
    ],
)
def test_what_is_spoiled_is_named_with_its_place(tmp_path: Path, spoiled: dict[str, Any], told: str) -> None:
    assert told in linted(tmp_path, **spoiled)


def test_a_line_is_told_with_the_mistake(tmp_path: Path) -> None:
    linted(tmp_path, title_en="截水沟")
    found = cross_checks.lint(ChecklistLibrary(tmp_path))[0]
    lines = (tmp_path / "county_01.json").read_text("utf-8").splitlines()
    assert "截水沟" in lines[found.line - 1]
    assert "title_en" in lines[found.line - 1]


def test_one_key_in_two_lists_is_noticed(tmp_path: Path) -> None:
    linted(tmp_path)
    text = (tmp_path / "county_01.json").read_text("utf-8").replace('"county_01"', '"county_02"')
    (tmp_path / "county_02.json").write_text(text, "utf-8")
    told = [one.reason_en for one in cross_checks.lint(ChecklistLibrary(tmp_path))]
    assert "“FX-02” already stands in county_01.json" in told


def test_an_empty_or_missing_folder_is_not_called_clean(tmp_path: Path) -> None:
    assert cross_checks.lint(ChecklistLibrary(tmp_path / "nowhere"))


def shifted(key: str, change: Callable[[str], str | None]) -> dict[str, str]:
    known = dict(keys.registered())
    changed = change(known.pop(key))
    return known if changed is None else {**known, key: changed}


def test_a_key_whose_limit_changed_is_no_longer_that_key() -> None:
    lists = checklist_library().lists()
    assert list(keys.key_faults(lists)) == []
    known = shifted("T16-12", lambda meaning: meaning.replace("at_most 3", "at_most 4"))
    (fault,) = keys.key_faults(lists, known)
    assert fault.key == "T16-12"
    assert ("at_most 4" in fault.was, "at_most 3" in fault.now) == (True, True)


def test_a_key_that_is_gone_or_new_is_noticed() -> None:
    lists = checklist_library().lists()
    (gone,) = keys.key_faults(lists, {**keys.registered(), "T16-99": "任务16第2句 | shall | verdict"})
    assert (gone.key, gone.now) == ("T16-99", "")
    (new,) = keys.key_faults(lists, shifted("T16-13", lambda _meaning: None))
    assert (new.key, new.was) == ("T16-13", "")


def test_a_retired_key_is_never_given_to_another_question() -> None:
    content = copy.deepcopy(dict(checklist_library().pinned("task_04").content))
    content["items"][0]["key"] = "T04-07"
    meant = keys.meanings([reading.checklist_of(content)])
    found = {fault.key: fault.was for fault in keys.key_faults([reading.checklist_of(content)], meant)}
    assert found == {"T04-07": "任务4第5句 | shall | count 人 | at_most 0"}


def test_better_words_do_not_change_what_a_key_means() -> None:
    item = checklist_library().pinned("task_16").item("T16-07")
    assert keys.meaning(item) == "任务16第2句 | in_principle | count 人 | at_most 3 | at_most 1 × face_headcount"


@pytest.mark.parametrize(
    ("terms", "possible"),
    [
        ({}, True),
        ({"state": ["producing"], "not": {"state": ["producing"]}}, False),
        ({"not": {"has_contractor": True}, "has_contractor": False}, True),
        ({"any": [{"fact": {"a": True}}, {"fact": {"a": False}}], "not": {"fact": {"a": True}}}, True),
        ({"commissioned": {"before": "2024-05-28"}, "not": {"commissioned": {"to": "2024-05-27"}}}, False),
        ({"design": {"key": "k", "operator": "at_least", "value": "100"}}, True),
    ],
)
def test_a_condition_is_possible_when_some_mine_fulfils_it(terms: dict[str, Any], possible: bool) -> None:
    assert can_hold(terms) is possible


def among(**spoiled: Any) -> list[str]:
    """What the editor and publishing say of a county's list beside all the others."""
    whole = spoiled.pop("whole", {})
    content = {
        "key": "county_01", "version": 1, "title": "汛期专项检查", "title_en": "汛期专项检查", "task": None,
        "kinds": ["open_pit_mine"], "binds": ["enterprise"], **whole,
        "items": [ITEM, {**ITEM, "key": "FX-02", "title_en": "截水沟", **spoiled}],
    }  # fmt: skip
    found = cross_checks.faults_among(content, checklist_library().lists())
    return [f"{one.line} {one.where}: {one.reason_en}" for one in found]


def test_a_county_may_repeat_its_chinese_where_it_has_no_english() -> None:
    assert among() == []


@pytest.mark.parametrize(
    ("spoiled", "told"),
    [
        ({"when": {"site_kind": ["tailings_pond"]}}, "items.1.when: can never be asked within this list"),
        ({"relevance": "${FX-99} = 1"}, "items.1.relevance: cannot ask for “FX-99”"),
        ({"relevance": "${T16-07} = 'fill'"}, "items.1.relevance: the two sides cannot be compared"),
        ({"question": "同 T05-99，是否整改？"}, "items.1.question: there is no “T05-99”"),
        (
            {"whole": {"checks": [{"key": "a", "holds": "${T16-07}", "message": "核对。", "message_en": "Look."}]}},
            "checks.0.holds: should be a yes or no",
        ),
        (
            {"whole": {"checks": [{"key": "a", "holds": "${FX-01} = 1", "message": "核", "message_en": "Look."}]}},
            "checks.0.holds: asks for values that no answer has",
        ),
        (
            {"answer": {"type": "computed", "unit": "%", "formula": "${FX-02} * 2"}},
            "items.1.answer.formula: cannot ask for “FX-02”",
        ),
    ],
)
def test_the_editor_finds_what_only_all_lists_together_show(spoiled: dict[str, Any], told: str) -> None:
    (found,) = among(**spoiled)
    line, _blank, words = found.partition(" ")
    assert words == told
    assert int(line) > 1


def test_a_list_with_a_dead_reference_is_not_published(tmp_path: Path) -> None:
    app = make_bureau(tmp_path / "store")
    content = {
        "key": "county_01", "version": 1, "title": "汛期", "title_en": "Flood", "task": None, "binds": ["enterprise"],
        "items": [{**ITEM, "relevance": "${FX-77} = 1"}],
    }  # fmt: skip
    with pytest.raises(BadInput, match=r"checklist\.file_wrong"):
        app.publishing.publish(ACTOR, content)
    without = checklist_library().pinned("criteria_underground").content
    gone = [item for item in without["items"] if item["key"] != "UG-01-1"]
    with pytest.raises(BadInput, match="UG-01-1"):
        app.publishing.publish(ACTOR, {**without, "version": without["version"] + 1, "items": gone})
    app.store.close()
