"""What an officer looks up in the register: lists, searches and the file of one mine (一企一档)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from inspector_app.clock import Clock
from inspector_app.enterprise import listing, repository, rules, stating, warnings
from inspector_app.enterprise.dossier import DesignValueRow, EnterpriseFacts, PostRow, RegisterWarning, SiteFile
from inspector_app.enterprise.model import Person
from inspector_app.enterprise.rules import Principal
from inspector_app.enterprise.stating import StatedFact
from inspector_app.enterprise.values import EnterpriseRole, EnterpriseRow, RegisterAge, SiteQuery, SiteRow
from inspector_app.errors import BadInput
from inspector_app.office import repository as office
from inspector_app.office.parameters import parameters
from inspector_app.storage.unit_of_work import Units

MOST = 100
"""Rows of one page."""


class RegisterReading:
    """Reads of the register. ``day`` is the day that expiry and posts are judged on, today when not given."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    def sites(
        self, query: SiteQuery | None = None, *, after: tuple[str, str] | None = None, limit: int = MOST
    ) -> list[SiteRow]:
        """Mines and ponds by pinyin; the next page begins ``after`` (sort_key, id) of the last row."""
        with self._units.read() as connection:
            return listing.sites(connection, query or SiteQuery(), after=after, limit=limit)

    def enterprises(
        self,
        text: str = "",
        role: EnterpriseRole | None = None,
        *,
        after: tuple[str, str] | None = None,
        limit: int = MOST,
    ) -> list[EnterpriseRow]:
        """Companies by pinyin; paging as in ``sites``."""
        with self._units.read() as connection:
            return listing.enterprises(connection, text=text, role=role, after=after, limit=limit)

    def stale_sites(self, day: date | None = None, *, limit: int = MOST) -> list[SiteRow]:
        """Sites whose entry is older than the office allows, the longest neglected first. Source: plan task 10."""
        with self._units.read() as connection:
            return listing.stale_sites(connection, self._fresh_since(connection, day), limit=limit)

    def age(self, day: date | None = None) -> RegisterAge:
        """How old the register is as a whole. Source: plan task 10."""
        with self._units.read() as connection:
            return listing.age(connection, self._fresh_since(connection, day))

    def is_stale(self, updated_on: str | None, day: date | None = None) -> bool:
        """Whether an entry that was updated then is too old. Source: plan task 10."""
        with self._units.read() as connection:
            return (updated_on or "") < self._fresh_since(connection, day)

    def _fresh_since(self, connection: Connection, day: date | None) -> str:
        allowed = _number(connection, "register.stale_after_days")
        return date.fromordinal((day or self._today()).toordinal() - allowed).isoformat()

    def site_file(self, site_id: str, day: date | None = None) -> SiteFile:
        """一企一档 of one mine or pond. Raises ``BadInput('register.site_unknown')``."""
        on = day or self._today()
        with self._units.read() as connection:
            file = _gather(connection, site_id, on)
            return replace(file, warnings=tuple(_warn(connection, file, on)))

    def enterprise(self, enterprise_id: str) -> EnterpriseFacts:
        """What papers print of a company. Raises ``BadInput('register.enterprise_unknown')``."""
        with self._units.read() as connection:
            found = repository.enterprise(connection, enterprise_id)
        if found is None:
            raise BadInput("register.enterprise_unknown", id=enterprise_id)
        return found

    def person(self, person_id: str) -> Person:
        """A person with the full identity number, for papers. Raises ``BadInput('register.person_unknown')``."""
        with self._units.read() as connection:
            found = repository.person(connection, person_id)
        if found is None:
            raise BadInput("register.person_unknown", id=person_id)
        return found

    def posts(self, enterprise_id: str, *, site_id: str | None = None) -> list[PostRow]:
        """Posts of a company, ended ones included."""
        with self._units.read() as connection:
            return repository.posts(connection, [enterprise_id], site_id=site_id)

    def principal(self, enterprise_id: str, day: date | None = None, *, site_id: str | None = None) -> Principal:
        """Who is 主要负责人 of a company (and of one of its sites) on a day. Source: 安全生产法 5."""
        with self._units.read() as connection:
            company = repository.enterprise(connection, enterprise_id)
            posts = repository.posts(connection, [enterprise_id], site_id=site_id)
        if company is None:
            raise BadInput("register.enterprise_unknown", id=enterprise_id)
        return rules.principal_on(day or self._today(), posts, company.principal_id)

    def design_values(
        self, site_id: str, system_id: str | None = None, day: date | None = None
    ) -> dict[str, DesignValueRow]:
        """The values in force by key, those of the production system before those of the whole site."""
        with self._units.read() as connection:
            found = repository.design_values(connection, site_id, day or self._today())
        general = {value.key: value for value in found if value.system_id is None}
        return general | {value.key: value for value in found if system_id and value.system_id == system_id}

    def facts(self, site_id: str, day: date | None = None) -> tuple[StatedFact, ...]:
        """矿情: every fact that fits this mine, so, not so or not stated. Raises ``BadInput`` for an unknown mine."""
        with self._units.read() as connection:
            site = repository.site(connection, site_id)
            if site is None:
                raise BadInput("register.site_unknown", id=site_id)
            return stating.stated(site.kind, repository.design_values(connection, site_id, day or self._today()))

    def _today(self) -> date:
        return self._clock.now().at.date()


def _gather(connection: Connection, site_id: str, day: date) -> SiteFile:
    site = repository.site(connection, site_id)
    if site is None:
        raise BadInput("register.site_unknown", id=site_id)
    warning_days = _number(connection, "register.licence_warning_days")
    company = repository.enterprise(connection, site.enterprise_id)
    contracts = repository.contracts(connection, site_id, day, warning_days)
    all_posts = repository.posts(connection, [site.enterprise_id], site_id=site_id)
    posts = [post for post in all_posts if post.held_on(day.isoformat())]
    principal = rules.principal_on(day, all_posts, company.principal_id if company else None)
    behind = [company.legal_rep_id, company.principal_id, company.actual_controller_id] if company else []
    ids = {post.person_id for post in posts} | {one for one in behind if one} | set(principal.person_ids)
    return SiteFile(
        day=day.isoformat(),
        site=site,
        enterprise=company,
        systems=tuple(repository.systems(connection, site_id)),
        posts=tuple(posts),
        people=repository.people(connection, ids),
        principal_id=principal.person_id,
        principal_because=principal.because,
        licences=tuple(repository.licences(connection, [site.enterprise_id], site_id, day, warning_days)),
        contracts=tuple(contracts),
        design_values=tuple(repository.design_values(connection, site_id, day)),
        qualifications=tuple(repository.qualifications(connection, ids, day, warning_days)),
        engagements=tuple(repository.engagements(connection, site.enterprise_id, site_id, day, warning_days)),
        warnings=(),
    )


def _warn(connection: Connection, file: SiteFile, day: date) -> list[RegisterWarning]:
    stated = file.enterprise.principal_id if file.enterprise else None
    principal = rules.principal_on(day, file.posts, stated)
    return [
        *warnings.about_entry(file.site, day, _number(connection, "register.stale_after_days")),
        *warnings.about_principal(principal, file.people, file.site),
        *warnings.about_papers(file.site, file.enterprise, file.licences, file.qualifications),
        *warnings.about_posts(file.site, file.systems, file.posts, file.people, day),
        *warnings.about_contracts(file.site, file.contracts),
    ]


def _number(connection: Connection, key: str) -> int:
    value, chosen = office.setting(connection, key)
    return int(value if chosen else parameters()[key].value)
