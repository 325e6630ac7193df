"""What the window benchmarks share: a real screen if there is one, the unlocked window, percentiles, memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds until something that must come counts as missing."""


def run_child(script: str, *arguments: str, **more: str) -> list[str]:
    """Run a benchmark script as a child on a screen of its own; the lines it prints."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    env.pop("INSPECTOR_TEST_FAST_KEYS", None)
    prefix: list[str] = []
    if not os.environ.get("DISPLAY"):
        if shutil.which("xvfb-run"):
            prefix = ["xvfb-run", "-a", "-s", "-screen 0 1366x768x24"]
            env["QT_QPA_PLATFORM"] = "xcb"
        else:
            env.setdefault("QT_QPA_PLATFORM", "offscreen")
    ended = subprocess.run(
        [*prefix, sys.executable, script, *arguments], env=env, cwd=ROOT, capture_output=True, text=True, timeout=600,
        check=False,
    )  # fmt: skip
    if ended.returncode:
        raise SystemExit(f"{Path(script).name} {arguments}: {ended.stderr[-3000:]}")
    return ended.stdout.splitlines()


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def memory_mb() -> float:
    """Resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class RealWindow:
    """The window of the program on a store, unlocked by typing."""

    def __init__(self, folder: Path, passphrase: str) -> None:
        from PySide6.QtWidgets import QApplication

        from ui.main import open_window

        self.application: Any = QApplication.instance() or QApplication(sys.argv[:1])
        self.window, self.reception = open_window(folder)
        self.window.show()
        self.until(lambda: self.reception.entry is not None and self.window.isVisible())
        opened: list[bool] = []
        self.window.bridge.opened.connect(lambda: opened.append(True))
        self.reception.entry.passphrase.setText(passphrase)
        self.reception.entry.button.click()
        self.until(lambda: bool(opened))
        self.rest()

    def until(self, is_so: Callable[[], bool]) -> None:
        """Let the window live until something is so."""
        ends = time.monotonic() + PATIENCE
        while not is_so():
            self.application.processEvents()
            time.sleep(0.0005)
            if time.monotonic() > ends:
                raise SystemExit("waited in vain")

    def rest(self) -> None:
        """Until everything asked has been answered."""
        lanes = self.window.bridge.tasks.lanes()
        self.until(lambda: all(lane.is_idle for lane in lanes))
        self.application.processEvents()

    def ask(self, work: Callable[[Any], Any]) -> Any:
        """Ask the services as a page does."""
        answer: list[Any] = []
        self.window.bridge.ask(work, answer.append)
        self.until(lambda: bool(answer))
        return answer[0]

    def close(self) -> None:
        """End the window with its threads."""
        self.window.close()
