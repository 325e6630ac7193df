"""The checklist commands need no store and speak JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inspector_app.checklist.loader import checklist_library
from inspector_app.cli import main
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
