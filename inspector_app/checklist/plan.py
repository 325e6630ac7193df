"""The plan itself, verbatim: its thirty tasks, goals and safeguards, cut into sentences that items point to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property

from inspector_app import paths
from inspector_app.errors import BadInput


@dataclass(frozen=True)
class Task:
    """One of the thirty tasks; ``text`` is the plan's own wording, line breaks of the copy taken out."""

    number: int
    title: str
    chapter: str
    text: str

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The text cut after every full stop; items count them from 1."""
        return tuple(part + "。" for part in self.text.split("。") if part.strip())

    def sentence(self, number: int) -> str:
        """One sentence, counted from 1. Raises ``IndexError``."""
        if number < 1:
            raise IndexError(number)
        return self.sentences[number - 1].strip()


@dataclass(frozen=True)
class Plan:
    """丽工矿安委办〔2024〕2号 as data."""

    title: str
    number: str
    dated_on: str
    tasks: dict[int, Task]
    goals: tuple[str, ...]
    safeguards: tuple[str, ...]

    def task(self, number: int) -> Task:
        """One task. Raises ``BadInput('checklist.task_unknown')``."""
        if number not in self.tasks:
            raise BadInput("checklist.task_unknown", task=number)
        return self.tasks[number]


@cache
def plan() -> Plan:
    """The plan as shipped."""
    read = json.loads(paths.resources("law", "plan_tasks.json").read_text("utf-8"))
    tasks = {row["task"]: Task(row["task"], row["title"], row["chapter"], row["text"]) for row in read["tasks"]}
    return Plan(
        read["title"], read["number"], read["dated_on"], tasks, tuple(read["goals"]), tuple(read["safeguards"])
    )
