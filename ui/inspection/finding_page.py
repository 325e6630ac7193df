"""The editor of one finding: place, fact and photo now; level, rule, measure and deadline when there is time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from inspector_app.hazard.rules import wants_dual_evidence
from ui.bridge import Bridge
from ui.half_open import AskingFrame, AskingLine
from ui.inspection import finding_reading
from ui.inspection.finding_form import FindingForm, missing_line
from ui.inspection.finding_reading import FindingView
from ui.inspection.judge_card import JudgeCard
from ui.inspection.photo_box import PhotoBox
from ui.inspection.photo_import import sources_of
from ui.page import Page
from ui.papers.evidence_panel import EvidencePanel
from ui.papers.evidence_reading import paper_for
from ui.widgets.basic import GRID, Button, Card, LinkButton, PrimaryButton, Scroll, column, label, row

if TYPE_CHECKING:
    from inspector_app.bootstrap import App


ROOM_FOR_BOTH = 1000
"""Pixels of height from which the evidence list and the large picture stand below each other."""


class FindingPage(Page):
    """Everything typed is kept by the fields themselves; choices are stored when they are made."""

    finding_ready = Signal(str)
    """The finding exists and its fields take text."""

    help_topic = "finding"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.finding_id = ""
        self._inspection_id = ""
        self._bound_id = ""
        self._wanted_field = ""
        self._new: dict[str, str] | None = None
        self._view: FindingView | None = None
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 2 * GRID, 2 * GRID)
        left = column(gap=0)
        left.addLayout(self._head())
        left.addWidget(self._unsettled_bar())
        self.scroll_area = scroll = Scroll(width=760, margin=2 * GRID)
        self.form = FindingForm(bridge)
        self.judge = JudgeCard()
        scroll.body.addWidget(self.form)
        scroll.body.addWidget(self.judge)
        scroll.body.addWidget(self.form.later)
        scroll.body.addLayout(row(self._remove_button(), 1))
        scroll.body.addStretch(1)
        left.addWidget(scroll, 1)
        whole.addLayout(left, 6)
        card = Card(self.tr("照片"), icon="camera")
        self.photos = PhotoBox(bridge)
        self.photos.setObjectName("finding.photos")
        card.body.addWidget(self.photos, 1)
        right = column(gap=2 * GRID)
        right.setContentsMargins(0, 2 * GRID, 0, 0)
        self.evidence = EvidencePanel(bridge)
        right.addWidget(self.evidence, 1)
        right.addWidget(card, 1)
        self._right, self._photo_card = right, card
        whole.addLayout(right, 5)
        self._connect()
        self._add_keys()
        self._enable(False)

    def open(self, argument: object) -> None:
        """``argument``: a finding's id; ``{"inspection": id, "item": key, "checklist": key}`` for a new one.

        ``{"finding": id, "field": "measure"}`` puts the cursor into the choice of the measure.
        """
        self._wanted_field = ""
        if isinstance(argument, dict) and argument.get("finding"):
            self._wanted_field = str(argument.get("field") or "")
            argument, self._bound_id = str(argument["finding"]), ""
            self._new, self.finding_id = None, argument
        elif isinstance(argument, dict):
            self._new = {str(key): str(value) for key, value in argument.items() if value}
            self.finding_id = ""
            self._enable(False)
        elif isinstance(argument, str) and argument != self.finding_id:
            self._new, self.finding_id = None, argument

    def subject(self) -> str:
        """The finding."""
        return self.finding_id

    def refresh(self) -> None:
        """Make the new finding, or read the one shown."""
        if self._new is not None:
            new, self._new = self._new, None
            actor = self.bridge.officer_id
            inspection_id, item, checklist = new["inspection"], new.get("item"), new.get("checklist")
            self.bridge.ask(
                lambda app: finding_reading.create(app, actor, inspection_id, checklist, item), self._made, owner=self
            )
        elif self.finding_id:
            self._read()

    def place(self) -> dict[str, Any]:
        """The finding."""
        return {"finding": self.finding_id}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to that finding."""
        if place.get("finding"):
            self.open(str(place["finding"]))

    def trail_record(self) -> tuple[str, str] | None:
        """Ctrl+H shows what happened to this finding."""
        return ("finding", self.finding_id) if self.finding_id else None

    def go_back(self) -> None:
        """To the visit, at the item this came from."""
        focus = self.focusWidget()
        if focus is not None:
            focus.clearFocus()
        self.navigate.emit("inspection", {"inspection": self._inspection_id})

    def _head(self) -> QHBoxLayout:
        self.back = LinkButton(self.tr("回到检查"), self.go_back, icon="arrow-left")
        self.back.setToolTip("Esc")
        self.title = label(self.tr("新问题"), "title", wrap=False)
        self.missing = label("", "muted", wrap=False)
        self.finish = PrimaryButton(self.tr("完成  Esc"), self.go_back, icon="check")
        self.finish.setObjectName("finding.finish")
        head = row(self.back, self.title, self.missing, 1, self.finish)
        head.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 0)
        return head

    def _unsettled_bar(self) -> QFrame:
        self.unsettled = AskingFrame()
        self.unsettled.setProperty("role", "message-warn")
        self.unsettled_words = label("", "strong")
        self.complete = PrimaryButton(self.tr("去补"), self._complete_level)
        self.take_back = Button(self.tr("放弃这个级别并离开"), self._take_back_level)
        layout = row(self.unsettled_words, self.complete, self.take_back)
        layout.setStretch(0, 1)
        layout.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        self.unsettled.setLayout(layout)
        self.unsettled.hide()
        return self.unsettled

    def may_leave(self) -> bool:
        """A level that was chosen but does not hold yet is asked about first."""
        self.judge.settle()
        self.unsettled.setVisible(bool(self.judge.pending))
        if self.judge.pending:
            self._ask_about_level()
        return not self.judge.pending

    def _ask_about_level(self) -> None:
        words = self.tr("选了“{0}”，但缺判定人或判定依据，还没有生效。").format(self.judge.pending)
        self.unsettled_words.setText(words)
        self.complete.setFocus()

    def _complete_level(self) -> None:
        self.unsettled.hide()
        self.scroll_area.ensureWidgetVisible(self.judge)
        self.judge.show_lacking()

    def _take_back_level(self) -> None:
        self.judge.take_back()
        self.go_back()

    def leave(self) -> None:
        """Another page comes: a basis that was typed last still counts."""
        self.judge.settle()

    def _remove_button(self) -> QWidget:
        self.remove = LinkButton(self.tr("删除这条问题"), self._ask_remove, icon="trash-2")
        self.remove_reason = AskingLine()
        self.remove_reason.setPlaceholderText(self.tr("删除原因，回车确认"))
        self.remove_reason.setAccessibleName(self.tr("删除原因"))
        self.remove_reason.hide()
        self.remove_reason.returnPressed.connect(self._remove)
        box = QWidget()
        box.setLayout(row(self.remove, self.remove_reason))
        return box

    def _connect(self) -> None:
        self.form.typed.connect(self._show_missing)
        self.form.measure_chosen.connect(lambda value: self._change(measure=value or None))
        self.form.force_chosen.connect(lambda value: self._change(force=value))
        self.form.due_chosen.connect(lambda day: self._change(rectification_due_on=day or None))
        self.judge.judged.connect(self._judge)
        self.photos.changed.connect(self._read)
        self.photos.large_wanted.connect(self._show_large)
        self.evidence.spread.connect(self._share_room)
        self.evidence.dual_wanted.connect(
            lambda: self.navigate.emit("dual", {"inspection": self._inspection_id, "finding": self.finding_id})
        )
        self.evidence.told.connect(self.notice)
        self.evidence.trouble.connect(self.trouble)
        self.evidence.paper_wanted.connect(self._make_paper)
        self.photos.trouble.connect(self.trouble)

    def _add_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Esc": self.go_back,
            "F2": self.form.go_to_blank,
            "Ctrl+O": self.photos.choose.click,
            "Ctrl+N": self._another,
        }
        for key, then in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(then)
        for text in (self.form.place, self.form.fact, self.form.rule):
            text.installEventFilter(self)

    def eventFilter(self, watched: Any, event: Any) -> bool:
        """Ctrl+V in a text field pastes text as ever, but a picture on the clipboard becomes a photo."""
        if event.type() == event.Type.ShortcutOverride and event.matches(QKeySequence.StandardKey.Paste):
            mime = QGuiApplication.clipboard().mimeData()
            if mime.hasImage() or mime.hasUrls():
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def paste(self) -> bool:
        """A picture becomes a photo of the finding; text goes where the cursor is."""
        focus = self.focusWidget()
        mime = QGuiApplication.clipboard().mimeData()
        if isinstance(focus, QLineEdit | QPlainTextEdit) and not sources_of(mime):
            focus.paste()
        else:
            self.photos.paste()
        return True

    def _another(self) -> None:
        self.open({"inspection": self._inspection_id})
        self.refresh()

    def _made(self, finding_id: str) -> None:
        self.finding_id = finding_id
        self.put_away_former()
        self._read()

    def _read(self) -> None:
        finding_id = self.finding_id
        self.bridge.ask(lambda app: finding_reading.view(app, finding_id), self._show, owner=self)

    def _show(self, view: FindingView) -> None:
        row_ = view.row
        if row_.id != self.finding_id:
            return
        is_new = self._bound_id != row_.id
        self._inspection_id = row_.inspection_id
        self.title.setText(self.tr("问题 {0}").format(row_.seq))
        self._view = view
        self._show_missing()
        self.missing.setToolTip(view.item.title if view.item else "")
        self.photos.inspection_id, self.photos.finding_id = row_.inspection_id, row_.id
        self.photos.show_photos(view.photos)
        self._show_evidence(view)
        if is_new:
            self._bound_id = row_.id
            self.unsettled.hide()
            self.form.bind(view)
            self.judge.bind(view)
            self._enable(view.is_running)
            self.remove_reason.hide()
            self._begin_at(self._wanted_field)
            self.finding_ready.emit(row_.id)
        else:
            self.form.show_view(view)
            self.judge.show_view(view)

    def _begin_at(self, field: str) -> None:
        """A finding opens at its top, unless somebody came for one of its choices."""
        if field == "measure":
            self.form.measure.setFocus()
            QTimer.singleShot(0, self, lambda: self.scroll_area.ensureWidgetVisible(self.form.measure, 0, 4 * GRID))
        else:
            self.form.place.setFocus()
            self.scroll_area.verticalScrollBar().setValue(0)

    def _show_missing(self) -> None:
        """What is typed counts at once, though it is stored a moment later."""
        if self._view is not None:
            lacks = missing_line(self._view, self.form.written, has_blanks=self.form.has_blanks)
            self.missing.setText(lacks if self._view.is_running else self.tr("检查已结束，只能看"))

    def _enable(self, is_on: bool) -> None:
        for widget in (self.form, self.judge, self.form.later, self.photos, self.remove):
            widget.setEnabled(is_on)

    def _change(self, **fields: Any) -> None:
        actor, finding_id = self.bridge.officer_id, self.finding_id
        self.bridge.ask(lambda app: app.inspections.change_finding(actor, finding_id, **fields), owner=self)

    def _judge(self, level: str, judged_by: str, basis: str, criterion: Any) -> None:
        actor, finding_id = self.bridge.officer_id, self.finding_id
        key = criterion.key if criterion is not None else None
        version = criterion.set_version if criterion is not None else None

        def work(app: App) -> None:
            said = {"criterion_key": key, "criteria_set_version": version}
            app.inspections.judge(actor, finding_id, level, judged_by=judged_by, basis=basis, **said)

        self.bridge.ask(work, lambda _none: self._judged(level), owner=self)

    def _judged(self, level: str) -> None:
        if level == "major":
            self.notice.emit(self.tr("已判定为重大事故隐患。趁人还在现场，照双罚取证清单取证。"))

    def _show_evidence(self, view: FindingView) -> None:
        """The 双罚取证清单 comes up beside the finding that asks for it; the cursor stays where it is."""
        asks = wants_dual_evidence(view.row)
        self.evidence.attend(asks)
        self.evidence.show_visit(view.row.inspection_id, begin=asks and view.is_running)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """List and large picture stand together where there is room for both."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        is_tight = self.evidence.takes_room and self.height() < ROOM_FOR_BOTH
        self.photos.show_brief(is_tight)
        self._right.setStretchFactor(self._photo_card, 0 if is_tight else 1)

    def _show_large(self) -> None:
        """The photo in front takes the room of the evidence list, which stays as one line."""
        if self.evidence.takes_room and self.height() < ROOM_FOR_BOTH:
            self.evidence.toggle()

    def _make_paper(self, form: str) -> None:
        """The paper by which a line of the list is had: the one that is there, or a new one."""
        actor, inspection_id = self.bridge.officer_id, self._inspection_id

        def go(document_id: str) -> None:
            self.navigate.emit("papers", {"inspection": inspection_id, "paper": document_id})

        self.bridge.ask(lambda app: paper_for(app, actor, inspection_id, form), go, owner=self)

    def _ask_remove(self) -> None:
        self.remove_reason.show()
        self.remove_reason.setFocus()

    def _remove(self) -> None:
        reason = self.remove_reason.text().strip()
        if not reason:
            return
        actor, finding_id = self.bridge.officer_id, self.finding_id

        def removed(_none: object) -> None:
            self.finding_id = self._bound_id = ""
            self.notice.emit(self.tr("已删除，Ctrl+Z 可以恢复。"))
            self.navigate.emit("inspection", {"inspection": self._inspection_id})

        self.bridge.ask(lambda app: app.inspections.remove_finding(actor, finding_id, reason), removed, owner=self)
