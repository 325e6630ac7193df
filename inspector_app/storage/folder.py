"""The folder of a store: what lies in it, and how exactly one process makes a new one there."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspector_app.errors import BadInput, StorageFault
from inspector_app.storage import keys
from inspector_app.storage.durable import alone, atomic_write, classify_os_error, fsync_directory

DATABASE = "store.db"
BLOBS = "blobs"
UNFINISHED = ".set-up.lock"
"""Held by the one process that sets a store up; the empty file stays."""
BEGUN = ".set-up.begun"
"""Lies in the folder while a store is being set up: a database beside it was never anybody's store."""

_READONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


def is_store(folder: Path) -> bool:
    """Whether there is a store in this folder (one whose set-up was cut off has no key file yet)."""
    return (folder / keys.FILE).exists()


def make_folder(folder: Path) -> None:
    """Make a folder and those above it. Raises ``StorageFault``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise classify_os_error(error) from error


def is_readonly(folder: Path) -> bool:
    """Whether nothing can be written into a folder that is there; found out by trying."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return False
    except OSError as error:
        return error.errno in _READONLY


@contextmanager
def set_up(folder: Path) -> Iterator[None]:
    """An empty folder that only this process sets up; what a set-up that was cut off left there is cleared.

    The key file is written last, inside: without it the folder is no store. Raises ``BadInput('store.exists' |
    'store.foreign_files')`` rather than touch anybody's data, ``StorageFault('store.being_set_up')``.
    """
    make_folder(folder)
    try:
        with alone(folder / UNFINISHED) as is_mine:
            if not is_mine:
                raise StorageFault("store.being_set_up", folder=str(folder))
            _require_nobodys(folder)
            atomic_write(folder / BEGUN, b"")
            yield
            (folder / BEGUN).unlink()
            fsync_directory(folder)
    except OSError as error:
        raise classify_os_error(error) from error


def _require_nobodys(folder: Path) -> None:
    if is_store(folder):
        raise BadInput("store.exists", folder=str(folder))
    if (folder / BEGUN).exists():
        for ending in ("", "-wal", "-shm", "-journal"):
            (folder / (DATABASE + ending)).unlink(missing_ok=True)
    if (folder / DATABASE).exists():
        raise BadInput("store.foreign_files", folder=str(folder))
