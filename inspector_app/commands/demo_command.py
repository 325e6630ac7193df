"""demo: a whole inspection on real parts, against a county server that it starts itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context


def _demo(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.demo.play import play_demo

    photos = Path(given["photos"]) if given["photos"] else None
    summary = play_demo(Path(given["out"]), photos, context.say)
    context.say(f"完成 / done: {Path(given['out']) / 'summary.json'}")
    return summary


def _brief(summary: Any) -> Any:
    """Papers and counts instead of every hash."""
    same = summary["laptop"] == summary["county"]
    return {
        "papers": [{"form": paper["form"], "number": paper["number"], "pdf": Path(paper["pdf"]).name}
                   for paper in summary["papers"]],
        "records": sum(summary["laptop"]["records"].values()),
        "files": len(summary["laptop"]["blobs"]),
        "county_holds_the_same": same,
        "receipts": summary["receipts"],
    }  # fmt: skip


COMMANDS = (
    Command(
        "demo",
        "演示：一次完整的检查 / play a whole inspection",
        _demo,
        (
            Argument("out", "输出文件夹 / folder for everything the demo makes", "path", required=True),
            Argument("photos", "照片文件夹 / folder with photographs (default: drawn ones)", "path"),
        ),
        brief=_brief,
    ),
)
