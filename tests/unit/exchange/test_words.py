"""A workbook for officials says everything in words, offers them to choose from, and understands what is typed anew."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from inspector_app.checklist.loader import checklist_library
from inspector_app.checklist.reading import checklist_of
from inspector_app.errors import BadInput
from inspector_app.exchange.codec import fields
from inspector_app.exchange.files import brought, exported
from inspector_app.exchange.values import ListFormat
from inspector_app.exchange.workbook import GUIDE, words_of
from tests.unit.exchange.test_round_trips import LISTS, edited, of_the_office

FIELD = {one.path: one for one in fields("item")}


def read(path: str, text: str) -> Any:
    made: dict[str, Any] = {}
    FIELD[path].read_into(made, text)
    return made.get(path.partition(".")[0])


def test_no_cell_of_any_list_holds_a_code_of_the_data_file() -> None:
    named = "shall|must|policy_only|at_least|at_most|underground_mine|enterprise|normal|number|verdict"
    codes = re.compile(rf"\b({named})\b|[{{}}\[\]]")
    worded = [one for one in FIELD.values() if one.kind not in ("text", "looks", "options", "rows")]
    for one in checklist_library().lists():
        for item in one.content["items"]:
            for field in worded:
                assert not codes.search(field.written(item)), (item["key"], field.path, field.written(item))


@pytest.mark.parametrize(
    ("path", "typed", "found"),
    [
        ("answer.bound", "不少于 300", {"bound": {"operator": "at_least", "value": "300"}}),
        ("answer.bound", "不少于300", {"bound": {"operator": "at_least", "value": "300"}}),
        ("answer.bound", "≥300", {"bound": {"operator": "at_least", "value": "300"}}),
        ("answer.bound", "at_least 300", {"bound": {"operator": "at_least", "value": "300"}}),
        ("answer.options", "双回路\n没有 | 不符合", {"options": [
            {"key": "option_1", "label": "双回路", "label_en": "双回路"},
            {"key": "option_2", "label": "没有", "label_en": "没有", "proposes": "not_compliant"},
        ]}),
        ("answer.rows", "每行 | 泵\n泵号 | 文字 | 必填\n排水能力 | 数值 | 单位 m³/h | 限值 不少于 50", {"rows": {
            "named": "泵", "named_en": "泵", "columns": [
                {"key": "column_a", "title": "泵号", "title_en": "泵号", "type": "text", "required": True},
                {"key": "column_b", "title": "排水能力", "title_en": "排水能力", "type": "number", "unit": "m³/h",
                 "bound": {"operator": "at_least", "value": "50"}},
            ],
        }}),
        ("violated_rules", "安全生产法第四十一条第二款", ["safety_law:41.2"]),
        ("violated_rules", "safety_law:41.2；《安全生产法》第二十八条", ["safety_law:41.2", "safety_law:28"]),
        ("modality", "不得", "must_not"), ("modality", "must_not", "must_not"),
        ("when", "哪类矿山：地下矿山、露天矿山\n外包施工单位：是",
         {"site_kind": ["underground_mine", "open_pit_mine"], "has_contractor": True}),
        ("recurrence", "每月", {"every": 1, "period": "month"}),
    ],
)  # fmt: skip
def test_what_an_official_types_is_understood(path: str, typed: str, found: Any) -> None:
    assert read(path, typed) == found


def test_a_workbook_offers_the_words_and_says_how_to_fill_it_in() -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported(LISTS["task_16"], ListFormat.XLSX)))
    page = book["检查项"]
    assert {one.value for one in page[1]} >= {"短标题", "完整的问题", "要填什么", "限值", "效力"}
    offered = {str(one.sqref): one.formula1 for one in page.data_validations.dataValidation}
    assert any("仅政策文件" in words for words in offered.values())
    assert len(offered) == len([one for one in FIELD.values() if words_of(one) and one.kind != "terms"])
    assert all(len(words) <= 255 for words in offered.values())
    told = {row[1]: row for row in book[GUIDE].iter_rows(values_only=True)}
    assert told["限值"][2] == "怎样算符合和数，如 不少于 200"
    assert set(told) >= {one.zh for one in FIELD.values()}


def test_a_word_that_is_none_is_told_with_its_cell_and_the_words_there_are(tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(exported(LISTS["task_16"], ListFormat.XLSX))

    def change(book: openpyxl.Workbook) -> None:
        page = book["检查项"]
        column = next(one.column for one in page[1] if one.value == "效力")
        page.cell(3, column).value = "法规"

    with pytest.raises(BadInput) as refused:
        brought(edited(file, change))
    assert (refused.value.params["sheet"], refused.value.params["row"], refused.value.params["column"]) == (
        "检查项", 3, "效力",
    )  # fmt: skip
    assert "法律法规规章、强制性标准、仅政策文件" in refused.value.params["reason_zh"]


def test_a_list_without_english_goes_out_and_comes_back(tmp_path: Path) -> None:
    content = json.loads(json.dumps(of_the_office(8).content))
    for holder in (content, *content["items"]):
        for name in ("title_en", "question_en"):
            holder.pop(name, None)
    made = checklist_of(content)
    for form in (ListFormat.CSV, ListFormat.XLSX, ListFormat.XLSFORM, ListFormat.JSON):
        file = tmp_path / f"list.{'xlsx' if form is ListFormat.XLSFORM else form.value}"
        file.write_bytes(exported(made, form))
        found = brought(file)
        assert found.problems == ()
        assert checklist_of(found.content).content_hash == made.content_hash
