"""Command of a mine's whole history: mine file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context
from inspector_app.commands.described import described
from inspector_app.commands.register_commands import a_day, one_site
from inspector_app.errors import BadInput
from inspector_app.labels import action_label, field_label, kind_label
from inspector_app.mine_file.values import MineFile

PARTS = ("hazards", "visits", "papers", "changes")
"""Parts of any length, read on page by page."""


def _file(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    site_id, day = one_site(app, given["mine"]), a_day(given["day"])
    if given["pdf"]:
        return _drawn(app, site_id, day, Path(given["pdf"]))
    if not given["part"]:
        if given["after"]:
            raise BadInput("mine.part_missing", parts="、".join(PARTS))
        return shown(app.mines.file(site_id, day, limit=given["limit"]))
    read = getattr(app.mines, given["part"])
    about = {"day": day} if given["part"] == "hazards" else {}
    found = asdict(read(site_id, given["after"] or "", limit=given["limit"], **about))
    return {given["part"]: _told(found) if given["part"] == "changes" else found}


def _drawn(app: Any, site_id: str, day: Any, target: Path) -> Any:
    """The file as a PDF, marked 内部资料."""
    from inspector_app.documents.rendering import render
    from inspector_app.storage.durable import atomic_write

    officer = app.office.officer(app.officer_id).name
    made = render(app.mines.paper(site_id, officer, day, is_sample=app.store.is_sample))
    atomic_write(target, made.pdf)
    return {"file": str(target), "pages": made.pages}


def shown(file: MineFile) -> dict[str, Any]:
    """The file as JSON, changes told in words."""
    from inspector_app.messages import say

    made = asdict(file)
    register = made["register"]
    register["people"] = list(register["people"].values())
    register["warnings"] = [{**asdict(w), "told": str(say(w.code, **w.params))} for w in file.register.warnings]
    register["principal"] = file.register.name_of(file.register.principal_id)
    return {**made, "changes": _told(made["changes"])}


def _told(changes: dict[str, Any]) -> dict[str, Any]:
    rows = [
        {
            **row,
            "told": f"{action_label(row['action'])}　{kind_label(row['kind'])}",
            "labels": [field_label(name) for name in row["fields"]],
        }
        for row in changes["rows"]
    ]
    return {**changes, "rows": rows}


def _brief(answer: Any) -> Any:
    if "tally" not in answer:
        return answer
    register = answer["register"]
    return {
        "name": register["site"]["name"],
        "enterprise": (register["enterprise"] or {}).get("name", ""),
        "principal": register["principal"],
        **answer["tally"],
        "warnings": [one["told"] for one in register["warnings"]],
        "open_hazards": [f"{row['due_on'] or '—'} {row['place']} {row['fact']}" for row in answer["hazards"]["rows"]],
    }


COMMANDS = (
    Command(
        "mine file",
        "一企一档：一座矿的全部历史 / everything about one mine on one page",
        _file,
        (
            Argument("mine", "编号或名称 / id or name", required=True, positional=True),
            Argument("day", "截至日期 / as of this day, e.g. 2026-03-10"),
            Argument("pdf", "写成 PDF（内部资料） / write it as a PDF", "path"),
            Argument("part", "只读一部分，可翻页 / one part only, page by page", choices=PARTS),
            Argument("after", "上一页的 after / of the page before"),
            Argument("limit", "每部分最多几条 / at most, of each part", "whole", default=20),
        ),
        output=described(MineFile, file={"type": "string"}, pages={"type": "integer"}),
        brief=_brief,
    ),
)
