"""In which order the items of a visit are walked: by the place their own words name, then list by list."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from inspector_app import paths
from inspector_app.checklist.definition import Checklist, ChecklistItem
from inspector_app.checklist.values import LookKind

_ON_SITE = (LookKind.PLACE, LookKind.TEST)


@dataclass(frozen=True)
class WalkingOrder:
    """Areas in the order of the walk, each with the words by which an item's place is known (a data file)."""

    areas: tuple[tuple[str, tuple[str, ...]], ...]
    elsewhere: str
    people: str
    papers: str

    @property
    def titles(self) -> tuple[str, ...]:
        """All headings in order."""
        return (*(title for title, _words in self.areas), self.elsewhere, self.people, self.papers)

    def area(self, item: ChecklistItem) -> str:
        """Under which heading an item stands: the area whose word its look names first."""
        kinds = {look.kind for look in item.looks}
        if kinds & set(_ON_SITE):
            said = "\n".join(look.text for look in item.looks if look.kind in _ON_SITE)
            found = [(said.find(word), title) for title, words in self.areas for word in words if word in said]
            return min(found, key=lambda one: one[0])[1] if found else self.elsewhere
        return self.people if LookKind.PERSON in kinds else self.papers

    def walked(
        self, asked: Iterable[tuple[Checklist, Iterable[ChecklistItem]]]
    ) -> list[tuple[str, Checklist, ChecklistItem]]:
        """(heading, list, item) in walking order; within one area the order of the lists stays."""
        place = {title: at for at, title in enumerate(self.titles)}
        rows = [(self.area(item), checklist, item) for checklist, items in asked for item in items]
        return sorted(rows, key=lambda row: place[row[0]])


@cache
def walking_order() -> WalkingOrder:
    """The shipped order."""
    data = json.loads(paths.resources("inspection", "walking_order.json").read_text("utf-8"))
    areas = tuple((area["title"], tuple(area["words"])) for area in data["areas"])
    return WalkingOrder(areas, data["elsewhere"], data["people"], data["papers"])
