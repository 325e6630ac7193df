"""Register and office from the command line: JSON in, JSON out, exit codes as the contract says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from inspector_app.cli import main
from inspector_app.enterprise.inputs import NOUNS
from tests.fixtures.register import id_no, uscc
from tests.fixtures.stores import PASSPHRASE

Run = Callable[..., Any]


@pytest.fixture
def run(own_data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", PASSPHRASE)

    def call(*words: str, status: int = 0) -> Any:
        capsys.readouterr()
        assert main([*words, "--json"]) == status, capsys.readouterr()
        return json.loads(capsys.readouterr().out)

    call("store", "init", "--login", "zhang", "--sample")
    return call


def test_the_sample_county_is_listed_narrowed_and_paged(run: Run) -> None:
    first = run("mine", "list", "--limit", "4")
    last = first[-1]
    rest = run("mine", "list", "--after-key", last["sort_key"], "--after-id", last["id"])
    assert not {row["id"] for row in first} & {row["id"] for row in rest}
    assert len(first) + len(rest) == 15
    ponds = run("mine", "list", "--kind", "tailings_pond", "--region", "遂昌")
    assert [row["name"] for row in ponds] == ["云坪尾矿库（示例）"]
    assert run("mine", "list", "--text", "qslyskxx") == []
    assert run("mine", "list", "--text", "qsl")[0]["name"] == "青石岭萤石矿（示例）"
    assert [row["name"] for row in run("mine", "list", "--text", "青石岭")] == ["青石岭萤石矿（示例）"]


def test_one_mine_is_shown_with_its_warnings_in_words(run: Run) -> None:
    file = run("mine", "show", "青石岭")
    assert file["site"]["name"] == "青石岭萤石矿（示例）"
    assert file["principal"]
    assert all(warning["told"] for warning in file["warnings"])
    assert run("mine", "show", "nowhere", status=2)["error"]["code"] == "register.site_unknown"


def test_a_mine_is_entered_corrected_and_taken_off(run: Run) -> None:
    facts = ("name=示例新矿业", f"uscc={uscc(77)}", "employee_count=12")
    company = run("register", "add", "enterprise", "--set", *facts)["id"]
    mine = run("register", "add", "site", "--set", "name=新矿", f"enterprise_id={company}", "site_kind=露天矿山")["id"]
    assert run("register", "change", "site", mine, "--set", "site_state=停产", "is_key_county=是")["changed"]
    error = run("register", "change", "site", mine, "--set", "latitude=999", status=1)["error"]
    assert (error["code"], error["params"]["field"]) == ("register.position_impossible", "latitude")
    assert run("mine", "confirm", mine) == {"changed": False}
    assert run("register", "remove", "site", mine, "--reason", "登记错误") == {"removed": 1}
    assert run("register", "add", "ship", "--set", "name=x", status=2)["error"]["code"] == "command.choice_unknown"
    error = run("register", "add", "enterprise", "--set", "name=x", "employee_count=many", status=2)["error"]
    assert error["code"] == "register.not_a_whole_number"


def test_facts_come_from_an_input_file_too(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "person.json"
    file.write_text(json.dumps({"noun": "person", "facts": {"name": "示甲", "id_no": id_no(401)}}), "utf-8")
    assert run("register", "add", "--input", str(file))["id"]


def test_a_list_is_rehearsed_imported_and_its_problems_written(run: Run, tmp_path: Path) -> None:
    file, problems = tmp_path / "list.csv", tmp_path / "problems.csv"
    good, bad = f"示例一公司,{uscc(81)},一号矿,露天", f"示例二公司,{uscc(82)},二号矿,水库"
    file.write_text(f"企业名称,统一社会信用代码,矿山名称,矿山类型\n{good}\n{bad}\n", "gb18030")
    rehearsed = run("mine", "import", str(file), "--dry-run", status=1)
    assert rehearsed["records"] == {"enterprise": {"added": 1, "changed": 0}, "site": {"added": 1, "changed": 0}}
    assert run("enterprise", "list", "--text", "示例一公司") == []
    report = run("mine", "import", str(file), "--problems-to", str(problems), status=1)
    told = [(one["row"], one["column"], one["code"]) for one in report["problems"]]
    assert told == [(3, "矿山类型", "import.choice")]
    assert "水库" in problems.read_text("utf-8-sig")
    assert len(run("enterprise", "list", "--text", "示例一公司")) == 1


def test_a_choice_that_an_input_file_misspells_is_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "in.json"
    for words, given, code in (
        (("mine", "list"), {"kind": "quarry"}, "command.choice_unknown"),
        (("enterprise", "list"), {"role": "boss"}, "command.choice_unknown"),
        (("officer", "register"), {"name": "示新", "role": "boss"}, "command.choice_unknown"),
    ):
        file.write_text(json.dumps(given), "utf-8")
        assert run(*words, "--input", str(file), status=2)["error"]["code"] == code


def test_the_template_needs_no_store(run: Run, tmp_path: Path) -> None:
    assert run("mine", "template", "--to", str(tmp_path / "t.xlsx"))["files"] == [str(tmp_path / "t.xlsx")]


def test_officers_are_registered_renewed_and_retired(run: Run) -> None:
    officer = run("officer", "register", "--name", "示新", "--cert-no", "99330000099", "--title", "科员")["officer"]
    assert run("officer", "change", officer, "--cert-valid-to-on", "2031-01-01")["changed"]
    assert {row["name"] for row in run("officer", "list")} >= {"示新"}
    assert run("officer", "retire", officer, "--reason", "调离") == {"retired": officer}
    assert "示新" not in {row["name"] for row in run("officer", "list")}
    error = run("officer", "register", "--name", "示新", "--cert-no", "1", status=1)["error"]
    assert error["params"]["field"] == "cert_no"


def test_the_bureau_is_shown_and_changed(run: Run) -> None:
    assert run("bureau", "show")["name"] == "遂昌县应急管理局"
    run("bureau", "set", "青田", "--phone", "0578-5559999")
    assert (run("bureau", "show")["name"], run("bureau", "show")["phone"]) == ("青田县应急管理局", "0578-5559999")
    assert len(run("bureau", "list")) == 10
    assert run("bureau", "set", "北京", status=2)["error"]["code"] == "office.region_unknown"


def test_parameters_are_listed_chosen_and_cleared(run: Run) -> None:
    assert all(row["mark"] == "?" for row in run("setting", "list", "procedure.", "--unconfirmed"))
    assert run("setting", "set", "procedure.reinspection_days", "7", "--note", "令第18号")["value"] == 7
    assert run("setting", "set", "papers.layout", "readable")["changed"]
    assert run("setting", "set", "numbering.source_by_stem", '{"罚": "typed"}')["value"] == {"罚": "typed"}
    assert run("setting", "clear", "papers.layout", "--reason", "改回")["value"] == "compact"
    assert run("setting", "set", "papers.layout", "huge", status=2)["error"]["code"] == "office.setting_not_a_choice"


def test_deadlines_are_counted_from_the_calendar(run: Run) -> None:
    assert run("calendar", "deadline", "2026-09-18", "15")["last_on"] == "2026-10-08"
    assert run("calendar", "deadline", "2026-02-14", "1", "--working")["last_on"] == "2026-02-24"
    assert "2031" in run("calendar", "deadline", "2030-12-30", "15")["warning"]
    assert [table["year"] for table in run("calendar", "show")] == [2024, 2025, 2026]


@pytest.mark.parametrize("noun", NOUNS)
def test_the_blanks_of_a_kind_of_entry_are_published(run: Run, noun: str) -> None:
    schema = run("register", "fields", noun)
    Draft202012Validator.check_schema(schema)
    assert list(schema["properties"]) == [field.name for field in fields(NOUNS[noun].facts)]
    assert all(len(blank["description"].split(" / ")) > 1 for blank in schema["properties"].values())


def test_a_published_schema_says_what_an_entry_refuses(run: Run) -> None:
    blanks = run("register", "fields", "site")["properties"]
    assert (blanks["service_years"]["type"], blanks["service_years"]["maximum"]) == ("integer", 500)
    assert "shut_down" in blanks["site_state"]["enum"]
    assert blanks["enterprise_id"]["x-noun"] == "enterprise"
