"""What was stated at the beginning of a visit, put right while it runs: authority, people of the mine, checklists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.errors import InspectorError, RuleViolation
from ui import messages
from ui.bridge import Bridge
from ui.inspection.moments import read_moment, shown_moment
from ui.inspection.parts import Chips
from ui.papers.asking import Answers, Ask, AskBar
from ui.widgets.basic import GRID, Card, LinkButton, PrimaryButton, Scroll, label, row
from ui.widgets.form import Field, text_field

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

TEXTS = (
    "approval_no", "approver", "approved_at", "behavior_code", "notice_no", "scope_text", "route", "companions",
    "site_rep_name", "site_rep_title",
)  # fmt: skip
"""Fields of the visit that are put right here, two in a line."""


@dataclass(frozen=True)
class Stated:
    """What stands in the record: texts by field, lists on offer as (key, title), keys of those in scope."""

    inspection_id: str
    texts: dict[str, str]
    offered: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]


class DetailsPanel(Scroll):
    """Takes the place of the visit while it is open; each part is recorded by its own button."""

    opened = Signal()
    closed = Signal()
    scope_changed = Signal()
    notice = Signal(str)
    trouble = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=900, margin=2 * GRID)
        self._bridge = bridge
        self._stated = Stated("", {}, (), ())
        self.bar = AskBar(bridge, lambda: self._stated.inspection_id)
        self.lists = Chips((), self.tr("范围内的检查表"))
        self.take = PrimaryButton(self.tr("改检查表"), self._take_lists)
        self.why = text_field(self.tr("如 现场另有尾矿库；上周市局已查"))
        self.reason = Field(self.tr("为什么加、减检查表"), self.why)
        back = LinkButton(self.tr("回到检查"), self.closed.emit, icon="arrow-left")
        self.body.addLayout(row(back, label(self.tr("检查信息"), "title", wrap=False), 1))
        self.body.addWidget(self.bar)
        card = Card(self.tr("范围内的检查表"), icon="list-checks")
        card.body.addWidget(label(self.tr("去掉的检查表不再列出，已有的结论都留着。"), "small"))
        card.body.addWidget(self.lists)
        card.body.addWidget(self.reason)
        card.body.addLayout(row(1, self.take))
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.lists.changed.connect(self._show_take)
        self.why.returnPressed.connect(self.take.click)
        self.bar.closed.connect(self.closed)

    def ask(self, inspection_id: str) -> None:
        """Read what is stated and open."""
        self._bridge.ask(lambda app: stated(app, inspection_id), self._show, owner=self)

    def _show(self, found: Stated) -> None:
        self._stated = found
        self.why.clear()
        self.lists.set_choices(found.offered)
        self.lists.set_values(found.chosen)
        self._show_take()
        self.opened.emit()
        titles = self._titles()
        asks = [
            Ask(name, titles[name], found.texts[name], is_required=False, is_beside=bool(place % 2))
            for place, name in enumerate(TEXTS)
        ]
        self.bar.ask(self.tr("更正或补充"), asks, self.tr("记下"), self._record)

    def _titles(self) -> dict[str, str]:
        return {
            "approval_no": self.tr("方案／审批编号"), "approver": self.tr("批准人"),
            "approved_at": self.tr("批准时间"), "behavior_code": self.tr("行政行为码"),
            "notice_no": self.tr("检查通知书编号"), "scope_text": self.tr("批准的检查范围"),
            "route": self.tr("检查路线"), "companions": self.tr("陪同人员"),
            "site_rep_name": self.tr("现场负责人"), "site_rep_title": self.tr("现场负责人职务"),
        }  # fmt: skip

    def _record(self, answers: Answers) -> None:
        try:
            fields = changes(self._stated.texts, answers, datetime.now().astimezone())
        except RuleViolation as problem:
            self.bar.say("approved_at", messages.told(problem).happened)
            return
        actor, inspection_id = self._bridge.officer_id, self._stated.inspection_id

        def recorded(_changed: bool) -> None:
            self.bar.finish()
            self.notice.emit(self.tr("检查信息已更正。没有定稿的文书点“重新填写”即可带入。"))

        self._ask(lambda app: app.inspections.change_details(actor, inspection_id, **fields), recorded)

    def _take_lists(self) -> None:
        actor, inspection_id, chosen = self._bridge.officer_id, self._stated.inspection_id, self.lists.values
        reason = self.why.text()

        def taken(_nothing: None) -> None:
            self.closed.emit()
            self.notice.emit(self.tr("检查表已改，Ctrl+Z 撤销。"))
            self.scope_changed.emit()

        self._ask(lambda app: app.inspections.set_scope(actor, inspection_id, chosen, reason), taken)

    def _show_take(self) -> None:
        chosen = self.lists.values
        is_other = bool(chosen) and set(chosen) != set(self._stated.chosen)
        self.take.setEnabled(is_other)
        self.reason.setVisible(is_other)
        self.reason.say("")

    def _ask(self, work: Callable[[App], Any], then: Callable[[Any], None]) -> None:
        self._bridge.ask(work, then, self._refused, owner=self)

    def _refused(self, error: Exception) -> None:
        field = str(error.params.get("field") or "") if isinstance(error, InspectorError) else ""
        if field == "reason":
            self.reason.say(messages.told(error).happened)  # type: ignore[arg-type]
            self.why.setFocus()
        elif field in self.bar.fields:
            self.bar.say(field, messages.told(error).happened)  # type: ignore[arg-type]
        elif isinstance(error, InspectorError):
            self.trouble.emit(error)


def stated(app: App, inspection_id: str) -> Stated:
    """What stands in the record of a visit; the lists in scope first."""
    inspection = app.inspections.get(inspection_id)
    texts = {name: str(getattr(inspection, name) or "") for name in TEXTS}
    texts["approved_at"] = shown_moment(inspection.approved_at)
    chosen = tuple(inspection.scope_checklists or ())
    titles = {one.key: one.title for one in app.checklists.fitting(app.inspections.subject(inspection_id))}
    pins = inspection.checklist_pins or {}
    titles = {key: app.checklists.pinned(key, pins.get(key)).title for key in chosen} | titles
    return Stated(inspection_id, texts, tuple(titles.items()), chosen)


def changes(before: dict[str, str], answers: Answers, now: datetime) -> dict[str, str | None]:
    """The fields that were put right; an emptied one becomes unset.

    Raises ``RuleViolation('start.moment_unreadable')``.
    """
    fields: dict[str, str | None] = {name: text or None for name, text in answers.items() if text != before[name]}
    if fields.get("approved_at"):
        moment = read_moment(str(fields["approved_at"]), now)
        if moment is None:
            raise RuleViolation("start.moment_unreadable", field="approved_at", text=str(fields["approved_at"]))
        fields["approved_at"] = moment.isoformat(timespec="minutes")
    return fields
