"""Every error that can be raised has its sentences, in Chinese and in English."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from inspector_app import messages
from inspector_app.errors import BadInput, InspectorError

ROOT = Path(__file__).resolve().parents[2]
ERRORS = {"BadInput", "RuleViolation", "RecordConflict", "Unreachable", "Refused", "StorageFault", "WrongKey"}


def raised_codes() -> list[str]:
    codes = set()
    for package in ("inspector_app", "county_server", "ui"):
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ERRORS and node.args:
                    code = node.args[0]
                    if isinstance(code, ast.Constant):
                        codes.add(str(code.value))
    return sorted(codes)


@pytest.mark.parametrize("code", raised_codes())
def test_every_error_tells_what_happened_in_both_languages(code: str) -> None:
    entry = messages.catalogue().get(code, {})
    assert entry.get("zh", {}).get("happened"), f"{code} has no Chinese sentence"
    assert entry.get("en", {}).get("happened"), f"{code} has no English sentence"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_error_says_what_happened_what_is_safe_and_what_to_do(language: str) -> None:
    kinds = [BadInput, *(one for one in InspectorError.__subclasses__() if one is not BadInput), InspectorError]
    for kind in kinds:
        told = messages.tell(kind("made.up"), language)
        assert told.safe
        assert told.todo
    told = messages.tell(BadInput("keys.login_unknown", login="x"), language)
    assert all((told.happened, told.safe, told.todo))


def test_a_message_without_sentences_still_says_its_code() -> None:
    assert "made.up" in str(messages.tell(BadInput("made.up", place="x")))


def test_a_missing_blank_never_breaks_the_message() -> None:
    assert "…" in str(messages.say("keys.passphrase_short"))


def test_no_code_stands_in_two_files() -> None:
    assert messages.told_twice() == []
