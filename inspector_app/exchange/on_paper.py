"""A checklist to be filled in by hand, for the day the laptop fails: every item in full, numbered for entering."""

from __future__ import annotations

from typing import Any

from inspector_app.checklist.definition import Checklist, ChecklistItem
from inspector_app.checklist.values import SiteSubject
from inspector_app.documents.rendering import render
from inspector_app.documents.specification import form_library
from inspector_app.documents.values import PaperInput
from inspector_app.fieldwork.drawing import compared

FORM = "paper_checklist"


def pdf_of(checklist: Checklist) -> bytes:
    """The list as a PDF. Limits are those of the text; a mine's own design values stand on its field sheet."""
    values: dict[str, Any] = {
        "list_title": checklist.title,
        "edition": f"第 {checklist.version} 版（{checklist.content_hash[:8]}）",
        "items": [_item(number, item) for number, item in enumerate(checklist.items, 1)],
    }
    source = checklist.content.get("source")
    if source:
        values["source"] = source
    return render(PaperInput(form=form_library().form(FORM), values=values)).pdf


def _item(number: int, item: ChecklistItem) -> dict[str, Any]:
    choices = " ".join(f"{place} {option.label}" for place, option in enumerate(item.answer.options, 1))
    shown = {
        "question": item.question, "looks": item.evidence.replace("\n", "；"), "choices": choices,
        "compare": compared(item, SiteSubject()), "unit": item.unit or "",
    }  # fmt: skip
    return {"no": number, "key": item.key, **{name: text for name, text in shown.items() if text}}
