"""Commands of a visit: inspection, from its start to its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from inspector_app.checklist.values import Verdict
from inspector_app.commands.command import Argument, Command, Context
from inspector_app.commands.described import array_of
from inspector_app.commands.finding_commands import ALL_OF_A_VISIT
from inspector_app.inspection.list_proposals import ListProposal
from inspector_app.inspection.values import (
    AnswerRow,
    ApprovalKind,
    InspectionCategory,
    InspectionMethod,
    InspectionRow,
    ParticipantRole,
    TakingPart,
    TaskSource,
)

_INSPECTION = Argument("inspection", "检查编号 / inspection id", required=True, positional=True)
_PEOPLE = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["officer_id", "role"],
        "properties": {
            "officer_id": {"type": "string"},
            "role": {"type": "string", "enum": [role.value for role in ParticipantRole]},
        },
    },
}


def _start(context: Context, given: Mapping[str, Any]) -> Any:
    return {"inspection": context.app.inspections.start(context.app.officer_id, _new(given))}


def _reinspect(context: Context, given: Mapping[str, Any]) -> Any:
    """A visit that carries every finding of an issued order; what is not stated is as it is proposed."""
    from inspector_app import reinspection

    app, plain = context.app, {name: given[name] for name in _PLAIN}
    stated: dict[str, Any] = {**plain, "site_id": given["site"], "scope_text": given["scope"]}
    stated["participants"] = _people(given["participants"]) if given["participants"] else None
    stated["methods"] = tuple(InspectionMethod(one) for one in given["methods"] or ()) or None
    stated["checklists"] = tuple(given["checklists"] or ()) or None
    stated["approval_kind"] = ApprovalKind(given["approval_kind"]) if given["approval_kind"] else None
    known = {name: value for name, value in stated.items() if value is not None}
    visit = replace(reinspection.proposed(app, given["document"]), **known)
    return {"inspection": app.papers.start_reinspection(app.officer_id, given["document"], visit)}


def _people(given: Sequence[Mapping[str, str]]) -> tuple[TakingPart, ...]:
    return tuple(TakingPart(person["officer_id"], ParticipantRole(person["role"])) for person in given)


def _new(given: Mapping[str, Any]) -> Any:
    from inspector_app.inspection import values

    return values.NewInspection(
        site_id=given["site"],
        participants=_people(given["participants"]),
        task_source=values.TaskSource(given["task_source"]),
        category=values.InspectionCategory(given["category"]),
        methods=tuple(values.InspectionMethod(method) for method in given["methods"]),
        scope_text=given["scope"],
        checklists=tuple(given["checklists"] or ()),
        approval_kind=values.ApprovalKind(given["approval_kind"]),
        **{name: given[name] for name in _PLAIN},
    )


def _change(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    stated = {name: given[name] for name in _CHANGEABLE if given[name] is not None}
    stated |= {field: given[name] for name, field in _RENAMED.items() if given[name] is not None}
    changed = app.inspections.change_details(app.officer_id, given["inspection"], **stated)
    return {"changed": changed, **_show(context, given)}


def _answers(context: Context, given: Mapping[str, Any]) -> Any:
    return [asdict(row) for row in context.app.inspections.answers(given["inspection"], given["checklist"]).values()]


_PLAIN = (
    "system_id", "contractor_id", "approval_no", "approver", "approved_at", "approval_gap_reason", "notice_no",
    "behavior_code", "behavior_code_gap_reason", "started_at", "route", "companions", "scope_reason",
)  # fmt: skip
_CHANGEABLE = (*_PLAIN, "site_rep_name", "site_rep_title", "approval_kind", "task_source")
_RENAMED = {"category": "inspection_category", "methods": "inspection_methods", "scope": "scope_text"}


_ROWS = {"type": "array", "items": {"type": "object"}}


def _answer(context: Context, given: Mapping[str, Any]) -> Any:
    """With ``carried_from`` and no value, each item takes the value it had in that visit."""
    from inspector_app.inspection.values import HELD, AnswerInput

    said = AnswerInput(
        given["verdict"],
        value=given["value"],
        unit=given["unit"],
        count=given["count"],
        answered_on=given["date"],
        text=given["text"],
        choices=tuple(given["choices"] or ()),
        rows=tuple(given["rows"] or ()),
        not_checked_reason=given["reason"],
        note=given["note"],
        carried_from=given["carried_from"],
    )
    app = context.app
    answers = {item: said for item in given["items"]}
    if said.carried_from and not any(getattr(said, name) for name in HELD):
        before = app.inspections.answers(said.carried_from, given["checklist"])
        answers |= {
            item: replace(said, **{name: getattr(before[item], name) for name in HELD})
            for item in answers
            if item in before
        }
    return {"answers": app.inspections.answer(app.officer_id, given["inspection"], given["checklist"], answers)}


def _propose(context: Context, given: Mapping[str, Any]) -> Any:
    found = context.app.inspections.proposals(given["mine"], given["system"])
    return [{**asdict(one), "proposed": one.is_proposed} for one in found]


def _adopt(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    return asdict(app.inspections.adopt(app.officer_id, given["inspection"], given["checklist"]))


def _newer(context: Context, given: Mapping[str, Any]) -> Any:
    return {key: asdict(one) for key, one in context.app.inspections.newer(given["inspection"]).items()}


def _scope(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    app.inspections.set_scope(app.officer_id, given["inspection"], given["checklists"], given["reason"] or "")
    return {"progress": [{**asdict(row), "open": row.open} for row in app.inspections.progress(given["inspection"])]}


def _coverage(context: Context, given: Mapping[str, Any]) -> Any:
    """Internal, for the officer's own protection: never an annex to a paper."""
    from inspector_app.checklist.relations import contradictions, known_of

    app, visit = context.app, given["inspection"]
    left, pins = app.inspections.coverage(visit), app.inspections.get(visit).checklist_pins or {}
    lists = [app.checklists.pinned(key, pin) for key, pin in pins.items()]
    doubts = contradictions(lists, known_of(app.inspections.answers(visit), app.inspections.subject(visit)))
    return {
        "complete": not left,
        "open": [asdict(item) for item in left],
        "contradictions": [asdict(doubt) for doubt in doubts],
    }


def _close(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    visit = given["inspection"]
    app.end_visit(visit, given["ended_at"], open_items_reason=given["open_items_reason"])
    ended = app.inspections.get(visit)
    told = {"started_at": ended.started_at, "ended_at": ended.ended_at}
    return {"state": ended.inspection_state, **told, "left_out": [asdict(one) for one in app.papers.left_out(visit)]}


def _show(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    inspection = app.inspections.get(given["inspection"])
    return {
        "inspection": {k: v for k, v in inspection.model_dump().items() if k not in ("entry_id", "field_heads")},
        "participants": [asdict(row) for row in app.inspections.participants(inspection.id)],
        "progress": [{**asdict(row), "open": row.open} for row in app.inspections.progress(inspection.id)],
        "findings": [
            asdict(row) for row in app.inspections.findings(inspection_id=inspection.id, limit=ALL_OF_A_VISIT)
        ],
        "photos": len(app.evidence.photos(inspection_id=inspection.id)),
    }


def _list(context: Context, _given: Mapping[str, Any]) -> Any:
    return [asdict(row) for row in context.app.inspections.visits()]


_PARTICIPANTS = Argument(
    "participants", "参加人员及身份 / who takes part, and in which capacity", "json", required=True, shape=_PEOPLE
)
_HELP = {
    "system_id": "生产系统编号 / id of the production system",
    "contractor_id": "外包单位编号 / id of the contractor",
    "approved_at": "批准时间，如 2026-03-10T08:00 / when it was approved",
    "started_at": "开始时间，如 2026-03-10T09:00，默认现在 / when it began, now by default",
    "approval_gap_reason": "没有批准文号的原因 / why there is no approval",
    "behavior_code_gap_reason": "没有行政行为码的原因 / why there is no behaviour code",
    "companions": "陪同人员 / companions",
}
_PLAIN_INPUTS = tuple(Argument(name, _HELP.get(name, "")) for name in _PLAIN)

COMMANDS = (
    Command(
        "inspection start",
        "开始检查 / begin a visit",
        _start,
        (
            Argument("site", "矿山编号 / mine or pond id", required=True),
            _PARTICIPANTS,
            Argument("task_source", "任务来源 / task source", required=True, terms=TaskSource),
            Argument("category", "检查类别 / category", required=True, terms=InspectionCategory),
            Argument("methods", "检查方式 / methods", "texts", required=True, terms=InspectionMethod),
            Argument("scope", "检查范围 / approved scope", required=True),
            Argument("checklists", "检查表 / checklist keys", "texts"),
            Argument("approval_kind", "批准方式 / authority of the visit", default="plan", terms=ApprovalKind),
            *_PLAIN_INPUTS,
        ),
    ),
    Command(
        "inspection reinspect",
        "开始复查：带入原决定的全部问题 / begin a re-inspection of an issued order",
        _reinspect,
        (
            Argument("document", "原决定的文书编号 / id of the order", required=True, positional=True),
            Argument("site", "矿山编号，默认原来的 / mine or pond id, that of the first visit by default"),
            replace(_PARTICIPANTS, required=False),
            Argument("methods", "检查方式，默认复查 / methods, a re-inspection", "texts", terms=InspectionMethod),
            Argument("scope", "复查范围，默认原文书 / scope, the order by default"),
            Argument("checklists", "检查表 / checklist keys", "texts"),
            Argument("approval_kind", "批准方式，默认审批 / authority, an approval by default", terms=ApprovalKind),
            *_PLAIN_INPUTS,
        ),
    ),
    Command(
        "inspection change",
        "更正或补充检查信息 / complete or correct what was stated about a visit",
        _change,
        (
            _INSPECTION,
            Argument("task_source", "任务来源 / task source", terms=TaskSource),
            Argument("category", "检查类别 / category", terms=InspectionCategory),
            Argument("methods", "检查方式 / methods", "texts", terms=InspectionMethod),
            Argument("scope", "检查范围 / approved scope"),
            Argument("approval_kind", "批准方式 / authority of the visit", terms=ApprovalKind),
            Argument("site_rep_name", "现场负责人姓名 / name of the site representative"),
            Argument("site_rep_title", "现场负责人职务 / title of the site representative"),
            *_PLAIN_INPUTS,
        ),
    ),
    Command(
        "inspection answer",
        "回答检查项 / answer items",
        _answer,
        (
            _INSPECTION,
            Argument("checklist", "检查表 / checklist key", required=True),
            Argument("items", "检查项 / item keys", "texts", required=True),
            Argument("verdict", "结论 / verdict", required=True, terms=Verdict),
            Argument("value", "数值 / value as decimal text"),
            Argument("unit", "单位 / unit"),
            Argument("count", "个数 / whole number", "whole"),
            Argument("date", "日期 / day asked for"),
            Argument("text", "文字或姓名 / words or a name"),
            Argument("choices", "选项 / option keys", "texts"),
            Argument("rows", "逐行内容，JSON / rows of a table as JSON", "json", shape=_ROWS),
            Argument("reason", "未检查原因 / why not checked"),
            Argument("note", "备注 / note"),
            Argument("carried_from", "核实后沿用哪次检查的值 / earlier visit whose value is confirmed"),
        ),
    ),
    Command(
        "inspection propose",
        "建议用哪些检查表、为什么、要多久 / which lists to walk at a mine, why, and how long it takes",
        _propose,
        (
            Argument("mine", "矿山编号 / mine or pond id", required=True, positional=True),
            Argument("system", "独立生产系统编号 / production system"),
        ),
        output=array_of(ListProposal, proposed={"type": "boolean"}),
    ),
    Command("inspection newer", "范围内有新版本的检查表 / lists in scope with a newer version", _newer, (_INSPECTION,)),
    Command(
        "inspection adopt",
        "换用新版检查表 / go on with the newest version of a list",
        _adopt,
        (_INSPECTION, Argument("checklist", "检查表 / checklist key", required=True)),
    ),
    Command(
        "inspection scope",
        "选定检查表 / choose the checklists in scope",
        _scope,
        (
            _INSPECTION,
            Argument("checklists", "检查表 / checklist keys", "texts", required=True),
            Argument("reason", "为什么加、减检查表 / why lists are added or dropped"),
        ),
    ),
    Command("inspection coverage", "范围内尚无结论的项 / items in scope without a verdict", _coverage, (_INSPECTION,)),
    Command(
        "inspection close",
        "结束检查 / end a visit",
        _close,
        (
            _INSPECTION,
            Argument("ended_at", "结束时间 / when it ended"),
            Argument("open_items_reason", "其余各项未检查的原因 / why the rest was not checked"),
        ),
    ),
    Command("inspection show", "查看检查 / one visit", _show, (_INSPECTION,)),
    Command(
        "inspection answers",
        "已填写的检查项 / what was answered",
        _answers,
        (_INSPECTION, Argument("checklist", "只看一张检查表 / only of this checklist")),
        output=array_of(AnswerRow),
    ),
    Command("inspection list", "检查列表 / visits", _list, output=array_of(InspectionRow)),
)
