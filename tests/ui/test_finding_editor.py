"""The finding editor and its photos: few steps, every source of pictures, clear answers, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage, QStandardItem, QStandardItemModel, QWheelEvent

from inspector_app.checklist.values import Verdict
from tests.fixtures.pictures import jpeg
from tests.fixtures.windows import PATIENCE, unlock, window_on
from tests.ui.pages.county import County, start_visit
from tests.ui.pages.desk import Desk, answer, cite, desk_on, drop_files, finding_now, new_finding
from ui.inspection.finding_page import FindingPage
from ui.inspection.inspection_page import InspectionPage
from ui.inspection.judge_card import CriterionModel
from ui.inspection.parts import LINE_PADDING, QuietList
from ui.inspection.photo_import import sources_of
from ui.inspection.photo_pictures import Pictures, decoded
from ui.inspection.photo_rows import suggested_places
from ui.inspection.photo_view import PhotoListModel

Scene = tuple[Desk, County, InspectionPage]


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    """A running visit on its page."""
    with desk_on(qtbot, own_data_dir) as (desk, county):
        inspection_id = desk.ask(lambda app: start_visit(app, county))
        yield desk, county, desk.inspection(inspection_id)
        QGuiApplication.clipboard().clear()


def pictures(folder: Path, *names: str) -> list[Path]:
    for number, name in enumerate(names):
        (folder / name).write_bytes(jpeg(320, 240, seed=number + 1))
    return [folder / name for name in names]


def copy(mime: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(mime)


def image_on_clipboard() -> None:
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("#446688"))
    mime = QMimeData()
    mime.setImageData(image)
    copy(mime)


def test_a_finding_brings_rule_measure_and_deadline_of_its_item(scene: Scene) -> None:
    desk, _county, page = scene
    line = next(line for line in page.items.model.lines if line.item.due_days and line.item.measure)
    page.items.select(line.key)
    editor = new_finding(desk, page)
    row = finding_now(desk, editor.finding_id)
    assert (row.item_key, row.measure) == (line.key, line.item.measure)
    assert row.rectification_due_on is not None
    assert editor.missing.text().startswith("还缺")


def test_suggested_words_are_filled_in_blank_by_blank(scene: Scene) -> None:
    desk, _county, page = scene
    line = next(line for line in page.items.model.lines if line.item.finding_text.count("____") >= 2)
    page.items.select(line.key)
    editor = new_finding(desk, page)
    editor.form.use_suggestion()
    first = editor.form.fact.textCursor()
    assert set(first.selectedText()) == {"_"}
    desk.type(editor.form.fact, "7")
    desk.press(editor.form.fact, Qt.Key.Key_F2)
    assert editor.form.fact.textCursor().selectionStart() > first.selectionStart()


def test_bad_files_are_answered_one_by_one_and_stop_nothing(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    good, also_good = pictures(tmp_path, "a.jpg", "b.jpg")
    bad, empty = tmp_path / "bad.jpg", tmp_path / "empty.jpg"
    bad.write_bytes(b"no picture at all")
    empty.write_bytes(b"")
    editor = new_finding(desk, page)
    result = drop_files(desk, editor, [good, bad, empty, also_good, good])
    assert (result.taken, result.duplicates, len(result.failures)) == (2, 1, 2)
    assert "bad.jpg" in editor.photos.importer.answer.text()
    assert finding_now(desk, editor.finding_id).photos == 2


def test_a_picture_on_the_clipboard_becomes_a_photo_even_from_a_text_field(scene: Scene) -> None:
    desk, _county, page = scene
    editor = new_finding(desk, page)
    editor.form.fact.setFocus()
    image_on_clipboard()
    with desk.qtbot.waitSignal(editor.photos.importer.finished, timeout=PATIENCE):
        desk.qtbot.keyClick(editor.form.fact, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.rest()
    assert finding_now(desk, editor.finding_id).photos == 1


def test_text_on_the_clipboard_stays_text(scene: Scene) -> None:
    desk, _county, page = scene
    editor = new_finding(desk, page)
    mime = QMimeData()
    mime.setText("pasted")
    copy(mime)
    editor.form.fact.setFocus()
    desk.qtbot.keyClick(editor.form.fact, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert editor.form.fact.toPlainText() == "pasted"


def test_a_folder_gives_its_pictures_and_an_empty_one_says_so(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    folder = tmp_path / "DCIM" / "100"
    folder.mkdir(parents=True)
    pictures(folder, "1.JPG", "2.jpg")
    (folder / "notes.txt").write_text("x")
    editor = new_finding(desk, page)
    result = drop_files(desk, editor, [tmp_path / "DCIM"])
    assert (result.taken, finding_now(desk, editor.finding_id).photos) == (2, 2)
    assert "notes.txt" in editor.photos.importer.answer.text()
    (tmp_path / "leer").mkdir()
    with desk.qtbot.waitSignal(editor.trouble, timeout=PATIENCE) as told:
        editor.photos.importer.take([tmp_path / "leer"], page.inspection_id, editor.finding_id)
    assert told.args[0].code == "photos.nothing_in_folder"


def test_dropped_urls_win_over_image_data(tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.jpg"))])
    mime.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    assert sources_of(mime) == [tmp_path / "a.jpg"]
    assert sources_of(QMimeData()) == []


def test_a_large_picture_is_decoded_no_larger_than_its_place() -> None:
    from PySide6.QtCore import QSize

    image = decoded(jpeg(1600, 1200), QSize(400, 400))
    assert (image.width(), image.height()) == (400, 300)
    assert decoded(b"nothing").isNull()


def test_a_level_holds_as_soon_as_it_is_chosen(scene: Scene) -> None:
    desk, _county, page = scene
    editor = new_finding(desk, page)
    editor.judge.level.chip("major").click()
    editor.go_back()
    desk.rest()
    row = finding_now(desk, editor.finding_id)
    assert (row.hazard_level, row.judged_by) == ("major", "张建国")
    assert "矿安〔2022〕88号" in (row.judged_basis or "")
    assert desk.window.current_page is page


def test_a_criterion_chosen_later_is_judged_anew(scene: Scene) -> None:
    desk, _county, page = scene
    editor = new_finding(desk, page)
    editor.judge.level.chip("major").click()
    editor.judge.choose_criterion("UG-01-1")
    desk.rest()
    row = finding_now(desk, editor.finding_id)
    assert row.criterion_key == "UG-01-1"
    assert "矿安〔2022〕88号地下矿山第（一）项第1目" in (row.judged_basis or "")


def test_a_level_without_basis_is_never_left_silently(scene: Scene) -> None:
    desk, _county, page = scene
    editor = new_finding(desk, page)
    card = editor.judge
    card.model.offer(())
    assert card._view is not None
    card._view = replace(card._view, criteria=())
    card.level.chip("major").click()
    assert card.basis_field.error.isVisibleTo(editor)
    desk.window.go("home")
    assert desk.window.current_page is editor
    assert editor.unsettled.isVisibleTo(editor)
    editor.complete.click()
    desk.type(card.basis, "现场核查")
    desk.window.go("home")
    desk.rest()
    assert desk.window.current_page is not editor
    assert finding_now(desk, editor.finding_id).hazard_level == "major"


def test_a_level_that_does_not_hold_may_be_given_up(scene: Scene) -> None:
    desk, _county, page = scene
    editor = new_finding(desk, page)
    editor.judge.level.chip("major").click()
    desk.rest()
    editor.judge.level.chip("general").click()
    desk.rest()
    editor.judge.by.set_choices([])
    editor.judge.level.chip("major").click()
    editor.go_back()
    editor.take_back.click()
    desk.rest()
    assert desk.window.current_page is page
    assert finding_now(desk, editor.finding_id).hazard_level == "general"


def test_looking_at_a_finding_judges_nothing(scene: Scene) -> None:
    desk, _county, page = scene
    editor = new_finding(desk, page)
    told: list[Any] = []
    editor.judge.judged.connect(told.append)
    editor.go_back()
    assert told == []


def test_a_list_of_criteria_wraps_and_leaves_the_wheel_to_the_page(scene: Scene) -> None:
    desk, _county, page = scene
    editor = new_finding(desk, page)
    shown = editor.judge.list
    assert shown.wordWrap()
    assert shown.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    editor.form.place.setFocus()
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    shown.wheelEvent(event)
    assert not event.isAccepted()


def test_every_line_of_a_list_is_as_high_as_its_words(qtbot: Any) -> None:
    shown = QuietList()
    qtbot.addWidget(shown)
    model = QStandardItemModel()
    for words in range(10, 90):
        model.appendRow(QStandardItem("出口堵塞梯子踏步不能用"[: words % 11] + "井" * words))
    shown.setModel(model)
    shown.resize(545, 400)
    shown.show()
    room, wrap = shown.viewport().width() - 2 * LINE_PADDING, Qt.TextFlag.TextWrapAnywhere
    for number in range(model.rowCount()):
        index = model.index(number, 0)
        needed = shown.fontMetrics().boundingRect(QRect(0, 0, room, 1000), wrap, str(index.data())).height()
        assert shown.visualRect(index).height() >= needed


def test_a_law_search_without_a_hit_says_so(scene: Scene) -> None:
    desk, _county, page = scene
    editor = new_finding(desk, page)
    law = editor.form.law
    with desk.qtbot.waitSignal(law.answered, timeout=PATIENCE):
        desk.type(law.field, "没有这样的条文")
    assert law.nothing.isVisibleTo(editor)
    law.clear()
    assert not law.nothing.text()
    assert law.hits.popup().wordWrap()


def test_a_provision_is_found_by_words_of_the_trade_and_cited_in_full(scene: Scene) -> None:
    desk, _county, page = scene
    editor = new_finding(desk, page)
    line = cite(desk, editor, "安全出口")
    assert editor.form.rule.toPlainText() == line.partition("  ")[0]
    assert editor.form.rule.toPlainText().startswith("《")
    assert editor.form.law.field.text() == ""
    assert editor.form.force.value == "law"


def test_a_major_hazard_is_marked_in_the_list_of_findings(scene: Scene) -> None:
    desk, _county, page = scene
    editor = new_finding(desk, page)
    editor.judge.level.chip("major").click()
    editor.go_back()
    desk.rest()
    assert "重大" in str(page.findings.model.index(0).data())


def test_a_mistake_put_right_leaves_its_room(scene: Scene) -> None:
    desk, _county, page = scene
    editor = new_finding(desk, page)
    field = editor.judge.basis_field
    editor.judge.level.chip("major").click()
    field.say("缺")
    desk.rest()
    before = field.height()
    field.say("")
    desk.rest()
    assert field.height() == before


def test_half_typed_text_comes_back_after_a_restart(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        inspection_id = desk.ask(lambda app: start_visit(app, county))
        editor = new_finding(desk, desk.inspection(inspection_id))
        finding_id = editor.finding_id
        with qtbot.waitSignal(editor.form.fact.keeper.kept, timeout=PATIENCE):
            desk.type(editor.form.fact, "顶板开")
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        editor = Desk(qtbot, window).go("finding", finding_id)
        assert isinstance(editor, FindingPage)
        assert editor.form.fact.toPlainText() == "顶板开"


def test_a_removed_finding_keeps_its_reason_and_comes_back_by_undo(scene: Scene) -> None:
    desk, _county, page = scene
    editor = new_finding(desk, page)
    finding_id = editor.finding_id
    editor.remove.click()
    desk.type(editor.remove_reason, "写重了")
    with desk.qtbot.waitSignal(editor.navigate, timeout=PATIENCE):
        desk.press(editor.remove_reason, Qt.Key.Key_Return)
    desk.rest()
    assert desk.ask(lambda app: app.inspections.findings(inspection_id=page.inspection_id)) == []
    with desk.qtbot.waitSignal(desk.window.bridge.changed, timeout=PATIENCE):
        desk.qtbot.keyClick(page.items.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert finding_now(desk, finding_id).id == finding_id


def test_photos_wait_in_the_tray_until_a_number_files_them(scene: Scene, tmp_path: Path) -> None:
    desk, county, page = scene
    inspection_id = page.inspection_id
    finding_id = desk.ask(lambda app: app.inspections.add_finding(county.officer_id, inspection_id, place="x"))
    tray = desk.go("photos", inspection_id)
    with desk.qtbot.waitSignal(tray.importer.finished, timeout=PATIENCE):
        tray.importer.take(pictures(tmp_path, "a.jpg", "b.jpg", "c.jpg"), inspection_id, None)
    desk.rest()
    assert tray.count.text() == "3"
    with desk.qtbot.waitSignal(tray.notice, timeout=PATIENCE):
        desk.press(tray.strip, Qt.Key.Key_1)
    tray.refresh()
    desk.rest()
    assert tray.count.text() == "2"
    assert finding_now(desk, finding_id).photos == 1


def test_a_stopped_import_keeps_what_it_has(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    editor = new_finding(desk, page)
    importer = editor.photos.importer
    files = pictures(tmp_path, *(f"{number}.jpg" for number in range(8)))
    importer.bar.valueChanged.connect(lambda done: importer.cancel.click() if done == 2 else None)
    result = drop_files(desk, editor, files)
    assert 2 <= result.taken < 8
    assert finding_now(desk, editor.finding_id).photos == result.taken


def test_a_photo_without_time_gets_one_stated_and_leaves_with_a_reason(scene: Scene) -> None:
    desk, _county, page = scene
    editor = new_finding(desk, page)
    image_on_clipboard()
    with desk.qtbot.waitSignal(editor.photos.importer.finished, timeout=PATIENCE):
        editor.photos.paste()
    desk.rest()
    details = editor.photos.details
    details.state_time.click()
    details.bar.fields["time"].setText("3.10 1005")
    details.bar.confirm.click()
    desk.rest()
    photo = desk.ask(lambda app: app.evidence.photos(finding_id=editor.finding_id))[0]
    assert (photo.time_source, photo.taken_at[5:16]) == ("stated_by_officer", "03-10T10:05")
    details.remove.click()
    details.bar.fields["reason"].setText("拍错")
    details.bar.confirm.click()
    desk.rest()
    assert finding_now(desk, editor.finding_id).photos == 0


def test_places_used_here_come_before_those_of_earlier_visits() -> None:
    assert suggested_places(["甲", "乙", "甲"], ["丙", "乙"]) == ["甲", "乙", "丙"]


def test_models_are_sound(qtmodeltester: Any, qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, _county):
        qtmodeltester.check(PhotoListModel(Pictures(desk.window.bridge)))
    from inspector_app.checklist.loader import criteria_library

    model = CriterionModel()
    model.offer(criteria_library().for_kind("underground_mine"))
    qtmodeltester.check(model)


def test_a_finding_from_a_published_criterion_is_suspected_until_it_is_judged(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        visit = desk.ask(lambda app: start_visit(app, county, checklists=("criteria_underground",)))
        page = desk.inspection(visit)
        page.items.select("UG-01-5")
        assert page.panel.buttons[Verdict.COMPLIANT].text().endswith("无此情形")
        answer(desk, page, "不符合")
        editor = new_finding(desk, page)
        assert finding_now(desk, editor.finding_id).hazard_level == "suspected_major"


def test_a_place_that_holds_the_one_of_the_row_is_offered_first() -> None:
    assert suggested_places(["+265东侧", "安全科"], ["+265 m 中段3号采场"], named="3号采场")[0] == "+265 m 中段3号采场"


def test_a_deadline_before_the_visit_is_refused_beside_its_field(scene: Scene) -> None:
    desk, _county, page = scene
    editor = new_finding(desk, page)
    before = finding_now(desk, editor.finding_id).rectification_due_on
    editor.form.due.clear()
    desk.type(editor.form.due, "昨天")
    editor.form.due.editingFinished.emit()
    desk.rest()
    assert "早于检查当天" in editor.form._due_field.error.said
    assert finding_now(desk, editor.finding_id).rectification_due_on == before
