"""Changes the key of an encrypted database while nobody else has it open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine

from inspector_app.errors import StorageFault
from inspector_app.storage.faults import classify_database_error


def rekey(engine: Engine, new_key: bytes, before: Callable[[], None], after: Callable[[], None]) -> None:
    """Encrypt every page anew.

    ``before`` and ``after`` run while the file is locked for everybody else: they announce the keys. Raises
    ``StorageFault('store.in_use')`` when another window or command has the store open; nothing is changed then.
    The rollback journal makes the change one step: cut off anywhere, the old key or the new one opens, never neither.
    """
    engine.dispose()
    with classify_database_error(), engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        try:
            _take_alone(raw)
            before()
            raw.execute(f"PRAGMA rekey = \"x'{new_key.hex()}'\"")
            after()
        finally:
            connection.invalidate()  # its lock and its key are good for nothing else
    engine.dispose()


def _take_alone(raw: Any) -> None:
    """Leave WAL for the rollback journal and hold the file alone until the connection closes."""
    try:
        raw.execute("PRAGMA busy_timeout = 1500")  # somebody who reads is done by then; a window is not
        raw.execute("PRAGMA locking_mode = EXCLUSIVE")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (mode,) = raw.execute("PRAGMA journal_mode = DELETE").fetchone()
        if mode != "delete":
            raise StorageFault("store.in_use")
        raw.execute("BEGIN EXCLUSIVE")
        raw.execute("COMMIT")
    except sqlcipher.OperationalError as error:
        raise StorageFault("store.in_use", detail=str(error)) from error
