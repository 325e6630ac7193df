"""Looks through a card, phone or folder: which photos, from when, which came in before, and what is left out and why.

Only the head of a file is read, and nothing at all of one that was last written long before the days asked about: a
file is never older than its photo, whatever copied it (clocks and time zones aside, for which there is a margin).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from inspector_app.errors import BadInput
from inspector_app.evidence import pictures, places
from inspector_app.evidence.source_values import FileKey, FileKind, FoundPhoto, LeftOut, PhotoPlace, Survey

MARGIN = timedelta(hours=26)
"""How much older than its photo a file may look: time zones, and cards that keep local time."""
DEEPEST = 12
"""Levels of folders that are looked through."""
_NAMED = 5
_NOTICED_AHEAD = timedelta(minutes=5)


@dataclass
class _Seen:
    photos: list[tuple[os.DirEntry[str], os.stat_result]] = field(default_factory=list)
    others: dict[FileKind, list[str]] = field(default_factory=dict)

    def leave(self, kind: FileKind, name: str) -> None:
        self.others.setdefault(kind, []).append(name)


def survey(
    place: PhotoPlace, now: datetime, began_at: datetime | None = None, known: Mapping[FileKey, bool] | None = None
) -> Iterator[int | Survey]:
    """Look through a place; yields how many photos were looked at so far, and the ``Survey`` last.

    ``known``: photos of the visit by ``FileKey``, with whether they are still in it. Raises
    ``BadInput('photos.place_gone')`` when the place is not there (any more).
    """
    seen = _Seen()
    for root in place.roots:
        for _folder in _walk(root, seen, 0):
            yield len(seen.photos)
    if not place.path.is_dir():
        raise BadInput("photos.place_gone", name=place.name)
    earliest = min(began_at or now, now.replace(hour=0, minute=0, second=0, microsecond=0)) - MARGIN
    found = []
    for number, (entry, stat) in enumerate(seen.photos, 1):
        found.append(_looked_at(Path(entry.path), stat, earliest, known or {}))
        yield number
    sketch = Survey(place, now, began_at)
    photos = tuple(sorted(found, key=lambda one: (sketch.moment(one), one.path.name)))
    left_out = tuple(LeftOut(kind, len(names), tuple(sorted(names)[:_NAMED])) for kind, names in seen.others.items())
    newest = max((sketch.moment(one) for one in photos), default=now)
    ahead = newest - now if newest - now > _NOTICED_AHEAD else timedelta()
    ahead_s = int(ahead.total_seconds())
    yield Survey(place, now, began_at, photos, left_out, _camera_ahead(sketch, photos), ahead_s, known or {})


def kind_of(name: str) -> FileKind | None:
    """What a file is by its ending; ``None`` for a photo."""
    ending = name.rpartition(".")[2].lower()
    for kind, endings in places.known()["kinds"].items():
        if ending in endings:
            return None if kind == "photo" else FileKind(kind)
    return FileKind.OTHER


def clock_gap(taken_at: str, gps_time: str, local: datetime) -> float | None:
    """Seconds that a camera's clock was ahead of the satellites' time; ``None`` when one of them is no time."""
    try:
        camera, satellite = datetime.fromisoformat(taken_at), datetime.fromisoformat(gps_time)
    except ValueError:
        return None
    camera = camera if camera.tzinfo else camera.replace(tzinfo=local.tzinfo)
    return (camera - satellite).total_seconds()


def _walk(folder: Path, seen: _Seen, depth: int) -> Iterator[Path]:
    """Looks through a folder and those in it; yields each when it is done, so that it can be given up between."""
    try:
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        if depth:
            seen.leave(FileKind.UNREADABLE, folder.name)
        return
    ignored = places.known()["ignored_names"]
    for entry in inside:
        if entry.name.startswith(".") or entry.name.lower() in ignored:
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                if depth < DEEPEST:
                    yield from _walk(Path(entry.path), seen, depth + 1)
            elif entry.is_file():
                _sort(entry, seen)
        except OSError:
            seen.leave(FileKind.UNREADABLE, entry.name)
    yield folder


def _sort(entry: os.DirEntry[str], seen: _Seen) -> None:
    kind = kind_of(entry.name)
    if kind is None:
        seen.photos.append((entry, entry.stat()))
    else:
        seen.leave(kind, entry.name)


def _looked_at(path: Path, stat: os.stat_result, earliest: datetime, known: Mapping[FileKey, bool]) -> FoundPhoto:
    written = datetime.fromtimestamp(stat.st_mtime, earliest.tzinfo)
    file_time = written.isoformat(timespec="seconds")
    if written < earliest:
        return FoundPhoto(path, stat.st_size, file_time, is_opened=False)
    return opened(FoundPhoto(path, stat.st_size, file_time), known)


def opened(one: FoundPhoto, known: Mapping[FileKey, bool]) -> FoundPhoto:
    """The same photo with its camera's times, and whether it came in before. An unreadable one has none."""
    try:
        with one.path.open("rb") as stream:
            taken_at, gps_time = pictures.times(stream)
    except OSError:
        taken_at = gps_time = None
    still_in = known.get((one.path.name, one.byte_count, taken_at)) if taken_at else None
    return FoundPhoto(
        one.path, one.byte_count, one.file_time, taken_at, gps_time,
        is_known=still_in is True, is_dismissed=still_in is False,
    )  # fmt: skip


def _camera_ahead(sketch: Survey, photos: tuple[FoundPhoto, ...]) -> int | None:
    from statistics import median  # needed for a card only; it loads a dozen modules

    gaps = [
        gap
        for one in photos
        if one.taken_at and one.gps_time
        for gap in (clock_gap(one.taken_at, one.gps_time, sketch.looked_at),)
        if gap is not None
    ]
    return round(median(gaps)) if gaps else None
