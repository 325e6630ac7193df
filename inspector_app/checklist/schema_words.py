"""What a JSON Schema finds wrong, as a person would say it who never saw the file: by the names of the form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from inspector_app.checklist.field_words import last_name, named, worded

_DECIMAL, _DAY = "^-?(0|[1-9][0-9]*)", "^[0-9]{4}-"


@dataclass(frozen=True)
class Said:
    """One reason in both languages; ``missing``: the name that lacks."""

    zh: str
    en: str
    missing: str = ""


def said(error: Any, *, of_list: bool) -> Iterator[Said]:
    """The reasons of one error; ``of_list``: names and values are called as the form of a list calls them."""
    match error.validator:
        case "required":
            for name in error.validator_value:
                if name not in error.instance:
                    zh, en = _both(name) if of_list else (name, name)
                    yield Said(f"缺少“{zh}”", f"“{en}” is missing", name)
        case "additionalProperties":
            unknown = "、".join(sorted(set(error.instance) - set(error.schema.get("properties", {}))))
            yield Said(f"不认识的名称“{unknown}”", f"unknown name “{unknown}”")
        case "enum":
            yield _enum(error, of_list)
        case _:
            yield _other(error)


def _both(name: str) -> tuple[str, str]:
    return named(name), named(name, "en")


def _enum(error: Any, of_list: bool) -> Said:
    name = last_name(error.absolute_path) if of_list else ""
    known = {speak: [worded(name, one, speak) for one in error.validator_value] for speak in ("zh", "en")}
    if error.instance == "":
        return Said(f"还没有选（{'、'.join(known['zh'])}）", f"nothing is chosen yet ({', '.join(known['en'])})")
    value = _short(error)
    return Said(f"{value}不在可选值之内（{'、'.join(known['zh'])}）", f"{value} is none of {', '.join(known['en'])}")


def _other(error: Any) -> Said:
    value, demand = _short(error), error.validator_value
    match error.validator:
        case "type":
            zh, en = _KINDS.get(str(demand), (str(demand), str(demand)))
            return Said(f"{value}应是{zh}", f"{value} should be {en}")
        case "pattern":
            return _pattern(error, value)
        case "maxLength":
            return Said(f"超过 {demand} 个字", f"longer than {demand} characters")
        case "minItems" if demand > 1 and error.instance:
            return Said(f"至少要 {demand} 个", f"there should be at least {demand}")
        case "minItems" | "minLength" | "minProperties":
            return Said("不能为空", "must not be empty")
        case "uniqueItems":
            return Said("有重复的内容", "holds the same value twice")
        case "minimum":
            return Said(f"不能小于 {demand}", f"must not be less than {demand}")
        case "maximum":
            return Said(f"不能大于 {demand}", f"must not be more than {demand}")
    return Said(f"{value}不符合要求（{error.validator}：{demand}）", str(error.message))


_KINDS = {
    "integer": ("整数", "a whole number"), "string": ("文字", "text"), "boolean": ("“是”或“否”", "yes or no"),
    "array": ("一组内容", "several values"), "object": ("一组栏目", "named values"),
    "['integer', 'null']": ("整数", "a whole number"),
}  # fmt: skip


def _pattern(error: Any, value: str) -> Said:
    demand = str(error.validator_value)
    if error.instance == "":
        return Said("不能为空", "must not be empty")
    if demand.startswith(_DECIMAL):
        return Said(f"{value}应是数，如 0.5", f"{value} should be a number, such as 0.5")
    if demand.startswith(_DAY):
        return Said(f"{value}应是日期，如 2026-12-31", f"{value} should be a day, such as 2026-12-31")
    if "A-Z" in demand:
        return Said(f"{value}应像 XJ-01：大写字母、短横、两三位数字", f"{value} should look like XJ-01")
    return Said(f"{value}的写法不对：只用小写字母、数字和下划线", f"{value} is not written as demanded ({demand})")


def _short(error: Any) -> str:
    value = error.instance
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"“{text[:60]}”"
