"""新增企业、矿山: the few facts with which a visit can begin; the rest is imported or added later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.enterprise.inputs import EnterpriseInput, SiteInput
from inspector_app.enterprise.values import SiteKind, SiteState
from inspector_app.errors import InspectorError
from inspector_app.terms import choices
from ui import language, messages
from ui.bridge import Bridge
from ui.inspection.parts import ChoiceBox
from ui.widgets.basic import GRID, Button, Card, PrimaryButton, row
from ui.widgets.form import Field, text_field

if TYPE_CHECKING:
    from inspector_app.bootstrap import App


class AddForm(Card):
    """One enterprise (found again by its exact name) and one mine or pond of it."""

    added = Signal(str)
    """Id of the new site."""
    closed = Signal()
    trouble = Signal(object)
    """An ``InspectorError`` that belongs to none of the blanks."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(language.tr("新增企业、矿山"), parent, icon="plus")
        self._bridge = bridge
        speak = language.current()
        self.company = text_field(self.tr("企业全称；已登记的企业写同样的名称"))
        self.uscc = text_field(self.tr("18 位，没有就空着"))
        self.site = text_field(self.tr("如 某某萤石矿"))
        self.kind = ChoiceBox(choices(SiteKind, speak), self.tr("类型"))
        self.state = ChoiceBox([("", self.tr("未登记")), *choices(SiteState, speak)], self.tr("状态"))
        for box in (self.kind, self.state):
            box.setMinimumContentsLength(14)
        self.mineral = text_field()
        self.address = text_field()
        self.fields = {
            "company": Field(self.tr("企业名称"), self.company),
            "uscc": Field(self.tr("统一社会信用代码"), self.uscc),
            "name": Field(self.tr("矿山或尾矿库名称"), self.site),
            "site_kind": Field(self.tr("类型"), self.kind),
            "site_state": Field(self.tr("状态"), self.state),
            "mineral": Field(self.tr("矿种"), self.mineral),
            "address": Field(self.tr("地址"), self.address),
        }
        fields = self.fields
        for names in (("company", "uscc"), ("name", "address"), ("site_kind", "site_state", "mineral")):
            line = row(gap=2 * GRID)
            for name in names:
                line.addWidget(fields[name], 1, Qt.AlignmentFlag.AlignTop)
            self.body.addLayout(line)
        self.save = PrimaryButton(self.tr("保存"), self.store, icon="check")
        self.body.addLayout(row(1, Button(self.tr("关闭"), self._close), self.save))
        self.body.addStretch(1)
        self.hide()

    def begin(self) -> None:
        """Show empty blanks."""
        for field in (self.company, self.uscc, self.site, self.mineral, self.address):
            field.clear()
        for blank in self.fields.values():
            blank.say("")
        self.show()
        self.company.setFocus()

    def store(self) -> None:
        """Enter both, or say beside each blank what is missing or wrong."""
        for blank in self.fields.values():
            blank.say("")
        for name, field in (("company", self.company), ("name", self.site)):
            if not field.text().strip():
                self.fields[name].say(self.tr("请填写名称。"))
        if not (self.company.text().strip() and self.site.text().strip()):
            (self.site if self.company.text().strip() else self.company).setFocus()
            return
        actor, company, site = self._bridge.officer_id, self._company(), self._site()
        self.save.setEnabled(False)
        self._bridge.ask(lambda app: _store(app, actor, company, site), self._done, self._failed, owner=self)

    def _company(self) -> EnterpriseInput:
        return EnterpriseInput(self.company.text().strip(), uscc=self.uscc.text().strip() or None)

    def _site(self) -> SiteInput:
        return SiteInput(
            self.site.text().strip(), "", SiteKind(self.kind.value),
            SiteState(self.state.value) if self.state.value else None,
            address=self.address.text().strip() or None, mineral=self.mineral.text().strip() or None,
        )  # fmt: skip

    def _done(self, site_id: str) -> None:
        self.save.setEnabled(True)
        self.hide()
        self.added.emit(site_id)

    def _failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if not isinstance(error, InspectorError):
            return
        blank = self.fields.get(str(error.params.get("field", "")))
        if blank is None:
            self.trouble.emit(error)
            return
        told = messages.told(error)
        blank.say(" ".join(part for part in (told.happened, told.todo) if part))
        blank.field.setFocus()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


def _store(app: App, actor: str, company: EnterpriseInput, site: SiteInput) -> str:
    """Runs on the database thread. A second try after a refused site finds the enterprise of the first."""
    from dataclasses import replace

    known = [one.id for one in app.register.enterprises(company.name, limit=20) if one.name == company.name]
    company_id = known[0] if known else app.register.add(actor, company)
    return app.register.add(actor, replace(site, enterprise_id=company_id))
