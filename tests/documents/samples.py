"""One filled example of every shipped form (``samples.json``); mines, people and numbers are made up (示例)."""

from __future__ import annotations

import hashlib
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("samples.json")
CODES = tuple(json.loads(_FILE.read_text("utf-8")))


def values(code: str) -> dict[str, Any]:
    """Fresh values of one form by its code; the rows of the photo sheet name the pictures of ``photos``."""
    found: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))[code]
    if code == "EX-11":
        found["photos"] = [row | {"sha256": one} for row, one in zip(found["photos"], photos(), strict=True)]
    return found


@cache
def photos() -> dict[str, bytes]:
    """Three pictures by their SHA-256, one of them upright."""
    made = [a_photo(640, 480, 60), a_photo(360, 640, 160), a_photo(800, 300, 220)]
    return {hashlib.sha256(one).hexdigest(): one for one in made}


def a_photo(width: int, height: int, shade: int) -> bytes:
    """A small JPEG with a gradient, so that turning and scaling can be seen."""
    from PIL import Image

    red, green = Image.linear_gradient("L").rotate(90), Image.linear_gradient("L")
    blue = Image.new("L", red.size, shade)
    out = io.BytesIO()
    Image.merge("RGB", (red, green, blue)).resize((width, height)).save(out, "JPEG", quality=90)
    return out.getvalue()
