"""Disks that fill up at every point, lose their card, or fail the N-th system call: said, nothing acknowledged is lost.

Usage: ``run.py soak disk`` (root for the small file systems and strace for failing calls; skipped parts are named).
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector_app import drill
from inspector_app.errors import StorageFault
from inspector_app.store import Store

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "INSPECTOR_TEST_FAST_KEYS": "1"}
FILLINGS = int(os.environ.get("FILLINGS", "60"))
FAILING_CALLS = int(os.environ.get("FAILING_CALLS", "150"))


def write_until_full(folder: Path) -> tuple[list[str], str]:
    """Drill until the disk refuses; acknowledgements and the code of the refusal."""
    acknowledged: list[str] = []
    try:
        for done in drill.write(folder, 100_000, with_blobs=True):
            acknowledged.append(str(done))
    except StorageFault as fault:
        return acknowledged, fault.code
    return acknowledged, "never full"


def fill_up(choices: random.Random) -> str:
    """Fill small disks of many sizes, free them, go on; the first thing that went wrong, or nothing."""
    for number in range(FILLINGS):
        with tempfile.TemporaryDirectory() as name:
            disk, kept = Path(name) / "disk", Path(name) / "kept"
            disk.mkdir()
            size = f"size={choices.randrange(1_500, 6_000)}k"
            if subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(disk)], check=False).returncode != 0:
                return "skipped: no mounting here"
            try:
                acknowledged, code = write_until_full(disk / "store")
                if code != "storage.full":
                    return f"disk {number} ({size}): {code}"
                subprocess.run(["mount", "-o", "remount,size=40m", str(disk)], check=True)
                more = [str(done) for done in drill.write(disk / "store", 2, with_blobs=True)]
                result = drill.check(disk / "store", [*acknowledged, *more])
                if not result.ok:
                    return f"disk {number} ({size}): {result.missing[:2]} {result.problems[:2]}"
                with Store.open(disk / "store", drill.LOGIN, drill.PASSPHRASE) as store:
                    store.back_up(kept)
            finally:
                subprocess.run(["umount", "-l", str(disk)], check=False)
    return ""


def failing_call(choices: random.Random, folder: Path) -> str:
    """One run in which the N-th call of a kind fails or kills; what went wrong, or nothing."""
    call = choices.choice(["fdatasync", "fsync", "pwrite64", "write", "rename"])
    fate = choices.choice(["error=EIO", "error=ENOSPC", "signal=KILL"])
    nth = choices.randrange(1, 60)
    command = [sys.executable, "-m", "inspector_app.cli", "drill", "write", "--count", "6", "--blobs"]
    trace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"inject={call}:{fate}:when={nth}"]
    run = subprocess.run(
        [*trace, *command, "--data-dir", str(folder)], env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    told = f"{call} {fate} when={nth}"
    if "Traceback" in run.stderr and "SIGKILL" not in run.stderr:
        return f"{told}: a traceback reached the person"
    acknowledged = [line for line in run.stdout.splitlines() if line.startswith("ACK ") and len(line.split()) == 4]
    if not Store.exists(folder):
        return f"{told}: acknowledged without a store" if acknowledged else ""
    result = drill.check(folder, acknowledged)
    return "" if result.ok else f"{told}: {result.missing[:2]} {result.problems[:2]}"


def fail_calls(choices: random.Random) -> str:
    """Many runs with a failing system call each."""
    if shutil.which("strace") is None:
        return "skipped: no strace here"
    for _ in range(FAILING_CALLS):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "store"
            if choices.random() < 0.7:  # else the set-up itself is hit
                drill.open_or_create(folder).close()
            if wrong := failing_call(choices, folder):
                return wrong
    return ""


def main() -> int:
    """Both proofs; the exit status says whether anything was lost."""
    os.environ["INSPECTOR_TEST_FAST_KEYS"] = "1"
    seed = int(os.environ.get("SEED", "7"))
    status = 0
    for name, proof, count in (("disks filled", fill_up, FILLINGS), ("failing calls", fail_calls, FAILING_CALLS)):
        wrong = proof(random.Random(seed))
        print(f"{name}: {count}, {wrong or 'nothing lost'}")
        status |= bool(wrong) and not wrong.startswith("skipped")
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
