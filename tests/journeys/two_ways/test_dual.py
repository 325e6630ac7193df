"""一案双罚: evidence while the people are at hand, both cases with their notices; or why one side only."""

from __future__ import annotations

import json
from typing import Any

from tests.fixtures.jamming import Cups
from tests.fixtures.twins import HOUR, Twins
from tests.ui.pages.steps import Steps

COMPANY, MANAGER = "遂昌示例金矿有限公司", "陈志强"
ORG, PERSON = f"单位：{COMPANY}", f"个人：{MANAGER}"
FINES = {ORG: 4_000_000, PERSON: 3_000_000}
TODAY, TIER = HOUR.date().isoformat(), "一般情节"
EVIDENCE, PROVES = "任命文件", "系主要负责人"
WAIVED = "当事人书面放弃陈述、申辩和听证。"
NOTICE = "F24"


def test_both_are_penalised(visit: Twins, cups: Cups) -> None:
    by_commands(visit, cups)
    dual = {"inspection": visit.ids["visit"]}
    with visit.window() as seat:
        seat.go("finding", visit.ids["major"])
        collect(seat.steps)
        open_cases(seat.steps)
        for party, fen in FINES.items():
            settle(seat.steps, party, fen)
        for party in FINES:
            give_notice(seat.steps, party, cups)
            seat.go("dual", dual)
        go_on(seat.steps)
    visit.agree("dual.sheet", "dual.tick", "case.add", "case.change", "paper.print")


def by_commands(twins: Twins, cups: Cups) -> None:
    say, visit = twins.say, twins.ids["visit"]
    (sheet,) = say("dual", "evidence", visit, "--begin")["sheets"]
    group, lines = sheet["group_id"], [line["key"] for line in sheet["lines"]]
    say("dual", "tick", group, "--key", lines[0])
    say("dual", "tick", group, "--key", lines[3], "--reason", "负责人出差")
    known = {one["type"]: one["id"] for one in say("dual", "respondents", visit)}
    cases = {
        party: say("dual", "case", group, "--type", kind, "--respondent", known[kind])
        for party, kind in ((ORG, "org"), (PERSON, "person"))
    }
    for party, case in cases.items():
        change(twins, case, filed_on=TODAY)
        say("dual", "act", case["case"], "--fields", json.dumps({"tier_note": TIER}))
        say("dual", "amount", case["case"], "--fen", str(FINES[party]))
        for proves in ("", PROVES):
            change(twins, case, evidence=[{"name": EVIDENCE, "doc_no": "", "proves": proves, "is_own": False}])
    for case in cases.values():
        notice = say("document", "create", "--form", NOTICE, "--case", case["case"])["document"]
        say("document", "issue", notice, "--accept-warnings")
        say("document", "print", notice, "--printer", cups.queue)
    change(twins, cases[ORG], defense_text=WAIVED)
    change(twins, cases[ORG], defense_waived_on=TODAY)


def change(twins: Twins, case: dict[str, Any], **fields: Any) -> None:
    twins.say("dual", "change", case["case"], "--fields", json.dumps(fields))


def collect(steps: Steps) -> None:
    """The list that came up beside the finding: one thing is had, another cannot be had now."""
    steps.see("双罚取证清单")
    steps.click("营业执照（主体资格）")
    steps.click("授权委托书：取不到")
    steps.type("负责人出差")
    steps.key("Return")


def open_cases(steps: Steps) -> None:
    steps.click("一案双罚")
    for half in ("加单位案件", "加个人案件"):
        steps.click(half)
        steps.see("当事人")
        steps.key("Return")


def settle(steps: Steps, party: str, fen: int) -> None:
    for field, words in (("立案日期", TODAY), ("裁量档次和理由", TIER), ("罚款金额（元）", str(fen // 100))):
        steps.click(field, among=party)
        steps.type(words)
        steps.key("Tab")
    steps.click("证据：加一行", among=party)
    steps.type(EVIDENCE)
    steps.key("Tab", 2)
    steps.type(PROVES)
    steps.key("Tab")


def give_notice(steps: Steps, party: str, cups: Cups) -> None:
    steps.click("告知书：还没生成", among=party)
    steps.see("行政处罚告知书")
    steps.click("定稿并编号")
    if steps.sees("条提醒已核对"):
        steps.click("上面")
    steps.click("定稿")
    steps.click("打印")
    steps.see(cups.queue)
    steps.key("Return")
    steps.see("打印机已全部接收")
    steps.key("Return")


def go_on(steps: Steps) -> None:
    """The party waives: what it said, and when."""
    steps.click("办案经过", among=ORG)
    for fact, words in (("陈述申辩", WAIVED), ("放弃陈述申辩日", TODAY)):
        steps.click(fact, among=ORG)
        steps.type(words)
        steps.key("Tab")
