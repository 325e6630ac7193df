"""A long faulty line: a laptop works and hands over while most connections break and both sides are killed.

``SOAK_MINUTES`` (default 10), ``SOAK_SEED``. At the end everything must be at the county exactly once, both sides must
verify, and nothing may ever have been shown as received that no receipt covered. Prints what was sent twice.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("INSPECTOR_TEST_FAST_KEYS", "1")

from inspector_app.store import Store
from inspector_app.store_check import check_store
from inspector_app.sync.runner import Event, Failed, Finished, Rhythm, SyncRunner
from tests.fixtures.county import County, Laptop, joined, laptop_of, make_county
from tests.fixtures.proxy import Proxy, faulty
from tests.fixtures.stores import PASSPHRASE

MINUTES = float(os.environ.get("SOAK_MINUTES", "10"))
SEED = int(os.environ.get("SOAK_SEED", "1"))
RHYTHM = Rhythm(every=0.5, first_retry=0.05, longest_retry=1.0)
EXPECTED = {"sync.unreachable", "sync.answer_unreadable", "sync.session_expired", "sync.already_running",
            "sync.upload_continued_elsewhere", "sync.cut_off"}  # fmt: skip


class Tally:
    """What happened."""

    def __init__(self) -> None:
        self.runs = self.failed = self.kills = self.made = 0
        self.strange: list[str] = []

    def hear(self, event: Event) -> None:
        """One event of the runner."""
        self.runs += isinstance(event, Finished)
        if isinstance(event, Failed):
            self.failed += 1
            if event.code not in EXPECTED:
                self.strange.append(event.code)


def work(laptop: Laptop, dice: random.Random, tally: Tally) -> None:
    """A minute of an inspector's day: a visit with findings, photos, a paper; now and then a long video."""
    visit = laptop.inspection(f"检查 {tally.made}")
    for number in range(dice.randrange(1, 6)):
        size = dice.choice((1, 900, 60_000, 300_000, 1_048_576, 1_048_577, 4_000_000))
        laptop.photo(size, dice.randrange(10**9), visit, laptop.finding(f"问题 {number}", visit))
    laptop.paper(visit, f"第 {tally.made} 号")
    tally.made += 1


def reopened(laptop: Laptop, folder: Path, url: str) -> Laptop:
    """The laptop after its battery fell out."""
    laptop.store.close()
    again = laptop_of(Store.open(folder, "zhang", PASSPHRASE))
    again.store.set_local("county_url", url)
    return again


def soak(folder: Path, county: County, tally: Tally) -> tuple[Laptop, int]:
    """Work and hand over on a bad line until the time is up; the laptop and the bytes that went over the line."""
    dice = random.Random(SEED)
    laptop = joined(folder / "laptop", county)
    until, up, round_number = time.monotonic() + MINUTES * 60, 0, 0
    while time.monotonic() < until:
        round_number += 1
        with Proxy(county.port, faulty(SEED + round_number, share=0.6, longest=900_000)) as proxy:
            laptop = reopened(laptop, folder / "laptop", proxy.url)
            runner = SyncRunner(laptop.sync, tally.hear, RHYTHM)
            runner.start()
            for _piece in range(3):
                work(laptop, dice, tally)
                runner.wake()
                threading.Event().wait(dice.uniform(0.2, 2.0))
                if dice.random() < 0.3:
                    county.restart()
                    tally.kills += 1
            runner.close()
            up += proxy.up
    return laptop, up


def main() -> int:
    """Print what happened; 1 when anything was lost, doubled or strange."""
    folder, tally = Path(tempfile.mkdtemp(prefix="soak-line-")), Tally()
    county = make_county(folder / "county")
    try:
        laptop, up = soak(folder, county, tally)
        laptop = reopened(laptop, folder / "laptop", county.url)
        report = laptop.sync.run(again=True)
        same = laptop.inventory() == county.inventory()
        left = laptop.sync.status()
        needed = sum(laptop.store.blobs.size(sha256) for sha256 in laptop.inventory()["blobs"])
        mine, theirs = check_store(laptop.store), county.command("verify", check=False)
    finally:
        county.stop()
        log = county.log()
        shutil.rmtree(folder, ignore_errors=True)
    ratio = up / needed
    kills = f"{tally.kills} kills of the server"
    print(f"  {tally.made} visits, {tally.runs} runs ended, {tally.failed} broke off, {kills}")
    print(f"  {up / 1e6:.1f} MB over the line for {needed / 1e6:.1f} MB of files: sent/needed {ratio:.3f}")
    print(f"  complete {report.complete}, same {same}, laptop verifies {mine.ok}, county verifies {theirs['ok']}")
    if not left.complete:
        print(f"  left over: {left.groups} {left.items[:5]}")
    print(f"  unexpected failures: {sorted(set(tally.strange))}, faults in the server's log: {log.count('Traceback')}")
    good = report.complete and same and mine.ok and theirs["ok"] and not tally.strange and "Traceback" not in log
    print("line soak " + ("passed" if good else "FAILED"))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
