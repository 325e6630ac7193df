"""One hand-over at a time on one store, across processes: a lock that the system lets go of when its holder dies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from inspector_app.errors import BadInput

NAME = "sync.lock"


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the store's hand-over. Raises ``BadInput('sync.already_running')`` when somebody else does."""
    with (folder / NAME).open("a+b") as file:
        if not _try(file):
            raise BadInput("sync.already_running")
        try:
            yield
        finally:
            _release(file)


def is_taken(folder: Path) -> bool:
    """Whether a hand-over is running in any process."""
    if not (folder / NAME).exists():
        return False
    with (folder / NAME).open("a+b") as file:
        if _try(file):
            _release(file)
            return False
    return True


if sys.platform == "win32":
    import msvcrt

    def _try(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        os.set_inheritable(file.fileno(), False)
        return True

    def _release(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)
