"""Takes register entries off the list: what stands in the way, and what goes with them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

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
from inspector_app.errors import RuleViolation
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT, Record
from inspector_app.storage.unit_of_work import Unit


@dataclass(frozen=True)
class Tie:
    """Entries of ``model`` name what is leaving in ``column``; ``noun`` is the Chinese word for them."""

    model: type[Record]
    column: str
    noun: str


IN_THE_WAY: dict[type[Record], tuple[Tie, ...]] = {
    Enterprise: (
        Tie(Site, "enterprise_id", "矿山（尾矿库）"),
        Tie(Enterprise, "parent_company_id", "下属企业"),
        Tie(Contract, "contractor_id", "外包工程"),
        Tie(Engagement, "body_id", "第三方服务记录"),
    ),
    Person: (
        Tie(Post, "person_id", "任职记录"),
        Tie(Enterprise, "legal_rep_id", "以其为法定代表人的企业"),
        Tie(Enterprise, "principal_id", "以其为主要负责人的企业"),
        Tie(Enterprise, "actual_controller_id", "以其为实际控制人的企业"),
        Tie(Contract, "project_manager_id", "以其为项目经理的外包工程"),
    ),
}
"""An entry does not leave while these name it."""

GOES_ALONG: dict[type[Record], tuple[Tie, ...]] = {
    Enterprise: (
        Tie(Post, "enterprise_id", ""),
        Tie(Licence, "enterprise_id", ""),
        Tie(Engagement, "enterprise_id", ""),
    ),
    Site: tuple(
        Tie(model, "site_id", "") for model in (ProductionSystem, Post, Licence, Contract, DesignValue, Engagement)
    ),
    ProductionSystem: (Tie(Post, "system_id", ""), Tie(DesignValue, "system_id", "")),
    Person: (Tie(Qualification, "person_id", ""),),
}
"""These leave in the same action, each with a tombstone of its own; undoing the action brings all back."""


def remove(unit: Unit, model: type[Record], record_id: str, reason: str) -> int:
    """Take an entry and what goes with it off the list; how many entries left.

    Raises ``RuleViolation`` without a reason or while other entries name it.
    """
    if not reason.strip():
        raise RuleViolation("record.reason_missing", field="reason")
    for tie in IN_THE_WAY.get(model, ()):
        count = _count(unit, tie, record_id)
        if count:
            raise RuleViolation("register.still_named", field="id", count=count, noun=tie.noun)
    left = 1
    for tie in GOES_ALONG.get(model, ()):
        for identity in _ids(unit, tie, record_id):
            unit.remove(tie.model, identity, reason)
            left += 1
    unit.remove(model, record_id, reason)
    return left


def _ids(unit: Unit, tie: Tie, record_id: str) -> list[str]:
    table = table_of(tie.model)
    query = select(table.c.id).where(table.c[tie.column] == record_id, table.c.presence == PRESENT)
    return list(unit.connection.execute(query.order_by(table.c.id)).scalars())


def _count(unit: Unit, tie: Tie, record_id: str) -> int:
    table = table_of(tie.model)
    query = select(func.count()).where(table.c[tie.column] == record_id, table.c.presence == PRESENT)
    return int(unit.connection.execute(query).scalar_one())
