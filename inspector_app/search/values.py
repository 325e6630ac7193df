"""Value types of the search: the groups that hits stand in, one hit, and what a question is answered with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class SearchGroup(StrEnum):
    """What kind of thing was found; the order here is the order on the screen."""

    SITE = "site"
    ENTERPRISE = "enterprise"
    PERSON = "person"
    LICENCE = "licence"
    """Licences of companies and mines, certificates of people."""
    INSPECTION = "inspection"
    FINDING = "finding"
    DOCUMENT = "document"
    CASE = "case"
    CHECKLIST = "checklist"
    ITEM = "item"
    """Checklist items and published major-hazard criteria."""
    LAW = "law"
    HELP = "help"
    SETTING = "setting"
    ACTION = "action"


RECORD_GROUPS = (
    SearchGroup.SITE, SearchGroup.ENTERPRISE, SearchGroup.PERSON, SearchGroup.LICENCE, SearchGroup.INSPECTION,
    SearchGroup.FINDING, SearchGroup.DOCUMENT, SearchGroup.CASE,
)  # fmt: skip
"""Groups of records, found by the index in the store; the others are texts that come with the program."""

PAGE = 6
"""Hits of one group that an answer holds; the next ones are asked for by group."""


@dataclass(frozen=True)
class Hit:
    """One thing that was found. ``kind`` is the kind of record or of text, ``id`` its key.

    ``sort_key`` is opaque: handed back as ``after`` it asks for what follows. ``links``: what a place needs to open it
    with the record selected (site, inspection, list …).
    """

    group: SearchGroup
    kind: str
    id: str
    title: str
    detail: str
    sort_key: str
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class HitGroup:
    """The hits of one group, the best first; ``more`` says that others follow."""

    group: SearchGroup
    hits: tuple[Hit, ...]
    more: bool


@dataclass(frozen=True)
class SearchAnswer:
    """What one question was answered with. ``waiting``: changes that the index has not read yet."""

    text: str
    groups: tuple[HitGroup, ...]
    waiting: int = 0
