"""The photo in front, large: down to its own pixels, turned for the eye only."""

from __future__ import annotations

from pathlib import Path

from tests.fixtures.cards import card, written
from tests.ui.pages.tray import Key, Tray, imported, now, tray

__all__ = ["tray"]


def test_a_forty_megapixel_photo_is_seen_pixel_by_pixel_and_turned_for_the_eye_only(
    tray: Tray, tmp_path: Path
) -> None:
    desk, _county, page = tray
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


def test_an_iphone_photo_is_seen_at_its_own_pixels(tray: Tray, tmp_path: Path) -> None:
    desk, _county, page = tray
    heic = (Path(__file__).parents[1] / "fixtures" / "files" / "phone.heic").read_bytes()
    written(tmp_path / "phone" / "IMG_1.HEIC", heic, now())
    imported(desk, page, tmp_path / "phone")
    desk.rest()
    desk.press(page.strip, Key.Key_Asterisk)
    desk.rest()
    shown = page.strip.current()
    assert shown is not None
    assert page.stage.canvas.shown_size.width() == shown.width
