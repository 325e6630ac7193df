"""The fields of the list itself: what it is called, for which mines, whom it binds, where it comes from."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from inspector_app.checklist.values import Party
from inspector_app.enterprise.values import SiteKind
from inspector_app.terms import choices
from ui import language
from ui.checklists.inputs import ChipsInput, DataInput, Input, NumberInput, Path, TextInput
from ui.widgets.basic import GRID, Card, Scroll


class TaskInput(NumberInput):
    """The task of the plan, or none: the name stays there either way."""

    def put(self, item: dict[str, Any]) -> None:
        item["task"] = self.value()


class ListForm(Scroll):
    """Shows the list's own fields and changes them."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__(width=1000, margin=GRID)
        tr, speak = language.tr, language.current()
        self.content: dict[str, Any] = {}
        self.inputs: list[Input] = [
            TextInput(("title",), tr("检查表名称"), needed=True),
            TextInput(("title_en",), tr("英文名称"), needed=True),
            TextInput(("source",), tr("依据的文件"), tr("印在纸质检查表上")),
            TaskInput(("task",), tr("行动方案的任务号"), tr("不是方案的任务就空着")),
            ChipsInput(("kinds",), tr("用于哪类矿山（不选：都用）"), choices(SiteKind, speak)),
            ChipsInput(("binds",), tr("通常管谁"), choices(Party, speak)),
            DataInput(("when",), tr("其他条件"), tr("如 {\"has_contractor\": true}；写法见帮助")),
        ]
        card = Card(tr("检查表"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        for place, one in enumerate(self.inputs):
            grid.addWidget(one, place, 0)
            one.edited.connect(lambda changed=one: self._changed(changed))
        card.body.addLayout(grid)
        self.body.addWidget(card)
        self.body.addStretch(1)

    def show_list(self, content: dict[str, Any]) -> None:
        """Show a list; ``content`` itself is changed by what the officer does."""
        self.content = content
        for one in self.inputs:
            one.read(content)
        self.say([])

    def input_at(self, path: Path, missing: str = "") -> Input | None:
        """The input of a mistake."""
        wanted = path or (missing,)
        return next((one for one in self.inputs if one.owns(wanted)), None)

    def say(self, faults: list[tuple[Input, str]]) -> None:
        """Show these mistakes beside their inputs, and no others."""
        told = {id(one): words for one, words in faults}
        for one in self.inputs:
            one.say(told.get(id(one), ""))

    def go_to(self, one: Input) -> None:
        """The cursor goes there."""
        self.ensureWidgetVisible(one, 0, 4 * GRID)
        one.field.setFocus()

    def _changed(self, changed: Input) -> None:
        changed.put(self.content)
        self.edited.emit(changed)
