"""The counter of steps counts what hands do, and only that."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.pages.steps import Steps
from tests.ui.steps.conftest import Morning


@pytest.fixture
def steps(morning: Morning) -> Steps:
    return morning.steps


def test_a_click_a_key_and_a_shortcut_are_one_each_and_words_are_free(steps: Steps) -> None:
    steps.click("搜索")
    steps.type("slj 2026")
    steps.type("金矿")
    assert steps.count == 1
    steps.key("Tab")
    steps.key("F12")
    assert steps.count == 3, steps.told


def test_a_letter_pressed_as_a_command_is_counted(steps: Steps) -> None:
    with pytest.raises(AssertionError, match="nothing takes text"):
        steps.type("n")
    steps.key("N")
    assert steps.count == 1


def test_what_bypasses_the_counter_is_found_out(steps: Steps) -> None:
    steps.key("Ctrl+1")
    QTest.keyClick(steps._window.windowHandle(), Qt.Key.Key_F12)
    with pytest.raises(AssertionError):
        _ = steps.count


def test_what_cannot_be_seen_is_brought_into_view_at_the_cost_of_the_wheel(steps: Steps) -> None:
    steps.key("Ctrl+N")
    steps.see("执法人员（至少两人，一人带队）")
    before = steps.count
    steps.click("批准的检查范围")
    assert steps.count > before + 1, steps.told


HANDS = {"start_over", "key", "type", "click", "choose", "drop", "paste", "see", "sees", "wait", "count", "told"}
"""What a story may do with its ``Steps``."""
BY_THE_BACK_DOOR = {"qtbot", "window", "desk", "page", "QTest", "findChild", "setFocus", "_window"}


def stories() -> dict[str, ast.Module]:
    files = sorted(Path(__file__).parent.glob("test_*.py"))
    return {file.name: ast.parse(file.read_text("utf-8")) for file in files if file.name != Path(__file__).name}


def test_stories_touch_the_window_by_their_hands_alone() -> None:
    found = []
    for name, tree in stories().items():
        for node in ast.walk(tree):
            word = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
            is_hand = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "steps"
            if word in BY_THE_BACK_DOOR or (is_hand and word not in HANDS):
                found.append(f"{name}:{getattr(node, 'lineno', 0)} {word}")
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("ui", "PySide6"):
                found.append(f"{name}:{node.lineno} imports {node.module}")
    assert not found, "\n".join(found)
