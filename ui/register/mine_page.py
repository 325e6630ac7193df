"""一企一档: one mine's whole history on one page; every line opens its place, long parts read on by a button."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app import terms
from inspector_app.errors import InspectorError
from ui import language, messages
from ui.bridge import Bridge
from ui.page import Page
from ui.register import mine_cards as cards
from ui.register.mine_cards import GrowingCard
from ui.register.mine_lines import joined
from ui.register.mine_print import MinePrint
from ui.widgets.basic import GRID, Button, Card, EmptyState, LinkButton, PrimaryButton, Scroll, column, label, row

if TYPE_CHECKING:
    from inspector_app.enterprise.dossier import SiteFile
    from inspector_app.mine_file.values import MineFile, Slice


class MinePage(Page):
    """Reads one ``MineFile``; what follows in a long part is read when it is asked for."""

    shown = Signal(str)
    """Id of the mine whose file stands on the page."""
    help_topic = "mine"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.site_id = ""
        self.file: MineFile | None = None
        layout = column(self, margin=0, gap=0)
        layout.addWidget(self._make_head())
        self.printing = MinePrint(bridge)
        self.printing.printed.connect(self._printed)
        around = column(gap=0)
        around.setContentsMargins(3 * GRID, GRID, 3 * GRID, 0)
        around.addWidget(self.printing)
        layout.addLayout(around)
        self.sheet = Scroll(width=1400)
        self.sheet.setAccessibleName(self.tr("一企一档"))
        layout.addWidget(self.sheet, 1)
        self.empty = EmptyState(
            self.tr("还没有选矿"), self.tr("在企业档案里找到这座矿，或用 Ctrl+K 搜索矿名。"), icon="mountain",
            action=self.tr("企业档案"), clicked=lambda: self.navigate.emit("site", None),
        )  # fmt: skip
        layout.addWidget(self.empty, 1)
        self._make_cards()
        self.setFocusProxy(self.start_button)
        self._show_whether_chosen()

    def open(self, argument: object) -> None:
        """``argument``: a mine's id."""
        if isinstance(argument, str) and argument != self.site_id:
            self.site_id, self.file = argument, None

    def subject(self) -> str:
        """The mine."""
        return self.site_id

    def refresh(self) -> None:
        """Read the file anew."""
        self._show_whether_chosen()
        if self.site_id:
            site_id = self.site_id
            self.bridge.ask(lambda app: app.mines.file(site_id), self._show, self._failed, owner=self)

    def place(self) -> dict[str, Any]:
        """The mine."""
        return {"site": self.site_id}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to that mine."""
        self.open(place.get("site"))

    def trail_record(self) -> tuple[str, str] | None:
        """Ctrl+H shows what happened to this mine's entry."""
        return ("site", self.site_id) if self.site_id else None

    def _make_head(self) -> QWidget:
        self.head = QWidget()
        head = column(self.head, gap=GRID)
        head.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 0)
        self.name = label("", "title")
        self.about = label("")
        self.people = label("", "muted")
        self.tally = label("", "strong")
        self.ledger = LinkButton(self.tr("全部问题"), self._open_ledger, icon="notebook-pen")
        self.print_button = Button(self.tr("打印"), self._print, icon="printer")
        self.register_button = Button(self.tr("登记内容"), self._open_register, icon="building-2")
        self.start_button = PrimaryButton(
            self.tr("开始检查"), lambda: self.navigate.emit("start_inspection", self.site_id), icon="play"
        )
        top = row(self.name, self.print_button, self.register_button, self.start_button)
        top.setStretch(0, 1)
        head.addLayout(top)
        head.addWidget(self.about)
        head.addWidget(self.people)
        counts = row(self.tally, self.ledger)
        counts.setStretch(0, 1)
        head.addLayout(counts)
        return self.head

    def _make_cards(self) -> None:
        tr, go = self.tr, self.navigate.emit
        start = lambda: go("start_inspection", self.site_id)  # noqa: E731 - one line
        self.warnings = Card(tr("请注意"), icon="triangle-alert")
        self.hazards = GrowingCard(
            tr("未整改的问题"), "triangle-alert", lambda one: cards.hazard_line(one, go),
            lambda: cards.nothing(tr("没有未整改的问题。")),
        )  # fmt: skip
        self.visits = GrowingCard(
            tr("检查"), "clipboard-check", lambda one: cards.visit_line(one, go),
            lambda: cards.nothing(tr("这台电脑上还没有对它的检查。"), tr("开始检查"), start),
        )  # fmt: skip
        self.papers = GrowingCard(
            tr("执法文书"), "file-text", lambda one: cards.paper_line(one, go),
            lambda: cards.nothing(tr("还没有文书；检查后在“执法文书”页出具。")),
        )  # fmt: skip
        self.changes = GrowingCard(
            tr("最近变动"), "history", lambda one: cards.change_line(one, self._show_trail),
            lambda: cards.nothing(tr("登记以后没有变动。")),
        )  # fmt: skip
        self.cases = Card(tr("案件"), icon="gavel")
        self.licences = Card(tr("证照"), icon="file-check")
        self.holders = Card(tr("人员"), icon="users")
        self.design = Card(tr("设计值"), icon="scale")
        self.contracts = Card(tr("外包单位"), icon="users")
        for entry in (self.licences, self.holders, self.design, self.contracts):
            name = tr("更正：{0}").format(entry.heading.text())
            entry.corner.addWidget(LinkButton(tr("更正"), self._open_register, name=name))
        for part, card in self._growing().items():
            card.wanted.connect(lambda after, part=part: self._read_on(part, after))
        beside = QGridLayout()
        beside.setSpacing(2 * GRID)
        left, right = column(gap=2 * GRID), column(gap=2 * GRID)
        for one in (self.hazards, self.visits, self.papers, self.cases, self.changes):
            left.addWidget(one)
        for one in (self.warnings, self.licences, self.holders, self.contracts, self.design):
            right.addWidget(one)
        for place, side in enumerate((left, right)):
            side.addStretch(1)
            beside.addLayout(side, 0, place)
            beside.setColumnStretch(place, 3 - place)
        self.sheet.body.addLayout(beside)

    def _growing(self) -> dict[str, GrowingCard]:
        return {"hazards": self.hazards, "visits": self.visits, "papers": self.papers, "changes": self.changes}

    def _show(self, file: MineFile) -> None:
        if file.register.site.id != self.site_id:
            return
        self.file = file
        register = file.register
        self._show_head(file)
        for part, card in self._growing().items():
            self._show_part(part, card, getattr(file, part))
        self._show_warnings(register)
        self.cases.empty()
        for one in file.cases:
            self.cases.body.addWidget(cards.case_line(one, self.navigate.emit))
        self.cases.setVisible(bool(file.cases))
        cards.fill_licences(self.licences, register.licences, self._open_register)
        cards.fill_people(self.holders, file.holders, self._open_register)
        cards.fill_design(self.design, register)
        cards.fill_contracts(self.contracts, register)
        self._show_whether_chosen()
        self.shown.emit(self.site_id)

    def _show_head(self, file: MineFile) -> None:
        speak, register = language.current(), file.register
        site, company = register.site, register.enterprise
        self.name.setText(site.name)
        tonnes = site.capacity_tonnes_per_year
        size = self.tr("{0} 万吨/年").format(format(tonnes / 10_000, "g")) if tonnes else ""
        self.about.setText(
            joined(terms.label(site.kind, speak), site.mineral, terms.label(site.state, speak), size, site.address)
        )
        principal = next((one.person for one in file.holders if one.is_principal), None)
        who = " ".join(filter(None, (principal.name, principal.phone))) if principal else self.tr("未登记")
        unit = company.phone if company else ""
        self.people.setText(
            joined(
                company.name if company else self.tr("（企业未登记）"),
                self.tr("主要负责人 {0}").format(who), unit and self.tr("单位电话 {0}").format(unit),
                self.tr("核实 {0}").format(site.updated_on or self.tr("从未")),
            )
        )  # fmt: skip
        count = file.tally
        over = self.tr("未整改 {0}（过期 {1}）").format(count.open, count.overdue)
        cases = self.tr("案件 {0}").format(count.cases) if count.cases else ""
        plain = self.tr("未整改 {0}").format(count.open)
        self.tally.setText(
            joined(
                self.tr("检查 {0} 次").format(count.visits), self.tr("问题 {0} 项").format(count.findings),
                over if count.overdue else plain, self.tr("重大隐患 {0}").format(count.majors),
                self.tr("文书 {0} 份").format(count.papers), cases,
            )
        )  # fmt: skip
        self.ledger.setVisible(count.findings > 0)

    def _show_warnings(self, register: SiteFile) -> None:
        self.warnings.empty()
        for one in register.warnings:
            self.warnings.body.addWidget(label(messages.sentence(one.code, **one.params).happened, "warn"))
        self.warnings.setVisible(bool(register.warnings))

    def _show_part(self, part: str, card: GrowingCard, first: Slice[Any]) -> None:
        """Show the first rows; as many as stood there before when the officer has read on in this mine's part."""
        count = card.rows.count()
        if card.site_id != self.site_id or count <= len(first.rows):
            card.site_id = self.site_id
            card.show_first(first)
            return

        def show(page: Slice[Any]) -> None:
            if card.rows.count() == count:
                card.show_first(page)
            else:  # more was read meanwhile
                self._show_part(part, card, first)

        self._ask_part(part, show, limit=count)

    def _read_on(self, part: str, after: str) -> None:
        self._ask_part(part, self._growing()[part].add, after=after)

    def _ask_part(self, part: str, then: Callable[[Slice[Any]], None], **about: Any) -> None:
        site_id = self.site_id

        def show(page: Slice[Any]) -> None:
            if site_id == self.site_id:
                then(page)

        self.bridge.ask(lambda app: getattr(app.mines, part)(site_id, **about), show, owner=self)

    def _failed(self, error: Exception) -> None:
        self.site_id, self.file = "", None
        self._show_whether_chosen()
        if isinstance(error, InspectorError):
            self.trouble.emit(error)

    def _show_whether_chosen(self) -> None:
        self.head.setVisible(self.file is not None)
        self.sheet.setVisible(self.file is not None)
        self.empty.setVisible(not self.site_id)

    def _print(self) -> None:
        assert self.file is not None
        self.printing.begin(self.site_id, self.file.register.site.name)

    def _printed(self, pages: int) -> None:
        self.notice.emit(self.tr("已打印或存好，共 {n} 页。").format(n=pages))

    def _show_trail(self, kind: str, record_id: str) -> None:
        from ui.trail_dialog import TrailDialog

        TrailDialog(self.bridge, kind, record_id, parent=self).open()

    def _open_register(self) -> None:
        self.navigate.emit("site", self.site_id)

    def _open_ledger(self) -> None:
        assert self.file is not None
        self.navigate.emit("ledger", {"site": self.site_id, "name": self.file.register.site.name})
