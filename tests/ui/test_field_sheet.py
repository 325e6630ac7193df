"""The field sheet in the window: the lane says what Enter will do, keeps what it refuses, loses nothing; printing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from inspector_app.errors import InspectorError
from inspector_app.fieldwork.values import Sheet
from tests.fixtures.pictures import jpeg
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.windows import PATIENCE, unlock, window_on
from tests.ui.pages.county import County, make_county, opened, start_visit
from tests.ui.pages.desk import Desk, desk_on
from ui.fieldwork.page import FieldSheetPage
from ui.undo import undo_last
from ui.widgets.basic import LinkButton

LISTS = ("task_16", "task_17", "criteria_underground")
ROOT = Path(__file__).resolve().parents[2]
TYPIST = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui.main import open_window
folder, visit, passphrase = sys.argv[1:]
application = QApplication([])
from pathlib import Path
window, reception = open_window(Path(folder))
window.show()
def typed():
    page = window.current_page
    if not page.sheet_id or page.lane.field.text():
        QTimer.singleShot(20, typed)
        return
    page.lane._draft.kept.connect(lambda: print("KEPT", flush=True))
    page.lane.field.put("21 2 @1 顶板开裂")
def begun():
    window.go("field_sheet", visit)
    typed()
window.bridge.opened.connect(begun)
reception.entry.passphrase.setText(passphrase)
reception.entry.button.click()
application.exec()
"""


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[tuple[Desk, FieldSheetPage, Sheet]]:
    """A running visit with a printed sheet, its page in front."""
    with desk_on(qtbot, own_data_dir) as (desk, county):
        sheet = desk.ask(lambda app: drawn_up(app, county))
        page = desk.go("field_sheet", sheet.inspection_id)
        assert isinstance(page, FieldSheetPage)
        yield desk, page, sheet


def drawn_up(app: Any, county: County) -> Sheet:
    visit = start_visit(app, county, checklists=LISTS)
    sheet = app.field_sheets.draw_up(app.officer_id, visit)
    assert isinstance(sheet, Sheet)
    return sheet


def typed(desk: Desk, page: FieldSheetPage, line: str) -> None:
    """Type a line and wait until it is told what it means."""
    page.lane.field.clear()
    with desk.qtbot.waitSignal(page.lane.planned, timeout=PATIENCE):
        desk.type(page.lane.field, line)
    desk.qtbot.waitUntil(lambda: not page.lane._look_timer.isActive(), timeout=PATIENCE)
    desk.rest()


def enter(desk: Desk, page: FieldSheetPage) -> None:
    desk.press(page.lane.field, Qt.Key.Key_Return)
    desk.rest()


def test_what_enter_will_do_is_said_before_it_is_pressed(scene: tuple[Desk, FieldSheetPage, Sheet]) -> None:
    desk, page, sheet = scene
    typed(desk, page, "3-5 1")
    assert page.lane.does.text() == "第 3-5 项（共 3 项）记为符合。"
    rows = {index.row() for index in page.table.selectionModel().selectedRows()}
    assert rows == {page.model.row_of(no) for no in (3, 4, 5)}
    assert desk.ask(lambda app: app.inspections.answers(sheet.inspection_id)) == {}
    enter(desk, page)
    assert len(desk.ask(lambda app: app.inspections.answers(sheet.inspection_id))) == 3
    assert page.lane.field.text() == ""
    assert "第 3-5 项" in page.lane.log.item(0).text()
    assert str(len(sheet.items) - 3) in page.progress.text()


def test_a_refused_line_says_why_and_stays(scene: tuple[Desk, FieldSheetPage, Sheet]) -> None:
    desk, page, sheet = scene
    typed(desk, page, "3 4")
    assert "要写原因" in page.lane.does.text()
    enter(desk, page)
    assert page.lane.field.text() == "3 4"
    assert "要写原因" in page.lane.log.item(0).text()
    assert desk.ask(lambda app: app.inspections.answers(sheet.inspection_id)) == {}


def test_the_next_line_can_be_typed_while_one_is_on_its_way(scene: tuple[Desk, FieldSheetPage, Sheet]) -> None:
    desk, page, sheet = scene
    for line in ("1 1", "2 3", "3 4", "4 1"):
        desk.qtbot.keyClicks(page.lane.field, line)
        desk.press(page.lane.field, Qt.Key.Key_Return)
    desk.qtbot.keyClicks(page.lane.field, "5 1")
    desk.rest()
    answers = desk.ask(lambda app: app.inspections.answers(sheet.inspection_id))
    assert {one.no for one in sheet.items if one.item_key in answers} == {1, 2, 4}
    assert page.lane.field.text() == "5 1"
    assert any("3 4" in page.lane.log.item(number).text() for number in range(page.lane.log.count()))


def test_arrows_bring_earlier_lines_back_for_a_correction(scene: tuple[Desk, FieldSheetPage, Sheet]) -> None:
    desk, page, sheet = scene
    typed(desk, page, "3 1")
    enter(desk, page)
    desk.press(page.lane.field, Qt.Key.Key_Up)
    assert page.lane.field.text() == "3 1"
    desk.press(page.lane.field, Qt.Key.Key_Down)
    assert page.lane.field.text() == ""
    typed(desk, page, "3 3")
    assert "更正" in page.lane.minds.text()
    enter(desk, page)
    answers = desk.ask(lambda app: app.inspections.answers(sheet.inspection_id))
    assert answers[sheet.items[2].item_key].verdict == "not_applicable"


def test_z_takes_the_last_line_back(scene: tuple[Desk, FieldSheetPage, Sheet]) -> None:
    desk, page, sheet = scene
    for line in ("3-5 1", "z"):
        typed(desk, page, line)
        enter(desk, page)
    assert desk.ask(lambda app: app.inspections.answers(sheet.inspection_id)) == {}
    assert page.progress.text().startswith(f"{len(sheet.items)} 项")


def test_photos_stand_beside_the_lane_under_the_numbers_it_calls_them_by(
    scene: tuple[Desk, FieldSheetPage, Sheet], tmp_path: Path
) -> None:
    desk, page, _sheet = scene
    typed(desk, page, "3 2 p2 开裂")
    assert "没有第 2 张照片" in page.lane.does.text()
    for number in (1, 2):
        (tmp_path / f"{number}.jpg").write_bytes(jpeg(64, 48, seed=number))
    with desk.qtbot.waitSignal(page.importer.finished, timeout=PATIENCE):
        page.importer.take([tmp_path / "1.jpg", tmp_path / "2.jpg"], page.inspection_id, None)
    desk.rest()
    assert [row.number for row in page.strip.photos.rows] == [1, 2]
    desk.qtbot.waitUntil(lambda: "照片第 2 张" in page.lane.does.text(), timeout=PATIENCE)
    assert [one.number for one in page.strip.chosen()] == [2]


def test_a_half_typed_line_survives_kill_9(qtbot: Any, own_data_dir: Path) -> None:
    county = make_county(own_data_dir)
    app = opened(own_data_dir)
    sheet = drawn_up(app, county)
    app.store.close()
    command = [sys.executable, "-c", TYPIST, str(own_data_dir), sheet.inspection_id, PASSPHRASE]
    window = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert window.stdout is not None
    assert window.stdout.readline().strip() == "KEPT"
    window.send_signal(signal.SIGKILL)
    window.communicate()
    with window_on(qtbot, own_data_dir) as (again, reception):
        unlock(qtbot, again, reception)
        desk = Desk(qtbot, again)
        page = desk.go("field_sheet", sheet.inspection_id)
        qtbot.waitUntil(lambda: page.lane.field.text() == "21 2 @1 顶板开裂", timeout=PATIENCE)


def test_a_sheet_is_printed_to_a_file_from_the_start_of_a_visit_on(
    qtbot: Any, own_data_dir: Path, tmp_path: Path
) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        visit = desk.ask(lambda app: start_visit(app, county, checklists=LISTS))
        page = desk.go("field_sheet", {"inspection": visit, "print": True})
        assert page.card.isVisible()
        assert not page.empty.isVisible()
        page.card.which.set_value("task_17")
        page.card.which.activated.emit(1)
        with qtbot.waitSignal(page.card.printed, timeout=PATIENCE) as done:
            page.card.draw_up("", tmp_path / "单.pdf")
        desk.rest()
        assert len(pypdfium2.PdfDocument(tmp_path / "单.pdf")) == done.args[1]
        assert page.lane.isVisible()
        assert not page.card.isVisible()
        assert {one.checklist_key for one in done.args[0].items} == {"task_17"}


def test_a_folder_that_takes_no_file_is_told_and_the_sheet_stays(
    scene: tuple[Desk, FieldSheetPage, Sheet], tmp_path: Path
) -> None:
    desk, page, sheet = scene
    (tmp_path / "taken").write_text("a file, no folder")
    page.ask_print()
    page.card.send(sheet, "", tmp_path / "taken" / "sheet.pdf")
    desk.qtbot.waitUntil(lambda: bool(page.card.error.said), timeout=PATIENCE)
    assert page.card.go.isEnabled()
    assert desk.ask(lambda app: app.field_sheets.sheets(page.inspection_id)) == [sheet]


def test_a_photo_of_the_filled_sheet_dropped_on_the_window_is_kept_as_evidence(
    scene: tuple[Desk, FieldSheetPage, Sheet], tmp_path: Path
) -> None:
    desk, page, sheet = scene
    page.card.send(sheet, "", tmp_path / "sheet.pdf")
    with desk.qtbot.waitSignal(page.card.printed, timeout=PATIENCE):
        pass
    picture = pypdfium2.PdfDocument(tmp_path / "sheet.pdf")[0].render(scale=2).to_pil()
    picture.convert("RGB").save(tmp_path / "phone.jpg", quality=80)
    with desk.qtbot.waitSignal(desk.window.scans.finished, timeout=PATIENCE) as done:
        desk.window.scans.take([tmp_path / "phone.jpg"])
    assert not isinstance(done.args[1], InspectorError)
    desk.rest()
    assert len(desk.ask(lambda app: app.field_sheets.state(sheet.id)).scans) == 1


def test_a_scanned_pdf_dropped_on_the_page_files_its_pages_by_their_codes(
    scene: tuple[Desk, FieldSheetPage, Sheet], tmp_path: Path
) -> None:
    desk, page, sheet = scene
    page.card.send(sheet, "", tmp_path / "sheet.pdf")
    with desk.qtbot.waitSignal(page.card.printed, timeout=PATIENCE):
        pass
    printed = pypdfium2.PdfDocument(tmp_path / "sheet.pdf")
    first, second = (printed[number].render(scale=2).to_pil().convert("RGB") for number in (0, 1))
    first.save(tmp_path / "scan.pdf", save_all=True, append_images=[second], resolution=144)
    with desk.qtbot.waitSignal(desk.window.scans.finished, timeout=PATIENCE) as done:
        page.importer.take([tmp_path / "scan.pdf"], page.inspection_id, None)
    assert done.args[1] is None
    desk.rest()
    assert f"填好的下井记录单 {sheet.short_code}，2 页已作为证据保存" in desk.window.desk.message.accessibleName()
    assert len(desk.ask(lambda app: app.field_sheets.state(sheet.id)).scans) == 2


def test_a_sheet_left_half_way_stands_on_the_home_page_and_is_gone_on_with(
    scene: tuple[Desk, FieldSheetPage, Sheet],
) -> None:
    desk, page, sheet = scene
    typed(desk, page, "3-5 1")
    enter(desk, page)
    home = desk.go("home")
    desk.rest()
    words = f"下井记录单 {sheet.short_code} 还有 {len(sheet.items) - 3} 项没有录入"
    go_on = next(one for one in home.findChildren(LinkButton) if one.accessibleName() == f"接着录 {words}")
    go_on.click()
    desk.rest()
    assert desk.window.current_page is page
    assert page.sheet_id == sheet.id


def test_ctrl_k_and_the_code_on_the_paper_open_the_sheet(scene: tuple[Desk, FieldSheetPage, Sheet]) -> None:
    desk, page, sheet = scene
    search, code = desk.go("search"), sheet.short_code
    desk.rest()
    with desk.qtbot.waitSignal(search.answered, timeout=PATIENCE, check_params_cb=lambda text: text == code):
        search.field.setText(code)
    desk.rest()
    desk.press(search.field, Qt.Key.Key_Return)
    desk.rest()
    assert desk.window.current_page is page
    assert page.sheet_id == sheet.id


def test_a_closed_visit_shows_its_sheet_and_takes_no_line(scene: tuple[Desk, FieldSheetPage, Sheet]) -> None:
    desk, page, sheet = scene
    actor = page.bridge.officer_id
    desk.ask(lambda app: app.inspections.close(actor, sheet.inspection_id, open_items_reason="时间不够"))
    page.refresh()
    desk.rest()
    assert not page.lane.field.isEnabled()
    assert not page.print_button.isVisible()


def test_an_item_out_of_scope_is_shown_as_such(scene: tuple[Desk, FieldSheetPage, Sheet]) -> None:
    desk, page, sheet = scene
    actor = page.bridge.officer_id
    desk.ask(lambda app: app.inspections.set_scope(actor, sheet.inspection_id, ["task_17"], "范围改了"))
    page.refresh()
    desk.rest()
    outside = next(one for one in sheet.items if one.checklist_key == "task_16")
    typed(desk, page, f"{outside.no} 1")
    assert "已不在本次检查范围内" in page.lane.does.text()
    assert page.model.index(page.model.row_of(outside.no), 2).data() == "不在范围"


def test_the_code_on_the_paper_finds_its_sheet_from_another_visit(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        first, other = (desk.ask(lambda app: drawn_up(app, county)) for _visit in range(2))
        page = desk.go("field_sheet", other.inspection_id)
        assert page.sheet_id == other.id
        desk.type(page.code, first.short_code.lower().replace("-", ""))
        desk.press(page.code, Qt.Key.Key_Return)
        desk.rest()
        assert (page.sheet_id, page.inspection_id) == (first.id, first.inspection_id)


def test_hours_stated_on_the_sheet_are_shown(scene: tuple[Desk, FieldSheetPage, Sheet]) -> None:
    desk, page, _sheet = scene
    typed(desk, page, "t 0000-0001")
    enter(desk, page)
    assert page.progress.text().endswith("下井 00:00 至 00:01")


def test_a_double_click_names_an_item_and_a_photo_in_the_line(
    scene: tuple[Desk, FieldSheetPage, Sheet], tmp_path: Path
) -> None:
    desk, page, _sheet = scene
    (tmp_path / "1.jpg").write_bytes(jpeg(64, 48))
    with desk.qtbot.waitSignal(page.importer.finished, timeout=PATIENCE):
        page.importer.take([tmp_path / "1.jpg"], page.inspection_id, None)
    desk.rest()
    page.table.doubleClicked.emit(page.model.index(page.model.row_of(7), 1))
    assert page.lane.field.text() == "7 "
    desk.type(page.lane.field, "2 ")
    page.strip.doubleClicked.emit(page.strip.photos.index(0))
    assert page.lane.field.text() == "7 2 p1 "
    assert page.lane.field.hasFocus()


def test_a_sheet_printed_by_mistake_is_taken_back_with_undo(scene: tuple[Desk, FieldSheetPage, Sheet]) -> None:
    desk, page, sheet = scene
    undo_last(desk.window.bridge, desk.window.desk)
    desk.rest()
    page.refresh()
    desk.rest()
    assert desk.ask(lambda app: app.field_sheets.sheets(sheet.inspection_id)) == []
    assert page.empty.isVisible()


def test_the_filled_sheet_among_the_imported_photos_is_no_photo_of_the_mine(
    scene: tuple[Desk, FieldSheetPage, Sheet], tmp_path: Path
) -> None:
    desk, page, sheet = scene
    page.card.send(sheet, "", tmp_path / "sheet.pdf")
    with desk.qtbot.waitSignal(page.card.printed, timeout=PATIENCE):
        pass
    picture = pypdfium2.PdfDocument(tmp_path / "sheet.pdf")[0].render(scale=2).to_pil()
    picture.convert("RGB").save(tmp_path / "phone.jpg", quality=80)
    (tmp_path / "roof.jpg").write_bytes(jpeg(64, 48))
    with desk.qtbot.waitSignal(page.importer.page_found, timeout=PATIENCE) as found:
        page.importer.take([tmp_path / "phone.jpg", tmp_path / "roof.jpg"], page.inspection_id, None)
    assert found.args[0] == sheet
    desk.rest()
    page.refresh()
    desk.rest()
    assert [row.file_name for row in page.strip.photos.rows] == ["roof.jpg"]
    assert sheet.short_code in page.importer.answer.text()
