"""After which answer an item is asked: chosen as item, comparison and value; anything richer is written as it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from inspector_app import terms
from inspector_app.checklist.definition import ChecklistItem
from inspector_app.checklist.values import AnswerType, Verdict
from ui import language
from ui.checklists.expressions import Askable, ExpressionField
from ui.checklists.inputs import Input, Path, value_at
from ui.inspection.parts import ChoiceBox
from ui.widgets.basic import GRID, LinkButton, column, row

_KEY = r"\$\{([A-Z]{1,4}-?[0-9-]+)\}"
_VERDICT = re.compile(rf"verdict\({_KEY}\) (=|!=) '([a-z_]+)'")
_NUMBER = re.compile(rf"{_KEY} (<=|>=|<|>|=|!=) (-?[0-9]+(?:\.[0-9]+)?)")
_OPTION = re.compile(rf"{_KEY} (=|!=) '([a-z0-9_]+)'")
_CHOSEN = re.compile(rf"(selected)\({_KEY}, '([a-z0-9_]+)'\)")
_OF_VERDICT, _SELECTED = "verdict ", "selected"

Part = tuple[str, str, str]
"""Key of the item, comparison, value."""


def taken_apart(text: str) -> Part | None:
    """A simple relation; nothing for any other."""
    if found := _VERDICT.fullmatch(text):
        return found[1], _OF_VERDICT + found[2], found[3]
    if found := _CHOSEN.fullmatch(text):
        return found[2], _SELECTED, found[3]
    found = _NUMBER.fullmatch(text) or _OPTION.fullmatch(text)
    return (found[1], found[2], found[3]) if found else None


def put_together(key: str, how: str, value: str) -> str:
    """The relation as it is written."""
    if how.startswith(_OF_VERDICT):
        return f"verdict(${{{key}}}) {how.removeprefix(_OF_VERDICT)} '{value}'"
    if how == _SELECTED:
        return f"selected(${{{key}}}, '{value}')"
    written = value if re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", value) else f"'{value}'"
    return f"${{{key}}} {how} {written}"


class AskedAfterInput(Input):
    """Three boxes; the line of an expression comes into sight for what they cannot say."""

    def __init__(self, path: Path, title: str, askable: Askable, example: str, lead: str) -> None:
        tr = language.tr
        holder = QWidget()
        super().__init__(path, title, holder)
        self._askable = askable
        self._own = ""
        self.item = ChoiceBox([], tr("看前面哪一项"))
        self.how = ChoiceBox([], tr("怎样比"))
        self.choice = ChoiceBox([], tr("哪个答案"))
        self.number = QLineEdit()
        self.number.setAccessibleName(tr("多少"))
        self.number.setPlaceholderText(tr("如 200"))
        self.expression = ExpressionField(askable, title, example, lead)
        self.write = LinkButton(tr("自己写更复杂的"), self._show_expression)
        inside = column(holder, gap=GRID // 2)
        self.boxes = QWidget()
        self.boxes.setLayout(row(self.item, self.how, self.choice, self.number, self.write, 1))
        inside.addWidget(self.boxes)
        inside.addWidget(self.expression)
        holder.setFocusProxy(self.item)
        self.item.activated.connect(lambda _at: self._item_chosen())
        for box in (self.how, self.choice):
            box.activated.connect(lambda _at: self._told())
        self.number.textEdited.connect(lambda _text: self._told())
        self.expression.edited.connect(self.edited)

    def read(self, item: Mapping[str, Any]) -> None:
        self._own = str(item.get("key") or "")
        text = str(value_at(item, self.path) or "")
        self.expression.show_text(text)
        part = taken_apart(text)
        known = part is not None and part[0] in {key for key, _title in self._offered()}
        if part is not None and known:
            self._show(*part)
        elif not text:
            self._show("", "", "")
        self._arrange(is_simple=not text or known)

    def value(self) -> Any:
        return self.expression.line.text().strip() or None

    def target(self, _path: Path) -> QWidget:
        return self.expression.line if self.boxes.isHidden() else self.item

    def _offered(self) -> list[tuple[str, str]]:
        return [(key, title) for key, title in self._askable.titles() if key and key != self._own]

    def _show(self, key: str, how: str, value: str) -> None:
        tr = language.tr
        self.item.set_choices([("", tr("不论")), *((one, f"{one}  {title}") for one, title in self._offered())])
        self.item.set_value(key)
        self._offer_answers()
        self.how.set_value(how)
        self._offer_values()
        self.choice.set_value(value)
        self.number.setText("" if self.how.value.startswith(_OF_VERDICT) else value)

    def _item_chosen(self) -> None:
        self._offer_answers()
        self._told()

    def _asked(self) -> ChecklistItem | None:
        return self._askable.item(self.item.value) if self.item.value else None

    def _offer_answers(self) -> None:
        """What the item chosen can be asked for: its verdict, and its number or option."""
        tr, asked = language.tr, self._asked()
        offered = [(f"{_OF_VERDICT}=", tr("结论是")), (f"{_OF_VERDICT}!=", tr("结论不是"))]
        if asked is not None and asked.answer.is_numeric:
            offered = [
                ("<", tr("小于")), ("<=", tr("不大于")), (">", tr("大于")), (">=", tr("不小于")), ("=", tr("等于")),
                ("!=", tr("不等于")), *offered,
            ]  # fmt: skip
        elif asked is not None and asked.answer_type is AnswerType.CHOICE:
            offered = [("=", tr("选的是")), ("!=", tr("选的不是")), *offered]
        elif asked is not None and asked.answer_type is AnswerType.CHOICES:
            offered = [(_SELECTED, tr("选了")), *offered]
        self.how.set_choices(offered)

    def _offer_values(self) -> None:
        asked, speak = self._asked(), language.current()
        of_verdict = self.how.value.startswith(_OF_VERDICT)
        is_number = asked is not None and asked.answer.is_numeric and not of_verdict
        if of_verdict or asked is None:
            offered = terms.choices(Verdict, speak)
        else:
            offered = [(one.key, one.label_en if speak == "en" else one.label) for one in asked.answer.options]
        before = self.choice.value
        self.choice.set_choices(offered)
        self.choice.set_value(before)
        for widget, shown in (
            (self.how, asked is not None), (self.choice, asked is not None and not is_number), (self.number, is_number),
        ):  # fmt: skip
            widget.setVisible(shown)

    def _told(self) -> None:
        self._offer_values()
        value = self.choice.value if self.number.isHidden() else self.number.text().strip()
        is_whole = bool(self.item.value and self.how.value and value)
        self.expression.show_text(put_together(self.item.value, self.how.value, value) if is_whole else "")
        self.edited.emit()

    def _show_expression(self) -> None:
        self._arrange(is_simple=False)
        self.expression.line.setFocus()

    def _arrange(self, *, is_simple: bool) -> None:
        """Boxes, or the line; what it says in words stands below either."""
        self.boxes.setVisible(is_simple)
        self.expression.line.setVisible(not is_simple)
        self.expression.pick.setVisible(not is_simple)
