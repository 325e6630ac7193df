"""Every query on the versions of checklists that the store keeps, and what conditions ask of the register."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from inspector_app.checklist.model import ChecklistVersion
from inspector_app.checklist.values import PublishedVersion, SiteSubject
from inspector_app.enterprise import repository as register
from inspector_app.enterprise.requirements import is_fact
from inspector_app.enterprise.values import YES
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT

_version = table_of(ChecklistVersion)
_VERSIONS = uuid.UUID("0b8ff6a6-6b7e-5d55-9f4c-5d8a3c8de0aa")
"""Namespace of version ids: two laptops that begin visits with one version speak of the same record."""


def version_id(key: str, content_hash: str) -> str:
    """The id of the record that keeps this list in this version."""
    return str(uuid.uuid5(_VERSIONS, f"{key}/{content_hash}"))


def is_kept(connection: Connection, key: str, content_hash: str) -> bool:
    """Whether the store keeps this version already."""
    query = select(_version.c.id).where(_version.c.id == version_id(key, content_hash), _version.c.presence == PRESENT)
    return connection.execute(query).first() is not None


def content(connection: Connection, key: str, content_hash: str) -> Mapping[str, Any] | None:
    """The list exactly as it was kept, whether or not somebody removed the record since."""
    query = select(_version.c.content).where(_version.c.id == version_id(key, content_hash))
    found: Mapping[str, Any] | None = connection.execute(query).scalar_one_or_none()
    return found


def published(connection: Connection, bureau_id: str | None) -> list[PublishedVersion]:
    """Every version that this office has made current at some time and not taken back, oldest first.

    A laptop that does not know its office yet takes what it holds: it holds the chains of its own county only.
    """
    columns = (_version.c.key, _version.c.version, _version.c.content_hash, _version.c.published_at, _version.c.note)
    query = (
        select(*columns)
        .where(_version.c.published_at.is_not(None), _version.c.presence == PRESENT)
        .order_by(_version.c.published_at, _version.c.id)
    )
    if bureau_id is not None:
        query = query.where(or_(_version.c.bureau_id.is_(None), _version.c.bureau_id == bureau_id))
    return [PublishedVersion(*row) for row in connection.execute(query)]


def subject(connection: Connection, site_id: str | None, day: date, system_id: str | None = None) -> SiteSubject:
    """What conditions may ask of a mine on a day; an unknown mine is one of which nothing is known.

    No contract in the register does not prove that nobody works there, so it counts as unknown. Design values of the
    production system go before those of the whole site.
    """
    site = register.site(connection, site_id) if site_id else None
    if site is None or site_id is None:
        return SiteSubject(day=day)
    contracts = [one for one in register.contracts(connection, site_id, day, 0) if _runs(one.valid_to_on, day)]
    stated = _design_values(connection, site_id, day, system_id)
    return SiteSubject(
        kind=site.kind.value if site.kind else None,
        state=site.state.value if site.state else None,
        scale=site.scale.value if site.scale else None,
        has_contractor=True if contracts else None,
        contracted_blasting=True if any(contract.includes_blasting for contract in contracts) else None,
        is_overhead_pond=site.is_overhead_pond,
        pond_grade=site.pond_grade.value if site.pond_grade else None,
        pond_process=site.pond_process.value if site.pond_process else None,
        commissioned_on=site.commissioned_on,
        capacity=_tens_of_kilotonnes(site.capacity_tonnes_per_year),
        design_values={key: value for key, value in stated.items() if not is_fact(key)},
        facts={key: value == YES for key, value in stated.items() if is_fact(key)},
        day=day,
    )


def _design_values(connection: Connection, site_id: str, day: date, system_id: str | None) -> dict[str, str]:
    found = register.design_values(connection, site_id, day)
    general = {value.key: value.value for value in found if value.system_id is None}
    return general | {value.key: value.value for value in found if system_id and value.system_id == system_id}


def _runs(valid_to_on: str | None, day: date) -> bool:
    return valid_to_on is None or valid_to_on >= day.isoformat()


def _tens_of_kilotonnes(tonnes: int | None) -> str | None:
    """t/a as 万t/a, exactly."""
    if tonnes is None:
        return None
    whole, rest = divmod(tonnes, 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".") if rest else str(whole)
