"""What the list in work would change: items added, gone, changed field by field, and which answers are carried."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from inspector_app import terms
from inspector_app.checklist.definition import Checklist
from inspector_app.checklist.difference import ChangedItem, Difference
from inspector_app.checklist.values import Force, Modality
from inspector_app.inspection.values import Measure
from ui import language
from ui.widgets.basic import GRID, Card, Scroll, label

_TERMS: Mapping[str, Any] = {"modality": Modality, "force": Force, "measure": Measure}


def field_words() -> dict[str, str]:
    """What the fields of an item are called."""
    tr = language.tr
    return {
        "title": tr("短标题"), "title_en": tr("英文短标题"), "question": tr("完整的问题"),
        "question_en": tr("英文问题"),
        "clause": tr("出自哪里"), "task": tr("任务号"), "sentence": tr("第几句"), "looks": tr("看哪里、怎么看"),
        "answer": tr("答案和限值"), "binds": tr("管谁"), "when": tr("对谁适用"), "modality": tr("原文的分寸"),
        "force": tr("效力"), "effective_from_on": tr("从哪天起问"), "effective_to_on": tr("问到哪天"),
        "deadline_on": tr("完成期限"), "recurrence": tr("周期"), "elsewhere": tr("另一种情形的周期"),
        "consequence": tr("原文写的后果"), "criterion_keys": tr("重大隐患判定标准"), "violated_rules": tr("违反的条文"),
        "penalty_rules": tr("处罚的条文"), "finding_text": tr("问题怎样写"), "measure": tr("通常的处理"),
        "due_days": tr("整改天数"), "needs_photo": tr("要拍照"), "reading": tr("怎样理解、哪里存疑"),
        "tags": tr("标签"),
        "depth": tr("哪种走查要问"), "relevance": tr("前面答了什么才问"), "inspection_item_code": tr("检查事项码"),
    }  # fmt: skip


def value_words(name: str, value: Any) -> str:
    """A value as a person reads it."""
    if value in (None, "", (), [], {}):
        return language.tr("（空）")
    if name in _TERMS:
        return terms.label(_TERMS[name](value), language.current())
    if isinstance(value, bool):
        return language.tr("是") if value else language.tr("否")
    if isinstance(value, Mapping):
        parts = {key: one for key, one in value.items() if one not in (None, "", (), [], False)}
        return "  ".join(f"{key} {value_words('', one)}" for key, one in parts.items())
    if isinstance(value, list | tuple):
        return "、".join(value_words("", one) for one in value)
    return str(value) if isinstance(value, str | int) else json.dumps(value, ensure_ascii=False, default=str)


def summary(found: Difference) -> str:
    """增 2 减 1 改 3."""
    tr, parts = language.tr, []
    for words, count in ((tr("增 {n}"), found.added), (tr("减 {n}"), found.removed), (tr("改 {n}"), found.changed)):
        if count:
            parts.append(words.format(n=len(count)))
    if found.moved:
        parts.append(tr("顺序有变"))
    return "  ".join(parts) or tr("检查项没有变")


class DifferenceView(Scroll):
    """Draws one difference; asks nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=1000, margin=GRID)
        self.card = Card("")
        self.body.addWidget(self.card)
        self.body.addStretch(1)
        self.lines: list[str] = []

    def say(self, words: str) -> None:
        """Only words."""
        self._begin()
        self._line(words, "muted")

    def show_difference(self, found: Difference, old: Checklist, new: Checklist) -> None:
        """Between two versions."""
        tr = language.tr
        self._begin()
        versions = tr("第 {0} 版 → 第 {1} 版").format(old.version, new.version)
        self._line(f"{versions}  ·  {summary(found)}", "lead")
        same = len(found.carried)
        self._line(tr("正在进行的检查换用新版时，{0} 项的答案照样有效，其余重新回答。").format(same), "muted")
        self._items(tr("增加"), "good", (new.item(key) for key in found.added))
        self._items(tr("去掉"), "danger", (old.item(key) for key in found.removed))
        for change in found.changed:
            self._changed(change, new)
        if found.moved:
            self._line(tr("检查项的先后顺序变了。"), "")

    def _items(self, words: str, part: str, items: Iterable[Any]) -> None:
        for item in items:
            self._line(f"{words}  {item.key}  {_title(item)}", part)

    def _changed(self, change: ChangedItem, new: Checklist) -> None:
        tr, words = language.tr, field_words()
        self._line(tr("改动") + f"  {change.key}  {_title(new.item(change.key))}", "strong")
        for name, (before, after) in change.fields.items():
            told = f"{words.get(name, name)}：{value_words(name, before)}  →  {value_words(name, after)}"
            self._line(told, "", indent=True)
        if not change.keeps_meaning:
            self._line(tr("含义变了：以前的答案不能沿用"), "warn", indent=True)

    def _begin(self) -> None:
        self.card.empty()
        self.lines = []

    def _line(self, words: str, part: str, *, indent: bool = False) -> None:
        made = label(words, part)
        if indent:
            made.setIndent(3 * GRID)
        self.card.body.addWidget(made)
        self.lines.append(words)


def _title(item: Any) -> str:
    return str(item.title_en if language.current() == "en" else item.title)
