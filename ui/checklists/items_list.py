"""The items of the list in work: chosen, searched, moved by keys or by hand; each says whether something lacks."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QListWidgetItem, QWidget

from ui import language, theme
from ui.widgets.basic import GRID, Button, LinkButton, column, row
from ui.widgets.two_lines import TwoLineDelegate

Index = QModelIndex | QPersistentModelIndex


class Entry:
    """One line: the item itself, and how many mistakes it has."""

    def __init__(self, item: dict[str, Any]) -> None:
        self.item = item
        self.faults = 0

    @property
    def words(self) -> str:
        """What a screen reader says."""
        faults = language.tr("{n} 处要改").format(n=self.faults) if self.faults else ""
        return "  ".join(filter(None, (self.title, self.below, faults)))

    @property
    def title(self) -> str:
        """The title, in the language of the window where it has one."""
        named = self.item.get("title_en") if language.current() == "en" else ""
        return str(named or self.item.get("title") or language.tr("（没有标题）"))

    @property
    def below(self) -> str:
        """The key, small."""
        return str(self.item.get("key", ""))


class MovableLines(QListWidget):
    """Lines that are dragged to another place. It says where to; the owner moves."""

    dragged = Signal(int, int)
    """(from, to), both as places."""

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the line that is dragged; nothing is copied or removed by Qt itself."""
        if event.source() is self:
            self.drop_at(event.position().toPoint())
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def drop_at(self, point: QPoint) -> None:
        """The current line goes where the mouse let it go: before the line in whose upper half that is."""
        begin, over = self.currentRow(), self.indexAt(point)
        end = self.count()
        if over.isValid():
            end = over.row() + (point.y() > self.visualRect(over).center().y())
        to = end - (end > begin)
        if begin >= 0 and to != begin:
            self.dragged.emit(begin, to)


class ItemsList(QWidget):
    """Shows the items in order. It moves them; the page adds, copies and deletes."""

    chosen = Signal(object)
    """The item now in front, or ``None``."""
    moved = Signal()
    """The order changed: ``items`` says how."""
    add_wanted = Signal()
    copy_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self, gap=GRID)
        layout.setContentsMargins(0, 0, GRID, 0)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("搜标题、问题、编号  Ctrl+F"))
        self.search.setAccessibleName(self.tr("搜检查项"))
        self.search.setClearButtonEnabled(True)
        self.view = MovableLines()
        self.view.setAccessibleName(self.tr("检查项"))
        self.view.setItemDelegate(TwoLineDelegate(_lines, self.view))
        self.view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.add = Button(self.tr("加一项"), self.add_wanted.emit, icon="plus")
        self.up = LinkButton(self.tr("上移"), lambda: self.shift(-1))
        self.down = LinkButton(self.tr("下移"), lambda: self.shift(1))
        self.copy = LinkButton(self.tr("复制"), self.copy_wanted.emit)
        self.delete = LinkButton(self.tr("删除"), self.delete_wanted.emit)
        layout.addWidget(self.search)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.add)
        self.acts = (self.up, self.down, self.copy, self.delete)
        layout.addLayout(row(*self.acts, gap=0))
        self.search.textChanged.connect(lambda _text: self._filter())
        self.view.currentItemChanged.connect(lambda _now, _before: self.chosen.emit(self.current))
        self.view.dragged.connect(lambda begin, to: self.shift(to - begin))
        for keys, then in (
            ("Alt+Up", lambda: self.shift(-1)), ("Alt+Down", lambda: self.shift(1)), ("Alt+N", self.add_wanted.emit),
            ("Ctrl+D", self.copy_wanted.emit), ("Ctrl+F", self.search.setFocus),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self.window() if parent is None else parent)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(then)
        gone = QShortcut(QKeySequence("Del"), self.view)
        gone.setContext(Qt.ShortcutContext.WidgetShortcut)
        gone.activated.connect(self.delete_wanted.emit)

    @property
    def items(self) -> list[dict[str, Any]]:
        """The items in the order shown."""
        return [entry.item for entry in self._entries()]

    @property
    def current(self) -> dict[str, Any] | None:
        """The item in front."""
        entry = _entry(self.view.currentItem())
        return entry.item if entry else None

    def show_items(self, items: list[dict[str, Any]], at: int, *, frozen: bool = False) -> None:
        """Show these; the one at ``at`` is in front. ``frozen``: they are only looked at."""
        self.view.blockSignals(True)
        self.view.clear()
        for item in items:
            line = QListWidgetItem()
            line.setData(Qt.ItemDataRole.UserRole, Entry(item))
            self.view.addItem(line)
        self.view.blockSignals(False)
        mode = QAbstractItemView.DragDropMode
        self.view.setDragDropMode(mode.NoDragDrop if frozen else mode.InternalMove)
        for widget in (self.add, *self.acts):
            widget.setVisible(not frozen)
        self._filter()
        self.view.setCurrentRow(min(max(at, 0), len(items) - 1))
        self.refresh()
        if not items:
            self.chosen.emit(None)

    def select(self, at: int) -> None:
        """Put this item in front, whatever is searched for."""
        if self.search.text() and self.view.item(at) is not None and self.view.item(at).isHidden():
            self.search.clear()
        self.view.setCurrentRow(at)

    def refresh(self, faults: dict[int, int] | None = None) -> None:
        """Titles or mistakes (by place) changed."""
        for place, entry in enumerate(self._entries()):
            if faults is not None:
                entry.faults = faults.get(place, 0)
            line = self.view.item(place)
            line.setText(entry.words)
            line.setToolTip(entry.words)
        self.view.viewport().update()

    def shift(self, step: int) -> None:
        """The item in front goes up or down."""
        at = self.view.currentRow()
        if 0 <= at + step < self.view.count() and at >= 0 and not self.add.isHidden():
            self.view.blockSignals(True)
            self.view.insertItem(at + step, self.view.takeItem(at))
            self.view.blockSignals(False)
            self.view.setCurrentRow(at + step)
            self.moved.emit()

    def _entries(self) -> list[Entry]:
        found = (_entry(self.view.item(place)) for place in range(self.view.count()))
        return [entry for entry in found if entry is not None]

    def _filter(self) -> None:
        wanted = self.search.text().strip().casefold()
        for place, entry in enumerate(self._entries()):
            said = " ".join(str(entry.item.get(name, "")) for name in ("title", "question", "key")).casefold()
            self.view.item(place).setHidden(bool(wanted) and wanted not in said)


def _entry(line: QListWidgetItem | None) -> Entry | None:
    found = line.data(Qt.ItemDataRole.UserRole) if line is not None else None
    return found if isinstance(found, Entry) else None


def _lines(index: Index) -> tuple[str, str, str] | None:
    entry = index.data(Qt.ItemDataRole.UserRole)
    if not isinstance(entry, Entry):
        return None
    colours = theme.colours()
    title = entry.title
    if entry.faults:
        return title, f"{entry.below}  " + language.tr("{n} 处要改").format(n=entry.faults), colours.danger
    return title, entry.below, colours.muted
