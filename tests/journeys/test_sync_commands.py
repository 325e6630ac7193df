"""The hand-over as a script drives it: ``inspector`` and ``county-server`` as processes, JSON in and out."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from inspector_app.commands.catalogue import COMMANDS
from tests.fixtures.county import ROOT, County, joined
from tests.fixtures.stores import PASSPHRASE


class Desk:
    """One laptop at the command line."""

    def __init__(self, folder: Path, login: str) -> None:
        self.folder = folder
        self.run("store", "init", "--login", login)

    def run(self, *words: str) -> Any:
        """A command that works; its JSON."""
        status, told, errors = self.attempt(*words)
        assert status == 0, errors
        return told

    def attempt(self, *words: str) -> tuple[int, Any, str]:
        """A command; exit status, JSON, what a person reads."""
        call = [sys.executable, "-m", "inspector_app.cli", *words, "--json", "--data-dir", str(self.folder)]
        environment = {**os.environ, "INSPECTOR_PASSPHRASE": PASSPHRASE, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(call, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, json.loads(done.stdout) if done.stdout.strip() else None, done.stderr


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk", "zhang")


def test_join_hand_over_and_compare_the_inventories(desk: Desk, county: County) -> None:
    code = county.command("enrol", "--region", "331123", "--label", "一号本")["code"]
    assert desk.run("join", county.url, code)["region"] == "331123"
    report = desk.run("sync", "run")
    assert (report["ok"], report["complete"], report["receipts"] > 0) == (True, True, True)
    assert desk.run("inventory") == county.command("inventory")
    status = desk.run("sync", "status")
    assert status["complete"]
    assert status["groups"]["records"]["received"] == status["entries_total"]
    assert desk.run("sync", "run")["entries_sent"] == 0


def test_what_goes_wrong_is_told_in_json_and_in_words(desk: Desk, county: County) -> None:
    status, told, errors = desk.attempt("sync", "run")
    assert (status, told["error"]["code"]) == (2, "sync.not_joined")
    assert "注册码" in errors
    status, told, _errors = desk.attempt("join", county.url, "2222-2222-2222-2222")
    assert (status, told["error"]["code"]) == (1, "sync.code_of_another_server")
    desk.run("join", county.url, county.code())
    county.kill()
    status, told, errors = desk.attempt("sync", "run")
    assert (status, told["error"]["code"]) == (3, "sync.unreachable")
    assert "保存在本机" in errors
    assert desk.run("sync", "status")["last_fault"] == "sync.unreachable"


def test_a_file_goes_from_one_laptop_to_the_other(desk: Desk, county: County, tmp_path: Path) -> None:
    other = Desk(tmp_path / "other", "li")
    for one in (desk, other):
        one.run("join", county.url, county.code())
    summary = desk.run("sync", "export", "--to", str(tmp_path / "x.kaj"))
    assert summary["entries"] >= 2
    taken = other.run("sync", "import", str(tmp_path / "x.kaj"))
    assert taken["new_entries"] == summary["entries"]
    (tmp_path / "cut.kaj").write_bytes((tmp_path / "x.kaj").read_bytes()[:300])
    status, told, _errors = other.attempt("sync", "import", str(tmp_path / "cut.kaj"))
    assert (status, told["error"]["code"]) == (1, "sync.file_cut")


def test_every_command_of_the_hand_over_describes_itself(desk: Desk) -> None:
    for words in ("join", "sync run", "sync status", "sync export", "sync import"):
        described = desk.run("schema", *words.split())
        assert described["input"]["type"] == "object"


def test_the_server_s_commands_tell_json(county: County) -> None:
    created = county.command("admin", "create", "--region", "331122", "--name", "缙云县应急管理局")
    assert created["region"] == "331122"
    assert county.command("admin", "laptops") == []
    assert county.command("verify")["ok"]
    assert set(county.command("inventory")) == {"records", "blobs", "heads"}
    assert county.exit_status("admin", "revoke", "--stream", "x")[0] == 2
    assert county.exit_status("admin", "create", "--region", "33x")[0] == 2


def test_an_original_that_another_laptop_took_is_fetched_by_its_hash(
    desk: Desk, county: County, tmp_path: Path
) -> None:
    published = next(dict(command.output) for command in COMMANDS if command.name == "sync fetch")
    first = joined(tmp_path / "a", county)
    original = first.photo()
    first.sync.run()
    desk.run("join", county.url, county.code())
    desk.run("sync", "run")
    assert original not in desk.run("inventory")["blobs"]
    target = tmp_path / "original.bin"
    told = desk.run("sync", "fetch", original.upper(), "--to", str(target))
    jsonschema.validate(told, published)
    assert told == {"ok": True, "sha256": original, "file": str(target)}
    assert hashlib.sha256(target.read_bytes()).hexdigest() == original
    assert original in desk.run("inventory")["blobs"]
    _status, told, _errors = desk.attempt("sync", "fetch", "0" * 64)
    jsonschema.validate(told, published)
    assert (told["ok"], told["file"]) == (False, None)
    assert desk.attempt("sync", "fetch", "../x")[1]["error"]["code"] == "sync.file_name_wrong"
