"""The counties of the city, what their bureau, government and court are called (GB/T 2260 codes; facts §8.1)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from inspector_app import paths


@dataclass(frozen=True)
class Region:
    """A county, district or the city itself; marks are S (seen), K (known) or ? (待确认)."""

    code: str
    name: str
    en: str
    bureau: str
    government: str
    court: str
    region_char: str
    region_char_mark: str
    court_mark: str
    is_key: bool
    """省级矿山重点县. Source: plan (遂昌, 青田)."""


@cache
def regions() -> dict[str, Region]:
    """All regions by code, the city first."""
    rows = json.loads(paths.resources("register", "regions.json").read_text("utf-8"))
    return {row["code"]: Region(**row) for row in rows}


def find_region(text: str) -> Region | None:
    """The region that a code, a name or a name without 县/市/区 means; ``None`` when it is none of ours."""
    wanted = text.strip()
    for region in regions().values():
        if wanted in (region.code, region.name, region.name.rstrip("县市区"), region.en):
            return region
    return next((region for region in regions().values() if region.name in wanted and region.code != "331100"), None)
