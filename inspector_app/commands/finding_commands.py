"""Commands of what was found: finding add | change | judge | remove | show | list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.checklist.values import Force
from inspector_app.commands.command import Argument, Command, Context
from inspector_app.commands.described import array_of, described
from inspector_app.commands.photo_commands import imported, photo_shown
from inspector_app.commands.register_commands import one_site
from inspector_app.hazard.values import HazardLevel
from inspector_app.inspection.ledger_values import LedgerRow, LedgerState
from inspector_app.inspection.values import FindingRow, Measure, ReinspectionResult

ALL_OF_A_VISIT = 100_000
"""More findings than any visit has; without a limit of its own the service gives one page."""
_INSPECTION = Argument("inspection", "检查编号 / inspection id", required=True, positional=True)
_FINDING = Argument("finding", "问题编号 / finding id", required=True, positional=True)


def _finding_add(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    stated = {name: given[name] for name in (*_LATER, *_NAMED) if given[name] is not None}
    later = app.proposed_for(given["inspection"], given["checklist"], given["item"]) | stated
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
    return {"finding": finding, "photos": [imported(one) for one in taken]}


_TEXTS = ("criterion_key", "violated_rule", "measure_text", "rectification_due_on", "responsible_person")
_LATER = (*_TEXTS, "force", "measure")
_NAMED = ("serious_violation",)
_FURTHER = ("serious_violation", "legal_basis", "reinspection_result", "reinspection_note")


def _finding_change(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    names = ("place", "fact", *_LATER, *_FURTHER)
    stated = {name: given[name] for name in names if given[name] is not None}
    stated |= {field: given[name] for name, field in _KEYS.items() if given[name] is not None}
    stated |= dict.fromkeys(given["clear"] or ())
    if given["corrected_on_spot"] is not None:
        stated["corrected_on_spot"] = given["corrected_on_spot"] == "yes"
    changed = app.inspections.change_finding(app.officer_id, given["finding"], reason=given["reason"], **stated)
    return {"changed": changed, **asdict(app.inspections.finding(given["finding"]))}


_KEYS = {"item": "item_key", "checklist": "checklist_key"}


def _finding_remove(context: Context, given: Mapping[str, Any]) -> Any:
    context.app.inspections.remove_finding(context.app.officer_id, given["finding"], given["reason"])
    return {"removed": given["finding"]}


def _finding_show(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    photos = app.evidence.photos(finding_id=given["finding"])
    return {**asdict(app.inspections.finding(given["finding"])), "filed": [photo_shown(one) for one in photos]}


def _finding_judge(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app import judging

    app, level, criterion = context.app, given["level"], given["criterion_key"]
    judge, basis = "", ""
    if level != HazardLevel.GENERAL:
        judge, basis = judging.proposed(app, given["finding"], criterion)
    app.inspections.judge(
        app.officer_id,
        given["finding"],
        level,
        judged_by=given["judged_by"] or judge,
        basis=given["basis"] or basis,
        criterion_key=criterion,
    )
    return asdict(app.inspections.finding(given["finding"]))


def _finding_list(context: Context, given: Mapping[str, Any]) -> Any:
    found = context.app.inspections.findings(inspection_id=given["inspection"], limit=ALL_OF_A_VISIT)
    return [asdict(row) for row in found]


def _finding_ledger(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    ledger, site_id = app.ledger, one_site(app, given["mine"]) if given["mine"] else ""
    numbers = ledger.numbers(LedgerState(given["state"] or LedgerState.ALL), site_id)
    rows = ledger.rows(numbers[given["skip"] : given["skip"] + given["limit"]])
    return {"total": len(numbers), "rows": [asdict(row) for row in rows]}


_PLAIN_HELP = {
    "criterion_key": "判定标准条目，如 UG-05 / key of the criterion",
    "violated_rule": "违反的条款 / provision that was violated",
    "measure_text": "处理措施的文字 / words of the measure",
    "rectification_due_on": "整改期限，如 2026-04-10 / day by which it is put right",
    "responsible_person": "整改责任人 / who has to put it right",
}
_MORE = (
    *(Argument(name, _PLAIN_HELP[name]) for name in _TEXTS),
    Argument("force", "条款效力 / force of the provision", terms=Force),
    Argument("measure", "处理措施 / measure", terms=Measure),
)
_WHERE = (
    Argument("place", "部位，如 -480m 水平运输巷 / place"),
    Argument("fact", "事实 / what is wrong"),
    Argument("item", "检查项 / item key"),
    Argument("checklist", "检查表 / checklist key"),
)
_REMOVED = {"type": "object", "properties": {"removed": {"type": "string"}}}
_CLEARABLE = ("item_key", "checklist_key", *_LATER, *_FURTHER)

COMMANDS = (
    Command(
        "finding add",
        "记录问题 / record a finding",
        _finding_add,
        (
            _INSPECTION,
            *_WHERE,
            Argument("photos", "照片 / picture files", "texts"),
            *_MORE,
            Argument("serious_violation", "严重违法行为，默认按检查项 / serious violation, by the item if not stated"),
        ),
    ),
    Command(
        "finding change",
        "更正或补充问题 / complete or correct a finding",
        _finding_change,
        (
            _FINDING,
            *_WHERE,
            *_MORE,
            Argument("legal_basis", "法律依据 / legal basis"),
            Argument("serious_violation", "严重违法行为 / serious violation"),
            Argument("corrected_on_spot", "当场改正：yes 是、no 否 / corrected on the spot", choices=("yes", "no")),
            Argument("reinspection_result", "复查结果 / result of the re-inspection", terms=ReinspectionResult),
            Argument("reinspection_note", "复查说明 / note of the re-inspection"),
            Argument("clear", "清空的栏目 / fields to empty", "texts", choices=_CLEARABLE),
            Argument("reason", "原因 / reason"),
        ),
        output=described(FindingRow, changed={"type": "boolean"}),
    ),
    Command(
        "finding judge",
        "判定隐患等级 / judge a finding",
        _finding_judge,
        (
            _FINDING,
            Argument("level", "隐患等级 / level", required=True, terms=HazardLevel),
            Argument("judged_by", "判定人，默认带队的 / by whom, the leader by default"),
            Argument("basis", "判定依据，默认按判定标准 / basis, the criteria by default"),
            Argument("criterion_key", "判定标准条目，如 UG-05 / key of the criterion"),
        ),
        output=described(FindingRow),
    ),
    Command(
        "finding remove",
        "删除问题（留痕） / take a finding off the list; the journal keeps it",
        _finding_remove,
        (_FINDING, Argument("reason", "原因 / reason", required=True)),
        output=_REMOVED,
    ),
    Command(
        "finding show",
        "查看问题和照片 / one finding with its photos",
        _finding_show,
        (_FINDING,),
        output=described(FindingRow, filed={"type": "array", "items": {"type": "object"}}),
    ),
    Command(
        "finding list",
        "问题列表 / findings of a visit",
        _finding_list,
        (_INSPECTION,),
        output=array_of(FindingRow),
    ),
    Command(
        "finding ledger",
        "隐患台账，新的在前 / all findings, newest first",
        _finding_ledger,
        (
            Argument("state", "哪些 / which", terms=LedgerState),
            Argument("mine", "只看一座矿：编号或名称 / of one mine, id or name"),
            Argument("skip", "跳过几条 / how many to skip", "whole", default=0),
            Argument("limit", "最多几条 / at most", "whole", default=100),
        ),
        output={"type": "object", "properties": {"total": {"type": "integer"}, "rows": array_of(LedgerRow)}},
    ),
)
