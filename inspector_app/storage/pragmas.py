"""How every connection to an encrypted store is set up; standard library only, start-up imports it."""

from __future__ import annotations

from typing import Any

_PRAGMAS = (
    "cipher_log_level=NONE",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=15000",
    "temp_store=MEMORY",
    "secure_delete=ON",
    "mmap_size=0",
    "cache_size=-2000",
)


def configure(connection: Any, key: bytes) -> None:
    """Key the connection and make each commit power-safe.

    WAL with ``synchronous=NORMAL`` loses acknowledged rows in a power cut, hence FULL; temporary tables stay
    in memory so that no plain text reaches the disk.
    """
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in _PRAGMAS:
        connection.execute("PRAGMA " + pragma)
