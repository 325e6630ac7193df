"""Photos of a visit: brought in, filed, explained, taken out again; one bad file stops nothing."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from inspector_app.bootstrap import App
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.storage import tables
from inspector_app.store_check import check_store
from tests.fixtures import pictures
from tests.fixtures.visits import ACTOR, begin_visit, make_bureau, make_mine


@pytest.fixture
def app(tmp_path: Path) -> App:
    return make_bureau(tmp_path / "store")


@pytest.fixture
def visit(app: App) -> str:
    return begin_visit(app, make_mine(app))


def card(folder: Path, **files: bytes) -> list[Path]:
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / f"{name}.jpg").write_bytes(data)
    return [folder / f"{name}.jpg" for name in files]


def test_a_photo_is_recorded_with_everything_its_camera_said(app: App, visit: str) -> None:
    done = app.evidence.add_photo(ACTOR, pictures.jpeg(), inspection_id=visit, name="IMG_1.jpg")
    (photo,) = app.evidence.photos(inspection_id=visit, unfiled=True)
    assert (photo.id, photo.file_name, photo.time_source) == (done.photo_id, "IMG_1.jpg", "camera")
    assert (photo.taken_at, photo.latitude) == ("2026-03-10T10:15:30.123+08:00", "28.456700")
    assert app.evidence.read(photo.thumbnail_sha256 or "").startswith(b"\xff\xd8")
    assert check_store(app.store).ok


def test_many_photos_come_in_together_and_bad_ones_are_reported_in_their_place(
    app: App, visit: str, tmp_path: Path
) -> None:
    first, other = pictures.jpeg(seed=1), pictures.jpeg(seed=2)
    files = card(tmp_path / "card", a=first, b=b"broken", c=other, d=first)
    told: list[tuple[int, int]] = []
    done = app.evidence.add_photos(
        ACTOR, files, inspection_id=visit, on_progress=lambda number, total: told.append((number, total))
    )
    assert [one.source for one in done] == ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]
    assert [one.error.code if one.error else None for one in done] == [None, "photo.not_a_picture", None, None]
    assert (done[3].photo_id, done[3].is_duplicate) == (done[0].photo_id, True)
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert len(app.evidence.photos(inspection_id=visit)) == 2


def test_an_import_that_is_cancelled_keeps_what_it_has(app: App, visit: str, tmp_path: Path) -> None:
    files = card(tmp_path / "card", **{f"p{n}": pictures.jpeg(200, 150, seed=n) for n in range(12)})
    done: list[int] = []
    kept = app.evidence.add_photos(
        ACTOR, files, inspection_id=visit, on_progress=lambda n, _t: done.append(n), cancelled=lambda: len(done) >= 2
    )
    assert 2 <= len(kept) < 12
    assert len(app.evidence.photos(inspection_id=visit)) == len(kept)


def test_the_same_picture_is_filed_once_and_says_where_it_is(app: App, visit: str) -> None:
    one = app.inspections.add_finding(ACTOR, visit, place="+120", fact="甲")
    other = app.inspections.add_finding(ACTOR, visit, place="+160", fact="乙")
    app.evidence.add_photo(ACTOR, pictures.jpeg(), inspection_id=visit)
    filed = app.evidence.add_photo(ACTOR, pictures.jpeg(), inspection_id=visit, finding_id=one)
    again = app.evidence.add_photo(ACTOR, pictures.jpeg(), inspection_id=visit, finding_id=other)
    assert (filed.is_duplicate, again.is_duplicate) == (True, True)
    assert "photo.filed_elsewhere" in again.warnings
    (photo,) = app.evidence.photos(inspection_id=visit)
    assert photo.finding_id == one


def test_the_officer_states_a_time_only_where_the_camera_did_not(app: App, visit: str) -> None:
    with_time = app.evidence.add_photo(ACTOR, pictures.jpeg(), inspection_id=visit).photo_id or ""
    without = app.evidence.add_photo(ACTOR, pictures.plain_jpeg(), inspection_id=visit).photo_id or ""
    with pytest.raises(RuleViolation, match="time_is_from_camera"):
        app.evidence.state_time(ACTOR, with_time, "2026-03-09T10:00:00+08:00")
    for wrong, code in (("yesterday", "time_unreadable"), ("2027-03-09T10:00:00+08:00", "time_ahead")):
        with pytest.raises(BadInput, match=code):
            app.evidence.state_time(ACTOR, without, wrong)
    app.evidence.state_time(ACTOR, without, "2026-03-09T10:00:00+08:00")
    stated = next(photo for photo in app.evidence.photos(inspection_id=visit) if photo.id == without)
    assert (stated.time_source, stated.time_stated_by) == ("stated_by_officer", ACTOR)


def test_a_camera_clock_far_ahead_is_remarked(app: App, visit: str) -> None:
    exif = pictures.exif_block(taken="2031:01:01 10:00:00")
    done = app.evidence.add_photo(ACTOR, pictures.jpeg(exif=exif), inspection_id=visit)
    assert done.warnings == ("photo.time_in_future",)


def test_a_photo_is_taken_out_with_a_reason_and_its_original_stays(app: App, visit: str) -> None:
    photo_id = app.evidence.add_photo(ACTOR, pictures.jpeg(), inspection_id=visit).photo_id or ""
    (photo,) = app.evidence.photos(inspection_id=visit)
    with pytest.raises(RuleViolation, match="reason_missing"):
        app.evidence.remove(ACTOR, photo_id, " ")
    app.evidence.remove(ACTOR, photo_id, "拍摄模糊")
    assert app.evidence.photos(inspection_id=visit) == []
    assert app.evidence.read(photo.sha256 or "") == pictures.jpeg()


def test_a_photo_is_shown_upright_and_small_enough(app: App, visit: str) -> None:
    data = pictures.jpeg(2000, 1500, exif=pictures.exif_block(orientation=6))
    photo_id = app.evidence.add_photo(ACTOR, data, inspection_id=visit).photo_id or ""
    assert Image.open(io.BytesIO(app.evidence.picture(photo_id, 800))).size == (600, 800)
    with pytest.raises(BadInput, match="unknown"):
        app.evidence.picture("nobody")


def test_lost_thumbnails_are_made_again(app: App, visit: str) -> None:
    app.evidence.add_photo(ACTOR, pictures.jpeg(), inspection_id=visit)
    with app.store.units.writing() as connection:
        connection.execute(tables.small_blob.update().values(data=b"scratched"))
    assert [problem.code for problem in check_store(app.store).problems] == ["verify.blob_damaged"]
    assert app.evidence.rebuild_thumbnails() == 1
    assert check_store(app.store).ok
    assert app.evidence.rebuild_thumbnails() == 0


@pytest.mark.parametrize(
    ("hours", "told"), [(8, ("photo.time_in_future",)), (0, ()), (-8, ("photo.before_visit",))]
)
def test_a_camera_clock_that_is_hours_off_is_remarked_when_the_photo_comes_in(
    app: App, visit: str, hours: int, told: tuple[str, ...]
) -> None:
    began = datetime.fromisoformat(app.inspections.get(visit).started_at or "")
    exif = pictures.exif_block(taken=(began + timedelta(hours=hours)).strftime("%Y:%m:%d %H:%M:%S"))
    done = app.evidence.add_photo(ACTOR, pictures.jpeg(exif=exif), inspection_id=visit)
    assert tuple(one for one in done.warnings if one in ("photo.time_in_future", "photo.before_visit")) == told
