"""All checklists, what can be done with each, and the versions the office published."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QWidget

from inspector_app import terms
from inspector_app.checklist.values import PublishedVersion
from inspector_app.exchange.values import ListFormat
from ui import language
from ui.checklists.lists_model import TITLE, ListRow, ListsModel
from ui.widgets.basic import GRID, Button, Card, LinkButton, PrimaryButton, column, label, row
from ui.widgets.tables import row_table

WIDTHS = (240, 64, 64, 64, 280, 120, 88)


class ListsView(QWidget):
    """Says what the officer wants to do with which list."""

    look_wanted = Signal(str)
    edit_wanted = Signal(str)
    export_wanted = Signal(str, object)
    """(key, ``ListFormat``)."""
    give_up_wanted = Signal(str)
    """The working copy of this list is not wanted any more."""
    withdraw_wanted = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self, gap=GRID)
        self.model = ListsModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("检查表"))
        row_table(self.table, WIDTHS, TITLE, self._look)
        self.table.horizontalHeader().setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        self.look = Button(self.tr("看"), self._look, icon="eye")
        self.edit = PrimaryButton(self.tr("改这张表"), lambda: self.edit_wanted.emit(self.key), icon="pen")
        self.export = Button(self.tr("导出"), icon="download")
        self.give_up = LinkButton(self.tr("放弃编辑稿"), lambda: self.give_up_wanted.emit(self.key), icon="trash-2")
        self.formats = QMenu(self)
        for form in ListFormat:
            action = QAction(terms.label(form, language.current()), self.formats)
            action.triggered.connect(lambda _on=False, chosen=form: self.export_wanted.emit(self.key, chosen))
            self.formats.addAction(action)
        self.export.setMenu(self.formats)
        self.about = label("", "muted")
        acts = row(self.about, self.give_up, self.export, self.look, self.edit)
        acts.setStretch(0, 1)
        self.versions = Card(self.tr("本局发布的版本"), icon="history")
        layout.addWidget(self.table, 1)
        layout.addLayout(acts)
        layout.addWidget(self.versions)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_chosen())

    @property
    def chosen(self) -> ListRow | None:
        """The list in front."""
        found = self.table.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, ListRow) else None

    @property
    def key(self) -> str:
        """Its key."""
        return self.chosen.key if self.chosen else ""

    def show_rows(self, rows: Sequence[ListRow], key: str = "") -> None:
        """Show these lists; ``key`` is in front, or the one that was."""
        wanted = key or self.key
        self.model.show(rows)
        self.table.selectRow(max(0, self.model.row_of(wanted)))
        self._show_chosen()
        QTimer.singleShot(0, self, lambda: self.table.scrollTo(self.table.currentIndex()))  # once the rest has its room

    def _look(self) -> None:
        one = self.chosen
        if one is not None:
            (self.look_wanted if one.current is not None else self.edit_wanted).emit(one.key)

    def _show_chosen(self) -> None:
        one = self.chosen
        for button in (self.look, self.edit, self.export):
            button.setEnabled(one is not None)
        self.look.setEnabled(one is not None and one.current is not None)
        self.give_up.setVisible(one is not None and one.content is not None)
        self.edit.setText(self.tr("接着改") if one is not None and one.content is not None else self.tr("改这张表"))
        self.about.setText(one.title if one is not None else "")
        self.versions.empty()
        versions = one.versions if one is not None else ()
        self.versions.setVisible(bool(versions))
        for version in reversed(versions[-3:]):
            self.versions.body.addWidget(self._version(version))

    def _version(self, one: PublishedVersion) -> QWidget:
        line = QWidget()
        named = self.tr("第 {0} 版").format(one.version)
        words = "  ·  ".join(filter(None, (named, one.published_at[:10], one.note or "")))
        take_back = LinkButton(
            self.tr("撤回"), lambda: self.withdraw_wanted.emit(one.key, one.version), icon="undo-2",
            name=self.tr("撤回{0}").format(named),
        )  # fmt: skip
        across = row(label(words), take_back)
        across.setStretch(0, 1)
        line.setLayout(across)
        return line
