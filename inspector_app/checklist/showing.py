"""Checklists as plain JSON values, for the command line and for exports."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from inspector_app.checklist.coverage import CoverageEntry
from inspector_app.checklist.definition import AnswerForm, Checklist, ChecklistItem


def summary(checklist: Checklist) -> dict[str, Any]:
    """One line of the list of lists."""
    return {
        "key": checklist.key,
        "task": checklist.task,
        "title": checklist.title,
        "title_en": checklist.title_en,
        "binds": sorted(checklist.binds),
        "kinds": list(checklist.kinds),
        "items": len(checklist.items),
        "version": checklist.version,
        "content_hash": checklist.content_hash,
    }


def whole(checklist: Checklist) -> dict[str, Any]:
    """The list with all fields of each item."""
    checks = [
        {"key": one.key, "holds": one.holds.text, "message": one.message, "message_en": one.message_en}
        for one in checklist.checks
    ]
    return {**summary(checklist), "checks": checks, "items": [item_fields(item) for item in checklist.items]}


def item_fields(item: ChecklistItem) -> dict[str, Any]:
    """All fields of an item. Sets become sorted arrays."""
    fields = asdict(replace(item, relevance=None, elsewhere=None, answer=AnswerForm()))
    del fields["when"]
    return {
        **fields,
        "answer": form_fields(item.answer),
        "binds": sorted(item.binds),
        "when": dict(item.when.terms),
        "elsewhere": _elsewhere(item),
        "relevance": item.relevance.text if item.relevance else None,
        "evidence": item.evidence,
        "answer_type": item.answer_type,
        "unit": item.unit,
        "design_key": item.design_key,
        "is_flat": item.modality.is_flat,
    }


def form_fields(form: AnswerForm) -> dict[str, Any]:
    """What an answer must look like; expressions as they are written."""
    fields = asdict(replace(form, rows=None, formula=None))
    fields["formula"] = form.formula.text if form.formula else None
    if form.rows is not None:
        fields["rows"] = {
            "named": form.rows.named,
            "named_en": form.rows.named_en,
            "value": form.rows.value.text if form.rows.value else None,
            "columns": [
                {"key": one.key, "title": one.title, "title_en": one.title_en, **form_fields(one.form)}
                for one in form.rows.columns
            ],
        }
    return fields


def _elsewhere(item: ChecklistItem) -> dict[str, Any] | None:
    if item.elsewhere is None:
        return None
    condition, recurrence = item.elsewhere
    return {"when": dict(condition.terms), **asdict(recurrence)}


def mapped(entry: CoverageEntry) -> dict[str, Any]:
    """One line of the coverage table: the items, or the reason why there are none."""
    shown: dict[str, Any] = {"task": entry.task, "part": entry.part, "obligation": entry.obligation}
    if entry.items:
        return {**shown, "items": list(entry.items), **({"note": entry.note} if entry.note else {})}
    return {
        **shown,
        "kind": entry.kind,
        "reason": entry.reason,
        "reason_en": entry.reason_en,
        **({"served_by": entry.served_by} if entry.served_by else {}),
    }
