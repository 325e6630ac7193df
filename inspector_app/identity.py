"""Names for records: UUID version 7, so that ids sort by creation and need no coordination."""

from __future__ import annotations

import os
import time


def new_id() -> str:
    """A fresh UUIDv7 (RFC 9562) in its usual text form."""
    stamp = max(0, time.time_ns() // 1_000_000)  # a clock set before 1970 must not stop anybody
    raw = bytearray(stamp.to_bytes(6, "big") + os.urandom(10))
    raw[6] = (raw[6] & 0x0F) | 0x70
    raw[8] = (raw[8] & 0x3F) | 0x80
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
