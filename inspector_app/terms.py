"""The official Chinese label, and an English one, of every enum member of every noun."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from inspector_app import paths


@dataclass(frozen=True)
class Term:
    """One label in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh


@cache
def _terms() -> dict[str, dict[str, Term]]:
    """All labels by enum class name and member value.

    Raises ``ValueError`` when a class stands in two files of ``resources/terms``.
    """
    found: dict[str, dict[str, Term]] = {}
    for file in sorted(paths.resources("terms").glob("*.json")):
        for name, members in json.loads(file.read_text("utf-8")).items():
            if name in found:
                raise ValueError(f"labels of {name} stand in two files, again in {file.name}")
            found[name] = {value: Term(zh, en) for value, (zh, en) in members.items()}
    return found


def term(member: StrEnum) -> Term:
    """Both labels of an enum member. Raises ``KeyError`` when nobody has written them."""
    return _terms()[type(member).__name__][member.value]


_own: dict[str, dict[str, str]] = {}
"""The office's own Chinese words by enum class name and member value; they hold for this run of the program."""


def reword(enum: type[StrEnum], words: Mapping[str, str]) -> bool:
    """Say these words (by member value) instead of the labels; the others go back to theirs. Whether any changed."""
    before = _own.get(enum.__name__, {})
    _own[enum.__name__] = dict(words)
    return before != dict(words)


def label(member: StrEnum | None, language: str = "zh") -> str:
    """The label as papers (zh) and screens show it, in the office's own words if it has any; nothing for ``None``."""
    if member is None:
        return ""
    both = term(member)
    return both.en if language == "en" else _own.get(type(member).__name__, {}).get(member.value, both.zh)


def choices(members: Iterable[StrEnum], language: str = "zh") -> list[tuple[str, str]]:
    """(value, label) pairs for a selection, in the order given."""
    return [(member.value, label(member, language)) for member in members]


def labelled_classes() -> frozenset[str]:
    """Names of the enum classes that have labels, for the test that looks for missing ones."""
    return frozenset(_terms())


def find(enum: type[StrEnum], text: str) -> StrEnum | None:
    """The member whose label (either language) or value is ``text``; for reading lists that people typed."""
    wanted = text.strip().casefold()
    for member in enum:
        both = term(member)
        if wanted in (both.zh.casefold(), both.en.casefold(), member.value):
            return member
    return None
