"""Checklists and law of this program against the newest that the county is known to have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector_app.preflight import machine
from inspector_app.preflight.values import Check, CheckKey, CheckState, Limits, Remedy

if TYPE_CHECKING:
    from inspector_app.bootstrap import App


def checklists(app: App) -> Check:
    """Readable, and none behind those of the county."""
    own = machine.checklists(machine.Facts(app.store.folder, Limits(0, 0, 0, 0)))
    if own.state is not CheckState.GOOD:
        return own
    behind = _behind(app, CheckKey.CHECKLISTS)
    if behind is not None:
        return behind
    return Check(CheckKey.CHECKLISTS, CheckState.GOOD, own.code, own.figures)


def law(app: App) -> Check:
    """The statutes of this program, and whether the county has newer ones."""
    from inspector_app.enforcement.law import law_library

    behind = _behind(app, CheckKey.LAW)
    if behind is not None:
        return behind
    today = app.store.clock.now().at.date()
    laws = law_library().laws.values()
    in_force = [one for one in laws if one.in_force(today)]
    if not in_force:
        return Check(CheckKey.LAW, CheckState.BAD, "preflight.law_none", {}, (Remedy.REINSTALL,))
    figures = {"count": len(in_force), "articles": len(law_library().articles(on=today))}
    return Check(CheckKey.LAW, CheckState.GOOD, "preflight.law", figures)


def _behind(app: App, key: CheckKey) -> Check | None:
    """A yellow line when the county told of a newer edition than this program has."""
    from inspector_app import editions

    own, county = editions.own(), editions.read(app.store.local(editions.KEY))
    here, there = own.get(key.value, 0), county.get(key.value, 0)
    if there <= here:
        return None
    figures = {"here": here, "county": there}
    return Check(key, CheckState.WARN, f"preflight.{key}_behind", figures, (Remedy.REINSTALL,))
