"""A thousand kills of a typing window: prints what was lost, and fails on anything older than a second.

``SOAK_KILLS`` sets another number, ``SOAK_WINDOWS`` how many windows type at once.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.fixtures.killing import Tally, finding_work, store_with_finding, type_and_kill

KILLS = int(os.environ.get("SOAK_KILLS", "1000"))
WINDOWS = int(os.environ.get("SOAK_WINDOWS", "2"))
PER_STORE = 50
"""After so many kills a window goes on in a fresh store, so that texts stay short."""


def one_store(folder: Path, times: int, seed: int) -> Tally:
    """Kills of windows on one store."""
    work, tally, chance = finding_work(store_with_finding(folder)), Tally(), random.Random(seed)
    for number in range(times):
        type_and_kill(folder, work, tally, chance, first=number == 0)
    return tally


def main() -> int:
    """Kill, count, tell."""
    os.environ["INSPECTOR_TEST_FAST_KEYS"] = "1"
    stores = [min(PER_STORE, KILLS - begun) for begun in range(0, KILLS, PER_STORE)]
    kills, problems, oldest = 0, [], 0.0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(WINDOWS) as pool:
        jobs = [pool.submit(one_store, Path(folder) / str(n), times, n) for n, times in enumerate(stores)]
        for job in jobs:
            tally = job.result()
            kills += tally.kills
            problems += tally.problems
            oldest = max(oldest, tally.oldest_lost)
            print(f"{kills} kills, {len(problems)} problems, oldest text lost {oldest * 1000:.0f} ms", flush=True)
    for problem in problems:
        print("PROBLEM", problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
