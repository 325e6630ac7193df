"""Sixty photos after the shift: counted first, taken in beside the work, stopped, cut off and taken up again."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication

from inspector_app.evidence.source_values import PlaceKind, Since
from tests.fixtures.cards import card, written
from tests.fixtures.pictures import jpeg
from tests.fixtures.windows import PATIENCE, unlock, window_on
from tests.ui.pages.desk import Desk
from tests.ui.pages.tray import Key, Tray, imported, left, morning, now, offered, tray, tray_of

__all__ = ["tray"]


def test_a_folder_is_counted_first_and_only_what_is_meant_comes_in(tray: Tray, tmp_path: Path) -> None:
    desk, _county, page = tray
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


def test_what_the_officer_saves_goes_before_the_photos(tray: Tray, tmp_path: Path) -> None:
    desk, county, page = tray
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


def test_a_stopped_import_says_what_is_missing_and_goes_on(tray: Tray, tmp_path: Path) -> None:
    desk, _county, page = tray
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
    qtbot: Any, own_data_dir: Path, tray: Tray, tmp_path: Path
) -> None:
    desk, _county, page = tray
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


def test_a_card_pulled_out_leaves_what_is_in_and_says_what_to_do(tray: Tray, tmp_path: Path) -> None:
    desk, _county, page = tray
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


def test_a_card_is_noticed_when_it_is_put_in_and_goes_with_it(tray: Tray, tmp_path: Path) -> None:
    desk, _county, page = tray
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


def test_a_phone_of_the_desktop_is_looked_through_where_photos_lie(tray: Tray, tmp_path: Path) -> None:
    desk, _county, page = tray
    phone = tmp_path / "gvfs" / "mtp:host=HUAWEI_ALN-AL00_1"
    morning(phone / "内部存储" , 3)
    written(phone / "内部存储" / "Music" / "cover.jpg", jpeg(160, 120), now())
    with desk.qtbot.waitSignal(page.offers.looked, timeout=PATIENCE):
        page.watch.look()
    bar = page.offers.bars[phone]
    assert "HUAWEI ALN-AL00 1" in bar.title.text()
    assert bar.seen is not None
    assert len(bar.seen.photos) == 3


def test_ctrl_v_on_another_page_puts_photos_into_the_visits_tray(tray: Tray, tmp_path: Path) -> None:
    desk, _county, page = tray
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


def test_a_bad_file_is_answered_by_name_and_stops_nothing(tray: Tray, tmp_path: Path) -> None:
    desk, _county, page = tray
    files = morning(tmp_path / "phone", 3, size=(640, 480))
    stat = files[1].stat()
    files[1].write_bytes(files[1].read_bytes()[:3000])
    os.utime(files[1], (stat.st_mtime - 60, stat.st_mtime - 60))
    result = imported(desk, page, tmp_path / "phone")
    assert (result.taken, [name for name, _error in result.failures]) == (2, [files[1].name])
    assert files[1].name in page.importer.answer.text()


def test_a_phone_that_hangs_holds_up_nothing_but_itself(tray: Tray, tmp_path: Path) -> None:
    desk, _county, page = tray
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
