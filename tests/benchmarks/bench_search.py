"""The search over everything with 100,000 findings, against a plain indexed look-up in the same run.

    python tests/benchmarks/bench_search.py            (BENCH_FINDINGS, BENCH_RUNS)

Prints what reading the whole journal into the index costs, what one more finding costs to follow (saving itself never
waits for it), and the median and the worst of questions of several kinds. Aim: first results under 50 ms.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import text

from inspector_app.bootstrap import App
from inspector_app.enterprise.model import Enterprise, Person, Site
from inspector_app.enterprise.pinyin import initials
from inspector_app.inspection.model import Finding, Inspection
from inspector_app.search.values import SearchGroup
from inspector_app.store import NewOfficer, Store

FINDINGS = int(os.environ.get("BENCH_FINDINGS", "100000"))
RUNS = int(os.environ.get("BENCH_RUNS", "15"))
AIM_MS = 50
WORDS = (
    "安全出口", "通风", "排水沟", "顶板", "支护", "标志", "缺失", "提升机", "钢丝绳", "爆破", "炸药库", "边坡", "平台",
    "排洪", "浸润线", "干滩", "电缆", "接地", "避灾", "硐室", "风门", "漏风", "积水", "未设置", "损坏", "超期", "检验",
)  # fmt: skip
QUESTIONS = {
    "two characters, everywhere": "通风",
    "four characters": "安全出口",
    "two words": "钢丝绳 超期",
    "initials of a mine": "slk7",
    "a mine and a word": "石料矿77 边坡",
    "nothing fits": "海上钻井",
    "one character": "矿",
    "part of a number": "2031",
}


def fill(app: App) -> None:
    """Mines with visits and findings of many words; people; every text a little different."""
    chance = random.Random(7)
    store, done, mine = app.store, 0, 0
    while done < FINDINGS:
        with store.units.begin(store.officer_id, "bench.fill") as unit:
            for _ in range(20):
                mine += 1
                name = f"石料矿{mine}"
                company = unit.create(Enterprise, name=f"石料公司{mine}", pinyin_initials=f"slgs{mine}")
                site = unit.create(Site, name=name, pinyin_initials=initials(name), enterprise_id=company)
                unit.create(Person, name=chance.choice("赵钱孙李周吴郑王") + chance.choice("建国伟强芳敏静丽"))
                visit = unit.create(Inspection, site_id=site, enterprise_id=company, started_at="2026-03-01T09:00")
                for seq in range(100):
                    fact = "".join(chance.choices(WORDS, k=6)) + f"，{chance.randint(1, 9999)}处"
                    unit.create(Finding, inspection_id=visit, site_id=site, seq=seq, place=f"+{seq} m 中段", fact=fact)
                done += 100


def timed(act: Callable[[], object], times: int) -> tuple[float, float]:
    """Median and worst milliseconds."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken), max(taken)


def main() -> int:
    """Measure and print; fails when a question takes longer than it may."""
    with tempfile.TemporaryDirectory() as folder:
        store, _recovery = Store.create(Path(folder) / "store", NewOfficer("zhang", "correct horse battery", "张三"))
        app = App(store)
        fill(app)
        worst = measure(app)
        store.close()
    return 0 if worst <= AIM_MS else 1


def measure(app: App) -> float:
    """The slowest median."""
    before = (app.store.folder / "store.db").stat().st_size
    began = time.perf_counter()
    steps = [time.perf_counter(), *(time.perf_counter() for _ in app.search.catch_up())]
    whole = time.perf_counter() - began
    longest = max(later - earlier for earlier, later in pairwise(steps)) * 1000
    with app.store.units.writing() as connection:
        connection.execute(text("SELECT 1"))
    size = sum(file.stat().st_size for file in app.store.folder.glob("store.db*")) - before
    told = f"{whole:.1f} s in steps of at most {longest:.0f} ms, about {size / 1e6:.0f} MB"
    print(f"index of {FINDINGS} findings: {told}")
    app.search.warm()
    floor, _worst = timed(lambda: look_up(app), 200)
    print(f"plain indexed look-up      {floor:7.3f} ms")
    slowest = 0.0
    for name, question in QUESTIONS.items():
        first, _ = timed(lambda asked=question: app.search.find(asked), 1)  # type: ignore[misc]
        median, most = timed(lambda asked=question: app.search.find(asked), RUNS)  # type: ignore[misc]
        slowest = max(slowest, median)
        mark = "ok" if median <= AIM_MS else "MISSED"
        print(
            f"{name:28} first {first:6.1f}  median {median:6.1f}  worst {most:6.1f} ms  "
            f"{median / floor:6.0f} look-ups  {mark}"
        )
    print(f"next page of findings      {timed(lambda: next_page(app), RUNS)[0]:7.2f} ms")
    print(f"one finding more, followed {timed(lambda: one_more(app), RUNS)[0]:7.2f} ms (its own saving apart)")
    return slowest


def look_up(app: App) -> None:
    """One mine by its indexed name."""
    with app.store.units.read() as connection:
        connection.execute(text("SELECT id FROM site WHERE pinyin_initials = 'slk77'")).first()


def next_page(app: App) -> None:
    """A page from the middle of half of all findings."""
    app.search.find("通风", groups=(SearchGroup.FINDING,), after=f"0{FINDINGS // 2:013d}", limit=50)


def one_more(app: App) -> None:
    """What reading one saved finding into the index adds."""
    store = app.store
    with store.units.begin(store.officer_id, "bench.more") as unit:
        unit.create(Finding, place="井口", fact="新发现的问题")
    began = time.perf_counter()
    for _left in app.search.catch_up():
        pass
    one_more.taken.append((time.perf_counter() - began) * 1000)  # type: ignore[attr-defined]


one_more.taken = []  # type: ignore[attr-defined]

if __name__ == "__main__":
    sys.exit(main())
