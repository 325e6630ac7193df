"""Commands about signed pages that came back: document scan, scans, unscanned, scan-pages, opinion, transcribe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context, missing
from inspector_app.commands.described import array_of, described
from inspector_app.commands.form_commands import RenderCommand
from inspector_app.enforcement.scan_values import PaperHistory, ScanGap, ScanOutcome
from inspector_app.errors import BadInput, InspectorError

_DOCUMENT = Argument("document", "文书编号 / document id", required=True, positional=True)
_SCAN = Argument("scan", "签字件编号 / scan id", required=True, positional=True)
_TEXT = {"type": "string"}


def _scan(context: Context, given: Mapping[str, Any]) -> Any:
    """One bad file stops nothing; with nothing filed at all the first reason is the answer."""
    app, files = context.app, []
    first: InspectorError | None = None
    pages = _pages(given["pages"])
    for file in given["files"]:
        try:
            done = app.papers.file_scan(app.officer_id, Path(file), document_id=given["document"], pages=pages)
        except InspectorError as error:
            first = first or error
            files.append({"file": file, "filed": [], "problems": [], **_why(error)})
        else:
            files.append({"file": file, **_told(done)})
    if first is not None and not any(one["filed"] for one in files):
        raise first
    return {"ok": first is None and not any(one["problems"] for one in files), "files": files}


def _told(done: ScanOutcome) -> dict[str, Any]:
    from inspector_app.messages import say

    shown = asdict(done)
    for problem, one in zip(done.problems, shown["problems"], strict=True):
        one["params"] = {key: str(value) for key, value in problem.params.items()}
        one["told"] = str(say(problem.code, **problem.params))
    return shown


def _why(error: InspectorError) -> dict[str, str]:
    from inspector_app.messages import tell

    return {"error": error.code, "told": str(tell(error))}


def _scans(context: Context, given: Mapping[str, Any]) -> Any:
    history = context.app.papers.history(given["document"])
    shown = asdict(history)
    return {name: shown[name] for name in ("scans", "handwriting", "missing")}


def _unscanned(context: Context, given: Mapping[str, Any]) -> Any:
    return [asdict(gap) for gap in context.app.papers.unscanned(given["inspection"])]


def _set_pages(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    return {"changed": app.papers.set_scan_pages(app.officer_id, given["scan"], _pages(given["pages"]) or [])}


def _remove(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    app.papers.remove_scan(app.officer_id, given["scan"], given["reason"])
    return {"removed": given["scan"]}


def _from_photo(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.evidence.scans import read_scan

    app = context.app
    photos = {photo.id: photo for photo in app.evidence.photos()}
    if given["photo"] not in photos:
        raise BadInput("record.unknown", kind="photo", id=given["photo"])
    read = read_scan(app.evidence.read(photos[given["photo"]].sha256), photos[given["photo"]].file_name or "")
    return _told(app.papers.photo_to_scan(app.officer_id, given["photo"], read))


def _export(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.storage.durable import atomic_write

    app = context.app
    scan = app.papers.scan(given["scan"])
    content = app.evidence.read(scan.sha256)
    atomic_write(Path(given["to"]), content)
    return {"scan": scan.id, "file": given["to"], "bytes": len(content), "sha256": scan.sha256}


def _opinion(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    changed = app.papers.record_opinion(
        app.officer_id,
        given["document"],
        given["text"],
        signer_name=given["signer"] or "",
        written_on=given["date"],
        scan_id=given["scan"],
    )
    shown = asdict(app.papers.history(given["document"]))["handwriting"]
    return {"changed": changed, "handwriting": shown}


def _transcribe(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    if not isinstance(given["values"], Mapping):
        raise missing("document transcribe", "values")
    return {"changed": app.papers.transcribe(app.officer_id, given["document"], given["values"])}


def _pages(stated: list[str] | None) -> list[int] | None:
    if not stated:
        return None
    try:
        return [int(one) for text in stated for one in str(text).replace("，", ",").split(",")]
    except ValueError as error:
        raise BadInput("scan.page_wrong", field="pages", page="、".join(map(str, stated)), pages="-") from error


_PAGES = Argument("pages", "各张依次是第几页 / page of the paper on each sheet", "texts")
_OUTCOME = {
    "type": "object",
    "properties": {"ok": {"type": "boolean"}, "files": array_of(ScanOutcome, file=_TEXT, error=_TEXT, told=_TEXT)},
}
_HISTORY = described(PaperHistory)["properties"]
_OPINION = {
    "type": "object",
    "properties": {"changed": {"type": "boolean"}, "handwriting": _HISTORY["handwriting"]},
}
_SCANS = {"type": "object", "properties": {name: _HISTORY[name] for name in ("scans", "handwriting", "missing")}}

COMMANDS = (
    Command(
        "document scan",
        "签字件扫回（照片、扫描件、PDF），按文书校验码归到文书 / file photos or scans of signed pages by their code",
        _scan,
        (
            Argument("files", "照片或扫描件 / photos or scans", "texts", required=True, positional=True),
            Argument("document", "读不到校验码时指定文书 / paper, when no code can be read"),
            _PAGES,
        ),
        output=_OUTCOME,
    ),
    Command("document scans", "签字件和转录内容 / scans of a paper and what was transcribed", _scans, (_DOCUMENT,),
            output=_SCANS),
    Command(
        "document unscanned",
        "还没有扫回的文书和页 / papers and pages that have not come back",
        _unscanned,
        (Argument("inspection", "检查编号 / inspection id"),),
        output=array_of(ScanGap),
    ),
    Command("document scan-pages", "更正签字件的页码 / say which pages a scan shows", _set_pages,
            (_SCAN, Argument("pages", _PAGES.help, "texts", required=True))),
    Command("document scan-remove", "从文书移除签字件 / take a scan off its paper", _remove,
            (_SCAN, Argument("reason", "原因 / reason", required=True))),
    Command("document scan-photo", "把照片转为签字件 / make a photo the scan it is", _from_photo,
            (Argument("photo", "照片编号 / photo id", required=True, positional=True),), output=described(ScanOutcome)),
    Command("document scan-export", "导出签字件原件 / write the original of a scan to a file", _export,
            (_SCAN, Argument("to", "文件 / file", "path", required=True))),
    Command(
        "document opinion",
        "转录当事人意见 / transcribe the party's handwritten opinion",
        _opinion,
        (
            _DOCUMENT,
            Argument("text", "意见原文 / what was written", required=True),
            Argument("signer", "签名人 / who signed it"),
            Argument("date", "纸上的签名日期 YYYY-MM-DD / day as on paper"),
            Argument("scan", "所据签字件 / scan it was read from"),
        ),
        output=_OPINION,
    ),
    RenderCommand(
        "document transcribe",
        "转录其他手写内容 / write down what was handwritten into other blanks",
        _transcribe,
        (_DOCUMENT, Argument("values", "栏目内容 / texts by field key", "json", shape={"type": "object"})),
    ),
)  # fmt: skip
