"""tus 1.0 uploads: part files whose length is the offset; whole and verified before they are acknowledged."""

from __future__ import annotations

import hashlib
import os
import re
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Row, delete, insert, select

from county_server import tables
from county_server.storage import CountyStore
from inspector_app.errors import BadInput, Refused, StorageFault
from inspector_app.storage.durable import classify_os_error, fsync_directory

LARGEST = 2 * 1024**3
"""No single photo, video clip or scan is larger than this (bytes)."""

EXPIRES_SECONDS = 7 * 24 * 3600


class WrongOffset(Exception):
    """The client continues at another place than the server stands; ``offset`` is where it stands."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class UploadService:
    """Uploads under way and finished files."""

    def __init__(self, store: CountyStore) -> None:
        self._store = store

    def holds(self, sha256: str) -> bool:
        """Whether the county has that file already."""
        return re.fullmatch(r"[0-9a-f]{64}", sha256) is not None and self._store.blobs.exists(sha256)

    def create(self, stream_id: str, sha256: str, length: int) -> str:
        """Begin (or find again) the upload of a file; its id."""
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise BadInput("sync.hash_unreadable")
        if length > LARGEST:
            raise Refused("sync.file_too_large", length=length, largest=LARGEST)
        table = tables.upload
        with self._store.units.writing() as connection:
            query = select(table.c.id).where(
                table.c.sha256 == sha256, table.c.stream_id == stream_id, table.c.length == length
            )
            known = connection.execute(query).scalar()
            if known and self._part(known).exists():
                return str(known)
            upload = os.urandom(16).hex()
            row = {"id": upload, "sha256": sha256, "length": length, "stream_id": stream_id}
            connection.execute(insert(table), {**row, "started_at": int(time.time())})
        self._part(upload).touch()
        fsync_directory(self._store.uploads)
        return upload

    def find(self, upload: str, stream_id: str) -> Row[Any]:
        """An upload of this laptop. Raises ``BadInput('sync.upload_unknown')``."""
        table = tables.upload
        with self._store.units.read() as connection:
            row = connection.execute(select(table).where(table.c.id == upload)).first()
        if row is None or row.stream_id != stream_id:
            raise BadInput("sync.upload_unknown")
        return row

    def offset(self, row: Row[Any]) -> int:
        """How many bytes have arrived; all of them once the file is stored."""
        try:
            return self._part(row.id).stat().st_size
        except FileNotFoundError:
            return int(row.length) if self._store.blobs.exists(row.sha256) else 0

    def append(self, row: Row[Any], offset: int, chunk: bytes) -> int:
        """Add bytes at ``offset`` durably; the new offset. The last bytes make it a verified file.

        Raises ``WrongOffset``, ``BadInput('sync.too_many_bytes')``, ``Refused('sync.checksum_wrong')`` when the
        whole file is not what its name says (the part is thrown away then).
        """
        stands = self.offset(row)
        if offset != stands:
            raise WrongOffset(stands)
        if offset + len(chunk) > row.length:
            raise BadInput("sync.too_many_bytes")
        try:
            with self._part(row.id).open("ab") as part:
                part.write(chunk)
                part.flush()
                os.fsync(part.fileno())
        except OSError as error:
            raise classify_os_error(error) from error
        if offset + len(chunk) == row.length:
            self._finish(row)
        return offset + len(chunk)

    def discard(self, row: Row[Any]) -> None:
        """Give an upload up."""
        self._part(row.id).unlink(missing_ok=True)
        with self._store.units.writing() as connection:
            connection.execute(delete(tables.upload).where(tables.upload.c.id == row.id))

    def expire(self) -> int:
        """Throw away uploads that nobody continued for a week; how many."""
        oldest = int(time.time()) - EXPIRES_SECONDS
        with self._store.units.read() as connection:
            rows = connection.execute(select(tables.upload).where(tables.upload.c.started_at < oldest)).all()
        for row in rows:
            self.discard(row)
        return len(rows)

    def _finish(self, row: Row[Any]) -> None:
        part = self._part(row.id)
        digest = hashlib.sha256()
        with part.open("rb") as whole:
            while piece := whole.read(1 << 20):
                digest.update(piece)
        if digest.hexdigest() != row.sha256:
            self.discard(row)
            raise Refused("sync.checksum_wrong")
        if self._store.blobs.put(part).sha256 != row.sha256:
            raise StorageFault("blob.damaged", sha256=row.sha256)
        self.discard(row)

    def _part(self, upload: str) -> Path:
        return self._store.uploads / f"{upload}.part"
