"""The state of what travels to the county, in plain words, each with its next step."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ui.language import tr

if TYPE_CHECKING:
    from inspector_app.messages import Message
    from inspector_app.sync.values import SyncGroup, SyncItem, SyncState, SyncStatus, SyncStep


def group(which: SyncGroup) -> str:
    """What a group of items is called."""
    return {
        "records": tr("改动记录（检查、问题、文书每填一处记一条）"),
        "papers": tr("执法文书"),
        "thumbnails": tr("照片缩略图"),
        "originals": tr("照片原件"),
    }[which.value]


def step(which: SyncStep) -> str:
    """What a run is doing now."""
    return {
        "connect": tr("正在连接县局"),
        "records": tr("正在上报记录"),
        "papers": tr("正在上传执法文书"),
        "thumbnails": tr("正在上传照片缩略图"),
        "originals": tr("正在上传照片原件"),
        "receipt": tr("正在取接收回执"),
        "pull": tr("正在接收县局下发的内容"),
    }[which.value]


def state(which: SyncState) -> tuple[str, str, str]:
    """(state, next step, role in the style sheet) of one item."""
    return {
        "waiting": (tr("只在这台笔记本上"), tr("有网络时自动上报，不用做什么。"), ""),
        "sending": (tr("正在上传"), tr("断了也会接着传，已传的部分不会重来。"), ""),
        "held": (tr("县局已收存，还没登记"), tr("县局登记后会给回执，请保留笔记本上的数据。"), "warn"),
        "applied": (tr("已接收（有回执）"), "", "good"),
        "quarantined": (tr("县局搁置"), tr("按下面的原因处理后点“再次上报”，或与县局联系。"), "danger"),
    }[which.value]


def item(one: SyncItem) -> str:
    """What one item is."""
    if one.title:
        return one.title
    return tr("文件 {name}").format(name=one.item[:12]) if one.item_kind == "blob" else tr("一条记录")


def signed_at(iso: str) -> str:
    """When the county signed something, in this laptop's time zone, to the minute."""
    return f"{datetime.fromisoformat(iso).astimezone():%Y-%m-%d %H:%M}"


def clocks(status: SyncStatus) -> Message | None:
    """What is said when this laptop's clock and the county's are too far apart."""
    from ui import messages  # dialogs are not loaded for the status line at start

    if not status.clock_ahead_seconds:
        return None
    here = datetime.now().astimezone()
    there = here - timedelta(seconds=status.clock_ahead_seconds)
    code = "sync.clock_ahead" if status.clock_ahead_seconds > 0 else "sync.clock_behind"
    return messages.sentence(code, here=f"{here:%Y-%m-%d %H:%M}", county=f"{there:%Y-%m-%d %H:%M}")


def headline(status: SyncStatus, *, is_sample: bool = False) -> tuple[str, str]:
    """The whole picture in one sentence, and its role in the style sheet; nothing of a sample county is for anybody."""
    if is_sample and not status.joined:
        return tr("示例县是练习用的：数据只在这台笔记本上，不会上报给任何人。"), "muted"
    if not status.joined:
        return tr("这台笔记本还没有加入县局，数据只在这里。"), "warn"
    if status.complete:
        return tr("县局已全部接收，回执齐全。"), "good"
    open_ = status.entries_total - status.entries_received + status.blobs_total - status.blobs_received
    return tr("还有 {n} 项没有取得县局回执。").format(n=open_), ""
