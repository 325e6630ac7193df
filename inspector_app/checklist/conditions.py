"""Small declarative conditions of the data files: no code in data, and unknown is never the same as no.

A condition is an object; all its entries must hold. ``{"site_kind": ["underground_mine"], "scale": ["small"]}``,
``{"any": [...]}``, ``{"all": [...]}``, ``{"not": {...}}``, ``{"has_contractor": true}``,
``{"design": {"key": "mine_depth_m", "operator": "at_least", "value": "200"}}``,
``{"commissioned": {"before": "2026-01-01"}}``, ``{"day": {"from": "2026-01-01"}}``,
``{"fact": {"open_stoping": true}}``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from inspector_app.checklist.values import Operator, SiteSubject


@dataclass(frozen=True)
class Condition:
    """A condition as it stands in the data; an empty one always holds."""

    terms: Mapping[str, Any]

    def holds(self, subject: SiteSubject) -> bool | None:
        """Whether it holds at this mine; ``None`` when the register does not say."""
        return _all(_TERMS[name](subject, value) for name, value in self.terms.items())


ALWAYS = Condition({})


def _all(parts: Iterable[bool | None]) -> bool | None:
    known = list(parts)
    if False in known:
        return False
    return None if None in known else True


def _any(parts: Iterable[bool | None]) -> bool | None:
    known = list(parts)
    if True in known:
        return True
    return None if None in known else False


def _several(wanted: Any) -> list[Any]:
    if not isinstance(wanted, list) or not wanted:
        raise TypeError(wanted)
    return wanted


def _one_of(attribute: str) -> Callable[[SiteSubject, Any], bool | None]:
    def test(subject: SiteSubject, wanted: Any) -> bool | None:
        value = getattr(subject, attribute)
        return None if value is None else value in _several(wanted)

    return test


def _is(attribute: str) -> Callable[[SiteSubject, Any], bool | None]:
    def test(subject: SiteSubject, wanted: Any) -> bool | None:
        value = getattr(subject, attribute)
        if not isinstance(wanted, bool):
            raise TypeError(wanted)
        return None if value is None else value == wanted

    return test


def _compared(value: str | None, wanted: Mapping[str, str]) -> bool | None:
    return None if value is None else Operator(wanted["operator"]).holds(Decimal(value), Decimal(wanted["value"]))


def _between(day: str | None, wanted: Mapping[str, str]) -> bool | None:
    """``from`` and ``to`` include their day, ``before`` does not."""
    if day is None:
        return None
    starts = wanted.get("from", "") <= day
    return starts and day <= wanted.get("to", "9999") and day < wanted.get("before", "9999")


def _not(subject: SiteSubject, wanted: Any) -> bool | None:
    held = Condition(wanted).holds(subject)
    return None if held is None else not held


def _facts(subject: SiteSubject, wanted: Mapping[str, bool]) -> bool | None:
    return _all(None if name not in subject.facts else subject.facts[name] == value for name, value in wanted.items())


_TERMS: Mapping[str, Callable[[SiteSubject, Any], bool | None]] = {
    "all": lambda subject, wanted: _all(Condition(one).holds(subject) for one in _several(wanted)),
    "any": lambda subject, wanted: _any(Condition(one).holds(subject) for one in _several(wanted)),
    "not": _not,
    "site_kind": _one_of("kind"),
    "state": _one_of("state"),
    "scale": _one_of("scale"),
    "pond_grade": _one_of("pond_grade"),
    "pond_process": _one_of("pond_process"),
    "has_contractor": _is("has_contractor"),
    "contracted_blasting": _is("contracted_blasting"),
    "overhead_pond": _is("is_overhead_pond"),
    "capacity": lambda subject, wanted: _compared(subject.capacity, wanted),
    "design": lambda subject, wanted: _compared(subject.design_values.get(wanted["key"]), wanted),
    "commissioned": lambda subject, wanted: _between(subject.commissioned_on, wanted),
    "day": lambda subject, wanted: _between(subject.day.isoformat() if subject.day else None, wanted),
    "fact": _facts,
}

TERM_NAMES = frozenset(_TERMS)
"""Every word a condition may use; the published schema lists the same."""


def condition_of(terms: Mapping[str, Any]) -> Condition:
    """The condition that these terms make, tried once on a mine of which everything is known.

    Raises ``KeyError``, ``TypeError``, ``ValueError`` or ``ArithmeticError`` for what no mine could ever be asked, so
    that a mistake shows when the list is read and not at the mine.
    """
    condition = Condition(terms)
    condition.holds(_fully_known(terms))
    return condition


def _fully_known(terms: Mapping[str, Any]) -> SiteSubject:
    keys = design_values_asked(terms)
    return SiteSubject(
        kind="", state="", scale="", pond_grade="", pond_process="", capacity="0", commissioned_on="2000-01-01",
        has_contractor=True, contracted_blasting=True, is_overhead_pond=True, day=date(2000, 1, 1),
        design_values=dict.fromkeys(keys, "0"), facts=dict.fromkeys(facts_asked(terms), True),
    )  # fmt: skip


def design_values_asked(terms: Mapping[str, Any]) -> frozenset[str]:
    """Keys of all design values that a condition asks for, however deep."""
    found = {terms["design"]["key"]} if "design" in terms else set()
    for inner in inner_conditions(terms):
        found |= design_values_asked(inner)
    return frozenset(found)


def inner_conditions(terms: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The conditions that stand directly inside one, under ``all``, ``any`` and ``not``."""
    return (*terms.get("all", ()), *terms.get("any", ()), *([terms["not"]] if "not" in terms else []))


def facts_asked(terms: Mapping[str, Any]) -> frozenset[str]:
    """Names of all facts that a condition asks for, however deep."""
    found = set(terms.get("fact", {}))
    for inner in inner_conditions(terms):
        found |= facts_asked(inner)
    return frozenset(found)
