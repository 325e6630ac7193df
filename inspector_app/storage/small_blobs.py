"""Small immutable files (thumbnails) inside the encrypted database: durable with the very commit that names them.

So a photo costs three flushes of the disk and not five: its file, its folder, and the transaction of its record.
Originals stay files; as rows they would cost several times their size in writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, delete, insert, select

from inspector_app.storage import tables
from inspector_app.storage.faults import classify_database_error

LARGEST = 256 * 1024
"""Most bytes of a file that is kept as a row."""


class SmallBlobs:
    """Reads the small files of one store."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: set[str] = set()

    def has(self, sha256: str) -> bool:
        """Whether there is such a row. Rows never go away, so each name is asked for once (all at the first time)."""
        if not self._known:
            self._known = set(self.names())
        if sha256 not in self._known and self.size(sha256) is not None:
            self._known.add(sha256)
        return sha256 in self._known

    def read(self, sha256: str) -> bytes | None:
        """The bytes, or ``None`` when there is no such row. They are not compared with their hash here."""
        table = tables.small_blob
        with classify_database_error(), self._engine.connect() as connection:
            data = connection.execute(select(table.c.data).where(table.c.sha256 == sha256)).scalar()
        return None if data is None else bytes(data)

    def size(self, sha256: str) -> int | None:
        """Number of bytes, or ``None`` when there is no such row."""
        table = tables.small_blob
        with classify_database_error(), self._engine.connect() as connection:
            return connection.execute(select(table.c.size).where(table.c.sha256 == sha256)).scalar()

    def names(self) -> Iterator[str]:
        """The hashes of all rows, in order."""
        table = tables.small_blob
        with classify_database_error(), self._engine.connect() as connection:
            yield from connection.execute(select(table.c.sha256).order_by(table.c.sha256)).scalars()


def keep_small(connection: Connection, data: bytes) -> str:
    """Put a small file into the caller's transaction; its hash. The same bytes twice are one row."""
    table, sha256 = tables.small_blob, hashlib.sha256(data).hexdigest()
    if connection.execute(select(table.c.size).where(table.c.sha256 == sha256)).first() is None:
        connection.execute(insert(table), {"sha256": sha256, "size": len(data), "data": data})
    return sha256


def replace_small(connection: Connection, sha256: str, data: bytes) -> bool:
    """Put the right bytes back under their hash; whether these were the right ones."""
    if hashlib.sha256(data).hexdigest() != sha256:
        return False
    connection.execute(delete(tables.small_blob).where(tables.small_blob.c.sha256 == sha256))
    keep_small(connection, data)
    return True
