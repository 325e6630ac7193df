"""The one catalogue of sentences that core, command line, server and window share.

``resources/messages/*.json`` maps a code to ``{"zh": {...}, "en": {...}}``; each language has
``happened`` (what happened), and optionally ``safe`` (what is kept) and ``todo`` (what to do next). What an error
leaves out is taken from the entry of its kind (``InspectorError.usual``), so that every error says all three.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from inspector_app import paths
from inspector_app.errors import InspectorError
from inspector_app.labels import field_label, kind_label


@dataclass(frozen=True)
class Message:
    """One thing told to a person, in one language."""

    happened: str
    safe: str = ""
    todo: str = ""

    def __str__(self) -> str:
        return "\n".join(part for part in (self.happened, self.safe, self.todo) if part)


@cache
def catalogue() -> dict[str, dict[str, dict[str, str]]]:
    """All messages by code; of a code in two files (a mistake a test finds) the first one counts."""
    entries: dict[str, dict[str, dict[str, str]]] = {}
    for file in sorted(paths.resources("messages").glob("*.json")):
        for code, languages in json.loads(file.read_text("utf-8")).items():
            entries.setdefault(code, languages)
    return entries


def told_twice() -> list[str]:
    """Codes that stand in more than one file."""
    files = [json.loads(file.read_text("utf-8")) for file in paths.resources("messages").glob("*.json")]
    codes = [code for file in files for code in file]
    return sorted({code for code in codes if codes.count(code) > 1})


def tell(error: InspectorError, language: str = "zh") -> Message:
    """The sentences for an error, blanks filled; an unknown code still yields a readable message.

    What its entry leaves out (what is safe, what to do) is said for all errors of its kind.
    """
    told, usual = say(error.code, language, **error.params), say(error.usual, language)
    return Message(told.happened, told.safe or usual.safe, told.todo or usual.todo)


def say(code: str, language: str = "zh", **params: object) -> Message:
    """The sentences for a code. A missing blank shows as ``…`` rather than failing while failing."""
    entry = catalogue().get(code, {}).get(language)
    if entry is None:
        return Message(code + ("" if not params else " " + ", ".join(f"{k}={v}" for k, v in params.items())))
    blanks = _Blanks(_worded(params, language))
    filled = {part: text.format_map(blanks) for part, text in entry.items()}
    return Message(filled.get("happened", code), filled.get("safe", ""), filled.get("todo", ""))


_LABELLED = {"field": field_label, "blank": field_label, "kind": kind_label}
"""Blanks that hold an identifier of a field or of a kind of record; a person reads its label."""


def _worded(params: dict[str, object], language: str) -> dict[str, object]:
    worded = {
        name: _LABELLED[name](value, language) if name in _LABELLED and isinstance(value, str) else value
        for name, value in params.items()
    }
    return {name: _yes_or_no(value, language) for name, value in worded.items()}


def _yes_or_no(value: object, language: str) -> object:
    if not isinstance(value, bool):
        return value
    return ("yes" if value else "no") if language == "en" else ("是" if value else "否")


class _Blanks(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"
