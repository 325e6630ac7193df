"""Which fields a target system asks for, in which order: data files, or what the county put in their place.

No source gives the order of these systems' fields. A layout therefore says ``confirmed: false`` until an office has
compared it with the system and imported its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from inspector_app import paths
from inspector_app.errors import BadInput
from inspector_app.transcription.cleaning import Cleaning
from inspector_app.transcription.values import Each

PREFIX = "transcription."
"""Settings ``transcription.<system>`` hold a layout that an office imported; it goes before the shipped one."""
SCHEMA = "layout.schema.json"


@dataclass(frozen=True)
class LayoutField:
    """One field: its label over there, where its value comes from, and how many characters it takes (0: unknown)."""

    key: str
    label: str
    label_en: str
    source: str
    most: int = 0


@dataclass(frozen=True)
class Section:
    """Fields that are entered together, once or for each finding, paper or case."""

    key: str
    title: str
    title_en: str
    each: Each
    fields: tuple[LayoutField, ...]


@dataclass(frozen=True)
class Layout:
    """One target system. ``in_use``: whether this county enters anything there; ``place`` among the systems.

    ``is_own``: the office imported it in the place of the shipped one.
    """

    key: str
    title: str
    title_en: str
    version: str
    confirmed: bool
    in_use: bool
    place: int
    note: str
    cleaning: Cleaning
    sections: tuple[Section, ...]
    is_own: bool = False

    @classmethod
    def read(cls, data: Any, file: str = "") -> Layout:
        """A layout from the value of its file. Raises ``BadInput('transcription.layout_wrong')`` with the place."""
        from inspector_app.transcription.sources import misplaced

        _require_schema(data, file)
        made = cls(
            key=data["key"],
            title=data["title"],
            title_en=data["title_en"],
            version=data["version"],
            confirmed=data["confirmed"],
            in_use=data.get("in_use", True),
            place=data.get("place", 100),
            note=data.get("note", ""),
            cleaning=Cleaning(**data.get("cleaning", {})),
            sections=tuple(_section(one) for one in data["sections"]),
        )
        for section in made.sections:
            for field in section.fields:
                if misplaced(field.source, section.each):
                    _refuse(file, f"sections/{section.key}/{field.key}", f"{field.source} ∉ {section.each}")
        _require_once(file, "sections", [section.key for section in made.sections])
        for section in made.sections:
            _require_once(file, f"sections/{section.key}", [field.key for field in section.fields])
        return made


@cache
def shipped_layouts() -> Mapping[str, Layout]:
    """The layouts that come with the program, by system."""
    files = (file for file in sorted(paths.resources("transcription").glob("*.json")) if file.name != SCHEMA)
    made = [Layout.read(json.loads(file.read_text("utf-8")), file.name) for file in files]
    return {one.key: one for one in sorted(made, key=lambda one: one.key)}


def read_layout(file: Path) -> dict[str, Any]:
    """The JSON value of a layout that an office wrote, checked. Raises ``BadInput``."""
    try:
        data = json.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise BadInput("transcription.layout_unreadable", file=file.name, detail=error.strerror or "") from error
    except ValueError as error:
        raise BadInput("transcription.layout_unreadable", file=file.name, detail=str(error)) from error
    Layout.read(data, file.name)
    return dict(data)


def _section(data: Mapping[str, Any]) -> Section:
    return Section(
        key=data["key"],
        title=data["title"],
        title_en=data["title_en"],
        each=Each(data["each"]),
        fields=tuple(
            LayoutField(one["key"], one["label"], one["label_en"], one["from"], one.get("most", 0))
            for one in data["fields"]
        ),
    )


def _require_schema(data: Any, file: str) -> None:
    for error in sorted(_validator().iter_errors(data), key=lambda one: list(map(str, one.absolute_path))):
        _refuse(file, "/".join(map(str, error.absolute_path)) or "—", error.message)


def _require_once(file: str, place: str, keys: list[str]) -> None:
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        _refuse(file, f"{place}/{twice[0]}", f"{twice[0]} ×2")


def _refuse(file: str, place: str, detail: str) -> None:
    raise BadInput("transcription.layout_wrong", file=file, place=place, detail=detail[:200])


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(paths.resources("transcription", SCHEMA).read_text("utf-8")))
