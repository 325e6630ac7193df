"""一案双罚 in the window: both halves, every gap, amounts inside their range, nobody forgotten without a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget

from inspector_app.enforcement.case_values import RespondentType
from tests.fixtures.windows import PATIENCE, unlock, window_on
from tests.ui.pages.county import County, start_visit
from tests.ui.pages.desk import Desk, desk_on
from ui.papers.dual_page import DualPage
from ui.papers.field_editors import yuan
from ui.widgets.basic import LinkButton

ORG, PERSON = RespondentType.ORG, RespondentType.PERSON
LAW = "《中华人民共和国安全生产法》第四十一条第二款"
Scene = tuple[Desk, County, DualPage]


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    """A visit with one judged major hazard, on its dual page."""
    with desk_on(qtbot, own_data_dir) as (desk, county):

        def begin(app: Any) -> str:
            actor = county.officer_id
            inspection_id = start_visit(app, county)
            finding_id = app.inspections.add_finding(
                actor, inspection_id, place="直达地面安全出口", fact="仅有 1 个直达地面的安全出口。",
                measure="suspend_production", violated_rule=LAW, force="law",
            )  # fmt: skip
            app.inspections.judge(
                actor, finding_id, "major", judged_by="张建国", basis="现场核查", criterion_key="UG-01-1",
                criteria_set_version="2022",
            )  # fmt: skip
            return inspection_id

        inspection_id = desk.ask(begin)
        page = desk.go("dual", {"inspection": inspection_id})
        assert isinstance(page, DualPage)
        yield desk, county, page


def open_both(desk: Desk, page: DualPage) -> None:
    page._open_group()
    desk.rest()
    for kind in (ORG, PERSON):
        page.add_buttons[kind].click()
        page.bar.confirm.click()
        desk.rest()


def write(desk: Desk, page: DualPage, field: QWidget, text: str) -> None:
    """Type over what stands there and leave the field."""
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]
    desk.type(field, text)
    page.back.setFocus()
    desk.rest()


def test_a_major_hazard_waits_for_its_dual_group(scene: Scene) -> None:
    _desk, _county, page = scene
    assert page.shown is not None
    assert [finding.seq for finding in page.shown.uncovered] == [1]
    assert page.opening.isVisibleTo(page)
    assert page.evidence.isVisibleTo(page)  # evidence does not wait for the group


def test_both_halves_stand_side_by_side_each_with_its_own_facts(scene: Scene) -> None:
    desk, _county, page = scene
    open_both(desk, page)
    org, person = page.cards[ORG][0], page.cards[PERSON][0]
    assert "遂昌示例金矿有限公司" in org.heading.text()
    assert "陈志强" in person.heading.text()
    assert org._acts[0].fact.toPlainText() != person._acts[0].fact.toPlainText()
    assert page.state.text().startswith("还有")


def test_what_is_missing_is_named_in_words(scene: Scene) -> None:
    desk, _county, page = scene
    open_both(desk, page)
    told = "".join(card.gaps.text() for kind in (ORG, PERSON) for card in page.cards[kind])
    assert "登记信息缺" in told
    assert re.findall(r"[a-z_]{3,}", told) == []


def test_an_amount_outside_the_clause_is_told_beside_it(scene: Scene) -> None:
    desk, _county, page = scene
    open_both(desk, page)
    card = page.cards[ORG][0]
    assert card._half is not None
    act, (low, high) = card._acts[0], next(iter(card._half.ranges.values()))
    write(desk, page, act.amount.line, yuan(high + 100))
    assert act.amount_field.error.isVisibleTo(page)
    write(desk, page, act.amount.line, yuan(max(low, high // 2)))
    assert desk.ask(lambda app: app.dual.case(card._half.case.id)).amount_fen == max(low, high // 2)
    assert not card._acts[0].amount_field.error.is_saying


def test_what_is_typed_in_a_half_is_stored_when_the_page_is_left(scene: Scene) -> None:
    desk, _county, page = scene
    open_both(desk, page)
    card = page.cards[PERSON][0]
    card._acts[0].fact.setPlainText("陈志强未及时消除事故隐患。")
    case_id = card._half.case.id if card._half else ""
    desk.go("papers", page.inspection_id)
    assert desk.ask(lambda app: app.dual.case(case_id)).acts[0].fact_text == "陈志强未及时消除事故隐患。"


def test_the_course_of_a_case_is_stored_field_by_field(scene: Scene) -> None:
    desk, _county, page = scene
    open_both(desk, page)
    card = page.cards[ORG][0]
    card.more.click()

    def write(name: str, text: str) -> None:
        desk.type(card.facts.fields[name].field.focusProxy(), text)  # type: ignore[arg-type]
        page.back.setFocus()
        desk.rest()

    write("defense_text", "未提出")
    write("paid_on", "2026-03-30")
    write("paid_fen", "30000.50")
    case = desk.ask(lambda app: app.dual.case(card.case_id))
    assert (case.defense_text, case.paid_on, case.paid_fen) == ("未提出", "2026-03-30", 3_000_050)
    write("hearing_held_on", "abc")
    assert card.facts.fields["hearing_held_on"].error.is_saying


def test_a_fine_below_the_range_is_taken_when_it_is_reduced(scene: Scene) -> None:
    desk, _county, page = scene
    open_both(desk, page)
    card = page.cards[PERSON][0]
    act = card._acts[0]
    act.reduced.click()
    write(desk, page, act.amount.line, "100")
    (kept,) = desk.ask(lambda app: app.dual.case(card.case_id)).acts
    assert (kept.reduced, kept.amount_fen) == (True, 10_000)


def test_what_is_half_typed_in_a_case_comes_back_after_a_crash(qtbot: Any, own_data_dir: Path, scene: Scene) -> None:
    desk, _county, page = scene
    open_both(desk, page)
    card, group = page.cards[ORG][0], page.group_id
    card.more.click()
    desk.type(card.facts.fields["conclusion"].field.focusProxy(), "结案")  # type: ignore[arg-type]
    card._acts[0].fact.setPlainText("半句话")
    assert page.drafts._draft is not None
    page.drafts._draft.flush()
    desk.rest()
    desk.window.bridge.tasks.close()
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        again = Desk(qtbot, window).go("dual", group)
        back = again.cards[ORG][0]
        qtbot.waitUntil(lambda: back.facts.typing() == {"conclusion": "结案"}, timeout=PATIENCE)
        assert back._acts[0].fact.toPlainText() == "半句话"


def test_fines_stay_whatever_is_written_afterwards(scene: Scene) -> None:
    desk, _county, page = scene
    open_both(desk, page)
    fines = {ORG: "30000", PERSON: "25000"}
    for kind, fine in fines.items():
        card = page.cards[kind][0]
        act = card._acts[0]
        write(desk, page, act.amount.line, fine)
        write(desk, page, act.tier, "一般情节")
        write(desk, page, card.filed, "2026-03-10")
        act.reduced.click()
        write(desk, page, act.fact, f"{fine}的事实。")
    inspection = page.inspection_id
    desk.go("papers", inspection)
    again = desk.go("dual", {"inspection": inspection})
    for kind, fine in fines.items():
        card = again.cards[kind][0]
        case = desk.ask(lambda app, one=card.case_id: app.dual.case(one))
        act = case.acts[0]
        assert (act.amount_fen, act.tier_note, act.reduced) == (int(fine) * 100, "一般情节", True)
        assert (act.fact_text, case.filed_on, case.amount_fen) == (f"{fine}的事实。", "2026-03-10", int(fine) * 100)
        assert card._acts[0].amount.line.text() == fine


def test_what_a_second_officer_changes_meanwhile_stays_beside_what_is_typed(scene: Scene) -> None:
    desk, county, page = scene
    open_both(desk, page)
    card = page.cards[ORG][0]
    act = card._acts[0]
    desk.type(act.tier, "从重")
    desk.ask(lambda app: app.dual.change_act(county.officer_id, card.case_id, "a1", amount_fen=3_000_000))
    own = {"name": "询问笔录", "doc_no": "", "proves": "陈述", "is_own": False}
    there = desk.ask(lambda app: [asdict(one) for one in app.dual.case(card.case_id).evidence])
    desk.ask(lambda app: app.dual.change_case(county.officer_id, card.case_id, evidence=[*there, own]))
    desk.qtbot.waitUntil(lambda: (act.tier.text(), act.amount.line.text()) == ("从重", "30000"), timeout=PATIENCE)
    page.back.setFocus()
    desk.rest()
    case = desk.ask(lambda app: app.dual.case(card.case_id))
    assert (case.acts[0].tier_note, case.acts[0].amount_fen) == ("从重", 3_000_000)
    assert [row.value()["name"] for row in card.evidence.rows][-1] == "询问笔录"


def test_the_form_for_a_case_opens_in_sight_with_the_cursor_in_it(scene: Scene) -> None:
    desk, _county, page = scene
    page._open_group()
    desk.rest()
    bar = page.scroll_area.verticalScrollBar()
    for kind in (ORG, PERSON):
        bar.setValue(bar.maximum())
        page.add_buttons[kind].click()
        desk.qtbot.waitUntil(lambda: in_sight(page, page.bar.confirm), timeout=PATIENCE)
        assert page.bar.fields["party"].hasFocus()
        page.bar.confirm.click()
        desk.rest()


def in_sight(page: DualPage, widget: QWidget) -> bool:
    port = page.scroll_area.viewport()
    room = QRect(widget.mapTo(port, QPoint(0, 0)), widget.size())
    return widget.isVisibleTo(page) and port.rect().contains(room)


def test_a_wrong_date_is_told_beside_it_and_nothing_moves_under_the_finger(scene: Scene) -> None:
    desk, _county, page = scene
    open_both(desk, page)
    card = page.cards[ORG][0]
    act = card._acts[0]
    fact = act.fact.toPlainText()
    desk.type(card.filed, "2026-02-31")
    where = act.amount.line.mapTo(desk.window, act.amount.line.rect().center())
    act.tier.setFocus()
    desk.rest()
    assert act.amount.line.mapTo(desk.window, act.amount.line.rect().center()) == where
    desk.type(act.tier, "今天")
    field = card.dates.fields["filed_on"]
    assert field.error.isVisibleTo(page)
    assert "2026-02-31" in field.said
    assert card.filed.property("wrong")
    assert (act.fact.toPlainText(), act.tier.text()) == (fact, "今天")
    page.back.setFocus()
    desk.rest()
    assert (card.filed.text(), field.error.is_saying) == ("2026-02-31", True)
    assert act.amount.line.mapTo(desk.window, act.amount.line.rect().center()) == where
    write(desk, page, card.filed, "2026-02-28")
    assert not field.error.is_saying
    assert not card.filed.property("wrong")
    assert desk.ask(lambda app: app.dual.case(card.case_id)).filed_on == "2026-02-28"


def test_a_long_text_that_was_replaced_comes_back(scene: Scene) -> None:
    desk, _county, page = scene
    open_both(desk, page)
    act = page.cards[ORG][0]._acts[0]
    case_id, before = page.cards[ORG][0].case_id, act.fact.toPlainText()
    write(desk, page, act.fact, "今天")
    assert desk.ask(lambda app: app.dual.case(case_id)).acts[0].fact_text == "今天"
    act.fact.setFocus()
    desk.qtbot.keyClick(act.fact, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    page.back.setFocus()
    desk.rest()
    assert desk.ask(lambda app: app.dual.case(case_id)).acts[0].fact_text == before
    write(desk, page, act.fact, "今天")
    desk.window._undo()
    desk.qtbot.waitUntil(lambda: act.fact.toPlainText() == before, timeout=PATIENCE)


def test_a_half_says_its_gaps_without_repeating_its_name_and_the_range_in_words_of_the_law(scene: Scene) -> None:
    desk, _county, page = scene
    open_both(desk, page)
    for kind, words in ((ORG, "法定幅度：五万元以下"), (PERSON, "法定幅度：二万元以上五万元以下")):
        card = page.cards[kind][0]
        assert card._half is not None
        assert card._half.case.respondent_name not in card.gaps.text()
        assert words in [label.text() for label in card._acts[0].amount_field.findChildren(QLabel)]


def test_a_reason_is_given_up_by_esc_and_moves_no_neighbour(scene: Scene) -> None:
    desk, _county, page = scene
    left, right = list(page.evidence.lines.lines.values())[:2]
    before = [part.mapTo(page, QPoint(0, 0)) for part in (left.about, left.box, left.why)]
    right.why.click()
    desk.type(right.reason, "忙")
    desk.rest()
    assert [part.mapTo(page, QPoint(0, 0)) for part in (left.about, left.box, left.why)] == before
    desk.press(right.reason, Qt.Key.Key_Escape)
    desk.rest()
    assert not right.reason.isVisibleTo(page)
    assert right.why.hasFocus()
    assert right.about.isVisibleTo(page)
    sheet = desk.ask(lambda app: app.dual.sheet(page.inspection_id))
    assert not any(line.reason for line in sheet.lines)


def test_evidence_is_ticked_or_explained(scene: Scene) -> None:
    desk, _county, page = scene
    open_both(desk, page)
    lines = page.evidence.lines.lines
    first, second = list(lines)[:2]
    lines[first].box.click()
    desk.rest()
    lines[second].why.click()
    desk.type(lines[second].reason, "负责人出差")
    desk.press(lines[second].reason, Qt.Key.Key_Return)
    desk.rest()
    ticks = {one.key: one for one in desk.ask(lambda app: app.dual.group(page.group_id)).checklist}
    assert ticks[first].is_done
    assert (ticks[second].is_settled, ticks[second].reason) == (True, "负责人出差")


def test_one_side_only_needs_its_reason(scene: Scene) -> None:
    desk, _county, page = scene
    page._open_group()
    desk.rest()
    page.single.click()
    page.bar.confirm.click()
    assert page.bar._shown["reason"].error.isVisibleTo(page)
    field: Any = page.bar.fields["reason"]
    field.setText("矿长已离职，另案处理")
    page.bar.confirm.click()
    desk.rest()
    page.refresh()
    desk.rest()
    assert "矿长已离职" in page.state.text()


def test_a_paper_that_lacks_its_fine_leads_to_the_blank_on_the_card(scene: Scene) -> None:
    desk, _county, page = scene
    open_both(desk, page)
    card = page.cards[PERSON][0]
    case_id, inspection = card.case_id, page.inspection_id
    write(desk, page, card.filed, "2026-03-10")
    desk.ask(lambda app: app.dual.change_case(app.officer_id, case_id, evidence=[
        {"name": "任命文件", "proves": "系主要负责人", "is_own": True}
    ]))  # fmt: skip
    made = desk.ask(lambda app: app.papers.create(app.officer_id, "penalty_prior_notice", case_id=case_id))
    papers = desk.go("papers", {"inspection": inspection, "paper": made})
    ways = [way for way in papers.pane.checks.findChildren(LinkButton) if way.text().strip() == "去一案双罚"]
    with desk.qtbot.waitSignal(papers.navigate, timeout=PATIENCE):
        ways[0].click()
    desk.rest()
    back = desk.window.current_page
    assert isinstance(back, DualPage)
    line = back.cards[PERSON][0]._acts[0].amount.line
    desk.qtbot.waitUntil(lambda: line.hasFocus() and in_sight(back, line), timeout=PATIENCE)
    back.back.click()
    desk.rest()
    assert desk.window.current_page is papers
    assert papers.pane.document_id == made


def test_each_half_leads_to_its_own_notice(scene: Scene) -> None:
    desk, _county, page = scene
    open_both(desk, page)
    card = page.cards[PERSON][0]
    with desk.qtbot.waitSignal(page.navigate, timeout=PATIENCE) as gone:
        page._open_paper(card._half.case.id if card._half else "", "penalty_prior_notice")
    desk.rest()
    row = desk.ask(lambda app: app.papers.paper(gone.args[1]["paper"]))
    assert (row.form, row.respondent) == ("penalty_prior_notice", "陈志强")
