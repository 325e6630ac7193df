"""What can be said of the laptop itself without unlocking: disk, power, clock, printer, and the data it ships with.

Every check here is a function of ``Facts`` alone, so that the slow ones can run in another process.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from inspector_app import printing
from inspector_app.clock import Instant, SystemClock
from inspector_app.messages import tell
from inspector_app.preflight import power
from inspector_app.preflight.values import Check, CheckKey, CheckState, Limits, Remedy
from inspector_app.printing import Queue
from inspector_app.storage.clock_trust import ClockTrust, TrustGauge

USUAL_PHOTO_BYTES = 6_000_000
"""What one photo takes on the disk (12 megapixels) where this laptop has none to measure."""
BEIJING = timedelta(hours=8)


@dataclass(frozen=True)
class Facts:
    """What the checks of the machine need to know. ``photo_bytes``: mean size of a photo on this laptop.

    ``queues``: printers, where somebody else asked for them (the window under Windows).
    """

    data_dir: Path
    limits: Limits
    photo_bytes: int = USUAL_PHOTO_BYTES
    now: Instant | None = None
    supplies: Path = power.SUPPLIES
    fonts: Path | None = None
    queues: tuple[Queue, ...] | None = None
    is_sample: bool = False


def disk(facts: Facts) -> Check:
    """Room for photos, by what photos of this laptop really take."""
    free = shutil.disk_usage(existing(facts.data_dir)).free
    photos = free // max(1, facts.photo_bytes)
    figures = {"photos": photos, "free_gb": f"{free / 1e9:.1f}", "each_mb": f"{facts.photo_bytes / 1e6:.1f}"}
    if photos >= facts.limits.photos_warning:
        return Check(CheckKey.DISK, CheckState.GOOD, "preflight.disk", figures)
    state = CheckState.BAD if photos < facts.limits.photos_least else CheckState.WARN
    return Check(CheckKey.DISK, state, "preflight.disk_short", figures, (Remedy.DISK_SPACE,))


def folder(facts: Facts) -> Check:
    """Whether the data folder takes a file."""
    where = str(facts.data_dir)
    try:
        with tempfile.NamedTemporaryFile(dir=existing(facts.data_dir), prefix=".probe-") as probe:
            probe.write(b"x")
    except OSError as error:
        told = {"why": error.strerror or str(error), "folder": where}
        return Check(CheckKey.FOLDER, CheckState.BAD, "preflight.folder_unwritable", told, (Remedy.DISK_SPACE,))
    return Check(CheckKey.FOLDER, CheckState.GOOD, "preflight.folder", {"folder": where})


def clock(facts: Facts) -> Check:
    """The wall clock alone; the store compares it with the journal and with the county's."""
    now = facts.now or SystemClock().now()
    return clock_line(now.at, TrustGauge().judge(now, None))


def clock_line(at: datetime, trust: ClockTrust) -> Check:
    """The line of the clock for a trust in it."""
    good = trust in (ClockTrust.STEADY, ClockTrust.UNCHECKED)
    figures = {"now": f"{at:%Y-%m-%d %H:%M}"}
    if good:
        return Check(CheckKey.CLOCK, CheckState.GOOD, "preflight.clock", figures)
    return Check(CheckKey.CLOCK, CheckState.BAD, "preflight.clock_wrong", figures, (Remedy.CLOCK_SET,))


def time_zone(facts: Facts) -> Check:
    """All of China keeps UTC+08:00; papers show the machine's own time, so another zone shifts every hour on them."""
    at = (facts.now or SystemClock().now()).at
    figures = {"zone": f"UTC{at.isoformat()[-6:]}", "now": f"{at:%H:%M}"}
    if at.utcoffset() == BEIJING:
        return Check(CheckKey.TIME_ZONE, CheckState.GOOD, "preflight.time_zone", figures)
    return Check(CheckKey.TIME_ZONE, CheckState.BAD, "preflight.time_zone_wrong", figures, (Remedy.CLOCK_SET,))


def fonts(facts: Facts) -> Check:
    """Every face is loaded and looked into: a file that is there may still be damaged."""
    from inspector_app.documents.font_check import examine

    found = examine(facts.fonts)
    figures = {"count": found.usable, "proof": found.proof}
    if found.unusable:
        told = {**figures, "files": "、".join(found.unusable)}
        return Check(CheckKey.FONTS, CheckState.BAD, "preflight.fonts_unusable", told, (Remedy.REINSTALL,))
    if found.lacking:
        told = {**figures, "chars": found.lacking}
        return Check(CheckKey.FONTS, CheckState.BAD, "preflight.fonts_lacking", told, (Remedy.REINSTALL,))
    return Check(CheckKey.FONTS, CheckState.GOOD, "preflight.fonts", figures)


def forms(_facts: Facts) -> Check:
    """The forms of papers."""
    from inspector_app.documents.specification import form_library

    count = len(form_library().forms())
    if count:
        return Check(CheckKey.FORMS, CheckState.GOOD, "preflight.forms", {"count": count})
    return Check(CheckKey.FORMS, CheckState.BAD, "preflight.forms_none", {}, (Remedy.REINSTALL,))


def checklists(_facts: Facts) -> Check:
    """The checklists this program brought, each readable."""
    from inspector_app.checklist.loader import checklist_library

    library = checklist_library()
    count, faults = len(library.lists()), library.faults()
    if faults:
        figures = {"count": len(faults), "why": tell(faults[0]).happened}
        return Check(
            CheckKey.CHECKLISTS, CheckState.BAD, "preflight.checklists_faulty", figures, (Remedy.REINSTALL,)
        )
    if not count:
        return Check(CheckKey.CHECKLISTS, CheckState.BAD, "preflight.checklists_none", {}, (Remedy.REINSTALL,))
    return Check(CheckKey.CHECKLISTS, CheckState.GOOD, "preflight.checklists", {"count": count})


def battery(facts: Facts) -> Check:
    """Enough charge for a day away from the socket."""
    found = power.power(facts.supplies)
    if found is None:
        return Check(CheckKey.BATTERY, CheckState.GOOD, "preflight.battery_unknown")
    if found.percent is None:
        return Check(CheckKey.BATTERY, CheckState.WARN, "preflight.battery_none", {}, (Remedy.AGAIN,))
    figures = {"percent": found.percent}
    if found.percent >= facts.limits.battery_warning:
        code = "preflight.battery_mains" if found.on_mains else "preflight.battery"
        return Check(CheckKey.BATTERY, CheckState.GOOD, code, figures)
    if found.on_mains:
        return Check(CheckKey.BATTERY, CheckState.WARN, "preflight.battery_charging", figures, (Remedy.AGAIN,))
    state = CheckState.BAD if found.percent < facts.limits.battery_least else CheckState.WARN
    return Check(CheckKey.BATTERY, state, "preflight.battery_low", figures, (Remedy.POWER, Remedy.AGAIN))


def printer(facts: Facts) -> Check:
    """A printer that takes jobs; only a test page shows that paper and ink are there."""
    queues = printing.queues() if facts.queues is None else facts.queues
    adding = (Remedy.PRINTER_ADD, Remedy.AGAIN)
    if not queues:
        return Check(CheckKey.PRINTER, CheckState.BAD, "preflight.printer_none", {}, adding)
    usual, ready = queues[0], next((queue for queue in queues if queue.problem is None), None)
    figures = {"name": usual.name, "why": usual.reason or "—"}
    if ready is None:
        return Check(CheckKey.PRINTER, CheckState.BAD, "preflight.printer_stopped", figures, adding, usual.name)
    if ready is not usual:
        told, remedies = {**figures, "other": ready.name}, (Remedy.PRINT_TEST, Remedy.PRINTER_ADD)
        return Check(CheckKey.PRINTER, CheckState.WARN, "preflight.printer_other", told, remedies, ready.name)
    return Check(CheckKey.PRINTER, CheckState.GOOD, "preflight.printer", figures, (Remedy.PRINT_TEST,), ready.name)


def existing(wanted: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    while not wanted.exists():
        wanted = wanted.parent
    return wanted
