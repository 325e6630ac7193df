"""Plain facts about a picture, as the intake finds them; every number is text or a whole number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Position:
    """Where the camera stood: decimal degrees (WGS 84, north and east positive) and metres, as decimal text."""

    latitude: str
    longitude: str
    altitude_m: str | None = None


@dataclass(frozen=True)
class PictureFacts:
    """What the picture itself says.

    ``width`` and ``height`` are pixels of the upright picture. ``taken_at`` is ISO 8601 with the camera's offset
    where it recorded one. ``exif``: further camera facts as text. ``warnings``: message codes.
    """

    media_type: str
    width: int
    height: int
    taken_at: str | None = None
    position: Position | None = None
    camera: str | None = None
    exif: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class PhotoFacts(PictureFacts):
    """Facts of a stored original: what the picture says, its SHA-256 and number of bytes."""

    sha256: str = ""
    byte_count: int = 0


TIME_FROM_CAMERA = "camera"
TIME_OF_FILE = "file"
"""The picture says nothing; the file was last written then, which is no proof of when it was taken."""
TIME_STATED = "stated_by_officer"
TIME_UNKNOWN = "not_stated"
"""``Photo.time_source``: who says when it was taken."""

TIME_IN_FUTURE, BEFORE_VISIT = "photo.time_in_future", "photo.before_visit"
FILED_ELSEWHERE = "photo.filed_elsewhere"
"""Warnings that an officer hears of when a photo is taken in."""

FIELD_SHEET = "field_sheet"
"""``Photo.purpose`` of a picture of a filled-in 下井记录单; ``sheet_id`` says of which."""
@dataclass(frozen=True, slots=True)
class TrayPhoto:
    """A photo as lists show it, read without building a record: the tray of a visit may hold thousands."""

    id: str
    presence: str
    inspection_id: str | None
    finding_id: str | None
    answer_id: str | None
    sheet_id: str | None
    purpose: str | None
    purpose_reason: str | None
    sha256: str | None
    byte_count: int | None
    media_type: str | None
    thumbnail_sha256: str | None
    preview_sha256: str | None
    file_name: str | None
    width: int | None
    height: int | None
    taken_at: str | None
    time_source: str | None
    camera: str | None
    place: str | None
    proves: str | None
    imported_at: str | None
    exif: Any


UNRELATED = "unrelated"
"""``Photo.purpose`` of a photo that has nothing to do with the visit; ``purpose_reason`` says why."""


@dataclass(frozen=True)
class UnfiledTray:
    """A visit with photos in its tray: how many of how many are filed nowhere."""

    inspection_id: str
    site_name: str
    started_at: str
    unfiled: int
    photos: int

DUAL_EVIDENCE = "dual_evidence"
"""``Photo.purpose`` of a photo that a line of the 双罚取证清单 names."""
