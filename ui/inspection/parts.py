"""Small inputs that the pages of a visit share: chips, a wrapping layout, choice boxes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLayout,
    QLayoutItem,
    QListView,
    QPushButton,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import icons, theme
from ui.widgets.basic import GRID
from ui.widgets.checkable import Operable

WIDEST_CHOICE = 20
"""Letters; a box grows for its longest entry up to here."""

LINE_PADDING, MUCH = 14, 10_000
"""Pixels: beside and below the words of a line of a ``QuietList``; more than any of its lines is high."""
NARROWEST_CHOICE = 120
"""Pixels."""


class FlowLayout(QLayout):
    """Puts widgets in lines, left to right, and begins a new line when the width is used up."""

    def __init__(self, parent: QWidget | None = None, gap: int = GRID) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self.spacing()
            line = max(line, hint.height())
        return y + line - rect.y()


class EvenRow(QWidget):
    """Widgets of the same width in one line, or in two lines when the line is too narrow for their words."""

    def __init__(self, widgets: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widgets = list(widgets)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GRID)
        self._columns = 0
        self._arrange(len(self._widgets))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for two lines."""
        half = (len(self._widgets) + 1) // 2
        return QSize(self._needed(half), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One line when they fit."""
        super().resizeEvent(event)
        fits = self._needed(len(self._widgets)) <= event.size().width()
        self._arrange(len(self._widgets) if fits else (len(self._widgets) + 1) // 2)

    def _needed(self, columns: int) -> int:
        widest = max((widget.minimumSizeHint().width() for widget in self._widgets), default=0)
        return columns * widest + (columns - 1) * GRID

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for place, widget in enumerate(self._widgets):
            self._grid.addWidget(widget, place // columns, place % columns)
        for column_number in range(len(self._widgets)):
            self._grid.setColumnStretch(column_number, 1 if column_number < columns else 0)
        self.updateGeometry()


class Chip(Operable, QPushButton):
    """A word that is on or off; a tick beside the word says so, not the colour alone."""

    def __init__(self, text: str, value: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.value = value or text
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setProperty("role", "chip")
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggled.connect(self._show_tick)

    def sizeHint(self) -> QSize:
        """The style sheet draws a word that is on in bold, of which Qt's own hint knows nothing."""
        hint = super().sizeHint()
        return QSize(hint.width() + (len(self.text()) + 3 if self.isChecked() else 0), hint.height())

    def _show_tick(self, is_on: bool) -> None:
        self.updateGeometry()
        self.setIcon(icons.icon("check", theme.colours().accent) if is_on else QIcon())


class Chips(QWidget):
    """Several words to switch on and off; ``single`` keeps at most one of them on."""

    changed = Signal()
    """The officer chose or took back a word."""

    def __init__(
        self, choices: Sequence[tuple[str, str]], name: str, *, single: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._single = single
        self.setAccessibleName(name)
        self._flow = FlowLayout(self)
        self._chips: list[Chip] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show other words; nothing is on."""
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self._chips = []
        for value, text in choices:
            chip = Chip(text, value)
            chip.clicked.connect(lambda _checked=False, chosen=chip: self._clicked(chosen))
            self._chips.append(chip)
            self._flow.addWidget(chip)
        if self._chips:
            self.setFocusProxy(self._chips[0])
        self.updateGeometry()

    @property
    def values(self) -> list[str]:
        """What is on, in the order shown."""
        return [chip.value for chip in self._chips if chip.isChecked()]

    def set_values(self, values: Iterable[str]) -> None:
        """Switch exactly these on."""
        wanted = set(values)
        for chip in self._chips:
            chip.setChecked(chip.value in wanted)

    def chip(self, value: str) -> Chip:
        """One word. Raises ``StopIteration`` when it is not there."""
        return next(chip for chip in self._chips if chip.value == value)

    def _clicked(self, chosen: Chip) -> None:
        if self._single:
            for chip in self._chips:
                chip.setChecked(chip is chosen)
        self.changed.emit()


class WrappedLines(QStyledItemDelegate):
    """Lines as high as their words need in the room they are painted in; the style sheet's own measure takes the
    padding at both sides for room and cuts the last line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As the list would have it, with one line more where the words need it."""
        hint, view = super().sizeHint(option, index), option.widget  # type: ignore[attr-defined]
        if not isinstance(view, QListView):
            return hint
        room = view.viewport().width() - 2 * LINE_PADDING - view.spacing() * 2
        text, wrap = str(index.data() or ""), Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        needed = view.fontMetrics().boundingRect(QRect(0, 0, max(1, room), MUCH), wrap, text).height()
        return QSize(hint.width(), max(hint.height(), needed + LINE_PADDING))


class QuietList(QListView):
    """A list of long texts: they wrap, nothing scrolls sideways, and the wheel moves it only while it is in use."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setItemDelegate(WrappedLines(self))
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls on unless the list has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceBox(QComboBox):
    """A box of (value, label) pairs. It ignores the wheel, so that scrolling never changes an answer."""

    def __init__(self, choices: Sequence[tuple[str, str]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        if sys.platform.startswith("linux"):
            self.setAccessibleDescription(name)  # there Qt gives what is chosen as the name of a box
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other pairs."""
        self.blockSignals(True)
        self.clear()
        for value, text in choices:
            self.addItem(text, value)
        self._make_room([text for _value, text in choices])
        self.blockSignals(False)

    def _make_room(self, texts: Sequence[str]) -> None:
        """Be wide enough for the longest text, within reason."""
        letter = self.fontMetrics().horizontalAdvance("X")
        widest = max(map(self.fontMetrics().horizontalAdvance, texts), default=0)
        self.setMinimumContentsLength(max(self.minimumContentsLength(), min(WIDEST_CHOICE, ceil(widest / letter))))

    @property
    def value(self) -> str:
        """The value chosen, empty when nothing is."""
        return str(self.currentData() or "")

    def set_value(self, value: str | None) -> None:
        """Choose a value without telling anybody; an unknown one chooses the first."""
        self.blockSignals(True)
        self.setCurrentIndex(max(0, self.findData(value or "")))
        self.blockSignals(False)

    def minimumSizeHint(self) -> QSize:
        """Where room is scarce the box gives way."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), NARROWEST_CHOICE), hint.height())

    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]
