"""Problems of an order in the window: one is taken out, the numbers follow; what lacks is written where it lacks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui.pages.papers import DUE, LAW, ORDER, Begun, begun, choose
from ui.papers.actions import Action
from ui.widgets.basic import LinkButton

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
