"""The groups of a sheet as a list: what each is about and how far it is, in words and a sign."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.transcription.values import FieldState, Group
from ui import language, theme

Index = QModelIndex | QPersistentModelIndex


class GroupsModel(QAbstractListModel):
    """Roles: text, ``UserRole`` the ``Group``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.groups: tuple[Group, ...] = ()

    def show(self, groups: Sequence[Group]) -> None:
        """Show these groups; where only their state changed nothing moves."""
        is_same = [one.key for one in groups] == [one.key for one in self.groups]
        if is_same:
            self.groups = tuple(groups)
            if groups:
                self.dataChanged.emit(self.index(0), self.index(len(groups) - 1))
            return
        self.beginResetModel()
        self.groups = tuple(groups)
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The row of a group, -1 when it is not there."""
        return next((number for number, one in enumerate(self.groups) if one.key == key), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.groups)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.groups):
            return None
        group = self.groups[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return group
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{name_of(group)}\n{state_of(group)}"
        return None


def lines_of(index: Index) -> tuple[str, str, str] | None:
    """What a group is about; how far it is; the colour of that."""
    group = index.data(Qt.ItemDataRole.UserRole)
    if not isinstance(group, Group):
        return None
    colours = theme.colours()
    colour = colours.good if group.is_settled else colours.warn if group.changed else colours.muted
    return name_of(group), state_of(group), colour


def name_of(group: Group) -> str:
    """What a group is about."""
    section = group.section_en if language.current() == "en" else group.section
    return f"{section}  {group.title}".strip()


def state_of(group: Group) -> str:
    """How far it is."""
    if group.is_settled:
        return language.tr("✓ 已录入  {0}").format(group.done_by)
    if group.changed:
        return language.tr("！已改动，需更新 {n} 项").format(n=group.changed)
    copied = sum(one.state is FieldState.COPIED for one in group.fields)
    waiting = sum(one.state is FieldState.WAITING for one in group.fields)
    if copied:
        return language.tr("已复制 {0} / {1}").format(copied, copied + waiting)
    return language.tr("{n} 项待录入").format(n=waiting)
