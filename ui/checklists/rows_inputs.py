"""Rows inside an item: what to look at, and the options of a choice; a row is added and taken out by buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from inspector_app import terms
from inspector_app.checklist.values import LookKind, Verdict
from ui import language
from ui.checklists.inputs import Input, Path, none_first, put_at, value_at
from ui.inspection.parts import ChoiceBox
from ui.widgets.basic import GRID, LinkButton, clear, column, label, row


class Row(QWidget):
    """One row: inputs side by side, and its way out."""

    edited = Signal()
    dropped = Signal()

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.lines: list[QLineEdit] = []
        self.across = row()
        self.setLayout(self.across)

    def text(
        self, name: str, value: object, example: str, stretch: int, where: QHBoxLayout | None = None
    ) -> QLineEdit:
        """A text of the row; ``where``: the line of it, where there are several."""
        made = QLineEdit(str(value or ""))
        made.setPlaceholderText(example)
        made.setAccessibleName(f"{name} {self.number}")
        made.textEdited.connect(lambda _text: self.edited.emit())
        (where or self.across).addWidget(made, stretch)
        self.lines.append(made)
        return made

    def choice(self, name: str, choices: list[tuple[str, str]], value: object) -> ChoiceBox:
        """A choice of the row."""
        made = ChoiceBox(choices, f"{name} {self.number}")
        made.set_value(str(value or ""))
        made.activated.connect(lambda _index: self.edited.emit())
        self.across.addWidget(made)
        return made

    def way_out(self, words: str) -> None:
        """The button that takes the row out."""
        name = f"{words} {self.number}"
        self.across.addWidget(LinkButton(words, self.dropped.emit, icon="x", name=name))

    def value(self) -> dict[str, Any]:
        """The row as the data file has it."""
        return {}

    def at(self, _name: str) -> QWidget:
        """The input of one of its names."""
        return self.lines[0]


class RowsInput(Input):
    """Rows of one kind. A list without rows is none."""

    def __init__(self, path: Path, title: str, add: str, hint: str = "") -> None:
        holder = QWidget()
        super().__init__(path, title, holder, hint)
        inside = column(holder, gap=GRID // 2)
        self.lines = column(gap=GRID // 2)
        inside.addLayout(self.lines)
        self.more = LinkButton(add, self.add, icon="plus")
        inside.addLayout(row(self.more, 1))
        holder.setFocusProxy(self.more)
        self.rows: list[Row] = []
        self._is_shown = False

    def read(self, item: Mapping[str, Any]) -> None:
        found = value_at(item, self.path)
        rows = [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
        if not self._is_shown or self.value() != (rows or None):
            self._show(rows)

    def value(self) -> Any:
        return [one.value() for one in self.rows] or None

    def named(self, path: Path) -> str:
        number = self._number(path)
        return self.words if number is None else language.tr("{0} 第 {1} 条").format(self.words, number + 1)

    def target(self, path: Path) -> QWidget:
        number = self._number(path)
        inside = path[len(self.path) + 1 :]
        return self.more if number is None else self.rows[number].at(inside[0] if inside else "")

    def _number(self, path: Path) -> int | None:
        """The row that a place is in, as far as there is one."""
        inside = path[len(self.path) :]
        number = int(inside[0]) if inside and inside[0].isdigit() else None
        return number if number is not None and number < len(self.rows) else None

    def add(self) -> None:
        """One more row; it takes the cursor."""
        self._show([*(one.value() for one in self.rows), self.blank()])
        self.edited.emit()
        self.rows[-1].lines[0].setFocus()

    def blank(self) -> dict[str, Any]:
        """What a new row says."""
        return {}

    def made(self, number: int, _given: Mapping[str, Any]) -> Row:
        """The widgets of one row."""
        return Row(number)

    def _show(self, rows: list[Any]) -> None:
        clear(self.lines)
        self.rows = []
        for number, given in enumerate(rows, 1):
            made = self.made(number, given)
            made.edited.connect(self.edited.emit)
            made.dropped.connect(lambda gone=made: self._drop(gone))
            self.rows.append(made)
            self.lines.addWidget(made)
        self._is_shown = True

    def _drop(self, gone: Row) -> None:
        self._show([one.value() for one in self.rows if one is not gone])
        self.edited.emit()
        self.more.setFocus()


class _LookRow(Row):
    def __init__(self, number: int, given: Mapping[str, Any]) -> None:
        super().__init__(number)
        kinds = terms.choices(LookKind, language.current())
        self.kind = self.choice(language.tr("怎么看"), kinds, given.get("kind"))
        self.words = self.text(language.tr("看什么"), given.get("text"), language.tr("如 近三个月的带班记录"), 1)
        self.way_out(language.tr("删去"))

    def value(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "text": self.words.text().strip()}


class LooksInput(RowsInput):
    """看什么, 怎么看."""

    def blank(self) -> dict[str, Any]:
        return {"kind": LookKind.PAPER.value, "text": ""}

    def made(self, number: int, _given: Mapping[str, Any]) -> Row:
        return _LookRow(number, _given)


class _OptionRow(Row):
    def __init__(self, number: int, given: Mapping[str, Any]) -> None:
        super().__init__(number)
        tr = language.tr
        self.key = str(given.get("key") or f"option_{number}")
        verdicts = none_first(terms.choices(Verdict, language.current()))
        self.words = self.text(tr("选项"), given.get("label"), tr("选项文字"), 2)
        english = given.get("label_en") if given.get("label_en") != given.get("label") else ""
        self.english = self.text(tr("英文"), english, tr("英文，不写就照用中文"), 2)
        self.proposes = self.choice(tr("选它时建议"), verdicts, given.get("proposes"))
        self.way_out(tr("删去"))

    def value(self) -> dict[str, Any]:
        words = self.words.text().strip()
        said = {"key": self.key, "label": words, "label_en": self.english.text().strip() or words}
        return {**said, **({"proposes": self.proposes.value} if self.proposes.value else {})}


class OptionsInput(RowsInput):
    """The options of a choice. Their keys stay with them, whatever they are called later."""

    def blank(self) -> dict[str, Any]:
        used = {one.value()["key"] for one in self.rows}
        number = next(n for n in range(1, len(used) + 2) if f"option_{n}" not in used)
        return {"key": f"option_{number}", "label": "", "label_en": ""}

    def made(self, number: int, _given: Mapping[str, Any]) -> Row:
        return _OptionRow(number, _given)


class ClauseInput(Input):
    """Where it stands: a sentence of the plan, or an article of another document."""

    def __init__(self, title: str) -> None:
        tr = language.tr
        holder = QWidget()
        super().__init__(("clause",), title, holder)
        inside = column(holder, gap=GRID // 2)
        self.kind = ChoiceBox([("document", tr("其他文件")), ("plan", tr("三年行动方案"))], tr("出自哪里"))
        self.first, self.second = QLineEdit(), QLineEdit()
        self.first_name, self.second_name = label("", "small", wrap=False), label("", "small", wrap=False)
        inside.addLayout(row(self.kind, self.first_name, self.first, self.second_name, self.second))
        holder.setFocusProxy(self.first)
        self.kind.activated.connect(lambda _index: self._turned())
        for line in (self.first, self.second):
            line.textEdited.connect(lambda _text: self.edited.emit())
        self._name()

    def read(self, item: Mapping[str, Any]) -> None:
        found = value_at(item, self.path)
        clause = found if isinstance(found, Mapping) else {}
        if self.value() != clause:
            is_plan = "task" in clause or "sentence" in clause
            self.kind.set_value("plan" if is_plan else "document")
            names = ("task", "sentence") if is_plan else ("document", "item")
            for line, name in zip((self.first, self.second), names, strict=True):
                line.setText(str(clause.get(name, "")))
            self._name()

    def put(self, item: dict[str, Any]) -> None:
        put_at(item, self.path, self.value())

    def value(self) -> Any:
        first, second = self.first.text().strip(), self.second.text().strip()
        if self.kind.value == "plan":
            return {"task": _whole(first), "sentence": _whole(second)}
        return {"document": first, "item": second}

    def _turned(self) -> None:
        self.first.clear()
        self.second.clear()
        self._name()
        self.edited.emit()

    def _name(self) -> None:
        tr = language.tr
        is_plan = self.kind.value == "plan"
        words = (tr("任务号"), tr("第几句")) if is_plan else (tr("文件"), tr("条款"))
        pairs = ((self.first, self.first_name), (self.second, self.second_name))
        for (line, name), said in zip(pairs, words, strict=True):
            name.setText(said)
            line.setAccessibleName(said)


def _whole(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else text
