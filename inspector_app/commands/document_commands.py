"""Commands about papers of a store: document, from the first draft to the printer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.commands import (
    case_commands,
    handwritten_commands,
    ink_commands,
    number_commands,
    print_commands,
    scan_commands,
    signing_commands,
)
from inspector_app.commands.command import Argument, Command, Context, missing
from inspector_app.commands.described import array_of, described
from inspector_app.commands.form_commands import RenderCommand
from inspector_app.enforcement.scan_values import PaperHistory
from inspector_app.enforcement.values import CheckResult, PaperRow, PrintRow, Suggestion
from inspector_app.errors import BadInput

_DOCUMENT = Argument("document", "文书编号 / document id", required=True, positional=True)
_REASON = Argument("reason", "原因 / reason", required=True)


def _suggest(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.messages import say

    found = context.app.papers.suggestions(given["inspection"])
    return [{**asdict(one), "told": str(say(one.reason))} for one in found]


def _list(context: Context, given: Mapping[str, Any]) -> Any:
    return [asdict(row) for row in context.app.papers.papers(given["inspection"], given["case"])]


def _create(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    document = app.papers.create(
        app.officer_id,
        given["form"],
        inspection_id=given["inspection"],
        case_id=given["case"],
        original_document_id=given["original"],
    )
    return {"document": document, **_content(app, document)}


def _show(context: Context, given: Mapping[str, Any]) -> Any:
    app, document = context.app, given["document"]
    return {**_content(app, document), "history": asdict(app.papers.history(document))}


def _set(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    if not isinstance(given["values"], Mapping):
        raise missing("document set", "values")
    changed = app.papers.set_values(app.officer_id, given["document"], **given["values"])
    return {"changed": changed, **_content(app, given["document"])}


def _refill(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    return {"changed": app.papers.refill(app.officer_id, given["document"], *(given["fields"] or ()))}


def _check(context: Context, given: Mapping[str, Any]) -> Any:
    results = context.app.papers.check(given["document"])
    return {"ok": not any(one.blocks for one in results), "results": [_told(one) for one in results]}


def _issue(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    row = app.papers.issue(
        app.officer_id,
        given["document"],
        number=given["number"],
        issued_on=given["date"],
        accept_warnings=bool(given["accept_warnings"]),
    )
    return {**asdict(row), **_written(given["to"], app.papers.pdf(row.id))}


def _preview(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.storage.durable import atomic_write

    made = context.app.papers.preview(given["document"])
    atomic_write(Path(given["to"]), made.pdf)
    return {"file": given["to"], "pages": made.pages, "digest": made.digest}


def _pdf(context: Context, given: Mapping[str, Any]) -> Any:
    app, document = context.app, given["document"]
    if given["run"] is None:
        return _written(given["to"], app.papers.pdf(document))
    runs = {run.run_no: run for run in app.papers.history(document).prints}
    if given["run"] not in runs:
        raise BadInput("record.unknown", kind="print_run", id=str(given["run"]))
    run = runs[given["run"]]
    return {**_written(given["to"], app.papers.printed_pdf(run.id, document)), "run": asdict(run)}


def _content(app: Any, document: str) -> dict[str, Any]:
    content = app.papers.content(document)
    marks = {"manual": sorted(content.manual), "stale": list(content.stale)}
    return {"paper": asdict(content.row), "values": dict(content.values), **marks}


def _written(to: str | None, pdf: bytes) -> dict[str, Any]:
    import hashlib

    from inspector_app.storage.durable import atomic_write

    if to:
        atomic_write(Path(to), pdf)
    return {"pdf": to, "sha256": hashlib.sha256(pdf).hexdigest()}


def _told(result: Any) -> dict[str, Any]:
    from inspector_app.messages import say

    params = {key: str(value) for key, value in result.params.items()}
    return {**asdict(result), "params": params, "told": str(say(result.code, **result.params))}


_TEXT = {"type": "string"}
_MAYBE_TEXT = {"type": ["string", "null"]}
_ROW = described(PaperRow)
_CONTENT = {
    "type": "object",
    "properties": {
        "paper": _ROW,
        "values": {"type": "object", "description": "栏目内容 / values by field key"},
        "manual": {"type": "array", "items": _TEXT, "description": "手工填写的栏目 / blanks written by hand"},
        "stale": {"type": "array", "items": _TEXT, "description": "已有变化的栏目 / blanks to be filled anew"},
        "document": _TEXT,
        "changed": {"type": "boolean"},
        "history": described(PaperHistory),
    },
}
_CHECKED = {
    "type": "object",
    "properties": {"ok": {"type": "boolean"}, "results": array_of(CheckResult, told=_TEXT)},
}
_PDF = {
    "type": "object",
    "properties": {"pdf": _MAYBE_TEXT, "sha256": _TEXT, "run": described(PrintRow)},
    "required": ["pdf", "sha256"],
}
_TO = Argument("to", "PDF 文件 / PDF file to write", "path")

COMMANDS = (
    Command(
        "document suggest",
        "本次检查适用的文书 / papers that fit a visit",
        _suggest,
        (Argument("inspection", "检查编号 / inspection id", required=True),),
        output=array_of(Suggestion, told=_TEXT),
    ),
    Command(
        "document list",
        "文书列表 / papers",
        _list,
        (Argument("inspection", "检查编号 / inspection id"), Argument("case", "案件编号 / case id")),
        output=array_of(PaperRow),
    ),
    Command(
        "document create",
        "新建文书并填充 / begin a paper, filled from what is known",
        _create,
        (
            Argument("form", "式样代号或名称，如 F3 / code or key of the form", required=True),
            Argument("inspection", "检查编号 / inspection id"),
            Argument("case", "案件编号 / case id"),
            Argument("original", "原文书编号（复查） / original paper"),
        ),
        output=_CONTENT,
    ),
    Command("document show", "查看文书 / one paper", _show, (_DOCUMENT,), output=_CONTENT),
    RenderCommand(
        "document set",
        "填写栏目（--input 为栏目内容） / write blanks",
        _set,
        (_DOCUMENT, Argument("values", "栏目内容 / values by field key", "json", shape={"type": "object"})),
        output=_CONTENT,
    ),
    Command(
        "document refill",
        "重新填充（手工内容保留） / fill anew",
        _refill,
        (_DOCUMENT, Argument("fields", "同时放弃手工内容的栏目 / blanks that lose what was written", "texts")),
    ),
    Command("document check", "预检 / what a court would say", _check, (_DOCUMENT,), output=_CHECKED),
    Command(
        "document preview",
        "预览 PDF / draft as PDF",
        _preview,
        (_DOCUMENT, Argument("to", "PDF 文件 / PDF file", "path", required=True)),
    ),
    Command(
        "document issue",
        "编号定稿 / number and freeze",
        _issue,
        (
            _DOCUMENT,
            _TO,
            Argument("number", "键入的序号 / serial typed in"),
            Argument("date", "成文日期 YYYY-MM-DD / date"),
            Argument("accept_warnings", "知晓提醒仍出具 / issue knowing the warnings", "flag"),
        ),
        output=described(PaperRow, pdf=_MAYBE_TEXT, sha256=_TEXT),
    ),
    Command(
        "document pdf",
        "导出定稿 PDF，或某次打印的 PDF / the frozen PDF, or that of an earlier print run",
        _pdf,
        (_DOCUMENT, _TO, Argument("run", "第几次打印，默认现行定稿 / number of the print run", "whole")),
        output=_PDF,
    ),
    *print_commands.COMMANDS,
    *signing_commands.COMMANDS,
    *ink_commands.COMMANDS,
    *scan_commands.COMMANDS,
    *handwritten_commands.COMMANDS,
    *case_commands.COMMANDS,
    *number_commands.COMMANDS,
)
