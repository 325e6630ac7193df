"""Commands about papers written by hand on pre-printed sets: document register | register-change | unregister."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context
from inspector_app.commands.described import array_of, described
from inspector_app.commands.form_commands import RenderCommand
from inspector_app.enforcement.scan_values import Handwritten, ScanOutcome
from inspector_app.enforcement.values import CheckResult, PaperRow, ServiceMode
from inspector_app.messages import say

_DOCUMENT = Argument("document", "文书编号 / document id", required=True, positional=True)
_VALUES = Argument("values", "栏目内容 / values by field key", "json", shape={"type": "object"})
_TEXT = {"type": "string"}


def _paper(app: Any, given: Mapping[str, Any]) -> Handwritten:
    """The paper as it is stated."""
    values = dict(given["values"] or {})
    if given["fill"]:
        values = {
            **app.papers.proposed_values(given["form"], given["inspection"], given["case"], given["original"]),
            **values,
        }
    return Handwritten(
        form=given["form"],
        issued_on=given["date"],
        inspection_id=given["inspection"],
        case_id=given["case"],
        original_document_id=given["original"],
        number=given["number"],
        respondent=given["respondent"] or "",
        values=values,
        page_count=given["pages"],
        signer_name=given["signer"] or "",
        opinion=given["opinion"] or "",
        refusal_reason=given["refused"] or "",
        witness_name=given["witness"] or "",
        is_sealed=bool(given["sealed"]),
        served_on=given["served"],
        service_mode=ServiceMode(given["mode"]) if given["mode"] else None,
    )


def _register(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    paper = _paper(app, given)
    if given["check"]:
        found = app.papers.check_handwritten(paper)
        return {"results": [asdict(one) | {"told": str(say(one.code, **one.params))} for one in found]}
    document = app.papers.register(app.officer_id, paper, accept_warnings=bool(given["accept_warnings"]))
    scans = [
        asdict(app.papers.file_scan(app.officer_id, Path(file), document_id=document))
        for file in given["scans"] or ()
    ]
    return {"document": document, **asdict(app.papers.paper(document)), "scans": scans}


def _change(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    changed = app.papers.change_registered(app.officer_id, given["document"], **dict(given["values"] or {}))
    return {"changed": changed, **asdict(app.papers.paper(given["document"]))}


def _unregister(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    app.papers.unregister(app.officer_id, given["document"], given["reason"])
    return {"document": given["document"], "removed": True}


COMMANDS = (
    RenderCommand(
        "document register",
        "登记手写文书 / register a paper that was written by hand",
        _register,
        (
            Argument("form", "式样代号或名称，如 F5 / code or key of the form", required=True),
            Argument("date", "文书日期 YYYY-MM-DD / date of the paper", required=True),
            Argument("inspection", "检查编号 / inspection id"),
            Argument("case", "案件编号 / case id"),
            Argument("original", "原文书编号（复查） / original paper"),
            Argument("number", "纸上的文号或序号 / number or serial as on the paper"),
            Argument("respondent", "当事人 / party", required=True),
            _VALUES,
            Argument("fill", "未填的栏目用已知内容 / fill blanks that are not stated from what is known", "flag"),
            Argument("pages", "共几页 / number of pages", "whole", default=1),
            Argument("signer", "签名人 / who signed"),
            Argument("opinion", "当事人意见 / opinion of the party"),
            Argument("refused", "拒签理由 / why it was not signed"),
            Argument("witness", "见证人 / witness of the refusal"),
            Argument("sealed", "已盖章 / it bears the seal", "flag"),
            Argument("served", "送达日期 YYYY-MM-DD / day of service"),
            Argument("mode", "送达方式 / how it was served", terms=ServiceMode),
            Argument("scans", "各页照片 / photos of its pages", "texts"),
            Argument("check", "只预检，不登记 / only say what a court would say", "flag"),
            Argument("accept_warnings", "文号缺失或不在号段内仍登记 / register in spite of its number", "flag"),
        ),
        output=described(
            PaperRow, document=_TEXT, scans={"type": "array", "items": described(ScanOutcome)},
            results=array_of(CheckResult, told=_TEXT),
        ),
    ),
    RenderCommand(
        "document register-change",
        "更正手写文书的登记内容 / put right what was transcribed from a handwritten paper",
        _change,
        (_DOCUMENT, _VALUES),
        output=described(PaperRow, changed={"type": "boolean"}),
    ),
    Command(
        "document unregister",
        "撤销手写文书登记 / take back a registration made by mistake",
        _unregister,
        (_DOCUMENT, Argument("reason", "原因 / reason", required=True)),
    ),
)
