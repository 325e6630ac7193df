"""How a case went on: hearing, review, discussion, payment, end. Each fact is stored when its field is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.documents.specification import FieldSpecification
from inspector_app.enforcement.case_values import CaseRow
from inspector_app.labels import field_label
from ui import language
from ui.inspection.parts import Chips
from ui.papers.field_editors import Editor, TextBlock, editor_for
from ui.widgets.basic import GRID
from ui.widgets.form import Field

KINDS = {
    "case_name": "str", "act_ended_on": "date", "extended_to_on": "date", "defense_text": "text",
    "defense_waived_on": "date", "hearing_held_on": "date", "legal_review_on": "date", "discussed_on": "date",
    "paid_on": "date", "paid_fen": "money", "receipt_no": "str", "concluded_on": "date", "conclusion": "str",
    "not_penalised_reason": "str",
}  # fmt: skip
"""Facts in the order of the procedure, and how each is written."""
STATED = frozenset({"case_name", "defense_text"})
"""What a printed decision says; fixed from then on."""
WIDE = frozenset({"case_name", "defense_text", "conclusion", "not_penalised_reason"})


class CaseFacts(QWidget):
    """The facts of one case, two beside each other where they are short."""

    changed = Signal(object)
    """{field: value} of what was left with another value."""
    typed = Signal()

    def __init__(self, officers: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """``officers``: (id, name) of those who may handle a case."""
        super().__init__(parent)
        self._case: CaseRow | None = None
        self._editors: dict[str, Editor] = {}
        self._touched: set[str] = set()
        """Facts that were typed and not stored since."""
        self.fields: dict[str, Field] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        self.handlers = Chips(officers, field_label("handler_ids", language.current()))
        self.handlers.changed.connect(lambda: self.changed.emit({"handler_ids": self.handlers.values}))
        grid.addWidget(Field(self.handlers.accessibleName(), self.handlers), 0, 0, 1, 2)
        line, place = 1, 0
        for name, kind in KINDS.items():
            is_wide = name in WIDE
            line, place = (line + 1, 0) if place and (is_wide or place == 2) else (line, place)
            grid.addWidget(self._field(name, kind), line, place, 1, 2 if is_wide else 1)
            place = 2 if is_wide else place + 1

    def show_case(self, case: CaseRow, *, editable: bool) -> None:
        """Show how the case stands; what is being typed stays."""
        self._case = case
        self.handlers.set_values(case.handler_ids)
        for name, editor in self._editors.items():
            if name not in self._touched:
                editor.set_value(getattr(case, name) or None)
            editor.set_read_only(not editable and name in STATED)

    def typing(self) -> dict[str, Any]:
        """What was typed and is not stored yet."""
        return {name: editor.value() for name, editor in self._editors.items() if name in self._touched}

    def recall(self, typed: dict[str, Any]) -> None:
        """What was typed before the window ended; it is stored when a field is left."""
        for name in typed.keys() & self._editors.keys():
            self._editors[name].set_value(typed[name])
            self._touched.add(name)

    def leave(self) -> None:
        """Store what was typed."""
        case, typed = self._case, self.typing()
        self._touched.clear()
        changed = {name: value for name, value in typed.items() if case and value != (getattr(case, name) or None)}
        if changed:
            self.changed.emit(changed)

    def say(self, field: str, problem: str) -> None:
        """Say beside a field what is wrong with it; nowhere else."""
        for name, shown in self.fields.items():
            shown.say(problem if name == field else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A block of text is left when the cursor goes."""
        if event.type() is QEvent.Type.FocusOut:
            self.leave()
        return super().eventFilter(watched, event)

    def _field(self, name: str, kind: str) -> Field:
        title = field_label(name, language.current())
        if name == "paid_fen":
            title = self.tr("已缴金额")
        editor = self._editors[name] = editor_for(FieldSpecification(name, title, kind=kind))
        editor.edited.connect(lambda: self._touch(name))
        editor.left.connect(self.leave)
        if isinstance(editor, TextBlock):
            editor.text.installEventFilter(self)
        self.fields[name] = Field(title, editor)
        return self.fields[name]

    def _touch(self, name: str) -> None:
        self._touched.add(name)
        self.typed.emit()
