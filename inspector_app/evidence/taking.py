"""How photos come in: read and made durable first (slow, needs no database), then recorded (quick)."""

from __future__ import annotations

import os
import shutil
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from inspector_app.clock import Clock
from inspector_app.days import CLOCK_SLACK, moment
from inspector_app.errors import BadInput, InspectorError, StorageFault
from inspector_app.evidence import repository
from inspector_app.evidence.filing import PhotoFiling
from inspector_app.evidence.intake import PhotoIntake, TakenPhoto
from inspector_app.evidence.model import Photo
from inspector_app.evidence.source_values import FileKey, FoundPhoto, PhotoPlace, Since, Survey
from inspector_app.evidence.survey import opened, survey
from inspector_app.evidence.values import (
    BEFORE_VISIT,
    FILED_ELSEWHERE,
    TIME_FROM_CAMERA,
    TIME_IN_FUTURE,
    TIME_OF_FILE,
    TIME_UNKNOWN,
)
from inspector_app.inspection.model import Finding, Inspection
from inspector_app.storage.blobs import BlobStore
from inspector_app.storage.records import PRESENT
from inspector_app.storage.small_blobs import keep_small
from inspector_app.storage.unit_of_work import Unit, Units

_MB = 1024**2
_BESIDE_BYTES = 100_000
"""Thumbnail, record and journal of one photo."""
_RESERVE_BYTES = 20 * _MB
"""What is left for findings and papers."""


@dataclass(frozen=True)
class Imported:
    """What became of one file: the photo's record id, or the error that says why not.

    ``is_duplicate``: it was in the visit already; ``is_dismissed``: it had been taken out of it and stays out.
    """

    source: str
    photo_id: str | None
    is_duplicate: bool = False
    error: InspectorError | None = None
    warnings: tuple[str, ...] = ()
    is_dismissed: bool = False


Take = Callable[[], TakenPhoto | Imported]


@dataclass(frozen=True)
class ImportReport:
    """What became of all photos meant: taken in, there before, taken out before, not usable; and what was not reached.

    ``stopped``: why it ended early (the device went away, the disk is full).
    """

    taken: tuple[Imported, ...]
    known: int
    dismissed: int
    failed: tuple[Imported, ...]
    left: int = 0
    stopped: InspectorError | None = None


def stop_for(error: InspectorError, place: PhotoPlace) -> InspectorError | None:
    """Why an import ends with this error, or ``None`` when the other files may still be good."""
    if isinstance(error, StorageFault):
        return error
    return None if place.path.exists() else BadInput("photos.place_gone", name=place.name)


class PhotoTaking(PhotoFiling):
    """Takes pictures in. ``take`` may run on any thread; ``keep`` writes the record."""

    def __init__(self, units: Units, clock: Clock, blobs: Callable[[], BlobStore]) -> None:
        super().__init__(units, clock)
        self._blobs = blobs

    def known_files(self, inspection_id: str) -> dict[FileKey, bool]:
        """Photos of a visit by name, size and camera time, with whether they are still in it."""
        with self._units.read() as connection:
            found = repository.tray(connection, inspection_id)
        ordered = sorted(found, key=lambda photo: photo.presence == PRESENT)  # what is still there has the last word
        return {
            (photo.file_name or "", photo.byte_count or 0, photo.taken_at): photo.presence == PRESENT
            for photo in ordered
            if photo.taken_at and photo.time_source == TIME_FROM_CAMERA
        }

    def survey(self, place: PhotoPlace, inspection_id: str) -> Survey:
        """Look through a card, phone or folder for a visit. Raises ``BadInput('photos.place_gone')``."""
        *_steps, last = self.survey_steps(place, inspection_id)
        assert isinstance(last, Survey)
        return last

    def survey_steps(self, place: PhotoPlace, inspection_id: str) -> Iterator[int | Survey]:
        """The same, telling how many photos were looked at on the way."""
        known = self.known_files(inspection_id)
        return survey(place, self._clock.now().at, self.began_at(inspection_id), known)

    def began_at(self, inspection_id: str) -> datetime | None:
        """When a visit began. Raises ``BadInput('record.unknown')``."""
        with self._units.read() as connection:
            text = repository.began_at(connection, inspection_id)
        began = datetime.fromisoformat(text) if text else None
        return began if began is None or began.tzinfo else began.replace(tzinfo=self._clock.now().at.tzinfo)

    def import_found(
        self,
        actor: str,
        seen: Survey,
        since: Since,
        *,
        inspection_id: str,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> ImportReport:
        """Take in what a survey found. What came in before is not read again; done twice, nothing is there twice."""
        meant = seen.chosen(since)
        fresh = [one for one in meant if not one.is_known and not one.is_dismissed]
        self.require_room(fresh)
        good, failed, stops = list[Imported](), list[Imported](), list[InspectorError]()
        ways = [(one.path.name, partial(self.take_found, one, seen.known)) for one in fresh]
        for one in self._each(actor, ways, inspection_id, None, lambda: bool(stops), bring_back=False):
            if one.error is None:
                good.append(one)
            elif stop := stop_for(one.error, seen.place):
                stops.append(stop)
            else:
                failed.append(one)
            if on_progress:
                on_progress(len(good) + len(failed), len(fresh))
        return ImportReport(
            tuple(one for one in good if not one.is_duplicate and not one.is_dismissed),
            sum(one.is_known for one in meant) + sum(one.is_duplicate for one in good),
            sum(one.is_dismissed for one in meant) + sum(one.is_dismissed for one in good),
            tuple(failed),
            len(fresh) - len(good) - len(failed),
            stops[0] if stops else None,
        )

    def require_room(self, files: Sequence[FoundPhoto]) -> None:
        """Refuse an import that the disk cannot hold. Raises ``StorageFault('photos.no_room')``; nothing was begun."""
        folder = self._blobs().folder
        free = shutil.disk_usage(folder if folder.is_dir() else folder.parent).free
        needed = sum(one.byte_count for one in files) + len(files) * _BESIDE_BYTES + _RESERVE_BYTES
        if files and needed > free:
            raise StorageFault("photos.no_room", needed=-(-needed // _MB), free=free // _MB)

    def take(self, source: Path | bytes, name: str = "") -> TakenPhoto:
        """Read, look at and store one picture; slow, without the database. Raises as ``PhotoIntake.take`` does."""
        return PhotoIntake(self._blobs()).take(source, name)

    def take_found(self, one: FoundPhoto, known: Mapping[FileKey, bool]) -> TakenPhoto | Imported:
        """``take`` for a photo of a survey; one that turns out to be known already is not read."""
        looked = one if one.is_opened else opened(one, known)
        if looked.is_known or looked.is_dismissed:
            return Imported(one.path.name, None, is_duplicate=looked.is_known, is_dismissed=looked.is_dismissed)
        return self.take(one.path)

    def keep(
        self,
        actor: str,
        taken: TakenPhoto,
        *,
        inspection_id: str,
        file_name: str = "",
        finding_id: str | None = None,
        bring_back: bool = True,
    ) -> Imported:
        """Record what ``take`` stored; quick. ``bring_back``: a photo that was taken out of the visit comes back."""
        places = {"finding_id": finding_id, "answer_id": None, "purpose": None}
        return self._keep(actor, taken, inspection_id, file_name, places, bring_back=bring_back)

    def add_photo(
        self,
        actor: str,
        source: Path | bytes,
        *,
        inspection_id: str,
        finding_id: str | None = None,
        answer_id: str | None = None,
        purpose: str | None = None,
        name: str | None = None,
    ) -> Imported:
        """Take one picture in; the same picture twice in one visit gives the same record.

        Raises ``BadInput`` when the file is not a usable picture, ``StorageFault`` when the disk refuses it.
        """
        file_name = name or (source.name if isinstance(source, Path) else "")
        taken = PhotoIntake(self._blobs()).take(source, file_name)
        places = {"finding_id": finding_id, "answer_id": answer_id, "purpose": purpose}
        return self._keep(actor, taken, inspection_id, file_name, places)

    def add_photos(
        self,
        actor: str,
        sources: Sequence[Path],
        *,
        inspection_id: str,
        finding_id: str | None = None,
        on_progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> list[Imported]:
        """Take many pictures in, each on its own: one bad file stops nothing and is reported.

        Pictures are read and decoded on all cores; records are written one after another, in the order given.
        """
        outcome: list[Imported] = []
        ways = [(source.name, partial(self.take, source)) for source in sources]
        for done in self._each(actor, ways, inspection_id, finding_id, cancelled):
            outcome.append(done)
            if on_progress:
                on_progress(len(outcome), len(sources))
        return outcome

    def _each(
        self,
        actor: str,
        ways: Sequence[tuple[str, Take]],
        inspection_id: str,
        finding_id: str | None,
        cancelled: Callable[[], bool],
        *,
        bring_back: bool = True,
    ) -> Iterator[Imported]:
        places = {"finding_id": finding_id, "answer_id": None, "purpose": None}
        for name, taking in _taken_ahead(ways, cancelled):
            try:
                taken = taking()
                if isinstance(taken, TakenPhoto):
                    yield self._keep(actor, taken, inspection_id, name, places, bring_back=bring_back)
                else:
                    yield taken
            except InspectorError as error:
                yield Imported(name, None, error=error)

    def _keep(
        self,
        actor: str,
        taken: TakenPhoto,
        inspection_id: str,
        file_name: str,
        places: Mapping[str, str | None],
        *,
        bring_back: bool = True,
    ) -> Imported:
        finding_id = places["finding_id"]
        with self._units.begin(actor, "photo.add") as unit:
            visit = unit.get(Inspection, inspection_id)
            warnings = [*taken.facts.warnings, *self._clock_warnings(taken, visit.started_at)]
            if finding_id is not None:
                unit.get(Finding, finding_id)
            before = repository.photos(
                unit.connection, inspection_id=inspection_id, sha256=taken.facts.sha256, removed=True
            )
            known = next((one for one in before if one.presence == PRESENT), next(iter(before), None))
            if known is None:
                photo_id = self._record(unit, taken, inspection_id, file_name, places, warnings)
                return Imported(file_name, photo_id, warnings=tuple(warnings))
            is_out = known.presence != PRESENT
            if is_out and not bring_back:
                return Imported(file_name, known.id, warnings=tuple(warnings), is_dismissed=True)
            if is_out:
                unit.restore(Photo, known.id)
            if finding_id is not None and known.finding_id in (None, finding_id):
                unit.change(Photo, known.id, finding_id=finding_id, answer_id=None, purpose=None, purpose_reason=None)
            elif finding_id is not None:
                warnings.append(FILED_ELSEWHERE)
            return Imported(file_name, known.id, is_duplicate=not is_out, warnings=tuple(warnings))

    def _clock_warnings(self, taken: TakenPhoto, started_at: str | None) -> list[str]:
        """A picture from the future was taken by a wrong clock; one from before the visit shows something else."""
        now, at = self._clock.now().at, taken.facts.taken_at
        if at is None:
            return []
        when = moment(at, now)
        if when is None:
            return []
        if when > now + CLOCK_SLACK:
            return [TIME_IN_FUTURE]
        began = moment(started_at or "", now)
        return [BEFORE_VISIT] if began is not None and when < began.replace(second=0, microsecond=0) else []

    def _record(
        self,
        unit: Unit,
        taken: TakenPhoto,
        inspection_id: str,
        file_name: str,
        places: Mapping[str, str | None],
        warnings: Sequence[str],
    ) -> str:
        facts = taken.facts
        position = facts.position
        return unit.create(
            Photo,
            inspection_id=inspection_id,
            sha256=facts.sha256,
            byte_count=facts.byte_count,
            media_type=facts.media_type,
            thumbnail_sha256=keep_small(unit.connection, taken.thumbnail),
            preview_sha256=taken.preview_blob.sha256 if taken.preview_blob else None,
            file_name=file_name or None,
            width=facts.width,
            height=facts.height,
            taken_at=facts.taken_at or taken.file_time,
            time_source=TIME_FROM_CAMERA if facts.taken_at else TIME_OF_FILE if taken.file_time else TIME_UNKNOWN,
            latitude=position.latitude if position else None,
            longitude=position.longitude if position else None,
            camera=facts.camera,
            exif={
                **facts.exif,
                "warnings": list(warnings),
                **({"position": asdict(position)} if position else {}),
            },
            imported_at=self._clock.now().iso,
            **places,
        )



def _taken_ahead(ways: Sequence[tuple[str, Take]], cancelled: Callable[[], bool]) -> Iterator[tuple[str, Take]]:
    """Each file's name with its coming result, in order; a few are worked on ahead, so memory stays bounded."""
    cores = max(1, min(4, os.cpu_count() or 1))
    waiting = deque(ways)
    ahead: deque[tuple[str, Take]] = deque()
    with ThreadPoolExecutor(cores, thread_name_prefix="photo") as pool:
        while waiting or ahead:
            while waiting and len(ahead) <= cores and not cancelled():
                name, take = waiting.popleft()
                ahead.append((name, pool.submit(take).result))
            if not ahead:
                return
            yield ahead.popleft()
