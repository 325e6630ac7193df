"""一案双罚: both respondents side by side, the evidence checklist above, and nobody forgotten without a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app import terms
from inspector_app.enforcement.case_values import Respondent, RespondentType
from inspector_app.errors import InspectorError
from inspector_app.inspection.rules import place_apart
from ui import language, messages
from ui.bridge import Bridge
from ui.page import Page
from ui.papers import dual_reading
from ui.papers.asking import Answers, Ask, AskBar
from ui.papers.case_card import OF_CASE, CaseCard
from ui.papers.case_drafts import CaseDrafts
from ui.papers.dual_reading import DualView
from ui.papers.evidence_panel import EvidencePanel
from ui.papers.evidence_reading import paper_for
from ui.papers.group_chips import group_chips
from ui.widgets.basic import GRID, Button, Card, LinkButton, PrimaryButton, Scroll, clear, column, label, row

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.inspection.values import FindingRow

HALVES = (RespondentType.ORG, RespondentType.PERSON)
SETTLED_MS = 2_000  # after so long every part of the page has its height


class DualPage(Page):
    """Opens a group, adds the two halves, shows every gap, leads to the papers of each."""

    help_topic = "dual"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.inspection_id = self.group_id = self._finding_id = self._wanted_case = self._paper_id = ""
        self.shown: DualView | None = None
        self.drafts = CaseDrafts(bridge, self._all_cards, self)
        layout = column(self, gap=0)
        self.title = label(self.tr("一案双罚"), "title", wrap=False)
        self.state = label("", "muted", wrap=False)
        self.back = LinkButton(self.tr("回到文书"), self._back, icon="arrow-left")
        self.single = Button(self.tr("不双罚…"), self._ask_single)
        head = row(self.back, self.title, self.state, 1, self.single)
        head.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 0)
        layout.addLayout(head)
        scroll = self.scroll_area = Scroll(width=1400, margin=2 * GRID)
        self.bar = AskBar(bridge, lambda: self.group_id)
        self.opening = Card(self.tr("需要双罚的问题"), icon="triangle-alert")
        self.evidence = EvidencePanel(bridge, 2, beside=False)
        for widget in (self.opening, self.evidence, self.bar):
            scroll.body.addWidget(widget)
        self.bar.opened.connect(lambda: self._bring(self.bar))
        scroll.body.addLayout(self._halves())
        scroll.body.addStretch(1)
        layout.addWidget(scroll, 1)
        self._is_arriving = False
        scroll.verticalScrollBar().rangeChanged.connect(self._arrive)
        self.evidence.told.connect(self.notice)
        self.evidence.trouble.connect(self.trouble)
        self.evidence.paper_wanted.connect(self._make_paper)

    def open(self, argument: object) -> None:
        """``argument``: ``{"inspection": id, "group": id, "finding": id, "case": id}`` or a group's id.

        ``finding`` or ``paper``: where to go back to; ``case``: whose first blank takes the cursor.
        """
        about = argument if isinstance(argument, dict) else {}
        self._wanted_case, self._paper_id = str(about.get("case") or ""), str(about.get("paper") or "")
        self._finding_id = str(about.get("finding") or "")
        self.back.setText(self.tr("回到问题") if self._finding_id else self.tr("回到文书"))
        if isinstance(argument, dict):
            self.inspection_id = str(argument.get("inspection") or "")
            self.group_id = str(argument.get("group") or "")
        elif isinstance(argument, str):
            self.group_id, self.inspection_id = argument, ""

    def subject(self) -> str:
        """The group; without one the visit."""
        return self.group_id or self.inspection_id

    def refresh(self) -> None:
        """Read both halves."""
        inspection_id, group_id = self.inspection_id, self.group_id

        def work(app: App) -> DualView | None:
            visit = inspection_id or (app.dual.group(group_id).inspection_id if group_id else "")
            return dual_reading.dual_view(app, visit, group_id) if visit else None

        self.bridge.ask(work, self._show, owner=self)

    def leave(self) -> None:
        """What was typed is stored."""
        for card in self._all_cards():
            card.leave()
        self.drafts.keep()

    def _bring(self, widget: QWidget) -> None:
        """Have it in view, once it has its place."""
        QTimer.singleShot(0, widget, lambda: self.scroll_area.ensureWidgetVisible(widget, 0, 12 * GRID))

    def _arrive(self) -> None:
        """What stands above the cards gets its height by and by: what took the cursor is still seen."""
        if self._is_arriving and (focus := self.focusWidget()) is not None:
            self._bring(focus)

    def _all_cards(self) -> list[CaseCard]:
        return [card for cards in self.cards.values() for card in cards]

    def place(self) -> dict[str, Any]:
        """The group."""
        return {"inspection": self.inspection_id, "group": self.group_id, "finding": self._finding_id}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to it."""
        self.open(place)

    def trail_record(self) -> tuple[str, str] | None:
        """Ctrl+H shows what happened to the group."""
        return ("dual_group", self.group_id) if self.group_id else None

    def _halves(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(2 * GRID)
        self.cards: dict[RespondentType, list[CaseCard]] = {one: [] for one in HALVES}
        self.add_buttons: dict[RespondentType, PrimaryButton] = {}
        self._sides: dict[RespondentType, Any] = {}
        words = {RespondentType.ORG: self.tr("加单位案件"), RespondentType.PERSON: self.tr("加个人案件")}
        for kind in HALVES:
            side = column()
            button = PrimaryButton(words[kind], lambda one=kind: self._ask_party(one), icon="plus")
            self.add_buttons[kind] = button
            side.addWidget(button)
            side.addStretch(1)
            self._sides[kind] = side
            across.addLayout(side, 1)
        return across

    def _show(self, shown: DualView | None) -> None:
        if shown is None:
            self.navigate.emit("papers", None)
            return
        self.shown, self.inspection_id = shown, shown.inspection_id
        self.group_id = shown.group.id if shown.group else ""
        self.title.setText(self.tr("一案双罚：{0}").format(shown.site_name))
        self._show_opening(shown)
        self.evidence.show_visit(shown.inspection_id, begin=False)
        for widget in (self.single, *self.add_buttons.values()):
            widget.setVisible(shown.group is not None)
        if shown.group is None:
            self.state.setText("")
            return
        self.state.setText(self._standing(shown))
        for kind in HALVES:
            self._show_side(kind, shown)
        self.drafts.follow(self.group_id)
        wanted, self._wanted_case = self._wanted_case, ""
        for card in self._card_of(wanted) if wanted else ():
            blank = card.first_blank() or card.filed
            blank.setFocus()
            self._bring(blank)
            self._is_arriving = True
            QTimer.singleShot(SETTLED_MS, self, lambda: setattr(self, "_is_arriving", False))

    def _standing(self, shown: DualView) -> str:
        assert shown.group is not None
        if shown.group.not_dual_reason:
            return self.tr("不双罚，理由：{0}").format(shown.group.not_dual_reason)
        if shown.group.is_undecided:
            return self.tr("疑似重大，先取证，判定后再立双罚")
        if shown.group.is_open:
            return self._lacking(shown)
        gaps = len(shown.missing)
        return self.tr("还有 {0} 处待补").format(gaps) if gaps else self.tr("两半都齐了")

    def _lacking(self, shown: DualView) -> str:
        """Which respondent has no case yet."""
        lacking = [kind for kind in HALVES if not shown.of(kind)]
        if len(lacking) == len(HALVES):
            return self.tr("还没有加单位案件和个人案件")
        return self.tr("还缺单位案件") if lacking == [RespondentType.ORG] else self.tr("还缺个人案件")

    def _show_opening(self, shown: DualView) -> None:
        clear(self.opening.body)
        if len(shown.groups) > 1:
            self.opening.body.addLayout(group_chips(shown.groups, self.group_id, self._go_to_group))
        self.opening.setVisible(bool(shown.uncovered) or shown.group is not None)
        for finding in shown.findings:
            self.opening.body.addWidget(label(_told(finding)))
        for finding in shown.uncovered:
            self.opening.body.addWidget(label(self.tr("{0}（还没有立双罚）").format(_told(finding)), "warn"))
        if shown.uncovered:
            begin = PrimaryButton(self.tr("为这些问题建立双罚"), self._open_group, icon="plus")
            self.opening.body.addLayout(row(begin, 1))

    def _go_to_group(self, group_id: str) -> None:
        self.leave()
        self.group_id = group_id
        self.put_away_former()
        self.refresh()

    def _show_side(self, kind: RespondentType, shown: DualView) -> None:
        halves, cards, side = shown.of(kind), self.cards[kind], self._sides[kind]
        while len(cards) > len(halves):
            card = cards.pop()
            side.removeWidget(card)
            card.deleteLater()
        while len(cards) < len(halves):
            card = CaseCard(shown.officers)
            card.typed.connect(self.drafts.touched)
            card.changed.connect(self._store)
            card.paper_wanted.connect(self._open_paper)
            side.insertWidget(len(cards) + 1, card)
            cards.append(card)
        for card, half in zip(cards, halves, strict=True):
            card.show_half(half)
        self.add_buttons[kind].setProperty("role", "primary" if not halves else "")
        self.add_buttons[kind].style().unpolish(self.add_buttons[kind])
        self.add_buttons[kind].style().polish(self.add_buttons[kind])

    def _open_group(self) -> None:
        shown = self.shown
        if shown is None:
            return
        actor, inspection_id = self.bridge.officer_id, shown.inspection_id
        ids = [finding.id for finding in shown.uncovered]
        self.bridge.ask(lambda app: app.dual.open(actor, inspection_id, ids, ""), self._opened, owner=self)

    def _opened(self, group_id: str) -> None:
        self.group_id = group_id
        self.refresh()

    def _ask_party(self, kind: RespondentType) -> None:
        shown = self.shown
        if shown is None:
            return
        taken = {half.case.respondent_id for half in shown.halves}
        parties = [one for one in shown.parties if one.type is kind and one.id not in taken]
        if not parties:
            self.notice.emit(self.tr("登记里没有可选的人或单位，请先到“企业档案”补登。"))
            return
        pairs = [(one.id, self._party_text(one)) for one in parties]
        asks = [Ask("party", self.tr("当事人"), pairs[0][0], choices=pairs)]
        title = self.tr("加单位案件") if kind is RespondentType.ORG else self.tr("加个人案件")
        note = self.tr("事实、条款按问题预填，各写各的，不能一份照抄。")
        self.bar.ask(title, asks, title, lambda answers: self._add_case(kind, parties, answers), note=note)

    @staticmethod
    def _party_text(one: Respondent) -> str:
        kind = terms.label(one.principal_kind, language.current()) if one.principal_kind else one.about
        return "  ".join(part for part in (one.name, kind) if part)

    def _add_case(self, kind: RespondentType, parties: list[Respondent], answers: Answers) -> None:
        party = next(one for one in parties if one.id == answers["party"])
        actor, group_id = self.bridge.officer_id, self.group_id

        def added(_case_id: str) -> None:
            self.bar.finish()
            self.refresh()

        self.bridge.ask(
            lambda app: app.dual.add_case(actor, group_id, kind, party.id, principal_kind=party.principal_kind),
            added,
            owner=self,
        )

    def _ask_single(self) -> None:
        asks = [Ask("reason", self.tr("不双罚的理由"))]
        note = self.tr("只罚一方要写明理由，理由会留在案卷里。")
        self.bar.ask(self.tr("不双罚"), asks, self.tr("记录理由"), self._close_single, note=note)

    def _close_single(self, answers: Answers) -> None:
        told = (self.bridge.officer_id, self.group_id, answers["reason"])
        self.bridge.ask(lambda app: app.dual.close_single(*told), lambda _none: self.bar.finish(), owner=self)

    def _make_paper(self, form: str) -> None:
        """The paper by which a line of the list is had."""
        actor, inspection_id = self.bridge.officer_id, self.inspection_id

        def go(document_id: str) -> None:
            self.navigate.emit("papers", {"inspection": inspection_id, "paper": document_id})

        self.bridge.ask(lambda app: paper_for(app, actor, inspection_id, form), go, owner=self)

    def _store(self, case_id: str, act_id: str, fields: Any, was: Any) -> None:
        """Each field by itself, so that none is written back from a copy that is older than the store."""
        actor, names = self.bridge.officer_id, list(fields)

        def work(app: App) -> bool:
            if act_id != OF_CASE:
                return app.dual.change_act(actor, case_id, act_id, **fields)
            return app.dual.change_case(actor, case_id, was=was, **fields)

        self.bridge.ask(
            work,
            lambda _changed: self._kept(case_id, act_id, names),
            lambda error: self._refused(case_id, act_id, names, error),
            owner=self,
        )

    def _kept(self, case_id: str, act_id: str, names: list[str]) -> None:
        for card in self._card_of(case_id):
            card.kept(act_id, names)
        self.drafts.touched()
        self.refresh()

    def _refused(self, case_id: str, act_id: str, names: list[str], error: Exception) -> None:
        """Say it where it was typed, or above the page; what was typed stays."""
        told = messages.told(error).happened if isinstance(error, InspectorError) else ""
        is_own = isinstance(error, InspectorError) and error.params.get("field") in names
        said = [card.refuse(act_id, names, told if is_own else "") for card in self._card_of(case_id)]
        if not (is_own and any(said)):
            self.trouble.emit(error)

    def _card_of(self, case_id: str) -> list[CaseCard]:
        return [card for card in self._all_cards() if card.case_id == case_id]

    def _open_paper(self, case_id: str, form: str) -> None:
        """Show the paper of a case, made now if it is not there."""
        self.leave()
        actor, inspection_id = self.bridge.officer_id, self.inspection_id
        shown = self.shown
        half = next((one for one in shown.halves if one.case.id == case_id), None) if shown else None
        there = half.paper(form) if half else None

        def go(document_id: str) -> None:
            self.navigate.emit("papers", {"inspection": inspection_id, "paper": document_id})

        if there is not None:
            go(there.id)
        else:
            self.bridge.ask(lambda app: app.papers.create(actor, form, case_id=case_id), go, owner=self)

    def _back(self) -> None:
        if self._finding_id:
            self.navigate.emit("finding", self._finding_id)
        else:
            about = {"inspection": self.inspection_id, "paper": self._paper_id}
            self.navigate.emit("papers", about if self.inspection_id else None)


def _told(finding: FindingRow) -> str:
    """Number, place and fact in one line."""
    return "  ".join(filter(None, (str(finding.seq), place_apart(finding.place, finding.fact), finding.fact)))
