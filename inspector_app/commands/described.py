"""The JSON Schema of a value type, for the published output of commands."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from inspector_app.labels import field_label, labels

_PLAIN: dict[Any, str] = {str: "string", int: "integer", bool: "boolean"}


def described(kind: Any, **more: Any) -> dict[str, Any]:
    """An object with the fields of a dataclass; ``more`` are further properties (name to schema).

    A generic one (``Slice[VisitLine]``) is described with what it holds.
    """
    plain, held = get_origin(kind) or kind, get_args(kind)
    hints = get_type_hints(plain, localns={"FormSpecification": Any})
    properties = {one.name: {**_schema(_holding(hints[one.name], held)), **_words(one.name)} for one in fields(plain)}
    return {"type": "object", "properties": {**properties, **more}}


def _holding(hint: Any, held: tuple[Any, ...]) -> Any:
    return hint[held] if held and getattr(hint, "__parameters__", ()) else hint


def _words(name: str) -> dict[str, str]:
    """What a field is, where the label catalogue knows it."""
    if name not in labels("fields"):
        return {}
    return {"description": f"{field_label(name)} / {field_label(name, 'en')}"}


def array_of(kind: Any, **more: Any) -> dict[str, Any]:
    """A list of such objects."""
    return {"type": "array", "items": described(kind, **more)}


def _schema(hint: Any) -> dict[str, Any]:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        choices = [_schema(one) for one in inner if one is not type(None)]
        return {"anyOf": [*choices, {"type": "null"}]} if type(None) in inner else {"anyOf": choices}
    if origin in (tuple, list, frozenset):
        return {"type": "array", "items": _schema(inner[0])} if inner else {"type": "array"}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object"}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"type": "string", "enum": [member.value for member in hint]}
    if is_dataclass(origin or hint):
        return described(hint)
    return {"type": _PLAIN[hint]} if hint in _PLAIN else {}
