"""A whole visit by counted actions: from 今日待办 to its papers in the printer's tray."""

from __future__ import annotations

from pathlib import Path

from tests.documents.reading import plain, text_of
from tests.fixtures.jamming import Cups
from tests.ui.pages.steps import Steps
from tests.ui.steps.conftest import Morning, Tell, photos

SEEN = (
    ("人员定位系统", "三中段", "3 名作业人员未佩戴定位卡。"),
    ("安全监测监控", "二中段回风巷", "风速传感器无数据已 2 天。"),
    ("通信联络系统", "主井口信号房", "直通调度室的电话不通。"),
    ("持证上岗", "提升机房", "当班提升机操作工未持证。"),
    ("安全管理机构", "矿部", "未配备专职安全生产管理人员。"),
)
"""What to look for in the checklists, where, and what was found: typed words, free."""


def start(steps: Steps) -> None:
    """From 今日待办 to the first item of the visit."""
    steps.key("Ctrl+N")
    steps.type("slj")
    steps.key("Return")
    steps.see("换一个")
    steps.click("王秀兰")
    steps.click("方案／审批编号")
    steps.type("应急检查〔2026〕12号")
    steps.key("Tab")
    steps.type("李局长")
    steps.key("Tab")
    steps.type("昨天 16:30")
    steps.key("Tab", 2)
    steps.type("XZJC331199202603090001")
    steps.click("四不两直")
    steps.click("批准的检查范围")
    steps.type("井下采掘、通风、排水、提升")
    steps.click("任务17")
    steps.click("任务2 ")
    steps.key("Ctrl+Return")
    steps.see("新问题  N")


def find(steps: Steps, words: str, place: str, fact: str, photo: Path) -> None:
    """The item by its words, its verdict, the finding with its photo, and back to the list."""
    steps.key("/")
    steps.type(words)
    steps.key("Return")
    steps.key("N")
    steps.see("还缺")
    steps.type(place)
    steps.key("Return")
    steps.type(fact)
    steps.drop([photo], onto="照片预览")
    steps.see(photo.name)
    steps.key("Escape")


def issue(steps: Steps) -> None:
    """The paper in front: what the check found is read and ticked, then it has its number."""
    steps.key("Ctrl+Return")
    steps.click("上面")
    steps.key("Ctrl+Return")


def test_five_findings_and_both_papers_printed_take_at_most_sixty_actions(
    morning: Morning, told: Tell, cups: Cups, tmp_path: Path
) -> None:
    steps = morning.steps
    start(steps)
    for seen, photo in zip(SEEN, photos(tmp_path, 5), strict=True):
        find(steps, *seen, photo)
    morning.clock.pass_hours(2)
    steps.click("结束检查")
    steps.type("时间所限，下次检查")
    steps.key("Return")
    steps.see("还缺 2 份")
    steps.key("Ctrl+Return")
    issue(steps)
    steps.key("Down")
    issue(steps)
    steps.key("Ctrl+P")
    steps.see("打印到")
    steps.key("Return")
    steps.see("打印机已全部接收")
    steps.key("Return")
    told("five findings, F3 and F5 printed", steps, 60)
    (job,) = cups.printed()
    text = text_of(job.read_bytes())
    assert [text.count(title) for title in ("现场检查记录", "责令限期整改指令书")] == [2, 2]
    assert [text.count(plain(fact)) for _words, _place, fact in SEEN] == [4] * 5
    papers = morning.ask(lambda app: app.papers.papers())
    assert [(one.state, one.number is not None) for one in papers] == [("printed", True)] * 2
    assert [one.photos for one in morning.ask(lambda app: app.inspections.findings())] == [1] * 5
