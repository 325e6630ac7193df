"""Commands of double entry: transcription systems | pending | show | copy | done | reopen | layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context
from inspector_app.commands.described import array_of, described
from inspector_app.transcription.cleaning import LineBreaks
from inspector_app.transcription.values import PendingVisit, Sheet


def _systems(context: Context, _given: Mapping[str, Any]) -> Any:
    return [
        {
            "system": one.key,
            "title": one.title,
            "version": one.version,
            "confirmed": one.confirmed,
            "in_use": one.in_use,
            "is_own": one.is_own,
            "note": one.note,
            "fields": sum(len(section.fields) for section in one.sections),
        }
        for one in context.app.transcription.layouts()
    ]


def _pending(context: Context, given: Mapping[str, Any]) -> Any:
    return [asdict(row) for row in context.app.transcription.pending(given["limit"])]


def _show(context: Context, given: Mapping[str, Any]) -> Any:
    transcription = context.app.transcription
    if given["system"]:
        return [_shown(transcription.sheet(given["inspection"], given["system"]))]
    return [_shown(sheet) for sheet in transcription.sheets(given["inspection"])]


def _copy(context: Context, given: Mapping[str, Any]) -> Any:
    text = context.app.transcription.copy(
        given["inspection"], given["system"], given["group"], given["field"], given["line_breaks"]
    )
    return {"text": text}


def _done(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    return _shown(app.transcription.done(app.officer_id, given["inspection"], given["system"], given["group"]))


def _reopen(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    return _shown(app.transcription.reopen(app.officer_id, given["inspection"], given["system"], given["group"]))


def _layout(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.transcription.layout import read_layout

    app = context.app
    data = read_layout(Path(given["file"]))
    return {"changed": app.transcription.import_layout(app.officer_id, data), "system": data["key"]}


def _layout_reset(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    app.transcription.reset_layout(app.officer_id, given["system"], given["reason"])
    return {"system": given["system"]}


def _shown(sheet: Sheet) -> dict[str, Any]:
    groups = [{**asdict(one), "is_settled": one.is_settled, "changed": one.changed} for one in sheet.groups]
    return {**asdict(sheet), "groups": groups, "settled": sheet.settled, "is_settled": sheet.is_settled}


def _line(group: Mapping[str, Any]) -> str:
    return f"{'✓' if group['is_settled'] else '·'} {group['section']} {group['title']}"


def _brief(sheets: Any) -> Any:
    return [
        {
            "system": sheet["title"],
            "order": "已核对 / confirmed" if sheet["confirmed"] else "栏目顺序待确认 / order not confirmed",
            "entered": f"{sheet['settled']}/{len(sheet['groups'])}",
            "groups": [_line(one) for one in sheet["groups"]],
        }
        for sheet in sheets
    ]


_COUNTED = {"settled": {"type": "integer"}, "is_settled": {"type": "boolean"}}
_INSPECTION = Argument("inspection", "检查编号 / inspection id", required=True, positional=True)
_SYSTEM = Argument("system", "录入系统，见 transcription systems / target system", required=True, positional=True)
_GROUP = Argument("group", "组，见 transcription show / group as shown", required=True, positional=True)

COMMANDS = (
    Command(
        "transcription systems",
        "要转录到哪些系统 / systems that visits are entered in again",
        _systems,
        output={"type": "array", "items": {"type": "object"}},
    ),
    Command(
        "transcription pending",
        "还没转录或转录后又有改动的检查 / visits that wait for being entered",
        _pending,
        (Argument("limit", "最多几条 / at most", "whole", default=100),),
        output=array_of(PendingVisit),
    ),
    Command(
        "transcription show",
        "一次检查的转录单 / the sheets of a visit, field by field",
        _show,
        (_INSPECTION, Argument("system", "只看一个系统 / one system only", positional=True)),
        output={"type": "array", "items": described(Sheet, **_COUNTED)},
        brief=_brief,
    ),
    Command(
        "transcription copy",
        "取一个栏目的内容并记为已复制 / the text of a field; it counts as copied",
        _copy,
        (
            _INSPECTION,
            _SYSTEM,
            _GROUP,
            Argument("field", "栏目 / field", required=True, positional=True),
            Argument("line_breaks", "换行怎么办 / line breaks", terms=LineBreaks),
        ),
        output={"type": "object", "properties": {"text": {"type": "string"}}},
    ),
    Command(
        "transcription done",
        "记为已录入 / tick that it was entered",
        _done,
        (_INSPECTION, _SYSTEM, Argument("group", "只记一组 / one group only", positional=True)),
        output=described(Sheet, **_COUNTED),
    ),
    Command(
        "transcription reopen",
        "取消已录入 / take a tick back",
        _reopen,
        (_INSPECTION, _SYSTEM, _GROUP),
        output=described(Sheet, **_COUNTED),
    ),
    Command(
        "transcription layout",
        "换成本县核对过的栏目表 / take over the layout an office compared with the system",
        _layout,
        (Argument("file", "JSON 文件 / JSON file", "path", required=True, positional=True),),
    ),
    Command(
        "transcription layout-reset",
        "恢复自带的栏目表 / back to the layout that ships",
        _layout_reset,
        (_SYSTEM, Argument("reason", "原因 / reason", required=True)),
    ),
)
