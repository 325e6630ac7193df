"""Every query on enterprises, mines and what belongs to them, and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, Table, func, or_, select

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
    LicenceKind,
    PostKind,
    QualificationKind,
    ServiceKind,
)
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT

_enterprise, _person, _site = table_of(Enterprise), table_of(Person), table_of(Site)
_system, _post, _licence = table_of(ProductionSystem), table_of(Post), table_of(Licence)
_contract, _design, _qualification = table_of(Contract), table_of(DesignValue), table_of(Qualification)
_engagement = table_of(Engagement)


def site(connection: Connection, site_id: str) -> SiteFacts | None:
    """One mine or pond."""
    row = connection.execute(_present(_site).where(_site.c.id == site_id)).mappings().first()
    return None if row is None else rows.filled(SiteFacts, row)


def enterprise(connection: Connection, enterprise_id: str) -> EnterpriseFacts | None:
    """One company, with the name of its parent."""
    parent = _enterprise.alias("parent")
    statement = (
        select(_enterprise, func.coalesce(parent.c.name, "").label("parent_company"))
        .outerjoin_from(_enterprise, parent, parent.c.id == _enterprise.c.parent_company_id)
        .where(_enterprise.c.presence == PRESENT, _enterprise.c.id == enterprise_id)
    )
    row = connection.execute(statement).mappings().first()
    return None if row is None else rows.filled(EnterpriseFacts, row)


def systems(connection: Connection, site_id: str) -> list[SystemRow]:
    """Production systems of a mine by name."""
    statement = _present(_system).where(_system.c.site_id == site_id).order_by(_system.c.name, _system.c.id)
    return [rows.filled(SystemRow, row) for row in connection.execute(statement).mappings()]


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
    return [rows.filled(PostRow, row) for row in found if rows.one_of(PostKind, row["post_kind"])]


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


def _present(table: Table) -> Select[Any]:
    return select(table).where(table.c.presence == PRESENT)
