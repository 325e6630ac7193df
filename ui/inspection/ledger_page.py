"""隐患台账: all findings of all visits, newest first; Enter opens one."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTableView, QWidget

from inspector_app import terms
from inspector_app.hazard.values import HazardLevel
from inspector_app.inspection.ledger_values import LedgerRow, LedgerState
from inspector_app.inspection.values import ReinspectionResult
from ui import language
from ui.bridge import Bridge
from ui.inspection.parts import ChoiceBox
from ui.page import Page
from ui.widgets.basic import GRID, Button, EmptyState, column, label, row
from ui.widgets.tables import row_table
from ui.widgets.windowed import ROW_ROLE, WindowedModel


class LedgerPage(Page):
    """Costs the same at any number of findings: the order is one number per finding, rows are read by windows."""

    shown = Signal(int)
    """So many findings are in the list."""
    help_topic = "ledger"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        layout = column(self, margin=2 * GRID, gap=2 * GRID)
        self.states = ChoiceBox(self._choices(), self.tr("显示哪些"))
        self.count = label("", "muted", wrap=False)
        self._site_id = ""
        self.only = Button(self.tr("只看一座矿"), self._show_all_mines, icon="x")
        self.only.setToolTip(self.tr("改为显示所有矿山的问题"))
        self.only.hide()
        title = label(self.tr("隐患台账"), "title", wrap=False)
        layout.addLayout(row(title, self.count, 1, self.only, self.states, gap=2 * GRID))
        tr = self.tr
        headers = (tr("日期"), tr("检查对象"), tr("地点"), tr("事实"), tr("等级"), tr("整改期限"), tr("整改情况"))
        self.model = WindowedModel(headers, cells, self._read_rows, self)
        self.table = self._make_table()
        layout.addWidget(self.table, 1)
        hint = self.tr("检查中发现的问题都会列在这里。")
        self.empty = EmptyState(self.tr("没有这样的问题"), hint, icon="list-checks")
        self.empty.hide()
        layout.addWidget(self.empty, 1)
        self.opens = Button(self.tr("打开问题"), self.open_current, icon="triangle-alert")
        self.visit = Button(self.tr("打开检查"), self._open_visit, icon="clipboard-check")
        layout.addLayout(row(self.opens, self.visit, 1))
        self.states.activated.connect(lambda _index: self.refresh())
        self.setFocusProxy(self.table)

    def open(self, argument: object) -> None:
        """Show the findings of a state (``LedgerState`` value), or of one mine (``{"site": id, "name": name}``)."""
        if isinstance(argument, dict):
            self._narrow(str(argument.get("site", "")), str(argument.get("name", "")))
            argument = argument.get("state", LedgerState.ALL.value)
        self.states.set_value(str(argument))

    def refresh(self) -> None:
        """Fix the order anew."""
        state, site_id = LedgerState(self.states.value), self._site_id
        self.bridge.ask(lambda app: app.ledger.numbers(state, site_id), self._show, owner=self)

    def place(self) -> dict[str, Any]:
        """Which findings, and how far down."""
        narrowed = {"site": self._site_id, "name": self.only.text().strip()}
        return {"state": self.states.value, "row": self.table.currentIndex().row(), **narrowed}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to the same findings."""
        self.open(place)

    def trail_record(self) -> tuple[str, str] | None:
        """The finding in front."""
        found = self._current()
        return ("finding", found.id) if found is not None else None

    def _narrow(self, site_id: str, name: str) -> None:
        self._site_id = site_id
        self.only.setVisible(bool(site_id))
        self.only.setText(name)
        self.only.setAccessibleName(self.tr("只看 {0}，按下后显示所有矿山").format(name))

    def _show_all_mines(self) -> None:
        self._narrow("", "")
        self.refresh()

    def open_current(self) -> None:
        """To the finding in front."""
        found = self._current()
        if found is not None:
            self.navigate.emit("finding", found.id)

    def _open_visit(self) -> None:
        found = self._current()
        if found is not None:
            self.navigate.emit("inspection", found.inspection_id)

    def _current(self) -> LedgerRow | None:
        found: LedgerRow | None = self.table.currentIndex().data(ROW_ROLE)
        return found

    def _read_rows(self, numbers: Sequence[int], then: Callable[[list[Any]], None]) -> None:
        self.bridge.ask(lambda app: app.ledger.rows(numbers), then, owner=self)

    def _show(self, numbers: array[int]) -> None:
        before = max(0, self.table.currentIndex().row())
        self.model.show(numbers)
        self.count.setText(self.tr("共 {count} 项").format(count=len(numbers)))
        self.table.setVisible(bool(numbers))
        self.empty.setVisible(not numbers)
        self.opens.setEnabled(bool(numbers))
        self.visit.setEnabled(bool(numbers))
        if numbers and not self.table.currentIndex().isValid():
            self.table.selectRow(min(before, len(numbers) - 1))
        self.shown.emit(len(numbers))

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName(self.tr("隐患台账"))
        level = 100 if language.current() == "zh" else 160
        row_table(table, (110, 180, 140, 240, level, 110, 120), 3, self.open_current)
        return table

    @staticmethod
    def _choices() -> list[tuple[str, str]]:
        return [(one.value, terms.label(one, language.current())) for one in LedgerState]


def cells(found: LedgerRow) -> tuple[str, ...]:
    """The texts of a line, in the order of the columns."""
    level = terms.label(HazardLevel(found.hazard_level), language.current()) if found.hazard_level else ""
    result = found.reinspection_result
    done = terms.label(ReinspectionResult(result), language.current()) if result else ""
    if found.is_overdue:
        done = language.tr("已过期")
    return (found.found_on, found.site_name, found.place, found.fact, level, found.due_on, done)
