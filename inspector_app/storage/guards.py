"""Database triggers that refuse what does not come through the journal, on SQLite and PostgreSQL.

They stop mistakes and casual tampering; whoever drops them is found by ``journal verify``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Table, text

APPEND_ONLY = ("entry", "entry_signature")


def install(connection: Connection, record_tables: Iterable[Table]) -> None:
    """Create all guards; existing ones are replaced."""
    statements = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    for statement in statements([table.name for table in record_tables]):
        connection.execute(text(statement))


def remove_from_records(connection: Connection, record_tables: Iterable[Table]) -> None:
    """Drop the guards of record tables, for a re-fold inside one transaction."""
    for table in record_tables:
        for event in ("insert", "update", "delete"):
            on = f" ON {table.name}" if connection.dialect.name != "sqlite" else ""
            connection.execute(text(f"DROP TRIGGER IF EXISTS guard_{table.name}_{event}{on}"))


def _sqlite(record_tables: list[str]) -> Iterator[str]:
    for table in APPEND_ONLY:
        for event in ("UPDATE", "DELETE"):
            name = f"guard_{table}_{event.lower()}"
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield (
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'refused by the journal: {table} is append-only'); END"
            )
    for table in record_tables:
        for event in ("INSERT", "UPDATE"):
            fresh = "" if event == "INSERT" else "NEW.entry_id = OLD.entry_id OR "
            name = f"guard_{table}_{event.lower()}"
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield (
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {fresh} NOT EXISTS "
                f"(SELECT 1 FROM entry WHERE id = NEW.entry_id AND record_id = NEW.id AND kind = '{table}') "
                f"BEGIN SELECT RAISE(ABORT, 'refused by the journal: {table} without its entry'); END"
            )
        yield f"DROP TRIGGER IF EXISTS guard_{table}_delete"
        yield (
            f"CREATE TRIGGER guard_{table}_delete BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'refused by the journal: {table} keeps its rows'); END"
        )


def _postgresql(record_tables: list[str]) -> Iterator[str]:
    yield """
        CREATE OR REPLACE FUNCTION guard_append_only() RETURNS trigger AS $$
        BEGIN RAISE EXCEPTION 'refused by the journal: % is append-only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql
    """
    yield """
        CREATE OR REPLACE FUNCTION guard_record() RETURNS trigger AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                RAISE EXCEPTION 'refused by the journal: % keeps its rows', TG_TABLE_NAME;
            END IF;
            IF (TG_OP = 'UPDATE' AND NEW.entry_id = OLD.entry_id) OR NOT EXISTS (SELECT 1 FROM entry
                WHERE id = NEW.entry_id AND record_id = NEW.id AND kind = TG_TABLE_NAME) THEN
                RAISE EXCEPTION 'refused by the journal: % without its entry', TG_TABLE_NAME;
            END IF;
            RETURN NEW;
        END $$ LANGUAGE plpgsql
    """
    for table in APPEND_ONLY:
        for event in ("UPDATE", "DELETE"):
            yield from _postgresql_trigger(table, event, "guard_append_only")
    for table in record_tables:
        for event in ("INSERT", "UPDATE", "DELETE"):
            yield from _postgresql_trigger(table, event, "guard_record")


def _postgresql_trigger(table: str, event: str, function: str) -> Iterator[str]:
    name = f"guard_{table}_{event.lower()}"
    yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
    yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
