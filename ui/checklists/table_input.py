"""What is written down row by row: what a row is, its columns, and how the item's number follows from them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from inspector_app.checklist.values import AnswerType, Operator
from inspector_app.terms import choices
from ui import language
from ui.checklists.inputs import Input, Path, none_first, value_at
from ui.checklists.rows_inputs import Row, RowsInput
from ui.inspection.parts import ChoiceBox
from ui.widgets.basic import GRID, column, label, row
from ui.widgets.checkable import Tick

_KINDS = ("text", "count", "number", "choice", "person", "date")
_SIMPLE = re.compile(r"(max|min|sum|count)\(\$\{[^.}]+\.([a-z_]+)\}\)")
_OWN = ("key", "title", "title_en", "type", "unit", "options", "bound", "required")
_LETTERS = "abcdefgh"


class _ColumnRow(Row):
    """One column; what it has beside these inputs stays with it."""

    def __init__(self, number: int, given: Mapping[str, Any]) -> None:
        super().__init__(number)
        tr, speak = language.tr, language.current()
        self._rest = {name: value for name, value in given.items() if name not in _OWN}
        self._options = [dict(one) for one in given.get("options") or ()]
        self._english = str(given.get("title_en") or "")
        self._before = str(given.get("title") or "")
        self.key = str(given.get("key") or "")
        bound = given.get("bound") or {}
        first, second, block = row(), row(), column(gap=GRID // 2)
        self.title = self.text(tr("列名"), given.get("title"), tr("如 人数"), 2, first)
        kinds = [(value, words) for value, words in choices(AnswerType, speak) if value in _KINDS]
        self.kind = self.choice(tr("填什么"), kinds, given.get("type"))
        self.unit = self.text(tr("单位"), given.get("unit"), tr("单位"), 1, first)
        self.needed = Tick(tr("每行必填"))
        self.needed.setAccessibleName(f"{tr('每行必填')} {number}")
        self.needed.setChecked(given.get("required") is True)
        self.needed.clicked.connect(lambda _on: self.edited.emit())
        self.choices = self.text(tr("可选"), "、".join(one["label"] for one in self._options),
                                 tr("可选的词，用顿号隔开，如 采矿、掘进"), 3, second)  # fmt: skip
        self.operator = self.choice(tr("限值怎样算符合"), none_first(choices(Operator, speak)), bound.get("operator"))
        self.limit = self.text(tr("限值"), bound.get("value"), tr("限值"), 1, second)
        first.insertWidget(1, self.kind)
        first.addWidget(self.needed)
        second.insertWidget(1, self.operator)
        block.addLayout(first)
        block.addLayout(second)
        self.across.addLayout(block, 1)
        self.way_out(tr("删去"))
        self.edited.connect(self._show_needed)
        self._show_needed()

    def value(self) -> dict[str, Any]:
        kind, title = self.kind.value, self.title.text().strip()
        english = self._english if title == self._before and self._english else title
        said: dict[str, Any] = {"key": self.key, "title": title, "title_en": english, "type": kind}
        if self.unit.text().strip() or kind in ("number", "count"):
            said["unit"] = self.unit.text().strip()
        if kind == AnswerType.CHOICE or self._options:
            said["options"] = self._chosen()
        if self.operator.value or self.limit.text().strip():
            said["bound"] = {"operator": self.operator.value, "value": self.limit.text().strip()}
        if self.needed.isChecked():
            said["required"] = True
        return {**said, **self._rest}

    def at(self, name: str) -> QWidget:
        own = {"unit": self.unit, "options": self.choices, "bound": self.limit, "type": self.kind}
        return own.get(name, self.title)

    def _chosen(self) -> list[dict[str, Any]]:
        """Options keep their keys, whatever order they stand in now; new ones get the next."""
        known = {one["label"]: one for one in self._options}
        used = {one["key"] for one in self._options}
        found = []
        for words in filter(None, (part.strip() for part in re.split("[、,，;；]", self.choices.text()))):
            if words not in known:
                number = next(n for n in range(1, len(used) + 2) if f"option_{n}" not in used)
                used.add(f"option_{number}")
                known[words] = {"key": f"option_{number}", "label": words, "label_en": words}
            found.append(known[words])
        return found

    def _show_needed(self) -> None:
        kind = self.kind.value
        numeric = kind in ("number", "count")
        for widget, shown in (
            (self.unit, numeric), (self.operator, numeric), (self.limit, numeric), (self.choices, kind == "choice"),
        ):  # fmt: skip
            widget.setVisible(shown)


class _Columns(RowsInput):
    """The columns of one table."""

    def blank(self) -> dict[str, Any]:
        used = {one.value()["key"] for one in self.rows}
        letter = next((one for one in _LETTERS if f"column_{one}" not in used), "z")
        return {"key": f"column_{letter}", "title": "", "title_en": "", "type": "text"}

    def made(self, number: int, given: Mapping[str, Any]) -> Row:
        return _ColumnRow(number, given)


class TableInput(Input):
    """A table of an item; without columns there is none."""

    def __init__(self, path: Path, title: str) -> None:
        tr = language.tr
        holder = QWidget()
        super().__init__(path, title, holder, tr("一个一个写下来：每个作业面、每个中段、每本证……一行；没有列就不用写"))
        self._key = ""
        self._kept: Mapping[str, Any] = {}
        self.what = QLineEdit()
        self.what.setAccessibleName(tr("每行是什么"))
        self.what.setPlaceholderText(tr("每行是什么，如 作业面"))
        self.columns = _Columns(("columns",), "", tr("加一列"))
        self.columns.title.hide()
        self.columns.lines.setSpacing(2 * GRID)
        sums = [("", tr("自己填")), ("max", tr("取最大的")), ("min", tr("取最小的")), ("sum", tr("加起来")),
                ("count", tr("数行数"))]  # fmt: skip
        self.sum = ChoiceBox(sums, tr("本项的数怎样得出"))
        self.of = ChoiceBox((), tr("按哪一列"))
        inside = column(holder, gap=GRID // 2)
        inside.addWidget(self.what)
        inside.addWidget(self.columns)
        self.totals = QWidget()
        self.totals.setLayout(row(label(tr("本项的数"), wrap=False), self.sum, self.of, 1))
        inside.addWidget(self.totals)
        holder.setFocusProxy(self.columns.more)
        self.what.textEdited.connect(lambda _text: self.edited.emit())
        self.columns.edited.connect(self._columns_changed)
        self.columns.more.clicked.connect(self._show_needed)
        for box in (self.sum, self.of):
            box.activated.connect(lambda _index: self.edited.emit())
        self.edited.connect(self._show_needed)

    def read(self, item: Mapping[str, Any]) -> None:
        self._key = str(item.get("key") or "")
        found = value_at(item, self.path)
        given = found if isinstance(found, Mapping) else {}
        if self.value() != (given or None):
            self._kept = given
            self.what.setText(str(given.get("named") or ""))
            self.columns.read(given)
            self._offer_columns()
            simple = _SIMPLE.fullmatch(str(given.get("value") or ""))
            self.sum.set_value(simple.group(1) if simple else "")
            self.of.set_value(simple.group(2) if simple else "")
        self._show_needed()

    def value(self) -> Any:
        columns = self.columns.value()
        if columns is None:
            return None
        named, before = self.what.text().strip(), self._kept
        english = before.get("named_en") if named == before.get("named") else None
        made = {"named": named, "named_en": english or named, "columns": columns}
        said = self._formula()
        return {**made, **({"value": said} if said else {})}

    def target(self, path: Path) -> QWidget:
        inner = path[len(self.path) :]
        if len(inner) > 1 and inner[0] == "columns":
            return self.columns.target(inner)
        return self.what if path[-1:] == ("named",) else self.columns.more

    def _formula(self) -> str:
        """How the number follows; what is no plain sum stays as it was written."""
        before = str(self._kept.get("value") or "")
        if not self.sum.value:
            return "" if _SIMPLE.fullmatch(before) else before
        return f"{self.sum.value}(${{{self._key}.{self.of.value}}})" if self.of.value else ""

    def _columns_changed(self) -> None:
        self._offer_columns()
        self.edited.emit()

    def _offer_columns(self) -> None:
        before = self.of.value
        offered = [(one.value()["key"], one.value()["title"] or "…") for one in self.columns.rows]
        self.of.set_choices(offered)
        if before:
            self.of.set_value(before)

    def _show_needed(self) -> None:
        has_columns = bool(self.columns.rows)
        self.what.setVisible(has_columns)
        self.totals.setVisible(has_columns)
        self.of.setVisible(bool(self.sum.value))
