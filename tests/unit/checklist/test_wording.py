"""What an expression asks, in the words of a person."""

from __future__ import annotations

import pytest

from inspector_app.checklist.expression_nodes import ExpressionFault
from inspector_app.checklist.loader import checklist_library
from inspector_app.checklist.reading import checklist_of
from inspector_app.checklist.wording import worded

LIST = checklist_of({
    "key": "county_01", "version": 1, "title": "人数", "title_en": "People", "task": None, "binds": ["enterprise"],
    "items": [
        {
            "key": key, "title": title, "title_en": english, "question": title, "question_en": english,
            "clause": {"document": "本县〔2026〕1号", "item": "第三条"}, "looks": [{"kind": "place", "text": "看"}],
            "modality": "shall", "force": "policy_only", "answer": answer,
        }
        for key, title, english, answer in (
            ("XJ-01", "实际人数", "People there", {"type": "count", "unit": "人"}),
            ("XJ-02", "核定人数", "People allowed", {"type": "count", "unit": "人"}),
            ("XJ-03", "采矿方法", "Method", {"type": "choice", "options": [
                {"key": "fill", "label": "充填法", "label_en": "filling"},
                {"key": "cave", "label": "崩落法", "label_en": "caving"},
            ]}),
        )
    ],
})  # fmt: skip
ITEMS = {item.key: item for item in LIST.items}


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("${XJ-01} <= ${XJ-02}", "“实际人数” 不大于 “核定人数”", "“People there” is at most “People allowed”"),
        ("${XJ-03} != 'fill'", "“采矿方法” 不等于 充填法", "“Method” differs from filling"),
        ("selected(${XJ-03}, 'cave')", "选了(“采矿方法”, 崩落法)", "has chosen(“Method”, caving)"),
        (
            "verdict(${XJ-01}) = 'not_compliant' and (${XJ-02} > 3 or ${XJ-99} = 1)",
            "结论(“实际人数”) 等于 不符合 并且 (“核定人数” 大于 3 或者 “XJ-99” 等于 1)",
            "verdict of(“People there”) equals not compliant and (“People allowed” is more than 3 or “XJ-99” equals 1)",
        ),
    ],
)
def test_an_expression_is_told_by_titles(text: str, zh: str, en: str) -> None:
    assert worded(text, ITEMS) == zh
    assert worded(text, ITEMS, "en") == en


def test_what_cannot_be_read_is_not_told() -> None:
    with pytest.raises(ExpressionFault):
        worded("${XJ-01} <=", ITEMS)


def test_every_expression_of_the_program_is_told_without_a_word_of_the_language_left() -> None:
    lists = checklist_library().lists()
    items = {item.key: item for one in lists for item in one.items}
    said = [check.holds for one in lists for check in one.checks]
    said += [found for item in items.values() for found in (item.relevance, item.answer.formula) if found]
    for one in said:
        told = worded(one.text, items)
        assert not {"and", "or", "not", "verdict", "design", "$"} & set(told.replace("(", " ").split()), told
