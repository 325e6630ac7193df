"""Expressions over answers in the editor: typed, or put together from the items of the list, and told in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from inspector_app.checklist.authoring import one_item
from inspector_app.checklist.definition import ChecklistItem
from inspector_app.checklist.expression_nodes import ExpressionFault
from inspector_app.checklist.expressions import expression
from inspector_app.checklist.wording import worded
from ui import language
from ui.checklists.inputs import Input, Path, value_at
from ui.widgets.basic import GRID, Button, column, label, row


class Askable:
    """What an expression of the list in work may ask for: its own items, and those of the other lists."""

    def __init__(self) -> None:
        self.content: Mapping[str, Any] = {"items": []}
        self.others: Mapping[str, ChecklistItem] = {}

    def titles(self) -> list[tuple[str, str]]:
        """Keys and titles of the list's own items."""
        return [(str(item.get("key") or ""), str(item.get("title") or "")) for item in self.content["items"]]

    def tell(self, text: str) -> str:
        """An expression in words; nothing while it cannot be read."""
        try:
            return worded(text, self._items(expression(text).asks), language.current()) if text.strip() else ""
        except ExpressionFault:
            return ""

    def item(self, key: str) -> ChecklistItem | None:
        """An item as it stands, if it can be read."""
        return self._items((key,)).get(key)

    def _items(self, keys: Iterable[str]) -> dict[str, ChecklistItem]:
        found = {key: self.others[key] for key in keys if key in self.others}
        for item in self.content["items"]:
            made = one_item(self.content, item) if item.get("key") in keys else None
            if made is not None:
                found[str(item["key"])] = made.items[0]
        return found


class ExpressionField(QWidget):
    """One line for an expression, a menu that puts items into it, and below it what it says."""

    edited = Signal()

    def __init__(self, askable: Askable, name: str, example: str = "", lead: str = "{0}") -> None:
        super().__init__()
        self._askable = askable
        self._lead = lead
        self.line = QLineEdit()
        self.line.setPlaceholderText(example)
        self.line.setAccessibleName(name)
        self.items = QMenu(self)
        self.pick = Button(language.tr("插入检查项"), icon="list-checks")
        self.pick.setAccessibleName(language.tr("{0}：插入检查项").format(name))
        self.pick.setMenu(self.items)
        self.said = label("", "muted")
        layout = column(self, gap=GRID // 2)
        self.across = row(self.line, self.pick)
        layout.addLayout(self.across)
        layout.addWidget(self.said)
        self.setFocusProxy(self.line)
        self.items.aboutToShow.connect(self._offer)
        self.line.textEdited.connect(lambda _text: self._typed())
        self.said.hide()

    def show_text(self, text: str) -> None:
        """Show an expression."""
        if self.line.text() != text:
            self.line.setText(text)
        self.tell()

    def insert(self, key: str) -> None:
        """Put an item in where the cursor is."""
        self.line.insert(f"${{{key}}}")
        self.line.setFocus()
        self._typed()

    def tell(self) -> None:
        """Say again what it says; titles may have changed."""
        told = self._askable.tell(self.line.text())
        self.said.setText(self._lead.format(told))
        self.said.setVisible(bool(told))

    def _typed(self) -> None:
        self.tell()
        self.edited.emit()

    def _offer(self) -> None:
        self.items.clear()
        for key, title in self._askable.titles():
            self.items.addAction(f"{key}  {title}".replace("&", "&&"), _inserting(self, key))


def _inserting(field: ExpressionField, key: str) -> Callable[[], None]:
    return lambda: field.insert(key)


class ExpressionInput(Input):
    """An expression as a field of the item."""

    def __init__(self, path: Path, title: str, askable: Askable, example: str, lead: str) -> None:
        self.expression = ExpressionField(askable, title, example, lead)
        super().__init__(path, title, self.expression)
        self.expression.edited.connect(self.edited)

    def read(self, item: Mapping[str, Any]) -> None:
        self.expression.show_text(str(value_at(item, self.path) or ""))

    def value(self) -> Any:
        return self.expression.line.text().strip() or None
