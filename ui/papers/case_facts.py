"""How a case went on: hearing, review, discussion, payment, end. Each fact is stored when its field is left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.documents.specification import FieldSpecification
from inspector_app.enforcement.case_values import CaseRow
from inspector_app.labels import field_label
from ui import language
from ui.inspection.parts import Chips
from ui.papers.fact_fields import FactFields
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


class CaseFacts(FactFields):
    """The facts of one case, two beside each other where they are short."""

    handlers_chosen = Signal(object, object)
    """(ids that were chosen before, ids now)."""

    def __init__(self, officers: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """``officers``: (id, name) of those who may handle a case."""
        super().__init__(parent)
        self._handler_ids: list[str] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        self.handlers = Chips(officers, field_label("handler_ids", language.current()))
        self.handlers.changed.connect(self._choose_handlers)
        grid.addWidget(Field(self.handlers.accessibleName(), self.handlers), 0, 0, 1, 2)
        line, place = 1, 0
        for name, kind in KINDS.items():
            is_wide = name in WIDE
            line, place = (line + 1, 0) if place and (is_wide or place == 2) else (line, place)
            title = self.tr("已缴金额") if name == "paid_fen" else field_label(name, language.current())
            made = self.make(FieldSpecification(name, title, kind=kind), title)
            grid.addWidget(made, line, place, 1, 2 if is_wide else 1)
            place = 2 if is_wide else place + 1

    def show_case(self, case: CaseRow, *, editable: bool) -> None:
        """Show how the case stands; what is being typed stays."""
        self._handler_ids = list(case.handler_ids)
        self.handlers.set_values(case.handler_ids)
        self.show_values({name: getattr(case, name) for name in KINDS}, () if editable else STATED)

    def _choose_handlers(self) -> None:
        before, self._handler_ids = self._handler_ids, self.handlers.values
        self.handlers_chosen.emit(before, self._handler_ids)
