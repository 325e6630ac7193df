"""Every query on enterprises, mines and what belongs to them, and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, or_, select, tuple_

from inspector_app.enterprise import rows
from inspector_app.enterprise.dossier import (
    ContractRow,
    DesignValueRow,
    EngagementRow,
    EnterpriseFacts,
    LicenceRow,
    PersonRow,
    PostRow,
    QualificationRow,
    SiteFacts,
    SystemRow,
)
from inspector_app.enterprise.model import (
    Contract,
    DesignValue,
    Engagement,
    Enterprise,
    Licence,
    Person,
    Post,
    ProductionSystem,
    Qualification,
    Site,
)
from inspector_app.enterprise.values import (
    EnterpriseRole,
    EnterpriseRow,
    LicenceKind,
    PostKind,
    QualificationKind,
    ServiceKind,
    SiteQuery,
    SiteRow,
)
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT

PAGE = 100

_enterprise, _person, _site = table_of(Enterprise), table_of(Person), table_of(Site)
_system, _post, _licence = table_of(ProductionSystem), table_of(Post), table_of(Licence)
_contract, _design, _qualification = table_of(Contract), table_of(DesignValue), table_of(Qualification)
_engagement = table_of(Engagement)


def sites(
    connection: Connection, query: SiteQuery, *, after: tuple[str, str] | None = None, limit: int = PAGE
) -> list[SiteRow]:
    """Mines and ponds by pinyin; ``after`` is (sort_key, id) of the last row already shown."""
    sort_key = _sort_key(_site)
    statement = (
        select(
            _site,
            func.coalesce(_enterprise.c.name, "").label("enterprise_name"),
            func.coalesce(_enterprise.c.uscc, "").label("uscc"),
            sort_key.label("sort_key"),
        )
        .outerjoin_from(_site, _enterprise, _enterprise.c.id == _site.c.enterprise_id)
        .where(_site.c.presence == PRESENT, *_site_conditions(query))
    )
    statement = _page(statement, sort_key, _site.c.id, after, limit)
    return [rows.site_row(row) for row in connection.execute(statement).mappings()]


def enterprises(
    connection: Connection,
    *,
    text: str = "",
    role: EnterpriseRole | None = None,
    after: tuple[str, str] | None = None,
    limit: int = PAGE,
) -> list[EnterpriseRow]:
    """Companies by pinyin with the number of their sites; ``after`` as in ``sites``."""
    sort_key = _sort_key(_enterprise)
    owned = select(func.count()).where(_site.c.enterprise_id == _enterprise.c.id, _site.c.presence == PRESENT)
    statement = select(
        _enterprise,
        owned.correlate(_enterprise).scalar_subquery().label("sites"),
        sort_key.label("sort_key"),
    ).where(_enterprise.c.presence == PRESENT)
    if role is not None:
        statement = statement.where(_enterprise.c.enterprise_role == role.value)
    if text.strip():
        statement = statement.where(_matches(text, _enterprise, _enterprise.c.uscc))
    statement = _page(statement, sort_key, _enterprise.c.id, after, limit)
    return [rows.enterprise_row(row) for row in connection.execute(statement).mappings()]


def site(connection: Connection, site_id: str) -> SiteFacts | None:
    """One mine or pond."""
    row = connection.execute(_present(_site).where(_site.c.id == site_id)).mappings().first()
    return None if row is None else rows.site_facts(row)


def enterprise(connection: Connection, enterprise_id: str) -> EnterpriseFacts | None:
    """One company, with the name of its parent."""
    parent = _enterprise.alias("parent")
    statement = (
        select(_enterprise, func.coalesce(parent.c.name, "").label("parent_company"))
        .outerjoin_from(_enterprise, parent, parent.c.id == _enterprise.c.parent_company_id)
        .where(_enterprise.c.presence == PRESENT, _enterprise.c.id == enterprise_id)
    )
    row = connection.execute(statement).mappings().first()
    return None if row is None else rows.enterprise_facts(row)


def systems(connection: Connection, site_id: str) -> list[SystemRow]:
    """Production systems of a mine by name."""
    statement = _present(_system).where(_system.c.site_id == site_id).order_by(_system.c.name, _system.c.id)
    return [rows.system_row(row) for row in connection.execute(statement).mappings()]


def posts(
    connection: Connection, enterprise_ids: Collection[str], *, site_id: str | None = None
) -> list[PostRow]:
    """Posts of these companies, ended ones included; with ``site_id`` only those of that site or of no single one."""
    statement = (
        select(_post, func.coalesce(_person.c.name, "").label("person_name"))
        .outerjoin_from(_post, _person, _person.c.id == _post.c.person_id)
        .where(_post.c.presence == PRESENT, _post.c.enterprise_id.in_(enterprise_ids))
        .order_by(_post.c.appointed_on, _post.c.id)
    )
    if site_id is not None:
        statement = statement.where(or_(_post.c.site_id.is_(None), _post.c.site_id == site_id))
    found = connection.execute(statement).mappings()
    return [rows.post_row(row) for row in found if rows.one_of(PostKind, row["post_kind"])]


def people(connection: Connection, person_ids: Collection[str]) -> dict[str, PersonRow]:
    """These people by id."""
    statement = _present(_person).where(_person.c.id.in_(person_ids))
    return {row["id"]: rows.person_row(row) for row in connection.execute(statement).mappings()}


def person(connection: Connection, person_id: str) -> Person | None:
    """One person with the full identity number, for papers that print it."""
    row = connection.execute(_present(_person).where(_person.c.id == person_id)).mappings().first()
    return None if row is None else Person(**row)


def licences(
    connection: Connection, enterprise_ids: Collection[str], site_id: str | None, day: date, warning_days: int
) -> list[LicenceRow]:
    """Papers of these companies that hold for all their sites or for this one, soonest end first."""
    statement = (
        _present(_licence)
        .where(
            or_(
                _licence.c.site_id == site_id,
                _licence.c.enterprise_id.in_(enterprise_ids) & _licence.c.site_id.is_(None),
            ),
        )
        .order_by(_licence.c.valid_to_on, _licence.c.id)
    )
    found = connection.execute(statement).mappings()
    return [rows.licence_row(row, day, warning_days) for row in found if rows.one_of(LicenceKind, row["licence_kind"])]


def contracts(connection: Connection, site_id: str, day: date, warning_days: int) -> list[ContractRow]:
    """Contractors at a site, the newest contract first."""
    statement = (
        select(
            _contract,
            func.coalesce(_enterprise.c.name, "").label("contractor_name"),
            func.coalesce(_person.c.name, "").label("project_manager"),
        )
        .outerjoin_from(_contract, _enterprise, _enterprise.c.id == _contract.c.contractor_id)
        .outerjoin(_person, _person.c.id == _contract.c.project_manager_id)
        .where(_contract.c.presence == PRESENT, _contract.c.site_id == site_id)
        .order_by(_contract.c.signed_on.desc(), _contract.c.id)
    )
    return [rows.contract_row(row, day, warning_days) for row in connection.execute(statement).mappings()]


def design_values(connection: Connection, site_id: str, day: date) -> list[DesignValueRow]:
    """The newest value of each kind and system that was dated on or before ``day``; an undated one is the oldest."""
    dated = func.coalesce(_design.c.dated_on, "")
    place = func.row_number().over(
        partition_by=(_design.c.key, _design.c.system_id), order_by=(dated.desc(), _design.c.id.desc())
    )
    ranked = (
        select(_design, place.label("place"))
        .where(_design.c.presence == PRESENT, _design.c.site_id == site_id, dated <= day.isoformat())
        .subquery()
    )
    statement = select(ranked).where(ranked.c.place == 1).order_by(ranked.c.key, ranked.c.system_id)
    return rows.in_design_order([rows.design_value_row(row) for row in connection.execute(statement).mappings()])


def qualifications(
    connection: Connection, person_ids: Collection[str], day: date, warning_days: int
) -> list[QualificationRow]:
    """Certificates and training of these people, soonest end first."""
    statement = (
        select(_qualification, func.coalesce(_person.c.name, "").label("person_name"))
        .outerjoin_from(_qualification, _person, _person.c.id == _qualification.c.person_id)
        .where(_qualification.c.presence == PRESENT, _qualification.c.person_id.in_(person_ids))
        .order_by(_qualification.c.valid_to_on, _qualification.c.id)
    )
    found = connection.execute(statement).mappings()
    kinds = QualificationKind
    return [rows.qualification_row(r, day, warning_days) for r in found if rows.one_of(kinds, r["qualification_kind"])]


def engagements(
    connection: Connection, enterprise_id: str, site_id: str, day: date, warning_days: int
) -> list[EngagementRow]:
    """What third-party bodies did for the company as a whole or for this site, newest first."""
    here = or_(_engagement.c.site_id == site_id, _engagement.c.site_id.is_(None))
    statement = (
        select(_engagement, func.coalesce(_enterprise.c.name, "").label("body_name"))
        .outerjoin_from(_engagement, _enterprise, _enterprise.c.id == _engagement.c.body_id)
        .where(_engagement.c.presence == PRESENT, _engagement.c.enterprise_id == enterprise_id, here)
        .order_by(_engagement.c.performed_on.desc(), _engagement.c.id)
    )
    found = connection.execute(statement).mappings()
    kinds = ServiceKind
    return [rows.engagement_row(r, day, warning_days) for r in found if rows.one_of(kinds, r["service_kind"])]


def known_by_uscc(connection: Connection) -> Sequence[Any]:
    """(id, name, uscc, presence) of every company, removed ones included, for an import to compare with."""
    statement = select(_enterprise.c.id, _enterprise.c.name, _enterprise.c.uscc, _enterprise.c.presence)
    return connection.execute(statement).all()


def stale_sites(connection: Connection, before_on: str, *, limit: int = PAGE) -> list[SiteRow]:
    """Sites not updated since ``before_on`` (or never), the longest neglected first."""
    updated = func.coalesce(_site.c.updated_on, "")
    statement = (
        select(
            _site,
            func.coalesce(_enterprise.c.name, "").label("enterprise_name"),
            func.coalesce(_enterprise.c.uscc, "").label("uscc"),
            _sort_key(_site).label("sort_key"),
        )
        .outerjoin_from(_site, _enterprise, _enterprise.c.id == _site.c.enterprise_id)
        .where(_site.c.presence == PRESENT, updated < before_on)
        .order_by(updated, _site.c.id)
        .limit(limit)
    )
    return [rows.site_row(row) for row in connection.execute(statement).mappings()]


def _site_conditions(query: SiteQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.kind is not None:
        conditions.append(_site.c.site_kind == query.kind.value)
    if query.state is not None:
        conditions.append(_site.c.site_state == query.state.value)
    if query.region_code:
        conditions.append(_site.c.region_code == query.region_code)
    if query.enterprise_id:
        conditions.append(_site.c.enterprise_id == query.enterprise_id)
    if query.text.strip():
        conditions.append(or_(_matches(query.text, _site), _matches(query.text, _enterprise, _enterprise.c.uscc)))
    return conditions


def _matches(text: str, table: Table, uscc: Any = None) -> ColumnElement[bool]:
    """Chinese substring of the name, initials anywhere, or the beginning of a USCC."""
    wanted = text.strip()
    ways = [table.c.name.contains(wanted, autoescape=True)]
    if wanted.isascii():
        ways.append(table.c.pinyin_initials.contains(wanted.lower(), autoescape=True))
        if uscc is not None:
            ways.append(uscc.startswith(wanted.upper(), autoescape=True))
    return or_(*ways)


def _sort_key(table: Table) -> Any:
    return func.coalesce(table.c.pinyin_initials, table.c.name, "")


def _page(
    statement: Select[Any], sort_key: Any, identity: Any, after: tuple[str, str] | None, limit: int
) -> Select[Any]:
    if after is not None:
        statement = statement.where(tuple_(sort_key, identity) > tuple_(*after))
    return statement.order_by(sort_key, identity).limit(limit)


def _present(table: Table) -> Select[Any]:
    return select(table).where(table.c.presence == PRESENT)
