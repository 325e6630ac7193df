"""修改留痕: everything that ever happened to one record, readable by anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QDialog, QTableWidget, QTableWidgetItem, QWidget

from ui import words
from ui.bridge import Bridge
from ui.widgets.basic import GRID, PrimaryButton, column, label, row
from ui.widgets.tables import set_columns

if TYPE_CHECKING:
    from inspector_app.storage.history import Revision

_TRUSTED = ("steady", "unchecked")

MOST = 500
"""Newest revisions that are shown."""


class TrailDialog(QDialog):
    """Newest first: when, who, what, old and new."""

    shown = Signal(int)

    def __init__(self, bridge: Bridge, kind: str, record_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("修改留痕"))
        self.resize(900, 560)
        layout = column(self, margin=3 * GRID, gap=2 * GRID)
        layout.addWidget(label(self.tr("修改留痕：{kind}").format(kind=words.kind(kind)), "title"))
        layout.addWidget(label(self.tr("每一次修改都留有记录，不能删除。最新的在最上面。"), "muted"))
        self.table = QTableWidget(0, 4)
        self.table.setHorizontalHeaderLabels([self.tr("时间"), self.tr("谁"), self.tr("做了什么"), self.tr("改动")])
        self.table.verticalHeader().hide()
        self.table.setWordWrap(True)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setAccessibleName(self.tr("修改留痕"))
        set_columns(self.table, (150, 110, 150), 3)
        layout.addWidget(self.table, 1)
        close = PrimaryButton(self.tr("关闭"), self.accept)
        close.setDefault(True)
        layout.addLayout(row(1, close))
        bridge.ask(lambda app: read_trail(app, record_id), lambda found: self._show(*found), owner=self)

    def _show(self, revisions: Sequence[Revision], names: Mapping[str, str]) -> None:
        self.table.setRowCount(len(revisions))
        for number, revision in enumerate(revisions):
            told = (
                words.moment(revision.at) + ("" if revision.clock_trust in _TRUSTED else "\n" + self.tr("时钟可疑")),
                names.get(revision.actor, "—"),
                words.action(revision.action) + (f"\n{revision.reason}" if revision.reason else ""),
                "\n".join(_changes(revision)),
            )
            for place, text in enumerate(told):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                self.table.setItem(number, place, item)
        self.table.resizeRowsToContents()
        self.shown.emit(len(revisions))


def read_trail(app: Any, record_id: str) -> tuple[list[Revision], dict[str, str]]:
    """Revisions, newest first, and officers' names by id."""
    from inspector_app.storage import history

    with app.store.units.read() as connection:
        revisions = history.trail(connection, record_id)
    names = {officer.id: officer.name for officer in app.office.officers()}
    return list(reversed(revisions))[:MOST], names


def _changes(revision: Revision) -> list[str]:
    lines = []
    for name, (old, new) in revision.changes.items():
        if name.endswith("_id") and revision.operation == "create":
            continue  # where a record belongs is known from where its trail was opened
        before = "" if revision.operation == "create" else words.value(name, old) + " → "
        lines.append(f"{words.field(name)}：{before}{words.value(name, new)}")
    return lines
