"""Parts of the re-inspection page: the orders, their items, and one item with its old and its new photo."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QWidget

from inspector_app import terms
from inspector_app.inspection.values import ReinspectionResult
from ui import language
from ui.bridge import Bridge
from ui.inspection.parts import Chips
from ui.inspection.photo_import import PhotoImport, sources_of
from ui.inspection.photo_pictures import Pictures
from ui.inspection.photo_view import PhotoPreview
from ui.inspection.reinspection_reading import Item, OpenOrder
from ui.papers.asking import AskBar
from ui.widgets.basic import Button, EmptyState, PrimaryButton, column, label, row
from ui.widgets.drafts import DraftLineEdit
from ui.widgets.form import Field

Index = QModelIndex | QPersistentModelIndex
RESULT_KEYS = dict(zip("1234", ReinspectionResult, strict=True))
"""Keys of the results, in the order of the words."""


class RowsModel(QAbstractListModel):
    """Open orders, or items of a re-inspection. Roles: text, ``UserRole`` the row."""

    def __init__(self, text: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.rows: tuple[Any, ...] = ()

    def show(self, rows: tuple[Any, ...]) -> None:
        """Show these rows; where only their content changed nothing moves."""
        if len(rows) == len(self.rows):
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        if role == Qt.ItemDataRole.UserRole:
            return self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(self.rows[index.row()])
        return None


def order_text(order: OpenOrder) -> str:
    """An order in two lines."""
    due = language.tr("期限 {0}").format(order.due_on) if order.due_on else language.tr("没有期限")
    state = language.tr("，正在复查") if order.reinspection_id else ""
    head = "  ".join(part for part in (order.site_name, order.paper.title, order.paper.number) if part)
    return head + "\n" + language.tr("{0}，{1} 项{2}").format(due, order.items, state)


def item_text(item: Item) -> str:
    """An item with its result."""
    result = item.finding.reinspection_result
    said = terms.label(ReinspectionResult(result), language.current()) if result else language.tr("待复查")
    return f"{item.finding.seq}  [{said}]  {item.finding.place}  {item.finding.fact}"


class OrdersView(QWidget):
    """Issued orders; one is chosen to be re-inspected."""

    chosen = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self)
        self.model = RowsModel(order_text, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(self.tr("可以复查的文书"))
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.go = PrimaryButton(self.tr("复查这份文书"), self._choose, icon="refresh-cw")
        self.bar = AskBar(bridge, self._order_id)
        self.empty = EmptyState(
            self.tr("没有需要复查的文书"), self.tr("责令限期整改指令书或现场处理措施决定书打印后，会列在这里。"),
            icon="refresh-cw",
        )  # fmt: skip
        for widget in (self.list, self.empty):
            layout.addWidget(widget, 1)
        layout.addWidget(self.bar)
        layout.addLayout(row(1, self.go))
        self.list.activated.connect(lambda _index: self._choose())

    def show_orders(self, orders: tuple[OpenOrder, ...]) -> None:
        """Show these."""
        self.model.show(orders)
        self.list.setVisible(bool(orders))
        self.go.setVisible(bool(orders))
        self.empty.setVisible(not orders)
        if orders and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))

    def _order(self) -> OpenOrder | None:
        found = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, OpenOrder) else None

    def _order_id(self) -> str:
        order = self._order()
        return order.paper.id if order is not None else ""

    def _choose(self) -> None:
        order = self._order()
        if order is not None:
            self.chosen.emit(order)


class ItemView(QWidget):
    """One item: old photo left, new photo right, the result and a note."""

    went_on = Signal()
    """The explanation is written: to the next item."""
    result_given = Signal(str)
    photos_changed = Signal()
    trouble = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item: Item | None = None
        self.inspection_id = ""
        self._bound = ""
        self.setAcceptDrops(True)
        pictures = Pictures(bridge, self)
        layout = column(self)
        self.title = label("", "lead")
        self.fact = label("")
        self.old, self.new = PhotoPreview(pictures), PhotoPreview(pictures)
        self.old.empty_text = self.tr("原来没有照片")
        self.new.empty_text = self.tr("把复查照片拖到这里，或 Ctrl+V")
        pair = QHBoxLayout()
        for title, preview in ((self.tr("检查时"), self.old), (self.tr("复查时"), self.new)):
            side = column()
            side.addWidget(label(title, "small"))
            side.addWidget(preview, 1)
            pair.addLayout(side, 1)
        self.importer = PhotoImport(bridge)
        self.add = Button(self.tr("选照片"), self._choose, icon="camera")
        speak = language.current()
        choices = [(one.value, f"{key}  {terms.label(one, speak)}") for key, one in RESULT_KEYS.items()]
        self.results = Chips(choices, self.tr("复查结果"), single=True)
        self.note = DraftLineEdit(bridge, self.tr("说明"))
        layout.addWidget(self.title)
        layout.addWidget(self.fact)
        layout.addLayout(pair, 1)
        layout.addWidget(self.importer)
        line = row(self.results, self.add)
        line.setStretch(0, 1)
        layout.addLayout(line)
        self.reason = Field(self.tr("说明（部分整改、未整改或延期的，写明情况）"), self.note, is_still=True)
        layout.addWidget(self.reason)
        self.note.textEdited.connect(self._say_lacking)
        self.note.returnPressed.connect(self._explained)
        self.results.changed.connect(self._give)
        self.importer.finished.connect(lambda _result: self.photos_changed.emit())
        self.importer.trouble.connect(self.trouble)

    def show_item(self, item: Item | None, inspection_id: str, *, is_running: bool) -> None:
        """Show another item, or the same one anew."""
        self._item, self.inspection_id = item, inspection_id
        self.setVisible(item is not None)
        if item is None:
            return
        row_ = item.finding
        due = self.tr("，期限 {0}").format(item.due_on) if item.due_on else ""
        self.title.setText(self.tr("第 {0} 项  {1}{2}").format(row_.seq, row_.place, due))
        self.fact.setText(row_.fact)
        self.old.show_photo(item.old_photos[-1] if item.old_photos else None)
        self.new.show_photo(item.new_photos[-1] if item.new_photos else None)
        self.results.set_values([row_.reinspection_result or ""])
        for widget in (self.results, self.add, self.note):
            widget.setEnabled(is_running)
        if self._bound != row_.id:
            self._bound = row_.id
            self.note.bind("finding", row_.id, "reinspection_note", row_.reinspection_note)
        self._say_lacking(self.note.text())

    def lacks_words(self, result: str) -> bool:
        """Whether this result needs an explanation that is not there: the opinion would print “/”."""
        return result not in ("", ReinspectionResult.RECTIFIED) and not self.note.text().strip()

    def ask_words(self, result: str) -> None:
        """The cursor goes to the explanation; Enter there goes on."""
        self.results.set_values([result])
        self._say_lacking(self.note.text())
        self.note.setFocus()

    def _say_lacking(self, _text: str) -> None:
        result = self.results.values[0] if self.results.values else ""
        self.reason.say(self.tr("写明没有整改到位的情况，回车到下一项。") if self.lacks_words(result) else "")

    def _explained(self) -> None:
        if self.note.text().strip():
            self.note.keeper.left()
            self.went_on.emit()

    def paste(self) -> bool:
        """A photo from the clipboard; ``False`` while no item is in front."""
        if self._item is not None:
            self.importer.paste(self.inspection_id, self._item.finding.id)
        return self._item is not None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._item is not None:
            self.importer.take(sources_of(event.mimeData()), self.inspection_id, self._item.finding.id)
            event.acceptProposedAction()

    def _choose(self) -> None:
        if self._item is not None:
            self.importer.choose_files(self.inspection_id, self._item.finding.id)

    def _give(self) -> None:
        if self.results.values:
            self.result_given.emit(self.results.values[0])
