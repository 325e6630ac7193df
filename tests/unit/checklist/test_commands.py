"""The checklist commands need no store and speak JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import validate

from inspector_app.checklist.loader import checklist_library
from inspector_app.cli import main
from inspector_app.commands.catalogue import COMMANDS
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.visits import begin_visit, make_bureau, make_mine


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    status = main([*arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


def unlocking(folder: Path) -> tuple[str, ...]:
    """Options that open the store made in ``folder``."""
    file = folder / "passphrase"
    file.write_text(PASSPHRASE, "utf-8")
    return ("--data-dir", str(folder / "store"), "--officer", "zhang", "--passphrase-file", str(file))


def test_list_names_every_list_with_its_task_and_number_of_items(capsys: pytest.CaptureFixture[str]) -> None:
    status, lists = run(capsys, "checklist", "list")
    assert status == 0
    assert {one["task"] for one in lists} >= {5, 12, 15, 16, 17, 21, None}
    headcount = next(one for one in lists if one["key"] == "task_16")
    version = checklist_library().pinned("task_16").version
    assert (headcount["items"], headcount["version"], headcount["binds"]) == (13, version, ["enterprise"])


def test_show_gives_all_fields_of_every_item(capsys: pytest.CaptureFixture[str]) -> None:
    _status, shown = run(capsys, "checklist", "show", "task_16")
    face = next(item for item in shown["items"] if item["key"] == "T16-07")
    assert face["answer"]["bound"] == {"operator": "at_most", "value": "3"}
    assert face["modality"] == "in_principle"
    assert face["is_flat"] is False


def test_show_of_an_unknown_list_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    status, told = run(capsys, "checklist", "show", "task_99")
    assert (status, told["error"]["code"]) == (2, "checklist.unknown")


def test_search_finds_by_two_characters(capsys: pytest.CaptureFixture[str]) -> None:
    _status, hits = run(capsys, "checklist", "search", "中段", "--limit", "3")
    assert len(hits) == 3


def test_the_shipped_files_are_valid(capsys: pytest.CaptureFixture[str]) -> None:
    status, checked = run(capsys, "checklist", "validate")
    assert (status, checked["ok"], checked["problems"]) == (0, True, [])


def test_a_bad_file_ends_with_one_and_names_the_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{\n "key": "x",\n "version": "1"\n}', "utf-8")
    status, checked = run(capsys, "checklist", "validate", str(file))
    assert (status, checked["ok"]) == (1, False)
    assert {problem["line"] for problem in checked["problems"]} == {1, 3}


def test_coverage_lists_obligations_with_items_or_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    _status, mapped = run(capsys, "checklist", "coverage")
    assert all(row.get("items") or row["reason"] for row in mapped)
    assert {row["task"] for row in mapped} >= {5, 12, 15, 16, 17, 21}


def test_applicable_says_which_lists_fit_a_mine(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    app = make_bureau(tmp_path / "store")
    site = make_mine(app, "open_pit_mine")
    app.store.close()
    where = unlocking(tmp_path)
    status, fitting = run(capsys, "checklist", "applicable", "--mine", site, "--day", "2026-03-10", *where)
    assert status == 0
    by_key = {one["key"]: one for one in fitting}
    assert {"task_05", "task_16", "task_17", "task_21", "criteria_open_pit"} <= set(by_key)
    headcount = by_key["task_16"]["standing"]
    assert (headcount["T16-06"], headcount["T16-07"]) == ("asked", "not_here")
    due = {one["item_key"]: (one["deadline_on"], one["is_overdue"]) for one in by_key["task_17"]["deadlines"]}
    assert due["T17-09"] == ("2025-12-31", True)


def test_lint_and_audit_say_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    status, linted = run(capsys, "checklist", "lint")
    assert (status, linted["ok"], linted["problems"]) == (0, True, [])
    status, audited = run(capsys, "checklist", "audit", "--task", "16")
    assert (status, audited["losses"]) == (0, [])
    assert {row["word"] for row in audited["map"]} >= {"30人以内", "不得有4个以上"}


def test_lint_of_a_folder_with_a_mistake_ends_with_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "county.json").write_text("{}", "utf-8")
    status, linted = run(capsys, "checklist", "lint", "--folder", str(tmp_path))
    assert (status, linted["ok"]) == (1, False)


def test_diff_compares_files_and_shipped_lists(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    content = dict(checklist_library().pinned("task_16").content)
    content |= {"version": 1, "items": content["items"][:-1]}
    older = tmp_path / "older.json"
    older.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    status, told = run(capsys, "checklist", "diff", str(older), "task_16")
    assert (status, told["added"], told["removed"], told["same"]) == (0, ["T16-13"], [], False)
    status, missing = run(capsys, "checklist", "diff", str(tmp_path / "none.json"), "task_16")
    assert (status, missing["error"]["code"]) == (2, "import.missing")


def test_every_key_says_what_it_means(capsys: pytest.CaptureFixture[str]) -> None:
    _status, told = run(capsys, "checklist", "keys")
    assert told["keys"]["T15-13"] == "任务15第3句 | shall | date | every 3 year"


def test_a_visit_is_answered_covered_and_ended_from_the_command_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    app = make_bureau(tmp_path / "store")
    visit = begin_visit(app, make_mine(app), "task_16")
    app.store.close()
    where = ("--inspection", visit, *unlocking(tmp_path))
    item = ("--checklist", "task_16", "--items", "T16-07", "--verdict", "not_compliant", "--count", "4")
    assert run(capsys, "inspection", "answer", *item, *where)[0] == 0
    _status, covered = run(capsys, "inspection", "coverage", *where)
    assert (covered["complete"], len(covered["open"]), covered["contradictions"]) == (False, 10, [])
    again = ("--checklist", "task_16", "--verdict", "compliant", *where)
    run(capsys, "inspection", "answer", "--items", "T16-12", "--count", "2", *again)
    run(capsys, "inspection", "answer", "--items", "T16-13", "--count", "3", *again)
    _status, covered = run(capsys, "inspection", "coverage", *where)
    assert [doubt["check_key"] for doubt in covered["contradictions"]] == ["stoping_within_working"]
    status, told = run(capsys, "inspection", "close", *where)
    assert (status, told["error"]["code"]) == (1, "inspection.items_open")
    status, told = run(capsys, "inspection", "close", "--open-items-reason", "停电", *where)
    assert (status, told["state"]) == (0, "closed")


COMMAND = {one.name: one for one in COMMANDS}


def fits(name: str, told: Any) -> Any:
    """What a command returned is what its published schema says."""
    validate(told, dict(COMMAND[name].output))
    return told


@pytest.mark.parametrize(
    "words",
    [
        ("checklist", "list"), ("checklist", "search", "中段"), ("checklist", "coverage"), ("checklist", "lint"),
        ("checklist", "validate"), ("checklist", "diff", "task_16", "task_17"), ("checklist", "keys"),
        ("quiz", "draw", "--role", "worker", "--kind", "underground_mine"),
    ],
)
def test_what_is_returned_is_what_the_schema_says(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    status, told = run(capsys, *words)
    assert status == 0
    fits(" ".join(words[:2]), told)


@pytest.mark.parametrize("key", [one.key for one in checklist_library().lists()])
def test_every_list_is_shown_as_the_schema_says(capsys: pytest.CaptureFixture[str], key: str) -> None:
    _status, shown = run(capsys, "checklist", "show", key)
    fits("checklist show", shown)


@pytest.mark.parametrize("form", ["xlsform", "csv", "xlsx", "json", "pdf"])
def test_a_list_goes_out_and_comes_back_by_command(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"out.{'xlsx' if form == 'xlsform' else form}"
    status, out = run(capsys, "checklist", "export", "task_16", "--format", form, "--to", str(file))
    assert status == 0
    assert fits("checklist export", out)["file"] == str(file)
    if form == "pdf":
        assert file.read_bytes().startswith(b"%PDF")
        return
    status, back = run(capsys, "checklist", "import", str(file), "--to", str(tmp_path / "back.json"))
    assert (status, fits("checklist import", back)["content_hash"]) == (0, out["content_hash"])
    _status, same = run(capsys, "checklist", "diff", "task_16", str(tmp_path / "back.json"))
    assert fits("checklist diff", same)["same"] is True


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "T16-07"), "checklist.unknown"),
        (("export", "task_16", "--format", "word"), "command.choice_unknown"),
        (("export", "task_99", "--format", "csv"), "checklist.unknown"),
        (("export", "task_16", "--format", "csv", "--to", "/no/such/folder/a.csv"), "checklist.not_written"),
        (("import", "/no/such/file.xlsx"), "import.missing"),
        (("import", "/no/such/file.json"), "import.missing"),
        (("import", "photo"), "checklist.not_a_list"),
        (("diff", "task_16", "task_99"), "checklist.unknown"),
        (("diff", "/no/such/file.csv", "task_16"), "import.missing"),
        (("coverage", "--task", "31"), "checklist.task_unknown"),
        (("audit", "--task", "0"), "checklist.task_unknown"),
    ],
)
def test_bad_input_ends_with_a_sentence_in_chinese(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8)
    status, told = run(capsys, "checklist", *(str(photo) if word == "photo" else word for word in words))
    assert status != 0
    assert told["error"]["code"] == code
    assert all(any("一" <= sign <= "鿿" for sign in told["error"][part]) for part in ("happened", "safe", "todo"))


def test_the_office_s_own_lists_are_known_where_its_store_is_opened(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    app = make_bureau(tmp_path / "store")
    site = make_mine(app)
    content = {**checklist_library().pinned("task_16").content, "title": "本县作业人数检查"}
    app.publishing.publish("officer-a", {**content, "version": content["version"] + 1})
    app.store.close()
    where = unlocking(tmp_path)
    _status, shown = run(capsys, "checklist", "show", "task_16", *where)
    assert shown["title"] == "本县作业人数检查"
    _status, hits = run(capsys, "checklist", "search", "T16-07", *where)
    fits("checklist search", hits)
    _status, fitting = run(capsys, "checklist", "applicable", "--mine", site, *where)
    assert "本县作业人数检查" in [one["title"] for one in fits("checklist applicable", fitting)]
    status, told = run(capsys, "checklist", "applicable", "--mine", site, "--day", "三月", *where)
    assert (status, told["error"]["code"]) == (2, "office.day_impossible")
    status, told = run(capsys, "checklist", "applicable", "--mine", "no-such-mine", *where)
    assert (status, told["error"]["happened"] != "") == (2, True)
