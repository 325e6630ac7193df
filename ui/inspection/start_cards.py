"""The cards of the start page below the mine: authority and the task; each gives and takes part of the form."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from inspector_app.checklist.values import Depth
from inspector_app.inspection.values import ApprovalKind, InspectionCategory, InspectionMethod, TaskSource
from inspector_app.terms import choices
from ui import language, messages
from ui.inspection.moments import read_moment
from ui.inspection.parts import Chips, ChoiceBox
from ui.inspection.start_form import ALWAYS, FittingList, SiteChoice, StartForm
from ui.widgets.basic import GRID, Card, LinkButton, label, row
from ui.widgets.checkable import Tick
from ui.widgets.form import Field, text_field

WORKING_DAY = 7
"""Hours at a mine beyond which a visit does not end the same day."""
NO_CODE_REASON = "无网络，回去补登"
"""What is recorded when nothing else is written; kept with the visit and therefore never translated."""


class AuthorityCard(Card):
    """检查依据: approval or urgency, notice, 行政行为码."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(language.tr("检查依据"), parent, icon="shield-check")
        speak = language.current()
        self.kind = ChoiceBox(choices(ApprovalKind, speak), self.tr("依据"))
        self.number = text_field(self.tr("如 应急检查〔2026〕12号"))
        self.approver = text_field()
        self.approved_at = text_field(self.tr("如 3.9 1630 或 昨天 16:30"))
        self.reason = text_field(self.tr("为什么先检查后补办，或缺哪一项、何时补"))
        self.notice = text_field(self.tr("没有就空着"))
        self.code = text_field(self.tr("浙政钉·掌上执法上的行为码"))
        self.no_code = Tick(self.tr("无网络，回去补登"))
        self.code_reason = text_field(self.tr("如 井口无信号，返回后当日补登"))
        self.fields = {
            "approval_kind": Field(self.tr("依据"), self.kind),
            "approval_no": Field(self.tr("方案／审批编号"), self.number),
            "approver": Field(self.tr("批准人"), self.approver),
            "approved_at": Field(self.tr("批准时间"), self.approved_at),
            "approval_gap_reason": Field(self.tr("缺批准的原因"), self.reason),
            "notice_no": Field(self.tr("检查通知书编号"), self.notice),
            "behavior_code": Field(self.tr("行政行为码"), self.code),
            "behavior_code_gap_reason": Field(self.tr("补登原因"), self.code_reason),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        for place, names in enumerate(
            (("approval_kind", "approval_no"), ("approver", "approved_at"), ("notice_no", "behavior_code"))
        ):
            for side, name in enumerate(names):
                grid.addWidget(self.fields[name], place, side, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addWidget(self.fields["approval_gap_reason"])
        self.body.addLayout(row(self.no_code, 1))
        self.body.addWidget(self.fields["behavior_code_gap_reason"])
        for field in (self.number, self.approver, self.approved_at, self.reason, self.notice, self.code,
                      self.code_reason):  # fmt: skip
            field.textEdited.connect(lambda _text: self.edited.emit())
        self.kind.activated.connect(lambda _index: self._switched())
        self.no_code.clicked.connect(lambda _on: self._no_code_clicked())
        self.approved_at.editingFinished.connect(self._tidy_moment)

    def take(self, form: StartForm) -> StartForm:
        """The form with what stands here."""
        return replace(
            form,
            approval_kind=self.kind.value,
            approval_no=self.number.text(),
            approver=self.approver.text(),
            approved_at=self.approved_at.text(),
            approval_gap_reason=self.reason.text(),
            notice_no=self.notice.text(),
            behavior_code=self.code.text(),
            no_code=self.no_code.isChecked(),
            behavior_code_gap_reason=self.code_reason.text(),
        )

    def show_form(self, form: StartForm) -> None:
        """Show what the form says."""
        self.kind.set_value(form.approval_kind)
        self.no_code.setChecked(form.no_code)
        pairs = (
            (self.number, form.approval_no), (self.approver, form.approver), (self.approved_at, form.approved_at),
            (self.reason, form.approval_gap_reason), (self.notice, form.notice_no), (self.code, form.behavior_code),
            (self.code_reason, form.behavior_code_gap_reason),
        )  # fmt: skip
        for field, text in pairs:
            if field.text() != text:
                field.setText(text)
        self.show_needed(asked_for_reason=bool(form.approval_gap_reason))

    def show_needed(self, *, asked_for_reason: bool = False) -> None:
        """Reasons are asked only where something is missing on purpose."""
        urgent = self.kind.value == ApprovalKind.URGENT
        self.fields["approval_gap_reason"].setVisible(urgent or asked_for_reason)
        self.fields["behavior_code_gap_reason"].setVisible(self.no_code.isChecked())
        self.code.setEnabled(not self.no_code.isChecked())

    def _no_code_clicked(self) -> None:
        """The tick is the reason already; the one given for a missing approval holds for the code as well."""
        if self.no_code.isChecked() and not self.code_reason.text().strip():
            self.code_reason.setText(self.reason.text().strip() or NO_CODE_REASON)
        self._switched()

    def _switched(self) -> None:
        self.show_needed(asked_for_reason=bool(self.reason.text()))
        self.edited.emit()

    def _tidy_moment(self) -> None:
        found = read_moment(self.approved_at.text(), datetime.now().astimezone())
        if found is not None:
            self.approved_at.setText(found.strftime("%Y-%m-%d %H:%M"))
            self.edited.emit()


class TaskCard(Card):
    """检查任务: where it comes from, how it is done, what may be checked, and the checklists."""

    edited = Signal()
    lists_wanted = Signal()
    """To the page on which checklists are looked at and written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(language.tr("检查任务"), parent, icon="list-checks")
        speak = language.current()
        self.source = ChoiceBox(choices(TaskSource, speak), self.tr("任务来源"))
        self.category = ChoiceBox(choices(InspectionCategory, speak), self.tr("检查类别"))
        self.methods = Chips(choices(InspectionMethod, speak), self.tr("检查方式"))
        self.scope = QLineEdit()
        self.scope.setPlaceholderText(self.tr("按检查方案写，如 井下采掘、通风、排水、提升"))
        self.scope_note = label(self.tr("取自上次同一范围的检查，请按这次的方案核对。"), "small")
        self.scope_note.hide()
        self.route = text_field(self.tr("如 +265 m 中段、东侧安全出口"))
        self.companions = text_field(self.tr("如 周示林（矿长）"))
        self.walk = ChoiceBox(choices(Depth, speak), self.tr("检查深度"))
        self.lists = Chips((), self.tr("检查表"))
        self._choice: SiteChoice | None = None
        self.list_note = label("", "small")
        self.estimate = label("", "muted")
        self.scope_reason = text_field(self.tr("如 上月已由市局查过；不写也可以"))
        self.edit_lists = LinkButton(self.tr("看、改检查表"), self.lists_wanted.emit, icon="list-checks")
        self.fields = {
            "task_source": Field(self.tr("任务来源"), self.source),
            "category": Field(self.tr("检查类别"), self.category),
            "methods": Field(self.tr("检查方式（可多选）"), self.methods),
            "scope_text": Field(self.tr("批准的检查范围"), self.scope),
            "route": Field(self.tr("检查地点、路线"), self.route),
            "companions": Field(self.tr("陪同检查人员"), self.companions),
            "depth": Field(self.tr("检查深度"), self.walk),
            "checklists": Field(self.tr("检查表（按矿山类型、期限和上次情况选好，可增减）"), self.lists),
            "scope_reason": Field(self.tr("与建议不同，原因"), self.scope_reason),
        }
        top = row(*(self.fields[name] for name in ("task_source", "category", "depth")), gap=2 * GRID)
        self.body.addLayout(top)
        for name in ("methods", "scope_text"):
            self.body.addWidget(self.fields[name])
        self.body.addWidget(self.scope_note)
        self.body.addLayout(row(self.fields["route"], self.fields["companions"], gap=2 * GRID))
        self.body.addWidget(label(self.tr("这两项写进现场检查记录，可到现场再填。"), "small"))
        self.body.addWidget(self.fields["checklists"])
        self.body.addLayout(row(self.estimate, 1, self.edit_lists))
        self.body.addWidget(self.list_note)
        self.body.addWidget(self.fields["scope_reason"])
        self.source.activated.connect(lambda _index: self.edited.emit())
        self.category.activated.connect(lambda _index: self.edited.emit())
        self.walk.activated.connect(lambda _index: self._deepen())
        self.methods.changed.connect(self.edited)
        self.lists.changed.connect(self._show_chosen)
        self.lists.changed.connect(self.edited)
        self.scope_reason.textEdited.connect(lambda _text: self.edited.emit())
        self.scope.textEdited.connect(lambda _text: self.scope_note.hide())
        for field in (self.scope, self.route, self.companions):
            field.textEdited.connect(lambda _text: self.edited.emit())

    def take(self, form: StartForm) -> StartForm:
        """The form with what stands here."""
        return replace(
            form,
            task_source=self.source.value,
            category=self.category.value,
            methods=tuple(self.methods.values),
            scope_text=self.scope.text(),
            route=self.route.text(),
            companions=self.companions.text(),
            checklists=tuple(self.lists.values),
            depth=self.walk.value,
            scope_reason=self.scope_reason.text() if self._differs else "",
        )

    def show_form(self, form: StartForm) -> None:
        """Show what the form says."""
        self.source.set_value(form.task_source)
        self.category.set_value(form.category)
        self.methods.set_values(form.methods)
        if self.walk.value != form.depth:
            self.walk.set_value(form.depth)
            self.offer(self._choice)
        self.lists.set_values(form.checklists)
        pairs = (
            (self.scope, form.scope_text), (self.route, form.route), (self.companions, form.companions),
            (self.scope_reason, form.scope_reason),
        )  # fmt: skip
        for field, text in pairs:
            if field.text() != text:
                field.setText(text)
        last = self._choice.last_scope if self._choice else ""
        self.scope_note.setVisible(bool(last) and form.scope_text == last)
        self._show_chosen()

    def offer(self, choice: SiteChoice | None) -> None:
        """Offer the checklists that fit the mine."""
        self._choice = choice
        lists = choice.lists if choice else ()
        self.lists.set_choices([(one.key, self._shown(one)) for one in lists])
        self._show_chosen()

    def _show_chosen(self) -> None:
        """How much is chosen, how long it takes, and what speaks for which list."""
        choice = self._choice
        lists = choice.lists if choice else ()
        chosen = [one for one in lists if one.key in self.lists.values]
        count = sum(one.by_depth.get(self.walk.value, one.asked) for one in chosen)
        hours, minutes = divmod(sum(one.minutes.get(self.walk.value, 0) for one in chosen), 60)
        told = self.tr("已选 {0} 张、{1} 项，两人约 {2} 小时 {3} 分")
        words = told.format(len(chosen), count, hours, minutes // 10 * 10)
        if hours >= WORKING_DAY:
            words += self.tr("，一天走不完：改为简查，或减少检查表")
        self.estimate.setText(words)
        self.estimate.setVisible(bool(chosen))
        note = self.tr("先选检查对象，再按它的类型列出检查表。") if choice is None else self._why()
        if choice is not None and not lists:
            note = self.tr("没有适合这类矿山的检查表。")
        self.list_note.setText(note)
        self.list_note.setVisible(bool(note))
        self.fields["scope_reason"].setVisible(self._differs)

    def _why(self) -> str:
        """What speaks for the lists that this very mine calls for, one a line."""
        lines = []
        for one in self._choice.lists if self._choice else ():
            said = [messages.sentence(reason.code, **dict(reason.params)).happened for reason in one.reasons
                    if reason.code not in ALWAYS]  # fmt: skip
            if said:
                lines.append(f"{one.shown_title}：{'；'.join(said)}")
        return "\n".join(lines)

    def _left_out(self) -> list[FittingList]:
        """Lists that this mine calls for and that are not chosen."""
        lists = self._choice.lists if self._choice else ()
        return [one for one in lists if one.is_called_for and one.key not in self.lists.values]

    @property
    def _differs(self) -> bool:
        """Whether a list that something speaks for is dropped, or one added that nothing speaks for."""
        usual = self._choice.usual_lists if self._choice else ()
        return bool(self._left_out()) or bool(usual and set(self.lists.values) - set(usual))

    def _deepen(self) -> None:
        """Another depth: the same lists with other numbers of items."""
        chosen = tuple(self.lists.values)
        self.offer(self._choice)
        self.lists.set_values(chosen)
        self.edited.emit()

    def _shown(self, one: FittingList) -> str:
        task, title, asked = one.task, one.shown_title, one.by_depth.get(self.walk.value, one.asked)
        name = title if len(title) <= 26 else title[:25] + "…"
        prefix = self.tr("任务{0} ").format(task) if task and not title.startswith(("任务", "Task")) else ""
        return self.tr("{0}{1}（{2} 项）").format(prefix, name, asked)
