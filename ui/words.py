"""Words for what the journal calls by identifiers: actions, kinds of records, fields and their values."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from inspector_app import paths
from inspector_app.labels import labels
from ui import language

LONGEST = 120
"""Characters of one value in a list; the rest is cut."""


@cache
def _terms() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for file in sorted(paths.resources("terms").glob("*.json")):
        found.update(json.loads(file.read_text("utf-8")))
    return found


def _pick(pair: list[str]) -> str:
    return pair[1] if language.current() == "en" else pair[0]


def action(name: str) -> str:
    """What the officer did, in words; an unknown name stays as it is."""
    known = labels("actions").get(name)
    return _pick(known) if known else name


def kind(name: str) -> str:
    """A kind of record in words."""
    known = labels("kinds").get(name)
    return _pick(known) if known else name


def field(name: str) -> str:
    """A field in words."""
    known = labels("fields").get(name)
    return _pick(known) if known else name


def value(field_name: str, held: Any) -> str:
    """A value as a person reads it: the label of an enum member, yes or no, a dash for nothing."""
    if held is None or held == "":
        return "—"
    if isinstance(held, bool):
        return language.tr("是") if held else language.tr("否")
    if isinstance(held, list):
        return "、".join(value(field_name, one) for one in held)[:LONGEST]
    if isinstance(held, dict):
        return json.dumps(held, ensure_ascii=False, sort_keys=True)[:LONGEST]
    if isinstance(held, str) and field_name.endswith("_at"):
        return moment(held)
    known = labels("fields").get(field_name, [])
    members = _terms().get(known[2], {}) if len(known) > 2 else {}
    text = _pick(members[held]) if isinstance(held, str) and held in members else str(held)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def moment(iso: str | None) -> str:
    """An instant of the journal as day and minute; a dash for nothing."""
    return iso[:16].replace("T", " ") if iso else "—"
