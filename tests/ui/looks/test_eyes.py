"""The eyes see: every kind of flaw is planted once and found, and a sound page is left in peace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMainWindow,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from tests.ui.looks.ears import deaf, leaps, traps, unheard, unreachable, walk
from tests.ui.looks.eyes import flaws
from ui import theme
from ui.tabbing import move, stops
from ui.widgets.basic import Button, Scroll, column, label
from ui.widgets.form import Field

LONG = "责令暂时停产停业、停止使用有关设施设备并撤出作业人员"


@pytest.fixture
def page(qtbot: Any) -> QWidget:
    """An empty page in the light theme."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.load_screen_font()
    theme.apply(application)
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(480, 480)
    return made


def shown(page: QWidget) -> list[str]:
    """What is wrong once the page stands on the screen."""
    page.show()
    QApplication.processEvents()
    return flaws(page)


def fixed(widget: QWidget, width: int, height: int) -> QWidget:
    widget.setFixedSize(width, height)
    return widget


def test_a_sound_page_is_left_in_peace(page: QWidget) -> None:
    layout = column(page, margin=16)
    place = Field("地点", QLineEdit(), "写到巷道")
    for part in (label(LONG, "title"), Button("打印", icon="printer"), place, QCheckBox("已核对")):
        layout.addWidget(part)
    box = QComboBox()
    box.addItems(["限期整改", "责令停产"])
    layout.addWidget(box)
    layout.addWidget(Scroll())
    assert shown(page) == []


def tabs(width: int) -> QWidget:
    made = QTabWidget()
    for title in ("外观", "本局", "执法人员", "安全与备份"):
        made.addTab(QWidget(), title)
    return fixed(made, width, 120)


def table(tip: str = "") -> QWidget:
    model = QStandardItemModel(1, 1)
    model.setHorizontalHeaderLabels(["事实"])
    item = QStandardItem(LONG)
    item.setToolTip(tip)
    model.setItem(0, 0, item)
    view = QTableView()
    view.setModel(model)
    model.setParent(view)
    view.setWordWrap(False)
    view.setColumnWidth(0, 120)
    return view


def heading() -> QWidget:
    view = table(tip=LONG)
    assert isinstance(view, QTableView)
    model = view.model()
    assert isinstance(model, QStandardItemModel)
    model.setHorizontalHeaderLabels(["违反的法律法规条款"])
    return view


def rows() -> QWidget:
    view = QListView()
    model = QStringListModel([LONG], view)
    view.setModel(model)
    view.setFixedWidth(160)
    return view


def combo() -> QWidget:
    box = QComboBox()
    box.addItem(LONG)
    return fixed(box, 120, 40)


def read_only() -> QWidget:
    field = QLineEdit(LONG)
    field.setReadOnly(True)
    return fixed(field, 120, 40)


def hint() -> QWidget:
    field = QLineEdit()
    field.setPlaceholderText(LONG)
    return fixed(field, 120, 40)


def hint_of_lines() -> QWidget:
    field = QPlainTextEdit()
    field.setPlaceholderText(LONG * 3)
    return fixed(field, 160, 48)


def wide_inside() -> QWidget:
    area = QScrollArea()
    area.setWidget(fixed(QWidget(), 900, 40))
    return area


def hidden_wide_inside() -> QWidget:
    area = Scroll(margin=0)
    area.body.addWidget(fixed(QLabel("宽"), 900, 40))
    return area


PLANTED: dict[str, tuple[str, Callable[[], QWidget]]] = {
    "a label too narrow": ("cut: QLabel", lambda: fixed(label(LONG, wrap=False), 90, 24)),
    "a label too low": ("cut: QLabel", lambda: fixed(label(LONG), 120, 24)),
    "an English word longer than its label": ("cut: QLabel", lambda: fixed(label("Supervision"), 40, 200)),
    "a button too narrow": ("cut: Button", lambda: fixed(Button("生成缺的文书"), 60, 40)),
    "an icon that squeezes the word": ("cut: Button", lambda: fixed(Button("照片整理", icon="images"), 100, 40)),
    "a tick box too narrow": ("cut: QCheckBox", lambda: fixed(QCheckBox(LONG), 90, 40)),
    "tabs that need scrolling": ("cut: the tabs", lambda: tabs(150)),
    "a heading wider than its column": ("cut: heading", heading),
    "a cell without a tool tip": ("cut: cell", table),
    "a row without a tool tip": ("cut: cell", rows),
    "a chosen entry too long": ("cut: “责令", combo),
    "a read-only text too long": ("cut: “责令", read_only),
    "a hint too long": ("cut: “责令", hint),
    "a hint of too many lines": ("cut: “责令", hint_of_lines),
    "an area to be scrolled sideways": ("sideways", wide_inside),
    "an area that hides what is too wide": ("outside", hidden_wide_inside),
}


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_flaw_is_found(page: QWidget, what: str) -> None:
    told, make = PLANTED[what]
    QVBoxLayout(page).addWidget(make())
    assert [line for line in shown(page) if line.startswith(told)], shown(page)


def test_a_tool_tip_with_the_whole_text_heals_a_cell(page: QWidget) -> None:
    QVBoxLayout(page).addWidget(table(tip=LONG))
    assert shown(page) == []


def test_siblings_that_cover_each_other_are_found(page: QWidget) -> None:
    first, second = Button("打印", parent=page), Button("签名", parent=page)
    first.setGeometry(10, 10, 100, 40)
    second.setGeometry(80, 20, 100, 40)
    assert shown(page) == ["overlap: Button “打印” and Button “签名” by 30×30"]
    second.setProperty("floats", True)
    assert flaws(page) == []


def test_a_part_that_sticks_out_is_found(page: QWidget) -> None:
    Button("打印", parent=page).setGeometry(430, 10, 100, 40)
    assert [line.partition(":")[0] for line in shown(page)] == ["outside", "off the window"]


def test_a_control_that_says_nothing_is_heard(page: QWidget) -> None:
    layout = column(page, margin=16)
    for widget in (QLineEdit(), QComboBox(), Button(""), QListView()):
        layout.addWidget(widget)
    page.show()
    assert [line.split()[1] for line in unheard(page)] == ["EditableText", "ComboBox", "Button", "List"]


def test_a_box_that_a_reader_cannot_tick_is_found(page: QWidget) -> None:
    column(page, margin=16).addWidget(QCheckBox("已核对"))
    page.show()
    assert deaf(page) == ["deaf: QCheckBox “已核对” in QWidget"]


def test_a_control_out_of_tabs_way_is_found(page: QWidget) -> None:
    layout = column(page, margin=16)
    lost = Button("打印")
    lost.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    for widget in (Button("签名"), lost):
        layout.addWidget(widget)
    page.show()
    assert unreachable(page, stops(page)) == ["out of Tab's way: Button “打印” in QWidget"]


def test_a_control_that_keeps_tab_is_found(page: QWidget) -> None:
    layout = column(page, margin=16)
    for widget in (table(), QPlainTextEdit()):
        layout.addWidget(widget)
    page.show()
    assert [line.split()[1] for line in traps(page)] == ["QTableView", "QPlainTextEdit"]


def test_a_leap_of_tab_is_found(page: QWidget) -> None:
    first, second = Button("打印", parent=page), Button("签名", parent=page)
    first.setGeometry(10, 100, 100, 40)
    second.setGeometry(10, 10, 100, 40)
    page.show()
    assert [line.partition(":")[0] for line in leaps(page, stops(page))] == ["leap"]


class Desk(QMainWindow):
    """A window whose Tab goes as in ours."""

    def focusNextPrevChild(self, forward: bool) -> bool:
        return move(self, forward=forward)


def test_tab_follows_the_layout_whenever_a_control_was_made(qtbot: Any) -> None:
    window, inside = Desk(), QWidget()
    qtbot.addWidget(window)
    layout = column(inside)
    below = Button("第三")
    layout.addWidget(below)
    window.setCentralWidget(inside)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    first, second = QLineEdit(), QComboBox()
    layout.insertWidget(0, second)
    layout.insertWidget(0, first)
    QApplication.processEvents()
    below.setFocus()
    assert walk(window) == [first, second, below]
    below.setFocus()
    qtbot.keyClick(below, Qt.Key.Key_Backtab)
    assert second.hasFocus()
