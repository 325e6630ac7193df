"""本局: what papers print of the bureau; every field keeps itself when it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ui.bridge import Bridge
from ui.settings.tab import SettingsTab
from ui.widgets.basic import Card, label
from ui.widgets.form import Field

if TYPE_CHECKING:
    from inspector_app.office.values import BureauRow


class BureauTab(SettingsTab):
    """The region first: it suggests names and courts, which can all be corrected."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._bureau: BureauRow | None = None
        card = Card(self.tr("以哪个局的名义执法"), icon="building-2")
        self.region = QComboBox()
        self.region.activated.connect(self._choose_region)
        card.body.addWidget(Field(self.tr("县（市、区）"), self.region))
        self.body.addWidget(card)
        names = (
            ("name", self.tr("局的全称")),
            ("government", self.tr("本级人民政府（行政复议）")),
            ("court", self.tr("人民法院（行政诉讼）")),
            ("stem_prefix", self.tr("文号字头")),
            ("address", self.tr("地址")),
            ("postcode", self.tr("邮政编码")),
            ("phone", self.tr("电话")),
            ("contact", self.tr("联系人")),
            ("fine_bank", self.tr("罚款代收银行")),
            ("fine_account_name", self.tr("代收账户名称")),
            ("fine_account_no", self.tr("代收账号")),
        )
        facts = Card(self.tr("文书上印的内容"), icon="file-text")
        self.fields: dict[str, QLineEdit] = {}
        for key, title in names:
            edit = QLineEdit()
            edit.editingFinished.connect(lambda key=key: self._store(key))
            self.fields[key] = edit
            facts.body.addWidget(Field(title, edit))
        facts.body.addWidget(label(self.tr("离开输入框就已保存。空着的栏目，文书上留空或划线。"), "small"))
        self.body.addWidget(facts)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Read the bureau and the regions."""
        self.bridge.ask(read_bureau, lambda found: self._show(*found), owner=self)

    def _show(self, regions: list[tuple[str, str]], bureau: BureauRow | None) -> None:
        self._bureau = bureau
        self.region.clear()
        self.region.addItem(self.tr("请选择"), "")
        for code, name in regions:
            self.region.addItem(f"{name}  {code}", code)
        self.region.setCurrentIndex(max(0, self.region.findData(bureau.region_code if bureau else "")))
        for key, edit in self.fields.items():
            edit.setEnabled(bureau is not None)
            if not edit.hasFocus():
                edit.setText(str(getattr(bureau, key)) if bureau else "")
        self.shown.emit()

    def _choose_region(self, index: int) -> None:
        code = str(self.region.itemData(index))
        if code:
            actor = self.bridge.officer_id
            self.bridge.ask(lambda app: set_region(app, actor, code), lambda _n: self.refresh(), owner=self)

    def _store(self, key: str) -> None:
        bureau, text = self._bureau, self.fields[key].text().strip()
        if bureau is None or text == getattr(bureau, key):
            return
        actor, facts = self.bridge.officer_id, {key: text}
        self.bridge.ask(
            lambda app: app.office.set_bureau(actor, bureau.region_code, own=True, **facts),
            lambda _identity: self.notice.emit(self.tr("已保存。")),
            owner=self,
        )


def read_bureau(app: Any) -> tuple[list[tuple[str, str]], BureauRow | None]:
    """(code, name) of every region, and our bureau when one is set."""
    from inspector_app.office.regions import regions

    chosen = app.office.setting("office.bureau_id")
    known = app.office.bureaus()
    ours = [bureau for bureau in known if bureau.id == chosen] or (known if len(known) == 1 else [])
    return [(code, region.name) for code, region in regions().items()], ours[0] if ours else None


def set_region(app: Any, actor: str, code: str) -> None:
    """Choose the region; what is known of its bureau is filled in where nothing was stated before."""
    from inspector_app.office.regions import regions

    region = regions()[code]
    before = {bureau.region_code: bureau for bureau in app.office.bureaus()}.get(code)
    known = {
        "name": region.bureau,
        "government": region.government,
        "court": region.court,
        "region_char": region.region_char,
    }
    facts = {key: text for key, text in known.items() if text and not (before and getattr(before, key))}
    app.office.set_bureau(actor, code, **facts)
