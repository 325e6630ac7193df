"""tus 1.0 uploads: part files whose length is the offset; whole and verified before they are acknowledged."""

from __future__ import annotations

import hashlib
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from county_server import tables
from county_server.storage import CountyStore
from inspector_app.errors import BadInput, Refused, StorageFault
from inspector_app.storage.durable import classify_os_error, fsync_directory

LARGEST = 2 * 1024**3
"""No single photo, video clip or scan is larger than this (bytes)."""

EXPIRES_SECONDS = 7 * 24 * 3600
_HASH = re.compile(r"[0-9a-f]{64}")


class WrongOffset(Exception):
    """The client continues at another place than the server stands; ``offset`` is where it stands."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


@dataclass(frozen=True)
class Upload:
    """One upload: ``id`` stands in its address; ``expires_at`` is Unix seconds (0: finished, stays)."""

    id: str
    sha256: str
    length: int
    expires_at: int = 0


class UploadService:
    """Uploads under way and finished files."""

    def __init__(self, store: CountyStore) -> None:
        self._store = store

    def holds(self, sha256: str) -> bool:
        """Whether the county has that file already."""
        return _HASH.fullmatch(sha256) is not None and self._store.blobs.exists(sha256)

    def missing(self, wanted: list[str]) -> list[str]:
        """Those of the files that are not here yet, in the order asked."""
        return [sha256 for sha256 in wanted if not self._store.blobs.exists(sha256)]

    def store_whole(self, sha256: str, length: int, content: bytes) -> Upload:
        """Take a small file in one step. Raises ``Refused('sync.checksum_wrong')`` when it is not what it says."""
        self._require_sound(sha256, length)
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Refused("sync.checksum_wrong")
        self._store.blobs.put(content)
        return Upload(sha256, sha256, length)

    def create(self, stream_id: str, sha256: str, length: int) -> Upload:
        """Begin (or find again) the upload of a file. Raises ``BadInput``, ``Refused('sync.file_too_large')``."""
        self._require_sound(sha256, length)
        if self._store.blobs.exists(sha256):
            return Upload(sha256, sha256, length)
        known = self._begun(stream_id, sha256, length)
        if known is not None and self._part(known.id).exists():
            return self._resumed(known)
        upload, now = os.urandom(16).hex(), int(time.time())
        row = {"id": upload, "sha256": sha256, "length": length, "stream_id": stream_id, "touched_at": now}
        with self._store.writing() as connection:
            connection.execute(insert(tables.upload), row)
        self._part(upload).touch()
        fsync_directory(self._store.uploads)
        if length == 0:
            self._finish(Upload(upload, sha256, 0))
        return Upload(upload, sha256, length, now + EXPIRES_SECONDS)

    def _begun(self, stream_id: str, sha256: str, length: int) -> Upload | None:
        table = tables.upload
        query = select(table).where(
            table.c.sha256 == sha256, table.c.stream_id == stream_id, table.c.length == length
        )
        with self._store.read() as connection:
            row = connection.execute(query.order_by(table.c.touched_at.desc())).first()
        return None if row is None else _upload_of(row)

    def find(self, upload: str, stream_id: str) -> Upload:
        """An upload of this laptop, or a finished file. Raises ``BadInput('sync.upload_unknown')``."""
        if _HASH.fullmatch(upload):
            if not self._store.blobs.exists(upload):
                raise BadInput("sync.upload_unknown")
            return Upload(upload, upload, self._store.blobs.size(upload))
        table = tables.upload
        with self._store.read() as connection:
            row = connection.execute(select(table).where(table.c.id == upload)).first()
        if row is None or row.stream_id != stream_id:
            raise BadInput("sync.upload_unknown")
        return self._resumed(_upload_of(row))

    def offset(self, upload: Upload) -> int:
        """How many bytes have arrived; all of them once the file is stored."""
        try:
            return self._part(upload.id).stat().st_size
        except FileNotFoundError:
            return upload.length if self._store.blobs.exists(upload.sha256) else 0

    def write(self, upload: Upload, offset: int, piece: bytes) -> None:
        """Put bytes into the part file at ``offset``; not durable until ``settle``."""
        if offset + len(piece) > upload.length:
            raise BadInput("sync.too_many_bytes")
        try:
            with self._part(upload.id).open("r+b") as part:
                part.seek(offset)
                part.write(piece)
        except OSError as error:
            raise classify_os_error(error) from error

    def settle(self, upload: Upload, offset: int) -> int:
        """Make everything up to ``offset`` durable; the last byte turns the part into a verified file.

        Raises ``Refused('sync.checksum_wrong')`` when the whole file is not what its name says (it is thrown away).
        """
        part = self._part(upload.id)
        try:
            with part.open("r+b") as file:
                file.truncate(offset)
                os.fsync(file.fileno())
        except FileNotFoundError:
            return self.offset(upload)  # finished by an earlier try whose answer got lost
        except OSError as error:
            raise classify_os_error(error) from error
        with self._store.writing() as connection:
            touched = update(tables.upload).where(tables.upload.c.id == upload.id)
            connection.execute(touched.values(touched_at=int(time.time())))
        if offset == upload.length:
            self._finish(upload)
        return offset

    def discard(self, upload: Upload) -> None:
        """Give an upload up; a finished file stays."""
        self._part(upload.id).unlink(missing_ok=True)
        with self._store.writing() as connection:
            connection.execute(delete(tables.upload).where(tables.upload.c.id == upload.id))

    def expire(self) -> int:
        """Throw away uploads that nobody continued for a week; how many."""
        oldest = int(time.time()) - EXPIRES_SECONDS
        with self._store.read() as connection:
            rows = connection.execute(select(tables.upload).where(tables.upload.c.touched_at < oldest)).all()
        for row in rows:
            self.discard(_upload_of(row))
        return len(rows)

    @staticmethod
    def _require_sound(sha256: str, length: int) -> None:
        if not _HASH.fullmatch(sha256) or length < 0:
            raise BadInput("sync.hash_unreadable")
        if length > LARGEST:
            raise Refused("sync.file_too_large", length=length, largest=LARGEST)

    def _resumed(self, upload: Upload) -> Upload:
        """The upload; one whose last byte arrived just before the server died becomes a file now.

        Raises ``Refused('sync.checksum_wrong')`` as ``settle``.
        """
        part = self._part(upload.id)
        if part.exists() and part.stat().st_size == upload.length:
            self._finish(upload)
        return upload

    def _finish(self, upload: Upload) -> None:
        part = self._part(upload.id)
        digest = hashlib.sha256()
        with part.open("rb") as whole:
            while piece := whole.read(1 << 20):
                digest.update(piece)
        if digest.hexdigest() != upload.sha256:
            self.discard(upload)
            raise Refused("sync.checksum_wrong")
        if self._store.blobs.put(part).sha256 != upload.sha256:
            raise StorageFault("blob.damaged", sha256=upload.sha256)
        part.unlink(missing_ok=True)

    def _part(self, upload: str) -> Path:
        return self._store.uploads / f"{upload}.part"


def _upload_of(row: Row[Any]) -> Upload:
    return Upload(row.id, row.sha256, row.length, row.touched_at + EXPIRES_SECONDS)
