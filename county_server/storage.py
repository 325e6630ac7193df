"""The county's store: database (SQLite by default, PostgreSQL by URL), blobs, keys and its own stream."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, delete, event, insert, select

from county_server import tables
from inspector_app.clock import Clock, SystemClock
from inspector_app.errors import StorageFault
from inspector_app.identity import new_id
from inspector_app.office.model import Stream
from inspector_app.schema import RECORD_KINDS
from inspector_app.storage import database
from inspector_app.storage.blobs import BlobStore
from inspector_app.storage.fold import Fold
from inspector_app.storage.migrations import runner
from inspector_app.storage.records import canonical
from inspector_app.storage.sealing import new_pair
from inspector_app.storage.signing import StreamSigner, new_private_key, public_of
from inspector_app.storage.unit_of_work import Units
from inspector_app.wire.messages import SignedStatement

ACTOR = "county"


class CountyStore:
    """Everything the server keeps; open it with ``open_or_create``."""

    def __init__(self, folder: Path, engine: Engine, clock: Clock) -> None:
        self.folder = folder
        self.engine = engine
        self.clock = clock
        self.fold = Fold(RECORD_KINDS)
        self.blobs = BlobStore(folder / "blobs", self._value("blob_key"))
        self.uploads = folder / "uploads"
        self.uploads.mkdir(exist_ok=True)
        stream = self._value("stream").decode()
        self.units = Units(engine, self.fold, StreamSigner(stream, self._value("stream_key")), clock)

    @classmethod
    def open_or_create(
        cls, folder: Path, *, url: str | None = None, is_sample: bool = False, clock: Clock | None = None
    ) -> CountyStore:
        """The store in ``folder``, made when it is not there. ``url``: a SQLAlchemy URL instead of SQLite."""
        folder.mkdir(parents=True, exist_ok=True)
        engine = _engine(folder, url)
        with engine.execution_options(write=True).begin() as connection:
            _prepare(connection, is_sample)
        store = cls(folder, engine, clock or SystemClock())
        store._open_own_stream()
        store._bring_up_to_date()
        return store

    @property
    def is_sample(self) -> bool:
        """Whether this is a sample county (示例): it talks to sample laptops only."""
        return self._value("is_sample") == b"1"

    @property
    def county_id(self) -> str:
        """A name for this server that stays the same."""
        return self._value("county_id").decode()

    @property
    def public_key(self) -> bytes:
        """What laptops check certificates and receipts with."""
        return public_of(self._value("root_key"))

    @property
    def escrow_key(self) -> bytes:
        """The public key that laptops seal their recovery to."""
        return self._value("escrow_public")

    @property
    def own_stream(self) -> str:
        """The county's own journal chain."""
        return self._value("stream").decode()

    @property
    def session_key(self) -> bytes:
        """The secret behind session tokens; survives a restart."""
        return self._value("session_key")

    def sign(self, content: dict[str, Any]) -> SignedStatement:
        """A statement of the county."""
        body = canonical(content)
        signature = StreamSigner("root", self._value("root_key")).sign(body)
        return SignedStatement(body=body.decode("utf-8"), signature=signature.hex())

    def _value(self, key: str) -> bytes:
        with self.engine.connect() as connection:
            query = select(tables.county_value.c.value).where(tables.county_value.c.key == key)
            value = connection.execute(query).scalar()
        if value is None:
            raise StorageFault("county.value_missing", key=key)
        return bytes(value)

    def _open_own_stream(self) -> None:
        stream = self._value("stream").decode()
        with self.units.begin(ACTOR, "stream.open") as unit:
            public = public_of(self._value("stream_key")).hex()
            facts = {"public_key": public, "stream_kind": "county", "is_sample": self.is_sample}
            unit.ensure(Stream, stream, **facts, opened_because="set_up")

    def _bring_up_to_date(self) -> None:
        with self.engine.connect() as connection:
            mark = runner.read_mark(connection)
        runner.bring_up_to_date(self.engine, self.fold, lambda _mark: self.folder, mark)

    def set_value(self, key: str, value: bytes) -> None:
        """Keep a fact of this server."""
        with self.units.writing() as connection:
            put_value(connection, key, value)

    def optional(self, key: str) -> bytes | None:
        """A fact of this server, or ``None``."""
        with self.engine.connect() as connection:
            query = select(tables.county_value.c.value).where(tables.county_value.c.key == key)
            value = connection.execute(query).scalar()
        return None if value is None else bytes(value)


def put_value(connection: Connection, key: str, value: bytes) -> None:
    """Set a fact inside a transaction."""
    connection.execute(delete(tables.county_value).where(tables.county_value.c.key == key))
    connection.execute(insert(tables.county_value), {"key": key, "value": value})


def _engine(folder: Path, url: str | None) -> Engine:
    if url:
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(
        f"sqlite:///{folder / 'county.db'}", connect_args={"check_same_thread": False, "isolation_level": None}
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            connection.execute("PRAGMA " + pragma)

    database.explicit_transactions(engine)
    return engine


def _prepare(connection: Connection, is_sample: bool) -> None:
    """Tables and keys of a fresh server; harmless on one that is there."""
    tables.COUNTY.create_all(connection)
    query = select(tables.county_value.c.key).where(tables.county_value.c.key == "county_id")
    if connection.execute(query).first():
        return
    database.create_tables(connection, RECORD_KINDS)
    runner.set_mark(connection)
    escrow_private, escrow_public = new_pair()
    values = {
        "county_id": new_id().encode(),
        "is_sample": b"1" if is_sample else b"0",
        "root_key": new_private_key(),
        "stream": new_id().encode(),
        "stream_key": new_private_key(),
        "escrow_private": escrow_private,
        "escrow_public": escrow_public,
        "blob_key": os.urandom(32),
        "session_key": os.urandom(32),
    }
    for key, value in values.items():
        put_value(connection, key, value)
