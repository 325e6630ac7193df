"""Commands about printing: one job for all copies of one paper or of a visit, resumed at a sheet after a jam."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context, missing
from inspector_app.commands.described import array_of, described
from inspector_app.enforcement.print_plan import PrintPlan, Sheet
from inspector_app.errors import BadInput
from inspector_app.printing import Queue

_JOB = Argument("job", "打印任务 / print job", required=True, positional=True)
_SHEETS = Argument("sheets", "预盖章文书纸编号，按出纸次序 / pre-sealed sheets, in order", "texts")
_SPOILED = Argument("spoiled", "作废的文书纸编号 / spoiled sheets", "texts")
_TO = Argument("to", "不打印，写成一个 PDF 文件 / write one PDF file instead", "path")


def _print(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    wanted = [given["document"]] if given["document"] else _of_visit(app, given["inspection"])
    if given["copies"] is not None and given["copies"] < 1:
        raise BadInput("paper.copies_wrong", copies=given["copies"])
    copies = dict.fromkeys(wanted, given["copies"]) if given["copies"] else None
    return _run(app, app.papers.plan_print(wanted, copies), 1, given)


def _of_visit(app: Any, inspection: str | None) -> list[str]:
    """Papers of a visit of which copies may be printed."""
    if inspection is None:
        raise BadInput("printing.nothing")
    return [row.id for row in app.papers.printable(inspection)]


def _reprint(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app import printing

    app = context.app
    before = app.papers.print_job(given["job"])
    if given["to"] is None:
        printing.require_ready(given["printer"] or before.printer)
    if before.printer_job:
        printing.cancel(before.printer_job)
    first = given["first"] or before.place_of(given["document"], given["copy"] or 1, given["page"] or 1)
    spoiled = {before.items[before.rest(first)[0].item].document_id: given["spoiled"]} if given["spoiled"] else None
    plan = app.papers.jammed(app.officer_id, given["job"], first, spoiled)
    return _run(app, plan, first, {**given, "printer": given["printer"] or before.printer})


def _run(app: Any, plan: PrintPlan, first: int, given: Mapping[str, Any]) -> Any:
    from inspector_app import printing
    from inspector_app.documents.print_sheets import compose
    from inspector_app.storage.durable import atomic_write

    pdf = compose(*app.papers.print_parts(plan, first))
    if given["to"] is not None:
        atomic_write(Path(given["to"]), pdf)
        return _told(plan.begun_at(first), pdf=given["to"])
    if not given["printer"]:
        raise missing("document print", "printer")
    app.papers.require_sheets_free(given["sheets"] or ())
    job = printing.print_pdf(pdf, given["printer"], plan.title)
    sheets = {plan.items[plan.rest(first)[0].item].document_id: given["sheets"]} if given["sheets"] else None
    done = app.papers.record_job(
        app.officer_id, plan, given["printer"], first=first, printer_job=job, sheets=sheets
    )
    return _told(done)


def _job(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app import printing

    papers = context.app.papers
    plan = papers.print_job(given["job"]) if given["job"] else papers.last_print(given["inspection"] or "")
    if plan is None:
        raise BadInput("printing.nothing")
    return {**_told(plan), "queue": asdict(printing.queue(plan.printer))}


def _told(plan: PrintPlan, pdf: str | None = None) -> dict[str, Any]:
    return {**asdict(plan), "sheets": [asdict(one) for one in plan.rest(plan.first)], "pdf": pdf}


def _printers(_context: Context, _given: Mapping[str, Any]) -> Any:
    from inspector_app import printing

    return [{**asdict(one), "problem": one.problem} for one in printing.queues()]


_PLAN = described(PrintPlan, sheets=array_of(Sheet), pdf={"type": ["string", "null"]})

COMMANDS = (
    Command(
        "document print",
        "打印一份或一次检查的全部文书，一个任务，并登记 / print one paper, or all of a visit, as one job",
        _print,
        (
            Argument("document", "文书编号 / document id", positional=True),
            Argument("inspection", "检查编号：打印其全部文书 / inspection id: all its papers"),
            Argument("printer", "打印机队列 / queue"),
            Argument("copies", "份数，默认按式样 / copies", "whole"),
            _SHEETS,
            _TO,
        ),
        output=_PLAN,
    ),
    Command(
        "document reprint",
        "卡纸后从某一张起重打 / go on with a print job from a sheet after a jam",
        _reprint,
        (
            _JOB,
            Argument("first", "从第几张起 / sheet of the job to begin with", "whole"),
            Argument("document", "或：从这份文书起 / or: from this paper"),
            Argument("copy", "第几份 / its copy", "whole"),
            Argument("page", "第几页 / its page", "whole"),
            Argument("printer", "打印机队列，默认原来的 / queue"),
            _SHEETS,
            _SPOILED,
            _TO,
        ),
        output=_PLAN,
    ),
    Command(
        "document print-job",
        "打印任务：各张与打印机状态 / a print job: its sheets and the state of the printer",
        _job,
        (
            Argument("job", "打印任务 / print job", positional=True),
            Argument("inspection", "或：检查编号，看它最近一次打印 / or: inspection id, its newest job"),
        ),
        output=described(PrintPlan, sheets=array_of(Sheet), pdf={"type": ["string", "null"]}, queue=described(Queue)),
    ),
    Command(
        "printer list",
        "打印机及其状态 / printers and their state",
        _printers,
        output=array_of(Queue, problem={"type": ["string", "null"]}),
    ),
)
