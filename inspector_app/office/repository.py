"""Every query on officers, bureaus and settings, and nowhere else."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from inspector_app.office.model import Bureau, Officer, Setting, Stream
from inspector_app.office.rules import CERTIFICATE_WARNING_DAYS, certificate_state, setting_id
from inspector_app.office.values import BureauRow, OfficerRole, OfficerRow
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT, REMOVED

_officer, _bureau = table_of(Officer), table_of(Bureau)
_setting, _stream = table_of(Setting), table_of(Stream)


def officers(
    connection: Connection,
    day: date,
    *,
    role: OfficerRole | None = None,
    bureau_id: str | None = None,
    officer_id: str | None = None,
    warning_days: int = CERTIFICATE_WARNING_DAYS,
) -> list[OfficerRow]:
    """People of the office by name, with their certificates as of ``day``; an office has tens of them, not pages."""
    query = select(_officer).where(_officer.c.presence == PRESENT).order_by(_officer.c.name, _officer.c.id)
    if role is not None:
        query = query.where(_officer.c.officer_role == role.value)
    if bureau_id is not None:
        query = query.where(_officer.c.bureau_id == bureau_id)
    if officer_id is not None:
        query = query.where(_officer.c.id == officer_id)
    return [_officer_row(row, day, warning_days) for row in connection.execute(query).mappings()]


def bureaus(connection: Connection, *, region_code: str | None = None, bureau_id: str | None = None) -> list[BureauRow]:
    """Bureaus by region code."""
    query = select(_bureau).where(_bureau.c.presence == PRESENT).order_by(_bureau.c.region_code, _bureau.c.id)
    if region_code is not None:
        query = query.where(_bureau.c.region_code == region_code)
    if bureau_id is not None:
        query = query.where(_bureau.c.id == bureau_id)
    names = BureauRow.__dataclass_fields__
    return [BureauRow(**{name: row[name] or "" for name in names}) for row in connection.execute(query).mappings()]


def settings(connection: Connection, *, prefix: str = "") -> dict[str, tuple[Any, str]]:
    """What has been set among the keys that begin with ``prefix``: key -> (value, note).

    A laptop's own choice goes before what its county chose for all laptops.
    """
    query = select(_setting).where(_setting.c.presence == PRESENT).order_by(_setting.c.key, _setting.c.id)
    if prefix:
        query = query.where(_setting.c.key.startswith(prefix, autoescape=True))
    found: dict[str, tuple[Any, str]] = {}
    for row in connection.execute(query).mappings():
        if row["key"] and (row["key"] not in found or row["id"] == setting_id(row["key"])):
            found[row["key"]] = (row["value"], row["note"] or "")
    return found


def setting(connection: Connection, key: str) -> tuple[Any, bool]:
    """What holds for a key by choice and whether there is a choice: this laptop's own, else the county's."""
    query = select(_setting.c.id, _setting.c.value).where(_setting.c.key == key, _setting.c.presence == PRESENT)
    chosen = {row.id: row.value for row in connection.execute(query.order_by(_setting.c.id))}
    if not chosen:
        return None, False
    return chosen.get(setting_id(key), next(iter(chosen.values()))), True


def own_setting(connection: Connection, key: str) -> tuple[Any, bool]:
    """What this laptop chose for a key, whatever the county chose."""
    query = select(_setting.c.value).where(_setting.c.id == setting_id(key), _setting.c.presence == PRESENT)
    row = connection.execute(query).first()
    return (None, False) if row is None else (row.value, True)


def was_cleared(connection: Connection, setting_id: str) -> bool:
    """Whether a choice was made once and taken back."""
    query = select(_setting.c.presence).where(_setting.c.id == setting_id)
    return connection.execute(query).scalar() == REMOVED


def is_sample_store(connection: Connection) -> bool:
    """Whether every stream of this store is a sample stream (示例)."""
    kinds = connection.execute(select(_stream.c.is_sample).where(_stream.c.presence == PRESENT)).scalars().all()
    return bool(kinds) and all(kinds)


def _officer_row(row: Any, day: date, warning_days: int) -> OfficerRow:
    begins, ends = row["cert_valid_from_on"], row["cert_valid_to_on"]
    return OfficerRow(
        id=row["id"],
        name=row["name"] or "",
        role=OfficerRole(row["officer_role"] or "officer"),
        cert_no=row["cert_no"] or "",
        cert_valid_from_on=begins,
        cert_valid_to_on=ends,
        certificate=certificate_state(row["cert_no"], begins, ends, day, warning_days),
        cert_region=row["cert_region"] or "",
        department=row["department"] or "",
        title=row["title"] or "",
        phone=row["phone"] or "",
        bureau_id=row["bureau_id"],
        login=row["login"],
        unlocks=bool(row["unlocks"]),
    )
