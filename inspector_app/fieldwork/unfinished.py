"""下井记录单 that somebody began to type in and left: one query for the home page and for the services.

Standard library only, because the home page is read before anything heavy is there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Rows = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]
"""Runs a query with named parameters."""

DRAFT = "form.field_sheet."
"""Under this and the sheet's id the line that is being typed is kept on this machine."""

_OF_SHEET = "inspection_id = f.inspection_id AND presence = 'present' AND sheet_id = f.id"
_BEGUN = (
    f"EXISTS (SELECT 1 FROM answer WHERE {_OF_SHEET}) OR EXISTS (SELECT 1 FROM finding WHERE {_OF_SHEET}) "  # noqa: S608 - constants
    f"OR EXISTS (SELECT 1 FROM photo WHERE {_OF_SHEET})"
)
_TYPED = (
    "coalesce(trim(json_extract(nullif(d.value, ''), '$.line')), '') <> '' "
    "OR coalesce(json_array_length(nullif(d.value, ''), '$.waiting'), 0) > 0"
)
_SHEETS = (
    "SELECT f.id, f.inspection_id, coalesce(f.short_code, '') code, f.items, "  # noqa: S608 - constants
    "coalesce(s.name, '') site_name, "
    f"({_TYPED}) is_typed FROM inspection i JOIN field_sheet f ON f.inspection_id = i.id "
    f"LEFT JOIN site s ON s.id = i.site_id LEFT JOIN local_value d ON d.key = '{DRAFT}' || f.id "
    "WHERE i.inspection_state = 'running' AND i.presence = 'present' AND f.presence = 'present' "
    f"AND ({_TYPED} OR {_BEGUN}) ORDER BY f.drawn_up_at DESC, f.id DESC LIMIT :most"
)
_SAID = (
    "SELECT item_key FROM answer WHERE inspection_id = :inspection AND presence = 'present' "
    "AND coalesce(verdict, '') <> ''"
)


@dataclass(frozen=True)
class UnfinishedSheet:
    """A sheet of a running visit of which something is entered, photographed or half typed, and not all.

    ``open``: items without a verdict, of ``count``. ``is_typed``: a line of it was typed and never entered.
    """

    id: str
    inspection_id: str
    code: str
    site_name: str
    open: int
    count: int
    is_typed: bool


def read_unfinished(rows: Rows, most: int) -> tuple[UnfinishedSheet, ...]:
    """Such sheets among the ``most`` newest that were begun, the newest first."""
    said: dict[str, set[str]] = {}
    found = []
    for row in rows(_SHEETS, {"most": most}):
        visit = row["inspection_id"]
        if visit not in said:
            said[visit] = {one["item_key"] for one in rows(_SAID, {"inspection": visit})}
        items = [one["item_key"] for one in json.loads(row["items"] or "[]")]
        left = sum(1 for key in items if key not in said[visit])
        if left or row["is_typed"]:
            found.append(
                UnfinishedSheet(
                    row["id"], visit, row["code"], row["site_name"], left, len(items), bool(row["is_typed"])
                )
            )
    return tuple(found)
