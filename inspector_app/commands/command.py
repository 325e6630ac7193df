"""One description of a command serves its parser, its ``--input`` file and its published JSON Schema."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from inspector_app.errors import BadInput

Json = Any
ANY_OBJECT: dict[str, Any] = {"type": "object"}
_SCHEMA_TYPES = {"text": "string", "path": "string", "whole": "integer", "flag": "boolean"}


class Context(Protocol):
    """What a command may ask for; the store is opened only when it does."""

    @property
    def data_dir(self) -> Path:
        """The folder of the store."""
        ...

    @property
    def app(self) -> Any:
        """The services of the unlocked store (``bootstrap.App``)."""
        ...

    @property
    def login(self) -> str:
        """The log-in name that was stated."""
        ...

    @property
    def passphrase(self) -> str:
        """The passphrase that was stated. Raises ``BadInput`` when there is none."""
        ...

    @property
    def stated_login(self) -> str | None:
        """The log-in name, if one was stated."""
        ...

    @property
    def has_passphrase(self) -> bool:
        """Whether a passphrase was stated."""
        ...

    def say(self, line: str) -> None:
        """Tell a person something on the way (never part of the JSON result)."""
        ...


@dataclass(frozen=True)
class Argument:
    """One input of a command. ``kind``: text, whole, flag, path, texts (several) or json (only by file)."""

    name: str
    help: str
    kind: str = "text"
    required: bool = False
    positional: bool = False
    choices: tuple[str, ...] = ()
    default: Any = None

    def add_to(self, parser: argparse.ArgumentParser) -> None:
        """Declare this argument to argparse. Nothing is required there: ``--input`` may supply it."""
        if self.kind == "json":
            return
        options: dict[str, Any] = {"help": self.help, "default": None}
        if self.kind == "flag":
            options["action"] = "store_true"
        elif self.kind == "texts":
            options["nargs"] = "*"
        elif self.kind == "whole":
            options["type"] = int
        if self.choices:
            options["choices"] = self.choices
        if self.positional:
            options.setdefault("nargs", "?")
            parser.add_argument(self.name, **options)
        else:
            parser.add_argument("--" + self.name.replace("_", "-"), dest=self.name, **options)

    def schema(self) -> dict[str, Any]:
        """This argument as a JSON Schema property."""
        if self.kind == "texts":
            return {"type": "array", "items": {"type": "string"}, "description": self.help}
        if self.kind == "json":
            return {"description": self.help}
        described: dict[str, Any] = {"type": _SCHEMA_TYPES[self.kind], "description": self.help}
        if self.choices:
            described["enum"] = list(self.choices)
        return described


@dataclass(frozen=True)
class Command:
    """One sub-command: its words, its inputs, what it returns and who does it."""

    name: str
    help: str
    run: Callable[[Context, Mapping[str, Any]], Json]
    arguments: tuple[Argument, ...] = ()
    output: Mapping[str, Any] = field(default_factory=lambda: ANY_OBJECT)
    brief: Callable[[Json], Json] | None = None
    """What a person is shown of a long result; ``--json`` always gives all of it."""

    def input_schema(self) -> dict[str, Any]:
        """JSON Schema of what ``--input`` may hold."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": f"inspector {self.name}",
            "type": "object",
            "properties": {argument.name: argument.schema() for argument in self.arguments},
            "required": [argument.name for argument in self.arguments if argument.required],
            "additionalProperties": False,
        }

    def inputs(self, parsed: Mapping[str, Any], file: Path | None) -> dict[str, Any]:
        """Inputs from the command line over those of the file. Raises ``BadInput`` for missing or unknown ones."""
        given = read_inputs(file) if file else {}
        unknown = set(given) - {argument.name for argument in self.arguments}
        if unknown:
            raise BadInput("command.input_unknown", name=sorted(unknown)[0], command=self.name)
        for argument in self.arguments:
            stated = parsed.get(argument.name)
            if stated is not None and stated is not False:
                given[argument.name] = stated
            given.setdefault(argument.name, argument.default)
            if argument.required and given[argument.name] in (None, "", []):
                raise BadInput("command.input_missing", name=argument.name, command=self.name)
        return given


def read_inputs(file: Path) -> dict[str, Any]:
    """The object in an input file. Raises ``BadInput`` naming the file."""
    try:
        value = json.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise BadInput("command.input_unreadable", file=str(file), detail=error.strerror or "") from error
    except ValueError as error:
        raise BadInput("command.input_not_json", file=str(file), detail=str(error)) from error
    if not isinstance(value, dict):
        raise BadInput("command.input_not_object", file=str(file))
    return value
