"""The command line as people type it: names, words, minus signs, wrong values; and no service without a command."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import pytest

from inspector_app import cli
from inspector_app.bootstrap import App
from inspector_app.commands.catalogue import COMMANDS
from inspector_app.commands.command import Command
from inspector_app.commands.parsing import parse
from tests.fixtures.commanded import BY_NAME, SERVICES, WAYS

NAMED = {command.name: command for command in COMMANDS}


def stated(name: str, *words: str) -> dict[str, Any]:
    line = parse(NAMED[name], words)
    return {key: value for key, value in NAMED[name].inputs(line.stated, None).items() if value is not None}


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert cli.main([*words, "--json"]) == 2
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    error: dict[str, Any] = json.loads(said.out)["error"]
    return error


def test_a_value_may_begin_with_a_minus() -> None:
    given = stated("finding add", "i1", "--place", "-480m 水平", "--fact", "-")
    assert (given["place"], given["fact"]) == ("-480m 水平", "-")
    assert stated("dual amount", "c1", "-5")["fen"] == -5


def test_what_is_positional_is_an_option_too() -> None:
    words = stated("join", "https://county", "CODE")
    assert words == stated("join", "--url", "https://county", "--code", "CODE")
    assert words == stated("join", "--code=CODE", "https://county")


def test_a_required_option_may_be_a_word_where_nothing_else_could_be_meant() -> None:
    assert stated("document withdraw", "d1", "写错了") == {"document": "d1", "reason": "写错了"}
    assert stated("finding judge", "f1", "major")["level"] == "major"
    assert stated("photo add", "i1", "a.jpg", "b.jpg")["files"] == ["a.jpg", "b.jpg"]
    assert [one.name for one in NAMED["document ink-sign"].slots] == ["document"]


def test_a_choice_may_be_said_by_its_label() -> None:
    assert stated("finding judge", "f1", "--level", "重大")["level"] == "major"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], "command.none"),
        (["fnding", "add"], "command.unknown"),
        (["finding"], "command.unknown"),
        (["finding", "add", "--plcae", "x"], "command.option_unknown"),
        (["finding", "add", "i", "--place"], "command.option_without_value"),
        (["photo", "list", "--unfiled=3"], "command.option_with_value"),
        (["number", "lease", "--count", "viel"], "command.input_not_whole"),
        (["number", "lease", "--count", "9" * 30], "command.input_not_whole"),
        (["document", "sign", "d", "--role", "xx", "--name", "甲"], "command.choice_unknown"),
        (["dual", "change", "c", "--fields", "{"], "command.input_not_json_text"),
        (["dual", "change", "c", "--fields", "[]"], "command.input_shape"),
    ],
)
def test_wrong_use_is_told_by_the_catalogue(words: list[str], code: str, capsys: pytest.CaptureFixture[str]) -> None:
    error = refused(capsys, *words)
    assert error["code"] == code
    assert any("\u4e00" <= letter <= "\u9fff" for letter in error["happened"])


def test_a_one_time_code_is_never_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("join", "u", "c", "SECRET-1"), ("join", "--cod=SECRET-1", "u"), ("join", "u", "--SECRET-1/x")):
        error = refused(capsys, *words)
        assert "SECRET" not in json.dumps(error)


@pytest.mark.parametrize(
    ("given", "code", "named"),
    [
        ({"task_source": "xx"}, "command.choice_unknown", "--task-source（任务来源）"),
        ({"methods": "x"}, "command.input_not_texts", "--methods（检查方式）"),
        ({"participants": ["a"]}, "command.input_shape", "participants[1]"),
        ({"participants": [{"role": "lead"}]}, "command.input_part_missing", "officer_id"),
        ({"participants": [{"officer_id": "o", "role": "boss"}]}, "command.input_part_unknown", "participants[1].role"),
        ({"scope": 5}, "command.input_not_text", "--scope（检查范围）"),
        ({"approval_kind": True}, "command.input_not_text", "--approval-kind"),
    ],
)
def test_a_bad_shape_in_a_file_names_its_input(
    given: dict[str, Any], code: str, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lead = [{"officer_id": "o", "role": "lead"}]
    good = {"site": "s", "participants": lead, "task_source": "annual_plan", "category": "general"}
    file = tmp_path / "in.json"
    file.write_text(json.dumps({**good, "methods": ["covert_visit"], "scope": "全部", **given}), "utf-8")
    error = refused(capsys, "inspection", "start", "--input", str(file))
    assert error["code"] == code
    assert named in error["happened"]


def test_the_schema_lists_the_values_and_the_help_their_labels(capsys: pytest.CaptureFixture[str]) -> None:
    properties = NAMED["inspection start"].input_schema()["properties"]
    assert "annual_plan" in properties["task_source"]["enum"]
    assert "covert_visit" in properties["methods"]["items"]["enum"]
    assert NAMED["dual case"].input_schema()["properties"]["principal_kind"]["enum"]
    assert cli.main(["finding", "add", "--help"]) == 0
    assert "限期整改" in capsys.readouterr().out


def test_schema_alone_lists_the_commands_and_reads_without_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schema"]) == 0
    assert "finding change" in capsys.readouterr().out
    assert cli.main(["schema", "finding", "judge"]) == 0
    assert "item_key: string | null　检查项 / Item" in capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_input_is_described_in_both_languages(command: Command) -> None:
    for argument in command.arguments:
        zh, slash, en = argument.words.partition("/")
        assert slash, f"{command.name} {argument.name}"
        assert any("\u4e00" <= letter <= "\u9fff" for letter in zh), f"{command.name} {argument.name}: {zh}"
        assert en.strip(), f"{command.name} {argument.name}"


@pytest.mark.parametrize("service", SERVICES)
def test_every_method_of_a_service_has_a_command_or_a_reason(service: str) -> None:
    kind = BY_NAME[service]
    assert hasattr(App, service)
    methods = {name for name, _ in inspect.getmembers(kind, inspect.isfunction) if not name.startswith("_")}
    assert methods == set(WAYS[service])
    for method, way in WAYS[service].items():
        assert way.startswith("—") or way in NAMED, f"{service}.{method}: {way}"
