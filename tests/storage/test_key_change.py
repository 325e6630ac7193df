"""The key of a store changes while officers keep their passphrases; no instant of it locks anybody out."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inspector_app.errors import BadInput, StorageFault, WrongKey
from inspector_app.inspection.model import Finding
from inspector_app.storage.fold import table_of
from inspector_app.store import NewOfficer, Store
from inspector_app.store_check import check_store
from tests.fixtures.stores import PASSPHRASE, make_store

KILLS = 12
ROTATE = """
import sys
from pathlib import Path
from inspector_app.store import Store
store = Store.open(Path(sys.argv[1]), "zhang", sys.argv[2])
print("ready", flush=True)
while True:
    store.rotate_key()
    print("rotated", flush=True)
"""


def add(store: Store, fact: str) -> None:
    with store.units.begin(store.officer_id, "finding.add") as unit:
        unit.create(Finding, None, fact=fact)


def count(store: Store) -> int:
    with store.units.read() as connection:
        return len(connection.execute(table_of(Finding).select()).all())


def test_services_that_are_open_go_on_after_the_key_changed(tmp_path: Path) -> None:
    store = make_store(tmp_path / "s")
    units = store.units
    store.rotate_key()
    with units.begin(store.officer_id, "finding.add") as unit:
        unit.create(Finding, None, fact="x")
    assert count(store) == 1


def test_services_that_are_open_go_on_in_a_new_stream(tmp_path: Path) -> None:
    store = make_store(tmp_path / "s")
    units = store.units
    stream = store.open_stream("county_saw_a_fork")
    with units.begin(store.officer_id, "finding.add") as unit:
        unit.create(Finding, None, fact="x")
    report = check_store(store)
    assert (report.ok, report.streams[stream]) == (True, 2)


def test_the_key_is_not_changed_under_another_window(tmp_path: Path) -> None:
    store = make_store(tmp_path / "s")
    before = (store.folder / "keys.json").read_bytes()
    other = Store.open(store.folder, "zhang", PASSPHRASE)
    add(other, "x")
    with pytest.raises(StorageFault, match="in_use"):
        store.rotate_key()
    assert (store.folder / "keys.json").read_bytes() == before
    add(store, "y")
    add(other, "z")
    other.close()
    store.rotate_key()
    assert count(Store.open(store.folder, "zhang", PASSPHRASE)) == 3


def test_two_windows_that_add_officers_at_once_keep_both(tmp_path: Path) -> None:
    one = make_store(tmp_path / "s")
    other = Store.open(one.folder, "zhang", PASSPHRASE)
    one.add_officer(NewOfficer("li", PASSPHRASE))
    other.add_officer(NewOfficer("wang", PASSPHRASE))
    assert {Store.open(one.folder, login, PASSPHRASE).officer_id for login in ("li", "wang")}


def test_nobody_takes_over_the_log_in_name_of_a_colleague(tmp_path: Path) -> None:
    store = make_store(tmp_path / "s")
    store.add_officer(NewOfficer("li", "the passphrase of li"))
    li = Store.open(store.folder, "li", "the passphrase of li")
    with pytest.raises(BadInput, match="login_taken"):
        li.add_officer(NewOfficer("zhang", "taken over"))
    with pytest.raises(WrongKey, match="not_yours"):
        li.change_passphrase("zhang", "taken over")
    assert Store.open(store.folder, "zhang", PASSPHRASE)


def test_a_changed_passphrase_opens_and_the_old_one_does_not(tmp_path: Path) -> None:
    store = make_store(tmp_path / "s")
    old_file = (store.folder / "keys.json").read_bytes()
    store.change_passphrase("zhang", "another long one", renew_key=True)
    store.close()
    with pytest.raises(WrongKey):
        Store.open(store.folder, "zhang", PASSPHRASE)
    assert Store.open(store.folder, "zhang", "another long one").officer_id == store.officer_id
    (store.folder / "keys.json").write_bytes(old_file)
    with pytest.raises(StorageFault):
        Store.open(store.folder, "zhang", PASSPHRASE)


def test_the_recovery_key_gives_a_forgotten_passphrase_back(tmp_path: Path) -> None:
    store, recovery = Store.create(tmp_path / "s", NewOfficer("zhang", PASSPHRASE))
    store.close()
    with Store.open(store.folder, "recovery", recovery) as opened:
        opened.change_passphrase("zhang", "a new long one")
    assert Store.open(store.folder, "zhang", "a new long one")


def test_a_renewed_recovery_key_replaces_the_printed_one(tmp_path: Path) -> None:
    store, old = Store.create(tmp_path / "s", NewOfficer("zhang", PASSPHRASE))
    new = store.renew_recovery()
    store.close()
    with pytest.raises(WrongKey):
        Store.open(store.folder, "recovery", old)
    assert Store.open(store.folder, "recovery", new)


def test_killed_at_any_instant_of_a_change_of_key_the_store_opens_whole(tmp_path: Path) -> None:
    store = make_store(tmp_path / "s")
    with store.units.begin(store.officer_id, "finding.add") as unit:
        for number in range(400):
            unit.create(Finding, None, fact=f"问题 {number} " * 20)
    store.close()
    choices = random.Random(4)
    for _ in range(KILLS):
        child = subprocess.Popen(
            [sys.executable, "-c", ROTATE, str(store.folder), PASSPHRASE], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(choices.uniform(0.0, 0.06))  # not a wait for anything: the instant of the kill
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        with Store.open(store.folder, "zhang", PASSPHRASE) as opened:
            assert count(opened) == 400
    with Store.open(store.folder, "zhang", PASSPHRASE) as opened:
        assert check_store(opened).ok
