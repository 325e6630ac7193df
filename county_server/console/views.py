"""What the console shows of each kind of record: rows of the database in, HTML out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from html import escape

from sqlalchemy import RowMapping

from county_server.console.layout import Cell, Markup, code, facts, link, safe, table, tag, when
from inspector_app import paths
from inspector_app.inspection.values import InspectionCategory, InspectionMethod, ParticipantRole, TaskSource
from inspector_app.messages import say
from inspector_app.terms import label

Row = RowMapping
Exists = Callable[[str], bool]

_STATES = {"running": ("进行中", "warn"), "closed": ("已结束", "good")}
_LEVELS = {"general": ("一般", ""), "suspected_major": ("疑似重大", "warn"), "major": ("重大", "bad")}
_PAPERS = {
    "draft": ("草稿", ""),
    "printed": ("已定稿待签", "warn"),
    "signed": ("已签", "good"),
    "served": ("已送达", "good"),
    "closed": ("归档", "good"),
    "withdrawn": ("已收回", "warn"),
    "void": ("作废", "bad"),
}


def visits(rows: Sequence[Row]) -> Markup:
    """Visits as a list."""
    cells = [
        (
            link(f"inspections/{row['id']}", when(row["started_at"]) or "（未填时间）"),
            row["site_name"] or "（名册中没有）",
            row["enterprise_name"],
            _tag(_STATES, row["inspection_state"]),
            int(row["findings"]),
            int(row["papers"]),
        )
        for row in rows
    ]
    heads = ("开始时间", "矿山（尾矿库）", "企业", "状态", "问题", "文书")
    return table(heads, cells, "还没有收到检查。笔记本上传后会显示在这里。")


def visit_facts(row: Row, people: Sequence[Row]) -> Markup:
    """What one visit was: authority, time, who."""
    took_part = "、".join(
        f"{person['name'] or ''}（{_label(ParticipantRole, person['participant_role'])}）" for person in people
    )
    methods = "、".join(_label(InspectionMethod, method) for method in row["inspection_methods"] or ())
    time = f"{when(row['started_at'])} 至 {when(row['ended_at'])}" if row["ended_at"] else when(row["started_at"])
    return facts(
        (
            ("状态", _tag(_STATES, row["inspection_state"])),
            ("时间", time),
            ("检查人员", took_part),
            ("任务来源", _label(TaskSource, row["task_source"])),
            ("检查类别", _label(InspectionCategory, row["inspection_category"])),
            ("检查方式", methods),
            ("审批（方案）文号", row["approval_no"]),
            ("批准人", row["approver"]),
            ("行政行为码", row["behavior_code"]),
            ("检查范围", row["scope_text"]),
            ("现场负责人", row["site_rep_name"]),
        )
    )


def findings(
    rows: Sequence[Row], photos: Mapping[str, Sequence[Row]], exists: Exists, *, with_site: bool = False
) -> Markup:
    """Findings with their photos."""
    cells = []
    for row in rows:
        place: list[Cell] = [row["place"]]
        if with_site:
            target = f"inspections/{row['inspection_id']}"
            place = [link(target, row["site_name"] or "检查") if row["inspection_id"] else "", row["place"]]
        number: Cell = int(row["seq"]) if row["seq"] is not None and not with_site else None
        first: list[Cell] = [] if with_site else [number]
        due, level = row["rectification_due_on"], _tag(_LEVELS, row["hazard_level"])
        cells.append((*first, *place, row["fact"], level, due, _photos(photos.get(row["id"], []), exists)))
    head = "矿山（尾矿库）" if with_site else "序号"
    return table((head, "部位", "事实", "等级", "整改期限", "照片"), cells, "没有问题隐患。")


def papers(
    rows: Sequence[Row],
    scans: Mapping[str, Sequence[Row]],
    written: Mapping[str, Sequence[Row]],
    exists: Exists,
) -> Markup:
    """Papers with their PDF, the scans of the signed pages and what was handwritten on them."""
    cells = [
        (
            row["title"] or form_title(row["form"]),
            row["number"],
            _tag(_PAPERS, row["document_state"]),
            row["respondent"],
            row["issued_on"],
            tag("手写文书", "") if row["is_handwritten"] else _file(row["pdf_sha256"], exists),
            _scans(scans.get(row["id"], []), written.get(row["id"], []), exists),
        )
        for row in rows
    ]
    return table(("文书", "文号", "状态", "当事人", "日期", "文件", "签字件"), cells, "还没有文书。")


def laptops(rows: Sequence[Row], forked: Sequence[Row], aside: Sequence[Row], csrf: str) -> Markup:
    """Laptops and the state of their chains."""
    with_fork = {row["stream_id"] for row in forked}
    with_gap = {row["stream_id"] for row in aside if row["seq"] is not None}
    cells = []
    for row in rows:
        state = [tag("已吊销", "bad")] if row["revoked"] else []
        state += [tag("有分叉", "warn")] if row["stream_id"] in with_fork else []
        complete = (row["entries"] or 0) >= (row["seq"] or 0)
        state += [] if complete else [tag(f"缺 {row['seq'] - row['entries']} 条", "bad")]
        state += [tag("有待查条目", "warn")] if row["stream_id"] in with_gap else []
        former = Markup(f"<br>接续自 {code(row['predecessor'])}") if row["predecessor"] else Markup()
        cells.append(
            (
                row["label"] or "（未命名）",
                row["office_name"],
                Markup(code(row["stream_id"]) + former),
                int(row["seq"] or 0),
                Markup(" ".join(state) or tag("完整", "good")),
                when(row["last_seen_at"]),
                "" if row["revoked"] else _revoke(row["stream_id"], csrf),
            )
        )
    heads = ("笔记本", "单位", "日志链", "末条序号", "状态", "最近联系", "")
    return table(heads, cells, "还没有笔记本加入。请用 county-server enrol 生成注册码。")


def forks(rows: Sequence[Row]) -> Markup:
    """Places where a chain was continued twice."""
    cells = [(code(r["stream_id"]), int(r["seq"]), code(r["entry_id"]), when(r["noticed_at"])) for r in rows]
    return table(("日志链", "序号", "第二个续写条目", "发现时间"), cells, "没有分叉。")


def held(rows: Sequence[Row]) -> Markup:
    """Entries that wait for a newer program."""
    cells = [(code(r["stream_id"]), int(r["seq"]), _reason(r["reason"])) for r in rows]
    return table(("日志链", "序号", "原因"), cells, "没有。")


def quarantine(rows: Sequence[Row]) -> Markup:
    """What was set aside, with the reason and what can be read of it."""
    cells = [
        (
            when(row["arrived_at"]),
            code(row["stream_id"]),
            row["seq"] if row["seq"] is not None else "",
            _reason(row["reason"]),
            _content(bytes(row["body"])),
        )
        for row in rows
    ]
    return table(("到达时间", "日志链", "序号", "原因", "内容"), cells, "没有待查条目。")


@cache
def form_title(form: str | None) -> str:
    """The title of a form by its code, as its specification has it."""
    file = paths.resources("forms") / f"{form}.json"
    if not form or not file.exists():
        return form or ""
    return str(json.loads(file.read_text("utf-8")).get("title", form))


def _content(body: bytes) -> Markup:
    text = body.decode("utf-8", "replace")
    shown = text if len(text) <= 2000 else text[:2000] + " …"
    return Markup(f"<details><summary>查看</summary><code>{escape(shown)}</code></details>")


def _reason(reason: str) -> Markup:
    return Markup(safe(say(reason).happened) + f"<br>{code(reason)}")


def _revoke(stream_id: str, csrf: str) -> Markup:
    return Markup(
        f'<form method="post" action="/console/laptops/{escape(stream_id)}/revoke">'
        f'<input type="hidden" name="csrf" value="{escape(csrf)}"><button class="danger">吊销</button></form>'
    )


def _photos(rows: Sequence[Row], exists: Exists) -> Markup:
    shown = []
    for row in rows:
        small = row["thumbnail_sha256"] or row["sha256"]
        if not small or not exists(small):
            shown.append(tag("照片未到", "warn"))
            continue
        full = row["sha256"] if row["sha256"] and exists(row["sha256"]) else small
        name = escape(row["file_name"] or "照片")
        picture = f'<img alt="{name}" src="/console/blobs/{escape(small)}" loading="lazy">'
        shown.append(Markup(f'<a href="/console/blobs/{escape(full)}">{picture}</a>'))
    return Markup(f'<div class="photos">{"".join(shown)}</div>') if shown else Markup()


def _file(sha256: str | None, exists: Exists) -> Markup:
    if not sha256:
        return Markup()
    return link(f"blobs/{sha256}", "打开 PDF") if exists(sha256) else tag("文件未到", "warn")


def _scans(rows: Sequence[Row], written: Sequence[Row], exists: Exists) -> Markup:
    shown = []
    for row in rows:
        pages = "、".join(str(one["page"] or "?") for one in row["sheet_pages"] or ())
        sha256 = row["preview_sha256"] or row["sha256"]
        words = f"第 {pages} 页"
        shown.append(link(f"blobs/{sha256}", words) if exists(sha256) else tag(f"{words}未到", "warn"))
    for one in written:
        signed = "，".join(part for part in (one["signer_name"], one["written_on"]) if part)
        shown.append(safe(f"意见：{one['text']}" + (f"（{signed}）" if signed else "")))
    return Markup("<br>".join(shown))


def _tag(names: Mapping[str, tuple[str, str]], value: str | None) -> Markup:
    return tag(*names.get(value or "", (value, ""))) if value else Markup()


def _label(kind: type[StrEnum], value: str | None) -> str:
    try:
        return label(kind(value)) if value else ""
    except (ValueError, KeyError):
        return str(value)
