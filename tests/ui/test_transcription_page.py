"""转录 in the window: Enter walks through a visit, field by field and group by group, into the clipboard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from inspector_app import paths
from inspector_app.inspection.model import Inspection
from inspector_app.transcription.values import FieldState
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import start_visit
from tests.ui.pages.desk import Desk, desk_on
from ui.register.mine_lines import RecordLine
from ui.transcription.page import TranscriptionPage
from ui.widgets.basic import LinkButton

Scene = tuple[Desk, str]


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    """A visit with two findings, one of them on two lines."""
    with desk_on(qtbot, own_data_dir) as (desk, county):

        def made(app: Any) -> str:
            visit = start_visit(app, county, checklists=())
            app.inspections.add_finding(app.officer_id, visit, place="井口", fact="梯子间\n堵塞")
            app.inspections.add_finding(app.officer_id, visit, place="平台", fact="浮石未清理")
            return visit

        yield desk, desk.ask(made)


def sheets(desk: Desk, visit: str) -> TranscriptionPage:
    page = desk.go("transcription", visit)
    desk.rest()
    assert isinstance(page, TranscriptionPage)
    return page


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def press(desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    desk.qtbot.keyClick(focus, key, modifier)
    desk.rest()


def choose(desk: Desk, page: TranscriptionPage, about: str) -> None:
    row = next(n for n, one in enumerate(page.model.groups) if about in one.title)
    page.list.setCurrentIndex(page.model.index(row))
    page.card.focus_first()


def test_enter_copies_each_field_and_ticks_the_group_without_the_mouse(scene: Scene) -> None:
    desk, visit = scene
    page = sheets(desk, visit)
    fields = [one for one in page.card.rows if one.can_copy]
    for one in fields:
        assert one.button.hasFocus()
        press(desk, Qt.Key.Key_Return)
        assert clipboard() == one.field.text
    assert page.card.tick.hasFocus()
    press(desk, Qt.Key.Key_Return)
    assert page.sheet is not None
    assert page.sheet.groups[0].is_settled
    assert page.card.group is not None
    assert page.card.group.key == page.sheet.groups[1].key
    assert page.card.rows[0].button.hasFocus()


def test_line_breaks_are_copied_as_chosen_and_arrows_only_move(scene: Scene) -> None:
    desk, visit = scene
    page = sheets(desk, visit)
    choose(desk, page, "梯子间")
    press(desk, Qt.Key.Key_Down)
    assert page.card.rows[1].button.hasFocus()
    desk.qtbot.keyClick(page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard() == "梯子间 堵塞"
    assert page.card.rows[1].button.hasFocus()
    page.breaks.set_value("remove")
    press(desk, Qt.Key.Key_Space)
    assert clipboard() == "梯子间堵塞"


def test_what_was_copied_is_still_known_after_coming_back(scene: Scene) -> None:
    desk, visit = scene
    page = sheets(desk, visit)
    press(desk, Qt.Key.Key_Return)
    desk.go("home")
    page = sheets(desk, visit)
    assert page.card.rows[0].field.state is FieldState.COPIED


def test_a_field_that_changed_after_it_was_entered_says_what_stands_over_there(scene: Scene) -> None:
    desk, visit = scene

    def entered_then_changed(app: Any) -> None:
        app.transcription.done(app.officer_id, visit, "mobile_enforcement")
        finding = app.inspections.findings(inspection_id=visit)[1]
        app.inspections.change_finding(app.officer_id, finding.id, fact="浮石已下挂")

    desk.ask(entered_then_changed)
    page = sheets(desk, visit)
    row = next(one for one in page.card.rows if one.field.state is FieldState.CHANGED)
    assert "浮石未清理" in row.note.text()
    assert "有改动" in page.card.told.text()
    assert row.button.hasFocus()


def test_the_order_waits_for_confirmation_until_the_office_has_compared_it(scene: Scene) -> None:
    desk, visit = scene
    page = sheets(desk, visit)
    assert page.order.isVisibleTo(page)

    def confirm(app: Any) -> None:
        data = json.loads(paths.resources("transcription", "mobile_enforcement.json").read_text("utf-8"))
        app.transcription.import_layout(app.officer_id, {**data, "confirmed": True})

    with desk.qtbot.waitSignal(page.shown, timeout=PATIENCE):
        desk.ask(confirm)
    assert page.order.isHidden()


def test_a_system_without_anything_to_enter_says_so_and_keys_change_the_system(scene: Scene) -> None:
    desk, visit = scene
    page = sheets(desk, visit)
    assert page.tabs.tabText(2).startswith("✓")
    desk.qtbot.keyClick(page, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert page.sheet is not None
    assert page.sheet.system == "mine_supervision"
    page.tabs.setCurrentIndex(2)
    assert page.nothing.isVisibleTo(page)


def test_a_tick_is_taken_back_on_the_page_and_by_ctrl_z(scene: Scene) -> None:
    desk, visit = scene
    page = sheets(desk, visit)
    page.card.tick.click()
    desk.rest()
    page.list.setCurrentIndex(page.model.index(0))
    told = page.trail_record()
    assert told is not None
    assert told[0] == "transcription_mark"
    page.card.undo.click()
    desk.rest()
    assert page.sheet is not None
    assert page.sheet.settled == 0
    page.card.tick.click()
    desk.rest()
    page.list.setFocus()
    with desk.qtbot.waitSignal(page.shown, timeout=PATIENCE, check_params_cb=lambda _id: page.sheet.settled == 0):
        desk.qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.sheet.settled == 0


def test_today_names_the_visits_that_wait_and_the_list_opens_them(scene: Scene) -> None:
    desk, visit = scene

    def end(app: Any) -> None:
        with app.store.units.begin(app.officer_id, "test.close") as unit:
            unit.change(Inspection, visit, inspection_state="closed")

    desk.ask(end)
    home = desk.go("home")
    desk.rest()
    assert any("还没转录" in one.text() for one in home.waiting.findChildren(QLabel))
    page = desk.go("transcription", "")
    desk.rest()
    (line,) = page.waiting.findChildren(RecordLine)
    line.link.click()
    desk.rest()
    assert page.inspection_id == visit
    assert page.body.isVisibleTo(page)
    for system in ("mobile_enforcement", "mine_supervision"):
        desk.ask(lambda app, system=system: app.transcription.done(app.officer_id, visit, system))
    home = desk.go("home")
    desk.rest()
    assert not any("还没转录" in one.text() for one in home.waiting.findChildren(QLabel) if one.isVisibleTo(home))


def test_something_removed_after_it_was_entered_is_told(scene: Scene) -> None:
    desk, visit = scene

    def removed(app: Any) -> None:
        app.transcription.done(app.officer_id, visit, "mobile_enforcement")
        finding = app.inspections.findings(inspection_id=visit)[1]
        app.inspections.remove_finding(app.officer_id, finding.id, "记错")

    desk.ask(removed)
    page = desk.go("transcription", {"inspection": visit, "system": "mobile_enforcement"})
    desk.rest()
    assert page.gone.isVisibleTo(page)
    assert "浮石未清理" in page.gone.accessibleName()


def test_the_countys_own_layout_is_imported_and_taken_back_in_the_window(scene: Scene, tmp_path: Path) -> None:
    desk, _visit = scene
    page = desk.go("transcription", "")
    desk.rest()
    with desk.qtbot.waitSignal(page.waiting.systems.refused, timeout=PATIENCE):
        (tmp_path / "wrong.json").write_text("{}", "utf-8")
        page.waiting.systems.import_file(tmp_path / "wrong.json")
    assert page.waiting.systems.error.is_saying
    page.waiting.systems.save_drafts(tmp_path / "drafts")
    desk.rest()
    data = json.loads((tmp_path / "drafts" / "mobile_enforcement.json").read_text("utf-8"))
    (tmp_path / "own.json").write_text(json.dumps({**data, "confirmed": True, "version": "2026-12"}), "utf-8")
    with desk.qtbot.waitSignal(page.waiting.systems.changed, timeout=PATIENCE):
        page.waiting.systems.import_file(tmp_path / "own.json")
    desk.rest()
    assert any("2026-12" in one.text() and "已核对" in one.text() for one in page.waiting.systems.findChildren(QLabel))
    back = next(one for one in page.waiting.systems.findChildren(LinkButton) if "恢复" in one.text())
    with desk.qtbot.waitSignal(page.waiting.systems.changed, timeout=PATIENCE):
        back.click()
    assert not desk.ask(lambda app: app.transcription.layouts()[0].confirmed)


def test_the_page_comes_back_to_the_same_group(scene: Scene) -> None:
    desk, visit = scene
    page = sheets(desk, visit)
    choose(desk, page, "浮石")
    place = page.place()
    desk.go("transcription", "")
    page.restore(place)
    page.refresh()
    desk.rest()
    assert page.card.group is not None
    assert "浮石" in page.card.group.title
