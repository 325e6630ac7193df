"""The search over everything: one question, answered group by group from the store's index and the program's texts."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

from inspector_app.errors import StorageFault
from inspector_app.search import index, passages
from inspector_app.search.text import Needle, Passages
from inspector_app.search.values import PAGE, RECORD_GROUPS, Hit, HitGroup, SearchAnswer, SearchGroup

if TYPE_CHECKING:
    from inspector_app.checklist.definition import Checklist
    from inspector_app.checklist.loader import ChecklistLibrary
    from inspector_app.storage.unit_of_work import Units

OF_LISTS = frozenset({SearchGroup.CHECKLIST, SearchGroup.ITEM, SearchGroup.LAW})
"""Groups of texts that come from checklists, wholly or in part."""
AT_ONCE = 200
"""Entries that a question itself reads into the index first; more are read on in the background."""
STEP = 250
"""Entries of one step of reading on: 50 ms, in which the window's other reading waits."""


class SearchService:
    """Looks for things. ``language`` (zh or en) is that of what is shown; what is found does not depend on it."""

    def __init__(self, units: Units, checklists: ChecklistLibrary) -> None:
        self._units = units
        self._checklists = checklists
        self._texts: dict[tuple[SearchGroup, str], tuple[object, Passages]] = {}

    def find(
        self,
        text: str,
        language: str = "zh",
        *,
        groups: Sequence[SearchGroup] = (),
        after: str = "",
        limit: int = PAGE,
        actions: Passages | None = None,
    ) -> SearchAnswer:
        """What fits ``text``, by group; groups without a hit are left out.

        ``groups`` narrows it; ``after`` (the last hit's ``sort_key``) asks for the next page of a single group.
        ``actions``: what the caller itself can do, searched along. What was saved just now is found, unless many
        changes wait for the index: then ``waiting`` says how many.
        """
        needle = Needle(text)
        if needle.is_empty:
            return SearchAnswer(text, ())
        found = []
        left = self._follow(AT_ONCE)
        for group in groups or tuple(SearchGroup):
            hits = self._hits(needle, group, after, limit + 1, language, actions)
            if hits:
                found.append(HitGroup(group, tuple(hits[:limit]), len(hits) > limit))
        return SearchAnswer(text, tuple(found), left)

    def catch_up(self) -> Generator[int, None, int]:
        """Read everything new into the index, step by step: yields how many entries are left to read.

        Raises ``StorageFault`` when nothing can be written; what was read so far stays.
        """
        while left := self._waiting():
            yield left
            with self._units.writing() as connection:
                index.read_on(connection, STEP)
        return 0

    def rebuild(self) -> Generator[int, None, int]:
        """Make the index anew from the journal; steps as in ``catch_up``."""
        with self._units.writing() as connection:
            index.drop(connection)
        return (yield from self.catch_up())

    def warm(self, language: str = "zh") -> None:
        """Read the program's texts and their initials before somebody asks."""
        for group in (SearchGroup.CHECKLIST, SearchGroup.ITEM, SearchGroup.LAW, SearchGroup.HELP, SearchGroup.SETTING):
            self._passages(group, language).warm()

    def _hits(
        self, needle: Needle, group: SearchGroup, after: str, limit: int, language: str, actions: Passages | None
    ) -> list[Hit]:
        if group in RECORD_GROUPS:
            with self._units.read() as connection:
                if index.position(connection) is None:
                    return []
                return index.find(connection, needle, group, after, limit, language)
        known = actions if group is SearchGroup.ACTION else self._passages(group, language)
        return known.find(needle, after, limit) if known is not None else []

    def _passages(self, group: SearchGroup, language: str) -> Passages:
        """The texts of a group, read anew when the office published another version of a list meanwhile."""
        lists = self._checklists.lists() if group in OF_LISTS else ()
        made_of = tuple(one.content_hash for one in lists)
        known = self._texts.get((group, language))
        if known is None or known[0] != made_of:
            known = self._texts[group, language] = made_of, self._read(group, language, lists)
        return known[1]

    def _read(self, group: SearchGroup, language: str, lists: Sequence[Checklist]) -> Passages:
        match group:
            case SearchGroup.CHECKLIST:
                return passages.list_passages(lists, language)
            case SearchGroup.ITEM:
                return passages.item_passages(lists, language)
            case SearchGroup.LAW:
                return passages.law_passages(lists)
            case SearchGroup.HELP:
                return passages.help_passages(language)
            case _:
                return passages.setting_passages(language)

    def _waiting(self) -> int:
        with self._units.read() as connection:
            return index.waiting(connection)

    def _follow(self, most: int) -> int:
        """Read a little on; how many entries are left. A disk that takes nothing keeps nobody from searching."""
        left = self._waiting()
        if left:
            try:
                with self._units.writing() as connection:
                    index.read_on(connection, most)
            except StorageFault:
                return left
            left = self._waiting()
        return left
