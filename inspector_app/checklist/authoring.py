"""A list while it is written: what a new list and a new item begin with, free keys, and whether a meaning changed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from copy import deepcopy
from typing import Any

from inspector_app.checklist.definition import Checklist
from inspector_app.checklist.keys import meaning
from inspector_app.checklist.lint import OWN_ITEMS, OWN_LIST, fitted
from inspector_app.checklist.reading import MISREAD, checklist_of
from inspector_app.checklist.values import Depth, Force, LookKind, Modality, Party

ENGLISH = ("title_en", "question_en")
"""What an office's own list and its own items may go without (decision 0108)."""
_KEY = re.compile(r"([A-Z]{1,4})-([0-9]{2,3})")

Content = dict[str, Any]


def blank_list(title: str, taken: Iterable[str]) -> Content:
    """A list of the office's own, without items yet; ``taken``: keys of the lists there are."""
    known = set(taken)
    number = next(n for n in range(1, len(known) + 2) if f"{OWN_LIST}_{n:02d}" not in known)
    return {
        "key": f"{OWN_LIST}_{number:02d}", "version": 1, "title": title, "task": None,
        "binds": [Party.ENTERPRISE.value], "items": [],
    }  # fmt: skip


def blank_item(key: str) -> Content:
    """An item that asks nothing yet; what it lacks, lint tells."""
    return {
        "key": key, "title": "", "question": "",
        "clause": {"document": "", "item": ""}, "looks": [{"kind": LookKind.PLACE.value, "text": ""}],
        "modality": Modality.SHALL.value, "force": Force.POLICY_ONLY.value, "depth": Depth.NORMAL.value,
    }  # fmt: skip


def copied_item(item: Mapping[str, Any], key: str) -> Content:
    """One more item like this one: it will ask something else, so that the English does not come along."""
    return {**{name: value for name, value in deepcopy(dict(item)).items() if name not in ENGLISH}, "key": key}


def free_key(content: Mapping[str, Any], taken: Collection[str]) -> str:
    """A key for one more item: the office's own series, going on where this list stands in it."""
    own = [found.group(1) for item in content["items"] if (found := _KEY.fullmatch(str(item.get("key", ""))))]
    is_own = str(content.get("key", "")).startswith(OWN_LIST)
    prefix = own[-1] if own and is_own else OWN_ITEMS
    used = {*taken, *(str(item.get("key")) for item in content["items"])}
    numbers = [int(key.rpartition("-")[2]) for key in used if re.fullmatch(rf"{prefix}-[0-9]{{2,3}}", key)]
    return f"{prefix}-{max(numbers, default=0) + 1:02d}"


def next_version(content: Mapping[str, Any], newest: Checklist | None) -> Content:
    """The list as it would be published: one version above the newest."""
    return {**content, "version": (newest.version + 1) if newest is not None else 1}


def working_copy(checklist: Checklist) -> Content:
    """What an editor changes: never the list itself."""
    return deepcopy(dict(checklist.content))


def tidied(content: Mapping[str, Any]) -> Content:
    """A working copy without what belongs to no answer any more, and without English that is empty."""
    items = [_tidied(item) for item in content["items"]]
    return {**_worded(content), "items": items}


def _tidied(item: Mapping[str, Any]) -> Content:
    said = _worded(item)
    return {**said, "answer": fitted(said["answer"])} if isinstance(said.get("answer"), Mapping) else said


def _worded(holder: Mapping[str, Any]) -> Content:
    return {name: value for name, value in holder.items() if name not in ENGLISH or str(value).strip()}


def meaning_of(content: Mapping[str, Any], item: Mapping[str, Any]) -> str | None:
    """What this item's key means as the item stands; nothing while it cannot be read."""
    try:
        return meaning(checklist_of({**content, "version": 1, "checks": [], "items": [item]}).items[0])
    except MISREAD:
        return None


def one_item(content: Mapping[str, Any], item: Mapping[str, Any]) -> Checklist | None:
    """A list of this item alone, to be shown; nothing while it cannot be read."""
    shown = {name: value for name, value in content.items() if name != "checks"}
    shown |= {"title": content.get("title") or "—"}
    filled = {**item, **{name: item.get(name) or "—" for name in ("title", "question")}}
    try:
        return checklist_of({**shown, "version": 1, "items": [filled]})
    except MISREAD:
        return None
