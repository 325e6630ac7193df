"""A store: one folder with the encrypted database, the wrapped keys and the blobs of one laptop."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select

from inspector_app.clock import Clock, SystemClock
from inspector_app.errors import StorageFault, WrongKey
from inspector_app.identity import new_id
from inspector_app.office import rules as office_rules
from inspector_app.office.model import Officer, Stream
from inspector_app.office.repository import officers
from inspector_app.office.values import OfficerRow
from inspector_app.schema import RECORD_KINDS
from inspector_app.storage import database, journal, keys, tables
from inspector_app.storage.blobs import BlobStore
from inspector_app.storage.copies import copy_database, copy_files
from inspector_app.storage.faults import classify_database_error, told_when_readonly
from inspector_app.storage.fold import Fold
from inspector_app.storage.folder import BLOBS, DATABASE, is_store, make_folder, set_up
from inspector_app.storage.machine import machine_mark
from inspector_app.storage.migrations import runner
from inspector_app.storage.reader import Unlocked, unlock
from inspector_app.storage.rekey import rekey
from inspector_app.storage.signing import StreamSigner, new_private_key, public_of
from inspector_app.storage.small_blobs import SmallBlobs
from inspector_app.storage.unit_of_work import Units


@dataclass(frozen=True)
class NewOfficer:
    """The officer who sets up a store: log-in name, passphrase and what stands on papers."""

    login: str
    passphrase: str
    name: str = ""
    cert_no: str = ""


class Store:
    """An open store. Make one with ``create`` or ``open``; close it when done."""

    def __init__(self, folder: Path, key: bytes, key_file: keys.KeyFile, officer_id: str, clock: Clock) -> None:
        self.folder = folder
        self.key_file = key_file
        self.officer_id = officer_id
        self.clock = clock
        self._key = key
        self.engine: Engine = database.open_encrypted(folder / DATABASE, lambda: self._key)
        self.fold = Fold(RECORD_KINDS)
        self._units: Units | None = None
        self._blobs: BlobStore | None = None

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether there is a store in this folder (one whose set-up was cut off has no key file yet)."""
        return is_store(folder)

    @classmethod
    def create(
        cls, folder: Path, officer: NewOfficer, *, is_sample: bool = False, clock: Clock | None = None
    ) -> tuple[Store, str]:
        """A new, empty store with its first officer; returns it and the recovery key to be printed.

        Raises ``BadInput('store.exists')`` when the folder already holds one, ``RuleViolation`` for a name or
        certificate number that no paper can carry.
        """
        _require_printable(officer)
        key, recovery, officer_id = os.urandom(32), keys.new_recovery_key(), new_id()
        key_file = (
            keys.new_key_file(is_sample=is_sample)
            .with_officer(key, officer.login, officer_id, officer.passphrase)
            .with_recovery(key, recovery)
        )
        with set_up(folder):
            store = cls(folder, key, key_file, officer_id, clock or SystemClock())
            try:
                store._fill(officer)
                key_file.write(folder)
            except BaseException:
                store.close()
                raise
        return store, recovery

    def _fill(self, officer: NewOfficer) -> None:
        """Tables, keys, the first stream and the first officer of an empty store."""
        with classify_database_error(), self._writing() as connection:
            database.create_tables(connection, RECORD_KINDS)
            runner.set_mark(connection)
            connection.execute(insert(tables.secret), {"key": "blobs", "value": os.urandom(32)})
        self.open_stream("set_up")
        facts = {"name": officer.name or officer.login, "cert_no": officer.cert_no or None, "login": officer.login}
        with self.units.begin(self.officer_id, "officer.add") as unit:
            unit.create(Officer, self.officer_id, officer_role="officer", unlocks=True, **facts)

    @classmethod
    def open(cls, folder: Path, login: str, secret: str, *, clock: Clock | None = None) -> Store:
        """Unlock a store. ``login`` is an officer's log-in name, or ``recovery``.

        Raises ``WrongKey``, or ``StorageFault`` when the store is damaged or newer than this program.
        A store that was copied to another machine opens a new stream of its own.
        """
        return cls.open_unlocked(unlock(folder, login, secret), clock=clock)

    @classmethod
    def open_unlocked(cls, unlocked: Unlocked, *, clock: Clock | None = None) -> Store:
        """Open a store whose key is known already (the home page found it); raises as ``open``."""
        store = cls._prepared(unlocked, clock)
        if store.local("machine") != machine_mark(store.key_file.store_id):
            store.open_stream("copied_to_another_machine")
        return store

    @classmethod
    def _prepared(cls, unlocked: Unlocked, clock: Clock | None) -> Store:
        """Opened with the key that fits, its schema up to date."""
        folder, key_file, officer_id = unlocked.folder, unlocked.key_file, unlocked.officer_id
        if not (folder / DATABASE).is_file():
            raise StorageFault("store.database_missing", folder=str(folder))
        if (folder / DATABASE).stat().st_size == 0:
            raise StorageFault("storage.damaged", detail="empty")
        with told_when_readonly(folder):
            store = cls._first_that_opens(folder, unlocked.candidates, key_file, officer_id, clock or SystemClock())
        runner.bring_up_to_date(store.engine, store.fold, store.copy_before_migration, store.local("schema"))
        return store

    @classmethod
    def _first_that_opens(
        cls, folder: Path, candidates: tuple[bytes, ...], key_file: keys.KeyFile, officer_id: str, clock: Clock
    ) -> Store:
        for key in candidates:
            store = cls(folder, key, key_file, officer_id, clock)
            try:
                store.local("schema")
            except StorageFault as fault:
                store.close()
                if fault.code != "storage.damaged" or key == candidates[-1]:
                    raise
                continue
            if len(candidates) > 1:  # a change of key was cut short: settle on the key that works
                store.key_file = key_file.announcing(key)
                if cls.exists(folder):
                    store.key_file.write(folder)
            return store
        raise StorageFault("storage.damaged", detail="no key")

    @property
    def is_sample(self) -> bool:
        """Whether this is a sample (示例) store, which never meets a real county."""
        return self.key_file.is_sample

    @property
    def stream_id(self) -> str:
        """The journal chain this store extends."""
        stream = self.local("stream")
        if stream is None:
            raise StorageFault("store.no_stream", folder=str(self.folder))
        return stream

    @property
    def units(self) -> Units:
        """Transactions on this store."""
        if self._units is None:
            signer = StreamSigner(self.stream_id, self.secret(f"stream:{self.stream_id}"))
            self._units = Units(self.engine, self.fold, signer, self.clock)
        return self._units

    @property
    def blobs(self) -> BlobStore:
        """The encrypted files of this store."""
        if self._blobs is None:
            self._blobs = BlobStore(self.folder / BLOBS, self.secret("blobs"), SmallBlobs(self.engine))
            self._blobs.sweep()
        return self._blobs

    @property
    def signer(self) -> StreamSigner:
        """Signs in the name of this store's stream."""
        return StreamSigner(self.stream_id, self.secret(f"stream:{self.stream_id}"))

    def open_stream(self, because: str) -> str:
        """Begin a new journal chain that names where the former one stood; its id.

        Set-up, restore and copying each do this, so that no two machines ever extend one chain.
        """
        former = self.local("stream")
        private, stream_id = new_private_key(), new_id()
        with classify_database_error(), self._writing() as connection:
            connection.execute(insert(tables.secret), {"key": f"stream:{stream_id}", "value": private})
            _put(connection, "stream", stream_id)
            _put(connection, "machine", machine_mark(self.key_file.store_id))
            last = journal.head(connection, former) if former else None
        self.units.continue_on(self.signer)
        with self.units.begin(self.officer_id, "stream.open") as unit:
            unit.create(
                Stream,
                stream_id,
                public_key=public_of(private).hex(),
                stream_kind="laptop",
                is_sample=self.is_sample,
                opened_because=because,
                predecessor_stream=former,
                predecessor_seq=last.seq if last else None,
                predecessor_hash=last.id if last else None,
            )
        return stream_id

    def local(self, key: str) -> str | None:
        """A fact of this machine (never journalled, never sent)."""
        with classify_database_error(), self.engine.connect() as connection:
            query = select(tables.local_value.c.value).where(tables.local_value.c.key == key)
            return connection.execute(query).scalar()

    def set_local(self, key: str, value: str) -> None:
        """Remember a fact of this machine."""
        with self.units.writing() as connection:
            _put(connection, key, value)

    def secret(self, key: str) -> bytes:
        """A private key or hash kept inside the encrypted database. Raises ``StorageFault`` when missing."""
        value = self.find_secret(key)
        if value is None:
            raise StorageFault("store.secret_missing", key=key)
        return value

    def find_secret(self, key: str) -> bytes | None:
        """A private key or hash kept inside the encrypted database, or ``None``."""
        with classify_database_error(), self.engine.connect() as connection:
            value = connection.execute(select(tables.secret.c.value).where(tables.secret.c.key == key)).scalar()
        return None if value is None else bytes(value)

    def forget_secret(self, key: str) -> None:
        """Remove a private value."""
        with self.units.writing() as connection:
            connection.execute(delete(tables.secret).where(tables.secret.c.key == key))

    def require_passphrase(self, passphrase: str) -> None:
        """Raises ``WrongKey`` unless this is the passphrase of the officer who unlocked the store."""
        self.key_file.require(self.officer_id, passphrase)

    def set_secret(self, key: str, value: bytes) -> None:
        """Keep a private value inside the encrypted database."""
        with self.units.writing() as connection:
            connection.execute(delete(tables.secret).where(tables.secret.c.key == key))
            connection.execute(insert(tables.secret), {"key": key, "value": value})

    def recovery_secret(self) -> bytes:
        """The store key, for escrow at the county only (sealed before it leaves this process)."""
        return self._key

    def add_officer(self, officer: NewOfficer, officer_id: str | None = None) -> str:
        """Give one more officer a passphrase of his own; his id. An existing register entry may be named.

        Raises ``BadInput`` when the log-in name is taken or the passphrase too short, ``RuleViolation`` for a new
        entry whose name cannot be printed or whose certificate number somebody holds.
        """
        identity = officer_id or new_id()
        if officer_id is None:
            with self.units.read() as connection:
                _require_printable(officer, officers(connection, self.clock.now().at.date()))
        self._change_keys(lambda known: known.with_officer(self._key, officer.login, identity, officer.passphrase))
        with self.units.begin(self.officer_id, "officer.add") as unit:
            facts: dict[str, Any] = {"login": officer.login, "unlocks": True}
            if officer_id is None:
                facts |= {"name": officer.name or officer.login, "officer_role": "officer"}
                facts |= {"cert_no": officer.cert_no or None}
            unit.ensure(Officer, identity, **facts)
        return identity

    def remove_officer(self, login: str) -> None:
        """Take an officer's way in away: his passphrase fails from now on, also with an old ``keys.json``.

        The store key itself changes. His entries stay; raises ``BadInput`` for the last officer and
        ``StorageFault('store.in_use')`` when another window or command has the store open.
        """
        key_file = keys.read_key_file(self.folder)
        remaining = key_file.without_officer(login)
        removed = next(s for s in key_file.slots if s.login == login and s.kind == keys.PASSPHRASE)
        self.rotate_key(remaining)
        with self.units.begin(self.officer_id, "officer.remove") as unit:
            unit.change(Officer, removed.officer_id, unlocks=False)
        self.forget_secret(f"pin:{removed.officer_id}")

    def change_passphrase(self, login: str, new: str, *, renew_key: bool = False) -> None:
        """Another passphrase for an officer, chosen by himself or by whoever opened with the recovery key.

        An old copy of ``keys.json`` still answers to the old passphrase unless ``renew_key`` is asked for as well.
        Raises ``BadInput``, ``WrongKey`` when somebody else asks.
        """
        is_own = self.key_file.login_of(self.officer_id) == login
        if self.officer_id and not is_own:
            raise WrongKey("keys.not_yours", login=login)
        self._change_keys(lambda known: known.with_passphrase(self._key, login, new))
        if renew_key:
            self.rotate_key()

    def renew_recovery(self) -> str:
        """A fresh recovery key, to be printed; the former one opens nothing any more."""
        recovery = keys.new_recovery_key()
        self._change_keys(lambda known: known.with_recovery(self._key, recovery))
        return recovery

    def rotate_key(self, key_file: keys.KeyFile | None = None) -> None:
        """Change the store key; every officer of ``key_file`` (by default: all) keeps his passphrase.

        Both keys are announced before the database changes hands, so a cut at any instant loses nothing.
        Raises ``StorageFault('store.in_use')``.
        """
        new, old = os.urandom(32), self._key
        wanted = key_file or keys.read_key_file(self.folder)

        def announce() -> None:
            wanted.announcing(old, new).write(self.folder)

        def settle() -> None:
            self._key = new
            self.key_file = wanted.announcing(new)
            self.key_file.write(self.folder)

        rekey(self.engine, new, announce, settle)

    def _change_keys(self, change: Callable[[keys.KeyFile], keys.KeyFile]) -> None:
        """Change ``keys.json`` as it is now on disk, one process at a time (the database's write lock sees to that)."""
        with classify_database_error(), self._writing():
            self.key_file = change(keys.read_key_file(self.folder))
            self.key_file.write(self.folder)

    def copy_before_migration(self, mark: str) -> Path:
        """Keep the database as it is under a name of its own, before a migration touches it."""
        target = self.folder / f"before-{mark}.db"
        copy_database(self.engine, self._key, target)
        return target

    def back_up(self, target: Path) -> Path:
        """Copy the whole store into ``target`` (a folder); blobs that are there already are not copied again.

        The database goes first: every file it names is on disk before it is named. ``keys.json`` goes last.
        """
        make_folder(target)
        copy_database(self.engine, self._key, target / DATABASE)
        if (self.folder / BLOBS).is_dir():
            copy_files(self.folder / BLOBS, target / BLOBS)
        self.key_file.write(target)
        self.set_local("backup_at", self.clock.now().iso)
        return target

    @classmethod
    def restore(cls, backup: Path, folder: Path, login: str, secret: str, *, clock: Clock | None = None) -> Store:
        """Bring a backup into an empty folder and open it on a new stream.

        Raises ``BadInput('store.exists')`` rather than overwrite a store, ``WrongKey`` before anything is copied.
        """
        unlocked = unlock(backup, login, secret)
        with set_up(folder):
            copy_files(backup, folder, leave_out=(keys.FILE,))
            store = cls._prepared(replace(unlocked, folder=folder), clock)
            store.open_stream("restored_from_backup")
            store.key_file.write(folder)
        return store

    def close(self) -> None:
        """Let go of the database file."""
        self.engine.dispose()

    def _writing(self) -> AbstractContextManager[Connection]:
        return self.engine.execution_options(write=True).begin()



def _require_printable(officer: NewOfficer, others: Iterable[OfficerRow] = ()) -> None:
    """What stands on papers of him can stand there, and is his alone."""
    office_rules.require_name(officer.name or officer.login)
    office_rules.require_certificate(officer.cert_no, others)


def _put(connection: Connection, key: str, value: str) -> None:
    connection.execute(delete(tables.local_value).where(tables.local_value.c.key == key))
    connection.execute(insert(tables.local_value), {"key": key, "value": value})
