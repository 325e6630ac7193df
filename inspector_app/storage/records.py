"""What every record kind has in common: its identity, its last entry and the heads of its fields.

A record kind is one SQLModel table whose columns hold exactly the JSON values that journal entries carry
(text, whole numbers, booleans, JSON), so that folding converts nothing and rows compare with entries.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any, ClassVar, TypeAlias

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

JsonValue: TypeAlias = "str | int | bool | list[JsonValue] | dict[str, JsonValue] | None"

PRESENT = "present"
REMOVED = "removed"
UNBORN = "unborn"


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value: object) -> bytes:
    """The one byte form of a JSON value: sorted keys, no spaces, UTF-8, NFC.

    Raises ``ValueError`` for floats and NUL: neither has one spelling that survives every database.
    """
    _refuse_unstable(value)
    return unicodedata.normalize("NFC", _ENCODER.encode(value)).encode("utf-8")


def _refuse_unstable(value: object) -> None:
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("NUL cannot be stored")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _refuse_unstable(key)
            if inner is not None:
                _refuse_unstable(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_unstable(inner)
    elif isinstance(value, float):
        raise ValueError("a float has no canonical form; carry decimals as text")


class JsonText(TypeDecorator[Any]):
    """A JSON value stored as its canonical text, on SQLite and PostgreSQL alike."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else canonical(value).decode("utf-8")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else json.loads(value)


class Record(SQLModel):
    """The columns of every record table.

    ``entry_id``: hash of the entry that last made this row; guards compare it with the journal.
    ``presence``: present, removed (tombstone) or unborn (changed before its creation arrived).
    ``field_heads``: canonical JSON, field -> hash of the entry that set it last (see ``storage.fold``).
    """

    model_config = {"defer_build": True}
    """Rows are made from entries that were checked before: no validator is built for them, which takes 100 ms."""
    kind_version: ClassVar[int] = 1
    scope_field: ClassVar[str | None] = None
    """Which field names the inspection or case that entries of this kind belong to."""

    id: str = Field(primary_key=True)
    entry_id: str
    presence: str = PRESENT
    field_heads: str = "{}"


OWN_COLUMNS = frozenset({"id", "entry_id", "presence", "field_heads"})


def json_field(*, index: bool = False) -> Any:  # noqa: ARG001 - JSON is never indexed
    """A column for a list or an object."""
    return Field(default=None, sa_type=JsonText, nullable=True)
