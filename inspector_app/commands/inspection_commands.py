"""Commands of a visit: inspection, finding, photo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context
from inspector_app.errors import BadInput

_INSPECTION = Argument("inspection", "检查编号 / inspection id", required=True)


def _start(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.inspection import values

    try:
        people = tuple(
            values.TakingPart(person["officer_id"], values.ParticipantRole(person["role"]))
            for person in given["participants"]
        )
        new = values.NewInspection(
            site_id=given["site"],
            participants=people,
            task_source=values.TaskSource(given["task_source"]),
            category=values.InspectionCategory(given["category"]),
            methods=tuple(values.InspectionMethod(method) for method in given["methods"]),
            scope_text=given["scope"],
            checklists=tuple(given["checklists"] or ()),
            approval_kind=values.ApprovalKind(given["approval_kind"]),
            **{name: given[name] for name in _PLAIN},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput("command.input_wrong", detail=str(error)) from error
    return {"inspection": context.app.inspections.start(context.app.officer_id, new)}


_PLAIN = (
    "system_id", "contractor_id", "approval_no", "approver", "approved_at", "approval_gap_reason", "notice_no",
    "behavior_code", "behavior_code_gap_reason", "started_at", "route",
)  # fmt: skip


def _answer(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.inspection.values import AnswerInput

    said = AnswerInput(
        given["verdict"],
        value=given["value"],
        unit=given["unit"],
        count=given["count"],
        answered_on=given["date"],
        text=given["text"],
        choices=tuple(given["choices"] or ()),
        not_checked_reason=given["reason"],
        note=given["note"],
    )
    app = context.app
    answers = {item: said for item in given["items"]}
    return {"answers": app.inspections.answer(app.officer_id, given["inspection"], given["checklist"], answers)}


def _scope(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    app.inspections.set_scope(app.officer_id, given["inspection"], given["checklists"])
    return {"progress": [{**asdict(row), "open": row.open} for row in app.inspections.progress(given["inspection"])]}


def _coverage(context: Context, given: Mapping[str, Any]) -> Any:
    """Internal, for the officer's own protection: never an annex to a paper."""
    left = context.app.inspections.coverage(given["inspection"])
    return {"complete": not left, "open": [asdict(item) for item in left]}


def _close(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    app.inspections.close(
        app.officer_id, given["inspection"], given["ended_at"], open_items_reason=given["open_items_reason"]
    )
    return {"state": app.inspections.get(given["inspection"]).inspection_state}


def _show(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    inspection = app.inspections.get(given["inspection"])
    return {
        "inspection": {k: v for k, v in inspection.model_dump().items() if k not in ("entry_id", "field_heads")},
        "participants": [asdict(row) for row in app.inspections.participants(inspection.id)],
        "progress": [{**asdict(row), "open": row.open} for row in app.inspections.progress(inspection.id)],
        "findings": [asdict(row) for row in app.inspections.findings(inspection_id=inspection.id)],
        "photos": len(app.evidence.photos(inspection_id=inspection.id)),
    }


def _list(context: Context, _given: Mapping[str, Any]) -> Any:
    return [asdict(row) for row in context.app.inspections.visits()]


def _finding_add(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    later = {name: given[name] for name in _LATER if given[name] is not None}
    finding = app.inspections.add_finding(
        app.officer_id,
        given["inspection"],
        place=given["place"] or "",
        fact=given["fact"] or "",
        item_key=given["item"],
        checklist_key=given["checklist"],
        **later,
    )
    photos = [Path(file) for file in given["photos"] or ()]
    taken = app.evidence.add_photos(app.officer_id, photos, inspection_id=given["inspection"], finding_id=finding)
    return {"finding": finding, "photos": [_imported(one) for one in taken]}


_LATER = ("criterion_key", "violated_rule", "force", "measure", "measure_text", "rectification_due_on",
          "responsible_person")  # fmt: skip


def _finding_judge(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    app.inspections.judge(
        app.officer_id,
        given["finding"],
        given["level"],
        judged_by=given["judged_by"] or "",
        basis=given["basis"] or "",
        criterion_key=given["criterion_key"],
    )
    return asdict(app.inspections.finding(given["finding"]))


def _finding_list(context: Context, given: Mapping[str, Any]) -> Any:
    return [asdict(row) for row in context.app.inspections.findings(inspection_id=given["inspection"])]


def _photo_add(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    files = [Path(file) for file in given["files"]]
    taken = app.evidence.add_photos(
        app.officer_id, files, inspection_id=given["inspection"], finding_id=given["finding"]
    )
    return {"ok": all(one.error is None for one in taken), "photos": [_imported(one) for one in taken]}


def _imported(one: Any) -> dict[str, Any]:
    from inspector_app.messages import tell

    shown: dict[str, Any] = {"file": one.source, "photo": one.photo_id, "duplicate": one.is_duplicate}
    if one.error is not None:
        shown |= {"error": one.error.code, "told": str(tell(one.error))}
    return {**shown, "warnings": list(one.warnings)}


COMMANDS = (
    Command(
        "inspection start",
        "开始检查 / begin a visit",
        _start,
        (
            Argument("site", "矿山编号 / mine or pond id", required=True),
            Argument(
                "participants", '[{"officer_id":…,"role":"lead|officer|expert|technical_assistant"}]', "json", True
            ),
            Argument("task_source", "任务来源 / task source", required=True),
            Argument("category", "检查类别 / category", required=True),
            Argument("methods", "检查方式 / methods", "texts", required=True),
            Argument("scope", "检查范围 / approved scope", required=True),
            Argument("checklists", "检查表 / checklist keys", "texts"),
            Argument("approval_kind", "批准方式 / plan, approval or urgent", default="plan"),
            *(Argument(name, name.replace("_", " ")) for name in _PLAIN),
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
            Argument("verdict", "结论 / verdict", required=True),
            Argument("value", "数值 / value as decimal text"),
            Argument("unit", "单位 / unit"),
            Argument("count", "个数 / whole number", "whole"),
            Argument("date", "日期 / day asked for"),
            Argument("text", "文字或姓名 / words or a name"),
            Argument("choices", "选项 / option keys", "texts"),
            Argument("reason", "未检查原因 / why not checked"),
            Argument("note", "备注 / note"),
        ),
    ),
    Command(
        "inspection scope",
        "选定检查表 / choose the checklists in scope",
        _scope,
        (_INSPECTION, Argument("checklists", "检查表 / checklist keys", "texts", required=True)),
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
    Command("inspection list", "检查列表 / visits", _list),
    Command(
        "finding add",
        "记录问题 / record a finding",
        _finding_add,
        (
            _INSPECTION,
            Argument("place", "部位 / place"),
            Argument("fact", "事实 / what is wrong"),
            Argument("item", "检查项 / item key"),
            Argument("checklist", "检查表 / checklist key"),
            Argument("photos", "照片 / picture files", "texts"),
            *(Argument(name, name.replace("_", " ")) for name in _LATER),
        ),
    ),
    Command(
        "finding judge",
        "判定 / judge a finding",
        _finding_judge,
        (
            Argument("finding", "问题编号 / finding id", required=True),
            Argument("level", "等级 / level", required=True, choices=("general", "suspected_major", "major")),
            Argument("judged_by", "判定人 / by whom"),
            Argument("basis", "依据 / basis"),
            Argument("criterion_key", "判定标准条目 / criterion"),
        ),
    ),
    Command("finding list", "问题列表 / findings of a visit", _finding_list, (_INSPECTION,)),
    Command(
        "photo add",
        "添加照片 / bring photos in",
        _photo_add,
        (
            _INSPECTION,
            Argument("files", "文件 / files", "texts", required=True),
            Argument("finding", "问题编号 / finding id"),
        ),
    ),
)
