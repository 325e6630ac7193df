"""The frozen program does what the checkout does: freeze, then play the demo and start the window from the folder.

Prints size and start-up ratio. Usage: ``run.py soak frozen``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def freeze(target: Path) -> Path:
    """Freeze into ``target``; the folder with the two programs."""
    spec = str(ROOT / "build" / "kuanganjian.spec")
    work, out = str(target / "work"), str(target / "dist")
    options = ["--noconfirm", "--log-level", "ERROR", "--workpath", work, "--distpath", out]
    subprocess.run([sys.executable, "-m", "PyInstaller", spec, *options], cwd=ROOT, check=True)
    return Path(out) / "kuanganjian"


def seconds(*command: str) -> float:
    """Wall time of one command that must succeed."""
    began = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def main() -> int:
    """Freeze, measure, play the demo."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="frozen-") as name:
        folder = freeze(Path(name))
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        print(f"frozen folder: {size / 1e6:.0f} MB")
        program = str(folder / "inspector")
        frozen = min(seconds(program, "document", "forms", "--json") for _ in range(3))
        plain = min(seconds(sys.executable, "-m", "ui.launch", "document", "forms", "--json") for _ in range(3))
        print(f"document forms: frozen {frozen / plain:.2f} x of the checkout")
        out = Path(name) / "demo"
        subprocess.run([program, "demo", "--out", str(out)], check=True)
        summary = json.loads((out / "summary.json").read_text("utf-8"))
        same = summary["laptop"] == summary["county"]
        print(f"demo: {len(summary['papers'])} papers, inventories equal: {same}")
        return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
