"""The lists there are, one a row: shipped ones, the office's own, and those in work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app import terms
from inspector_app.checklist.definition import Checklist
from inspector_app.checklist.values import Party, PublishedVersion
from ui import language
from ui.checklists import draft

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

Index = QModelIndex | QPersistentModelIndex
TITLE, TASK, VERSION, ITEMS, BINDS, ORIGIN, DRAFT = range(7)
_NO_PARENT = QModelIndex()


@dataclass(frozen=True)
class ListRow:
    """One list. ``current`` is what visits begin with, ``content`` the working copy; one of them is there."""

    key: str
    current: Checklist | None
    content: Mapping[str, Any] | None
    versions: tuple[PublishedVersion, ...] = ()

    @property
    def title(self) -> str:
        """What it is called."""
        name = "title_en" if language.current() == "en" else "title"
        if self.current is not None:
            return str(getattr(self.current, name))
        content = self.content or {}
        return str(content.get(name) or content.get("title") or self.key)

    @property
    def is_own(self) -> bool:
        """Whether the office published what holds."""
        return self.current is not None and any(one.content_hash == self.current.content_hash for one in self.versions)


def rows_of(app: App) -> list[ListRow]:
    """Every list: those that visits can begin with, then new ones in work."""
    working, versions = draft.drafts(app), app.publishing.versions()
    lists = app.checklists.lists()
    found = [
        ListRow(one.key, one, working.pop(one.key, None), tuple(v for v in versions if v.key == one.key))
        for one in lists
    ]
    return [*found, *(ListRow(key, None, content) for key, content in working.items())]


class ListsModel(QAbstractTableModel):
    """Roles: text, ``UserRole`` the ``ListRow``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[ListRow, ...] = ()

    def show(self, rows: Sequence[ListRow]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The row of a list, -1 when it is not there."""
        return next((number for number, one in enumerate(self.rows) if one.key == key), -1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else DRAFT + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        tr = language.tr
        return (tr("检查表"), tr("任务"), tr("版本"), tr("项数"), tr("管谁"), tr("来源"), tr("编辑稿"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        one = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return one
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return _cell(one, index.column())
        return None


def _cell(one: ListRow, column: int) -> str:
    tr, current = language.tr, one.current
    if column == TITLE:
        return one.title
    if column == DRAFT:
        return tr("在编辑") if one.content is not None else ""
    if current is None:
        return tr("未发布") if column == ORIGIN else ""
    if column == TASK:
        return "" if current.task is None else str(current.task)
    if column == VERSION:
        return str(current.version)
    if column == ITEMS:
        return str(len(current.items))
    if column == BINDS:
        bound = [party for party in Party if party in current.binds]
        speak = language.current()
        return (", " if speak == "en" else "、").join(terms.label(party, speak) for party in bound)
    return tr("本局发布") if one.is_own else tr("自带")
