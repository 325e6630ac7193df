"""Which words of the plan became which items, and why the others did not: nothing of the text is lost silently."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from inspector_app import paths


@dataclass(frozen=True)
class CoverageEntry:
    """One piece of the plan's text, verbatim, and the items that ask for it, or the reason why none does.

    ``part`` is ``task_01`` … ``task_30``, or ``goal_1`` … ``safeguard_4``, which belong to no task.

    ``kind``: ``item``, ``exhortation``, ``goal``, ``authority_duty``, ``heading`` or ``other_register``; ``served_by``
    names the place that serves what is no item.
    """

    part: str
    task: int | None
    obligation: str
    items: tuple[str, ...]
    kind: str = "item"
    reason: str = ""
    reason_en: str = ""
    served_by: str = ""
    note: str = ""


def coverage(folder: Path | None = None) -> tuple[CoverageEntry, ...]:
    """The tables of all texts that have one: tasks first, then goals and safeguards, by place in the text."""
    files = sorted((folder or paths.checklists() / "coverage").glob("*.json"))
    entries = [entry for file in files for entry in _table(file)]
    return tuple(sorted(entries, key=lambda entry: (entry.task is None, entry.task or 0)))


@cache
def _table(file: Path) -> tuple[CoverageEntry, ...]:
    read = json.loads(file.read_text("utf-8"))
    part = read.get("part") or f"task_{read['task']:02d}"
    return tuple(_entry(part, read["task"], given) for given in read["entries"])


def _entry(part: str, task: int | None, given: dict[str, Any]) -> CoverageEntry:
    return CoverageEntry(
        part=part,
        task=task,
        obligation=given["text"],
        items=tuple(given.get("items", ())),
        kind=given.get("kind", "item"),
        reason=given.get("reason", ""),
        reason_en=given.get("reason_en", ""),
        served_by=given.get("served_by", ""),
        note=given.get("note", ""),
    )
