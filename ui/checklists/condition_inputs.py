"""For which mines: the usual conditions as inputs; what has no input of its own stands as the data file writes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from inspector_app.checklist.values import Operator
from inspector_app.enterprise.requirements import mine_facts
from inspector_app.enterprise.values import PondGrade, PondProcess, Scale, SiteKind, SiteState
from inspector_app.exchange.codec import CONDITION
from inspector_app.terms import choices
from ui import language
from ui.checklists.inputs import ChipsInput, ChoiceInput, DataInput, Input, Path, TextInput, none_first, value_at

OWN = (
    "site_kind", "scale", "state", "has_contractor", "contracted_blasting", "overhead_pond", "pond_grade",
    "pond_process", "capacity", "commissioned", "fact",
)  # fmt: skip
"""Conditions with inputs of their own."""
_YES, _NO = "yes", "no"


class YesNoInput(ChoiceInput):
    """Yes, no, or no matter."""

    def __init__(self, path: Path, title: str, yes: str, no: str) -> None:
        super().__init__(path, title, [("", language.tr("不论")), (_YES, yes), (_NO, no)])

    def read(self, item: Mapping[str, Any]) -> None:
        found = value_at(item, self.path)
        self.box.set_value(_YES if found is True else _NO if found is False else "")

    def value(self) -> Any:
        return {_YES: True, _NO: False}.get(self.box.value)


class FactsInput(ChipsInput):
    """What must be so at the mine (矿情); what must not be so stands as it was written."""

    def __init__(self, path: Path, title: str) -> None:
        is_english = language.current() == "en"
        super().__init__(path, title, [(one.key, one.en if is_english else one.zh) for one in mine_facts().values()])
        self._facts: Mapping[str, Any] = {}

    def read(self, item: Mapping[str, Any]) -> None:
        found = value_at(item, self.path)
        self._facts = found if isinstance(found, Mapping) else {}
        self.chips.set_values([key for key, holds in self._facts.items() if holds is True])

    def value(self) -> Any:
        on = self.chips.values
        kept = {key: holds for key, holds in self._facts.items() if holds is not True or key in on}
        return {**kept, **{key: True for key in on if key not in kept}} or None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return self.value() is None


class RestInput(DataInput):
    """Conditions without inputs of their own: shown where there are some, or when they are asked for."""

    def __init__(self, path: Path) -> None:
        tr = language.tr
        hint = tr("如 符合其一：（多大规模：大型）（外包施工单位：是）；别的写法见帮助")
        super().__init__(path, tr("其他条件"), hint, CONDITION, besides=OWN)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.area.toPlainText().strip()


def condition_inputs(at: Path, *, of_list: bool = False) -> tuple[list[Sequence[Input]], tuple[FactsInput, RestInput]]:
    """Lines of inputs for the conditions under this name, and the inputs that few need.

    ``of_list``: the kinds of mines of a whole list are no condition but a field of it.
    """
    tr, speak = language.tr, language.current()
    lines: list[Sequence[Input]] = [
        [ChipsInput((*at, "site_kind"), tr("哪类矿山（不选：都问）"), choices(SiteKind, speak))],
        [ChipsInput((*at, "scale"), tr("多大规模（不选：都问）"), choices(Scale, speak))],
        [ChipsInput((*at, "state"), tr("什么状态（不选：都问）"), choices(SiteState, speak))],
        [
            YesNoInput((*at, "has_contractor"), tr("外包施工单位"), tr("有的才问"), tr("没有的才问")),
            YesNoInput((*at, "contracted_blasting"), tr("爆破外包"), tr("外包的才问"), tr("不外包的才问")),
            YesNoInput((*at, "overhead_pond"), tr("头顶库"), tr("是的才问"), tr("不是的才问")),
        ],
        [ChipsInput((*at, "pond_grade"), tr("尾矿库等别（不选：都问）"), choices(PondGrade, speak))],
        [ChipsInput((*at, "pond_process"), tr("排放方式（不选：都问）"), choices(PondProcess, speak))],
        [
            ChoiceInput((*at, "capacity", "operator"), tr("设计年生产能力"), none_first(choices(Operator, speak))),
            TextInput((*at, "capacity", "value"), tr("万吨每年"), example=tr("如 5")),
            TextInput((*at, "commissioned", "from"), tr("哪天起投产的才问"), example=tr("如 2024-01-01")),
            TextInput((*at, "commissioned", "before"), tr("哪天以前投产的才问"), example=tr("如 2024-01-01")),
        ],
    ]
    facts = FactsInput((*at, "fact"), tr("矿情：都有的才问（不选：都问）"))
    return (lines[1:] if of_list else lines), (facts, RestInput(at))
