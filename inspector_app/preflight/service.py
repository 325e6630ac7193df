"""出检前自检: is everything on this laptop that a day without network needs? Looks only.

Each line is looked at alone, so that the window can fill them in as they come and look at one again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app import terms
from inspector_app.clock import Clock
from inspector_app.errors import InspectorError
from inspector_app.messages import tell
from inspector_app.office.parameters import parameters
from inspector_app.preflight import machine, memory, office, papers, versions
from inspector_app.preflight.machine import USUAL_PHOTO_BYTES, Facts
from inspector_app.preflight.values import Check, CheckGroup, CheckKey, CheckState, Limits, Remedy
from inspector_app.printing import Queue

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

LIMITS = (
    "preflight.photos_warning", "preflight.photos_least", "preflight.battery_warning", "preflight.battery_least",
)  # fmt: skip
"""Settings that hold the figures of ``Limits``, in its order."""
MEASURED = 20
"""From so many photos on their mean size is believed."""


@dataclass(frozen=True)
class Probe:
    """How one line is looked at: by the machine alone, by the store, or both (the store's view goes first).

    ``is_slow``: it asks a device or reads large files, so a window runs it beside, in another process.
    """

    key: CheckKey
    group: CheckGroup
    of_machine: Callable[[Facts], Check] | None = None
    of_store: Callable[[App], Check] | None = None
    is_slow: bool = False


PROBES: tuple[Probe, ...] = (
    Probe(CheckKey.OFFICERS, CheckGroup.AUTHORITY, of_store=office.officers),
    Probe(CheckKey.BUREAU, CheckGroup.AUTHORITY, of_store=office.bureau),
    Probe(CheckKey.ASSIGNMENTS, CheckGroup.AUTHORITY, of_store=office.assignments),
    Probe(CheckKey.REGISTER, CheckGroup.KNOWLEDGE, of_store=office.register),
    Probe(CheckKey.CHECKLISTS, CheckGroup.KNOWLEDGE, machine.checklists, versions.checklists),
    Probe(CheckKey.LAW, CheckGroup.KNOWLEDGE, of_store=versions.law),
    Probe(CheckKey.CALENDAR, CheckGroup.KNOWLEDGE, of_store=office.calendar),
    Probe(CheckKey.NUMBERS, CheckGroup.PAPERS, of_store=papers.numbers),
    Probe(CheckKey.SHEETS, CheckGroup.PAPERS, of_store=papers.sheets),
    Probe(CheckKey.FORMS, CheckGroup.PAPERS, machine.forms),
    Probe(CheckKey.FONTS, CheckGroup.PAPERS, machine.fonts, is_slow=True),
    Probe(CheckKey.PRINTER, CheckGroup.PAPERS, machine.printer, is_slow=True),
    Probe(CheckKey.CERTIFICATE, CheckGroup.SAFEKEEPING, of_store=office.certificate),
    Probe(CheckKey.HANDOVER, CheckGroup.SAFEKEEPING, of_store=office.handover),
    Probe(CheckKey.BACKUP, CheckGroup.SAFEKEEPING, of_store=office.backup),
    Probe(CheckKey.TYPED, CheckGroup.SAFEKEEPING, of_store=office.typed),
    Probe(CheckKey.DISK, CheckGroup.MACHINE, machine.disk, is_slow=True),
    Probe(CheckKey.FOLDER, CheckGroup.MACHINE, machine.folder, is_slow=True),
    Probe(CheckKey.BATTERY, CheckGroup.MACHINE, machine.battery, is_slow=True),
    Probe(CheckKey.CLOCK, CheckGroup.MACHINE, machine.clock, office.clock),
    Probe(CheckKey.TIME_ZONE, CheckGroup.MACHINE, machine.time_zone),
)


def probe(key: CheckKey) -> Probe:
    """How a line is looked at."""
    return next(one for one in PROBES if one.key is key)


def facts(data_dir: Path, app: App | None = None, clock: Clock | None = None) -> Facts:
    """What the checks of the machine go by: the office's figures and this laptop's own photos, where it is unlocked."""
    if app is None:
        limits = Limits(*(int(parameters()[key].value) for key in LIMITS))
        return Facts(data_dir, limits, now=clock.now() if clock else None)
    limits = Limits(*(int(app.office.setting(key)) for key in LIMITS))
    count, mean = app.evidence.mean_bytes()
    each = mean if count >= MEASURED else USUAL_PHOTO_BYTES
    return Facts(data_dir, limits, photo_bytes=each, now=app.store.clock.now())


def look(key: CheckKey, known: Facts, app: App | None = None) -> Check:
    """One line. A check that cannot be made is a red line that says why."""
    one = probe(key)
    try:
        if app is not None and one.of_store is not None:
            return one.of_store(app)
        assert one.of_machine is not None
        return one.of_machine(known)
    except InspectorError as error:
        why = {"what": terms.label(key), "what_en": terms.label(key, "en")}
        why |= {"why": tell(error).happened, "why_en": tell(error, "en").happened}
        return Check(key, CheckState.BAD, "preflight.failed", why, (Remedy.AGAIN,))


def look_alone(key: str, known: Facts) -> Check:
    """``look`` for another process: only what the machine itself can say."""
    return look(CheckKey(key), known)


def machine_checks(data_dir: Path, clock: Clock | None = None) -> list[Check]:
    """What can be said without unlocking."""
    known = facts(data_dir, clock=clock)
    return [look(one.key, known) for one in PROBES if one.of_machine is not None]


def store_checks(app: App) -> list[Check]:
    """What the unlocked store knows."""
    known = facts(app.store.folder, app)
    return [look(one.key, known, app) for one in PROBES if one.of_store is not None]


def checks(data_dir: Path, app: App | None = None, clock: Clock | None = None) -> list[Check]:
    """The whole list, in order; without ``app`` as far as it goes without unlocking."""
    if app is None:
        return machine_checks(data_dir, clock)
    known = facts(data_dir, app)
    return [look(one.key, known, app) for one in PROBES]


def remember(app: App, done: Iterable[Check]) -> None:
    """Keep how the whole list ended, on this laptop only: the home page tells it."""
    states = {check.key.value: check.state.value for check in done}
    app.store.set_local(memory.KEY, json.dumps({"at": app.store.clock.now().iso, "states": states}))


def remember_line(app: App, check: Check) -> None:
    """A line was looked at again: its state counts, the time of the whole run stays."""
    kept = app.store.local(memory.KEY)
    if kept is not None:
        told = json.loads(kept)
        told["states"][check.key.value] = check.state.value
        app.store.set_local(memory.KEY, json.dumps(told))


def with_queues(known: Facts, queues: Iterable[Queue]) -> Facts:
    """The same facts with printers that somebody else asked for."""
    return replace(known, queues=tuple(queues))
