"""What an input may look like, and what a person is told when it looks otherwise: always with the input's name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from inspector_app.errors import BadInput

_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
_TYPES: dict[str, type] = {"string": str, "integer": int, "boolean": bool, "object": Mapping, "array": list}
LONGEST = 60
"""Characters of a wrong value that are repeated."""


def as_whole(named: Mapping[str, str], value: Any) -> int:
    """A whole number of at most 15 digits. Raises ``BadInput('command.input_not_whole')``."""
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and _WHOLE.fullmatch(str(value)):
        return value
    raise BadInput("command.input_not_whole", value=shown(value), **named)


def as_flag(named: Mapping[str, str], value: Any) -> bool:
    """Yes or no. Raises ``BadInput('command.input_not_flag')``."""
    if isinstance(value, bool):
        return value
    raise BadInput("command.input_not_flag", value=shown(value), **named)


def as_text(named: Mapping[str, str], value: Any) -> str:
    """A text. Raises ``BadInput('command.input_not_text')``."""
    if isinstance(value, str):
        return value
    raise BadInput("command.input_not_text", value=shown(value), **named)


def as_texts(named: Mapping[str, str], value: Any) -> list[str]:
    """Several texts. Raises ``BadInput('command.input_not_texts')``."""
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return list(value)
    raise BadInput("command.input_not_texts", value=shown(value), **named)


def require_shape(named: Mapping[str, str], value: Any, shape: Mapping[str, Any], where: str = "") -> None:
    """Hold a nested input against its JSON Schema (type, enum, items, properties, required).

    Raises ``BadInput('command.input_shape')`` or ``('command.input_part_missing')`` naming the part.
    """
    place = where or named["input"].removeprefix("--")
    wanted = shape.get("type")
    if wanted in _TYPES and not isinstance(value, _TYPES[wanted]):
        raise BadInput("command.input_shape", place=place, value=shown(value), **_expected(wanted), **named)
    if "enum" in shape and value not in shape["enum"]:
        told = "、".join(map(str, shape["enum"]))
        raise BadInput("command.input_part_unknown", place=place, value=shown(value), known=told, **named)
    if isinstance(value, list) and "items" in shape:
        for number, one in enumerate(value, 1):
            require_shape(named, one, shape["items"], f"{place}[{number}]")
    if isinstance(value, Mapping):
        for name in shape.get("required", ()):
            if name not in value:
                raise BadInput("command.input_part_missing", place=place, part=name, **named)
        for name, inner in shape.get("properties", {}).items():
            if name in value:
                require_shape(named, value[name], inner, f"{place}.{name}")


def shown(value: Any) -> str:
    """A wrong value as it was written, cut; never as Python would spell it."""
    import json

    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _expected(kind: str) -> dict[str, str]:
    words = {
        "string": ("文字", "a text"),
        "integer": ("整数", "a whole number"),
        "boolean": ("true 或 false", "true or false"),
        "object": ("带名称的内容 {…}", "an object {…}"),
        "array": ("列表 […]", "a list […]"),
    }
    return {"expected": words[kind][0], "expected_en": words[kind][1]}
