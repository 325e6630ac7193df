"""What a mine must have by kind and state, and what its design is measured by: read from ``resources/register``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from inspector_app import paths
from inspector_app.enterprise.values import EnterpriseRole, LicenceKind, PostKind, SiteKind, SiteState


class Sense(StrEnum):
    """How what is found compares with a design value."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    STATED = "stated"
    """Describes the mine; nothing is compared with it."""
    IS = "is"
    """矿情: so or not so, no number; conditions of checklist items ask for it as a ``fact``."""


@dataclass(frozen=True)
class DesignKey:
    """One kind of design value: its labels, unit, decimals shown, and the criteria and plan tasks that need it."""

    key: str
    zh: str
    en: str
    unit: str
    kinds: frozenset[SiteKind]
    sense: Sense
    decimals: int
    criteria: tuple[str, ...]
    tasks: tuple[int, ...]


@dataclass(frozen=True)
class MineFact:
    """A condition of items that holds at a mine or does not. One that is not ``is_lasting`` is asked at each visit anew
    (an accident, an open hazard): a "no" of last year must not hide a question."""

    key: str
    zh: str
    en: str
    kinds: frozenset[SiteKind]
    is_lasting: bool
    criteria: tuple[str, ...]
    tasks: tuple[int, ...]


@dataclass(frozen=True)
class RequiredPost:
    """A post that must be held, once per site or per production system; ``mark`` as in the fact sheet (S, K, ?)."""

    post: PostKind
    kinds: frozenset[SiteKind]
    per_system: bool
    mark: str
    source: str


@dataclass(frozen=True)
class RequiredLicence:
    """A paper that a company in this role needs; empty ``kinds`` or ``states`` mean all of them."""

    licence: LicenceKind
    roles: frozenset[EnterpriseRole]
    kinds: frozenset[SiteKind]
    states: frozenset[SiteState]
    mark: str
    source: str


def _rows(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(paths.resources("register", name).read_text("utf-8"))
    return loaded


@cache
def mine_facts() -> dict[str, MineFact]:
    """Every fact that a condition may ask for, by key."""
    return {
        row["key"]: MineFact(
            row["key"], row["zh"], row["en"], frozenset(map(SiteKind, row["kinds"])), row["is_lasting"],
            tuple(row["criteria"]), tuple(row["tasks"]),
        )
        for row in _rows("mine_facts.json")
    }  # fmt: skip


@cache
def design_keys() -> dict[str, DesignKey]:
    """All kinds of design values by key, in the order pages show them; facts that last come behind the numbers."""
    lasting = [one for one in mine_facts().values() if one.is_lasting]
    return measures() | {
        one.key: DesignKey(one.key, one.zh, one.en, "", one.kinds, Sense.IS, 0, one.criteria, one.tasks)
        for one in lasting
    }


def is_fact(key: str | None) -> bool:
    """Whether a design value of this key says yes or no."""
    known = design_keys().get(key or "")
    return known is not None and known.sense is Sense.IS


@cache
def measures() -> dict[str, DesignKey]:
    """Those design values that are numbers: what a number found may be held against."""
    rows = _rows("design_values.json")
    return {
        row["key"]: DesignKey(
            key=row["key"],
            zh=row["zh"],
            en=row["en"],
            unit=row["unit"],
            kinds=frozenset(map(SiteKind, row["kinds"])),
            sense=Sense(row["sense"]),
            decimals=row["decimals"],
            criteria=tuple(row["criteria"]),
            tasks=tuple(row["tasks"]),
        )
        for row in rows
    }


@cache
def required_posts() -> tuple[RequiredPost, ...]:
    """Posts that must be held. Source: plan tasks 1, 2; UG-32; TP-19."""
    rows = _rows("required_posts.json")
    return tuple(
        RequiredPost(
            PostKind(row["post"]),
            frozenset(map(SiteKind, row["kinds"])),
            row["per"] == "system",
            row["mark"],
            row["source"],
        )
        for row in rows
    )


@cache
def required_licences() -> tuple[RequiredLicence, ...]:
    """Papers a company needs. Source: plan tasks 10, 21; 安全生产许可证条例."""
    rows = _rows("required_licences.json")
    return tuple(
        RequiredLicence(
            LicenceKind(row["licence"]),
            frozenset(map(EnterpriseRole, row["roles"])),
            frozenset(map(SiteKind, row["kinds"])),
            frozenset(map(SiteState, row["states"])),
            row["mark"],
            row["source"],
        )
        for row in rows
    )
