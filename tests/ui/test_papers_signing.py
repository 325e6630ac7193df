"""In the window: where number and seal come from, who signed, who did not and who saw it, what was left."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from inspector_app.enforcement.values import DocumentState, SealMode
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.desk import Desk, issue
from tests.ui.pages.papers import ORDER, RECORD, Begun, begun, choose
from ui.papers.actions import Action
from ui.papers.paper_list import state_text
from ui.papers.papers_page import PapersPage

__all__ = ["begun"]
Scene = tuple[Desk, PapersPage]


@pytest.fixture
def scene(begun: Begun) -> Scene:
    return begun.desk, begun.page


def fill(page: PapersPage, **answers: str) -> Any:
    bar: Any = page.pane.steps.bar
    for key, text in answers.items():
        field = bar.fields[key]
        if hasattr(field, "set_value"):
            field.set_value(text)
            field.currentIndexChanged.emit(field.currentIndex())
        elif hasattr(field, "setChecked"):
            field.setChecked(bool(text))
        else:
            field.setText(text)
    return bar


def confirm(desk: Desk, page: PapersPage) -> None:
    with desk.qtbot.waitSignal(page.pane.steps.done, timeout=PATIENCE):
        page.pane.steps.bar.confirm.click()
    desk.rest()


def paper(desk: Desk, document_id: str) -> Any:
    return desk.ask(lambda app: app.papers.paper(document_id))


def test_the_next_number_stands_above_the_paper_and_another_source_is_chosen_with_its_reason(scene: Scene) -> None:
    desk, page = scene
    order = choose(desk, page, ORDER)
    assert "号段，下一个（示）应急责改" in page.pane.plan.number.text()
    page.pane.plan.change_number.click()
    bar = fill(page, source="inked")
    bar.confirm.click()
    assert bar._shown["reason"].error.isVisibleTo(page)
    fill(page, reason="县局当天统一手写编号")
    confirm(desk, page)
    assert "打印后手写" in page.pane.plan.number.text()
    assert "县局当天统一手写编号" in page.pane.plan.number.text()
    assert issue(desk, page, ORDER).number is None
    choose(desk, page, ORDER)
    page.pane.steps.do(Action.INK)
    fill(page, serial="9")
    confirm(desk, page)
    assert paper(desk, order).number.endswith("9号")
    assert not page.pane.plan.number.isVisibleTo(page)


def test_a_number_from_the_superior_system_is_asked_for_when_the_paper_is_frozen(scene: Scene) -> None:
    desk, page = scene
    order = choose(desk, page, ORDER)
    page.pane.steps.do(Action.PLAN_NUMBER)
    fill(page, source="typed", reason="省系统统一编号")
    confirm(desk, page)
    page.pane.steps.do(Action.ISSUE)
    bar = fill(page, number="77")
    if "warnings" in bar.fields:
        fill(page, warnings="yes")
    confirm(desk, page)
    assert paper(desk, order).number.endswith("77号")


def test_the_way_of_sealing_stays_open_until_the_seal_is_on_it(scene: Scene) -> None:
    desk, page = scene
    order = issue(desk, page, ORDER).id
    choose(desk, page, ORDER)
    assert "回局盖章，还没有盖章" in page.pane.plan.seal.text()
    page.pane.plan.change_seal.click()
    fill(page, mode="electronic", reason="省电子印章平台已开通")
    confirm(desk, page)
    assert paper(desk, order).seal_mode is SealMode.ELECTRONIC
    page.pane.steps.do(Action.SEAL)
    confirm(desk, page)
    assert "已盖章" in page.pane.plan.seal.text()
    assert not page.pane.plan.change_seal.isVisibleTo(page)


def test_a_refusal_says_what_to_write_on_the_paper_and_both_officers_note_it(scene: Scene) -> None:
    desk, page = scene
    record = issue(desk, page, RECORD).id
    choose(desk, page, RECORD)
    page.pane.steps.do(Action.REFUSE)
    bar = fill(page, reason="对第 1 条问题不认可", name="陈志强", witness="吴明", title="村委会主任")
    line = bar.told.text().removeprefix("手写在文书上：")
    assert line.startswith("被检查单位现场负责人陈志强拒绝签名，理由：对第 1 条问题不认可。")
    assert "见证人：吴明（村委会主任）。执法人员：张建国、王秀兰。" in line
    fill(page, reported="yes")
    fill(page, reported_to="李局长")
    confirm(desk, page)
    kept = desk.ask(lambda app: app.papers.history(record)).signatures[0]
    assert (kept.note, kept.noted_by, kept.is_reported) == (line, ("张建国", "王秀兰"), True)
    assert line in page.pane.plan.signed.text()
    assert paper(desk, record).state is DocumentState.SIGNED
    assert "未签名，已记录" in page.pane.state.text()
    page.refresh()
    desk.rest()
    assert "未签名，已记录" in [state_text(one) for one in page.model.lines]


def test_a_refusal_without_witness_is_asked_about_once_and_a_filled_field_is_no_longer_wrong(scene: Scene) -> None:
    desk, page = scene
    record = issue(desk, page, RECORD).id
    choose(desk, page, RECORD)
    page.pane.steps.do(Action.REFUSE)
    bar: Any = page.pane.steps.bar
    bar.confirm.click()
    assert bar._shown["reason"].error.said
    assert bar.fields["reason"].hasFocus()
    fill(page, reason="不认可")
    assert not bar._shown["reason"].error.said
    bar.confirm.click()
    desk.rest()
    assert "没有见证人" in bar._shown["witness"].error.said
    assert paper(desk, record).state is DocumentState.PRINTED
    confirm(desk, page)
    assert paper(desk, record).is_refused


def test_after_the_mine_has_signed_the_officers_who_have_not_are_named(scene: Scene) -> None:
    desk, page = scene
    issue(desk, page, RECORD)
    choose(desk, page, RECORD)
    page.pane.steps.do(Action.SIGN)
    page.pane.steps.bar.fields["name"].setCurrentText("陈志强")  # type: ignore[attr-defined]
    confirm(desk, page)
    assert "还没登记签名的执法人员：张建国、王秀兰" in page.pane.plan.signed.text()
    page.pane.steps.do(Action.SIGN)
    fill(page, role="officer")
    page.pane.steps.bar.fields["name"].setCurrentText("张建国")  # type: ignore[attr-defined]
    confirm(desk, page)
    assert "还没登记签名的执法人员：王秀兰" in page.pane.plan.signed.text()


def test_without_witness_and_with_one_officer_nothing_is_recorded_and_the_words_stay(scene: Scene) -> None:
    desk, page = scene
    record = issue(desk, page, RECORD).id
    choose(desk, page, RECORD)
    page.pane.steps.do(Action.REFUSE)
    told: list[Any] = []
    page.pane.trouble.connect(told.append)
    bar = fill(page, kind="absent", reason="矿长外出开会", officer1="")
    bar.confirm.click()
    desk.rest()
    assert [one.code for one in told] == ["paper.witness_missing"]
    assert bar.fields["reason"].text() == "矿长外出开会"
    assert paper(desk, record).state is DocumentState.PRINTED


def test_what_was_refused_is_left_with_its_circumstances(scene: Scene) -> None:
    desk, page = scene
    order = issue(desk, page, ORDER).id
    choose(desk, page, ORDER)
    page.pane.steps.do(Action.REFUSE)
    fill(page, reason="拒收", witness="吴明")
    confirm(desk, page)
    page.pane.steps.do(Action.SEAL)
    confirm(desk, page)
    page.pane.steps.do(Action.SERVE)
    bar: Any = page.pane.steps.bar
    assert bar.fields["mode"].value == "left"
    fill(page, note="留在矿部值班室，执法记录仪全程记录")
    confirm(desk, page)
    row = paper(desk, order)
    assert (row.service_mode, row.service_note, row.service_witness) == (
        "left", "留在矿部值班室，执法记录仪全程记录", "吴明",
    )  # fmt: skip


def test_circumstances_are_asked_only_for_a_paper_that_is_left(scene: Scene) -> None:
    desk, page = scene
    issue(desk, page, RECORD)
    choose(desk, page, RECORD)
    page.pane.steps.do(Action.SIGN)
    page.pane.steps.bar.fields["name"].setCurrentText("陈志强")  # type: ignore[attr-defined]
    confirm(desk, page)
    page.pane.steps.do(Action.SERVE)
    bar: Any = page.pane.steps.bar
    assert not bar._shown["note"].isVisibleTo(page)
    fill(page, mode="left")
    assert bar._shown["note"].isVisibleTo(page)
    fill(page, mode="direct")
    confirm(desk, page)


def test_a_visit_ends_when_its_frozen_record_says_it_ended(scene: Scene) -> None:
    desk, page = scene
    visit = page.inspection_id
    assert desk.ask(lambda app: app.papers.stated_span(visit)) == (None, None)
    record = choose(desk, page, RECORD)
    span = desk.ask(lambda app: app.papers.content(record).values["check_time"])
    now = datetime.now().astimezone().isoformat(timespec="minutes")[:16]
    whole = {**span, "end": now}
    desk.ask(lambda app: app.papers.set_values(app.officer_id, record, check_time=whole))
    page.pane.refresh()
    issue(desk, page, RECORD)
    assert desk.ask(lambda app: app.papers.stated_span(visit))[1][:16] == now
