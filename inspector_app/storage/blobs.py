"""Immutable files under their hash: encrypted in authenticated frames, durable before they are named.

File layout: magic ``KAB1``, 16-byte random file id, then frames of 1 MiB plain text, each AES-256-GCM with
a nonce of 4 zero bytes and the 8-byte frame index, and as associated data file id, index and whether it is the
last frame. So a frame that is changed, moved, swapped between files, left out or cut off does not decrypt.
The key of a file is derived from the store's blob key and the file id (HKDF-SHA-256): nonces never repeat.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from inspector_app.errors import StorageFault, UserCancelled
from inspector_app.storage.durable import classify_os_error, fsync_directory, fsync_file

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"KAB1"
FRAME = 1 << 20
TAG = 16
HEADER = len(MAGIC) + 16
_STALE_PART_SECONDS = 3600


class Readable(Protocol):
    """Whatever gives bytes in order; short reads are fine, none means the end."""

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes."""
        ...


class SmallFiles(Protocol):
    """Files that lie somewhere else than in the folder because they are small (``storage.small_blobs``)."""

    def has(self, sha256: str) -> bool:
        """Whether there is one of that hash."""
        ...

    def read(self, sha256: str) -> bytes | None:
        """The bytes, or ``None``."""
        ...

    def size(self, sha256: str) -> int | None:
        """How many bytes, or ``None``."""
        ...

    def names(self) -> Iterator[str]:
        """All hashes."""
        ...


@dataclass(frozen=True)
class Blob:
    """A stored file: the SHA-256 of its plain bytes, their number, and whether it was new."""

    sha256: str
    size: int
    is_new: bool


class BlobStore:
    """The files of one store. Safe for several processes at once."""

    def __init__(self, folder: Path, key: bytes, small: SmallFiles | None = None) -> None:
        self.folder = folder
        self._key = key
        self._small = small

    def put(
        self,
        source: Readable | bytes | Path,
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Blob:
        """Store a file; when this returns it is on disk under its name.

        The source is read once, a frame at a time. Raises ``StorageFault`` (full, read-only, failing disk) and
        ``UserCancelled``; nothing is left under the name then.
        """
        with self.stage(source, progress, cancelled) as staged:
            return staged.keep()

    def stage(
        self,
        source: Readable | bytes | Path,
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Staged:
        """Read a file in without giving it its name yet, so that it can be looked at before it is kept.

        The source is read once, a frame at a time. Raises as ``put`` does; an error of the source itself that is not
        an ``OSError`` passes unchanged.
        """
        try:
            with _opened(source) as stream:
                return self._stage(stream, progress, cancelled)
        except OSError as error:
            raise classify_os_error(error) from error

    def exists(self, sha256: str) -> bool:
        """Whether a file of that hash is stored (not whether it is whole: see ``verify``)."""
        if self._path(sha256).is_file():
            return True
        return self._small is not None and self._small.has(sha256)

    def size(self, sha256: str) -> int:
        """Number of plain bytes. Raises ``StorageFault('blob.missing')``."""
        try:
            stored = self._path(sha256).stat().st_size
        except FileNotFoundError as error:
            small = self._small.size(sha256) if self._small is not None else None
            if small is None:
                raise StorageFault("blob.missing", sha256=sha256) from error
            return small
        body = stored - HEADER
        frames = max(1, -(-body // (FRAME + TAG)))
        return body - frames * TAG

    def open(self, sha256: str) -> BinaryIO:
        """A seekable reader of the plain bytes; frames are decrypted as they are read, nothing plain on disk.

        Raises ``StorageFault('blob.missing')`` now, and ``StorageFault('blob.damaged')`` while reading.
        """
        path = self._path(sha256)
        if self._small is not None and not path.is_file():
            small = self._small.read(sha256)
            if small is not None:
                return io.BytesIO(small)
        return self.reader(path, sha256)

    def reader(self, path: Path, sha256: str) -> BinaryIO:
        """A reader of one encrypted file wherever it lies (named or still staged)."""
        try:
            file = path.open("rb")
        except FileNotFoundError as error:
            raise StorageFault("blob.missing", sha256=sha256) from error
        except OSError as error:
            raise classify_os_error(error) from error
        return io.BufferedReader(_PlainReader(file, self._cipher, sha256), buffer_size=1 << 16)

    def verify(self, sha256: str) -> int:
        """Read a file to its end and compare its hash; the number of plain bytes.

        Raises ``StorageFault('blob.missing' | 'blob.damaged')``.
        """
        digest, size = hashlib.sha256(), 0
        with self.open(sha256) as stream:
            while chunk := stream.read(FRAME):
                digest.update(chunk)
                size += len(chunk)
        if digest.hexdigest() != sha256:
            raise StorageFault("blob.damaged", sha256=sha256)
        return size

    def iterate(self) -> Iterator[str]:
        """The hashes of all stored files, in order."""
        files = {path.name for path in self.folder.glob("??/*") if not path.name.startswith(".")}
        yield from sorted(files.union(self._small.names() if self._small is not None else ()))

    def export(self, sha256: str, target: Path) -> None:
        """Write the plain bytes to a file of the officer's choosing."""
        with self.open(sha256) as stream, target.open("wb") as sink:
            while chunk := stream.read(FRAME):
                sink.write(chunk)

    def sweep(self) -> int:
        """Remove parts that an interrupted ``put`` left behind an hour or more ago; how many."""
        import time

        removed = 0
        for part in self.folder.glob(".put-*"):
            if time.time() - part.stat().st_mtime > _STALE_PART_SECONDS:
                part.unlink(missing_ok=True)
                removed += 1
        return removed

    def prepare(self) -> None:
        """Make the folder with all its sub-folders, on disk before it has its name; a new file flushes only its own.

        ``put`` does so by itself; a server does it before several at once would.
        """
        if self.folder.is_dir():
            return
        fresh = self.folder.with_name(f".{self.folder.name}-{os.urandom(6).hex()}")
        fresh.mkdir(parents=True)
        for number in range(256):
            (fresh / f"{number:02x}").mkdir()
        fsync_directory(fresh)
        try:
            fresh.rename(self.folder)
        except OSError:
            shutil.rmtree(fresh)  # another process was faster
            if not self.folder.is_dir():
                raise
        fsync_directory(self.folder.parent)

    def _stage(self, stream: Readable, progress: Callable[[int], None] | None, cancelled: Callable[[], bool]) -> Staged:
        self.prepare()
        part = self.folder / f".put-{os.getpid()}-{os.urandom(6).hex()}"
        digest, size = hashlib.sha256(), 0
        file_id = os.urandom(16)
        cipher = self._cipher(file_id)
        try:
            with part.open("xb", buffering=0) as sink:
                _write_all(sink, MAGIC + file_id)
                for index, frame, is_last in _frames(stream):
                    if cancelled():
                        raise UserCancelled
                    digest.update(frame)
                    size += len(frame)
                    _write_all(sink, cipher.encrypt(_nonce(index), frame, _bound(file_id, index, is_last)))
                    if progress:
                        progress(size)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return Staged(self, part, digest.hexdigest(), size)

    def _name(self, part: Path, sha256: str, size: int) -> Blob:
        """Give a written part its name, durably: file, rename, directory."""
        target = self._path(sha256)
        is_new = not (target.is_file() and self.is_whole(sha256))
        if is_new:
            fsync_file(part)
            if not target.parent.is_dir():  # only in a folder that somebody copied without its empty ones
                target.parent.mkdir(exist_ok=True)
                fsync_directory(self.folder)
            os.replace(part, target)
        fsync_directory(target.parent)  # also when another process has just named it
        return Blob(sha256, size, is_new=is_new)

    def is_whole(self, sha256: str) -> bool:
        """Whether the stored copy is there and intact; ``put`` replaces a damaged one by the fresh copy."""
        try:
            self.verify(sha256)
        except StorageFault:
            return False
        return True

    def _path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise StorageFault("blob.bad_name", sha256=sha256[:80])
        return self.folder / sha256[:2] / sha256

    def _cipher(self, file_id: bytes) -> AESGCM:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return AESGCM(HKDF(SHA256(), 32, salt=file_id, info=b"kuanganjian blob 1").derive(self._key))


class Staged:
    """A file that is read in, hashed and encrypted, but has no name yet: ``keep`` it or leave the ``with`` block."""

    def __init__(self, store: BlobStore, part: Path, sha256: str, size: int) -> None:
        self._store = store
        self._part = part
        self.sha256 = sha256
        self.size = size

    def __enter__(self) -> Staged:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._part.unlink(missing_ok=True)

    def open(self) -> BinaryIO:
        """A seekable reader of the plain bytes, as they were read from the source."""
        return self._store.reader(self._part, self.sha256)

    def keep(self) -> Blob:
        """Name the file; when this returns it is on disk under its hash. Raises ``StorageFault``."""
        try:
            return self._store._name(self._part, self.sha256, self.size)  # noqa: SLF001 - one unit of two classes
        except OSError as error:
            raise classify_os_error(error) from error


    def put_in_place_of(self, file: Path) -> None:
        """Move the encrypted file over another one, whatever its name says (drills forge a file with it)."""
        os.replace(self._part, file)


class _PlainReader(io.RawIOBase):
    """Decrypts frames on demand; keeps the last one, so sequential reads decrypt each frame once."""

    def __init__(self, file: BinaryIO, cipher: Callable[[bytes], AESGCM], sha256: str) -> None:
        super().__init__()
        self._file = file
        self._sha256 = sha256
        header = file.read(HEADER)
        if len(header) != HEADER or header[:4] != MAGIC:
            file.close()
            raise StorageFault("blob.damaged", sha256=sha256)
        self._file_id = header[4:]
        self._cipher = cipher(self._file_id)
        stored = os.fstat(file.fileno()).st_size - HEADER
        self._frames = max(1, -(-stored // (FRAME + TAG)))
        self._size = stored - self._frames * TAG
        self._position = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._position >= self._size:
            if self._size <= 0:
                self._frame(0)  # an empty file still has its authenticated last frame
            return 0
        index, start = divmod(self._position, FRAME)
        piece = self._frame(index)[start : start + len(buffer)]
        buffer[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()

    def _frame(self, index: int) -> bytes:
        from cryptography.exceptions import InvalidTag

        if self._held[0] == index:
            return self._held[1]
        self._file.seek(HEADER + index * (FRAME + TAG))
        sealed = self._file.read(FRAME + TAG)
        bound = _bound(self._file_id, index, is_last=index == self._frames - 1)
        try:
            plain = self._cipher.decrypt(_nonce(index), sealed, bound)
        except InvalidTag as error:
            raise StorageFault("blob.damaged", sha256=self._sha256) from error
        self._held = (index, plain)
        return plain


@contextmanager
def _opened(source: Readable | bytes | Path) -> Iterator[Readable]:
    """The source as a stream; one that was opened here is closed again, a given one is left to its owner."""
    if isinstance(source, bytes):
        yield io.BytesIO(source)
    elif isinstance(source, Path):
        with source.open("rb") as stream:
            yield stream
    else:
        yield source


def _frames(stream: Readable) -> Iterator[tuple[int, bytes, bool]]:
    """Frames of exactly 1 MiB and a shorter (perhaps empty) last one, each with its index."""
    index, frame = 0, _fill(stream)
    while True:
        following = _fill(stream) if len(frame) == FRAME else b""
        yield index, frame, not following
        if not following:
            return
        index, frame = index + 1, following


def _write_all(sink: io.RawIOBase | BinaryIO, data: bytes) -> None:
    """Write every byte; an unbuffered file may take only part of them when the disk is nearly full."""
    rest = memoryview(data)
    while rest:
        rest = rest[sink.write(rest) or 0 :]


def _fill(stream: Readable) -> bytes:
    """A whole frame, even from a stream that gives short reads."""
    pieces, wanted = [], FRAME
    while wanted and (piece := stream.read(wanted)):
        pieces.append(piece)
        wanted -= len(piece)
    return b"".join(pieces)


def _nonce(index: int) -> bytes:
    return b"\0\0\0\0" + index.to_bytes(8, "big")


def _bound(file_id: bytes, index: int, is_last: bool) -> bytes:
    return file_id + index.to_bytes(8, "big") + (b"\1" if is_last else b"\0")
