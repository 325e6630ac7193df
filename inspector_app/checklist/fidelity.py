"""Every number, date, frequency and modal word of the plan, and the item that holds it: nothing is lost or softened.

Which words count is data (``checklists/fidelity/words.json``); what became of each is a map beside it, made by reading
the text and not from the lists. A claim of the map (``bound at_most 8``) is held against the item itself.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from inspector_app import paths
from inspector_app.checklist.definition import Checklist, ChecklistItem
from inspector_app.checklist.loader import checklist_library
from inspector_app.checklist.plan import plan

Claim = Callable[[Checklist, ChecklistItem, str], bool]
WORDS = "words"
"""Name of the file that says which words count; the others are maps."""


@dataclass(frozen=True)
class Word:
    """One word of the text that an item must hold, and the eight characters before it."""

    kind: str
    text: str
    before: str


@dataclass(frozen=True)
class MappedWord:
    """What became of one word: the items that hold it and how, or why there is none.

    ``holds`` are claims (``bound at_most 8``, ``deadline 2026-12-31``, ``says 五统一``); ``read_as`` is the modality
    when the text reads on to another one (原则上应), ``none`` when the word is no modality here.
    """

    word: str
    before: str
    items: tuple[str, ...]
    holds: tuple[str, ...]
    read_as: str | None
    why: str
    note: str


@dataclass(frozen=True)
class Loss:
    """One word that the lists lost: where, and what is wrong with it."""

    part: str
    word: str
    before: str
    fault: str
    detail: str = ""


def squeezed(text: str) -> str:
    """The text without spaces and line breaks, which differ between copies of the plan."""
    return re.sub(r"\s", "", text)


@cache
def texts() -> Mapping[str, str]:
    """All texts of the plan: ``task_01`` … ``task_30``, ``goal_1`` … ``safeguard_4``."""
    known = plan()
    tasks = {f"task_{number:02d}": squeezed(task.text) for number, task in sorted(known.tasks.items())}
    goals = {f"goal_{place}": squeezed(text) for place, text in enumerate(known.goals, 1)}
    return tasks | goals | {f"safeguard_{place}": squeezed(text) for place, text in enumerate(known.safeguards, 1)}


@cache
def _vocabulary() -> dict[str, Any]:
    return dict(json.loads(_file(WORDS).read_text("utf-8")))


def _file(stem: str) -> Any:
    return paths.checklists() / "fidelity" / f"{stem}.json"


def words(text: str) -> tuple[Word, ...]:
    """Every word of the text that counts, in order; of two that overlap the earlier kind of the vocabulary wins."""
    taken: set[int] = set()
    found: list[tuple[int, Word]] = []
    for group in _vocabulary()["kinds"]:
        for pattern in group["patterns"]:
            for match in re.finditer(pattern, text):
                place = range(*match.span())
                if place and taken.isdisjoint(place):
                    taken.update(place)
                    before = text[max(0, match.start() - 8) : match.start()]
                    found.append((match.start(), Word(group["kind"], match.group(), before)))
    return tuple(word for _place, word in sorted(found, key=lambda one: one[0]))


def counted() -> dict[str, int]:
    """How many words of each kind the whole plan holds."""
    return dict(Counter(word.kind for text in texts().values() for word in words(text)))


@cache
def mapped() -> Mapping[str, tuple[MappedWord, ...]]:
    """The map of every text that has one."""
    files = [file for file in sorted(_file(WORDS).parent.glob("*.json")) if file.stem != WORDS]
    parts: dict[str, tuple[MappedWord, ...]] = {}
    for file in files:
        for part, rows in json.loads(file.read_text("utf-8"))["texts"].items():
            parts[part] = tuple(_mapped(row) for row in rows)
    return parts


def _mapped(row: Mapping[str, Any]) -> MappedWord:
    return MappedWord(
        row["word"],
        row["before"],
        tuple(row.get("items", ())),
        tuple(row.get("holds", ())),
        row.get("read_as"),
        row.get("why", ""),
        row.get("note", ""),
    )


def losses(
    lists: Iterable[Checklist] | None = None, maps: Mapping[str, tuple[MappedWord, ...]] | None = None
) -> Iterator[Loss]:
    """Everything that is lost: a word that is not mapped, an item that does not hold what the text says.

    Without arguments the lists and the map as shipped.
    """
    known = checklist_library().lists() if lists is None else lists
    items = {item.key: (one, item) for one in known for item in one.items}
    for part, text in texts().items():
        rows = (mapped() if maps is None else maps).get(part, ())
        said = words(text)
        yield from _unmapped(part, said, rows)
        for word, row in zip(said, rows, strict=False):
            yield from _unheld(part, word, row, items)


def _unmapped(part: str, said: tuple[Word, ...], rows: tuple[MappedWord, ...]) -> Iterator[Loss]:
    for word, row in zip(said, rows, strict=False):
        if (word.text, word.before) != (row.word, row.before):
            yield Loss(part, word.text, word.before, "not_mapped", row.word)
            return
    for word in said[len(rows) :]:
        yield Loss(part, word.text, word.before, "not_mapped")
    for row in rows[len(said) :]:
        yield Loss(part, row.word, row.before, "not_in_text")


def _unheld(
    part: str, word: Word, row: MappedWord, items: Mapping[str, tuple[Checklist, ChecklistItem]]
) -> Iterator[Loss]:
    if not row.items and not (row.why and row.note):
        yield Loss(part, row.word, row.before, "no_reason")
    modality = row.read_as or _vocabulary()["modality"].get(word.text)
    for key in row.items:
        if key not in items:
            yield Loss(part, row.word, row.before, "no_item", key)
            continue
        checklist, item = items[key]
        if modality not in (None, "none") and item.modality.value != modality:
            yield Loss(part, row.word, row.before, "other_modality", f"{key}: {item.modality.value} ≠ {modality}")
        for claim in row.holds:
            name, _, wanted = claim.partition(" ")
            if not _CLAIMS[name](checklist, item, wanted):
                yield Loss(part, row.word, row.before, "not_held", f"{key}: {claim}")


def _bound(_list: Checklist, item: ChecklistItem, wanted: str) -> bool:
    bound = item.bound
    return bound is not None and f"{bound.operator.value} {bound.value}" == wanted


def _every(_list: Checklist, item: ChecklistItem, wanted: str) -> bool:
    due = item.recurrence
    return due is not None and f"{due.every} {due.period.value}" == wanted


def _says(_list: Checklist, item: ChecklistItem, wanted: str) -> bool:
    said = (item.title, item.question, item.reading or "", item.consequence or "")
    return any(wanted in text for text in said)


def _when(_list: Checklist, item: ChecklistItem, wanted: str) -> bool:
    return wanted in set(_conditions(item.when.terms))


def _conditions(terms: Mapping[str, Any]) -> Iterator[str]:
    """Every condition as a line: ``scale small medium``, ``capacity at_most 3``, ``mine_depth_m at_least 200``."""
    for name, value in terms.items():
        if name in ("any", "all"):
            for inner in value:
                yield from _conditions(inner)
        elif name == "not":
            yield from (f"not {line}" for line in _conditions(value))
        elif isinstance(value, list):
            yield " ".join([name, *value])
        elif isinstance(value, Mapping) and "operator" in value:
            yield f"{value.get('key', name)} {value['operator']} {value['value']}"


_CLAIMS: Mapping[str, Claim] = {
    "bound": _bound,
    "every": _every,
    "says": _says,
    "when": _when,
    "deadline": lambda _list, item, wanted: item.deadline_on == wanted,
    "relevant": lambda _list, item, wanted: item.relevance is not None and item.relevance.text == wanted,
    "from": lambda _list, item, wanted: item.effective_from_on == wanted,
    "modality": lambda _list, item, wanted: item.modality.value == wanted,
    "option": lambda _list, item, wanted: any(one.key == wanted for one in item.answer.options),
    "options": lambda _list, item, wanted: len(item.answer.options) == int(wanted),
    "kinds": lambda one, item, _all: len(one.kinds) == 3 and "site_kind" not in item.when.terms,
}
