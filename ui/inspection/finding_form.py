"""The fields of a finding: what is needed now on top, what may wait for the table below."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from inspector_app.checklist.values import Force
from inspector_app.errors import RuleViolation
from inspector_app.inspection.proposing import without_place
from inspector_app.inspection.rules import require_due_after
from inspector_app.inspection.values import Measure
from inspector_app.terms import choices
from ui import language, messages
from ui.bridge import Bridge
from ui.inspection.finding_reading import FindingView
from ui.inspection.item_model import missing_word
from ui.inspection.law_field import LawField
from ui.inspection.moments import read_day
from ui.inspection.parts import Chips, ChoiceBox
from ui.widgets.basic import GRID, Card, LinkButton, column, label, row
from ui.widgets.drafts import DraftLineEdit, DraftTextEdit
from ui.widgets.form import Field
from ui.widgets.printable import text_of

BLANK = re.compile(r"_{2,}")
DEADLINES = (0, 3, 7, 15, 30)
"""Days offered for the deadline; 0 is today."""


class FindingForm(QWidget):
    """Binds its texts to the finding's record; says what else was chosen."""

    typed = Signal()
    """Words were typed into place or fact."""

    measure_chosen = Signal(str)
    due_chosen = Signal(str)
    """ISO day, empty for none."""
    force_chosen = Signal(str)
    """What the rule rests on: a value of ``Force``."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: FindingView | None = None
        layout = column(self, gap=2 * GRID)
        self.place = DraftLineEdit(bridge, self.tr("地点"))
        self.places = Chips((), self.tr("用过的地点"), single=True)
        self.fact = DraftTextEdit(bridge, self.tr("事实"))
        self.fact.setFixedHeight(96)
        self.fact.setObjectName("finding.fact")
        self.suggest = LinkButton(self.tr("填入建议写法"), self.use_suggestion, icon="pen")
        self.next_blank = LinkButton(self.tr("下一空  F2"), self.go_to_blank, icon="chevron-right")
        now = Card(self.tr("现在要写的"), icon="pen")
        now.body.addWidget(Field(self.tr("地点"), self.place))
        now.body.addWidget(self.places)
        now.body.addWidget(Field(self.tr("事实（看到了什么）"), self.fact))
        now.body.addLayout(row(self.suggest, self.next_blank, 1))
        layout.addWidget(now)
        self.later = self._later(bridge)
        self._completer = QCompleter([], self)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.place.setCompleter(self._completer)
        self.place.returnPressed.connect(self.fact.setFocus)
        self.places.changed.connect(self._take_place)
        self.fact.textChanged.connect(self._show_blanks)
        self.fact.textChanged.connect(self.typed)
        self.place.textChanged.connect(lambda _text: self.typed.emit())

    def bind(self, view: FindingView) -> None:
        """Belong to this finding."""
        row_ = view.row
        for widget, name in self._texts():
            widget.bind("finding", row_.id, name, getattr(row_, name))
        self.due.setText(row_.rectification_due_on or "")
        self.show_view(view)

    def show_view(self, view: FindingView) -> None:
        """Show what may have changed; texts being typed stay as they are."""
        self._view = view
        places = [place for place in view.places if place != view.row.place]
        self.places.set_choices([(place, place) for place in places[:5]])
        self.places.setVisible(bool(places))
        self._completer.setModel(QStringListModel(list(view.places), self))
        self.people.setModel(QStringListModel(list(view.people), self))
        self.measure.set_value(view.row.measure)
        self.force.set_value(view.row.force or Force.LAW.value)
        if not self.due.hasFocus():
            self.due.setText(view.row.rectification_due_on or "")
        text = view.suggested
        self.suggest.setVisible(bool(text))
        self.suggest.setToolTip(text)
        self._show_blanks()
        for widget, _name in self._texts():
            widget.setReadOnly(not view.is_running)

    @property
    def written(self) -> tuple[str, ...]:
        """Which of place and fact have words in them."""
        return tuple(name for widget, name in self._texts() if text_of(widget).strip())

    @property
    def has_blanks(self) -> bool:
        """Whether the fact still has open blanks."""
        return bool(BLANK.search(self.fact.toPlainText()))

    def use_suggestion(self) -> None:
        """Put the suggested words of the item into the fact, and go to the first blank."""
        if self._view is None or not self._view.suggested:
            return
        cursor = self.fact.textCursor()
        if not self.fact.toPlainText().strip():
            cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(without_place(self._view.suggested, self.place.text()))
        self.fact.setFocus()
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.fact.setTextCursor(cursor)
        self.go_to_blank()

    def go_to_blank(self) -> None:
        """Select the next ____ of the fact, so that typing replaces it."""
        text, at = self.fact.toPlainText(), self.fact.textCursor().selectionEnd()
        found = BLANK.search(text, at) or BLANK.search(text)
        if found is None:
            return
        cursor = self.fact.textCursor()
        cursor.setPosition(found.start())
        cursor.setPosition(found.end(), QTextCursor.MoveMode.KeepAnchor)
        self.fact.setTextCursor(cursor)
        self.fact.setFocus()

    def take_article(self, citation: str) -> None:
        """Add a provision to the rule; from then on the finding rests on law."""
        before = self.rule.toPlainText().strip()
        if citation not in before:
            self.rule.setPlainText("、".join(part for part in (before, citation) if part))
            self.rule.keeper.left()
        self.force.set_value(Force.LAW.value)
        self.force_chosen.emit(Force.LAW.value)

    def _later(self, bridge: Bridge) -> Card:
        card = Card(self.tr("可以回到桌上再补"), icon="clock")
        self.rule = DraftTextEdit(bridge, self.tr("违反的规定"))
        self.rule.setFixedHeight(64)
        self.law = LawField(bridge)
        self.force = ChoiceBox(choices(Force, language.current()), self.tr("依据的效力"))
        self.measure = ChoiceBox([("", self.tr("未定")), *choices(Measure, language.current())], self.tr("处理措施"))
        self.measure_text = DraftLineEdit(bridge, self.tr("措施说明"))
        self.due = QLineEdit()
        self.due.setPlaceholderText(self.tr("如 3.25，或 15（天）"))
        self.deadlines = Chips(self._deadlines(), self.tr("常用期限"), single=True)
        self.responsible = DraftLineEdit(bridge, self.tr("整改责任人"))
        self.people = QCompleter([], self)
        self.people.setFilterMode(Qt.MatchFlag.MatchContains)
        self.responsible.setCompleter(self.people)
        self._due_field = Field(self.tr("整改期限（文书印“于…前整改完毕”，含这天）"), self.due)
        card.body.addWidget(Field(self.tr("违反的规定"), self.rule))
        card.body.addWidget(self.law)
        self.force.setMinimumContentsLength(18)
        card.body.addLayout(row(label(self.tr("效力"), wrap=False), self.force, 1))
        card.body.addLayout(
            row(Field(self.tr("处理措施"), self.measure), Field(self.tr("措施说明"), self.measure_text), gap=2 * GRID)
        )
        when_and_who = row(gap=2 * GRID)
        for field in (self._due_field, Field(self.tr("整改责任人"), self.responsible)):
            when_and_who.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(when_and_who)
        card.body.addWidget(self.deadlines)
        self.law.chosen.connect(self.take_article)
        self.force.activated.connect(lambda _index: self.force_chosen.emit(self.force.value))
        self.measure.activated.connect(lambda _index: self.measure_chosen.emit(self.measure.value))
        self.due.editingFinished.connect(self._take_due)
        self.deadlines.changed.connect(self._take_deadline)
        return card

    def _texts(self) -> tuple[tuple[DraftLineEdit | DraftTextEdit, str], ...]:
        return (
            (self.place, "place"), (self.fact, "fact"), (self.rule, "violated_rule"),
            (self.measure_text, "measure_text"), (self.responsible, "responsible_person"),
        )  # fmt: skip

    def _deadlines(self) -> list[tuple[str, str]]:
        return [(str(days), self.tr("当日") if days == 0 else self.tr("{0} 日").format(days)) for days in DEADLINES]

    def _take_place(self) -> None:
        if self.places.values:
            self.place.setText(self.places.values[0])
            self.place.keeper.touched()
            self.place.keeper.left()
            self.fact.setFocus()

    def _take_deadline(self) -> None:
        if self.deadlines.values:
            day = date.today() + timedelta(days=int(self.deadlines.values[0]))  # noqa: DTZ011 - the officer's calendar
            self.due.setText(day.isoformat())
            self._take_due()

    def _take_due(self) -> None:
        text = self.due.text().strip()
        day = read_day(text, date.today()) if text else None  # noqa: DTZ011 - the officer's calendar
        if text and day is None:
            self._due_field.say(messages.sentence("finding.day_unreadable", text=text).happened)
            return
        try:
            require_due_after(day.isoformat() if day else None, self._view.visit_on if self._view else None)
        except RuleViolation as problem:
            self._due_field.say(messages.told(problem).happened)
            return
        self._due_field.say("")
        self.due.setText(day.isoformat() if day else "")
        self.due_chosen.emit(day.isoformat() if day else "")

    def _show_blanks(self) -> None:
        self.next_blank.setVisible(self.has_blanks)


def missing_line(view: FindingView, written: Collection[str] = (), *, has_blanks: bool = False) -> str:
    """What is still missing, as one quiet line; ``written``: fields in which words stand that are on their way."""
    lacks = [missing_word(name) for name in view.row.missing if name not in (*written, "blanks")]
    lacks += [missing_word("blanks")] if has_blanks else []
    return language.tr("还缺：{0}").format("、".join(lacks)) if lacks else language.tr("地点、事实、照片都有了。")
