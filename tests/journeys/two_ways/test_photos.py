"""Photos: what one shows, when it was taken, filed, set aside, taken back, taken out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.fixtures.cards import card
from tests.fixtures.twins import HOUR, Twins

PLACE, PROVES = "主排水泵房东侧", "2 号泵不能运转"
TAKEN = HOUR - timedelta(minutes=35)
ASIDE, WRONG = "试拍", "拍错"


def test_photos_are_described_timed_and_sorted(visit: Twins) -> None:
    say, ids = visit.say, visit.ids
    say("photo", "describe", ids["filed"], "--place", PLACE, "--proves", PROVES)
    say("photo", "time", ids["untimed"], "--at", TAKEN.strftime("%Y-%m-%dT%H:%M"))
    say("photo", "file", ids["untimed"])
    say("photo", "set-aside", ids["loose"], "--reason", ASIDE)
    say("undo")
    say("photo", "file", ids["loose"], ids["minor"])
    say("photo", "remove", ids["filed"], "--reason", WRONG)
    with visit.window() as seat:
        steps = seat.steps
        seat.go("finding", ids["minor"])
        steps.click("地点和证明对象")
        steps.type(PLACE)
        steps.key("Tab")
        steps.type(PROVES)
        steps.key("Return")
        steps.see(f"证明：{PROVES}")
        seat.go("finding", ids["plain"])
        steps.click("填写拍摄时间")
        steps.type(TAKEN.strftime("%Y-%m-%d %H:%M"))
        steps.key("Return")
        steps.see("执法人员填写")
        steps.click("放回待整理")
        seat.go("photos", ids["visit"])
        steps.key("Down")
        steps.key("X")
        steps.key("Ctrl+A")
        steps.type(ASIDE)
        steps.key("Return")
        steps.key("U")
        steps.key("2")
        seat.go("finding", ids["minor"])
        steps.click("移除")
        steps.type(WRONG)
        steps.key("Return")
        steps.wait(lambda: not steps.sees("移除原因"))
    visit.agree("photo.describe", "photo.state_time", "photo.file", "photo.set_aside", "photo.remove")


def test_photos_of_a_card_are_taken_in(visit: Twins, tmp_path: Path) -> None:
    ids = visit.ids
    card(tmp_path / "card", 3, first=HOUR - timedelta(minutes=20))
    visit.say("photo", "import", ids["visit"], str(tmp_path / "card"))
    with visit.window() as seat:
        steps = seat.steps
        seat.go("photos", ids["visit"])
        steps.drop([tmp_path / "card"], onto="照片预览")
        steps.click("全部")
        steps.click("导入 3 张")
        steps.see("已导入 3 张")
    visit.agree("photo.add")
