"""一企一档 of a mine with 100,000 findings in 100 visits: the whole file, a page of hazards, all open ones, the print.

``python tests/benchmarks/bench_mine.py [FINDINGS]``
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector_app.bootstrap import App
from inspector_app.documents.rendering import render
from inspector_app.inspection.model import Finding
from tests.fixtures.visits import ACTOR, begin_visit, make_bureau, make_mine

VISITS = 100


def fill(app: App, mine: str, findings: int) -> None:
    """Visits with their findings; a third is open, most of those with a deadline."""
    for _ in range(VISITS):
        visit = begin_visit(app, mine)
        with app.store.units.begin(ACTOR, "finding.add") as unit:
            for n in range(findings // VISITS):
                unit.create(
                    Finding,
                    inspection_id=visit,
                    site_id=mine,
                    seq=n + 1,
                    place=f"{n} 中段",
                    fact="顶板浮石未处理",
                    hazard_level="major" if n % 97 == 0 else "general",
                    rectification_due_on=None if n % 5 == 0 else f"2026-0{1 + n % 9}-1{n % 9}",
                    reinspection_result="rectified" if n % 3 else None,
                    found_at="2026-03-10T10:00:00+08:00",
                )


def timed(work: Callable[[], Any]) -> float:
    """Milliseconds, the best of three."""
    took = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return min(took)


def every_hazard(app: App, mine: str) -> int:
    """Turn all pages of open hazards."""
    after: str | None = ""
    count = 0
    while after is not None:
        page = app.mines.hazards(mine, after, limit=500)
        count, after = count + len(page.rows), page.after
    return count


def main(arguments: list[str]) -> int:
    """Print the figures."""
    findings = int(arguments[0]) if arguments else 100_000
    with tempfile.TemporaryDirectory() as folder:
        app = make_bureau(Path(folder) / "store")
        mine = make_mine(app)
        fill(app, mine, findings)
        for name, work in (
            ("the whole file", lambda: app.mines.file(mine)),
            ("a page of open hazards", lambda: app.mines.hazards(mine)),
            ("every open hazard, page by page", lambda: every_hazard(app, mine)),
            ("the printed file", lambda: render(app.mines.paper(mine, "张三"))),
        ):
            sys.stdout.write(f"{name:<40}{timed(work):>10.1f} ms\n")
        app.store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
