"""Who can open a store, what a change of key and a restore do, and that nothing lies readable on the disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from inspector_app.errors import BadInput, StorageFault, WrongKey
from inspector_app.inspection.model import Finding
from inspector_app.office.model import Stream
from inspector_app.storage import journal, version
from inspector_app.storage.fold import table_of
from inspector_app.storage.migrations import runner
from inspector_app.store import NewOfficer, Store
from tests.fixtures.stores import PASSPHRASE, make_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path / "store")


def add_finding(store: Store, fact: str = "顶板未支护") -> str:
    with store.units.begin(store.officer_id, "finding.add") as unit:
        return unit.create(Finding, None, fact=fact, place="+120中段")


def facts(store: Store) -> list[str]:
    table = table_of(Finding)
    with store.units.read() as connection:
        return sorted(row.fact for row in connection.execute(table.select()))


def test_an_officer_opens_with_his_own_passphrase_and_nothing_else(store: Store) -> None:
    add_finding(store)
    store.close()
    assert facts(Store.open(store.folder, "zhang", PASSPHRASE)) == ["顶板未支护"]
    with pytest.raises(WrongKey):
        Store.open(store.folder, "zhang", PASSPHRASE + " ")
    with pytest.raises(WrongKey):
        Store.open(store.folder, "nobody", PASSPHRASE)


def test_the_recovery_key_opens_however_it_is_typed(tmp_path: Path) -> None:
    store, recovery = Store.create(tmp_path / "s", NewOfficer("zhang", PASSPHRASE))
    store.close()
    typed = recovery.lower().replace("-", " ")
    assert Store.open(tmp_path / "s", "recovery", typed).stream_id


def test_a_removed_officer_is_out_also_with_the_old_key_file(store: Store, tmp_path: Path) -> None:
    store.add_officer(NewOfficer("li", "another passphrase", "李四"))
    shutil.copy(store.folder / "keys.json", tmp_path / "old-keys.json")
    add_finding(store)
    store.remove_officer("li")
    with pytest.raises(WrongKey):
        Store.open(store.folder, "li", "another passphrase")
    shutil.copy(tmp_path / "old-keys.json", store.folder / "keys.json")
    with pytest.raises(StorageFault):
        Store.open(store.folder, "li", "another passphrase")


def test_the_last_officer_cannot_be_removed(store: Store) -> None:
    with pytest.raises(BadInput, match="last_officer"):
        store.remove_officer("zhang")


def test_a_change_of_key_cut_off_at_any_step_locks_nobody_out(store: Store, tmp_path: Path) -> None:
    add_finding(store)
    announced = store.key_file.announcing(store._key, b"n" * 32)
    announced.write(store.folder)  # cut off after the announcement, before the database changed
    store.close()
    again = Store.open(store.folder, "zhang", PASSPHRASE)
    assert facts(again) == ["顶板未支护"]
    old_key, before = again._key, again.key_file
    again.rotate_key()
    before.announcing(old_key, again._key).write(store.folder)  # cut off after the database changed
    again.close()
    assert facts(Store.open(store.folder, "zhang", PASSPHRASE)) == ["顶板未支护"]


def test_a_restored_backup_continues_on_a_new_stream_that_names_the_old_one(store: Store, tmp_path: Path) -> None:
    add_finding(store, "备份之前")
    blob = store.blobs.put(b"picture")
    store.back_up(tmp_path / "backup")
    add_finding(store, "备份之后")
    restored = Store.restore(tmp_path / "backup", tmp_path / "new", "zhang", PASSPHRASE)
    assert facts(restored) == ["备份之前"]
    assert restored.blobs.verify(blob.sha256) == 7
    assert restored.stream_id != store.stream_id
    with restored.units.read() as connection:
        opened = connection.execute(table_of(Stream).select().where(table_of(Stream).c.id == restored.stream_id)).one()
        assert opened.predecessor_stream == store.stream_id
        assert opened.predecessor_hash == journal.head(connection, store.stream_id).id


def test_a_store_copied_to_another_machine_opens_a_stream_of_its_own(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    shutil.copytree(store.folder, tmp_path / "copy")
    monkeypatch.setenv("INSPECTOR_MACHINE", "another one")
    copy = Store.open(tmp_path / "copy", "zhang", PASSPHRASE)
    assert copy.stream_id != store.stream_id
    assert Store.open(tmp_path / "copy", "zhang", PASSPHRASE).stream_id == copy.stream_id


def test_a_store_of_a_newer_program_is_refused_untouched(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.units.writing() as connection:
        monkeypatch.setattr(version, "RECORDS", version.RECORDS + 1)
        runner.set_mark(connection)
    monkeypatch.undo()
    monkeypatch.setenv("INSPECTOR_TEST_FAST_KEYS", "1")
    store.close()
    before = (store.folder / "store.db").read_bytes()
    with pytest.raises(StorageFault, match=r"store\.newer"):
        Store.open(store.folder, "zhang", PASSPHRASE)
    assert (store.folder / "store.db").read_bytes() == before


def test_an_older_store_is_copied_and_its_records_folded_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add_finding(store)
    with store.units.writing() as connection:
        monkeypatch.setattr(version, "RECORDS", version.RECORDS - 1)
        runner.set_mark(connection)
        connection.exec_driver_sql("ALTER TABLE finding DROP COLUMN responsible_person")
    monkeypatch.undo()
    monkeypatch.setenv("INSPECTOR_TEST_FAST_KEYS", "1")
    store.close()
    opened = Store.open(store.folder, "zhang", PASSPHRASE)
    assert facts(opened) == ["顶板未支护"]
    assert len(list(store.folder.glob("before-*.db"))) == 1
    with opened.units.begin(opened.officer_id, "finding.change") as unit:
        identity = unit.connection.execute(table_of(Finding).select()).one().id
        unit.change(Finding, identity, responsible_person="王五")


def test_a_second_store_is_never_put_over_the_first(store: Store) -> None:
    with pytest.raises(BadInput, match=r"store\.exists"):
        Store.create(store.folder, NewOfficer("li", PASSPHRASE))


@pytest.mark.parametrize("passphrase", ["", "short", "1234567"])
def test_a_passphrase_under_eight_characters_is_refused(store: Store, passphrase: str) -> None:
    with pytest.raises(BadInput, match="passphrase_short"):
        store.add_officer(NewOfficer("li", passphrase))
