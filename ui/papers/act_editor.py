"""One unlawful act of a case: what, against which rule, on which basis, how much; each field stored for itself."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from inspector_app.documents.numerals import lawful_range
from inspector_app.documents.specification import FieldSpecification
from inspector_app.enforcement.case_values import Act
from ui import language
from ui.papers.fact_fields import FactFields
from ui.papers.field_editors import Money, TextBlock, TextLine, yuan
from ui.widgets.basic import GRID, column
from ui.widgets.checkable import Tick

STATED = ("fact_text", "violated", "basis", "tier_note", "amount_fen")


class ActEditor(FactFields):
    """Shows one act and says which of its fields was changed."""

    def __init__(self, act: Act, number: int, fine: tuple[int, int] | None) -> None:
        """``fine``: the least and the most that the clause allows, in fen."""
        super().__init__()
        self.act = act
        layout = column(self, gap=GRID)
        for name, title, kind in (
            ("fact_text", self.tr("违法事实"), "text"),
            ("violated", self.tr("违反的规定（一行一条）"), "texts"),
            ("basis", self.tr("处罚依据（一行一条）"), "texts"),
            ("tier_note", self.tr("裁量档次和理由"), "str"),
        ):
            said = self.tr("第 {0} 项违法事实").format(number) if name == "fact_text" else title
            layout.addWidget(self.make(FieldSpecification(name, said, kind=kind), title))
        amount = FieldSpecification("amount_fen", self.tr("罚款金额（元）"), kind="money")
        self.amount_field = self.make(amount, self.tr("罚款"), _range_told(fine))
        layout.addWidget(self.amount_field)
        self.reduced = Tick(self.tr("减轻处罚：低于法定幅度，须集体讨论"))
        self.reduced.clicked.connect(lambda on: self.changed.emit({"reduced": on}))
        layout.addWidget(self.reduced)

    def show_act(self, act: Act, *, editable: bool) -> None:
        """Show how the act stands; what is being typed stays."""
        self.act = act
        values: dict[str, Any] = {name: getattr(act, name) for name in STATED}
        values |= {"violated": list(act.violated), "basis": list(act.basis), "tier_note": act.tier_note or act.tier}
        self.show_values(values, () if editable else STATED)
        self.reduced.setChecked(act.reduced)
        self.reduced.setEnabled(editable)

    @property
    def fact(self) -> QPlainTextEdit:
        """Where the facts are written."""
        block = self.editors["fact_text"]
        assert isinstance(block, TextBlock)
        return block.text

    @property
    def tier(self) -> QLineEdit:
        """Where the discretion is explained."""
        line = self.editors["tier_note"]
        assert isinstance(line, TextLine)
        return line.line

    @property
    def amount(self) -> Money:
        """The fine."""
        money = self.editors["amount_fen"]
        assert isinstance(money, Money)
        return money


def _range_told(fine: tuple[int, int] | None) -> str:
    """The range as the statute words it."""
    if fine is None:
        return ""
    low, high = fine
    if language.current() == "en":
        words = f"at most {yuan(high)} yuan" if not low else f"{yuan(low)} to {yuan(high)} yuan"
        return language.tr("法定幅度：{0}").format(words)
    return language.tr("法定幅度：{0}").format(lawful_range(low, high))
