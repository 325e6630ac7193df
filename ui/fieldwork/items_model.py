"""The items of a sheet as a table: under their areas, with what is entered so far."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QBrush, QColor, QFont

from inspector_app import terms
from inspector_app.checklist.values import Verdict
from inspector_app.fieldwork.values import SheetItem, SheetState
from ui import language, theme

Index = QModelIndex | QPersistentModelIndex
NUMBER, TITLE, VERDICT, VALUE, FINDINGS = range(5)
ITEM_ROLE = Qt.ItemDataRole.UserRole
_COLOURS = {Verdict.NOT_COMPLIANT: "danger", Verdict.COMPLIANT: "good"}


class SheetItemsModel(QAbstractTableModel):
    """Rows are headings (areas) and items. ``ITEM_ROLE``: the ``SheetItem``, nothing for a heading."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state: SheetState | None = None
        self._rows: tuple[SheetItem | str, ...] = ()
        self._at: dict[int, int] = {}

    @property
    def headings(self) -> list[int]:
        """Rows that are headings."""
        return [number for number, row in enumerate(self._rows) if isinstance(row, str)]

    def show(self, state: SheetState | None) -> bool:
        """Show this sheet; whether its rows are others than before (then spans have to be set anew)."""
        rows = _rows_of(state.sheet.items) if state else ()
        if rows == self._rows:
            before, self._state = self._state, state
            self._tell_changed(before, state)
            return False
        self.beginResetModel()
        self._state, self._rows = state, rows
        self._at = {row.no: number for number, row in enumerate(rows) if isinstance(row, SheetItem)}
        self.endResetModel()
        return True

    def _tell_changed(self, before: SheetState | None, after: SheetState | None) -> None:
        """Only rows that really show something else are drawn again."""
        if before is None or after is None:
            return
        for number, row in enumerate(self._rows):
            if isinstance(row, SheetItem) and _said(before, row.item_key) != _said(after, row.item_key):
                self.dataChanged.emit(self.index(number, VERDICT), self.index(number, FINDINGS))

    def widest(self) -> dict[int, tuple[str, ...]]:
        """The longest words of each narrow column, for its width."""
        verdicts = (*(terms.label(one, language.current()) for one in Verdict), language.tr("不在范围"))
        return {NUMBER: ("0000",), VERDICT: verdicts, VALUE: ("2026-03-01",), FINDINGS: ("10、11",)}

    def lines(self, rows: Sequence[int]) -> QItemSelection:
        """These rows as few ranges: a selection made row by row is slow."""
        found, begin = QItemSelection(), 0
        for at, row in enumerate(rows):
            if at + 1 == len(rows) or rows[at + 1] != row + 1:
                found.select(self.index(rows[begin], 0), self.index(row, FINDINGS))
                begin = at + 1
        return found

    def row_of(self, no: int) -> int:
        """The row of an item by its number; -1 when there is none."""
        return self._at.get(no, -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, _parent: Index | None = None) -> int:
        return FINDINGS + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        tr = language.tr
        return (tr("号"), tr("检查项"), tr("结论"), tr("实测"), tr("问题"))[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if isinstance(row, str):
            return self._heading(row, index.column(), role)
        if role == ITEM_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return " ".join(part for part in (row.title, row.compare, row.choices) if part)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._brush(row, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == NUMBER:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    @staticmethod
    def _heading(text: str, column: int, role: int) -> object:
        if column != NUMBER:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return text
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        return QBrush(QColor(theme.colours().sunken)) if role == Qt.ItemDataRole.BackgroundRole else None

    def _text(self, item: SheetItem, column: int) -> str:
        state = self._state
        assert state is not None
        if column == NUMBER:
            return str(item.no)
        if column == TITLE:
            return f"{item.title}　{item.compare}" if item.compare else item.title
        if column == VERDICT:
            said = state.verdicts.get(item.item_key)
            if said:
                return terms.label(Verdict(said), language.current())
            return language.tr("不在范围") if item.item_key in state.outside else ""
        if column == VALUE:
            return state.values.get(item.item_key, "")
        return "、".join(map(str, state.finding_seqs.get(item.item_key, ())))

    def _brush(self, item: SheetItem, column: int) -> QBrush | None:
        state = self._state
        assert state is not None
        if item.item_key in state.outside:
            return QBrush(QColor(theme.colours().muted))
        said = state.verdicts.get(item.item_key)
        colour = _COLOURS.get(Verdict(said)) if said and column == VERDICT else None
        return QBrush(QColor(getattr(theme.colours(), colour))) if colour else None


def _said(state: SheetState, key: str) -> tuple[object, ...]:
    return state.verdicts.get(key), state.values.get(key), state.finding_seqs.get(key), key in state.outside


def _rows_of(items: tuple[SheetItem, ...]) -> tuple[SheetItem | str, ...]:
    rows: list[SheetItem | str] = []
    area = ""
    for item in items:
        if item.area != area:
            area = item.area
            rows.append(area)
        rows.append(item)
    return tuple(rows)
