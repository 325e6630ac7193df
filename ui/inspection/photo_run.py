"""Takes photos in one by one: read and stored on the devices' lane, recorded on the database's after everything else.

Each photo is a task of its own, so whatever the officer types or saves meanwhile goes first, and a photo that is
recorded stays recorded whatever happens to the rest.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector_app.errors import InspectorError
from inspector_app.evidence.source_values import FoundPhoto, Survey
from inspector_app.evidence.values import BEFORE_VISIT, FILED_ELSEWHERE, TIME_IN_FUTURE
from ui.bridge import Bridge
from ui.tasks import LATER, Task

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.evidence.intake import TakenPhoto
    from inspector_app.evidence.taking import Imported

Source = Path | bytes | FoundPhoto
WORTH_SAYING = (TIME_IN_FUTURE, BEFORE_VISIT, FILED_ELSEWHERE)
AHEAD = 2
"""Photos that may be read while others wait to be recorded."""


@dataclass(frozen=True)
class ImportJob:
    """What is to be taken in for a visit, and to which finding (``None``: into the tray).

    ``seen``: the survey that the files come from; without one they were chosen one by one.
    """

    inspection_id: str
    finding_id: str | None
    files: tuple[Source, ...]
    seen: Survey | None = None
    known: int = 0
    dismissed: int = 0


@dataclass(frozen=True)
class ImportStep:
    """One file is done: how many of how many, its name, and the error if it could not be used."""

    done: int
    total: int
    name: str
    error: InspectorError | None = None


@dataclass(frozen=True)
class ImportResult:
    """What became of all files. ``left``: not reached, because it was stopped or had to stop (``stopped`` says why)."""

    inspection_id: str = ""
    taken: int = 0
    duplicates: int = 0
    dismissed: int = 0
    failures: tuple[tuple[str, InspectorError], ...] = ()
    left: int = 0
    stopped: InspectorError | None = None
    photo_ids: tuple[str, ...] = ()
    warned: tuple[tuple[str, str], ...] = ()
    """(file name, message code) of what came in and is worth a look."""
    seen: Survey | None = None


@dataclass(frozen=True)
class _Unread:
    error: InspectorError
    stop: InspectorError | None


class PhotoRun(QObject):
    """One import at a time; ``start`` while one runs is refused by ``is_running``."""

    stepped = Signal(object)
    """An ``ImportStep``."""
    ended = Signal(object)
    """An ``ImportResult``."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._job: ImportJob | None = None
        self._waiting: deque[Source] = deque()
        self._reading: Task | None = None
        self._unrecorded = 0
        self._total = 0
        self._result = ImportResult()

    @property
    def is_running(self) -> bool:
        """Whether photos are being taken in."""
        return self._job is not None

    def start(self, job: ImportJob) -> None:
        """Begin; ``ended`` comes in any case."""
        self._job, self._waiting, self._total = job, deque(job.files), len(job.files)
        self._unrecorded = 0
        self._result = ImportResult(
            job.inspection_id, duplicates=job.known, dismissed=job.dismissed, left=len(job.files), seen=job.seen
        )
        self._go_on()

    def stop(self) -> None:
        """Read no more; what was read is still recorded."""
        self._waiting.clear()
        self._go_on()

    def _go_on(self) -> None:
        if self._job is None:
            return
        if self._waiting and self._reading is None and self._unrecorded < AHEAD:
            source = self._waiting.popleft()
            self._reading = self._bridge.ask_device(
                partial(_read, source, self._job), partial(self._was_read, name_of(source)), self._broke,
                cancelled=self._was_cancelled, owner=self,
            )  # fmt: skip
        elif not self._waiting and self._reading is None and not self._unrecorded:
            self._job = None
            self.ended.emit(self._result)

    def _was_read(self, name: str, found: TakenPhoto | Imported | _Unread) -> None:
        from inspector_app.evidence.intake import TakenPhoto

        self._reading, job = None, self._job
        if isinstance(found, TakenPhoto) and job is not None:
            self._unrecorded += 1
            actor = self._bridge.officer_id
            self._bridge.ask(
                lambda app: app.evidence.keep(
                    actor, found, inspection_id=job.inspection_id, file_name=name, finding_id=job.finding_id,
                    bring_back=job.seen is None,
                ),
                partial(self._recorded, name), partial(self._not_recorded, name),
                cancelled=self._was_cancelled, owner=self, priority=LATER,
            )  # fmt: skip
        elif isinstance(found, _Unread):
            self._fail(name, found.error, found.stop)
        else:
            self._count(name, found)  # type: ignore[arg-type]
        self._go_on()

    def _recorded(self, name: str, done: Imported) -> None:
        self._unrecorded -= 1
        self._count(name, done)
        self._go_on()

    def _not_recorded(self, name: str, error: Exception) -> None:
        from inspector_app.errors import StorageFault

        self._unrecorded -= 1
        if isinstance(error, InspectorError):
            self._fail(name, error, error if isinstance(error, StorageFault) else None)
        self._go_on()

    def _count(self, name: str, done: Imported) -> None:
        was = self._result
        is_new = not done.is_duplicate and not done.is_dismissed
        self._result = replace(
            was,
            taken=was.taken + is_new,
            duplicates=was.duplicates + done.is_duplicate,
            dismissed=was.dismissed + done.is_dismissed,
            left=was.left - 1,
            warned=was.warned + tuple((name, code) for code in done.warnings if code in WORTH_SAYING),
            photo_ids=(*was.photo_ids, done.photo_id) if is_new and done.photo_id else was.photo_ids,
        )
        self._tell(name)

    def _fail(self, name: str, error: InspectorError, stop: InspectorError | None) -> None:
        was = self._result
        if stop is not None:
            self._result = replace(was, stopped=was.stopped or stop)
            self._waiting.clear()
            return
        self._result = replace(was, failures=(*was.failures, (name, error)), left=was.left - 1)
        self._tell(name, error)

    def _tell(self, name: str, error: InspectorError | None = None) -> None:
        self.stepped.emit(ImportStep(self._total - self._result.left, self._total, name, error))

    def _was_cancelled(self) -> None:
        """The window goes."""
        self._waiting.clear()
        self._reading, self._unrecorded = None, 0

    def _broke(self, _error: Exception) -> None:
        """A bug in reading; the window shows it, this photo counts as not reached."""
        self._reading = None
        self._waiting.clear()
        self._go_on()


def name_of(source: Source) -> str:
    """The name of a file; nothing for a picture from the clipboard."""
    path = source.path if isinstance(source, FoundPhoto) else source
    return path.name if isinstance(path, Path) else ""


def job_of(seen: Survey, files: Sequence[FoundPhoto], inspection_id: str, finding_id: str | None = None) -> ImportJob:
    """Everything new of what was chosen in a survey; what is known or was taken out before is counted."""
    fresh = tuple(one for one in files if not one.is_known and not one.is_dismissed)
    known = sum(one.is_known for one in files)
    dismissed = sum(one.is_dismissed for one in files)
    return ImportJob(inspection_id, finding_id, fresh, seen, known, dismissed)


def _read(source: Source, job: ImportJob, app: App) -> TakenPhoto | Imported | _Unread:
    """On the devices' lane."""
    from inspector_app.errors import StorageFault
    from inspector_app.evidence.taking import stop_for

    try:
        if isinstance(source, FoundPhoto):
            return app.evidence.take_found(source, job.seen.known if job.seen else {})
        return app.evidence.take(source)
    except InspectorError as error:
        if job.seen is not None:
            return _Unread(error, stop_for(error, job.seen.place))
        return _Unread(error, error if isinstance(error, StorageFault) else None)
