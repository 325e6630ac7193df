"""Takes a picture in: read once, hashed and encrypted on the way, looked at, and durable before it has a name."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from inspector_app.errors import BadInput
from inspector_app.evidence import pictures
from inspector_app.evidence.values import PhotoFacts
from inspector_app.storage.blobs import Blob, BlobStore, Staged

MAX_BYTES = 256 * 1024 * 1024
"""Largest picture file taken in; a longer one is a film or a mistake."""
_SETTLED_SECONDS = 10
"""A cut-off file that was written within this time is probably still being copied."""


@dataclass(frozen=True)
class TakenPhoto:
    """A picture whose original is safely stored; no record names it yet.

    ``thumbnail``: a small JPEG, to be kept with ``small_blobs.keep_small`` in the transaction of the record.
    ``preview_blob``: a JPEG of an original that browsers and the window cannot show themselves (HEIC).
    ``file_time``: when the file was last written, with the laptop's offset; ``None`` for what was no file.
    """

    facts: PhotoFacts
    original_blob: Blob
    thumbnail: bytes
    preview_blob: Blob | None = None
    file_time: str | None = None


class PhotoIntake:
    """Brings pictures into the blob store of one laptop."""

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs

    def take(self, source: Path | bytes, name: str = "") -> TakenPhoto:
        """Store one picture; it is on disk when this returns, its thumbnail is handed back.

        Raises ``BadInput`` (with a code under ``photo.``) when the file cannot be used, ``StorageFault`` when our own
        disk refuses it. Nothing is left behind then, and the source is never touched.
        """
        file_name = name or (source.name if isinstance(source, Path) else "")
        with _reading(source) as reading, self._blobs.stage(reading) as staged:
            reading.require_whole()
            picture = self._examined(staged, file_name, reading)
            original = staged.keep()
        preview = self._blobs.put(picture.rendition) if picture.rendition else None
        facts = PhotoFacts(**vars(picture.facts), sha256=original.sha256, byte_count=original.size)
        return TakenPhoto(facts, original, picture.thumbnail, preview, reading.written_at())

    @staticmethod
    def quick_look(source: Path) -> bytes | None:
        """The camera's own small picture, read in milliseconds; ``None`` when there is none or it cannot be read."""
        try:
            with source.open("rb") as stream:
                return pictures.quick_look(stream)
        except OSError:
            return None

    @staticmethod
    def _examined(staged: Staged, file_name: str, reading: _Source) -> pictures.Picture:
        if staged.size == 0:
            raise BadInput("photo.still_copying" if reading.is_fresh() else "photo.empty", file=file_name)
        try:
            with staged.open() as stream:
                return pictures.examine(stream, file_name)
        except BadInput as problem:
            if problem.code == "photo.cut_off" and reading.is_fresh():
                raise BadInput("photo.still_copying", file=file_name) from problem
            raise BadInput(problem.code, **{**problem.params, "file": file_name}) from problem


class _Source(io.RawIOBase):
    """Reads the officer's file; its failures are told apart from those of our own disk."""

    def __init__(self, stream: BinaryIO, path: Path | None) -> None:
        super().__init__()
        self._stream = stream
        self._path = path
        self._count = 0
        self._before = os.fstat(stream.fileno()) if path else None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            piece = self._stream.read(size)
        except OSError as error:
            raise BadInput("photo.source_lost", file=self._name(), detail=error.strerror or "") from error
        self._count += len(piece)
        if self._count > MAX_BYTES:
            raise BadInput("photo.file_too_large", file=self._name(), most=MAX_BYTES // 1024**2)
        return piece

    def require_whole(self) -> None:
        """Refuse a file that changed while it was read."""
        if self._path is None or self._before is None:
            return
        try:
            after = os.stat(self._path)
        except OSError as error:
            raise BadInput("photo.source_lost", file=self._name(), detail=error.strerror or "") from error
        same = (after.st_size, after.st_mtime_ns) == (self._before.st_size, self._before.st_mtime_ns)
        if not same or after.st_size != self._count:
            raise BadInput("photo.still_copying", file=self._name())

    def is_fresh(self) -> bool:
        """Whether somebody wrote to the file just now."""
        return self._before is not None and abs(time.time() - self._before.st_mtime) < _SETTLED_SECONDS

    def written_at(self) -> str | None:
        """When the file was last written."""
        if self._before is None:
            return None
        return datetime.fromtimestamp(self._before.st_mtime, UTC).astimezone().isoformat(timespec="seconds")

    def _name(self) -> str:
        return self._path.name if self._path else ""


@contextmanager
def _reading(source: Path | bytes) -> Iterator[_Source]:
    if isinstance(source, bytes):
        yield _Source(io.BytesIO(source), None)
        return
    try:
        if not source.is_file():
            code = "photo.is_folder" if source.is_dir() else "photo.missing"
            raise BadInput(code if not source.exists() or source.is_dir() else "photo.not_a_file", file=source.name)
        stream = source.open("rb")
    except OSError as error:
        raise BadInput("photo.unreadable", file=source.name, detail=error.strerror or "") from error
    with stream:
        yield _Source(stream, source)
