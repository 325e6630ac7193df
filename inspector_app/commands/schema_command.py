"""schema: the JSON Schema of a command's input and output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector_app.commands.command import Argument, Command, Context
from inspector_app.errors import BadInput


def _schema(_context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.commands.catalogue import COMMANDS

    wanted = " ".join(given["name"])
    found = {command.name: command for command in COMMANDS}
    if wanted not in found:
        raise BadInput("command.unknown", name=wanted, known="、".join(found))
    command = found[wanted]
    return {"command": command.name, "input": command.input_schema(), "output": dict(command.output)}


COMMANDS = (
    Command(
        "schema",
        "命令的输入输出结构 / JSON Schema of a command's input and output",
        _schema,
        (Argument("name", "命令 / command, e.g. finding add", "texts", required=True, positional=True),),
    ),
)
