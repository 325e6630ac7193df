"""Photos from card, phone and chat: counted truthfully, taken in once, filed with one action, never forgotten."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector_app.cli import main
from inspector_app.errors import BadInput, RuleViolation, StorageFault
from inspector_app.evidence import places
from inspector_app.evidence.source_values import FileKind, Since
from inspector_app.evidence.values import TIME_OF_FILE, UNRELATED
from inspector_app.storage import history
from tests.fixtures.cards import MORNING, card, written
from tests.fixtures.papers import Scene, make_scene
from tests.fixtures.phone import Shot, phone_jpeg
from tests.fixtures.pictures import exif_block, jpeg, plain_jpeg
from tests.fixtures.processes import environment, fill, inspector, small_disk
from tests.fixtures.stores import PASSPHRASE

Run = Callable[..., Any]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = make_scene(tmp_path)
    made.clock.set_wall((MORNING + timedelta(hours=6)).isoformat())
    made.visit(started_at="2026-03-10T10:10:00+08:00")
    return made


@pytest.fixture
def run(scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", PASSPHRASE)

    def ran(*words: str, status: int = 0) -> Any:
        got = main([*words, "--json", "--data-dir", str(scene.app.store.folder)])
        out = capsys.readouterr().out
        assert got == status, out
        return json.loads(out)

    return ran


def seen(scene: Scene, folder: Path) -> Any:
    return scene.app.evidence.survey(places.card(folder), scene.inspection)


def taken_in(scene: Scene, folder: Path, since: Since = Since.ALL) -> Any:
    return scene.app.evidence.import_found(scene.actor, seen(scene, folder), since, inspection_id=scene.inspection)


def numbers(scene: Scene) -> dict[str, int]:
    return {one.photo.file_name or "": one.number for one in scene.app.evidence.tray(scene.inspection)}


def test_a_card_is_counted_by_day_by_visit_and_whole(scene: Scene, tmp_path: Path) -> None:
    card(tmp_path / "card", 20)
    card(tmp_path / "card", 7, first=MORNING - timedelta(days=40), start=100)
    counted = {since: (found, fresh) for since, found, fresh in seen(scene, tmp_path / "card").offers()}
    assert counted == {Since.TODAY: (20, 20), Since.INSPECTION: (10, 10), Since.ALL: (27, 27)}


def test_a_photo_without_camera_time_counts_by_its_file_and_says_so(scene: Scene, tmp_path: Path) -> None:
    written(tmp_path / "chat" / "mmexport1.jpg", plain_jpeg(), MORNING)
    found = seen(scene, tmp_path / "chat")
    assert (len(found.chosen(Since.TODAY)), found.by_file_time(Since.TODAY)) == (1, 1)
    taken_in(scene, tmp_path / "chat")
    (photo,) = scene.app.evidence.photos(inspection_id=scene.inspection)
    assert (photo.time_source, (photo.taken_at or "")[:16]) == (TIME_OF_FILE, local(MORNING))


def local(at: Any) -> str:
    return str(at.astimezone().isoformat())[:16]


def test_what_is_no_photo_is_left_out_by_kind_and_named(scene: Scene, tmp_path: Path) -> None:
    card(tmp_path / "card", 1)
    others = ("VID_1.mp4", "VID_2.MOV", "note.amr", "IMG_1.DNG", "plan.pdf", "odd.xyz", ".thumbnail.jpg", "Thumbs.db")
    for name in others:
        written(tmp_path / "card" / "DCIM" / name, b"x", MORNING)
    left = {one.kind: one.names for one in seen(scene, tmp_path / "card").left_out}
    assert left == {
        FileKind.VIDEO: ("VID_1.mp4", "VID_2.MOV"), FileKind.SOUND: ("note.amr",), FileKind.RAW: ("IMG_1.DNG",),
        FileKind.DOCUMENT: ("plan.pdf",), FileKind.OTHER: ("odd.xyz",),
    }  # fmt: skip


def test_the_cameras_clock_is_compared_with_the_satellites(scene: Scene, tmp_path: Path) -> None:
    exif = exif_block(taken="2026:03:10 10:33:00", fraction=None)
    gps = exif.get_ifd(34853)
    gps[7], gps[29] = (2.0, 30.0, 0.0), "2026:03:10"
    written(tmp_path / "card" / "a.jpg", jpeg(160, 120, exif=exif), MORNING)
    assert seen(scene, tmp_path / "card").camera_ahead_s == 180
    late = exif_block(taken="2026:03:11 10:33:00", fraction=None)
    written(tmp_path / "card" / "b.jpg", jpeg(160, 120, exif=late), MORNING)
    assert seen(scene, tmp_path / "card").future_s > 6 * 3600


def test_an_import_done_again_takes_only_what_is_missing(scene: Scene, tmp_path: Path) -> None:
    files = card(tmp_path / "card", 6)
    first = taken_in(scene, tmp_path / "card")
    assert (len(first.taken), first.known) == (6, 0)
    card(tmp_path / "card", 3, start=50, first=MORNING + timedelta(hours=1))
    assert next(one.path.name for one in seen(scene, tmp_path / "card").fresh(Since.ALL)) == "IMG_0050.jpg"
    again = taken_in(scene, tmp_path / "card")
    assert (len(again.taken), again.known) == (3, len(files))


def test_a_photo_taken_out_stays_out_unless_it_is_chosen_itself(scene: Scene, tmp_path: Path) -> None:
    (file,) = card(tmp_path / "card", 1)
    photo = taken_in(scene, tmp_path / "card").taken[0].photo_id
    scene.app.evidence.remove(scene.actor, photo, "拍错")
    report = taken_in(scene, tmp_path / "card")
    assert (report.taken, report.dismissed) == ((), 1)
    back = scene.app.evidence.add_photo(scene.actor, file, inspection_id=scene.inspection)
    assert (back.photo_id, back.is_duplicate) == (photo, False)
    assert len(scene.app.evidence.photos(inspection_id=scene.inspection)) == 1


def test_an_import_that_was_killed_goes_on_where_it_stopped(scene: Scene, tmp_path: Path) -> None:
    card(tmp_path / "card", 40, size=(1600, 1200))
    words = ("photo", "import", scene.inspection, str(tmp_path / "card"), "--data-dir", str(scene.app.store.folder))
    going = subprocess.Popen(
        inspector(*words), env=environment(INSPECTOR_PASSPHRASE=PASSPHRASE), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert going.stderr is not None
    for line in going.stderr:
        if line.startswith("5 / 40"):
            break
    going.send_signal(signal.SIGKILL)
    going.communicate()
    before = len(scene.app.evidence.photos(inspection_id=scene.inspection))
    assert 5 <= before < 40
    report = taken_in(scene, tmp_path / "card")
    assert (report.known, len(report.taken)) == (before, 40 - before)
    assert len(scene.app.evidence.photos(inspection_id=scene.inspection)) == 40


def test_a_device_pulled_out_ends_the_import_and_says_what_is_safe(scene: Scene, tmp_path: Path) -> None:
    card(tmp_path / "card", 12)

    def pull(done: int, _total: int) -> None:
        if done == 3:
            os.rename(tmp_path / "card", tmp_path / "gone")

    report = scene.app.evidence.import_found(
        scene.actor, seen(scene, tmp_path / "card"), Since.ALL, inspection_id=scene.inspection, on_progress=pull
    )
    assert report.stopped is not None
    assert report.stopped.code == "photos.place_gone"
    assert len(report.taken) >= 3
    assert len(report.taken) + report.left == 12
    with pytest.raises(BadInput, match="place_gone"):
        seen(scene, tmp_path / "card")


def test_a_disk_too_small_is_said_before_anything_begins(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "64m") as disk:
        scene = make_scene(disk)
        scene.visit()
        card(tmp_path / "card", 3)
        fill(disk, 15_000_000)
        with pytest.raises(StorageFault, match="no_room"):
            taken_in(scene, tmp_path / "card")
        assert scene.app.evidence.photos() == []


def test_a_disk_that_fills_up_on_the_way_ends_the_import_and_keeps_what_is_in(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "96m") as disk:
        scene = make_scene(disk)
        scene.visit()
        card(tmp_path / "card", 12, size=(1600, 1200))

        def fill_up(done: int, _total: int) -> None:
            if done == 3:
                fill(disk, 200_000)

        report = scene.app.evidence.import_found(
            scene.actor, seen(scene, tmp_path / "card"), Since.ALL, inspection_id=scene.inspection, on_progress=fill_up
        )
        assert report.stopped is not None
        assert report.stopped.code == "storage.full"
        (disk / "ballast").unlink()
        assert len(scene.app.evidence.photos(inspection_id=scene.inspection)) == len(report.taken) >= 3
        rest = taken_in(scene, tmp_path / "card")
        assert (rest.known, len(rest.taken)) == (len(report.taken), report.left)


def test_photos_of_an_iphone_come_in_with_their_time(scene: Scene, tmp_path: Path) -> None:
    heic = (Path(__file__).parents[1] / "fixtures" / "files" / "phone.heic").read_bytes()
    written(tmp_path / "card" / "DCIM" / "IMG_1.HEIC", heic, MORNING)
    written(tmp_path / "card" / "DCIM" / "IMG_1.MOV", b"x", MORNING)
    (found,) = seen(scene, tmp_path / "card").photos
    report = taken_in(scene, tmp_path / "card")
    (photo,) = scene.app.evidence.photos(inspection_id=scene.inspection)
    assert (photo.media_type, photo.preview_sha256 is not None) == ("image/heic", True)
    assert (found.taken_at or local(MORNING))[:16] == (photo.taken_at or "")[:16]
    assert len(report.taken) == 1


def test_bad_files_are_answered_one_by_one_and_the_others_come_in(scene: Scene, tmp_path: Path) -> None:
    files = card(tmp_path / "card", 3, size=(640, 480))
    files[1].write_bytes(files[1].read_bytes()[:4000])
    os.utime(files[1], (MORNING.timestamp(), MORNING.timestamp()))
    report = taken_in(scene, tmp_path / "card")
    assert [one.source for one in report.taken] == ["IMG_0001.jpg", "IMG_0003.jpg"]
    assert [(one.source, one.error and one.error.code) for one in report.failed] == [("IMG_0002.jpg", "photo.cut_off")]


def test_numbers_follow_time_then_name_and_stay_when_photos_are_filed_or_removed(
    scene: Scene, tmp_path: Path
) -> None:
    card(tmp_path / "b", 2, first=MORNING + timedelta(minutes=5), start=1)
    card(tmp_path / "a", 2, first=MORNING, start=8)
    taken_in(scene, tmp_path / "b")
    taken_in(scene, tmp_path / "a")
    before = numbers(scene)
    assert before == {"IMG_0008.jpg": 1, "IMG_0009.jpg": 2, "IMG_0001.jpg": 3, "IMG_0002.jpg": 4}
    evidence = scene.app.evidence
    finding = scene.app.inspections.add_finding(scene.actor, scene.inspection, fact="未支护")
    evidence.file(scene.actor, evidence.photo_by_number(scene.inspection, 1).id, finding)
    evidence.remove(scene.actor, evidence.photo_by_number(scene.inspection, 2).id, "重复")
    assert numbers(scene) == before
    for wrong in (0, 2, 5):
        with pytest.raises(BadInput, match="number_unknown"):
            evidence.photo_by_number(scene.inspection, wrong)


def test_many_photos_are_filed_and_taken_back_as_one_action(scene: Scene, tmp_path: Path) -> None:
    card(tmp_path / "card", 5)
    taken_in(scene, tmp_path / "card")
    evidence = scene.app.evidence
    ids = [photo.id for photo in evidence.photos(inspection_id=scene.inspection)]
    finding = scene.app.inspections.add_finding(scene.actor, scene.inspection, fact="未支护")
    assert evidence.file_photos(scene.actor, ids[:4], finding_id=finding) == 4
    assert evidence.unfiled()[0].unfiled == 1
    units = scene.app.store.units
    with units.read() as connection:
        last = history.last_undoable(connection, scene.app.store.stream_id, scene.actor)
    assert last is not None
    history.undo(units, scene.actor, last[0])
    assert (evidence.unfiled()[0].unfiled, evidence.unfiled()[0].photos) == (5, 5)


def test_a_photo_of_an_item_is_filed_too_and_one_unrelated_has_its_reason(scene: Scene, tmp_path: Path) -> None:
    card(tmp_path / "card", 3)
    taken_in(scene, tmp_path / "card")
    evidence, app = scene.app.evidence, scene.app
    first, second, third = evidence.photos(inspection_id=scene.inspection)
    evidence.file_photos(scene.actor, [first.id], item_key="T16-03")
    with pytest.raises(RuleViolation, match="reason_missing"):
        evidence.set_aside(scene.actor, [second.id], " ")
    evidence.set_aside(scene.actor, [second.id], "吃饭时拍的")
    left = evidence.photos(inspection_id=scene.inspection, unfiled=True)
    assert [photo.id for photo in left] == [third.id]
    aside = next(one.photo for one in evidence.tray(scene.inspection) if one.photo.id == second.id)
    assert (aside.purpose, aside.purpose_reason) == (UNRELATED, "吃饭时拍的")
    visit = next(row for row in app.inspections.visits() if row.id == scene.inspection)
    assert visit.unfiled_photos == 1
    evidence.file_photos(scene.actor, [second.id])
    assert evidence.unfiled(scene.inspection)[0].unfiled == 2


def test_a_photo_goes_to_no_finding_of_another_visit(scene: Scene, tmp_path: Path) -> None:
    card(tmp_path / "card", 1)
    photo = taken_in(scene, tmp_path / "card").taken[0].photo_id
    finding = scene.app.inspections.add_finding(scene.actor, scene.inspection, fact="甲")
    other = scene.app.inspections.finding(finding).inspection_id
    assert other == scene.inspection
    scene.visit()
    elsewhere = scene.app.inspections.add_finding(scene.actor, scene.inspection, fact="乙")
    with pytest.raises(RuleViolation, match="of_other_visit"):
        scene.app.evidence.file(scene.actor, photo, elsewhere)


def test_all_of_it_is_done_by_script(scene: Scene, run: Run, tmp_path: Path) -> None:
    card(tmp_path / "card", 12)
    written(tmp_path / "card" / "DCIM" / "VID_1.mp4", b"x", MORNING)
    dry = run("photo", "import", scene.inspection, str(tmp_path / "card"), "--dry-run")
    assert dry["photos"]["inspection"] == {"found": 2, "fresh": 2}
    done = run("photo", "import", scene.inspection, str(tmp_path / "card"), "--since", "inspection")
    assert (len(done["taken"]), done["left_out"][0]["names"]) == (2, ["VID_1.mp4"])
    rest = run("photo", "import", scene.inspection, str(tmp_path / "card"))
    assert (len(rest["taken"]), rest["already_there"]) == (10, 2)
    assert run("photo", "unfiled")[0]["unfiled"] == 12
    fifth = run("photo", "tray", scene.inspection, "--number", "5")[0]
    assert fifth["file_name"] == "IMG_0005.jpg"
    finding = run("finding", "add", scene.inspection, "--fact", "未支护")["finding"]
    more = [one["id"] for one in run("photo", "tray", scene.inspection)[5:8]]
    assert run("photo", "file", fifth["id"], finding, "--more", *more)["photos"] == 4
    assert run("photo", "set-aside", more[0], "与检查无关的风景")["changed"]
    assert run("photo", "unfiled", scene.inspection)[0]["unfiled"] == 8
    run("photo", "chat-folder", str(tmp_path / "card"))
    (chat,) = [one for one in run("photo", "sources", scene.inspection) if one["kind"] == "chat"]
    assert chat["photos"]["all"] == {"found": 12, "fresh": 0}


def test_a_page_among_the_photos_becomes_a_scan_by_script_too(scene: Scene, run: Run, tmp_path: Path) -> None:
    papers = scene.app.papers
    order = papers.create(scene.actor, "EX-02", inspection_id=scene.inspection)
    papers.issue(scene.actor, order)
    card(tmp_path / "card", 1)
    page = phone_jpeg(papers.pdf(order), 0, Shot(megapixels=8, turn=4))
    written(tmp_path / "card" / "DCIM" / "IMG_9.jpg", page, MORNING)
    done = run("photo", "import", scene.inspection, str(tmp_path / "card"))
    (scan,) = done["scans"]
    assert (scan["documents"], scan["problems"]) == ([order], [])
    assert len(papers.history(order).scans) == 1
    assert run("photo", "unfiled", scene.inspection)[0]["unfiled"] == 1
    again = run("photo", "import", scene.inspection, str(tmp_path / "card"))
    assert (again["taken"], again["already_there"], again["taken_out_before"]) == ([], 1, 1)
