"""A checklist to be filled in by hand, for the day the laptop fails: every item in full, numbered for entering."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from inspector_app.checklist.definition import Checklist, ChecklistItem, Column
from inspector_app.checklist.loader import checklist_library
from inspector_app.checklist.telling import Teller
from inspector_app.checklist.values import SiteSubject
from inspector_app.checklist.wording import worded
from inspector_app.documents.rendering import render
from inspector_app.documents.specification import form_library
from inspector_app.documents.values import PaperInput
from inspector_app.fieldwork.drawing import compared, limited

FORM = "paper_checklist"
ROWS, COLUMNS = 6, 5
"""Empty rows of a table, and the most columns that the form has room for."""


def pdf_of(checklist: Checklist) -> bytes:
    """The list as a PDF. Limits are those of the text; a mine's own design values stand on its field sheet."""
    known = _numbered(checklist)
    values: dict[str, Any] = {
        "list_title": checklist.title,
        "edition": f"第 {checklist.version} 版（{checklist.content_hash[:8]}）",
        "items": [_item(number, item, known) for number, item in enumerate(checklist.items, 1)],
    }
    rows = [row for number, item in enumerate(checklist.items, 1) for row in _rows(number, item)]
    values |= {"rows": rows} if rows else {}
    source = checklist.content.get("source")
    if source:
        values["source"] = source
    return render(PaperInput(form=form_library().form(FORM), values=values)).pdf


def _numbered(checklist: Checklist) -> Mapping[str, ChecklistItem]:
    """Items by key; those of this list go by their number on the paper."""
    others = {item.key: item for one in checklist_library().lists() for item in one.items}
    return others | {item.key: replace(item, title=f"第{number}项") for number, item in enumerate(checklist.items, 1)}


def _item(number: int, item: ChecklistItem, known: Mapping[str, ChecklistItem]) -> dict[str, Any]:
    choices = " ".join(f"{place} {option.label}" for place, option in enumerate(item.answer.options, 1))
    shown = {
        "question": item.question, "looks": item.evidence.replace("\n", "；"), "choices": choices,
        "compare": compared(item, SiteSubject()), "unit": item.unit or "", "asked": _asked(item, known),
    }  # fmt: skip
    return {"no": number, "key": item.key, **{name: text for name, text in shown.items() if text}}


def _asked(item: ChecklistItem, known: Mapping[str, ChecklistItem]) -> str:
    """At which mines, and after which answers, it is asked at all."""
    where = Teller().condition(item.when.terms)
    after = worded(item.relevance.text, known) if item.relevance is not None else ""
    parts = [f"仅{where}" if where else "", f"仅当{after}时问" if after else ""]
    return "；".join(filter(None, parts))


def _rows(number: int, item: ChecklistItem) -> Iterator[dict[str, Any]]:
    """What is written down one by one: the names of the columns, and empty rows."""
    if item.answer.rows is None:
        return
    of = f"第{number}项　{item.title}：每个{item.answer.rows.named}一行"
    columns = item.answer.rows.columns[:COLUMNS]
    yield {"of": of, **{f"c{place}": _heading(one) for place, one in enumerate(columns, 1)}}
    yield from ({"of": of, "row": str(row)} for row in range(1, ROWS + 1))


def _heading(column: Column) -> str:
    form = column.form
    limit = limited(form.bound, form.unit) if form.bound is not None else ""
    choices = "／".join(option.label for option in form.options)
    notes = "，".join(filter(None, ("" if limit else form.unit or "", limit, choices)))
    return f"{column.title}（{notes}）" if notes else column.title
