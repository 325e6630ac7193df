"""The order of a visit's photos, which is also how people name them: the fifth photo is "p5" on a field sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TypeVar

from inspector_app.errors import BadInput
from inspector_app.evidence.model import Photo
from inspector_app.evidence.values import TrayPhoto
from inspector_app.storage.records import PRESENT

P = TypeVar("P", Photo, TrayPhoto)


@dataclass(frozen=True)
class NumberedPhoto:
    """A photo and its number in the visit, counted from 1. ``is_removed``: taken out; its number stays its own."""

    number: int
    photo: TrayPhoto
    is_removed: bool = False


def ordered(photos: Iterable[P], zone: tzinfo | None = None) -> list[P]:
    """Photos by the time they were taken, then by file name.

    ``zone``: where times without an offset were taken (the laptop's own zone when ``None``).
    """
    return sorted(photos, key=lambda photo: (moment_of(photo, zone), photo.file_name or "", photo.id))


def numbered(photos: Iterable[TrayPhoto], zone: tzinfo | None = None) -> tuple[NumberedPhoto, ...]:
    """All photos of a visit in their order.

    Filed, set aside and removed ones count as well, so that no number moves while photos are filed.
    """
    found = enumerate(ordered(photos, zone), 1)
    return tuple(NumberedPhoto(number, one, one.presence != PRESENT) for number, one in found)


def by_number(photos: Sequence[NumberedPhoto], number: int) -> NumberedPhoto:
    """The photo of that number. Raises ``BadInput('photo.number_unknown')``, also for one that was taken out."""
    if 1 <= number <= len(photos) and not photos[number - 1].is_removed:
        return photos[number - 1]
    raise BadInput("photo.number_unknown", number=number, most=len(photos))


def moment_of(photo: Photo | TrayPhoto, zone: tzinfo | None = None) -> float:
    """When it was taken, else when it came in, as seconds; for putting in order only."""
    text = photo.taken_at or photo.imported_at
    return seconds_of(text, zone) if text else 0.0


def seconds_of(text: str, zone: tzinfo | None = None) -> float:
    """An ISO moment as seconds since 1970; one without an offset is meant in ``zone``."""
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=zone)).timestamp()
    except (ValueError, OverflowError, OSError):  # a camera clock of the year 0001
        return 0.0
