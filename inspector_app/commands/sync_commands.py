"""Commands of the hand-over: join, sync run, status, export, import."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context
from inspector_app.errors import BadInput


def _join(context: Context, given: Mapping[str, Any]) -> Any:
    ca_file = Path(given["ca_file"]) if given["ca_file"] else None
    return context.app.sync.join(given["url"], given["code"], given["label"] or "", ca_file=ca_file)


def _run(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.sync.values import Progress

    def told(step: Progress) -> None:
        context.say(f"{step.step.value} {step.done}/{step.total}")

    report = context.app.sync.run(told, again=bool(given["again"]))
    return {"ok": report.complete, **asdict(report), "status": _figures(context.app.sync.status())}


def _status(context: Context, _given: Mapping[str, Any]) -> Any:
    return _figures(context.app.sync.status())


def _figures(status: Any) -> dict[str, Any]:
    groups = {group.group.value: {"total": group.total, "received": group.received} for group in status.groups}
    return {**asdict(status), "groups": groups, "complete": status.complete}


def _export(context: Context, given: Mapping[str, Any]) -> Any:
    summary = context.app.sync.export(Path(given["to"]), given["inspection"], originals=not given["no_originals"])
    return asdict(summary)


def _import(context: Context, given: Mapping[str, Any]) -> Any:
    return asdict(context.app.sync.import_file(Path(given["file"])))


def _fetch(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.storage.durable import atomic_write

    app, sha256 = context.app, given["sha256"].lower()
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise BadInput("sync.file_name_wrong", sha256=given["sha256"])
    here = app.sync.fetch_file(sha256)
    if here and given["to"]:
        with app.store.blobs.open(sha256) as stream:
            atomic_write(Path(given["to"]), stream.read())
    return {"ok": here, "sha256": sha256, "file": given["to"] if here else None}


_FETCHED = {
    "type": "object",
    "properties": {
        "ok": {"type": "boolean", "description": "文件已在本机 / whether the file is on this laptop now"},
        "sha256": {"type": "string"},
        "file": {"type": ["string", "null"]},
    },
    "required": ["ok", "sha256", "file"],
}
_RUN_OUTPUT = {
    "type": "object",
    "required": ["ok", "entries_sent", "blobs_sent", "bytes_needed", "bytes_sent", "pulled", "receipts", "status"],
}

COMMANDS: tuple[Command, ...] = (
    Command(
        "join",
        "加入县级服务器 / join a county with its one-time code",
        _join,
        (
            Argument("url", "服务器地址 / address of the county server", required=True, positional=True),
            Argument("code", "一次性注册码 / one-time code", required=True, positional=True),
            Argument("label", "这台笔记本的名称 / name of this laptop"),
            Argument("ca_file", "服务器证书文件（PEM）/ certificate to trust (PEM)", "path"),
        ),
    ),
    Command(
        "sync run",
        "上传并取得接收回执 / hand over and fetch the receipt",
        _run,
        (Argument("again", "再次送交被搁置的条目 / offer again what was set aside", "flag"),),
        _RUN_OUTPUT,
    ),
    Command(
        "sync fetch",
        "从县局取一个本机没有的原件 / bring an original that the county holds onto this laptop",
        _fetch,
        (
            Argument("sha256", "文件的 SHA-256 / SHA-256 of the file", required=True, positional=True),
            Argument("to", "另存为文件 / write it to this file too", "path"),
        ),
        _FETCHED,
    ),
    Command("sync status", "上传情况 / what is received and what is not", _status),
    Command(
        "sync export",
        "导出给另一台笔记本 / hand an inspection to another laptop as a file",
        _export,
        (
            Argument("inspection", "检查编号（不填为全部）/ inspection id (everything when left out)"),
            Argument("to", "文件 / file", "path", required=True),
            Argument("no_originals", "不带原始照片 / without original photos", "flag"),
        ),
    ),
    Command(
        "sync import",
        "导入另一台笔记本的文件 / take another laptop's file in",
        _import,
        (Argument("file", "文件 / file", "path", required=True, positional=True),),
    ),
)
