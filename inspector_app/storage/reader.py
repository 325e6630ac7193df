"""A thin reader of a store for start-up: the driver and SQL, no ORM, nothing that is written.

Unlocking costs one key derivation; the result is handed on to ``Store`` so that it is not paid twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector_app.errors import StorageFault
from inspector_app.storage import version
from inspector_app.storage.keys import KeyFile, read_key_file
from inspector_app.storage.pragmas import configure

DATABASE = "store.db"
CACHE_KIB = 2_000
"""Memory for the pages of this connection: the home page reads few index rows; the services have their own cache."""


@dataclass(frozen=True)
class Unlocked:
    """A store whose key is known: what ``Store.open_unlocked`` and ``Reader`` need.

    ``candidates`` are two keys while a change of key was cut short, else one.
    """

    folder: Path
    key_file: KeyFile
    candidates: tuple[bytes, ...]
    officer_id: str


def unlock(folder: Path, login: str, secret: str) -> Unlocked:
    """Find the store key. ``login`` is a log-in name or ``recovery``.

    Raises ``WrongKey``, or ``StorageFault`` when the key file is missing or damaged.
    """
    key_file = read_key_file(folder)
    candidates, slot = key_file.unlock(login, secret)
    return Unlocked(folder, key_file, candidates, slot.officer_id)


def load_derivation() -> None:
    """Load what a passphrase is turned into a key with: the longest step of unlocking waits for nothing else."""
    from cryptography.hazmat.primitives.kdf import argon2

    assert argon2


def load_ahead() -> None:
    """Load driver and ciphers before they are asked for, while the passphrase is typed or the key derived."""
    import sqlcipher3.dbapi2
    from cryptography.hazmat.backends.openssl import backend
    from cryptography.hazmat.primitives.asymmetric import x25519
    from cryptography.hazmat.primitives.ciphers import aead
    from cryptography.hazmat.primitives.kdf import hkdf

    assert all((sqlcipher3.dbapi2, backend, x25519, aead, hkdf))


class Reader:
    """One read-only connection. Close it when the full services are there."""

    def __init__(self, unlocked: Unlocked) -> None:
        from inspector_app.storage.faults import told_when_readonly

        with told_when_readonly(unlocked.folder):
            self._connection = _first_that_opens(unlocked)

    @property
    def is_current(self) -> bool:
        """Whether the tables are those this program knows; otherwise the store must be migrated first."""
        return bool(self.value("SELECT value FROM local_value WHERE key = 'schema'") == version.mark())

    def rows(self, query: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """All rows of a query as dictionaries. ``query`` bounds them itself."""
        cursor = self._connection.execute(query, parameters or {})
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def value(self, query: str, parameters: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row, or ``None``."""
        row = self._connection.execute(query, parameters or {}).fetchone()
        return None if row is None else row[0]

    def values(self, keys: Iterable[str]) -> dict[str, str]:
        """Facts of this machine (``local_value``) by key; missing ones are left out."""
        found = {}
        for key in keys:
            value = self.value("SELECT value FROM local_value WHERE key = :key", {"key": key})
            if value is not None:
                found[key] = str(value)
        return found

    def spare_memory(self) -> None:
        """Empty the page cache; what is asked for next is read and decrypted anew."""
        self._connection.execute("PRAGMA shrink_memory")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _first_that_opens(unlocked: Unlocked) -> Any:
    import sqlcipher3.dbapi2 as sqlcipher

    from inspector_app.storage.faults import raise_circumstance

    path = unlocked.folder / DATABASE
    for key in unlocked.candidates:
        try:
            connection = sqlcipher.connect(f"file:{path.as_posix()}?mode=rw", uri=True, isolation_level=None)
            configure(connection, key)
            connection.execute("PRAGMA query_only=ON")
            connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        except sqlcipher.Error as error:
            if key == unlocked.candidates[-1]:
                raise_circumstance(error, str(error))
                raise
        else:
            return connection
    raise StorageFault("storage.damaged", detail="no key")
