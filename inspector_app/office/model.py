"""Tables of the office noun: bureau, officers, settings, streams and number blocks are the county's."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from inspector_app.storage.records import Record, json_field


class Stream(Record, table=True):
    """One journal chain: a laptop, the county server or its console (DESIGN: streams)."""

    __tablename__ = "stream"
    public_key: str | None = None
    label: str | None = None
    stream_kind: str | None = None
    is_sample: bool | None = None
    predecessor_stream: str | None = None
    predecessor_seq: int | None = None
    predecessor_hash: str | None = None
    opened_because: str | None = None


class Bureau(Record, table=True):
    """应急管理局: the authority in whose name papers are issued."""

    __tablename__ = "bureau"
    region_code: str | None = Field(default=None, index=True)
    name: str | None = None
    government: str | None = None
    court: str | None = None
    region_char: str | None = None
    stem_prefix: str | None = None
    address: str | None = None
    postcode: str | None = None
    phone: str | None = None
    contact: str | None = None
    fine_bank: str | None = None
    fine_account_name: str | None = None
    fine_account_no: str | None = None


class Officer(Record, table=True):
    """执法人员, or an expert / 执法技术检查员 who has no penalty power (``officer_role``)."""

    __tablename__ = "officer"
    name: str | None = None
    officer_role: str | None = None
    cert_no: str | None = None
    cert_valid_from_on: str | None = None
    cert_valid_to_on: str | None = None
    cert_region: str | None = None
    department: str | None = None
    title: str | None = None
    phone: str | None = None
    bureau_id: str | None = None
    login: str | None = Field(default=None, index=True)
    unlocks: bool | None = None


class Setting(Record, table=True):
    """A county's or a laptop's choice for a parameter; its id is derived from the key."""

    __tablename__ = "setting"
    key: str | None = Field(default=None, index=True)
    value: Any = json_field()
    note: str | None = None
