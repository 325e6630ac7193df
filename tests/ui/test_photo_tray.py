"""Photos of the tray are filed with single keys, beside what they show, and none is forgotten."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from inspector_app.evidence.values import UNRELATED
from tests.fixtures.cards import card, written
from tests.fixtures.phone import Shot, phone_jpeg
from tests.fixtures.pictures import exif_block, jpeg
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.tray import Key, Tray, imported, left, morning, now, press, tray
from ui.inspection.photo_digits import settled
from ui.inspection.photo_tray_reading import Pile

__all__ = ["tray"]


def test_number_keys_file_the_photo_in_front_until_the_tray_is_empty(tray: Tray, tmp_path: Path) -> None:
    desk, _county, page = tray
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


def test_many_marked_photos_go_to_one_finding_and_come_back_together(tray: Tray, tmp_path: Path) -> None:
    desk, _county, page = tray
    morning(tmp_path / "phone", 5)
    imported(desk, page, tmp_path / "phone")
    page.strip.setCurrentIndex(page.strip.photos.index(0))
    for _ in range(3):
        desk.qtbot.keyClick(page.strip, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(desk, page, Key.Key_2)
    assert left(desk, page) == 1
    press(desk, page, Key.Key_U)
    assert left(desk, page) == 5


def test_what_is_marked_stays_marked_while_other_photos_come_in(tray: Tray, tmp_path: Path) -> None:
    desk, _county, page = tray
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


def test_a_finding_is_written_beside_the_photo_and_takes_it(tray: Tray, tmp_path: Path) -> None:
    desk, _county, page = tray
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


def test_a_photo_goes_to_an_item_found_by_its_key(tray: Tray, tmp_path: Path) -> None:
    desk, _county, page = tray
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


def test_a_photo_without_meaning_is_set_aside_with_its_reason(tray: Tray, tmp_path: Path) -> None:
    desk, _county, page = tray
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


def test_the_number_of_waiting_photos_stands_on_every_page_until_it_is_none(tray: Tray, tmp_path: Path) -> None:
    desk, county, page = tray
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


def test_a_photo_of_a_signed_page_leaves_the_tray_for_its_paper(tray: Tray, tmp_path: Path) -> None:
    desk, county, page = tray
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


def test_a_photo_from_the_future_and_one_from_before_the_visit_are_told_when_they_come_in(
    tray: Tray, tmp_path: Path
) -> None:
    desk, _county, page = tray
    when = {"late.jpg": now() + timedelta(hours=8), "early.jpg": now() - timedelta(hours=8)}
    for seed, (name, at) in enumerate(when.items(), 1):
        exif = exif_block(taken=f"{at:%Y:%m:%d %H:%M:%S}", offset=None)
        (tmp_path / name).write_bytes(jpeg(320, 240, seed=seed, exif=exif))
    with desk.qtbot.waitSignal(page.importer.finished, timeout=PATIENCE):
        page.importer.take([tmp_path / name for name in when], page.inspection_id, None)
    told = page.importer.answer.text()
    assert "late.jpg）：相机记录的时间晚于本机时间" in told
    assert "early.jpg）：拍摄时间早于本次检查开始" in told
