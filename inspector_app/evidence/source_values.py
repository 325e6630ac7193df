"""Where photos come from and what was seen there; standard library only, for the window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

FileKey = tuple[str, int, str]
"""(file name, bytes, camera time): the same three are taken for the same photo."""


class PlaceKind(StrEnum):
    """What holds photos."""

    CARD = "card"
    PHONE = "phone"
    CHAT = "chat"
    FOLDER = "folder"


class Since(StrEnum):
    """Which photos of a place are meant."""

    TODAY = "today"
    INSPECTION = "inspection"
    ALL = "all"


class FileKind(StrEnum):
    """What a file that is not taken in is."""

    VIDEO = "video"
    SOUND = "sound"
    RAW = "raw"
    DOCUMENT = "document"
    OTHER = "other"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class PhotoPlace:
    """A card, phone or folder. ``folders``: where in it photos are looked for, ``path`` itself when there are none."""

    kind: PlaceKind
    name: str
    path: Path
    folders: tuple[Path, ...] = ()

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folders that are looked through."""
        return self.folders or (self.path,)


@dataclass(frozen=True)
class FoundPhoto:
    """A picture file, looked at but not read.

    ``taken_at``: what its camera recorded; ``file_time``: when the file was last written, with the laptop's offset.
    ``is_opened``: its camera time was looked for (not where the file is older than every day asked about).
    ``is_known``: a file of that name, size and camera time is in the visit; ``is_dismissed``: it was taken out of it.
    """

    path: Path
    byte_count: int
    file_time: str
    taken_at: str | None = None
    gps_time: str | None = None
    is_opened: bool = True
    is_known: bool = False
    is_dismissed: bool = False


@dataclass(frozen=True)
class LeftOut:
    """Files of one kind that are not taken in; ``names``: the first of them."""

    kind: FileKind
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Survey:
    """What lies in a place, seen for a visit that began at ``began_at``.

    ``camera_ahead_s``: seconds that the cameras' clocks were ahead of the satellites' time, where photos hold both;
    ``future_s``: seconds that the newest photo lies ahead of the laptop's clock, 0 when none does. ``known``: photos
    of the visit, with whether they are still in it.
    """

    place: PhotoPlace
    looked_at: datetime
    began_at: datetime | None
    photos: tuple[FoundPhoto, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    camera_ahead_s: int | None = None
    future_s: int = 0
    known: Mapping[FileKey, bool] = field(default_factory=dict, repr=False)

    def chosen(self, since: Since) -> tuple[FoundPhoto, ...]:
        """The photos meant, by camera time, else by the time of the file; the oldest first."""
        return tuple(one for one in self.photos if self._is_meant(one, since))

    def fresh(self, since: Since) -> tuple[FoundPhoto, ...]:
        """Those of them that never came into the visit."""
        return tuple(one for one in self.chosen(since) if not one.is_known and not one.is_dismissed)

    def _is_meant(self, one: FoundPhoto, since: Since) -> bool:
        if since is Since.ALL:
            return True
        if not one.is_opened:
            return False
        moment = self.moment(one)
        if since is Since.TODAY:
            return moment.date() == self.looked_at.date()
        return self.began_at is not None and moment >= self.began_at

    def moment(self, one: FoundPhoto) -> datetime:
        """When it was taken, on the laptop's local clock."""
        at = datetime.fromisoformat(one.taken_at or one.file_time)
        zone = self.looked_at.tzinfo
        return at.astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone)

    def by_file_time(self, since: Since) -> int:
        """How many of those meant have no camera time."""
        return sum(one.taken_at is None and one.is_opened for one in self.chosen(since))

    def offers(self) -> Iterator[tuple[Since, int, int]]:
        """(which, how many, how many of them are new), the narrowest first."""
        for since in Since:
            yield since, len(self.chosen(since)), len(self.fresh(since))
