"""Files that survive a power cut: written beside, flushed to disk, renamed, directory flushed."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspector_app.errors import StorageFault

_CODES = {
    errno.ENOSPC: "storage.full",
    errno.EDQUOT: "storage.full",
    errno.EROFS: "storage.readonly",
    errno.EACCES: "storage.forbidden",
    errno.EPERM: "storage.forbidden",
    errno.EIO: "storage.io",
}


def atomic_write(path: Path, data: bytes) -> None:
    """Replace a file in one step; after return the new content is on disk, before it the old one is whole.

    Raises ``StorageFault`` when the disk is full, read-only or failing.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
        fsync_directory(path.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise classify_os_error(error) from error


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Hold a lock file that only one process can hold; whether this one does. A process that dies lets go of it."""
    with path.open("ab") as file:
        is_mine = _lock(file.fileno())
        yield is_mine


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def fsync_file(path: Path) -> None:
    """Force a file's content to disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def fsync_directory(path: Path) -> None:
    """Force a directory's entries to disk; Windows journals them itself and cannot be asked."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def classify_os_error(error: OSError) -> StorageFault:
    """The circumstance behind an error of the operating system."""
    code = _CODES.get(error.errno or 0, "storage.os_error")
    return StorageFault(code, path=str(error.filename or ""), detail=error.strerror or str(error))
