"""Real JPEG files with EXIF for the demo, when nobody gives photographs: a drawn rock face, noise, time and place."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter
from PIL.ExifTags import GPS, IFD, Base

WIDTH, HEIGHT = 4000, 3000
"""Twelve megapixels, as a telephone takes them."""

_GRAIN = 250
_CAMERA = ("Kuang'anjian", "demo camera")
_SUICHANG = (28.5921, 119.2758)
"""Decimal degrees of the county seat of 遂昌; the pictures are scattered around it."""


def make_pictures(folder: Path, count: int, taken_at: datetime) -> list[Path]:
    """Write ``count`` pictures taken one minute apart from ``taken_at`` (aware); their files in that order."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number in range(count):
        file = folder / f"IMG_{taken_at:%Y%m%d}_{number + 1:04d}.jpg"
        choices = random.Random(f"{taken_at.isoformat()}/{number}")  # noqa: S311 - pictures, not secrets
        _rock_face(choices).save(
            file, "JPEG", quality=88, exif=_exif(taken_at.replace(minute=(taken_at.minute + number) % 60), choices)
        )
        files.append(file)
    return files


def _rock_face(choices: random.Random) -> Image.Image:
    """A dark drift with a lit wall, a support beam and a crack: different in each picture."""
    small = Image.new("RGB", (WIDTH // _GRAIN, HEIGHT // _GRAIN))
    for x in range(small.width):
        for y in range(small.height):
            light = 60 + 110 * (1 - abs(x - small.width / 2) / small.width) + choices.randint(-25, 25)
            small.putpixel((x, y), (int(light), int(light * 0.93), int(light * 0.82)))
    wall = small.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    grain = Image.effect_noise((WIDTH // 2, HEIGHT // 2), 42).resize((WIDTH, HEIGHT))
    wall = Image.blend(wall, Image.merge("RGB", (grain,) * 3), 0.18)
    draw = ImageDraw.Draw(wall)
    draw.rectangle((0, 320, WIDTH, 470), fill=(88, 62, 38))
    x, y = choices.randint(800, 3000), 470
    crack = [(x, y)]
    while y < HEIGHT - 400:
        x, y = x + choices.randint(-140, 140), y + choices.randint(120, 260)
        crack.append((x, y))
    draw.line(crack, fill=(18, 16, 15), width=choices.randint(14, 34), joint="curve")
    return wall.filter(ImageFilter.GaussianBlur(1.1))


def _exif(taken_at: datetime, choices: random.Random) -> Image.Exif:
    exif = Image.Exif()
    exif[Base.Make], exif[Base.Model] = _CAMERA
    exif[Base.Orientation] = 1
    details = exif.get_ifd(IFD.Exif)
    details[Base.DateTimeOriginal] = f"{taken_at:%Y:%m:%d %H:%M:%S}"
    offset = f"{taken_at:%z}"
    details[Base.OffsetTimeOriginal] = f"{offset[:3]}:{offset[3:]}"
    position = exif.get_ifd(IFD.GPSInfo)
    latitude, longitude = (degrees + choices.uniform(-0.02, 0.02) for degrees in _SUICHANG)
    position[GPS.GPSLatitudeRef], position[GPS.GPSLongitudeRef] = "N", "E"
    position[GPS.GPSLatitude], position[GPS.GPSLongitude] = _sexagesimal(latitude), _sexagesimal(longitude)
    return exif


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    whole = int(degrees)
    minutes = (degrees - whole) * 60
    return float(whole), float(int(minutes)), round((minutes - int(minutes)) * 60, 3)
