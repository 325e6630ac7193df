"""The console: plain pages for people at the county; server-rendered, no script, printable."""

from __future__ import annotations

from html import escape
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from sqlalchemy import select

from county_server import tables
from county_server.console.password import password_holds
from county_server.storage import CountyStore
from inspector_app.enforcement.model import Document
from inspector_app.evidence import repository as evidence
from inspector_app.inspection import repository as inspections
from inspector_app.storage import journal
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT

router = APIRouter(prefix="/console", include_in_schema=False)
_basic = HTTPBasic()

_STYLE = """
body{font:15px/1.6 "Noto Sans SC","Microsoft YaHei",sans-serif;margin:0;color:#1c2430;background:#f5f7f9}
header{background:#17324d;color:#fff;padding:12px 24px}header a{color:#fff;margin-right:24px;text-decoration:none}
main{max-width:1120px;margin:24px auto;padding:0 24px}h1{font-size:22px;margin:0 0 16px}
table{border-collapse:collapse;width:100%;background:#fff;margin-bottom:24px}
th,td{text-align:left;padding:8px 12px;border-bottom:1px solid #dde3e9;vertical-align:top}
th{background:#eef2f5;font-weight:600}.empty{color:#5b6673;background:#fff;padding:24px}
img{max-width:220px;max-height:220px;margin:4px;border:1px solid #dde3e9}code{font-size:12px;word-break:break-all}
@media print{header{display:none}body{background:#fff}}
"""


def _store(request: Request, given: Annotated[HTTPBasicCredentials, Depends(_basic)]) -> CountyStore:
    store: CountyStore = request.app.state.store
    if not password_holds(store, given.password):
        raise HTTPException(401, headers={"WWW-Authenticate": "Basic"})
    return store


Store = Annotated[CountyStore, Depends(_store)]


@router.get("", response_class=HTMLResponse)
def visits(store: Store) -> str:
    """All visits, newest first."""
    with store.units.read() as connection:
        rows = inspections.inspections(connection, limit=500)
    cells = [
        (
            f'<a href="/console/inspections/{escape(row.id)}">{escape(row.started_at[:16].replace("T", " "))}</a>',
            escape(row.site_name),
            escape(row.enterprise_name),
            {"running": "进行中", "closed": "已结束"}[row.state.value],
            str(row.findings),
        )
        for row in rows
    ]
    return _page("检查", _table(("开始时间", "矿山（尾矿库）", "企业", "状态", "问题"), cells, "还没有收到检查。"))


@router.get("/inspections/{inspection_id}", response_class=HTMLResponse)
def visit(store: Store, inspection_id: str) -> str:
    """One visit: findings with photos, papers."""
    with store.units.read() as connection:
        findings = inspections.findings(connection, inspection_id=inspection_id, limit=1000)
        photos = evidence.photos(connection, inspection_id=inspection_id)
        table = table_of(Document)
        query = select(table).where(table.c.inspection_id == inspection_id, table.c.presence == PRESENT)
        papers = connection.execute(query.order_by(table.c.form)).mappings().all()
    body = _table(
        ("序号", "部位", "事实", "等级", "照片"),
        [
            (
                str(f.seq),
                escape(f.place),
                escape(f.fact),
                _LEVELS.get(f.hazard_level, f.hazard_level),
                _shots(store, f.id, photos),
            )
            for f in findings
        ],
        "没有问题。",
    )
    body += "<h1>文书</h1>" + _table(
        ("文书", "文号", "状态", "文件"),
        [
            (
                escape(p["form"] or ""),
                escape(p["number"] or ""),
                escape(p["document_state"] or ""),
                _paper(store, p["pdf_sha256"]),
            )
            for p in papers
        ],
        "还没有文书。",
    )
    return _page("检查", body)


_LEVELS = {"general": "一般", "suspected_major": "疑似重大", "major": "重大"}


@router.get("/blobs/{sha256}")
def blob(store: Store, sha256: str) -> Response:
    """One stored file."""
    if not store.blobs.exists(sha256):
        raise HTTPException(404)
    with store.blobs.open(sha256) as stream:
        content = stream.read()
    kind = "application/pdf" if content[:5] == b"%PDF-" else "image/jpeg"
    return Response(content, media_type=kind, headers={"X-Content-Type-Options": "nosniff"})


@router.get("/chains", response_class=HTMLResponse)
def chains(store: Store) -> str:
    """Laptops, their chains, forks and what was set aside."""
    with store.units.read() as connection:
        heads = journal.heads(connection)
        laptops = connection.execute(select(tables.laptop)).mappings().all()
        forks = connection.execute(select(tables.fork)).mappings().all()
        aside = connection.execute(select(tables.quarantine)).mappings().all()
    body = _table(
        ("笔记本", "日志流", "条目", "末条", "最近联系"),
        [
            (
                escape(row["label"]) + ("（已吊销）" if row["revoked"] else ""),
                f"<code>{escape(row['stream_id'])}</code>",
                str(heads[row["stream_id"]].seq) if row["stream_id"] in heads else "0",
                f"<code>{heads[row['stream_id']].id[:16] if row['stream_id'] in heads else ''}</code>",
                escape((row["last_seen_at"] or "")[:16].replace("T", " ")),
            )
            for row in laptops
        ],
        "还没有笔记本加入。",
    )
    forked = [
        (f"<code>{escape(r['stream_id'])}</code>", f"<code>{r['entry_id'][:16]}</code>", escape(r["noticed_at"][:16]))
        for r in forks
    ]
    body += "<h1>分叉</h1>" + _table(("日志流", "条目", "发现时间"), forked, "没有分叉。")
    kept = [
        (f"<code>{escape(r['item'][:16])}</code>", escape(r["reason"]), escape(r["arrived_at"][:16])) for r in aside
    ]
    body += "<h1>待查条目</h1>" + _table(("条目", "原因", "到达时间"), kept, "没有待查条目。")
    return _page("日志链", body)


def _shots(store: CountyStore, finding_id: str, photos: list[Any]) -> str:
    held = [p for p in photos if p.finding_id == finding_id]
    return "".join(
        f'<a href="/console/blobs/{p.sha256}"><img alt="照片" src="/console/blobs/{p.thumbnail_sha256}"></a>'
        if p.thumbnail_sha256 and store.blobs.exists(p.thumbnail_sha256)
        else "（照片未到）"
        for p in held
    )


def _paper(store: CountyStore, sha256: str | None) -> str:
    if not sha256:
        return ""
    return f'<a href="/console/blobs/{sha256}">打开</a>' if store.blobs.exists(sha256) else "（文件未到）"


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]], empty: str) -> str:
    if not rows:
        return f'<p class="empty">{empty}</p>'
    head = "".join(f"<th>{escape(h)}</th>" for h in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _page(title: str, body: str) -> str:
    links = '<a href="/console">检查</a><a href="/console/chains">日志链</a>'
    return (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{title} · 矿安检</title><style>{_STYLE}</style>'
        f"<header>{links}</header><main><h1>{title}</h1>{body}</main></html>"
    )
