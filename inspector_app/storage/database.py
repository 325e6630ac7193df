"""Opens the encrypted database of a store (SQLCipher through SQLAlchemy) and a plain one for tests of the fold."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import QueuePool, StaticPool
from sqlalchemy.schema import CreateTable

from inspector_app.errors import StorageFault
from inspector_app.storage import guards, tables
from inspector_app.storage.fold import table_of
from inspector_app.storage.pragmas import configure
from inspector_app.storage.records import Record

_NO_ROOM = 256 * 1024
"""Free bytes under which an I/O error is taken for a full disk."""


def open_encrypted(path: Path, key: Callable[[], bytes]) -> Engine:
    """An engine on the SQLCipher file at ``path``; ``key`` gives the raw 32-byte key of each new connection.

    Every commit is durable before it returns (WAL, ``synchronous=FULL``).
    """

    def connect() -> Any:
        connection = sqlcipher.connect(str(path), check_same_thread=False, isolation_level=None)
        configure(connection, key())
        return connection

    engine = create_engine(
        "sqlite://", creator=connect, module=sqlcipher, poolclass=QueuePool, pool_size=4, max_overflow=4,
        pool_use_lifo=True,  # the connection used last has the pages that are wanted next
    )  # fmt: skip
    explicit_transactions(engine)

    @event.listens_for(engine, "handle_error")
    def tell_full(context: ExceptionContext) -> BaseException | None:
        """SQLite calls it an I/O error when there is no room for its index of the WAL."""
        failed = "disk i/o error" in str(context.original_exception).lower()
        if failed and shutil.disk_usage(path.parent).free < _NO_ROOM:
            return StorageFault("storage.full", detail=str(context.original_exception))
        return None

    return engine


def spare_memory(engine: Engine) -> None:
    """Empty the page caches of the connections nobody uses now; what is asked for next is read and decrypted anew."""
    assert isinstance(engine.pool, QueuePool)
    idle = [engine.connect() for _ in range(engine.pool.checkedin())]
    for connection in idle:
        connection.exec_driver_sql("PRAGMA shrink_memory")
        connection.close()


def open_in_memory() -> Engine:
    """A throw-away database, for verification and tests of the fold."""
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False, "isolation_level": None}
    )
    explicit_transactions(engine)
    return engine


def explicit_transactions(engine: Engine) -> None:
    """A writer takes the write lock before it reads the head; a reader only a snapshot."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def create_tables(connection: Connection, kinds: Iterable[type[Record]], *, guarded: bool = True) -> None:
    """All tables and guards of an empty database; a throw-away one needs no guards."""
    for metadata in tables.ALL:
        metadata.create_all(connection)
    create_record_tables(connection, kinds, guarded=guarded)


def create_record_tables(connection: Connection, kinds: Iterable[type[Record]], *, guarded: bool = True) -> None:
    """The record tables and their guards."""
    record_tables = [table_of(kind) for kind in kinds]
    for table in record_tables:
        _say_partial(table, connection.dialect.name)
        table.create(connection, checkfirst=True)
    if guarded:
        guards.install(connection, record_tables)


def _say_partial(table: Table, dialect: str) -> None:
    """Which rows a partial index holds, for a server's database too.

    Models say it to SQLite only: naming another dialect there would load all its drivers on every laptop.
    """
    for index in table.indexes:
        where = index.dialect_options["sqlite"]["where"]
        if where is not None and dialect != "sqlite":
            index.dialect_options[dialect]["where"] = where


def fingerprint(kinds: Iterable[type[Record]]) -> str:
    """A short name for the shape of the record tables and the versions of their kinds."""
    digest = hashlib.sha256()
    for kind in kinds:
        digest.update(f"{_shape(table_of(kind))}|{kind.kind_version}".encode())
    return digest.hexdigest()[:12]


def _shape(table: Table) -> str:
    indexes = sorted(f"{index.name}:{[c.name for c in index.columns]}" for index in table.indexes)
    return f"{CreateTable(table)}{indexes}"
