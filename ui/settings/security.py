"""安全与备份: PIN, passphrase, recovery key, backup."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.errors import InspectorError, WrongKey
from ui import folders, messages
from ui.bridge import Bridge
from ui.settings.keys import PassphraseCard, RecoveryCheck
from ui.settings.tab import SettingsTab
from ui.widgets.basic import Button, Card, PrimaryButton, label, row
from ui.widgets.form import Field, text_field
from ui.widgets.message import InlineMessage


class SecurityTab(SettingsTab):
    """Each card does one thing and says how it went."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.body.addWidget(self._pin_card())
        self.passphrase = PassphraseCard(bridge)
        self.body.addWidget(self.passphrase)
        self.body.addWidget(self._recovery_card())
        self.body.addWidget(self._backup_card())
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Whether a PIN is set."""

        def state(app: Any) -> Any:
            from inspector_app.session import Pin

            return Pin(app.store).state

        self.bridge.ask(state, self._show_pin, owner=self)

    def _pin_card(self) -> Card:
        card = Card(self.tr("PIN"), icon="lock")
        self.pin_state = label("", "muted")
        self.pin = text_field(secret=True, width=240)
        self.pin_passphrase = text_field(secret=True, width=360)
        self._pin_field = Field(self.tr("新的 PIN"), self.pin, self.tr("4 到 12 位数字，检查途中用来快速解锁。"))
        self._pin_proof = Field(self.tr("您的口令"), self.pin_passphrase)
        self.pin_message = InlineMessage()
        self.pin_button = PrimaryButton(self.tr("设置 PIN"), self._set_pin)
        self.pin_clear = Button(self.tr("不用 PIN"), self._clear_pin)
        for part in (self.pin_state, self._pin_field, self._pin_proof, self.pin_message):
            card.body.addWidget(part)
        card.body.addLayout(row(self.pin_button, self.pin_clear, 1))
        card.body.addWidget(label(self.tr("10 分钟不操作自动锁定；打印和上报时不锁。随时可按 Ctrl+L 锁定。"), "small"))
        return card

    def _recovery_card(self) -> Card:
        card = Card(self.tr("恢复密钥"), icon="key-round")
        card.body.addWidget(label(self.tr("恢复密钥丢了或可能被人看到时，换一个新的。旧的立即失效。"), "muted"))
        card.body.addLayout(row(Button(self.tr("换新的恢复密钥"), self._renew), 1))
        self.recovery = label("", "key", wrap=False)
        self.recovery.hide()
        card.body.addWidget(self.recovery)
        self.print_button = Button(self.tr("打印"), self._print, icon="printer")
        self.print_button.hide()
        card.body.addLayout(row(self.print_button, 1))
        card.body.addWidget(label(self.tr("保险柜里的那张还有没有效，可以在这里核对："), "muted"))
        self.recovery_check = RecoveryCheck(self.bridge)
        card.body.addWidget(self.recovery_check)
        card.body.addWidget(self.recovery_check.said)
        return card

    def _backup_card(self) -> Card:
        card = Card(self.tr("备份"), icon="database-backup")
        told = self.tr("把全部数据和照片（都是加密的）复制到移动硬盘。备份过的照片不会重复复制。恢复在首次启动页。")
        card.body.addWidget(label(told, "muted"))
        self.backup_button = PrimaryButton(self.tr("立即备份"), self._choose_backup, icon="hard-drive")
        card.body.addLayout(row(self.backup_button, 1))
        self.backup_message = InlineMessage()
        card.body.addWidget(self.backup_message)
        return card

    def _show_pin(self, state: Any) -> None:
        told = self.tr("已设置 PIN。") if state.is_set else self.tr("还没有设置 PIN，锁定后要输入口令。")
        self.pin_state.setText(told)
        self.pin_clear.setVisible(state.is_set)
        self.shown.emit()

    def _set_pin(self) -> None:
        pin, passphrase = self.pin.text(), self.pin_passphrase.text()

        def set_pin(app: Any) -> None:
            from inspector_app.session import Pin

            Pin(app.store).set(pin, passphrase)

        self._change_pin(set_pin, self.tr("PIN 已设置。"))

    def _clear_pin(self) -> None:
        passphrase = self.pin_passphrase.text()

        def clear(app: Any) -> None:
            from inspector_app.session import Pin

            Pin(app.store).clear(passphrase)

        self._change_pin(clear, self.tr("不再使用 PIN。"))

    def _change_pin(self, work: Any, told: str) -> None:
        self._pin_field.say("")
        self._pin_proof.say("")
        self.bridge.ask(work, lambda _done: self._pin_changed(told), self._pin_refused, owner=self)

    def _pin_changed(self, told: str) -> None:
        self.pin.clear()
        self.pin_passphrase.clear()
        self.pin_message.show_message(told, "good")
        self.bridge.pin_changed.emit()
        self.refresh()

    def _pin_refused(self, error: Exception) -> None:
        if isinstance(error, WrongKey):
            self._pin_proof.say(messages.told(error).happened)
        elif isinstance(error, InspectorError):
            self._pin_field.say(messages.told(error).happened)

    def _renew(self) -> None:
        self.bridge.ask(lambda app: app.store.renew_recovery(), self._show_recovery, owner=self)

    def _show_recovery(self, key: str) -> None:
        groups = key.split("-")
        self.recovery.setText("  ".join(groups[:4]) + "\n" + "  ".join(groups[4:]))
        self.recovery.setProperty("key", key)
        self.recovery.show()
        self.print_button.show()
        self.notice.emit(self.tr("已换新的恢复密钥，请打印或抄写后离开本页。"))

    def _print(self) -> None:
        from ui.printing import print_recovery_key

        print_recovery_key(str(self.recovery.property("key")), self)

    def _choose_backup(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("备份到哪个文件夹"), folders.documents())
        if chosen:
            self.back_up(Path(chosen))

    def back_up(self, parent_folder: Path) -> None:
        """Copy the store into a folder named by the day inside the chosen one."""
        target = parent_folder / f"kuanganjian-backup-{datetime.now():%Y%m%d}"  # noqa: DTZ005 - a name for people
        self.backup_button.setEnabled(False)
        self.backup_message.show_message(self.tr("正在备份，可以继续工作…"), "info")
        self.bridge.hold()
        self.bridge.ask_county(
            lambda app, _task: app.store.back_up(target), self._backed_up, self._backup_failed, owner=self
        )

    def _backed_up(self, target: Path) -> None:
        self.bridge.let_go()
        self.backup_button.setEnabled(True)
        self.backup_message.show_message(self.tr("备份完成：{folder}").format(folder=target), "good")

    def _backup_failed(self, error: Exception) -> None:
        self.bridge.let_go()
        self.backup_button.setEnabled(True)
        if isinstance(error, InspectorError):
            self.backup_message.show_message(messages.told(error))
        else:
            self.backup_message.show_message(messages.sentence("window.backup_failed", detail=type(error).__name__))
