"""A newer program brings an older store up to date, on SQLite and on PostgreSQL, and loses no row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, inspect, select

from inspector_app.errors import StorageFault
from inspector_app.inspection.model import Finding
from inspector_app.schema import RECORD_KINDS
from inspector_app.storage import database, journal, upcast, version
from inspector_app.storage.fold import Fold, table_of
from inspector_app.storage.journal import Draft, FieldChange, Operation
from inspector_app.storage.migrations import runner
from inspector_app.storage.signing import StreamSigner
from inspector_app.storage.unit_of_work import Units
from tests.fixtures.clocks import FrozenClock

STREAM = "stream-a"
NEXT = '''
import sqlalchemy as sa
from alembic import op
revision = "9002"
down_revision = "{down}"

def upgrade():
    with op.batch_alter_table("receipt") as batch:
        batch.add_column(sa.Column("checked_by", sa.Text))
    op.create_table("extra", sa.Column("id", sa.Text, primary_key=True))
'''


@pytest.fixture
def fold() -> Fold:
    return Fold(RECORD_KINDS)


def fresh(engine: Engine, fold: Fold) -> Units:
    """An empty database with its mark."""
    with engine.execution_options(write=True).begin() as connection:
        database.create_tables(connection, RECORD_KINDS)
        runner.set_mark(connection)
    return Units(engine, fold, StreamSigner(STREAM, b"\1" * 32), FrozenClock())


def rows(connection: Connection) -> list[tuple[object, ...]]:
    table = table_of(Finding)
    return sorted(tuple(row) for row in connection.execute(select(table.c.id, table.c.fact, table.c.presence)))


def mark(connection: Connection) -> str | None:
    return runner.read_mark(connection)


def test_a_migration_changes_tables_folds_again_and_keeps_every_row(
    engine: Engine, fold: Fold, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = fresh(engine, fold)
    with units.begin("zhang", "finding.add") as unit:
        kept = [unit.create(Finding, None, fact=f"问题 {number}") for number in range(30)]
        unit.remove(Finding, kept[0], "重复")
    with units.read() as connection:
        before, old = rows(connection), mark(connection)
    (tmp_path / "v9002_next.py").write_text(NEXT.format(down=f"{version.TABLES:04d}"))
    monkeypatch.setattr(version, "TABLES", 9002)
    monkeypatch.setattr(runner, "MORE_VERSIONS", (tmp_path,))
    copied: list[str] = []
    runner.bring_up_to_date(engine, fold, lambda name: copied.append(name) or tmp_path, old)
    with units.read() as connection:
        assert rows(connection) == before
        assert mark(connection) == runner.current_mark() != old
        assert "checked_by" in {column["name"] for column in inspect(connection).get_columns("receipt")}
    assert copied == [old]
    assert runner.bring_up_to_date(engine, fold, lambda _name: tmp_path, runner.current_mark()) is None


def test_a_migration_that_fails_changes_nothing(
    engine: Engine, fold: Fold, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = fresh(engine, fold)
    with units.begin("zhang", "finding.add") as unit:
        unit.create(Finding, None, fact="问题")
    with units.read() as connection:
        before, old = rows(connection), mark(connection)
    broken = NEXT.format(down=f"{version.TABLES:04d}") + "    raise RuntimeError('half way')\n"
    (tmp_path / "v9002_next.py").write_text(broken)
    monkeypatch.setattr(version, "TABLES", 9002)
    monkeypatch.setattr(runner, "MORE_VERSIONS", (tmp_path,))
    with pytest.raises(RuntimeError, match="half way"):
        runner.bring_up_to_date(engine, fold, lambda _name: tmp_path, old)
    with units.read() as connection:
        assert (rows(connection), mark(connection)) == (before, old)
        assert "extra" not in inspect(connection).get_table_names()


def test_two_windows_migrate_once(engine: Engine, fold: Fold, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    units = fresh(engine, fold)
    with units.read() as connection:
        old = mark(connection)
    monkeypatch.setattr(version, "RECORD_SHAPE", "other")
    for _ in range(2):  # the second one read the old mark before the first had finished
        runner.bring_up_to_date(engine, fold, lambda _name: tmp_path, old)
    with units.read() as connection:
        assert mark(connection) == runner.current_mark()


def old_entries(fold: Fold, count: int) -> list[journal.Entry]:
    """Findings as a program of version 1 wrote them: the fact was called ``problem``, the place carried a prefix."""
    head, entries = journal.Head(0, journal.genesis(STREAM)), []
    chain = {"stream": STREAM, "action": "a", "action_name": "finding.add", "actor": "zhang", "mono": 1, "boot": "b"}
    for number in range(count):
        fields = {"problem": FieldChange(None, f"问题 {number}"), "place": FieldChange(None, f"地点：{number}")}
        draft = Draft("finding", 1, f"finding-{number % 5}", None, Operation.CREATE, fields)
        if number >= 5:
            seen = entries[number - 5]
            fields = {"problem": FieldChange(f"问题 {number - 5}", f"问题 {number}", (seen.id,))}
            draft = replace(draft, operation=Operation.CHANGE, fields=fields)
        stamp = {"seq": head.seq + 1, "prev": head.id, "at": "2026-03-10T09:00:00.000+08:00", "trust": "steady"}
        entry = journal.compose(draft, {**chain, **stamp})
        entries.append(entry)
        head = journal.Head(entry.seq, entry.id)
    return entries


def as_version_2(fields: upcast.Fields) -> upcast.Fields:
    read = {"fact" if name == "problem" else name: change for name, change in fields.items()}
    if "place" in read:
        read["place"] = replace(read["place"], new=str(read["place"].new).removeprefix("地点："))
    return read


def test_folding_an_old_journal_equals_migrating_its_database(
    engine: Engine, fold: Fold, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    entries = old_entries(fold, 12)
    units = fresh(engine, fold)
    with units.writing() as connection:  # the database as version 1 left it: journal, and rows of its own shape
        for entry in entries:
            journal.append(connection, entry)
    with units.read() as connection:
        old = mark(connection)
    monkeypatch.setattr(Finding, "kind_version", 2)
    monkeypatch.setitem(upcast.UPCASTERS, ("finding", 1), as_version_2)
    monkeypatch.setattr(version, "RECORD_SHAPE", "version-2")
    runner.bring_up_to_date(engine, fold, lambda _name: tmp_path, old)
    other = database.open_in_memory()
    late = fresh(other, fold)
    with late.writing() as connection:
        for entry in reversed(entries):  # and in another order of arrival
            journal.append(connection, entry)
            fold.apply(connection, entry)
    table = table_of(Finding)
    with units.read() as one, late.read() as two:
        migrated = sorted(map(tuple, one.execute(select(table.c.id, table.c.fact, table.c.place, table.c.field_heads))))
        folded = sorted(map(tuple, two.execute(select(table.c.id, table.c.fact, table.c.place, table.c.field_heads))))
    assert migrated == folded
    assert migrated[0][:3] == ("finding-0", "问题 10", "0")


def test_a_journal_of_a_newer_program_is_refused_by_kind(fold: Fold) -> None:
    engine = database.open_in_memory()
    units = fresh(engine, fold)
    newer = replace(old_entries(fold, 1)[0], kind_version=7)
    with pytest.raises(StorageFault, match="newer_kind"), units.writing() as connection:
        fold.apply(connection, newer)


def test_a_store_newer_than_the_program_is_refused(engine: Engine, fold: Fold, tmp_path: Path) -> None:
    fresh(engine, fold)
    newer = f"{version.TABLES + 1}.{version.RECORDS}.{version.RECORD_SHAPE}"
    with pytest.raises(StorageFault, match="newer"):
        runner.bring_up_to_date(engine, fold, lambda _name: tmp_path, newer)
