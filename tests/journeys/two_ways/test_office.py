"""The office: a correction of the register, a mine that is gone, a parameter of its own, an officer, a 号段."""

from __future__ import annotations

from tests.fixtures.twins import Twins

PHONE, GONE, WHY = "0578-2222222", "已销库", "县里没有另定"
DAYS = "procedure.reinspection_days"
CONTACT, LEFT = "王秀兰", "已调离"
BUREAU, OFFICERS, PARAMETERS = 1, 2, 4
"""Tabs among the settings."""


def test_register_and_settings_are_put_right(morning: Twins) -> None:
    say, county = morning.say, morning.county
    company = say("mine", "show", county.mine_id)["enterprise"]["id"]
    say("register", "change", "enterprise", company, "--set", f"phone={PHONE}")
    say("register", "remove", "site", county.pond_id, "--reason", GONE)
    say("mine", "confirm", county.mine_id)
    say("setting", "set", DAYS, "12")
    say("setting", "clear", DAYS, "--reason", WHY)
    with morning.window() as seat:
        steps = seat.steps
        seat.go("site", county.mine_id)
        steps.click("更正")
        steps.click("企业电话")
        steps.key("Ctrl+A")
        steps.type(PHONE)
        steps.key("Return")
        steps.see("登记内容已更正")
        seat.go("site", county.pond_id)
        steps.click("移出名册")
        steps.type(GONE)
        steps.key("Return")
        steps.see("已移出名册")
        seat.go("site", county.mine_id)
        steps.click("核实无误")
        seat.go("settings", PARAMETERS)
        steps.click("查找参数")
        steps.type(DAYS)
        steps.key("Tab")
        for keys in ("Right", "F2"):
            steps.key(keys)
        steps.type("12")
        steps.key("Return")
        steps.click("恢复默认")
        steps.type(WHY)
        steps.key("Return")
    morning.agree("enterprise.change", "site.remove", "setting.set", "setting.clear")


def test_the_office_itself_is_put_right(morning: Twins) -> None:
    say, county = morning.say, morning.county
    say("bureau", "set", "331123", "--contact", CONTACT)
    say("officer", "retire", county.expired_id, "--reason", LEFT)
    with morning.window() as seat:
        steps = seat.steps
        seat.go("settings", BUREAU)
        steps.click("联系人")
        steps.key("Ctrl+A")
        steps.type(CONTACT)
        steps.key("Tab")
        seat.go("settings", OFFICERS)
        steps.click("移出名单赵大明")
        steps.type(LEFT)
        steps.key("Return")
    morning.agree("bureau.set", "officer.retire")
