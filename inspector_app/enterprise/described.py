"""The blanks of a register entry as a JSON Schema, so that a script can fill them in without reading this program."""

from __future__ import annotations

from typing import Any

from inspector_app.enterprise.blanks import Blank, Kind, blanks
from inspector_app.enterprise.requirements import design_keys
from inspector_app.labels import field_label
from inspector_app.office.regions import regions

_TYPES = {Kind.WHOLE: "integer", Kind.YES_NO: "boolean"}
_PATTERNS = {Kind.DAY: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", Kind.POSTCODE: "^[0-9]{6}$"}


def schema_of(kind: type[Any]) -> dict[str, Any]:
    """What ``register add`` takes for this input type: labels, types, bounds, choices and what must be stated."""
    described = blanks(kind)
    return {
        "type": "object",
        "properties": {name: _property(blank) for name, blank in described.items()},
        "required": [name for name, blank in described.items() if blank.is_required],
        "additionalProperties": False,
    }


def _property(blank: Blank) -> dict[str, Any]:
    meaning, shown = blank.meaning, {"type": _TYPES.get(blank.kind, "string")}
    said = f"{field_label(blank.name)} / {field_label(blank.name, 'en')}"
    bounds = {} if meaning.most is None or blank.kind is not Kind.WHOLE else {
        "minimum": meaning.least, "maximum": meaning.most}  # fmt: skip
    values = _values(blank)
    return {
        **shown,
        "description": f"{said} ({meaning.unit})" if meaning.unit else said,
        **bounds,
        **({"enum": values} if values else {}),
        **({"pattern": _PATTERNS[blank.kind]} if blank.kind in _PATTERNS else {}),
        **({"x-noun": meaning.noun} if meaning.noun else {}),
    }


def _values(blank: Blank) -> list[str]:
    if blank.choices is not None:
        return [member.value for member in blank.choices]
    return {Kind.REGION: list(regions()), Kind.DESIGN_KEY: list(design_keys())}.get(blank.kind, [])
