"""Which data files about checklists there are, and what each is held against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inspector_app.checklist.validation import Fault


def schema_of(file: Path) -> str:
    """Which schema a file is held against: the one of the folder it lies in."""
    if file.parent.name == "fidelity":
        return "fidelity_words" if file.stem == "words" else "fidelity"
    return file.parent.name if file.parent.name in ("criteria", "coverage", "quiz") else "checklist"


def sense_of(schema: str) -> Callable[[Mapping[str, Any]], Iterator[Fault]] | None:
    """What a schema cannot say of such files, where somebody else than ``problems`` knows it."""
    from inspector_app.quiz.faults import faults

    return faults if schema == "quiz" else None


def shipped() -> Iterator[tuple[Path, str]]:
    """Every data file about checklists that comes with the program, with its schema."""
    from inspector_app import paths

    for folder in ("", "criteria", "coverage", "fidelity", "quiz"):
        for file in sorted((paths.checklists() / folder).glob("*.json")):
            yield file, schema_of(file)
