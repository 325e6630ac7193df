"""What a screen reader would miss, and where the Tab key would get lost.

The names are asked of ``QAccessible``, as AT-SPI and UI Automation ask them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QMainWindow,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QTextEdit,
    QWidget,
)

from tests.ui.looks.eyes import box, name
from ui.widgets.checkable import Operable

ROLE = QAccessible.Role
CONTROLS = frozenset(
    {
        ROLE.Button, ROLE.CheckBox, ROLE.RadioButton, ROLE.ComboBox, ROLE.EditableText, ROLE.List, ROLE.Table,
        ROLE.Tree, ROLE.PageTab, ROLE.PageTabList, ROLE.SpinBox, ROLE.Slider, ROLE.MenuItem, ROLE.Link,
        ROLE.ProgressBar,
        ROLE.ButtonMenu, ROLE.ButtonDropDown, ROLE.HotkeyField, ROLE.Dial, ROLE.ColumnHeader, ROLE.ListItem,
    }
)  # fmt: skip
INSIDE = frozenset({ROLE.List, ROLE.Table, ROLE.Tree, ROLE.ComboBox, ROLE.SpinBox})
"""Roles whose children speak for themselves only where they have something to say."""
CHILDREN = 40
"""So many children of one list are listened to; more do not fit a screen."""


def unheard(page: QWidget) -> list[str]:
    """Controls with a role a reader announces and nothing to say."""
    root = QAccessible.queryAccessibleInterface(page)
    return list(dict.fromkeys(_silent(root)))


def _silent(node: QAccessibleInterface) -> Iterator[str]:
    for number in range(min(node.childCount(), CHILDREN)):
        child = node.child(number)
        if child is None or child.state().invisible:
            continue
        said = child.text(QAccessible.Text.Name).strip() or child.text(QAccessible.Text.Value).strip()
        if child.role() in CONTROLS and not said and not _is_inner(child):
            yield f"silent: {child.role().name} {_who(child)}"
        if child.role() not in INSIDE:
            yield from _silent(child)


def deaf(page: QWidget) -> list[str]:
    """Buttons that can be switched over the accessibility bus without their page being told."""
    return [
        f"deaf: {name(one)} in {type(one.parent()).__name__}"
        for one in page.findChildren(QAbstractButton)
        if one.isCheckable() and not isinstance(one, Operable) and not one.objectName().startswith("qt_")
    ]


def _is_inner(node: QAccessibleInterface) -> bool:
    """A part of a control that is announced with it, such as the button inside a field that empties it."""
    widget = node.object()
    parent = widget.parent() if isinstance(widget, QWidget) else None
    return isinstance(widget, QWidget) and (widget.objectName().startswith("qt_") or _is_field(parent))


def _is_field(parent: object) -> bool:
    node = QAccessible.queryAccessibleInterface(parent) if isinstance(parent, QWidget) else None
    return node is not None and node.role() in {ROLE.EditableText, ROLE.ComboBox, ROLE.SpinBox}


def _who(node: QAccessibleInterface) -> str:
    widget = node.object()
    parent = widget.parent() if isinstance(widget, QWidget) else None
    return f"{name(widget) if isinstance(widget, QWidget) else ''} in {type(parent).__name__}"


def walk(window: QMainWindow) -> list[QWidget]:
    """The controls at which Tab stops, from the first of the window until it comes round again."""
    stops: list[QWidget] = []
    while window.focusNextPrevChild(True) and (focus := QApplication.focusWidget()) not in stops:
        assert focus is not None
        stops.append(focus)
    return stops


def unreachable(window: QWidget, stops: list[QWidget]) -> list[str]:
    """Controls that take the focus by a click and never by Tab; of radio buttons Tab goes to the chosen one."""
    reached = set(stops)
    lost = [
        f"out of Tab's way: {name(one)} in {type(one.parent()).__name__}"
        for one in window.findChildren(QWidget)
        if _wants_focus(one, window) and one not in reached and not isinstance(one.parent(), QAbstractItemView)
    ]
    return list(dict.fromkeys(lost))


def _wants_focus(widget: QWidget, window: QWidget) -> bool:
    clicked = widget.focusPolicy() & Qt.FocusPolicy.ClickFocus
    if not clicked or not widget.isEnabled() or not widget.isVisibleTo(window) or widget.isWindow():
        return False
    if isinstance(widget, QLabel) or (isinstance(widget, QRadioButton) and not widget.isChecked()):
        return False  # a text to be marked with the mouse; of radio buttons Tab goes to the chosen one
    return widget.focusProxy() is None and not isinstance(widget, QScrollArea) and not _is_field(widget.parent())


def traps(page: QWidget) -> list[str]:
    """Controls that keep the Tab key to themselves, so that nobody without a mouse gets out of them."""
    views = [one for one in page.findChildren(QAbstractItemView) if one.tabKeyNavigation()]
    texts = [one for one in page.findChildren(QPlainTextEdit) if not one.tabChangesFocus()]
    texts_of_html = [one for one in page.findChildren(QTextEdit) if not one.tabChangesFocus() and not one.isReadOnly()]
    kept = [*views, *texts, *texts_of_html]
    return [f"trap: {name(one)} in {type(one.parent()).__name__}" for one in kept if one.isVisibleTo(page)]


def leaps(window: QWidget, stops: list[QWidget]) -> list[str]:
    """Steps of Tab that go up in the same column, or to the left in the same line."""
    found = []
    for first, second in pairwise(stops):
        if _scrolled_by(first) is not _scrolled_by(second):
            continue
        before, after = _place(first, window), _place(second, window)
        goes_up = after.bottom() < before.top() and _common(before, after, across=True) > 0.5
        goes_left = after.right() < before.left() and _common(before, after, across=False) > 0.5
        if goes_up or goes_left:
            found.append(f"leap: Tab goes from {name(first)} {box(before)} to {name(second)} {box(after)}")
    return found


def _scrolled_by(widget: QWidget) -> QWidget | None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above


def _place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _common(first: QRect, second: QRect, *, across: bool) -> float:
    """How much of the shorter side both have in common, from left to right or from top to bottom."""
    low, high = (QRect.left, QRect.right) if across else (QRect.top, QRect.bottom)
    common = min(high(first), high(second)) - max(low(first), low(second)) + 1
    shorter = min(high(first) - low(first), high(second) - low(second)) + 1
    return max(0, common) / max(1, shorter)
