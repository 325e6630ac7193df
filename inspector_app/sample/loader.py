"""Fills a sample store (示例) with a fictional county: register, office and a history that looks alive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from inspector_app.clock import Clock
from inspector_app.enterprise.entering import Entering
from inspector_app.enterprise.inputs import NOUNS
from inspector_app.enterprise.shaping import shaped
from inspector_app.errors import BadInput
from inspector_app.office import repository as office
from inspector_app.office.model import Bureau, Officer, Setting
from inspector_app.office.regions import regions
from inspector_app.office.rules import bureau_id, setting_id
from inspector_app.sample import data
from inspector_app.sample.history import load_history
from inspector_app.storage.unit_of_work import Unit, Units

_SECTIONS = {
    "people": "person",
    "enterprises": "enterprise",
    "sites": "site",
    "systems": "system",
    "posts": "post",
    "licences": "licence",
    "contracts": "contract",
    "design_values": "design_value",
    "qualifications": "qualification",
    "engagements": "engagement",
}
"""Sections of the data file in the order in which they name each other, and the noun of each."""


@dataclass(frozen=True)
class Summary:
    """What was loaded: counts by section, the own bureau, and entries a guided tour begins with (key -> id)."""

    region_code: str
    bureau_id: str
    counts: dict[str, int]
    officers: dict[str, str]
    sites: dict[str, str]
    inspections: dict[str, str]


def load_sample(units: Units, clock: Clock, day: date) -> Summary:
    """Load the sample county as of ``day`` into an empty sample store.

    Raises ``BadInput``: ``sample.real_store`` for a store that is not a sample, ``sample.loaded`` when it holds
    one already. Register and office are one action each, the history is told by the services.
    """
    actor = _require_empty_sample(units, day)
    with units.begin(actor, "sample.office") as unit:
        region, officers = _office(unit, day)
    with units.begin(actor, "sample.register") as unit:
        ids, counts = _register(unit, day, clock)
    inspections = load_history(units, clock, day, actor, {**ids, **officers})
    counts |= {"officers": len(officers), "inspections": len(inspections)}
    sites = {key: identity for key, identity in ids.items() if key.startswith("s.")}
    return Summary(region, bureau_id(region), counts, officers, sites, inspections)


def _require_empty_sample(units: Units, day: date) -> str:
    """The officer who unlocks this store; he acts. Raises ``BadInput``."""
    with units.read() as connection:
        if not office.is_sample_store(connection):
            raise BadInput("sample.real_store")
        if office.bureaus(connection):
            raise BadInput("sample.loaded")
        unlocking = [row.id for row in office.officers(connection, day) if row.unlocks]
    if not unlocking:
        raise BadInput("office.officer_unknown", id="—")
    return unlocking[0]


def _office(unit: Unit, day: date) -> tuple[str, dict[str, str]]:
    """All bureaus, the own one complete, and the officers; the own region and officer ids by key."""
    stated = data.read("office", day)
    own = stated["own_region"]
    for region in regions().values():
        facts = {"name": region.bureau, "government": region.government, "court": region.court}
        facts |= {"region_char": region.region_char, "stem_prefix": "应急"}
        facts |= stated["bureau"] if region.code == own else {}
        unit.create(Bureau, bureau_id(region.code), region_code=region.code, **facts)
    key = "office.bureau_id"
    unit.create(Setting, setting_id(key), key=key, value=bureau_id(own))
    for row in office.officers(unit.connection, day):
        if not row.cert_no:
            unit.change(Officer, row.id, bureau_id=bureau_id(own), **stated["unlocking_officer"])
    officers = {}
    for officer in stated["officers"]:
        facts = {name: value for name, value in officer.items() if name not in ("key", "role")}
        officers[officer["key"]] = unit.create(
            Officer, officer_role=officer["role"], bureau_id=bureau_id(own), **facts
        )
    return own, officers


def _register(unit: Unit, day: date, clock: Clock) -> tuple[dict[str, str], dict[str, int]]:
    """Every section, checked as if it had been typed in; ids by key, and counts."""
    stated = data.read("register", day)
    entering = Entering(unit, clock.now().at.date().isoformat())
    ids: dict[str, str] = {}
    counts: dict[str, int] = {}
    for section, noun in _SECTIONS.items():
        for row in stated[section]:
            facts = shaped(NOUNS[noun].facts, _resolved(row, ids))
            identity = entering.add(facts)
            if "ref" in row:
                ids[row["ref"]] = identity
        counts[section] = len(stated[section])
    return ids, counts


def _resolved(row: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """The row with the references to other rows replaced by their ids."""
    return {name: ids[value] if name.endswith("_id") else value for name, value in row.items() if name != "ref"}
