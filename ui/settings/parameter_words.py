"""Parameters as an inspector reads and types them: words for keys, yuan for fen, titles for forms, units in words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any

from inspector_app.errors import InspectorError
from ui import language
from ui.language import tr

if TYPE_CHECKING:
    from inspector_app.office.values import SettingRow

YES, NO = frozenset({"是", "yes", "true", "1"}), frozenset({"否", "no", "false", "0"})
FORMS = "preflight.forms_at_the_mine"
"""The one parameter that holds keys of forms."""
_BETWEEN = re.compile(r"[、，,；;]\s*")


def unit(name: str) -> str:
    """A unit in words."""
    words = {
        "d": tr("天"), "wd": tr("工作日"), "h": tr("小时"), "mo": tr("个月"), "a": tr("年"), "fen": tr("元"),
        "个": tr("个"), "人": tr("人"), "份": tr("份"), "张": tr("张"), "次": tr("次"),
        "MM-DD": tr("月-日"), "day of month": tr("日"), "regex": tr("格式"),
    }  # fmt: skip
    return words.get(name, name)


def norm(text: str) -> str:
    """What a parameter rests on; our own numbering of it is not for the screen."""
    plain = re.sub(r"(?:DESIGN|PRODUCT)\s*[\d.]*|§[\d.]+(?:\(\d+\))?", "", text)
    plain = re.sub(r"plan tasks? ([\d, ]+)", lambda found: tr("三年行动方案任务 {0}").format(found[1]), plain)
    plain = re.sub(r"plan (?=\S)", lambda _found: tr("三年行动方案 "), plain)
    return plain.strip("; ·") or tr("本程序的默认")


def written(row: SettingRow, value: Any) -> str:
    """A value of this parameter as it is shown and typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return tr("是") if value else tr("否")
    if row.unit == "fen" and isinstance(value, int):
        return format((Decimal(value) / 100).normalize(), "f")
    words = _words(row)
    if isinstance(value, list):
        return "、".join(words.get(str(one), str(one)) for one in value)
    if isinstance(value, dict):
        return "；".join(f"{key}：{words.get(str(one), str(one))}" for key, one in value.items())
    return words.get(value, value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def choices(row: SettingRow) -> tuple[str, ...]:
    """What may be chosen, in words; empty where it is typed."""
    if isinstance(row.default, bool):
        return (written(row, True), written(row, False))
    return tuple(written(row, one) for one in row.choices)


def read(row: SettingRow, text: str) -> Any:
    """What was typed, as a value of this parameter; what cannot be read stays text and is refused later."""
    typed, like = text.strip(), row.default
    if isinstance(like, bool) and typed.casefold() in YES | NO:
        return typed.casefold() in YES
    keys = {word: key for key, word in _words(row).items()}
    if isinstance(like, list):
        return [keys.get(one, one) for one in _BETWEEN.split(typed) if one]
    if isinstance(like, dict):
        pairs = [re.split("[:：]", one, maxsplit=1) for one in _BETWEEN.split(typed) if one]
        lame = any(len(pair) == 1 for pair in pairs)
        return typed if lame else {pair[0].strip(): keys.get(pair[1].strip(), pair[1].strip()) for pair in pairs}
    if isinstance(like, str):
        return keys.get(typed, typed)
    if row.unit == "fen":
        return _fen(typed)
    if like is None and not typed:
        return None
    try:
        return json.loads(typed)
    except ValueError:
        return typed


def told_in_words(row: SettingRow, error: Exception) -> Exception:
    """What was wrong with a value, told with the words and units of the screen."""
    if not isinstance(error, InspectorError):
        return error
    told = dict(error.params)
    told |= {"key": row.label_en if language.current() == "en" else row.label} if "key" in told else {}
    bounds = {name: told[name] for name in ("least", "most") if isinstance(told.get(name), int)}
    told |= {name: written(row, bound) for name, bound in bounds.items()}
    if str(told.get("value", "")).isdigit():
        told["value"] = written(row, int(str(told["value"])))
    if row.choices and "known" in told:
        told["known"] = "、".join(choices(row))
    return type(error)(error.code, **told)


def _fen(typed: str) -> int | str:
    try:
        fen = Decimal(typed.replace(",", "").replace("，", "")) * 100
    except InvalidOperation:
        return typed
    return int(fen) if fen == fen.to_integral_value() else typed


def _words(row: SettingRow) -> Mapping[str, str]:
    if row.key == FORMS:
        return _titles()
    spot = 1 if language.current() == "en" else 0
    return {key: words[spot] for key, words in row.words.items()}


@cache
def _titles() -> Mapping[str, str]:
    from inspector_app.documents.specification import form_library

    return {form.key: form.title for form in form_library().papers()}
