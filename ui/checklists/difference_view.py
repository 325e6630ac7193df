"""What the list in work would change: items added, gone, changed field by field, and which answers are carried."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtWidgets import QWidget

from inspector_app.checklist.definition import Checklist
from inspector_app.checklist.difference import ChangedItem, Difference
from inspector_app.checklist.field_words import named
from inspector_app.checklist.telling import Teller
from ui import language
from ui.widgets.basic import GRID, Card, Scroll, label


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
        tr = language.tr
        self._line(tr("改动") + f"  {change.key}  {_title(new.item(change.key))}", "strong")
        for name, (before, after) in change.fields.items():
            title = named(name, language.current())
            first, second = (said or tr("（空）") for said in Teller(language.current()).change(name, before, after))
            told = f"{title}：{first}  →  {second}"
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
