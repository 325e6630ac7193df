"""出检前自检: is everything on this laptop that a day without network needs? Looks only; changes nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector_app import paths
from inspector_app.clock import Clock, SystemClock
from inspector_app.errors import InspectorError
from inspector_app.messages import say, tell
from inspector_app.storage import journal
from inspector_app.storage.clock_trust import ClockTrust, TrustGauge

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

PHOTO_BYTES = 6_000_000
"""What one photo takes on the disk, thumbnail included (12 megapixels)."""
FEWEST_PHOTOS = 60
GOOD_PHOTOS = 400
FONTS = 6
BACKUP_AGE = timedelta(days=7)
SYNC_AGE = timedelta(days=14)
FEWEST_NUMBERS = 20
BEIJING = timedelta(hours=8)
CLOCKS_DIFFER = timedelta(minutes=3)
"""A backup or receipt later than now by more than this: somebody's clock was wrong."""


class CheckState(StrEnum):
    """How a check ended: green, yellow or red."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Check:
    """One line of the list. ``code`` names its sentence; ``figures`` fill the blanks."""

    key: str
    state: CheckState
    code: str
    figures: dict[str, Any] = field(default_factory=dict)

    def told(self, language: str = "zh") -> str:
        """The sentence for people."""
        return str(say(self.code, language, **self.figures))


def machine_checks(data_dir: Path, clock: Clock | None = None) -> list[Check]:
    """What can be said without unlocking: disk, clock, and the data that ships with the program."""
    now = (clock or SystemClock()).now()
    checks: dict[str, Callable[[], Check]] = {
        "disk": lambda: _disk(data_dir),
        "folder": lambda: _folder(data_dir),
        "clock": lambda: _clock(now.at, TrustGauge().judge(now, None)),
        "time_zone": lambda: _time_zone(now.at),
        "fonts": _fonts,
        "forms": _forms,
        "checklists": _checklists,
    }
    return _run(checks)


def store_checks(app: App) -> list[Check]:
    """What the unlocked store knows: clock against the journal, calendar, officers, numbers, backup, hand-over."""
    checks: dict[str, Callable[[], Check]] = {
        "clock": lambda: _store_clock(app),
        "calendar": lambda: _calendar(app),
        "officers": lambda: _officers(app),
        "numbers": lambda: _numbers(app),
        "backup": lambda: _age(app, "backup", app.store.local("backup_at"), BACKUP_AGE),
        "handover": lambda: _handover(app),
        "typed": lambda: _typed(app),
    }
    return _run(checks)


def checks(data_dir: Path, app: App | None = None, clock: Clock | None = None) -> list[Check]:
    """The whole list; with ``app`` the store's own view replaces what the machine alone could say."""
    known = {check.key: check for check in machine_checks(data_dir, clock)}
    if app is not None:
        known.update({check.key: check for check in store_checks(app)})
    return list(known.values())


def _run(checks: dict[str, Callable[[], Check]]) -> list[Check]:
    done = []
    for key, check in checks.items():
        try:
            done.append(check())
        except InspectorError as error:
            done.append(Check(key, CheckState.BAD, "preflight.failed", {"what": key, "why": tell(error).happened}))
    return done


def _disk(data_dir: Path) -> Check:
    free = shutil.disk_usage(_existing(data_dir)).free
    photos = free // PHOTO_BYTES
    state = CheckState.GOOD if photos >= GOOD_PHOTOS else CheckState.WARN
    if photos < FEWEST_PHOTOS:
        state = CheckState.BAD
    code = "preflight.disk" if state is CheckState.GOOD else "preflight.disk_short"
    return Check("disk", state, code, {"photos": photos, "free_gb": f"{free / 1e9:.1f}"})


def _folder(data_dir: Path) -> Check:
    try:
        with tempfile.NamedTemporaryFile(dir=_existing(data_dir), prefix=".probe-") as probe:
            probe.write(b"x")
    except OSError as error:
        why = error.strerror or str(error)
        return Check("folder", CheckState.BAD, "preflight.folder_unwritable", {"why": why, "folder": str(data_dir)})
    return Check("folder", CheckState.GOOD, "preflight.folder", {"folder": str(data_dir)})


def _clock(at: datetime, trust: ClockTrust) -> Check:
    good = trust in (ClockTrust.STEADY, ClockTrust.UNCHECKED)
    code = "preflight.clock" if good else "preflight.clock_wrong"
    state = CheckState.GOOD if good else CheckState.BAD
    return Check("clock", state, code, {"now": f"{at:%Y-%m-%d %H:%M}"})


def _time_zone(at: datetime) -> Check:
    """All of China keeps UTC+08:00; papers show the machine's own time, so another zone shifts every hour on them."""
    offset = at.utcoffset()
    state = CheckState.GOOD if offset == BEIJING else CheckState.BAD
    code = "preflight.time_zone" if state is CheckState.GOOD else "preflight.time_zone_wrong"
    return Check("time_zone", state, code, {"zone": f"UTC{at:%z}", "now": f"{at:%H:%M}"})


def _fonts() -> Check:
    found = len(list(paths.resources("fonts").glob("*.ttf")))
    good = found >= FONTS
    return Check(
        "fonts", CheckState.GOOD if good else CheckState.BAD, "preflight.fonts", {"count": found, "wanted": FONTS}
    )


def _forms() -> Check:
    from inspector_app.documents.specification import form_library

    count = len(form_library().forms())
    return Check("forms", CheckState.GOOD if count else CheckState.BAD, "preflight.forms", {"count": count})


def _checklists() -> Check:
    from inspector_app.checklist.loader import checklist_library

    library = checklist_library()
    count, faults = len(library.lists()), library.faults()
    if faults:
        why = tell(faults[0]).happened
        return Check("checklists", CheckState.BAD, "preflight.checklists_faulty", {"count": len(faults), "why": why})
    state = CheckState.GOOD if count else CheckState.BAD
    return Check("checklists", state, "preflight.checklists", {"count": count})


def _trust(app: App) -> ClockTrust:
    with app.store.units.read() as connection:
        last = journal.find(connection, journal.head(connection, app.store.stream_id).id)
    return TrustGauge().judge(app.store.clock.now(), last)


def _store_clock(app: App) -> Check:
    """Against the journal, and against the county's clock when it last answered."""
    from inspector_app.sync import county_clock

    own = _clock(app.store.clock.now().at, _trust(app))
    gap = county_clock.gap(app.store)
    if own.state is not CheckState.GOOD or gap is None:
        return own
    return Check("clock", CheckState.BAD if gap.is_wrong_day else CheckState.WARN, gap.code, gap.figures)


def _calendar(app: App) -> Check:
    today = app.store.clock.now().at.date()
    ahead = today + timedelta(days=90)
    missing = app.office.calendar().missing_years(today, ahead)
    if missing:
        years = "、".join(map(str, missing))
        return Check("calendar", CheckState.WARN, "preflight.calendar_missing", {"years": years})
    return Check("calendar", CheckState.GOOD, "preflight.calendar", {"year": ahead.year})


def _officers(app: App) -> Check:
    valid = app.office.valid_officers()
    people = len({row.cert_no.strip() for row in valid})
    state = CheckState.GOOD if people >= 2 else CheckState.BAD  # 行政处罚法 42: two officers
    doubled = "、".join(row.name for row in valid if row.same_certificate_as)
    if doubled:
        worse = state if state is CheckState.BAD else CheckState.WARN
        return Check("officers", worse, "preflight.officers_doubled", {"count": people, "names": doubled})
    return Check("officers", state, "preflight.officers", {"count": len(valid)})


def _numbers(app: App) -> Check:
    year = app.store.clock.now().at.year
    left: dict[str, int] = {}
    for row in app.papers.numbers():
        if row.year == year:
            left[row.stem] = left.get(row.stem, 0) + row.left
    if not left:
        return Check("numbers", CheckState.WARN, "preflight.numbers_none", {"year": year})
    stem, fewest = min(left.items(), key=lambda item: item[1])
    state = CheckState.GOOD if fewest >= FEWEST_NUMBERS else CheckState.WARN
    return Check("numbers", state, "preflight.numbers", {"stem": stem, "left": fewest})


def _handover(app: App) -> Check:
    status = app.sync.status()
    if not status.joined:
        return Check("handover", CheckState.WARN, "preflight.not_joined")
    return _age(app, "handover", status.last_receipt_at, SYNC_AGE)


def _typed(app: App) -> Check:
    orphans = len(app.drafts.orphans())
    if orphans:
        return Check("typed", CheckState.WARN, "preflight.typed_left", {"count": orphans})
    return Check("typed", CheckState.GOOD, "preflight.typed")


def _age(app: App, key: str, at: str | None, oldest: timedelta) -> Check:
    if not at:
        return Check(key, CheckState.WARN, f"preflight.{key}_never")
    then = datetime.fromisoformat(at)
    if then.tzinfo is None:
        then = then.astimezone()
    now = app.store.clock.now().at
    age, told = now - then, f"{then.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"
    if age < -CLOCKS_DIFFER:
        return Check(key, CheckState.WARN, f"preflight.{key}_later", {"at": told})
    state = CheckState.GOOD if age <= oldest else CheckState.WARN
    return Check(key, state, f"preflight.{key}", {"at": told, "days": max(0, age.days)})


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder
