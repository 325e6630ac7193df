"""A checklist, its items and the published criteria, as the data files define them; frozen once read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from inspector_app.checklist.conditions import ALWAYS, Condition
from inspector_app.checklist.expression_nodes import Known, decimals
from inspector_app.checklist.expressions import Expression
from inspector_app.checklist.values import (
    AT_A_MINE,
    AnswerType,
    Bound,
    Depth,
    DesignBound,
    Force,
    Look,
    LookKind,
    Modality,
    Option,
    Party,
    Recurrence,
    SiteSubject,
    Standing,
)

LOOK_LABELS = {
    LookKind.PAPER: "查资料",
    LookKind.PLACE: "看现场",
    LookKind.PERSON: "问人员",
    LookKind.TEST: "测一测",
}


CRITERIA_PREFIX = {"underground_mine": "UG", "open_pit_mine": "OP", "tailings_pond": "TP"}
"""How keys of the published criteria begin, by kind of site (enforcement facts §5)."""

CRITERIA_PART = {"underground_mine": "地下矿山", "open_pit_mine": "露天矿山", "tailings_pond": "尾矿库"}
"""The part of the published text that holds the criteria of a kind of site."""


@dataclass(frozen=True)
class AnswerForm:
    """What an answer must look like. ``least`` and ``most`` are what is plausible at all, ``bound`` what is allowed.

    All numbers are decimal text in ``unit``. ``is_required``: a verdict of 符合 or 不符合 needs the value too.
    """

    type: AnswerType = AnswerType.VERDICT
    unit: str | None = None
    least: str | None = None
    most: str | None = None
    decimals: int | None = None
    bound: Bound | None = None
    design: DesignBound | None = None
    options: tuple[Option, ...] = ()
    is_required: bool = False
    is_valid_until: bool = False
    """A day on which something ends; past, it suggests 不符合."""
    rows: RowsForm | None = None
    formula: Expression | None = None
    """What a computed answer is."""
    default: str | None = None
    """What is filled in beforehand, as an answer is typed; it answers nothing until a verdict is given."""

    @property
    def is_numeric(self) -> bool:
        """Whether the answer has a number, typed or worked out."""
        return self.type in (AnswerType.NUMBER, AnswerType.COUNT, AnswerType.COMPUTED)


@dataclass(frozen=True)
class Column:
    """One column of a table; its cells are answers of their own, with their own limits."""

    key: str
    title: str
    title_en: str
    form: AnswerForm


@dataclass(frozen=True)
class RowsForm:
    """What is written down one by one: a row for each ``named`` (作业面, 生产中段 …).

    ``value``: how the item's own number follows from the rows; with rows filled in nobody types it.
    """

    named: str
    named_en: str
    columns: tuple[Column, ...]
    value: Expression | None = None

    def column(self, key: str) -> Column | None:
        """One column, if there is such a one."""
        return next((one for one in self.columns if one.key == key), None)


@dataclass(frozen=True)
class ChecklistItem:
    """One question to a mine. Keys are stable for ever: a changed meaning gets a new key.

    ``clause`` points to the source (``任务16第2句``, ``矿安〔2022〕88号 UG-01-1``). ``violated_rules`` and
    ``penalty_rules`` are article keys of the law library (``safety_law:41.2``). ``deadline_on`` is the last day to
    comply, ``effective_from_on`` the first day on which lacking it is a finding. ``reading`` says how an ambiguous
    or silent text is read; ``measure`` is a value of the visit's measures, ``due_days`` calendar days: both are our
    suggestions, not the text's. ``relevance`` says of what was answered before whether this is still a question,
    ``elsewhere`` where it recurs in another rhythm.
    """

    key: str
    title: str
    title_en: str
    question: str
    question_en: str
    clause: str
    task: int | None
    sentence: int | None
    looks: tuple[Look, ...]
    answer: AnswerForm
    binds: frozenset[Party]
    when: Condition
    modality: Modality
    force: Force
    effective_from_on: str | None = None
    effective_to_on: str | None = None
    deadline_on: str | None = None
    recurrence: Recurrence | None = None
    consequence: str | None = None
    criterion_keys: tuple[str, ...] = ()
    violated_rules: tuple[str, ...] = ()
    penalty_rules: tuple[str, ...] = ()
    finding_text: str = ""
    measure: str | None = None
    due_days: int | None = None
    needs_photo: bool = False
    reading: str | None = None
    tags: tuple[str, ...] = ()
    depth: str = "normal"
    relevance: Expression | None = None
    elsewhere: tuple[Condition, Recurrence] | None = None
    inspection_item_code: str | None = None

    @property
    def answer_type(self) -> AnswerType:
        """What is asked for beside the verdict."""
        return self.answer.type

    @property
    def unit(self) -> str | None:
        """Unit of a number."""
        return self.answer.unit

    @property
    def bound(self) -> Bound | None:
        """The limit of the text, the same at every mine."""
        return self.answer.bound

    @property
    def design_key(self) -> str | None:
        """The design value that stands beside the question."""
        return self.answer.design.key if self.answer.design else None

    @property
    def evidence(self) -> str:
        """What to look at and how, one line per way of looking."""
        return "\n".join(f"{LOOK_LABELS[look.kind]}：{look.text}" for look in self.looks)

    @property
    def binds_the_mine(self) -> bool:
        """Whether lacking it can be a finding at a mine: what only officers or authorities owe cannot."""
        return bool(self.binds & AT_A_MINE)

    @property
    def own_criterion(self) -> str | None:
        """The published criterion that this item is. Items of the plan only point to related ones."""
        return self.key if self.task is None and self.key in self.criterion_keys else None

    def criteria_at(self, kind: str | None) -> tuple[str, ...]:
        """The related criteria that are for this kind of site; all of them when the kind is unknown."""
        prefix = CRITERIA_PREFIX.get(kind or "")
        return tuple(key for key in self.criterion_keys if prefix is None or key.startswith(prefix))

    def recurrence_at(self, subject: SiteSubject) -> Recurrence | None:
        """How often it is due at this mine; where the register does not say, the usual rhythm."""
        if self.elsewhere is not None and self.elsewhere[0].holds(subject):
            return self.elsewhere[1]
        return self.recurrence

    def standing(self, subject: SiteSubject) -> Standing:
        """Whether it is asked at this mine on this day, or why not. What the register does not know is asked."""
        if not self.binds & subject.parties:
            return Standing.OTHERS_DUTY
        if self.binds == {Party.CONTRACTOR} and subject.has_contractor is False:
            return Standing.NOT_HERE
        if self.when.holds(subject) is False:
            return Standing.NOT_HERE
        if subject.day is not None:
            day = subject.day.isoformat()
            if self.effective_from_on is not None and day < self.effective_from_on:
                return Standing.NOT_YET_DUE
            if self.effective_to_on is not None and day > self.effective_to_on:
                return Standing.LAPSED
        return Standing.ASKED

    def is_settled(self, known: Known) -> bool:
        """Whether earlier answers (or the design) made this no question any more; what was answered itself stays."""
        return self.relevance is not None and self.key not in known.verdicts and self.relevance.told(known) is False

    def applies(self, subject: SiteSubject) -> bool:
        """Whether it is asked at this mine on this day."""
        return self.standing(subject) is Standing.ASKED

    def is_overdue(self, day: date) -> bool:
        """Whether the day by which the text wants it has passed (已到期)."""
        return self.deadline_on is not None and day.isoformat() > self.deadline_on


@dataclass(frozen=True)
class CrossCheck:
    """What answers to several items must be to each other; when it does not hold somebody has to look again."""

    key: str
    holds: Expression
    message: str
    message_en: str


@dataclass(frozen=True)
class Checklist:
    """A list of items in one version. ``content`` is the data it was made from, ``content_hash`` its SHA-256.

    ``task`` is the plan's task (1–30), ``None`` for criteria sets.
    """

    key: str
    title: str
    title_en: str
    version: int
    content_hash: str
    task: int | None
    items: tuple[ChecklistItem, ...]
    content: Mapping[str, Any]
    when: Condition = ALWAYS
    checks: tuple[CrossCheck, ...] = ()

    @cached_property
    def item_keys(self) -> tuple[str, ...]:
        """Keys of all items, in order."""
        return tuple(item.key for item in self.items)

    @cached_property
    def _by_key(self) -> dict[str, ChecklistItem]:
        return {item.key: item for item in self.items}

    def item(self, key: str) -> ChecklistItem:
        """One item. Raises ``KeyError``."""
        return self._by_key[key]

    def has(self, key: str) -> bool:
        """Whether this version has such an item."""
        return key in self._by_key

    def asked(self, subject: SiteSubject, known: Known | None = None) -> tuple[ChecklistItem, ...]:
        """The items asked at this mine on this day, as far as answers (``known``; none before a visit) settle none."""
        said = known or Known(design=decimals(subject.design_values))
        return tuple(item for item in self.applying(subject) if not item.is_settled(said))

    def applying(self, subject: SiteSubject) -> tuple[ChecklistItem, ...]:
        """The items that may be asked at this mine on this day, whatever is answered."""
        if self.when.holds(subject) is False:
            return ()
        return tuple(item for item in self.items if item.applies(subject))

    @staticmethod
    def standing(item: ChecklistItem, subject: SiteSubject) -> Standing:
        """Where an item stands before any visit; what the mine's design settles is no question here."""
        found = item.standing(subject)
        is_settled = item.is_settled(Known(design=decimals(subject.design_values)))
        return Standing.NOT_HERE if found is Standing.ASKED and is_settled else found

    @property
    def binds(self) -> frozenset[Party]:
        """Everybody whom some item binds."""
        return frozenset(party for item in self.items for party in item.binds)

    @property
    def depth(self) -> Depth:
        """How thoroughly this version walks the list; the list as written is walked in full."""
        return Depth(self.content.get("walk", Depth.FULL))

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of sites the list is for."""
        return tuple(self.content.get("kinds", ()))


@dataclass(frozen=True)
class Criterion:
    """One sub-item of the published major-hazard criteria; any one of them suffices for 重大.

    ``short_text`` is our shortening, for screens; a paper quotes ``official_text``, which is ``None`` until the
    official wording has been entered. Source: enforcement facts §5.
    """

    key: str
    set_version: str
    item_no: int
    sub_no: int | None
    short_text: str
    short_text_en: str
    threshold: str | None
    clarifications: tuple[str, ...]
    site_kind: str
    official_text: str | None = None
    valid_from_on: str | None = None
    valid_to_on: str | None = None

    @property
    def cited(self) -> str:
        """By the numbers of the published text, as a paper names it: ``矿安〔2022〕88号地下矿山第（一）项第5目``."""
        from inspector_app.documents.numerals import counting

        sub_item = f"第{self.sub_no}目" if self.sub_no else ""
        return f"{self.set_version}{CRITERIA_PART[self.site_kind]}第（{counting(self.item_no)}）项{sub_item}"
