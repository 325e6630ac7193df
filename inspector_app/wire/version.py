"""Which protocol versions this program speaks; told in a header, so that a message need not be understood first."""

from __future__ import annotations

PROTOCOL = 2
"""Spoken by this program."""

OLDEST = 2
"""The oldest one it still understands."""

HEADER = "Inspector-Protocol"


def fault_of(stated: str | None) -> str | None:
    """Why a peer that states this version cannot be spoken with, as a message code; ``None`` when it can."""
    if stated is None or not stated.isascii() or not stated.isdigit():
        return "sync.protocol_unstated"
    if int(stated) > PROTOCOL:
        return "sync.protocol_newer"
    return "sync.protocol_older" if int(stated) < OLDEST else None
