"""The console: plain pages for people at the county; server-rendered, no script, printable."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import Connection

from county_server.console import layout, repository, views
from county_server.console.layout import Markup
from county_server.console.session import COOKIE, HOURS, Sessions, Visitor
from county_server.enrolment import EnrolmentService
from county_server.storage import CountyStore
from inspector_app.enforcement.model import Document
from inspector_app.errors import BadInput
from inspector_app.evidence.model import Photo
from inspector_app.inspection.model import Finding, Inspection
from inspector_app.messages import tell

router = APIRouter(prefix="/console", include_in_schema=False)
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; object-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class NotLoggedIn(Exception):
    """Nobody is logged in, or no longer."""


def _store(request: Request) -> CountyStore:
    store: CountyStore = request.app.state.store
    return store


def sessions_of(request: Request) -> Sessions:
    """The console's sessions; one object per server, it remembers wrong passwords."""
    if not hasattr(request.app.state, "console"):
        request.app.state.console = Sessions(request.app.state.store)
    sessions: Sessions = request.app.state.console
    return sessions


def _visitor(request: Request) -> Visitor:
    visitor = sessions_of(request).visitor(request.cookies.get(COOKIE))
    if visitor is None:
        raise NotLoggedIn
    return visitor


Store = Annotated[CountyStore, Depends(_store)]
Who = Annotated[Visitor, Depends(_visitor)]


async def to_login(_request: Request, _error: Exception) -> Response:
    """Whoever is not logged in is sent to the log-in page."""
    return RedirectResponse("/console/login", 303)


@router.get("/style.css")
def style() -> Response:
    """The style sheet."""
    return Response(layout.style(), media_type="text/css", headers={"X-Content-Type-Options": "nosniff"})


@router.get("/login")
def login_page(store: Store) -> HTMLResponse:
    """The page where people log in."""
    return _html(layout.login([(office.region, office.name) for office in store.offices()]))


@router.post("/login")
async def log_in(request: Request, store: Store) -> Response:
    """Check the password of an office."""
    form = await _form(request)
    cookie = sessions_of(request).log_in(form.get("region", ""), form.get("password", ""))
    if cookie is None:
        offices = [(office.region, office.name) for office in store.offices()]
        return _html(layout.login(offices, "口令不正确，或尝试次数过多。请核对后重试；忘记口令请联系管理员。"), 403)
    answer = RedirectResponse("/console", 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(
        COOKIE, cookie, max_age=HOURS * 3600, httponly=True, samesite="strict", secure=secure, path="/console"
    )
    return answer


@router.post("/logout")
async def log_out(request: Request, visitor: Who) -> Response:
    """End the session."""
    if not _form_is_ours(await _form(request), visitor):
        return _refused(visitor)
    answer = RedirectResponse("/console/login", 303)
    answer.delete_cookie(COOKIE, path="/console")
    return answer


@router.get("")
@router.get("/inspections")
def visits(store: Store, visitor: Who, page: int = 1) -> HTMLResponse:
    """All visits, newest first, under the office's figures."""
    with store.read() as connection:
        rows = repository.inspections(connection, visitor.visible, page)
        kinds = (("检查", Inspection), ("问题隐患", Finding), ("照片", Photo), ("文书", Document))
        figures = [(name, repository.count(connection, kind, visitor.visible)) for name, kind in kinds]
    more = len(rows) > repository.PAGE
    body = [layout.figures(figures), views.visits(rows[: repository.PAGE]), layout.pager("inspections", page, more)]
    return _page(visitor, "检查", body, "inspections")


@router.get("/inspections/{inspection_id}")
def visit(store: Store, visitor: Who, inspection_id: str) -> HTMLResponse:
    """One visit: facts, findings with photos, papers."""
    with store.read() as connection:
        row = repository.inspection(connection, visitor.visible, inspection_id)
        if row is None:
            return _page(visitor, "找不到", [layout.safe("没有这次检查，或不属于本单位。")], status=404)
        people = repository.participants(connection, inspection_id)
        findings = repository.findings(connection, visitor.visible, 1, inspection_id)
        photos = repository.photos(connection, [finding["id"] for finding in findings])
        papers = repository.papers(connection, visitor.visible, 1, inspection_id)
        back = _came_back(connection, papers)
    body = [
        views.visit_facts(row, people),
        Markup(f"<h2>问题隐患（{len(findings)}）</h2>"),
        views.findings(findings, photos, store.blobs.exists),
        Markup(f"<h2>文书（{len(papers)}）</h2>"),
        views.papers(papers, *back, store.blobs.exists),
    ]
    return _page(visitor, row["site_name"] or "检查", body, "inspections", sub=row["enterprise_name"] or "")


@router.get("/findings")
def all_findings(store: Store, visitor: Who, page: int = 1) -> HTMLResponse:
    """Findings, newest first."""
    with store.read() as connection:
        rows = repository.findings(connection, visitor.visible, page)
        shown = rows[: repository.PAGE]
        photos = repository.photos(connection, [finding["id"] for finding in shown])
    body = [views.findings(shown, photos, store.blobs.exists, with_site=True)]
    body.append(layout.pager("findings", page, len(rows) > repository.PAGE))
    return _page(visitor, "问题隐患", body, "findings")


@router.get("/papers")
def all_papers(store: Store, visitor: Who, page: int = 1) -> HTMLResponse:
    """Papers, newest first."""
    with store.read() as connection:
        rows = repository.papers(connection, visitor.visible, page)
        back = _came_back(connection, rows)
    body = [views.papers(rows[: repository.PAGE], *back, store.blobs.exists)]
    body.append(layout.pager("papers", page, len(rows) > repository.PAGE))
    return _page(visitor, "文书", body, "papers")


def _came_back(
    connection: Connection, papers: list[repository.Row]
) -> tuple[dict[str, list[repository.Row]], dict[str, list[repository.Row]]]:
    """Scans and transcribed handwriting of these papers."""
    ids = [paper["id"] for paper in papers]
    return repository.scans(connection, ids), repository.handwriting(connection, ids)


@router.get("/laptops")
def all_laptops(store: Store, visitor: Who) -> HTMLResponse:
    """Laptops with the state of their chains, forks, and what is only held."""
    with store.read() as connection:
        laptops = repository.laptops(connection, visitor.visible)
        forks = repository.forks(connection, visitor.visible)
        held = repository.held(connection, visitor.visible)
        aside = repository.quarantine(connection, visitor.visible)
    body = [
        views.laptops(laptops, forks, aside, visitor.csrf),
        Markup("<h2>分叉</h2>"),
        views.forks(forks),
        Markup("<h2>已保存、暂不能读取的条目</h2>"),
        views.held(held),
    ]
    return _page(visitor, "笔记本与日志链", body, "laptops")


@router.post("/laptops/{stream_id}/revoke")
async def revoke(request: Request, store: Store, visitor: Who, stream_id: str) -> Response:
    """Take a laptop's right to send away."""
    if not _form_is_ours(await _form(request), visitor) or not visitor.visible.allows(stream_id):
        return _refused(visitor)
    try:
        EnrolmentService(store).revoke(stream_id)
    except BadInput as error:
        return _page(visitor, "笔记本与日志链", [layout.safe(str(tell(error)))], status=404)
    return RedirectResponse("/console/laptops", 303)


@router.get("/quarantine")
def set_aside(store: Store, visitor: Who) -> HTMLResponse:
    """What was sent but not accepted, and why."""
    with store.read() as connection:
        rows = repository.quarantine(connection, visitor.visible)
    note = "这些条目已收到但没有采用，原件仍在笔记本上，其他条目不受影响。"
    return _page(visitor, "待查条目", [views.quarantine(rows)], "quarantine", sub=note)


@router.get("/blobs/{sha256}")
def blob(store: Store, visitor: Who, sha256: str) -> Response:
    """One stored file that a visible record names."""
    with store.read() as connection:
        known = repository.may_see_blob(connection, visitor.visible, sha256)
    if not known or not store.blobs.exists(sha256):
        return _page(visitor, "找不到", [layout.safe("没有这个文件，或还没有传到。")], status=404)
    with store.blobs.open(sha256) as stream:
        content = stream.read()
    kind = next((kind for mark, kind in _KINDS if content.startswith(mark)), "application/octet-stream")
    headers = {**_HEADERS, "Cache-Control": "private, max-age=86400, immutable"}
    return Response(content, media_type=kind, headers=headers)


_KINDS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG", "image/png"),
    (b"RIFF", "image/webp"),
)


async def _form(request: Request) -> dict[str, str]:
    text = (await request.body()).decode("utf-8", "replace")
    return {name: values[0] for name, values in parse_qs(text).items()}


def _form_is_ours(form: dict[str, str], visitor: Visitor) -> bool:
    import hmac

    return hmac.compare_digest(form.get("csrf", "").encode(), visitor.csrf.encode())


def _refused(visitor: Visitor) -> HTMLResponse:
    return _page(visitor, "没有执行", [layout.safe("页面已过期，请返回后刷新再试。")], status=403)


def _page(
    visitor: Visitor, title: str, body: list[Markup], here: str = "", *, sub: str = "", status: int = 200
) -> HTMLResponse:
    office = visitor.office.name + ("（全市）" if visitor.office.is_city else "")
    return _html(layout.page(title, body, office=office, csrf=visitor.csrf, here=here, sub=sub), status)


def _html(text: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(text, status, headers=_HEADERS)
