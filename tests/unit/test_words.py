"""The window speaks the inspectors' language: no programmers' words in Chinese texts, one word for one thing."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector_app import paths
from inspector_app.labels import labels
from inspector_app.tour.loader import tour

ROOT = Path(__file__).resolve().parents[2]

BANNED = (
    "数据库", "数据目录", "JSON", "UUID", "null", "None", "SQL", "API", "ID", "异常", "堆栈", "字段", "主键", "哈希",
    "缓存", "线程", "进程", "句柄", "事务", "回滚", "日志流", "二进制", "布尔", "字符串", "实例", "枚举", "调用",
    "序列化",
)  # fmt: skip
"""Words of programmers; what an officer reads instead: 数据, 数据文件夹, 栏目, 记录, 编号 …"""

SCRIPTS_ONLY = ("command.", "county.", "demo.", "drill.", "document.form_", "tour.")
"""Messages that only people see who write commands, forms or run the county's server."""

JUSTIFIED = {
    "UTF-8 的 JSON 文件": "栏目表由县局的技术人员用文本编辑器改",
}
"""What may hold a banned word, and why."""

ONE_WORD = {
    "今日待办": ("待办事项", "今日任务", "待办列表"),
    "出检前自检": ("出发前检查", "行前检查", "出检自检"),
    "问题隐患": ("问题与隐患", "隐患问题"),
    "号段": ("编号段", "号码段", "文号段"),
    "待处理数据": ("待上传数据", "待同步数据", "同步页"),
    "接收回执": ("接收凭证", "接收回单", "同步回执"),
}
"""Our word for a thing, and the words it is never called."""


def chinese(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """(place, text) of everything under ``zh`` or in the first place of a [Chinese, English] pair."""
    if isinstance(value, dict) and "zh" in value:
        told = value["zh"]
        for text in told.values() if isinstance(told, dict) else (told,):
            yield place, str(text)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from chinese(inner, key)
    elif isinstance(value, list) and value and isinstance(value[0], str):
        yield place, value[0]
    elif isinstance(value, list):
        for inner in value:
            yield from chinese(inner, place)


def visible() -> Iterator[tuple[str, str]]:
    """(where, text): buttons and pages, messages, terms, labels, settings, guides, the tour."""
    for file in sorted(paths.resources("translations").glob("en*.json")):
        for text in json.loads(file.read_text("utf-8")):
            yield f"window {text[:12]}", text
    for folder in ("messages", "terms", "labels", "register"):
        for file in sorted(paths.resources(folder).glob("*.json")):
            for place, text in chinese(json.loads(file.read_text("utf-8")), file.name):
                if not place.startswith(SCRIPTS_ONLY):
                    yield f"{file.name} {place}", text
    for file in sorted(paths.resources("help", "zh").glob("*.md")):
        for line in file.read_text("utf-8").splitlines():
            yield f"help {file.name}", re.sub(r"`[^`]*`", "", line)
    for step in tour().steps:
        yield f"tour {step.key}", step.title("zh") + step.text("zh")


def without_justified(text: str) -> str:
    for allowed in JUSTIFIED:
        text = text.replace(allowed, "")
    return re.sub(r"\{\w+\}", "", text)


@pytest.mark.parametrize("word", BANNED)
def test_no_programmers_word_stands_in_a_chinese_text(word: str) -> None:
    pattern = re.compile(rf"(?<![A-Za-z]){word}(?![A-Za-z])" if word.isascii() else word)
    assert [f"{where}: {text}" for where, text in visible() if pattern.search(without_justified(text))] == []


@pytest.mark.parametrize("ours", ONE_WORD)
def test_one_thing_has_one_word(ours: str) -> None:
    texts = list(visible())
    assert any(ours in text for _where, text in texts)
    assert [f"{w}: {t}" for w, t in texts if any(other in t for other in ONE_WORD[ours])] == []


def stated_actions() -> set[str]:
    """Every name an action is journalled under, wherever it is written in so many words."""
    found = set()
    for file in (ROOT / "inspector_app").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            name = getattr(node.func, "attr", "") if isinstance(node, ast.Call) else ""
            if name in ("begin", "_signed", "_step") and len(node.args) > 1:  # type: ignore[attr-defined]
                action = node.args[1]  # type: ignore[attr-defined]
                if isinstance(action, ast.Constant) and isinstance(action.value, str) and "." in action.value:
                    found.add(action.value)
    return found


def test_every_action_of_the_journal_has_its_words() -> None:
    """修改留痕 names what was done; a name such as paper.issue would tell an officer nothing."""
    known = labels("actions")
    assert sorted(stated_actions() - set(known) - {"drill.write", "drill.change", "drill.photo"}) == []
    assert all(len(pair) == 2 and all(pair) for pair in known.values())


def test_no_english_remark_is_left_in_a_checklist() -> None:
    """A remark such as (item head) is for whoever translates, not for the officer."""
    remark = re.compile(r"\([a-z]{3,}[a-z ]*\)")
    told = re.compile(r'"(title|question|finding_text|text|short_text)": "([^"]*)"')
    left = []
    for file in sorted(paths.checklists().rglob("*.json")):
        for name, text in told.findall(file.read_text("utf-8")):
            if re.search("[一-鿿]", text) and remark.search(text):
                left.append(f"{file.name} {name}: {text}")
    assert left == []
