"""A checklist as an XLSForm: survey, choices, settings, and beside them what no XLSForm can say.

Every item is a group: the verdict, the value, the rows, the reason why it was not checked, a note, a photo. What the
data file says stands once: wording in the labels, the rest in columns ``kaj::…`` on the line that begins the group.
Everything else of the sheet follows from these and is checked to be so when it comes back (decision 0102).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from inspector_app import terms
from inspector_app.checklist.definition import AnswerForm, Checklist, ChecklistItem, Column
from inspector_app.checklist.expressions import Expression
from inspector_app.checklist.values import AnswerType, Verdict
from inspector_app.exchange.codec import cells_of, fields
from inspector_app.exchange.xpath import in_xlsform

ZH, EN = "中文 (zh)", "English (en)"
LABEL, LABEL_EN = f"label::{ZH}", f"label::{EN}"
HINT = f"hint::{ZH}"
SURVEY = (
    "type", "name", LABEL, LABEL_EN, HINT, f"hint::{EN}", "required", "default", "relevant", "constraint",
    f"constraint_message::{ZH}", f"constraint_message::{EN}", "calculation", "appearance", "parameters",
)  # fmt: skip
OWN = "kaj::"
"""How the names of our own columns begin; other programs leave them alone."""
IN_LABELS = {"title": LABEL, "title_en": LABEL_EN}
"""Fields that stand in the group's label instead of a column of their own."""
ON_VERDICT = {"question": LABEL, "question_en": LABEL_EN, "looks": HINT}
"""Fields that stand with the question for the verdict."""
ELSEWHERE = {*IN_LABELS, *ON_VERDICT}
VERDICTS = "verdict"

Line = dict[str, str]
_HIDDEN = re.compile(r"##|#\{")
_TYPES = {
    AnswerType.NUMBER: "decimal", AnswerType.COUNT: "integer", AnswerType.DATE: "date", AnswerType.TEXT: "text",
    AnswerType.PERSON: "text", AnswerType.COMPUTED: "calculate",
}  # fmt: skip


def own_columns() -> tuple[str, ...]:
    """Our own columns of the survey, in order."""
    return tuple(f"{OWN}{one.path}" for one in fields("item") if one.path not in ELSEWHERE)


def survey(checklist: Checklist) -> Iterator[Line]:
    """The lines of the sheet ``survey``."""
    yield from _answered_elsewhere(checklist)
    for content, item in zip(checklist.content["items"], checklist.items, strict=True):
        yield from _item(content, item)
    for check in checklist.checks:
        yield {
            "type": "note", "name": f"check-{check.key}", LABEL: check.message, LABEL_EN: check.message_en,
            "relevant": f"not({in_xlsform(check.holds.text)})",
        }  # fmt: skip


def _answered_elsewhere(checklist: Checklist) -> Iterator[Line]:
    """Items of other lists that expressions ask for: here always unanswered, so that the form stands alone."""
    asked: set[str] = set()
    for found in _expressions(checklist):
        asked |= found.asks
    for key in sorted(asked - set(checklist.item_keys)):
        for name in (key, f"v-{key}"):
            yield {"type": "calculate", "name": name, "calculation": "''"}


def _expressions(checklist: Checklist) -> Iterator[Expression]:
    for item in checklist.items:
        yield from (one for one in (item.relevance, item.answer.formula) if one is not None)
    yield from (check.holds for check in checklist.checks)


def _item(content: Mapping[str, Any], item: ChecklistItem) -> Iterator[Line]:
    cells = cells_of("item", content)
    own = {f"{OWN}{path}": hidden(text) for path, text in cells.items() if path not in ELSEWHERE}
    relevance = in_xlsform(item.relevance.text) if item.relevance else ""
    yield {
        "type": "begin_group", "name": f"g-{item.key}", LABEL: item.title, LABEL_EN: cells["title_en"],
        "relevant": relevance, **own,
    }  # fmt: skip
    yield {
        "type": f"select_one {VERDICTS}", "name": f"v-{item.key}", LABEL: item.question, LABEL_EN: cells["question_en"],
        HINT: cells["looks"], "required": "yes", "appearance": "minimal",
    }  # fmt: skip
    yield from _value(item)
    yield from _rows(item)
    yield {
        "type": "text", "name": f"n-{item.key}", LABEL: "未检查的原因", LABEL_EN: "Why it was not checked",
        "required": "yes", "relevant": f"${{v-{item.key}}} = '{Verdict.NOT_CHECKED.value}'",
    }  # fmt: skip
    yield {"type": "text", "name": f"m-{item.key}", LABEL: "备注", LABEL_EN: "Note"}
    if item.needs_photo or item.answer_type is AnswerType.PHOTO:
        photo = {"type": "image", "name": f"p-{item.key}", LABEL: "照片", LABEL_EN: "Photo"}
        yield {**photo, "parameters": "max-pixels=4096"}
    yield {"type": "end_group", "name": f"g-{item.key}"}


def hidden(text: str) -> str:
    """``${KEY}`` as ``#{KEY}``: other programs look up every ``${…}``, in whatever column it stands."""
    return text.replace("#", "##").replace("${", "#{")


def shown(text: str) -> str:
    """The other way round."""
    return _HIDDEN.sub(lambda found: "#" if found[0] == "##" else "${", text)


def _value(item: ChecklistItem) -> Iterator[Line]:
    form = item.answer
    if form.type in (AnswerType.VERDICT, AnswerType.PHOTO, AnswerType.TABLE):
        return
    unit = f"（{form.unit}）" if form.unit else ""
    yield {
        "type": _type(item.key, form), "name": item.key, LABEL: f"{_named(form, 'zh')}{unit}",
        LABEL_EN: f"{_named(form, 'en')}{f' ({form.unit})' if form.unit else ''}",
        "required": "yes" if form.is_required else "", "default": form.default or "", **_constraint(form),
        "calculation": in_xlsform(form.formula.text) if form.formula else "",
    }  # fmt: skip


def _named(form: AnswerForm, language: str) -> str:
    return terms.label(form.type, language)


def _type(key: str, form: AnswerForm) -> str:
    if form.type is AnswerType.CHOICE:
        return f"select_one {key}"
    return f"select_multiple {key}" if form.type is AnswerType.CHOICES else _TYPES[form.type]


def _constraint(form: AnswerForm) -> Line:
    """What is plausible at all. A limit of the text is no constraint: being beyond it is what an officer looks for."""
    parts = []
    if form.least is not None:
        parts.append(f". >= {form.least}")
    if form.most is not None:
        parts.append(f". <= {form.most}")
    if not parts:
        return {}
    between = f"{form.least or '…'}–{form.most or '…'}{form.unit or ''}"
    return {
        "constraint": " and ".join(parts),
        f"constraint_message::{ZH}": f"应在 {between} 之间，请再看一遍",
        f"constraint_message::{EN}": f"Should be {between}, look again",
    }


def _rows(item: ChecklistItem) -> Iterator[Line]:
    rows = item.answer.rows
    if rows is None:
        return
    yield {"type": "begin_repeat", "name": f"r-{item.key}", LABEL: rows.named, LABEL_EN: rows.named_en}
    for column in rows.columns:
        yield _column(item.key, column)
    yield {"type": "end_repeat", "name": f"r-{item.key}"}
    if rows.value is not None:
        yield {"type": "calculate", "name": f"c-{item.key}", "calculation": in_xlsform(rows.value.text)}


def _column(key: str, column: Column) -> Line:
    form = column.form
    name = f"{key}.{column.key}"
    unit = f"（{form.unit}）" if form.unit else ""
    return {
        "type": _type(name, form), "name": name, LABEL: f"{column.title}{unit}",
        LABEL_EN: f"{column.title_en}{f' ({form.unit})' if form.unit else ''}",
        "required": "yes" if form.is_required else "", **_constraint(form),
    }  # fmt: skip


def choices(checklist: Checklist) -> Iterator[Line]:
    """The lines of the sheet ``choices``."""
    for verdict in Verdict:
        yield _choice(VERDICTS, verdict.value, terms.label(verdict), terms.label(verdict, "en"))
    for item in checklist.items:
        for option in item.answer.options:
            yield _choice(item.key, option.key, option.label, option.label_en)
        for column in item.answer.rows.columns if item.answer.rows else ():
            for option in column.form.options:
                yield _choice(f"{item.key}.{column.key}", option.key, option.label, option.label_en)


def _choice(named: str, key: str, label: str, label_en: str) -> Line:
    return {"list_name": named, "name": key, LABEL: label, LABEL_EN: label_en}


def settings(checklist: Checklist) -> Line:
    """The one line of the sheet ``settings``."""
    return {
        "form_title": checklist.title, "form_id": checklist.key, "version": str(checklist.version),
        "default_language": ZH, "style": "pages",
    }  # fmt: skip
