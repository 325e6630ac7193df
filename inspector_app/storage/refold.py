"""Rebuild the record tables from the journal: how a migration changes record data, and what proves a store."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, delete, func, select

from inspector_app.storage import database, guards, journal, tables
from inspector_app.storage.fold import Fold, table_of

_PAGE = 2000


def refold(connection: Connection, fold: Fold, progress: Callable[[int, int], None] | None = None) -> int:
    """Drop and rebuild every record table inside the caller's transaction; the number of entries folded.

    ``progress`` is told (done, total) now and then. Whatever fails rolls back with the transaction.
    """
    record_tables = [table_of(kind) for kind in fold.kinds.values()]
    guards.remove_from_records(connection, record_tables)
    connection.execute(delete(tables.record_conflict))
    for table in record_tables:
        table.drop(connection, checkfirst=True)
    for table in record_tables:
        table.create(connection)
    total = connection.execute(select(func.count()).select_from(tables.entry)).scalar_one()
    done = fold_from(connection, connection, fold, lambda n: progress(n, total) if progress else None)
    database.create_record_tables(connection, fold.kinds.values())
    return done


def fold_from(source: Connection, target: Connection, fold: Fold, progress: Callable[[int], None]) -> int:
    """Fold the whole journal of ``source`` into the record tables of ``target``, in order of arrival."""
    position = done = 0
    while page := list(journal.read(source, after_position=position, limit=_PAGE)):
        for _position, entry in page:
            fold.apply(target, entry)
        position = page[-1][0]
        done += len(page)
        progress(done)
    return done
