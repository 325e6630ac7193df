"""A table over any number of rows of which only a few pages are in memory.

Rows are known by a number each. What is not there yet shows as an ellipsis and is read in pages off the main thread;
the newest wish comes first, so that a jump to the end does not wait for what was scrolled past.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer

Index = QModelIndex | QPersistentModelIndex
PAGE, REMEMBERED = 100, 8
"""Rows of a page, pages in memory."""
WAITING = "…"
ROW_ROLE = Qt.ItemDataRole.UserRole
"""The whole row, or ``None`` while it is being read."""
_ANSWERED = (
    Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole, ROW_ROLE,
)  # fmt: skip
"""A text that is cut on the screen is said in full by its tip."""


class WindowedModel(QAbstractTableModel):
    """``read(numbers, then)`` fetches the rows of these numbers and calls ``then(rows)`` on the main thread.

    Rows have an ``id``; ``cells(row)`` gives the texts of a row.
    """

    def __init__(
        self,
        headers: Sequence[str],
        cells: Callable[[Any], Sequence[str]],
        read: Callable[[Sequence[int], Callable[[list[Any]], None]], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._cells = cells
        self._read = read
        self._numbers: array[int] = array("q")
        self._pages: OrderedDict[int, list[tuple[Any, Sequence[str]]]] = OrderedDict()
        self._stale: set[int] = set()
        """Pages that are shown as they were until they have been read anew."""
        self._latest = -1
        self._wanted: list[int] = []
        self._reading: int | None = None
        self._round = 0
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._read_next)

    @property
    def pages_in_memory(self) -> int:
        """How many pages are held; never more than ``REMEMBERED``."""
        return len(self._pages)

    def show(self, numbers: array[int]) -> None:
        """Show these rows; the same ones stay where they are and are read anew."""
        self._round += 1
        self._wanted.clear()
        self._reading = None
        if numbers == self._numbers:
            self._stale = set(self._pages)
            if numbers:
                self.dataChanged.emit(self.index(0, 0), self.index(len(numbers) - 1, len(self._headers) - 1))
            return
        self.beginResetModel()
        self._numbers = numbers
        self._pages.clear()
        self._stale.clear()
        self.endResetModel()

    def row(self, position: int) -> Any:
        """The row at this position, or ``None`` while it is being read."""
        page = self._pages.get(position // PAGE)
        within = position % PAGE
        return page[within][0] if page is not None and within < len(page) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._headers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headers[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in _ANSWERED:
            return None
        position = index.row()
        number, within = divmod(position, PAGE)
        page = self._pages.get(number)
        if page is None or number in self._stale:
            self._want(number)
        if page is None:
            return None if role == ROW_ROLE else WAITING
        if number != self._latest:
            self._latest = number
            self._pages.move_to_end(number)
        if within >= len(page):  # removed since the order was fixed
            return None
        row, texts = page[within]
        return row if role == ROW_ROLE else texts[index.column()]

    def _want(self, number: int) -> None:
        if number == self._reading:
            return
        if number in self._wanted:
            self._wanted.remove(number)
        self._wanted.append(number)
        self._soon.start()

    def _read_next(self) -> None:
        if self._reading is not None or not self._wanted:
            return
        number = self._wanted.pop()
        del self._wanted[:-2]  # scrolled past; asked for again when it is looked at
        self._reading = number
        began = self._round
        numbers = self._numbers[number * PAGE : (number + 1) * PAGE]
        self._read(numbers, lambda rows: self._arrived(began, number, rows))

    def _arrived(self, began: int, number: int, rows: list[Any]) -> None:
        if began != self._round:
            return
        self._reading = None
        self._pages[number] = [(row, self._cells(row)) for row in rows]
        self._pages.move_to_end(number)
        self._stale.discard(number)
        while len(self._pages) > REMEMBERED:
            self._stale.discard(self._pages.popitem(last=False)[0])
        first, last = number * PAGE, min((number + 1) * PAGE, len(self._numbers)) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._headers) - 1))
        self._soon.start()
