"""Every error of the window says what happened, what is safe and what to do, in its place, and once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from inspector_app import messages as core
from inspector_app.errors import BadInput, InspectorError, Refused, RuleViolation, StorageFault, Unreachable
from tests.fixtures.windows import at_rest, set_up_store, unlock, window_on
from ui import language, messages
from ui.main_window import MainWindow

FULL = StorageFault("storage.full")
ABOVE = (
    Refused("sync.refused", status=403),
    BadInput("photo.damaged", file="IMG_0003.jpg"),
    RuleViolation("inspection.certificate_invalid", name="张建国", valid_to="2025-12-31"),
    BadInput("print.no_printer"),
    BadInput("print.failed", detail="队列已停用"),
    StorageFault("store.newer", found="9", known="1"),
)
IN_FRONT = (FULL, StorageFault("storage.busy"), StorageFault("storage.readonly"), StorageFault("storage.io"))


@pytest.fixture(autouse=True)
def chinese_again(qapp: Any) -> Iterator[None]:
    yield
    language.speak("zh")


@pytest.fixture
def window(qtbot: Any, own_data_dir: Path) -> Iterator[MainWindow]:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (made, reception):
        made.resize(1366, 768)
        unlock(qtbot, made, reception)
        at_rest(qtbot, made)
        yield made


def texts(widget: QWidget) -> set[str]:
    return {one.text() for one in widget.findChildren(QLabel) if one.isVisible()}


def dialogs(window: MainWindow) -> list[messages.MessageDialog]:
    return [one for one in window.findChildren(messages.MessageDialog) if one.isVisible()]


def said(error: InspectorError) -> set[str]:
    told = core.tell(error, language.current())
    return {told.happened, told.safe, told.todo}


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_above_the_page_all_three_sentences_stand_in_one_bar(window: MainWindow, qtbot: Any, code: str) -> None:
    window.bridge.appearance.emit("language", code)
    at_rest(qtbot, window)
    for error in ABOVE:
        window.show_trouble(error)
        at_rest(qtbot, window)
        assert window.desk.message.isVisible()
        assert said(error) <= texts(window.desk.message)
        assert dialogs(window) == []


def test_what_the_disk_refuses_stands_in_a_dialog_that_reads_whole(window: MainWindow, qtbot: Any) -> None:
    for error in IN_FRONT:
        window.show_trouble(error)
        (dialog,) = dialogs(window)
        assert said(error) <= texts(dialog)
        for label in dialog.findChildren(QLabel):
            assert not label.wordWrap() or label.height() >= label.heightForWidth(label.width()) - 1
        dialog.accept_button.click()
        at_rest(qtbot, window)


def test_no_signal_is_a_quiet_line(window: MainWindow) -> None:
    window.show_trouble(Unreachable("sync.unreachable"))
    assert window.desk.status.line.text()
    assert not window.desk.message.isVisible()
    assert dialogs(window) == []


def test_a_full_disk_asks_once_and_then_stands_above_the_page(window: MainWindow, qtbot: Any) -> None:
    """What is typed is tried again every two seconds; each try fails with the same error."""
    for _try in range(5):
        window.bridge.trouble.emit(FULL)
    (dialog,) = dialogs(window)
    dialog.accept_button.click()
    at_rest(qtbot, window)
    for _try in range(5):
        window.bridge.trouble.emit(FULL)
    assert dialogs(window) == []
    at_rest(qtbot, window)
    assert window.desk.message.isVisible()
    assert said(FULL) <= texts(window.desk.message)


def test_the_same_bar_is_not_built_anew_under_the_mouse(window: MainWindow, qtbot: Any) -> None:
    window.show_trouble(ABOVE[0])
    at_rest(qtbot, window)
    before = window.desk.message.findChildren(QLabel)
    window.show_trouble(ABOVE[0])
    assert window.desk.message.findChildren(QLabel) == before


def test_before_the_store_is_open_a_dialog_says_it(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, _reception):
        window.show_trouble(StorageFault("store.newer", found="9", known="1"))
        (dialog,) = dialogs(window)
        assert dialog.accessibleName()
        dialog.accept_button.click()
