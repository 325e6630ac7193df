"""The ``inspector`` command with arguments: everything a person can do in the window, as a script."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
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

    def __init__(self, shared: Mapping[str, Any]) -> None:
        self._shared = shared

    @property
    def input_file(self) -> Path | None:
        """The file with the command's inputs, if one was stated."""
        stated = self._shared.get("input")
        return Path(stated) if stated else None

    @property
    def data_dir(self) -> Path:
        """The folder of the store."""
        stated = self._shared.get("data_dir")
        return Path(stated) if stated else paths.default_data_dir()

    @property
    def login(self) -> str:
        """The log-in name: stated, or the only one there is."""
        if self.stated_login:
            return self.stated_login
        from inspector_app.storage.keys import read_key_file

        names = read_key_file(self.data_dir).login_names()
        if len(names) != 1:
            raise BadInput("command.officer_missing", names="、".join(names))
        return names[0]

    @property
    def stated_login(self) -> str | None:
        """The log-in name, if one was stated."""
        return self._shared.get("officer") or None

    @property
    def has_passphrase(self) -> bool:
        """Whether a passphrase was stated."""
        return bool(self._shared.get("passphrase_file")) or "INSPECTOR_PASSPHRASE" in os.environ

    @property
    def passphrase(self) -> str:
        """The passphrase from ``--passphrase-file`` or ``INSPECTOR_PASSPHRASE``."""
        if self._shared.get("passphrase_file"):
            from inspector_app.commands.secrets import read_secret

            return read_secret(self._shared["passphrase_file"])
        if "INSPECTOR_PASSPHRASE" in os.environ:
            return os.environ["INSPECTOR_PASSPHRASE"]
        raise BadInput("command.passphrase_missing")

    @cached_property
    def app(self) -> App:
        """The services of the unlocked store."""
        from inspector_app.bootstrap import App
        from inspector_app.office import wording
        from inspector_app.store import Store

        app = App(Store.open(self.data_dir, self.login, self.passphrase))
        wording.adopt(wording.verdict_words(app.office))
        return app

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
    told = Telling("--json" in given, _language(given))
    try:
        return _said(given, told)
    except InspectorError as error:
        _tell(error, told)
        return error.exit_status
    except (UserCancelled, KeyboardInterrupt):
        return CANCELLED
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CANCELLED


@dataclass(frozen=True)
class Telling:
    """How results and errors are told: as JSON, and in which language."""

    json: bool
    lang: str


def _language(given: Sequence[str]) -> str:
    """The language of messages, known before the line is understood, so that misunderstandings are told in it."""
    stated = [word.partition("=")[2] for word in given if word.startswith("--lang=")]
    stated += [after for word, after in pairwise(given) if word == "--lang"]
    chosen = stated[0] if stated else os.environ.get("INSPECTOR_LANG", "zh")
    return chosen if chosen in ("zh", "en") else "zh"


def _said(given: Sequence[str], told: Telling) -> int:
    from inspector_app.commands.catalogue import COMMANDS
    from inspector_app.commands.parsing import find_command, parse, wants_help

    commands = {command.name: command for command in COMMANDS}
    if wants_help(given):
        from inspector_app.commands.helping import help_text

        sys.stdout.write(help_text(given, commands) + "\n")
        return 0
    command, rest = find_command(given, commands)
    line = parse(command, rest)
    context = CommandContext(line.shared)
    try:
        return _run(command, line.stated, context, told)
    except (InspectorError, UserCancelled, BrokenPipeError):
        raise
    except Exception as error:  # noqa: BLE001 - the edge: a person gets a sentence, the report says where
        return _report_bug(error, command, context, told)


def _run(command: Command, stated: Mapping[str, Any], context: CommandContext, told: Telling) -> int:
    try:
        result = command.run(context, command.inputs(stated, context.input_file))
    finally:
        context.close()
    shown = result if told.json or command.brief is None else command.brief(result)
    _show(shown, as_json=told.json)
    sys.stdout.flush()
    failed = isinstance(result, dict) and result.get("ok") is False
    return 1 if failed else 0


def _report_bug(error: Exception, command: Command, context: CommandContext, told: Telling) -> int:
    from inspector_app import crash

    file = crash.keep(error, command.name, context.data_dir)
    _tell(StorageFault("program.bug", file=str(file or "")), told)
    return StorageFault.exit_status


def _tell(error: InspectorError, told: Telling) -> None:
    message = tell(error, told.lang)
    if told.json:
        words = {"code": error.code, "happened": message.happened, "safe": message.safe, "todo": message.todo}
        params = {name: str(value) for name, value in error.params.items()}
        sys.stdout.write(json.dumps({"error": {**words, "params": params}}, ensure_ascii=False) + "\n")
    sys.stderr.write(f"{message}\n[{error.code}]\n")


def _show(result: Any, *, as_json: bool) -> None:
    if result is None:
        return
    if as_json:
        sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    else:
        from inspector_app.commands.plain import plain

        sys.stdout.write(plain(result) + "\n")


if __name__ == "__main__":
    sys.exit(main())
