"""The life of a paper: withdrawn and changed, printed again, not signed before a witness, sealed, left, filed."""

from __future__ import annotations

import json

from tests.fixtures.jamming import Cups
from tests.fixtures.twins import Twins
from tests.ui.pages.steps import Steps

ORDER, TITLE = "rectification_order", "责令限期整改指令书"
MISTAKE, CODE = "行政行为码抄错", "XZJC331199202603090099"
REFUSED, WITNESS, POST = "负责人拒绝签名", "周见证", "村民委员会委员"
LEFT, PLACE = "把指令书留置在矿部办公室", "矿部办公室"
NOT_NEEDED, NO_NUMBERS, SERIAL = "本次不用", "号段用完", "77"


def test_an_order_is_refused_and_left(visit: Twins, cups: Cups) -> None:
    by_commands(visit, cups)
    with visit.window() as seat:
        steps = seat.steps
        seat.go("papers", visit.ids["visit"])
        steps.click("生成缺的")
        steps.click(TITLE)
        issue(steps)
        correct(steps)
        issue(steps)
        to_printer(steps, cups)
        refuse(steps)
        leave(steps)
        steps.click("现场检查记录")
        steps.click("不要草稿")
        steps.type(NOT_NEEDED)
        steps.key("Return")
    visit.agree("paper.withdraw", "paper.write", "paper.print", "paper.refuse", "paper.seal", "paper.serve")


def by_commands(twins: Twins, cups: Cups) -> None:
    say, papers = twins.say, created(twins)
    order = papers[ORDER]
    say("document", "issue", order, "--accept-warnings")
    say("document", "withdraw", order, "--reason", MISTAKE)
    say("document", "set", order, "--values", json.dumps({"behavior_code": CODE}))
    say("document", "issue", order, "--accept-warnings")
    say("document", "print", order, "--printer", cups.queue)
    say(
        "document", "refuse", order, "--reason", REFUSED, "--witness", WITNESS, "--witness-title", POST,
        "--noted-by", "张建国", "王秀兰",
    )  # fmt: skip
    say("document", "seal", order)
    say("document", "serve", order, "--mode", "left", "--place", PLACE, "--note", LEFT, "--witness", WITNESS)
    say("document", "close", order)
    say("document", "discard", papers["inspection_record"], "--reason", NOT_NEEDED)


def created(twins: Twins) -> dict[str, str]:
    """Drafts of what the visit lacks, by form."""
    say, visit = twins.say, twins.ids["visit"]
    lacking = [one["form"] for one in say("document", "suggest", visit) if one["required"] and not one["document_id"]]
    return {form: say("document", "create", "--form", form, "--inspection", visit)["document"] for form in lacking}


def issue(steps: Steps) -> None:
    steps.click("定稿并编号")
    if steps.sees("条提醒已核对"):
        steps.click("上面")
    steps.click("定稿")
    steps.see("已定稿待签")


def correct(steps: Steps) -> None:
    steps.click("撤回修改")
    steps.type(MISTAKE)
    steps.key("Return")
    steps.click("行政行为码")
    steps.key("Ctrl+A")
    steps.type(CODE)
    steps.key("Tab")


def to_printer(steps: Steps, cups: Cups) -> None:
    steps.click("打印")
    steps.see(cups.queue)
    steps.key("Return")
    steps.see("打印机已全部接收")
    steps.key("Return")


def refuse(steps: Steps) -> None:
    steps.click("未签名")
    for field, words in (("情况和理由", REFUSED), ("见证人姓名", WITNESS), ("见证人职务或单位", POST)):
        steps.click(field)
        steps.type(words)
    steps.key("Return")


def leave(steps: Steps) -> None:
    steps.click("登记盖章")
    steps.key("Return")
    steps.click("登记送达")
    for field, words in (("送达地点", PLACE), ("留置情况（写进送达回执备注）", LEFT)):
        steps.click(field)
        steps.key("Ctrl+A")
        steps.type(words)
    steps.key("Return")
    steps.click("归档")


def test_an_order_gets_its_number_by_hand_and_is_made_void(visit: Twins) -> None:
    say = visit.say
    papers = created(visit)
    order = papers[ORDER]
    say("document", "plan", order, "--source", "inked", "--reason", NO_NUMBERS)
    say("document", "issue", order, "--accept-warnings")
    say("number", "ink", order, "--serial", SERIAL)
    say("document", "void", order, "--reason", MISTAKE)
    with visit.window() as seat:
        steps = seat.steps
        seat.go("papers", visit.ids["visit"])
        steps.click("生成缺的")
        steps.click(TITLE)
        steps.click("改文号来源")
        steps.choose("文号来源", "手写")
        steps.click("原因")
        steps.type(NO_NUMBERS)
        steps.key("Return")
        issue(steps)
        steps.click("补登文号")
        steps.type(SERIAL)
        steps.key("Return")
        steps.click("作废")
        steps.type(MISTAKE)
        steps.key("Return")
        steps.see("已作废")
    visit.agree("paper.plan", "number.inked", "paper.void")
