"""All visits, newest first, read page by page; running ones go on, finished ones lead to their papers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView, QWidget

from inspector_app import terms
from inspector_app.inspection.values import InspectionRow
from ui import language
from ui.bridge import Bridge
from ui.page import Page
from ui.widgets.basic import GRID, Button, EmptyState, PrimaryButton, column, label, row
from ui.widgets.tables import row_table

PAGE = 100
Index = QModelIndex | QPersistentModelIndex


class VisitTableModel(QAbstractTableModel):
    """Visits. Columns: day, mine, enterprise, state, findings, answers, photos; ``UserRole`` the ``InspectionRow``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[InspectionRow] = []
        self.has_more = False
        self.more_wanted: Any = None
        self._is_asking = False

    @property
    def rows(self) -> list[InspectionRow]:
        """The visits read so far."""
        return self._rows

    def show(self, rows: list[InspectionRow]) -> None:
        """Show the newest visits."""
        if rows == self._rows[: len(rows)] and len(self._rows) >= len(rows):
            return
        self.beginResetModel()
        self._rows, self._is_asking = list(rows), False
        self.has_more = len(rows) == PAGE
        self.endResetModel()

    def append(self, rows: list[InspectionRow]) -> None:
        """The next page."""
        self._is_asking = False
        self.has_more = len(rows) == PAGE
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self.has_more and not self._is_asking and self.more_wanted is not None

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._is_asking = True
            self.more_wanted(self._rows[-1])

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.headers())

    @staticmethod
    def headers() -> list[str]:
        """What stands over the columns."""
        tr = language.tr
        return [tr("日期"), tr("检查对象"), tr("企业"), tr("状态"), tr("问题"), tr("已查项"), tr("待整理照片")]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.headers()[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        one = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return one
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            state, looks_again = terms.label(one.state, language.current()), bool(one.original_inspection_id)
            if looks_again:
                state = language.tr("复查，{0}").format(state)
            answers = "—" if looks_again and not one.answers else str(one.answers)
            counts = (str(one.findings), answers, str(one.unfiled_photos or ""))
            cells = (one.started_at[:10], one.site_name, one.enterprise_name, state, *counts)
            return cells[index.column()]
        return None


class VisitsPage(Page):
    """Opens a visit with Enter."""

    help_topic = "visits"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        layout = column(self, margin=2 * GRID, gap=2 * GRID)
        self.start = PrimaryButton(self.tr("开始检查"), self._start, icon="play")
        self.again = Button(self.tr("复查"), lambda: self.navigate.emit("reinspection", None), icon="refresh-cw")
        layout.addLayout(row(label(self.tr("现场检查"), "title", wrap=False), 1, self.again, self.start))
        self.model = VisitTableModel(self)
        self.model.more_wanted = self._read_more
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("检查列表"))
        row_table(self.table, (120, 220, 230, 140, 70, 80, 110), 2, self.open_current)
        self.buttons = row(
            Button(self.tr("打开检查"), self.open_current, icon="list-checks"),
            Button(self.tr("执法文书"), self._papers, icon="file-text"),
            Button(self.tr("照片整理"), self._photos, icon="images"),
            Button(self.tr("转录"), self._transcribe, icon="files"),
            1,
        )
        layout.addWidget(self.table, 1)
        layout.addLayout(self.buttons)
        self.empty = EmptyState(
            self.tr("还没有检查"),
            self.tr("选好矿山和执法人员就可以开始；没有网络也能完成整个检查。"),
            icon="clipboard-check",
            action=self.tr("开始检查"),
            clicked=self._start,
        )
        layout.addWidget(self.empty, 1)
        self.empty.hide()

    def refresh(self) -> None:
        """Read the newest visits."""
        self.bridge.ask(lambda app: app.inspections.visits(limit=PAGE), self._show, owner=self)

    def open_current(self) -> None:
        """Go on with the visit in front."""
        found = self._current()
        if found is not None:
            self.navigate.emit("inspection", found.id)

    def _show(self, rows: list[InspectionRow]) -> None:
        before = self.table.currentIndex().row()
        self.model.show(rows)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        if rows and not self.table.currentIndex().isValid():
            self.table.selectRow(max(0, before))
        self.table.setFocus()

    def _read_more(self, last: InspectionRow) -> None:
        after = (last.started_at, last.id)
        self.bridge.ask(
            lambda app: app.inspections.visits(after=after, limit=PAGE), self.model.append, owner=self
        )

    def _current(self) -> InspectionRow | None:
        found = self.table.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, InspectionRow) else None

    def _start(self) -> None:
        self.navigate.emit("start_inspection", None)

    def _papers(self) -> None:
        found = self._current()
        if found is not None:
            self.navigate.emit("papers", found.id)

    def _transcribe(self) -> None:
        found = self._current()
        if found is not None:
            self.navigate.emit("transcription", found.id)

    def _photos(self) -> None:
        found = self._current()
        if found is not None:
            self.navigate.emit("photos", found.id)
