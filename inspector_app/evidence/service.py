"""What an inspector does with photos: bring them in, file them to findings, state what EXIF does not say."""

from __future__ import annotations

from datetime import datetime

from inspector_app.errors import BadInput, RuleViolation
from inspector_app.evidence import repository
from inspector_app.evidence.model import Photo
from inspector_app.evidence.pictures import RENDITION, examine, rendition
from inspector_app.evidence.taking import Imported, PhotoTaking
from inspector_app.evidence.values import TIME_FROM_CAMERA, TIME_STATED
from inspector_app.storage.small_blobs import replace_small

__all__ = ["EvidenceService", "Imported"]


class EvidenceService(PhotoTaking):
    """Photos and other evidence of a visit. Blobs are durable before the record that names them."""

    def describe(self, actor: str, photo_id: str, *, place: str | None = None, proves: str | None = None) -> bool:
        """State where a photo was taken and what it proves (证明对象); without them its finding says both."""
        stated = {"place": (place or "").strip() or None, "proves": (proves or "").strip() or None}
        with self._units.begin(actor, "photo.describe") as unit:
            return unit.change(Photo, photo_id, **stated)

    def state_time(self, actor: str, photo_id: str, taken_at: str) -> None:
        """State when a photo without a camera time was taken; without an offset this laptop's own is meant.

        Raises ``RuleViolation`` for a photo whose camera recorded the time: that one is never overwritten, and
        ``BadInput`` for a text that is no time or lies in the future.
        """
        stated = self._past(taken_at).isoformat(timespec="minutes")
        with self._units.begin(actor, "photo.state_time") as unit:
            photo = unit.get(Photo, photo_id)
            if photo.time_source == TIME_FROM_CAMERA:
                raise RuleViolation("photo.time_is_from_camera", field="taken_at")
            unit.change(Photo, photo_id, taken_at=stated, time_source=TIME_STATED, time_stated_by=actor)

    def _past(self, taken_at: str) -> datetime:
        now = self._clock.now().at
        try:
            moment = datetime.fromisoformat(taken_at)
        except ValueError as error:
            raise BadInput("photo.time_unreadable", field="taken_at", value=taken_at[:40]) from error
        moment = moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
        if moment > now:
            raise BadInput("photo.time_ahead", field="taken_at", value=taken_at)
        return moment

    def remove(self, actor: str, photo_id: str, reason: str) -> None:
        """Take a photo out of the visit; record and original stay, with the reason."""
        if not reason.strip():
            raise RuleViolation("record.reason_missing", field="reason")
        with self._units.begin(actor, "photo.remove") as unit:
            unit.remove(Photo, photo_id, reason)

    def mean_bytes(self, newest: int = 500) -> tuple[int, int]:
        """How many of the newest photos were measured, and what one takes on the disk on average."""
        with self._units.read() as connection:
            return repository.mean_bytes(connection, newest)

    def read(self, sha256: str) -> bytes:
        """The bytes of a stored file. Raises ``StorageFault`` when it is missing or damaged."""
        with self._blobs().open(sha256) as stream:
            return stream.read()

    def original(self, photo_id: str) -> bytes:
        """The bytes of a photo as they came in. Raises ``BadInput('record.unknown')``, ``StorageFault``."""
        with self._units.read() as connection:
            photo = repository.photo(connection, photo_id)
        if photo is None or photo.sha256 is None:
            raise BadInput("record.unknown", kind="photo", id=photo_id)
        return self.read(photo.sha256)

    def picture(self, photo_id: str, longest: int = RENDITION) -> bytes:
        """An upright JPEG of a photo for screen and paper, no longer than ``longest`` pixels.

        Raises ``BadInput('record.unknown')``, or ``StorageFault`` when the original is missing or damaged.
        """
        with self._units.read() as connection:
            photo = repository.photo(connection, photo_id)
        if photo is None or photo.sha256 is None:
            raise BadInput("record.unknown", kind="photo", id=photo_id)
        is_enough = photo.preview_sha256 is not None and longest <= RENDITION
        with self._blobs().open(photo.preview_sha256 if is_enough else photo.sha256) as stream:  # type: ignore[arg-type]
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
