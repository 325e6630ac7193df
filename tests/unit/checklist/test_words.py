"""What is wrong with a list is said in an official's words, never in those of the data file."""

from __future__ import annotations

import re
from typing import Any

import pytest

from inspector_app.checklist import authoring
from inspector_app.checklist.loader import checklist_library
from inspector_app.checklist.reading import IN_CHINESE, checklist_of
from inspector_app.checklist.telling import Teller
from inspector_app.checklist.validation import content_problems

OPTION = {"key": "option_1", "label": "甲", "label_en": "a"}
NUMBER = {"type": "number", "unit": "m"}
_CODE = re.compile(r"[a-z_]{3,}")


def county(**fields: Any) -> dict[str, Any]:
    item = {
        **authoring.blank_item("XJ-01"), "title": "截水沟", "question": "截水沟是否畅通？",
        "clause": {"document": "本县〔2026〕1号", "item": "第三条"}, "looks": [{"kind": "place", "text": "走一遍"}],
        **fields,
    }  # fmt: skip
    return {**authoring.blank_list("汛期", ()), "items": [item]}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"answer": {"type": "verdict", "unit": ""}}, "填“结论”时没有“单位”"),
        ({"answer": {"type": "choice"}}, "还没有选项"),
        ({"answer": {"type": "text", "options": [OPTION] * 2}}, "只有选择题才有选项"),
        ({"answer": {**NUMBER, "bound": {"operator": "约", "value": "3"}}}, "不超过、小于、不少于"),
        ({"answer": {**NUMBER, "bound": {"operator": "", "value": "3"}}}, "还没有选（不超过"),
        ({"answer": {**NUMBER, "least": "三"}}, "应是数，如 0.5"),
        ({"answer": {**NUMBER, "rows": {"columns": []}}}, "缺少“每行是什么”"),
        ({"modality": "也许"}, "必须、应当、不得"),
        ({"due_days": "三十"}, "应是整数"),
        ({"deadline_on": "12月"}, "应是日期，如 2026-12-31"),
        ({"key": "泵1"}, "应像 XJ-01"),
    ],
)
def test_a_mistake_is_told_in_words(fields: dict[str, Any], said: str) -> None:
    reasons = [problem.reason_zh for problem in content_problems(county(**fields))]
    assert any(said in reason for reason in reasons), reasons
    assert not [reason for reason in reasons if _CODE.search(reason)]


def test_what_lacks_is_named_one_by_one_with_its_field() -> None:
    found = content_problems(county(answer={"type": "number", "unit": "m", "rows": {}}))
    assert [(problem.missing, problem.reason_zh) for problem in found] == [
        ("named", "缺少“每行是什么”"), ("named_en", "缺少“每行是什么（英文）”"), ("columns", "缺少“列”"),
    ]  # fmt: skip


def test_an_office_writes_without_english_and_english_windows_mark_the_chinese() -> None:
    content = county()
    assert content_problems(content) == []
    made = checklist_of(content)
    assert made.title_en == "汛期" + IN_CHINESE
    assert made.items[0].question_en == "截水沟是否畅通？" + IN_CHINESE


def test_a_list_of_the_program_must_have_its_english() -> None:
    content = authoring.working_copy(checklist_library().pinned("task_16"))
    del content["title_en"], content["items"][1]["question_en"]
    assert [problem.missing for problem in content_problems(content)] == ["title_en", "question_en"]
    content = authoring.working_copy(checklist_library().pinned("task_16"))
    content["items"].append(county()["items"][0])
    assert content_problems(content) == []


def test_a_difference_is_told_as_the_text_would_say_it() -> None:
    teller = Teller()
    before, after = ({**NUMBER, "bound": {"operator": "at_least", "value": value}} for value in ("200", "300"))
    assert teller.value("answer", before) == "数值；不少于 200 m"
    assert teller.change("answer", before, after) == ("不少于 200 m", "不少于 300 m")
    assert teller.value("when", {"site_kind": ["underground_mine"], "has_contractor": False}) == (
        "地下矿山；没有外包施工单位"
    )
    assert teller.value("recurrence", {"every": 1, "period": "month"}) == "每 1 月一次"
    assert teller.value("binds", ["enterprise", "contractor"]) == "矿山企业、外包施工单位"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_of_any_list_is_told_in_the_words_of_the_data_file(language: str) -> None:
    codes = re.compile(r"\b(at_\w+|less_than|more_than|type|bound|operator|underground_mine|key|label_en)\b")
    for one in checklist_library().lists():
        for given in one.content["items"]:
            for name in ("answer", "when", "recurrence", "binds", "modality", "force", "looks", "measure"):
                said = Teller(language).value(name, given.get(name))
                if language == "zh":
                    assert not codes.search(said), said
                assert bool(said) == bool(given.get(name)), (name, given.get(name))
