"""What was acknowledged survives kill -9 and power cuts; a full or read-only disk is said and loses nothing."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from inspector_app import drill
from inspector_app.errors import StorageFault
from inspector_app.evidence.intake import PhotoIntake
from inspector_app.inspection.model import Finding
from inspector_app.messages import tell
from inspector_app.storage.drafts import Drafts
from inspector_app.storage.reader import Reader, unlock
from inspector_app.store import NewOfficer, Store
from inspector_app.store_check import check_store
from tests.fixtures import pictures, processes
from tests.fixtures.stores import PASSPHRASE, make_store

KILLS = 10


def killed_writer(folder: Path, seconds: float, *, in_set_up: bool = False) -> list[str]:
    """Let the drill write for a moment (after its first line, or from its start) and kill it; what it acknowledged."""
    command = processes.inspector("drill", "write", "--count", "100000", "--blobs", "--data-dir", str(folder))
    writer = subprocess.Popen(command, env=processes.environment(), stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    first = "" if in_set_up else writer.stdout.readline()
    time.sleep(seconds)  # the instant of the kill, not a wait for anything
    writer.kill()
    said, _ = writer.communicate()
    return [line for line in (first + said).splitlines(keepends=True) if line.endswith("\n")]


def test_whatever_was_acknowledged_is_there_after_kill_9(tmp_path: Path) -> None:
    choices = random.Random(11)
    acknowledged: list[str] = []
    for _ in range(KILLS):
        acknowledged += killed_writer(tmp_path / "store", choices.uniform(0, 0.4))
    result = drill.check(tmp_path / "store", [line.rstrip() for line in acknowledged])
    assert result.ok, (result.missing[:3], result.problems[:3])
    assert result.acknowledged > 20


def test_two_writers_at_once_share_one_chain(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    drill.open_or_create(folder).close()
    command = processes.inspector("drill", "write", "--count", "25", "--data-dir", str(folder))
    writers = [
        subprocess.Popen(command, env=processes.environment(), stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    lines = [line for writer in writers for line in writer.communicate()[0].splitlines()]
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert len(lines) == 3 * 25 * 3
    assert drill.check(folder, lines).ok


CALL = re.compile(r"^(?:\d+\s+)?(?P<name>\w+)\((?P<rest>.*)\)\s+= (?P<result>-?\d+)")


def traced(folder: Path) -> list[tuple[str, str]]:
    """System calls of a drill that writes two findings with a file each, as (name, arguments)."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    log = folder.parent / "trace"
    calls = "trace=write,pwrite64,fsync,fdatasync,rename,renameat,renameat2"
    writer = processes.inspector("drill", "write", "--count", "2", "--blobs", "--data-dir", str(folder))
    done = subprocess.run(
        [strace, "-f", "-y", "-s", "48", "-e", calls, "-o", str(log), *writer],
        env=processes.environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "ptrace" in done.stderr.lower():
        pytest.skip("this machine does not allow tracing: " + done.stderr.strip())
    assert done.returncode == 0, done.stderr
    found = (CALL.match(line) for line in log.read_text("utf-8", "replace").splitlines())
    return [(call["name"], call["rest"]) for call in found if call]


def acknowledgements(calls: list[tuple[str, str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """(kind, the calls since the acknowledgement before) for each ACK line."""
    found, since = [], []
    for name, rest in calls:
        if name == "write" and '"ACK ' in rest:
            found.append((rest.split('"ACK ')[1].split()[0], since))
            since = []
        else:
            since.append((name, rest))
    return found


def last(calls: list[tuple[str, str]], names: tuple[str, ...], about: str) -> int:
    """Index of the last such call about a path; -1 when there is none."""
    return max((n for n, (name, rest) in enumerate(calls) if name in names and re.search(about, rest)), default=-1)


SYNC = ("fsync", "fdatasync")
WRITE = ("write", "pwrite64")


def test_the_disk_is_flushed_before_anything_is_acknowledged(tmp_path: Path) -> None:
    drill.open_or_create(tmp_path / "store").close()
    told = acknowledgements(traced(tmp_path / "store"))
    assert [kind for kind, _ in told] == ["finding", "draft", "finding", "blob", "photo"] * 2
    for kind, before in told:
        if kind == "blob":
            part = r"/blobs/\.put-"
            written, flushed = last(before, WRITE, part), last(before, SYNC, part)
            named = last(before, ("rename", "renameat", "renameat2"), part)
            folder = last(before, SYNC, r"/blobs/[0-9a-f]{2}>")
            assert -1 < written < flushed < named < folder
        else:
            assert -1 < last(before, WRITE, r"store\.db-wal") < last(before, SYNC, r"store\.db-wal"), kind


def test_a_text_is_saved_with_one_flush_of_the_disk(tmp_path: Path) -> None:
    drill.open_or_create(tmp_path / "store").close()
    told = acknowledgements(traced(tmp_path / "store"))
    for kind, before in told[5:]:
        if kind in ("finding", "draft"):
            assert sum(name in SYNC for name, _rest in before) == 1, kind


def add(store: Store, fact: str) -> str:
    with store.units.begin(store.officer_id, "finding.add") as unit:
        return unit.create(Finding, None, fact=fact)


@pytest.mark.parametrize("leave", [0, 4_096, 40_000, 150_000])
def test_a_full_disk_is_said_and_work_goes_on_when_there_is_room(leave: int, tmp_path: Path) -> None:
    with processes.small_disk(tmp_path / "disk", "6m") as disk:
        store = make_store(disk / "store")
        kept = add(store, "此前的内容")
        ballast = processes.fill(disk, leave)
        drafts = Drafts(store.units, store.clock)
        acknowledged: list[str] = []

        def write_until_it_fails() -> None:
            for number in range(1000):
                acknowledged.append(add(store, f"问题 {number} " * 50))
                drafts.keep(store.officer_id, "finding", kept, "measure_text", f"正在输入 {number}" * 50)

        with pytest.raises(StorageFault, match=r"storage\.full"):
            write_until_it_fails()
        with pytest.raises(StorageFault, match=r"storage\.full"):
            PhotoIntake(store.blobs).take(pictures.jpeg(1600, 1200))
        with pytest.raises(StorageFault, match=r"storage\.full"):
            store.back_up(disk / "backup")
        ballast.unlink()
        shutil.rmtree(disk / "backup", ignore_errors=True)
        assert PhotoIntake(store.blobs).take(pictures.jpeg()).original_blob.is_new
        acknowledged.append(add(store, "继续"))
        assert check_store(store).ok
        with store.units.read() as connection:
            present = set(connection.exec_driver_sql("SELECT id FROM finding").scalars())
        assert {kept, *acknowledged} <= present
        assert not list((store.folder / "blobs").glob(".put-*"))
        store.close()


def test_a_disk_that_fills_up_during_set_up_leaves_room_for_another_try(tmp_path: Path) -> None:
    with processes.small_disk(tmp_path / "disk", "2m") as disk:
        for leave in (0, 20_000, 200_000, 500_000):
            ballast = processes.fill(disk, leave)
            with pytest.raises(StorageFault, match=r"storage\.full"):
                make_store(disk / "store")
            ballast.unlink()
        assert add(make_store(disk / "store"), "x")


def test_a_read_only_disk_is_said(tmp_path: Path) -> None:
    with processes.small_disk(tmp_path / "disk", "6m") as disk:
        make_store(disk / "store").close()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(StorageFault) as refused:
            Store.open(disk / "store", "zhang", PASSPHRASE)
        told = tell(refused.value)
        assert "只读" in told.happened
        assert str(disk / "store") in told.happened
        with pytest.raises(StorageFault, match=r"storage\.folder_readonly"):
            Reader(unlock(disk / "store", "zhang", PASSPHRASE))
        with pytest.raises(StorageFault, match=r"storage\.readonly"):
            Store.create(disk / "other", NewOfficer("li", PASSPHRASE))


def test_a_set_up_that_was_killed_is_begun_again(tmp_path: Path) -> None:
    for instant in (0.45, 0.6, 0.75):
        folder = tmp_path / f"store-{instant}"
        killed_writer(folder, instant, in_set_up=True)
        again = processes.run("drill", "write", "--count", "1", "--data-dir", str(folder))
        assert again.returncode == 0, again.stderr


def test_two_set_ups_of_one_folder_at_once_make_one_store(tmp_path: Path) -> None:
    for number in range(4):
        folder = tmp_path / str(number)
        command = processes.inspector("drill", "write", "--count", "2", "--data-dir", str(folder))
        writers = [
            subprocess.Popen(command, env=processes.environment(), stdout=subprocess.PIPE, text=True) for _ in range(3)
        ]
        lines = [line for writer in writers for line in writer.communicate()[0].splitlines()]
        assert {writer.returncode for writer in writers} <= {0, 3}
        assert len(lines) >= 6
        assert drill.check(folder, lines).ok


def test_somebody_elses_database_is_never_put_away_for_a_set_up(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    make_store(folder).close()
    (folder / "keys.json").unlink()
    before = (folder / "store.db").read_bytes()
    assert processes.run("drill", "write", "--data-dir", str(folder)).returncode == 2
    assert (folder / "store.db").read_bytes() == before
