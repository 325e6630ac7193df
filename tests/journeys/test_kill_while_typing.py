"""The battery falls out while somebody types in the real window: nothing older than a second is lost."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.fixtures.killing import Tally, finding_work, list_work, store_with_finding, type_and_kill

KILLS, WINDOWS = 30, 3
EDITOR_KILLS = 5


def kill_again_and_again(folder: Path, times: int, seed: int) -> Tally:
    work, tally, chance = finding_work(store_with_finding(folder)), Tally(), random.Random(seed)
    for number in range(times):
        type_and_kill(folder, work, tally, chance, first=number == 0)
    return tally


def test_killed_thirty_times_while_typing_nothing_older_than_a_second_is_lost(tmp_path: Path) -> None:
    with ThreadPoolExecutor(WINDOWS) as pool:
        jobs = [
            pool.submit(kill_again_and_again, tmp_path / f"store{n}", KILLS // WINDOWS, seed=n) for n in range(WINDOWS)
        ]
        tallies = [job.result() for job in jobs]
    assert [problem for tally in tallies for problem in tally.problems] == []
    assert sum(tally.kills for tally in tallies) == KILLS
    assert sum(tally.returns for tally in tallies) == KILLS - WINDOWS


def test_a_list_that_is_being_written_survives_the_same(tmp_path: Path) -> None:
    folder, tally, chance = tmp_path / "store", Tally(), random.Random(7)
    store_with_finding(folder)
    for number in range(EDITOR_KILLS):
        type_and_kill(folder, list_work("task_16"), tally, chance, first=number == 0)
    assert tally.problems == []
    assert (tally.kills, tally.returns) == (EDITOR_KILLS, EDITOR_KILLS - 1)
