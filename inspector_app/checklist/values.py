"""Value types of the checklists: verdicts, how binding an item is, whom it binds, and what an answer must look like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Verdict(StrEnum):
    """What the officer says of one item."""

    COMPLIANT = "compliant"
    """符合（未发现问题）"""
    NOT_COMPLIANT = "not_compliant"
    """不符合"""
    NOT_APPLICABLE = "not_applicable"
    """不涉及"""
    NOT_CHECKED = "not_checked"
    """本次未检查; needs its reason"""


class AnswerType(StrEnum):
    """What an item asks for beside the verdict."""

    VERDICT = "verdict"
    """The verdict alone."""
    NUMBER = "number"
    """A decimal number in the item's unit."""
    COUNT = "count"
    """A whole number, zero or more."""
    DATE = "date"
    """A calendar day."""
    TEXT = "text"
    CHOICE = "choice"
    """Exactly one of the item's options."""
    CHOICES = "choices"
    """Any of the item's options."""
    PERSON = "person"
    """Who was asked or shown: a name."""
    PHOTO = "photo"
    """The verdict with at least one photo."""
    TABLE = "table"
    """Rows, one for each shaft, level, face, slope or certificate."""
    COMPUTED = "computed"
    """A number worked out from other answers; nobody types it."""


class Modality(StrEnum):
    """The word of the source that says how binding the sentence is."""

    MUST = "must"
    """必须"""
    SHALL = "shall"
    """应当, 应, 要"""
    MUST_NOT = "must_not"
    """不得, 严禁, 禁止"""
    SHOULD = "should"
    """宜"""
    IN_PRINCIPLE = "in_principle"
    """原则上: the rule, from which a reasoned exception is possible"""
    ENCOURAGED = "encouraged"
    """鼓励, 推进, 推动, 积极"""
    STRIVE = "strive"
    """力争, 争取"""

    @property
    def is_flat(self) -> bool:
        """Whether the sentence leaves no choice: 必须, 应当, 不得. 宜, 原则上, 鼓励 and 力争 do."""
        return self in (Modality.MUST, Modality.SHALL, Modality.MUST_NOT)


class Force(StrEnum):
    """What the item rests on; decides which papers a finding may stand in (DESIGN: papers)."""

    LAW = "law"
    MANDATORY_STANDARD = "mandatory_standard"
    POLICY_ONLY = "policy_only"
    """The plan alone: record, 督促函 and 约谈, but no order and no penalty."""


class Party(StrEnum):
    """Whom an item binds."""

    ENTERPRISE = "enterprise"
    PRINCIPAL = "principal"
    """企业主要负责人"""
    CONTRACTOR = "contractor"
    """外包施工单位"""
    SERVICE_BODY = "service_body"
    """有资质的第三方单位"""
    COUNTY_BUREAU = "county_bureau"
    CITY_BUREAU = "city_bureau"
    GOVERNMENT = "government"
    OFFICERS = "officers"
    """执法人员: their own procedure on site"""


AT_A_MINE = frozenset({Party.ENTERPRISE, Party.PRINCIPAL, Party.CONTRACTOR, Party.SERVICE_BODY})
"""Whose duties are asked of a mine; what binds only authorities is their own self-check, never a question to a mine."""

AT_A_VISIT = AT_A_MINE | {Party.OFFICERS}
"""Whose items a visit shows: those of the mine, and the officers' own procedure, which is never a finding."""


@dataclass(frozen=True)
class PublishedVersion:
    """A version that an office published; ``note``: what it says of the change."""

    key: str
    version: int
    content_hash: str
    published_at: str
    note: str | None


class Standing(StrEnum):
    """Where an item stands at one mine on one day."""

    ASKED = "asked"
    NOT_HERE = "not_here"
    """Its conditions do not hold at this mine."""
    NOT_YET_DUE = "not_yet_due"
    """Its day has not come; shown, not asked."""
    LAPSED = "lapsed"
    """No longer in force."""
    OTHERS_DUTY = "others_duty"
    """Binds an authority or another body, not the one inspected."""


class Operator(StrEnum):
    """How a measured number must stand to a limit. 以上, 以下, 以内 include the number; 超过, 低于, 少于 do not."""

    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    EQUAL_TO = "equal_to"

    def holds(self, value: Decimal, limit: Decimal) -> bool:
        """Whether ``value`` stands to ``limit`` as demanded."""
        match self:
            case Operator.AT_MOST:
                return value <= limit
            case Operator.LESS_THAN:
                return value < limit
            case Operator.AT_LEAST:
                return value >= limit
            case Operator.MORE_THAN:
                return value > limit
            case Operator.EQUAL_TO:
                return value == limit


class Period(StrEnum):
    """Unit of a recurrence."""

    SHIFT = "shift"
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Depth(StrEnum):
    """How thoroughly a list is walked; an item names the shallowest walk that asks it."""

    SHORT = "short"
    """简查: what costs lives"""
    NORMAL = "normal"
    """常规"""
    FULL = "full"
    """全面: advice (宜, 鼓励, 力争) too"""

    def asks(self, item_depth: str) -> bool:
        """Whether a walk of this depth asks such an item."""
        return list(Depth).index(Depth(item_depth)) <= list(Depth).index(self)


class LookKind(StrEnum):
    """How an item is looked at."""

    PAPER = "paper"
    """查资料"""
    PLACE = "place"
    """看现场"""
    PERSON = "person"
    """问人员"""
    TEST = "test"
    """测一测"""


@dataclass(frozen=True)
class Look:
    """One thing to look at, and how."""

    kind: LookKind
    text: str


@dataclass(frozen=True)
class Bound:
    """A limit that an answer keeps; ``value`` is decimal text in the item's unit."""

    operator: Operator
    value: str

    def allows(self, value: Decimal) -> bool:
        """Whether a number keeps the limit."""
        return self.operator.holds(value, Decimal(self.value))


@dataclass(frozen=True)
class DesignBound:
    """A limit taken from the mine's approved design: ``factor`` times the value of ``key``."""

    key: str
    operator: Operator
    factor: str = "1"

    def limit(self, design_value: str) -> Decimal:
        """The limit at this mine."""
        return Decimal(design_value) * Decimal(self.factor)


@dataclass(frozen=True)
class Recurrence:
    """How often something is due: once every ``every`` periods."""

    every: int
    period: Period


@dataclass(frozen=True)
class Option:
    """One choice of a choice item; ``proposes`` is the verdict that choosing it suggests."""

    key: str
    label: str
    label_en: str
    proposes: Verdict | None = None


@dataclass(frozen=True)
class SiteSubject:
    """What conditions may ask of the mine or pond on the day of the visit.

    ``None`` means that the register does not say: such a condition never hides an item. ``kind``, ``state``,
    ``scale``, ``pond_grade`` and ``pond_process`` hold the values of the register's enums; ``capacity`` is in 万t/a
    as decimal text; ``facts`` are answers to questions that no register field holds.
    """

    kind: str | None = None
    state: str | None = None
    scale: str | None = None
    has_contractor: bool | None = None
    contracted_blasting: bool | None = None
    is_overhead_pond: bool | None = None
    pond_grade: str | None = None
    pond_process: str | None = None
    commissioned_on: str | None = None
    capacity: str | None = None
    design_values: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, bool] = field(default_factory=dict)
    parties: frozenset[Party] = AT_A_VISIT
    day: date | None = None
    """``None``: dates are not looked at."""


@dataclass(frozen=True)
class Proposal:
    """A verdict that an answer suggests and why: a message code with its blanks. The officer decides."""

    verdict: Verdict
    code: str
    params: Mapping[str, str]


@dataclass(frozen=True)
class OpenItem:
    """One item in scope that nobody has answered yet."""

    checklist_key: str
    item_key: str
    title: str
