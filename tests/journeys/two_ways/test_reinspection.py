"""复查: the order's items with new photos and results, the opinion printed and signed, the end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.fixtures.commander import PASS_HOURS
from tests.fixtures.jamming import Cups
from tests.fixtures.pictures import exif_block, jpeg
from tests.fixtures.twins import HOUR, Twins
from tests.ui.pages.steps import Steps

APPROVED = (HOUR - timedelta(days=1)).replace(hour=16, minute=30)
NUMBER, CODE, NOTE = "应急检查〔2026〕30号", "XZJC331199202603250001", "备用泵已修复，另一台待换轴承。"


def test_an_order_is_reinspected_and_the_opinion_signed(morning: Twins, cups: Cups, tmp_path: Path) -> None:
    photo = tmp_path / "IMG_0030.jpg"
    taken = (HOUR + timedelta(minutes=10)).strftime("%Y:%m:%d %H:%M:%S")
    photo.write_bytes(jpeg(640, 480, seed=30, exif=exif_block(taken=taken, offset=None)))
    by_commands(morning, cups, photo)
    with morning.window() as seat:
        begin(seat.steps)
        look(seat.steps, photo)
        seat.clock.forward(hours=2)
        conclude(seat.steps, cups)
        seat.go("reinspection")
        seat.steps.click("结束复查")
        seat.steps.see("复查已结束")
    morning.agree("inspection.start", "finding.change", "paper.print", "paper.sign", "inspection.close")


def by_commands(twins: Twins, cups: Cups, photo: Path) -> None:
    say = twins.say
    visit = say(
        "inspection", "reinspect", twins.ids["order"], "--approval-no", NUMBER, "--approver", "李局长",
        "--approved-at", APPROVED.isoformat(timespec="minutes"), "--behavior-code", CODE,
    )["inspection"]  # fmt: skip
    (finding,) = say("finding", "list", visit)
    say("photo", "add", visit, "--files", str(photo), "--finding", finding["id"])
    say("finding", "change", finding["id"], "--reinspection-note", NOTE)
    say("finding", "change", finding["id"], "--reinspection-result", "partly")
    say(PASS_HOURS, "2")
    opinion = say("document", "create", "--form", "F6", "--inspection", visit, "--original", twins.ids["order"])
    say("document", "issue", opinion["document"], "--accept-warnings")
    say("document", "print", "--inspection", visit, "--printer", cups.queue)
    say("document", "sign", opinion["document"], "--role", "site_representative", "--name", "陈志强")
    say("inspection", "close", visit)


def begin(steps: Steps) -> None:
    steps.click("复查 示例金矿")
    steps.key("Return")
    for words, tabs in ((NUMBER, 1), ("李局长", 1), (APPROVED.strftime("%Y-%m-%d %H:%M"), 2)):
        steps.type(words)
        steps.key("Tab", tabs)
    steps.type(CODE)
    steps.key("Return")
    steps.see("还有 1 项待复查")


def look(steps: Steps, photo: Path) -> None:
    steps.drop([photo], onto="复查时")
    steps.click("说明")
    steps.type(NOTE)
    steps.key("Tab")
    steps.click("2  部分整改")


def conclude(steps: Steps, cups: Cups) -> None:
    steps.see("每项都有结果了")
    steps.click("生成复查意见书")
    steps.key("Ctrl+Return")
    if steps.sees("条提醒已核对"):
        steps.click("上面")
    steps.key("Ctrl+Return")
    steps.key("Ctrl+P")
    steps.see(cups.queue)
    steps.key("Return")
    steps.see("打印机已全部接收")
    steps.key("Return")
    steps.click("登记签名")
    steps.see("签名人身份")
    steps.key("Tab")
    steps.key("Ctrl+A")
    steps.type("陈志强")
    steps.key("Ctrl+Return")
    steps.see("已签")
