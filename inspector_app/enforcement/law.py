"""The law library: articles with their validity, what each lets the bureau impose, duties, pairs for a dual penalty.

Everything here is data of ``resources/law``; a clause that rests on a doubtful fact carries the mark ``?`` and never
blocks anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, cached_property
from typing import Any, TypeVar

from inspector_app import paths
from inspector_app.documents.numerals import clause, law_clause
from inspector_app.enforcement.case_values import RespondentType, Stage, Subject
from inspector_app.errors import BadInput

T = TypeVar("T")
DOUBTFUL = "?"


@dataclass(frozen=True)
class Law:
    """One statute in the version that held from ``valid_from_on`` to ``valid_to_on`` (both inclusive)."""

    key: str
    title: str
    short: str
    version: str
    valid_from_on: str
    valid_to_on: str | None
    mark: str
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Whether this version held on that day."""
        text = on.isoformat()
        return self.valid_from_on <= text and (self.valid_to_on is None or text <= self.valid_to_on)


@dataclass(frozen=True)
class Article:
    """One provision: article, and paragraph (款) or item (项) where the fact sheet names them. ``gist`` is ours."""

    key: str
    law: str
    article: int
    gist: str
    mark: str
    paragraph: int | None = None
    item: int | None = None

    @property
    def clause(self) -> str:
        """Article, paragraph and item in Chinese numerals: 第六十五条第一款第三项."""
        return clause(self.article, self.paragraph, self.item)


@dataclass(frozen=True)
class Penalty:
    """What a clause lets the bureau impose on one subject at one stage.

    ``minimum`` and ``maximum`` are fen, per cent of a year's income, or multiples of the gain (``unit``); both ends
    belong to the range. Without a maximum the clause knows no fine here. ``also``: what else it demands.
    """

    article: str
    subject: Subject
    stage: Stage
    unit: str
    mark: str
    minimum: int | None = None
    maximum: int | None = None
    also: tuple[str, ...] = ()
    condition: str = ""
    note: str = ""

    @property
    def is_fine(self) -> bool:
        """Whether this clause fixes a fine in money."""
        return self.unit == "fen" and self.maximum is not None

    def allows(self, amount_fen: int) -> bool:
        """Whether a fine of this amount lies inside the range."""
        if self.minimum is None or self.maximum is None or self.unit != "fen":
            return False
        return self.minimum <= amount_fen <= self.maximum and amount_fen > 0

    @property
    def halts_production(self) -> bool:
        """Whether it orders a halt, which always opens the right to a hearing (行政处罚法 63)."""
        return any("停产停业" in one for one in self.also)


@dataclass(frozen=True)
class Duty:
    """One duty of the principal under 安全生产法 21 (``21-1`` … ``21-7``)."""

    code: str
    article: str
    zh: str
    en: str


@dataclass(frozen=True)
class DirectTrack:
    """The same article against 直接负责的主管人员, and from which stage on."""

    article: str
    stage: Stage


@dataclass(frozen=True)
class Pair:
    """A line of the table that pairs the company's clause with the person's (enforcement facts §2.4)."""

    key: str
    zh: str
    en: str
    org: str
    violated: tuple[str, ...]
    direct: DirectTrack | None
    principal: str | None
    duties: tuple[str, ...]
    choose_one: bool
    """Both tracks fit: the person is fined under one of them only (行政处罚法 29)."""
    duty_must_be_proven: bool
    note: str


@dataclass(frozen=True)
class EvidenceNeed:
    """One line of the 双罚取证清单; without a type it serves both respondents."""

    key: str
    zh: str
    en: str
    respondent_type: RespondentType | None
    form: str = ""
    """Key of the form by which it is had on the spot, if there is one."""
    hint: str = ""
    """What to look at or ask for."""
    hint_en: str = ""


class LawLibrary:
    """Lookups over the data files; built once."""

    @cached_property
    def laws(self) -> dict[str, Law]:
        """Statutes by key."""
        return {row["key"]: _made(Law, row) for row in _rows("laws", "laws")}

    @cached_property
    def _articles(self) -> dict[str, Article]:
        return {row["key"]: _made(Article, row) for row in _rows("articles", "articles")}

    @cached_property
    def _penalties(self) -> tuple[Penalty, ...]:
        return tuple(
            _made(Penalty, {**row, "subject": Subject(row["subject"]), "stage": Stage(row["stage"])})
            for row in _rows("penalties", "penalties")
        )

    @cached_property
    def duties(self) -> dict[str, Duty]:
        """The seven duties of 安全生产法 21 by code."""
        return {row["code"]: _made(Duty, row) for row in _rows("duties", "duties")}

    @cached_property
    def pairs(self) -> dict[str, Pair]:
        """Which clause for the company goes with which for the person, by conduct."""
        return {row["key"]: _pair(row) for row in _rows("pairs", "pairs")}

    @cached_property
    def dual_evidence(self) -> tuple[EvidenceNeed, ...]:
        """Lines of the 双罚取证清单, in order."""
        rows = _rows("dual_evidence", "items")
        return tuple(_made(EvidenceNeed, {**row, "respondent_type": _half(row["respondent_type"])}) for row in rows)

    def articles(self, law: str | None = None, on: date | None = None) -> list[Article]:
        """Provisions, narrowed to a statute and to those in force on a day."""
        return [
            article
            for article in self._articles.values()
            if (law is None or article.law == law) and (on is None or self.laws[article.law].in_force(on))
        ]

    def article(self, key: str) -> Article:
        """One provision. Raises ``BadInput('law.article_unknown')``."""
        found = self._articles.get(key)
        if found is None:
            raise BadInput("law.article_unknown", key=key)
        return found

    def knows(self, key: str | None) -> bool:
        """Whether the library holds this provision."""
        return key in self._articles

    def citation(self, key: str) -> str:
        """Full name and clause as papers print it: 《中华人民共和国安全生产法》第一百零二条."""
        article = self.article(key)
        return law_clause(self.laws[article.law].title, article.article, article.paragraph, article.item)

    def cited(self, keys: Iterable[str]) -> str:
        """Several provisions in full words; one that the library does not hold is left out."""
        return "、".join(self.citation(key) for key in keys if self.knows(key))

    def penalties(self, article: str, on: date | None = None) -> list[Penalty]:
        """All that a clause lets the bureau impose, on a day of its validity."""
        known = self._articles.get(article)
        if known is None or (on is not None and not self.laws[known.law].in_force(on)):
            return []
        return [penalty for penalty in self._penalties if penalty.article == article]

    def penalty_ranges(self, article: str, subject: Subject, stage: Stage, on: date | None = None) -> list[Penalty]:
        """The clauses for one subject and stage; several where the statute distinguishes by condition."""
        return [p for p in self.penalties(article, on) if p.subject is subject and p.stage is stage]

    def penalty_range(
        self, article: str, subject: Subject, stage: Stage = Stage.FIRST, on: date | None = None
    ) -> Penalty | None:
        """The clause with a fine in money (else the first one); ``None`` where the statute has nothing."""
        found = self.penalty_ranges(article, subject, stage, on)
        return next((penalty for penalty in found if penalty.is_fine), found[0] if found else None)

    def in_force(self, article: str, on: date) -> bool:
        """Whether this library holds the text that applied on that day (行政处罚法 37)."""
        known = self._articles.get(article)
        return known is not None and self.laws[known.law].in_force(on)

    def is_doubtful(self, article: str) -> bool:
        """Whether the provision, or its statute, still waits for confirmation."""
        known = self._articles.get(article)
        return known is None or DOUBTFUL in (known.mark, self.laws[known.law].mark)


@cache
def law_library() -> LawLibrary:
    """The library of this program."""
    return LawLibrary()


def _rows(file: str, part: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(paths.resources("law", f"{file}.json").read_text("utf-8"))[part]
    return rows


def _made(kind: type[T], row: dict[str, Any]) -> T:
    names: Iterable[str] = (one.name for one in fields(kind))  # type: ignore[arg-type]
    given = {name: row[name] for name in names if name in row}
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in given.items()})


def _half(stated: str | None) -> RespondentType | None:
    return RespondentType(stated) if stated else None


def _pair(row: dict[str, Any]) -> Pair:
    direct = row["direct"]
    track = DirectTrack(direct["article"], Stage(direct["stage"])) if direct else None
    return _made(Pair, {**row, "direct": track})
