"""How texts are found, in the store's index and among the program's own texts alike.

Text is brought to one form (full width to half width, capitals to small letters) and cut into runs of letters, digits
and characters. What somebody types is cut the same way: every run of it must stand somewhere, whole. So two Chinese
characters, part of a number and initials are found by one rule, and punctuation never matters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from inspector_app.enterprise.pinyin import initials
from inspector_app.search.values import Hit

_RUNS = re.compile(r"[^\W_]+")
LONGEST = 200
"""Characters of a question that are looked at; nobody types more."""


def normal(text: str) -> str:
    """The form in which texts are compared."""
    return unicodedata.normalize("NFKC", text).casefold()


def runs(text: str) -> list[str]:
    """The parts of a text that have no punctuation or space inside."""
    return _RUNS.findall(normal(text))


def grams(texts: Iterable[str | None]) -> str:
    """The words the index keeps for texts: pairs of neighbours; the last character of a run stands alone."""
    return " ".join(run[at : at + 2] for text in texts if text for run in runs(text) for at in range(len(run)))


def named(name: str | None) -> str:
    """A name with its pinyin initials, as it is indexed."""
    return f"{name} {initials(name)}" if name else ""


@dataclass(frozen=True)
class Needle:
    """What somebody looks for."""

    text: str

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Runs that must all be found."""
        return tuple(dict.fromkeys(runs(self.text[:LONGEST])))

    @cached_property
    def phrase(self) -> str:
        """The parts side by side, as texts in normal form hold them."""
        return " ".join(self.parts)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked."""
        return not self.parts

    @property
    def may_be_initials(self) -> bool:
        """Whether a part may be the initials of a name."""
        return any(part.isascii() and part.isalpha() and len(part) > 1 for part in self.parts)

    @property
    def expression(self) -> str:
        """The question to the index; a single character asks for what begins with it."""
        return " AND ".join(_phrase(part) for part in self.parts)

    def within(self, text: str) -> bool:
        """Whether every part stands in a text that is in normal form."""
        return all(part in text for part in self.parts)


def _phrase(part: str) -> str:
    if len(part) == 1:
        return f"{part}*"
    return '"' + " ".join(part[at : at + 2] for at in range(len(part) - 1)) + '"'


@dataclass(frozen=True)
class Passage:
    """A text that comes with the program and how a hit on it looks. ``words``: what else it is found by."""

    hit: Hit
    words: tuple[str, ...] = ()

    @cached_property
    def title(self) -> str:
        """The title in normal form."""
        return " ".join(runs(f"{self.hit.id} {self.hit.title}"))

    @cached_property
    def body(self) -> str:
        """Everything it is found by."""
        return " ".join((self.title, *(" ".join(runs(text)) for text in (self.hit.detail, *self.words))))

    @cached_property
    def initials(self) -> str:
        """Pinyin initials of the title."""
        return initials(self.hit.title)


class Passages:
    """The program's own texts of one group, searched where they lie."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._passages = tuple(passages)

    def find(self, needle: Needle, after: str, limit: int) -> list[Hit]:
        """Hits that follow ``after``: first titles that begin with it, then titles, initials, texts with these words
        side by side, any text."""
        ranked = sorted(
            (rank, at) for at, one in enumerate(self._passages) if (rank := _rank(needle, one)) is not None
        )
        keyed = [(f"{rank}{at:06d}", at) for rank, at in ranked]
        return [_keyed(self._passages[at].hit, key) for key, at in keyed if key > after][:limit]

    def warm(self) -> None:
        """Work out all initials now, off the officer's time."""
        for one in self._passages:
            assert one.initials is not None


def _rank(needle: Needle, passage: Passage) -> int | None:
    if needle.within(passage.title):
        return 0 if passage.title.startswith(needle.phrase) else 1
    if needle.may_be_initials and needle.within(passage.initials):
        return 2
    if not needle.within(passage.body):
        return None
    return 3 if needle.phrase in passage.body else 4


def _keyed(hit: Hit, key: str) -> Hit:
    return Hit(hit.group, hit.kind, hit.id, hit.title, hit.detail, key, hit.links)


def joined(parts: Sequence[str | None]) -> str:
    """Facts about a hit in one line, what is unknown left out."""
    return "  ·  ".join(part for part in parts if part)
