"""drill write | check | tamper: what kill, power-cut and tamper proofs drive."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context


def _write(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app import drill

    count = given["count"]
    for acknowledgement in drill.write(context.data_dir, count, with_blobs=bool(given["blobs"])):
        sys.stdout.write(f"ACK {acknowledgement}\n")
        sys.stdout.flush()
    return None


def _check(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app import drill

    lines = Path(given["acks"]).read_text("utf-8").splitlines() if given["acks"] else []
    acknowledged = [line.removeprefix("ACK ") for line in lines if line.startswith("ACK ")]
    # Half-typed text is overwritten: only the last acknowledged draft of a record can be asked for.
    result = drill.check(context.data_dir, acknowledged)
    return {
        "ok": result.ok,
        "findings": result.findings,
        "missing": result.missing,
        "problems": [asdict(problem) for problem in result.problems],
    }


def _tamper(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app import drill

    return {"kind": given["kind"], "done": drill.tamper(context.data_dir, given["kind"], given["seed"])}


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
        (Argument("acks", "ACK 记录文件 / file with ACK lines", "path"),),
    ),
    Command(
        "drill tamper",
        "演练：破坏 / damage the store behind the journal's back",
        _tamper,
        (
            Argument("kind", "破坏方式 / kind of damage", required=True),
            Argument("seed", "随机种子 / seed", "whole", default=1),
        ),
    ),
)
