"""One folder to back up, and the proof that a server's data is whole."""

from __future__ import annotations

import os
import shutil
import sqlite3
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, select

from county_server import tables
from county_server.storage import CountyStore, open_engine
from inspector_app.blob_fields import named_blobs
from inspector_app.errors import BadInput, StorageFault
from inspector_app.storage import database, foreign, journal
from inspector_app.storage import tables as journal_tables
from inspector_app.storage.blobs import BlobStore
from inspector_app.storage.durable import fsync_directory, fsync_file
from inspector_app.storage.fold import Fold, Row, table_of
from inspector_app.storage.verify import verify

_PAGE = 1000


def copy_database(store: CountyStore, name: str) -> Path:
    """Copy the database into the data folder under a name of its own; the copy's path."""
    target = store.folder / f"{name}.db"
    _copy(store, target)
    return target


def back_up(store: CountyStore, target: Path) -> dict[str, Any]:
    """Copy everything into ``target``: the database as one SQLite file (from PostgreSQL as well), all files.

    The server may run meanwhile: the database is copied first, so every file it names is copied after it. Start
    ``county-server serve --data TARGET`` to go on from the copy.
    """
    if target.resolve() == store.folder.resolve():
        raise BadInput("county.backup_folder")
    target.mkdir(parents=True, exist_ok=True)
    _copy(store, target / "county.db")
    copied = _copy_blobs(store, target)
    return {"ok": True, "backup": str(target), "files_copied": copied}


def verify_store(store: CountyStore, *, files: bool = True) -> dict[str, Any]:
    """Check journal, record tables and (unless told otherwise) every stored file."""
    with store.read() as connection:
        held = set(connection.execute(select(tables.held_entry.c.entry_id)).scalars())
        report = verify(connection, _Patient(store.fold), None)
        named = named_blobs(connection)
        gaps = len(connection.execute(select(tables.quarantine.c.item)).all())
    problems = [asdict(problem) for problem in report.problems if problem.code != "verify.unfoldable" or not held]
    damaged = _damaged_files(store) if files else []
    waiting = sorted(sha256 for sha256 in named if not store.blobs.exists(sha256))
    return {
        "ok": not problems and not damaged,
        "entries": report.entries,
        "rows": report.rows,
        "forks": report.forks,
        "held": len(held),
        "quarantined": gaps,
        "files_not_arrived": len(waiting),
        "files_damaged": damaged,
        "problems": problems,
    }


class _Patient(Fold):
    """A fold that leaves out what this program cannot read: the county holds it, and says so."""

    def __init__(self, fold: Fold) -> None:
        super().__init__(tuple(fold.kinds.values()))

    def merge(self, connection: Connection, row: Row, entry: journal.Entry) -> set[str] | None:
        """As the fold, but an unreadable entry changes nothing."""
        return super().merge(connection, row, entry) if foreign.unfoldable(self, entry) is None else None


def _damaged_files(store: CountyStore) -> list[str]:
    damaged = []
    for sha256 in store.blobs.iterate():
        try:
            store.blobs.verify(sha256)
        except StorageFault:
            damaged.append(sha256)
    return damaged


def _copy(store: CountyStore, target: Path) -> None:
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    if store.engine.dialect.name == "sqlite":
        _copy_sqlite(store, part)
    else:
        _copy_tables(store, part)
    fsync_file(part)
    os.replace(part, target)
    fsync_directory(target.parent)


def _copy_sqlite(store: CountyStore, part: Path) -> None:
    with store.engine.connect() as connection, sqlite3.connect(part) as copy:
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        source.backup(copy)
    copy.close()


def _copy_tables(store: CountyStore, part: Path) -> None:
    """From PostgreSQL: every table row by row inside one snapshot, then the guards."""
    folder = part.parent / f".{part.name}.new"
    folder.mkdir(exist_ok=True)
    engine = open_engine(folder, None)
    snapshot = store.engine.execution_options(isolation_level="REPEATABLE READ")
    with snapshot.begin() as source, engine.execution_options(write=True).begin() as copy:
        kinds = [table_of(kind) for kind in store.fold.kinds.values()]
        everything: list[MetaData] = [*journal_tables.ALL, tables.COUNTY]
        for metadata in everything:
            metadata.create_all(copy)
        for table in (*(t for m in everything for t in m.sorted_tables), *kinds):
            table.create(copy, checkfirst=True)
            _copy_rows(source, copy, table)
        database.create_record_tables(copy, store.fold.kinds.values())
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    os.replace(folder / "county.db", part)
    shutil.rmtree(folder)


def _copy_rows(source: Any, copy: Any, table: Table) -> None:
    for rows in source.execute(select(table)).mappings().partitions(_PAGE):
        copy.execute(table.insert(), [dict(row) for row in rows])


def _copy_blobs(store: CountyStore, target: Path) -> int:
    copied = 0
    folder = store.folder / "blobs"
    if isinstance(store.blobs, BlobStore):
        for blob in sorted(folder.glob("??/*")):
            kept = target / "blobs" / blob.parent.name / blob.name
            if not kept.exists():
                kept.parent.mkdir(parents=True, exist_ok=True)
                part = kept.with_name(f".{kept.name}.part")
                shutil.copyfile(blob, part)
                fsync_file(part)
                os.replace(part, kept)
                fsync_directory(kept.parent)
                copied += 1
        return copied
    vault = BlobStore(target / "blobs", store.optional("blob_key") or b"")
    for sha256 in store.blobs.iterate():
        if not vault.exists(sha256):
            vault.put(store.blobs.open(sha256))
            copied += 1
    return copied
