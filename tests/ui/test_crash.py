"""A mistake of the program: a report that names nobody, and the officer goes on at the same place."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from inspector_app.crash import describe
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import County, start_visit
from tests.ui.pages.desk import Desk, desk_on, finding_now, new_finding
from ui import crash
from ui.crash import CrashCatcher

SECRET = "张三 332501199001011234"


class Mishap:
    """Lets the program make mistakes, as a slot or a background task would, and answers the dialog."""

    def __init__(self, desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk = desk
        self.catcher = CrashCatcher(desk.window, folder)
        monkeypatch.setattr(sys, "excepthook", self.catcher.hook)

    def in_a_slot(self) -> Path:
        """Press a button whose slot fails; the report."""
        button = QPushButton(self.desk.window.current_page)
        button.clicked.connect(lambda: {}[SECRET])
        with self.desk.qtbot.waitSignal(self.catcher.caught, timeout=PATIENCE) as caught:
            button.click()
        return Path(caught.args[0])

    def in_a_task(self) -> Path:
        """Ask for something that fails on the database thread; the report."""
        with self.desk.qtbot.waitSignal(self.catcher.caught, timeout=PATIENCE) as caught:
            self.desk.window.bridge.ask(lambda _app: {}[SECRET])
        return Path(caught.args[0])

    def go_on(self) -> None:
        """Press 继续工作 and wait until the page stands again."""
        assert self.catcher.dialog is not None
        self.catcher.dialog.accept()
        self.desk.rest()


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[tuple[Desk, County]]:
    with desk_on(qtbot, own_data_dir) as made:
        yield made


@pytest.fixture
def mishap(scene: tuple[Desk, County], own_data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Mishap:
    return Mishap(scene[0], own_data_dir, monkeypatch)


def visit_of(scene: tuple[Desk, County]) -> str:
    desk, county = scene
    return str(desk.ask(lambda app: start_visit(app, county)))


def page_of(desk: Desk) -> Any:
    return desk.window.current_page


def around(widget: QWidget) -> QScrollArea:
    """The area that scrolls this."""
    while not isinstance(widget, QScrollArea):
        widget = widget.parentWidget()
    return widget


def settled(desk: Desk, check: Any) -> None:
    desk.qtbot.waitUntil(check, timeout=PATIENCE)
    desk.rest()


def test_a_report_names_files_and_lines_only(mishap: Mishap) -> None:
    for report in (mishap.in_a_slot(), mishap.in_a_task()):
        text = report.read_text("utf-8")
        assert "KeyError" in text
        assert "test_crash.py" in text
        assert "张三" not in text
        assert "332501" not in text
    mishap.go_on()


def test_one_dialog_stands_for_many_mistakes(mishap: Mishap) -> None:
    mishap.in_a_slot()
    first = mishap.catcher.dialog
    mishap.in_a_task()
    assert mishap.catcher.dialog is first
    mishap.go_on()
    assert mishap.desk.window.is_at_desk


@pytest.mark.parametrize("kind", ["in_a_slot", "in_a_task"])
def test_a_half_typed_finding_stands_as_it_was(scene: tuple[Desk, County], mishap: Mishap, kind: str) -> None:
    desk = scene[0]
    editor = new_finding(desk, desk.inspection(visit_of(scene)))
    desk.type(editor.form.place, "三中段 2 号采场")
    desk.type(editor.form.fact, "顶板开裂掉块，未及时")
    finding_id, bar = editor.finding_id, editor.scroll_area.verticalScrollBar()
    desk.rest()
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    assert before > 0
    getattr(mishap, kind)()
    mishap.go_on()
    page = page_of(desk)
    assert page is not editor
    assert page.finding_id == finding_id
    settled(desk, lambda: page.form.fact.toPlainText() == "顶板开裂掉块，未及时")
    assert page.form.place.text() == "三中段 2 号采场"
    settled(desk, lambda: page.scroll_area.verticalScrollBar().value() == before)
    settled(desk, lambda: desk.window.focusWidget() is page.form.fact)
    settled(desk, lambda: page.form.fact.textCursor().position() == len("顶板开裂掉块，未及时"))
    assert finding_now(desk, finding_id).fact == "顶板开裂掉块，未及时"


@pytest.mark.parametrize("kind", ["in_a_slot", "in_a_task"])
def test_the_same_item_is_chosen_at_the_same_height(scene: tuple[Desk, County], mishap: Mishap, kind: str) -> None:
    desk = scene[0]
    page = desk.inspection(visit_of(scene))
    page.items.select(page.items.model.lines[40].key)
    desk.rest()
    line, height = page.panel.line, page.items.view.verticalScrollBar().value()
    assert height > 0
    getattr(mishap, kind)()
    mishap.go_on()
    again = page_of(desk)
    assert again is not page
    settled(desk, lambda: again.panel.line is not None and again.panel.line.key == line.key)
    settled(desk, lambda: again.items.view.verticalScrollBar().value() == height)


def test_a_half_written_paper_stands_as_it_was(scene: tuple[Desk, County], mishap: Mishap) -> None:
    desk = scene[0]
    page = desk.papers(visit_of(scene))
    page.create_all()
    desk.rest()
    document_id = page.pane.document_id
    assert document_id
    bar = around(page.pane.form).verticalScrollBar()
    bar.setValue(bar.maximum() // 3)
    before = bar.value()
    mishap.in_a_slot()
    mishap.go_on()
    again = page_of(desk)
    settled(desk, lambda: again.pane.document_id == document_id)
    settled(desk, lambda: around(again.pane.form).verticalScrollBar().value() == before)


def test_a_page_that_fails_again_at_once_gives_way_to_home(scene: tuple[Desk, County], mishap: Mishap) -> None:
    desk = scene[0]
    desk.inspection(visit_of(scene))
    mishap.in_a_slot()
    mishap.go_on()
    mishap.in_a_slot()
    mishap.go_on()
    assert desk.window.key_of(page_of(desk)) == "home"
    assert "今日待办" in desk.window.desk.status.line.text()


def test_a_page_that_cannot_even_be_left_keeps_nothing_from_being_made_anew(
    scene: tuple[Desk, County], mishap: Mishap, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = scene[0]
    page = desk.inspection(visit_of(scene))
    monkeypatch.setattr(page, "leave", lambda: {}[SECRET])
    mishap.in_a_slot()
    mishap.go_on()
    assert page_of(desk) is not page
    assert desk.window.key_of(page_of(desk)) == "inspection"


def test_before_the_store_is_open_the_dialog_just_closes(qtbot: Any, own_data_dir: Path) -> None:
    from tests.fixtures.windows import set_up_store, window_on

    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, _reception):
        catcher = CrashCatcher(window, own_data_dir)
        catcher.take(KeyError(SECRET))
        assert catcher.dialog is not None
        catcher.dialog.accept()
        assert not window.is_at_desk


def test_a_full_disk_is_said_instead_of_a_report(
    scene: tuple[Desk, County], mishap: Mishap, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crash, "keep", lambda *_of: None)
    mishap.catcher.take(KeyError(SECRET))
    assert mishap.catcher.dialog is not None
    assert "磁盘" in mishap.catcher.dialog.accessibleName()
    mishap.go_on()


def test_the_same_words_serve_the_command_line(own_data_dir: Path) -> None:
    try:
        int("secret text")
    except ValueError as error:
        told = describe(error, "window, page home")
    assert "ValueError" in told
    assert "secret" not in told


def test_another_theme_leaves_the_officer_where_he_is(scene: tuple[Desk, County]) -> None:
    desk = scene[0]
    page = desk.inspection(visit_of(scene))
    page.items.select(page.items.model.lines[40].key)
    desk.rest()
    line, height = page.panel.line, page.items.view.verticalScrollBar().value()
    desk.window.bridge.appearance.emit("theme", "dark")
    again = page_of(desk)
    assert again is not page
    settled(desk, lambda: again.panel.line is not None and again.panel.line.key == line.key)
    settled(desk, lambda: again.items.view.verticalScrollBar().value() == height)
    desk.window.bridge.appearance.emit("theme", "light")
    desk.rest()
