"""The schema mark is current, and the migrations build exactly what the models describe, on both databases."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sqlalchemy import Engine, create_mock_engine, inspect

from inspector_app.schema import RECORD_KINDS
from inspector_app.storage import database, tables, version
from inspector_app.storage.fold import table_of
from inspector_app.storage.migrations import runner

ROOT = Path(__file__).resolve().parents[2]


def test_the_shape_of_the_record_tables_is_the_one_the_program_claims() -> None:
    shape = database.fingerprint(RECORD_KINDS)
    assert shape == version.RECORD_SHAPE, f"raise RECORDS in storage/version.py and set RECORD_SHAPE to {shape}"


def described(engine: Engine, names: list[str]) -> dict[str, object]:
    inspector = inspect(engine)
    return {
        name: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(name)),
            sorted(str(i["name"]) + str(i["column_names"]) for i in inspector.get_indexes(name)),
        )
        for name in names
    }


def test_migrating_from_nothing_builds_the_same_tables_as_a_fresh_store(engine: Engine) -> None:
    names = sorted(table.name for metadata in tables.ALL for table in metadata.sorted_tables)
    with engine.execution_options(write=True).begin() as connection:
        for metadata in tables.ALL:
            metadata.create_all(connection)
    fresh = described(engine, names)
    with engine.execution_options(write=True).begin() as connection:
        for metadata in tables.ALL:
            metadata.drop_all(connection)
        runner.run_alembic(connection, from_number=0)
    assert described(engine, names) == fresh


def test_record_tables_and_guards_can_be_made_on_both_databases(engine: Engine) -> None:
    with engine.execution_options(write=True).begin() as connection:
        database.create_tables(connection, RECORD_KINDS)
        database.create_record_tables(connection, RECORD_KINDS)  # twice is harmless
    assert {table_of(kind).name for kind in RECORD_KINDS} <= set(inspect(engine).get_table_names())


def test_a_partial_index_holds_the_same_rows_on_both_databases() -> None:
    said: list[str] = []
    server = create_mock_engine("postgresql+psycopg://", lambda made, *_given: said.append(str(made.compile(server))))
    database.create_record_tables(server, RECORD_KINDS, guarded=False)  # type: ignore[arg-type] # it only writes down
    partial = {
        str(index.name): str(index.dialect_options["sqlite"]["where"])
        for kind in RECORD_KINDS
        for index in table_of(kind).indexes
        if index.dialect_options["sqlite"]["where"] is not None
    }
    assert {"photo_unfiled", "finding_due", "quiz_running"} <= set(partial)
    made = {name: next(one for one in said if f"INDEX {name} ON" in one) for name in partial}
    assert all(made[name].endswith(f"WHERE {where}") for name, where in partial.items())


def test_a_laptop_loads_no_driver_of_a_server() -> None:
    ask = "import sys, inspector_app.store; print([one for one in sys.modules if 'dialects.postgresql' in one])"
    done = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
