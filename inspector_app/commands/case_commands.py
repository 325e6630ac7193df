"""Commands about dual cases, the law library and lawful dates: dual, law, due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from inspector_app.commands.command import Argument, Command, Context
from inspector_app.commands.described import array_of, described
from inspector_app.enforcement.case_values import (
    CaseRow,
    EvidenceSheet,
    GroupRow,
    Missing,
    PrincipalKind,
    Respondent,
    RespondentType,
)
from inspector_app.enforcement.values import DueRow

_GROUP = Argument("group", "一案双罚编号 / group id", required=True, positional=True)
_CASE = Argument("case", "案件编号 / case id", required=True, positional=True)


def _open(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    findings = given["findings"] or [one.id for one in app.dual.uncovered(given["inspection"])]
    group = app.dual.open(app.officer_id, given["inspection"], findings, given["reason"] or "")
    return {"group": group, **_group(app, group)}


def _add(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    kind = RespondentType(given["type"])
    principal = PrincipalKind(given["principal_kind"]) if given["principal_kind"] else _by_post(app, given)
    case = app.dual.add_case(
        app.officer_id,
        given["group"],
        kind,
        given["respondent"],
        principal_kind=principal,
        pair_key=given["pair"],
        **(given["fields"] or {}),
    )
    return {"case": case, **asdict(app.dual.case(case))}


def _by_post(app: Any, given: Mapping[str, Any]) -> PrincipalKind | None:
    """Why the register says that this person answers."""
    known = app.dual.respondents(app.dual.group(given["group"]).inspection_id)
    return next((one.principal_kind for one in known if one.id == given["respondent"]), None)


def _respondents(context: Context, given: Mapping[str, Any]) -> Any:
    return [asdict(one) for one in context.app.dual.respondents(given["inspection"])]


def _change(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    fields, was = given["fields"] or {}, given["was"]
    app.dual.change_case(app.officer_id, given["case"], reason=given["reason"], was=was, **fields)
    return asdict(app.dual.case(given["case"]))


def _act(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    fields = given["fields"] or {}
    app.dual.change_act(app.officer_id, given["case"], given["act"], reason=given["reason"], **fields)
    return asdict(app.dual.case(given["case"]))


def _amount(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    row = app.dual.set_amount(
        app.officer_id,
        given["case"],
        given["act"],
        given["fen"],
        capitals=given["capitals"],
        tier_note=given["tier_note"] or "",
    )
    return asdict(row)


def _tick(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    reason, undo = given["reason"] or "", bool(given["undo"])
    done = not reason and not undo
    app.dual.tick(app.officer_id, given["group"], given["key"], done=done, reason=reason, photo_id=given["photo"])
    return _group(app, given["group"])


def _evidence(context: Context, given: Mapping[str, Any]) -> Any:
    """The list of one visit (begun when asked), or every list with something open."""
    app = context.app
    if not given["inspection"]:
        return {"sheets": [_sheet(one) for one in app.dual.open_sheets()]}
    begin = app.dual.begin_sheet(app.officer_id, given["inspection"]) if given["begin"] else None
    sheet = begin or app.dual.sheet(given["inspection"])
    return {"sheets": [_sheet(sheet)] if sheet else []}


def _sheet(sheet: EvidenceSheet) -> dict[str, Any]:
    return {**asdict(sheet), "open": [line.key for line in sheet.open]}


def _sheets_shown(answer: Any) -> Any:
    """For people: each list line by line, under its visit and group."""
    if not answer["sheets"]:
        return "没有要取证的 / nothing to collect"
    heads = [" ".join(filter(None, (one["inspection_id"], one["group_id"]))) for one in answer["sheets"]]
    return {
        head: [_line_shown(line) for line in one["lines"]] for head, one in zip(heads, answer["sheets"], strict=True)
    }


def _line_shown(line: Mapping[str, Any]) -> str:
    mark = "已取得" if line["is_done"] else line["reason"] or "未取"
    return f"[{mark}] {line['title']}（{line['key']}）"


def _show(context: Context, given: Mapping[str, Any]) -> Any:
    return _group(context.app, given["group"])


def _list(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    groups = app.dual.open_groups() if given["open"] else app.dual.groups(given["inspection"])
    return [{**asdict(group), "is_open": group.is_open} for group in groups]


def _uncovered(context: Context, given: Mapping[str, Any]) -> Any:
    return [asdict(one) for one in context.app.dual.uncovered(given["inspection"])]


def _missing(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.messages import say

    found = context.app.dual.missing(given["group"])
    rows = [{**asdict(one), "told": str(say(one.code, **one.params))} for one in found]
    return {"complete": not rows, "missing": rows}


def _close_single(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    app.dual.close_single(app.officer_id, given["group"], given["reason"])
    return _group(app, given["group"])


def _group(app: Any, group: str) -> dict[str, Any]:
    row = app.dual.group(group)
    return {**asdict(row), "is_open": row.is_open, "cases": [asdict(case) for case in app.dual.cases(group)]}


def _due(context: Context, _given: Mapping[str, Any]) -> Any:
    return [asdict(row) for row in context.app.papers.due()]


def _law(_context: Context, given: Mapping[str, Any]) -> Any:
    """With ``text`` what the search finds, the best first; without it everything in the order of the library."""
    from inspector_app.enforcement.law import law_library
    from inspector_app.search.passages import EVERY, find_law

    library = law_library()
    articles = {article.key: article for article in library.articles(given["law"])}
    text = given["text"]
    keys = [hit.id for hit in find_law(text, EVERY, plan=False)] if text else list(articles)
    return [
        {
            "key": article.key,
            "citation": library.citation(article.key),
            "gist": article.gist,
            "mark": article.mark,
            "penalties": [asdict(one) for one in library.penalties(article.key)],
        }
        for article in (articles[key] for key in keys if key in articles)
    ]


_OBJECT = {"type": "object"}
_TEXT = {"type": "string"}
_YES_NO = {"type": "boolean"}
_TEXTS = {"type": "array", "items": _TEXT}
_GROUP_SHOWN = described(GroupRow, is_open=_YES_NO, cases=array_of(CaseRow))
_MISSING = {"type": "object", "properties": {"complete": _YES_NO, "missing": array_of(Missing, told=_TEXT)}}
_ARRAY = {"type": "array", "items": {"type": "object"}}

COMMANDS = (
    Command(
        "dual open",
        "开立一案双罚 / open a dual group",
        _open,
        (
            Argument("inspection", "检查编号 / inspection id", required=True),
            Argument("findings", "问题编号，默认全部应双罚的 / finding ids", "texts"),
            Argument("reason", "理由 / reason"),
        ),
        output=_GROUP_SHOWN,
    ),
    Command(
        "dual case",
        "添加当事人案件 / add a respondent's case",
        _add,
        (
            _GROUP,
            Argument("type", "单位或个人 / org or person", required=True, terms=RespondentType),
            Argument("respondent", "单位或人员编号 / enterprise or person id", required=True),
            Argument("principal_kind", "身份，默认按任职 / why he answers, by his posts", terms=PrincipalKind),
            Argument("pair", "双罚对照 / line of the pairing table"),
            Argument("fields", "其他内容 / further facts of the case", "json", shape=_OBJECT),
        ),
        output=described(CaseRow, case=_TEXT),
    ),
    Command(
        "dual change",
        "补充案件内容 / state facts of a case",
        _change,
        (
            _CASE,
            Argument("fields", "内容 / facts", "json", required=True, shape=_OBJECT),
            Argument("was", "改前的证据、承办人，供合并 / lists as they stood before, to merge", "json", shape=_OBJECT),
            Argument("reason", "原因 / reason"),
        ),
        output=described(CaseRow),
    ),
    Command(
        "dual act",
        "修改一项违法行为的内容 / state fields of one act",
        _act,
        (
            _CASE,
            Argument("act", "行为序号，如 a1 / act", default="a1"),
            Argument("fields", "只写要改的 / only what changes", "json", required=True, shape=_OBJECT),
            Argument("reason", "原因 / reason"),
        ),
        output=described(CaseRow),
    ),
    Command(
        "dual amount",
        "填写罚款数额（分） / set a fine in fen",
        _amount,
        (
            _CASE,
            Argument("act", "行为序号，如 a1 / act", default="a1"),
            Argument("fen", "罚款（分） / fine in fen", "whole", required=True),
            Argument("capitals", "大写，用于核对 / capitals to compare"),
            Argument("tier_note", "裁量档次说明 / discretion"),
        ),
        output=described(CaseRow),
    ),
    Command(
        "dual tick",
        "双罚取证清单 / tick or explain a line",
        _tick,
        (
            _GROUP,
            Argument("key", "清单项 / line", required=True),
            Argument("reason", "未取得的原因 / why not"),
            Argument("photo", "照片编号 / photo that shows it"),
            Argument("undo", "取消勾选 / take the tick back", "flag"),
        ),
        output=_GROUP_SHOWN,
    ),
    Command(
        "dual evidence",
        "双罚取证清单；不指明检查则列出所有未取齐的 / the evidence list of a visit, or all that are open",
        _evidence,
        (
            Argument("inspection", "检查编号 / inspection id", positional=True),
            Argument("begin", "没有就开列 / begin it", "flag"),
        ),
        output={"type": "object", "properties": {"sheets": array_of(EvidenceSheet, open=_TEXTS)}},
        brief=_sheets_shown,
    ),
    Command("dual show", "查看一案双罚 / one group", _show, (_GROUP,), output=_GROUP_SHOWN),
    Command(
        "dual list",
        "一案双罚列表 / groups",
        _list,
        (Argument("inspection", "检查编号 / inspection id"), Argument("open", "只看未完成 / open ones", "flag")),
        output=array_of(GroupRow, is_open=_YES_NO),
    ),
    Command(
        "dual uncovered",
        "应双罚而尚未立案的问题 / findings that ask for both and have no group yet",
        _uncovered,
        (Argument("inspection", "检查编号 / inspection id", required=True),),
        output=_ARRAY,
    ),
    Command(
        "dual respondents",
        "可以处罚的单位和个人 / who may be penalised at the mine of a visit",
        _respondents,
        (Argument("inspection", "检查编号 / inspection id", required=True, positional=True),),
        output=array_of(Respondent),
    ),
    Command("dual missing", "还缺什么 / every blank of both halves", _missing, (_GROUP,), output=_MISSING),
    Command(
        "dual close-single",
        "记录不双罚理由 / record why not both",
        _close_single,
        (_GROUP, Argument("reason", "理由 / reason", required=True)),
        output=_GROUP_SHOWN,
    ),
    Command("due", "法定期限 / lawful dates", _due, output=array_of(DueRow)),
    Command(
        "law list",
        "法律条款和罚则 / provisions and what they allow",
        _law,
        (Argument("law", "法律 / statute key"), Argument("text", "查找：两个字、条号、拼音首字母 / words")),
        output=_ARRAY,
    ),
)
