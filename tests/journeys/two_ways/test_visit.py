"""A whole visit: start, answers, a finding with its photo, the end, both papers printed, one signature."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fixtures.commander import PASS_HOURS
from tests.fixtures.jamming import Cups
from tests.fixtures.pictures import exif_block, jpeg
from tests.fixtures.twins import HOUR, Twins
from tests.ui.pages.steps import Steps

APPROVED = (HOUR - timedelta(days=1)).replace(hour=16, minute=30)
FACT, PLACE, SIGNER = "3 名作业人员未佩戴定位卡。", "三中段", "陈志强"
SCOPE, NUMBER, CODE = "井下采掘、通风", "应急检查〔2026〕12号", "XZJC331199202603090001"
LIST = "task_17"
FORMS = ("inspection_record", "rectification_order")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """One photo that was taken half an hour after the visit began."""
    file = tmp_path / "IMG_0001.jpg"
    taken = (HOUR + timedelta(minutes=30)).strftime("%Y:%m:%d %H:%M:%S")
    file.write_bytes(jpeg(800, 600, exif=exif_block(taken=taken, offset=None)))
    return file


def test_a_visit_from_its_start_to_a_signature(morning: Twins, cups: Cups, photo: Path) -> None:
    offered = morning.say("inspection", "propose", morning.county.mine_id)
    lists = [one["key"] for one in offered if one["proposed"] or one["key"] == LIST]
    by_commands(morning, lists, photo, cups)
    with morning.window() as seat:
        begin(seat.steps, is_chosen=any(one["proposed"] for one in offered if one["key"] == LIST))
        walk(seat.steps, photo)
        seat.clock.forward(hours=2)
        finish(seat.steps, cups)
    morning.agree("inspection.start", "inspection.answer", "finding.add", "paper.print", "paper.sign")


def by_commands(twins: Twins, lists: list[str], photo: Path, cups: Cups) -> None:
    """The visit as a script does it."""
    say, county = twins.say, twins.county
    team = [{"officer_id": county.officer_id, "role": "lead"}, {"officer_id": county.partner_id, "role": "officer"}]
    visit = say(
        "inspection", "start", "--site", county.mine_id, "--participants", json.dumps(team), "--task-source",
        "annual_plan", "--category", "general", "--methods", "unannounced_visit", "--scope", SCOPE, "--approval-no",
        NUMBER, "--approver", "李局长", "--approved-at", APPROVED.isoformat(timespec="minutes"), "--behavior-code",
        CODE, "--checklists", *lists,
    )["inspection"]  # fmt: skip
    for item, verdict in (("T17-01", "compliant"), ("T17-02", "not_applicable"), ("T17-03", "not_compliant")):
        say("inspection", "answer", visit, "--checklist", LIST, "--items", item, "--verdict", verdict)
    finding = say("finding", "add", visit, "--checklist", LIST, "--item", "T17-03")["finding"]
    say("finding", "change", finding, "--place", PLACE)
    say("finding", "change", finding, "--fact", FACT)
    say("photo", "add", visit, "--files", str(photo), "--finding", finding)
    say(PASS_HOURS, "2")
    say("inspection", "close", visit, "--open-items-reason", "时间所限")
    papers = [say("document", "create", "--form", form, "--inspection", visit)["document"] for form in FORMS]
    for paper in papers:
        say("document", "issue", paper, "--accept-warnings")
    say("document", "print", "--inspection", visit, "--printer", cups.queue)
    say("document", "sign", papers[0], "--role", "site_representative", "--name", SIGNER)


def begin(steps: Steps, *, is_chosen: bool) -> None:
    """The start page, with team and method as the last time; ``is_chosen``: the list is proposed already."""
    steps.key("Ctrl+N")
    steps.type("slj")
    steps.key("Return")
    steps.see("换一个")
    steps.click("方案／审批编号")
    for words, tabs in ((NUMBER, 1), ("李局长", 1), (APPROVED.strftime("%Y-%m-%d %H:%M"), 2)):
        steps.type(words)
        steps.key("Tab", tabs)
    steps.type(CODE)
    steps.click("批准的检查范围")
    steps.key("Ctrl+A")
    steps.type(SCOPE)
    if not is_chosen:
        steps.click("任务17")
    steps.key("Ctrl+Return")
    steps.see("新问题  N")


def walk(steps: Steps, photo: Path) -> None:
    """Three answers and a finding."""
    for item, key in (("T17-01", "1"), ("T17-02", "3"), ("T17-03", "N")):
        steps.key("/")
        steps.type(item)
        steps.key("Return")
        steps.key(key)
    steps.type(PLACE)
    steps.key("Return")
    steps.type(FACT)
    steps.click("完成  Esc")
    steps.see("问题 1 项")
    steps.click("1  三中段")
    steps.drop([photo], onto="照片预览")
    steps.see(photo.name)
    steps.key("Escape")


def finish(steps: Steps, cups: Cups) -> None:
    """The end of the visit and its papers."""
    steps.click("结束检查")
    steps.type("时间所限")
    steps.key("Return")
    steps.see("还缺 2 份")
    steps.key("Ctrl+Return")
    for _paper in FORMS:
        steps.key("Ctrl+Return")
        if steps.sees("条提醒已核对"):
            steps.click("上面")
        steps.key("Ctrl+Return")
        steps.key("Down")
    steps.key("Ctrl+P")
    steps.see(cups.queue)
    steps.key("Return")
    steps.see("打印机已全部接收")
    steps.key("Return")
    steps.click("现场检查记录")
    steps.key("Ctrl+Return")
    steps.see("签名人身份")
    steps.key("Tab")
    steps.key("Ctrl+A")
    steps.type(SIGNER)
    steps.key("Ctrl+Return")
    steps.see("已签")
