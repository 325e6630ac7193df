"""The window fits the screen and comes back where it stood on a screen of this size."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from ui import geometry
from ui.geometry import Place, fitted


@pytest.mark.parametrize("size", [(1366, 728), (1280, 680), (910, 485), (1024, 600)])
def test_the_first_window_lies_within_a_small_screen_and_fills_it(size: tuple[int, int]) -> None:
    screen = QRect(0, 0, *size)
    place = fitted(screen)
    assert screen.contains(QRect(place.x, place.y, place.width, place.height))
    assert place.maximised


def test_a_large_screen_shows_the_usual_size() -> None:
    place = fitted(QRect(0, 0, 1920, 1040))
    assert (place.width, place.height, place.maximised) == (1280, 800, False)


def test_a_place_that_hangs_over_the_edge_is_drawn_in() -> None:
    screen = QRect(0, 0, 1366, 728)
    place = fitted(screen, Place(1200, 700, 1800, 900))
    assert screen.contains(QRect(place.x, place.y, place.width, place.height))


def test_a_window_comes_back_as_it_was_left(qtbot: Any, tmp_path: Path) -> None:
    first, second = QWidget(), QWidget()
    for window in (first, second):
        qtbot.addWidget(window)
    geometry.put(first, tmp_path)
    qtbot.waitExposed(first)
    first.setGeometry(20, 60, 500, 400)
    geometry.keep(first, tmp_path)
    geometry.put(second, tmp_path)
    assert second.normalGeometry() == QRect(20, 60, 500, 400)
    assert second.isMaximized() == first.isMaximized()


def test_maximised_is_remembered_for_this_size_of_screen_only(qtbot: Any, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    screen = window.screen().availableGeometry()
    other = {"1x1": {"x": 0, "y": 0, "width": 1, "height": 1, "maximised": False}}
    (tmp_path / geometry.FILE).write_text(json.dumps(other))
    window.showMaximized()
    geometry.keep(window, tmp_path)
    kept = json.loads((tmp_path / geometry.FILE).read_text("utf-8"))
    assert kept[f"{screen.width()}x{screen.height()}"]["maximised"]
    assert kept["1x1"] == other["1x1"]


def test_a_spoilt_file_gives_the_usual_place(qtbot: Any, tmp_path: Path) -> None:
    (tmp_path / geometry.FILE).write_text("{not json")
    window = QWidget()
    qtbot.addWidget(window)
    geometry.put(window, tmp_path)
    assert window.isVisible()
