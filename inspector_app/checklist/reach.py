"""Whether a condition can hold at any mine at all: tried on every mine that differs in what the condition asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from math import prod
from typing import Any

from inspector_app.checklist.conditions import Condition, inner_conditions
from inspector_app.checklist.values import SiteSubject

Json = Mapping[str, Any]

MOST = 200_000
"""Beyond so many mines to try, a condition counts as reachable: nobody writes one like that by hand."""
_ATTRIBUTES = {
    "site_kind": "kind", "state": "state", "scale": "scale", "pond_grade": "pond_grade", "pond_process": "pond_process",
    "has_contractor": "has_contractor", "contracted_blasting": "contracted_blasting",
    "overhead_pond": "is_overhead_pond",
}  # fmt: skip
_FINITE = {
    "site_kind": ("underground_mine", "open_pit_mine", "tailings_pond"),
    "has_contractor": (True, False),
    "contracted_blasting": (True, False),
    "overhead_pond": (True, False),
}


def can_hold(terms: Json) -> bool:
    """Whether some mine on some day fulfils the condition."""
    tried: dict[tuple[str, str], list[Any]] = {}
    for name, wanted in _terms(terms):
        _note(tried, name, wanted)
    if prod(len(values) for values in tried.values()) > MOST:
        return True
    mines = (_mine(dict(zip(tried, chosen, strict=True))) for chosen in product(*tried.values()))
    return any(Condition(terms).holds(mine) for mine in mines)


def _terms(terms: Json) -> Iterator[tuple[str, Any]]:
    for name, wanted in terms.items():
        if name not in ("all", "any", "not"):
            yield name, wanted
    for inner in inner_conditions(terms):
        yield from _terms(inner)


def _note(tried: dict[tuple[str, str], list[Any]], name: str, wanted: Any) -> None:
    if name == "fact":
        for fact in wanted:
            tried[name, fact] = [True, False]
    elif name in ("capacity", "design"):
        around = tried.setdefault((name, wanted.get("key", "")), [])
        around += [str(Decimal(wanted["value"]) + step) for step in (Decimal("-0.01"), Decimal(0), Decimal("0.01"))]
    elif name in ("commissioned", "day"):
        days = [date.fromisoformat(day) for day in wanted.values()]
        tried.setdefault((name, ""), []).extend(day + timedelta(days=step) for day in days for step in (-1, 0, 1))
    elif name in _FINITE:
        tried[name, ""] = list(_FINITE[name])
    else:
        tried.setdefault((name, ""), ["(none of these)"]).extend(wanted)


def _mine(chosen: Mapping[tuple[str, str], Any]) -> SiteSubject:
    stated: dict[str, Any] = {"facts": {}, "design_values": {}}
    for (name, key), value in chosen.items():
        if name == "fact":
            stated["facts"][key] = value
        elif name == "design":
            stated["design_values"][key] = value
        elif name == "commissioned":
            stated["commissioned_on"] = value.isoformat()
        else:
            stated[_ATTRIBUTES.get(name, name)] = value
    return SiteSubject(**stated)
