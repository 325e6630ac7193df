"""The desk: navigation on the left, the page, a message above it, and the status line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QSize, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from inspector_app.messages import Message
from ui import icons, theme
from ui.page import Page, PageEntry
from ui.widgets.basic import GRID, ICON_GAP, NEVER, NO_FOCUS, DangerButton, column, label, row
from ui.widgets.checkable import PlaceButton
from ui.widgets.message import InlineMessage, announce
from ui.widgets.printable import PrintableEntry

if TYPE_CHECKING:
    from ui.main_window import MainWindow

EMERGENCY = "evacuate"
"""Key of the page or action behind 紧急撤人; the button shows when somebody has announced it."""

TEXT_BESIDE_ICON, STRONG_FOCUS = 2, 11
"""Values of Qt's own enums as properties (see ``widgets.basic``)."""

BELOW = 80
"""Pages with this order or more (sync, settings, help) stand at the foot of the navigation."""


STANDS_MS = 60_000
"""So long a line at the foot stays when nothing else is said."""
JUST_SAID_MS = 3_000
"""What was said so shortly before another page came is about that page, or not read yet."""


class Desk(QWidget):
    """What the officer works at once the store is open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self._entry_guard = PrintableEntry(window.bridge, self)
        self._buttons: dict[str, PlaceButton] = {}
        whole = column(self, gap=0)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._navigation())
        middle = column(gap=0)
        self.message = InlineMessage()
        self._around_message = QWidget()
        inner = column(self._around_message, margin=2 * GRID)
        inner.addWidget(self.message)
        self._around_message.hide()
        middle.addWidget(self._around_message)
        self._pages = QStackedWidget()
        middle.addWidget(self._pages, 1)
        across.addLayout(middle, 1)
        whole.addLayout(across, 1)
        self.foot = column(gap=0)
        """What stays in sight whatever page is in front."""
        whole.addLayout(self.foot)
        self.status = StatusLine()
        whole.addWidget(self.status)

    def current(self) -> Page | None:
        """The page in front."""
        page = self._pages.currentWidget()
        return page if isinstance(page, Page) else None

    def add(self, page: Page) -> None:
        """Take a page in, without showing it."""
        self._pages.addWidget(page)

    def show_page(self, entry: PageEntry, page: Page) -> None:
        """Bring a page to the front and mark it in the navigation."""
        self._pages.setCurrentWidget(page)
        for key, button in self._buttons.items():
            button.setChecked(key == entry.key)
        self._window.setWindowTitle(f"{entry.title} — {self.tr('矿安检')}")

    def show_message(
        self,
        message: Message | str,
        kind: str = "error",
        *,
        action: str = "",
        clicked: Callable[[], object] | None = None,
    ) -> None:
        """Show something above the page until it is closed or another page comes."""
        self.message.show_message(message, kind, action=action, clicked=clicked)
        self._around_message.show()

    def clear_message(self) -> None:
        """Take the message away."""
        self.message.hide()
        self._around_message.hide()

    def say(self, text: str) -> None:
        """One quiet line at the bottom."""
        self.status.say(text)

    def mark(self, key: str, count: int) -> None:
        """Show a number behind a page's name in the navigation; none for 0."""
        button = self._buttons.get(key)
        if button is not None:
            title = str(button.property("title"))
            button.setText(ICON_GAP + (f"{title}  ·  {count}" if count else title))

    def _navigation(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "navigation")
        frame.setFixedWidth(200)
        frame.setAccessibleName(self.tr("导航"))
        layout = column(frame, margin=GRID, gap=GRID // 2)
        self.sample = QFrame()
        self.sample.setProperty("role", "sample")
        column(self.sample, margin=GRID).addWidget(label(self.tr("示例数据，不能上报")))
        layout.addWidget(self.sample)
        self.sample.hide()
        entries = [entry for entry in self._window.entries() if entry.in_navigation]
        layout.addWidget(self._places([entry for entry in entries if entry.order < BELOW]), 1)
        for entry in (entry for entry in entries if entry.order >= BELOW):
            layout.addWidget(self._button(entry))
        if any(entry.key == EMERGENCY for entry in self._window.entries()):
            layout.addSpacing(GRID)
            emergency = DangerButton(self.tr("紧急撤人"), lambda: self._window.go(EMERGENCY), icon="siren")
            emergency.setToolTip(self.tr("F12：立即打印撤出作业人员指令书"))
            layout.addWidget(emergency)
        return frame

    def _places(self, entries: list[PageEntry]) -> QScrollArea:
        """The pages of the day; on a low screen they scroll, and what is below them stays in sight."""
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setProperty("horizontalScrollBarPolicy", NEVER)
        area.setProperty("focusPolicy", NO_FOCUS)
        inside = QWidget()
        layout = column(inside, gap=GRID // 2)
        for entry in entries:
            layout.addWidget(self._button(entry))
        layout.addStretch(1)
        area.setWidget(inside)
        return area

    def _button(self, entry: PageEntry) -> PlaceButton:
        button = PlaceButton()
        button.setObjectName(f"nav.{entry.key}")
        button.setText(ICON_GAP + entry.title)
        button.setProperty("title", entry.title)
        button.setIcon(icons.switched_icon(entry.icon, theme.colours().on_accent))
        button.setIconSize(QSize(20, 20))
        button.setProperty("toolButtonStyle", TEXT_BESIDE_ICON)
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFixedHeight(theme.TARGET)
        button.setProperty("focusPolicy", STRONG_FOCUS)
        button.setAccessibleName(entry.title)
        if entry.shortcut:
            button.setToolTip(f"{entry.title}  {entry.shortcut}")
        button.clicked.connect(lambda _checked=False: self._window.go(entry.key))
        self._buttons[entry.key] = button
        return button


class StatusLine(QFrame):
    """Left: the last quiet line. Right: whether everything is kept, the county, and who works here."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "status")
        self.setFixedHeight(4 * GRID)
        layout = row(gap=3 * GRID)
        layout.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        self.line = QLabel()
        self.kept = QLabel(self.tr("已保存"))
        self.county = QLabel()
        self.officer = QLabel()
        layout.addWidget(self.line, 1)
        for part in (self.kept, self.county, self.officer):
            layout.addWidget(part)
        self.setLayout(layout)
        self._said = QElapsedTimer()
        self._fading = QTimer(self, interval=STANDS_MS, singleShot=True)
        self._fading.timeout.connect(lambda: self.say(""))

    def say(self, text: str) -> None:
        """Show one line; the former one goes. It stands for a while, or until another page is in front."""
        self.line.setText(text)
        self.line.setToolTip(text)
        self._said.start()
        self._fading.start()
        if text:
            announce(self.line, text)

    def move_on(self) -> None:
        """Another page is in front: what was said of the one before says nothing here; what was just said stays."""
        if self._said.isValid() and self._said.elapsed() > JUST_SAID_MS:
            self.say("")
