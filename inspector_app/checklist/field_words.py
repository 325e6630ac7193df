"""What the names and values of a list's data file are called by whoever writes a list without knowing that file."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from inspector_app import terms
from inspector_app.checklist.values import (
    AnswerType,
    Depth,
    Force,
    LookKind,
    Modality,
    Operator,
    Party,
    Period,
    Verdict,
)
from inspector_app.enterprise.values import PondGrade, PondProcess, Scale, SiteKind, SiteState
from inspector_app.inspection.values import Measure
from inspector_app.labels import labels

ENUMS: dict[str, type[StrEnum]] = {
    "modality": Modality, "force": Force, "measure": Measure, "depth": Depth, "walk": Depth, "binds": Party,
    "kinds": SiteKind, "site_kind": SiteKind, "type": AnswerType, "operator": Operator, "period": Period,
    "proposes": Verdict, "kind": LookKind, "state": SiteState, "scale": Scale, "pond_grade": PondGrade,
    "pond_process": PondProcess,
}  # fmt: skip
"""Which closed set of words stands under a name."""


def named(name: str, language: str = "zh") -> str:
    """What a name of the data file is called on the form; a name that it does not have stays as it is."""
    known = labels("list_fields").get(name)
    return name if known is None else known[language == "en"]


def worded(name: str, value: Any, language: str = "zh") -> str:
    """A value of a closed set in words; any other as it stands."""
    enum = ENUMS.get(name)
    if enum is None or value not in set(enum):
        return str(value)
    return terms.label(enum(value), language)


def valued(name: str, text: str) -> str:
    """The value of a closed set that is called so; any other text as it stands."""
    enum = ENUMS.get(name)
    found = terms.find(enum, text) if enum is not None else None
    return text if found is None else found.value


def last_name(path: Iterable[str | int]) -> str:
    """The name that a place is under, whichever of several it is."""
    return next((part for part in reversed(tuple(path)) if isinstance(part, str)), "")
