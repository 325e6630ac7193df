"""What the checklists may ask of a mine, taken from its file in the register."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from inspector_app.checklist.values import SiteSubject
from inspector_app.enterprise.dossier import SiteFile

_TEN_THOUSAND = Decimal(10_000)


def subject_of(file: SiteFile, system_id: str | None = None, day: date | None = None) -> SiteSubject:
    """The mine (or one of its production systems) on a day; what the register does not say stays unknown."""
    site = file.site
    values = {value.key: value.value for value in file.design_values if value.system_id is None}
    values |= {value.key: value.value for value in file.design_values if system_id and value.system_id == system_id}
    tonnes = site.capacity_tonnes_per_year
    return SiteSubject(
        kind=site.kind,
        state=site.state,
        scale=site.scale,
        has_contractor=bool(file.contracts),
        contracted_blasting=any(contract.includes_blasting for contract in file.contracts),
        is_overhead_pond=site.is_overhead_pond,
        pond_grade=site.pond_grade,
        pond_process=site.pond_process,
        commissioned_on=site.commissioned_on,
        capacity=None if tonnes is None else format((Decimal(tonnes) / _TEN_THOUSAND).normalize(), "f"),
        design_values=values,
        day=day,
    )
