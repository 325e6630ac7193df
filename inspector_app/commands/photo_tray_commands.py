"""Commands of the photo tray: photo sources | import | unfiled | tray | file | set-aside | chat-folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context
from inspector_app.commands.described import array_of
from inspector_app.commands.photo_commands import HIDDEN, imported, photo_shown
from inspector_app.errors import BadInput
from inspector_app.evidence.source_values import PhotoPlace, Since, Survey
from inspector_app.evidence.values import UnfiledTray

_INSPECTION = Argument("inspection", "检查编号 / inspection id", required=True, positional=True)
_SINCE = Argument("since", "哪些照片 / which photos", terms=Since, default=Since.ALL.value)
CHAT_FOLDER = "photo.chat_folder"
"""``local_value`` key: where this machine's chat programs put pictures, when it is not the Downloads folder."""


def _sources(context: Context, given: Mapping[str, Any]) -> Any:
    """With an inspection each is looked through and counted."""
    from inspector_app.evidence import places

    app = context.app
    found = [*places.PlaceFinder().places(), places.chat(app.store.local(CHAT_FOLDER))]
    shown = []
    for place in found:
        one = {"kind": place.kind.value, "name": place.name, "path": str(place.path)}
        if given["inspection"] and place.path.is_dir():
            one |= _counted(app.evidence.survey(place, given["inspection"]))
        shown.append(one)
    return shown


def _counted(seen: Survey) -> dict[str, Any]:
    """What lies in a place, in figures."""
    return {
        "photos": {since.value: {"found": found, "fresh": fresh} for since, found, fresh in seen.offers()},
        "by_file_time": seen.by_file_time(Since.ALL),
        "not_opened": sum(not one.is_opened for one in seen.photos),
        "camera_ahead_s": seen.camera_ahead_s,
        "newest_ahead_s": seen.future_s,
        "left_out": [{"kind": one.kind.value, "count": one.count, "names": list(one.names)} for one in seen.left_out],
    }


def _import(context: Context, given: Mapping[str, Any]) -> Any:
    app, since = context.app, Since(given["since"])
    seen = app.evidence.survey(_place(given["folder"]), given["inspection"])
    told: dict[str, Any] = {"folder": given["folder"], "since": since.value, **_counted(seen)}
    if given["dry_run"]:
        return {"ok": True, "dry_run": True, **told}
    report = app.evidence.import_found(
        app.officer_id, seen, since, inspection_id=given["inspection"],
        on_progress=lambda done, total: context.say(f"{done} / {total}"),
    )  # fmt: skip
    scans = [] if given["keep_pages"] else _pages(app, [one.photo_id for one in report.taken])
    return {
        "ok": report.stopped is None and not report.failed,
        **told,
        "taken": [imported(one) for one in report.taken],
        "already_there": report.known,
        "taken_out_before": report.dismissed,
        "failed": [imported(one) for one in report.failed],
        "not_reached": report.left,
        "stopped": _why(report.stopped) if report.stopped else None,
        "scans": scans,
    }


def _pages(app: Any, photo_ids: list[str | None]) -> list[dict[str, Any]]:
    """Photos that show a page of a paper become scans of it."""
    found = []
    for photo_id in photo_ids:
        outcome = app.papers.recognise(app.officer_id, photo_id)
        if outcome is not None:
            papers = [one.paper.id for one in outcome.filed]
            found.append({"photo": photo_id, "documents": papers, "problems": [one.code for one in outcome.problems]})
    return found


def _place(folder: str) -> PhotoPlace:
    from inspector_app.evidence import places

    path = Path(folder)
    if not path.is_dir():
        raise BadInput("photos.place_gone", name=path.name or folder)
    return places.folder(path)


def _why(error: Any) -> dict[str, str]:
    from inspector_app.messages import tell

    return {"error": error.code, "told": str(tell(error))}


def _unfiled(context: Context, given: Mapping[str, Any]) -> Any:
    return [asdict(one) for one in context.app.evidence.unfiled(given["inspection"])]


def _tray(context: Context, given: Mapping[str, Any]) -> Any:
    """Removed photos keep their number but are not shown."""
    evidence = context.app.evidence
    if given["number"] is not None:
        photo = evidence.photo_by_number(given["inspection"], given["number"])
        return [{"number": given["number"], **photo_shown(photo)}]
    numbered = evidence.tray(given["inspection"])
    shown = [(one.number, asdict(one.photo)) for one in numbered if not one.is_removed]
    return [{"number": number, **{key: one[key] for key in one if key not in HIDDEN}} for number, one in shown]


def _file(context: Context, given: Mapping[str, Any]) -> Any:
    """Without a finding and an item the photos go back to the tray."""
    app = context.app
    photos = [given["photo"], *(given["more"] or ())]
    changed = app.evidence.file_photos(
        app.officer_id, photos, finding_id=given["finding"], item_key=given["item"]
    )
    return {"changed": changed > 0, "photos": changed}


def _set_aside(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    photos = [given["photo"], *(given["more"] or ())]
    changed = app.evidence.set_aside(app.officer_id, photos, given["reason"])
    return {"changed": changed > 0, "photos": changed}


def _chat_folder(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.evidence import places

    store = context.app.store
    if given["folder"] is not None:
        store.set_local(CHAT_FOLDER, given["folder"])
    return {"folder": str(places.chat(store.local(CHAT_FOLDER)).path)}


_PHOTO = Argument("photo", "照片编号 / photo id", required=True, positional=True)
_MORE = Argument("more", "更多照片编号 / further photo ids", "texts")
_WHOLE, _TEXT = {"type": "integer"}, {"type": "string"}
_FILES = {"type": "array", "items": {"type": "object"}}
_COUNTS = {
    "photos": {"type": "object", "description": "today / inspection / all: found, fresh"},
    "by_file_time": {**_WHOLE, "description": "按文件时间的张数 / how many have no camera time"},
    "not_opened": {**_WHOLE, "description": "文件太旧未打开 / files too old to be opened"},
    "camera_ahead_s": {"type": ["integer", "null"], "description": "相机比卫星时间快的秒数 / camera ahead of GPS time"},
    "newest_ahead_s": {**_WHOLE, "description": "最新照片晚于现在的秒数 / newest photo ahead of this clock"},
    "left_out": {"type": "array", "items": {"type": "object"}, "description": "没有导入的文件 / files left out"},
}
_CHANGED = {"type": "object", "properties": {"changed": {"type": "boolean"}, "photos": _WHOLE}}

COMMANDS = (
    Command(
        "photo sources",
        "现在能看到的存储卡、手机和聊天下载文件夹 / cards, phones and the chat folder that are there now",
        _sources,
        (Argument("inspection", "检查编号：同时数照片 / inspection id: count their photos too", positional=True),),
        output={
            "type": "array",
            "items": {"type": "object", "properties": {"kind": _TEXT, "name": _TEXT, "path": _TEXT, **_COUNTS}},
        },
    ),
    Command(
        "photo import",
        "从存储卡、手机或文件夹导入照片到待整理 / bring photos of a card, phone or folder into the tray",
        _import,
        (
            _INSPECTION,
            Argument("folder", "文件夹 / folder", "path", required=True),
            _SINCE,
            Argument("dry_run", "只数一数，不导入 / only count", "flag"),
            Argument("keep_pages", "文书照片也留作照片 / leave photos of paper pages in the tray", "flag"),
        ),
        output={
            "type": "object",
            "properties": {
                "ok": {"type": "boolean"}, "folder": _TEXT, "since": _TEXT, **_COUNTS, "taken": _FILES,
                "already_there": _WHOLE, "taken_out_before": _WHOLE, "failed": _FILES, "not_reached": _WHOLE,
                "stopped": {"type": ["object", "null"]}, "scans": _FILES,
            },
        },
    ),
    Command(
        "photo unfiled",
        "还有照片没归档的检查 / inspections whose photos are not all filed",
        _unfiled,
        (Argument("inspection", "检查编号 / inspection id", positional=True),),
        output=array_of(UnfiledTray),
    ),
    Command(
        "photo tray",
        "一次检查的照片及编号（p5 即第 5 张） / photos of an inspection by their numbers",
        _tray,
        (_INSPECTION, Argument("number", "只看这一张 / only this one", "whole")),
        output={"type": "array", "items": {"type": "object", "properties": {"number": _WHOLE}}},
    ),
    Command(
        "photo file",
        "把照片归入问题或检查项；都不写则放回待整理 / file photos to a finding or an item, or back to the tray",
        _file,
        (
            _PHOTO,
            Argument("finding", "问题编号 / finding id", positional=True),
            Argument("item", "检查项编号，如 T16-03 / checklist item"),
            _MORE,
        ),
        output=_CHANGED,
    ),
    Command(
        "photo set-aside",
        "标为与本次检查无关（照片保留） / mark photos as having nothing to do with the inspection; they stay",
        _set_aside,
        (_PHOTO, Argument("reason", "原因 / reason", required=True), _MORE),
        output=_CHANGED,
    ),
    Command(
        "photo chat-folder",
        "查看或设定聊天软件的下载文件夹 / show or choose the folder of chat downloads",
        _chat_folder,
        (Argument("folder", "文件夹；空字符串恢复默认 / folder; empty text for the default", positional=True),),
        output={"type": "object", "properties": {"folder": _TEXT}},
    ),
)
