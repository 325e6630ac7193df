"""What switches a button by the accessibility bus works as a click; showing a value works as nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from ui.inspection.parts import Chip
from ui.widgets.basic import Button
from ui.widgets.checkable import Pick, PlaceButton, Tick


def button() -> QAbstractButton:
    made = Button("1  符合")
    made.setCheckable(True)
    return made


def place() -> QAbstractButton:
    made = PlaceButton()
    made.setCheckable(True)
    return made


MAKERS: dict[str, Callable[[], QAbstractButton]] = {
    "tick": lambda: Tick("已核对"), "chip": lambda: Chip("四不两直"), "button": button, "place": place,
    "pick": lambda: Pick("带队"),
}  # fmt: skip


@pytest.mark.parametrize("kind", MAKERS)
def test_every_way_of_switching_is_told_once(qtbot: Any, kind: str) -> None:
    made = MAKERS[kind]()
    qtbot.addWidget(made)
    made.show()
    told: list[bool] = []
    made.clicked.connect(lambda on: told.append(on))
    made.setChecked(True)
    made.setAutoExclusive(False)
    made.setChecked(False)
    assert told == [], "a value was only shown"
    action = QAccessible.queryAccessibleInterface(made).actionInterface()
    action.doAction(action.actionNames()[0])
    assert told == [True]
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    assert told == [True, False]
    qtbot.keyClick(made, Qt.Key.Key_Space)
    assert told == [True, False, True]


def test_of_several_only_the_one_that_goes_on_is_told(qtbot: Any) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    first, second = Pick("王"), Pick("李")
    told: list[tuple[str, bool]] = []
    for one in (first, second):
        layout.addWidget(one)
    first.clicked.connect(lambda on: told.append(("王", on)))
    second.clicked.connect(lambda on: told.append(("李", on)))
    first.setChecked(True)
    second.toggle()
    assert told == [("李", True)]
