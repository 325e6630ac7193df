"""Working copies of lists on this machine: each survives the end of the program, several may be in work."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from inspector_app.checklist import cross_checks
from inspector_app.checklist.authoring import tidied, working_copy
from inspector_app.checklist.definition import Checklist, ChecklistItem
from inspector_app.checklist.keys import meanings, registered, retired
from inspector_app.checklist.validation import Problem

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

DRAFT, INDEX = "checklist_draft:", "checklist_drafts"


@dataclass(frozen=True)
class Opened:
    """A list to be edited, with what a change of it is held against.

    ``newest``: what visits begin with today; ``means``: what every known key means, by key; ``items``: those of the
    other lists; ``taken``: keys of lists.
    """

    content: dict[str, Any]
    newest: Checklist | None
    means: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, ChecklistItem] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    is_draft: bool = False
    is_sample: bool = False
    """Of a sample county: nobody else ever gets it."""


@dataclass(frozen=True)
class Checked:
    """What lint says of the working copy; ``carries`` the copy it looked at."""

    problems: tuple[Problem, ...]


def opened(app: App, key: str, *, looking: bool = False) -> Opened:
    """The working copy of a list, or a new one of its newest version. Raises ``BadInput('checklist.unknown')``."""
    lists = app.checklists.lists()
    newest = next((one for one in lists if one.key == key), None)
    text = "" if looking else app.store.local(DRAFT + key)
    content = tidied(json.loads(text)) if text else working_copy(newest or app.checklists.pinned(key))
    return Opened(
        content=content,
        newest=newest,
        means={**retired(), **registered(), **meanings(lists)},
        items={item.key: item for one in lists if one.key != key for item in one.items},
        taken=frozenset(one.key for one in lists),
        is_draft=bool(text),
        is_sample=app.store.is_sample,
    )


def drafts(app: App) -> dict[str, dict[str, Any]]:
    """The lists in work, by key."""
    found = {}
    for key in _index(app):
        text = app.store.local(DRAFT + key)
        if text:
            found[key] = json.loads(text)
    return found


def keep(app: App, content: Mapping[str, Any]) -> str:
    """Keep a working copy on this machine; what stood there before, empty when there was none."""
    key = str(content["key"])
    before = app.store.local(DRAFT + key) or ""
    app.store.set_local(DRAFT + key, json.dumps(content, ensure_ascii=False))
    app.store.set_local(INDEX, json.dumps(sorted({*_index(app), key})))
    return before


def drop(app: App, key: str) -> str:
    """Give a working copy up; what stood there."""
    before = app.store.local(DRAFT + key) or ""
    app.store.set_local(DRAFT + key, "")
    app.store.set_local(INDEX, json.dumps([one for one in _index(app) if one != key]))
    return before


def checked(app: App, content: Mapping[str, Any]) -> Checked:
    """Look a working copy over, beside the lists there are."""
    return Checked(tuple(cross_checks.faults_among(content, app.checklists.lists())))


def _index(app: App) -> list[str]:
    return list(json.loads(app.store.local(INDEX) or "[]"))
