"""Looks into a picture: facts, an upright thumbnail, a rendition for screen and paper. Everything from a stream.

Memory is bounded: JPEGs are decoded at an eighth where that is enough, and pictures whose full decoding would need
more than ``MAX_DECODED`` pixels are refused before a pixel is touched (decompression bombs among them).
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO

from inspector_app.errors import BadInput
from inspector_app.evidence import exif, formats
from inspector_app.evidence.values import PictureFacts

THUMBNAIL = 400
"""Longest side of a thumbnail, pixels."""
RENDITION = 1600
"""Longest side of what is shown large or printed, pixels."""
MAX_DECODED = 64_000_000
"""Most pixels that are decoded at full size (PNG, WebP, HEIC, progressive JPEG): about 250 MB while it lasts."""
MAX_JPEG = 260_000_000
"""Most pixels of a baseline JPEG, which is decoded a strip at a time."""
EARLIEST_YEAR = "2000"
"""A camera clock before it was never set."""
_TURNS = {
    "2": "FLIP_LEFT_RIGHT", "3": "ROTATE_180", "4": "FLIP_TOP_BOTTOM", "5": "TRANSPOSE", "6": "ROTATE_270",
    "7": "TRANSVERSE", "8": "ROTATE_90",
}  # fmt: skip
"""EXIF orientation -> how the stored pixels are turned to stand upright."""
SIDEWAYS = ("5", "6", "7", "8")
"""EXIF orientations that exchange width and height."""

_AVERAGED = frozenset({"L", "LA", "RGB", "RGBA", "CMYK"})
"""Modes whose pixels can be averaged as they are."""
_UNDECODABLE = (*exif.UNREADABLE, MemoryError)


@dataclass(frozen=True)
class Picture:
    """Facts of a picture, its thumbnail and, where a browser could not show the original, a rendition (JPEGs)."""

    facts: PictureFacts
    thumbnail: bytes
    rendition: bytes | None = None


@dataclass(frozen=True)
class Pixels:
    """An upright picture, three bytes a pixel, rows without gaps."""

    width: int
    height: int
    rgb: bytes


def examine(stream: BinaryIO, file_name: str = "") -> Picture:
    """Facts and thumbnail of a picture.

    Raises ``BadInput``: not a picture, a format not taken in, damaged, cut off, or too many pixels.
    """
    with _opened(stream) as (image, media):
        camera = exif.read(image)
        width, height = image.size
        if camera.details.get("orientation") in SIDEWAYS:
            width, height = height, width
        notes = _warnings(image, camera, media, file_name)
        shown = _scaled(image, RENDITION, camera) if media == formats.HEIC else None
        small = _scaled(shown, THUMBNAIL) if shown else _scaled(image, THUMBNAIL, camera)
        facts = PictureFacts(
            media_type=media,
            width=width,
            height=height,
            taken_at=camera.taken_at,
            position=camera.position,
            camera=camera.camera,
            exif=dict(camera.details),
            warnings=tuple(notes),
        )
        return Picture(facts, _jpeg(small, 80), _jpeg(shown, 85) if shown else None)


def rendition(stream: BinaryIO, longest: int = RENDITION, quality: int = 85) -> bytes:
    """An upright JPEG no longer than ``longest`` pixels, for screen and paper. Raises as ``examine`` does."""
    with _opened(stream) as (image, _media):
        return _jpeg(_scaled(image, longest, exif.read(image)), quality)


def grey(stream: BinaryIO) -> Any:
    """The whole picture in grey as it lies (Pillow), for reading codes; a JPEG too large to hold is halved.

    Raises as ``examine`` does.
    """
    with _opened(stream) as (image, _media):
        size = image.size
        while size[0] * size[1] > MAX_DECODED:
            size = (size[0] // 2, size[1] // 2)
        image.draft("L", size)
        return image.convert("L") if image.mode in _AVERAGED else _in_rgb(image).convert("L")


def jpeg(image: Any, longest: int) -> bytes:
    """A JPEG of a picture (Pillow), its longer side at most ``longest`` pixels."""
    return _jpeg(_scaled(image, longest), 80)


def quick_look(stream: BinaryIO) -> bytes | None:
    """The camera's own thumbnail as it lies in the file, or ``None``; shown until the real one is ready."""
    try:
        with _opened(stream) as (image, _media):
            return exif.embedded_thumbnail(image)
    except BadInput:
        return None


def pixels(stream: BinaryIO, room: tuple[int, int] | None = None) -> Pixels:
    """The upright picture in RGB for a screen, fitted into ``room`` (width, height) and never enlarged.

    Raises as ``examine`` does.
    """
    with _opened(stream) as (image, _media):
        camera = exif.read(image)
        width, height = image.size
        longest = max(width, height)
        if room is not None:
            across, down = room[::-1] if camera.details.get("orientation") in SIDEWAYS else room
            longest = max(1, int(longest * min(across / width, down / height, 1.0)))
        shown = _scaled(image, longest, camera)
        return Pixels(shown.width, shown.height, shown.tobytes())


def times(stream: BinaryIO) -> tuple[str | None, str | None]:
    """(camera time, satellite time) of a picture, from its head alone; nothing for a file that is no good picture."""
    try:
        with _opened(stream) as (image, _media):
            camera = exif.read(image)
            return camera.taken_at, camera.details.get("gps_time")
    except BadInput:
        return None, None


@contextmanager
def _opened(stream: BinaryIO) -> Iterator[tuple[Any, str]]:
    head = stream.read(formats.HEAD)
    stream.seek(0)
    media = formats.media_type(head)
    if media is None:
        kind = formats.other_kind(head)
        raise BadInput("photo.format_unsupported", kind=kind) if kind else BadInput("photo.not_a_picture")
    pillow = _pillow()
    try:
        with pillow.open(stream, formats=_FORMAT_NAMES[media]) as image:
            _refuse_too_large(image, media)
            yield image, media
    except _UNDECODABLE as error:
        cut_off = isinstance(error, EOFError) or "truncated" in str(error).lower()
        raise BadInput("photo.cut_off" if cut_off else "photo.damaged", detail=str(error)[:200]) from error


_FORMAT_NAMES = {formats.JPEG: ("JPEG", "MPO"), formats.PNG: ("PNG",), formats.WEBP: ("WEBP",), formats.HEIC: ("HEIF",)}


@cache
def _pillow() -> Any:
    """Pillow with HEIC, its own pixel limit replaced by ours; imported late, start-up does not need it."""
    import pi_heif
    from PIL import Image

    pi_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None
    warnings.filterwarnings("ignore", module=r"PIL\..*")
    return Image


def _refuse_too_large(image: Any, media: str) -> None:
    pixels = image.width * image.height
    strips = media == formats.JPEG and not image.info.get("progressive")
    if pixels > (MAX_JPEG if strips else MAX_DECODED):
        raise BadInput("photo.too_many_pixels", width=image.width, height=image.height)


def _scaled(image: Any, longest: int, camera: exif.CameraFacts | None = None) -> Any:
    """The picture in RGB and no longer than ``longest``, stood upright as its camera says."""
    ratio = longest / max(image.size)
    if ratio < 1:
        image.draft("RGB", (max(1, int(image.width * ratio)), max(1, int(image.height * ratio))))
    image.load()
    plain = image if image.mode in _AVERAGED else _in_rgb(image)
    small = plain.reduce(max(1, int(min(plain.size) / longest / 2))) if max(plain.size) > 4 * longest else plain
    small = _in_rgb(small)
    resampling, turning = _pillow().Resampling, _pillow().Transpose
    small.thumbnail((longest, longest), resample=resampling.BICUBIC)
    turn = _TURNS.get(camera.details.get("orientation", "")) if camera else None
    return small.transpose(turning[turn]) if turn else small


def _in_rgb(image: Any) -> Any:
    if image.mode == "RGB":
        return image.copy()
    if image.mode.startswith("I"):  # 16 or 32 bits of grey: the upper eight are seen
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        layered = image.convert("RGBA")
        white = _pillow().new("RGB", layered.size, "white")
        white.paste(layered, mask=layered.getchannel("A"))
        return white
    return image.convert("RGB")


def _warnings(image: Any, camera: exif.CameraFacts, media: str, file_name: str) -> list[str]:
    found = {
        "photo.no_camera_time": camera.taken_at is None,
        "photo.time_implausible": camera.taken_at is not None and camera.taken_at[:4] < EARLIEST_YEAR,
        "photo.time_without_offset": camera.taken_at is not None and not camera.has_offset,
        "photo.camera_facts_unreadable": camera.broken,
        "photo.wrong_extension": not formats.fits_name(media, file_name),
        "photo.animated": bool(getattr(image, "is_animated", False)) and image.format != "MPO",
    }
    return [code for code, applies in found.items() if applies]


def _jpeg(image: Any, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()
