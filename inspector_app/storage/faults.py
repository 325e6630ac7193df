"""Sorts database errors into circumstances (disk full, read-only, damaged, busy) and bugs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspector_app.errors import StorageFault
from inspector_app.storage.folder import is_readonly

_CIRCUMSTANCES = (
    ("database or disk is full", "storage.full"),
    ("attempt to write a readonly database", "storage.readonly"),
    ("readonly", "storage.readonly"),
    ("unable to open database", "storage.unopenable"),
    ("disk i/o error", "storage.io"),
    ("database disk image is malformed", "storage.damaged"),
    ("no such table", "storage.damaged"),
    ("file is not a database", "storage.damaged"),
    ("database is locked", "storage.busy"),
    ("refused by the journal", "storage.guarded"),
)


@contextmanager
def classify_database_error() -> Iterator[None]:
    """Turn a database error that is a circumstance into a ``StorageFault``; a bug passes unchanged."""
    from sqlalchemy.exc import DBAPIError
    from sqlcipher3.dbapi2 import Error

    try:
        yield
    except DBAPIError as error:
        raise_circumstance(error, str(error.orig))
        raise
    except Error as error:  # from the driver itself: copies and changes of key go past SQLAlchemy
        raise_circumstance(error, str(error))
        raise


def raise_circumstance(error: BaseException, text: str) -> None:
    """Raise the ``StorageFault`` that the driver's text stands for, if it stands for one."""
    lowered = text.lower()
    for mark, code in _CIRCUMSTANCES:
        if mark in lowered:
            raise StorageFault(code, detail=text) from error


@contextmanager
def told_when_readonly(folder: Path) -> Iterator[None]:
    """A database that cannot be opened because nothing can be written beside it: the driver does not say so."""
    try:
        yield
    except StorageFault as fault:
        if fault.code in ("storage.unopenable", "storage.readonly") and is_readonly(folder):
            raise StorageFault("storage.folder_readonly", folder=str(folder)) from fault
        raise
