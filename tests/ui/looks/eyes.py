"""What an eye would find wrong on a page: text that is cut, parts that overlap or stick out, bars that scroll sideways.

Every finding is one line: the kind, the widget, the text. A text counts as whole when a tool tip shows the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QSizeGrip,
    QSplitterHandle,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

SLACK = 1
"""Pixels by which rounding may be off."""
CELL_MARGIN = 16
"""What the style sheet keeps free left and right of a cell's text, in pixels."""
OWN_DRAWING = 64
"""What a row that draws itself needs beside the text, for numbers and marks."""
ROWS_READ = 30
"""So many rows of a list are looked at; more do not fit a screen."""

_WHOLES = (QComboBox, QAbstractScrollArea, QTabBar, QLineEdit)
"""Widgets whose inside is the style's business: their children are not compared with each other."""


def flaws(page: QWidget) -> list[str]:
    """Everything that is wrong with a shown page, each once."""
    found = [line for look in LOOKS for line in look(page)]
    return list(dict.fromkeys(found))


def visible(page: QWidget, kind: type[QWidget]) -> Iterator[QWidget]:
    """The widgets of a kind that are on the screen, whether scrolled into view or not."""
    for widget in page.findChildren(kind):
        if widget.isVisibleTo(page) and not widget.size().isEmpty():
            yield widget


def name(widget: QWidget) -> str:
    """A widget in words: its class, and what it says or is called."""
    text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    said = (text or widget.accessibleName() or widget.objectName()).strip()
    return f"{type(widget).__name__} “{said[:30]}”"


def cut_labels(page: QWidget) -> Iterator[str]:
    """Labels whose text needs more room than they have."""
    for label in page.findChildren(QLabel):
        if not label.isVisibleTo(page) or not label.text() or label.toolTip():
            continue
        needs = label.sizeHint()
        if label.wordWrap():
            needs = QSize(longest_word(label), label.heightForWidth(label.width()))
        if label.height() < needs.height() - SLACK or label.width() < needs.width() - SLACK:
            yield f"cut: {name(label)} has {size(label.size())}, needs {size(needs)}"


def longest_word(label: QLabel) -> int:
    """How wide a wrapping label must be: no narrower than its longest unbreakable run of letters."""
    metrics = label.fontMetrics()
    words = label.text().split()
    return max((metrics.horizontalAdvance(word) for word in words if word.isascii()), default=0)


def cut_buttons(page: QWidget) -> Iterator[str]:
    """Buttons, check boxes and radio buttons narrower than icon and word together."""
    for button in page.findChildren(QAbstractButton):
        if not button.isVisibleTo(page) or not button.text() or button.toolTip().startswith(button.text().strip()):
            continue
        needs = wanted(button)
        if button.width() < needs.width() - SLACK or button.height() < needs.height() - SLACK:
            yield f"cut: {name(button)} has {size(button.size())}, needs {size(needs)}"


def wanted(button: QAbstractButton) -> QSize:
    """The least size in which style and font show all of a button."""
    if isinstance(button, QPushButton):
        option = QStyleOptionButton()
        button.initStyleOption(option)
        text = button.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, button.text())
        icon = 0 if button.icon().isNull() else button.iconSize().width() + 4
        content = QSize(text.width() + icon, max(text.height(), 0 if not icon else button.iconSize().height()))
        inside = button.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, button)
        frame = button.size() - inside.size()
        return content + QSize(max(0, frame.width()), max(0, frame.height()))
    if isinstance(button, QCheckBox | QRadioButton | QToolButton):
        return button.minimumSizeHint() if isinstance(button, QCheckBox | QRadioButton) else button.sizeHint()
    return button.minimumSizeHint()


def cut_tabs(page: QWidget) -> Iterator[str]:
    """Tabs and table headings that show an ellipsis or stand outside their bar."""
    for bar in visible(page, QTabBar):
        assert isinstance(bar, QTabBar)
        for index in range(bar.count()):
            if bar.tabRect(index).width() < bar.tabSizeHint(index).width() - SLACK:
                yield f"cut: tab “{bar.tabText(index)}”"
        if bar.count() and bar.tabRect(bar.count() - 1).right() > bar.width():
            yield f"cut: the tabs of {name(bar)} need scrolling"
    for header in visible(page, QHeaderView):
        assert isinstance(header, QHeaderView)
        if header.orientation() is Qt.Orientation.Horizontal:
            yield from (f"cut: heading “{title}”" for title in cut_headings(header))


def cut_headings(header: QHeaderView) -> Iterator[str]:
    """Headings wider than their column."""
    for section in range(header.count()):
        title = str(header.model().headerData(section, Qt.Orientation.Horizontal) or "")
        needs = header.sectionSizeHint(section) - SLACK
        if title and not header.isSectionHidden(section) and header.sectionSize(section) < needs:
            yield title


def cut_fields(page: QWidget) -> Iterator[str]:
    """Placeholder texts, chosen entries and read-only texts that do not fit their field."""
    for field in page.findChildren(QLineEdit):
        if not field.isVisibleTo(page) or isinstance(field.parent(), QComboBox):
            continue
        shown = field.placeholderText() if not field.text() else field.displayText() if field.isReadOnly() else ""
        room = field.contentsRect().width() - horizontal_padding(field) - 2 * 2
        if shown and field.fontMetrics().horizontalAdvance(shown) > room and not field.toolTip():
            yield f"cut: “{shown[:40]}” in {name(field)}, {room} px wide"
    for area in page.findChildren(QPlainTextEdit):
        if area.isVisibleTo(page) and area.placeholderText() and not area.toPlainText():
            lines = area.fontMetrics().boundingRect(
                area.viewport().rect().adjusted(4, 4, -4, -4), Qt.TextFlag.TextWordWrap, area.placeholderText()
            )
            if lines.height() > area.viewport().height():
                yield f"cut: “{area.placeholderText()[:40]}” in {name(area)}"
    for box in page.findChildren(QComboBox):
        if box.isVisibleTo(page):
            option = QStyleOptionComboBox()
            box.initStyleOption(option)
            control = QStyle.SubControl.SC_ComboBoxEditField
            room = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, control, box).width()
            if box.fontMetrics().horizontalAdvance(box.currentText()) > room + SLACK:
                yield f"cut: “{box.currentText()[:40]}” in {name(box)}, {room} px wide"


def horizontal_padding(field: QWidget) -> int:
    """What the style keeps free inside a field's frame, left and right."""
    hint, metrics = field.sizeHint().width(), field.fontMetrics()
    inside = metrics.horizontalAdvance("x") * 17  # QLineEdit asks for 17 characters
    return max(0, hint - inside - (field.width() - field.contentsRect().width()) - 4)


def cut_items(page: QWidget) -> Iterator[str]:
    """Rows of lists and cells of tables that end in an ellipsis without a tool tip that shows the whole."""
    for view in visible(page, QAbstractItemView):
        assert isinstance(view, QAbstractItemView)
        model = view.model()
        if model is None or isinstance(view, QHeaderView) or isinstance(view.parent(), QComboBox):
            continue
        for row in range(min(model.rowCount(), ROWS_READ)):
            for column in range(model.columnCount() if isinstance(view, QTableView) else 1):
                yield from cut_cell(view, row, column)


def cut_cell(view: QAbstractItemView, row: int, column: int) -> Iterator[str]:
    """One cell whose text is wider than its place."""
    index = view.model().index(row, column)
    text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
    if not text or index.data(Qt.ItemDataRole.ToolTipRole):
        return
    room = (view.viewport() if isinstance(view, QListView) else view.visualRect(index)).width() - CELL_MARGIN
    if type(view.itemDelegateForIndex(index)) is not QStyledItemDelegate:
        room -= OWN_DRAWING
    wraps = isinstance(view, QTableView | QListView) and view.wordWrap()
    width = max((view.fontMetrics().horizontalAdvance(line) for line in text.splitlines()), default=0)
    if width > room + SLACK and not (wraps and view.visualRect(index).height() > 1.6 * view.fontMetrics().height()):
        yield f"cut: cell “{text[:30]}” in {name(view)}, {room} px wide"


def overlapping(page: QWidget) -> Iterator[str]:
    """Siblings that cover each other; what floats on purpose says so by the property ``floats``."""
    for parent in (page, *page.findChildren(QWidget)):
        if isinstance(parent, _WHOLES) or not parent.isVisibleTo(page):
            continue
        siblings = [one for one in parent.children() if isinstance(one, QWidget) and is_part(one, page)]
        for index, first in enumerate(siblings):
            for second in siblings[index + 1 :]:
                common = first.geometry() & second.geometry()
                if common.width() > SLACK and common.height() > SLACK:
                    yield f"overlap: {name(first)} and {name(second)} by {size(common.size())}"


def is_part(widget: QWidget, page: QWidget) -> bool:
    """Whether a widget stands in its parent's room and may cover nothing."""
    if widget.isWindow() or not widget.isVisibleTo(page) or widget.property("floats"):
        return False
    if widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents):
        return False  # a frame drawn over the page, out of nobody's way
    return not isinstance(widget, QSizeGrip | QSplitterHandle | QScrollBar) and not widget.size().isEmpty()


def outside(page: QWidget) -> Iterator[str]:
    """Parts that stick out of their parent; what is scrolled may be higher than its view, never wider."""
    for widget in page.findChildren(QWidget):
        parent = widget.parentWidget()
        if parent is None or isinstance(parent, QComboBox | QTabBar) or not is_part(widget, page):
            continue
        room, place = parent.rect(), widget.geometry()
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            room = QRect(room.left(), place.top(), room.width(), place.height())
        if not room.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(place):
            yield f"outside: {name(widget)} at {box(place)} of {name(parent)} {size(parent.size())}"


def sideways(page: QWidget) -> Iterator[str]:
    """Areas that would have to be scrolled from left to right."""
    for area in visible(page, QAbstractScrollArea):
        assert isinstance(area, QAbstractScrollArea)
        if not isinstance(area, QHeaderView | QComboBox) and area.horizontalScrollBar().maximum() > 0:
            yield f"sideways: {name(area)} by {area.horizontalScrollBar().maximum()} px"


def off_window(page: QWidget) -> Iterator[str]:
    """Buttons and fields that are on the page but not in the window, and that no scrolling brings there."""
    window = page.window()
    for control in page.findChildren(QWidget):
        if control.focusPolicy() == Qt.FocusPolicy.NoFocus or not is_part(control, page) or is_scrolled(control, page):
            continue
        place = QRect(control.mapTo(window, QPoint(0, 0)), control.size())
        if not window.rect().contains(place):
            yield f"off the window: {name(control)} at {box(place)}"


def is_scrolled(widget: QWidget, page: QWidget) -> bool:
    """Whether scrolling moves a widget."""
    above = widget.parentWidget()
    while above is not None and above is not page:
        if isinstance(above, QAbstractScrollArea):
            return True
        above = above.parentWidget()
    return False


def size(of: QSize) -> str:
    """Width × height."""
    return f"{of.width()}×{of.height()}"


def box(of: QRect) -> str:
    """Left, top, width × height."""
    return f"({of.left()}, {of.top()}) {size(of.size())}"


LOOKS: tuple[Callable[[QWidget], Iterator[str]], ...] = (
    cut_labels, cut_buttons, cut_tabs, cut_fields, cut_items, overlapping, outside, sideways, off_window,
)  # fmt: skip
