"""Finding an item among all lists: two Chinese characters, pinyin initials, key, task or clause."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from inspector_app.checklist.definition import Checklist, ChecklistItem
from inspector_app.checklist.values import ItemHit

MOST = 50
_TASK = re.compile(r"(?:任务|task\s*)\s*([0-9]{1,2})", re.IGNORECASE)
_INITIALS = re.compile(r"[a-z]+", re.IGNORECASE)


@dataclass(frozen=True)
class _Entry:
    """One item with the text it is found by."""

    checklist: Checklist
    item: ChecklistItem
    words: str

    def hit(self) -> ItemHit:
        return ItemHit(self.checklist.key, self.item.key, self.item.title, self.item.clause)


class ItemIndex:
    """All items of some lists, ready to be searched; several words must all be found.

    Better places come first: key, then title, then question, then what to look at.
    """

    def __init__(self, lists: Iterable[Checklist]) -> None:
        self._entries = [_Entry(one, item, _words(item)) for one in lists for item in one.items]

    def find(self, text: str, limit: int = MOST) -> list[ItemHit]:
        """Items that fit, the best first; nothing for an empty text."""
        wanted = text.strip()
        if not wanted:
            return []
        task = _TASK.fullmatch(wanted)
        if task:
            return [e.hit() for e in self._entries if e.item.task == int(task[1])][:limit]
        words = [word.casefold() for word in wanted.split()]
        ranked = [(rank, e) for e in self._entries if (rank := self._rank(e, words)) is not None]
        return [entry.hit() for _rank, entry in sorted(ranked, key=lambda pair: pair[0])[:limit]]

    def _rank(self, entry: _Entry, words: list[str]) -> int | None:
        """0 is best; ``None`` when a word is nowhere."""
        ranks = [self._place(entry, word) for word in words]
        known = [rank for rank in ranks if rank is not None]
        return max(known) if len(known) == len(words) else None

    def _place(self, entry: _Entry, word: str) -> int | None:
        item = entry.item
        key = item.key.casefold()
        places = (
            key == word,
            key.startswith(word),
            word in item.title.casefold() or word in item.clause.casefold(),
            bool(_INITIALS.fullmatch(word)) and len(word) > 1 and self._has_initials(item.key, word),
            word in entry.words,
        )
        return next((rank for rank, found in enumerate(places) if found), None)

    def _has_initials(self, key: str, word: str) -> bool:
        return any(word in reading for reading in self._initials[key])

    @cached_property
    def _initials(self) -> dict[str, list[str]]:
        """Pinyin initials of every title, made when somebody first types Latin letters."""
        from inspector_app.enterprise.pinyin import initials

        return {entry.item.key: initials(entry.item.title).split() for entry in self._entries}


def _words(item: ChecklistItem) -> str:
    parts = (
        item.question,
        item.evidence,
        item.title_en,
        item.question_en,
        item.finding_text,
        item.reading or "",
        *item.criterion_keys,
        *item.tags,
    )
    return "\n".join(parts).casefold()
