"""Finds a mine by two characters, pinyin initials or a code; the hits stand below the field, arrows choose."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from inspector_app import terms
from inspector_app.enterprise.values import SiteRow
from ui import language
from ui.bridge import Bridge
from ui.inspection import start_reading
from ui.widgets.basic import GRID, column, label

ROW_HEIGHT = 40
SHOWN_ROWS = 5

Index = QModelIndex | QPersistentModelIndex


class SiteHits(QAbstractListModel):
    """The mines found. Roles: text (name, kind, enterprise), ``UserRole`` the ``SiteRow``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[SiteRow, ...] = ()

    def row_of(self, site_id: str) -> int:
        """The row of a mine, -1 when it is not among the hits."""
        return next((number for number, row in enumerate(self._rows) if row.id == site_id), -1)

    def show(self, rows: list[SiteRow]) -> None:
        """Show other hits."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return shown_site(row)
        return None


def shown_site(row: SiteRow) -> str:
    """A mine in one line."""
    kind = terms.label(row.kind, language.current())
    company = "" if row.enterprise_name in row.name else row.enterprise_name
    return "  ·  ".join(part for part in (row.name, kind, company) if part)


class SiteSearch(QWidget):
    """A field and its hits."""

    chosen = Signal(object)
    """The officer chose this ``SiteRow``."""

    def __init__(
        self, bridge: Bridge, parent: QWidget | None = None, *, rows: int = SHOWN_ROWS, marks_first: bool = True
    ) -> None:
        """``rows``: hits shown without scrolling. ``marks_first``: the first hit is marked before anything is typed."""
        super().__init__(parent)
        self._bridge, self._most_rows, self._marks_first = bridge, rows, marks_first
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("矿山或尾矿库：两个汉字或拼音首字母，如 scjk"))
        self.field.setAccessibleName(self.tr("查找检查对象"))
        self.field.setClearButtonEnabled(True)
        self.model = SiteHits(self)
        self.hits = QListView()
        self.hits.setModel(self.model)
        self.hits.setAccessibleName(self.tr("找到的检查对象"))
        self.hits.setUniformItemSizes(True)
        self.hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing = label(self.tr("没有找到。请换一种写法，或到“企业档案”导入或新增。"), "muted")
        layout = column(self, gap=GRID // 2)
        layout.addWidget(self.field)
        layout.addWidget(self.hits)
        layout.addWidget(self.nothing)
        self.nothing.hide()
        self._shown_for: str | None = None
        self._pointed = ""
        self._wait = QTimer(self, interval=60, singleShot=True)
        self._wait.timeout.connect(self.search)
        self.field.textEdited.connect(lambda _text: self._wait.start())
        self.field.returnPressed.connect(self._take_current)
        self.field.installEventFilter(self)
        self.hits.clicked.connect(self._take)
        self.hits.activated.connect(self._take)

    def search(self) -> None:
        """Look for what stands in the field; with an empty field the first mines by name show."""
        self._ask(take=False)

    def point_at(self, site_id: str, name: str) -> None:
        """Mark the mine whose file stands beside the hits; it is looked up by name when it is not among them."""
        self._pointed = site_id
        if self.model.row_of(site_id) < 0:
            self.field.setText(name)
            self.search()
        else:
            self._mark()

    def _mark(self) -> None:
        row = self.model.row_of(self._pointed)
        if row < 0 and not self._marks_first and not self._shown_for:
            self.hits.clearSelection()
            self.hits.setCurrentIndex(QModelIndex())
            return
        index = self.model.index(max(0, row))
        self.hits.setCurrentIndex(index)
        self.hits.scrollTo(index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the field move through the hits."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                row = max(0, min(self.model.rowCount() - 1, self.hits.currentIndex().row() + step))
                self.hits.setCurrentIndex(self.model.index(row))
                return True
        return super().eventFilter(watched, event)

    def _ask(self, *, take: bool) -> None:
        text = self.field.text().strip()

        def found(rows: list[SiteRow]) -> None:
            self._show(rows, text)
            if take:
                self._take(self.hits.currentIndex())

        self._bridge.ask(lambda app: start_reading.sites(app, text), found, owner=self)

    def _show(self, rows: list[SiteRow], text: str) -> None:
        self._shown_for = text
        self.model.show(rows)
        self.nothing.setVisible(not rows)
        self.hits.setVisible(bool(rows))
        self.hits.setFixedHeight(min(len(rows), self._most_rows) * ROW_HEIGHT + GRID)
        if rows:
            self._mark()

    def _take_current(self) -> None:
        """Enter never takes a hit of what stood in the field before."""
        self._wait.stop()
        if self._shown_for == self.field.text().strip():
            self._take(self.hits.currentIndex())
        else:
            self._ask(take=True)

    def _take(self, index: Index) -> None:
        row = self.model.data(index, Qt.ItemDataRole.UserRole)
        if isinstance(row, SiteRow):
            self.chosen.emit(row)
