"""Where a hit opens: the page of the window and what it is opened for."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.search.values import Hit

SETTINGS_TAB_OF_PARAMETERS = 4
"""Place of 参数 among the tabs of the settings."""

_OF_A_MINE = frozenset({"site", "enterprise", "person", "licence", "qualification"})


def place_of(hit: Hit) -> tuple[str, object] | None:
    """(key of a page, its argument), or ``None`` for a text that is only read (items, provisions, tasks)."""
    links: Mapping[str, str] = hit.links
    if hit.kind in _OF_A_MINE:
        return ("mine", links["site"]) if "site" in links else None
    if hit.kind in ("inspection", "finding"):
        return hit.kind, hit.id
    if hit.kind == "document":
        return "papers", {"inspection": links.get("inspection", ""), "paper": hit.id}
    if hit.kind == "enforcement_case":
        return ("dual", links["group"]) if "group" in links else None
    if hit.kind == "help":
        return "help", links["topic"]
    return ("settings", SETTINGS_TAB_OF_PARAMETERS) if hit.kind == "setting" else None
