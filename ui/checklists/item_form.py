"""The fields of one item, in plain words and in groups; it changes the item it shows and says that it did."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.checklist.lint import fitted
from inspector_app.checklist.serious import BASIC_CONDITION, SERIOUS, serious_violations
from inspector_app.checklist.values import AnswerType, Depth, Force, Modality, Operator, Party, Period
from inspector_app.enterprise.requirements import measures
from inspector_app.exchange.codec import ELSEWHERE
from inspector_app.exchange.term_cells import articles, criteria
from inspector_app.inspection.values import Measure
from inspector_app.terms import choices
from ui import language
from ui.bridge import Bridge
from ui.checklists.asked_after import AskedAfterInput
from ui.checklists.condition_inputs import condition_inputs
from ui.checklists.expressions import Askable, ExpressionInput
from ui.checklists.inputs import (
    ChipsInput,
    ChoiceInput,
    DataInput,
    Input,
    NumberInput,
    Path,
    TextInput,
    TickInput,
    WordsInput,
    none_first,
    value_at,
)
from ui.checklists.named_inputs import LawInput, NamesInput
from ui.checklists.rows_inputs import ClauseInput, LooksInput, OptionsInput
from ui.checklists.table_input import TableInput
from ui.widgets.basic import GRID, Card, LinkButton, Scroll, row

_MANDATORY = re.compile(r"《?\s*GB\s*\d")
_NUMERIC = {AnswerType.NUMBER.value, AnswerType.COUNT.value, AnswerType.COMPUTED.value}
_OPTIONS = {AnswerType.CHOICE.value, AnswerType.CHOICES.value}


class AnswerTypeInput(ChoiceInput):
    """What is answered beside the verdict; an item without any is answered by the verdict alone."""

    def read(self, item: Any) -> None:
        super().read(item)
        if not item.get("answer"):
            self.box.set_value(AnswerType.VERDICT.value)


class ItemForm(Scroll):
    """Shows one item at a time."""

    edited = Signal(object)
    """The input that was changed; the item is changed already."""

    def __init__(
        self, askable: Askable | None = None, bridge: Bridge | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=1000, margin=GRID)
        self._bridge = bridge
        self._askable = askable or Askable()
        self.item: dict[str, Any] = {}
        self._aside: dict[str, Any] = {}
        self.inputs: list[Input] = []
        self._asks()
        self._looks()
        self._answers()
        self._applies()
        self._rests()
        self._english()
        self.body.addStretch(1)
        for one in self.inputs:
            one.edited.connect(lambda changed=one: self._changed(changed))

    def show_item(self, item: dict[str, Any], *, is_published: bool = False) -> None:
        """Show an item; ``item`` itself is changed by what the officer does. A published key stays as it is."""
        key = self.input("key")
        assert isinstance(key, TextInput)
        key.line.setReadOnly(is_published)
        key.title.setText(
            language.tr("编号（已发布，不再变）") if is_published else language.tr("编号（发布以后不再变）")
        )
        self.item, self._aside = item, {}
        for one in self.inputs:
            one.read(item)
        self.say(())
        self._show_needed()
        self.facts.setVisible(not self.facts.is_empty)
        written = [one for one in (self.rest, self.elsewhere) if one.area.toPlainText().strip()]
        for one in (self.rest, self.elsewhere):
            one.setVisible(one in written)
        self.further.setVisible(self.facts.is_empty or len(written) < 2)

    def input(self, *path: str) -> Input:
        """The input of a place. Raises ``StopIteration``."""
        return next(one for one in self.inputs if one.path == path)

    def input_at(self, path: Path, missing: str = "") -> Input | None:
        """The input of a mistake; ``missing``: the name that lacks there."""
        for wanted in ((*path, missing) if missing else path, path):
            owners = [one for one in self.inputs if one.owns(wanted)]
            if owners:
                return max(owners, key=lambda one: len(one.path))
        return next((one for one in self.inputs if path and one.path[: len(path)] == path), None)

    def say(self, faults: Sequence[tuple[Input, str]]) -> None:
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

    def _changed(self, changed: Input) -> None:
        changed.put(self.item)
        if isinstance(changed, ClauseInput):
            self._hold_standard()
        if isinstance(self.item.get("answer"), dict):
            self._fit_answer(changed)
        self._show_needed()
        self.edited.emit(changed)

    def _hold_standard(self) -> None:
        """What rests on a mandatory standard (GB without /T) is no mere policy; it can be chosen otherwise after."""
        document = str(value_at(self.item, ("clause", "document")) or "")
        if _MANDATORY.match(document) and self.item.get("force") == Force.POLICY_ONLY:
            self.item["force"] = Force.MANDATORY_STANDARD.value
            self.input("force").read(self.item)

    def _fit_answer(self, changed: Input) -> None:
        """What does not belong to the kind of answer is laid aside, for the kind may be changed back."""
        answer = {"type": AnswerType.VERDICT.value, **self.item["answer"]}
        if isinstance(changed, AnswerTypeInput):
            answer = {**self._aside, **answer}
        self.item["answer"] = fitted(answer)
        self._aside = {**self._aside, **{k: v for k, v in answer.items() if k not in self.item["answer"]}}
        if isinstance(changed, AnswerTypeInput):
            for one in self.inputs:
                if one.path[:1] == ("answer",):
                    one.read(self.item)

    def _show_further(self) -> None:
        """What is written as the data file has it: few need it."""
        for one in (self.facts, self.rest, self.elsewhere):
            one.show()
        self.further.hide()
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.facts))  # once it has its room

    def _show_needed(self) -> None:
        """Only what the chosen kind of answer can have is asked for, and what stands there already."""
        answer = self.item.get("answer") or {}
        kind = str(answer.get("type") or "")
        for names, kinds in (
            (("unit", "least", "most", "decimals", "bound", "design"), _NUMERIC), (("options",), _OPTIONS),
            (("formula",), {AnswerType.COMPUTED.value}),
        ):  # fmt: skip
            for one in self.inputs:
                if one.path[:1] == ("answer",) and one.path[1] in names:
                    one.setVisible(kind in kinds or one.path[1] in answer)

    def _group(self, title: str, *lines: Sequence[Input]) -> Card:
        card = Card(title)
        for line in lines:
            grid = QGridLayout()
            grid.setHorizontalSpacing(2 * GRID)
            for place, one in enumerate(line):
                grid.addWidget(one, 0, place, Qt.AlignmentFlag.AlignTop)
                grid.setColumnStretch(place, 1)
                self.inputs.append(one)
            card.body.addLayout(grid)
        self.body.addWidget(card)
        return card

    def _expression(self, path: Path, title: str, example: str, lead: str) -> ExpressionInput:
        return ExpressionInput(path, title, self._askable, example, lead)

    def _asks(self) -> None:
        tr, speak = language.tr, language.current()
        self._group(
            tr("问什么"),
            [TextInput(("title",), tr("短标题"), needed=True, example=tr("如 截水沟畅通"))],
            [WordsInput(("question",), tr("完整的问题"), needed=True)],
            [
                TextInput(("key",), tr("编号"), needed=True),
                ChoiceInput(("depth",), tr("从哪种检查起问"), none_first(choices(Depth, speak)), tr("不设就是常规")),
            ],
        )

    def _looks(self) -> None:
        tr = language.tr
        self._group(
            tr("看什么"),
            [LooksInput(("looks",), tr("看哪里、怎么看"), tr("再加一处"))],
            [TickInput(("needs_photo",), tr("要拍照"))],
        )

    def _answers(self) -> None:
        tr, speak = language.tr, language.current()
        operators = none_first(choices(Operator, speak))
        design = [(one.key, one.en if speak == "en" else one.zh) for one in measures().values()]
        answer, none = ("answer",), tr("不另填，只给结论")
        kinds = [(one, none if one == AnswerType.VERDICT else words) for one, words in choices(AnswerType, speak)]
        self._group(
            tr("答案和限值"),
            [
                AnswerTypeInput((*answer, "type"), tr("除结论外还填"), kinds),
                TextInput((*answer, "unit"), tr("单位"), needed=True, example=tr("如 m、人、台")),
            ],
            [
                ChoiceInput((*answer, "bound", "operator"), tr("限值怎样算符合"), operators),
                TextInput((*answer, "bound", "value"), tr("限值"), example=tr("如 0.5")),
            ],
            [
                ChoiceInput((*answer, "design", "key"), tr("与哪个设计值比"), none_first(design)),
                ChoiceInput((*answer, "design", "operator"), tr("与设计值怎样比"), operators),
                TextInput((*answer, "design", "factor"), tr("设计值的倍数"), example="1"),
            ],
            [
                TextInput((*answer, "least"), tr("最小可能值")),
                TextInput((*answer, "most"), tr("最大可能值")),
                NumberInput((*answer, "decimals"), tr("小数位数")),
            ],
            [OptionsInput((*answer, "options"), tr("选项"), tr("加一个选项"))],
            [
                TickInput((*answer, "required"), tr("给结论必须填值")),
                TextInput((*answer, "default"), tr("默认值"), tr("先替检查人员填上，核实并给结论才算数")),
            ],
            [self._expression((*answer, "formula"), tr("怎样算出"), tr("如 ${XJ-01} * 100 div ${XJ-02}"), "= {0}")],
            [TableInput((*answer, "rows"), tr("逐行填写"))],
        )

    def _applies(self) -> None:
        tr, speak = language.tr, language.current()
        periods = none_first(choices(Period, speak))
        conditions, (self.facts, self.rest) = condition_inputs(("when",))
        other = tr("如 每 1 月：多大规模：大型")
        self.elsewhere = DataInput(("recurrence", "elsewhere"), tr("另一种情形的周期"), other, ELSEWHERE)
        card = self._group(
            tr("对谁适用"),
            [ChipsInput(("binds",), tr("管谁（不选：同整张表）"), choices(Party, speak))],
            *conditions,
            [self.facts],
            [self.rest],
            [self._asked_after()],
            [
                TextInput(("deadline_on",), tr("完成期限"), tr("最后一天，如 2026-12-31")),
                TextInput(("effective_from_on",), tr("从哪天起问"), tr("有期限的写期限的次日")),
                TextInput(("effective_to_on",), tr("问到哪天")),
            ],
            [
                NumberInput(("recurrence", "every"), tr("每几个周期一次")),
                ChoiceInput(("recurrence", "period"), tr("周期"), periods),
            ],
            [self.elsewhere],
        )
        self.further = LinkButton(tr("写更多条件"), self._show_further, icon="plus")
        card.body.addLayout(row(self.further, 1))

    def _asked_after(self) -> AskedAfterInput:
        tr = language.tr
        example, lead = tr("如 ${XJ-01} != 0"), tr("{0}，才问这一项。")
        return AskedAfterInput(("relevance",), tr("前面答了什么才问"), self._askable, example, lead)

    def _rests(self) -> None:
        tr, speak = language.tr, language.current()
        law = tr("一行一条，如 安全生产法第四十一条第二款")
        self._group(
            tr("依据和后果"),
            [ClauseInput(tr("出自哪里"))],
            [
                ChoiceInput(("modality",), tr("要求的程度"), choices(Modality, speak)),
                ChoiceInput(("force",), tr("效力"), choices(Force, speak)),
            ],
            [LawInput(("violated_rules",), tr("违反的条文"), articles, law, self._bridge)],
            [LawInput(("penalty_rules",), tr("处罚的条文"), articles, law, self._bridge)],
            [NamesInput(("criteria",), tr("重大隐患判定标准"), criteria, tr("一行一条，如 UG-01-1"))],
            [WordsInput(("finding_text",), tr("问题怎样写"), tr("要当场填的地方写 ____"))],
            [
                ChoiceInput(("measure",), tr("通常的处理"), none_first(choices(Measure, speak))),
                NumberInput(("due_days",), tr("整改天数")),
                TextInput(("inspection_item_code",), tr("检查事项码")),
            ],
            [WordsInput(("consequence",), tr("原文写的后果"), lines=1)],
            [WordsInput(("reading",), tr("怎样理解、哪里存疑"), lines=1)],
            [ChipsInput(("tags",), tr("标签"), _tags())],
        )

    def _english(self) -> None:
        tr = language.tr
        self._group(
            tr("英文（可以不写，英文界面就显示中文）"),
            [TextInput(("title_en",), tr("英文短标题"))],
            [WordsInput(("question_en",), tr("英文问题"))],
        )


def _tags() -> list[tuple[str, str]]:
    is_english = language.current() == "en"
    known = [(one.key, one.en if is_english else one.zh) for one in serious_violations().values()]
    return [(SERIOUS, language.tr("严重违法行为")), (BASIC_CONDITION, language.tr("基本条件类")), *known]

