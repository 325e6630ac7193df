"""A register of 50,000 rows comes in to its end: as CSV, as a workbook, killed in the middle, stopped in the middle.

Usage: ``run.py soak import`` (``ROWS=50000``). Two fifths of the rows are companies with their mines, the rest people
with their posts. Each import is a process of its own; time, peak memory and progress are told. What is there after a
kill or a stop and a second run must be what one run makes; a run after that must write nothing.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from inspector_app.bootstrap import App
from inspector_app.store import Store
from tests.fixtures.register import id_no, uscc
from tests.fixtures.stores import PASSPHRASE, make_store

ROOT = Path(__file__).resolve().parents[2]
os.environ.setdefault("INSPECTOR_TEST_FAST_KEYS", "1")
ROWS = int(os.environ.get("ROWS", "50000"))
MINES = ROWS * 2 // 5
LOGIN = "soak"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "INSPECTOR_PASSPHRASE": PASSPHRASE}
MOST_MB = 600
"""More memory than that is a failure: an office laptop has 4 GB, and the window is open beside it."""

MINE_HEADS = ["企业名称", "统一社会信用代码", "矿山名称", "矿山类型", "状态", "所在县", "法定代表人", "采矿许可证号"]
PEOPLE_HEADS = ["统一社会信用代码", "矿山名称", "姓名", "身份证号", "职务", "任职日期", "证书编号"]


@dataclass(frozen=True)
class Run:
    """How one import went; ``report`` is what it printed, nothing when it was killed."""

    seconds: float
    peak_mb: float
    told: int
    report: dict[str, Any] | None


def code(serial: int) -> str:
    """A sound credit code; the fictional county of the fixtures has too few of them."""
    return uscc(serial % 10_000, f"33{1200 + serial // 10_000}")


def mines() -> Iterator[list[str]]:
    """One company and one mine a row."""
    for n in range(MINES):
        names = [f"示例矿业{n}有限公司", code(n), f"示例{n}号矿"]
        yield [*names, "地下开采", "生产", "遂昌", f"示例法人{n}", f"CK{n:07d}"]


def people() -> Iterator[list[str]]:
    """Posts of those mines, several a mine."""
    posts = ("矿长", "总工程师", "安全副矿长")
    for n in range(ROWS - MINES):
        born = f"19{60 + n % 40}{1 + n // 40 % 12:02d}{1 + n // 480 % 28:02d}"
        number = id_no(n // 13_440, born, f"33{1100 + n // 1_000_000}99"[:6])
        site = n % MINES
        yield [code(site), f"示例{site}号矿", f"示例人员{n}", number, posts[n // MINES % 3], "2024-05-01", f"ZS{n:07d}"]


def tables(folder: Path) -> list[Path]:
    """The register as two CSV files."""
    files = []
    for name, heads, rows in (("企业与矿山", MINE_HEADS, mines()), ("人员与职务", PEOPLE_HEADS, people())):
        files.append(folder / f"{name}.csv")
        with files[-1].open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows([heads, *rows])
    return files


def workbook(folder: Path) -> list[Path]:
    """The register as one workbook with two sheets."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, heads, rows in (("企业与矿山", MINE_HEADS, mines()), ("人员与职务", PEOPLE_HEADS, people())):
        sheet = book.create_sheet(name)
        for row in (heads, *rows):
            sheet.append(row)
    book.save(folder / "register.xlsx")
    return [folder / "register.xlsx"]


def imported(store: Path, files: list[Path], *, kill_after: int | None = None) -> Run:
    """One import in a process of its own, killed after that many lines of progress."""
    command = [sys.executable, "-m", "inspector_app.cli", "mine", "import", *map(str, files), "--json"]
    begun, told = time.monotonic(), 0
    process = subprocess.Popen(
        [*command, "--data-dir", str(store), "--officer", LOGIN],
        env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    assert process.stdout is not None
    for _line in process.stderr:
        told += 1
        if told == kill_after:
            process.kill()
    said = process.stdout.read()
    _pid, _status, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return Run(time.monotonic() - begun, usage.ru_maxrss / 1024, told, json.loads(said) if said else None)


def made(folder: Path) -> Path:
    """A fresh store."""
    make_store(folder, login=LOGIN).close()
    return folder


def held(store: Path) -> dict[str, int]:
    """How many entries the journal and rows each table of the register hold."""
    from sqlalchemy import func, select

    from inspector_app.enterprise.model import KINDS
    from inspector_app.storage import tables as own
    from inspector_app.storage.fold import table_of

    opened = Store.open(store, LOGIN, PASSPHRASE)
    try:
        with opened.units.read() as connection:
            wanted = {"entry": own.entry} | {str(kind.__tablename__): table_of(kind) for kind in KINDS}
            return {
                name: connection.execute(select(func.count()).select_from(t)).scalar_one() for name, t in wanted.items()
            }
    finally:
        opened.close()


def stopped_half_way(store: Path, files: list[Path]) -> int:
    """Begin an import and stop it; how many batches were entered."""
    opened, batches = Store.open(store, LOGIN, PASSPHRASE), []
    try:
        app = App(opened)
        half = ROWS // 200 // 2
        report = app.register.import_files(
            app.officer_id, files, told=batches.append, cancelled=lambda: len(batches) >= half
        )
        assert report.cancelled
    finally:
        opened.close()
    return len(batches)


def tell(name: str, run: Run) -> bool:
    """One line of figures; whether memory and progress are as they ought to be."""
    assert run.report is None or "sheets" in run.report, run.report
    rows = sum(sheet["rows"] for sheet in run.report["sheets"]) if run.report else 0
    problems = run.report["problem_count"] if run.report else "-"
    print(f"{name:28} {run.seconds:7.1f} s  {run.peak_mb:5.0f} MB  {run.told:4} lines of progress  "
          f"{rows:6} rows  {problems} problems", flush=True)  # fmt: skip
    return run.peak_mb < MOST_MB and (run.report is None or run.report["problem_count"] == 0)


def main() -> int:
    """Every way of importing; 0 when all end with the same register."""
    good = True
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        files, book = tables(folder), workbook(folder)
        good &= tell("CSV", imported(made(folder / "csv"), files))
        whole = held(folder / "csv")
        good &= tell("CSV again", imported(folder / "csv", files)) and held(folder / "csv") == whole
        good &= tell("XLSX", imported(made(folder / "xlsx"), book))
        good &= held(folder / "xlsx") == whole
        tell("killed in the middle", imported(made(folder / "killed"), files, kill_after=ROWS // 200 // 2))
        part = held(folder / "killed")
        good &= 0 < part["entry"] < whole["entry"]
        good &= tell("the rest after the kill", imported(folder / "killed", files))
        good &= {**held(folder / "killed"), "entry": 0} == {**whole, "entry": 0}
        print("stopped after", stopped_half_way(made(folder / "stopped"), files), "batches")
        good &= tell("the rest after the stop", imported(folder / "stopped", files))
        good &= {**held(folder / "stopped"), "entry": 0} == {**whole, "entry": 0}
        print(whole)
    print("good" if good else "NOT AS IT OUGHT TO BE")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
