"""Reads a command line: which command, its inputs and the options that all share. Never repeats what may be secret."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from inspector_app.commands.command import Argument, Command
from inspector_app.errors import BadInput

SHARED = (
    Argument("json", "结果以 JSON 输出 / print the result as JSON", "flag"),
    Argument("data_dir", "数据文件夹（INSPECTOR_DATA_DIR） / folder of the store", "path"),
    Argument("officer", "登录名 / log-in name"),
    Argument("passphrase_file", "口令文件（INSPECTOR_PASSPHRASE） / file with the passphrase", "path"),
    Argument("input", "输入文件（JSON） / JSON file with the command's inputs", "path"),
    Argument("lang", "提示语言（INSPECTOR_LANG） / language of messages", choices=("zh", "en")),
)
_HELP = ("-h", "--help")
_OPTION = re.compile(r"--[A-Za-z][A-Za-z0-9_-]{0,40}")


@dataclass
class Line:
    """What a command line says."""

    command: Command
    stated: dict[str, Any] = field(default_factory=dict)
    shared: dict[str, Any] = field(default_factory=dict)


def wants_help(given: Sequence[str]) -> bool:
    """Whether the line asks what it could say: no command at all, or ``--help`` where an option may stand."""
    before = given[: given.index("--")] if "--" in given else given
    return any(word in _HELP for word in before) or list(given[:1]) == ["help"]


def command_words(given: Sequence[str]) -> list[str]:
    """The words before the first option."""
    words = []
    for word in given:
        if word.startswith("-"):
            break
        words.append(word)
    return words


def find_command(given: Sequence[str], commands: Mapping[str, Command]) -> tuple[Command, list[str]]:
    """The command a line begins with, and the rest. Raises ``BadInput`` naming the commands there are."""
    words = command_words(given)
    for length in (2, 1):
        name = " ".join(words[:length])
        if len(words) >= length and name in commands:
            return commands[name], list(given[length:])
    if not words:
        raise BadInput("command.none")
    group = [name for name in commands if name.startswith(words[0] + " ")]
    wanted = " ".join(words[:2]) if group else words[0]
    firsts = list(dict.fromkeys(name.partition(" ")[0] for name in commands))
    near = difflib.get_close_matches(wanted, group or firsts, 3)
    told = wanted if re.fullmatch(r"[a-z0-9 _-]{1,40}", wanted) and len(wanted.split()) < 3 else words[0][:20]
    raise BadInput("command.unknown", name=told, known="、".join(near or group or firsts))


def parse(command: Command, rest: Sequence[str]) -> Line:
    """The inputs that a line states for a command. Raises ``BadInput`` for what the command does not take."""
    known = {one.option: one for one in (*SHARED, *command.arguments)}
    line, words, parts = Line(command), [], list(rest)
    while parts:
        part = parts.pop(0)
        if part == "--":
            words += parts
            break
        if not part.startswith("--"):
            words.append(part)
            continue
        name, equals, value = part.partition("=")
        argument = known.get(name.replace("_", "-"))
        if argument is None:
            raise _unknown_option(command, name, known)
        kept = line.shared if argument in SHARED else line.stated
        _take(kept, argument, [value] if equals else None, parts)
    _fill(line, words, known)
    line.shared = {name: SHARED_BY_NAME[name].read(value) for name, value in line.shared.items()}
    return line


SHARED_BY_NAME = {one.name: one for one in SHARED}


def _take(kept: dict[str, Any], argument: Argument, value: list[str] | None, parts: list[str]) -> None:
    """What follows an option; a single hyphen may begin a value (-480 m 水平), two hyphens never do."""
    if argument.kind == "flag":
        if value:
            raise BadInput("command.option_with_value", **argument.named)
        kept[argument.name] = True
    elif argument.kind == "texts":
        taken = list(value or ())
        while value is None and parts and not parts[0].startswith("--"):
            taken.append(parts.pop(0))
        kept[argument.name] = [*kept.get(argument.name, ()), *taken]
    elif value:
        kept[argument.name] = value[0]
    elif parts and not parts[0].startswith("--"):
        kept[argument.name] = parts.pop(0)
    else:
        raise BadInput("command.option_without_value", **argument.named)


def _fill(line: Line, words: list[str], known: Mapping[str, Argument]) -> None:
    """Words without an option's name go to the inputs that may stand so and have none yet."""
    for slot in line.command.slots:
        if not words:
            return
        if slot.name in line.stated:
            continue
        line.stated[slot.name] = list(words) if slot.kind == "texts" else words.pop(0)
        if slot.kind == "texts":
            words.clear()
    if words:
        slots = " ".join(slot.option.removeprefix("--").upper() for slot in line.command.slots) or "—"
        told = {"slots": slots, "known": "、".join(known)}
        raise BadInput("command.words_too_many", command=line.command.name, count=len(words), **told)


def _unknown_option(command: Command, name: str, known: Mapping[str, Argument]) -> BadInput:
    told = name if _OPTION.fullmatch(name) else "--…"
    near = difflib.get_close_matches(name, known, 3, 0.7)
    return BadInput("command.option_unknown", command=command.name, option=told, known="、".join(near or known))
