"""复查: every original item with its old photo beside the new one, the result by one key, then the F6 opinion."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QStackedWidget, QWidget

from inspector_app.errors import InspectorError
from ui import messages
from ui.bridge import Bridge
from ui.inspection import reinspection_reading
from ui.inspection.moments import read_moment
from ui.inspection.reinspection_reading import Item, OpenOrder, Reinspection
from ui.inspection.reinspection_views import RESULT_KEYS, ItemView, OrdersView, RowsModel, item_text
from ui.page import Page
from ui.papers.asking import Answers, Ask
from ui.widgets.basic import GRID, Button, Card, LinkButton, PrimaryButton, column, label, row

if TYPE_CHECKING:
    from inspector_app.bootstrap import App


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
        self.end = Button(self.tr("结束复查"), self.close_visit, icon="check")
        layout.addLayout(row(self.title, self.back, self.progress, 1, self.end, self.opinion))
        self.stack = QStackedWidget()
        self.orders = OrdersView(bridge)
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

    def open(self, argument: object) -> None:
        """``argument``: the id of a re-inspection, or ``None`` for the list of orders."""
        if isinstance(argument, str):
            self.inspection_id = argument

    def paste(self) -> bool:
        """A photo from the clipboard shows the item in front as it is now."""
        return self.item.paste()

    def subject(self) -> str:
        """The re-inspection."""
        return self.inspection_id

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

    def showEvent(self, event: QShowEvent) -> None:
        """Keys work at once."""
        super().showEvent(event)
        (self.list if self.inspection_id else self.orders.list).setFocus()

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
        asks = self.item.lacks_words(result)
        self.bridge.ask(
            lambda app: app.inspections.change_finding(actor, finding_id, reinspection_result=result),
            lambda _changed: None if asks else self._next(finding_id),
            owner=self,
        )
        if asks:
            self.item.ask_words(result)

    def _go_on(self) -> None:
        current = self._current()
        if current is not None:
            self._next(current.finding.id)
            self.list.setFocus()

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

    def close_visit(self) -> None:
        """The re-inspection is over; its papers can still be printed and served."""
        inspection_id = self.inspection_id

        def ended(_times: object) -> None:
            self.notice.emit(self.tr("复查已结束。文书还可以继续打印和送达。"))
            self.navigate.emit("papers", inspection_id)

        self.bridge.ask(lambda app: app.end_visit(inspection_id), ended, owner=self)

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
        self.item.went_on.connect(self._go_on)
        self.item.photos_changed.connect(self.refresh)
        self.item.trouble.connect(self.trouble)

    def _begin(self, order: OpenOrder) -> None:
        if order.reinspection_id:
            self.inspection_id = order.reinspection_id
            self.put_away_former()
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
        self.orders.bar.finish()
        self.inspection_id = inspection_id
        self.put_away_former()
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
        self.end.setVisible(shown is not None and shown.is_running and not shown.open_items)
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
        self.put_away_former()
        self.refresh()
