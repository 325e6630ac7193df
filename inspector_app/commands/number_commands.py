"""Commands about numbers of papers: number lease | add | list | ink."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from inspector_app.commands.command import Argument, Command, Context, missing
from inspector_app.commands.described import array_of, described
from inspector_app.enforcement.values import NumberRow, PaperRow


def _lease(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    count = given["count"] if given["count"] is not None else int(app.office.setting("numbering.block_size"))
    return app.sync.lease_numbers(_stem(app, given, "number lease"), given["year"] or _year(app), count).model_dump()


def _add_block(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    year, stem = given["year"] or _year(app), _stem(app, given, "number add")
    block = app.papers.add_block(app.officer_id, stem, year, given["first"], given["last"])
    return {"block": block, "stem": stem, "year": year}


def _numbers(context: Context, _given: Mapping[str, Any]) -> Any:
    return [{**asdict(row), "left": row.left} for row in context.app.papers.numbers()]


def _inked(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    return asdict(app.papers.ink_number(app.officer_id, given["document"], given["serial"]))


def _stem(app: Any, given: Mapping[str, Any], command: str) -> str:
    """地区代字 and stem as blocks carry them: stated, or those of a form."""
    stem = app.papers.full_stem(given["form"]) if given["form"] else given["stem"]
    if not stem:
        raise missing(command, "stem")
    return str(stem)


def _year(app: Any) -> int:
    return int(app.store.clock.now().at.year)


COMMANDS = (
    Command(
        "number lease",
        "向县级服务器领取号段 / lease a block",
        _lease,
        (
            Argument("form", "文书式样，如 F34 / a form"),
            Argument("stem", "或地区代字和文书代字，如 丽应急罚 / or the stem itself"),
            Argument("year", "年份 / year", "whole"),
            Argument("count", "数量 / how many", "whole"),
        ),
    ),
    Command(
        "number add",
        "登记单位分配的号段 / enter a block given by hand",
        _add_block,
        (
            Argument("form", "文书式样，如 F34 / a form"),
            Argument("stem", "或地区代字和文书代字，如 丽应急罚 / or the stem itself"),
            Argument("first", "首号 / first", "whole", required=True),
            Argument("last", "末号 / last", "whole", required=True),
            Argument("year", "年份 / year", "whole"),
        ),
    ),
    Command("number list", "号段余量 / what is left", _numbers, output=array_of(NumberRow, left={"type": "integer"})),
    Command(
        "number ink",
        "登记手写文号 / record a number inked by hand",
        _inked,
        (
            Argument("document", "文书编号 / document id", required=True, positional=True),
            Argument("serial", "序号 / serial", required=True),
        ),
        output=described(PaperRow),
    ),
)
