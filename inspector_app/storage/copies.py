"""Copies of a store that survive a pulled stick: everything is flushed, the database is one consistent state."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from inspector_app.errors import StorageFault
from inspector_app.storage import database
from inspector_app.storage.durable import classify_os_error, fsync_directory, fsync_file
from inspector_app.storage.faults import classify_database_error


def copy_database(engine: Engine, key: bytes, target: Path) -> None:
    """Put one consistent state of the database under ``target``, encrypted with the same key, and flush it.

    Other windows go on reading and writing. Raises ``StorageFault``; an older ``target`` stays whole then.
    """
    part = target.with_name(target.name + ".part")
    with _classified():
        part.unlink(missing_ok=True)
        copy = database.open_encrypted(part, lambda: key)
        try:
            with classify_database_error(), engine.connect() as source, copy.connect() as sink:
                _driver(source).backup(_driver(sink))
            _require_sound(copy)
        except BaseException:
            copy.dispose()
            for ending in ("", "-wal", "-shm"):
                part.with_name(part.name + ending).unlink(missing_ok=True)  # half a copy only takes up room
            raise
        copy.dispose()
        fsync_file(part)
        os.replace(part, target)
        fsync_directory(target.parent)


def copy_files(source: Path, target: Path, *, leave_out: tuple[str, ...] = ()) -> int:
    """Copy what is under ``source`` and not yet under ``target``, flushed file by file; how many were new.

    Files are immutable and named by their hash: one that is there with its length is not copied again.
    """
    copied = 0
    with _classified():
        for file in sorted(source.rglob("*")):
            kept = target / file.relative_to(source)
            if file.name.startswith(".") or file.name in leave_out or not file.is_file() or _is_same(file, kept):
                continue
            kept.parent.mkdir(parents=True, exist_ok=True)
            part = kept.with_name("." + kept.name + ".part")
            shutil.copyfile(file, part)
            fsync_file(part)
            os.replace(part, kept)
            copied += 1
        for folder in {target, *(f for f in target.rglob("*") if f.is_dir())}:
            if folder.is_dir():
                fsync_directory(folder)
    return copied


def _is_same(file: Path, kept: Path) -> bool:
    return kept.is_file() and kept.stat().st_size == file.stat().st_size


def _require_sound(copy: Engine) -> None:
    """A copy is worth nothing until it was read back."""
    with copy.connect() as connection:
        for (said,) in connection.execute(text("PRAGMA quick_check")):
            if said != "ok":
                raise StorageFault("backup.unsound", detail=str(said))


def _driver(connection: Connection) -> Any:
    """The driver's own connection, outside any transaction."""
    connection.execute(text("SELECT 1"))
    connection.rollback()
    return connection.connection.driver_connection


@contextmanager
def _classified() -> Iterator[None]:
    """An error of the disk as a circumstance."""
    try:
        yield
    except OSError as error:
        raise classify_os_error(error) from error
