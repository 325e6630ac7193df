"""No number, date or modal word of the plan is lost or softened on its way into the lists."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from inspector_app.checklist import fidelity, reading
from inspector_app.checklist.coverage import coverage
from inspector_app.checklist.definition import Checklist
from inspector_app.checklist.loader import checklist_library


def test_every_word_of_the_plan_that_counts_is_held_by_an_item_or_explained() -> None:
    assert list(fidelity.losses()) == []


def test_the_whole_plan_is_listened_to() -> None:
    assert set(fidelity.mapped()) == set(fidelity.texts())
    assert len(fidelity.texts()) == 30 + 4 + 4
    counts = fidelity.counted()
    assert min(counts[kind] for kind in ("date", "frequency", "number", "count", "modality", "time", "scope")) > 10


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("中小型地下矿山不得有4个以上生产中段同时作业", ["中小型", "不得有4个以上"]),
        ("深度200米以上的矿井，原则上应采用竖井", ["200米以上", "原则上", "应"]),
        ("主要负责人要按照要求每月至少组织1次应急演练", ["要", "每月", "至少", "1次"]),
        ("完善应急“叫应、回应、响应”机制", []),
        ("对系统的建设和应用相应加强", []),
        ("宜不低于其年收入的30%", ["宜", "不低于", "30%"]),
        ("在次年1月5日前报市局", ["次年1月5日前"]),
        ("每半年至少组织开展一次", ["每半年至少", "一次"]),
        ("停用时间超过3年、30人以内、少于8年", ["超过3年", "30人以内", "少于8年"]),
        ("必须亲自组织、亲自带队", ["必须", "亲自", "亲自"]),
        ("建立并全面落实管理办法", ["全面"]),
    ],
)
def test_what_counts_as_a_word_that_must_be_held(text: str, heard: list[str]) -> None:
    assert [word.text for word in fidelity.words(text)] == heard


def test_every_paragraph_of_goals_and_safeguards_is_covered_in_order() -> None:
    for part, text in fidelity.texts().items():
        said = "".join(entry.obligation for entry in coverage() if entry.part == part)
        assert fidelity.squeezed(said) == text, part


def changed(key: str, **fields: Any) -> Iterator[Checklist]:
    """The lists as shipped, one item of them written otherwise."""
    for one in checklist_library().lists():
        content = copy.deepcopy(dict(one.content))
        for item in content["items"]:
            if item["key"] == key:
                item |= fields
        yield reading.checklist_of(content)


COUNTED = {"type": "count", "unit": "个"}


@pytest.mark.parametrize(
    ("key", "fields", "fault", "detail"),
    [
        (
            "T16-12",
            {"answer": {**COUNTED, "bound": {"operator": "at_most", "value": "4"}}},
            "not_held",
            "T16-12: bound at_most 3",
        ),
        ("T16-06", {"modality": "must"}, "not_held", "T16-06: modality in_principle"),
        ("T20-05", {"modality": "shall"}, "other_modality", "T20-05: shall ≠ should"),
        (
            "T16-08",
            {"deadline_on": "2027-12-31", "effective_from_on": "2028-01-01"},
            "not_held",
            "T16-08: deadline 2026-12-31",
        ),
        (
            "T15-13",
            {"recurrence": {"every": 5, "period": "year"}},
            "not_held",
            "T15-13: every 3 year",
        ),
        ("T16-13", {"when": {"scale": ["small"]}}, "not_held", "T16-13: when scale small medium"),
        (
            "T03-10",
            {"question": "是否建立并落实矿山安全风险监测预警管理办法？", "question_en": "…"},
            "not_held",
            "T03-10: says 全面",
        ),
    ],
)
def test_an_item_that_softens_the_text_is_noticed(key: str, fields: dict[str, Any], fault: str, detail: str) -> None:
    assert (fault, detail) in {(loss.fault, loss.detail) for loss in fidelity.losses(changed(key, **fields))}


def test_a_word_that_nobody_mapped_is_noticed() -> None:
    maps = dict(fidelity.mapped())
    maps["task_16"] = tuple(row for row in maps["task_16"] if row.word != "30人以内")
    assert [(loss.part, loss.word, loss.fault) for loss in fidelity.losses(maps=maps)][:1] == [
        ("task_16", "30人以内", "not_mapped")
    ]


def test_an_item_that_is_gone_is_noticed() -> None:
    left = [one for one in checklist_library().lists() if one.key != "task_28"]
    assert {(loss.part, loss.fault) for loss in fidelity.losses(left)} == {("task_28", "no_item")}
