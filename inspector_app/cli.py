"""The ``inspector`` command with arguments: everything a person can do in the window, as a script."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector_app import paths
from inspector_app.errors import BadInput, InspectorError, StorageFault, UserCancelled
from inspector_app.messages import tell

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.commands.command import Command

CANCELLED = 130


class CommandContext:
    """The options every command shares, and the store they unlock when a command asks for it."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options

    @property
    def data_dir(self) -> Path:
        """The folder of the store."""
        return Path(self._options.data_dir) if self._options.data_dir else paths.default_data_dir()

    @property
    def login(self) -> str:
        """The log-in name: stated, or the only one there is."""
        if self._options.officer:
            return str(self._options.officer)
        from inspector_app.storage.keys import read_key_file

        names = read_key_file(self.data_dir).login_names()
        if len(names) != 1:
            raise BadInput("command.officer_missing", names="、".join(names))
        return names[0]

    @property
    def stated_login(self) -> str | None:
        """The log-in name, if one was stated."""
        return self._options.officer or None

    @property
    def has_passphrase(self) -> bool:
        """Whether a passphrase was stated."""
        return bool(self._options.passphrase_file) or "INSPECTOR_PASSPHRASE" in os.environ

    @property
    def passphrase(self) -> str:
        """The passphrase from ``--passphrase-file`` or ``INSPECTOR_PASSPHRASE``."""
        if self._options.passphrase_file:
            from inspector_app.commands.secrets import read_secret

            return read_secret(self._options.passphrase_file)
        if "INSPECTOR_PASSPHRASE" in os.environ:
            return os.environ["INSPECTOR_PASSPHRASE"]
        raise BadInput("command.passphrase_missing")

    @cached_property
    def app(self) -> App:
        """The services of the unlocked store."""
        from inspector_app.bootstrap import App
        from inspector_app.store import Store

        return App(Store.open(self.data_dir, self.login, self.passphrase))

    def say(self, line: str) -> None:
        """Tell a person something on the way; goes to standard error, so JSON stays clean."""
        sys.stderr.write(line + "\n")
        sys.stderr.flush()

    def close(self) -> None:
        """Let go of the store if it was opened."""
        if "app" in self.__dict__:
            self.app.store.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the process exit status (0, or the error class's own)."""
    if sys.argv[1:2] == ["--worker"]:  # the frozen application was started as its own worker
        from inspector_app.worker import run_if_child

        run_if_child()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a console that knows no Chinese
    given = list(sys.argv[1:] if arguments is None else arguments)
    from inspector_app.commands.catalogue import COMMANDS

    commands = {command.name: command for command in COMMANDS}
    options = _parser(commands.values()).parse_args(given)
    try:
        return _run(commands[options.command], options)
    except InspectorError as error:
        _tell(error, options)
        return error.exit_status
    except (UserCancelled, KeyboardInterrupt):
        return CANCELLED
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CANCELLED
    except Exception as error:  # noqa: BLE001 - the edge: a person gets a sentence, the report says where
        return _report_bug(error, options)


def _run(command: Command, options: argparse.Namespace) -> int:
    context = CommandContext(options)
    try:
        file = Path(options.input) if options.input else None
        result = command.run(context, command.inputs(vars(options), file))
    finally:
        context.close()
    shown = result if options.json or command.brief is None else command.brief(result)
    _show(shown, as_json=options.json)
    sys.stdout.flush()
    failed = isinstance(result, dict) and result.get("ok") is False
    return 1 if failed else 0


def _report_bug(error: Exception, options: argparse.Namespace) -> int:
    from inspector_app import crash

    file = crash.keep(error, options.command, CommandContext(options).data_dir)
    _tell(StorageFault("program.bug", file=str(file or "")), options)
    return StorageFault.exit_status


def _parser(commands: Any) -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="结果以 JSON 输出 / print the result as JSON")
    shared.add_argument("--data-dir", help="数据目录 / folder of the store (INSPECTOR_DATA_DIR)")
    shared.add_argument("--officer", help="登录名 / log-in name")
    shared.add_argument("--passphrase-file", help="口令文件 / file with the passphrase (INSPECTOR_PASSPHRASE)")
    shared.add_argument("--input", help="输入文件 / JSON file with the command's inputs")
    shared.add_argument("--lang", choices=("zh", "en"), default=os.environ.get("INSPECTOR_LANG", "zh"))
    parser = argparse.ArgumentParser(prog="inspector", description="矿安检 / Kuang'anjian")
    groups: dict[str, Any] = {}
    top = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in commands:
        first, _, second = command.name.partition(" ")
        if second:
            if first not in groups:
                group = top.add_parser(first, help=f"{first} …")
                groups[first] = group.add_subparsers(required=True, metavar="COMMAND")
            made = groups[first].add_parser(second, help=command.help, description=command.help, parents=[shared])
        else:
            made = top.add_parser(first, help=command.help, description=command.help, parents=[shared])
        made.set_defaults(command=command.name)
        for argument in command.arguments:
            argument.add_to(made)
    return parser


def _tell(error: InspectorError, options: argparse.Namespace) -> None:
    message = tell(error, options.lang)
    if options.json:
        told = {"code": error.code, "happened": message.happened, "safe": message.safe, "todo": message.todo}
        params = {name: str(value) for name, value in error.params.items()}
        sys.stdout.write(json.dumps({"error": {**told, "params": params}}, ensure_ascii=False) + "\n")
    sys.stderr.write(f"{message}\n[{error.code}]\n")


def _show(result: Any, *, as_json: bool) -> None:
    if result is None:
        return
    if as_json:
        sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    else:
        from inspector_app.commands.plain import plain

        sys.stdout.write(plain(result) + "\n")


def describe(command: Command) -> dict[str, Any]:
    """Input and output JSON Schema of a command."""
    return {"command": command.name, "input": command.input_schema(), "output": dict(command.output)}


if __name__ == "__main__":
    sys.exit(main())
