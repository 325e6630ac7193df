"""What the checklist commands return, as published JSON Schemas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector_app.checklist.values import (
    AnswerType,
    Depth,
    Force,
    LookKind,
    Modality,
    Operator,
    Party,
    Period,
    Standing,
    Verdict,
)

Shape = dict[str, Any]

TEXT: Shape = {"type": "string"}
WHOLE: Shape = {"type": "integer"}
YES_NO: Shape = {"type": "boolean"}
TASK: Shape = {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 30}, {"type": "null"}]}


def _one_of(members: Any) -> Shape:
    return {"type": "string", "enum": [member.value for member in members]}


def _or_null(shape: Shape) -> Shape:
    return {"anyOf": [shape, {"type": "null"}]}


def _list(shape: Shape) -> Shape:
    return {"type": "array", "items": shape}


def _object(**properties: Shape) -> Shape:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _some(required: Mapping[str, Shape], **further: Shape) -> Shape:
    """An object in which ``further`` may lack."""
    made = _object(**required)
    return {**made, "properties": {**required, **further}}


_TEXTS = _list(TEXT)
_OR_TEXT = _or_null(TEXT)
_SUMMARY = {
    "key": TEXT, "task": TASK, "title": TEXT, "title_en": TEXT, "binds": _list(_one_of(Party)), "kinds": _TEXTS,
    "items": WHOLE, "version": WHOLE, "content_hash": TEXT,
}  # fmt: skip
_BOUND = _object(operator=_one_of(Operator), value=TEXT)
_DESIGN = _object(key=TEXT, operator=_one_of(Operator), factor=TEXT)
_OPTION = _object(key=TEXT, label=TEXT, label_en=TEXT, proposes=_or_null(_one_of(Verdict)))
_FORM = {
    "type": _one_of(AnswerType), "unit": _OR_TEXT, "least": _OR_TEXT, "most": _OR_TEXT, "decimals": _or_null(WHOLE),
    "bound": _or_null(_BOUND), "design": _or_null(_DESIGN), "options": _list(_OPTION), "is_required": YES_NO,
    "is_valid_until": YES_NO, "formula": _OR_TEXT, "default": _OR_TEXT,
}  # fmt: skip
_COLUMN = _object(key=TEXT, title=TEXT, title_en=TEXT, **_FORM, rows={"type": "null"})
_ROWS = _object(named=TEXT, named_en=TEXT, value=_OR_TEXT, columns=_list(_COLUMN))
_RECURRENCE = {"every": WHOLE, "period": _one_of(Period)}
_ITEM = _object(
    key=TEXT, title=TEXT, title_en=TEXT, question=TEXT, question_en=TEXT, clause=TEXT, task=TASK,
    sentence=_or_null(WHOLE), looks=_list(_object(kind=_one_of(LookKind), text=TEXT)),
    answer=_object(**_FORM, rows=_or_null(_ROWS)), binds=_list(_one_of(Party)), when={"type": "object"},
    modality=_one_of(Modality), force=_one_of(Force), effective_from_on=_OR_TEXT, effective_to_on=_OR_TEXT,
    deadline_on=_OR_TEXT, recurrence=_or_null(_object(**_RECURRENCE)), consequence=_OR_TEXT, criterion_keys=_TEXTS,
    violated_rules=_TEXTS, penalty_rules=_TEXTS, finding_text=TEXT, measure=_OR_TEXT, due_days=_or_null(WHOLE),
    needs_photo=YES_NO, reading=_OR_TEXT, tags=_TEXTS, depth=_one_of(Depth), relevance=_OR_TEXT,
    elsewhere=_or_null(_object(when={"type": "object"}, **_RECURRENCE)), inspection_item_code=_OR_TEXT, evidence=TEXT,
    answer_type=_one_of(AnswerType), unit=_OR_TEXT, design_key=_OR_TEXT, is_flat=YES_NO,
)  # fmt: skip
_PROBLEM = _object(file=TEXT, line=WHOLE, where=TEXT, reason_zh=TEXT, reason_en=TEXT, missing=TEXT)
_CHANGED = _object(key=TEXT, fields={"type": "object"}, keeps_meaning=YES_NO)
_DIFFERENCE = {"added": _TEXTS, "removed": _TEXTS, "changed": _list(_CHANGED), "moved": YES_NO, "carried": _TEXTS}
_VERSION = _object(key=TEXT, version=WHOLE, content_hash=TEXT)

LISTS = _list(_object(**_SUMMARY))
LIST = _object(**{
    **_SUMMARY, "items": _list(_ITEM), "checks": _list(_object(key=TEXT, holds=TEXT, message=TEXT, message_en=TEXT)),
})  # fmt: skip
FOUND = _list(_object(checklist_key=TEXT, item_key=TEXT, title=TEXT, clause=TEXT))
COVERAGE = _list({
    **_some({"task": TASK, "part": TEXT, "obligation": TEXT}, items=_TEXTS, note=TEXT, kind=_OR_TEXT, reason=_OR_TEXT,
            reason_en=_OR_TEXT, served_by=TEXT),
    "anyOf": [{"required": ["items"]}, {"required": ["reason"]}],
})  # fmt: skip
LINT = _object(ok=YES_NO, lists=WHOLE, items=WHOLE, problems=_list(_PROBLEM))
VALIDATED = _object(ok=YES_NO, files=WHOLE, problems=_list(_PROBLEM))
DIFFERENCE = _object(**{"from": _VERSION, "to": _VERSION, "same": YES_NO, **_DIFFERENCE})
EXPORTED = _object(file=TEXT, key=TEXT, version=WHOLE, content_hash=TEXT)
IMPORTED = _some(
    {"ok": YES_NO, "problems": _list(_PROBLEM)}, key=TEXT, version=WHOLE, title=TEXT, items=WHOLE, content_hash=TEXT
)
_CHANGES = _or_null(_object(**_DIFFERENCE))
PUBLISHED = _object(key=TEXT, version=WHOLE, content_hash=TEXT, items=WHOLE, difference=_CHANGES)
WITHDRAWN = _object(key=TEXT, now=WHOLE)
KEYS = _object(keys={"type": "object", "additionalProperties": TEXT})
APPLICABLE = _list(_object(
    key=TEXT, task=TASK, title=TEXT, asked=WHOLE,
    standing={"type": "object", "additionalProperties": _one_of(Standing)}, deadlines=_list({"type": "object"}),
))  # fmt: skip
