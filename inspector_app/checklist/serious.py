"""七假五超三瞒三不两包: the twenty serious violations of plan task 23 by name; an item's tags say which one it is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from inspector_app import paths

SERIOUS = "serious_violation"
BASIC_CONDITION = "basic_condition"
"""Tag of items about 安全生产基本条件类; which criteria belong to it the county chooses among its settings."""


@dataclass(frozen=True)
class SeriousViolation:
    """One of the twenty; ``group`` is the part of the phrase that counts it (``seven_false`` …)."""

    key: str
    group: str
    zh: str
    en: str


@cache
def serious_violations() -> dict[str, SeriousViolation]:
    """The twenty by key, in the order of the text."""
    read = json.loads(paths.resources("law", "serious_violations.json").read_text("utf-8"))
    return {row["key"]: SeriousViolation(**row) for row in read["violations"]}


def serious_name(tags: Iterable[str]) -> str | None:
    """How a finding names the violation that these tags say it is; ``None`` for any other item."""
    known = serious_violations()
    return next((known[tag].zh for tag in tags if tag in known), None)


def known_tags() -> frozenset[str]:
    """Every tag an item may carry."""
    groups = {one.group for one in serious_violations().values()}
    return frozenset({SERIOUS, BASIC_CONDITION, *groups, *serious_violations()})
