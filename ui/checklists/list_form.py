"""The fields of the list itself: what it is called, for which mines, whom it binds, where it comes from."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal

from inspector_app.checklist.values import Party
from inspector_app.enterprise.values import SiteKind
from inspector_app.terms import choices
from ui import language
from ui.checklists.checks_input import ChecksInput
from ui.checklists.condition_inputs import condition_inputs
from ui.checklists.expressions import Askable
from ui.checklists.inputs import ChipsInput, Input, NumberInput, Path, TextInput
from ui.widgets.basic import GRID, Card, LinkButton, Scroll, row


class TaskInput(NumberInput):
    """The task of the plan, or none: the name stays there either way."""

    def put(self, item: dict[str, Any]) -> None:
        item["task"] = self.value()


class ListForm(Scroll):
    """Shows the list's own fields and changes them."""

    edited = Signal(object)

    def __init__(self, askable: Askable) -> None:
        super().__init__(width=1000, margin=GRID)
        tr, speak = language.tr, language.current()
        self.content: dict[str, Any] = {}
        self.inputs: list[Input] = [
            TextInput(("title",), tr("检查表名称"), needed=True),
            TextInput(("title_en",), tr("英文名称"), tr("可以不写")),
            TextInput(("source",), tr("依据的文件"), tr("印在纸质检查表上")),
            TaskInput(("task",), tr("行动方案的任务号"), tr("不是方案的任务就空着")),
            ChipsInput(("kinds",), tr("用于哪类矿山（不选：都用）"), choices(SiteKind, speak)),
            ChipsInput(("binds",), tr("通常管谁"), choices(Party, speak)),
        ]
        conditions, further = condition_inputs(("when",), of_list=True)
        self.facts, self.rest = further
        self.checks = ChecksInput(
            ("checks",), tr("答案之间的核对"), tr("加一条核对"),
            tr("检查时几个答案对不上就提醒，不拦着；只写自己能断定的。"), askable,
        )  # fmt: skip
        card = Card(tr("检查表"))
        for one in self.inputs:
            card.body.addWidget(one)
        for line in conditions:
            card.body.addLayout(row(*line, gap=2 * GRID))
            self.inputs.extend(line)
        for one in further:
            card.body.addWidget(one)
            self.inputs.append(one)
        self.further = LinkButton(tr("写更多条件"), self._show_further, icon="plus")
        card.body.addLayout(row(self.further, 1))
        together = Card(tr("答案对不对得上"))
        together.body.addWidget(self.checks)
        self.inputs.append(self.checks)
        for one in self.inputs:
            one.edited.connect(lambda changed=one: self._changed(changed))
        for made in (card, together):
            self.body.addWidget(made)
        self.body.addStretch(1)

    def show_list(self, content: dict[str, Any]) -> None:
        """Show a list; ``content`` itself is changed by what the officer does."""
        self.content = content
        for one in self.inputs:
            one.read(content)
        for one in (self.facts, self.rest):
            one.setVisible(not one.is_empty)
        self.further.setVisible(self.facts.is_empty or self.rest.is_empty)
        self.say([])

    def input_at(self, path: Path, missing: str = "") -> Input | None:
        """The input of a mistake."""
        wanted = path or (missing,)
        return next((one for one in self.inputs if one.owns(wanted)), None)

    def say(self, faults: list[tuple[Input, str]]) -> None:
        """Show these mistakes beside their inputs, and no others."""
        told: dict[int, list[str]] = {}
        for one, words in faults:
            told.setdefault(id(one), []).append(words)
        for one in self.inputs:
            one.say("；".join(dict.fromkeys(told.get(id(one), ()))))

    def go_to(self, one: Input, path: Path = ()) -> None:
        """The cursor goes there; ``path``: the place inside."""
        target = one.target(path)
        self.ensureWidgetVisible(target, 0, 4 * GRID)
        target.setFocus()

    def _show_further(self) -> None:
        for one in (self.facts, self.rest):
            one.show()
        self.further.hide()
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.facts))  # once it has its room

    def _changed(self, changed: Input) -> None:
        changed.put(self.content)
        self.edited.emit(changed)
