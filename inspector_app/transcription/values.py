"""Value types of transcription sheets: what is entered anew in other systems, field by field, and how far that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

LOOK_BACK_DAYS = 90
"""Visits that began longer ago are not asked for any more; they can still be opened."""

SETTLED_AT = "transcription.settled."
"""``local_value`` keys, with the visit's id: up to which entry of this store everything was entered everywhere.

It is worked out from the ticks, so it is never journalled: two laptops that tick at once do not quarrel about it.
"""

NEWER = (
    "SELECT 1 FROM entry e WHERE e.scope_id = i.id AND e.position > CAST(v.value AS INTEGER) AND e.kind IN "
    "('inspection', 'finding', 'document', 'enforcement_case', 'transcription_mark')"
)
PENDING = (
    "SELECT i.id, coalesce(i.site_id, '') site_id, coalesce(s.name, '') site_name, "  # noqa: S608 - constants
    "coalesce(i.started_at, '') started_at, v.value IS NOT NULL was_done "
    f"FROM inspection i LEFT JOIN site s ON s.id = i.site_id LEFT JOIN local_value v ON v.key = '{SETTLED_AT}' || i.id "
    "WHERE i.inspection_state = 'closed' AND i.started_at >= :since AND i.presence = 'present' "
    f"AND (v.value IS NULL OR EXISTS ({NEWER})) ORDER BY i.started_at DESC, i.id DESC LIMIT :most"
)
"""Ended visits that are not entered everywhere, or were touched since; the home page reads it by its thin reader."""


class Each(StrEnum):
    """What a section of a layout is repeated for."""

    VISIT = "visit"
    FINDING = "finding"
    MAJOR = "major"
    """Findings judged 重大事故隐患 only."""
    PAPER = "paper"
    """Papers that were issued."""
    CASE = "case"


class FieldState(StrEnum):
    """How far one field is."""

    WAITING = "waiting"
    COPIED = "copied"
    DONE = "done"
    CHANGED = "changed"
    """Its value differs from what was copied or entered."""
    EMPTY = "empty"
    """This program knows nothing to enter here."""
    BY_HAND = "by_hand"
    """This program has no such blank: it is filled in over there."""


SETTLED = frozenset({FieldState.DONE, FieldState.EMPTY, FieldState.BY_HAND})


@dataclass(frozen=True)
class FieldLine:
    """One field of a target system. ``before``: what was copied or entered when it differs from ``text`` now.

    ``too_long``: characters beyond what the layout says the system takes, 0 when it fits.
    """

    key: str
    label: str
    label_en: str
    text: str
    state: FieldState
    before: str = ""
    too_long: int = 0


@dataclass(frozen=True)
class Group:
    """Fields that are entered together: the visit, one finding, one paper.

    ``mark``: the record that says who ticked it; its trail tells every tick. Empty while nobody has.
    """

    key: str
    section: str
    section_en: str
    title: str
    fields: tuple[FieldLine, ...]
    is_done: bool = False
    done_by: str = ""
    done_at: str = ""
    mark: str = ""

    @property
    def texts(self) -> dict[str, str]:
        """What counts as entered when the group is ticked now."""
        return {field.key: field.text for field in self.fields if field.state is not FieldState.BY_HAND}

    @property
    def changed(self) -> int:
        """Fields that were changed since they were copied or entered."""
        return sum(field.state is FieldState.CHANGED for field in self.fields)

    @property
    def is_settled(self) -> bool:
        """Entered, and nothing has changed since."""
        return self.is_done and all(field.state in SETTLED for field in self.fields)


@dataclass(frozen=True)
class Gone:
    """A group that was entered and is not here any more: it has to be taken back over there."""

    key: str
    title: str
    done_by: str
    done_at: str


@dataclass(frozen=True)
class Sheet:
    """Everything of one visit that is entered in one system.

    ``confirmed``: the office compared the order of fields; ``line_breaks``: what becomes of them unless one says else.
    """

    system: str
    title: str
    title_en: str
    confirmed: bool
    note: str
    line_breaks: str
    groups: tuple[Group, ...]
    gone: tuple[Gone, ...] = ()

    @property
    def settled(self) -> int:
        """Groups that are entered and unchanged."""
        return sum(group.is_settled for group in self.groups)

    @property
    def is_settled(self) -> bool:
        """Nothing is left to enter; also when there is nothing to enter at all."""
        return self.settled == len(self.groups) and not self.gone

    def group(self, key: str) -> Group | None:
        """One group."""
        return next((one for one in self.groups if one.key == key), None)


@dataclass(frozen=True)
class PendingVisit:
    """An ended visit that waits for being entered. ``was_done``: it was, and was changed since."""

    id: str
    site_id: str
    site_name: str
    started_at: str
    was_done: bool


def settled(sheets: Iterable[Sheet]) -> bool:
    """Whether a visit is entered in every system."""
    return all(sheet.is_settled for sheet in sheets)
