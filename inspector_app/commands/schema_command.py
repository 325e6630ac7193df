"""schema: which commands there are, and the JSON Schema of a command's input and output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from inspector_app.commands.command import Argument, Command, Context


def _schema(_context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.commands.catalogue import COMMANDS
    from inspector_app.commands.parsing import find_command

    if not given["name"]:
        return {"commands": [{"command": one.name, "help": one.help} for one in COMMANDS]}
    words = " ".join(given["name"]).split()
    command, _rest = find_command(words, {one.name: one for one in COMMANDS})
    shown = {"command": command.name, "help": command.help}
    return {**shown, "input": command.input_schema(), "output": dict(command.output)}


def outline(shown: Any) -> str:
    """The same for people: one line for each input or field, indented where one lies in another."""
    if "commands" in shown:
        return "\n".join(f"{one['command']:<26}{one['help']}" for one in shown["commands"])
    lines = [f"{shown['command']}　{shown['help']}", "", "输入 / input:"]
    lines += _fields(shown["input"], "  ")
    return "\n".join([*lines, "", f"输出 / output: {_kind(shown['output'])}", *_fields(shown["output"], "  ")])


def _fields(schema: Mapping[str, Any], indent: str) -> Iterator[str]:
    inner = schema.get("items", schema)
    needed = inner.get("required", ())
    for name, one in inner.get("properties", {}).items():
        told = f"　{one['description']}" if "description" in one else ""
        yield f"{indent}{name}: {_kind(one)}{'（必填 / required）' if name in needed else ''}{told}"
        yield from _fields(one, indent + "    ")


def _kind(schema: Mapping[str, Any]) -> str:
    """``string | null``, ``array of object``, ``a | b`` for a list of values."""
    if "anyOf" in schema:
        return " | ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array" and schema.get("items"):
        return f"array of {_kind(schema['items'])}"
    return str(schema.get("type", "any"))


COMMANDS = (
    Command(
        "schema",
        "命令清单，或一个命令的输入输出结构 / the commands, or the JSON Schema of one",
        _schema,
        (Argument("name", "命令，如 finding add / command, e.g. finding add", "texts", positional=True),),
        brief=outline,
    ),
)
