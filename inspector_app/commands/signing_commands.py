"""Commands about a paper that left the printer: signed, sealed, served, scanned, corrected, verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context
from inspector_app.commands.described import array_of, described
from inspector_app.enforcement.left_out import LeftOut
from inspector_app.enforcement.outstanding import OutstandingPaper
from inspector_app.enforcement.signing_values import PaperPlan, Refusal, RefusalKind
from inspector_app.enforcement.values import (
    NumberSource,
    PaperRow,
    SealMode,
    ServiceMode,
    SignatureRow,
    SignerRole,
)
from inspector_app.errors import BadInput

_DOCUMENT = Argument("document", "文书编号 / document id", required=True, positional=True)
_REASON = Argument("reason", "原因 / reason", required=True)
_FILE = Argument("file", "文件 / file", "path", required=True, positional=True)
_TEXT = {"type": "string"}
_ROW = described(PaperRow)


def _sign(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    role = SignerRole(given["role"])
    signature = app.papers.sign(app.officer_id, given["document"], role, given["name"], given["opinion"])
    return {"signature": signature, **asdict(app.papers.paper(given["document"]))}


def _refuse(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    refusal = Refusal(
        given["reason"],
        RefusalKind(given["kind"]),
        given["name"] or "",
        given["witness"] or "",
        given["witness_title"] or "",
        tuple(given["noted_by"] or ()),
        bool(given["reported"]),
        given["note"] or "",
        given["reported_to"] or "",
    )
    signature = app.papers.refuse(app.officer_id, given["document"], refusal)
    return {"signature": signature, **asdict(app.papers.paper(given["document"]))}


def _report(context: Context, given: Mapping[str, Any]) -> Any:
    app, document = context.app, given["document"]
    app.papers.report_refusal(app.officer_id, document, given["to"], given["date"])
    told = [asdict(one) for one in app.papers.history(document).signatures if one.is_refusal]
    return {"refusals": told, **asdict(app.papers.paper(document))}


def _outstanding(context: Context, _given: Mapping[str, Any]) -> Any:
    return [asdict(one) for one in context.app.papers.outstanding()]


def _left_out(context: Context, given: Mapping[str, Any]) -> Any:
    return [asdict(one) for one in context.app.papers.left_out(given["inspection"])]


def _plan(context: Context, given: Mapping[str, Any]) -> Any:
    app, document = context.app, given["document"]
    if given["source"] is None and given["seal"] is None:
        return asdict(app.papers.plan(document))
    source = NumberSource(given["source"]) if given["source"] else None
    seal = SealMode(given["seal"]) if given["seal"] else None
    reason = given["reason"] or ""
    return asdict(app.papers.change_plan(app.officer_id, document, reason, number_source=source, seal_mode=seal))


def _seal(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    app.papers.seal(app.officer_id, given["document"], SealMode(given["mode"]), given["date"])
    return asdict(app.papers.paper(given["document"]))


def _serve(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    mode = ServiceMode(given["mode"])
    told = {"note": given["note"] or "", "witness": given["witness"] or ""}
    app.papers.serve(app.officer_id, given["document"], mode, given["date"], given["place"], **told)
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
    document = app.papers.correct(app.officer_id, given["document"])
    return {"document": document, **asdict(app.papers.paper(document))}


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


def _read(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise BadInput("command.input_unreadable", file=file, detail=error.strerror or "") from error


COMMANDS = (
    Command(
        "document sign",
        "登记签字 / record a signature",
        _sign,
        (
            _DOCUMENT,
            Argument("role", "签字人身份 / capacity of who signs", required=True, terms=SignerRole),
            Argument("name", "姓名 / name", required=True),
            Argument("opinion", "意见 / opinion"),
        ),
        output=described(PaperRow, signature=_TEXT),
    ),
    Command(
        "document refuse",
        "登记拒签、不在场或者不能书写 / record why it was not signed",
        _refuse,
        (
            _DOCUMENT,
            _REASON,
            Argument("kind", "情形 / why", default="refused", terms=RefusalKind),
            Argument("witness", "见证人 / witness"),
            Argument("witness_title", "见证人职务或单位 / title of the witness"),
            Argument("noted_by", "注明情况的执法人员 / officers who note it", "texts"),
            Argument("reported", "已向本局报告 / reported to the bureau", "flag"),
            Argument("reported_to", "报告给谁 / to whom it was reported"),
            Argument("name", "未签名的人 / who did not sign"),
            Argument("note", "写在纸上的话，默认自动拟写 / line written on the paper"),
        ),
        output=described(PaperRow, signature=_TEXT),
    ),
    Command(
        "document report",
        "登记未签名的情况已向本局报告 / record that a missing signature was reported to the bureau",
        _report,
        (
            _DOCUMENT,
            Argument("to", "报告给谁 / to whom", required=True),
            Argument("date", "报告日期，空着就是今天 / day, unsaid: today"),
        ),
        output=described(PaperRow, refusals=array_of(SignatureRow)),
    ),
    Command(
        "document outstanding",
        "还没盖章、送达，或者未签名还没报告的文书 / papers that lack seal or service, or whose refusal is unreported",
        _outstanding,
        output=array_of(OutstandingPaper),
    ),
    Command(
        "document left-out",
        "不在指令书、决定书上的问题及原因 / findings that stand on no order, and why",
        _left_out,
        (Argument("inspection", "检查编号 / inspection id", required=True, positional=True),),
        output=array_of(LeftOut),
    ),
    Command(
        "document plan",
        "文号来源和盖章方式；给出 --source 或 --seal 时改它，要写原因 / where number and seal come from; change it",
        _plan,
        (
            _DOCUMENT,
            Argument("source", "文号来源 / where the number comes from", terms=NumberSource),
            Argument("seal", "盖章方式 / how it is sealed", terms=SealMode),
            Argument("reason", "原因 / reason"),
        ),
        output=described(PaperPlan),
    ),
    Command(
        "document seal",
        "登记用印 / record the seal",
        _seal,
        (
            _DOCUMENT,
            Argument("mode", "用印方式 / how it is sealed", default="office", terms=SealMode),
            Argument("date", "盖章日期，空着就是现在 / the day it was sealed, now when unsaid"),
        ),
        output=_ROW,
    ),
    Command(
        "document serve",
        "登记送达 / record service",
        _serve,
        (
            _DOCUMENT,
            Argument("mode", "送达方式 / how it is served", default="direct", terms=ServiceMode),
            Argument("date", "送达日期 / day"),
            Argument("place", "送达地点 / place"),
            Argument("note", "送达情况（留置必填） / circumstances"),
            Argument("witness", "证明人 / witness"),
        ),
        output=_ROW,
    ),
    Command(
        "document withdraw",
        "撤回未签文书 / take back before the first signature",
        _step("withdraw"),
        (_DOCUMENT, _REASON),
        output=_ROW,
    ),
    Command("document void", "作废 / make void", _step("void"), (_DOCUMENT, _REASON), output=_ROW),
    Command("document discard", "删除未编号草稿 / give up a draft", _discard, (_DOCUMENT, _REASON)),
    Command("document close", "归档 / file", _step("close"), (_DOCUMENT,), output=_ROW),
    Command(
        "document correct",
        "更正已签文书 / correct a signed paper by a new one",
        _correct,
        (_DOCUMENT,),
        output=described(PaperRow, document=_TEXT),
    ),
    Command("document verify", "核验文书 / verify a PDF or a photo of a page", _verify, (_FILE,)),
)
