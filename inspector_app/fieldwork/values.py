"""Value types of 下井记录单: what stands on a sheet, what a typed line means, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class SheetItem:
    """One numbered item as it was printed; number, title and limit never change afterwards.

    ``area``: under which heading it stands. ``compare``: design value or limit. ``unit``: of the value blank, or what
    is to be written there. ``options``: keys of the options in the order of their printed numbers, ``choices`` how
    they are printed. ``verdict``: what had been said when the sheet was printed.
    """

    no: int
    checklist_key: str
    item_key: str
    area: str
    title: str
    compare: str = ""
    unit: str = ""
    options: tuple[str, ...] = ()
    choices: str = ""
    verdict: str = ""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> SheetItem:
        """An item from the record."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        return cls(**{**known, "options": tuple(data.get("options") or ())})


@dataclass(frozen=True)
class Sheet:
    """One printed sheet. ``seen_from_at`` and ``seen_to_at``: ISO moments that an officer read from the paper."""

    id: str
    inspection_id: str
    sheet_no: int
    short_code: str
    drawn_up_at: str
    form_version: str
    items: tuple[SheetItem, ...]
    places: tuple[str, ...]
    checklist_pins: Mapping[str, str]
    header: Mapping[str, Any]
    seen_from_at: str | None = None
    seen_to_at: str | None = None
    seen_stated_by: str | None = None

    def item(self, number: int) -> SheetItem | None:
        """The item with this number."""
        return self.items[number - 1] if 1 <= number <= len(self.items) else None


@dataclass(frozen=True)
class TypedLine:
    """One line of the fast lane, taken apart but not yet looked up.

    ``numbers`` is empty for a finding without an item; ``rest``: every item that has no verdict yet. ``mark``: the
    finding's number on the sheet (``F3``). ``place``: words, ``place_no``: a number of the place list. ``value``:
    stated with ``=``; ``loose``: a word of figures that is the value where the item asks for one, else part of
    ``words``, which is all the rest.
    """

    numbers: tuple[int, ...] = ()
    rest: bool = False
    verdict: str = ""
    value: str = ""
    mark: str = ""
    place: str = ""
    place_no: int | None = None
    photos: tuple[int, ...] = ()
    loose: str = ""
    words: str = ""

    @property
    def tells_finding(self) -> bool:
        """Whether something was written that belongs to a finding."""
        return bool(self.mark or self.place or self.place_no or self.photos)


@dataclass(frozen=True)
class StatedTimes:
    """``t 0910-1240``: when the walk began and ended, as ISO moments."""

    seen_from_at: str
    seen_to_at: str


class LineKind(StrEnum):
    """What a line is for."""

    ANSWERS = "answers"
    FINDING = "finding"
    TIMES = "times"
    UNDO = "undo"


@dataclass(frozen=True)
class PlannedAnswer:
    """What a line will say of one item. ``before``: the verdict that is there and will be replaced.

    ``value``: as it will be stored, with unit; ``is_same``: exactly this stands there already; ``is_doubtful``: 符合
    although the value is beyond its limit. ``rows_named``: what can be written row by row and is not yet, in both
    languages; ``rows_lost``: so many rows go, because the number is another. ``fields``: the answer as it is stored.
    """

    no: int
    checklist_key: str
    item_key: str
    title: str
    verdict: str
    value: str = ""
    before: str = ""
    before_value: str = ""
    is_same: bool = False
    is_doubtful: bool = False
    rows_named: tuple[str, str] | None = None
    rows_lost: int = 0
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PlannedPhoto:
    """A photo that a line files: its number in the tray, and the finding (its number) it is taken from."""

    id: str
    number: int
    file_name: str
    from_seq: int | None = None
    is_same: bool = False


@dataclass(frozen=True)
class PlannedFinding:
    """What a line will do to a finding: a new one, or that of the same mark or item completed or corrected (``seq``).

    ``missing``: what it will still lack afterwards.
    """

    record_id: str
    mark: str
    place: str
    fact: str
    item: SheetItem | None = None
    photos: tuple[PlannedPhoto, ...] = ()
    seq: int | None = None
    is_same: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class LinePlan:
    """What Enter will do. ``words``: reason or note of the answers. ``stays``: findings that a 符合 contradicts."""

    kind: LineKind
    answers: tuple[PlannedAnswer, ...] = ()
    finding: PlannedFinding | None = None
    times: StatedTimes | None = None
    answer_photos: tuple[PlannedPhoto, ...] = ()
    words: str = ""
    stays: tuple[int, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether anything will be different afterwards."""
        said = any(not one.is_same for one in self.answers) or bool(self.answer_photos)
        found = self.finding is not None and not self.finding.is_same
        return said or found or self.kind in (LineKind.TIMES, LineKind.UNDO)

    @property
    def corrects(self) -> tuple[PlannedAnswer, ...]:
        """Answers that will be replaced by something else."""
        return tuple(one for one in self.answers if one.before and not one.is_same)


@dataclass(frozen=True)
class EnteredLine:
    """What became of a line. ``changed``: whether anything was written; a line that stands there already changes
    nothing. ``finding_id``: the finding it made or completed.
    """

    text: str
    plan: LinePlan
    changed: bool
    finding_id: str | None = None


@dataclass(frozen=True)
class SheetState:
    """How far a sheet is entered: per item the verdict now, and the findings and scans that came from it."""

    sheet: Sheet
    verdicts: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    outside: frozenset[str] = frozenset()
    """Items that are not in the scope of the visit any more."""
    finding_seqs: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Numbers of the findings by item key; ``''`` for those without an item."""
    scans: tuple[str, ...] = ()
    """Photos of the filled-in sheet, by id."""
    is_running: bool = True

    @property
    def open(self) -> int:
        """Items on the sheet without a verdict."""
        return sum(1 for one in self.sheet.items if one.item_key not in self.verdicts)


@dataclass(frozen=True)
class FiledPage:
    """A page of a scan, counted from 1, that is kept as a photo with the sheet it shows."""

    page: int
    sheet_id: str
    short_code: str
    photo_id: str


@dataclass(frozen=True)
class SheetScan:
    """What became of a photo or scan of filled-in sheets, page by page.

    ``unread``: pages on which no code could be read; ``unknown``: pages of sheets that this laptop does not hold.
    """

    file: str
    pages: tuple[FiledPage, ...]
    unread: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the sheets that pages were kept for, each once."""
        return tuple(dict.fromkeys(one.short_code for one in self.pages))
