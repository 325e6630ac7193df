"""The checklist commands; all but ``checklist applicable`` work without a store, and with one know the office's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector_app.checklist.values import PublishedVersion
from inspector_app.commands import checklist_shapes as shapes
from inspector_app.commands.command import Argument, Command, Context
from inspector_app.commands.described import array_of
from inspector_app.errors import BadInput
from inspector_app.exchange.values import ListFormat

if TYPE_CHECKING:
    from inspector_app.checklist.definition import Checklist
    from inspector_app.checklist.loader import ChecklistLibrary

TASKS = 30
"""Tasks of the plan."""
_KEY = Argument("key", "检查表 / checklist key, e.g. task_16", required=True, positional=True)


def _library(context: Context) -> ChecklistLibrary:
    """The lists of the program, and those of the office where its store is opened."""
    from inspector_app.checklist.loader import checklist_library
    from inspector_app.store import Store

    if context.has_passphrase and Store.exists(context.data_dir):
        found: ChecklistLibrary = context.app.checklists
        return found
    return checklist_library()


def _list(context: Context, _given: Mapping[str, Any]) -> Any:
    from inspector_app.checklist import showing

    return [showing.summary(one) for one in _library(context).lists()]


def _show(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.checklist import showing

    return showing.whole(_library(context).pinned(given["key"]))


def _validate(_context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.checklist.validation import problems
    from inspector_app.commands.data_files import schema_of, sense_of, shipped

    checked = [Path(name) for name in given["files"] or ()]
    asked = [(file, schema_of(file)) for file in checked] if checked else list(shipped())
    found = [asdict(problem) for file, schema in asked for problem in problems(file, schema, sense_of(schema))]
    return {"ok": not found, "files": len(asked), "problems": found}


def _search(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.search.passages import find_items

    lists = {one.key: one for one in _library(context).lists()}
    return [
        {
            "checklist_key": hit.links["checklist"],
            "item_key": hit.id,
            "title": hit.title,
            "clause": lists[hit.links["checklist"]].item(hit.id).clause,
        }
        for hit in find_items(given["text"], given["limit"] or 50, lists.values())
    ]


def _coverage(_context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.checklist import showing
    from inspector_app.checklist.coverage import coverage

    _require_task(given["task"])
    entries = [entry for entry in coverage() if given["task"] in (None, entry.task)]
    return [showing.mapped(entry) for entry in entries]


def _require_task(number: int | None) -> None:
    if number is not None and not 1 <= number <= TASKS:
        raise BadInput("checklist.task_unknown", task=number, most=TASKS)


def _audit(_context: Context, given: Mapping[str, Any]) -> Any:
    """Every number, date and modal word of the plan with the items that hold it, and whatever is lost."""
    from inspector_app.checklist import fidelity

    _require_task(given["task"])
    part = f"task_{given['task']:02d}" if given["task"] is not None else None
    found = [asdict(loss) for loss in fidelity.losses() if part in (None, loss.part)]
    rows = [
        {"part": name, **asdict(row)}
        for name, entries in fidelity.mapped().items()
        for row in entries
        if part in (None, name)
    ]
    return {"ok": not found, "words": len(rows), "kinds": fidelity.counted(), "losses": found, "map": rows}


def _lint(_context: Context, given: Mapping[str, Any]) -> Any:
    """All lists together; another folder is linted without the key register, which is of the shipped lists."""
    from inspector_app.checklist.cross_checks import lint
    from inspector_app.checklist.loader import ChecklistLibrary

    lists = ChecklistLibrary(Path(given["folder"]) if given["folder"] else None)
    found = [asdict(problem) for problem in lint(lists)]
    items = sum(len(one.items) for one in lists.lists())
    return {"ok": not found, "lists": len(lists.lists()), "items": items, "problems": found}


def _diff(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.checklist.difference import difference

    old, new = (_one(context, given[name]) for name in ("old", "new"))
    told = asdict(difference(old, new))
    ends = {
        name: {"key": one.key, "version": one.version, "content_hash": one.content_hash}
        for name, one in (("from", old), ("to", new))
    }
    return {**ends, "same": old.content_hash == new.content_hash, **told}


def _one(context: Context, named: str) -> Checklist:
    """A list named by its file or by its key. Raises ``BadInput`` for a file with a mistake and for an unknown key."""
    from inspector_app.checklist import reading
    from inspector_app.exchange.files import brought

    file = Path(named)
    if not file.suffix:
        return _library(context).pinned(named)
    found = brought(file)
    if found.problems:
        raise found.problems[0].as_error()
    return reading.checklist_of(found.content)


def _export(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.exchange.files import exported, written

    form, checklist = ListFormat(given["format"]), _one(context, given["list"])
    to = Path(given["to"] or f"{checklist.key}.{_ENDING.get(form, form.value)}")
    written(to, exported(checklist, form))
    return {"file": str(to), "key": checklist.key, "version": checklist.version, "content_hash": checklist.content_hash}


_ENDING = {ListFormat.XLSFORM: "xlsx"}


def _import(_context: Context, given: Mapping[str, Any]) -> Any:
    """The list of a file as a data file, unless lint finds fault with it."""
    from inspector_app.checklist.reading import content_hash
    from inspector_app.exchange.files import brought, written

    found = brought(Path(given["file"]))
    told = {"ok": not found.problems, "problems": [asdict(problem) for problem in found.problems]}
    if found.problems:
        return told
    if given["to"]:
        text = json.dumps(found.content, ensure_ascii=False, indent=1)
        written(Path(given["to"]), f"{text}\n".encode())
    named = {name: found.content[name] for name in ("key", "version", "title")}
    return {**told, **named, "items": len(found.content["items"]), "content_hash": content_hash(found.content)}


def _versions(context: Context, given: Mapping[str, Any]) -> Any:
    return [asdict(one) for one in context.app.publishing.versions(given["key"])]


def _publish(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.exchange.files import brought

    app, found = context.app, brought(Path(given["file"]))
    if found.problems:
        raise found.problems[0].as_error()
    changed = app.publishing.compare(found.content)
    made = app.publishing.publish(app.officer_id, found.content, given["note"] or "")
    told = {"key": made.key, "version": made.version, "content_hash": made.content_hash, "items": len(made.items)}
    return {**told, "difference": asdict(changed) if changed else None}


def _withdraw(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    app.publishing.withdraw(app.officer_id, given["key"], given["version"], given["reason"])
    return {"key": given["key"], "now": app.checklists.pinned(given["key"]).version}


def _keys(context: Context, _given: Mapping[str, Any]) -> Any:
    from inspector_app.checklist.keys import meanings

    return {"keys": meanings(_library(context).lists())}


def _applicable(context: Context, given: Mapping[str, Any]) -> Any:
    """The lists that fit a mine, with the standing of every item there and the days by which things are due."""
    from inspector_app.checklist import repository
    from inspector_app.checklist.deadlines import dated_items
    from inspector_app.commands.register_commands import a_day

    app = context.app
    day = a_day(given["day"]) or app.store.clock.now().at.date()
    app.register.site_file(given["mine"], day)
    with app.store.units.read() as connection:
        subject = repository.subject(connection, given["mine"], day)
    return [
        {
            "key": one.key,
            "task": one.task,
            "title": one.title,
            "asked": len(one.asked(subject)),
            "standing": {item.key: one.standing(item, subject).value for item in one.items},
            "deadlines": [asdict(due) for due in dated_items((one,), subject, day)],
        }
        for one in app.checklists.fitting(subject)
    ]


COMMANDS: tuple[Command, ...] = (
    Command("checklist list", "检查表清单 / all checklists", _list, output=shapes.LISTS),
    Command("checklist show", "一张检查表的全部内容 / all fields of one checklist", _show, (_KEY,), output=shapes.LIST),
    Command(
        "checklist validate",
        "检查数据文件 / check data files: file, line, reason",
        _validate,
        (Argument("files", "文件，不写则检查全部 / files, all shipped ones when none", "texts", positional=True),),
        output=shapes.VALIDATED,
    ),
    Command(
        "checklist search",
        "查找检查项 / find items by words, pinyin initials, key or task",
        _search,
        (
            Argument("text", "两个字、拼音首字母、编号或“任务16” / what to find", required=True, positional=True),
            Argument("limit", "最多几条 / how many at most", "whole"),
        ),
        output=shapes.FOUND,
    ),
    Command(
        "checklist coverage",
        "原文与检查项对照 / which words of the plan became which items",
        _coverage,
        (Argument("task", "任务 / task 1–30", "whole"),),
        output=shapes.COVERAGE,
    ),
    Command(
        "checklist lint",
        "检查全部检查表 / all lists together: unreachable items, contradictions, dead references, changed keys",
        _lint,
        (Argument("folder", "文件夹，不写则检查随程序的 / folder, the shipped lists when not given"),),
        output=shapes.LINT,
    ),
    Command(
        "checklist diff",
        "比较两个版本 / what a newer version adds, changes and removes, and which answers still fit",
        _diff,
        (
            Argument("old", "旧版本：文件或编号 / older version: file or key", required=True, positional=True),
            Argument("new", "新版本：文件或编号 / newer version: file or key", required=True, positional=True),
        ),
        output=shapes.DIFFERENCE,
    ),
    Command(
        "checklist export",
        "导出检查表 / a checklist as CSV, workbook or XLSForm",
        _export,
        (
            Argument("list", "检查表：编号或文件 / key or file", required=True, positional=True),
            Argument("format", "格式 / format", required=True, terms=ListFormat),
            Argument("to", "存到 / file to write", "path"),
        ),
        output=shapes.EXPORTED,
    ),
    Command(
        "checklist import",
        "读入检查表文件 / read a checklist from CSV, workbook, XLSForm or data file",
        _import,
        (
            Argument("file", "文件 / file", "path", required=True, positional=True),
            Argument("to", "存为数据文件 / data file to write", "path"),
        ),
        output=shapes.IMPORTED,
    ),
    Command(
        "checklist publish",
        "发布检查表的新版本 / make a newer version the one that visits begin with",
        _publish,
        (
            Argument("file", "文件 / file", "path", required=True, positional=True),
            Argument("note", "改了什么 / what changed"),
        ),
        output=shapes.PUBLISHED,
    ),
    Command(
        "checklist withdraw",
        "撤回已发布的版本 / take a published version back",
        _withdraw,
        (
            _KEY,
            Argument("version", "版本 / version", "whole", required=True),
            Argument("reason", "原因 / reason", required=True),
        ),
        output=shapes.WITHDRAWN,
    ),
    Command(
        "checklist versions",
        "本单位发布的版本 / what the office published",
        _versions,
        (Argument("key", "检查表 / checklist key", positional=True),),
        output=array_of(PublishedVersion),
    ),
    Command("checklist keys", "检查项编号的含义 / what every item key means", _keys, output=shapes.KEYS),
    Command(
        "checklist audit",
        "数字、日期、情态词逐一核对 / every number, date and modal word of the plan against the items",
        _audit,
        (Argument("task", "任务 / task 1–30", "whole"),),
    ),
    Command(
        "checklist applicable",
        "适合某矿的检查表 / the lists that fit a mine",
        _applicable,
        (
            Argument("mine", "矿山编号 / mine or pond id", required=True),
            Argument("day", "日期 / day, today when not given"),
        ),
        output=shapes.APPLICABLE,
    ),
)
