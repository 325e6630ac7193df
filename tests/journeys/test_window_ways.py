"""The window does everything the command line can: no command without its place."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from inspector_app.commands.catalogue import COMMANDS
from tests.fixtures import window_ways as ways
from tests.fixtures.windows import set_up_store, unlock, window_on

ROOT = Path(__file__).resolve().parents[2]
TABLES: dict[str, dict[str, Any]] = {
    "WINDOW": ways.WINDOW,
    "BY_COMMAND_ONLY": ways.BY_COMMAND_ONLY,
    "READS": ways.READS,
}


def test_every_command_stands_in_one_table() -> None:
    where = {command.name: [name for name, table in TABLES.items() if command.name in table] for command in COMMANDS}
    assert {name: found for name, found in where.items() if len(found) != 1} == {}


def test_no_line_outlives_its_command() -> None:
    known = {command.name for command in COMMANDS}
    assert {name for table in TABLES.values() for name in table} - known == set()


def test_the_words_and_the_call_are_in_the_window() -> None:
    wrong = []
    for command, (_page, words, source, call) in ways.WINDOW.items():
        text = (ROOT / source).read_text("utf-8")
        wrong += [f"{command}: {part!r} is not in {source}" for part in (f'"{words}', call) if part not in text]
    assert wrong == []


def test_every_way_is_told_twice_or_says_why_not() -> None:
    told = {words for file in (ROOT / "tests/journeys/two_ways").glob("*.py") for words in commands_in(file)}
    assert set(ways.WINDOW) - told == set(ways.TOLD_ONCE)


def commands_in(file: Path) -> set[str]:
    """Commands that a file spells out: two texts side by side, or the one command of a single word."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        row = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else []
        words = [one.value if isinstance(one, ast.Constant) else "" for one in row[:2]]
        found |= {" ".join(map(str, words)), str(words[0])} if words else set()
    return found


def test_every_page_named_is_a_page_of_the_window(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        pages = {entry.key for entry in window.entries()} | {ways.ENTRY, ways.ANYWHERE}
    named = {page for page, *_rest in ways.WINDOW.values()}
    named |= {page for page in ways.READS.values() if not page.startswith("—")}
    assert named - pages == set()
