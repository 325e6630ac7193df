"""Photos as pages show them: frozen rows, read from the services."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inspector_app.evidence.values import TIME_FROM_CAMERA, UNRELATED

if TYPE_CHECKING:
    from inspector_app.bootstrap import App


@dataclass(frozen=True)
class PhotoRow:
    """One photo. ``shown_sha256`` is what a window can decode (the original, or its JPEG rendition)."""

    id: str
    sha256: str
    thumbnail_sha256: str
    shown_sha256: str
    finding_id: str | None
    file_name: str
    taken_at: str
    time_source: str
    place: str
    proves: str
    width: int
    height: int
    camera: str
    answer_id: str | None = None
    purpose: str = ""
    aside_reason: str = ""
    clock_ahead_s: int | None = None
    """Seconds the camera's clock was ahead of the satellites' time, where the photo holds both."""
    doubts: tuple[str, ...] = ()
    """Codes of what was doubtful when it came in."""
    number: int = 0
    """What people call it by in its visit (p5); 0 where nobody asked."""
    finding_seq: int = 0
    item_key: str = ""

    @property
    def is_aside(self) -> bool:
        """Whether it has nothing to do with the visit."""
        return self.purpose == UNRELATED

    @property
    def has_time(self) -> bool:
        """Whether anybody or any camera said when it was taken."""
        return bool(self.taken_at)


def row_of(photo: Any) -> PhotoRow:
    """A row from a record."""
    return PhotoRow(
        id=photo.id,
        sha256=photo.sha256 or "",
        thumbnail_sha256=photo.thumbnail_sha256 or "",
        shown_sha256=photo.preview_sha256 or photo.sha256 or "",
        finding_id=photo.finding_id,
        file_name=photo.file_name or "",
        taken_at=photo.taken_at or "",
        time_source=photo.time_source or "",
        place=photo.place or "",
        proves=photo.proves or "",
        width=photo.width or 0,
        height=photo.height or 0,
        camera=photo.camera or "",
        answer_id=photo.answer_id,
        purpose=photo.purpose or "",
        aside_reason=photo.purpose_reason or "",
        clock_ahead_s=_clock_ahead(photo),
        doubts=tuple((photo.exif or {}).get("warnings") or ()),
    )


def _clock_ahead(photo: Any) -> int | None:
    satellite = (photo.exif or {}).get("gps_time")
    if not satellite or not photo.taken_at or photo.time_source != TIME_FROM_CAMERA:
        return None
    from datetime import datetime

    from inspector_app.evidence.survey import clock_gap

    gap = clock_gap(photo.taken_at, satellite, datetime.now().astimezone())
    return None if gap is None else round(gap)


def photos_of(
    app: App, *, inspection_id: str | None = None, finding_id: str | None = None, unfiled: bool = False
) -> tuple[PhotoRow, ...]:
    """Photos in the order they were taken."""
    found = app.evidence.photos(inspection_id=inspection_id, finding_id=finding_id, unfiled=unfiled)
    return tuple(row_of(photo) for photo in found)


def suggested_places(
    used_here: Iterable[str], used_before: Iterable[str], limit: int = 6, *, named: str = ""
) -> list[str]:
    """Places named in this visit, the latest first, then those of earlier visits; ahead of all what holds ``named``."""
    ordered = [place for place in (*reversed(list(used_here)), *used_before) if place]
    ordered.sort(key=lambda place: bool(named) and named not in place)
    return list(dict.fromkeys(ordered))[:limit]
