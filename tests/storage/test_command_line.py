"""The command line as scripts see it: exit codes, JSON, acknowledgements, and never a traceback for a person."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from inspector_app import cli
from inspector_app.errors import StorageFault
from inspector_app.preflight.service import machine_checks, store_checks
from inspector_app.preflight.values import CheckState
from tests.fixtures import processes
from tests.fixtures.clocks import FrozenClock
from tests.fixtures.visits import make_bureau

WORD = "a long passphrase"
ACK = re.compile(r"^ACK (finding|photo|draft|blob) \S+ [0-9a-f]{64}$")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    """Exit status and JSON result of one command in this process."""
    status = cli.main([*arguments, "--json"])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return status, json.loads(said.out) if said.out.strip() else None


@pytest.fixture
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", WORD)


@pytest.fixture
def made(folder: Path, passphrase: None, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    status, result = call(capsys, "store", "init", "--login", "zhang", "--data-dir", str(folder))
    assert status == 0
    return dict(result)


def test_acknowledgements_have_the_form_of_the_contract(folder: Path) -> None:
    run = processes.run("drill", "write", "--count", "2", "--blobs", "--data-dir", str(folder))
    lines = run.stdout.splitlines()
    assert run.returncode == 0
    assert len(lines) == 10
    assert all(ACK.match(line) for line in lines)
    blob = next(line.split() for line in lines if line.startswith("ACK blob"))
    assert blob[2] == blob[3]


def test_drill_checks_and_tampers_through_the_command_line(folder: Path, tmp_path: Path) -> None:
    acks = tmp_path / "acks"
    acks.write_text(processes.run("drill", "write", "--count", "3", "--blobs", "--data-dir", str(folder)).stdout)
    good = processes.run("drill", "check", "--acks", str(acks), "--data-dir", str(folder), "--json")
    assert (good.returncode, json.loads(good.stdout)["acknowledged"]) == (0, 15)
    for kind in ("entry", "row", "blob"):
        done = processes.run("drill", "tamper", "--kind", kind, "--at", "4", "--data-dir", str(folder))
        assert done.returncode == 0, done.stderr
    bad = processes.run("drill", "check", "--acks", str(acks), "--data-dir", str(folder), "--json")
    assert bad.returncode == 1
    codes = {problem["code"] for problem in json.loads(bad.stdout)["problems"]}
    assert {"verify.row_edited", "verify.blob_damaged"} <= codes
    assert codes & {"verify.edited", "verify.unreadable"}


def test_the_drill_uses_the_passphrase_that_is_stated(folder: Path, made: dict[str, Any]) -> None:
    stated = {"INSPECTOR_PASSPHRASE": WORD}
    lines = processes.run("drill", "write", "--count", "1", "--data-dir", str(folder), **stated)
    assert lines.stdout.count("ACK") == 3, lines.stderr
    damage = ("drill", "tamper", "--kind", "row", "--at", "1", "--data-dir", str(folder))
    assert processes.run(*damage, **stated).returncode == 0
    assert processes.run("journal", "verify", "--data-dir", str(folder), **stated).returncode == 1
    assert (folder / "before-tampering.db").exists()


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (["officer", "list"], 2, "command.passphrase_missing"),
        (["officer", "list", "--passphrase-file", "/nowhere"], 2, "command.passphrase_file"),
        (["schema", "no", "such"], 2, "command.unknown"),
        (["drill", "tamper", "--kind", "nonsense"], 2, "command.choice_unknown"),
        (["drill", "tamper"], 2, "command.input_missing"),
        (["drill", "check", "--acks", "/nowhere"], 2, "command.input_unreadable"),
        (["finding", "add", "--input", "/nowhere"], 2, "command.input_unreadable"),
    ],
)
def test_wrong_use_is_status_2_with_a_reason(
    arguments: list[str], status: int, code: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    processes.run("store", "init", "--login", "zhang", "--data-dir", str(folder), INSPECTOR_PASSPHRASE=WORD)
    told, result = call(capsys, *arguments, "--data-dir", str(folder))
    assert (told, result["error"]["code"]) == (status, code)
    assert re.search(r"[\u4e00-\u9fff]", result["error"]["happened"])


def test_a_wrong_passphrase_is_a_no_and_a_missing_store_the_environment(
    folder: Path, made: dict[str, Any], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", "something else")
    assert call(capsys, "inventory", "--data-dir", str(folder))[0] == 1
    status, result = call(capsys, "inventory", "--officer", "zhang", "--data-dir", str(folder / "nowhere"))
    assert (status, result["error"]["code"]) == (3, "keys.missing")


def test_damaged_stores_are_told_apart(
    folder: Path, made: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    database, key_file = folder / "store.db", folder / "keys.json"
    whole, keys = database.read_bytes(), key_file.read_bytes()
    for content, told in ((None, "store.database_missing"), (b"x" * 9000, "storage.damaged"), (b"", "storage.damaged")):
        database.unlink() if content is None else database.write_bytes(content)
        status, result = call(capsys, "inventory", "--data-dir", str(folder))
        assert (status, result["error"]["code"]) == (3, told)
    database.write_bytes(whole)
    for broken in (b"", b"{", b"[]", keys.replace(b'"slots"', b'"stots"'), keys[:200]):
        key_file.write_bytes(broken)
        status, result = call(capsys, "inventory", "--officer", "zhang", "--data-dir", str(folder))
        assert (status, result["error"]["code"]) == (3, "keys.damaged")
    key_file.write_bytes(keys)
    assert call(capsys, "inventory", "--data-dir", str(folder))[0] == 0


def test_a_mistake_of_the_program_is_a_sentence_and_a_report(
    folder: Path, made: dict[str, Any], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistake(*_arguments: object) -> None:
        raise ZeroDivisionError("北沟矿业的秘密")

    monkeypatch.setattr("inspector_app.sync.inventory.laptop_inventory", mistake)
    status, result = call(capsys, "inventory", "--data-dir", str(folder))
    assert (status, result["error"]["code"]) == (3, "program.bug")
    report = Path(result["error"]["params"]["file"]).read_text("utf-8")
    assert "ZeroDivisionError" in report
    assert "inventory" in report
    assert "北沟" not in report


def test_output_cut_off_by_its_reader_is_no_crash(folder: Path, made: dict[str, Any]) -> None:
    command = processes.inspector("drill", "write", "--count", "500", "--data-dir", str(folder))
    writer = subprocess.Popen(
        command,
        env=processes.environment(INSPECTOR_PASSPHRASE=WORD),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    assert writer.stderr is not None
    writer.stdout.readline()
    writer.stdout.close()
    assert "Traceback" not in writer.stderr.read()
    writer.stderr.close()
    writer.wait()


def test_passphrase_and_recovery_key_are_changed_by_command(
    folder: Path,
    made: dict[str, Any],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    new, sheet, printed = tmp_path / "new", tmp_path / "sheet.txt", tmp_path / "printed"
    new.write_text("another long passphrase\n")
    printed.write_text(made["recovery_key"].lower())
    assert call(capsys, "recovery", "check", "--key-file", str(printed), "--data-dir", str(folder))[0] == 0
    status, renewed = call(capsys, "recovery", "print", "--to", str(sheet), "--data-dir", str(folder))
    assert status == 0
    assert renewed["recovery_key"] in sheet.read_text("utf-8")
    assert call(capsys, "recovery", "check", "--key-file", str(printed), "--data-dir", str(folder))[0] == 1
    changing = ("officer", "passphrase", "--new-passphrase-file", str(new), "--renew-key", "--data-dir", str(folder))
    assert call(capsys, *changing)[0] == 0
    assert call(capsys, "inventory", "--data-dir", str(folder))[0] == 1
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", "another long passphrase")
    assert call(capsys, "inventory", "--data-dir", str(folder))[0] == 0
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", renewed["recovery_key"])
    assert call(capsys, "inventory", "--officer", "recovery", "--data-dir", str(folder))[0] == 0


def test_the_doctor_says_what_is_missing_before_the_journey(
    folder: Path, made: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    status, result = call(capsys, "doctor", "--data-dir", str(folder))
    states = {check["key"]: check["state"] for check in result["checks"]}
    assert (status, states["officers"], states["disk"], states["fonts"]) == (1, "bad", "good", "good")
    assert states["backup"] == "warn"
    assert all(check["told"] and "preflight." not in check["told"] for check in result["checks"])


def test_a_laptop_with_two_officers_and_a_backup_may_leave(tmp_path: Path) -> None:
    app = make_bureau(tmp_path / "s", FrozenClock())
    app.store.back_up(tmp_path / "backup")
    states = {check.key: check.state for check in store_checks(app)}
    assert {states[key] for key in ("clock", "calendar", "officers", "backup", "typed")} == {CheckState.GOOD}


def test_a_clock_that_was_moved_is_noticed_before_the_journey(tmp_path: Path) -> None:
    clock = FrozenClock()
    app = make_bureau(tmp_path / "s", clock)
    clock.set_wall("2026-03-11T09:00:00+08:00")
    assert next(check for check in store_checks(app) if check.key == "clock").state is CheckState.BAD


def test_a_full_disk_is_said_before_the_journey(tmp_path: Path) -> None:
    with processes.small_disk(tmp_path / "disk", "1m") as disk:
        check = next(check for check in machine_checks(disk) if check.key == "disk")
    assert (check.state, check.figures["photos"]) == (CheckState.BAD, 0)


def test_a_backup_onto_a_full_stick_is_said_and_the_old_one_stays(tmp_path: Path) -> None:
    app = make_bureau(tmp_path / "s", FrozenClock())
    with processes.small_disk(tmp_path / "stick", "3m") as stick:
        app.store.back_up(stick)
        before = (stick / "store.db").read_bytes()
        processes.fill(stick, 100_000)
        with pytest.raises(StorageFault, match=r"storage\.full"):
            app.store.back_up(stick)
        assert (stick / "store.db").read_bytes() == before


@pytest.mark.parametrize(("moment", "expected"), [
    ("2026-03-10T09:00:00+08:00", CheckState.GOOD),
    ("2026-03-10T01:00:00+00:00", CheckState.BAD),
])  # fmt: skip
def test_a_laptop_in_another_time_zone_is_told_before_its_papers_are_hours_wrong(
    tmp_path: Path, moment: str, expected: CheckState
) -> None:
    clock = FrozenClock()
    clock.set_wall(moment)
    check = next(check for check in machine_checks(tmp_path, clock) if check.key == "time_zone")
    assert check.state is expected
