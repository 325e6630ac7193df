"""A re-inspection by counted actions: five items, a new photo of each, the opinion on the printer."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.documents.reading import plain, text_of
from tests.fixtures.jamming import Cups
from tests.fixtures.pictures import jpeg
from tests.ui.pages.county import County, start_visit
from tests.ui.steps.conftest import Morning, Tell, photos

PLACES = ("三中段", "二中段回风巷", "主井口信号房", "提升机房", "矿部")


def issued_order(app: Any, county: County) -> None:
    """A visit with five findings and photos whose order is printed, signed and served; due in ten days."""
    actor, due = county.officer_id, (datetime.now().astimezone().date() + timedelta(days=10)).isoformat()
    visit = start_visit(app, county)
    for number, place in enumerate(PLACES):
        finding = app.inspections.add_finding(
            actor, visit, place=place, fact="不符合要求。", measure="rectify_by_date", rectification_due_on=due,
            violated_rule="《中华人民共和国安全生产法》第三十六条第二款", force="law",
        )  # fmt: skip
        app.evidence.add_photo(actor, jpeg(seed=number), inspection_id=visit, finding_id=finding)
    app.inspections.close(actor, visit, open_items_reason="时间所限")
    paper = app.papers.create(actor, "rectification_order", inspection_id=visit)
    app.papers.issue(actor, paper, accept_warnings=True)


def test_five_items_with_photos_and_the_opinion_take_at_most_thirty_actions(
    morning: Morning, told: Tell, cups: Cups, tmp_path: Path
) -> None:
    morning.ask(lambda app: issued_order(app, morning.county))
    morning.go("home", None)
    steps = morning.steps
    steps.click("复查 示例金矿")
    steps.key("Return")
    steps.type("应急检查〔2026〕30号")
    steps.key("Tab")
    steps.type("李局长")
    steps.key("Tab")
    steps.type("昨天 16:30")
    steps.key("Tab", 2)
    steps.type("XZJC331199202603250001")
    steps.key("Return")
    steps.see("还有 5 项待复查")
    for photo in photos(tmp_path, 5):
        steps.drop([photo], onto="复查时")
        steps.key("1")
    morning.clock.pass_hours(2)
    steps.see("每项都有结果了")
    steps.click("生成复查意见书")
    steps.key("Ctrl+Return")
    steps.key("Ctrl+Return")
    steps.key("Ctrl+P")
    steps.key("Return")
    steps.see("打印机已全部接收")
    steps.key("Return")
    told("re-inspection of five items and F6 printed", steps, 30)
    text = text_of(cups.printed()[0].read_bytes())
    assert [text.count(words) for words in ("整改复查意见书", "全部合格")] == [2, 2]
    assert [text.count(f"{plain(place)}：不符合要求。已整改") for place in PLACES] == [2] * 5
    assert all(photo.finding_id for photo in morning.ask(lambda app: app.evidence.photos()))
