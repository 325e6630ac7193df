"""First start: look around in the sample county, or set up a store for real work."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.entry.frame import EntryFrame
from ui.widgets.basic import Button, Line, PrimaryButton, label
from ui.widgets.message import InlineMessage


class WelcomePage(EntryFrame):
    """Two ways to begin."""

    sample = Signal()
    real = Signal()
    restore = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.build(
            self.tr("欢迎使用"),
            self.tr("没有网络也能完成一次完整的矿山安全检查：检查表、问题隐患、照片、执法文书，回来后上报县局并取得回执。"),
            width=640,
        )
        self.body.addWidget(Line())
        self.body.addWidget(label(self.tr("正式使用"), "lead"))
        real = self.tr("在这台笔记本上正式启用，数据加密保存。以后可以随时加入县局，现在不需要网络。")
        self.body.addWidget(label(real, "muted"))
        self.real_button = PrimaryButton(self.tr("正式启用"), self.real.emit, icon="shield-check")
        self.body.addWidget(self.real_button)
        self.body.addWidget(Line())
        self.body.addWidget(label(self.tr("先看一看"), "lead"))
        sample = self.tr("打开示例县：虚构的矿山和隐患，跟着导览走完一次检查。单独存放，永远不会混进真实数据。")
        self.body.addWidget(label(sample, "muted"))
        self.sample_button = Button(self.tr("打开示例县"), self.sample.emit, icon="mountain")
        self.body.addWidget(self.sample_button)
        self.body.addWidget(Line())
        self.restore_button = Button(self.tr("从备份恢复"), self.restore.emit, icon="archive-restore")
        self.body.addWidget(self.restore_button)
        self.message = InlineMessage()
        self.body.addWidget(self.message)
        self.setFocusProxy(self.real_button)

    def busy(self, text: str) -> None:
        """Say what is being done; nothing can be pressed meanwhile. Empty text: ready again."""
        for button in (self.real_button, self.sample_button, self.restore_button):
            button.setEnabled(not text)
        if text:
            self.message.show_message(text, "info")
        else:
            self.message.hide()
