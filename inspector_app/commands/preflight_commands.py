"""Commands before leaving: doctor (出检前自检), a test page, and the stock of pre-sealed sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from inspector_app import terms
from inspector_app.commands.command import Argument, Command, Context
from inspector_app.commands.described import array_of, described
from inspector_app.enforcement.sheet_values import SheetBatch, SheetStock
from inspector_app.preflight.values import Check, CheckGroup, CheckKey, CheckState


def _doctor(context: Context, given: Mapping[str, Any]) -> Any:
    """出检前自检; without a passphrase as far as it goes without unlocking."""
    from inspector_app.preflight import service
    from inspector_app.store import Store

    app = context.app if Store.exists(context.data_dir) and context.has_passphrase else None
    if given["line"]:
        key = CheckKey(given["line"])
        if app is None and service.probe(key).of_machine is None:
            app = context.app
        done = [service.look(key, service.facts(context.data_dir, app), app)]
        if app is not None:
            service.remember_line(app, done[0])
    else:
        done = service.checks(context.data_dir, app)
        if app is not None:
            service.remember(app, done)
    return {
        "ok": all(check.state is not CheckState.BAD for check in done),
        "unlocked": app is not None,
        "counts": {state.value: sum(1 for one in done if one.state is state) for state in CheckState},
        "checks": [_told(check) for check in done],
    }


def _told(check: Check) -> dict[str, Any]:
    from inspector_app.preflight.service import probe

    return {
        **asdict(check),
        "group": probe(check.key).group.value,
        "title": terms.label(check.key),
        "told": check.told(),
        "remedies_told": [terms.label(one) for one in check.remedies],
    }


def _brief(result: Any) -> Any:
    """For people: what must be done first, each line whole."""
    shown: dict[str, list[str]] = {}
    for state in (CheckState.BAD, CheckState.WARN, CheckState.GOOD):
        lines = [_line(one) for one in result["checks"] if one["state"] == state]
        if lines:
            shown[terms.label(state)] = lines
    return shown


def _line(check: Mapping[str, Any]) -> str:
    ways = "、".join(check["remedies_told"])
    told = str(check["told"]).replace("\n", "")
    return f"{check['title']}：{told}" + (f"（{ways}）" if ways and check["state"] != CheckState.GOOD else "")


def _test_page(_context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.clock import SystemClock
    from inspector_app.preflight.trial_print import print_test_page

    job = print_test_page(given["printer"] or "", f"{SystemClock().now().at:%Y-%m-%d %H:%M}")
    return {"printer": job.printer, "job": job.name}


def _receive(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    batch = app.sheets.receive(
        app.officer_id, given["first"], given["last"], given["form"] or "", given["received_on"]
    )
    return next(_batch(one) for one in app.sheets.batches() if one.id == batch)


def _spoil(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    app.sheets.spoil(app.officer_id, given["numbers"], given["reason"])
    return _stock(context, given)


def _stock(context: Context, _given: Mapping[str, Any]) -> Any:
    book = context.app.sheets
    stock = [{**asdict(one), "left": one.left} for one in book.stock()]
    return {"stock": stock, "batches": [_batch(one) for one in book.batches()]}


def _next(context: Context, given: Mapping[str, Any]) -> Any:
    found = context.app.sheets.next_sheets(given["form"], given["count"] or 1)
    return {"sheets": found, "enough": len(found) == (given["count"] or 1)}


def _batch(one: SheetBatch) -> dict[str, Any]:
    return {**asdict(one), "left": one.left}


_WHOLE, _TEXT = {"type": "integer"}, {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_CHECK = described(
    Check,
    group={"type": "string", "enum": [one.value for one in CheckGroup]},
    title=_TEXT,
    told=_TEXT,
    remedies_told=_TEXTS,
)
_DOCTOR = {
    "type": "object",
    "properties": {
        "ok": {"type": "boolean"},
        "unlocked": {"type": "boolean"},
        "counts": {"type": "object", "properties": {state.value: _WHOLE for state in CheckState}},
        "checks": {"type": "array", "items": _CHECK},
    },
    "required": ["ok", "unlocked", "counts", "checks"],
}
_STOCK_SHOWN = {
    "type": "object",
    "properties": {"stock": array_of(SheetStock, left=_WHOLE), "batches": array_of(SheetBatch, left=_WHOLE)},
}
_NUMBERS = Argument("numbers", "文书纸编号 / numbers of the sheets", "texts", required=True)

COMMANDS = (
    Command(
        "doctor",
        "出检前自检 / check before leaving",
        _doctor,
        (Argument("line", "只查一项 / only this line", terms=CheckKey),),
        output=_DOCTOR,
        brief=_brief,
    ),
    Command(
        "printer test",
        "打印测试页 / print a test page",
        _test_page,
        (Argument("printer", "打印机，默认常用的 / printer, the usual one by default"),),
        output={"type": "object", "properties": {"printer": _TEXT, "job": {"type": ["string", "null"]}}},
    ),
    Command(
        "sheets receive",
        "登记领到的预盖章文书纸 / enter pre-sealed sheets",
        _receive,
        (
            Argument("first", "第一张编号，如 A0101 / first number", required=True),
            Argument("last", "最后一张编号 / last number", required=True),
            Argument("form", "只用于哪种文书，默认都可以 / for this form only"),
            Argument("received_on", "领用日期，默认今天 / day, today by default"),
        ),
        output=described(SheetBatch, left=_WHOLE),
    ),
    Command(
        "sheets spoil",
        "登记作废的文书纸 / take spoiled sheets out of the stock",
        _spoil,
        (_NUMBERS, Argument("reason", "原因 / reason", required=True)),
        output=_STOCK_SHOWN,
    ),
    Command(
        "sheets next",
        "下一份文书该用哪几张文书纸 / which sheets a paper takes next",
        _next,
        (
            Argument("form", "文书式样，如 F5 / a form", required=True, positional=True),
            Argument("count", "几张，默认 1 / how many, 1 by default", "whole"),
        ),
        output={"type": "object", "properties": {"sheets": _TEXTS, "enough": {"type": "boolean"}}},
    ),
    Command("sheets list", "预盖章文书纸余量 / what is left of the sheets", _stock, output=_STOCK_SHOWN),
)
