"""Tab goes through the window as the eye does: in the order of the layouts, whenever a control was made.

Qt's own chain has what was made later at its end; pages that fill themselves while they are shown would make Tab leap.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGridLayout,
    QLayout,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QWidget,
)


def stops(window: QWidget) -> list[QWidget]:
    """Where Tab stops, in its order."""
    return [one for one in _stops(window) if one.isEnabled() and one.isVisibleTo(window)]


def move(window: QWidget, *, forward: bool) -> bool:
    """Go on to the next control (or back to the one before), and scroll it into view; false when there is none."""
    found = stops(window)
    focus = QApplication.focusWidget()
    while focus is not None and focus not in found:
        focus = focus.parentWidget()
    if not found:
        return False
    place = -1 if focus is None and forward else 0 if focus is None else found.index(focus)
    target = found[(place + (1 if forward else -1)) % len(found)]
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _bring_into_view(target)
    return True


def _bring_into_view(target: QWidget) -> None:
    above = target.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(target)
        above = above.parentWidget()


def _stops(widget: QWidget) -> Iterator[QWidget]:
    """The controls in and below a widget at which Tab stops, in the order in which they are laid out."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    for child in _parts(widget):
        yield from _stops(child)


def _parts(widget: QWidget) -> list[QWidget]:
    if isinstance(widget, QScrollArea):
        return [inside] if (inside := widget.widget()) is not None else []
    if isinstance(widget, QStackedWidget):
        return [shown] if (shown := widget.currentWidget()) is not None else []
    if isinstance(widget, QTabWidget):
        return [widget.tabBar(), *([shown] if (shown := widget.currentWidget()) is not None else [])]
    if isinstance(widget, QSplitter):
        return [widget.widget(number) for number in range(widget.count())]
    if isinstance(widget, QMainWindow):
        return [widget.centralWidget()]
    if isinstance(widget, QAbstractScrollArea | QAbstractSpinBox | QComboBox | QLineEdit):
        return []
    placed = list(_placed(widget.layout()))
    rest = [child for child in widget.children() if isinstance(child, QWidget) and child not in placed]
    return placed + [child for child in rest if not child.isWindow()]


def _placed(layout: QLayout | None) -> Iterator[QWidget]:
    """The widgets of a layout and of the layouts in it, grids line by line."""
    if layout is None:
        return
    numbers = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        numbers.sort(key=lambda number: layout.getItemPosition(number)[:2])  # type: ignore[index]
    for number in numbers:
        item = layout.itemAt(number)
        if item is None:
            continue
        if item.widget() is not None:
            yield item.widget()
        else:
            yield from _placed(item.layout())
