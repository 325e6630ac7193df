"""The help texts of the command line: all commands, one group, one command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from inspector_app.commands.command import Argument, Command
from inspector_app.commands.parsing import SHARED, command_words


def help_text(given: Sequence[str], commands: Mapping[str, Command]) -> str:
    """What ``--help`` shows for the words of a line."""
    words = [word for word in command_words(given) if word != "help"]
    for name in (" ".join(words[:2]), *words[:1]):
        if name in commands:
            return _one(commands[name])
    group = [one for name, one in commands.items() if words and name.startswith(words[0] + " ")]
    head = "inspector COMMAND --help：一个命令的输入 / inputs of one command"
    return "\n".join(["矿安检命令行 / Kuang'anjian command line", "", *_listed(group or commands.values()), "", head])


def _one(command: Command) -> str:
    slots = " ".join(f"[{one.option.removeprefix('--').upper()}]" for one in command.slots)
    usage = f"inspector {command.name}{' ' + slots if slots else ''} [--OPTION …]"
    lines = [command.help, "", f"用法 / usage: {usage}", ""]
    for argument in command.arguments:
        lines += _input(argument)
    lines += ["", "各命令共有 / of all commands:"]
    for argument in SHARED:
        lines += _input(argument)
    return "\n".join(lines)


def _input(argument: Argument) -> list[str]:
    value = {"flag": "", "texts": " …", "whole": " N", "json": " JSON"}.get(argument.kind, " …")
    needed = "（必填 / required）" if argument.required else ""
    return [f"  {argument.option}{value}", f"      {argument.described}{needed}"]


def _listed(commands: Iterable[Command]) -> list[str]:
    return [f"  {command.name:<26}{command.help}" for command in commands]
