"""参数: every number and choice that the county may set, with its source and whether it is still 待确认."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from inspector_app.office import wording
from ui import language
from ui.bridge import Bridge
from ui.inspection.parts import ChoiceBox
from ui.papers.asking import Answers, Ask, AskBar
from ui.settings.parameter_words import choices, norm, read, told_in_words, unit, written
from ui.settings.tab import SettingsTab
from ui.widgets.basic import Button, label, row
from ui.widgets.form import text_field
from ui.widgets.tables import ROW_HEIGHT, set_columns

if TYPE_CHECKING:
    from inspector_app.office.values import SettingRow


class ParametersTab(SettingsTab):
    """A searchable table; the value column is typed in."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._rows: list[SettingRow] = []
        self._filling = False
        self.search = text_field(self.tr("查找参数"))
        self.search.setAccessibleName(self.tr("查找参数"))
        self.search.textChanged.connect(lambda _text: self._fill())
        self.table = QTableWidget(0, 4)
        self.table.setHorizontalHeaderLabels([self.tr("参数"), self.tr("现在的值"), self.tr("单位"), self.tr("依据")])
        self.table.setAccessibleName(self.tr("参数"))
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setMinimumHeight(420)
        self.table.setWordWrap(False)
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        set_columns(self.table, (240, 180, 70, 240), 0)
        self.table.setItemDelegateForColumn(1, _ValueDelegate(self))
        self.table.itemChanged.connect(self._changed)
        told = self.tr("本县与默认不同的地方在这里改。“待确认”是还没有可靠依据的默认值，“仅备查”是这个版本还用不到的。")
        self.body.addWidget(label(told, "muted"))
        self.default = Button(self.tr("恢复默认"), self._ask_default, icon="undo-2")
        self.default.setEnabled(False)
        self.bar = AskBar(bridge, self._about)
        self.table.itemSelectionChanged.connect(self._show_default)
        line = row(self.search, self.default)
        line.setStretch(0, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.table, 1)

    def refresh(self) -> None:
        """Read all parameters."""
        self.bridge.ask(lambda app: app.office.settings(), self._show, owner=self)

    def _show(self, rows: list[SettingRow]) -> None:
        self._rows = rows
        self._fill()
        self._show_default()
        self.shown.emit()

    def _fill(self) -> None:
        wanted = self.search.text().strip().casefold()
        rows = [r for r in self._rows if not wanted or wanted in f"{r.label} {r.key} {r.norm}".casefold()]
        rows.sort(key=lambda row: not row.in_use)
        self._filling = True
        self.table.setRowCount(len(rows))
        for number, one in enumerate(rows):
            for place, text in enumerate(self._cells(one)):
                item = QTableWidgetItem(text)
                item.setToolTip(text if place != 0 else f"{text}\n{one.key}")
                item.setData(Qt.ItemDataRole.UserRole, one.key)
                if place != 1 or not one.in_use:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.table.setItem(number, place, item)
        self._filling = False

    def _cells(self, one: SettingRow) -> tuple[str, str, str, str]:
        mark = self.tr("待确认  ") if one.needs_confirmation else ""
        mark = mark if one.in_use else self.tr("仅备查  ")
        name = one.label_en if language.current() == "en" else one.label
        return mark + name, written(one, one.value), unit(one.unit), norm(one.norm)

    def row_of(self, key: str) -> SettingRow | None:
        """The parameter with this key."""
        return next((one for one in self._rows if one.key == key), None)

    def _chosen(self) -> SettingRow | None:
        item = self.table.item(self.table.currentRow(), 0)
        key = item.data(Qt.ItemDataRole.UserRole) if item is not None else ""
        return self.row_of(key)

    def _about(self) -> str:
        chosen = self._chosen()
        return chosen.key if chosen is not None else ""

    def _show_default(self) -> None:
        chosen = self._chosen()
        self.default.setEnabled(chosen is not None and chosen.is_set)

    def _ask_default(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        title = self.tr("“{0}”恢复默认：{1}").format(chosen.label, written(chosen, chosen.default))
        clear = partial(self._clear, chosen.key)
        self.bar.ask(title, [Ask("reason", self.tr("原因"))], self.tr("恢复默认"), clear)

    def _clear(self, key: str, answers: Answers) -> None:
        actor = self.bridge.officer_id

        def cleared(_nothing: None) -> None:
            self.bar.finish()
            self._kept(key)

        reason = answers["reason"]
        self.bridge.ask(lambda app: app.office.clear_setting(actor, key, reason), cleared, self._refused, owner=self)

    def _changed(self, item: QTableWidgetItem) -> None:
        if self._filling or item.column() != 1:
            return
        key = str(item.data(Qt.ItemDataRole.UserRole))
        before = next(row for row in self._rows if row.key == key)
        value, actor = read(before, item.text()), self.bridge.officer_id
        self.bridge.ask(
            lambda app: app.office.set_setting(actor, key, value),
            lambda _changed: self._kept(key),
            lambda error: self._refused(told_in_words(before, error)),
            owner=self,
        )

    def _kept(self, key: str) -> None:
        self.notice.emit(self.tr("已保存。"))
        self.refresh()
        if key.startswith(wording.PREFIX):
            self.bridge.wording_changed.emit()

    def _refused(self, error: Exception) -> None:
        self.trouble.emit(error)
        self.refresh()


class _ValueDelegate(QStyledItemDelegate):
    """A value among few is chosen, every other one typed."""

    def __init__(self, tab: ParametersTab) -> None:
        super().__init__(tab)
        self._tab = tab

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        found = self._tab.row_of(str(index.data(Qt.ItemDataRole.UserRole)))
        offered = choices(found) if found is not None else ()
        if not offered:
            return super().createEditor(parent, option, index)
        box = ChoiceBox([(one, one) for one in offered], found.label if found else "", parent)
        box.activated.connect(lambda _chosen: self.commitData.emit(box))
        box.activated.connect(lambda _chosen: self.closeEditor.emit(box, _ValueDelegate.EndEditHint.NoHint))
        return box

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, ChoiceBox):
            editor.set_value(str(index.data()))
        else:
            super().setEditorData(editor, index)

    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if isinstance(editor, ChoiceBox):
            model.setData(index, editor.value)
        else:
            super().setModelData(editor, model, index)
