"""Commands about signatures written on the screen, where the office has enabled them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context
from inspector_app.commands.described import array_of, described
from inspector_app.enforcement.signing_values import InkRow
from inspector_app.enforcement.values import SignerRole
from inspector_app.errors import BadInput

_DOCUMENT = Argument("document", "文书编号 / document id", required=True, positional=True)
_FILE = {"type": "object", "properties": {"document": {"type": "string"}, "file": {"type": "string"}}}


def _sign(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    try:
        strokes = Path(given["strokes"]).read_bytes()
    except OSError as error:
        raise BadInput("command.input_unreadable", file=given["strokes"], detail=error.strerror or "") from error
    role = SignerRole(given["role"])
    return asdict(app.papers.ink_sign(app.officer_id, given["document"], role, given["name"], strokes))


def _list(context: Context, given: Mapping[str, Any]) -> Any:
    return [asdict(one) for one in context.app.papers.ink_signatures(given["document"])]


def _copy(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.storage.durable import atomic_write

    atomic_write(Path(given["to"]), context.app.papers.ink_copy(given["document"]))
    return {"document": given["document"], "file": given["to"]}


def _remove(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    app.papers.ink_remove(app.officer_id, given["signature"], given["reason"])
    return {"signature": given["signature"], "removed": True}


COMMANDS = (
    Command(
        "document ink-sign",
        "屏幕手写签名（单位启用后可用） / keep a signature written on the screen",
        _sign,
        (
            _DOCUMENT,
            Argument("role", "签名人身份 / capacity of who signs", required=True, terms=SignerRole),
            Argument("name", "姓名 / name", required=True),
            Argument("strokes", "笔迹文件 JSON / strokes file", "path", required=True),
        ),
        output=described(InkRow),
    ),
    Command("document ink", "屏幕签名列表 / signatures on the screen", _list, (_DOCUMENT,), output=array_of(InkRow)),
    Command(
        "document ink-copy",
        "导出带屏幕签名附页的副本 / write the copy with its sheet of signatures",
        _copy,
        (_DOCUMENT, Argument("to", "PDF 文件 / PDF file", "path", required=True)),
        output=_FILE,
    ),
    Command(
        "document ink-remove",
        "撤销屏幕签名 / take a signature on the screen back",
        _remove,
        (
            Argument("signature", "签名编号 / id of the signature", required=True, positional=True),
            Argument("reason", "原因 / reason", required=True),
        ),
    ),
)
