"""执法人员: who may stand on papers, whose certificate ends, and who can unlock this laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QWidget

from inspector_app.errors import InspectorError
from inspector_app.office.values import CertificateState
from inspector_app.terms import label as term
from ui import language, messages
from ui.bridge import Bridge
from ui.papers.asking import Answers, Ask, AskBar
from ui.settings.tab import SettingsTab
from ui.widgets.basic import GRID, Button, Card, LinkButton, PrimaryButton, column, label, row
from ui.widgets.form import Field, text_field
from ui.widgets.message import InlineMessage

if TYPE_CHECKING:
    from inspector_app.office.values import OfficerRow

_LOOKS = {CertificateState.VALID: "good", CertificateState.EXPIRING: "warn"}


class OfficersTab(SettingsTab):
    """One line per person."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.card = Card(self.tr("执法人员"), icon="users")
        self.card.corner.addWidget(Button(self.tr("添加"), self._add, icon="plus"))
        self.body.addWidget(self.card)
        self._leaving = ""
        self.bar = AskBar(bridge, lambda: self._leaving)
        self.body.addWidget(self.bar)
        self.body.addWidget(label(self.tr("每份文书需要两名证件有效的执法人员。"), "small"))
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Read the list."""
        self.bridge.ask(lambda app: app.office.officers(), self._show, owner=self)

    def _show(self, officers: list[OfficerRow]) -> None:
        self.card.empty()
        for officer in officers:
            self.card.body.addWidget(self._line(officer))
        self.shown.emit()

    def _line(self, officer: OfficerRow) -> QWidget:
        spoken = language.current()
        line = QWidget()
        grid = QGridLayout(line)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.addWidget(label(f"{officer.name}  {term(officer.role, spoken)}"), 0, 0)
        facts = [officer.cert_no or self.tr("没有执法证号"), term(officer.certificate, spoken)]
        if officer.cert_valid_to_on:
            facts.append(self.tr("有效至 {day}").format(day=officer.cert_valid_to_on))
        if officer.same_certificate_as:
            facts.append(self.tr("证号与{name}相同，只算一人").format(name=officer.same_certificate_as))
        if officer.unlocks:
            facts.append(self.tr("可以解锁这台笔记本（{login}）").format(login=officer.login))
        looks = "danger" if officer.same_certificate_as else _LOOKS.get(officer.certificate, "danger")
        grid.addWidget(label("  ·  ".join(facts), looks), 1, 0)
        edit = LinkButton(self.tr("修改"), lambda: self._edit(officer), icon="pen", name=self.tr("修改") + officer.name)
        grid.addWidget(edit, 0, 1, 2, 1)
        way = self._remove_login if officer.unlocks else self._give_login
        text = self.tr("移除登录") if officer.unlocks else self.tr("允许登录")
        button = LinkButton(text, lambda: way(officer), icon="key-round", name=text + officer.name)
        button.setEnabled(officer.id != self.bridge.officer_id)
        grid.addWidget(button, 0, 2, 2, 1)
        if not officer.unlocks:
            text = self.tr("移出名单")
            out = LinkButton(text, lambda: self._ask_retire(officer), icon="trash-2", name=text + officer.name)
            grid.addWidget(out, 0, 3, 2, 1)
        grid.setColumnStretch(0, 1)
        return line

    def _add(self) -> None:
        self._open(OfficerDialog(self.bridge, None, self))

    def _edit(self, officer: OfficerRow) -> None:
        self._open(OfficerDialog(self.bridge, officer, self))

    def _open(self, dialog: QDialog) -> None:
        dialog.accepted.connect(self.refresh)
        dialog.open()

    def _ask_retire(self, officer: OfficerRow) -> None:
        self._leaving = officer.id
        title = self.tr("把{name}移出名单").format(name=officer.name)
        note = self.tr("已有文书上的署名不变；以后不能再选。")
        self.bar.ask(title, [Ask("reason", self.tr("原因"))], self.tr("移出名单"), self._retire, note=note)

    def _retire(self, answers: Answers) -> None:
        actor, officer_id, reason = self.bridge.officer_id, self._leaving, answers["reason"]

        def retired(_nothing: None) -> None:
            self.bar.finish()
            self.refresh()

        self.bridge.ask(
            lambda app: app.office.retire_officer(actor, officer_id, reason), retired, self.trouble.emit, owner=self
        )

    def _give_login(self, officer: OfficerRow) -> None:
        self._open(LoginDialog(self.bridge, officer, self))

    def _remove_login(self, officer: OfficerRow) -> None:
        told = messages.sentence("window.remove_login", name=officer.name)
        dialog = messages.MessageDialog(told, self, accept=self.tr("移除"), reject=self.tr("不移除"))
        dialog.accepted.connect(lambda: self._do_remove(officer.login or ""))
        dialog.open()

    def _do_remove(self, login: str) -> None:
        from ui.opening import remove_officer

        remove_officer(self.bridge, login, lambda: self.refresh(), self)


class OfficerDialog(QDialog):
    """Facts about one person."""

    def __init__(self, bridge: Bridge, officer: OfficerRow | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._officer = officer
        self.setWindowTitle(self.tr("执法人员"))
        self.setMinimumWidth(460)
        layout = column(self, margin=3 * GRID, gap=2 * GRID)
        names = (
            ("name", self.tr("姓名")),
            ("cert_no", self.tr("执法证号")),
            ("cert_valid_from_on", self.tr("证件生效日（年-月-日）")),
            ("cert_valid_to_on", self.tr("证件到期日（年-月-日）")),
            ("department", self.tr("部门")),
            ("title", self.tr("职务")),
            ("phone", self.tr("电话")),
        )
        self.fields: dict[str, QLineEdit] = {}
        self._rows: dict[str, Field] = {}
        for key, title in names:
            edit = text_field()
            edit.setText(str(getattr(officer, key) or "") if officer else "")
            self.fields[key] = edit
            self._rows[key] = Field(title, edit)
            layout.addWidget(self._rows[key])
        self.message = InlineMessage(closable=False)
        layout.addWidget(self.message)
        save = PrimaryButton(self.tr("保存"), self._save)
        save.setDefault(True)
        layout.addLayout(row(1, Button(self.tr("取消"), self.reject), save))

    def _save(self) -> None:
        from inspector_app.office.values import OfficerFacts, OfficerRole

        given: dict[str, Any] = {key: edit.text().strip() for key, edit in self.fields.items()}
        for day in ("cert_valid_from_on", "cert_valid_to_on"):
            given[day] = given[day] or None
        officer, actor = self._officer, self._bridge.officer_id
        if officer is None:
            facts = OfficerFacts(**given)
            work = lambda app: app.office.add_officer(actor, facts)  # noqa: E731
        else:
            kept: dict[str, Any] = {"cert_region": officer.cert_region, "bureau_id": officer.bureau_id}
            facts = OfficerFacts(**given, role=OfficerRole(officer.role), **kept)
            work = lambda app: app.office.change_officer(actor, officer.id, facts)  # noqa: E731
        self._bridge.ask(work, lambda _done: self.accept(), self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, InspectorError):
            field = str(error.params.get("field", ""))
            if field in self._rows:
                self._rows[field].say(messages.told(error).happened)
            else:
                self.message.show_message(messages.told(error))


class LoginDialog(QDialog):
    """A log-in name and a passphrase for one person, typed by himself."""

    def __init__(self, bridge: Bridge, officer: OfficerRow, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._officer = officer
        self.setWindowTitle(self.tr("允许登录"))
        self.setMinimumWidth(460)
        layout = column(self, margin=3 * GRID, gap=2 * GRID)
        layout.addWidget(label(self.tr("请{name}本人输入口令。").format(name=officer.name), "lead"))
        self.login, self.passphrase, self.again = text_field(), text_field(secret=True), text_field(secret=True)
        self.login.setText(officer.login or officer.name)
        self._again = Field(self.tr("再输入一次"), self.again)
        for field in (Field(self.tr("登录名"), self.login), Field(self.tr("口令"), self.passphrase), self._again):
            layout.addWidget(field)
        self.message = InlineMessage(closable=False)
        layout.addWidget(self.message)
        give = PrimaryButton(self.tr("允许登录"), self._give)
        give.setDefault(True)
        layout.addLayout(row(1, Button(self.tr("取消"), self.reject), give))

    def _give(self) -> None:
        if self.passphrase.text() != self.again.text():
            self._again.say(self.tr("两次输入的口令不一致。"))
            return
        login, passphrase, officer_id = self.login.text().strip(), self.passphrase.text(), self._officer.id

        def give(app: Any) -> None:
            from inspector_app.store import NewOfficer

            app.store.add_officer(NewOfficer(login, passphrase), officer_id)

        self._bridge.ask(give, lambda _done: self.accept(), self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, InspectorError):
            self.message.show_message(messages.told(error))
