"""drill write | check | tamper: what kill, power-cut and tamper proofs drive.

Without ``--officer`` and a passphrase they use the drill's own officer, and ``write`` makes its own sample store.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector_app.commands.command import Argument, Command, Context
from inspector_app.errors import BadInput
from inspector_app.messages import say

if TYPE_CHECKING:
    from inspector_app.drill import WayIn


KINDS = (
    "entry", "row", "blob", "entry-rewrite", "entry-delete", "entry-repeat", "entry-swap", "entry-index",
    "entry-truncate", "signature-edit", "signature-delete", "row-own", "row-delete", "row-add", "row-conflict",
    "blob-edit", "blob-cut", "blob-delete", "blob-swap",
)  # fmt: skip
"""Everything ``tampering.TAMPERINGS`` can do, named here so that the help need not load it (a test compares them)."""


def _way_in(context: Context) -> WayIn:
    from inspector_app.drill import LOGIN, WayIn
    from inspector_app.store import Store

    if not context.has_passphrase:
        return WayIn()
    login = context.login if Store.exists(context.data_dir) else context.stated_login or LOGIN
    return WayIn(login, context.passphrase)


def _write(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app import drill

    count = given["count"]
    for done in drill.write(context.data_dir, count, _way_in(context), with_blobs=bool(given["blobs"])):
        sys.stdout.write(f"{done}\n")
        sys.stdout.flush()


def _check(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app import drill

    lines = _lines(given["acks"]) if given["acks"] else []
    result = drill.check(context.data_dir, [line for line in lines if line.startswith("ACK ")], _way_in(context))
    return {
        "ok": result.ok,
        "acknowledged": result.acknowledged,
        "findings": result.findings,
        "missing": result.missing,
        "problems": [
            {**asdict(problem), "told": str(say(problem.code, where=problem.where, detail=problem.detail))}
            for problem in result.problems
        ],
    }


def _lines(name: str) -> list[str]:
    """Complete lines only: a writer that was killed may have left half a line at the end."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("command.input_unreadable", file=name, detail=str(error)) from error
    return [line.rstrip("\r\n") for line in text.splitlines(keepends=True) if line.endswith("\n")]


def _tamper(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app import tampering

    done = tampering.tamper(
        context.data_dir, given["kind"], at=given["at"], seed=given["seed"], way_in=_way_in(context)
    )
    return {"kind": given["kind"], "done": done}


COMMANDS = (
    Command(
        "drill write",
        "演练：写入 / write and acknowledge what is durable",
        _write,
        (
            Argument("count", "条数 / how many", "whole", default=100),
            Argument("blobs", "带文件 / with files", "flag"),
        ),
    ),
    Command(
        "drill check",
        "演练：核对 / find every acknowledged thing again",
        _check,
        (Argument("acks", "ACK 记录文件，“-”为标准输入 / file with ACK lines, - for standard input", "path"),),
    ),
    Command(
        "drill tamper",
        "演练：破坏 / damage the store behind the journal's back",
        _tamper,
        (
            Argument("kind", "破坏方式 / what is damaged", required=True, choices=KINDS),
            Argument("at", "第几个 / at the N-th one", "whole"),
            Argument("seed", "随机种子 / seed", "whole", default=1),
        ),
    ),
)
