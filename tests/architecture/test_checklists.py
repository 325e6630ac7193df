"""The lists are complete: every word of a task is mapped, every number is asked, every key is known elsewhere."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from inspector_app import paths, terms
from inspector_app.checklist import validation, values
from inspector_app.checklist.conditions import TERM_NAMES
from inspector_app.checklist.coverage import CoverageEntry, coverage
from inspector_app.checklist.loader import checklist_library, criteria_library
from inspector_app.checklist.plan import plan
from inspector_app.checklist.serious import SERIOUS, serious_name, serious_violations
from inspector_app.checklist.showing import item_fields
from inspector_app.enforcement.law import law_library
from inspector_app.enterprise.values import SiteKind, SiteState
from inspector_app.inspection.values import Measure

COVERED = range(1, 31)
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
IN_WORDS = re.compile(
    "五个方面|“五统一”|“五职|“五科”|“五落实”|每月|每年|每半年|每季度|逐年|四等、五等|同一家|一次性|一库一策|三堂一舍|三个一批"
)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def entries(task: int) -> list[CoverageEntry]:
    return [entry for entry in coverage() if entry.task == task]


def every_item() -> dict[str, dict[str, Any]]:
    return {item.key: item_fields(item) for one in checklist_library().lists() for item in one.items}


@pytest.mark.parametrize("task", COVERED)
def test_the_coverage_table_is_the_whole_text_of_the_task_in_order(task: int) -> None:
    assert squeezed("".join(entry.obligation for entry in entries(task))) == squeezed(plan().task(task).text)


@pytest.mark.parametrize("task", COVERED)
def test_every_item_of_a_task_is_named_by_the_text_it_comes_from(task: int) -> None:
    named = {key for entry in entries(task) for key in entry.items}
    own = {item.key for item in checklist_library().pinned(f"task_{task:02d}").items}
    assert named == own


@pytest.mark.parametrize("task", COVERED)
def test_every_number_of_a_task_is_asked_by_the_items_it_maps_to(task: int) -> None:
    items = every_item()
    for entry in entries(task):
        words = [*NUMBER.findall(entry.obligation), *IN_WORDS.findall(entry.obligation)]
        if entry.items:
            asked = json.dumps([items[key] for key in entry.items], ensure_ascii=False)
            lost = [word for word in words if word.strip("“") not in asked]
            assert not lost, f"{entry.obligation}: {lost}"
        else:
            assert entry.reason
            assert not words, entry.obligation


@pytest.mark.parametrize("task", COVERED)
def test_an_item_points_to_the_sentence_it_was_made_from(task: int) -> None:
    sentences = [squeezed(sentence) for sentence in plan().task(task).sentences]
    for item in checklist_library().pinned(f"task_{task:02d}").items:
        texts = [squeezed(entry.obligation) for entry in entries(task) if item.key in entry.items]
        assert item.sentence
        assert any(text in sentences[item.sentence - 1] for text in texts), item.key


TWENTY = (
    "假整改 假密闭 假数据 假图纸 假报告 假履职 假团队 超层越界 超能力 超强度 超定员 证照超期 "
    "隐瞒作业地点 隐瞒作业人数 瞒报谎报事故 不具备安全生产条件组织生产建设 不经批准擅自恢复 "
    "拒不执行监管监察指令 非法违法转包 非法违法分包"
)


def test_the_serious_violations_are_the_twenty_by_name() -> None:
    named = serious_violations().values()
    assert [one.zh for one in named] == TWENTY.split()
    groups = [one.group for one in named]
    counts = {group: groups.count(group) for group in dict.fromkeys(groups)}
    assert counts == {"seven_false": 7, "five_over": 5, "three_hiding": 3, "three_not": 3, "two_contracting": 2}


def test_every_serious_violation_is_asked_by_name_and_only_by_items_of_its_kind() -> None:
    tagged = {key: item["tags"] for key, item in every_item().items() if SERIOUS in item["tags"]}
    asked = [serious_name(tags) for key, tags in tagged.items() if key.startswith("T23-")]
    assert asked == TWENTY.split()
    for key, (_serious, group, name) in tagged.items():
        assert serious_violations()[name].group == group, key


def test_the_plan_ships_whole() -> None:
    assert sorted(plan().tasks) == list(range(1, 31))
    assert (len(plan().goals), len(plan().safeguards)) == (4, 4)
    assert all(task.text.endswith("。") for task in plan().tasks.values())


def test_criteria_are_as_many_as_published() -> None:
    keys = [criterion.key for criterion in criteria_library().all()]
    counts = {name: sum(key.startswith(f"{name}-") for key in keys) for name in ("UG", "OP", "TP", "UGS", "OPS", "TPS")}
    assert counts == {"UG": 71, "OP": 19, "TP": 30, "UGS": 4, "OPS": 2, "TPS": 2}
    first_level = {n: len({k.split("-")[1] for k in keys if k.startswith(f"{n}-")}) for n in ("UG", "OP", "TP")}
    assert first_level == {"UG": 32, "OP": 13, "TP": 19}
    numbered = {n: sum(bool(re.fullmatch(rf"{n}-\d\d-[1-9]", k)) for k in keys) for n in ("UG", "OP", "TP")}
    assert numbered == {"UG": 54, "OP": 9, "TP": 16}


def test_every_criterion_is_an_item_of_its_list() -> None:
    for name in ("underground", "open_pit", "tailings_pond"):
        listed = checklist_library().pinned(f"criteria_{name}")
        kind = "tailings_pond" if name == "tailings_pond" else f"{name}_mine"
        assert set(listed.item_keys) == {criterion.key for criterion in criteria_library().for_kind(kind)}


def test_keys_of_other_nouns_exist_there() -> None:
    measures, law = {measure.value for measure in Measure}, law_library()
    for key, item in every_item().items():
        assert item["measure"] is None or item["measure"] in measures, key
        for rule in (*item["violated_rules"], *item["penalty_rules"]):
            assert law.knows(rule), f"{key}: {rule}"


def test_the_published_schema_and_the_program_know_the_same_words() -> None:
    schema = json.loads(paths.resources("schema", "checklist.schema.json").read_text("utf-8"))
    item, condition = schema["$defs"]["item"]["properties"], schema["$defs"]["condition"]["properties"]
    assert set(condition) == TERM_NAMES
    assert set(condition["site_kind"]["items"]["enum"]) == set(SiteKind)
    assert set(condition["state"]["items"]["enum"]) == set(SiteState)
    assert set(item["measure"]["enum"]) == set(Measure)
    for field, enum in (("modality", values.Modality), ("force", values.Force)):
        assert set(item[field]["enum"]) == set(enum)
    assert set(item["answer"]["properties"]["type"]["enum"]) == set(values.AnswerType)


def test_every_label_is_there_in_both_languages() -> None:
    enums = (values.Verdict, values.AnswerType, values.Modality, values.Force, values.Party, values.Standing,
             values.Depth, values.Operator, values.Period, values.LookKind)  # fmt: skip
    for enum in enums:
        for member in enum:
            assert terms.term(member).zh
            assert terms.term(member).en.isascii()


def test_every_item_is_asked_in_both_languages_and_says_what_to_look_at() -> None:
    for key, item in every_item().items():
        assert item["looks"], key
        assert not re.search(r"[一-鿿]", re.sub(r"\(.*?\)|（.*?）", "", item["title_en"])), key
        assert item["question"].endswith(("？", "）", "。")), key
        assert item["finding_text"].endswith("。"), key


def test_no_file_has_a_mistake() -> None:
    for folder, schema in (("", "checklist"), ("criteria", "criteria"), ("coverage", "coverage")):
        for file in sorted((paths.checklists() / folder).glob("*.json")):
            assert not validation.problems(file, schema), file.name


def test_suggested_words_state_facts_that_the_record_takes() -> None:
    """V17 warns of an article, a level or a conclusion in F3; the words a list suggests hold none."""
    from inspector_app.enforcement.checks_onsite import _LEGAL

    for one in checklist_library().lists():
        for item in one.items:
            if item.binds & values.AT_A_MINE:
                assert not _LEGAL.search(item.finding_text or ""), item.key
