"""One visit as the inspection page shows it: its lists and items, what was said, what was found. No window here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from inspector_app.checklist.deadlines import DatedItem, dated_items
from inspector_app.checklist.definition import Checklist, ChecklistItem
from inspector_app.checklist.relations import Contradiction, contradictions, known_of
from inspector_app.checklist.rules import checked_answer
from inspector_app.checklist.values import SiteSubject, Verdict
from inspector_app.errors import InspectorError
from inspector_app.fieldwork.walking import walking_order
from inspector_app.inspection.values import AnswerInput, FindingRow
from inspector_app.quiz.values import Tally

VERDICT_KEYS = dict(
    zip("1234", (Verdict.COMPLIANT, Verdict.NOT_COMPLIANT, Verdict.NOT_APPLICABLE, Verdict.NOT_CHECKED), strict=True)
)
"""Keys of the verdicts, in the order of the buttons."""


@dataclass(frozen=True)
class Line:
    """One item in the list on the left; ``number`` counts from 1 within its list."""

    list_key: str
    number: int
    item: ChecklistItem
    initials: str = ""

    @property
    def key(self) -> str:
        """The item's key."""
        return self.item.key


@dataclass(frozen=True)
class VisitList:
    """One checklist in scope with the items that apply at this mine; ``content`` is the list itself."""

    key: str
    title: str
    lines: tuple[Line, ...]
    content: Checklist | None = None
    title_en: str = ""


@dataclass(frozen=True)
class Earlier:
    """What an earlier visit said of an item, and the findings made from it."""

    day: str
    said: AnswerInput | None = None
    findings: tuple[FindingRow, ...] = ()
    visit_id: str = ""
    """The visit that said it."""
    still_open: tuple[tuple[str, FindingRow], ...] = ()
    """(day, finding) of every visit before that nobody has seen put right, the newest first."""


def page_of(original_inspection_id: str | None) -> str:
    """The page a visit opens on: a re-inspection asks no checklists, it looks at what was found before."""
    return "reinspection" if original_inspection_id else "inspection"


@dataclass(frozen=True)
class Visit:
    """What does not change while items are answered."""

    id: str
    site_id: str
    site_name: str
    started_at: str
    is_running: bool
    nth: int
    lists: tuple[VisitList, ...]
    subject: SiteSubject
    page: str = "inspection"
    """Where it is shown."""
    design: Mapping[str, str] = field(default_factory=dict)
    """Design value with unit and source, by key."""
    design_labels: Mapping[str, str] = field(default_factory=dict)
    earlier: Mapping[str, Earlier] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All items, list after list."""
        return tuple(line for one in self.lists for line in one.lines)

    @cached_property
    def deciding(self) -> frozenset[str]:
        """Items whose answers settle others or are held against others; only these cost more than their own row."""
        relevant = [line.item.relevance for line in self.lines if line.item.relevance is not None]
        checks = [check.holds for one in self.lists if one.content is not None for check in one.content.checks]
        return frozenset(key for expression in (*relevant, *checks) for key in expression.asks)

    @cached_property
    def coming(self) -> tuple[DatedItem, ...]:
        """What is 尚未到期 on the day of the visit, the nearest day first: told, not asked."""
        lists = [one.content for one in self.lists if one.content is not None]
        day = self.subject.day
        return tuple(one for one in dated_items(lists, self.subject, day) if not one.is_overdue) if day else ()

    def settled(self, said: Mapping[str, AnswerInput]) -> frozenset[str]:
        """Items that what was said makes no question any more."""
        known = known_of(said, self.subject)
        return frozenset(line.key for line in self.lines if line.item.is_settled(known))

    def contradictions(self, said: Mapping[str, AnswerInput]) -> list[Contradiction]:
        """Answers that do not go together."""
        lists = [one.content for one in self.lists if one.content is not None]
        return list(contradictions(lists, known_of(said, self.subject)))


@dataclass(frozen=True)
class Standing:
    """What changes: answers by item key, findings in order, photos in the tray."""

    answers: Mapping[str, AnswerInput] = field(default_factory=dict)
    findings: tuple[FindingRow, ...] = ()
    unfiled: int = 0
    is_running: bool = True
    quiz: Tally = field(default_factory=Tally)
    """What the examinations came to."""
    evidence_open: int | None = None
    """Open lines of the 双罚取证清单; ``None`` where nothing asks for one."""
    ended_at: str = ""


class Answers:
    """Answers as shown: what is stored, and over it what was just said and is on its way to the disk."""

    def __init__(self) -> None:
        self._stored: dict[str, AnswerInput] = {}
        self._on_the_way: dict[str, AnswerInput] = {}

    def stored(self, answers: Mapping[str, AnswerInput]) -> set[str]:
        """What the store says now; keys whose shown answer changed."""
        before = dict(self.all())
        self._stored = dict(answers)
        after = self.all()
        return {key for key in {*before, *after} if before.get(key) != after.get(key)}

    def say(self, said: Mapping[str, AnswerInput]) -> None:
        """Shown at once, before it is stored."""
        self._on_the_way.update(said)

    def settle(self, said: Mapping[str, AnswerInput], *, kept: bool) -> None:
        """These reached the store, or were refused; a newer word on the same item stays."""
        for key, answer in said.items():
            if self._on_the_way.get(key) == answer:
                del self._on_the_way[key]
            if kept:
                self._stored[key] = answer

    def all(self) -> Mapping[str, AnswerInput]:
        """By item key."""
        return {**self._stored, **self._on_the_way}

    def get(self, key: str) -> AnswerInput | None:
        """What is said of one item."""
        return self._on_the_way.get(key) or self._stored.get(key)


def is_whole(line: Line, answer: AnswerInput) -> bool:
    """Whether nothing is missing in this answer."""
    try:
        checked_answer(line.item, answer)
    except InspectorError:
        return False
    return True


def matching(lines: Sequence[Line], text: str) -> list[Line]:
    """Items that contain the text, have these pinyin initials, this key, or this number in their list."""
    wanted = text.strip().casefold()
    if not wanted:
        return list(lines)
    return [line for line in lines if _matches(line, wanted)]


def _matches(line: Line, wanted: str) -> bool:
    item = line.item
    if wanted.isdigit():
        return str(line.number) == wanted or wanted in item.key
    shown = f"{item.title}\n{item.question}\n{item.clause}".casefold()
    return wanted in shown or wanted in item.key.casefold() or (wanted.isascii() and wanted in line.initials)


class Show(StrEnum):
    """Which items are shown. Open and not compliant are either or; of the major ones only what is left is shown."""

    OPEN = "open"
    BAD = "bad"
    MAJOR = "major"


def filtered(lines: Iterable[Line], wanted: Collection[str], area: str, said: Mapping[str, AnswerInput]) -> list[Line]:
    """The items of these kinds (all of them when nothing is wanted) that stand in this area (any when empty)."""
    states = {Show.OPEN, Show.BAD} & set(map(Show, wanted))
    order = walking_order()

    def fits(line: Line) -> bool:
        answer = said.get(line.key)
        is_open, is_bad = answer is None, answer is not None and answer.verdict == Verdict.NOT_COMPLIANT
        stands = not states or (Show.OPEN in states and is_open) or (Show.BAD in states and is_bad)
        return stands and (Show.MAJOR not in wanted or is_major(line)) and (not area or order.area(line.item) == area)

    return [line for line in lines if fits(line)]


def is_major(line: Line) -> bool:
    """Whether a published criterion for major hazards is behind the item."""
    return bool(line.item.criterion_keys)


def areas_of(lines: Iterable[Line]) -> list[str]:
    """The areas these items stand in, in the order of the walk."""
    order = walking_order()
    found = {order.area(line.item) for line in lines}
    return [title for title in order.titles if title in found]


def done_by_list(lines: Iterable[Line], said: Mapping[str, AnswerInput]) -> dict[str, tuple[int, int]]:
    """How many of each list have a verdict, and how many there are."""
    found: dict[str, tuple[int, int]] = {}
    for line in lines:
        count, whole = found.get(line.list_key, (0, 0))
        found[line.list_key] = (count + (line.key in said), whole + 1)
    return found


def next_open(lines: Sequence[Line], after: str, said: Mapping[str, AnswerInput]) -> str | None:
    """The next item without a verdict behind ``after``, else the first open one, else ``None``."""
    keys = [line.key for line in lines]
    begin = keys.index(after) + 1 if after in keys else 0
    return next((key for key in (*keys[begin:], *keys[:begin]) if key not in said), None)


def done(lines: Iterable[Line], said: Mapping[str, AnswerInput]) -> int:
    """How many of these have a verdict."""
    return sum(1 for line in lines if line.key in said)
