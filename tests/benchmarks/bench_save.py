"""Saving one finding against its floor in the same run, on the same file system with the same PRAGMAs.

Floor: one transaction that inserts the same row and one audit row of the same size into an encrypted database (WAL,
``synchronous=FULL``) with the bare driver, no chain, no hash, no signature. Ours: ``add_finding`` of the service, with
journal, chain, fold, guards and signature. ``BENCH_ROWS`` findings lie in both beforehand.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import select

from inspector_app.bootstrap import App
from inspector_app.clock import SystemClock
from inspector_app.inspection.model import Finding
from inspector_app.storage import tables
from inspector_app.storage.fold import table_of
from inspector_app.storage.pragmas import configure
from tests.fixtures.visits import ACTOR, begin_visit, make_bureau, make_mine

os.environ.setdefault("INSPECTOR_TEST_FAST_KEYS", "1")  # opening a store is not what is measured
SAVES = int(os.environ.get("BENCH_SAVES", "400"))
ROWS = int(os.environ.get("BENCH_ROWS", "2000"))
AIM = 4.0
P99_MS = 2.0
FACT = "采场顶板局部破碎，未按设计支护，现场有浮石"


def prepared(folder: Path, rows: int = ROWS) -> tuple[App, str]:
    """A store with a visit and that many findings of another one."""
    app = make_bureau(folder)
    app.store.clock = SystemClock()
    visit = begin_visit(app, make_mine(app))
    with app.store.units.begin(ACTOR, "bench.fill") as unit:
        for number in range(rows):
            unit.create(Finding, inspection_id="other", seq=number, fact=f"{FACT}{number}", place="+120中段")
    return app, visit


class Floor:
    """The bare driver on an encrypted database of the same shape."""

    def __init__(self, app: App, path: Path) -> None:
        self.connection = sqlcipher.connect(str(path), isolation_level=None)
        configure(self.connection, b"k" * 32)
        finding, entry = table_of(Finding), tables.entry
        with app.store.units.read() as connection:
            statements = connection.exec_driver_sql(
                "SELECT sql FROM sqlite_master WHERE tbl_name IN ('finding', 'entry') AND type <> 'trigger'"
                " AND sql IS NOT NULL"
            ).scalars()
            for statement in statements.all():
                self.connection.execute(statement)
            self.row = dict(connection.execute(select(finding).limit(1)).mappings().one())
            last = select(entry).order_by(entry.c.position.desc()).limit(1)
            self.entry = dict(connection.execute(last).mappings().one())
        self.entry.pop("position")
        self.number = 0
        self.insert_row = _insert("finding", self.row)
        self.insert_entry = _insert("entry", self.entry)
        self.connection.execute("BEGIN")
        for _ in range(ROWS):
            self._write()
        self.connection.execute("COMMIT")

    def save(self) -> None:
        """One row and one audit row, durable."""
        self.connection.execute("BEGIN IMMEDIATE")
        self._write()
        self.connection.execute("COMMIT")

    def _write(self) -> None:
        self.number += 1
        self.connection.execute(self.insert_row, _driver_values({**self.row, "id": f"row-{self.number}"}))
        self.connection.execute(self.insert_entry, {**self.entry, "id": f"{self.number:064}", "seq": self.number})


def _insert(table: str, row: dict[str, Any]) -> str:
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)})"


def _driver_values(row: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, list | dict) else value for name, value in row.items()}


def timed(act: Callable[[], object]) -> float:
    """Milliseconds of one act."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def quantile(values: list[float], part: float) -> float:
    """The value under which that part of all values lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def flushes() -> str:
    """Flushes of the disk per saved finding, counted by strace on a run of its own."""
    strace = shutil.which("strace")
    if strace is None:
        return "not counted (no strace)"
    with tempfile.TemporaryDirectory() as folder:
        counted = []
        for count in (10, 60):
            log = Path(folder) / f"log-{count}"
            calls = [strace, "-f", "-e", "trace=fsync,fdatasync", "-o", str(log)]
            command = [*calls, sys.executable, __file__, "--only-save", str(count), str(Path(folder) / str(count))]
            if subprocess.run(command, check=False, capture_output=True).returncode != 0:
                return "not counted (tracing is not allowed)"
            counted.append(log.read_text().count("sync("))
    return f"{(counted[1] - counted[0]) / 50:.2f}"


def only_save(count: int, folder: Path) -> int:
    """Saves and nothing else, for the traced run."""
    app, visit = prepared(folder, 1)
    for number in range(count):
        app.inspections.add_finding(ACTOR, visit, place="+120中段", fact=f"{FACT}{number}")
    return 0


def main() -> int:
    """Alternate floor and save, so that both see the same disk."""
    if "--only-save" in sys.argv:
        return only_save(int(sys.argv[2]), Path(sys.argv[3]))
    with tempfile.TemporaryDirectory() as name:
        app, visit = prepared(Path(name) / "store")
        floor = Floor(app, Path(name) / "floor.db")
        for _ in range(30):
            floor.save()
            app.inspections.add_finding(ACTOR, visit, place="+120中段", fact=FACT)
        floors, ours, drafts = [], [], []
        finding = app.inspections.add_finding(ACTOR, visit, place="x", fact="y")
        for number in range(SAVES):
            floors.append(timed(floor.save))
            fact = f"{FACT}{number}"
            ours.append(timed(lambda fact=fact: app.inspections.add_finding(ACTOR, visit, place="+120", fact=fact)))
            drafts.append(timed(lambda fact=fact: app.drafts.keep(ACTOR, "finding", finding, "fact", fact)))
    base, cost = statistics.median(floors), statistics.median(ours)
    print(f"save a finding ({ROWS} there): p50 {cost:.2f} ms, floor {base:.2f} ms,"
          f" ratio {cost / base:.2f} (aim <= {AIM})")
    print(f"  p99 {quantile(ours, 0.99):.2f} ms, floor {quantile(floors, 0.99):.2f} ms,"
          f" ratio {quantile(ours, 0.99) / quantile(floors, 0.99):.2f} (p99 good <= {P99_MS} ms)")
    print(f"  half-typed text: p50 {statistics.median(drafts):.2f} ms; flushes per finding: {flushes()}")
    return 0 if cost / base <= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
