"""矿情: what is so at a mine and what is not, stated as design values of yes and no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.enterprise import repository
from inspector_app.enterprise.dossier import DesignValueRow
from inspector_app.enterprise.entering import Entering
from inspector_app.enterprise.inputs import DesignValueInput
from inspector_app.enterprise.model import DesignValue
from inspector_app.enterprise.requirements import MineFact, is_fact, mine_facts
from inspector_app.enterprise.values import NO, YES, SiteKind
from inspector_app.errors import BadInput

_TAKEN_BACK = "矿情改为未登记"


@dataclass(frozen=True)
class StatedFact:
    """One fact that may be stated of a mine; ``holds`` is nothing while nobody said."""

    key: str
    label: str
    label_en: str
    holds: bool | None
    source: str
    dated_on: str | None
    criteria: tuple[str, ...]
    tasks: tuple[int, ...]


def stated(kind: SiteKind | None, values: Iterable[DesignValueRow]) -> tuple[StatedFact, ...]:
    """Every fact that fits this kind of mine, with what its values say (of the whole site, not of one system)."""
    known = {one.key: one for one in values if one.system_id is None}
    return tuple(_stated(fact, known.get(fact.key)) for fact in mine_facts().values() if _fits(fact, kind))


def _fits(fact: MineFact, kind: SiteKind | None) -> bool:
    return fact.is_lasting and (kind is None or kind in fact.kinds)


def _stated(fact: MineFact, row: DesignValueRow | None) -> StatedFact:
    holds = None if row is None else row.value == YES
    source, day = ("", None) if row is None else (row.source, row.dated_on)
    return StatedFact(fact.key, fact.zh, fact.en, holds, source, day, fact.criteria, fact.tasks)


def state(
    entering: Entering, site_id: str, facts: Mapping[str, bool | None], source: str, dated_on: str | None
) -> int:
    """Write what differs; how much did."""
    today = date.fromisoformat(entering.today)
    found = repository.design_values(entering.unit.connection, site_id, today)
    known = {one.key: one for one in found if one.system_id is None}
    return sum(_state(entering, site_id, key, holds, known.get(key), source, dated_on) for key, holds in facts.items())


def _state(
    entering: Entering, site_id: str, key: str, holds: bool | None, row: DesignValueRow | None, source: str,
    dated_on: str | None,
) -> bool:
    if not is_fact(key):
        raise BadInput("register.fact_unknown", field="facts", key=key)
    value = YES if holds else NO
    if holds is None:
        return row is not None and _take_back(entering, row)
    if row is None:
        entering.add(DesignValueInput(site_id, key, value, source=source or None, dated_on=dated_on))
        return True
    paper = {name: text for name, text in (("source", source), ("dated_on", dated_on)) if text}
    return row.value != value and entering.change(DesignValueInput, row.id, {"value": value, **paper}, None)


def _take_back(entering: Entering, row: DesignValueRow) -> bool:
    entering.unit.remove(DesignValue, row.id, reason=_TAKEN_BACK)
    return True
