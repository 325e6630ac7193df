"""出检前自检: every line green, yellow and red, with the real parts it is about."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inspector_app import editions, paths, terms
from inspector_app.bootstrap import App
from inspector_app.documents.fonts import Face
from inspector_app.messages import catalogue
from inspector_app.office.values import OfficerFacts
from inspector_app.preflight import machine, memory, service, trial_print
from inspector_app.preflight.machine import Facts
from inspector_app.preflight.values import Check, CheckKey, CheckState, Limits, Remedy
from inspector_app.printing import Queue
from tests.fixtures import processes
from tests.fixtures.clocks import FrozenClock
from tests.fixtures.jamming import Cups, cups
from tests.fixtures.papers import Scene, make_scene
from tests.fixtures.register import REGION, RegisterBuilder, make_app

__all__ = ["cups"]

LIMITS = Limits(photos_warning=400, photos_least=60, battery_warning=80, battery_least=30)
GOOD, WARN, BAD = CheckState.GOOD, CheckState.WARN, CheckState.BAD


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """A bureau, two officers, a mine."""
    return make_scene(tmp_path / "store", FrozenClock())


def line(app: App, key: CheckKey, facts: Facts | None = None) -> Check:
    return service.look(key, facts or service.facts(app.store.folder, app), app)


def about(**stated: Any) -> Facts:
    return Facts(Path("/"), LIMITS, **stated)


def supply(folder: Path, name: str, **words: str) -> None:
    """One folder of /sys/class/power_supply."""
    (folder / name).mkdir(parents=True)
    for word, value in words.items():
        (folder / name / word).write_text(f"{value}\n")


def test_every_line_can_be_told_and_every_remedy_has_its_word() -> None:
    assert {probe.key for probe in service.PROBES} == set(CheckKey)
    for one in (*CheckKey, *CheckState, *Remedy):
        assert terms.label(one)
        assert terms.label(one, "en")
    assert all("…" not in text["zh"]["happened"] for code, text in catalogue().items() if code.startswith("preflight."))


def test_two_officers_may_leave_and_one_may_not(scene: Scene) -> None:
    assert line(scene.app, CheckKey.OFFICERS).state is GOOD
    lone = OfficerFacts("张三", cert_no="33110001234", cert_valid_to_on="2029-12-31")
    gone = replace(lone, name="李四", cert_no="33110005678", cert_valid_to_on="2026-01-01")
    scene.app.office.change_officer(scene.actor, scene.officers[1], gone)
    found = line(scene.app, CheckKey.OFFICERS)
    assert (found.state, found.code, found.remedies) == (BAD, "preflight.officers_few", (Remedy.OFFICERS,))


def test_a_certificate_that_ends_soon_is_named(scene: Scene) -> None:
    soon = OfficerFacts("李四", cert_no="33110005678", cert_valid_to_on="2026-03-31")
    scene.app.office.change_officer(scene.actor, scene.officers[1], soon)
    found = line(scene.app, CheckKey.OFFICERS)
    assert (found.state, found.figures["name"], found.figures["day"]) == (WARN, "李四", "2026-03-31")


def test_the_bureau_lacks_what_papers_print(scene: Scene, tmp_path: Path) -> None:
    assert line(make_app(tmp_path / "bare"), CheckKey.BUREAU).code == "preflight.bureau_none"
    scene.app.office.set_bureau(scene.actor, REGION, government="")
    found = line(scene.app, CheckKey.BUREAU)
    assert (found.state, found.remedies) == (BAD, (Remedy.BUREAU,))
    assert "本级人民政府" in found.told()
    facts = {"government": "示例县人民政府", "address": "平昌路1号", "phone": "0578-1", "fine_bank": ""}
    scene.app.office.set_bureau(scene.actor, REGION, **facts)
    assert line(scene.app, CheckKey.BUREAU).state is WARN
    rest = {"fine_bank": "示例银行", "fine_account_name": "财政专户", "fine_account_no": "1", "court": "示例县人民法院"}
    scene.app.office.set_bureau(scene.actor, REGION, **rest)
    assert line(scene.app, CheckKey.BUREAU).state is GOOD


def test_a_visit_begun_without_approval_waits_for_it(scene: Scene) -> None:
    assert line(scene.app, CheckKey.ASSIGNMENTS).code == "preflight.assignments_none"
    visit = scene.visit(approval_no=None, approver=None, approved_at=None, approval_gap_reason="群众举报，紧急")
    found = line(scene.app, CheckKey.ASSIGNMENTS)
    assert (found.state, found.record_id, found.remedies) == (WARN, visit, (Remedy.ASSIGNMENT,))
    scene.app.inspections.change_details(scene.actor, visit, approval_no="检查〔2026〕9号", approver="局长")
    assert line(scene.app, CheckKey.ASSIGNMENTS).state is GOOD


def test_the_register_is_empty_fresh_or_old(tmp_path: Path) -> None:
    app = make_app(tmp_path / "s", FrozenClock())
    assert line(app, CheckKey.REGISTER).remedies == (Remedy.REGISTER_IMPORT,)
    build = RegisterBuilder(app)
    build.site("新矿", updated_on="2026-03-01")
    assert line(app, CheckKey.REGISTER).state is GOOD
    old = build.site("老矿", updated_on="2025-01-01")
    found = line(app, CheckKey.REGISTER)
    assert (found.state, found.record_id, found.figures["stale"], found.figures["count"]) == (WARN, old, 1, 2)
    app.register.confirm_site(app.officer_id, old)
    assert line(app, CheckKey.REGISTER).state is GOOD


def test_an_old_entry_of_the_mine_under_inspection_goes_before_older_ones(scene: Scene) -> None:
    build = RegisterBuilder(scene.app)
    build.site("更老的矿", scene.company, updated_on="2020-01-01")
    scene.visit()
    scene.clock.forward(days=200)
    found = line(scene.app, CheckKey.REGISTER)
    assert (found.code, found.record_id) == ("preflight.register_stale_today", scene.site)


@pytest.mark.parametrize("key", [CheckKey.CHECKLISTS, CheckKey.LAW])
def test_the_county_has_a_newer_edition(scene: Scene, key: CheckKey) -> None:
    assert line(scene.app, key).state is GOOD
    own = editions.own()
    scene.app.store.set_local(editions.KEY, editions.written({**own, key.value: own[key.value] + 1}))
    found = line(scene.app, key)
    assert (found.state, found.remedies) == (WARN, (Remedy.REINSTALL,))
    scene.app.store.set_local(editions.KEY, editions.written(own))
    assert line(scene.app, key).state is GOOD


def test_an_edition_that_cannot_be_read_counts_as_none() -> None:
    assert editions.read("checklists=97;law=1;<script>") == {"checklists": 97, "law": 1}
    assert editions.read(None) == editions.read("=;=") == {}
    assert editions.read(editions.written(editions.own())) == editions.own()


def test_holidays_of_next_year_are_wanted_in_november_and_of_this_year_at_once(scene: Scene) -> None:
    assert line(scene.app, CheckKey.CALENDAR).state is GOOD
    scene.clock.set_wall("2026-11-25T08:00:00+08:00")
    assert line(scene.app, CheckKey.CALENDAR).state is WARN
    scene.clock.set_wall("2027-01-05T08:00:00+08:00")
    assert line(scene.app, CheckKey.CALENDAR).state is BAD
    table = {"year": 2027, "source": "国办", "holidays": [{"day": "2027-01-01", "name": "元旦"}], "workdays": []}
    scene.app.office.import_calendar(scene.actor, table)
    assert line(scene.app, CheckKey.CALENDAR).state is GOOD


def test_numbers_are_gone_few_or_enough(scene: Scene) -> None:
    found = line(scene.app, CheckKey.NUMBERS)
    assert (found.state, found.remedies) == (BAD, (Remedy.NUMBERS_ENTER,))
    assert "示应急检记" in found.figures["list"]
    scene.blocks(last=4)
    assert line(scene.app, CheckKey.NUMBERS).state is WARN
    scene.blocks(first=5, last=50)
    assert line(scene.app, CheckKey.NUMBERS).state is GOOD
    scene.clock.set_wall("2027-01-02T08:00:00+08:00")
    assert line(scene.app, CheckKey.NUMBERS).state is BAD


def test_an_office_that_inks_its_numbers_needs_no_block(scene: Scene) -> None:
    scene.app.office.set_setting(scene.actor, "numbering.source", "inked")
    assert line(scene.app, CheckKey.NUMBERS).code == "preflight.numbers_not_needed"
    scene.app.office.set_setting(scene.actor, "numbering.source_by_stem", {"责改": "leased"})
    assert line(scene.app, CheckKey.NUMBERS).figures["stems"] == ["示应急责改"]


def test_sheets_with_the_seal_count_only_where_the_office_uses_them(scene: Scene) -> None:
    assert line(scene.app, CheckKey.SHEETS).code == "preflight.sheets_not_used"
    scene.app.office.set_setting(scene.actor, "papers.seal_mode", "presealed")
    found = line(scene.app, CheckKey.SHEETS)
    assert (found.state, found.remedies) == (BAD, (Remedy.SHEETS_RECEIVE,))
    scene.app.sheets.receive(scene.actor, "A0101", "A0105")
    assert line(scene.app, CheckKey.SHEETS).state is WARN
    scene.app.sheets.receive(scene.actor, "A0106", "A0140")
    assert line(scene.app, CheckKey.SHEETS).state is GOOD


def test_text_whose_record_is_gone_is_told(scene: Scene) -> None:
    assert line(scene.app, CheckKey.TYPED).state is GOOD
    scene.app.drafts.keep(scene.actor, "finding", "gone", "fact", "护栏缺失")
    found = line(scene.app, CheckKey.TYPED)
    assert (found.state, found.remedies) == (WARN, (Remedy.TYPED_TEXTS,))


def test_a_laptop_alone_has_no_certificate_and_no_receipt(scene: Scene) -> None:
    for key in (CheckKey.CERTIFICATE, CheckKey.HANDOVER):
        found = line(scene.app, key)
        assert (found.state, found.remedies) == (WARN, (Remedy.JOIN,))


def test_room_for_photos_goes_by_the_photos_of_this_laptop(scene: Scene, tmp_path: Path) -> None:
    assert service.facts(tmp_path, scene.app).photo_bytes == machine.USUAL_PHOTO_BYTES
    scene.visit()
    for number in range(service.MEASURED):
        scene.finding(f"问题 {number}")
    known = service.facts(tmp_path, scene.app)
    assert 0 < known.photo_bytes < 100_000
    with processes.small_disk(tmp_path / "disk", "8m") as disk:
        here = replace(known, data_dir=disk)
        free = shutil.disk_usage(disk).free
        assert line(scene.app, CheckKey.DISK, here).figures["photos"] == free // known.photo_bytes
        assert line(scene.app, CheckKey.DISK, replace(here, photo_bytes=free // 100)).state is WARN
        assert line(scene.app, CheckKey.DISK, replace(here, photo_bytes=free // 10)).state is BAD


def test_a_folder_that_cannot_be_written_is_red(tmp_path: Path) -> None:
    with processes.small_disk(tmp_path / "disk", "1m") as disk:
        processes.fill(disk, 0)
        found = service.look(CheckKey.FOLDER, Facts(disk, LIMITS))
    assert (found.state, found.remedies) == (BAD, (Remedy.DISK_SPACE,))
    assert service.look(CheckKey.FOLDER, Facts(tmp_path, LIMITS)).state is GOOD


@pytest.mark.parametrize(("charge", "status", "expected"), [
    ("95", "Discharging", (GOOD, "preflight.battery")),
    ("95", "Charging", (GOOD, "preflight.battery_mains")),
    ("55", "Discharging", (WARN, "preflight.battery_low")),
    ("55", "Charging", (WARN, "preflight.battery_charging")),
    ("12", "Discharging", (BAD, "preflight.battery_low")),
])  # fmt: skip
def test_the_battery(tmp_path: Path, charge: str, status: str, expected: tuple[CheckState, str]) -> None:
    supply(tmp_path, "BAT0", type="Battery", capacity=charge, status=status)
    supply(tmp_path, "hid-mouse-battery", type="Battery", capacity="3", status="Discharging", scope="Device")
    found = service.look(CheckKey.BATTERY, about(supplies=tmp_path))
    assert (found.state, found.code) == expected
    assert found.figures["percent"] == int(charge)


def test_two_batteries_count_together_and_none_is_told(tmp_path: Path) -> None:
    supply(tmp_path / "two", "BAT0", type="Battery", capacity="100", status="Full")
    supply(tmp_path / "two", "BAT1", type="Battery", capacity="60", status="Unknown")
    assert service.look(CheckKey.BATTERY, about(supplies=tmp_path / "two")).figures["percent"] == 80
    supply(tmp_path / "one", "AC", type="Mains", online="1")
    assert service.look(CheckKey.BATTERY, about(supplies=tmp_path / "one")).code == "preflight.battery_none"
    assert service.look(CheckKey.BATTERY, about(supplies=tmp_path / "nothing")).code == "preflight.battery_unknown"


def test_a_damaged_or_missing_face_is_found_by_loading_it(tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    folder.mkdir()
    for face in Face:
        (folder / face.value).symlink_to(paths.resources("fonts", face.value))
    assert service.look(CheckKey.FONTS, about(fonts=folder)).state is GOOD
    (folder / Face.KAI.value).unlink()
    whole = paths.resources("fonts", Face.SERIF.value).read_bytes()
    (folder / Face.SERIF.value).unlink()
    (folder / Face.SERIF.value).write_bytes(whole[: len(whole) // 2])
    found = service.look(CheckKey.FONTS, about(fonts=folder))
    assert (found.state, found.remedies) == (BAD, (Remedy.REINSTALL,))
    assert set(found.figures["files"].split("、")) == {Face.KAI.value, Face.SERIF.value}


def test_characters_that_no_face_draws_are_named(tmp_path: Path) -> None:
    from inspector_app.documents.font_check import examine

    assert examine(proof="缙𬭬\U000f0001").lacking == "\U000f0001"


def test_the_printer_in_the_car_is_found_and_prints_the_page(cups: Cups) -> None:
    found = service.look(CheckKey.PRINTER, about())
    assert (found.state, found.record_id, found.remedies) == (GOOD, cups.queue, (Remedy.PRINT_TEST,))
    assert trial_print.print_test_page("", "2026-03-10 09:00").printer == cups.queue
    assert cups.heard() == "1"
    assert cups.printed()[0].read_bytes().startswith(b"%PDF")
    cups.pause("缺纸")
    stopped = service.look(CheckKey.PRINTER, about())
    assert (stopped.state, stopped.remedies[0]) == (BAD, Remedy.PRINTER_ADD)
    assert "缺纸" in stopped.told()


def test_another_printer_helps_when_the_usual_one_does_not() -> None:
    usual, other = Queue("车载", is_enabled=False, reason="out of paper"), Queue("办公室")
    found = service.look(CheckKey.PRINTER, about(queues=(usual, other)))
    assert (found.state, found.record_id) == (WARN, "办公室")
    assert service.look(CheckKey.PRINTER, about(queues=())).state is BAD


def test_the_page_shows_every_rare_character_with_embedded_fonts() -> None:
    import io

    import pikepdf

    from inspector_app.documents.trial_sheet import trial_sheet

    with pikepdf.open(io.BytesIO(trial_sheet("车载打印机", "2026-03-10 09:00"))) as pdf:
        assert len(pdf.pages) == 1
        fonts = pdf.pages[0]["/Resources"]["/Font"]
        assert all("/FontFile2" in one["/FontDescriptor"] for one in fonts.values())


def test_the_last_run_is_kept_and_a_line_that_was_mended_counts(scene: Scene) -> None:
    assert memory.last_run(scene.app.store.local(memory.KEY)) is None
    done = service.checks(scene.app.store.folder, scene.app)
    service.remember(scene.app, done)
    before = memory.last_run(scene.app.store.local(memory.KEY))
    assert before is not None
    assert before.bad == sum(1 for one in done if one.state is BAD)
    scene.clock.forward(hours=2)
    scene.blocks()
    service.remember_line(scene.app, line(scene.app, CheckKey.NUMBERS))
    after = memory.last_run(scene.app.store.local(memory.KEY))
    assert after is not None
    assert (after.bad, after.at) == (before.bad - 1, before.at)


def test_checks_travel_to_another_process_and_to_json(scene: Scene) -> None:
    import pickle
    from dataclasses import asdict

    known = service.facts(scene.app.store.folder, scene.app)
    assert pickle.loads(pickle.dumps(known)) == known
    json.dumps([asdict(one) for one in service.checks(scene.app.store.folder, scene.app)])
