"""The page of a running visit: items on the left, the item in the middle, findings on the right; keys do all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from inspector_app.checklist.rules import checked_answer
from inspector_app.checklist.values import Verdict
from inspector_app.errors import InspectorError
from inspector_app.inspection.values import AnswerInput
from ui import messages
from ui.bridge import Bridge
from ui.inspection import visit_reading
from ui.inspection.details_panel import DetailsPanel
from ui.inspection.ending import Ended, EndWords, end_visit, unmeasured
from ui.inspection.findings_side import FindingsSide
from ui.inspection.half_typed import HalfTyped
from ui.inspection.item_panel import ItemPanel
from ui.inspection.items_side import ItemsSide
from ui.inspection.left_off import LeftOff
from ui.inspection.middle import Middle
from ui.inspection.newer_bar import NewerBar
from ui.inspection.visit import VERDICT_KEYS, Answers, Line, Standing, Visit, is_whole, next_open
from ui.page import Page
from ui.tasks import LATER
from ui.widgets.basic import column

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.enforcement.left_out import LeftOut


class InspectionPage(Page):
    """Answers are shown at once and stored behind; whatever the disk does, the next key is taken."""

    answer_stored = Signal(str, str)
    """(item key, verdict) is on disk."""

    help_topic = "inspection"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.inspection_id = ""
        self.visit: Visit | None = None
        self.answers = Answers()
        self.half_typed = HalfTyped(bridge, self)
        self._left_off = LeftOff(bridge, self._stand, self)
        self._last_reason = ""
        self._is_running = True
        self._has_hinted = False
        """The status line says which key goes on here; on another page that would be wrong."""
        self._wanted_item = ""
        self.items = ItemsSide(self.answers)
        self.panel = ItemPanel()
        self.middle = Middle(self.panel)
        self.findings = FindingsSide()
        self._end_words = EndWords(bridge, self.findings.reason, self)
        split = QSplitter(Qt.Orientation.Horizontal)
        for place, (side, stretch) in enumerate(((self.items, 5), (self.middle, 7), (self.findings, 4))):
            split.addWidget(side)
            split.setStretchFactor(place, stretch)
            split.setCollapsible(place, False)
        split.setSizes([400, 500, 264])
        self.details = DetailsPanel(bridge)
        self.stack = QStackedWidget()
        self.stack.addWidget(split)
        self.stack.addWidget(self.details)
        self.newer = NewerBar(bridge, self._read_anew, self.notice.emit)
        column(self, gap=0).addLayout(self.newer.above(self.stack))
        self._connect()
        self._add_keys()

    def _show_middle(self) -> None:
        asked = None if self.visit is None else len(self.visit.lines)
        self.middle.show_count(self.items.model.rowCount(), asked)

    def open(self, argument: object) -> None:
        """``argument``: the inspection's id, or ``{"inspection": id, "item": key}``."""
        wanted = argument if isinstance(argument, dict) else {"inspection": argument}
        inspection_id = str(wanted.get("inspection") or "")
        self._wanted_item = str(wanted.get("item") or "")
        if inspection_id != self.inspection_id:
            self.inspection_id, self.visit = inspection_id, None
            self.stack.setCurrentIndex(0)
            self.answers.stored({})
            self.half_typed.begin(inspection_id)
            self._left_off.begin(inspection_id)
            self._end_words.begin(inspection_id)
            self._last_reason = ""
        elif self._wanted_item:
            self.items.select(self._wanted_item)

    def subject(self) -> str:
        """The visit."""
        return self.inspection_id

    def refresh(self) -> None:
        """Read the visit once, then only what changes."""
        inspection_id = self.inspection_id
        if not inspection_id:
            self.bridge.ask(lambda app: app.inspections.visits(limit=1), self._take_latest, owner=self)
            return
        if self.visit is None:
            self.bridge.ask(lambda app: visit_reading.visit(app, inspection_id), self._show_visit, owner=self)
        self.bridge.ask(lambda app: visit_reading.standing(app, inspection_id), self._show_standing, owner=self)
        self.newer.watch(inspection_id)

    def _show_items(self) -> None:
        """What was stated at the beginning is looked at no more."""
        self.stack.setCurrentIndex(0)
        self.items.view.setFocus()

    def _read_anew(self) -> None:
        """Other lists are in scope."""
        self.visit = None
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Keys work at once."""
        super().showEvent(event)
        self.items.view.setFocus()

    def leave(self) -> None:
        """Half-typed values stay; what was said of this page's keys does not."""
        if self._has_hinted:
            self._has_hinted = False
            self.notice.emit("")
        self.half_typed.flush()
        self._end_words.flush()
        self._left_off.flush()

    def place(self) -> dict[str, Any]:
        """The visit and the item."""
        line = self.panel.line
        return {"inspection": self.inspection_id, "item": line.key if line else ""}

    def _stand(self) -> dict[str, Any]:
        line = self.panel.line
        return {"item": line.key if line else "", **self.items.narrowing()}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to that item."""
        self.open(place)

    def trail_record(self) -> tuple[str, str] | None:
        """Ctrl+H shows what happened to this visit."""
        return ("inspection", self.inspection_id) if self.inspection_id else None

    def give(self, verdict: Verdict) -> None:
        """Say this of the items selected; a reason is asked for where one is needed."""
        if not self.middle.has_item or self.stack.currentIndex() or self._is_over():
            return
        if verdict is Verdict.NOT_CHECKED:
            self.panel.ask_reason(self._last_reason)
        elif len(lines := self.items.selected()) > 1 and not self.panel.batch.asks(verdict):
            standing = sum(1 for line in lines if self.answers.get(line.key) is not None)
            self.panel.hide_reason()
            self.panel.batch.ask(verdict, self.items.model.word(verdict), len(lines), standing)
        else:
            self._answer(verdict)

    def new_finding(self) -> None:
        """Begin a finding from this item; an item that was not answered yet does not comply, then."""
        if self._is_over():
            return
        line = self.panel.line
        argument = {"inspection": self.inspection_id}
        if line is not None:
            argument |= {"item": line.key, "checklist": line.list_key}
            self._say_not_compliant(line)
        self.navigate.emit("finding", argument)

    def _is_over(self) -> bool:
        """Whether nothing can be said any more; the key that was pressed hears so."""
        if not self._is_running:
            self.notice.emit(self.tr("检查已结束，只能看；要补的写进文书，或者另开一次检查。"))
        return not self._is_running

    def open_field_sheet(self) -> None:
        """Print or enter the 下井记录单 of this visit."""
        self.navigate.emit("field_sheet", self.inspection_id)

    def _connect(self) -> None:
        self.items.line_chosen.connect(self._show_line)
        self.items.model.modelReset.connect(self._show_middle)
        self.middle.all_wanted.connect(self.items.show_all)
        self.middle.lists_wanted.connect(lambda: self.details.ask(self.inspection_id))
        self.panel.verdict_given.connect(self.give)
        self.panel.reason_given.connect(self._not_checked)
        self.panel.batch.confirmed.connect(self._answer)
        self.panel.batch.put_off.connect(self.items.view.setFocus)
        self.items.view.selectionModel().selectionChanged.connect(lambda *_changed: self._show_selected())
        self.panel.value_typed.connect(self.half_typed.keep)
        self.half_typed.recalled.connect(self._show_recalled)
        self.panel.note_left.connect(self._store_note)
        side = self.findings
        side.new_finding.connect(self.new_finding)
        side.finding_opened.connect(lambda finding_id: self.navigate.emit("finding", finding_id))
        side.photos_wanted.connect(lambda: self.navigate.emit("photos", self.inspection_id))
        side.transcription_wanted.connect(lambda: self.navigate.emit("transcription", self.inspection_id))
        side.mine_wanted.connect(lambda site_id: self.navigate.emit("mine", site_id))
        side.field_sheet_wanted.connect(self.open_field_sheet)
        side.quiz_wanted.connect(lambda: self.navigate.emit("quiz", self.inspection_id))
        self.panel.quiz.wanted.connect(side.quiz_wanted)
        side.papers_wanted.connect(lambda: self.navigate.emit("papers", self.inspection_id))
        side.evidence_wanted.connect(lambda: self.navigate.emit("dual", {"inspection": self.inspection_id}))
        side.close_wanted.connect(self._close)
        side.end_anyway.connect(lambda: self._close("", is_sure=True))
        side.measure_wanted.connect(
            lambda finding_id: self.navigate.emit("finding", {"finding": finding_id, "field": "measure"})
        )
        side.details_wanted.connect(lambda: self.details.ask(self.inspection_id))
        self.details.opened.connect(lambda: self.stack.setCurrentIndex(1))
        self.details.closed.connect(self._show_items)
        self.details.scope_changed.connect(self._read_anew)
        self.details.notice.connect(self.notice)
        self.details.trouble.connect(self.trouble)

    def _add_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "N": self.new_finding,
            "Ctrl+N": self.new_finding,
            "Ctrl+F": self.items.focus_search,
            "/": self.items.focus_search,
            "Ctrl+Down": lambda: self.items.step(1),
            "Ctrl+Up": lambda: self.items.step(-1),
            "V": self.panel.value.field.setFocus,
            "R": self.panel.rows.add_row,
            "L": self.panel.carry,
            "J": self.open_field_sheet,
            "Q": self.findings.quiz_wanted.emit,
        }
        for key, verdict in VERDICT_KEYS.items():
            keys[key] = lambda chosen=verdict: self.give(chosen)
            keys[f"Alt+{key}"] = lambda chosen=verdict: self.give(chosen)
        for key, then in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(then)

    def _take_latest(self, rows: list[Any]) -> None:
        if rows:
            self.open(rows[0].id)
            self.put_away_former()
            self.refresh()
        else:
            self.navigate.emit("start_inspection", None)

    def _show_visit(self, visit: Visit) -> None:
        if visit.id != self.inspection_id:
            return
        if visit.page != "inspection":
            if self.isVisible():
                self.navigate.emit(visit.page, visit.id)
            return
        self.visit = visit
        self.findings.show_visit(visit)
        self.items.show_visit(visit)
        kept, self._left_off.found = self._left_off.found, {}
        if kept:
            self.items.narrow(kept)
            left_at = str(kept.get("item") or "")
            if not self._wanted_item and self.items.model.row_of(left_at) >= 0:
                self._wanted_item = left_at
        self._show_middle()
        self.half_typed.recall(self.answers.all())
        self.bridge.ask(lambda _: visit_reading.with_initials(visit), self._learn_initials, owner=self, priority=LATER)

    def _learn_initials(self, visit: Visit) -> None:
        if visit.id == self.inspection_id and self.visit is not None:
            self.visit = visit
            self.items.learn_initials(visit)

    def _show_recalled(self) -> None:
        line = self.panel.line
        if line is not None and any(self.half_typed.of(line.key)):
            self._show_line(line)

    def _show_standing(self, standing: Standing) -> None:
        changed = self.answers.stored(standing.answers)
        self.items.show_changed(changed)
        self.findings.show_standing(standing)
        self._is_running = standing.is_running
        self.panel.take_answers(standing.is_running)
        self.panel.quiz.show_tally(standing.quiz)
        if self.visit is not None:
            self._select_first()
            self._left_off.follow()
            self.items.show_progress()
        line = self.panel.line
        if line is not None and line.key in changed:
            self._show_line(line)

    def _select_first(self) -> None:
        assert self.visit is not None
        if self.panel.line is not None and self.items.model.row_of(self.panel.line.key) >= 0 and not self._wanted_item:
            return
        lines = self.items.model.lines
        first = self._wanted_item or next_open(lines, "", self.answers.all()) or (lines[0].key if lines else "")
        self._wanted_item = ""
        if first:
            self.items.select(first)
        self.items.view.setFocus()

    def _show_line(self, line: Line) -> None:
        self._left_off.moved()
        if self.visit is not None:
            self.panel.show_line(self.visit, line, self.answers.get(line.key), *self.half_typed.of(line.key))
            self.panel.show_computed(self.answers.all())

    def _not_checked(self, reason: str) -> None:
        self._last_reason = reason
        self._answer(Verdict.NOT_CHECKED, reason)
        self.items.view.setFocus()

    def _answer(self, verdict: Verdict, reason: str | None = None) -> None:
        """Show the answer for every selected item, then store it as one action per list."""
        lines = self.items.selected()
        current = self.panel.line
        if self.visit is None or current is None or not lines:
            return
        said: dict[str, dict[str, AnswerInput]] = {}
        for line in lines:
            alone = line.key == current.key
            before = self.answers.get(line.key) or AnswerInput(verdict.value)
            kept = replace(before, verdict=verdict.value, not_checked_reason=reason)
            answer = self.panel.answer(verdict, reason) if alone else kept
            if not self._fits(line, answer, show=alone):
                return
            said.setdefault(line.list_key, {})[line.key] = answer
        for list_key, answers in said.items():
            self._store(list_key, answers)
        self.panel.batch.hide()
        if len(lines) > 1:
            self.items.view.setFocus()
            self._leave_selection(lines, current, verdict)
            word = self.items.model.word(verdict)
            self.notice.emit(self.tr("已把 {0} 项记为“{1}”。Ctrl+Z 撤销。").format(len(lines), word))
        elif verdict is Verdict.NOT_COMPLIANT:
            self.panel.show_verdict(self.answers.get(current.key))
            self.items.view.setFocus()
            self._has_hinted = True
            self.notice.emit(self.tr("已记为不符合。按 N 写问题，↓ 看下一项。"))
        else:
            self._has_hinted = False
            self.notice.emit("")
            self._advance(current)

    def _show_selected(self) -> None:
        """Several items: the verdict under the last of them is one for all, and says so before it is given."""
        self.panel.batch.hide()
        self.panel.show_selected(len(self.items.selected()))

    def _leave_selection(self, lines: Sequence[Line], current: Line, verdict: Verdict) -> None:
        """The next key is for one item again: the next open one, or the last of those that do not comply."""
        following = next_open(self.items.model.lines, lines[-1].key, self.answers.all())
        stays = verdict is Verdict.NOT_COMPLIANT or following is None
        self.items.select(current.key if stays or following is None else following)
        self.panel.show_verdict(self.answers.get(self.panel.line.key if self.panel.line else current.key))

    def _say_not_compliant(self, line: Line) -> None:
        """Where the verdict alone is an answer; one that needs a figure stays open."""
        answer = self.panel.answer(Verdict.NOT_COMPLIANT)
        if line.item.binds_the_mine and self.answers.get(line.key) is None and is_whole(line, answer):
            self._store(line.list_key, {line.key: answer})
            self.panel.show_verdict(answer)

    def _fits(self, line: Line, answer: AnswerInput, *, show: bool) -> bool:
        try:
            checked_answer(line.item, answer)
        except InspectorError as problem:
            if show:
                self.panel.value.say(messages.told(problem).happened)
                self.panel.value.field.setFocus()
            else:
                self.trouble.emit(problem)
            return False
        return True

    def _store(self, list_key: str, answers: Mapping[str, AnswerInput]) -> None:
        self.answers.say(answers)
        self.items.show_changed(set(answers))
        self.items.show_progress()
        self.half_typed.answered(answers)
        actor, inspection_id = self.bridge.officer_id, self.inspection_id

        def stored(_ids: object) -> None:
            self.answers.settle(answers, kept=True)
            for key, answer in answers.items():
                self.answer_stored.emit(key, answer.verdict)

        def refused(error: Exception) -> None:
            self.answers.settle(answers, kept=False)
            self.items.show_changed(set(answers))
            if isinstance(error, InspectorError):
                self.trouble.emit(error)

        self.bridge.ask(
            lambda app: app.inspections.answer(actor, inspection_id, list_key, answers), stored, refused, owner=self
        )

    def _advance(self, current: Line) -> None:
        following = next_open(self.items.model.lines, current.key, self.answers.all())
        if any(button.hasFocus() for button in self.panel.buttons.values()):
            self.items.view.setFocus()  # a button that looks chosen says something of the next item
        if following is None:
            self.panel.show_verdict(self.answers.get(current.key))
            self.notice.emit(self.tr("这里的检查项都有结论了。"))
        else:
            self.items.select(following)

    def _store_note(self) -> None:
        """A changed note of an answered item is stored when the field is left."""
        line = self.panel.line
        before = self.answers.get(line.key) if line else None
        if line is None or before is None or (before.note or "") == self.panel.note.text().strip():
            return
        after = self.panel.answer(Verdict(before.verdict), before.not_checked_reason)
        if self._fits(line, after, show=True):
            self._store(line.list_key, {line.key: after})

    def _close(self, reason: str, *, is_sure: bool = False) -> None:
        inspection_id = self.inspection_id

        def work(app: App) -> Ended | tuple[LeftOut, ...]:
            if not (is_sure or reason) and (left := unmeasured(app, inspection_id)):
                return left
            return end_visit(app, inspection_id, reason)

        self.bridge.ask(work, self._closed, self._not_closed, owner=self)

    def _closed(self, ended: Ended | tuple[LeftOut, ...]) -> None:
        if isinstance(ended, tuple):
            self.findings.point_out(ended)
            return
        self.notice.emit(ended.words)
        self._end_words.drop()
        self.visit = None
        self.navigate.emit("papers", self.inspection_id)

    def _not_closed(self, error: Exception) -> None:
        if isinstance(error, InspectorError):
            if error.code == "inspection.items_open":
                self.findings.ask_reason(messages.told(error).happened)
            else:
                self.trouble.emit(error)
