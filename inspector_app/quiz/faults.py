"""What a JSON Schema cannot say of the bank: questions that stand twice, right answers and sources that are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from inspector_app.checklist.lint import known_articles, known_criteria
from inspector_app.checklist.plan import plan
from inspector_app.checklist.validation import Fault

Json = Mapping[str, Any]


def faults(content: Json) -> Iterator[Fault]:
    """Every mistake of a file of questions that fits its schema."""
    keys: set[str] = set()
    texts: set[str] = set()
    for index, row in enumerate(content["questions"]):
        here = ("questions", index)
        if row["key"] in keys:
            yield Fault((*here, "key"), f"题号“{row['key']}”重复", f"question “{row['key']}” stands twice")
        if row["text"] in texts:
            yield Fault((*here, "text"), "同一道题写了两次", "the same question stands twice")
        keys.add(row["key"])
        texts.add(row["text"])
        yield from _right(row, here)
        yield from _source(row["source"], here)


def _right(row: Json, here: tuple[str | int, ...]) -> Iterator[Fault]:
    if row["kind"] == "true_false":
        return
    beyond = [index for index in row["right"] if index >= len(row["options"])]
    if beyond:
        yield Fault((*here, "right"), f"没有第 {beyond[0] + 1} 个选项", f"there is no option {beyond[0] + 1}")
    if row["kind"] == "single" and len(row["right"]) != 1:
        yield Fault((*here, "right"), "单选题只能有一个正确选项", "a single choice has exactly one right option")
    if row["kind"] == "multiple" and len(row["right"]) < 2:
        yield Fault((*here, "right"), "多选题至少有两个正确选项", "a multiple choice has at least two right options")


def _source(source: Json, here: tuple[str | int, ...]) -> Iterator[Fault]:
    if "task" in source:
        sentences = plan().task(source["task"]).sentences
        if source["sentence"] > len(sentences):
            number = source["sentence"]
            yield Fault((*here, "source"), f"该任务没有第 {number} 句", f"the task has no sentence {number}")
        return
    name, key = next(iter(source.items()))
    known = known_criteria() if name == "criterion" else known_articles()
    if key not in known:
        yield Fault((*here, "source"), f"没有编号为“{key}”的出处", f"there is no source “{key}”")
