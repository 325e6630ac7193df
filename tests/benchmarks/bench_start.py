"""Start-up against an empty PySide6 window in the same run: PAINT and READY with 100,000 findings, 10,000 papers.

Prints medians and ratios. Aim: at most 2.5 times the empty window, moonshot 1.5. Both start from compiled modules, as
an installed program does, and the window by its entry point.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from inspector_app.enforcement.model import Document, SignatureRecord  # noqa: E402
from inspector_app.enterprise.model import Enterprise, Site  # noqa: E402
from inspector_app.inspection.model import Finding, Inspection  # noqa: E402
from inspector_app.store import NewOfficer, Store  # noqa: E402

FINDINGS = int(os.environ.get("BENCH_FINDINGS", "100000"))
PAPERS = int(os.environ.get("BENCH_PAPERS", "10000"))
RUNS = int(os.environ.get("BENCH_RUNS", "9"))
PASSPHRASE = "correct horse battery"
GOOD, MOONSHOT = 2.5, 1.5

EMPTY = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, self.tell)
    def tell(self):
        print("PAINT", time.monotonic(), flush=True)
        import os; os._exit(0)
app = QApplication(sys.argv)
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""


ENTRY = "from ui.launch import main; main()"
"""What the installed ``inspector`` script says."""


def fill(folder: Path) -> None:
    """A store as after years of work: visits of a hundred findings, some of them due."""
    store, _recovery = Store.create(folder, NewOfficer("zhang", PASSPHRASE, "张三", "33110001234"))
    today = date.today()  # noqa: DTZ011
    done = 0
    while done < FINDINGS:
        with store.units.begin(store.officer_id, "bench.fill") as unit:
            for _ in range(20):
                company = unit.create(Enterprise, name=f"石料公司 {done}")
                site = unit.create(Site, name=f"石料矿 {done}", enterprise_id=company)
                state = "running" if done < 300 else "closed"
                begun = {"inspection_state": state, "started_at": today.isoformat()}
                visit = unit.create(Inspection, site_id=site, enterprise_id=company, **begun)
                for seq in range(100):
                    due = (today + timedelta(days=(done + seq) % 400 - 200)).isoformat()
                    unit.create(
                        Finding,
                        inspection_id=visit,
                        site_id=site,
                        seq=seq,
                        place="主井口",
                        fact="安全出口标志缺失",
                        rectification_due_on=due,
                        reinspection_result="rectified" if seq % 3 else None,
                    )
                done += 100
    fill_papers(store, today)
    store.close()


def fill_papers(store: Store, today: date) -> None:
    """Papers of years, all of them out and none of them served: the most that 今日待办 may have to remind of."""
    forms = ("inspection_record", "rectification_order", "penalty_decision_org")
    for first in range(0, PAPERS, 1000):
        with store.units.begin(store.officer_id, "bench.fill") as unit:
            for number in range(first, min(PAPERS, first + 1000)):
                form = forms[number % 3]
                day = (today - timedelta(days=number % 700)).isoformat()
                sealed = "none" if form == forms[0] else "office"
                state = {"document_state": "signed", "signed_at": day, "issued_on": day, "seal_mode": sealed}
                paper = unit.create(Document, form=form, title="责令限期整改指令书", **state)
                if number % 2:
                    unit.create(SignatureRecord, document_id=paper, is_refusal=True, signed_at=day)


def start(command: list[str], env: dict[str, str]) -> dict[str, float]:
    """Milliseconds from starting the process to each word it prints."""
    began = time.monotonic()
    ended = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    told = [line.split() for line in ended.stdout.splitlines() if line.startswith(("PAINT", "READY"))]
    if not told:
        raise SystemExit(f"nothing was measured: {ended.stderr[-2000:]}")
    return {word: (float(at) - began) * 1000 for word, at in told}


def main() -> int:
    """Measure, print, and fail only when a start is worse than good."""
    platform = {} if os.environ.get("DISPLAY") else {"QT_QPA_PLATFORM": "offscreen"}
    not_here = ("INSPECTOR_TEST_FAST_KEYS", "PYTHONDONTWRITEBYTECODE")
    plain = {key: value for key, value in os.environ.items() if key not in not_here}
    with tempfile.TemporaryDirectory() as temporary:
        compiled = str(Path(temporary) / "compiled")
        env = {**plain, **platform, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": compiled}
        folder = Path(temporary) / "store"
        fill(folder)
        ours = {**env, "STARTBENCH": "1", "INSPECTOR_PASSPHRASE": PASSPHRASE, "INSPECTOR_DATA_DIR": str(folder)}
        empty, paint, ready = [], [], []
        for _ in range(RUNS + 1):
            empty.append(start([sys.executable, "-c", EMPTY], env)["PAINT"])
            measured = start([sys.executable, "-c", ENTRY], ours)
            paint.append(measured["PAINT"])
            ready.append(measured["READY"])
    floor = statistics.median(empty[1:])
    worst = 0.0
    print(f"empty window          {floor:7.0f} ms  (median of {RUNS}, store with {FINDINGS} findings)")
    for name, values in (("PAINT", paint[1:]), ("READY", ready[1:])):
        median = statistics.median(values)
        ratio = median / floor
        worst = max(worst, ratio)
        mark = "moonshot" if ratio <= MOONSHOT else "good" if ratio <= GOOD else "MISSED"
        print(f"{name:20}  {median:7.0f} ms  ratio {ratio:.2f}  {mark} (good {GOOD}, moonshot {MOONSHOT})")
    return 0 if worst <= GOOD else 1


if __name__ == "__main__":
    sys.exit(main())
