"""Commands of the office: its list of people, its bureau, its parameters and its holiday calendar."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context
from inspector_app.errors import BadInput
from inspector_app.office.values import OfficerRole

_FACTS = ("cert_no", "cert_valid_from_on", "cert_valid_to_on", "cert_region", "department", "title", "phone")


def _register(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.office.values import OfficerFacts

    app = context.app
    stated = {name: given[name] for name in _FACTS if given[name] is not None}
    facts = OfficerFacts(given["name"], OfficerRole(given["role"] or "officer"), bureau_id=_own_bureau(app), **stated)
    return {"officer": app.office.add_officer(app.officer_id, facts)}


def _change(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.office.values import OfficerFacts

    app = context.app
    row = app.office.officer(given["officer_id"])
    known = {name: getattr(row, name) for name in OfficerFacts.__dataclass_fields__}
    stated = {name: given[name] for name in ("name", *_FACTS) if given[name] is not None}
    if given["role"]:
        stated["role"] = OfficerRole(given["role"])
    facts = OfficerFacts(**{**known, **stated})
    return {"changed": app.office.change_officer(app.officer_id, row.id, facts, given["reason"])}


def _retire(context: Context, given: Mapping[str, Any]) -> Any:
    context.app.office.retire_officer(context.app.officer_id, given["officer_id"], given["reason"])
    return {"retired": given["officer_id"]}


def _own_bureau(app: Any) -> str | None:
    chosen = app.office.setting("office.bureau_id")
    return str(chosen) if chosen else None


def _bureaus(context: Context, _given: Mapping[str, Any]) -> Any:
    return [asdict(row) for row in context.app.office.bureaus()]


def _bureau(context: Context, _given: Mapping[str, Any]) -> Any:
    row = context.app.office.bureau()
    return {**asdict(row), "missing_for_penalties": list(row.missing_for_penalties)}


def _set_bureau(context: Context, given: Mapping[str, Any]) -> Any:
    """Facts of a county of ours are proposed; what is stated goes before them and before what was there."""
    from inspector_app.office.regions import find_region, regions
    from inspector_app.office.service import BUREAU_FIELDS

    region = find_region(given["region"])
    if region is None:
        known = "、".join(one.name for one in regions().values())
        raise BadInput("office.region_unknown", value=given["region"], known=known)
    app = context.app
    there = any(row.region_code == region.code for row in app.office.bureaus())
    proposed = {} if there else _proposed(region)
    stated = {name: given[name] for name in sorted(BUREAU_FIELDS) if given[name] is not None}
    own = not given["not_own"]
    return {"bureau": app.office.set_bureau(app.officer_id, region.code, own=own, **{**proposed, **stated})}


def _proposed(region: Any) -> dict[str, str]:
    facts = {"name": region.bureau, "government": region.government, "court": region.court}
    return {**facts, "region_char": region.region_char}


def _settings(context: Context, given: Mapping[str, Any]) -> Any:
    rows = context.app.office.settings(given["prefix"] or "")
    shown = [{**asdict(row), "needs_confirmation": row.needs_confirmation} for row in rows]
    return [row for row in shown if row["needs_confirmation"]] if given["unconfirmed"] else shown


def _set_setting(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    changed = app.office.set_setting(app.officer_id, given["key"], _value(given["value"]), given["note"])
    return {"key": given["key"], "value": app.office.setting(given["key"]), "changed": changed}


def _clear_setting(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    app.office.clear_setting(app.officer_id, given["key"], given["reason"])
    return {"key": given["key"], "value": app.office.setting(given["key"])}


def _value(text: Any) -> Any:
    """A JSON value as typed; what is not JSON is text."""
    if not isinstance(text, str):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _calendar(context: Context, given: Mapping[str, Any]) -> Any:
    calendar = context.app.office.calendar()
    wanted = given["year"]
    return [
        {
            "year": table.year,
            "source": table.source,
            "holidays": {day.isoformat(): name for day, name in table.holidays.items()},
            "workdays": {day.isoformat(): name for day, name in table.workdays.items()},
        }
        for year, table in sorted(calendar.years.items())
        if wanted in (None, year)
    ]


def _import_calendar(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.office.calendars import read_table

    app = context.app
    table = read_table(Path(given["file"]))
    return {"year": table["year"], "changed": app.office.import_calendar(app.officer_id, table)}


def _deadline(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.messages import say

    office = context.app.office
    try:
        start = date.fromisoformat(given["from"])
    except ValueError as error:
        raise BadInput("office.day_impossible", field="from", value=given["from"]) from error
    calendar, count = office.calendar(), given["days"]
    moves = bool(office.setting("deadline.end_moves_to_working_day"))
    if given["working"]:
        found = calendar.working_deadline(start, count)
    else:
        found = calendar.deadline(start, count, moves=moves)
    warning = ""
    if found.is_provisional:
        warning = str(say("calendar.year_missing", years="、".join(map(str, found.missing_years))))
    counted = found.counted_on.isoformat()
    return {"last_on": found.last_on.isoformat(), "counted_on": counted, "moved": found.was_moved, "warning": warning}


_OFFICER = Argument("officer_id", "名册中的编号 / id in the office register", required=True, positional=True)
_REASON = Argument("reason", "原因 / reason", required=True)
_POST = "职务，如 副科长 / post"
_STATED = (
    Argument("role", "身份 / role", terms=OfficerRole),
    *(Argument(name, _POST if name == "title" else "") for name in _FACTS),
)
_BUREAU = (
    "name", "government", "court", "region_char", "stem_prefix", "address", "postcode", "phone", "contact",
    "fine_bank", "fine_account_name", "fine_account_no",
)  # fmt: skip

COMMANDS = (
    Command(
        "officer register",
        "登记执法人员、专家或执法技术检查员（不设口令） / enter somebody into the office's list",
        _register,
        (Argument("name", "姓名 / name", required=True), *_STATED),
    ),
    Command(
        "officer change",
        "更正执法人员信息 / correct or renew what is stated",
        _change,
        (_OFFICER, Argument("name", "姓名 / name"), *_STATED, Argument("reason", "原因 / reason")),
    ),
    Command("officer retire", "移出名单 / take somebody off the office's list", _retire, (_OFFICER, _REASON)),
    Command("bureau list", "应急管理局列表 / bureaus", _bureaus, output={"type": "array"}),
    Command("bureau show", "本机所属应急管理局 / the bureau of this laptop", _bureau),
    Command(
        "bureau set",
        "设置应急管理局 / state the facts of a bureau",
        _set_bureau,
        (
            Argument("region", "县（市、区）名称或代码 / county", required=True, positional=True),
            Argument("not_own", "不是本机所属 / not the one this laptop works for", "flag"),
            *(Argument(name) for name in _BUREAU),
        ),
    ),
    Command(
        "setting list",
        "参数 / parameters",
        _settings,
        (
            Argument("prefix", "以此开头 / keys that begin with", positional=True),
            Argument("unconfirmed", "只列待确认 / only those to be confirmed", "flag"),
        ),
        {"type": "array"},
    ),
    Command(
        "setting set",
        "设置参数 / choose a value",
        _set_setting,
        (
            Argument("key", "参数 / key", required=True, positional=True),
            Argument("value", "值（JSON 或文字） / value, JSON or text", "any", required=True, positional=True),
            Argument("note", "依据 / basis"),
        ),
    ),
    Command(
        "setting clear",
        "恢复默认 / go back to the default",
        _clear_setting,
        (Argument("key", "参数 / key", required=True, positional=True), _REASON),
    ),
    Command(
        "calendar show",
        "节假日安排 / holiday tables",
        _calendar,
        (Argument("year", "年份 / year", "whole", positional=True),),
        {"type": "array"},
    ),
    Command(
        "calendar import",
        "导入节假日安排 / take over a year's table",
        _import_calendar,
        (Argument("file", "文件 / JSON file as resources/calendars holds", "path", required=True, positional=True),),
    ),
    Command(
        "calendar deadline",
        "推算期限 / the end of a period",
        _deadline,
        (
            Argument("from", "起算日（不计入） / day it begins, not counted", required=True, positional=True),
            Argument("days", "天数 / days", "whole", required=True, positional=True),
            Argument("working", "按工作日 / working days", "flag"),
        ),
    ),
)
