"""Sixty photos after the shift: offered, taken in beside the work, filed with single keys, none forgotten."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLabel

from inspector_app.evidence.places import PlaceFinder
from inspector_app.evidence.source_values import PlaceKind, Since
from inspector_app.evidence.values import UNRELATED
from tests.fixtures.cards import card, written
from tests.fixtures.phone import Shot, phone_jpeg
from tests.fixtures.pictures import jpeg
from tests.fixtures.windows import PATIENCE, unlock, window_on
from tests.ui.pages.county import County, start_visit
from tests.ui.pages.desk import Desk, desk_on
from ui.inspection.photo_digits import settled
from ui.inspection.photo_tray_page import PhotoTrayPage
from ui.inspection.photo_tray_reading import Pile

Scene = tuple[Desk, County, PhotoTrayPage]
Key = Qt.Key


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path, tmp_path: Path) -> Iterator[Scene]:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        desk.window.resize(1366, 768)
        visit = desk.ask(lambda app: start_visit(app, county))
        for fact in ("甲", "乙", "丙"):
            desk.ask(lambda app, fact=fact: app.inspections.add_finding(county.officer_id, visit, fact=fact))
        yield desk, county, tray_of(desk, visit, tmp_path)


def tray_of(desk: Desk, visit: str, folder: Path) -> PhotoTrayPage:
    page = desk.window.page("photos")
    assert isinstance(page, PhotoTrayPage)
    page.watch.finder = PlaceFinder((str(folder / "media"),), folder / "gvfs")
    desk.go("photos", visit)
    return page


def now() -> datetime:
    return datetime.now().astimezone()


def morning(folder: Path, count: int, **more: Any) -> list[Path]:
    """Photos of the last minutes, since the visit began a moment ago the newest lies after it."""
    return card(folder, count, **{"first": now() - timedelta(minutes=count - 1), **more})


def dropped(desk: Desk, page: Any, *files: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    page.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )


def offered(desk: Desk, page: PhotoTrayPage, folder: Path) -> Any:
    with desk.qtbot.waitSignal(page.offers.looked, timeout=PATIENCE):
        dropped(desk, page, folder)
    return page.offers.bars[folder]


def imported(desk: Desk, page: PhotoTrayPage, folder: Path) -> Any:
    """Everything in the folder, by its bar."""
    bar = offered(desk, page, folder)
    bar.which.chip(Since.ALL.value).click()
    with desk.qtbot.waitSignal(page.importer.finished, timeout=PATIENCE) as done:
        bar.take_in.click()
    desk.rest()
    return done.args[0]


def press(desk: Desk, page: PhotoTrayPage, *keys: Any) -> None:
    for key in keys:
        with desk.qtbot.waitSignal(desk.window.bridge.changed, timeout=PATIENCE):
            desk.press(page.strip, key)
        desk.rest()
        page.refresh()
        desk.rest()


def left(desk: Desk, page: PhotoTrayPage) -> int:
    visit = page.inspection_id
    return len(desk.ask(lambda app: app.evidence.photos(inspection_id=visit, unfiled=True)))


def test_a_folder_is_counted_first_and_only_what_is_meant_comes_in(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    morning(tmp_path / "phone", 6)
    card(tmp_path / "phone", 4, first=now() - timedelta(days=9), start=70)
    written(tmp_path / "phone" / "DCIM" / "VID_7.mp4", b"x", now())
    bar = offered(desk, page, tmp_path / "phone")
    assert "6" in bar.which.chip(Since.TODAY.value).text()
    assert "10" in bar.which.chip(Since.ALL.value).text()
    assert "VID_7.mp4" in bar.notes.text()
    with desk.qtbot.waitSignal(page.importer.finished, timeout=PATIENCE) as done:
        bar.take_in.click()
    desk.rest()
    assert (done.args[0].taken, page.count.text()) == (6, "6")
    assert "VID_7.mp4" in page.importer.answer.text()
    again = offered(desk, page, tmp_path / "phone")
    again.which.chip(Since.TODAY.value).click()
    assert not again.take_in.isVisible()


def test_number_keys_file_the_photo_in_front_until_the_tray_is_empty(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    morning(tmp_path / "phone", 4)
    imported(desk, page, tmp_path / "phone")
    assert page.strip.current() is not None
    page.strip.setCurrentIndex(page.strip.photos.index(0))
    press(desk, page, Key.Key_1, Key.Key_2)
    current = page.strip.current()
    assert current is not None
    assert (current.number, page.count.text()) == (3, "2")
    press(desk, page, Key.Key_U)
    assert page.count.text() == "3"
    back = page.strip.current()
    assert back is not None
    assert back.number == 2
    press(desk, page, Key.Key_3, Key.Key_3, Key.Key_3)
    assert (page.count.text(), page.body.isVisible()) == ("0", False)
    page.piles.chip(Pile.FILED.value).click()
    assert [one.finding_seq for one in page.strip.photos.rows] == [1, 3, 3, 3]


def test_many_marked_photos_go_to_one_finding_and_come_back_together(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    morning(tmp_path / "phone", 5)
    imported(desk, page, tmp_path / "phone")
    page.strip.setCurrentIndex(page.strip.photos.index(0))
    for _ in range(3):
        desk.qtbot.keyClick(page.strip, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(desk, page, Key.Key_2)
    assert left(desk, page) == 1
    press(desk, page, Key.Key_U)
    assert left(desk, page) == 5


def test_what_is_marked_stays_marked_while_other_photos_come_in(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    morning(tmp_path / "phone", 4)
    imported(desk, page, tmp_path / "phone")
    page.strip.setCurrentIndex(page.strip.photos.index(1))
    desk.qtbot.keyClick(page.strip, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    marked = [one.id for one in page.strip.chosen()]
    card(tmp_path / "other", 3, first=now() - timedelta(hours=1), start=50)
    imported(desk, page, tmp_path / "other")
    assert [one.id for one in page.strip.chosen()] == marked
    front = page.strip.current()
    assert front is not None
    assert (front.id, front.number) == (marked[1], 6)
    press(desk, page, Key.Key_1)
    after = page.strip.current()
    assert after is not None
    assert (after.number, page.count.text()) == (7, "5")


def test_two_digits_make_one_number_and_the_tenth_has_a_key() -> None:
    assert settled("1", range(1, 10)) == 1
    assert settled("1", range(1, 13)) is None
    assert settled("12", range(1, 13)) == 12
    assert settled("2", range(1, 13)) == 2
    assert settled("0", range(1, 13)) == 10
    assert settled("7", (1, 2)) == 7


def test_a_finding_is_written_beside_the_photo_and_takes_it(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    morning(tmp_path / "phone", 2)
    imported(desk, page, tmp_path / "phone")
    desk.press(page.strip, Key.Key_F)
    desk.type(page.target.bar.fields["place"], "+120m")
    desk.type(page.target.bar.fields["fact"], "护栏缺失")
    with desk.qtbot.waitSignal(page.acts.told, timeout=PATIENCE):
        desk.press(page.target.bar.fields["fact"], Key.Key_Return)
    desk.rest()
    visit = page.inspection_id
    newest = desk.ask(lambda app: app.inspections.findings(inspection_id=visit))[-1]
    assert (newest.place, newest.fact, newest.photos) == ("+120m", "护栏缺失", 1)
    assert left(desk, page) == 1


def test_a_photo_goes_to_an_item_found_by_its_key(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    morning(tmp_path / "phone", 2)
    imported(desk, page, tmp_path / "phone")
    desk.press(page.strip, Key.Key_I)
    desk.rest()
    picker = page.target.picker
    key = picker.model.lines[3].key
    desk.type(picker.search, key.lower())
    with desk.qtbot.waitSignal(page.acts.told, timeout=PATIENCE):
        desk.press(picker.search, Key.Key_Return)
    page.refresh()
    desk.rest()
    assert (left(desk, page), page.count.text()) == (1, "1")
    page.piles.chip(Pile.FILED.value).click()
    assert page.strip.photos.rows[0].item_key == key
    press(desk, page, Key.Key_B)
    assert left(desk, page) == 2


def test_a_photo_without_meaning_is_set_aside_with_its_reason(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    morning(tmp_path / "phone", 2)
    imported(desk, page, tmp_path / "phone")
    desk.press(page.strip, Key.Key_X)
    with desk.qtbot.waitSignal(page.acts.told, timeout=PATIENCE):
        page.target.bar.confirm.click()
    page.refresh()
    desk.rest()
    visit = page.inspection_id
    (aside,) = [one for one in desk.ask(lambda app: app.evidence.photos(inspection_id=visit)) if one.purpose]
    assert (aside.purpose, bool(aside.purpose_reason)) == (UNRELATED, True)
    assert page.count.text() == "1"
    page.piles.chip(Pile.ASIDE.value).click()
    assert aside.purpose_reason in page.details.about.text()
    press(desk, page, Key.Key_U)
    assert left(desk, page) == 2


def test_what_the_officer_saves_goes_before_the_photos(scene: Scene, tmp_path: Path) -> None:
    desk, county, page = scene
    morning(tmp_path / "phone", 15, size=(1600, 1200))
    bar = offered(desk, page, tmp_path / "phone")
    order: list[str] = []
    visit = page.inspection_id

    def save(_step: object) -> None:
        if not order:
            order.append("asked")
            desk.window.bridge.ask(
                lambda app: app.inspections.add_finding(county.officer_id, visit, fact="写入"),
                lambda _id: order.append("saved"),
            )

    page.importer.run.stepped.connect(save)
    page.importer.run.stepped.connect(lambda step: order.append(str(step.done)))
    with desk.qtbot.waitSignal(page.importer.finished, timeout=PATIENCE):
        bar.take_in.click()
    assert order.index("saved") <= 5  # after "asked" and the photos that were already on their way
    assert order[-1] == "15"


def test_a_stopped_import_says_what_is_missing_and_goes_on(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    morning(tmp_path / "phone", 9)
    bar = offered(desk, page, tmp_path / "phone")
    page.importer.run.stepped.connect(lambda step: page.importer.stop() if (step.done, step.total) == (3, 9) else None)
    with desk.qtbot.waitSignal(page.importer.finished, timeout=PATIENCE) as done:
        bar.take_in.click()
    desk.rest()
    first = done.args[0]
    assert first.taken + first.left == 9
    assert str(first.left) in page.importer.answer.text()
    with desk.qtbot.waitSignal(page.importer.finished, timeout=PATIENCE) as done:
        page.importer.again.click()
    desk.rest()
    assert (done.args[0].taken, done.args[0].duplicates) == (first.left, first.taken)
    assert page.count.text() == "9"


def test_an_import_cut_off_by_a_crash_is_offered_again(
    qtbot: Any, own_data_dir: Path, scene: Scene, tmp_path: Path
) -> None:
    desk, _county, page = scene
    morning(tmp_path / "phone", 5)
    bar = offered(desk, page, tmp_path / "phone")
    assert bar.seen is not None
    page.memory.begun(page.inspection_id, bar.seen.place, Since.TODAY)  # and then the battery was empty
    desk.rest()
    desk.window.close()
    desk.window.bridge.tasks.close()
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        other = Desk(qtbot, window)
        fresh: Any = window.page("photos")
        with qtbot.waitSignal(fresh.offers.looked, timeout=PATIENCE):
            tray_of(other, page.inspection_id, tmp_path)
        assert (tmp_path / "phone") in fresh.offers.bars
        with qtbot.waitSignal(fresh.importer.finished, timeout=PATIENCE):
            fresh.offers.bars[tmp_path / "phone"].take_in.click()
        other.rest()
        assert other.ask(lambda app: app.store.local("photo.unfinished")) == ""


def test_a_card_pulled_out_leaves_what_is_in_and_says_what_to_do(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    morning(tmp_path / "card", 9)
    bar = offered(desk, page, tmp_path / "card")

    def pull(step: Any) -> None:
        if step.done == 2:
            os.rename(tmp_path / "card", tmp_path / "gone")

    page.importer.run.stepped.connect(pull)
    with desk.qtbot.waitSignal(page.importer.finished, timeout=PATIENCE) as done:
        bar.take_in.click()
    desk.rest()
    result = done.args[0]
    assert result.stopped.code == "photos.place_gone"
    assert result.taken + result.left == 9
    assert "重新插好" in page.importer.answer.text()
    assert left(desk, page) == result.taken


def test_a_card_is_noticed_when_it_is_put_in_and_goes_with_it(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    if os.geteuid() != 0:
        pytest.skip("mounting needs root")
    page.watch.poll(False)  # the kernel alone wakes it
    point = tmp_path / "media" / "NIKON"
    point.mkdir(parents=True)
    mount = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(point)], capture_output=True, check=False)
    if mount.returncode:
        pytest.skip("this machine does not allow mounting")
    try:
        morning(point, 3)
        with desk.qtbot.waitSignal(page.offers.looked, timeout=PATIENCE):
            pass
        bar = page.offers.bars[point]
        assert (bar.place.kind, bar.since) == (PlaceKind.CARD, Since.TODAY)
        assert "NIKON" in bar.title.text()
    finally:
        with desk.qtbot.waitSignal(page.watch.changed, timeout=PATIENCE):
            subprocess.run(["umount", "-l", str(point)], check=False)
    assert point not in page.offers.bars


def test_a_phone_of_the_desktop_is_looked_through_where_photos_lie(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    phone = tmp_path / "gvfs" / "mtp:host=HUAWEI_ALN-AL00_1"
    morning(phone / "内部存储" , 3)
    written(phone / "内部存储" / "Music" / "cover.jpg", jpeg(160, 120), now())
    with desk.qtbot.waitSignal(page.offers.looked, timeout=PATIENCE):
        page.watch.look()
    bar = page.offers.bars[phone]
    assert "HUAWEI ALN-AL00 1" in bar.title.text()
    assert bar.seen is not None
    assert len(bar.seen.photos) == 3


def test_a_photo_of_a_signed_page_leaves_the_tray_for_its_paper(scene: Scene, tmp_path: Path) -> None:
    desk, county, page = scene
    visit = page.inspection_id

    def issue(app: Any) -> tuple[str, bytes]:
        order = app.papers.create(county.officer_id, "EX-02", inspection_id=visit)
        app.papers.issue(county.officer_id, order)
        return order, app.papers.pdf(order)

    order, pdf = desk.ask(issue)
    morning(tmp_path / "phone", 2)
    written(tmp_path / "phone" / "DCIM" / "IMG_90.jpg", phone_jpeg(pdf, 0, Shot(megapixels=8, turn=5)), now())
    with desk.qtbot.waitSignal(page.importer.page_found, timeout=PATIENCE):
        imported(desk, page, tmp_path / "phone")
    desk.rest()
    assert len(desk.ask(lambda app: app.papers.history(order)).scans) == 1
    assert left(desk, page) == 2
    assert "签字文书" in page.importer.answer.text()
    press(desk, page, Key.Key_U)
    assert left(desk, page) == 3


def test_ctrl_v_on_another_page_puts_photos_into_the_visits_tray(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    (file,) = morning(tmp_path / "phone", 1)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(mime)
    home = desk.go("home")
    home.setFocus()
    with desk.qtbot.waitSignal(page.importer.finished, timeout=PATIENCE):
        desk.qtbot.keyClick(desk.window, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert left(desk, page) == 1
    assert desk.window.desk.message.isVisible()


def test_a_bad_file_is_answered_by_name_and_stops_nothing(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    files = morning(tmp_path / "phone", 3, size=(640, 480))
    stat = files[1].stat()
    files[1].write_bytes(files[1].read_bytes()[:3000])
    os.utime(files[1], (stat.st_mtime - 60, stat.st_mtime - 60))
    result = imported(desk, page, tmp_path / "phone")
    assert (result.taken, [name for name, _error in result.failures]) == (2, [files[1].name])
    assert files[1].name in page.importer.answer.text()


def test_a_forty_megapixel_photo_is_seen_pixel_by_pixel_and_turned_for_the_eye_only(
    scene: Scene, tmp_path: Path
) -> None:
    desk, _county, page = scene
    card(tmp_path / "phone", 1, first=now(), size=(7296, 5472))
    imported(desk, page, tmp_path / "phone")
    desk.rest()
    canvas = page.stage.canvas
    assert (canvas.is_fitted, canvas.shown_size.width() < 2000) == (True, True)
    desk.press(page.strip, Key.Key_Asterisk)
    desk.rest()
    assert canvas.shown_size.width() == 7296
    assert page.stage.pixels.text() == "100 %"
    desk.press(page.strip, Key.Key_R)
    assert canvas.turn == 90
    desk.press(page.strip, Key.Key_Slash)
    assert canvas.is_fitted
    visit = page.inspection_id
    (photo,) = desk.ask(lambda app: app.evidence.photos(inspection_id=visit))
    kept = desk.ask(lambda app: app.evidence.original(photo.id))
    assert kept == next((tmp_path / "phone").rglob("*.jpg")).read_bytes()


def test_the_number_of_waiting_photos_stands_on_every_page_until_it_is_none(scene: Scene, tmp_path: Path) -> None:
    desk, county, page = scene
    morning(tmp_path / "phone", 2)
    imported(desk, page, tmp_path / "phone")
    button = desk.window.desk._buttons["photos"]
    desk.qtbot.waitUntil(lambda: "2" in button.text(), timeout=PATIENCE)
    visit = page.inspection_id
    inspection = desk.inspection(visit)
    assert "2" in inspection.findings.photos.text()
    home = desk.go("home")
    assert any("2" in one.text() and "照片" in one.text() for one in home.findChildren(QLabel))
    ids = [one.id for one in desk.ask(lambda app: app.evidence.photos(inspection_id=visit))]
    desk.ask(lambda app: app.evidence.set_aside(county.officer_id, ids, "试拍"))
    desk.qtbot.waitUntil(lambda: "2" not in button.text(), timeout=PATIENCE)
    assert "2" not in desk.inspection(visit).findings.photos.text()


def test_an_iphone_photo_is_seen_at_its_own_pixels(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    heic = (Path(__file__).parents[1] / "fixtures" / "files" / "phone.heic").read_bytes()
    written(tmp_path / "phone" / "IMG_1.HEIC", heic, now())
    imported(desk, page, tmp_path / "phone")
    desk.rest()
    desk.press(page.strip, Key.Key_Asterisk)
    desk.rest()
    shown = page.strip.current()
    assert shown is not None
    assert page.stage.canvas.shown_size.width() == shown.width


def test_a_phone_that_hangs_holds_up_nothing_but_itself(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    morning(tmp_path / "phone", 2)
    imported(desk, page, tmp_path / "phone")
    answers = threading.Event()
    began = threading.Event()

    def hang(_app: object) -> None:
        began.set()
        answers.wait(PATIENCE / 1000)

    desk.window.bridge.ask_device(hang)
    assert began.wait(PATIENCE / 1000)
    page.strip.setCurrentIndex(page.strip.photos.index(1))
    desk.qtbot.waitUntil(lambda: page.stage.canvas.shown_size.width() > 0, timeout=PATIENCE)
    with desk.qtbot.waitSignal(page.acts.told, timeout=PATIENCE):
        desk.press(page.strip, Key.Key_1)
    assert not desk.window.bridge.tasks.devices.is_idle
    before = time.monotonic()
    desk.window.bridge.tasks.close_beside()
    assert time.monotonic() - before < 6
    answers.set()
