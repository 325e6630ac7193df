"""A newer version of a list: what is added, changed, removed, and which answers still fit."""

from __future__ import annotations

import copy
from typing import Any

from inspector_app.checklist import reading
from inspector_app.checklist.definition import Checklist
from inspector_app.checklist.difference import difference
from inspector_app.checklist.loader import checklist_library

OLD = checklist_library().pinned("task_16")


def newer(**fields: Any) -> Checklist:
    """Task 16 with T16-07 written otherwise."""
    content = copy.deepcopy(dict(OLD.content))
    content["version"] += 1
    item = next(item for item in content["items"] if item["key"] == "T16-07")
    item |= fields
    return reading.checklist_of(content)


def test_the_same_version_differs_in_nothing() -> None:
    same = difference(OLD, OLD)
    assert (same.added, same.removed, same.changed, same.moved) == ((), (), (), False)
    assert same.carried == OLD.item_keys


def test_better_words_keep_the_answer() -> None:
    found = difference(OLD, newer(question="单个采掘作业面现在有几人？原则上不超过3人。"))
    (change,) = found.changed
    assert (change.key, list(change.fields), change.keeps_meaning) == ("T16-07", ["question"], True)
    assert "T16-07" in found.carried


def test_another_limit_does_not() -> None:
    bound = {"operator": "at_most", "value": "2"}
    found = difference(OLD, newer(answer={"type": "count", "unit": "人", "bound": bound}))
    assert not found.changed[0].keeps_meaning
    assert set(OLD.item_keys) - set(found.carried) == {"T16-07"}


def test_items_that_come_go_and_move_are_named() -> None:
    content = copy.deepcopy(dict(OLD.content))
    first, *rest = content["items"]
    content["items"] = [*rest[:-1], first, {**rest[-1], "key": "T16-14"}]
    found = difference(OLD, reading.checklist_of(content))
    assert (found.added, found.removed, found.moved) == (("T16-14",), ("T16-13",), True)
    assert "T16-13" not in found.carried
