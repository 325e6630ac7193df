"""Reads what the camera recorded: time with offset and fraction, position, camera. Nothing here refuses a picture.

Tags are those of CIPA DC-008 (Exif 3.0). Rationals become decimal text; no float is ever made of them.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from inspector_app.evidence.values import Position

_EXIF_IFD = 0x8769
_GPS_IFD = 0x8825
_THUMBNAIL_IFD = 1
UNREADABLE = (
    ArithmeticError, AttributeError, EOFError, IndexError, KeyError, OSError, RecursionError, SyntaxError, TypeError,
    ValueError, Warning, struct.error,
)  # fmt: skip
"""What reading a camera's block may raise when it is broken; the picture itself is still good."""

_TIME_TAGS = ((36867, 37521, 36881), (36868, 37522, 36882), (306, 37520, 36880))
"""(time, fraction, offset) of: taken, digitised, file changed."""
_TIME = re.compile(r"\s*(\d{4})[:\-/.](\d{1,2})[:\-/.](\d{1,2})[ T](\d{1,2}):(\d{1,2}):(\d{1,2})")
_OFFSET = re.compile(r"\s*([+-])(\d{2}):?(\d{2})")
_PLAIN_TAGS = {
    271: "make", 272: "model", 305: "software", 42036: "lens", 42033: "body_serial", 274: "orientation",
    33434: "exposure_time", 33437: "f_number", 34855: "iso", 37386: "focal_length",
}  # fmt: skip
_LONGEST = 120


@dataclass(frozen=True)
class CameraFacts:
    """What was found. ``has_offset``: the camera stated its UTC offset. ``broken``: some of it was unreadable."""

    taken_at: str | None = None
    has_offset: bool = False
    position: Position | None = None
    camera: str | None = None
    details: Mapping[str, str] = None  # type: ignore[assignment]
    broken: bool = False


def read(image: Any) -> CameraFacts:
    """The facts in a Pillow image's EXIF; empty facts when there is none."""
    try:
        exif = image.getexif()
        tags = {**dict(exif), **dict(exif.get_ifd(_EXIF_IFD))}
        gps = dict(exif.get_ifd(_GPS_IFD))
    except UNREADABLE:
        return CameraFacts(details={}, broken=True)
    taken_at, has_offset = _time(tags)
    details = {name: text for tag, name in _PLAIN_TAGS.items() if (text := _text(tags.get(tag)))}
    if gps_time := _gps_time(gps):
        details["gps_time"] = gps_time
    position = _position(gps)
    return CameraFacts(
        taken_at,
        has_offset,
        position,
        _camera(details),
        details,
        broken=bool(gps) and position is None and (2 in gps or 4 in gps),
    )


def embedded_thumbnail(image: Any) -> bytes | None:
    """The small JPEG that the camera put beside the picture, or ``None``; costs no decoding."""
    block = image.info.get("exif")
    try:
        return _thumbnail_in(block[6:]) if block else None
    except UNREADABLE:
        return None


def _thumbnail_in(tiff: bytes) -> bytes | None:
    """Follow the TIFF structure to its second directory (tags 513 and 514: where the JPEG is, and its length)."""
    order = {b"II": "<", b"MM": ">"}[tiff[:2]]
    (first,) = struct.unpack_from(order + "I", tiff, 4)
    (count,) = struct.unpack_from(order + "H", tiff, first)
    (second,) = struct.unpack_from(order + "I", tiff, first + 2 + 12 * count)
    if not second:
        return None
    (count,) = struct.unpack_from(order + "H", tiff, second)
    entries = (struct.unpack_from(order + "HHII", tiff, second + 2 + 12 * n) for n in range(count))
    found = {tag: value for tag, _kind, _count, value in entries}
    data = tiff[found[513] : found[513] + found[514]]
    return data if data.startswith(b"\xff\xd8") and data.rstrip(b"\0").endswith(b"\xff\xd9") else None


def _time(tags: Mapping[int, Any]) -> tuple[str | None, bool]:
    for time_tag, fraction_tag, offset_tag in _TIME_TAGS:
        found = _TIME.match(_text(tags.get(time_tag)))
        if not found:
            continue
        try:
            moment = datetime(*map(int, found.groups())).isoformat()  # type: ignore[arg-type]  # noqa: DTZ001
        except ValueError:
            continue  # 0000:00:00, or a clock that was never set
        fraction = re.match(r"\s*(\d{1,6})", _text(tags.get(fraction_tag)))
        offset = _OFFSET.match(_text(tags.get(offset_tag)))
        part = f".{fraction[1][:3]:0<3}" if fraction else ""
        zone = f"{offset[1]}{offset[2]}:{offset[3]}" if offset else ""
        return moment + part + zone, bool(offset)
    return None, False


def _position(gps: Mapping[int, Any]) -> Position | None:
    latitude = _degrees(gps.get(2), gps.get(1), "S", 90)
    longitude = _degrees(gps.get(4), gps.get(3), "W", 180)
    if latitude is None or longitude is None or (latitude == longitude == "0.000000"):
        return None
    return Position(latitude, longitude, _altitude(gps))


def _degrees(parts: Any, side: Any, negative: str, limit: int) -> str | None:
    try:
        degrees, minutes, seconds = (_decimal(part) for part in (*parts, 0, 0)[:3])
        value = degrees + minutes / 60 + seconds / 3600
    except UNREADABLE:
        return None
    if not value.is_finite() or not 0 <= value <= limit:
        return None
    if _text(side).upper().startswith(negative):
        value = -value
    return _fixed(value, "0.000001")


def _altitude(gps: Mapping[int, Any]) -> str | None:
    try:
        value = _decimal(gps[6])
    except UNREADABLE:
        return None
    if not value.is_finite() or value > 20_000:
        return None
    below = gps.get(5) in (1, b"\1", 3, b"\3")
    return _fixed(-value if below else value, "0.1")


def _gps_time(gps: Mapping[int, Any]) -> str | None:
    """The satellites' own time (UTC): cross-check for the camera's clock."""
    try:
        hour, minute, second = (int(_decimal(part)) for part in gps[7])
        day = _text(gps[29]).replace(":", "-")
        return datetime.fromisoformat(f"{day}T{hour:02}:{minute:02}:{second:02}+00:00").isoformat()
    except UNREADABLE:
        return None


def _camera(details: Mapping[str, str]) -> str | None:
    make, model = details.get("make", ""), details.get("model", "")
    name = model if model.lower().startswith(make.lower()) else f"{make} {model}"
    return name.strip()[:_LONGEST] or None


def _decimal(value: Any) -> Decimal:
    """A rational as Pillow gives it (IFDRational, whole number, pair) as a decimal. Raises for a zero denominator."""
    if isinstance(value, tuple):
        return Decimal(value[0]) / Decimal(value[1])
    try:
        return Decimal(int(value.numerator)) / Decimal(int(value.denominator))
    except InvalidOperation as error:
        raise ValueError("0/0") from error


def _fixed(value: Decimal, step: str) -> str:
    return str(value.quantize(Decimal(step), ROUND_HALF_UP) + 0)


def _text(value: Any) -> str:
    """A tag as clean text: no NUL, no control characters, bounded."""
    if value is None:
        return ""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return "".join(c for c in str(value) if c.isprintable()).strip()[:_LONGEST]
