"""Commands of single photos: photo add | list | describe | time | export | remove."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context

_INSPECTION = Argument("inspection", "检查编号 / inspection id", required=True, positional=True)
_PHOTO = Argument("photo", "照片编号 / photo id", required=True, positional=True)
HIDDEN = frozenset({"entry_id", "field_heads", "presence", "exif"})


def _photo_add(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    files = [Path(file) for file in given["files"]]
    taken = app.evidence.add_photos(
        app.officer_id, files, inspection_id=given["inspection"], finding_id=given["finding"]
    )
    return {"ok": all(one.error is None for one in taken), "photos": [imported(one) for one in taken]}


def imported(one: Any) -> dict[str, Any]:
    """What became of one file that was brought in."""
    from inspector_app.messages import tell

    shown: dict[str, Any] = {"file": one.source, "photo": one.photo_id, "duplicate": one.is_duplicate}
    if one.error is not None:
        shown |= {"error": one.error.code, "told": str(tell(one.error))}
    return {**shown, "taken_out_before": one.is_dismissed, "warnings": list(one.warnings)}


def photo_shown(photo: Any) -> dict[str, Any]:
    """A photo as commands show it."""
    return {name: value for name, value in photo.model_dump().items() if name not in HIDDEN}


def _list(context: Context, given: Mapping[str, Any]) -> Any:
    photos = context.app.evidence.photos(
        inspection_id=given["inspection"], finding_id=given["finding"], unfiled=bool(given["unfiled"])
    )
    return [photo_shown(one) for one in photos]


def _describe(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    known = _photo(app, given["photo"])
    stated = {name: given[name] if given[name] is not None else getattr(known, name) for name in ("place", "proves")}
    return {"changed": app.evidence.describe(app.officer_id, given["photo"], **stated)}


def _time(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    app.evidence.state_time(app.officer_id, given["photo"], given["at"])
    return {"photo": given["photo"], "taken_at": given["at"]}


def _export(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.storage.durable import atomic_write

    app = context.app
    if given["longest"]:
        content = app.evidence.picture(given["photo"], given["longest"])
    else:
        content = app.evidence.original(given["photo"])
    atomic_write(Path(given["to"]), content)
    return {"photo": given["photo"], "file": given["to"], "bytes": len(content)}


def _remove(context: Context, given: Mapping[str, Any]) -> Any:
    context.app.evidence.remove(context.app.officer_id, given["photo"], given["reason"])
    return {"removed": given["photo"]}


def _photo(app: Any, photo_id: str) -> Any:
    from inspector_app.errors import BadInput

    found = next((one for one in app.evidence.photos() if one.id == photo_id), None)
    if found is None:
        raise BadInput("record.unknown", kind="photo", id=photo_id)
    return found


_CHANGED = {"type": "object", "properties": {"changed": {"type": "boolean"}}}

COMMANDS = (
    Command(
        "photo add",
        "添加照片 / bring photos in",
        _photo_add,
        (
            _INSPECTION,
            Argument("files", "文件 / files", "texts", required=True),
            Argument("finding", "归入的问题编号 / finding they are filed to"),
        ),
    ),
    Command(
        "photo list",
        "照片列表 / photos in the order they were taken",
        _list,
        (
            Argument("inspection", "检查编号 / inspection id", positional=True),
            Argument("finding", "只看这个问题的 / only of this finding"),
            Argument("unfiled", "只看待整理的 / only those in the tray", "flag"),
        ),
        output={"type": "array", "items": {"type": "object"}},
    ),
    Command(
        "photo describe",
        "填写照片的地点和证明对象 / state where a photo was taken and what it proves",
        _describe,
        (
            _PHOTO,
            Argument("place", "拍摄地点 / where it was taken"),
            Argument("proves", "证明对象 / what it proves"),
        ),
        output=_CHANGED,
    ),
    Command(
        "photo time",
        "补填没有相机时间的照片的拍摄时间 / state when a photo without a camera time was taken",
        _time,
        (_PHOTO, Argument("at", "拍摄时间，如 2026-03-10T09:30 / when it was taken", required=True)),
    ),
    Command(
        "photo export",
        "导出照片原件，或缩小的图 / write the original, or a smaller picture, to a file",
        _export,
        (
            _PHOTO,
            Argument("to", "文件 / file", "path", required=True),
            Argument("longest", "长边像素，不写则为原件 / longest side in pixels; else the original", "whole"),
        ),
    ),
    Command(
        "photo remove",
        "移除照片（原件和记录保留） / take a photo out of the visit; record and original stay",
        _remove,
        (_PHOTO, Argument("reason", "原因 / reason", required=True)),
    ),
)
