"""One group of a sheet: its fields in the order of the other system, each with its copy button; Enter walks through."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app import terms
from inspector_app.transcription.values import FieldLine, FieldState, Group
from ui import language
from ui.register.mine_lines import joined
from ui.transcription.groups_model import name_of
from ui.widgets.basic import GRID, Button, Card, Line, LinkButton, PrimaryButton, column, label, row

_LOOKS = {
    FieldState.WAITING: "small", FieldState.COPIED: "good", FieldState.DONE: "good", FieldState.CHANGED: "warn",
    FieldState.EMPTY: "small", FieldState.BY_HAND: "small",
}  # fmt: skip
_NOTHING = frozenset({FieldState.EMPTY, FieldState.BY_HAND})
LABEL_WIDTH, ROW_HEIGHT = 168, 40


class CopyButton(Button):
    """Enter and Space copy, as on every button; the arrows go to the field above or below."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows leave the button."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class FieldRow(QWidget):
    """Label, value, state and the copy button of one field."""

    def __init__(self, field: FieldLine, copy: Callable[[FieldRow], None]) -> None:
        super().__init__()
        self.field = field
        self.setMinimumHeight(ROW_HEIGHT)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        self.name = field.label_en if language.current() == "en" else field.label
        told = label(self.name, "muted")
        told.setFixedWidth(LABEL_WIDTH)
        self.value = label("")
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note = label("", "small")
        spoken = language.tr("复制 {0}").format(self.name)
        self.button = CopyButton(language.tr("复制"), lambda: copy(self), name=spoken)
        words = column(gap=0)
        words.addStretch(1)
        words.addWidget(self.value)
        words.addWidget(self.note)
        words.addStretch(1)
        grid.addWidget(told, 0, 0)
        grid.addLayout(words, 0, 1)
        grid.addWidget(self.button, 0, 2)
        grid.setColumnStretch(1, 1)
        self.show_field(field)

    @property
    def can_copy(self) -> bool:
        """Whether there is anything to copy."""
        return self.field.state not in _NOTHING and bool(self.field.text)

    def show_field(self, field: FieldLine) -> None:
        """Show the field as it stands now."""
        self.field = field
        nothing = language.tr("（空）") if field.state is not FieldState.BY_HAND else "—"
        self.value.setText(field.text or nothing)
        words, part = _state_words(field)
        self.note.setText(words)
        self.note.setVisible(bool(words))
        if self.note.property("role") != part:
            self.note.setProperty("role", part)
            self.note.style().unpolish(self.note)
            self.note.style().polish(self.note)
        self.button.setVisible(self.can_copy)


class GroupCard(Card):
    """Shows one group; the same group again keeps its widgets and the focus."""

    copied = Signal(str, str)
    """(group, field) was copied: its text lies in the clipboard."""
    ticked = Signal(str)
    reopened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.group: Group | None = None
        self.rows: list[FieldRow] = []
        self.title = label("", "lead")
        self.fields = column(gap=GRID)
        self.told = label("", "good")
        self.tick = PrimaryButton(self.tr("本组已录入"), self._tick, icon="check")
        self.undo = LinkButton(self.tr("取消已录入"), self._reopen, icon="undo-2")
        self.body.addWidget(self.title)
        self.body.addLayout(self.fields)
        self.body.addWidget(Line())
        foot = row(self.told, self.undo, self.tick)
        foot.setStretch(0, 1)
        self.body.addLayout(foot)

    def show_group(self, group: Group) -> None:
        """Show a group, or the same one as it stands now."""
        is_same = self.group is not None and [one.key for one in self.group.fields] == [f.key for f in group.fields]
        if is_same and self.group is not None and self.group.key == group.key:
            for shown, field in zip(self.rows, group.fields, strict=True):
                shown.show_field(field)
        else:
            self._build(group)
        self.group = group
        self.setAccessibleName(name_of(group))
        self.title.setText(name_of(group))
        when = group.done_at[:16].replace("T", " ")
        settled = self.tr("已录入 · {0} · {1}").format(group.done_by, when)
        told = self.tr("上次录入 · {0} · {1}，此后有改动").format(group.done_by, when)
        self.told.setText((settled if group.is_settled else told) if group.is_done else "")
        self.undo.setVisible(group.is_done)
        self.tick.setVisible(not group.is_settled)

    def focus_first(self) -> None:
        """The first field that is still to be copied, else the tick."""
        waiting = (FieldState.WAITING, FieldState.CHANGED)
        first = next((one for one in self.rows if one.can_copy and one.field.state in waiting), None)
        (first.button if first else self.tick if self.tick.isVisibleTo(self) else self).setFocus()

    def copy_current(self) -> bool:
        """Copy the field with the focus without going on; whether there was one."""
        current = next((one for one in self.rows if one.button.hasFocus()), None)
        if current is not None:
            self._copy(current, move=False)
        return current is not None

    def _build(self, group: Group) -> None:
        for shown in self.rows:
            shown.hide()
            shown.deleteLater()
        self.rows = [FieldRow(field, self._copy) for field in group.fields]
        for number, shown in enumerate(self.rows):
            self.fields.addWidget(shown)
            shown.button.stepped.connect(lambda step, number=number: self._step(number, step))

    def _copy(self, shown: FieldRow, *, move: bool = True) -> None:
        if self.group is None:
            return
        self.copied.emit(self.group.key, shown.field.key)
        if move:
            self._step(self.rows.index(shown), 1)

    def _step(self, number: int, step: int) -> None:
        """To the next field that can be copied; after the last one to the tick."""
        at = number + step
        while 0 <= at < len(self.rows):
            if self.rows[at].can_copy:
                self.rows[at].button.setFocus()
                return
            at += step
        if step > 0 and self.tick.isVisibleTo(self):
            self.tick.setFocus()

    def _tick(self) -> None:
        if self.group is not None:
            self.ticked.emit(self.group.key)

    def _reopen(self) -> None:
        if self.group is not None:
            self.reopened.emit(self.group.key)


def _state_words(field: FieldLine) -> tuple[str, str]:
    """(words, role) of a field's state, a text that is too long included."""
    is_plain = field.state in (FieldState.WAITING, FieldState.EMPTY)
    state = "" if is_plain else terms.label(field.state, language.current())
    part = _LOOKS[field.state]
    if field.state is FieldState.CHANGED:
        state = language.tr("{0}。系统里现在是：{1}").format(state, field.before or language.tr("（空）"))
    if field.state is FieldState.BY_HAND:
        state = language.tr("本程序没有这一项，请在系统中填写")
    if field.too_long:
        long = language.tr("比系统允许的多 {n} 个字").format(n=field.too_long)
        return joined(state, long), "warn"
    return state, part
