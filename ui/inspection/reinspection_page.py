"""复查: every original item with its old photo beside the new one, the result by one key, then the F6 opinion."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListView, QStackedWidget, QWidget

from inspector_app import terms
from inspector_app.errors import InspectorError
from inspector_app.inspection.values import ReinspectionResult
from ui import language, messages
from ui.bridge import Bridge
from ui.inspection import reinspection_reading
from ui.inspection.moments import read_moment
from ui.inspection.parts import Chips
from ui.inspection.photo_import import PhotoImport, sources_of
from ui.inspection.photo_pictures import Pictures
from ui.inspection.photo_view import PhotoPreview
from ui.inspection.reinspection_reading import Item, OpenOrder, Reinspection
from ui.page import Page
from ui.papers.asking import Answers, Ask, AskBar
from ui.widgets.basic import GRID, Button, Card, EmptyState, LinkButton, PrimaryButton, column, label, row
from ui.widgets.drafts import DraftLineEdit
from ui.widgets.form import Field

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

Index = QModelIndex | QPersistentModelIndex
RESULT_KEYS = dict(zip("1234", ReinspectionResult, strict=True))


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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self)
        self.model = RowsModel(order_text, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(self.tr("可以复查的文书"))
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.go = PrimaryButton(self.tr("复查这份文书"), self._choose, icon="refresh-cw")
        self.bar = AskBar()
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

    def _choose(self) -> None:
        found = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        if isinstance(found, OpenOrder):
            self.chosen.emit(found)


class ItemView(QWidget):
    """One item: old photo left, new photo right, the result and a note."""

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
        layout.addWidget(Field(self.tr("说明（部分整改、未整改或延期的，写明情况）"), self.note))
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

    def paste(self) -> None:
        """A photo from the clipboard."""
        if self._item is not None:
            self.importer.paste(self.inspection_id, self._item.finding.id)

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


class ReinspectionPage(Page):
    """First the order, then its items one after the other, then the opinion."""

    help_topic = "reinspection"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.inspection_id = ""
        self.shown: Reinspection | None = None
        layout = column(self, margin=2 * GRID, gap=GRID)
        self.title = label(self.tr("复查"), "title", wrap=False)
        self.back = LinkButton(self.tr("选另一份文书"), self._other, icon="arrow-left")
        self.progress = label("", "muted", wrap=False)
        self.opinion = PrimaryButton(self.tr("生成复查意见书"), self.make_opinion, icon="file-check")
        layout.addLayout(row(self.title, self.back, self.progress, 1, self.opinion))
        self.stack = QStackedWidget()
        self.orders = OrdersView()
        self.items = QWidget()
        self._build_items(bridge)
        self.stack.addWidget(self.orders)
        self.stack.addWidget(self.items)
        layout.addWidget(self.stack, 1)
        self.orders.chosen.connect(self._begin)
        for key, result in RESULT_KEYS.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda chosen=result: self.give(chosen.value))
        paste = QShortcut(QKeySequence("Ctrl+V"), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.item.paste)

    def open(self, argument: object) -> None:
        """``argument``: the id of a re-inspection, or ``None`` for the list of orders."""
        if isinstance(argument, str):
            self.inspection_id = argument

    def refresh(self) -> None:
        """Read the orders, or the items."""
        inspection_id = self.inspection_id
        if inspection_id:
            self.bridge.ask(
                lambda app: reinspection_reading.reinspection(app, inspection_id), self._show, self._gone, owner=self
            )
        else:
            self.stack.setCurrentWidget(self.orders)
            self._show_head()
            self.bridge.ask(reinspection_reading.open_orders, self.orders.show_orders, owner=self)

    def place(self) -> dict[str, Any]:
        """The re-inspection."""
        return {"inspection": self.inspection_id}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to it."""
        self.open(str(place.get("inspection") or ""))

    def give(self, result: str) -> None:
        """The result of the item in front; then the next one without a result."""
        current = self._current()
        if self.shown is None or current is None or not self.shown.is_running:
            return
        actor, finding_id = self.bridge.officer_id, current.finding.id
        self.item.results.set_values([result])
        self.bridge.ask(
            lambda app: app.inspections.change_finding(actor, finding_id, reinspection_result=result),
            lambda _changed: self._next(finding_id),
            owner=self,
        )

    def make_opinion(self) -> None:
        """Make the F6 of every order that is re-inspected, and show it."""
        shown = self.shown
        if shown is None:
            return
        actor, inspection_id = self.bridge.officer_id, shown.inspection_id
        done = {one.original_document_id for one in shown.opinions}
        todo = [one.id for one in shown.orders if one.id not in done]
        there = shown.opinions[-1].id if shown.opinions else ""

        def work(app: App) -> str:
            made = there
            for order_id in todo:
                made = app.papers.create(
                    actor, reinspection_reading.OPINION, inspection_id=inspection_id, original_document_id=order_id
                )
            return made

        self.bridge.ask(
            work,
            lambda paper: self.navigate.emit("papers", {"inspection": inspection_id, "paper": paper}),
            owner=self,
        )

    def _build_items(self, bridge: Bridge) -> None:
        across = QHBoxLayout(self.items)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(2 * GRID)
        side = Card(self.tr("原来的问题"), icon="list-checks")
        side.setFixedWidth(330)
        self.model = RowsModel(item_text, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("原来的问题"))
        side.body.addWidget(self.list, 1)
        side.body.addWidget(label(self.tr("按 1–4 记结果，自动到下一项。"), "small"))
        across.addWidget(side)
        self.item = ItemView(bridge)
        across.addWidget(self.item, 1)
        self.list.selectionModel().currentChanged.connect(lambda *_indexes: self._show_item())
        self.item.result_given.connect(self.give)
        self.item.photos_changed.connect(self.refresh)
        self.item.trouble.connect(self.trouble)

    def _begin(self, order: OpenOrder) -> None:
        if order.reinspection_id:
            self.inspection_id = order.reinspection_id
            self.refresh()
            return
        asks = [
            Ask("approval_no", self.tr("方案／审批编号"), is_required=False),
            Ask("approver", self.tr("批准人"), is_required=False),
            Ask("approved_at", self.tr("批准时间"), hint=self.tr("如 3.9 1630 或 昨天 16:30"), is_required=False),
            Ask("approval_gap_reason", self.tr("缺批准的原因（批准齐了就空着）"), is_required=False),
            Ask("behavior_code", self.tr("行政行为码"), is_required=False),
            Ask("behavior_code_gap_reason", self.tr("没有行为码的原因（有码就空着）"), is_required=False),
        ]
        note = self.tr("沿用原来的执法人员；原来的每个问题都会带过来。")
        self.orders.bar.ask(
            self.tr("开始复查"), asks, self.tr("开始复查"), lambda answers: self._start(order, answers), note=note
        )

    def _start(self, order: OpenOrder, answers: Answers) -> None:
        moment = read_moment(answers.get("approved_at", ""), datetime.now().astimezone())
        answers = {**answers, "approved_at": moment.isoformat(timespec="minutes") if moment else ""}
        actor, document_id = self.bridge.officer_id, order.paper.id
        self.bridge.ask(
            lambda app: reinspection_reading.start(app, actor, document_id, answers),
            self._started,
            self._refused,
            owner=self,
        )

    def _started(self, inspection_id: str) -> None:
        self.orders.bar.hide()
        self.inspection_id = inspection_id
        self.refresh()

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, InspectorError):
            return
        field = str(error.params.get("field") or "")
        if field in self.orders.bar.fields:
            self.orders.bar.say(field, messages.told(error).happened)
        else:
            self.trouble.emit(error)

    def _gone(self, error: Exception) -> None:
        self.inspection_id = ""
        if isinstance(error, InspectorError):
            self.trouble.emit(error)
        self.refresh()

    def _show(self, shown: Reinspection) -> None:
        if shown.inspection_id != self.inspection_id:
            return
        self.shown = shown
        self.stack.setCurrentWidget(self.items)
        self.model.show(shown.items)
        self._show_head()
        if shown.items and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))
            self.list.setFocus()
        self._show_item()

    def _show_head(self) -> None:
        shown = self.shown if self.inspection_id else None
        self.back.setVisible(shown is not None)
        self.opinion.setVisible(shown is not None)
        if shown is None:
            self.title.setText(self.tr("复查"))
            self.progress.setText(self.tr("选择要复查的文书"))
            return
        self.title.setText(self.tr("复查：{0}").format(shown.site_name))
        rest = shown.open_items
        self.progress.setText(self.tr("还有 {0} 项待复查").format(rest) if rest else self.tr("每项都有结果了"))
        self.opinion.setText(self.tr("看复查意见书") if shown.opinions else self.tr("生成复查意见书"))

    def _current(self) -> Item | None:
        found = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, Item) else None

    def _show_item(self) -> None:
        running = self.shown is not None and self.shown.is_running
        self.item.show_item(self._current(), self.inspection_id, is_running=running)

    def _next(self, after: str) -> None:
        ids = [one.finding.id for one in self.model.rows]
        begin = ids.index(after) + 1 if after in ids else 0
        order = [*range(begin, len(ids)), *range(begin)]
        rows = self.model.rows
        target = next((n for n in order if ids[n] != after and not rows[n].finding.reinspection_result), None)
        if target is not None:
            self.list.setCurrentIndex(self.model.index(target))

    def _other(self) -> None:
        self.inspection_id, self.shown = "", None
        self.refresh()
