"""What is put right while a visit is under way: its facts and lists, the level of a finding, one that is none."""

from __future__ import annotations

from tests.fixtures.twins import Twins

ROUTE_WHY, NONE, ONE_SIDE = "现场不涉及", "不是问题", "企业已经注销，只罚个人"


def test_facts_lists_and_findings_are_put_right(visit: Twins) -> None:
    say, ids = visit.say, visit.ids
    say("inspection", "change", ids["visit"], "--site-rep-name", "陈志强")
    say("inspection", "scope", ids["visit"], "--checklists", "task_17", "--reason", ROUTE_WHY)
    say("finding", "judge", ids["minor"], "--level", "suspected_major")
    say("dual", "evidence", ids["visit"], "--begin")
    say("finding", "remove", ids["plain"], "--reason", NONE)
    with visit.window() as seat:
        steps = seat.steps
        seat.go("inspection", ids["visit"])
        steps.click("检查信息和检查表")
        steps.click("现场负责人")
        steps.type("陈志强")
        steps.key("Return")
        steps.see("检查信息已更正")
        steps.click("检查信息和检查表")
        steps.click("任务2 关键岗位人员素质")
        steps.click("为什么")
        steps.type(ROUTE_WHY)
        steps.click("改检查表")
        steps.see("检查表已改")
        seat.go("finding", ids["minor"])
        steps.click("疑似重大")
        seat.go("finding", ids["plain"])
        steps.click("删除这条问题")
        steps.type(NONE)
        steps.key("Return")
    visit.agree("inspection.change", "inspection.scope", "finding.judge", "finding.remove")


def test_one_side_only_is_penalised(visit: Twins) -> None:
    say, ids = visit.say, visit.ids
    group = say("dual", "open", "--inspection", ids["visit"])["group"]
    say("dual", "close-single", group, "--reason", ONE_SIDE)
    with visit.window() as seat:
        steps = seat.steps
        seat.go("dual", {"inspection": ids["visit"]})
        steps.click("为这些问题建立双罚")
        steps.click("不双罚…")
        steps.type(ONE_SIDE)
        steps.key("Return")
        steps.see(f"不双罚，理由：{ONE_SIDE}")
    visit.agree("dual.open", "dual.close_single")
