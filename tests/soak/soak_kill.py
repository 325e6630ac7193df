"""A thousand kills of the drill writer at random instants, on one growing store; everything acknowledged must be there.

Usage: ``run.py soak kill`` (``KILLS=1000``). Every so many kills the whole store is verified; at the end again.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("KILLS", "1000"))
CHECK_EVERY = 100
WRITERS = 2
SET_UP_SHARE = 0.15
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "INSPECTOR_TEST_FAST_KEYS": "1"}


def start(store: Path) -> subprocess.Popen[str]:
    """A writer that would go on for ever."""
    command = [sys.executable, "-m", "inspector_app.cli", "drill", "write", "--count", "1000000", "--blobs"]
    return subprocess.Popen(
        [*command, "--data-dir", str(store)], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, start_new_session=True
    )


def killed(store: Path, seconds: float, *, in_set_up: bool) -> list[str]:
    """Complete acknowledgement lines of a writer killed that long after its start, or after its first line."""
    writer = start(store)
    assert writer.stdout is not None
    first = "" if in_set_up else writer.stdout.readline()
    timer = threading.Timer(seconds, writer.kill)
    timer.start()
    said, _ = writer.communicate()
    timer.cancel()
    return [line.rstrip("\n") for line in (first + said).splitlines(keepends=True) if line.endswith("\n")]


def round_of_kills(store: Path, choices: random.Random) -> list[str]:
    """Several writers at once on one store, each killed at its own instant."""
    found: list[str] = []
    threads = []
    for _ in range(WRITERS):
        in_set_up = choices.random() < SET_UP_SHARE
        seconds = choices.uniform(0, 1.5) if in_set_up else choices.uniform(0, 0.4)
        job = partial(killed, store, seconds, in_set_up=in_set_up)
        threads.append(threading.Thread(target=lambda job=job: found.extend(job())))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def check(store: Path, acknowledged: list[str]) -> bool:
    """Whether the checker finds all of it and nothing damaged."""
    acks = store.parent / "acks"
    acks.write_text("\n".join(acknowledged) + "\n", "utf-8")
    command = [sys.executable, "-m", "inspector_app.cli", "drill", "check", "--acks", str(acks)]
    command += ["--data-dir", str(store)]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(done.stdout[-2000:], done.stderr[-2000:])
    return done.returncode == 0


def main() -> int:
    """Kill, check, and say how many acknowledged things survived."""
    seed = int(os.environ.get("SEED", str(time.time_ns() % 10**6)))
    choices, acknowledged, kills = random.Random(seed), [], 0
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        while kills < KILLS:
            acknowledged += round_of_kills(store, choices)
            kills += WRITERS
            if kills % CHECK_EVERY >= WRITERS:
                continue
            if not check(store, acknowledged):
                print(f"LOST after {kills} kills, seed {seed}")
                return 1
            print(f"  {kills} kills, {len(acknowledged)} acknowledged, all there", flush=True)
        whole = check(store, acknowledged)
    print(f"{kills} kills, {len(acknowledged)} acknowledged, {'nothing lost' if whole else 'LOST'}, seed {seed}")
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
