"""Which edition of checklists and law this program brought, as one figure each that only grows.

The county's server ships the same data and tells its figures on the line, so that a laptop learns that it is behind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache

from inspector_app import paths

HEADER = "X-Editions"
"""Header of the county's answers that carries its editions."""
KEY = "county_editions"
"""``local_value`` key: what the county told last."""
_PART = re.compile(r"([a-z]{1,20})=(\d{1,9})")


@cache
def own() -> dict[str, int]:
    """The editions of this program: all checklist versions added up, and that of the law library."""
    from inspector_app.checklist.loader import checklist_library

    law = json.loads(paths.resources("law", "laws.json").read_text("utf-8"))
    lists = checklist_library().lists()
    return {"checklists": sum(one.version for one in lists), "law": int(law["edition"])}


def written(editions: Mapping[str, int]) -> str:
    """As the header carries them."""
    return ";".join(f"{name}={number}" for name, number in sorted(editions.items()))


def read(text: str | None) -> dict[str, int]:
    """What a header tells; nothing of it where it cannot be read."""
    return {name: int(number) for name, number in _PART.findall(text or "")}
