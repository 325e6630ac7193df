"""出检前自检 and the sheets by script: the same lines as in the window, in the published shape."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from inspector_app.cli import main
from inspector_app.commands.catalogue import COMMANDS
from inspector_app.preflight import memory
from inspector_app.preflight.values import CheckKey
from tests.fixtures.clocks import FrozenClock
from tests.fixtures.jamming import Cups, cups
from tests.fixtures.papers import Scene, make_scene
from tests.fixtures.stores import PASSPHRASE

__all__ = ["cups"]

Run = Callable[..., Any]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return make_scene(tmp_path, FrozenClock())


@pytest.fixture
def run(scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", PASSPHRASE)

    def ran(*words: str, status: int = 0) -> Any:
        got = main([*words, "--json", "--data-dir", str(scene.app.store.folder)])
        answer = json.loads(capsys.readouterr().out)
        assert got == status, answer
        name = max((one.name for one in COMMANDS if words[: len(one.name.split())] == tuple(one.name.split())), key=len)
        if "error" not in answer:
            jsonschema.validate(answer, next(dict(one.output) for one in COMMANDS if one.name == name))
        return answer

    return ran


def test_the_doctor_tells_every_line_with_its_remedy_and_remembers_the_run(scene: Scene, run: Run) -> None:
    told = run("doctor", status=1)
    assert [one["key"] for one in told["checks"]] == [key.value for key in CheckKey]
    assert all(one["remedies"] for one in told["checks"] if one["state"] != "good")
    last = memory.last_run(scene.app.store.local(memory.KEY))
    assert last is not None
    assert {"bad": last.bad, "warn": last.warn, "good": last.good} == told["counts"]


def test_one_line_is_looked_at_alone(run: Run) -> None:
    assert run("doctor", "--line", "numbers", status=1)["checks"][0]["remedies_told"] == ["登记号段"]
    assert run("doctor", "--line", "字体", status=2)["error"]["code"] == "command.choice_unknown"
    assert run("doctor", "--line", "文书字体")["ok"]


def test_sheets_by_script(run: Run) -> None:
    batch = run("sheets", "receive", "--first", "A01", "--last", "A05")
    assert (batch["left"], batch["next_number"]) == (5, "A01")
    run("sheets", "spoil", "A01", "--reason", "撕破")
    assert run("sheets", "next", "F5", "--count", "2") == {"sheets": ["A02", "A03"], "enough": True}
    assert run("sheets", "list")["stock"][0]["left"] == 4


def test_a_test_page_by_script(run: Run, cups: Cups) -> None:
    assert run("printer", "test")["printer"] == cups.queue
    assert cups.heard() == "1"
