"""Commands about papers of a store: document, from the first draft to the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.commands import case_commands
from inspector_app.commands.command import Argument, Command, Context
from inspector_app.commands.form_commands import RenderCommand
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
        raise BadInput("command.input_missing", name="values", command="document set")
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
    return {**asdict(row), **_written(app, row.id, given["to"])}


def _preview(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.storage.durable import atomic_write

    made = context.app.papers.preview(given["document"])
    atomic_write(Path(given["to"]), made.pdf)
    return {"file": given["to"], "pages": made.pages, "digest": made.digest}


def _pdf(context: Context, given: Mapping[str, Any]) -> Any:
    return _written(context.app, given["document"], given["to"])


def _print(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app import printing

    app, document = context.app, given["document"]
    content = app.papers.content(document)
    copies = given["copies"] or content.form.copies
    title = content.row.number or content.row.title
    job = printing.print_pdf(app.papers.pdf(document), given["printer"], copies, title)
    sheets, spoiled = given["sheets"] or (), given["spoiled"] or ()
    app.papers.record_print(app.officer_id, document, copies, given["printer"], sheets, spoiled)
    return {"document": document, "copies": copies, "printer": given["printer"], "job": job}


def _sign(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.enforcement.values import SignerRole

    app = context.app
    role = _member(SignerRole, given["role"])
    signature = app.papers.sign(app.officer_id, given["document"], role, given["name"], given["opinion"])
    return {"signature": signature, **asdict(app.papers.paper(given["document"]))}


def _refuse(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    signature = app.papers.refuse(
        app.officer_id, given["document"], given["reason"], given["witness"], signer_name=given["name"] or ""
    )
    return {"signature": signature, **asdict(app.papers.paper(given["document"]))}


def _seal(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.enforcement.values import SealMode

    app = context.app
    app.papers.seal(app.officer_id, given["document"], _member(SealMode, given["mode"]))
    return asdict(app.papers.paper(given["document"]))


def _serve(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.enforcement.values import ServiceMode

    app = context.app
    mode = _member(ServiceMode, given["mode"])
    app.papers.serve(app.officer_id, given["document"], mode, given["date"], given["place"])
    return asdict(app.papers.paper(given["document"]))


def _step(name: str) -> Any:
    def run(context: Context, given: Mapping[str, Any]) -> Any:
        app = context.app
        extra = (given["reason"],) if "reason" in given else ()
        getattr(app.papers, name)(app.officer_id, given["document"], *extra)
        return asdict(app.papers.paper(given["document"]))

    return run


def _discard(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    app.papers.discard(app.officer_id, given["document"], given["reason"])
    return {"document": given["document"], "discarded": True}


def _correct(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    return _content(app, app.papers.correct(app.officer_id, given["document"]))


def _scan(context: Context, given: Mapping[str, Any]) -> Any:
    app, picture = context.app, _read(given["file"])
    if given["document"]:
        return asdict(app.papers.attach_scan(app.officer_id, given["document"], picture))
    return asdict(app.papers.file_scan(app.officer_id, picture))


def _transcribe(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    if not isinstance(given["values"], Mapping):
        raise BadInput("command.input_missing", name="values", command="document transcribe")
    return {"changed": app.papers.transcribe(app.officer_id, given["document"], given["values"])}


def _verify(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.messages import say

    found = _verified(context, _read(given["file"]))
    facts = None if found.facts is None else asdict(found.facts)
    return {
        "ok": found.is_proved,
        "verdict": found.verdict.value,
        "told": str(say(found.code, **found.params)),
        "facts": facts,
        "pages_changed": list(found.pages_changed),
        "held_matches": found.held_matches,
    }


def _verified(context: Context, raw: bytes) -> Any:
    """The answer with the keys and papers of the store; without a store the paper is judged by itself."""
    from inspector_app.store import Store

    is_pdf = raw.startswith(b"%PDF")
    if not Store.exists(context.data_dir):
        from inspector_app.documents.verification import verify_image, verify_pdf

        return verify_pdf(raw, ()) if is_pdf else verify_image(raw, ())
    papers = context.app.papers
    return papers.verify(raw) if is_pdf else papers.verify_picture(raw)


def _content(app: Any, document: str) -> dict[str, Any]:
    content = app.papers.content(document)
    row = asdict(content.row)
    return {"paper": row, "values": dict(content.values), "manual": sorted(content.manual)}


def _written(app: Any, document: str, to: str | None) -> dict[str, Any]:
    import hashlib

    from inspector_app.storage.durable import atomic_write

    pdf = app.papers.pdf(document)
    if to:
        atomic_write(Path(to), pdf)
    return {"pdf": to, "sha256": hashlib.sha256(pdf).hexdigest()}


def _told(result: Any) -> dict[str, Any]:
    from inspector_app.messages import say

    params = {key: str(value) for key, value in result.params.items()}
    return {**asdict(result), "params": params, "told": str(say(result.code, **result.params))}


def _member(kind: Any, value: str) -> Any:
    try:
        return kind(value)
    except ValueError as error:
        raise BadInput("command.input_wrong", detail=str(error)) from error


def _read(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise BadInput("command.input_unreadable", file=file, detail=error.strerror or "") from error


_TO = Argument("to", "PDF 文件 / PDF file to write", "path")
_FILE = Argument("file", "文件 / file", "path", required=True, positional=True)

COMMANDS = (
    Command(
        "document suggest",
        "本次检查适用的文书 / papers that fit a visit",
        _suggest,
        (Argument("inspection", "检查编号 / inspection id", required=True),),
    ),
    Command(
        "document list",
        "文书列表 / papers",
        _list,
        (Argument("inspection", "检查编号 / inspection id"), Argument("case", "案件编号 / case id")),
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
    ),
    Command("document show", "查看文书 / one paper", _show, (_DOCUMENT,)),
    RenderCommand(
        "document set",
        "填写栏目（--input 为栏目内容） / write blanks",
        _set,
        (_DOCUMENT, Argument("values", "栏目内容 / values by field key", "json")),
    ),
    Command(
        "document refill",
        "重新填充（手工内容保留） / fill anew",
        _refill,
        (_DOCUMENT, Argument("fields", "同时放弃手工内容的栏目 / blanks that lose what was written", "texts")),
    ),
    Command("document check", "预检 / what a court would say", _check, (_DOCUMENT,)),
    Command("document preview", "预览 PDF / draft as PDF", _preview, (_DOCUMENT, Argument(
        "to", "PDF 文件 / PDF file", "path", required=True))),
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
    ),
    Command("document pdf", "导出定稿 PDF / the frozen PDF", _pdf, (_DOCUMENT, _TO)),
    Command(
        "document print",
        "打印并登记 / print and record",
        _print,
        (
            _DOCUMENT,
            Argument("printer", "打印机队列 / queue", required=True),
            Argument("copies", "份数，默认按式样 / copies", "whole"),
            Argument("sheets", "预盖章文书纸编号 / pre-sealed sheets used", "texts"),
            Argument("spoiled", "作废的文书纸编号 / spoiled sheets", "texts"),
        ),
    ),
    Command(
        "document sign",
        "登记签字 / record a signature",
        _sign,
        (
            _DOCUMENT,
            Argument("role", "officer|site_representative|respondent|witness|approver", required=True),
            Argument("name", "姓名 / name", required=True),
            Argument("opinion", "意见 / opinion"),
        ),
    ),
    Command(
        "document refuse",
        "登记拒签 / record a refusal",
        _refuse,
        (
            _DOCUMENT,
            _REASON,
            Argument("witness", "见证人 / witness", required=True),
            Argument("name", "拒签人 / who refused"),
        ),
    ),
    Command(
        "document seal",
        "登记用印 / record the seal",
        _seal,
        (_DOCUMENT, Argument("mode", "presealed|office|electronic", default="office")),
    ),
    Command(
        "document serve",
        "登记送达 / record service",
        _serve,
        (
            _DOCUMENT,
            Argument("mode", "direct|left|post|entrusted|forwarded|electronic|public_notice", default="direct"),
            Argument("date", "送达日期 / day"),
            Argument("place", "送达地点 / place"),
        ),
    ),
    Command("document withdraw", "撤回未签文书 / take back before the first signature", _step("withdraw"), (
        _DOCUMENT, _REASON)),
    Command("document void", "作废 / make void", _step("void"), (_DOCUMENT, _REASON)),
    Command("document discard", "删除未编号草稿 / give up a draft", _discard, (_DOCUMENT, _REASON)),
    Command("document close", "归档 / file", _step("close"), (_DOCUMENT,)),
    Command("document correct", "更正已签文书 / correct a signed paper by a new one", _correct, (_DOCUMENT,)),
    Command(
        "document scan",
        "归档签字件照片 / file a photo of the signed sheet",
        _scan,
        (_FILE, Argument("document", "读不到校验码时指定文书 / paper, when no code can be read")),
    ),
    RenderCommand(
        "document transcribe",
        "转录手写内容 / write down what was handwritten",
        _transcribe,
        (_DOCUMENT, Argument("values", "栏目内容 / texts by field key", "json")),
    ),
    Command("document verify", "核验文书 / verify a PDF or a photo of a page", _verify, (_FILE,)),
    *case_commands.COMMANDS,
)  # fmt: skip
