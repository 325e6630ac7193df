"""Opening a visit with 1,000 answered items, and what one more answer costs as they grow.

    python tests/benchmarks/bench_checklists.py

Prints milliseconds and the slope of the cost of an answer over the number already given (µs per 1,000 answers).
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector_app import paths
from inspector_app.bootstrap import App
from inspector_app.checklist.definition import ChecklistItem
from inspector_app.checklist.loader import ChecklistLibrary
from inspector_app.checklist.pinning import kept_in
from inspector_app.checklist.proposals import proposal
from inspector_app.checklist.values import AnswerType
from inspector_app.inspection.values import AnswerInput
from inspector_app.search.passages import find_items
from tests.fixtures.visits import ACTOR, begin_visit, make_bureau, make_mine

ITEMS = 1_000
FINDINGS = 200


def big_list(folder: Path) -> None:
    """A list of 1,000 items made of the real ones."""
    made: list[dict[str, Any]] = []
    for file in sorted(paths.checklists().glob("*.json")):
        made += json.loads(file.read_text("utf-8"))["items"]
    items = [
        {**made[n % len(made)], "key": f"{chr(65 + n // 900)}-{n % 900:03d}", "when": {}, "binds": ["enterprise"]}
        for n in range(ITEMS)
    ]
    for item in items:
        for field in ("effective_from_on", "deadline_on", "effective_to_on"):
            item.pop(field, None)
    head = {"key": "big", "version": 1, "title": "千项", "title_en": "big", "task": None, "binds": ["enterprise"]}
    (folder / "big.json").write_text(json.dumps({**head, "items": items}, ensure_ascii=False), "utf-8")


def timed(act: Callable[[], object], times: int = 1) -> float:
    """Median milliseconds of an act."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def slope(costs: list[float], block: int = 50) -> float:
    """Milliseconds more for each answer given before: median slope over all pairs of block medians (Theil–Sen)."""
    medians = [statistics.median(costs[at : at + block]) for at in range(0, len(costs), block)]
    pairs = [
        (later - earlier) / ((j - i) * block)
        for i, earlier in enumerate(medians)
        for j, later in enumerate(medians)
        if j > i
    ]
    return statistics.median(pairs)


def show(name: str, value: float, unit: str = "ms") -> None:
    """One line of the result."""
    sys.stdout.write(f"{name:<58}{value:>10.3f} {unit}\n")


def files() -> None:
    """What the shipped files cost without any store."""
    library = ChecklistLibrary()
    first = timed(library.lists)
    show(f"lists(), first time, per list ({len(library.lists())} lists)", first / len(library.lists()))
    show("lists(), again", timed(library.lists, 50))
    show("search by two characters, first (reads the texts)", timed(lambda: find_items("中段")))
    show("search by two characters, again", timed(lambda: find_items("中段"), 50))
    show("search by initials, first (loads the readings)", timed(lambda: find_items("wzkz")))
    show("search by initials, again", timed(lambda: find_items("wzkz"), 50))


def visit(app: App) -> None:
    """Answering 1,000 items one by one, then opening the visit as a fresh program does."""
    site = make_mine(app, design={"working_levels": "2"})
    started = begin_visit(app, site, "big")
    keys = app.checklists.pinned("big").item_keys
    said = AnswerInput("compliant")
    costs, processor = [], []
    for key in keys:
        began = time.process_time()
        costs.append(timed(lambda key=key: app.inspections.answer(ACTOR, started, "big", {key: said})))
        processor.append((time.process_time() - began) * 1000)
    show("one answer, median", statistics.median(costs))
    show("one answer, p99", statistics.quantiles(costs, n=100)[98])
    show("one answer, first 100", statistics.median(costs[:100]))
    show("one answer, last 100", statistics.median(costs[-100:]))
    show("slope of the cost of an answer", slope(costs) * 1_000_000, "µs per 1,000 answers")
    show("one answer, processor time, median", statistics.median(processor))
    show("slope of the processor time of an answer", slope(processor) * 1_000_000, "µs per 1,000 answers")
    tables(app, started)
    for number in range(FINDINGS):
        app.inspections.add_finding(ACTOR, started, place=f"+{number} m", fact="锚杆间距超过设计", checklist_key="big")
    batch = dict.fromkeys(keys[:200], AnswerInput("not_applicable"))
    show("batch of 200 answers", timed(lambda: app.inspections.answer(ACTOR, started, "big", batch)))

    def opened() -> None:
        fresh = App(app.store)
        fresh.__dict__["checklists"] = ChecklistLibrary(Path("/nonexistent"), kept_in(app.store.units))
        fresh.inspections.progress(started)
        fresh.inspections.answers(started)
        fresh.inspections.coverage(started)
        fresh.inspections.findings(inspection_id=started)

    show(f"open it: 1,000 answers with tables, {FINDINGS} findings", timed(opened, 5))
    show("progress alone, list in memory", timed(lambda: app.inspections.progress(started), 9))
    subject = app.inspections.subject(started)
    checklist = app.checklists.pinned("big")
    show("1,000 proposals", timed(lambda: [proposal(item, "3", subject) for item in checklist.items], 9))
    show("1,000 conditions", timed(lambda: checklist.asked(subject), 9))


def tables(app: App, started: str) -> None:
    """Ten rows at every item that has a table."""
    items = [item for item in app.checklists.pinned("big").items if item.answer.rows]
    said = {item.key: AnswerInput("compliant", rows=(_row(item),) * 10) for item in items}
    began = time.perf_counter()
    app.inspections.answer(ACTOR, started, "big", said)
    show(f"{len(items)} tables of ten rows, each", (time.perf_counter() - began) * 1000 / len(items))


def _row(item: ChecklistItem) -> dict[str, str]:
    samples = {AnswerType.COUNT: "1", AnswerType.NUMBER: "1", AnswerType.DATE: "2026-03-01"}
    columns = item.answer.rows.columns if item.answer.rows else ()
    return {
        one.key: one.form.options[0].key if one.form.options else samples.get(one.form.type, "3号采场")
        for one in columns
    }


def main() -> None:
    """Print all figures."""
    files()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "lists"
        folder.mkdir()
        big_list(folder)
        app = make_bureau(Path(place) / "store")
        app.__dict__["checklists"] = ChecklistLibrary(folder, kept_in(app.store.units))
        visit(app)
        app.store.close()


if __name__ == "__main__":
    main()
