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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from inspector_app.errors import StorageFault, UserCancelled
from inspector_app.storage.durable import classify_os_error, fsync_directory

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"KAB1"
FRAME = 1 << 20
TAG = 16
HEADER = len(MAGIC) + 16
_STALE_PART_SECONDS = 3600


@dataclass(frozen=True)
class Blob:
    """A stored file: the SHA-256 of its plain bytes, their number, and whether it was new."""

    sha256: str
    size: int
    is_new: bool


class BlobStore:
    """The files of one store. Safe for several processes at once."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder = folder
        self._key = key

    def put(
        self,
        source: BinaryIO | bytes | Path,
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Blob:
        """Store a file; when this returns it is on disk under its name.

        The source is read once, a frame at a time. Raises ``StorageFault`` (full, read-only, failing disk) and
        ``UserCancelled``; nothing is left under the name then.
        """
        try:
            with _opened(source) as stream:
                return self._put(stream, progress, cancelled)
        except OSError as error:
            raise classify_os_error(error) from error

    def exists(self, sha256: str) -> bool:
        """Whether a file of that hash is stored (not whether it is whole: see ``verify``)."""
        return self._path(sha256).is_file()

    def size(self, sha256: str) -> int:
        """Number of plain bytes. Raises ``StorageFault('blob.missing')``."""
        try:
            stored = self._path(sha256).stat().st_size
        except FileNotFoundError as error:
            raise StorageFault("blob.missing", sha256=sha256) from error
        body = stored - HEADER
        frames = max(1, -(-body // (FRAME + TAG)))
        return body - frames * TAG

    def open(self, sha256: str) -> BinaryIO:
        """A seekable reader of the plain bytes; frames are decrypted as they are read, nothing plain on disk.

        Raises ``StorageFault('blob.missing')`` now, and ``StorageFault('blob.damaged')`` while reading.
        """
        try:
            file = self._path(sha256).open("rb")
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
        for path in sorted(self.folder.glob("??/*")):
            if not path.name.startswith("."):
                yield path.name

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

    def _put(self, stream: BinaryIO, progress: Callable[[int], None] | None, cancelled: Callable[[], bool]) -> Blob:
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f".put-{os.getpid()}-{os.urandom(6).hex()}"
        digest, size = hashlib.sha256(), 0
        file_id = os.urandom(16)
        cipher = self._cipher(file_id)
        try:
            with part.open("xb") as sink:
                sink.write(MAGIC + file_id)
                for index, frame, is_last in _frames(stream):
                    if cancelled():
                        raise UserCancelled
                    digest.update(frame)
                    size += len(frame)
                    sink.write(cipher.encrypt(_nonce(index), frame, _bound(file_id, index, is_last)))
                    if progress:
                        progress(size)
                sink.flush()
                os.fsync(sink.fileno())
            return self._name(part, digest.hexdigest(), size)
        finally:
            part.unlink(missing_ok=True)

    def _name(self, part: Path, sha256: str, size: int) -> Blob:
        target = self._path(sha256)
        if target.is_file() and self._is_whole(sha256):
            return Blob(sha256, size, is_new=False)
        is_new_folder = not target.parent.is_dir()
        target.parent.mkdir(exist_ok=True)
        os.replace(part, target)
        fsync_directory(target.parent)
        if is_new_folder:
            fsync_directory(self.folder)
        return Blob(sha256, size, is_new=True)

    def _is_whole(self, sha256: str) -> bool:
        """Whether the stored copy is intact; a damaged one is replaced by the fresh copy."""
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


def _opened(source: BinaryIO | bytes | Path) -> BinaryIO:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    return source.open("rb") if isinstance(source, Path) else source


def _frames(stream: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    """Frames of exactly 1 MiB and a shorter (perhaps empty) last one, each with its index."""
    index, frame = 0, _fill(stream)
    while True:
        following = _fill(stream) if len(frame) == FRAME else b""
        yield index, frame, not following
        if not following:
            return
        index, frame = index + 1, following


def _fill(stream: BinaryIO) -> bytes:
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
