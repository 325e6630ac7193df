"""The whole check of one store (``journal verify``, ``drill check``): database, journal, rows, receipts, blobs."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select, text

from inspector_app.blob_fields import named_blobs
from inspector_app.errors import StorageFault
from inspector_app.office.model import Stream
from inspector_app.storage.fold import table_of
from inspector_app.storage.verify import check_receipts, verify
from inspector_app.storage.verify_report import Problem, Progress, Report
from inspector_app.store import Store


def check_store(store: Store, progress: Progress | None = None) -> Report:
    """Everything that can be wrong with a store, by name.

    ``progress`` is told (steps done, steps in all) now and then; what it raises ends the check.
    """
    with store.units.read() as connection:
        report = verify(connection, store.fold, progress)
        check_receipts(connection, report)
        report.problems.extend(_database_problems(connection))
        report.problems.extend(_own_key_problems(connection, store))
        named = named_blobs(connection)
    report.problems.extend(_blob_problems(store, sorted(named)))
    return report


def _database_problems(connection: Connection) -> Iterator[Problem]:
    """What the database itself finds: authentication of its pages, structure, foreign keys."""
    for pragma in ("cipher_integrity_check", "integrity_check"):
        for (said,) in connection.execute(text(f"PRAGMA {pragma}")):
            if said != "ok":
                yield Problem("verify.database", pragma, str(said))
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield Problem("verify.foreign_key", f"{row[0]}:{row[1]}", str(row[2]))


def _own_key_problems(connection: Connection, store: Store) -> Iterator[Problem]:
    """A chain that was written anew under another key does not fit the private key of this laptop."""
    table = table_of(Stream)
    known = connection.execute(select(table.c.public_key).where(table.c.id == store.stream_id)).scalar()
    if known != store.signer.public_key.hex():
        yield Problem("verify.key_replaced", store.stream_id, str(known))


def _blob_problems(store: Store, named: list[str]) -> Iterator[Problem]:
    for sha256 in named:
        try:
            store.blobs.verify(sha256)
        except StorageFault as fault:
            code = "verify.blob_missing" if fault.code == "blob.missing" else "verify.blob_damaged"
            yield Problem(code, sha256, fault.code)
