"""The input beside a verdict: a number with its unit, a count, a day, words, or options."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from inspector_app.checklist.definition import ChecklistItem
from inspector_app.checklist.values import AnswerType
from inspector_app.inspection.values import AnswerInput
from ui import language
from ui.inspection.moments import read_moment
from ui.inspection.parts import Chips
from ui.widgets.basic import GRID, label
from ui.widgets.message import FieldError

_TYPED = {AnswerType.NUMBER, AnswerType.COUNT, AnswerType.DATE, AnswerType.TEXT, AnswerType.PERSON}
_CHOSEN = {AnswerType.CHOICE, AnswerType.CHOICES}


class ValueInput(QWidget):
    """Shows what an item asks for beside its verdict; hidden when it asks for nothing."""

    edited = Signal()
    entered = Signal()
    """Enter was pressed in the field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item: ChecklistItem | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        self.title = label("", wrap=False)
        self.field = QLineEdit()
        self.field.setMinimumWidth(140)
        self.unit = label("", "muted", wrap=False)
        self.options = Chips((), self.tr("选项"))
        self.error = FieldError()
        layout.addWidget(self.title)
        layout.addWidget(self.field)
        layout.addWidget(self.unit)
        layout.addWidget(self.options, 1)
        layout.addWidget(self.error, 1)
        layout.addStretch(0)
        self.field.textEdited.connect(lambda _text: self._typed())
        self.field.returnPressed.connect(self.entered)
        self.options.changed.connect(self._typed)

    def show_item(self, item: ChecklistItem, said: AnswerInput | None, typed: str = "") -> None:
        """Ask what this item asks, filled with what was said, or with what is half typed."""
        self._item = item
        kind = item.answer.type
        self.setVisible(kind in _TYPED | _CHOSEN)
        self.field.setVisible(kind in _TYPED)
        self.options.setVisible(kind in _CHOSEN)
        self.unit.setText(item.unit or "")
        self.unit.setVisible(bool(item.unit))
        names = {
            AnswerType.NUMBER: self.tr("实测值"), AnswerType.COUNT: self.tr("数量"), AnswerType.DATE: self.tr("日期"),
            AnswerType.TEXT: self.tr("内容"), AnswerType.PERSON: self.tr("人员姓名"),
        }  # fmt: skip
        self.title.setText(names.get(kind, self.tr("选择")))
        self.field.setAccessibleName(names.get(kind, self.tr("选择")))
        self.field.setMaximumWidth(160 if kind in (AnswerType.NUMBER, AnswerType.COUNT, AnswerType.DATE) else 420)
        self.field.setPlaceholderText(self.tr("如 2026-03-01") if kind is AnswerType.DATE else "")
        if kind in _CHOSEN:
            english = language.current() == "en"
            pairs = [(one.key, one.label_en if english else one.label) for one in item.answer.options]
            self.options.set_choices(pairs)
            usual = (item.answer.default,) if item.answer.default else ()
            self.options.set_values(said.choices if said else usual)
        self.field.setReadOnly(False)
        self.field.setText(typed or self.shown(said) or ("" if said else item.answer.default or ""))
        self.say("")

    @property
    def text(self) -> str:
        """What is typed, or the option chosen last."""
        if self._item is not None and self._item.answer.type in _CHOSEN:
            return self.options.values[-1] if self.options.values else ""
        return self.field.text().strip()

    def fields(self) -> dict[str, Any]:
        """What goes into the answer."""
        if self._item is None:
            return {}
        kind, text = self._item.answer.type, self.field.text().strip()
        if kind is AnswerType.NUMBER:
            return {"value": text or None}
        if kind is AnswerType.COUNT:
            return {"count": int(text)} if text.isdigit() else {"value": text or None}
        if kind is AnswerType.DATE:
            return {"answered_on": self.day or None}
        if kind in (AnswerType.TEXT, AnswerType.PERSON):
            return {"text": text or None}
        return {"choices": tuple(self.options.values)} if kind in _CHOSEN else {}

    @property
    def day(self) -> str:
        """A day as ISO text; what cannot be read stays as typed, so that it is refused in words."""
        text = self.field.text().strip()
        found = read_moment(text, datetime.now().astimezone()) if text else None
        return found.date().isoformat() if found else text

    def follow(self, number: str, *, has_rows: bool) -> None:
        """The number follows from rows beside it and is typed no more; without rows it is the officer's again."""
        if has_rows or self.field.isReadOnly():
            self.field.setText(number if has_rows else "")
        self.field.setReadOnly(has_rows)

    def show_computed(self, number: str) -> None:
        """What a computed answer comes to now; nobody types it."""
        self.show()
        self.field.show()
        self.field.setReadOnly(True)
        self.field.setText(number or self.tr("还不能计算"))
        self.title.setText(self.tr("自动计算"))
        self.field.setAccessibleName(self.tr("自动计算"))

    def say(self, problem: str) -> None:
        """Show what is wrong with the value."""
        self.error.say(problem, self.field)

    def _typed(self) -> None:
        self.say("")
        self.edited.emit()

    def carry(self, said: AnswerInput) -> None:
        """Fill in what an earlier visit said, as if it had been typed: nothing is answered by it."""
        if self._item is not None and self._item.answer.type in _CHOSEN:
            self.options.set_values(said.choices)
        else:
            self.field.setText(self.shown(said))
        self._typed()

    @property
    def stands_by_default(self) -> bool:
        """Whether what stands here was filled in by the list, not by anybody."""
        return bool(self._item and self._item.answer.default and self.text == self._item.answer.default)

    def can_carry(self, said: AnswerInput | None) -> bool:
        """Whether there is something to fill in and nothing stands here yet."""
        if said is None or self._item is None or self.text:
            return False
        return bool(said.choices if self._item.answer.type in _CHOSEN else self.shown(said))

    def told(self, said: AnswerInput) -> str:
        """What was said, in words, with its unit."""
        if self._item is not None and self._item.answer.type in _CHOSEN:
            english = language.current() == "en"
            names = {one.key: one.label_en if english else one.label for one in self._item.answer.options}
            return "、".join(names.get(key, key) for key in said.choices)
        return " ".join(filter(None, (self.shown(said), self._item.unit if self._item else "")))

    @staticmethod
    def shown(said: AnswerInput | None) -> str:
        """A value as it is typed."""
        if said is None:
            return ""
        count = "" if said.count is None else str(said.count)
        return said.value or count or said.answered_on or said.text or ""
