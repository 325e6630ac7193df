"""journal verify names every kind of damage, wherever it is done."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from inspector_app import drill, tampering
from inspector_app.commands import drill_commands
from inspector_app.errors import StorageFault, UserCancelled
from inspector_app.inspection.model import Finding
from inspector_app.storage import journal, tables
from inspector_app.storage.signing import StreamSigner
from inspector_app.store import Store
from inspector_app.store_check import check_store
from tests.fixtures.stores import PASSPHRASE, make_store

PLACES = (1, 2, 3, 7, 20, 34, 51)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drill") / "store"
    list(drill.write(folder, 12, with_blobs=True))
    return folder


def verified(folder: Path) -> list[str]:
    store = Store.open(folder, drill.LOGIN, drill.PASSPHRASE)
    problems = [problem.code for problem in check_store(store).problems]
    store.close()
    return problems


def test_an_untouched_store_has_no_problems(written: Path) -> None:
    assert verified(written) == []


def test_the_help_of_drill_tamper_names_every_kind() -> None:
    assert tuple(tampering.TAMPERINGS) == drill_commands.KINDS


@pytest.mark.parametrize("kind", sorted(set(tampering.TAMPERINGS) - {"entry-truncate"}))
def test_every_kind_of_tampering_is_named_wherever_it_is_done(kind: str, written: Path, tmp_path: Path) -> None:
    for at in PLACES:
        folder = tmp_path / f"{kind}-{at}"
        shutil.copytree(written, folder)
        done = tampering.tamper(folder, kind, at=at, seed=at)
        assert verified(folder), f"{kind}: {done} was not found"


def test_a_clean_cut_of_the_end_is_found_by_the_last_receipt(written: Path, tmp_path: Path) -> None:
    for at in (1, 2, 9, 25):
        folder = tmp_path / str(at)
        shutil.copytree(written, folder)
        keep_receipt(folder)
        assert verified(folder) == []
        tampering.tamper(folder, "entry-truncate", at=at)
        assert "verify.truncated" in verified(folder)


def keep_receipt(folder: Path) -> None:
    """The county says that it holds everything up to now."""
    store = Store.open(folder, drill.LOGIN, drill.PASSPHRASE)
    with store.units.writing() as connection:
        head = journal.head(connection, store.stream_id)
        facts = {"id": "r1", "stream_id": store.stream_id, "head_seq": head.seq, "head_id": head.id}
        signed = {"body": b"{}", "signature": b"s", "received_at": "2026-03-10T12:00:00+08:00", "is_valid": True}
        connection.execute(tables.receipt.insert(), {**facts, **signed})
    store.close()


def test_a_journal_written_anew_under_another_key_is_found(tmp_path: Path) -> None:
    store = make_store(tmp_path / "s")
    forged = StreamSigner(store.stream_id, b"\7" * 32)
    store.set_secret(f"stream:{store.stream_id}", b"\7" * 32)
    assert forged.public_key != b""
    store.close()
    opened = Store.open(store.folder, "zhang", PASSPHRASE)
    assert "verify.key_replaced" in [problem.code for problem in check_store(opened).problems]


def test_everything_acknowledged_is_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "fresh"
    lines = [str(done) for done in drill.write(folder, 5, with_blobs=True)]
    assert drill.check(folder, lines).ok
    unknown = f"ACK finding {'0' * 36} {'0' * 64}"
    assert drill.check(folder, [*lines, unknown]).missing == [unknown]


def test_an_acknowledged_entry_of_another_record_does_not_count(tmp_path: Path) -> None:
    folder = tmp_path / "fresh"
    one, *_rest, other = [done for done in drill.write(folder, 2) if done.kind == "finding"]
    crossed = f"ACK finding {one.id} {other.sha256}"
    assert drill.check(folder, [crossed]).missing == [crossed]


def test_a_file_without_a_record_must_still_be_whole(tmp_path: Path) -> None:
    folder = tmp_path / "fresh"
    acknowledged = [str(done) for done in drill.write(folder, 1, with_blobs=True)]
    tampering.tamper(folder, "blob", at=1)
    missing = drill.check(folder, acknowledged).missing
    assert [line.split()[1] for line in missing] == ["blob"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE finding SET fact = '一切正常'",
        "DELETE FROM finding",
        "INSERT INTO finding (id, entry_id, presence, field_heads) VALUES ('x', 'y', 'present', '{}')",
        "UPDATE entry SET kind = 'x'",
        "DELETE FROM entry",
        "DELETE FROM entry_signature",
    ],
)
def test_the_database_itself_refuses_what_has_no_entry(statement: str, tmp_path: Path) -> None:
    store = make_store(tmp_path / "s")
    with store.units.begin(store.officer_id, "finding.add") as unit:
        unit.create(Finding, None, fact="x")
    with pytest.raises((StorageFault, DBAPIError)), store.units.writing() as connection:
        connection.execute(text(statement))


def forged(folder: Path, statement: str) -> None:
    store = Store.open(folder, drill.LOGIN, drill.PASSPHRASE)
    with store.units.writing() as connection:
        for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE photo SET exif = 'no JSON' WHERE id = (SELECT min(id) FROM photo)",
        "UPDATE photo SET exif = '1e5' WHERE id = (SELECT min(id) FROM photo)",
    ],
)
def test_a_value_that_its_column_cannot_hold_is_named_as_an_edited_row(
    statement: str, written: Path, tmp_path: Path
) -> None:
    shutil.copytree(written, tmp_path / "s")
    forged(tmp_path / "s", statement)
    assert set(verified(tmp_path / "s")) == {"verify.row_edited"}


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("INSERT INTO record_conflict VALUES ('finding', 'nobody', 'fact')", "verify.conflict_added"),
        ("UPDATE entry SET body = '{}' WHERE position = 9", "verify.unreadable"),
        ("INSERT INTO entry_signature VALUES ('ab', 'nobody', zeroblob(64))", "verify.entry_deleted"),
    ],
)
def test_what_belongs_to_no_entry_is_named(statement: str, code: str, written: Path, tmp_path: Path) -> None:
    shutil.copytree(written, tmp_path / "s")
    forged(tmp_path / "s", statement)
    assert code in verified(tmp_path / "s")


def test_a_check_tells_how_far_it_is_and_can_be_stopped(written: Path) -> None:
    store, told = Store.open(written, drill.LOGIN, drill.PASSPHRASE), []
    report = check_store(store, lambda done, total: told.append((done, total)))
    assert told[-1] == (2 * report.entries, 2 * report.entries)

    def stop(_done: int, _total: int) -> None:
        raise UserCancelled

    with pytest.raises(UserCancelled):
        check_store(store, stop)
    store.close()
