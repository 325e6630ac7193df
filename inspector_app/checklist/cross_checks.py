"""What only all lists together show: items no mine is ever asked, keys named but not there, meanings that changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from inspector_app import paths
from inspector_app.checklist import fidelity, keys
from inspector_app.checklist.coverage import coverage
from inspector_app.checklist.loader import ChecklistLibrary, checklist_library, criteria_library
from inspector_app.checklist.reach import can_hold
from inspector_app.checklist.validation import Fault, Problem, placed, problems

Json = Mapping[str, Any]

_KEYS = re.compile(r"(?<![A-Z0-9])(?:T\d{2}-\d{2}|(?:UG|OP|TP)S?-\d{2}(?:-\d)?|XC-\d{2})(?![\d-])")
_HAN = re.compile(r"[一-鿿]")
_IN_BRACKETS = re.compile(r"\(.*?\)|（.*?）")
_SAID = ("title", "question", "reading", "consequence", "finding_text")
KINDS = ("underground_mine", "open_pit_mine", "tailings_pond")


def lint(library: ChecklistLibrary | None = None) -> list[Problem]:
    """Everything wrong with the lists, file by file and then over all of them; nothing when they are clean."""
    lists = library or checklist_library()
    files = sorted(lists.folder.glob("*.json"))
    found = [problem for file in files for problem in problems(file)]
    if found or not files:
        empty = Problem(lists.folder.name, 1, "", "这个文件夹里没有检查表", "there is no checklist in this folder")
        return found or [empty]
    contents = {file: json.loads(file.read_text("utf-8-sig")) for file in files}
    known = _known_keys(contents.values())
    for file, content in contents.items():
        faults = (*_unreachable(content), *_untranslated(content), *_dead_keys(content, known))
        found += placed(file, faults)
    found += _twice(contents)
    if lists.folder == paths.checklists():
        found += (*_changed_meanings(lists), *_unmapped(known))
    return found


def _known_keys(contents: Iterable[Json]) -> frozenset[str]:
    """What these lists, the lists of the program and the criteria name; a county's list may point to any of them."""
    own = {item["key"] for content in contents for item in content["items"]}
    shipped = {key for one in checklist_library().lists() for key in one.item_keys}
    return frozenset(own | shipped | {criterion.key for criterion in criteria_library().all()})


def _unreachable(content: Json) -> Iterator[Fault]:
    """A condition that contradicts itself, and one that no mine of the list's kinds can fulfil."""
    whole = {"all": [{"site_kind": content.get("kinds", KINDS)}, content.get("when", {})]}
    for index, item in enumerate(content["items"]):
        own = item.get("when", {})
        path = ("items", index, "when")
        if not can_hold(own):
            yield Fault(path, "条件自相矛盾，任何矿山都不会被问到", "the condition contradicts itself")
        elif not can_hold({"all": [*whole["all"], own]}):
            yield Fault(path, "在这张检查表的范围内永远不会被问到", "can never be asked within this list")


def _untranslated(content: Json) -> Iterator[Fault]:
    """English that is missing, is the Chinese, or still holds Chinese outside brackets."""
    for index, item in enumerate(content["items"]):
        texts: list[tuple[tuple[str | int, ...], str]]
        texts = [(("items", index, name), item[name]) for name in ("title_en", "question_en")]
        for place, option in enumerate(item.get("answer", {}).get("options", ())):
            texts.append((("items", index, "answer", "options", place, "label_en"), option["label_en"]))
        for path, text in texts:
            if not text.strip() or _HAN.search(_IN_BRACKETS.sub("", text)):
                yield Fault(path, "缺少英文译文", "is not English")


def _dead_keys(content: Json, known: frozenset[str]) -> Iterator[Fault]:
    """Items named in words (“见 T05-21”) that no list has."""
    for index, item in enumerate(content["items"]):
        looks = [(("looks", place, "text"), look["text"]) for place, look in enumerate(item["looks"])]
        for path, text in [((name,), item.get(name, "")) for name in _SAID] + looks:
            for key in _KEYS.findall(text):
                if key not in known:
                    yield Fault(("items", index, *path), f"提到的“{key}”不存在", f"there is no “{key}”")


def _twice(contents: Mapping[Path, Json]) -> Iterator[Problem]:
    """A key in two lists would give one answer two meanings."""
    seen: dict[str, str] = {}
    for file, content in contents.items():
        for index, item in enumerate(content["items"]):
            other = seen.setdefault(item["key"], file.name)
            if other != file.name:
                zh, en = f"编号“{item['key']}”在 {other} 中已有", f"“{item['key']}” already stands in {other}"
                yield from placed(file, [Fault(("items", index, "key"), zh, en)])


def _changed_meanings(lists: ChecklistLibrary) -> Iterator[Problem]:
    for fault in keys.key_faults(lists.lists()):
        zh = f"编号的含义变了：“{fault.was or '未登记'}” → “{fault.now or '已删去'}”。含义变了要用新编号"
        en = f"the key changed its meaning: “{fault.was or 'not registered'}” → “{fault.now or 'gone'}”"
        yield Problem("register/keys.json", 1, fault.key, zh, en)


def _unmapped(known: frozenset[str]) -> Iterator[Problem]:
    """Coverage and fidelity map against items that are there."""
    for entry in coverage():
        for key in entry.items:
            if key not in known:
                yield Problem(f"coverage/{entry.part}.json", 1, key, f"没有检查项“{key}”", f"there is no item “{key}”")
    for loss in fidelity.losses():
        said = f"{loss.before}[{loss.word}] {loss.fault} {loss.detail}".strip()
        zh, en = f"原文未对应：{said}", f"the text is not held: {said}"
        yield Problem(f"fidelity/{loss.part}.json", 1, loss.word, zh, en)
