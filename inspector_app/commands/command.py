"""One description of a command serves its parser, its ``--input`` file and its published JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from inspector_app import terms
from inspector_app.commands import shapes
from inspector_app.errors import BadInput
from inspector_app.labels import field_label

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
    """One input of a command.

    ``kind``: text, whole, flag, path, texts (several), any (text or a JSON value) or json (JSON text, or by file).
    ``positional`` ones come first on the line and are options of the same name as well. ``terms`` is the enum whose
    members (or their labels) it takes; ``shape`` the JSON Schema of a ``json`` input. Without ``help`` the label
    catalogue describes it.
    """

    name: str
    help: str = ""
    kind: str = "text"
    required: bool = False
    positional: bool = False
    choices: tuple[str, ...] = ()
    default: Any = None
    terms: type[StrEnum] | None = None
    shape: Mapping[str, Any] | None = None

    @property
    def option(self) -> str:
        """As it is written on the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def values(self) -> tuple[str, ...]:
        """What it may be, when that is a list."""
        return tuple(member.value for member in self.terms) if self.terms else self.choices

    @property
    def named(self) -> dict[str, str]:
        """How messages name it, in both languages."""
        zh, _, en = self.words.partition(" / ")
        return {"input": self.option, "label": zh, "label_en": en or zh}

    @property
    def words(self) -> str:
        """What it is, Chinese and English."""
        return self.help or f"{field_label(self.name)} / {field_label(self.name, 'en')}"

    @property
    def described(self) -> str:
        """``words``, and the values it takes with their labels."""
        known = self._known("zh")
        return f"{self.words}；可选 / one of: {known}" if known else self.words

    def read(self, value: Any) -> Any:
        """The value as the command wants it. Raises ``BadInput`` that names this input."""
        match self.kind:
            case "whole":
                return shapes.as_whole(self.named, value)
            case "flag":
                return shapes.as_flag(self.named, value)
            case "texts":
                return [self._chosen(one) for one in shapes.as_texts(self.named, value)]
            case "json":
                return self._object(value)
            case "any":
                return value
            case _:
                return self._chosen(shapes.as_text(self.named, value))

    def schema(self) -> dict[str, Any]:
        """This argument as a JSON Schema property."""
        values = {"enum": list(self.values)} if self.values else {}
        if self.kind == "texts":
            return {"type": "array", "items": {"type": "string", **values}, "description": self.described}
        if self.kind in ("json", "any"):
            return {**(self.shape or {}), "description": self.words}
        return {"type": _SCHEMA_TYPES[self.kind], **values, "description": self.described}

    def _chosen(self, text: str) -> str:
        if not self.values or text in self.values:
            return text
        found = terms.find(self.terms, text) if self.terms else None
        if found is None:
            known = {"known": self._known("zh"), "known_en": self._known("en")}
            raise BadInput("command.choice_unknown", value=shapes.shown(text), **known, **self.named)
        return found.value

    def _known(self, language: str) -> str:
        if not self.terms:
            return "、".join(self.choices)
        return "、".join(f"{member.value} {terms.label(member, language)}" for member in self.terms)

    def _object(self, value: Any) -> Any:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError as error:
                raise BadInput("command.input_not_json_text", **self.named) from error
        shapes.require_shape(self.named, value, self.shape or {})
        return value


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

    @property
    def slots(self) -> tuple[Argument, ...]:
        """What words without an option's name are, in order: positional inputs, then what is required.

        Required ones count while they cannot be mistaken for each other: at most one free text among them, and
        a list only as the last.
        """
        stated = tuple(one for one in self.arguments if one.positional)
        further = [one for one in self.arguments if one.required and not one.positional and one.kind != "json"]
        single = [one for one in further if one.kind != "texts"]
        several = [one for one in further if one.kind == "texts"]
        free = [one for one in single if not one.values]
        if len(free) > 1 or len(several) > 1 or any(one.kind == "texts" for one in stated):
            return stated
        return (*stated, *single, *several)

    def inputs(self, parsed: Mapping[str, Any], file: Path | None) -> dict[str, Any]:
        """Inputs from the command line over those of the file. Raises ``BadInput`` for missing or unknown ones."""
        given = read_inputs(file) if file else {}
        unknown = set(given) - {argument.name for argument in self.arguments}
        if unknown:
            raise BadInput("command.input_unknown", name=sorted(unknown)[0], command=self.name)
        for argument in self.arguments:
            stated = parsed.get(argument.name, given.get(argument.name))
            given[argument.name] = argument.default if stated is None else argument.read(stated)
            if argument.required and given[argument.name] in (None, "", []):
                raise BadInput("command.input_missing", name=argument.name, command=self.name, **argument.named)
        return given


def missing(command: str, name: str) -> BadInput:
    """The error that a command lacks an input, for those that find out themselves."""
    named = Argument(name).named
    return BadInput("command.input_missing", name=name, command=command, **named)


def read_inputs(file: Path) -> dict[str, Any]:
    """The object in an input file. Raises ``BadInput`` naming the file."""
    try:
        value = json.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise BadInput("command.input_unreadable", file=str(file), detail=error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise BadInput("command.input_not_text_file", file=str(file)) from error
    except json.JSONDecodeError as error:
        raise BadInput("command.input_not_json", file=str(file), line=error.lineno, column=error.colno) from error
    if not isinstance(value, dict):
        raise BadInput("command.input_not_object", file=str(file))
    return value
