"""Reads a tour from ``resources/tour/<name>.json``."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from inspector_app import paths
from inspector_app.tour.values import Step, Tour

FIRST = "first_inspection"
"""The tour of a whole inspection in the sample county."""


@cache
def tour(name: str = FIRST) -> Tour:
    """The tour of that name."""
    data: dict[str, Any] = json.loads(paths.resources("tour", f"{name}.json").read_text("utf-8"))
    return Tour(name, data["title"], tuple(_step(one) for one in data["steps"]), _texts(data["ending"]))


def _step(data: dict[str, Any]) -> Step:
    return Step(
        data["key"], data["page"], tuple(data["targets"]), tuple(data["done"]), _texts(data), data.get("photo", "")
    )


def _texts(data: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {language: (data[language]["title"], data[language]["text"]) for language in ("zh", "en")}
