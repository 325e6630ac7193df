"""待处理数据: what the county has, what not, why, and what happens next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QProgressBar, QWidget

from inspector_app.home import Receipt, read_receipts
from inspector_app.messages import Message
from ui import messages
from ui.bridge import Bridge
from ui.page import Page
from ui.sync import words as sync_words
from ui.sync.driver import driver_of
from ui.sync.laptops import LaptopCard
from ui.widgets.basic import GRID, Button, Card, EmptyState, LinkButton, PrimaryButton, Scroll, column, label, row
from ui.widgets.message import InlineMessage

if TYPE_CHECKING:
    from inspector_app.sync.values import Progress, SyncItem, SyncStatus

ITEMS = 200
"""Items that are listed one by one."""


class SyncPage(Page):
    """Shows what the window's ``SyncDriver`` does."""

    shown = Signal()
    help_topic = "sync"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.driver = driver_of(bridge)
        self._is_sample = False
        self._status: SyncStatus | None = None
        outer = column(self)
        scroll = Scroll()
        outer.addWidget(scroll)
        self.run_button = PrimaryButton(self.tr("立即上报"), self.driver.run_now, icon="cloud-upload")
        self.pause_button = Button(self.tr("暂停"), self.driver.pause, icon="pause")
        self.join_button = PrimaryButton(self.tr("加入县局"), self._join, icon="link")
        title = label(self.tr("待处理数据"), "title", wrap=False)
        scroll.body.addLayout(row(title, 1, self.join_button, self.pause_button, self.run_button))
        self.headline = label("", "lead")
        self.county = label("", "muted")
        scroll.body.addWidget(self.headline)
        scroll.body.addWidget(self.county)
        self.message = InlineMessage()
        scroll.body.addWidget(self.message)
        self.clocks = InlineMessage(closable=False)
        scroll.body.addWidget(self.clocks)
        self.step = label("", "small")
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("上报进度"))
        scroll.body.addWidget(self.step)
        scroll.body.addWidget(self.bar)
        self.groups = Card(self.tr("按种类"), icon="list-checks")
        self.items = Card(self.tr("需要知道的"), icon="inbox")
        self.receipts = Card(self.tr("接收回执"), icon="file-check")
        self.laptops = LaptopCard(bridge)
        self.laptops.taken_in.connect(lambda _summary: self.refresh())
        for card in (self.groups, self.items, self.receipts, self.laptops):
            scroll.body.addWidget(card)
        scroll.body.addStretch(1)
        self.driver.status_changed.connect(self._show)
        self.driver.progress.connect(self._show_progress)
        self.driver.running_changed.connect(self._show_running)
        self.driver.fault.connect(self._show_fault)
        self._show_running(self.driver.is_running)
        self.setFocusProxy(self.run_button)

    def refresh(self) -> None:
        """Ask for the state of all items and the receipts."""
        self.driver.ask_status()
        self.bridge.ask(lambda app: app.store.is_sample, self._told_sample, owner=self)
        self.bridge.read_home(lambda reader, _unlocked: read_receipts(reader), self._show_receipts, self)

    def _join(self) -> None:
        from ui.entry.join_page import JoinDialog

        dialog = JoinDialog(self.bridge, self)
        dialog.form.joined.connect(lambda name: self._joined(name))
        dialog.open()

    def _joined(self, name: str) -> None:
        self.notice.emit(self.tr("已加入{county}，开始上报。").format(county=name))
        self.driver.run_now()

    def _told_sample(self, is_sample: bool) -> None:
        """Nothing of a sample county is for anybody."""
        self._is_sample = is_sample
        if is_sample and self._status is not None:
            self._show(self._status)

    def _show(self, status: SyncStatus) -> None:
        self._status = status
        text, part = sync_words.headline(status, is_sample=self._is_sample)
        stays = self._is_sample and not status.joined
        self.headline.setText(text)
        self.headline.setProperty("part", part)
        where = [status.county_name, status.url] if status.joined else []
        if stays:
            where = [self.tr("正式使用并加入县局后，这里写着哪些县局已经接收、哪些还没有。")]
        if status.last_receipt_at:
            where.append(self.tr("最近一次回执 {at}").format(at=sync_words.signed_at(status.last_receipt_at)))
        self.county.setText("  ·  ".join(where))
        self.county.setVisible(bool(where))
        self._show_clocks(status)
        self.join_button.setVisible(not status.joined and not self._is_sample)
        self.run_button.setVisible(status.joined)
        self.pause_button.setVisible(status.joined)
        self._show_groups(status)
        self._show_items(status)
        self.items.setVisible(not stays or bool(status.items or status.conflicts))
        self.receipts.setVisible(not stays)
        self.shown.emit()

    def _show_clocks(self, status: SyncStatus) -> None:
        told = sync_words.clocks(status)
        if told is None:
            self.clocks.hide()
        else:
            self.clocks.show_message(told, "warn")

    def _show_groups(self, status: SyncStatus) -> None:
        self.groups.empty()
        for group in status.groups:
            line = QWidget()
            grid = QGridLayout(line)
            grid.setContentsMargins(0, 0, 0, 0)
            grid.addWidget(label(sync_words.group(group.group)), 0, 0)
            if not group.total:
                text, part = self.tr("没有"), "muted"
            elif group.waiting:
                here, open_ = self.tr("{total} 项，只在这台笔记本上"), self.tr("{n} 项待上报，共 {total} 项")
                words = here if self._is_sample else open_
                text, part = words.format(n=group.waiting, total=group.total), ""
            else:
                text = self.tr("全部已接收（有回执），共 {total} 项").format(total=group.total)
                part = "good"
            grid.addWidget(label(text, part, wrap=False), 0, 1)
            grid.setColumnStretch(0, 1)
            self.groups.body.addWidget(line)
        self.groups.setVisible(bool(status.groups))

    def _show_items(self, status: SyncStatus) -> None:
        self.items.empty()
        if status.conflicts:
            text = self.tr("{n} 处内容被两个人同时改过，需要选定。").format(n=status.conflicts)
            choose = LinkButton(self.tr("去选定"), lambda: self.navigate.emit("conflicts", None))
            self.items.body.addLayout(row(label(text, "warn"), choose))
        if any(one.state.value == "quarantined" for one in status.items):
            again = Button(self.tr("再次上报"), self.driver.run_again, icon="refresh-cw")
            self.items.body.addLayout(row(1, again))
        for one in status.items[:ITEMS]:
            self.items.body.addWidget(self._item(one))
        if len(status.items) > ITEMS:
            more = self.tr("另有 {n} 项").format(n=len(status.items) - ITEMS)
            self.items.body.addWidget(label(more, "small"))
        if not status.items and not status.conflicts:
            hint = self.tr("被县局搁置的、正在上传的大文件会列在这里，并写明下一步。")
            self.items.body.addWidget(EmptyState(self.tr("没有需要处理的"), hint, icon="circle-check"))

    def _item(self, one: SyncItem) -> QWidget:
        state, next_step, part = sync_words.state(one.state)
        line = QWidget()
        grid = QGridLayout(line)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(GRID // 4)
        grid.addWidget(label(sync_words.item(one)), 0, 0)
        if one.total_bytes:
            state = f"{state} {one.sent_bytes * 100 // one.total_bytes}%"
        grid.addWidget(label(state, part, wrap=False), 0, 1)
        reason = messages.sentence(one.reason).happened if one.reason else ""
        why = "  ".join(part for part in (one.told or reason, next_step) if part)
        grid.addWidget(label(why, "small"), 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        return line

    def _show_receipts(self, receipts: tuple[Receipt, ...]) -> None:
        self.receipts.empty()
        for one in receipts[:10]:
            text = self.tr("{at}  ·  第 1 至 {n} 条记录  ·  回执号 {id}").format(
                at=sync_words.signed_at(one.received_at), n=one.head_seq, id=one.id[:12]
            )
            self.receipts.body.addWidget(label(text, "" if one.is_valid else "danger"))
        if not receipts:
            hint = self.tr("第一次上报完成后，县局签名的回执会列在这里。取得回执之前，笔记本上的数据一件都不会删除。")
            self.receipts.body.addWidget(EmptyState(self.tr("还没有回执"), hint, icon="file-check"))

    def _show_progress(self, step: Progress) -> None:
        self.step.setText(sync_words.step(step.step))
        done, total = (step.sent_bytes, step.total_bytes) if step.total_bytes else (step.done, step.total)
        self.bar.setRange(0, max(1, total // 1024 if step.total_bytes else total))
        self.bar.setValue(done // 1024 if step.total_bytes else done)

    def _show_running(self, running: bool) -> None:
        self.bar.setVisible(running)
        self.step.setVisible(running)
        self.run_button.setEnabled(not running)
        self.pause_button.setEnabled(running or not self.driver.is_paused)
        if not running:
            self.bar.reset()
            self.refresh()

    def _show_fault(self, told: Message | None) -> None:
        if told is None:
            self.message.hide()
        else:
            self.message.show_message(told, "warn")
