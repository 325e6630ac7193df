"""How console pages look: plain HTML made of few parts; every text is escaped unless it is ``Markup`` already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from pathlib import Path


class Markup(str):
    """HTML that may stand in a page as it is."""

    __slots__ = ()


Cell = str | int | None
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
LINKS = (("inspections", "检查"), ("findings", "问题隐患"), ("papers", "文书"), ("laptops", "笔记本与日志链"),
         ("quarantine", "待查条目"))  # fmt: skip


@cache
def style() -> str:
    """The style sheet."""
    return (Path(__file__).with_name("style.css")).read_text("utf-8")


def safe(value: Cell) -> Markup:
    """A value as HTML."""
    return value if isinstance(value, Markup) else Markup(escape("" if value is None else str(value)))


def link(address: str, text: Cell) -> Markup:
    """A link inside the console; parts of the address come from ids and hashes."""
    return Markup(f'<a href="/console/{escape(address)}">{safe(text)}</a>')


def tag(text: str, mood: str = "") -> Markup:
    """A short state."""
    return Markup(f'<span class="tag {mood}">{escape(text)}</span>')


def code(text: str) -> Markup:
    """An identifier, shortened; the whole on hovering."""
    return Markup(f'<code title="{escape(text)}">{escape(text[:16])}</code>')


def when(stamp: str | None) -> Markup:
    """An instant to the minute."""
    return safe((stamp or "")[:16].replace("T", " "))


def table(heads: Sequence[str], rows: Iterable[Sequence[Cell]], empty: str) -> Markup:
    """Rows under heads; numbers stand right."""
    listed = list(rows)
    if not listed:
        return Markup(f'<p class="empty">{escape(empty)}</p>')
    body = "".join("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in listed)
    right = [isinstance(cell, int) for cell in listed[0]]
    marks = (" class=n" if is_number else "" for is_number in right)
    head = "".join(f"<th scope=col{mark}>{escape(name)}</th>" for name, mark in zip(heads, marks, strict=True))
    return Markup(f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>')


def _cell(cell: Cell) -> str:
    if isinstance(cell, int):
        return f'<td class="n">{cell}</td>'
    return f'<td class="t">{safe(cell)}</td>' if _DATE.match(cell or "") else f"<td>{safe(cell)}</td>"


def figures(values: Sequence[tuple[str, int]]) -> Markup:
    """A row of counts."""
    items = "".join(f"<li><b>{count}</b><span>{escape(name)}</span></li>" for name, count in values)
    return Markup(f'<ul class="figures">{items}</ul>')


def facts(values: Sequence[tuple[str, Cell]]) -> Markup:
    """Names and values, those without a value left out."""
    pairs = "".join(f"<dt>{escape(name)}</dt><dd>{safe(value)}</dd>" for name, value in values if value)
    return Markup(f"<dl>{pairs}</dl>")


def pager(address: str, page: int, more: bool) -> Markup:
    """Links to the pages before and after."""
    before = link(f"{address}?page={page - 1}", "上一页") if page > 1 else ""
    after = link(f"{address}?page={page + 1}", "下一页") if more else ""
    return Markup(f'<nav class="pager">{before}{after}</nav>') if before or after else Markup()


def page(title: str, body: Iterable[Markup], *, office: str, csrf: str, here: str = "", sub: str = "") -> str:
    """A whole page for somebody who is logged in."""
    links = "".join(
        f'<a href="/console/{address}"{" class=here" if address == here else ""}>{text}</a>' for address, text in LINKS
    )
    leave = (
        f'<form method="post" action="/console/logout"><span>{escape(office)}</span>'
        f'<input type="hidden" name="csrf" value="{escape(csrf)}"><button>退出</button></form>'
    )
    below = f'<p class="sub">{escape(sub)}</p>' if sub else ""
    head = f"<header><b>矿安检</b>{links}{leave}</header>"
    return _document(title, f"{head}<main><h1>{escape(title)}</h1>{below}{''.join(body)}</main>")


def login(offices: Sequence[tuple[str, str]], told: str = "") -> str:
    """The page where people log in."""
    options = "".join(f'<option value="{escape(region)}">{escape(name)}</option>' for region, name in offices)
    problem = f'<p class="told" role="alert">{escape(told)}</p>' if told else ""
    return _document(
        "登录",
        '<form class="login" method="post" action="/console/login"><h1>矿安检</h1><p class="sub">县级管理端</p>'
        f"{problem}"
        f'<label for="region">单位</label><select id="region" name="region">{options}</select>'
        '<label for="password">口令</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password" required autofocus>'
        '<button class="main">登录</button></form>',
    )


def _document(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>{escape(title)} · 矿安检</title><link rel="stylesheet" href="/console/style.css"></head>'
        f"<body>{body}</body></html>"
    )
