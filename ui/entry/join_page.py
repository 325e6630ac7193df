"""Joining a county: its address and the one-time code; can be done at any later time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from inspector_app.errors import InspectorError
from ui import messages
from ui.bridge import Bridge
from ui.entry.frame import EntryFrame
from ui.widgets.basic import GRID, Button, PrimaryButton, column, label, row
from ui.widgets.form import Field, text_field
from ui.widgets.message import InlineMessage


class JoinForm(QWidget):
    """Address, code and the name of this laptop; does the joining itself. ``joined`` carries the county's name."""

    joined = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        layout = column(self, gap=2 * GRID)
        self.url = text_field("https://")
        self.code = text_field()
        self.name = text_field(self.tr("例如：执法一中队 02 号机"))
        self.fields = {
            "url": Field(self.tr("县局服务器地址(&U)"), self.url, self.tr("由县局提供。")),
            "code": Field(self.tr("一次性注册码(&C)"), self.code, self.tr("每台笔记本一个，用过即失效。")),
            "name": Field(self.tr("这台笔记本的名称(&N)"), self.name),
        }
        for field in self.fields.values():
            layout.addWidget(field)
        self.message = InlineMessage(closable=False)
        layout.addWidget(self.message)

    def submit(self) -> None:
        """Join; the outcome is ``joined`` or a message in the form."""
        url, code, name = (edit.text().strip() for edit in (self.url, self.code, self.name))
        if url and "://" not in url:
            url = f"https://{url}"
        self.fields["url"].say("" if url else self.tr("请填写地址。"))
        self.fields["code"].say("" if code else self.tr("请填写注册码。"))
        if not (url and code):
            return
        self.setEnabled(False)
        self.message.show_message(self.tr("正在联系县局…"), "info")
        self._bridge.ask_county(
            lambda app, _task: app.sync.join(url, code, name), self._done, self._failed, owner=self
        )

    def _done(self, answer: dict[str, str]) -> None:
        from ui.sync.driver import driver_of

        self.setEnabled(True)
        self.message.hide()
        driver_of(self._bridge).ask_status()  # it sees the county, tells the status line, and begins to hand over
        self.joined.emit(answer["name"])

    def _failed(self, error: Exception) -> None:
        self.setEnabled(True)
        if isinstance(error, InspectorError):
            self.message.show_message(messages.told(error))
        else:
            self.message.hide()


class JoinPage(EntryFrame):
    """The last step of setting up; 以后再说 leads on as well."""

    done = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.build(
            self.tr("加入县局"),
            self.tr("加入后，检查数据可以上报并取得回执，恢复密钥也由县局密封保管。现在没有网络也没关系，以后在“待处理数据”里加入。"),
        )
        self.form = JoinForm(bridge)
        self.body.addWidget(self.form)
        self.later = Button(self.tr("以后再说"), self.done.emit)
        self.button = PrimaryButton(self.tr("加入"), self.form.submit, icon="link")
        self.body.addLayout(row(self.later, 1, self.button))
        self.form.joined.connect(lambda _name: self.done.emit())
        self.setFocusProxy(self.form.url)


class JoinDialog(QDialog):
    """The same from the sync page."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("加入县局"))
        self.setMinimumWidth(480)
        layout = column(self, margin=3 * GRID, gap=2 * GRID)
        layout.addWidget(label(self.tr("加入县局"), "title"))
        self.form = JoinForm(bridge)
        layout.addWidget(self.form)
        self.button = PrimaryButton(self.tr("加入"), self.form.submit, icon="link")
        layout.addLayout(row(1, Button(self.tr("取消"), self.reject), self.button))
        self.form.joined.connect(lambda _name: self.accept())
