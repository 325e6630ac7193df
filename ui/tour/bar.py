"""The tour's bar at the foot of the desk: one sentence, and the ways on. It never stands in front of anything."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from inspector_app.tour.values import Step, Tour
from ui import icons, language, theme
from ui.widgets.basic import GRID, Button, LinkButton, PrimaryButton, column, label, row
from ui.widgets.message import announce


class TourBar(QFrame):
    """Shows one step. What it offers is said by signals; the guide does it."""

    go_wanted = Signal()
    """To the page of the step."""
    photo_wanted = Signal()
    """The sample photo."""
    skip_wanted = Signal()
    close_wanted = Signal()
    finish_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "tour")
        self.setAccessibleName(self.tr("导览"))
        picture = QLabel()
        picture.setPixmap(icons.pixmap("map-pin", theme.colours().warn, 24))
        self.title = label("", "strong")
        self.text = label("")
        words = column(gap=0)
        words.addWidget(self.title)
        words.addWidget(self.text)
        self.go = PrimaryButton(self.tr("带我去"), self.go_wanted.emit, icon="chevron-right")
        self.photo = Button(self.tr("用示例照片"), self.photo_wanted.emit, icon="image")
        self.skip = LinkButton(self.tr("跳过这步"), self.skip_wanted.emit)
        self.close_button = LinkButton(self.tr("收起导览"), self.close_wanted.emit, icon="x")
        self.close_button.setToolTip(self.tr("以后在“帮助”里点“导览”继续"))
        self.finish = PrimaryButton(self.tr("知道了"), self.finish_wanted.emit, icon="check")
        line = row(picture, gap=2 * GRID)
        line.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        line.addLayout(words, 1)
        for button in (self.photo, self.go, self.finish, self.skip, self.close_button):
            line.addWidget(button)
        self.setLayout(line)

    def show_step(self, tour: Tour, step: Step, *, is_elsewhere: bool) -> None:
        """Say what is next; ``is_elsewhere``: another page is in front than the one it is done on."""
        speak = language.current()
        number = tour.steps.index(step) + 1
        counted = self.tr("导览 {0}／{1}  {2}").format(number, len(tour.steps), step.title(speak))
        self._say(counted, step.text(speak))
        self.go.setVisible(is_elsewhere)
        self.photo.setVisible(bool(step.photo) and not is_elsewhere)
        self.skip.show()
        self.close_button.show()
        self.finish.hide()

    def show_ending(self, tour: Tour) -> None:
        """All steps are done."""
        self._say(*tour.ending[language.current()])
        for button in (self.go, self.photo, self.skip, self.close_button):
            button.hide()
        self.finish.show()

    def _say(self, title: str, text: str) -> None:
        if text == self.text.text() and title == self.title.text():
            return
        self.title.setText(title)
        self.text.setText(text)
        self.setAccessibleDescription(f"{title}: {text}")
        announce(self, f"{title}: {text}")
