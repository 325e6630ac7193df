"""Problems of an order in the window: one is taken out, the numbers follow; what lacks is written where it lacks."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from inspector_app.enforcement.check_values import CASE
from inspector_app.enforcement.values import CheckLevel, CheckResult
from inspector_app.errors import RuleViolation
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.desk import issue
from tests.ui.pages.papers import DUE, LAW, ORDER, Begun, begun, choose
from ui.papers.actions import Action
from ui.widgets.basic import LinkButton
from ui.widgets.fitting import FittingScroll

__all__ = ["begun"]
LATER = (date.fromisoformat(DUE) + timedelta(days=1)).isoformat()


def order_of_two(begun: Begun) -> str:
    """The order with a second problem that has a day of its own."""
    desk, page = begun.desk, begun.page
    visit = page.inspection_id
    desk.ask(lambda app: app.inspections.add_finding(
        begun.county.officer_id, visit, place="三中段", fact="安全出口堆放杂物。", measure="rectify_by_date",
        rectification_due_on=LATER, violated_rule=LAW, force="law",
    ))  # fmt: skip
    key = choose(desk, page, ORDER)
    page.pane.steps.do(Action.REFILL)
    desk.rest()
    return key


def blanks(begun: Begun) -> Any:
    return begun.page.pane.form.blanks


def write_groups(begun: Begun, key: str, groups: list[dict[str, Any]] | None) -> None:
    """As a command would do it beside the window."""
    begun.desk.ask(lambda app: app.papers.set_values(app.officer_id, key, groups=groups))
    begun.page.refresh()
    begun.desk.rest()


def go(begun: Begun, code: str) -> None:
    """去填写 of the line with this code."""
    checks = begun.page.pane.checks
    at = next(n for n, one in enumerate(one for one in checks.results if one.field) if one.code == code)
    checks.findChildren(LinkButton)[at].click()
    begun.desk.rest()


def test_a_problem_taken_out_takes_its_number_along(begun: Begun) -> None:
    key = order_of_two(begun)
    groups = blanks(begun)["groups"].editor
    assert groups.value() == [{"item_nos": [1], "deadline": DUE}, {"item_nos": [2], "deadline": LATER}]
    blanks(begun)["problems"].editor.rows[0].remove.click()
    begun.desk.rest()
    assert groups.value() == [{"item_nos": [1], "deadline": LATER}]
    stored = begun.desk.ask(lambda app: app.papers.content(key).values)
    assert stored["groups"] == [{"item_nos": [1], "deadline": LATER}]
    begun.page.refresh()
    begun.desk.rest()
    codes = {one.code for one in begun.page.pane.checks.results}
    assert "check.item_unknown" not in codes
    assert "check.finding_left_out" in codes


def test_go_and_fill_in_puts_the_cursor_into_the_field(begun: Begun) -> None:
    key = order_of_two(begun)
    write_groups(begun, key, [{"item_nos": [2], "deadline": LATER}])
    go(begun, "check.problem_without_deadline")
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    assert blanks(begun)["groups"].isAncestorOf(focus)


def test_an_empty_list_offers_a_row_and_stays_empty_until_it_is_written(begun: Begun) -> None:
    key = order_of_two(begun)
    write_groups(begun, key, None)
    go(begun, "check.problem_without_deadline")
    begun.page.pane.refresh()
    begun.desk.rest()
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    assert "groups" not in begun.desk.ask(lambda app: app.papers.content(key).values)
    begun.desk.type(focus, "1、2")
    assert blanks(begun)["groups"].editor.value()[0]["item_nos"] == [1, 2]


def test_what_the_case_lacks_leads_to_the_dual_case(begun: Begun) -> None:
    desk, page = begun.desk, begun.page
    lacking = CheckResult("V11", CheckLevel.BLOCK, "check.amount_missing", {"number": 1}, CASE)
    choose(desk, page, ORDER)
    page.pane.checks.show_checks([lacking])
    (go_there,) = page.pane.checks.findChildren(LinkButton)
    assert go_there.text().strip() == "去一案双罚"
    with desk.qtbot.waitSignal(page.navigate) as asked:
        go_there.click()
    assert asked.args[0] == "dual"


def test_a_day_that_cannot_be_is_told_beside_it_and_what_was_done_in_the_status_line(begun: Begun) -> None:
    desk, page = begun.desk, begun.page
    issue(desk, page, ORDER)
    page.pane.steps.do(Action.SEAL)
    bar = page.pane.steps.bar
    bar.fields["sealed_on"].setText("2020-03-10")
    bar.confirm.click()
    desk.rest()
    assert bar.isVisibleTo(page)
    assert any("早于文书日期" in one.text() for one in bar.findChildren(QLabel) if one.isVisibleTo(bar))
    assert desk.window.desk.message.isHidden()
    bar.fields["sealed_on"].setText("今天")
    with desk.qtbot.waitSignal(page.pane.steps.done, timeout=PATIENCE):
        bar.confirm.click()
    assert desk.window.desk.status.line.text() == "已登记盖章。"


def test_a_line_at_the_foot_stays_with_its_page(begun: Begun, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = begun.desk
    line = desk.window.desk.status.line
    desk.window.desk.say("PDF 已存到 /tmp，每份文书一个文件。")
    desk.go("home")
    assert line.text()
    monkeypatch.setattr("ui.desk.JUST_SAID_MS", -1)
    desk.go("sync")
    assert line.text() == ""


def test_a_trouble_that_was_put_right_leaves_the_page(begun: Begun) -> None:
    desk, page = begun.desk, begun.page
    page.trouble.emit(RuleViolation("paper.not_sealed", field="sealed_at", title="责令限期整改指令书"))
    assert not desk.window.desk.message.isHidden()
    page.settled.emit()
    assert desk.window.desk.message.isHidden()


def test_many_papers_to_print_are_scrolled_and_never_lie_over_each_other(begun: Begun) -> None:
    desk, page = begun.desk, begun.page
    row = issue(desk, page, ORDER)
    desk.window.resize(1366, 738)
    page.printing.show_papers([(row, 2)] * 9)
    desk.rest()
    spins = [line.copies for line in page.printing._lines]
    tops = [spin.mapTo(page.printing, spin.rect().topLeft()).y() for spin in spins]
    assert all(below - above >= spins[0].height() for above, below in pairwise(tops))
    area = page.printing.findChild(FittingScroll)
    foot = area.mapTo(page.printing, area.rect().bottomLeft()).y()
    assert foot <= page.printing.go.mapTo(page.printing, page.printing.go.rect().topLeft()).y()
