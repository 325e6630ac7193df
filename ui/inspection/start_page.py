"""The page 开始检查: the mine, the team, the authority, the task. What is half done is never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.enterprise.values import SiteRow
from inspector_app.errors import InspectorError, RuleViolation
from inspector_app.inspection.values import ApprovalKind
from ui import messages
from ui.bridge import Bridge
from ui.inspection import start_reading
from ui.inspection.parts import ChoiceBox
from ui.inspection.site_panel import SitePanel
from ui.inspection.site_search import SiteSearch
from ui.inspection.start_cards import AuthorityCard, TaskCard
from ui.inspection.start_form import SiteChoice, StartChoices, StartForm
from ui.inspection.team_picker import TeamPicker
from ui.inspection.typing import LocalDraft
from ui.page import Page
from ui.widgets.basic import GRID, BigButton, Button, Card, LinkButton, Scroll, column, label, row
from ui.widgets.form import Field
from ui.widgets.message import FieldError

DRAFT = "form.start_inspection"


APPROVAL = ("approval_no", "approver", "approved_at")
"""What an approval consists of; only who has none explains the gap."""


class StartPage(Page):
    """Draws a ``StartForm``; the form decides what is missing."""

    help_topic = "begin"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.form = StartForm()
        self._choices: StartChoices | None = None
        self._choice: SiteChoice | None = None
        self._has_tried = False
        self._proposed_scope = ""
        self._is_starting = False
        self.draft = LocalDraft(bridge, DRAFT, lambda: self.form.to_json(), self)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 2 * GRID, 0)
        whole.setSpacing(0)
        left = column(gap=0)
        self.scroll_area = scroll = Scroll(width=760, margin=2 * GRID)
        scroll.body.addLayout(row(label(self.tr("开始检查"), "title", wrap=False), 1, self._clear_button()))
        for card in self._cards():
            scroll.body.addWidget(card)
        scroll.body.addStretch(1)
        left.addWidget(scroll, 1)
        left.addWidget(self._foot())
        whole.addLayout(left, 5)
        self.panel = SitePanel()
        self.panel.file_wanted.connect(lambda site_id: self.navigate.emit("mine", site_id))
        self.panel.setMinimumWidth(320)
        beside = column(gap=0)
        beside.setContentsMargins(GRID, 2 * GRID, 0, 2 * GRID)
        beside.addWidget(self.panel)
        whole.addLayout(beside, 3)
        self.panel.show_choice(None)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.start)
            QShortcut(QKeySequence(keys.replace("+", "+Shift+")), self, partial(self.start, underground=True))

    def open(self, argument: object) -> None:
        """``argument``: a site id to begin with (from the register or a reminder)."""
        if isinstance(argument, str) and argument:
            self.form = replace(self.form, site_id=argument)
            self._read_site()

    def refresh(self) -> None:
        """Ask for people and habits once; the form stays as it is."""
        if self._choices is None:
            self.bridge.ask(start_reading.choices, self._show_choices, owner=self)
            self.search.search()
        if not self.form.site_id:
            self.search.field.setFocus()

    def leave(self) -> None:
        """Nothing is lost when another page comes."""
        self.draft.flush()

    def start(self, *, underground: bool = False) -> None:
        """Begin the visit (and go on to its 下井记录单), or say beside each blank what is missing."""
        self._has_tried = True
        self._take()
        if self._show_problems():
            self.go_to_problem()
            return
        if self._is_starting:
            return
        self._is_starting = True
        actor, new = self.bridge.officer_id, self.form.new_inspection(self._now())
        done = partial(self._started, underground=underground)
        self.bridge.ask(lambda app: app.inspections.start(actor, new), done, self._refused, owner=self)

    def go_to_problem(self) -> None:
        """Bring the first blank that is missing into view and put the cursor there."""
        self._has_tried = True
        self._take()
        self._show_problems()
        found = self.problems()
        blanks: dict[str, tuple[QWidget, QWidget]] = {
            "site_id": (self.search, self.search.field),
            "participants": (self.team, self.team),
        }
        for card in (self.authority, self.task):
            blanks |= {name: (field, field.field) for name, field in card.fields.items()}
        if "behavior_code_gap_reason" in found and not self.form.no_code:
            blanks["behavior_code_gap_reason"] = blanks["behavior_code"]
        if "approval_gap_reason" in found and self.form.approval_kind != ApprovalKind.URGENT:
            first = next(name for name in APPROVAL if name == APPROVAL[-1] or not getattr(self.form, name).strip())
            blanks["approval_gap_reason"] = blanks[first]
        for name, (around, field) in blanks.items():
            if name in found:
                self.team.take_cursor() if field is self.team else field.setFocus()
                QTimer.singleShot(0, around, lambda shown=around: self._bring(shown))
                return

    def _bring(self, blank: QWidget) -> None:
        self.scroll_area.ensureWidgetVisible(blank, 0, 3 * GRID)

    def problems(self) -> dict[str, RuleViolation]:
        """What is missing at the moment, by blank."""
        certificates = self._choices.certificates if self._choices else {}
        return self.form.problems(certificates, self._now())

    def _cards(self) -> list[Card]:
        site = Card(self.tr("检查对象"), icon="mountain")
        self.search = SiteSearch(self.bridge)
        self.search.setObjectName("start.search")
        self.chosen = label("", "lead")
        self.change = LinkButton(self.tr("换一个"), self._change_site, icon="search")
        self._chosen_row = QWidget()
        self._chosen_row.setObjectName("start.chosen")
        line = QHBoxLayout(self._chosen_row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.chosen, 1)
        line.addWidget(self.change)
        self._chosen_row.hide()
        self.system = ChoiceBox((), self.tr("独立生产系统"))
        self.contractor = ChoiceBox((), self.tr("外包单位"))
        self._system = Field(self.tr("独立生产系统"), self.system)
        self._contractor = Field(self.tr("外包单位"), self.contractor)
        self._parts = QWidget()
        parts = row(self._system, self._contractor, gap=2 * GRID)
        self._parts.setLayout(parts)
        self._parts.hide()
        self._site_error = FieldError()
        for widget in (self.search, self._chosen_row, self._site_error, self._parts):
            site.body.addWidget(widget)
        team = Card(self.tr("执法人员（至少两人，一人带队）"), icon="users")
        self.team = TeamPicker()
        self._team_error = FieldError()
        team.body.addWidget(self._team_error)
        team.body.addWidget(self.team)
        self.authority = AuthorityCard()
        self.task = TaskCard()
        self.task.offer(None)
        self._connect()
        return [site, team, self.authority, self.task]

    def _connect(self) -> None:
        self.search.chosen.connect(self._choose)
        self.system.activated.connect(lambda _index: self._choose_part())
        self.contractor.activated.connect(lambda _index: self._edited())
        self.team.officer_toggled.connect(self._toggle_officer)
        self.team.lead_chosen.connect(self._choose_lead)
        self.team.others_changed.connect(self._edited)
        self.authority.edited.connect(self._edited)
        self.task.edited.connect(self._edited)
        self.task.lists_wanted.connect(lambda: self.navigate.emit("checklists", ""))

    def _foot(self) -> QWidget:
        foot = QWidget()
        layout = row()
        layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self.summary = LinkButton("", self.go_to_problem)
        self.start_button = BigButton(self.tr("开始检查"), self.start, icon="play")
        self.start_button.setToolTip("Ctrl+Enter")
        self.start_button.setObjectName("start.go")
        layout.addWidget(self.summary)
        layout.addStretch(1)
        underground = partial(self.start, underground=True)
        self.sheet_button = Button(self.tr("开始并打印下井记录单"), underground, icon="notebook-pen")
        self.sheet_button.setToolTip("Ctrl+Shift+Enter")
        layout.addWidget(self.sheet_button)
        layout.addWidget(self.start_button)
        foot.setLayout(layout)
        return foot

    def _clear_button(self) -> Button:
        self.clear = LinkButton(self.tr("重填"), self._start_over, icon="undo-2")
        return self.clear

    def _show_choices(self, choices: StartChoices) -> None:
        self._choices = choices
        self.team.show_people(choices.people)
        self.draft.recall(self._take_up)

    def _take_up(self, kept: Any) -> None:
        """Go on with the half-done form, or begin one after last time's habits."""
        asked_for = self.form.site_id
        assert self._choices is not None
        if isinstance(kept, dict):
            self.form = StartForm.from_json(kept)
        else:
            self.form = self._fresh()
        if asked_for:
            self.form = replace(self.form, site_id=asked_for)
        self._show_form()
        self._read_site()

    def _fresh(self) -> StartForm:
        choices = self._choices
        may = choices.may_enforce if choices else []
        own = self.bridge.officer_id
        form = StartForm()
        if choices is not None and choices.last is not None and own in choices.last.officers:
            form = form.after(choices.last, may)
        return form.with_officer(own, taken=True) if own in may and own not in form.officers else form

    def _start_over(self) -> None:
        self.form = self._fresh()
        self._has_tried = False
        self._choice = None
        self.draft.drop()
        self._show_form()
        self._show_site(None)

    def _choose(self, site: SiteRow) -> None:
        self.form = replace(self.form, site_id=site.id, system_id="", contractor_id="", checklists=())
        self._edited()
        self._read_site()

    def _change_site(self) -> None:
        self.form = replace(self.form, site_id="", system_id="", contractor_id="", checklists=())
        self._show_site(None)
        self._edited()
        self.search.field.selectAll()
        self.search.field.setFocus()

    def _choose_part(self) -> None:
        self.form = replace(self.form, system_id=self.system.value, checklists=())
        self._edited()
        self._read_site()

    def _read_site(self) -> None:
        site_id, system_id = self.form.site_id, self.form.system_id
        if site_id:
            self.bridge.ask(lambda app: start_reading.site_choice(app, site_id, system_id), self._show_site, owner=self)
        else:
            self._show_site(None)

    def _show_site(self, choice: SiteChoice | None) -> None:
        self._choice = choice
        self.panel.show_choice(choice)
        self.task.offer(choice)
        self.search.setVisible(choice is None)
        self._chosen_row.setVisible(choice is not None)
        self._parts.setVisible(choice is not None and bool(choice.file.systems or choice.file.contracts))
        if choice is not None:
            self.chosen.setText(choice.file.site.name)
            whole = [("", self.tr("全矿"))]
            self.system.set_choices(whole + [(one.id, one.name) for one in choice.file.systems])
            none = [("", self.tr("不单独检查"))]
            firms = dict.fromkeys((one.contractor_id, one.contractor_name) for one in choice.file.contracts)
            self.contractor.set_choices(none + list(firms))
            self._system.setVisible(bool(choice.file.systems))
            self._contractor.setVisible(bool(choice.file.contracts))
            self._propose(choice)
        self._show_form()
        self._edited(take=False)
        if choice is not None:
            self.authority.number.setFocus()

    def _propose(self, choice: SiteChoice) -> None:
        offered = [one.key for one in choice.lists]
        kept = tuple(key for key in self.form.checklists if key in offered)
        is_untouched = self.form.scope_text in ("", self._proposed_scope)
        scope = choice.last_scope if is_untouched else self.form.scope_text
        self._proposed_scope = choice.last_scope
        self.form = replace(self.form, checklists=kept or choice.usual_lists, scope_text=scope)

    def _toggle_officer(self, officer_id: str, taken: bool) -> None:
        self._take()
        self.form = self.form.with_officer(officer_id, taken=taken)
        self._show_form()
        self._edited(take=False)

    def _choose_lead(self, officer_id: str) -> None:
        self.form = replace(self.form, lead=officer_id)
        self._edited()

    def _edited(self, *, take: bool = True) -> None:
        if take:
            self._take()
        self.draft.touched()
        self._show_problems(only_tried=True)

    def _take(self) -> None:
        form = self.task.take(self.authority.take(self.form))
        if self._choice is None:
            form = replace(form, checklists=self.form.checklists)
        experts, assistants = tuple(self.team.experts.values), tuple(self.team.assistants.values)
        if self._choice is not None:
            form = replace(form, system_id=self.system.value, contractor_id=self.contractor.value)
        self.form = replace(form, experts=experts, assistants=assistants)

    def _show_form(self) -> None:
        form = self.form
        self.team.show_team(form.officers, form.lead, (*form.experts, *form.assistants))
        self.authority.show_form(form)
        self.task.show_form(form)
        self.system.set_value(form.system_id)
        self.contractor.set_value(form.contractor_id)

    def _show_problems(self, *, only_tried: bool = False) -> bool:
        """Show what is missing; whether anything is."""
        found = self.problems()
        count = len(found)
        self.summary.setText(self.tr("还差 {0} 处，点这里去补").format(count) if count else self.tr("可以开始"))
        self.summary.setAccessibleName(self.summary.text())
        self.summary.setEnabled(bool(count))
        if only_tried and not self._has_tried:
            return bool(found)
        if "approval_gap_reason" in found:
            self.authority.show_needed(asked_for_reason=True)
        self._site_error.say(self._told(found.get("site_id")), self.search.field)
        self._team_error.say(self._told(found.get("participants")))
        for card in (self.authority, self.task):
            for name, field in card.fields.items():
                wrong = "behavior_code_gap_reason" if name == "behavior_code" and not self.form.no_code else name
                field.say(self._told(found.get(wrong)))
        return bool(found)

    def _told(self, problem: InspectorError | None) -> str:
        if problem is None:
            return ""
        told = messages.told(problem)
        return " ".join(part for part in (told.happened, told.todo) if part)

    def _started(self, inspection_id: str, *, underground: bool) -> None:
        self._is_starting = False
        self._has_tried = False
        self.draft.drop()
        self.form, self._choice, self._choices = StartForm(), None, None
        self.notice.emit(self.tr("检查已开始，随时自动保存。"))
        if underground:
            self.navigate.emit("field_sheet", {"inspection": inspection_id, "print": True})
        else:
            self.navigate.emit("inspection", inspection_id)

    def _refused(self, error: Exception) -> None:
        self._is_starting = False
        if isinstance(error, InspectorError):
            self.trouble.emit(error)

    @staticmethod
    def _now() -> datetime:
        return datetime.now().astimezone()
