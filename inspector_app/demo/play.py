"""The guided demo: one whole inspection on real parts, from setting up the laptop to the county's receipt.

Everything goes through the services that the window uses. Nothing is shown that was not done.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inspector_app.bootstrap import App
from inspector_app.demo.county import CountyProcess
from inspector_app.demo.story_clock import StoryClock
from inspector_app.demo.visit import Visit
from inspector_app.errors import BadInput
from inspector_app.storage.durable import atomic_write
from inspector_app.store import NewOfficer, Store
from inspector_app.sync.inventory import laptop_inventory

LOGIN, PASSPHRASE = "demo", "demo demo demo"  # a sample store holds no secrets
REGION = "331123"
FORMS = ("F3", "F4", "F5", "F6", "F24", "F34", "F35", "EX-02")
"""Papers whose number blocks (号段) the laptop takes along."""
BLOCK = 20

FIRST_DAY, NOTICE_DAY, DECISION_DAY, REINSPECTION_DAY = 16, 9, 2, 1
"""Days ago on which the inspection, the notices, the decisions and the re-inspection take place."""

Say = Callable[[str], None]


@dataclass
class Played:
    """What the demo did: papers as (form, number, file, sha256), seconds by step, receipts held."""

    papers: list[dict[str, Any]] = field(default_factory=list)
    timings: dict[str, float] = field(default_factory=dict)


class Demo:
    """Plays in one folder: ``laptop`` (the store), ``county`` (the server's data), ``papers``, ``summary.json``.

    Played again in the same folder it makes one more inspection on the same laptop for the same county.
    """

    def __init__(self, out: Path, photos: Path | None, say: Say) -> None:
        self._out = out
        self._photos = photos
        self._say = say
        self._played = Played()
        self._clock = StoryClock()

    def play(self) -> dict[str, Any]:
        """Play it all; the summary that was also written to ``summary.json``."""
        if self._photos is not None and not self._photos.is_dir():
            raise BadInput("demo.photos_missing", folder=str(self._photos))
        self._out.mkdir(parents=True, exist_ok=True)
        county = CountyProcess(self._out / "county")
        try:
            with self._step("county", "启动县级服务器（示例）/ starting the county server (sample)"):
                url = county.start()
            store = self._open_laptop(county, url)
            try:
                self._inspect(App(store))
                receipts = self._hand_over(App(store))
                laptop = laptop_inventory(store)
            finally:
                store.close()
        finally:
            county.stop()
        held = CountyProcess(self._out / "county").ask("inventory")
        return self._sum_up(laptop, held, receipts)

    def _open_laptop(self, county: CountyProcess, url: str) -> Store:
        folder = self._out / "laptop"
        with self._step("store", "建立加密数据库、导入示例县 / setting up the encrypted store with the sample county"):
            if Store.exists(folder):
                store = Store.open(folder, LOGIN, PASSPHRASE, clock=self._clock)
                store.set_local("county_url", url)  # the demo's county listens on another port each time
                return store
            from inspector_app.sample.loader import load_sample

            self._clock.begin_day(FIRST_DAY, 8)
            officer = NewOfficer(LOGIN, PASSPHRASE, "演示员")
            store, recovery = Store.create(folder, officer, is_sample=True, clock=self._clock)
            atomic_write(self._out / "recovery-key.txt", (recovery + "\n").encode())
            load_sample(store.units, store.clock, store.clock.now().at.date())
        with self._step("join", "用一次性注册码加入县级服务器 / joining the county with a one-time code"):
            county.ask("admin", "create", "--region", REGION)
            code = county.ask("enrol", "--region", REGION, "--label", "演示笔记本")["code"]
            app = App(store)
            app.sync.join(url, code, "演示笔记本")
            for stem in sorted({stem for form in FORMS if (stem := app.papers.full_stem(form))}):
                app.sync.lease_numbers(stem, store.clock.now().at.year, BLOCK)
        return store

    def _inspect(self, app: App) -> None:
        visit = Visit(app, self._out, self._photos, self._say)
        clock = self._clock
        with self._step("inspection", "现场检查：作答、记录问题、导入照片 / the inspection: answers, findings, photos"):
            clock.begin_day(FIRST_DAY, 9)
            visit.start()
            clock.pass_minutes(95)
            visit.inspect()
        with self._step("on_site_papers", "现场文书：核对、编号、生成 / on-site papers: checked, numbered, printed"):
            clock.pass_minutes(10)
            visit.write_on_site_papers()
        with self._step("dual_penalty", "一案双罚：单位与个人各一案 / dual penalty: one case each"):
            visit.open_cases()
            clock.begin_day(NOTICE_DAY, 10)
            visit.give_notice()
            clock.begin_day(DECISION_DAY, 10)
            visit.decide()
        with self._step("reinspection", "整改复查 / re-inspection"):
            clock.begin_day(REINSPECTION_DAY, 14)
            visit.reinspect()
        clock.back_to_now()
        self._played.papers = visit.papers

    def _hand_over(self, app: App) -> int:
        with self._step("sync", "移交县级服务器，取得接收回执 / handing over, fetching the receipt"):
            report = app.sync.run()
            status = app.sync.status()
        if not status.complete:
            raise BadInput("demo.not_all_received", entries=status.entries_received, total=status.entries_total)
        return 1 if report.receipt_id else 0

    def _sum_up(self, laptop: dict[str, Any], county: dict[str, Any], receipts: int) -> dict[str, Any]:
        summary = {
            "laptop": _comparable(laptop),
            "county": _comparable(county),
            "papers": self._played.papers,
            "receipts": receipts,
            "timings": {name: round(seconds, 2) for name, seconds in self._played.timings.items()},
        }
        text = json.dumps(summary, ensure_ascii=False, indent=1)
        atomic_write(self._out / "summary.json", (text + "\n").encode("utf-8"))
        return summary

    @contextmanager
    def _step(self, name: str, told: str) -> Iterator[None]:
        began = time.monotonic()
        self._say(f"· {told}")
        yield
        self._played.timings[name] = time.monotonic() - began


def _comparable(inventory: dict[str, Any]) -> dict[str, Any]:
    """The two things both sides can be compared by: records of each kind, and hashes of all files."""
    return {"records": inventory["records"], "blobs": inventory["blobs"]}


def play_demo(out: Path, photos: Path | None, say: Say) -> dict[str, Any]:
    """Play the demo in ``out`` with the pictures of ``photos`` (or drawn ones); its summary.

    Raises ``BadInput`` for a folder that is not there, ``Unreachable`` when the county server does not come up.
    """
    return Demo(out, photos, say).play()

