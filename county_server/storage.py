"""The county's store: database (SQLite by default, PostgreSQL by URL), files, keys and the offices it serves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, create_engine, delete, event, insert, select

from county_server import tables
from county_server.vault import BlobVault, open_vault
from inspector_app.clock import Clock, SystemClock
from inspector_app.errors import BadInput, StorageFault
from inspector_app.identity import new_id
from inspector_app.office.model import Stream
from inspector_app.schema import RECORD_KINDS
from inspector_app.storage import database
from inspector_app.storage.faults import classify_database_error
from inspector_app.storage.fold import Fold
from inspector_app.storage.migrations import runner
from inspector_app.storage.records import canonical
from inspector_app.storage.sealing import new_pair
from inspector_app.storage.signing import StreamSigner, new_private_key, public_of
from inspector_app.storage.unit_of_work import Units
from inspector_app.wire.messages import SignedStatement

ACTOR = "county"
_ONE_WRITER = 731123
"""Advisory lock of PostgreSQL: writers queue up as they do on SQLite, so heads and positions have one order."""


@dataclass(frozen=True)
class Setup:
    """How a server is configured. ``database``: SQLAlchemy URL; ``objects``: object store URL; both optional."""

    database: str | None = None
    objects: str | None = None
    is_sample: bool = False


@dataclass(frozen=True)
class Office:
    """One county (or the city) that this server serves."""

    region: str
    name: str
    is_city: bool
    stream_id: str


class CountyStore:
    """Everything the server keeps; open it with ``open_or_create``."""

    def __init__(self, folder: Path, engine: Engine, setup: Setup, clock: Clock) -> None:
        self.folder = folder
        self.engine = engine
        self.clock = clock
        self.setup = setup
        self.fold = Fold(RECORD_KINDS)
        self._fixed: dict[str, bytes] = {}
        self.blobs: BlobVault = open_vault(folder, self._value("blob_key"), setup.objects)
        self.uploads = folder / "uploads"
        self.uploads.mkdir(exist_ok=True)

    @classmethod
    def open_or_create(cls, folder: Path, setup: Setup | None = None, *, clock: Clock | None = None) -> CountyStore:
        """The store in ``folder``, made when it is not there.

        Raises ``StorageFault('store.newer')`` when a newer program wrote it.
        """
        setup = setup or Setup()
        folder.mkdir(parents=True, exist_ok=True)
        engine = open_engine(folder, setup.database)
        with classify_database_error(), engine.execution_options(write=True).begin() as connection:
            _prepare(connection, setup.is_sample)
        store = cls(folder, engine, setup, clock or SystemClock())
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
    def session_key(self) -> bytes:
        """The secret behind session tokens; survives a restart."""
        return self._value("session_key")

    def sign(self, content: dict[str, Any]) -> SignedStatement:
        """A statement of the county."""
        body = canonical(content)
        signature = StreamSigner("root", self._value("root_key")).sign(body)
        return SignedStatement(body=body.decode("utf-8"), signature=signature.hex())

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A write transaction on the county's own tables and for folding what arrived."""
        with classify_database_error(), self.engine.connect() as plain:
            connection = plain.execution_options(write=True)
            with connection.begin():
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read transaction."""
        with classify_database_error(), self.engine.connect() as connection, connection.begin():
            yield connection

    def create_office(self, region: str, name: str, *, is_city: bool = False) -> Office:
        """Serve one more county (or the city); an office that is there is renamed, its chain stays."""
        if not region.isascii() or not region.isdigit() or len(region) != 6:
            raise BadInput("county.region_wrong", region=region)
        table = tables.office
        with self.writing() as connection:
            known = connection.execute(select(table).where(table.c.region == region)).first()
            if known is None:
                keys = {"stream_id": new_id(), "stream_key": new_private_key()}
                connection.execute(insert(table), {"region": region, "name": name, "is_city": is_city, **keys})
            else:
                renamed = table.update().where(table.c.region == region)
                connection.execute(renamed.values(name=name, is_city=is_city))
        office, key = self._office(region)
        with self.units_of(region).begin(ACTOR, "stream.open") as unit:
            unit.ensure(
                Stream,
                office.stream_id,
                public_key=public_of(key).hex(),
                stream_kind="county",
                is_sample=self.is_sample,
                label=name,
                opened_because="set_up",
            )
        return office

    def office(self, region: str) -> Office:
        """One office. Raises ``BadInput('county.office_unknown')``."""
        return self._office(region)[0]

    def offices(self) -> list[Office]:
        """All offices by region code."""
        with self.read() as connection:
            return [_office_of(row) for row in connection.execute(select(tables.office).order_by("region"))]

    def units_of(self, region: str) -> Units:
        """Transactions in the name of an office, on its own chain. Raises ``BadInput('county.office_unknown')``."""
        office, key = self._office(region)
        return Units(self.engine, self.fold, StreamSigner(office.stream_id, key), self.clock)

    def _office(self, region: str) -> tuple[Office, bytes]:
        with self.read() as connection:
            row = connection.execute(select(tables.office).where(tables.office.c.region == region)).first()
        if row is None:
            raise BadInput("county.office_unknown", region=region)
        return _office_of(row), bytes(row.stream_key)

    def set_value(self, key: str, value: bytes) -> None:
        """Keep a fact of this server that may change."""
        with self.writing() as connection:
            put_value(connection, key, value)

    def optional(self, key: str) -> bytes | None:
        """A fact of this server that may change, or ``None``."""
        with self.read() as connection:
            query = select(tables.county_value.c.value).where(tables.county_value.c.key == key)
            value = connection.execute(query).scalar()
        return None if value is None else bytes(value)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _value(self, key: str) -> bytes:
        """A fact that never changes while the server exists."""
        if key not in self._fixed:
            value = self.optional(key)
            if value is None:
                raise StorageFault("county.value_missing", key=key)
            self._fixed[key] = value
        return self._fixed[key]

    def _bring_up_to_date(self) -> None:
        with self.read() as connection:
            mark = runner.read_mark(connection)
        if not runner.is_current(mark):
            from county_server.backup import copy_database

            runner.bring_up_to_date(self.engine, self.fold, lambda old: copy_database(self, f"before-{old}"), mark)


def put_value(connection: Connection, key: str, value: bytes) -> None:
    """Set a fact inside a transaction."""
    connection.execute(delete(tables.county_value).where(tables.county_value.c.key == key))
    connection.execute(insert(tables.county_value), {"key": key, "value": value})


def open_engine(folder: Path, url: str | None) -> Engine:
    """The database in ``folder``, or the one at ``url``; every commit is durable, writers queue up."""
    if url:
        engine = create_engine(url, pool_pre_ping=True)

        @event.listens_for(engine, "begin")
        def queue(connection: Connection) -> None:
            if connection.get_execution_options().get("write", False):
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_WRITER})")

        return engine
    engine = create_engine(
        f"sqlite:///{folder / 'county.db'}", connect_args={"check_same_thread": False, "isolation_level": None}
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=20000"):
            connection.execute("PRAGMA " + pragma)

    database.explicit_transactions(engine)
    return engine


def _office_of(row: Row[Any]) -> Office:
    return Office(row.region, row.name, bool(row.is_city), row.stream_id)


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
        "escrow_private": escrow_private,
        "escrow_public": escrow_public,
        "blob_key": os.urandom(32),
        "session_key": os.urandom(32),
    }
    for key, value in values.items():
        put_value(connection, key, value)
