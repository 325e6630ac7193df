"""What the register knows of the mine, beside the form: warnings, licences, design values, people, earlier visits."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from inspector_app import terms
from inspector_app.enterprise.dossier import SiteFile
from inspector_app.enterprise.values import Expiry
from ui import language, messages
from ui.inspection.start_form import SiteChoice
from ui.inspection.start_reading import LAST_VISITS
from ui.widgets.basic import GRID, Card, LinkButton, Scroll, label

_LOOKS = {Expiry.EXPIRED: "danger", Expiry.EXPIRING: "warn", Expiry.NOT_YET_VALID: "danger", Expiry.UNDATED: "warn"}


class SitePanel(Scroll):
    """Shows one ``SiteChoice``."""

    file_wanted = Signal(str)
    """Id of the mine whose whole history is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=720, margin=0)
        self.setAccessibleName(self.tr("一企一档"))

    def show_choice(self, choice: SiteChoice | None) -> None:
        """Show another mine, or how to choose one."""
        while self.body.count():
            item = self.body.takeAt(0)
            if item.widget() is not None:
                item.widget().deleteLater()
        if choice is None:
            card = Card(self.tr("一企一档"), icon="book-open")
            card.body.addWidget(label(self.tr("选好检查对象后，这里显示它的证照、设计值、人员和以往检查。"), "muted"))
            self.body.addWidget(card)
        else:
            for card in self._cards(choice):
                self.body.addWidget(card)
        self.body.addStretch(1)

    def _cards(self, choice: SiteChoice) -> list[Card]:
        file: SiteFile = choice.file
        cards = [self._facts(choice)]
        if file.warnings:
            cards.append(self._warnings(file))
        cards += [self._licences(file), self._visits(choice)]
        if file.design_values:
            cards.append(self._design(file))
        if file.contracts:
            cards.append(self._contracts(file))
        return cards

    def _facts(self, choice: SiteChoice) -> Card:
        speak, file = language.current(), choice.file
        site = file.site
        card = Card(site.name, icon="mountain")
        told = self.tr("一企一档：{0}").format(site.name)
        self.file_link = LinkButton(self.tr("一企一档"), lambda: self.file_wanted.emit(site.id), name=told)
        self.file_link.setToolTip(self.tr("这座矿的检查、隐患、文书、人员、证照和设计值，都在一页上"))
        card.corner.addWidget(self.file_link)
        grid = _Pairs()
        grid.add(self.tr("企业"), file.enterprise.name if file.enterprise else "")
        grid.add(self.tr("类型"), "  ".join(filter(None, (terms.label(site.kind, speak), site.mineral))))
        grid.add(self.tr("状态"), terms.label(site.state, speak))
        tonnes = site.capacity_tonnes_per_year
        if tonnes:
            grid.add(self.tr("生产规模"), self.tr("{0} 万吨/年").format(format(tonnes / 10_000, "g")))
        grid.add(self.tr("主要负责人"), file.name_of(file.principal_id))
        grid.add(self.tr("本年检查"), self._nth(choice))
        card.body.addWidget(grid)
        return card

    def _nth(self, choice: SiteChoice) -> str:
        """Visits are counted by enterprise: those to its other mines are named, since they are not listed below."""
        told = self.tr("本次为今年第 {0} 次").format(choice.nth)
        this_year = str(date.today().year)  # noqa: DTZ011 - the officer's calendar
        here = sum(1 for visit in choice.visits if visit.day.startswith(this_year))
        elsewhere = choice.nth - 1 - here
        if elsewhere > 0 and len(choice.visits) < LAST_VISITS:
            told += self.tr("（按企业计，其中 {0} 次在它的其他矿）").format(elsewhere)
        return told

    def _warnings(self, file: SiteFile) -> Card:
        card = Card(self.tr("出发前请注意（{0}）").format(len(file.warnings)), icon="triangle-alert")
        for warning in file.warnings[:8]:
            card.body.addWidget(label(messages.sentence(warning.code, **warning.params).happened, "warn"))
        if len(file.warnings) > 8:
            card.body.addWidget(label(self.tr("另有 {0} 条，见“企业档案”。").format(len(file.warnings) - 8), "muted"))
        return card

    def _licences(self, file: SiteFile) -> Card:
        speak = language.current()
        card = Card(self.tr("证照"), icon="file-check")
        for one in file.licences:
            until = self.tr("至 {0}").format(one.valid_to_on) if one.valid_to_on else self.tr("未登记有效期")
            state = terms.label(one.expiry, speak) if one.valid_to_on else ""
            line = "  ".join(filter(None, (terms.label(one.kind, speak), until, state)))
            card.body.addWidget(label(line, _LOOKS.get(one.expiry, "")))
        if not file.licences:
            card.body.addWidget(label(self.tr("没有登记证照。"), "warn"))
        return card

    def _visits(self, choice: SiteChoice) -> Card:
        card = Card(self.tr("以往检查"), icon="history")
        for visit in choice.visits:
            card.body.addWidget(label(self.tr("{0}  发现问题 {1} 项").format(visit.day, visit.findings)))
        if not choice.visits:
            card.body.addWidget(label(self.tr("这台电脑上没有以往检查。"), "muted"))
        return card

    def _design(self, file: SiteFile) -> Card:
        card = Card(self.tr("设计值"), icon="scale")
        grid = _Pairs()
        systems = {one.id: one.name for one in file.systems}
        for value in file.design_values[:14]:
            system = systems.get(value.system_id or "", "")
            name = self.tr("{0}（{1}）").format(value.label, system) if system else value.label
            grid.add(name, value.shown)
        card.body.addWidget(grid)
        return card

    def _contracts(self, file: SiteFile) -> Card:
        card = Card(self.tr("外包单位"), icon="users")
        for one in file.contracts:
            card.body.addWidget(label(f"{one.contractor_name}  {one.work_scope}  {one.project_manager}"))
        return card


class _Pairs(QFrame):
    """Name and value, one pair a line."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.setColumnStretch(1, 1)

    def add(self, name: str, value: str) -> None:
        """One more pair; an unknown value says so."""
        row = self._grid.rowCount()
        self._grid.addWidget(label(name, "muted", wrap=False), row, 0)
        self._grid.addWidget(label(value or language.tr("未登记"), "" if value else "warn"), row, 1)
