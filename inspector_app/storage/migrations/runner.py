"""Brings an older store up to this program's schema; refuses a newer one; copies the database first."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert, select

from inspector_app.errors import StorageFault
from inspector_app.storage import tables, version
from inspector_app.storage.faults import classify_database_error
from inspector_app.storage.fold import Fold

MORE_VERSIONS: tuple[Path, ...] = ()
"""Further folders of migrations; a test puts the next one here."""


def current_mark() -> str:
    """What an up-to-date store says of itself: migrations, generation and shape of the record tables."""
    return version.mark()


def is_current(mark: str | None) -> bool:
    """Whether a store with this mark can be used as it is.

    Raises ``StorageFault('store.newer')`` when a newer program wrote it.
    """
    if mark == current_mark():
        return True
    if mark is None:
        raise StorageFault("storage.damaged", detail="no schema mark")
    number, generation, _shape = mark.split(".")
    if int(number) > version.TABLES or int(generation) > version.RECORDS:
        raise StorageFault("store.newer", found=mark, known=current_mark())
    return False


def bring_up_to_date(engine: Engine, fold: Fold, copy_first: Callable[[str], Path], mark: str | None) -> Path | None:
    """Migrate when needed; the copy that was made before, or ``None`` when there was nothing to do.

    Tables change by Alembic, record data only by folding the journal again; all in one transaction.
    """
    if is_current(mark):
        return None
    assert mark is not None
    kept = copy_first(mark)
    writer = engine.execution_options(write=True)
    with classify_database_error(), writer.begin() as connection:
        if is_current(read_mark(connection)):
            return kept  # another window was faster
        number = int(mark.split(".")[0])
        if number < version.TABLES:
            run_alembic(connection, from_number=number)
        from inspector_app.storage.refold import refold

        refold(connection, fold)
        set_mark(connection)
    return kept


def run_alembic(connection: Connection, *, from_number: int) -> None:
    """Run the migrations after ``from_number`` on this connection, inside its transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    here = Path(__file__).parent
    config.set_main_option("script_location", str(here).replace("%", "%%"))
    folders = os.pathsep.join(map(str, (here / "versions", *MORE_VERSIONS))).replace("%", "%%")
    config.set_main_option("version_locations", folders)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    if from_number:
        command.stamp(config, f"{from_number:04d}", purge=True)
    command.upgrade(config, "head")


def set_mark(connection: Connection) -> None:
    """Note in the store that it is up to date."""
    table = tables.local_value
    connection.execute(delete(table).where(table.c.key == "schema"))
    connection.execute(insert(table), {"key": "schema", "value": current_mark()})


def read_mark(connection: Connection) -> str | None:
    """The store's own schema mark."""
    table = tables.local_value
    return connection.execute(select(table.c.value).where(table.c.key == "schema")).scalar()
