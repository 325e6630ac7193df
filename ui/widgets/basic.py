"""The small parts every page is made of: buttons, headings, cards, lines, empty states."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui import icons, theme
from ui.widgets.checkable import Operable

GRID = theme.GRID
PLAIN_TEXT, NEVER, NO_FOCUS, CENTRE = 0, 1, 0, 0x84
"""``Qt.TextFormat.PlainText``, ``Qt.ScrollBarPolicy.ScrollBarAlwaysOff``, ``Qt.FocusPolicy.NoFocus``,
``Qt.AlignmentFlag.AlignCenter``, set as properties: loading the Qt namespace costs 14 ms before the first paint."""

ENTER_KEYS = (0x01000004, 0x01000005)
"""Return, and Enter of the number block."""

ICON_GAP = "  "
"""What stands between icon and word: Fusion itself leaves 4 px, the grid wants 8."""


class Button(Operable, QPushButton):
    """A button with a word and, if named, an icon. ``name`` is what a screen reader says (the word by default)."""

    part = ""

    def __init__(
        self,
        text: str,
        clicked: Callable[[], object] | None = None,
        *,
        icon: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"{ICON_GAP}{text}" if icon else text, parent)
        if self.part:
            self.setProperty("role", self.part)
        if icon:
            self.setIcon(icons.icon(icon, self._icon_colour()))
            self.setIconSize(QSize(20, 20))
        self._is_named = bool(name)
        self.setAccessibleName(name or text.replace("&", ""))
        self.setAutoDefault(False)
        if clicked is not None:
            self.clicked.connect(lambda _checked=False: clicked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as the space bar does."""
        if event.key() in ENTER_KEYS and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def setText(self, text: str) -> None:
        """Other words: they keep their distance from the icon, and a screen reader says them."""
        super().setText(text if self.icon().isNull() else f"{ICON_GAP}{text}")
        if not self._is_named:
            self.setAccessibleName(text.replace("&", ""))

    def _icon_colour(self) -> str:
        return theme.colours().text


class PrimaryButton(Button):
    """The one thing a page is for."""

    part = "primary"

    def _icon_colour(self) -> str:
        return theme.colours().on_accent


class BigButton(PrimaryButton):
    """The first step of the day: 开始检查."""

    part = "big"


class DangerButton(Button):
    """Something that cannot be done quietly (紧急撤人, removing an officer)."""

    part = "danger"

    def _icon_colour(self) -> str:
        return theme.colours().on_danger


class LinkButton(Button):
    """A way to another page or dialog, drawn as text."""

    part = "link"

    def _icon_colour(self) -> str:
        return theme.colours().accent


class NameLink(Button):
    """The name of something, flush with the text below it; opens it. A long name is cut, its tip is whole."""

    part = "name"

    def __init__(self, text: str, clicked: Callable[[], object], *, name: str = "") -> None:
        self._whole = text
        super().__init__(text, clicked, name=name)

    @property
    def whole(self) -> str:
        """The name as it is, however little of it fits."""
        return self._whole

    def setText(self, text: str) -> None:
        """Another name."""
        self._whole = text
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as fits."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Room for the whole name."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + GRID, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """A few characters; the rest is in the tip."""
        return QSize(12 * GRID, super().minimumSizeHint().height())

    def _fit(self) -> None:
        """Cut the end until it fits; ``QFontMetrics.elidedText`` wants the Qt namespace, see above."""
        shown, metrics = self._whole, self.fontMetrics()
        while len(shown) > 1 and metrics.horizontalAdvance(shown) > self.width():
            shown = f"{shown.removesuffix('…')[:-1]}…"
        if self.width() > 0 and shown != self.text():
            QPushButton.setText(self, shown)


def label(text: str = "", part: str = "", *, wrap: bool = True, parent: QWidget | None = None) -> QLabel:
    """A text; ``part`` is title, lead, muted, small, danger, warn, good, count or key."""
    made = QLabel(text, parent)
    if part:
        made.setProperty("role", part)
    made.setWordWrap(wrap)
    made.setProperty("textFormat", PLAIN_TEXT)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return made


def column(parent: QWidget | None = None, *, margin: int = 0, gap: int = GRID) -> QVBoxLayout:
    """A vertical layout on the grid."""
    layout = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    return layout


def row(*widgets: QWidget | int, gap: int = GRID) -> QHBoxLayout:
    """Widgets side by side; a number is a stretch."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    for widget in widgets:
        if isinstance(widget, int):
            layout.addStretch(widget)
        else:
            layout.addWidget(widget)
    return layout


def clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout and delete it."""
    while layout.count():
        item = layout.takeAt(0)
        widget: QWidget | None = item.widget()
        inner = item.layout()
        if widget is not None:
            widget.hide()  # else a show that is still queued would open it as a window of its own
            widget.setParent(None)
            widget.deleteLater()
        elif isinstance(inner, QVBoxLayout | QHBoxLayout):
            clear(inner)


class Line(QFrame):
    """A thin line between groups."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "line")


class Card(QFrame):
    """A surface with a heading; put rows into ``body``."""

    def __init__(self, title: str = "", parent: QWidget | None = None, *, icon: str = "") -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        outer = column(self, margin=2 * GRID, gap=GRID)
        self.heading = label(title, "lead", wrap=False)
        self.corner = row()
        if title:
            head = row(self.heading, 1)
            if icon:
                picture = QLabel()
                picture.setPixmap(icons.pixmap(icon, theme.colours().accent, 20))
                head.insertWidget(0, picture)
            head.addLayout(self.corner)
            outer.addLayout(head)
            self.setAccessibleName(title)
        self.body = column(gap=GRID)
        outer.addLayout(self.body)

    def empty(self) -> None:
        """Take all rows out."""
        clear(self.body)


class EmptyState(QWidget):
    """Nothing is here yet, and what to do about it."""

    def __init__(
        self,
        title: str,
        hint: str = "",
        *,
        icon: str = "inbox",
        action: str = "",
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        layout = column(self, margin=3 * GRID, gap=GRID)
        layout.addStretch(1)
        picture = QLabel()
        picture.setPixmap(icons.pixmap(icon, theme.colours().muted, 48))
        picture.setProperty("alignment", CENTRE)
        layout.addWidget(picture)
        self._title, self._hint = label("", "lead"), label("", "muted")
        for line in (self._title, self._hint):
            line.setProperty("alignment", CENTRE)
            layout.addWidget(line)
        if action:
            self.button = PrimaryButton(action, clicked)
            layout.addLayout(row(1, self.button, 1))
        layout.addStretch(1)
        self.say(title, hint)

    def say(self, title: str, hint: str = "") -> None:
        """Say it differently."""
        for line, text in ((self._title, title), (self._hint, hint)):
            line.setText(text)
            line.setVisible(bool(text))
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)


class Scroll(QScrollArea):
    """A page body that scrolls when the window is small; put widgets into ``body``. ``width``: most pixels wide."""

    def __init__(self, parent: QWidget | None = None, *, width: int = 1080, margin: int = 3 * GRID) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("horizontalScrollBarPolicy", NEVER)
        self.setProperty("focusPolicy", NO_FOCUS)
        around = QWidget()
        outer = QHBoxLayout(around)
        outer.setContentsMargins(margin, margin, margin, margin)
        inner = QWidget()
        inner.setMaximumWidth(width)
        outer.addStretch(1)
        outer.addWidget(inner, 1000)
        outer.addStretch(1)
        self.body = column(inner, gap=2 * GRID)
        self.setWidget(around)
