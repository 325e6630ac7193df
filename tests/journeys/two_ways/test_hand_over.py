"""上报: the laptop joins the county, hands everything over, exchanges files with a colleague's laptop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.fixtures.commander import clock_at
from tests.fixtures.county import County, joined, make_county
from tests.fixtures.twins import HOUR, Twins
from tests.ui.pages.steps import Steps

LABEL, FACT = "一号本", "改写的事实：梯子缺两级。"
ALL_RECEIVED = "县局已全部接收，回执齐全。"


@pytest.fixture
def counties(tmp_path: Path) -> Iterator[tuple[County, County]]:
    """One for each way: a laptop joins once."""
    both = make_county(tmp_path / "county_a"), make_county(tmp_path / "county_b")
    yield both
    for county in both:
        county.stop()
        assert "Traceback" not in county.log(), county.log()


def test_everything_is_handed_over(
    visit: Twins, counties: tuple[County, County], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    colleagues = [colleague(tmp_path / f"colleague_{number}", county) for number, county in enumerate(counties)]
    given = by_commands(visit, counties[0], colleagues[0], tmp_path / "given.kaj")
    folder = tmp_path / "documents"
    folder.mkdir()
    monkeypatch.setattr("ui.folders.documents", lambda: str(folder))
    finding = visit.ids["plain"]
    with visit.window() as seat:
        steps = seat.steps
        seat.go("sync")
        join(steps, counties[1])
        seat.go("finding", finding)
        steps.click("事实（看到了什么）")
        steps.key("Ctrl+A")
        steps.type(FACT)
        steps.key("Escape")
        seat.go("sync")
        seat.page().laptops.read(colleagues[1].with_suffix(".kaj"))
        steps.see("已收下")
        steps.click("立即上报")
        steps.see(ALL_RECEIVED)
        steps.click("导出为文件")
        steps.key("Return")
        steps.see("已导出")
    visit.agree("finding.change")
    (shown,) = folder.iterdir()
    assert taken_in(visit, colleagues[0], given) == taken_in(visit, colleagues[1], shown)
    held = [county.inventory() for county in counties]
    assert [visit.say("inventory"), visit.say_afterwards("inventory")] == held
    assert counted(held[0]) == counted(held[1])


def by_commands(twins: Twins, county: County, colleague: Path, given: Path) -> Path:
    say = twins.say
    say("join", county.url, county.code(), "--label", LABEL)
    say("sync", "run")
    say("finding", "change", twins.ids["plain"], "--fact", FACT)
    say("sync", "import", str(colleague.with_suffix(".kaj")))
    assert say("sync", "run")["ok"]
    say("sync", "export", "--to", str(given))
    return given


def colleague(folder: Path, county: County) -> Path:
    """Another laptop of the county with a visit of its own, and its file beside it."""
    laptop = joined(folder, county, label="二号本", clock=clock_at(HOUR.isoformat()))
    laptop.finding("同事发现的", laptop.inspection("共同检查"))
    laptop.sync.export(folder.with_suffix(".kaj"))
    laptop.store.close()
    return folder


def join(steps: Steps, county: County) -> None:
    steps.click("加入县局")
    steps.wait(lambda: QApplication.focusWidget() is not None)
    for field, words in (("县局服务器地址", county.url), ("一次性注册码", county.code()), ("这台笔记本的名称", LABEL)):
        steps.click(field)
        steps.key("Ctrl+A")
        steps.type(words)
    steps.click("加入")
    steps.see(ALL_RECEIVED)


def counted(inventory: dict[str, Any]) -> dict[str, Any]:
    """What is held, without the names of chains and records."""
    return {**inventory["records"], "blobs": inventory["blobs"], "chains": len(inventory["heads"])}


def taken_in(twins: Twins, folder: Path, file: Path) -> tuple[int, int]:
    """How much of a file is new to the colleague, who then hands over what is his own."""
    say = twins.say.at(folder, HOUR.isoformat())
    told = say("sync", "import", str(file))
    assert say("sync", "run")["ok"]
    return told["new_entries"], told["new_blobs"]
