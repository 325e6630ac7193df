"""Words for what records and inputs call by identifiers: fields, kinds of records, actions. One catalogue for all."""

from __future__ import annotations

import json
from functools import cache

from inspector_app import paths


@cache
def labels(name: str) -> dict[str, list[str]]:
    """``fields``, ``kinds`` or ``actions``: Chinese and English label by identifier; fields may name their enum."""
    found: dict[str, list[str]] = json.loads(paths.resources("labels", f"{name}.json").read_text("utf-8"))
    return found


def field_label(name: str, language: str = "zh") -> str:
    """A field in words; an unknown name stays as it is."""
    return _worded("fields", name, language)


def kind_label(name: str, language: str = "zh") -> str:
    """A kind of record in words; an unknown name stays as it is."""
    return _worded("kinds", name, language)


def action_label(name: str, language: str = "zh") -> str:
    """What an officer did, in words; an unknown name stays as it is."""
    return _worded("actions", name, language)


def _worded(catalogue: str, name: str, language: str) -> str:
    known = labels(catalogue).get(name)
    if known is None:
        return name
    return known[1] if language == "en" else known[0]
