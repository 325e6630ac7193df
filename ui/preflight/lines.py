"""One line of 出检前自检: picture and word of its state, what it means, what to do, and the buttons that do it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from inspector_app import terms
from inspector_app.messages import say
from inspector_app.preflight.values import Check, CheckKey, CheckState, Remedy
from ui import icons, language, theme
from ui.widgets.basic import GRID, Button, Line, LinkButton, PrimaryButton, clear, column, label, row

_PICTURES = {
    CheckState.GOOD: ("circle-check", "good"),
    CheckState.WARN: ("triangle-alert", "warn"),
    CheckState.BAD: ("circle-alert", "danger"),
}
_TITLE_WIDTH = 128
TOLD = 2
"""Column of the sentences."""


class CheckLine(QWidget):
    """Waits until ``show_check``; ``taken`` tells which remedy was pressed."""

    taken = Signal(object, object)
    """(``Remedy``, ``Check``)."""

    def __init__(self, key: CheckKey, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.check: Check | None = None
        outer = column(self, gap=GRID)
        self._above = Line()
        outer.addWidget(self._above)
        grid = QGridLayout()
        outer.addLayout(grid)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(0)
        self._picture = QLabel()
        self._picture.setFixedWidth(20)
        self.title = label(terms.label(key, language.current()), "strong")
        self.title.setFixedWidth(_TITLE_WIDTH)
        self.state = label("", "small", wrap=False)
        self.told = label("")
        self.todo = label("", "muted")
        self.buttons: dict[Remedy, Button] = {}
        self._buttons = row()
        named, said = column(gap=0), column(gap=0)
        for layout, parts in ((named, (self.title, self.state)), (said, (self.told, self.todo))):
            for part in parts:
                layout.addWidget(part)
            layout.addStretch(1)
        grid.addWidget(self._picture, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(named, 0, 1)
        grid.addLayout(said, 0, TOLD)
        grid.addLayout(self._buttons, 0, TOLD + 1)
        grid.setColumnStretch(TOLD, 1)
        self.wait()

    def separate(self, is_needed: bool) -> None:
        """Show the thin line to the one above."""
        self._above.setVisible(is_needed)

    def wait(self) -> None:
        """It is being looked at; the buttons of the former answer rest."""
        self.state.show()
        self._picture.setPixmap(icons.pixmap("clock", theme.colours().muted, 20))
        self._word(self.tr("检查中…"), "muted")
        for button in self.buttons.values():
            button.setEnabled(False)

    def idle(self) -> None:
        """It was not looked at."""
        if self.check is not None:
            self.show_check(self.check)
        else:
            self._picture.clear()
            self._word(self.tr("未检查"), "muted")

    def show_check(self, check: Check) -> None:
        """Say how it ended."""
        speak = language.current()
        picture, colour = _PICTURES[check.state]
        message = say(check.code, speak, **check.figures)
        self._picture.setPixmap(icons.pixmap(picture, getattr(theme.colours(), colour), 20))
        self._word(terms.label(check.state, speak), colour)
        self.state.setVisible(check.state is not CheckState.GOOD)  # the tick says it; less to read, less to scroll
        self.told.setText(message.happened)
        self.todo.setText(message.todo)
        self.todo.setVisible(bool(message.todo))
        self.setAccessibleDescription(" ".join(part for part in (message.happened, message.todo) if part))
        if check != self.check or not self.buttons:
            self._show_remedies(check)
        for button in self.buttons.values():
            button.setEnabled(True)
        self.check = check

    def _show_remedies(self, check: Check) -> None:
        speak = language.current()
        clear(self._buttons)
        self.buttons = {}
        for place, remedy in enumerate(check.remedies):
            make = (PrimaryButton if check.state is CheckState.BAD else Button) if place == 0 else LinkButton
            word = terms.label(remedy, speak)
            made = make(word, lambda one=remedy: self.taken.emit(one, check), name=f"{self.title.text()}：{word}")
            self.buttons[remedy] = made
            self._buttons.addWidget(made)

    def _word(self, text: str, part: str) -> None:
        self.state.setText(text)
        theme.role(self.state, part)
        self.setAccessibleName(f"{self.title.text()}：{text}")
