"""document evacuate: 撤出作业人员指令书 (EX-02) in one command, as the window's red button does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context, missing
from inspector_app.commands.described import described
from inspector_app.enforcement.values import PaperRow


def _evacuate(context: Context, given: Mapping[str, Any]) -> Any:
    """Where filing is refused, pages to print come back all the same when ``to`` is stated."""
    from inspector_app import evacuation

    app = context.app
    said = _said(app, given)
    if said.problem:
        raise missing("document evacuate", said.problem)
    ordered = evacuation.order(app, app.officer_id, said)
    if ordered.paper is not None:
        if given["to"]:
            _write(given["to"], app.papers.pdf(ordered.paper.id))
        return {**asdict(ordered.paper), "ok": True, "pdf": given["to"]}
    return _loose(ordered, given["to"])


def _said(app: Any, given: Mapping[str, Any]) -> Any:
    from inspector_app import evacuation

    inspection = app.inspections.get(given["inspection"]) if given["inspection"] else None
    scene = evacuation.scene(app, inspection.site_id if inspection else given["site"] or "")
    said = evacuation.Evacuation(
        place=given["place"],
        danger=given["danger"],
        area=given["area"] or "",
        officers=tuple(given["officers"] or scene.chosen),
        site_id=scene.site_id,
        inspection_id=scene.inspection_id,
    )
    return replace(said, inspection_id=inspection.id, site_id=inspection.site_id) if inspection else said


def _loose(ordered: Any, to: str | None) -> dict[str, Any]:
    from inspector_app.documents.rendering import render
    from inspector_app.messages import tell

    if not to or ordered.loose is None:
        raise ordered.error
    _write(to, render(ordered.loose).pdf)
    return {"ok": False, "pdf": to, "error": ordered.error.code, "told": str(tell(ordered.error))}


def _write(to: str, pdf: bytes) -> None:
    from inspector_app.storage.durable import atomic_write

    atomic_write(Path(to), pdf)


_TEXT = {"type": "string"}
_PDF = {"anyOf": [_TEXT, {"type": "null"}]}

COMMANDS = (
    Command(
        "document evacuate",
        "紧急撤人：立即编号出具撤出作业人员指令书 / order people out: create, fill and freeze EX-02 at once",
        _evacuate,
        (
            Argument("place", "部位，如 -480m 水平 / place", required=True),
            Argument("danger", "险情 / danger", required=True),
            Argument("area", "撤离范围，默认同部位 / area to leave, the place by default"),
            Argument("inspection", "检查编号，默认正在进行的 / inspection id, the running visit by default"),
            Argument("site", "没有检查时的矿山编号 / mine or pond id when there is no visit"),
            Argument("officers", "执法人员编号，默认本次检查的 / officer ids, those of the visit by default", "texts"),
            Argument("to", "PDF 文件 / PDF file to write", "path"),
        ),
        output=described(PaperRow, ok={"type": "boolean"}, pdf=_PDF, told=_TEXT),
    ),
)
