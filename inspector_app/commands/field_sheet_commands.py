"""Commands of 下井记录单: field-sheet print | list | show | enter | scan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context, missing
from inspector_app.errors import BadInput, InspectorError
from inspector_app.fieldwork.values import LinePlan, Sheet

_SHEET = Argument("sheet", "记录单编号 / id or code of the sheet", required=True, positional=True)
_TEXT, _WHOLE, _FLAG = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
_TEXTS = {"type": "array", "items": _TEXT}
_HEAD = {
    "sheet": _TEXT, "code": _TEXT, "inspection": _TEXT, "sheet_no": _WHOLE, "drawn_up_at": _TEXT, "count": _WHOLE,
}  # fmt: skip


def _print(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.documents.rendering import render
    from inspector_app.storage.durable import atomic_write

    app = context.app
    if given["sheet"]:
        sheet = app.field_sheets.sheet(given["sheet"])
    elif given["inspection"]:
        sheet = app.field_sheets.draw_up(
            app.officer_id, given["inspection"], checklists=given["checklists"] or (),
            open_only=bool(given["open_only"]), as_listed=bool(given["as_listed"]),
        )  # fmt: skip
    else:
        raise missing("field-sheet print", "inspection")
    paper = render(app.field_sheets.paper(sheet.id, is_sample=app.store.is_sample))
    atomic_write(Path(given["to"]), paper.pdf)
    return {**_head(sheet), "pages": paper.pages, "file": given["to"]}


def _list(context: Context, given: Mapping[str, Any]) -> Any:
    sheets = context.app.field_sheets
    if not given["unfinished"]:
        return [_head(one) for one in sheets.sheets(given["inspection"])]
    left = {one.id: one for one in sheets.unfinished() if given["inspection"] in (None, one.inspection_id)}
    told = {key: {"open": one.open, "is_typed": one.is_typed} for key, one in left.items()}
    return [{**_head(sheets.sheet(key)), **more} for key, more in told.items()]


def _show(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    state = app.field_sheets.state(app.field_sheets.sheet(given["sheet"]).id)
    items = [
        {
            **{name: value for name, value in asdict(one).items() if name != "verdict"},
            "verdict": state.verdicts.get(one.item_key),
            "value": state.values.get(one.item_key),
            "findings": list(state.finding_seqs.get(one.item_key, ())),
            "in_scope": one.item_key not in state.outside,
        }
        for one in state.sheet.items
    ]
    return {
        **_head(state.sheet),
        "places": list(state.sheet.places),
        "seen_from_at": state.sheet.seen_from_at,
        "seen_to_at": state.sheet.seen_to_at,
        "seen_stated_by": state.sheet.seen_stated_by,
        "open": state.open,
        "scans": list(state.scans),
        "items": items,
    }


def _enter(context: Context, given: Mapping[str, Any]) -> Any:
    """Line by line; one that is refused keeps no other from being entered and is told with its reason."""
    app = context.app
    sheet = app.field_sheets.sheet(given["sheet"])
    lines = [*(given["lines"] or ()), *(_read(Path(given["file"])) if given["file"] else ())]
    if not lines:
        raise missing("field-sheet enter", "lines")
    done = [_entered(app, sheet, line, check=bool(given["check"])) for line in lines]
    left = app.field_sheets.state(sheet.id).open
    return {"ok": all("error" not in one for one in done), **_head(sheet), "lines": done, "open": left}


def _entered(app: Any, sheet: Sheet, line: str, *, check: bool) -> dict[str, Any]:
    from inspector_app.messages import tell

    try:
        if check:
            return {"line": line, "changed": False, **_told(app.field_sheets.plan(sheet.id, line))}
        told = _told(app.field_sheets.plan(sheet.id, line))
        entered = app.field_sheets.enter(app.officer_id, sheet.id, line)
    except InspectorError as error:
        return {"line": line, "changed": False, "error": error.code, "told": str(tell(error)), "warnings": []}
    made = {"finding": entered.finding_id} if entered.finding_id else {}
    return {"line": line, "changed": entered.changed, **told, **made}


def _told(plan: LinePlan) -> dict[str, Any]:
    from inspector_app.fieldwork.telling import told

    said = told(plan)
    return {"told": said.does, "warnings": list(said.warnings)}


def _read(file: Path) -> list[str]:
    """Lines of a text file, without empty ones. Raises ``BadInput`` naming the file."""
    try:
        return [line.strip() for line in file.read_text("utf-8-sig").splitlines() if line.strip()]
    except OSError as error:
        raise BadInput("command.input_unreadable", file=str(file), detail=error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise BadInput("command.input_not_text_file", file=str(file)) from error


def _scan(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    named = app.field_sheets.sheet(given["sheet"]).id if given["sheet"] else None
    kept = app.field_sheets.attach(app.officer_id, Path(given["file"]), named)
    pages = [
        {"page": one.page, "sheet": one.sheet_id, "code": one.short_code, "photo": one.photo_id} for one in kept.pages
    ]
    return {"file": given["file"], "pages": pages, "unread": list(kept.unread), "unknown": list(kept.unknown)}


def _head(sheet: Sheet) -> dict[str, Any]:
    return {
        "sheet": sheet.id,
        "code": sheet.short_code,
        "inspection": sheet.inspection_id,
        "sheet_no": sheet.sheet_no,
        "drawn_up_at": sheet.drawn_up_at,
        "count": len(sheet.items),
    }


def _object(**more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {**_HEAD, **more}}


_LINE = {
    "line": _TEXT, "changed": _FLAG, "told": _TEXT, "warnings": _TEXTS, "finding": _TEXT, "error": _TEXT,
}  # fmt: skip
_WHOLES = {"type": "array", "items": _WHOLE}
_PAGE = {"page": _WHOLE, "sheet": _TEXT, "code": _TEXT, "photo": _TEXT}
_NULL_TEXT = {"anyOf": [_TEXT, {"type": "null"}]}
_ITEM = {
    "no": _WHOLE, "checklist_key": _TEXT, "item_key": _TEXT, "area": _TEXT, "title": _TEXT, "compare": _TEXT,
    "unit": _TEXT, "options": _TEXTS, "choices": _TEXT, "verdict": _NULL_TEXT, "value": _NULL_TEXT,
    "findings": {"type": "array", "items": _WHOLE}, "in_scope": _FLAG,
}  # fmt: skip

COMMANDS = (
    Command(
        "field-sheet print",
        "打印下井记录单（内部工作用表） / print a field sheet, a working paper of the office",
        _print,
        (
            Argument("inspection", "检查编号 / inspection id", positional=True),
            Argument("checklists", "只印这些检查表 / only these checklists", "texts"),
            Argument("open_only", "只印还没有结论的项 / only items without a verdict", "flag"),
            Argument("as_listed", "按一张检查表的顺序编号，供录入手填的表 / numbered as its paper checklist", "flag"),
            Argument("sheet", "重印这张记录单 / print this sheet again"),
            Argument("to", "PDF 存到哪个文件 / file for the PDF", "path", required=True),
        ),
        output=_object(pages=_WHOLE, file=_TEXT),
    ),
    Command(
        "field-sheet list",
        "下井记录单列表 / field sheets, the newest first",
        _list,
        (
            Argument("inspection", "检查编号 / inspection id", positional=True),
            Argument("unfinished", "只列没有录完的 / only those that are half entered", "flag"),
        ),
        output={"type": "array", "items": _object(open=_WHOLE, is_typed=_FLAG)},
    ),
    Command(
        "field-sheet show",
        "查看记录单录入到哪里 / a field sheet and how far it is entered",
        _show,
        (_SHEET,),
        output=_object(
            places=_TEXTS, seen_from_at=_NULL_TEXT, seen_to_at=_NULL_TEXT, seen_stated_by=_NULL_TEXT, open=_WHOLE,
            scans=_TEXTS, items={"type": "array", "items": {"type": "object", "properties": _ITEM}},
        ),
    ),
    Command(
        "field-sheet enter",
        "录入下井记录单，一行一件事 / enter what was written on a field sheet, line by line",
        _enter,
        (
            _SHEET,
            Argument("lines", "各行，如“12 1” / lines such as “12 1”", "texts", positional=True),
            Argument("file", "文本文件，一行一条 / text file with one line each", "path"),
            Argument("check", "只说明会做什么，不记录 / only tell what would be done", "flag"),
        ),
        output=_object(
            ok=_FLAG, open=_WHOLE, lines={"type": "array", "items": {"type": "object", "properties": _LINE}}
        ),
    ),
    Command(
        "field-sheet scan",
        "保存填好的记录单的照片或扫描件 / keep a photo or scanned PDF of filled-in field sheets",
        _scan,
        (
            Argument("file", "照片或 PDF / photo or PDF", "path", required=True, positional=True),
            Argument("sheet", "没有认出二维码的页归这张记录单 / the sheet of pages without a readable code"),
        ),
        output={"type": "object", "properties": {
            "file": _TEXT, "pages": {"type": "array", "items": {"type": "object", "properties": _PAGE}},
            "unread": _WHOLES, "unknown": _WHOLES,
        }},
    ),
)
