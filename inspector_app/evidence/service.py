"""What an inspector does with photos: bring them in, file them to findings, state what EXIF does not say."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from inspector_app.clock import Clock
from inspector_app.errors import BadInput, InspectorError, RuleViolation
from inspector_app.evidence import repository
from inspector_app.evidence.intake import PhotoIntake, TakenPhoto
from inspector_app.evidence.model import Photo
from inspector_app.evidence.pictures import RENDITION, examine, rendition
from inspector_app.inspection.model import Finding, Inspection
from inspector_app.storage.blobs import BlobStore
from inspector_app.storage.small_blobs import keep_small, replace_small
from inspector_app.storage.unit_of_work import Unit, Units

TIME_FROM_CAMERA = "camera"
TIME_STATED = "stated_by_officer"
TIME_UNKNOWN = "not_stated"


@dataclass(frozen=True)
class Imported:
    """What became of one file: the photo's record id, or the error that says why not."""

    source: str
    photo_id: str | None
    is_duplicate: bool = False
    error: InspectorError | None = None
    warnings: tuple[str, ...] = ()


class EvidenceService:
    """Photos and other evidence of a visit. Blobs are durable before the record that names them."""

    def __init__(self, units: Units, clock: Clock, blobs: Callable[[], BlobStore]) -> None:
        self._units = units
        self._clock = clock
        self._blobs = blobs

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
        places = {"finding_id": finding_id, "answer_id": None, "purpose": None}
        for source, taking in _taken_ahead(PhotoIntake(self._blobs()), sources, cancelled):
            try:
                done = self._keep(actor, taking(), inspection_id, source.name, places)
            except InspectorError as error:
                done = Imported(source.name, None, error=error)
            outcome.append(done)
            if on_progress:
                on_progress(len(outcome), len(sources))
        return outcome

    def _keep(
        self, actor: str, taken: TakenPhoto, inspection_id: str, file_name: str, places: dict[str, str | None]
    ) -> Imported:
        warnings, finding_id = [*taken.facts.warnings, *self._clock_warnings(taken)], places["finding_id"]
        with self._units.begin(actor, "photo.add") as unit:
            unit.get(Inspection, inspection_id)
            if finding_id is not None:
                unit.get(Finding, finding_id)
            before = repository.photos(unit.connection, inspection_id=inspection_id, sha256=taken.facts.sha256)
            if not before:
                photo_id = self._record(unit, taken, inspection_id, file_name, places, warnings)
                return Imported(file_name, photo_id, warnings=tuple(warnings))
            known = before[0]
            if finding_id is not None and known.finding_id is None:
                unit.change(Photo, known.id, finding_id=finding_id)
            elif finding_id is not None and known.finding_id != finding_id:
                warnings.append("photo.filed_elsewhere")
            return Imported(file_name, known.id, is_duplicate=True, warnings=tuple(warnings))

    def _clock_warnings(self, taken: TakenPhoto) -> list[str]:
        """A camera clock ahead of the laptop's by more than a day (time zones aside) is worth a look."""
        at = taken.facts.taken_at
        if at is None:
            return []
        ahead = datetime.fromisoformat(at).replace(tzinfo=None) - self._clock.now().at.replace(tzinfo=None)
        return ["photo.time_in_future"] if ahead > timedelta(days=1) else []

    def file(self, actor: str, photo_id: str, finding_id: str | None) -> bool:
        """File a photo to a finding, or back to the tray with ``None``."""
        with self._units.begin(actor, "photo.file") as unit:
            if finding_id is not None:
                unit.get(Finding, finding_id)
            return unit.change(Photo, photo_id, finding_id=finding_id)

    def describe(self, actor: str, photo_id: str, *, place: str | None = None, proves: str | None = None) -> bool:
        """State where a photo was taken and what it proves (证明对象)."""
        with self._units.begin(actor, "photo.describe") as unit:
            return unit.change(Photo, photo_id, place=place, proves=proves)

    def state_time(self, actor: str, photo_id: str, taken_at: str) -> None:
        """State when a photo without a camera time was taken.

        Raises ``RuleViolation`` for a photo whose camera recorded the time: that one is never overwritten, and
        ``BadInput`` for a text that is no time or lies in the future.
        """
        self._require_past(taken_at)
        with self._units.begin(actor, "photo.state_time") as unit:
            photo = unit.get(Photo, photo_id)
            if photo.time_source == TIME_FROM_CAMERA:
                raise RuleViolation("photo.time_is_from_camera", field="taken_at")
            unit.change(Photo, photo_id, taken_at=taken_at, time_source=TIME_STATED, time_stated_by=actor)

    def _require_past(self, taken_at: str) -> None:
        now = self._clock.now().at
        try:
            moment = datetime.fromisoformat(taken_at)
        except ValueError as error:
            raise BadInput("photo.time_unreadable", field="taken_at", value=taken_at[:40]) from error
        if (moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)) > now:
            raise BadInput("photo.time_ahead", field="taken_at", value=taken_at)

    def remove(self, actor: str, photo_id: str, reason: str) -> None:
        """Take a photo out of the visit; record and original stay, with the reason."""
        if not reason.strip():
            raise RuleViolation("record.reason_missing", field="reason")
        with self._units.begin(actor, "photo.remove") as unit:
            unit.remove(Photo, photo_id, reason)

    def photos(
        self, *, inspection_id: str | None = None, finding_id: str | None = None, unfiled: bool = False
    ) -> list[Photo]:
        """Photos in the order they were taken."""
        with self._units.read() as connection:
            return repository.photos(connection, inspection_id=inspection_id, finding_id=finding_id, unfiled=unfiled)

    def read(self, sha256: str) -> bytes:
        """The bytes of a stored file. Raises ``StorageFault`` when it is missing or damaged."""
        with self._blobs().open(sha256) as stream:
            return stream.read()

    def picture(self, photo_id: str, longest: int = RENDITION) -> bytes:
        """An upright JPEG of a photo for screen and paper, no longer than ``longest`` pixels.

        Raises ``BadInput('record.unknown')``, or ``StorageFault`` when the original is missing or damaged.
        """
        with self._units.read() as connection:
            photo = repository.photo(connection, photo_id)
        if photo is None or photo.sha256 is None:
            raise BadInput("record.unknown", kind="photo", id=photo_id)
        with self._blobs().open(photo.preview_sha256 or photo.sha256) as stream:
            return rendition(stream, longest)

    def rebuild_thumbnails(self) -> int:
        """Make thumbnails again whose bytes are missing or damaged; how many. Their records are not touched.

        A thumbnail that comes out differently (another decoder) is left to the backup or the county.
        """
        made, blobs = 0, self._blobs()
        with self._units.read() as connection:
            photos = repository.photos(connection)
        for photo in photos:
            if photo.sha256 and photo.thumbnail_sha256 and not blobs.is_whole(photo.thumbnail_sha256):
                with blobs.open(photo.sha256) as stream:
                    thumbnail = examine(stream).thumbnail
                with self._units.writing() as connection:
                    made += replace_small(connection, photo.thumbnail_sha256, thumbnail)
        return made

    def _record(
        self,
        unit: Unit,
        taken: TakenPhoto,
        inspection_id: str,
        file_name: str,
        places: dict[str, str | None],
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
            taken_at=facts.taken_at,
            time_source=TIME_FROM_CAMERA if facts.taken_at else TIME_UNKNOWN,
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


def _taken_ahead(
    intake: PhotoIntake, sources: Sequence[Path], cancelled: Callable[[], bool]
) -> Iterator[tuple[Path, Callable[[], TakenPhoto]]]:
    """Each source with its coming result, in order; a few are worked on ahead, so memory stays bounded."""
    cores = max(1, min(4, os.cpu_count() or 1))
    waiting = deque(sources)
    ahead: deque[tuple[Path, Callable[[], TakenPhoto]]] = deque()
    with ThreadPoolExecutor(cores, thread_name_prefix="photo") as pool:
        while waiting or ahead:
            while waiting and len(ahead) <= cores and not cancelled():
                source = waiting.popleft()
                ahead.append((source, pool.submit(intake.take, source).result))
            if not ahead:
                return
            yield ahead.popleft()
