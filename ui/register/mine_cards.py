"""The cards of a mine's file: each shows one part and says what to do where it is empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app import terms
from inspector_app.enforcement.values import PaperRow
from inspector_app.enterprise.dossier import DesignValueRow, LicenceRow, SiteFile
from inspector_app.enterprise.values import QualificationKind
from inspector_app.hazard.values import HazardLevel
from inspector_app.inspection.rules import place_apart
from inspector_app.mine_file.values import CaseLine, ChangeLine, Holder, OpenHazard, Slice, VisitLine
from ui import language, words
from ui.papers.paper_list import standing
from ui.register.mine_lines import LOOKS, RecordLine, days_words, expiry_words, joined
from ui.widgets.basic import GRID, Button, Card, column, label

FIELDS = 4
"""Fields of a change that its line names; its trail has all of them."""
Go = Callable[[str, object], None]
"""Shows a page of the window for an argument."""


class GrowingCard(Card):
    """A part of any length: the first rows stand here, a button below reads on."""

    wanted = Signal(str)
    """Read on ``after`` this place."""

    def __init__(self, title: str, icon: str, line: Callable[[Any], QWidget], empty: Callable[[], QWidget]) -> None:
        super().__init__(title, icon=icon)
        self._line = line
        self._empty = empty
        self._after: str | None = None
        self.site_id = ""
        """The mine whose rows stand here."""
        self.rows = column()
        self.body.addLayout(self.rows)
        self.more = Button(language.tr("再看 {n} 条").format(n=50), self._ask)
        self.more.hide()
        self.body.addWidget(self.more)

    def show_first(self, page: Slice[Any]) -> None:
        """Begin anew with these rows."""
        while self.rows.count():
            taken = self.rows.takeAt(0).widget()
            if taken is not None:
                taken.hide()
                taken.deleteLater()
        if not page.rows:
            self.rows.addWidget(self._empty())
        self.add(page)

    def add(self, page: Slice[Any]) -> None:
        """Further rows below those that stand there."""
        for one in page.rows:
            self.rows.addWidget(self._line(one))
        self._after = page.after
        self.more.setEnabled(True)
        self.more.setVisible(page.after is not None)

    def _ask(self) -> None:
        self.more.setEnabled(False)
        self.wanted.emit(self._after or "")


def told(text: str, about: str, about_part: str, part: str = "") -> QWidget:
    """A fact and what is to be known about it, close together."""
    made = QWidget()
    lines = column(made, gap=0)
    lines.addWidget(label(text, part))
    if about:
        lines.addWidget(label(about, about_part))
    return made


def nothing(text: str, action: str = "", then: Callable[[], object] | None = None) -> QWidget:
    """An empty part: what it is, and a way to fill it."""
    if not action or then is None:
        return label(text, "muted")
    return RecordLine(text, "", action, then, part="muted")


def hazard_line(one: OpenHazard, go: Go) -> QWidget:
    """An open hazard with its deadline."""
    when, part = days_words(one.days_left)
    speak = language.current()
    level = terms.label(one.level, speak) if one.level is not HazardLevel.GENERAL else ""
    place = place_apart(one.place, one.fact)
    text = "  ".join(filter(None, (f"【{level}】" if level else "", place, one.fact)))
    result = terms.label(one.result, speak) if one.result else ""
    facts = joined(when, one.due_on, result, language.tr("{0} 发现").format(one.found_on) if one.found_on else "")
    shown = part if one.level is HazardLevel.GENERAL or part == "danger" else "warn"
    return RecordLine(text, facts, language.tr("打开"), lambda: go("finding", one.id), facts_part=shown)


def visit_line(one: VisitLine, go: Go) -> QWidget:
    """A visit on the time line."""
    speak = language.current()
    text = joined(one.begun_on, terms.label(one.category, speak), terms.label(one.state, speak))
    left = language.tr("未整改 {0}").format(one.open) if one.open else ""
    facts = joined(
        one.lead, language.tr("问题 {n}").format(n=one.findings), left, language.tr("文书 {n}").format(n=one.papers)
    )
    return RecordLine(text, facts, language.tr("打开"), lambda: go("inspection", one.id))


def paper_line(one: PaperRow, go: Go) -> QWidget:
    """A paper with its state."""
    state = standing(one)
    text = "  ".join(filter(None, (one.title, one.number or "")))
    facts = joined(state, one.issued_on or "", one.respondent)
    place = {"inspection": one.inspection_id or "", "paper": one.id}
    return RecordLine(text, facts, language.tr("打开"), lambda: go("papers", place))


def case_line(one: CaseLine, go: Go) -> QWidget:
    """One respondent's case."""
    speak = language.current()
    amount = language.tr("罚款 {0} 元").format(f"{one.amount_fen / 100:,.2f}") if one.amount_fen else ""
    facts = joined(terms.label(one.respondent_type, speak), terms.label(one.state, speak), amount)
    where: object = one.group_id or {"inspection": one.inspection_id, "group": ""}
    return RecordLine(one.name or language.tr("（未命名案件）"), facts, language.tr("打开"), lambda: go("dual", where))


def change_line(one: ChangeLine, show_trail: Callable[[str, str], object]) -> QWidget:
    """A change of the register: who, what, when; opens everything that happened to the record."""
    what = "  ".join((words.action(one.action), words.kind(one.kind)))
    between = ", " if language.current() == "en" else "、"
    fields = between.join(words.field(name) for name in one.fields[:FIELDS])
    fields += "…" if len(one.fields) > FIELDS else ""
    facts = joined(words.moment(one.at), one.actor, fields)
    return RecordLine(what, facts, language.tr("留痕"), lambda: show_trail(one.kind, one.record_id))


def fill_licences(card: Card, licences: Sequence[LicenceRow], go_register: Callable[[], object]) -> None:
    """Licences, the soonest end first, each with colour and words."""
    card.empty()
    for one in licences:
        kind = terms.label(one.kind, language.current())
        name = "  ".join(filter(None, (kind, one.number)))
        card.body.addWidget(told(name, expiry_words(one.expiry, one.valid_to_on, one.days_left), LOOKS[one.expiry]))
    if not licences:
        text = language.tr("没有登记证照。现场看到证照后，可在登记内容中补上。")
        card.body.addWidget(nothing(text, language.tr("去登记"), go_register))


def fill_people(card: Card, holders: Sequence[Holder], go_register: Callable[[], object]) -> None:
    """People with their posts and the validity of their 考核证."""
    card.empty()
    for one in holders:
        between = ", " if language.current() == "en" else "、"
        posts = between.join(dict.fromkeys(terms.label(post.kind, language.current()) for post in one.posts))
        role = "strong" if one.is_principal else ""
        text, part = _certificate(one)
        card.body.addWidget(told(joined(one.person.name, posts, one.person.phone), text, part, role))
    if not holders:
        text = language.tr("没有登记人员。主要负责人没有登记，文书上的当事人就填不出来。")
        card.body.addWidget(nothing(text, language.tr("去登记"), go_register))


def _certificate(one: Holder) -> tuple[str, str]:
    known = [row for row in one.certificates if row.kind is QualificationKind.SAFETY_ASSESSMENT]
    if not known:
        needed = bool(one.posts) or one.is_principal
        return language.tr("没有登记考核合格证"), "warn" if needed else "small"
    best = max(known, key=lambda row: row.valid_to_on or "")
    until = expiry_words(best.expiry, best.valid_to_on)
    return joined(language.tr("考核合格证"), best.certificate_no, until), LOOKS[best.expiry]


def fill_design(card: Card, file: SiteFile) -> None:
    """Design values in force, those of one document under its name."""
    card.empty()
    systems: dict[str | None, str] = {one.id: one.name for one in file.systems}
    sources = dict.fromkeys((one.source, one.dated_on or "") for one in file.design_values)
    for source in sources:
        card.body.addWidget(label(joined(*source) or language.tr("没有登记来源"), "small"))
        rows = [one for one in file.design_values if (one.source, one.dated_on or "") == source]
        card.body.addWidget(_table([(_named(one, systems), one.shown) for one in rows]))
    if not file.design_values:
        card.body.addWidget(nothing(language.tr("没有登记设计值；导入登记表时在“设计值”表中填写。")))


def _named(one: DesignValueRow, systems: Mapping[str | None, str]) -> str:
    system = systems.get(one.system_id, "")
    return language.tr("{0}（{1}）").format(one.label, system) if system else one.label


def _table(pairs: Sequence[tuple[str, str]]) -> QWidget:
    """Names and values, one pair a line."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID // 2)
    grid.setColumnStretch(0, 1)
    for line, (name, value) in enumerate(pairs):
        grid.addWidget(label(name), line, 0)
        grid.addWidget(label(value, wrap=False), line, 1)
    return made


def fill_contracts(card: Card, file: SiteFile) -> None:
    """Contractors at work here."""
    card.empty()
    for one in file.contracts:
        name = joined(one.contractor_name, one.work_scope, one.project_manager)
        card.body.addWidget(told(name, expiry_words(one.expiry, one.valid_to_on), LOOKS[one.expiry]))
    card.setVisible(bool(file.contracts))
