"""Commands of the register: mine list | show | import | template, register add | change | remove | confirm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context
from inspector_app.commands.described import array_of
from inspector_app.enterprise.inputs import NOUNS
from inspector_app.enterprise.stating import StatedFact
from inspector_app.enterprise.values import EnterpriseRole, SiteKind, SiteState
from inspector_app.errors import BadInput


def _list(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.enterprise.values import SiteQuery

    query = SiteQuery(
        text=given["text"] or "",
        kind=SiteKind(given["kind"]) if given["kind"] else None,
        state=SiteState(given["state"]) if given["state"] else None,
        region_code=_region(given["region"]),
        enterprise_id=given["enterprise"],
    )
    after = (given["after_key"], given["after_id"]) if given["after_id"] else None
    return [asdict(row) for row in context.app.register.sites(query, after=after, limit=given["limit"])]


def _show(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.messages import say

    app = context.app
    file = app.register.site_file(one_site(app, given["mine"]), a_day(given["day"]))
    shown = asdict(file)
    shown["people"] = list(shown["people"].values())
    shown["warnings"] = [{**asdict(w), "told": str(say(w.code, **w.params))} for w in file.warnings]
    shown["principal"] = file.name_of(file.principal_id)
    return shown


def _import(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.enterprise.importing.report import as_json
    from inspector_app.storage.durable import atomic_write

    app = context.app
    report = app.register.import_files(
        app.officer_id,
        [Path(file) for file in given["files"]],
        dry_run=bool(given["dry_run"]),
        told=lambda progress: context.say(f"{progress.title}: {progress.row}/{progress.total or '?'}"),
    )
    if given["problems_to"]:
        atomic_write(Path(given["problems_to"]), report.problems_csv())
    return as_json(report)


def _template(_context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.enterprise.importing.template import write_template

    return {"files": [str(file) for file in write_template(Path(given["to"]))]}


def _enterprises(context: Context, given: Mapping[str, Any]) -> Any:
    role = EnterpriseRole(given["role"]) if given["role"] else None
    return [asdict(row) for row in context.app.register.enterprises(given["text"] or "", role, limit=given["limit"])]


def _add(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.enterprise.shaping import shaped

    app = context.app
    return {"id": app.register.add(app.officer_id, shaped(_facts_of(given["noun"]), _stated(given)))}


def _change(context: Context, given: Mapping[str, Any]) -> Any:
    app, kind = context.app, _facts_of(given["noun"])
    changed = app.register.change(app.officer_id, kind, given["id"], reason=given["reason"], **_stated(given))
    return {"changed": changed}


def _remove(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    return {"removed": app.register.remove(app.officer_id, _facts_of(given["noun"]), given["id"], given["reason"])}


def _fields(_context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.enterprise.described import schema_of

    return schema_of(_facts_of(given["noun"]))


def _confirm(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    return {"changed": app.register.confirm_site(app.officer_id, given["mine"])}


def _facts(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    site_id = one_site(app, given["mine"])
    wanted = ((given["yes"], True), (given["no"], False), (given["unknown"], None))
    facts = {key: holds for keys, holds in wanted for key in keys or ()}
    if facts:
        app.register.state_facts(app.officer_id, site_id, facts, given["source"] or "", given["dated_on"])
    return [asdict(one) for one in app.register.facts(site_id)]


def _stale(context: Context, given: Mapping[str, Any]) -> Any:
    return [asdict(row) for row in context.app.register.stale_sites(a_day(given["day"]))]


def one_site(app: Any, named: str) -> str:
    """The id of a mine that is named by id, or by the only name or initials that fit."""
    from inspector_app.enterprise.values import SiteQuery

    found = app.register.sites(SiteQuery(named), limit=2)
    exact = [row.id for row in found if row.name == named]
    return exact[0] if exact else found[0].id if len(found) == 1 else named


def _stated(given: Mapping[str, Any]) -> dict[str, Any]:
    """The blanks of ``--set field=value …`` over those of the input file's ``facts``."""
    stated = dict(given["facts"] or {})
    for text in given["set"] or ():
        name, equals, value = text.partition("=")
        if not equals:
            raise BadInput("register.pair_malformed", text=text)
        stated[name.strip()] = value
    return stated


def _facts_of(noun: str) -> type[Any]:
    if noun not in NOUNS:
        raise BadInput("register.noun_unknown", noun=noun, known="、".join(NOUNS))
    return NOUNS[noun].facts


def _region(text: str | None) -> str | None:
    from inspector_app.office.regions import find_region, regions

    if not text:
        return None
    region = find_region(text)
    if region is None:
        raise BadInput("office.region_unknown", value=text, known="、".join(one.name for one in regions().values()))
    return region.code


def a_day(text: str | None) -> Any:
    """A day that was typed. Raises ``BadInput('office.day_impossible')``."""
    from datetime import date

    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadInput("office.day_impossible", field="day", value=text) from error


_LIMIT = Argument("limit", "最多几条 / at most", "whole", default=100)
_TEXT = Argument("text", "名称、拼音首字母或信用代码 / name, initials or code")
_DAY = Argument("day", "日期 / day, e.g. 2026-03-10")
_NOUN = Argument(
    "noun", "类别：企业、人员、矿山等 / kind of entry", required=True, positional=True, choices=tuple(NOUNS)
)
_ID = Argument("id", "编号 / id", required=True, positional=True)
_SET = Argument("set", "栏目=内容 / field=value …", "texts")
_FACTS = Argument("facts", "全部栏目 / an object of fields", "json", shape={"type": "object"})

COMMANDS = (
    Command(
        "mine list",
        "矿山（尾矿库）列表 / mines and ponds",
        _list,
        (
            _TEXT,
            Argument("kind", "类型 / kind", terms=SiteKind),
            Argument("state", "状态 / state", terms=SiteState),
            Argument("region", "县（市、区）名称或代码 / county"),
            Argument("enterprise", "企业编号 / enterprise id"),
            Argument("after_key", "上一页末行的 sort_key / of the last row"),
            Argument("after_id", "上一页末行的 id / of the last row"),
            _LIMIT,
        ),
        {"type": "array"},
    ),
    Command(
        "mine show",
        "矿山登记内容 / what the register says of one mine",
        _show,
        (Argument("mine", "编号或名称 / id or name", required=True, positional=True), _DAY),
    ),
    Command(
        "mine import",
        "导入名册 / take a register over from CSV or XLSX",
        _import,
        (
            Argument("files", "文件 / files", "texts", required=True, positional=True),
            Argument("dry_run", "只检查，不写入 / only say what would happen", "flag"),
            Argument("problems_to", "问题清单写入 / write the problems as CSV", "path"),
        ),
    ),
    Command(
        "mine template",
        "名册模板 / an empty register to fill in",
        _template,
        (Argument("to", "文件 .xlsx 或文件夹 / .xlsx file, or folder for CSV", "path", required=True),),
    ),
    Command(
        "mine facts",
        "矿情：列出、登记 / facts of a mine: so, not so, not stated",
        _facts,
        (
            Argument("mine", "编号或名称 / id or name", required=True, positional=True),
            Argument("yes", "是 / it is so", "texts"),
            Argument("no", "否，有关检查项不再问 / it is not so, its items are not asked", "texts"),
            Argument("unknown", "改为未登记 / nobody said", "texts"),
            Argument("source", "依据（报告名称） / the paper that says it"),
            Argument("dated_on", "依据的日期 / its day"),
        ),
        array_of(StatedFact),
    ),
    Command("mine stale", "久未更新的矿山 / entries that are too old", _stale, (_DAY,), {"type": "array"}),
    Command(
        "mine confirm",
        "核对无误 / an entry was compared and is right",
        _confirm,
        (Argument("mine", "编号 / id", required=True, positional=True),),
    ),
    Command(
        "enterprise list",
        "企业列表 / companies",
        _enterprises,
        (
            _TEXT,
            Argument("role", "类型 / role", terms=EnterpriseRole),
            _LIMIT,
        ),
        {"type": "array"},
    ),
    Command("register fields", "某类登记有哪些栏目 / JSON Schema of the blanks of a kind of entry", _fields, (_NOUN,)),
    Command("register add", "登记 / enter something", _add, (_NOUN, _SET, _FACTS)),
    Command(
        "register change",
        "更正 / correct some blanks",
        _change,
        (_NOUN, _ID, _SET, _FACTS, Argument("reason", "原因 / reason")),
    ),
    Command(
        "register remove",
        "删除 / take off the list",
        _remove,
        (_NOUN, _ID, Argument("reason", "原因 / reason", required=True)),
    ),
)
