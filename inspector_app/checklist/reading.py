"""From the JSON of a data file to a frozen checklist; fast, because ``validation`` does the slow explaining."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from inspector_app.checklist.conditions import Condition
from inspector_app.checklist.definition import AnswerForm, Checklist, ChecklistItem, Criterion
from inspector_app.checklist.values import (
    AnswerType,
    Bound,
    DesignBound,
    Force,
    Look,
    LookKind,
    Modality,
    Operator,
    Option,
    Party,
    Period,
    Recurrence,
    Verdict,
)

Json = Mapping[str, Any]

_PLAIN = (
    "effective_from_on", "effective_to_on", "deadline_on", "consequence", "measure", "due_days", "reading",
    "inspection_item_code",
)  # fmt: skip


def content_hash(content: Json) -> str:
    """SHA-256 of the canonical form (sorted names, no spaces, NFC): layout and order of names do not matter."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode("utf-8")).hexdigest()


def checklist_of(content: Json) -> Checklist:
    """The list that this content describes. Raises ``KeyError``, ``TypeError`` or ``ValueError`` when it is not one."""
    kinds = {"site_kind": content["kinds"]} if content.get("kinds") else {}
    return Checklist(
        key=content["key"],
        title=content["title"],
        title_en=content["title_en"],
        version=int(content["version"]),
        content_hash=content_hash(content),
        task=content.get("task"),
        items=tuple(_item(given, content) for given in content["items"]),
        content=content,
        when=Condition({**kinds, **content.get("when", {})}),
    )


def _item(given: Json, whole: Json) -> ChecklistItem:
    clause = given["clause"]
    task = clause.get("task")
    return ChecklistItem(
        key=given["key"],
        title=given["title"],
        title_en=given["title_en"],
        question=given["question"],
        question_en=given["question_en"],
        clause=f"任务{task}第{clause['sentence']}句" if task else f"{clause['document']} {clause['item']}",
        task=task,
        sentence=clause.get("sentence"),
        looks=tuple(Look(LookKind(look["kind"]), look["text"]) for look in given["looks"]),
        answer=_answer(given.get("answer", {})),
        binds=frozenset(Party(party) for party in given.get("binds", whole.get("binds", ()))),
        when=Condition(given.get("when", {})),
        modality=Modality(given["modality"]),
        force=Force(given["force"]),
        recurrence=_recurrence(given.get("recurrence")),
        criterion_keys=tuple(given.get("criteria", ())),
        violated_rules=tuple(given.get("violated_rules", ())),
        penalty_rules=tuple(given.get("penalty_rules", ())),
        finding_text=given.get("finding_text", ""),
        needs_photo=bool(given.get("needs_photo", False)),
        tags=tuple(given.get("tags", ())),
        depth=given.get("depth", "normal"),
        **{name: given.get(name) for name in _PLAIN},
    )


def _answer(given: Json) -> AnswerForm:
    bound, design = given.get("bound"), given.get("design")
    return AnswerForm(
        type=AnswerType(given.get("type", "verdict")),
        unit=given.get("unit"),
        least=given.get("least"),
        most=given.get("most"),
        decimals=given.get("decimals"),
        bound=Bound(Operator(bound["operator"]), bound["value"]) if bound else None,
        design=DesignBound(design["key"], Operator(design["operator"]), design.get("factor", "1")) if design else None,
        options=tuple(_option(option) for option in given.get("options", ())),
        is_required=bool(given.get("required", False)),
    )


def _option(given: Json) -> Option:
    proposes = given.get("proposes")
    return Option(given["key"], given["label"], given["label_en"], Verdict(proposes) if proposes else None)


def _recurrence(given: Json | None) -> Recurrence | None:
    return None if given is None else Recurrence(int(given["every"]), Period(given["period"]))


def criteria_of(content: Json) -> tuple[Criterion, ...]:
    """The criteria of one set. Raises ``KeyError``, ``TypeError`` or ``ValueError`` when it is not one."""
    return tuple(_criterion(given, part, content["kind"]) for part in content["parts"] for given in part["criteria"])


def _criterion(given: Json, part: Json, kind: str) -> Criterion:
    numbers: Sequence[str] = given["key"].split("-")[1:]
    return Criterion(
        key=given["key"],
        set_version=part["set_version"],
        item_no=int(numbers[0]),
        sub_no=int(numbers[1]) if len(numbers) > 1 else None,
        short_text=given["short_text"],
        short_text_en=given["short_text_en"],
        threshold=given.get("threshold"),
        clarifications=tuple(given.get("clarifications", ())),
        site_kind=kind,
        official_text=given.get("official_text"),
        valid_from_on=part.get("valid_from_on"),
        valid_to_on=part.get("valid_to_on"),
    )
