"""Where a hit opens: the page of the window and what it is opened for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from inspector_app.inspection.values import InspectionState
from inspector_app.search.values import Hit

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

SETTINGS_TAB_OF_PARAMETERS = 4
"""Place of 参数 among the tabs of the settings."""

RECENT = 20
"""So many of the newest visits are looked through for one that runs."""

_OF_A_MINE = frozenset({"site", "enterprise", "person", "licence", "qualification"})


def place_of(hit: Hit) -> tuple[str, object] | None:
    """(key of a page, its argument), or ``None`` for a text that is only read (provisions, tasks).

    An item opens in its checklist; ``place_in_visit`` knows better while a visit runs.
    """
    links: Mapping[str, str] = hit.links
    if hit.kind in _OF_A_MINE:
        return ("mine", links["site"]) if "site" in links else None
    if hit.kind in ("inspection", "finding"):
        return hit.kind, hit.id
    if hit.kind == "field_sheet":
        return hit.kind, {"inspection": links.get("inspection", ""), "sheet": hit.id}
    if hit.kind == "document":
        return "papers", {"inspection": links.get("inspection", ""), "paper": hit.id}
    if hit.kind == "enforcement_case":
        return ("dual", links["group"]) if "group" in links else None
    if hit.kind in ("checklist", "item"):
        return "checklists", {"look": links["checklist"], "item": links.get("item", "")}
    if hit.kind == "help":
        return "help", links["topic"]
    return ("settings", SETTINGS_TAB_OF_PARAMETERS) if hit.kind == "setting" else None


def place_in_visit(app: App, hit: Hit) -> tuple[str, object] | None:
    """The running visit that asks this item, the newest first; ``None`` when none does."""
    listed, key = hit.links["checklist"], hit.links["item"]
    for row in app.inspections.visits(limit=RECENT):
        if row.state is not InspectionState.RUNNING:
            continue
        visit = app.inspections.get(row.id)
        if listed in (visit.scope_checklists or ()):
            pinned = app.checklists.pinned(listed, (visit.checklist_pins or {}).get(listed))
            asked = {item.key for item in pinned.applying(app.inspections.subject(row.id))}
            if key in asked:
                return "inspection", {"inspection": row.id, "item": key}
    return None
