"""What answers must be to each other: one block for each relation, with what it says and what a visit is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from ui import language
from ui.checklists.expressions import Askable, ExpressionField
from ui.checklists.inputs import Path
from ui.checklists.rows_inputs import Row, RowsInput
from ui.widgets.basic import GRID, column, row


class CheckRow(Row):
    """One relation and the words for a visit in which it does not hold."""

    def __init__(self, number: int, given: Mapping[str, Any], askable: Askable) -> None:
        super().__init__(number)
        tr = language.tr
        self.key = str(given.get("key") or "")
        self.holds = ExpressionField(
            askable, f"{tr('应当这样')} {number}", tr("如 ${XJ-01} <= ${XJ-02}"), tr("应当：{0}。不是这样就提醒：")
        )
        self.holds.show_text(str(given.get("holds") or ""))
        self.holds.edited.connect(self.edited)
        self.lines.append(self.holds.line)
        block = column(gap=GRID // 2)
        words = row()
        english = given.get("message_en") if given.get("message_en") != given.get("message") else ""
        self.message = self.text(tr("提醒的话"), given.get("message"), tr("如 下井人数多于定员，请核对"), 1, words)
        self.english = self.text(tr("英文"), english, tr("英文，不写就照用中文"), 1, words)
        block.addWidget(self.holds)
        block.addLayout(words)
        self.across.addLayout(block, 1)
        self.way_out(tr("删去"))

    def value(self) -> dict[str, Any]:
        message = self.message.text().strip()
        said = {"key": self.key, "holds": self.holds.line.text().strip(), "message": message}
        return {**said, "message_en": self.english.text().strip() or message}

    def at(self, name: str) -> QWidget:
        return {"message": self.message, "message_en": self.english}.get(name, self.holds.line)


class ChecksInput(RowsInput):
    """All relations of a list. Their keys stay with them."""

    def __init__(self, path: Path, title: str, add: str, hint: str, askable: Askable) -> None:
        self._askable = askable
        super().__init__(path, title, add, hint)

    def blank(self) -> dict[str, Any]:
        used = {one.value()["key"] for one in self.rows}
        number = next(n for n in range(1, len(used) + 2) if f"check_{n}" not in used)
        return {"key": f"check_{number}", "holds": "", "message": "", "message_en": ""}

    def made(self, number: int, given: Mapping[str, Any]) -> Row:
        return CheckRow(number, given, self._askable)

    def tell(self) -> None:
        """Say again what each says; titles may have changed."""
        for one in self.rows:
            if isinstance(one, CheckRow):
                one.holds.tell()
