"""What the county gives its laptops: officers, bureau, parameters, register, numbers; each office its own."""

from __future__ import annotations

import json
from pathlib import Path

from county_server import reference
from inspector_app.bootstrap import App
from inspector_app.checklist.loader import checklist_library
from inspector_app.checklist.reading import checklist_of
from inspector_app.enterprise import codes
from inspector_app.exchange.files import exported
from inspector_app.exchange.values import ListFormat
from inspector_app.office.service import OfficeService
from tests.fixtures.county import County, Laptop, joined

OFFICERS = [
    {"name": "王强", "cert_no": "33110001001", "cert_valid_to_on": "2030-12-31", "department": "矿山科"},
    {"name": "赵敏", "cert_no": "33110001002", "cert_valid_to_on": "2030-12-31", "department": "矿山科"},
]


def office_of(laptop: Laptop) -> OfficeService:
    return OfficeService(laptop.store.units, laptop.store.clock)


def test_officers_of_the_office_reach_every_laptop_and_a_second_list_updates_them(
    county: County, tmp_path: Path
) -> None:
    laptop = joined(tmp_path / "a", county)
    (tmp_path / "officers.json").write_text(json.dumps(OFFICERS), "utf-8")
    told = county.command("officer", "import", str(tmp_path / "officers.json"), "--region", "331123")
    assert (told["added"], told["changed"]) == (2, 0)
    laptop.sync.run()
    names = {row.name for row in office_of(laptop).officers()}
    assert {"王强", "赵敏"} <= names
    (tmp_path / "officers.json").write_text(json.dumps([{**OFFICERS[0], "title": "科长"}, OFFICERS[1]]), "utf-8")
    told = reference.import_officers(county.store, "331123", tmp_path / "officers.json")
    assert (told["added"], told["changed"]) == (0, 1)
    laptop.sync.run()
    assert [row.title for row in office_of(laptop).officers() if row.name == "王强"] == ["科长"]
    assert laptop.inventory() == county.inventory()


def test_the_bureau_comes_from_the_county_and_is_the_one_in_whose_name_papers_are_issued(
    county: County, tmp_path: Path
) -> None:
    laptop = joined(tmp_path / "a", county)
    (tmp_path / "bureau.json").write_text(json.dumps({"name": "遂昌县应急管理局", "court": "遂昌县人民法院"}), "utf-8")
    county.command("admin", "bureau", str(tmp_path / "bureau.json"), "--region", "331123")
    laptop.sync.run()
    assert office_of(laptop).bureau().court == "遂昌县人民法院"


def test_a_parameter_of_one_county_holds_there_and_nowhere_else(county: County, tmp_path: Path) -> None:
    county.office("331122", "缙云县应急管理局")
    here, there = joined(tmp_path / "a", county), joined(tmp_path / "b", county, region="331122")
    key = "office.certificate_warning_days"
    county.command("admin", "setting", "--region", "331123", "--key", key, "--value", "90")
    reference.set_setting(county.store, "331122", key, "30")
    for laptop, value in ((here, 90), (there, 30)):
        laptop.sync.run()
        assert office_of(laptop).setting(key) == value
    office_of(here).set_setting(here.me, key, 45)
    assert office_of(here).setting(key) == 45
    here.sync.run()
    assert here.sync.status().conflicts == 0


def test_a_register_reaches_the_laptops_of_its_county_only(county: County, tmp_path: Path) -> None:
    county.office("331122", "缙云县应急管理局")
    here, there = joined(tmp_path / "a", county), joined(tmp_path / "b", county, region="331122")
    file = tmp_path / "register.csv"
    first = "91331123" + "MA2E0TEX" + codes.organisation_check("MA2E0TEX")
    code = first + codes.uscc_check(first)
    rows = ["企业名称,统一社会信用代码,矿山（尾矿库）名称,矿山类型", f"遂昌北沟矿业有限公司,{code},北沟萤石矿,地下矿山"]
    file.write_text("\n".join(rows) + "\n", "utf-8-sig")
    told = county.command("register", "import", str(file), "--region", "331123", check=False)
    assert told["ok"], told
    here.sync.run()
    there.sync.run()
    assert here.inventory()["records"] == county.inventory("331123")["records"]
    assert "enterprise" not in there.inventory()["records"]


def test_numbers_are_leased_in_the_name_of_the_office_and_lie_on_the_laptop(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    block = laptop.sync.lease_numbers("遂应急检记", 2026, 20)
    assert (block.first_serial, block.last_serial, block.stream_id) == (1, 20, laptop.store.stream_id)
    table = laptop.store.fold.table("number_block")
    with laptop.store.units.read() as connection:
        assert connection.execute(table.select()).one().stream_id == laptop.store.stream_id


def test_what_is_wrong_with_a_list_is_said(county: County, tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    wrong = (("{", "command.input_not_json"), ("{}", "county.import_failed"), ("[{}]", "county.import_failed"))
    for text, code in wrong:
        file.write_text(text, "utf-8")
        status, told = county.exit_status("officer", "import", str(file), "--region", "331123")
        assert (status, f"[{code}]" in told) == (2, True), told
    assert county.exit_status("officer", "import", str(tmp_path / "none.json"), "--region", "331123")[0] == 2
    assert county.exit_status("enrol", "--region", "999999")[0] == 2


def test_a_checklist_that_the_county_publishes_is_begun_with_on_its_laptops_and_nowhere_else(
    county: County, tmp_path: Path
) -> None:
    county.office("331122", "缙云县应急管理局")
    here, there = joined(tmp_path / "a", county), joined(tmp_path / "b", county, region="331122")
    shipped = checklist_library().pinned("task_16")
    content = {**shipped.content, "version": shipped.version + 1, "title": "任务16（遂昌）"}
    file = tmp_path / "task_16.xlsx"
    file.write_bytes(exported(checklist_of(content), ListFormat.XLSFORM))
    told = county.command("checklist", "publish", str(file), "--region", "331123", "--note", "本县名称")
    assert told["version"] == shipped.version + 1
    here.sync.run()
    there.sync.run()
    assert App(here.store).checklists.pinned("task_16").title == "任务16（遂昌）"
    assert App(there.store).checklists.pinned("task_16").title == shipped.title
    again = county.command("checklist", "publish", str(file), "--region", "331123", check=False)
    assert again["error"]["code"] == "checklist.version_not_newer"
